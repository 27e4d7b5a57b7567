//! `gongkai inspect`: what is read from one document, and why.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::Context;
use gongkai::check::check;
use gongkai::document::Document;
use gongkai::process::{Definitions, process};
use gongkai::show::show;

/// Reads a document and draws everything that is known about it.
pub fn inspect(file: &Path, definitions: &Definitions) -> anyhow::Result<()> {
    let bytes = std::fs::read(file)
        .with_context(|| format!("cannot read the document `{}`; give a file that exists", file.display()))?;
    let outcome = process(&Document::new(file.to_string_lossy(), bytes), definitions);
    let findings = outcome.report.as_ref().map_or_else(Vec::new, |report| check(report, definitions.forms));
    print!("{}", show(&outcome, &findings, definitions.forms, std::io::stdout().is_terminal()));
    Ok(())
}
