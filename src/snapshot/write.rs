//! Tables to Parquet files: one file per partition, named by the hash of its content, the same bytes whatever the
//! threads. No clock, run or machine gets inside.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use rayon::prelude::*;

use crate::form::Forms;
use crate::snapshot::disk;
use crate::snapshot::error::Error;
use crate::snapshot::manifest::{FileEntry, sha256};
use crate::table::{Corpus, Entry, KeptReport, Partition, Rows, SCHEMA_VERSION, TABLES, Table};

/// Rows of a row group at most: what a reader must hold at once.
const ROW_GROUP: usize = 131_072;

/// Reports turned into one record batch: some 50,000 rows of `statistics`.
const REPORTS_PER_BATCH: usize = 256;

/// What becomes one file.
struct Part<'a> {
    table: &'static Table,
    folder: String,
    reports: Vec<&'a Entry>,
}

/// Writes every table below `staging`, in parallel over the files, and lists the files by path.
///
/// A file that the tree `previous` has with the same bytes is linked instead of written, where the disk can do that.
pub fn write_tables(
    corpus: &Corpus,
    forms: &Forms,
    staging: &Path,
    previous: Option<&Path>,
) -> Result<Vec<FileEntry>, Error> {
    let parts: Vec<Part> = TABLES.into_iter().flat_map(|table| parts(table, corpus)).collect();
    let write = |part: &Part| {
        let (bytes, rows) =
            encode(part, corpus, forms).map_err(|source| Error::Encode { table: part.table.name, source })?;
        let sha256 = sha256(&bytes);
        let path = format!("{}/part-{}.parquet", part.folder, &sha256[..12]);
        place(&bytes, &path, staging, previous)?;
        Ok(FileEntry { path, table: part.table.name.to_owned(), rows, bytes: bytes.len() as u64, sha256 })
    };
    let mut files = parts.par_iter().map(write).collect::<Result<Vec<_>, Error>>()?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The files of a table. The reports of a file stay in the order of the corpus.
fn parts<'a>(table: &'static Table, corpus: &'a Corpus) -> Vec<Part<'a>> {
    let Rows::PerReport { partitions, .. } = table.rows else {
        return vec![Part { table, folder: table.name.to_owned(), reports: Vec::new() }];
    };
    let mut folders: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in corpus.entries() {
        folders.entry(folder(table, partitions, entry)).or_default().push(entry);
    }
    folders.into_iter().map(|(folder, reports)| Part { table, folder, reports }).collect()
}

fn folder(table: &Table, partitions: &[Partition], entry: &Entry) -> String {
    let keys = partitions.iter().map(|key| format!("/{}={}", key.name(), key.value(entry)));
    std::iter::once(table.name.to_owned()).chain(keys).collect()
}

/// The bytes of a file and its number of rows.
fn encode(part: &Part, corpus: &Corpus, forms: &Forms) -> Result<(Vec<u8>, u64), ParquetError> {
    let mut rows = 0;
    let mut writer = ArrowWriter::try_new(Vec::new(), (part.table.schema)(forms), Some(properties()))?;
    let mut write = |batch| {
        rows += arrow::array::RecordBatch::num_rows(&batch) as u64;
        writer.write(&batch)
    };
    match part.table.rows {
        Rows::PerReport { batch, .. } => {
            for entries in part.reports.chunks(REPORTS_PER_BATCH) {
                let reports =
                    entries.iter().map(|entry| corpus.load(entry)).collect::<io::Result<Vec<KeptReport>>>()?;
                write(batch(&reports.iter().collect::<Vec<_>>(), forms))?;
            }
        }
        Rows::Whole(batch) => write(batch(corpus, forms))?,
    }
    Ok((writer.into_inner()?, rows))
}

fn properties() -> WriterProperties {
    let metadata = vec![
        KeyValue::new("dataset".to_owned(), "gongkai".to_owned()),
        KeyValue::new("schema_version".to_owned(), SCHEMA_VERSION.to_owned()),
    ];
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).expect("zstd has a level 3")))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_key_value_metadata(Some(metadata))
        .build()
}

fn place(bytes: &[u8], path: &str, staging: &Path, previous: Option<&Path>) -> Result<(), Error> {
    let target = staging.join(path);
    target.parent().map_or(Ok(()), disk::make_directory)?;
    let linked = previous.is_some_and(|previous| link(bytes, &previous.join(path), &target));
    if linked { Ok(()) } else { disk::write_new(&target, bytes) }
}

/// Links the old file if its bytes are still those; a damaged file is not handed on.
fn link(bytes: &[u8], old: &Path, target: &Path) -> bool {
    fs::read(old).is_ok_and(|old| old == bytes) && fs::hard_link(old, target).is_ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;
    use crate::table::sample;

    fn written(threads: usize, previous: Option<&Path>) -> (tempfile::TempDir, Vec<FileEntry>) {
        let staging = tempfile::tempdir().expect("a temporary directory");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool");
        let write = || write_tables(&sample::corpus(), &sample::forms(), staging.path(), previous);
        let files = pool.install(write).expect("the disk takes it");
        (staging, files)
    }

    #[test]
    fn the_same_bytes_whatever_the_threads() {
        let (one, files) = written(1, None);
        let (four, same_files) = written(4, None);
        assert_eq!(files, same_files);
        for file in &files {
            let [left, right] = [&one, &four].map(|root| fs::read(root.path().join(&file.path)).expect("listed"));
            assert!(left == right, "{}", file.path);
            assert_eq!(sha256(&left), file.sha256);
        }
    }

    #[test]
    fn partitions_are_folders() {
        let (_staging, files) = written(2, None);
        let count = |start: &str| files.iter().filter(|file| file.path.starts_with(start)).count();
        assert_eq!(count("statistics/"), 12);
        assert_eq!(count("statistics/region=unknown/agency=finance/year=2021/part-"), 1);
        assert_eq!(count("statistics/region=CN-64/agency=natural_resources/year="), 2);
        for table in ["reports", "applications", "narratives", "findings"] {
            assert_eq!(count(&format!("{table}/year=20")), 2, "{table}");
        }
        for table in ["sources", "issues", "dictionary"] {
            assert_eq!(count(&format!("{table}/part-")), 1, "{table}");
        }
        assert_eq!(files.len(), 12 + 4 * 2 + 3);
    }

    #[test]
    fn unchanged_files_are_linked_and_damaged_ones_written_anew() {
        let (old, files) = written(2, None);
        let damaged = old.path().join(&files[0].path);
        fs::write(&damaged, "damaged").expect("a file of this test");
        let (new, same_files) = written(2, Some(old.path()));
        assert_eq!(files, same_files);
        let links = |file: &FileEntry| fs::metadata(new.path().join(&file.path)).expect("listed").nlink();
        assert_eq!(links(&files[0]), 1);
        assert!(files[1..].iter().all(|file| links(file) == 2));
    }
}
