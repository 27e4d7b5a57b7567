use std::collections::BTreeMap;
use std::fs;

use tempfile::TempDir;
use walkdir::WalkDir;

use super::*;
use crate::snapshot::manifest;
use crate::table::sample;

fn edition(created: &str) -> Edition {
    Edition { created: created.parse().expect("a time"), definitions: "definitions".to_owned() }
}

fn stage(output: &Output, corpus: &Corpus, created: &str) -> Result<Staged, Error> {
    let reuse = Reuse { parts: &Parts::new(), verify: false };
    output.stage(corpus, &sample::forms(), &edition(created), reuse)
}

/// Publishes a corpus as of the time `created`.
pub(crate) fn publish(output: &Path, corpus: &Corpus, created: &str) -> Published {
    let output = Output::open(output).expect("nobody else is there");
    let staged = stage(&output, corpus, created).expect("the sample is sound");
    output.commit(staged).expect("the disk takes it")
}

fn directory() -> TempDir {
    tempfile::tempdir().expect("a temporary directory")
}

fn tree(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = WalkDir::new(root).into_iter().map(|entry| entry.expect("readable").into_path());
    let bytes = |path: PathBuf| (path.clone(), fs::read(&path).expect("readable"));
    let relative = |(path, bytes): (PathBuf, _)| (path.strip_prefix(root).expect("below").to_owned(), bytes);
    files.filter(|path| path.is_file()).map(bytes).map(relative).collect()
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("readable").map(|entry| entry.expect("readable").file_name());
    let mut names: Vec<_> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The sample without the report that comes last.
fn smaller() -> Corpus {
    let (mut reports, sources, issues) = sample::parts();
    reports.pop();
    sample::corpus_of(reports, sources, issues)
}

#[test]
fn a_published_snapshot_is_whole() {
    let output = directory();
    let Published::New { path, previous: None, current: Ok(()) } =
        publish(output.path(), &sample::corpus(), "2021-11-21T03:15:00Z")
    else {
        panic!("there was nothing before");
    };
    assert_eq!(names(output.path()), [".lock", "LATEST", "current", "snapshots"]);
    assert_eq!(latest(output.path()).expect("LATEST is sound"), Some(path.clone()));
    assert_eq!(fs::canonicalize(output.path().join(CURRENT)).ok(), fs::canonicalize(&path).ok());

    let files = tree(&path);
    let sums = String::from_utf8(files[Path::new("SHA256SUMS")].clone()).expect("text");
    assert_eq!(sums.lines().count(), files.len() - 1, "every file but SHA256SUMS itself");
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").expect("two columns");
        assert_eq!(manifest::sha256(&files[Path::new(name)]), sum, "{name}");
    }
    let manifest = Manifest::read(&path).expect("a manifest");
    assert_eq!(path.file_name().and_then(|id| id.to_str()), Some(manifest.snapshot.as_str()));
    let rows = |name: &str| manifest.content.tables.iter().find(|table| table.name == name).expect("a table").rows;
    assert_eq!((rows("statistics"), rows("reports"), rows("sources")), (48, 12, 13));
}

#[test]
fn the_same_again_is_nothing_new() {
    let output = directory();
    publish(output.path(), &sample::corpus(), "2021-11-21T03:15:00Z");
    let before = tree(output.path());
    let again = publish(output.path(), &sample::corpus(), "2021-11-22T03:15:00Z");
    assert!(matches!(again, Published::NothingNew { .. }), "{again:?}");
    assert_eq!(names(output.path()), [".lock", "LATEST", "current", "snapshots"]);
    assert!(tree(output.path()) == before);
}

#[test]
fn a_change_is_a_second_snapshot_and_the_first_stays() {
    let output = directory();
    publish(output.path(), &sample::corpus(), "2021-11-21T03:15:00Z");
    let first = latest(output.path()).expect("sound").expect("published");
    let before = tree(&first);
    publish(output.path(), &smaller(), "2021-11-22T03:15:00Z");
    let second = latest(output.path()).expect("sound").expect("published");
    assert_ne!(first, second);
    assert!(tree(&first) == before);
    assert_eq!(fs::canonicalize(output.path().join(CURRENT)).ok(), fs::canonicalize(&second).ok());
}

#[test]
fn the_same_tree_whatever_the_threads() {
    let trees = [1, 4].map(|threads| {
        let output = directory();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool");
        pool.install(|| publish(output.path(), &sample::corpus(), "2021-11-21T03:15:00Z"));
        tree(&output.path().join(SNAPSHOTS))
    });
    assert!(trees[0].len() > 20);
    assert!(trees[0] == trees[1]);
}

#[test]
fn an_id_is_never_used_twice() {
    let output = directory();
    publish(output.path(), &sample::corpus(), "2021-11-21T03:15:00Z");
    publish(output.path(), &smaller(), "2021-11-22T03:15:00Z");
    let open = Output::open(output.path()).expect("nobody else is there");
    let staged = stage(&open, &sample::corpus(), "2021-11-21T03:15:00Z").expect("sound");
    assert!(matches!(open.commit(staged), Err(Error::Exists { .. })));
}

#[test]
fn a_damaged_latest_is_refused() {
    for text in ["", "../elsewhere", "20211121T031500Z-00000000"] {
        let output = directory();
        fs::write(output.path().join(LATEST), text).expect("written");
        let error = Output::open(output.path()).expect_err("it names no snapshot").to_string();
        assert!(error.contains("LATEST` is damaged") && !error.contains('\n'), "{error}");
    }
}

#[test]
fn a_run_that_is_asked_to_stop_leaves_nothing() {
    let output = directory();
    publish(output.path(), &sample::corpus(), "2021-11-21T03:15:00Z");
    let before = names(output.path());
    let open = Output::open(output.path()).expect("nobody else is there").stopped_by(&Stop::asked());
    let staged = stage(&open, &smaller(), "2021-11-22T03:15:00Z");
    assert!(matches!(staged, Err(Error::Stopped)), "{staged:?}");
    assert_eq!(names(output.path()), before);
}

#[test]
fn what_is_refused_is_kept_until_a_later_run_ends() {
    let output = directory();
    publish(output.path(), &sample::corpus(), "2021-11-21T03:15:00Z");
    let refuse = |created: &str| {
        let open = Output::open(output.path()).expect("nobody else is there");
        let staged = stage(&open, &smaller(), created).expect("sound");
        open.refuse(staged, vec!["too few".to_owned()]).expect("the disk takes it")
    };
    for created in ["2021-11-22T03:15:00Z", "2021-11-23T03:15:00Z"] {
        let Published::Refused { path, published: Some(published), .. } = refuse(created) else {
            panic!("there was a snapshot before");
        };
        assert_eq!(latest(output.path()).expect("sound"), Some(published));
        assert!(Manifest::read(&path).expect("kept whole").created.starts_with(&created[..10]));
    }
    publish(output.path(), &sample::corpus(), "2021-11-24T03:15:00Z");
    assert_eq!(names(output.path()), [".lock", "LATEST", "current", "snapshots"]);
}
