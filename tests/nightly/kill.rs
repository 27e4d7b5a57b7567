//! Builds that are killed at any moment: what is published is always whole, and either the old or the new.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use gongkai::snapshot::manifest::FileEntry;
use gongkai::snapshot::{Manifest, latest};
use sha2::{Digest, Sha256};

use crate::archive::{Archive, debris, names};
use crate::support::program::{build, path, text};
use crate::support::rng::Rng;

/// A number of the environment, or the usual one.
fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// The files of the published snapshot, each of which holds what its manifest says.
fn whole(output: &Path) -> Option<Vec<FileEntry>> {
    let snapshot = latest(output).expect("LATEST is sound")?;
    let manifest = Manifest::read(&snapshot).expect("a manifest");
    for file in &manifest.content.files {
        let bytes = fs::read(snapshot.join(&file.path)).expect("a file of the manifest");
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, file.sha256, "{}", file.path);
    }
    let current = fs::canonicalize(output.join("current"));
    if let Ok(current) = current {
        Manifest::read(&current).expect("`current` is a whole snapshot too");
    }
    Some(manifest.content.files)
}

/// The file whose staging a build is killed after, and how much time after at most, in parts of that of a whole build: at
/// any time, after the beginning and after the end of staging. What comes after that takes little time and matters most.
const MOMENTS: [(Option<&str>, f64); 3] = [(None, 1.1), (Some(""), 0.3), (Some("SHA256SUMS"), 0.15)];

/// Whether a snapshot is being staged that has this file.
fn stages(output: &Path, file: &str) -> bool {
    let names = fs::read_dir(output).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    names.filter(|path| path.to_string_lossy().contains("/.staging-")).any(|staging| staging.join(file).exists())
}

#[test]
fn what_is_published_survives_a_kill_at_any_moment() {
    let (kills, reports) = (number("GONGKAI_KILLS", 6), number("GONGKAI_KILL_REPORTS", 40));
    let archive = Archive::of(reports);
    let (input, output) = (archive.input(), archive.output());
    // What a build of each of two editions of the archive publishes, and how long it takes.
    let started = Instant::now();
    let editions: Vec<Vec<FileEntry>> = [1, 2]
        .into_iter()
        .map(|edition| {
            archive.write(0, edition);
            let elsewhere = archive.beside(&format!("edition-{edition}"));
            assert!(build(&input, &elsewhere, &[]).status.success());
            whole(&elsewhere).expect("it is published")
        })
        .collect();
    let usual = started.elapsed() / 2;
    assert_ne!(editions[0], editions[1]);

    let mut rng = Rng::new(20_201_231);
    let (mut killed, mut new) = (0, 0);
    for round in 0..kills {
        let edition = round % 2;
        archive.write(0, edition + 1);
        let before = whole(&output);
        let mut run = Command::new(assert_cmd::cargo::cargo_bin("gongkai"))
            .args(["build", path(&input), "--output", path(&output)])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        let (file, time) = MOMENTS[rng.below(MOMENTS.len())];
        while file.is_some_and(|file| !stages(&output, file)) && run.try_wait().expect("it can be asked").is_none() {
            std::thread::yield_now();
        }
        std::thread::sleep(usual.mul_f64(time * rng.below(1000) as f64 / 1000.0));
        run.kill().expect("it can be killed");
        killed += usize::from(!run.wait().expect("it ends").success());
        let after = whole(&output);
        assert!(after == before || after.as_ref() == Some(&editions[edition]), "round {round}");
        new += usize::from(after != before);

        if round % 5 == 4 || round + 1 == kills {
            let run = build(&input, &output, &[]);
            assert!(run.status.success(), "{}", text(&run.stderr));
            assert_eq!(whole(&output).as_ref(), Some(&editions[edition]), "round {round}");
            assert!(debris(&output).is_empty(), "{:?}", names(&output));
            // Every snapshot that is left was published whole.
            for id in names(&output.join("snapshots")) {
                Manifest::read(&output.join("snapshots").join(id)).expect("a whole snapshot");
            }
        }
    }
    println!("{killed} of {kills} builds of {reports} reports were killed, {new} of all had published");
}
