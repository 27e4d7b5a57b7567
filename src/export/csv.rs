//! CSV in UTF-8, with the names of the columns in the first line. A null is an empty field.

use std::io::{self, Write};

use arrow::array::{ArrayRef, RecordBatch};
use arrow::util::display::array_value_to_string;

use crate::export::{Error, Selection, rows};

/// Writes the selection; returns the number of its rows.
pub fn write(selection: &Selection, to: impl Write, failed: &dyn Fn(io::Error) -> Error) -> Result<u64, Error> {
    let mut writer = csv::Writer::from_writer(to);
    let mut count = 0;
    rows::each(selection, |batch| {
        if count == 0 && batch.num_rows() > 0 {
            heads(&mut writer, batch).map_err(failed)?;
        }
        count += batch.num_rows() as u64;
        append(&mut writer, batch).map_err(failed)
    })?;
    writer.flush().map_err(failed)?;
    Ok(count)
}

/// Writes the names of the columns.
pub fn heads(writer: &mut csv::Writer<impl Write>, batch: &RecordBatch) -> io::Result<()> {
    Ok(writer.write_record(batch.schema().fields().iter().map(|field| field.name()))?)
}

/// Writes the rows of a batch.
pub fn append(writer: &mut csv::Writer<impl Write>, batch: &RecordBatch) -> io::Result<()> {
    for row in 0..batch.num_rows() {
        let cell = |column: &ArrayRef| array_value_to_string(column, row).map_err(io::Error::other);
        let cells = batch.columns().iter().map(cell).collect::<io::Result<Vec<String>>>()?;
        writer.write_record(cells)?;
    }
    Ok(())
}
