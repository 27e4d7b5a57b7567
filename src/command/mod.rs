//! One function per command, each printing what a person or a log wants to see.

mod build;
mod dictionary;
mod explain;
mod inspect;

use gongkai::process::Definitions;

use crate::cli::{Cli, Command};

/// Runs the command that was typed.
pub fn run(arguments: Cli) -> anyhow::Result<()> {
    let definitions = Definitions::load()?;
    match arguments.command {
        Command::Build(build) => build::build(build, &definitions),
        Command::Inspect { path, why } => inspect::inspect(&path, why, &definitions),
        Command::Explain { code, lang } => explain::explain(&code, lang.into(), &definitions),
        Command::Dictionary => dictionary::dictionary(&definitions),
    }
}
