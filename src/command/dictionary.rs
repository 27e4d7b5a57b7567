//! `gongkai dictionary`: the data dictionary as Markdown.

use gongkai::dictionary::markdown;
use gongkai::process::Definitions;

/// Prints the dictionary.
pub fn dictionary(definitions: &Definitions) -> anyhow::Result<()> {
    print!("{}", markdown(definitions.forms));
    Ok(())
}
