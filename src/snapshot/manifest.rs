//! The manifest of a snapshot: its files with their hashes, its tables, and what it was made from.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::outcome::Source;
use crate::snapshot::error::{Error, disk};
use crate::table::{SCHEMA_VERSION, TABLES};

/// Name of the manifest in the snapshot.
pub const FILE: &str = "manifest.json";

/// What a snapshot is. The time of its making stands here and in its id, nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Id of the snapshot, `<UTC time>-<first 8 digits of the hash of the content>`.
    pub snapshot: String,
    /// When it was made, UTC, such as `2021-11-21T03:15:00Z`.
    pub created: String,
    /// Everything that does not depend on the time.
    #[serde(flatten)]
    pub content: Content,
}

/// What a snapshot holds and what it was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Version of the tables and columns.
    pub schema_version: String,
    /// Version of the program.
    pub software_version: String,
    /// Fingerprint of the program, its form definitions, registers and limits.
    pub definitions: String,
    /// Documents seen.
    pub documents: u64,
    /// SHA-256 over the sorted ids of all documents seen, one a line.
    pub inputs: String,
    /// The tables.
    pub tables: Vec<TableEntry>,
    /// The Parquet files, by path.
    pub files: Vec<FileEntry>,
}

/// One table of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Name.
    pub name: String,
    /// Rows over all its files.
    pub rows: u64,
    /// Bytes over all its files.
    pub bytes: u64,
    /// Number of files.
    pub files: u64,
}

/// One Parquet file of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileEntry {
    /// Path within the snapshot.
    pub path: String,
    /// Table it belongs to.
    pub table: String,
    /// Rows.
    pub rows: u64,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

impl Content {
    /// The content made of these files, from these documents and definitions.
    pub fn new(files: Vec<FileEntry>, sources: &[Source], definitions: &str) -> Content {
        Content {
            schema_version: SCHEMA_VERSION.to_owned(),
            software_version: env!("CARGO_PKG_VERSION").to_owned(),
            definitions: definitions.to_owned(),
            documents: sources.len() as u64,
            inputs: fingerprint(sources),
            tables: TABLES.iter().map(|table| TableEntry::new(table.name, &files)).collect(),
            files,
        }
    }
}

impl TableEntry {
    fn new(name: &str, files: &[FileEntry]) -> TableEntry {
        let mut entry = TableEntry { name: name.to_owned(), rows: 0, bytes: 0, files: 0 };
        for file in files.iter().filter(|file| file.table == name) {
            entry.rows += file.rows;
            entry.bytes += file.bytes;
            entry.files += 1;
        }
        entry
    }
}

impl Manifest {
    /// The manifest of `content`, made at `created`.
    pub fn new(content: Content, created: Timestamp) -> Manifest {
        let hash = sha256(json(&content).as_bytes());
        let snapshot = format!("{}-{}", created.strftime("%Y%m%dT%H%M%SZ"), &hash[..8]);
        Manifest { snapshot, created: created.to_string(), content }
    }

    /// The text of the file.
    pub fn json(&self) -> String {
        json(self)
    }

    /// Reads the manifest of a snapshot.
    ///
    /// # Errors
    /// [`Error::Disk`] if it is not there, [`Error::Damaged`] if it is no manifest.
    pub fn read(snapshot: &Path) -> Result<Manifest, Error> {
        let path = snapshot.join(FILE);
        let text = fs::read_to_string(&path).map_err(disk("read", &path))?;
        serde_json::from_str(&text).map_err(|error| Error::Damaged { path, fault: error.to_string() })
    }
}

/// JSON for people: indented, the last line ended.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("strings, numbers and lists are JSON") + "\n"
}

fn fingerprint(sources: &[Source]) -> String {
    let mut ids: Vec<_> = sources.iter().map(|source| source.source_id.as_str()).collect();
    ids.sort_unstable();
    let mut hash = Sha256::new();
    for id in ids {
        hash.update(id);
        hash.update("\n");
    }
    hexadecimal(&hash.finalize())
}

/// SHA-256 of some bytes, hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes every text");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::sample;

    fn content() -> Content {
        let file = |path: &str, table: &str, rows| FileEntry {
            path: path.to_owned(),
            table: table.to_owned(),
            rows,
            bytes: 10,
            sha256: sha256(path.as_bytes()),
        };
        let files = vec![file("reports/year=2021/a", "reports", 3), file("reports/year=2022/b", "reports", 4)];
        Content::new(files, sample::corpus().sources(), "definitions")
    }

    #[test]
    fn the_hash_of_nothing_is_the_known_one() {
        assert!(sha256(b"").starts_with("e3b0c44298fc1c149afbf4c8996fb924"));
    }

    #[test]
    fn the_id_tells_the_time_and_the_content_but_not_the_content_the_time() {
        let at = |time: &str, content| Manifest::new(content, time.parse().expect("a time"));
        let early = at("2021-11-21T03:15:00Z", content());
        let late = at("2021-11-21T03:15:01Z", content());
        assert!(early.snapshot.starts_with("20211121T031500Z-"), "{}", early.snapshot);
        assert_eq!(early.snapshot.len(), "20211121T031500Z-".len() + 8);
        assert_eq!(early.snapshot[17..], late.snapshot[17..]);
        let other = Content { definitions: "others".to_owned(), ..content() };
        assert_ne!(at(&early.created, other).snapshot, early.snapshot);
    }

    #[test]
    fn tables_are_the_sums_of_their_files() {
        let reports = content().tables.into_iter().find(|table| table.name == "reports").expect("a table");
        assert_eq!((reports.rows, reports.bytes, reports.files), (7, 20, 2));
    }

    #[test]
    fn reads_what_it_writes() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let manifest = Manifest::new(content(), "2021-11-21T03:15:00Z".parse().expect("a time"));
        fs::write(folder.path().join(FILE), manifest.json()).expect("written");
        assert_eq!(Manifest::read(folder.path()).expect("a manifest"), manifest);
        fs::write(folder.path().join(FILE), "{").expect("written");
        assert!(matches!(Manifest::read(folder.path()), Err(Error::Damaged { .. })));
    }

    #[test]
    fn the_fingerprint_does_not_depend_on_the_order() {
        let sources = sample::corpus().sources().to_vec();
        let reversed: Vec<_> = sources.iter().rev().cloned().collect();
        assert_eq!(fingerprint(&sources), fingerprint(&reversed));
        assert_ne!(fingerprint(&sources), fingerprint(&sources[1..]));
    }
}
