//! Metrics, signals, the clock, and two runs at once.

use std::fs;
use std::process::{Command, Stdio};

use gongkai::snapshot::lock::Lock;
use jiff::Timestamp;

use crate::archive::{Archive, debris};
use crate::support::program::{build, path, published, text};

/// The line of a metric.
fn metric(archive: &Archive, name: &str) -> Option<f64> {
    let metrics = fs::read_to_string(archive.beside("gongkai.prom")).expect("metrics are written");
    let line = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map(|value| value.parse().expect("a number"))
}

#[test]
fn every_run_leaves_metrics() {
    let archive = Archive::of(14);
    let (input, output, file) = (archive.input(), archive.output(), archive.beside("gongkai.prom"));
    let run = |more: &[&str]| build(&input, &output, &[more, &["--metrics", path(&file)]].concat());
    let outcome = |word: &str| metric(&archive, &format!("gongkai_build_outcome{{outcome=\"{word}\"}}"));
    assert!(run(&[]).status.success());
    assert_eq!(outcome("published"), Some(1.0));
    assert_eq!(metric(&archive, "gongkai_build_documents{outcome=\"report\"}"), Some(14.0));
    assert!(metric(&archive, "gongkai_build_cells{status=\"printed\"}") > Some(100.0));
    assert!(metric(&archive, "gongkai_build_stage_duration_seconds{stage=\"read\"}") > Some(0.0));
    let made = metric(&archive, "gongkai_snapshot_timestamp_seconds");
    let files = |change: &str| metric(&archive, &format!("gongkai_build_files{{change=\"{change}\"}}"));
    assert_eq!(["read", "unchanged", "gone"].map(files), [14.0, 0.0, 0.0].map(Some));
    assert!(run(&[]).status.success());
    assert_eq!(["read", "unchanged", "gone"].map(files), [0.0, 14.0, 0.0].map(Some));
    assert_eq!((outcome("nothing_new"), outcome("published")), (Some(1.0), Some(0.0)));

    (0..13).for_each(|report| archive.remove(report));
    assert_eq!(run(&[]).status.code(), Some(3));
    assert_eq!((outcome("refused"), metric(&archive, "gongkai_build_expectations_missed")), (Some(1.0), Some(2.0)));
    fs::remove_dir_all(&input).expect("an archive of this test");
    assert_eq!(run(&[]).status.code(), Some(2));
    assert_eq!(outcome("failed"), Some(1.0));
    assert_eq!(metric(&archive, "gongkai_snapshot_timestamp_seconds"), made);
    assert_eq!(metric(&archive, "gongkai_build_reports"), None);
}

#[test]
fn a_signal_stops_a_build_and_leaves_nothing() {
    let archive = Archive::of(240);
    let (input, output) = (archive.input(), archive.output());
    for (signal, code) in [("TERM", 143), ("INT", 130)] {
        let _ = fs::remove_dir_all(&output);
        let program = assert_cmd::cargo::cargo_bin("gongkai");
        let mut build = Command::new(program)
            .args(["build", path(&input), "--output", path(&output)])
            .args(["--threads", "1", "--metrics", path(&archive.beside("gongkai.prom"))])
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        // It listens to signals before it locks its output; then there are many reports to read.
        while !output.join(".lock").exists() {
            std::thread::yield_now();
        }
        let kill = Command::new("kill").args([&format!("-{signal}"), &build.id().to_string()]).status();
        assert!(kill.expect("it runs").success());
        let mut message = String::new();
        let stderr = build.stderr.as_mut().expect("piped");
        std::io::Read::read_to_string(stderr, &mut message).expect("text");
        assert_eq!(build.wait().expect("it ends").code(), Some(code), "{message}");
        assert!(message.ends_with("gongkai: stopped by a signal; nothing was published\n"), "{message}");
        assert!(!output.join("LATEST").exists() && debris(&output).is_empty());
        assert_eq!(metric(&archive, "gongkai_build_outcome{outcome=\"stopped\"}"), Some(1.0));
    }
}

#[test]
fn two_runs_at_once_do_not_meet() {
    let archive = Archive::of(2);
    let (input, output) = (archive.input(), archive.output());
    assert!(build(&input, &output, &[]).status.success());
    let before = published(&output);
    archive.write(0, 7);
    let lock = Lock::take(&output).expect("nobody has it");
    let metrics = archive.beside("gongkai.prom");
    fs::write(&metrics, "those of the other run").expect("written");
    let run = build(&input, &output, &["--metrics", path(&metrics)]);
    assert_eq!(fs::read_to_string(&metrics).expect("there"), "those of the other run");
    let message = text(&run.stderr);
    assert_eq!((run.status.code(), published(&output)), (Some(2), before));
    assert!(message.contains("in use by another run") && message.lines().count() == 1, "{message}");
    drop(lock);
    assert!(build(&input, &output, &[]).status.success());
}

#[test]
fn a_clock_that_was_set_back_publishes_nothing() {
    let archive = Archive::of(2);
    let (input, output) = (archive.input(), archive.output());
    assert!(build(&input, &output, &[]).status.success());
    let manifest = published(&output).join("manifest.json");
    let made = fs::read_to_string(&manifest).expect("there");
    let created = made.lines().find(|line| line.contains("\"created\"")).expect("a line of it");
    let later = Timestamp::now() + jiff::SignedDuration::from_hours(48);
    fs::write(&manifest, made.replace(created, &format!("  \"created\": \"{later}\","))).expect("written");
    archive.write(0, 7);
    let before = published(&output);
    let run = build(&input, &output, &[]);
    let message = text(&run.stderr);
    assert_eq!((run.status.code(), published(&output)), (Some(2), before));
    assert!(message.contains("set the clock of this machine") && message.lines().count() == 1, "{message}");
}
