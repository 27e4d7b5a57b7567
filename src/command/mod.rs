//! One function per command, each printing what a person or a log wants to see.

mod build;
mod dictionary;
mod diff;
mod explain;
mod export;
mod inspect;
mod snapshots;
mod summary;

use std::process::ExitCode;

use gongkai::process::Definitions;

use crate::cli::{Cli, Command};

/// Exit code of whatever ends with an error.
pub const FAILED: u8 = 2;

/// Runs the command that was typed, and gives its exit code.
pub fn run(arguments: Cli) -> anyhow::Result<ExitCode> {
    let definitions = || Definitions::load_with(arguments.definitions.as_deref());
    match arguments.command {
        Command::Build(build) => return build::build(build, arguments.definitions.as_deref()),
        Command::Diff(diff) => return diff::diff(&diff),
        Command::Snapshots(data_set) => snapshots::snapshots(&data_set)?,
        Command::Pin(pin) => snapshots::pin(&pin)?,
        Command::Unpin(pin) => snapshots::unpin(&pin)?,
        Command::Prune(prune) => snapshots::prune(&prune)?,
        Command::Inspect { path, why, html } => {
            let view = match (html, why) {
                (true, _) => inspect::View::Page,
                (false, true) => inspect::View::TextAndReadings,
                (false, false) => inspect::View::Text,
            };
            inspect::inspect(&path, view, &definitions()?)?
        }
        Command::Explain { code, lang } => explain::explain(&code, lang.into(), &definitions()?)?,
        Command::Export(arguments) => export::export(arguments)?,
        Command::Dictionary => dictionary::dictionary(&definitions()?)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What happened, where, and what to do, in one line. A cause that the message tells already is not told twice.
pub fn one_line(error: &anyhow::Error) -> String {
    let mut line = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    line.replace('\n', " ")
}
