//! Tables to Parquet files: one file per partition, named by the hash of its content, the same bytes whatever the
//! threads. No clock, run or machine gets inside.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use arrow::array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use rayon::prelude::*;

use crate::form::Forms;
use crate::snapshot::disk;
use crate::snapshot::error::Error;
use crate::snapshot::manifest::{FileEntry, sha256};
use crate::snapshot::reuse::{Earlier, Parts, Taken};
use crate::state::Digest;
use crate::stop::Stop;
use crate::table::{Corpus, Entry, KeptReport, Partition, Rows, SCHEMA_VERSION, TABLES, Table};

/// Rows of a row group at most: what a reader must hold at once.
const ROW_GROUP: usize = 131_072;

/// Reports turned into one record batch: some 50,000 rows of `statistics`.
const REPORTS_PER_BATCH: usize = 256;

/// Reports that become one file of each of some tables, which are partitioned alike.
struct Part<'a> {
    tables: Vec<&'static Table>,
    /// Keys and values of the partition, such as `/year=2020`.
    keys: String,
    reports: Vec<&'a Entry>,
}

/// What was written.
#[derive(Debug, Default)]
pub struct Written {
    /// The files, by path.
    pub files: Vec<FileEntry>,
    /// The same files, by what they were made of.
    pub parts: Parts,
    /// Those that were taken over from the snapshot before.
    pub taken: Taken,
}

/// Writes every table below `staging`, in parallel over the files.
///
/// Files that the snapshot `earlier` has are linked: unread if they are known to be made of the same reports, otherwise if
/// their bytes turn out to be the same. No further file is begun once `stop` is asked for.
pub fn write_tables(
    corpus: &Corpus,
    forms: &Forms,
    staging: &Path,
    earlier: Option<&Earlier>,
    stop: &Stop,
) -> Result<Written, Error> {
    let writer = Writer { corpus, forms, staging, earlier, stop };
    let parts = parts(corpus);
    let made = parts.par_iter().map(|part| writer.write(part)).collect::<Result<Vec<_>, Error>>()?;
    let mut written = Written::default();
    for (part, Made { files, taken }) in parts.iter().zip(made) {
        if taken {
            written.taken.add(&files, &part.reports);
        }
        written.files.extend(files.iter().cloned());
        written.parts.extend(part.digest().map(|digest| (digest, files)));
    }
    written.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(written)
}

struct Writer<'a> {
    corpus: &'a Corpus,
    forms: &'a Forms,
    staging: &'a Path,
    earlier: Option<&'a Earlier<'a>>,
    stop: &'a Stop,
}

/// The files of a part, and whether they were taken over.
struct Made {
    files: Vec<FileEntry>,
    taken: bool,
}

impl Writer<'_> {
    fn write(&self, part: &Part) -> Result<Made, Error> {
        self.stop.check().map_err(|_| Error::Stopped)?;
        if let (Some(earlier), Some(digest)) = (self.earlier, part.digest())
            && let Some(files) = earlier.take(digest, self.staging)?
        {
            return Ok(Made { files, taken: true });
        }
        let previous = self.earlier.map(Earlier::folder);
        let finish = |file: TableFile| file.finish(&part.keys, self.staging, previous);
        let files = encode(part, self.corpus, self.forms)?.into_iter().map(finish).collect::<Result<_, Error>>()?;
        Ok(Made { files, taken: false })
    }
}

impl Part<'_> {
    /// What its files are made of; `None` if that is more than its reports.
    fn digest(&self) -> Option<Digest> {
        if self.reports.is_empty() {
            return None;
        }
        let names: Vec<&str> = self.tables.iter().map(|table| table.name).collect();
        let kind = format!("{}{}", names.join(" "), self.keys);
        Some(Digest::joined(&kind, self.reports.iter().flat_map(|entry| entry.values())))
    }
}

/// The files of all tables. The reports of a file stay in the order of the corpus. Tables that are partitioned alike go
/// together, so that each report is loaded once for all of them.
fn parts(corpus: &Corpus) -> Vec<Part<'_>> {
    let mut alike: BTreeMap<&[Partition], Vec<&'static Table>> = BTreeMap::new();
    for table in TABLES {
        let Rows::PerReport { partitions, .. } = table.rows else { continue };
        alike.entry(partitions).or_default().push(table);
    }
    let whole = TABLES.into_iter().filter(|table| matches!(table.rows, Rows::Whole(_)));
    let mut parts: Vec<Part> =
        whole.map(|table| Part { tables: vec![table], keys: String::new(), reports: Vec::new() }).collect();
    for (partitions, tables) in alike {
        let mut reports: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        for entry in corpus.entries() {
            let key = |key: &Partition| format!("/{}={}", key.name(), key.value(entry));
            reports.entry(partitions.iter().map(key).collect()).or_default().push(entry);
        }
        parts.extend(reports.into_iter().map(|(keys, reports)| Part { tables: tables.clone(), keys, reports }));
    }
    parts
}

/// A file of a table while it is written.
struct TableFile {
    table: &'static Table,
    writer: ArrowWriter<Vec<u8>>,
    rows: u64,
}

impl TableFile {
    fn new(table: &'static Table, forms: &Forms) -> Result<TableFile, Error> {
        let writer = ArrowWriter::try_new(Vec::new(), (table.schema)(forms), Some(properties()));
        Ok(TableFile { table, writer: writer.map_err(|source| Error::Encode { table: table.name, source })?, rows: 0 })
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        self.rows += batch.num_rows() as u64;
        self.writer.write(batch).map_err(|source| Error::Encode { table: self.table.name, source })
    }

    /// Puts the file into its partition.
    fn finish(self, keys: &str, staging: &Path, previous: Option<&Path>) -> Result<FileEntry, Error> {
        let TableFile { table: Table { name, .. }, writer, rows } = self;
        let bytes = writer.into_inner().map_err(|source| Error::Encode { table: name, source })?;
        let sha256 = sha256(&bytes);
        let path = format!("{name}{keys}/part-{}.parquet", &sha256[..12]);
        place(&bytes, &path, staging, previous)?;
        Ok(FileEntry { path, table: (*name).to_owned(), rows, bytes: bytes.len() as u64, sha256 })
    }
}

/// The files of a part, written and not yet in their place.
fn encode(part: &Part, corpus: &Corpus, forms: &Forms) -> Result<Vec<TableFile>, Error> {
    let mut files: Vec<TableFile> =
        part.tables.iter().map(|table| TableFile::new(table, forms)).collect::<Result<_, Error>>()?;
    for file in &mut files {
        if let Rows::Whole(batch) = file.table.rows {
            file.write(&batch(corpus, forms))?;
        }
    }
    // A year of all tables is large: when it is all that is left to write, the other threads help.
    for entries in part.reports.chunks(REPORTS_PER_BATCH) {
        let reports = entries.par_iter().map(|entry| corpus.load(entry)).collect::<io::Result<Vec<KeptReport>>>();
        let reports = reports.map_err(|source| Error::Load { source })?;
        let reports: Vec<&KeptReport> = reports.iter().collect();
        files.par_iter_mut().try_for_each(|file| match file.table.rows {
            Rows::PerReport { batch, .. } => file.write(&batch(&reports, forms)),
            Rows::Whole(_) => Ok(()),
        })?;
    }
    Ok(files)
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

    use jiff::Timestamp;

    use super::*;
    use crate::snapshot::manifest::{Content, Manifest};
    use crate::snapshot::reuse::Reuse;
    use crate::table::sample;

    fn written(threads: usize, earlier: Option<&Earlier>) -> (tempfile::TempDir, Written) {
        let staging = tempfile::tempdir().expect("a temporary directory");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool");
        let write = || write_tables(&sample::corpus(), &sample::forms(), staging.path(), earlier, &Stop::default());
        let written = pool.install(write).expect("the disk takes it");
        (staging, written)
    }

    #[test]
    fn the_same_bytes_whatever_the_threads() {
        let (one, Written { files, .. }) = written(1, None);
        let (four, Written { files: same_files, .. }) = written(4, None);
        assert_eq!(files, same_files);
        for file in &files {
            let [left, right] = [&one, &four].map(|root| fs::read(root.path().join(&file.path)).expect("listed"));
            assert!(left == right, "{}", file.path);
            assert_eq!(sha256(&left), file.sha256);
        }
    }

    #[test]
    fn partitions_are_folders() {
        let (_staging, Written { files, .. }) = written(2, None);
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
        let (old, Written { files, parts, .. }) = written(2, None);
        // In the order of the files: `applications` of both years, `dictionary`, `findings` of both years.
        fs::write(old.path().join(&files[0].path), "cut off").expect("a file of this test");
        let mut flipped = fs::read(old.path().join(&files[4].path)).expect("a file");
        flipped[100] ^= 1;
        fs::write(old.path().join(&files[4].path), flipped).expect("a file of this test");
        let manifest = Manifest::new(Content::new(files.clone(), &[], ""), Timestamp::UNIX_EPOCH);
        let nothing = Parts::new();
        // Known parts, verify: files taken unread, and files that are no links.
        let cases: [(&Parts, bool, usize, &[usize]); 3] = [
            (&parts, false, files.len() - 7, &[0]),
            (&parts, true, files.len() - 11, &[0, 4]),
            (&nothing, false, 0, &[0, 4]),
        ];
        for (parts, verify, taken, anew) in cases {
            let earlier = Earlier::new(old.path().to_owned(), &manifest, Reuse { parts, verify });
            let (new, written) = written(2, Some(&earlier));
            assert_eq!(written.files, files);
            assert_eq!(written.taken.files.len(), taken);
            let is_link = |at: &usize| fs::metadata(new.path().join(&files[*at].path)).expect("listed").nlink() > 1;
            let not_linked: Vec<usize> = (0..files.len()).filter(|at| !is_link(at)).collect();
            assert_eq!(not_linked, anew);
        }
    }
}
