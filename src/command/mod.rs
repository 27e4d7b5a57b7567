//! One function per command, each printing what a person or a log wants to see.

mod build;
mod dictionary;
mod explain;
mod export;
mod inspect;

use gongkai::process::Definitions;

use crate::cli::{Cli, Command};

/// Runs the command that was typed.
pub fn run(arguments: Cli) -> anyhow::Result<()> {
    let definitions = Definitions::load()?;
    match arguments.command {
        Command::Build(build) => build::build(build, &definitions),
        Command::Inspect { path, why, html } => {
            let view = match (html, why) {
                (true, _) => inspect::View::Page,
                (false, true) => inspect::View::TextAndReadings,
                (false, false) => inspect::View::Text,
            };
            inspect::inspect(&path, view, &definitions)
        }
        Command::Explain { code, lang } => explain::explain(&code, lang.into(), &definitions),
        Command::Export(arguments) => export::export(arguments),
        Command::Dictionary => dictionary::dictionary(&definitions),
    }
}
