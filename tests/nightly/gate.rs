//! What is refused, what is told of it, and how it is let pass.

use std::fs;

use crate::archive::{Archive, names};
use crate::support::program::{build, gongkai, path, published, text};

#[test]
fn a_snapshot_that_lost_reports_is_kept_aside_until_it_is_accepted() {
    let archive = Archive::of(14);
    let (input, output) = (archive.input(), archive.output());
    assert!(build(&input, &output, &[]).status.success());
    let first = published(&output);
    (0..8).for_each(|report| archive.remove(report));

    let run = build(&input, &output, &[]);
    assert_eq!(run.status.code(), Some(3), "{}", text(&run.stderr));
    let message = text(&run.stderr);
    for expected in [
        "gongkai: reports: 6, published are 14, 5 may be missing (reports_fall, reports_missing)",
        "gongkai: reports of CN-64 in 2020: 6, published are 14, 5 may be missing",
        "let it pass with `gongkai build --accept`",
    ] {
        assert!(message.contains(expected), "{expected}: {message}");
    }
    assert!(text(&run.stdout).contains("reports: 0 changed, 0 new, 8 gone"), "{}", text(&run.stdout));
    assert_eq!(published(&output), first);
    assert_eq!(fs::canonicalize(output.join("current")).ok(), fs::canonicalize(&first).ok());

    let refused = output.join(".refused");
    let diff = gongkai(&["diff", "latest", path(&refused), "--output", path(&output)]);
    assert_eq!(diff.status.code(), Some(1), "{}", text(&diff.stderr));
    assert!(text(&diff.stdout).contains("reports: 0 changed, 0 new, 8 gone"), "{}", text(&diff.stdout));

    // The next run keeps it until it has come to its own end.
    assert_eq!(build(&input, &output, &[]).status.code(), Some(3));
    assert!(refused.join("manifest.json").is_file());
    assert_eq!(build(&archive.beside("missing"), &output, &[]).status.code(), Some(2));
    assert!(refused.join("manifest.json").is_file());
    let run = build(&input, &output, &["--accept"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    assert_ne!(published(&output), first);
    assert!(!names(&output).contains(&".refused".to_owned()));
    // What was accepted is what the next night is compared with.
    assert!(text(&build(&input, &output, &[]).stdout).contains("nothing new"));
}

#[test]
fn what_was_refused_is_judged_again_and_goes_once_the_input_is_as_published() {
    let archive = Archive::of(14);
    let (input, output) = (archive.input(), archive.output());
    assert!(build(&input, &output, &[]).status.success());
    let first = published(&output);
    (0..8).for_each(|report| archive.remove(report));
    for read in ["6 unchanged, 8 gone", "6 unchanged, 0 gone"] {
        let run = build(&input, &output, &[]);
        assert_eq!(run.status.code(), Some(3), "{}", text(&run.stdout));
        assert!(text(&run.stdout).contains(&format!("0 read, {read}")), "{}", text(&run.stdout));
    }
    (0..8).for_each(|report| archive.write(report, 0));
    let run = build(&input, &output, &[]);
    assert!(text(&run.stdout).contains("nothing new"), "{}", text(&run.stdout));
    assert_eq!(published(&output), first);
    assert!(!names(&output).contains(&".refused".to_owned()));

    // A build that was killed before it could remember that it refused: the next one finds nothing changed at all.
    fs::create_dir(output.join(".refused")).expect("made");
    let run = build(&input, &output, &[]);
    assert!(text(&run.stdout).contains("0 read, 14 unchanged, 0 gone"), "{}", text(&run.stdout));
    assert!(text(&run.stdout).contains("nothing new") && !output.join(".refused").exists());
}

#[test]
fn expectations_of_the_configuration_hold_for_the_first_snapshot_too() {
    let archive = Archive::of(3);
    let file = archive.beside("gongkai.toml");
    let configured = |expect: &str| {
        fs::write(&file, format!("inputs = [\"archive\"]\noutput = \"output\"\n[expect]\n{expect}\n"))
            .expect("written");
        gongkai(&["build", "--config", path(&file), "--log", "json"])
    };
    let run = configured("reports = 4");
    assert_eq!(run.status.code(), Some(3));
    let log = text(&run.stderr);
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let errors: Vec<&str> =
        lines.iter().filter(|line| line["level"] == "ERROR").filter_map(|line| line["message"].as_str()).collect();
    assert_eq!(errors[0], "reports: 3, at least 4 are expected (reports)");
    assert!(!archive.output().join("LATEST").exists());
    assert_eq!(configured("reports = 3").status.code(), Some(0));
}
