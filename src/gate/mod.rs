//! The gate: what a new snapshot must hold to be published without a person looking at it.
//!
//! Expectations come from the configuration and from the snapshot that is published. A snapshot that meets them all is
//! published; another one is kept aside until somebody has looked at it.

mod figures;

pub use figures::{Figures, unaccounted};

use serde::de::{Deserialize, Deserializer, Error};

/// Regions and years that are told one by one at most.
const TOLD: usize = 10;

/// What is expected of a new snapshot. Shares are between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expectations {
    /// Reports, at least.
    pub reports: u64,
    /// Share of the reports of a region and year, and of all reports, that may be missing against the published snapshot.
    #[serde(deserialize_with = "share")]
    pub reports_fall: f64,
    /// So many of them may be missing whatever share they are, unless none is left at all.
    pub reports_missing: u64,
    /// Share of the cells that have a number, at least.
    #[serde(deserialize_with = "share")]
    pub cells_read: f64,
    /// How much that share may be less than in the published snapshot, and by which share the numbers of an average report
    /// may be fewer, unless more reports have no fewer in all.
    #[serde(deserialize_with = "share")]
    pub cells_read_fall: f64,
    /// Share of the exact checks that fail, at most.
    #[serde(deserialize_with = "share")]
    pub checks_failed: f64,
    /// How much that share may be more than in the published snapshot.
    #[serde(deserialize_with = "share")]
    pub checks_failed_rise: f64,
}

impl Default for Expectations {
    fn default() -> Expectations {
        Expectations {
            reports: 0,
            reports_fall: 0.1,
            reports_missing: 5,
            cells_read: 0.0,
            cells_read_fall: 0.02,
            checks_failed: 1.0,
            checks_failed_rise: 0.02,
        }
    }
}

/// A number between 0 and 1.
fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let share = f64::deserialize(deserializer)?;
    match (0.0..=1.0).contains(&share) {
        true => Ok(share),
        false => Err(D::Error::custom(format!("{share} is no share; give a number between 0 and 1"))),
    }
}

/// The expectations that a new snapshot does not meet, each in one line with the name of its setting: none if it may be
/// published. `old` is the published snapshot.
pub fn judge(expectations: &Expectations, old: Option<&Figures>, new: &Figures) -> Vec<String> {
    let mut refusals = absolute(expectations, new);
    if let Some(old) = old {
        refusals.extend(fewer_reports(expectations, old, new));
        refusals.extend(worse_shares(expectations, old, new));
    }
    refusals
}

fn absolute(expectations: &Expectations, new: &Figures) -> Vec<String> {
    let Expectations { reports, cells_read, checks_failed, .. } = *expectations;
    let mut refusals = Vec::new();
    if new.all_reports() < reports {
        refusals.push(format!("reports: {}, at least {reports} are expected (reports)", new.all_reports()));
    }
    if let Some(share) = new.cells_read().filter(|share| *share < cells_read) {
        refusals.push(format!(
            "cells with a number: {}, at least {} (cells_read)",
            percent(share),
            percent(cells_read)
        ));
    }
    if let Some(share) = new.checks_failed().filter(|share| *share > checks_failed) {
        let most = percent(checks_failed);
        refusals.push(format!("exact checks that fail: {}, at most {most} (checks_failed)", percent(share)));
    }
    if let Some(first) = new.unaccounted.first() {
        let n = new.unaccounted.len();
        refusals.push(format!("files of the input that `sources` does not account for: {n}, such as `{first}`"));
    }
    refusals
}

/// Reports that are missing: in all, and by region and year, those that lost the most first.
fn fewer_reports(expectations: &Expectations, old: &Figures, new: &Figures) -> Vec<String> {
    let allowed = |old: u64| expectations.reports_missing.max((old as f64 * expectations.reports_fall) as u64);
    let told = |what: &str, old: u64, new: u64| {
        let allowed = allowed(old);
        format!("reports{what}: {new}, published are {old}, {allowed} may be missing (reports_fall, reports_missing)")
    };
    let (old_all, new_all) = (old.all_reports(), new.all_reports());
    let mut refusals = Vec::new();
    if old_all.saturating_sub(new_all) > allowed(old_all) || (new_all == 0 && old_all > 0) {
        refusals.push(told("", old_all, new_all));
    }
    let pairs = old.reports.iter().map(|(group, old)| (group, *old, new.reports.get(group).copied().unwrap_or(0)));
    let mut fallen: Vec<_> = pairs.filter(|(_, old, new)| old.saturating_sub(*new) > allowed(*old)).collect();
    fallen.sort_by_key(|(_, old, new)| std::cmp::Reverse(old - new));
    let lines = fallen.iter().take(TOLD);
    refusals.extend(lines.map(|((region, year), old, new)| told(&format!(" of {region} in {year}"), *old, *new)));
    if fallen.len() > TOLD {
        refusals.push(format!("reports of {} more regions and years (reports_fall)", fallen.len() - TOLD));
    }
    refusals
}

fn worse_shares(expectations: &Expectations, old: &Figures, new: &Figures) -> Vec<String> {
    let Expectations { cells_read_fall: fall, checks_failed_rise: rise, .. } = *expectations;
    let mut refusals = Vec::new();
    if let (Some(old), Some(new)) = (old.cells_read(), new.cells_read())
        && new < old - fall
    {
        let [new, old, fall] = [new, old, fall].map(percent);
        refusals.push(format!("cells with a number: {new}, published are {old}, {fall} less may be (cells_read_fall)"));
    }
    // More reports than before may have fewer numbers each, as those of another form: together they have no fewer.
    let reports = old.all_reports().min(new.all_reports());
    if let (Some(before), Some(now)) = (old.numbers_a_report(), new.numbers_a_report())
        && now * (new.all_reports() as f64) < before * (reports as f64) * (1.0 - fall)
    {
        let fall = percent(fall);
        refusals.push(format!(
            "numbers of an average report: {now:.1}, published are {before:.1}, {fall} fewer may be (cells_read_fall)"
        ));
    }
    if let (Some(old), Some(new)) = (old.checks_failed(), new.checks_failed())
        && new > old + rise
    {
        let [new, old, rise] = [new, old, rise].map(percent);
        refusals.push(format!(
            "exact checks that fail: {new}, published are {old}, {rise} more may be (checks_failed_rise)"
        ));
    }
    refusals
}

fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reports of CN-64 in 2020 and 2021, cells, numbers, exact checks, those that fail.
    fn figures(reports: [u64; 2], cells: u64, numbers: u64, checks: u64, failed: u64) -> Figures {
        let years = ["2020", "2021"].into_iter().zip(reports).filter(|(_, reports)| *reports > 0);
        let reports = years.map(|(year, n)| (("CN-64".to_owned(), year.to_owned()), n)).collect();
        Figures { reports, cells, numbers, checks, failed, unaccounted: Vec::new() }
    }

    #[test]
    fn each_expectation_refuses_what_does_not_meet_it_and_nothing_else() {
        let old = figures([100, 40], 14_000, 7_000, 1000, 10);
        let usual = Expectations::default();
        let cases = [
            (usual, figures([100, 40], 14_000, 7_000, 1000, 10), vec![]),
            (usual, figures([90, 40], 13_000, 6_500, 1000, 10), vec![]),
            (usual, figures([200, 80], 28_000, 14_000, 2000, 20), vec![]),
            // More reports, with fewer numbers each, and fewer in all.
            (usual, figures([100, 90], 17_000, 8_500, 1000, 10), vec![]),
            (
                usual,
                figures([100, 41], 13_000, 6_500, 1000, 10),
                vec!["numbers of an average report: 46.1, published are 50.0"],
            ),
            (
                usual,
                figures([89, 40], 12_900, 6_450, 1000, 10),
                vec!["reports of CN-64 in 2020: 89, published are 100, 10 may be missing"],
            ),
            (usual, figures([100, 35], 13_500, 6_750, 1000, 10), vec![]),
            (
                usual,
                figures([100, 0], 10_000, 5_000, 1000, 10),
                vec!["reports: 100, published are 140, 14", "reports of CN-64 in 2021: 0, published are 40, 5"],
            ),
            (
                Expectations { reports: 150, ..usual },
                figures([100, 40], 14_000, 7_000, 1000, 10),
                vec!["reports: 140, at least 150 are expected (reports)"],
            ),
            (
                usual,
                figures([100, 40], 14_000, 6_700, 1000, 10),
                vec![
                    "cells with a number: 47.86 %, published are 50.00 %, 2.00 %",
                    "numbers of an average report: 47.9, published are 50.0",
                ],
            ),
            (
                usual,
                figures([100, 40], 13_000, 6_500, 1000, 10),
                vec!["numbers of an average report: 46.4, published are 50.0, 2.00 % fewer"],
            ),
            (
                Expectations { cells_read: 0.6, ..usual },
                figures([100, 40], 14_000, 7_000, 1000, 10),
                vec!["cells with a number: 50.00 %, at least 60.00 %"],
            ),
            (
                usual,
                figures([100, 40], 14_000, 7_000, 1000, 31),
                vec!["exact checks that fail: 3.10 %, published are 1.00 %, 2.00 % more"],
            ),
            (
                Expectations { checks_failed: 0.005, ..usual },
                figures([100, 40], 14_000, 7_000, 1000, 10),
                vec!["exact checks that fail: 1.00 %, at most 0.50 %"],
            ),
            (
                Expectations { reports_missing: 500, ..usual },
                figures([0, 0], 0, 0, 0, 0),
                vec!["reports: 0, published are 140"],
            ),
        ];
        for (expectations, new, expected) in cases {
            let refusals = judge(&expectations, Some(&old), &new);
            assert_eq!(refusals.len(), expected.len(), "{new:?}: {refusals:?}");
            for (refusal, expected) in refusals.iter().zip(expected) {
                assert!(refusal.starts_with(expected), "{refusal}, not {expected}");
            }
        }
    }

    #[test]
    fn the_first_snapshot_meets_what_is_not_asked_of_it() {
        let empty = Figures::default();
        assert!(judge(&Expectations::default(), None, &empty).is_empty());
        let lost = Figures { unaccounted: vec!["archive/a.txt".to_owned()], ..empty };
        assert!(judge(&Expectations::default(), None, &lost)[0].ends_with("1, such as `archive/a.txt`"));
    }

    #[test]
    fn the_list_of_regions_is_bounded() {
        let reports = (0..50).map(|n| ((format!("CN-{n}"), "2020".to_owned()), 10 + n)).collect();
        let old = Figures { reports, ..Figures::default() };
        let refusals = judge(&Expectations::default(), Some(&old), &Figures::default());
        assert_eq!(refusals.len(), 12);
        assert!(refusals[1].starts_with("reports of CN-49 in 2020") && refusals[11].starts_with("reports of 40 more"));
    }
}
