//! `gongkai explain`: what an indicator, an issue code or a rule means.

use anyhow::bail;
use gongkai::dictionary::{Language, explain as explained};
use gongkai::process::Definitions;

/// Prints the explanation of a code.
pub fn explain(code: &str, language: Language, definitions: &Definitions) -> anyhow::Result<()> {
    match explained(code, definitions.forms, language) {
        Some(text) => print!("{text}"),
        None => bail!("nothing is called `{code}`; `gongkai dictionary` lists every indicator, issue and rule"),
    }
    Ok(())
}
