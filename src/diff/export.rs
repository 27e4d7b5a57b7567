//! The list of all changes as a file: one row a cell, in CSV or Parquet, with the same columns.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::Float64Type;
use arrow::util::display::array_value_to_string;
use parquet::arrow::ArrowWriter;

use crate::diff::{Change, Error, Reading};
use crate::table::column::{self, Column, about, double, text};

/// Changes that are written together.
const BATCH: usize = 8192;

/// Form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values in UTF-8, with a line of names.
    Csv,
    /// Parquet.
    Parquet,
}

/// A list of changes while it is written.
pub struct Export {
    /// Its name in messages.
    path: PathBuf,
    waiting: Vec<Row>,
    writer: Writer,
}

enum Writer {
    Csv(Box<csv::Writer<Box<dyn Write>>>),
    Parquet(Box<ArrowWriter<File>>),
}

impl Export {
    /// Begins a file, which is made or replaced.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn to_file(path: &Path, format: Format) -> Result<Export, Error> {
        let failed = |source| Error::Write { path: path.to_owned(), source };
        let file = File::create(path).map_err(failed)?;
        let writer = match format {
            Format::Csv => return Export::csv(Box::new(file), path),
            Format::Parquet => ArrowWriter::try_new(file, column::schema(&columns()), None),
        };
        let writer = Writer::Parquet(Box::new(writer.map_err(|error| failed(error.into()))?));
        Ok(Export { path: path.to_owned(), waiting: Vec::new(), writer })
    }

    /// Begins CSV on the standard output.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn to_stdout() -> Result<Export, Error> {
        Export::csv(Box::new(io::stdout()), Path::new("standard output"))
    }

    fn csv(to: Box<dyn Write>, path: &Path) -> Result<Export, Error> {
        let mut writer = csv::Writer::from_writer(to);
        let names = column::schema(&columns());
        let header = writer.write_record(names.fields().iter().map(|field| field.name()));
        header.map_err(|error| Error::Write { path: path.to_owned(), source: error.into() })?;
        Ok(Export { path: path.to_owned(), waiting: Vec::new(), writer: Writer::Csv(Box::new(writer)) })
    }

    /// Adds a change.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn add(&mut self, change: Change) -> Result<(), Error> {
        self.waiting.push(Row::of(change));
        if self.waiting.len() < BATCH { Ok(()) } else { self.write() }
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn finish(mut self) -> Result<(), Error> {
        self.write()?;
        let finished = match self.writer {
            Writer::Csv(mut writer) => writer.flush(),
            Writer::Parquet(writer) => writer.close().map(drop).map_err(io::Error::from),
        };
        finished.map_err(|source| Error::Write { path: self.path, source })
    }

    fn write(&mut self) -> Result<(), Error> {
        let batch = column::batch(&columns(), &self.waiting);
        self.waiting.clear();
        let written = match &mut self.writer {
            Writer::Csv(writer) => (0..batch.num_rows())
                .try_for_each(|row| writer.write_record(batch.columns().iter().map(|column| printed(column, row))))
                .map_err(io::Error::from),
            Writer::Parquet(writer) => writer.write(&batch).map_err(io::Error::from),
        };
        written.map_err(|source| Error::Write { path: self.path.clone(), source })
    }
}

/// A value as CSV prints it: whole numbers without a point, nothing for null.
fn printed(column: &ArrayRef, row: usize) -> String {
    match column.as_primitive_opt::<Float64Type>() {
        Some(numbers) if numbers.is_valid(row) => numbers.value(row).to_string(),
        _ => array_value_to_string(column, row).unwrap_or_default(),
    }
}

/// A change with its places as text.
struct Row {
    change: Change,
    places: [Option<String>; 2],
}

impl Row {
    fn of(change: Change) -> Row {
        let place = |reading: &Option<Reading>| reading.as_ref().map(|reading| reading.place.to_string());
        Row { places: [place(&change.old), place(&change.new)], change }
    }

    fn reading(&self, side: usize) -> Option<&Reading> {
        [&self.change.old, &self.change.new][side].as_ref()
    }
}

fn columns() -> Vec<Column<Row>> {
    let key = |name: &'static str, zh| {
        text(about(name, format!("Value of the `{name}` partition"), zh), move |r: &Row| Some(r.change.key(name)))
    };
    let mut columns = vec![
        text(about("change", "What became of the cell", "变化"), |r: &Row| Some(r.change.kind.as_str())),
        key("region", "地区"),
        key("agency", "机关类别"),
        key("year", "年度"),
        text(about("report_id", "Report", "报告标识"), |r: &Row| Some(r.change.report_id.as_str())),
        text(about("division_name", "Full name of the division", "行政区划全称"), |r: &Row| {
            r.change.division_name.as_deref()
        }),
        text(about("agency_name", "Full name of the agency", "行政机关全称"), |r: &Row| {
            r.change.agency_name.as_deref()
        }),
        text(about("form", "Form generation", "表式"), |r: &Row| Some(r.change.form.as_str())),
        text(about("table", "Statutory table", "统计表"), |r: &Row| Some(r.change.table.as_str())),
        text(about("indicator", "What is counted", "指标代码"), |r: &Row| Some(r.change.indicator.as_str())),
        text(about("applicant", "Kind of applicant", "申请人类别"), |r: &Row| r.change.applicant.as_deref()),
    ];
    columns.extend(reading(0, "old", "前"));
    columns.extend(reading(1, "new", "后"));
    columns
}

fn reading(side: usize, when: &'static str, when_zh: &'static str) -> [Column<Row>; 5] {
    let words = |name: &str, description: &str, zh: &str| {
        about(format!("{when}_{name}"), format!("{description}, {when}"), format!("{zh}（{when_zh}）"))
    };
    [
        text(words("status", "Status", "读数状态"), move |r: &Row| Some(r.reading(side)?.status.as_str())),
        double(words("value", "Number", "数值"), move |r: &Row| r.reading(side)?.value),
        text(words("printed", "Text in the document", "原文"), move |r: &Row| {
            Some(r.reading(side)?.printed.as_str())
        }),
        text(words("source_id", "Document", "来源文件标识"), move |r: &Row| {
            Some(r.reading(side)?.source_id.as_str())
        }),
        text(words("place", "Place in the document", "位置"), move |r: &Row| r.places[side].as_deref()),
    ]
}
