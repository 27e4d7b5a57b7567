//! `gongkai inspect`: what is read from one document, and why.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::Context;
use gongkai::check::check;
use gongkai::document::Document;
use gongkai::process::{Definitions, explain, process};
use gongkai::show::{show, why};

/// Reads a document and draws everything that is known about it; `with_readings` adds what was considered for each row.
pub fn inspect(file: &Path, with_readings: bool, definitions: &Definitions) -> anyhow::Result<()> {
    let bytes = std::fs::read(file)
        .with_context(|| format!("cannot read the document `{}`; give a file that exists", file.display()))?;
    let document = Document::new(file.to_string_lossy(), bytes);
    let styled = std::io::stdout().is_terminal();
    let outcome = process(&document, definitions);
    let findings = outcome.report.as_ref().map_or_else(Vec::new, |report| check(report, definitions.forms));
    print!("{}", show(&outcome, &findings, definitions.forms, styled));
    if with_readings {
        print!("\n{}", why(&explain(&document, definitions), styled));
    }
    Ok(())
}
