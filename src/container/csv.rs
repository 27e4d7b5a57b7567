//! Crawl dumps in CSV, with any of the usual separators. Texts keep their encoding.

use crate::text::decode_name;
use std::borrow::Cow;
use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;

use ::csv::{ByteRecord, Error, ErrorKind, Reader, ReaderBuilder};

use super::dump;
use super::limits::Allowance;
use super::member::Container;
use super::trouble::{End, Trouble};

/// Reads rows of any length, the first being the names of the columns.
pub(super) fn rows<R: Read>(reader: R, separator: u8) -> Reader<R> {
    ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(reader)
}

/// Finds the documents in a dump.
pub(super) fn read(container: &mut Container, separator: u8, input: impl Read) -> Result<(), End> {
    let most = container.limits().document;
    let left = Rc::new(Cell::new(most));
    let mut rows = rows(Allowance { inner: input, left: left.clone() }, separator);
    let header = rows.byte_headers().map_err(trouble)?;
    let names: Vec<String> = header.iter().map(|column| dump::folded(&decode_name(column))).collect();
    let (mut record, mut number) = (ByteRecord::new(), 0);
    loop {
        left.set(most);
        if !rows.read_byte_record(&mut record).map_err(trouble)? {
            return Ok(());
        }
        number += 1;
        dump::row(container, number, |name| {
            let at = names.iter().position(|column| column == name)?;
            record.get(at).map(Cow::Borrowed)
        })?;
    }
}

/// The error of the package does not lead to its cause by itself.
fn trouble(error: Error) -> Trouble {
    match error.kind() {
        ErrorKind::Io(cause) => Trouble::from_error(cause),
        _ => Trouble::from_error(&error),
    }
}
