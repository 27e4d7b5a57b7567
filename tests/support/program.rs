//! The program itself, run as a person or a timer runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

/// Runs the program.
pub fn gongkai(arguments: &[&str]) -> Output {
    Command::cargo_bin("gongkai").expect("the program is built").args(arguments).output().expect("it runs")
}

/// Runs a build with more arguments.
pub fn build(input: &Path, output: &Path, more: &[&str]) -> Output {
    gongkai(&[&["build", path(input), "--output", path(output)], more].concat())
}

/// A path as it is typed.
pub fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// What was printed.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The sample archive.
pub fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The directory of the published snapshot.
pub fn published(output: &Path) -> PathBuf {
    let id = fs::read_to_string(output.join("LATEST")).expect("a snapshot is published");
    output.join("snapshots").join(id.trim())
}
