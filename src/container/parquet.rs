//! Crawl dumps in Parquet. Other Parquet files are documents that no reader takes.

use std::borrow::Cow;

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::ChunkReader;
use arrow::array::{Array, LargeBinaryArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field};
use arrow::error::ArrowError;

use super::input::Seekable;
use super::member::Container;
use super::trouble::{End, Trouble};
use super::{DumpColumns, dump};

/// Rows that are decoded at once.
const BATCH: usize = 16;

/// Whether a file has a column of texts.
pub(super) fn is_dump(input: &Seekable, columns: &DumpColumns) -> Result<bool, End> {
    match input {
        Seekable::File(file) => has_text(file.try_clone()?, columns),
        Seekable::Memory(bytes) => has_text(bytes.get_ref().clone(), columns),
    }
}

/// Finds the documents in a dump.
pub(super) fn read(container: &mut Container, input: Seekable) -> Result<(), End> {
    match input {
        Seekable::File(file) => rows(container, file),
        Seekable::Memory(bytes) => rows(container, bytes.into_inner()),
    }
}

fn has_text(reader: impl ChunkReader + 'static, columns: &DumpColumns) -> Result<bool, End> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(reader).map_err(trouble)?;
    let is_text = |field: &Field| columns.is_text(field.name()) && holds_text(field.data_type());
    Ok(builder.schema().fields().iter().any(|field| is_text(field)))
}

fn rows(container: &mut Container, reader: impl ChunkReader + 'static) -> Result<(), End> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(reader).map_err(trouble)?;
    let fields = builder.schema().fields().iter().enumerate();
    let known: Vec<usize> =
        fields.filter(|(_, field)| container.columns().is_known(field.name())).map(|(at, _)| at).collect();
    let mask = ProjectionMask::roots(builder.parquet_schema(), known);
    let batches = builder.with_projection(mask).with_batch_size(BATCH).build().map_err(trouble)?;
    let mut number = 0;
    for batch in batches {
        let columns = texts(&batch.map_err(|error| Trouble::from_error(&error))?)?;
        let length = columns.first().map_or(0, |(_, column)| column.len());
        for row in 0..length {
            number += 1;
            dump::row(container, number, |name| {
                let (_, column) = columns.iter().find(|(column, _)| column == name)?;
                column.is_valid(row).then(|| Cow::Borrowed(column.value(row)))
            })?;
        }
    }
    Ok(())
}

/// The columns of a batch as bytes, with their names. Numbers and dates become text; lists and the like are left out.
fn texts(batch: &RecordBatch) -> Result<Vec<(String, LargeBinaryArray)>, End> {
    let schema = batch.schema();
    let fields = schema.fields().iter().zip(batch.columns()).filter(|(field, _)| !field.data_type().is_nested());
    let text = |(field, column): (&std::sync::Arc<Field>, &arrow::array::ArrayRef)| {
        let bytes = match is_binary(field.data_type()) {
            true => cast(column, &DataType::LargeBinary)?,
            false => cast(&cast(column, &DataType::LargeUtf8)?, &DataType::LargeBinary)?,
        };
        Ok((dump::folded(field.name()), LargeBinaryArray::from(bytes.to_data())))
    };
    let texts: Result<_, ArrowError> = fields.map(text).collect();
    texts.map_err(|error| Trouble::from_error(&error).into())
}

fn is_binary(kind: &DataType) -> bool {
    matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_))
}

fn holds_text(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, value) => holds_text(value),
        kind => is_binary(kind) || matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
    }
}

fn trouble(error: ParquetError) -> End {
    Trouble::from_error(&error).into()
}
