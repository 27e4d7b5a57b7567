//! The walk-through of the README, run as it is written.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::program::{data, path, text};

/// The commands of the walk-through.
fn commands() -> String {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("it is there");
    let begun = readme.split_once("```sh walkthrough\n").expect("the README has it").1;
    begun.split_once("```").expect("it ends").0.to_owned()
}

#[test]
fn a_label_is_broken_seen_and_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, target) in [("data", data()), ("src", root.join("src"))] {
        std::os::unix::fs::symlink(target, folder.path().join(name)).expect("linked");
    }
    let program = assert_cmd::cargo::cargo_bin("gongkai");
    let program = program.parent().expect("a folder");
    let paths = format!("{}:{}", path(program), std::env::var("PATH").expect("set"));
    let run = Command::new("bash")
        .args(["-e", "-u", "-c", &commands()])
        .current_dir(folder.path())
        .env("PATH", paths)
        .output()
        .expect("bash runs");
    let (page, messages) = (text(&run.stdout), text(&run.stderr));
    assert!(run.status.success(), "{page}\n{messages}");
    assert!(
        messages.contains("cells with a number: ") || messages.contains("numbers of an average report: "),
        "{messages}"
    );
    let expected =
        ["exit code 3", "newly_missing", "received_new/total", "exit code 1", "newly read", "no cell changed"];
    let mut rest = page.as_str();
    for word in expected {
        rest = rest.split_once(word).unwrap_or_else(|| panic!("{word} is not next in: {page}")).1;
    }
}
