//! Changes as a person reads them in a terminal; how much is drawn is bounded, and what is left out is said.

use comfy_table::Cell;

use crate::diff::{Change, Kind, Reading, Summary};
use crate::show::table;

/// What changed, by form, region and year; at most so many lines of it, those with the most cells first.
pub fn summary(summary: &Summary, most: usize, styled: bool) -> String {
    let mut text = format!("old  {}\nnew  {}\n", summary.snapshots[0], summary.snapshots[1]);
    for (name, [old, new]) in summary.rows.iter().filter(|(_, [old, new])| old != new) {
        text += &format!("{name}: {old} rows -> {new}\n");
    }
    text += &format!("{} files of cells are equal, {} partitions differ\n", summary.files[0], summary.files[1]);
    if summary.is_empty() {
        return text + "no cell changed\n";
    }
    text += &format!("{}\n", reports(summary));
    let mut groups: Vec<_> =
        summary.cells.iter().map(|(group, counts)| (counts.values().sum(), group, counts)).collect();
    groups.sort_by_key(|(total, ..): &(u64, _, _)| std::cmp::Reverse(*total));
    let mut drawn = table(styled);
    drawn.set_header(["form", "region", "year"].into_iter().chain(Kind::ALL.map(Kind::as_str)));
    for (_, (form, region, year), counts) in groups.iter().take(most) {
        let counts = Kind::ALL.map(|kind| counts.get(&kind).map_or(String::new(), u64::to_string));
        drawn.add_row([form, region, year].into_iter().cloned().chain(counts));
    }
    text += &format!("{drawn}\n{}", more(groups.len(), most, "lines"));
    let mut statuses: Vec<_> = summary.statuses.iter().collect();
    statuses.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    let named = |status: &String| if status.is_empty() { "none".to_owned() } else { status.clone() };
    let statuses = statuses.iter().map(|([old, new], n)| format!("{n} {} -> {}", named(old), named(new)));
    text + &format!("status: {}\n", statuses.collect::<Vec<_>>().join(", "))
}

/// What changed, in one line.
pub fn short(summary: &Summary) -> String {
    if summary.is_empty() {
        return "no cell changed".to_owned();
    }
    let cells: Vec<String> =
        summary.totals().iter().map(|(kind, n)| format!("{n} {}", kind.as_str().replace('_', " "))).collect();
    format!("cells: {}; {}", cells.join(", "), reports(summary))
}

fn reports(summary: &Summary) -> String {
    let count = |kind| summary.reports.get(&kind).copied().unwrap_or(0);
    let [changed, new, gone] = [Kind::ChangedValue, Kind::NewReport, Kind::Gone].map(count);
    format!("reports: {changed} changed, {new} new, {gone} gone")
}

/// The cells that changed, of `all` of them.
pub fn cells(changes: &[Change], all: u64, styled: bool) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let mut drawn = table(styled);
    drawn.set_header(["change", "report", "cell", "old", "new", "place"]);
    for change in changes {
        let applicant = change.applicant.as_ref().map_or(String::new(), |applicant| format!("/{applicant}"));
        let name = change.agency_name.as_ref().map_or(String::new(), |name| format!("\n{name}"));
        let place = change.new.as_ref().or(change.old.as_ref()).map_or(String::new(), |r| r.place.to_string());
        drawn.add_row([
            Cell::new(change.kind.as_str()),
            Cell::new(format!("{}{name}", change.report_id)),
            Cell::new(format!("{}{applicant}", change.indicator)),
            Cell::new(reading(change.old.as_ref())),
            Cell::new(reading(change.new.as_ref())),
            Cell::new(place),
        ]);
    }
    let shown = changes.len();
    format!("{drawn}\n{}", more(usize::try_from(all).unwrap_or(usize::MAX), shown, "cells"))
}

fn reading(reading: Option<&Reading>) -> String {
    match reading {
        None => "-".to_owned(),
        Some(Reading { value: Some(value), status, .. }) => format!("{value}\n{status}"),
        Some(Reading { printed, status, .. }) => format!("{status}\n{}", printed.chars().take(24).collect::<String>()),
    }
}

fn more(all: usize, shown: usize, what: &str) -> String {
    match all.saturating_sub(shown) {
        0 => String::new(),
        left => format!("... and {left} more {what}; --most shows more, --format csv all\n"),
    }
}
