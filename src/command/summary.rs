//! What a build did, as a person or a log reads it.

use std::path::Path;
use std::time::Duration;

use gongkai::diff;
use gongkai::run::Summary;
use gongkai::snapshot::Published;

/// The summary as a person reads it.
pub fn text(summary: &Summary, elapsed: Duration) -> String {
    let documents: usize = summary.documents.values().sum();
    let seconds = elapsed.as_secs_f64();
    let line = |name: &str, total: usize, counts: Vec<(&str, usize)>| {
        let counts: Vec<String> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
        format!("{name:<10} {total:>9}   {}\n", counts.join(", "))
    };
    let mut text = line("documents", documents, summary.documents.iter().map(|(o, n)| (o.as_str(), *n)).collect());
    text += &line("reports", summary.reports, vec![]);
    text += &line(
        "cells",
        summary.cells.values().sum(),
        summary.cells.iter().map(|(status, n)| (status.as_str(), *n)).collect(),
    );
    text += &line(
        "checks",
        summary.checks.values().sum(),
        summary.checks.iter().map(|(verdict, n)| (verdict.as_str(), *n)).collect(),
    );
    text += &line("issues", summary.issues, vec![]);
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
    let documents: usize = summary.documents.values().sum();
    let (path, new, refused) = match &summary.published {
        Published::New { path, .. } => (path, true, false),
        Published::Refused { path, .. } => (path, true, true),
        Published::NothingNew { path } => (path, false, false),
    };
    let names =
        |counts: Vec<(&str, usize)>| counts.iter().map(|(n, c)| format!("{n}={c}")).collect::<Vec<_>>().join(" ");
    tracing::info!(
        documents,
        outcomes = names(summary.documents.iter().map(|(o, n)| (o.as_str(), *n)).collect()),
        reports = summary.reports,
        cells = names(summary.cells.iter().map(|(s, n)| (s.as_str(), *n)).collect()),
        checks = names(summary.checks.iter().map(|(v, n)| (v.as_str(), *n)).collect()),
        issues = summary.issues,
        seconds = elapsed.as_secs_f64(),
        snapshot = %path.display(),
        new,
        refused,
        "build finished"
    );
}
