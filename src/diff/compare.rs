//! The comparison of the cells of one partition: pure.

use std::collections::HashMap;

use crate::diff::cells::{Cells, Row};
use crate::diff::{Change, Error, Kind};

/// Gives `each` the cells of a partition that changed, by report and in the order of the form; cells that are no more
/// come after those that are.
///
/// # Errors
/// What `each` says.
pub fn compare(
    partition: &str,
    old: &Cells,
    new: &Cells,
    each: &mut dyn FnMut(Change) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut ids: Vec<&str> = old.report_ids().chain(new.report_ids()).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let mut before: HashMap<_, Row> = old.rows(id).map(|row| (key(&row), row)).collect();
        let whole = match (before.is_empty(), new.rows(id).next().is_none()) {
            (true, _) => Some(Kind::NewReport),
            (_, true) => Some(Kind::Gone),
            _ => None,
        };
        for row in new.rows(id) {
            let past = before.remove(&key(&row));
            if let Some(kind) = whole.or_else(|| kind(past.as_ref(), Some(&row))) {
                each(change(kind, partition, past, Some(row)))?;
            }
        }
        for row in old.rows(id).filter(|row| before.contains_key(&key(row))) {
            if let Some(kind) = whole.or_else(|| kind(Some(&row), None)) {
                each(change(kind, partition, Some(row), None))?;
            }
        }
    }
    Ok(())
}

fn key<'c>(row: &Row<'c>) -> [Option<&'c str>; 2] {
    ["indicator", "applicant"].map(|column| row.text(column))
}

/// What became of a cell of a report that both snapshots have; `None` if nothing did.
fn kind(old: Option<&Row>, new: Option<&Row>) -> Option<Kind> {
    let [before, after] = [old, new].map(|row| row.and_then(Row::value));
    let [was, is] = [old, new].map(|row| row.and_then(|row| row.text("status")));
    match (before, after) {
        (None, Some(_)) => Some(Kind::NewlyRead),
        (Some(_), None) => Some(Kind::NewlyMissing),
        (Some(before), Some(after)) if before != after => Some(Kind::ChangedValue),
        _ => (was != is).then_some(Kind::ChangedStatus),
    }
}

fn change(kind: Kind, partition: &str, old: Option<Row>, new: Option<Row>) -> Change {
    let text = |column| new.or(old).and_then(|row| row.text(column)).map(str::to_owned);
    Change {
        kind,
        partition: partition.to_owned(),
        report_id: text("report_id").unwrap_or_default(),
        division_name: text("division_name"),
        agency_name: text("agency_name"),
        form: text("form").unwrap_or_default(),
        table: text("table").unwrap_or_default(),
        indicator: text("indicator").unwrap_or_default(),
        applicant: text("applicant"),
        old: old.map(|row| row.reading()),
        new: new.map(|row| row.reading()),
    }
}
