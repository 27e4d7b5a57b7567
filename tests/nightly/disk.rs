//! Disks that are full, read-only, or end inside the output.

use std::path::Path;
use std::process::Command;

use crate::archive::Archive;
use crate::support::program::{data, text};

/// Where a file system of its own cannot be made, the script says so and there is nothing to run.
#[test]
fn a_disk_that_refuses_leaves_the_published_snapshot() {
    let archive = Archive::of(60);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/nightly/disk.sh");
    let program = assert_cmd::cargo::cargo_bin("gongkai");
    let arguments = [script, program, data(), archive.input(), archive.beside("disk")];
    let run = Command::new("sh").args(arguments).output().expect("sh runs");
    assert!(run.status.success(), "{}\n{}", text(&run.stdout), text(&run.stderr));
}
