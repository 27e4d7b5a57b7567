//! One function per command, each printing what a person or a log wants to see, and giving the exit code.

mod build;
mod dictionary;
mod diff;
mod explain;
mod inspect;

use std::process::ExitCode;

use gongkai::process::Definitions;

use crate::cli::{Cli, Command};

/// Runs the command that was typed.
pub fn run(arguments: Cli) -> anyhow::Result<ExitCode> {
    let definitions = Definitions::load()?;
    match arguments.command {
        Command::Build(build) => return build::build(build, &definitions),
        Command::Diff(diff) => return diff::diff(&diff),
        Command::Inspect { path, why } => inspect::inspect(&path, why, &definitions)?,
        Command::Explain { code } => explain::explain(&code, &definitions)?,
        Command::Dictionary => dictionary::dictionary(&definitions)?,
    }
    Ok(ExitCode::SUCCESS)
}
