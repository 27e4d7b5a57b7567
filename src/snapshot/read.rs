//! Some columns of one file of a snapshot.

use std::fs::File;
use std::path::Path;

use arrow::array::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;

/// All rows of a Parquet file with these columns, in one batch; `None` if it has no rows.
///
/// # Errors
/// If it is not there, no Parquet file, or lacks a column.
pub fn columns(path: &Path, names: &[&str]) -> Result<Option<RecordBatch>, ParquetError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
    let rows = usize::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
    let wanted = ProjectionMask::columns(builder.parquet_schema(), names.iter().copied());
    let batch = builder.with_projection(wanted).with_batch_size(rows.max(1)).build()?.next().transpose()?;
    let lacks = |batch: &RecordBatch| names.iter().find(|name| batch.column_by_name(name).is_none());
    match batch.as_ref().and_then(lacks) {
        Some(name) => Err(ParquetError::General(format!("it has no column `{name}`"))),
        None => Ok(batch),
    }
}
