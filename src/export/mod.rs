//! Parts of a table in formats for people without a notebook: CSV, a workbook, a script that fills a DuckDB database.
//!
//! The workbook is written here: the packages that write workbooks need another release of the zip package than the one
//! whose directory can be read entry by entry.

pub mod csv;
mod duckdb;
mod rows;
mod select;
mod xlsx;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

pub use select::{Select, Selection};

/// A format to export to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with commas, in UTF-8; a null is empty.
    Csv,
    /// A workbook with one sheet.
    Xlsx,
    /// A script for the command line of DuckDB that makes the table.
    Duckdb,
}

/// What can end an export. Each is one line: what happened, where, what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The snapshot is not there or damaged.
    #[error(transparent)]
    Snapshot(#[from] crate::snapshot::Error),
    /// The selection asks for what the data set does not have.
    #[error("{0}")]
    Selection(String),
    /// A file of the snapshot cannot be read.
    #[error("cannot read `{}`: {reason}; check it with `sha256sum --check SHA256SUMS`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The output cannot be written.
    #[error("cannot write `{}`: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The rows do not fit the format.
    #[error("{0}; narrow it with --region, --agency or --year, or use --format csv")]
    TooLarge(String),
}

/// Writes a selection to `output`, which is replaced only when all of it is written. Returns the number of rows; `None` for
/// a script, which holds none.
///
/// # Errors
/// See [`Error`]. A file that was there before stays as it was.
pub fn export(selection: &Selection, format: Format, output: &Path) -> Result<Option<u64>, Error> {
    let failed = |source| Error::Write { path: output.to_owned(), source };
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    let rows = write(selection, format, BufWriter::new(file.as_file()), output)?;
    file.persist(output).map_err(|error| failed(error.error))?;
    Ok(rows)
}

fn write(selection: &Selection, format: Format, mut to: BufWriter<&File>, output: &Path) -> Result<Option<u64>, Error> {
    let failed = |source| Error::Write { path: output.to_owned(), source };
    let rows = match format {
        Format::Csv => Some(csv::write(selection, &mut to, &failed)?),
        Format::Xlsx => Some(xlsx::write(selection, &mut to, &failed)?),
        Format::Duckdb => {
            to.write_all(duckdb::script(selection).as_bytes()).map_err(failed)?;
            None
        }
    };
    to.flush().map_err(failed)?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Read;

    use super::*;
    use crate::snapshot::publish::tests::publish;
    use crate::table::sample;

    /// An output directory with the sample published in it, and the folder of its snapshot.
    fn published() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = publish(folder.path(), &sample::corpus(), "2021-11-21T03:15:00Z").path().to_owned();
        (folder, root)
    }

    fn select(table: &str) -> Select {
        Select { table: table.to_owned(), ..Select::default() }
    }

    fn exported(select: &Select, format: Format) -> (Option<u64>, Vec<u8>) {
        let (folder, root) = published();
        let out = folder.path().join("out");
        let rows = export(&select.within(&root).expect("it is there"), format, &out).expect("it fits");
        (rows, fs::read(out).expect("written"))
    }

    fn text(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn csv_holds_the_rows_of_the_partitions_asked_for_with_their_keys() {
        let select = Select { region: Some("CN-64".to_owned()), year: Some(2021), ..select("statistics") };
        let (rows, bytes) = exported(&select, Format::Csv);
        let text = text(bytes);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((rows, lines.len()), (Some(8), 9));
        assert!(lines[0].starts_with("report_id,") && lines[0].ends_with(",region,agency,year"), "{}", lines[0]);
        assert!(lines[1..].iter().all(|line| line.contains(",CN-64,") && line.ends_with(",2021")), "{text}");
    }

    #[test]
    fn a_key_that_no_path_tells_is_looked_up_in_the_reports() {
        let select = Select { agency: Some("finance".to_owned()), ..select("applications") };
        let (rows, bytes) = exported(&select, Format::Csv);
        let text = text(bytes);
        assert_eq!(rows, Some(12), "3 divisions, 2 years, 2 applicants");
        assert!(text.lines().skip(1).all(|line| line.contains("-finance-")), "{text}");
        let sql = self::text(exported(&select, Format::Duckdb).1);
        assert!(
            sql.contains("CREATE OR REPLACE TABLE applications") && sql.contains("agency_key = 'finance'"),
            "{sql}"
        );
        assert_eq!(sql.matches("/applications/year=").count(), 2, "{sql}");
    }

    #[test]
    fn a_workbook_has_a_row_for_each_and_the_same_bytes_each_time() {
        let (rows, bytes) = exported(&select("statistics"), Format::Xlsx);
        assert_eq!(bytes, exported(&select("statistics"), Format::Xlsx).1);
        let mut workbook = zip::ZipArchive::new(io::Cursor::new(bytes)).expect("a zip");
        let mut sheet = String::new();
        workbook.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut sheet).expect("UTF-8");
        assert_eq!((rows, sheet.matches("<row>").count()), (Some(48), 49));
        assert!(sheet.contains("<c s=\"0\"><v>7</v></c>"), "a number is a number");
        assert!(sheet.contains("<c s=\"0\" t=\"inlineStr\"><is><t xml:space=\"preserve\">某局</t></is></c>"));
    }

    #[test]
    fn what_is_not_there_is_said_in_a_line_and_nothing_is_written() {
        let (folder, root) = published();
        let region = |table| Select { region: Some("CN-99".to_owned()), ..select(table) };
        let cases = [
            (select("cells"), "no table `cells`; there are: statistics, "),
            (region("sources"), "the table `sources` has no region; leave --region out"),
            (region("statistics"), "the snapshot has nothing in `statistics` for region CN-99"),
        ];
        for (select, expected) in cases {
            let error = select.within(&root).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.starts_with(expected) && !error.contains('\n'), "{error}");
        }
        let selection = select("statistics").within(&root).expect("it is there");
        fs::write(&selection.files[0], "damaged").expect("a file of this test");
        let out = folder.path().join("out.csv");
        let error = export(&selection, Format::Csv, &out).expect_err("it is no Parquet file").to_string();
        assert!(error.contains("SHA256SUMS") && !error.contains('\n'), "{error}");
        assert!(!out.exists());
    }
}
