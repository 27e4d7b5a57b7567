//! The relations between the reports of two adjacent years of one agency.

use rust_decimal::Decimal;

use super::cells::{Cells, Side, finding};
use crate::form::relation::Instance;
use crate::form::{Forms, Term};
use crate::report::{Finding, Report};

/// The findings of the relations over years: the index of the later report in `reports`, and the finding.
///
/// The reports must be those of one agency of one division with one scope, at most one for a year. A year without a
/// neighbour has no finding, nor has a relation whose cells one of the two years does not have.
pub fn series(reports: &[&Report], forms: &Forms) -> Vec<(usize, Finding)> {
    let mut order: Vec<(i16, usize)> =
        reports.iter().enumerate().filter_map(|(at, report)| report.identity.year.map(|year| (year, at))).collect();
    order.sort_unstable();
    let adjacent = order.windows(2).filter(|pair| pair[0].0 + 1 == pair[1].0);
    adjacent.flat_map(|pair| of_pair(reports, forms, pair[0].1, pair[1].1)).collect()
}

fn of_pair(reports: &[&Report], forms: &Forms, before: usize, at: usize) -> Vec<(usize, Finding)> {
    let cells = [Cells::new(reports[at].facts.iter()), Cells::new(reports[before].facts.iter())];
    let instances =
        forms.series.iter().flat_map(|relation| relation.instances.iter().map(move |instance| (relation, instance)));
    let judged = instances.filter(|(_, instance)| has_cells(&cells, instance)).map(|(relation, instance)| {
        let sides = (&sum(&cells, &instance.left), &sum(&cells, &instance.right));
        (at, finding(relation.id, instance.name, relation.comparison, sides, instance.cells))
    });
    judged.collect()
}

fn has_cells(cells: &[Cells; 2], instance: &Instance) -> bool {
    instance.left.iter().chain(&instance.right).all(|term| of_year(cells, term).get(term).is_some())
}

fn sum(cells: &[Cells; 2], terms: &[Term]) -> Side {
    let mut side = Side::default();
    terms.iter().for_each(|term| of_year(cells, term).add(&mut side, term, Decimal::checked_add));
    side
}

/// The cells of the year that a term speaks of. The loader refuses terms more than one year back.
fn of_year<'c, 'r>(cells: &'c [Cells<'r>; 2], term: &Term) -> &'c Cells<'r> {
    &cells[usize::from(term.lag.min(1))]
}

#[cfg(test)]
mod tests {
    use super::super::sample::{forms, report};
    use super::*;

    fn of_year(year: i16, form: &'static str, cells: &str) -> Report {
        let mut report = report(form, cells);
        report.identity.year = Some(year);
        report
    }

    fn found(reports: &[Report]) -> Vec<String> {
        let reports: Vec<&Report> = reports.iter().collect();
        let line = |(at, finding): (usize, Finding)| {
            let (rule, instance, cells) = (finding.rule, finding.instance, finding.cells);
            format!("{at} {rule} {instance} {} {} {cells}", finding.verdict.as_str(), finding.lenient.as_str())
        };
        series(&reports, forms()).into_iter().map(line).collect()
    }

    #[test]
    fn adjacent_years_are_compared_in_any_order() {
        let later = of_year(2022, "g3_2021", "carried_over/total=2 carried_over/natural_person=");
        let cases = [
            ("carried_forward/total=2", "0 X-CARRY total pass pass carried_over/total carried_forward/total@-1"),
            ("carried_forward/total=5", "0 X-CARRY total fail fail carried_over/total carried_forward/total@-1"),
            (
                "carried_forward/natural_person=0",
                "0 X-CARRY natural_person undecided pass carried_over/natural_person carried_forward/natural_person@-1",
            ),
        ];
        for (cells, expected) in cases {
            assert_eq!(found(&[later.clone(), of_year(2021, "g3_2021", cells)]), [expected], "{cells}");
        }
    }

    #[test]
    fn the_backlog_of_the_form_of_2014_is_received_less_concluded() {
        let before = of_year(2018, "g1_2014", "requests_received=9 requests_concluded=7");
        let after = of_year(2019, "g2_2019", "carried_over/total=2");
        let cells = "carried_over/total requests_received@-1 requests_concluded@-1";
        assert_eq!(found(&[before, after]), [format!("1 X-CARRY-G1  pass pass {cells}")]);
    }

    #[test]
    fn without_a_neighbour_or_its_cells_there_is_no_finding() {
        let later = of_year(2022, "g3_2021", "carried_over/total=2");
        let gap = of_year(2020, "g2_2019", "carried_forward/total=2");
        let other = of_year(2021, "g3_2021", "received_new/total=2");
        assert!(found(&[gap, later.clone()]).is_empty());
        assert!(found(&[other, later]).is_empty());
    }
}
