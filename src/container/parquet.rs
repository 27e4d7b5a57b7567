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
use super::parquet_header::{check_footer, check_pages};
use super::trouble::{End, Trouble};
use super::{DumpColumns, dump};

/// Rows that are decoded at once: a dictionary may give each of them its largest text.
const BATCH: usize = 1;

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
        Seekable::File(file) => rows(container, file.try_clone()?, file),
        Seekable::Memory(bytes) => rows(container, bytes.get_ref().clone(), bytes.into_inner()),
    }
}

fn has_text(reader: impl ChunkReader + 'static, columns: &DumpColumns) -> Result<bool, End> {
    check_footer(&reader)?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(reader).map_err(trouble)?;
    let is_text = |field: &Field| columns.is_text(field.name()) && holds_text(field.data_type());
    Ok(builder.schema().fields().iter().any(|field| is_text(field)))
}

/// `pages` is the same file once more, to look at before it is read.
fn rows(container: &mut Container, pages: impl ChunkReader, reader: impl ChunkReader + 'static) -> Result<(), End> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(reader).map_err(trouble)?;
    let fields = builder.schema().fields().iter().enumerate();
    // A list in a column may have any number of values in one row.
    let is_known = |field: &Field| container.columns().is_known(field.name()) && !field.data_type().is_nested();
    let known: Vec<usize> = fields.filter(|(_, field)| is_known(field)).map(|(at, _)| at).collect();
    let mask = ProjectionMask::roots(builder.parquet_schema(), known);
    check_pages(&pages, builder.metadata(), &mask, container.limits().nested)?;
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

/// The columns of a batch as bytes, with their names. Numbers and dates become text.
fn texts(batch: &RecordBatch) -> Result<Vec<(String, LargeBinaryArray)>, End> {
    let schema = batch.schema();
    let fields = schema.fields().iter().zip(batch.columns());
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
