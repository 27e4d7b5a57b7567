//! The series of each agency: what its reports of neighbouring years say about each other.
//!
//! Each question is put to two or three reports at a time and remembered by them, so that a new report asks only about
//! itself and the years beside it.

use std::collections::HashMap;
use std::io;

use rayon::prelude::*;

use crate::check;
use crate::form::Forms;
use crate::infer::infer;
use crate::report::Status;
use crate::state::{Digest, Memory};
use crate::table::{Entry, KeptReport, Later};
use crate::word::Word;

/// Settles ambiguous rows by the reports of the years before and after, as these were read, and checks again.
///
/// # Errors
/// Those of the store.
pub fn ask_neighbours(entries: &mut [Entry], memory: &Memory, forms: &Forms) -> io::Result<()> {
    let place = by_series(entries);
    let beside = |entry: &Entry, year: i16| place.get(&(entry.series_key()?, year)).map(|at| &entries[*at]);
    let ask = |(at, entry): (usize, &Entry)| {
        let beside = [-1, 1].map(|lag| beside(entry, entry.year + lag));
        match entry.cells.contains_key(&Status::Ambiguous) && beside.iter().any(Option::is_some) {
            true => Ok(asked(entry, beside, memory, forms)?.map(|entry| (at, entry))),
            false => Ok(None),
        }
    };
    let asked: Vec<Option<(usize, Entry)>> = entries.par_iter().enumerate().map(ask).collect::<io::Result<_>>()?;
    drop(place);
    asked.into_iter().flatten().for_each(|(at, entry)| entries[at] = entry);
    Ok(())
}

/// The report with what its neighbours settle; `None` if that is nothing.
fn asked(entry: &Entry, beside: [Option<&Entry>; 2], memory: &Memory, forms: &Forms) -> io::Result<Option<Entry>> {
    let [before, after] = beside.map(|beside| beside.map(Entry::report));
    // A missing neighbour is not the other one.
    let kind = if before.is_some() { "infer" } else { "infer from the year after" };
    let key = Digest::joined(kind, before.into_iter().chain(after).chain(entry.values()));
    memory.recall(key, || {
        let load = |report: Digest| -> io::Result<KeptReport> { memory.store.get(report) };
        let mut kept = load(entry.report())?;
        let [before, after] = [before.map(load).transpose()?, after.map(load).transpose()?];
        let [before, after] = [&before, &after].map(|kept| kept.as_ref().map(|kept| &kept.report));
        if infer(&mut kept.report, before, after, forms) == 0 {
            return Ok(None);
        }
        let findings = check::check(&kept.report, forms);
        let before = std::mem::replace(&mut kept.findings, findings);
        Ok(Some(entry.renewed(&before, &kept, &memory.store)?))
    })
}

/// Adds to each report the findings against the report of the year before.
///
/// # Errors
/// Those of the store.
pub fn compare_years(entries: &mut [Entry], memory: &Memory, forms: &Forms) -> io::Result<()> {
    let place = by_series(entries);
    let before = |entry: &Entry| place.get(&(entry.series_key()?, entry.year - 1)).map(|at| entries[*at].report());
    let compare = |(at, entry): (usize, &Entry)| match before(entry) {
        Some(before) => Ok(Some((at, compared(before, entry.report(), memory, forms)?))),
        None => Ok(None),
    };
    let found: Vec<Option<(usize, Later)>> = entries.par_iter().enumerate().map(compare).collect::<io::Result<_>>()?;
    drop(place);
    found.iter().flatten().for_each(|(at, later)| entries[*at].add(later));
    Ok(())
}

fn compared(before: Digest, report: Digest, memory: &Memory, forms: &Forms) -> io::Result<Later> {
    memory.recall(Digest::joined("compare", [before, report]), || {
        let load = |report: Digest| -> io::Result<KeptReport> { memory.store.get(report) };
        let [before, kept] = [load(before)?, load(report)?];
        let found = check::series::series(&[&before.report, &kept.report], forms);
        let findings: Vec<_> = found.into_iter().map(|(_, finding)| finding).collect();
        Later::store(&findings, &memory.store)
    })
}

/// Where the report of each agency and year is.
fn by_series(entries: &[Entry]) -> HashMap<((Word, &str, Word), i16), usize> {
    let keyed = entries.iter().enumerate();
    keyed.filter_map(|(at, entry)| Some(((entry.series_key()?, entry.year), at))).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::check::sample::{forms, report};
    use crate::document::Document;
    use crate::process::source;
    use crate::register::Registers;
    use crate::report::Agency;
    use crate::state::{Results, Store};
    use crate::table::RegionLevel;

    /// The report of some year of one agency; its ambiguous cells have two readings each.
    fn entry(store: &Store, year: i16, cells: &str) -> Entry {
        let mut report = report("g3_2021", cells);
        let open = report.facts.iter_mut().filter(|fact| fact.status == Status::Ambiguous);
        open.zip([[21, 2], [7, 17]]).for_each(|(fact, two)| fact.readings = two.map(|n| Some(n.into())).into());
        let registers = Registers::load().expect("the registers are consistent");
        report.identity.division = registers.divisions.by_code("640221", Some(year));
        report.identity.agency =
            Some(Agency { name: "平罗县财政局".into(), category: "finance", slug: "finance".into() });
        report.identity.year = Some(year);
        let source = source(&Document::new(year.to_string(), Vec::new()));
        let kept =
            KeptReport::new(report, &source, None, RegionLevel::Province, Vec::new()).expect("the year is known");
        Entry::store(&kept, store).expect("stored")
    }

    #[test]
    fn what_is_remembered_is_asked_again_when_a_neighbour_changes() {
        let store = Arc::new(Store::new(tempfile::tempfile().expect("a temporary file")));
        let ours = "carried_over/natural_person=? carried_over/total=?";
        let (two, other) = ("carried_forward/natural_person=2", "carried_forward/natural_person=21");
        let nights = [
            (Some(two), "2 17"),
            (Some(two), "2 17"),
            (Some(other), "21 7"),
            (None, "- -"),
            (Some("rules_issued=1"), "- -"),
            (Some(two), "2 17"),
        ];
        let mut results = Results::new();
        for (night, (before, expected)) in nights.into_iter().enumerate() {
            let memory = Memory::new(store.clone(), results);
            let mut entries = vec![entry(&store, 2022, ours)];
            entries.extend(before.map(|cells| entry(&store, 2021, cells)));
            ask_neighbours(&mut entries, &memory, forms()).expect("the disk works");
            compare_years(&mut entries, &memory, forms()).expect("the disk works");
            let kept: KeptReport = store.get(entries[0].report()).expect("stored");
            let value = |value: Option<rust_decimal::Decimal>| value.map_or("-".to_owned(), |value| value.to_string());
            let values: Vec<String> = kept.report.facts.iter().map(|fact| value(fact.value)).collect();
            assert_eq!(values.join(" "), expected, "night {night}");
            // Beside the report, the findings against the year before.
            assert_eq!(entries[0].values().count(), 1 + usize::from(before.is_some()), "night {night}");
            results = memory.used();
        }
    }
}
