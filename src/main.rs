//! The command line of gongkai: arguments to one function, its result to an exit code.

mod cli;
mod command;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = cli::Cli::parse();
    match command::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line: what happened, where, and what to do.
            eprintln!("gongkai: {error:#}");
            ExitCode::from(2)
        }
    }
}
