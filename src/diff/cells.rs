//! The cells of one partition of a snapshot, held as columns; a cell is made of them only where it changed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Float64Type, Int32Type};

use crate::content::Place;
use crate::diff::Error;
use crate::snapshot::read;

/// The columns that are read.
const COLUMNS: [&str; 16] = [
    "report_id",
    "division_name",
    "agency_name",
    "form",
    "table",
    "indicator",
    "applicant",
    "status",
    "value",
    "printed",
    "source_id",
    "place_page",
    "place_grid",
    "place_row",
    "place_column",
    "place_line",
];

/// How a cell is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its status, such as `printed`.
    pub status: String,
    /// Its number, if it has one.
    pub value: Option<f64>,
    /// Its text in the document.
    pub printed: String,
    /// The document.
    pub source_id: String,
    /// Where it stands there.
    pub place: Place,
}

/// Cells, the rows of a report one after the other.
#[derive(Debug, Default)]
pub struct Cells {
    batches: Vec<RecordBatch>,
    /// The batch and the rows of each report.
    reports: BTreeMap<String, (usize, Range<usize>)>,
}

impl Cells {
    /// Reads the files of a partition.
    ///
    /// # Errors
    /// [`Error::Read`] if one is not there or no file of cells.
    pub fn read(files: impl Iterator<Item = PathBuf>) -> Result<Cells, Error> {
        let mut cells = Cells::default();
        for path in files {
            let batch = read::columns(&path, &COLUMNS).map_err(|source| Error::Read { path, source })?;
            batch.into_iter().for_each(|batch| cells.add(batch));
        }
        Ok(cells)
    }

    /// Adds rows of whole reports.
    fn add(&mut self, batch: RecordBatch) {
        let place = self.batches.len();
        let ids = batch["report_id"].as_string::<i32>();
        let mut start = 0;
        for row in 0..batch.num_rows() {
            if row + 1 == batch.num_rows() || ids.value(row + 1) != ids.value(row) {
                self.reports.insert(ids.value(row).to_owned(), (place, start..row + 1));
                start = row + 1;
            }
        }
        self.batches.push(batch);
    }

    /// Ids of the reports.
    pub fn report_ids(&self) -> impl Iterator<Item = &str> {
        self.reports.keys().map(String::as_str)
    }

    /// The rows of a report; none if it is not here.
    pub fn rows(&self, report_id: &str) -> impl Iterator<Item = Row<'_>> {
        let rows = self.reports.get(report_id).map(|(batch, rows)| (&self.batches[*batch], rows.clone()));
        rows.into_iter().flat_map(|(batch, rows)| rows.map(move |row| Row { batch, row }))
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'c> {
    batch: &'c RecordBatch,
    row: usize,
}

impl<'c> Row<'c> {
    /// A column of text.
    pub fn text(&self, column: &str) -> Option<&'c str> {
        let column = self.batch[column].as_string::<i32>();
        (!column.is_null(self.row)).then(|| column.value(self.row))
    }

    /// The number.
    pub fn value(&self) -> Option<f64> {
        let column = self.batch["value"].as_primitive::<Float64Type>();
        (!column.is_null(self.row)).then(|| column.value(self.row))
    }

    fn count(&self, column: &str) -> Option<u32> {
        let column = self.batch[column].as_primitive::<Int32Type>();
        (!column.is_null(self.row)).then(|| column.value(self.row).unsigned_abs())
    }

    /// How the cell is read.
    pub fn reading(&self) -> Reading {
        let text = |column| self.text(column).unwrap_or_default().to_owned();
        let [page, grid, row, column, line] =
            ["place_page", "place_grid", "place_row", "place_column", "place_line"].map(|name| self.count(name));
        let place = Place { page, grid, row, column, line };
        let (status, printed, source_id) = (text("status"), text("printed"), text("source_id"));
        Reading { status, value: self.value(), printed, source_id, place }
    }
}
