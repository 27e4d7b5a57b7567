//! Pictures of pages, as scanners and phones make them: what is on them is not read, how large they are is.

use super::Unreadable;
use super::layout::PAGE_IS_PICTURE;
use crate::content::{Content, Place};
use crate::issue::Issue;
use crate::limits::Limits;

/// Always why: a picture holds no text. Each page of it, with its size if the file states it, is an issue.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Content<'static>, Unreadable> {
    let page = |(number, size): (u32, Size)| {
        let size = size.map(|(width, height)| format!("{width} x {height} pixels")).unwrap_or_default();
        Issue::new(&PAGE_IS_PICTURE, size).at(Place { page: Some(number), ..Place::default() })
    };
    Err(Unreadable::pictures((1..).zip(pages(bytes, limits.pages)).map(page).collect()))
}

/// The sizes of the pages in a file, up to `most`: of the formats here only TIFF has more than one.
fn pages(bytes: &[u8], most: usize) -> Vec<Size> {
    let tiff = match bytes {
        [b'I', b'I', b'*', 0, ..] => tiff(bytes, le, most),
        [b'M', b'M', 0, b'*', ..] => tiff(bytes, be, most),
        _ => Vec::new(),
    };
    if tiff.is_empty() { vec![size(bytes)] } else { tiff }
}

/// Width and height in pixels, if the file states them.
type Size = Option<(u32, u32)>;

/// The size of a picture.
fn size(bytes: &[u8]) -> Size {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some((be(bytes, 16, 4)?, be(bytes, 20, 4)?)),
        [b'G', b'I', b'F', b'8', ..] => Some((le(bytes, 6, 2)?, le(bytes, 8, 2)?)),
        // A height below zero says that the rows run downwards.
        [b'B', b'M', ..] => Some((le(bytes, 18, 4)?, le(bytes, 22, 4)?.cast_signed().unsigned_abs())),
        [0xff, 0xd8, ..] => jpeg(bytes),
        _ => None,
    }
}

/// A number of `length` bytes at `at`, the most significant first.
fn be(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let number = bytes.get(at..at.checked_add(length)?)?;
    Some(number.iter().fold(0, |value, byte| value << 8 | u32::from(*byte)))
}

/// A number of `length` bytes at `at`, the least significant first.
fn le(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let number = bytes.get(at..at.checked_add(length)?)?;
    Some(number.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte)))
}

/// The size in the frame header, behind segments of any kind.
fn jpeg(bytes: &[u8]) -> Size {
    let mut at = 2;
    loop {
        let marker = be(bytes, at, 2)?;
        match marker {
            0xffff => at += 1,
            0xffc0..=0xffc3 | 0xffc5..=0xffc7 | 0xffc9..=0xffcb | 0xffcd..=0xffcf => {
                return Some((be(bytes, at + 7, 2)?, be(bytes, at + 5, 2)?));
            }
            0xff01..=0xfffe => at += 2 + be(bytes, at + 2, 2)?.max(2) as usize,
            _ => return None,
        }
    }
}

/// Fields of a directory that are looked at.
const MOST_FIELDS: u32 = 200;

/// A number of so many bytes at a place.
type Number = fn(&[u8], usize, usize) -> Option<u32>;

/// The sizes in the directories, up to `most`, one for each page; each directory names the next.
fn tiff(bytes: &[u8], read: Number, most: usize) -> Vec<Size> {
    let place = |at: usize| read(bytes, at, 4).filter(|place| *place > 0).map(|place| place as usize);
    let next = |directory: &usize| place(directory + 2 + 12 * read(bytes, *directory, 2)? as usize);
    let directories = std::iter::successors(place(4), next).take(most);
    directories.filter(|at| read(bytes, *at, 2).is_some()).map(|at| directory(bytes, read, at)).collect()
}

/// The size in a directory.
fn directory(bytes: &[u8], read: Number, directory: usize) -> Size {
    let field = |tag: u32| {
        let places = (0..read(bytes, directory, 2)?.min(MOST_FIELDS)).map(|n| directory + 2 + 12 * n as usize);
        let at = places.into_iter().find(|at| read(bytes, *at, 2) == Some(tag))?;
        read(bytes, at + 8, if read(bytes, at + 2, 2)? == 3 { 2 } else { 4 })
    };
    Some((field(256)?, field(257)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_states_the_size() {
        let jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x64\x00\xc8\x03";
        // Two pages, of which the second names itself as the next.
        let directory = b"\x02\0\x00\x01\x03\0\x01\0\0\0\xc8\0\0\0\x01\x01\x04\0\x01\0\0\0\x64\0\0\0";
        let tiff = [b"II*\0\x08\0\0\0", &directory[..], b"\x26\0\0\0", directory, b"\x26\0\0\0"].concat();
        assert_eq!(pages(&tiff, 3), [Some((200, 100)); 3]);
        let cases: [(&[u8], Size); 8] = [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\xc8\0\0\0\x64\x08", Some((200, 100))),
            (b"GIF89a\xc8\0\x64\0", Some((200, 100))),
            (b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\xc8\0\0\0\x9c\xff\xff\xff", Some((200, 100))),
            (jpeg, Some((200, 100))),
            (&tiff[..34], Some((200, 100))),
            (b"\xff\xd8\xff", None),
            (b"II*\0\xff\xff\xff\xff", None),
            (b"text", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(pages(bytes, 1), [expected], "{bytes:?}");
        }
    }
}
