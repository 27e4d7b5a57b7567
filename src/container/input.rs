//! What a container is read from: a file on disk, or a member of another container.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use bytes::Bytes;

use super::limits::read_all;

/// How many bytes are looked at to tell what something is: enough for the first rows of a crawl dump.
const HEAD: u64 = 256 << 10;

/// Bytes whose kind is not known yet.
pub(super) enum Input<'r> {
    /// A file of the input.
    File(File),
    /// A member, readable once.
    Stream(&'r mut dyn Read),
}

impl<'r> Input<'r> {
    /// The beginning, and the same input from its beginning.
    pub fn head(self) -> io::Result<(Vec<u8>, Headed<'r>)> {
        let mut head = Vec::new();
        match self {
            Input::File(mut file) => {
                file.by_ref().take(HEAD).read_to_end(&mut head)?;
                file.rewind()?;
                Ok((head, Headed::File(file)))
            }
            Input::Stream(stream) => {
                let error = stream.take(HEAD).read_to_end(&mut head).err();
                let whole = Cursor::new(head.clone()).chain(Rest { error, stream });
                Ok((head, Headed::Stream(whole)))
            }
        }
    }
}

/// An input whose beginning was looked at; it reads from the beginning again.
pub(super) enum Headed<'r> {
    File(File),
    Stream(io::Chain<Cursor<Vec<u8>>, Rest<'r>>),
}

/// What follows the beginning. An error met while looking ahead is kept until its place is reached, so that what comes
/// before the damage is read.
pub(super) struct Rest<'r> {
    error: Option<io::Error>,
    stream: &'r mut dyn Read,
}

impl Read for Rest<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.error.take() {
            Some(error) => Err(error),
            None => self.stream.read(buffer),
        }
    }
}

impl Headed<'_> {
    /// The same bytes with random access. A member is held in memory, so it must not be larger than `limit`.
    pub fn seekable(self, limit: u64) -> io::Result<Seekable> {
        match self {
            Headed::File(file) => Ok(Seekable::File(file)),
            Headed::Stream(mut stream) => Ok(Seekable::Memory(Cursor::new(read_all(&mut stream, limit)?.into()))),
        }
    }
}

impl Read for Headed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Headed::File(file) => file.read(buffer),
            Headed::Stream(stream) => stream.read(buffer),
        }
    }
}

/// Bytes with random access.
pub(super) enum Seekable {
    File(File),
    Memory(Cursor<Bytes>),
}

impl Seekable {
    /// How many bytes there are.
    pub fn len(&self) -> io::Result<u64> {
        match self {
            Seekable::File(file) => Ok(file.metadata()?.len()),
            Seekable::Memory(cursor) => Ok(cursor.get_ref().len() as u64),
        }
    }
}

impl Read for Seekable {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Seekable::File(file) => file.read(buffer),
            Seekable::Memory(cursor) => cursor.read(buffer),
        }
    }
}

impl Seek for Seekable {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        match self {
            Seekable::File(file) => file.seek(position),
            Seekable::Memory(cursor) => cursor.seek(position),
        }
    }
}
