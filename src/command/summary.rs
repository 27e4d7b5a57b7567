//! What a build did, as a person or a log reads it.

use std::path::Path;
use std::time::Duration;

use gongkai::diff;
use gongkai::run::{Files, Summary};
use gongkai::snapshot::Published;

/// The summary as a person reads it.
pub fn text(summary: &Summary, elapsed: Duration) -> String {
    let counts = &summary.counts;
    let documents: usize = counts.documents.values().sum();
    let seconds = elapsed.as_secs_f64();
    let line = |name: &str, total: usize, counts: Vec<(&str, usize)>| {
        let counts: Vec<String> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
        format!("{name:<10} {total:>9}   {}\n", counts.join(", "))
    };
    let mut text = line("documents", documents, counts.documents.iter().map(|(o, n)| (o.as_str(), *n)).collect());
    text += &line("reports", counts.reports, vec![]);
    text += &line(
        "cells",
        counts.cells.values().sum(),
        counts.cells.iter().map(|(status, n)| (status.as_str(), *n)).collect(),
    );
    text += &line(
        "checks",
        counts.checks.values().sum(),
        counts.checks.iter().map(|(verdict, n)| (verdict.as_str(), *n)).collect(),
    );
    text += &line("issues", counts.issues, vec![]);
    let Files { read, unchanged, gone } = summary.files;
    text += &line("files", read + unchanged, vec![("read", read), ("unchanged", unchanged), ("gone", gone)]);
    for notice in &summary.notices {
        text += &format!("notice     {notice}\n");
    }
    for leftover in &summary.leftovers {
        text += &format!("removed    {leftover}, left behind by an earlier run\n");
    }
    text += &format!("time       {seconds:>8.1}s   {:.0} documents a second\n", documents as f64 / seconds.max(0.001));
    text += &published(&summary.published);
    match &summary.pruned {
        Ok(pruned) => pruned.iter().for_each(|id| text += &format!("removed    {id}, no longer to be kept\n")),
        Err(error) => text += &format!("warning    old snapshots were not removed: {error}\n"),
    }
    text
}

fn published(published: &Published) -> String {
    match published {
        Published::New { path, previous, current } => {
            let warning = current.as_ref().err().map_or(String::new(), |error| format!("warning    {error}\n"));
            let changes = previous.as_ref().map_or(String::new(), |previous| changes(previous, path));
            format!("{changes}published  {}\n{warning}", path.display())
        }
        Published::Refused { path, published, .. } => {
            let changes = published.as_ref().map_or(String::new(), |published| changes(published, path));
            format!("{changes}refused    {}\n", path.display())
        }
        Published::NothingNew { path } => format!("nothing new: {} has the same files\n", path.display()),
    }
}

/// What changed since the snapshot that was published before.
fn changes(previous: &Path, path: &Path) -> String {
    match diff::diff(previous, path, &mut |_| Ok(())) {
        Ok(changes) => format!("changes    {}\n", diff::short(&changes)),
        Err(error) => format!("warning    no comparison with the snapshot before: {error}\n"),
    }
}

/// The summary as one log line.
pub fn log(summary: &Summary, elapsed: Duration) {
    let counts = &summary.counts;
    let documents: usize = counts.documents.values().sum();
    for notice in &summary.notices {
        tracing::warn!("{notice}");
    }
    let names =
        |counts: Vec<(&str, usize)>| counts.iter().map(|(n, c)| format!("{n}={c}")).collect::<Vec<_>>().join(" ");
    tracing::info!(
        documents,
        outcomes = names(counts.documents.iter().map(|(o, n)| (o.as_str(), *n)).collect()),
        reports = counts.reports,
        cells = names(counts.cells.iter().map(|(s, n)| (s.as_str(), *n)).collect()),
        checks = names(counts.checks.iter().map(|(v, n)| (v.as_str(), *n)).collect()),
        issues = counts.issues,
        files_read = summary.files.read,
        files_unchanged = summary.files.unchanged,
        files_gone = summary.files.gone,
        seconds = elapsed.as_secs_f64(),
        snapshot = %summary.published.path().display(),
        new = !matches!(summary.published, Published::NothingNew { .. }),
        refused = matches!(summary.published, Published::Refused { .. }),
        "build finished"
    );
}
