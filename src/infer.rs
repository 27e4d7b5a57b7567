//! The second opinion of the neighbouring years: rows that one report leaves ambiguous, settled by the reports of the
//! year before and after, where these leave one reading.
//!
//! What an agency carries forward it carries over the year after, what it counted and changed it finds again; the relations
//! are those of `form/definitions/series.toml`. Only numbers that a neighbour prints, or that its own table settles, count,
//! or the readings of one row that it leaves ambiguous: then a reading is kept if one of those fits it. Nothing that is
//! printed unmistakably is ever overridden.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::content::Place;
use crate::form::relation::Instance;
use crate::form::{Comparison, Forms, Term};
use crate::report::{Fact, Report, Status};

/// An ambiguous row: its cells, which have the same readings in the same order.
#[derive(Debug)]
struct Row {
    /// Its cells among the facts of the report.
    cells: Vec<usize>,
    /// The readings that the neighbours leave.
    left: Vec<usize>,
    /// Whether a relation to a neighbour could be held against them.
    tried: bool,
}

/// Settles what it can in `report`, given those of the year before and after, and tells how many cells.
pub fn infer(report: &mut Report, before: Option<&Report>, after: Option<&Report>, forms: &Forms) -> usize {
    let mut rows = ambiguous_rows(&report.facts);
    if rows.is_empty() {
        return 0;
    }
    let own = Numbers::of(&report.facts);
    let instances = instances(forms);
    for (neighbour, lag) in [(before, 0), (after, 1)] {
        let Some(neighbour) = neighbour else { continue };
        let other = Neighbour {
            lag: 1 - lag,
            facts: &neighbour.facts,
            numbers: Numbers::of(&neighbour.facts),
            rows: ambiguous_rows(&neighbour.facts),
        };
        for instance in &instances {
            rows.iter_mut().for_each(|row| hold_against(row, instance, &report.facts, &own, &other));
        }
    }
    let settled: Vec<&Row> = rows.iter().filter(|row| row.tried && row.left.len() == 1).collect();
    settled.iter().for_each(|row| settle(row, &mut report.facts));
    settled.iter().map(|row| row.cells.len()).sum()
}

fn instances(forms: &Forms) -> Vec<&Instance> {
    let equations = forms.series.iter().filter(|relation| relation.comparison == Comparison::Eq);
    equations.flat_map(|relation| &relation.instances).collect()
}

/// The rows of ambiguous cells whose readings are kept.
fn ambiguous_rows(facts: &[Fact]) -> Vec<Row> {
    let mut rows: Vec<((Place, &str), Row)> = Vec::new();
    for (at, fact) in facts.iter().enumerate().filter(|(_, fact)| !fact.readings.is_empty()) {
        let key = (fact.place, fact.printed.as_str());
        match rows.last_mut() {
            Some((last, row)) if *last == key => row.cells.push(at),
            _ => rows.push((key, Row { cells: vec![at], left: (0..fact.readings.len()).collect(), tried: false })),
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The numbers of a report that leave no doubt, by indicator and applicant.
struct Numbers(HashMap<(&'static str, Option<&'static str>), Decimal>);

impl Numbers {
    fn of(facts: &[Fact]) -> Numbers {
        let sure = facts.iter().filter(|fact| matches!(fact.status, Status::Printed | Status::Inferred));
        Numbers(sure.filter_map(|fact| Some(((fact.indicator, fact.applicant), fact.value?))).collect())
    }

    fn get(&self, term: &Term) -> Option<Decimal> {
        self.0.get(&(term.indicator?, term.applicant)).copied()
    }
}

/// The report of a year beside.
struct Neighbour<'r> {
    /// The lag of the terms that speak of it.
    lag: u8,
    facts: &'r [Fact],
    numbers: Numbers,
    rows: Vec<Row>,
}

/// The cells of one row that a relation speaks of, with their signs.
type Open = Vec<(usize, Decimal)>;

impl Row {
    /// The cell of a term, if it stands in the row.
    fn cell(&self, term: &Term, facts: &[Fact]) -> Option<usize> {
        let is_term =
            |at: &usize| Some(facts[*at].indicator) == term.indicator && facts[*at].applicant == term.applicant;
        self.cells.iter().copied().find(is_term)
    }
}

/// What the cells come to in a reading, blanks as zero.
fn sum(open: &Open, facts: &[Fact], reading: usize) -> Decimal {
    open.iter().map(|(at, sign)| sign * facts[*at].readings[reading].unwrap_or_default()).sum()
}

/// Leaves those readings of `row` by which the relation holds, if all its other operands are known, or stand in one
/// ambiguous row of the neighbour.
fn hold_against(row: &mut Row, instance: &Instance, facts: &[Fact], own: &Numbers, other: &Neighbour) {
    let terms = instance.left.iter().map(|term| (term, 1)).chain(instance.right.iter().map(|term| (term, -1)));
    let (mut known, mut open, mut theirs) = (Decimal::ZERO, Open::new(), Open::new());
    let mut beside: Option<&Row> = None;
    for (term, side) in terms {
        let sign = Decimal::from(term.sign * side);
        let ours = term.lag != other.lag;
        let numbers = if ours { own } else { &other.numbers };
        if let Some(at) = row.cell(term, facts).filter(|_| ours) {
            open.push((at, sign));
        } else if let Some(value) = numbers.get(term) {
            known += sign * value;
        } else {
            let holds_term = |row: &&Row| row.cell(term, other.facts).is_some();
            let Some(found) = other.rows.iter().find(holds_term).filter(|_| !ours) else { return };
            if beside.is_some_and(|row| row.cells != found.cells) {
                return;
            }
            beside = Some(found);
            theirs.extend(found.cell(term, other.facts).map(|at| (at, sign)));
        }
    }
    if open.is_empty() {
        return;
    }
    row.tried = true;
    let possible: Vec<Decimal> = match beside {
        None => vec![Decimal::ZERO],
        Some(row) => row.left.iter().map(|reading| sum(&theirs, other.facts, *reading)).collect(),
    };
    row.left.retain(|reading| possible.contains(&-(known + sum(&open, facts, *reading))));
}

/// Takes the reading that is left. A cell that it leaves empty is blank.
fn settle(row: &Row, facts: &mut [Fact]) {
    for at in &row.cells {
        let fact = &mut facts[*at];
        fact.value = fact.readings[row.left[0]];
        fact.status = if fact.value.is_some() { Status::InferredBySeries } else { Status::Blank };
        fact.readings.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::sample::{forms, report};

    /// A report whose cells printed `?` have these readings, one column each.
    fn ambiguous(cells: &str, readings: &[&[i64]]) -> Report {
        let mut sample = report("g3_2021", cells);
        let open = sample.facts.iter_mut().filter(|fact| fact.status == Status::Ambiguous);
        for (column, fact) in open.enumerate() {
            fact.readings = readings
                .iter()
                .map(|reading| Some(Decimal::from(reading[column])).filter(|n| *n >= Decimal::ZERO))
                .collect();
        }
        sample
    }

    /// The cells as `indicator/applicant=value`, those still ambiguous as `?`, after the second opinion.
    fn inferred(mut ours: Report, before: Option<&str>, after: Option<&str>) -> (usize, String) {
        let [before, after] = [before, after].map(|cells| cells.map(|cells| report("g3_2021", cells)));
        let settled = infer(&mut ours, before.as_ref(), after.as_ref(), forms());
        let show = |fact: &Fact| match fact.status {
            Status::InferredBySeries => fact.value.map_or("none".to_owned(), |value| value.to_string()),
            status => status.as_str().to_owned(),
        };
        (settled, ours.facts.iter().map(show).collect::<Vec<_>>().join(" "))
    }

    const CARRIED: &str = "carried_over/natural_person=? carried_over/total=?";

    #[test]
    fn the_neighbours_choose_among_the_readings() {
        let over = || ambiguous(CARRIED, &[&[21, 7], &[2, 17], &[-1, 217]]);
        let forward = || ambiguous("carried_forward/natural_person=? carried_forward/total=?", &[&[1, 11], &[11, 1]]);
        let cases = [
            (over(), Some("carried_forward/natural_person=2"), None, (2, "2 17")),
            (over(), Some("carried_forward/total=217"), None, (2, "blank 217")),
            (forward(), None, Some("carried_over/total=11 carried_over/natural_person=1"), (2, "1 11")),
            // No reading fits, the neighbour is silent, blank or ambiguous itself.
            (over(), Some("carried_forward/total=8"), None, (0, "ambiguous ambiguous")),
            (over(), Some("carried_forward/total="), None, (0, "ambiguous ambiguous")),
            (over(), Some("carried_forward/total=?"), None, (0, "ambiguous ambiguous")),
            (over(), None, Some("carried_over/total=17"), (0, "ambiguous ambiguous")),
            (over(), None, None, (0, "ambiguous ambiguous")),
            // Two neighbours that contradict each other leave nothing.
            (forward(), None, Some("carried_over/total=11 carried_over/natural_person=11"), (0, "ambiguous ambiguous")),
        ];
        for (ours, before, after, (settled, cells)) in cases {
            assert_eq!(inferred(ours, before, after), (settled, cells.to_owned()), "{before:?} {after:?}");
        }
    }

    #[test]
    fn what_is_in_force_follows_from_what_was() {
        let cells = "rules_issued=1 rules_repealed=0 rules_in_force=?";
        let ours = || ambiguous(cells, &[&[12], &[2]]);
        assert_eq!(inferred(ours(), Some("rules_in_force=11"), None), (1, "printed printed 12".to_owned()));
        assert_eq!(inferred(ours(), Some("rules_issued=11"), None), (0, "printed printed ambiguous".to_owned()));
    }

    /// 5225, then 5426: of all the ways to divide both, one of each goes together.
    #[test]
    fn two_ambiguous_years_settle_each_other() {
        let cells = "normdocs_issued=? normdocs_repealed=? normdocs_in_force=?";
        let first = || ambiguous(cells, &[&[5, 2, 25], &[5, 22, 5], &[52, 2, 5]]);
        let second = || ambiguous(cells, &[&[5, 4, 26], &[5, 42, 6], &[54, 2, 6]]);
        let values = |report: &Report| report.facts.iter().map(|fact| fact.value).collect::<Vec<_>>();
        let (mut early, mut late) = (first(), second());
        assert_eq!(infer(&mut early, None, Some(&second()), forms()), 3);
        assert_eq!(infer(&mut late, Some(&first()), None, forms()), 3);
        assert_eq!(values(&early), [5, 2, 25].map(|n| Some(n.into())));
        assert_eq!(values(&late), [5, 4, 26].map(|n| Some(n.into())));
    }

    #[test]
    fn a_row_that_several_readings_fit_stays_ambiguous() {
        let ours = ambiguous(CARRIED, &[&[1, 4], &[2, 4]]);
        assert_eq!(inferred(ours, Some("carried_forward/total=4"), None), (0, "ambiguous ambiguous".to_owned()));
    }
}
