//! The command line of gongkai: arguments to one function, its result to an exit code.

mod cli;
mod command;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = cli::Cli::parse();
    match command::run(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("gongkai: {}", one_line(&error));
            ExitCode::from(2)
        }
    }
}

/// What happened, where, and what to do, in one line. A cause that the message tells already is not told twice.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    line.replace('\n', " ")
}
