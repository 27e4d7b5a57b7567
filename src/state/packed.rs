//! Values as bytes on disk: compressed, with a checksum that is proven when they are read back.

use std::cell::RefCell;
use std::io::{self, ErrorKind};

use serde::Serialize;
use serde::de::DeserializeOwned;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::CParameter;

use crate::word;

/// Fast: what is put away is read again by the same run, or by that of the next night. Below zero single bytes are not coded,
/// which takes a little more room and two thirds of the time.
const LEVEL: i32 = -1;

// To make one of them takes longer than to use it once.
thread_local! {
    static COMPRESSOR: RefCell<io::Result<Compressor<'static>>> = RefCell::new(compressor());
    static DECOMPRESSOR: RefCell<io::Result<Decompressor<'static>>> = RefCell::new(Decompressor::new());
}

fn compressor() -> io::Result<Compressor<'static>> {
    let mut compressor = Compressor::new(LEVEL)?;
    compressor.set_parameter(CParameter::ChecksumFlag(true))?;
    Ok(compressor)
}

/// A value as plain bytes.
pub fn bytes<T: Serialize + ?Sized>(value: &T) -> io::Result<Vec<u8>> {
    word::in_value(|| postcard::to_stdvec(value)).map_err(io::Error::other)
}

/// Some bytes, compressed.
pub fn compress(bytes: &[u8]) -> io::Result<Vec<u8>> {
    COMPRESSOR.with_borrow_mut(|compressor| match compressor {
        Ok(compressor) => compressor.compress(bytes),
        Err(error) => Err(io::Error::other(error.to_string())),
    })
}

/// The value of which these are the compressed bytes, `size` of them when unpacked.
///
/// # Errors
/// [`ErrorKind::InvalidData`] if they are damaged.
pub fn unpack<T: DeserializeOwned>(packed: &[u8], size: usize) -> io::Result<T> {
    let bytes = DECOMPRESSOR.with_borrow_mut(|decompressor| match decompressor {
        Ok(decompressor) => decompressor.decompress(packed, size).map_err(damaged),
        Err(error) => Err(io::Error::other(error.to_string())),
    })?;
    word::in_value(|| postcard::from_bytes(&bytes)).map_err(damaged)
}

/// The error of bytes that are not those that were written.
pub fn damaged(fault: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, fault)
}

/// Whether an error tells of damage to what was written, not of trouble with the disk.
pub fn is_damage(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof)
}
