//! What it takes to read a Parquet file, measured before the package reads it: the package makes structures of whatever
//! the footer lists, and room for whatever a page says it unpacks to.

use std::io::{self, Read};

use ::parquet::arrow::ProjectionMask;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use ::parquet::file::reader::ChunkReader;

use super::issues::{BOMB, DAMAGED};
use super::thrift::{Compact, INT, LIST, STRUCT};
use super::trouble::{End, Trouble};

/// Bytes of a footer. That of a dump of ten thousand row groups has a few million.
const LARGEST: u64 = 16 << 20;
/// Bytes at the end of a file: the length of the footer, and a mark.
const TAIL: u64 = 8;
/// Columns in one another.
const DEEPEST: usize = 32;
/// Columns, and columns of all row groups: each takes half a kilobyte in memory.
const MOST_COLUMNS: u64 = 10_000;
const MOST_CHUNKS: u64 = 500_000;
/// Bytes over which it is quicker to read than to begin anew behind them.
const NEAR: u64 = 64 << 10;

/// Refuses a file whose footer lists more than is read.
pub(super) fn check_footer(reader: &impl ChunkReader) -> Result<(), End> {
    // What is too short, and what is encrypted, the package tells.
    let Some(at) = reader.len().checked_sub(TAIL) else { return Ok(()) };
    let tail = reader.get_bytes(at, TAIL as usize).map_err(trouble)?;
    let (length, mark) = tail.split_at(4);
    let length = u64::from(u32::from_le_bytes([length[0], length[1], length[2], length[3]]));
    let Some(start) = at.checked_sub(length).filter(|_| mark == b"PAR1") else { return Ok(()) };
    if length > LARGEST {
        return Err(Trouble::of(&BOMB).into());
    }
    let footer = reader.get_bytes(start, length as usize).map_err(trouble)?;
    match is_read(&mut Compact::new(&*footer)) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Trouble::of(&BOMB).into()),
        Err(_) => Err(Trouble::new(&DAMAGED, "its footer makes no sense").into()),
    }
}

/// Whether a footer lists no more than is read.
fn is_read<R: Read>(footer: &mut Compact<R>) -> io::Result<bool> {
    let (mut columns, mut chunks) = (Columns::default(), 0);
    footer.structure(|footer, id, kind| {
        match (id, kind) {
            (2, LIST) => each(footer, |footer| {
                let mut children = 0;
                footer.structure(|footer, id, kind| number(footer, id, kind, &mut [(5, &mut children)]))?;
                columns.add(children);
                Ok(())
            })?,
            (4, LIST) => each(footer, |footer| {
                footer.structure(|footer, id, kind| {
                    if (id, kind) != (1, LIST) {
                        return Ok(false);
                    }
                    each(footer, |footer| {
                        chunks += 1;
                        footer.structure(|_, _, _| Ok(false))
                    })?;
                    Ok(true)
                })
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(!columns.are_too_deep && columns.count <= MOST_COLUMNS && chunks <= MOST_CHUNKS)
}

/// The columns of a schema, which come one by one, each before those in it.
#[derive(Default)]
struct Columns {
    count: u64,
    /// For each open column, how many are still to come in it.
    open: Vec<i64>,
    are_too_deep: bool,
}

impl Columns {
    fn add(&mut self, children: i64) {
        self.count += 1;
        if let Some(left) = self.open.last_mut() {
            *left -= 1;
        }
        self.open.push(children);
        self.are_too_deep |= self.open.len() > DEEPEST;
        self.open.truncate(DEEPEST);
        while self.open.last().is_some_and(|left| *left <= 0) {
            self.open.pop();
        }
    }
}

/// Reads each structure of a list.
fn each<R: Read>(compact: &mut Compact<R>, mut read: impl FnMut(&mut Compact<R>) -> io::Result<()>) -> io::Result<()> {
    let (count, kind) = compact.list()?;
    match kind {
        STRUCT => (0..count).try_for_each(|_| read(compact)),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// Reads a field into the number that stands for it.
fn number<R: Read>(compact: &mut Compact<R>, id: i64, kind: u8, numbers: &mut [(i64, &mut i64)]) -> io::Result<bool> {
    let wanted = numbers.iter_mut().find(|(wanted, _)| *wanted == id && kind == INT);
    let Some((_, number)) = wanted else { return Ok(false) };
    **number = compact.int()?;
    Ok(true)
}

/// Refuses a file with a page, among the columns of `mask`, that says it unpacks to more than `most` bytes.
pub(super) fn check_pages(
    reader: &impl ChunkReader,
    metadata: &ParquetMetaData,
    mask: &ProjectionMask,
    most: u64,
) -> Result<(), End> {
    for group in metadata.row_groups() {
        for (column, chunk) in group.columns().iter().enumerate() {
            if mask.leaf_included(column) {
                check_chunk(reader, chunk, most)?;
            }
        }
    }
    Ok(())
}

fn check_chunk(reader: &impl ChunkReader, chunk: &ColumnChunkMetaData, most: u64) -> Result<(), End> {
    let (mut at, length) = chunk.byte_range();
    let end = at.saturating_add(length);
    let mut compact = Compact::new(reader.get_read(at).map_err(trouble)?);
    while at < end {
        let before = compact.count;
        let Page { unpacked, packed, values } = Page::read(&mut compact).map_err(|_| damaged())?;
        if unpacked > most {
            return Err(Trouble::of(&BOMB).into());
        }
        // No value of a dictionary takes less than a byte.
        if values > unpacked {
            return Err(damaged());
        }
        at = at.saturating_add(compact.count - before).saturating_add(packed);
        if packed <= NEAR {
            // The last page may be cut off, which the package tells.
            let _cut_off = compact.bytes(packed);
        } else if at < end {
            compact = Compact::new(reader.get_read(at).map_err(trouble)?);
        }
    }
    Ok(())
}

/// What the header of a page says.
struct Page {
    /// Bytes that it unpacks to, and bytes behind the header.
    unpacked: u64,
    packed: u64,
    /// Values of a dictionary.
    values: u64,
}

impl Page {
    fn read<R: Read>(compact: &mut Compact<R>) -> io::Result<Page> {
        let (mut unpacked, mut packed, mut values) = (0, 0, 0);
        compact.structure(|compact, id, kind| match (id, kind) {
            (7, STRUCT) => {
                compact.structure(|compact, id, kind| number(compact, id, kind, &mut [(1, &mut values)]))?;
                Ok(true)
            }
            _ => number(compact, id, kind, &mut [(2, &mut unpacked), (3, &mut packed)]),
        })?;
        let size = |number: i64| u64::try_from(number).map_err(|_| io::ErrorKind::InvalidData);
        Ok(Page { unpacked: size(unpacked)?, packed: size(packed)?, values: size(values)? })
    }
}

fn damaged() -> End {
    Trouble::new(&DAMAGED, "the header of a page makes no sense").into()
}

fn trouble(error: ParquetError) -> End {
    Trouble::from_error(&error).into()
}
