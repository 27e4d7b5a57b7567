//! `gongkai explain`: what an indicator, an issue code or a rule means.

use anyhow::bail;
use gongkai::dictionary::explain as explained;
use gongkai::process::Definitions;

/// Prints the explanation of a code.
pub fn explain(code: &str, definitions: &Definitions) -> anyhow::Result<()> {
    match explained(code, definitions) {
        Some(text) => print!("{text}"),
        None => bail!("nothing is called `{code}`; `gongkai dictionary` lists every indicator, issue and rule"),
    }
    Ok(())
}
