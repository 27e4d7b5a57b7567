//! The command line of gongkai: arguments to one function, its result to an exit code.

mod cli;
mod command;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// Reading a document takes thousands of small pieces of memory, on all threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = cli::Cli::parse();
    command::run(arguments).unwrap_or_else(|error| {
        eprintln!("gongkai: {}", command::one_line(&error));
        ExitCode::from(command::FAILED)
    })
}
