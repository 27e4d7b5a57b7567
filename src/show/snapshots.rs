//! The snapshots of a data set, one a line.

use crate::show::table;
use crate::snapshot::Listed;

/// Draws them in the order given.
pub fn snapshots(listed: &[Listed], styled: bool) -> String {
    let mut drawn = table(styled);
    drawn.set_header(["snapshot", "made", "reports", "cells", "documents", "MB", "program", "definitions", ""]);
    for snapshot in listed {
        let content = &snapshot.manifest.content;
        let rows =
            |name| content.tables.iter().find(|table| table.name == name).map_or(0, |table| table.rows).to_string();
        let bytes: u64 = content.tables.iter().map(|table| table.bytes).sum();
        let pinned = snapshot.pinned.as_ref().map(|reason| format!("pinned {reason}").trim_end().to_owned());
        let notes: Vec<String> = snapshot.current.then(|| "current".to_owned()).into_iter().chain(pinned).collect();
        drawn.add_row([
            snapshot.manifest.snapshot.clone(),
            snapshot.created.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
            rows("reports"),
            rows("statistics"),
            content.documents.to_string(),
            format!("{:.1}", bytes as f64 / 1e6),
            content.software_version.clone(),
            content.definitions.chars().take(12).collect(),
            notes.join(", "),
        ]);
    }
    format!("{drawn}\n")
}
