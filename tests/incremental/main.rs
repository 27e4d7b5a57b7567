//! Builds that remember against builds that do not: the same bytes, and only what has changed is read.

mod archive;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use archive::Archive;
use gongkai::run::{Build, Files};
use gongkai::snapshot::{Manifest, Published, latest};
use gongkai::table::RegionLevel;
use support::build::{built, job};
use tempfile::TempDir;
use walkdir::WalkDir;

/// A folder with an archive after its first night, and where its output is to be.
fn first_night(seed: u64, changes: usize) -> (TempDir, Archive, [PathBuf; 2]) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = ["archive", "output"].map(|name| folder.path().join(name));
    let mut archive = Archive::new(&paths[0], seed);
    archive.night(changes);
    (folder, archive, paths)
}

fn published(output: &Path) -> PathBuf {
    latest(output).expect("LATEST is sound").expect("a snapshot is published")
}

/// Documents that tell the time of their making, or the hashes of those that do.
const DATED: [&str; 4] = ["manifest.json", "SHA256SUMS", "datapackage.json", "CITATION.cff"];

/// The files of the published snapshot, without what depends on the time of its making or on the snapshot before.
fn files(output: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let root = published(output);
    let files = WalkDir::new(&root).into_iter().map(|entry| entry.expect("readable").into_path());
    let files = files.filter(|path| path.is_file());
    let relative = |path: &Path| path.strip_prefix(&root).expect("below").to_owned();
    let mut files: BTreeMap<_, _> = files.map(|path| (relative(&path), fs::read(&path).expect("readable"))).collect();
    files.retain(|path, _| !DATED.map(Path::new).contains(&path.as_path()));
    let page = files.get_mut(Path::new("quality.html")).expect("every snapshot has it");
    let text = String::from_utf8(std::mem::take(page)).expect("text");
    let (same, _) = text.rsplit_once("Since the snapshot before").expect("the last part of the page");
    *page = same.as_bytes().to_owned();
    files
}

/// Whether two outputs publish the same.
fn assert_same(one: &Path, other: &Path, case: &str) {
    let [left, right] = [one, other].map(files);
    assert!(left.keys().eq(right.keys()), "{case}: {:?}", left.keys().filter(|path| !right.contains_key(*path)));
    for (path, bytes) in left {
        assert!(right[&path] == bytes, "{case}: {}", path.display());
    }
    let [left, right] = [one, other].map(|output| Manifest::read(&published(output)).expect("a manifest").content);
    assert_eq!(left, right, "{case}");
}

/// What can happen to the state between two nights.
const DAMAGE: [fn(&Path); 5] = [
    |state| fs::remove_dir_all(state).expect("removed"),
    |state| change(&state.join("index"), |bytes| bytes[20] ^= 1),
    |state| change(&state.join("index"), Vec::clear),
    |state| each_store(state, |bytes| bytes.truncate(bytes.len() / 2)),
    |state| each_store(state, |bytes| bytes.iter_mut().step_by(100).for_each(|byte| *byte ^= 0x55)),
];

fn change(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).expect("readable");
    change(&mut bytes);
    fs::write(path, bytes).expect("written");
}

fn each_store(state: &Path, damage: fn(&mut Vec<u8>)) {
    let paths = fs::read_dir(state).expect("a folder").map(|entry| entry.expect("readable").path());
    paths.filter(|path| path.to_string_lossy().contains("store-")).for_each(|path| change(&path, damage));
}

#[test]
fn random_nights_end_with_the_bytes_of_a_full_build() {
    for seed in 1..3 {
        let folder = tempfile::tempdir().expect("a folder");
        let [input, output] = ["archive", "output"].map(|name| folder.path().join(name));
        let mut archive = Archive::new(&input, seed);
        let mut damages = DAMAGE.iter().skip(seed as usize % 2).step_by(2);
        for night in 0..8 {
            let case = format!("seed {seed}, night {night}");
            let expected = archive.night(if night == 0 { 12 } else { 3 });
            let damage = damages.next().filter(|_| night > 0 && night % 2 == 0);
            damage.inspect(|damage| damage(&output.join(".state")));
            let summary = built(&job(&input, &output));
            let gone = if damage.is_some() { 0 } else { expected.gone.len() };
            // The link was never read, but it was listed.
            let first = night == 0 || damage.is_some();
            let read = if first { archive.len() } else { expected.changed.len() };
            let unchanged = archive.len() - read;
            assert_eq!(summary.files, Files { read, unchanged, gone }, "{case}: {expected:?}");
            assert_eq!(summary.notices.len(), usize::from(damage.is_some()), "{case}: {:?}", summary.notices);

            let full = folder.path().join(format!("full-{night}"));
            assert_eq!(built(&job(&input, &full)).counts, summary.counts, "{case}");
            assert_same(&output, &full, &case);
        }
    }
}

#[test]
fn a_changed_report_is_all_that_is_read_and_written() {
    let (_folder, mut archive, [input, output]) = first_night(7, 10);
    built(&job(&input, &output));
    let old = published(&output);

    // Nothing has changed: nothing is read or written.
    let again = built(&job(&input, &output));
    assert!(matches!(&again.published, Published::NothingNew { path } if *path == old));
    assert_eq!(again.files, Files { read: 0, unchanged: archive.len(), gone: 0 });
    assert_eq!(again.notices, Vec::<String>::new());

    // Only the note has changed, which is no report: all tables of reports are linked.
    archive.night(0);
    let third = built(&job(&input, &output));
    assert_eq!(third.files, Files { read: 1, unchanged: archive.len() - 1, gone: 0 });
    let new = published(&output);
    assert_ne!(old, new);
    let inode = |path: PathBuf| fs::metadata(path).map(|file| file.ino()).ok();
    for path in files(&output).keys().filter(|path| path.extension().is_some_and(|end| end == "parquet")) {
        let linked = inode(old.join(path)) == inode(new.join(path));
        assert_eq!(linked, !path.starts_with("sources"), "{}", path.display());
    }
}

#[test]
fn other_settings_and_doubts_read_everything_again() {
    let (folder, archive, [input, output]) = first_night(9, 6);
    let usual = || job(&input, &output);
    let all = archive.len();
    let county = || Build { region_level: RegionLevel::County, ..usual() };
    let cases = [
        ("first", usual(), all, 0),
        ("verify", Build { verify: true, ..usual() }, 0, 0),
        ("reparse", Build { reparse: true, ..usual() }, all, 0),
        ("after reparse", usual(), 0, 0),
        ("no series", Build { series: false, ..usual() }, all, 1),
        ("counties", county(), all, 1),
        ("counties again", county(), 0, 0),
    ];
    for (case, job, read, notices) in cases {
        let summary = built(&job);
        assert_eq!((summary.files.read, summary.notices.len()), (read, notices), "{case}: {:?}", summary.notices);
    }
    let full = folder.path().join("full");
    built(&Build { output: full.clone(), ..county() });
    assert_same(&output, &full, "counties");
}

#[test]
fn what_a_killed_run_left_in_the_state_is_removed_and_told() {
    let (_folder, _, [input, output]) = first_night(4, 2);
    built(&job(&input, &output));
    let state = output.join(".state");
    for name in ["store-7", "index.tmp"] {
        fs::write(state.join(name), "left").expect("written");
    }
    each_store(&state, |bytes| bytes.extend(b"left"));
    let summary = built(&job(&input, &output));
    assert_eq!(summary.leftovers, [".state/index.tmp", ".state/store-7", "the last 4 bytes of .state/store-1"]);
    assert_eq!((summary.files.read, summary.notices), (0, vec![]));
    assert_eq!(built(&job(&input, &output)).leftovers, Vec::<String>::new());
}

#[test]
fn what_readers_made_outlives_other_settings() {
    let folder = tempfile::tempdir().expect("a folder");
    let [output, full] = ["output", "full"].map(|name| folder.path().join(name));
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    built(&job(&fixtures, &output));
    let county = |output: &Path| Build { region_level: RegionLevel::County, ..job(&fixtures, output) };
    let summary = built(&county(&output));
    assert_eq!(built(&county(&full)).counts, summary.counts);
    assert_same(&output, &full, "from remembered contents");
    assert!(summary.counts.reports > 0);
}
