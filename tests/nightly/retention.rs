//! Which snapshots stay.

use std::fs::{self, File};
use std::io::Read;

use gongkai::snapshot::Manifest;

use crate::archive::{Archive, debris, names};
use crate::support::program::{build, gongkai, path, published, text};

#[test]
fn old_snapshots_go_and_readers_keep_what_they_have_open() {
    let archive = Archive::of(2);
    let (input, output) = (archive.input(), archive.output());
    for edition in 0..4 {
        archive.write(0, edition);
        assert!(build(&input, &output, &[]).status.success());
    }
    let command = |arguments: &[&str]| gongkai(&[arguments, &["--output", path(&output)]].concat());
    let ids = || names(&output.join("snapshots"));
    let by_age = |listed: &str| -> Vec<String> {
        let rows = listed.lines().filter(|line| line.starts_with('│'));
        rows.map(|row| row.trim_matches('│').split('┆').next().unwrap_or_default().trim().to_owned()).collect()
    };
    let listed = text(&command(&["snapshots"]).stdout);
    let made = by_age(&listed)[1..].to_vec();
    assert_eq!(made.len(), 4, "{listed}");
    assert_eq!(listed.matches("current").count(), 1);

    assert!(command(&["pin", &made[0], "--reason", "cited in a paper"]).status.success());
    assert!(text(&command(&["snapshots"]).stdout).contains("pinned cited in a paper"));
    let mut open = File::open(output.join("snapshots").join(&made[1]).join("manifest.json")).expect("there");

    let dry = text(&command(&["prune", "--keep", "1", "--dry-run"]).stdout);
    assert_eq!(dry, format!("would remove {}\nwould remove {}\n2 would remove\n", made[1], made[2]));
    assert_eq!(ids().len(), 4);
    assert!(text(&command(&["prune", "--keep", "1", "--older-than", "1d"]).stdout).contains("0 removed"));
    assert_eq!(command(&["prune"]).status.code(), Some(2));
    let pruned = command(&["prune", "--keep", "0"]);
    assert!(text(&pruned.stdout).ends_with("2 removed\n"), "{}", text(&pruned.stderr));
    let mut left = vec![made[0].clone(), made[3].clone()];
    left.sort();
    assert_eq!(ids(), left);
    assert!(published(&output).ends_with(&made[3]));
    assert!(debris(&output).is_empty());
    let mut text_of_the_past = String::new();
    open.read_to_string(&mut text_of_the_past).expect("it is still there for whoever has it open");
    assert!(text_of_the_past.contains(&made[1]));

    assert!(command(&["unpin", &made[0]]).status.success());
    assert!(text(&command(&["prune", "--keep", "0"]).stdout).contains("1 removed"));
    assert_eq!(command(&["pin", "20000101T000000Z-00000000"]).status.code(), Some(2));
}

#[test]
fn a_build_prunes_after_it_has_published() {
    let archive = Archive::of(2);
    let file = archive.beside("gongkai.toml");
    fs::write(&file, "inputs = [\"archive\"]\noutput = \"output\"\n[retention]\nkeep = 2\n").expect("written");
    for edition in 0..4 {
        archive.write(0, edition);
        let run = gongkai(&["build", "--config", path(&file)]);
        let removed = text(&run.stdout).contains("no longer to be kept");
        assert_eq!((run.status.success(), removed), (true, edition >= 2), "{}", text(&run.stdout));
    }
    assert_eq!(names(&archive.output().join("snapshots")).len(), 2);
}

#[test]
fn what_is_linked_and_remembered_outlives_the_snapshots_that_are_removed() {
    let archive = Archive::of(24);
    let (input, output) = (archive.input(), archive.output());
    for edition in 0..3 {
        archive.write(0, edition);
        assert!(build(&input, &output, &[]).status.success());
        let pruned = gongkai(&["prune", "--keep", "0", "--output", path(&output)]);
        assert!(text(&pruned.stdout).ends_with(&format!("{} removed\n", edition.min(1))), "{}", text(&pruned.stdout));
    }
    let manifest = |output| Manifest::read(&published(output)).expect("a manifest").content;
    let full = archive.beside("full");
    assert!(build(&input, &full, &[]).status.success());
    assert_eq!(manifest(&output), manifest(&full));
    for file in &manifest(&output).files {
        let [left, right] = [&output, &full].map(|output| fs::read(published(output).join(&file.path)));
        assert!(left.expect("linked, so it stays") == right.expect("there"), "{}", file.path);
    }
    let again = build(&input, &output, &["--verify"]);
    let page = text(&again.stdout);
    assert!(page.contains("0 read, 24 unchanged, 0 gone") && page.contains("nothing new"), "{page}");
}
