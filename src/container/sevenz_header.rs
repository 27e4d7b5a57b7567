//! The header of a 7z archive, before it is read: the package reads it whole, unpacks it without a limit, and if there is
//! none tries every place of the file for one.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::Crc;

use super::input::Seekable;
use super::issues::{DAMAGED, TOO_LARGE, UNSUPPORTED};
use super::trouble::{End, Trouble};

/// Bytes of a header, unpacked: some ten thousand names, and in the worst case a gigabyte in memory.
const LARGEST: u64 = 8 << 20;
/// Bytes of what stands at the beginning: a signature, a version, and the place, the length and the sum of the header.
const START: usize = 32;
/// The first byte of a header that is packed itself.
const PACKED: u8 = 0x17;

/// Refuses an archive whose header is missing, larger than is read, or packed with a dictionary larger than `dictionary`.
pub(super) fn check(input: &mut Seekable, dictionary: u64) -> Result<(), End> {
    let mut start = [0; START];
    input.read_exact(&mut start)?;
    let (sum, offset, length) = (number(&start[8..12]), number(&start[12..20]), number(&start[20..28]));
    let mut own = Crc::new();
    own.update(&start[12..]);
    let end = offset.checked_add(length).and_then(|end| end.checked_add(START as u64));
    if u64::from(own.sum()) != sum || length == 0 || end.is_none_or(|end| input.len().is_ok_and(|whole| end > whole)) {
        return Err(Trouble::new(&DAMAGED, "its header is not where it should be").into());
    }
    if length > LARGEST {
        return Err(Trouble::of(&TOO_LARGE).into());
    }
    let mut header = Vec::new();
    input.seek(SeekFrom::Start(START as u64 + offset))?;
    input.by_ref().take(length).read_to_end(&mut header)?;
    input.rewind()?;
    let Some(packed) = header.strip_prefix(&[PACKED]) else { return Ok(()) };
    match needs(&mut &*packed) {
        Ok((unpacked, own)) if unpacked <= LARGEST && own <= dictionary => Ok(()),
        Ok(_) => Err(Trouble::of(&TOO_LARGE).into()),
        Err(_) => Err(Trouble::new(&UNSUPPORTED, "its header is packed in an unusual way").into()),
    }
}

/// What a packed header unpacks to, and its dictionary, in bytes. All archivers pack it as one stream of simple coders.
fn needs(header: &mut &[u8]) -> io::Result<(u64, u64)> {
    const PACKED_STREAMS: u8 = 6;
    const CODERS: [u8; 4] = [7, 11, 1, 0];
    const SIZES: u8 = 12;
    let unusual = |is: bool| if is { Err(io::Error::from(io::ErrorKind::InvalidData)) } else { Ok(()) };
    unusual(byte(header)? != PACKED_STREAMS)?;
    let (_place, streams) = (varying(header)?, varying(header)?);
    unusual(streams != 1)?;
    loop {
        match byte(header)? {
            0 => break,
            9 => _ = varying(header)?,
            // The sum of the one stream.
            10 => _ = bytes(header, 5)?,
            _ => unusual(true)?,
        }
    }
    unusual(bytes(header, CODERS.len())? != CODERS)?;
    let (coders, mut largest) = (varying(header)?, 0);
    unusual(coders == 0 || coders > 4)?;
    for _ in 0..coders {
        let flags = byte(header)?;
        unusual(flags & 0xd0 != 0)?;
        let id = bytes(header, usize::from(flags & 15))?;
        let length = if flags & 0x20 == 0 { 0 } else { varying(header)? };
        let properties = bytes(header, usize::try_from(length).unwrap_or(usize::MAX))?;
        largest = largest.max(dictionary(id, properties));
    }
    for _ in 1..coders {
        _ = (varying(header)?, varying(header)?);
    }
    unusual(byte(header)? != SIZES)?;
    let mut unpacked = 0;
    for _ in 0..coders {
        unpacked = unpacked.max(varying(header)?);
    }
    Ok((unpacked, largest))
}

/// The dictionary that a coder asks for, in bytes: it is allocated before anything is read.
pub(super) fn dictionary(id: &[u8], properties: &[u8]) -> u64 {
    const LZMA: &[u8] = &[3, 1, 1];
    const LZMA2: &[u8] = &[0x21];
    match (id, properties) {
        (LZMA, [_, size @ ..]) => number(&size[..size.len().min(4)]),
        (LZMA2, [bits @ 0..=40, ..]) => (2 | u64::from(bits & 1)) << (bits / 2 + 11),
        _ => 0,
    }
}

/// A number of some bytes, the lowest first.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn byte(header: &mut &[u8]) -> io::Result<u8> {
    Ok(bytes(header, 1)?[0])
}

fn bytes<'h>(header: &mut &'h [u8], length: usize) -> io::Result<&'h [u8]> {
    header.split_off(..length).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// A number of varying length: the ones at the top of the first byte say how many bytes follow, the rest of it is its
/// highest part.
fn varying(header: &mut &[u8]) -> io::Result<u64> {
    let first = byte(header)?;
    let more = first.leading_ones();
    let low = number(bytes(header, more as usize)?);
    let high = first.checked_shl(more + 1).unwrap_or(0) >> (more + 1).min(7);
    Ok(low | u64::from(high).checked_shl(8 * more).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_varying_length() {
        let cases: [(&[u8], u64); 7] = [
            (&[0], 0),
            (&[0x7f], 0x7f),
            (&[0x80, 0xff], 0xff),
            (&[0xbf, 0x01], 0x3f01),
            (&[0xc1, 0x34, 0x12], 0x1_1234),
            (&[0xfe, 1, 0, 0, 0, 0, 0, 1], 1 | 1 << 48),
            (&[0xff, 1, 0, 0, 0, 0, 0, 0, 1], 1 | 1 << 56),
        ];
        for (bytes, expected) in cases {
            assert_eq!(varying(&mut &*bytes).expect("whole"), expected, "{bytes:x?}");
        }
        assert!(varying(&mut &[0xc1, 0x34][..]).is_err());
    }

    /// A packed header: one coder with these properties, unpacking to a size of one byte more than 4 bytes hold.
    fn header(id: &[u8], properties: &[u8], size: [u8; 4]) -> Vec<u8> {
        let coder = [&[0x20 | id.len() as u8], id, &[properties.len() as u8], properties].concat();
        [&[6, 0, 1, 9, 50, 0, 7, 11, 1, 0, 1][..], &coder, &[12, 0xf0], &size, &[0, 0]].concat()
    }

    #[test]
    fn a_packed_header_says_what_it_needs() {
        let lzma = header(&[3, 1, 1], &[0x5d, 0, 0, 1, 0], [1, 2, 3, 4]);
        assert_eq!(needs(&mut &*lzma).expect("sound"), (0x0403_0201, 1 << 16));
        let lzma2 = header(&[0x21], &[24], [0, 0, 0, 1]);
        assert_eq!(needs(&mut &*lzma2).expect("sound"), (1 << 24, 1 << 24));
        for cut in 0..lzma.len() - 2 {
            assert!(needs(&mut &lzma[..cut]).is_err(), "{cut}");
        }
    }
}
