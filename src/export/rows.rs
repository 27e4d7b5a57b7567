//! The rows of a selection, file by file, with the keys of the path as columns.

use std::collections::HashSet;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray, Int16Array, RecordBatch, StringArray};
use arrow::compute::filter_record_batch;
use arrow::datatypes::{Field, Schema};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::export::select::value_in;
use crate::export::{Error, Selection};
use crate::table::{Partition, Rows};

/// Hands the rows of a selection to `take`, batch by batch.
pub fn each(selection: &Selection, mut take: impl FnMut(&RecordBatch) -> Result<(), Error>) -> Result<(), Error> {
    let reports = reports(selection)?;
    for file in &selection.files {
        batches(file, &mut |batch| {
            let batch = match &reports {
                Some(reports) => of_reports(&batch, reports).map_err(|error| unreadable(file, &error))?,
                None => batch,
            };
            let keyed = with_keys(&batch, selection, file).map_err(|error| unreadable(file, &error))?;
            take(&keyed)
        })?;
    }
    Ok(())
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Error {
    Error::Read { path: path.to_owned(), reason: error.to_string() }
}

fn batches(path: &Path, take: &mut dyn FnMut(RecordBatch) -> Result<(), Error>) -> Result<(), Error> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).and_then(ParquetRecordBatchReaderBuilder::build);
    for batch in reader.map_err(|error| unreadable(path, &error))? {
        take(batch.map_err(|error| unreadable(path, &error))?)?;
    }
    Ok(())
}

/// Ids of the reports whose rows are wanted; `None` for all.
fn reports(selection: &Selection) -> Result<Option<HashSet<String>>, Error> {
    if selection.of_reports.is_empty() {
        return Ok(None);
    }
    let mut wanted = HashSet::new();
    for file in &selection.report_files {
        batches(file, &mut |batch| {
            let text = |name: &str| batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
            let Some(ids) = text("report_id") else { return Err(unreadable(file, &"it has no report_id")) };
            for (row, id) in ids.iter().enumerate() {
                let is = |(name, value): &(&str, String)| text(name).is_some_and(|column| column.value(row) == value);
                if selection.of_reports.iter().all(is) {
                    wanted.extend(id.map(str::to_owned));
                }
            }
            Ok(())
        })?;
    }
    Ok(Some(wanted))
}

fn of_reports(batch: &RecordBatch, reports: &HashSet<String>) -> Result<RecordBatch, arrow::error::ArrowError> {
    let ids = batch.column_by_name("report_id").and_then(|column| column.as_string_opt::<i32>());
    let wanted = |id: Option<&str>| Some(id.is_some_and(|id| reports.contains(id)));
    let mask: BooleanArray = ids.into_iter().flatten().map(wanted).collect();
    filter_record_batch(batch, &mask)
}

/// The keys stand in the path only; here they become the last columns.
fn with_keys(batch: &RecordBatch, selection: &Selection, file: &Path) -> Result<RecordBatch, arrow::error::ArrowError> {
    let Rows::PerReport { partitions, .. } = selection.table.rows else { return Ok(batch.clone()) };
    let path = file.strip_prefix(&selection.root).unwrap_or(file).to_string_lossy();
    let mut fields: Vec<Arc<Field>> = batch.schema().fields().iter().cloned().collect();
    let mut columns = batch.columns().to_vec();
    for key in partitions {
        let value = value_in(&path, *key).unwrap_or_default();
        let column: ArrayRef = match (key, value.parse()) {
            (Partition::Year, Ok(year)) => Arc::new(Int16Array::from_value(year, batch.num_rows())),
            _ => Arc::new(StringArray::from_iter_values(std::iter::repeat_n(value, batch.num_rows()))),
        };
        fields.push(Arc::new(Field::new(key.name(), column.data_type().clone(), false)));
        columns.push(column);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}
