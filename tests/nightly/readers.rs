//! Readers that read on while builds publish.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::archive::Archive;
use crate::support::program::{build, path, text};

/// Without Python the script says so and there is nothing to run.
#[test]
fn readers_see_one_whole_snapshot_while_builds_publish() {
    let archive = Archive::of(20);
    let (input, output, stop) = (archive.input(), archive.output(), archive.beside("stop"));
    assert!(build(&input, &output, &[]).status.success());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/run.sh");
    let mut reader = Command::new("sh")
        .args([path(&script), path(&output), "watch.py", path(&stop)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("sh runs");
    let mut said = String::new();
    BufReader::new(reader.stdout.as_mut().expect("piped")).read_line(&mut said).expect("text");
    for edition in 2..8 {
        archive.write(edition, edition);
        let run = build(&input, &output, &[]);
        assert!(run.status.success(), "{}", text(&run.stderr));
    }
    fs::write(&stop, "").expect("written");
    let reader = reader.wait_with_output().expect("it ends");
    assert!(reader.status.success(), "{}\n{}", text(&reader.stdout), text(&reader.stderr));
}
