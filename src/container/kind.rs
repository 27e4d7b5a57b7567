//! What kind of container some bytes are, by their beginning, never by a file name.

use super::{dump, jsonl, mail};
use crate::container::DumpColumns;

/// A kind of container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    SevenZ,
    Rar,
    Parquet,
    Compressed(Codec),
    Tar,
    Warc,
    Mail,
    /// Comma-separated values, with their separator.
    Csv(u8),
    Jsonl,
    /// A container that is known and not opened, by name.
    Unsupported(&'static str),
}

/// A compression of one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codec {
    Gzip,
    Bzip2,
    Xz,
    Zstd,
}

/// Beginnings of containers.
const MAGIC: [(&[u8], Kind); 15] = [
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"PK\x07\x08PK\x03\x04", Kind::Zip),
    (b"7z\xbc\xaf\x27\x1c", Kind::SevenZ),
    (b"Rar!\x1a\x07", Kind::Rar),
    (b"PAR1", Kind::Parquet),
    (b"\x1f\x8b\x08", Kind::Compressed(Codec::Gzip)),
    (b"\xfd7zXZ\x00", Kind::Compressed(Codec::Xz)),
    (b"\x28\xb5\x2f\xfd", Kind::Compressed(Codec::Zstd)),
    (b"WARC/", Kind::Warc),
    (b"MSCF\x00\x00", Kind::Unsupported("cab")),
    (b"\x1f\x9d", Kind::Unsupported("compress")),
    (b"LZIP\x01", Kind::Unsupported("lzip")),
    (b"\x04\x22\x4d\x18", Kind::Unsupported("lz4")),
    (b"!<arch>\n", Kind::Unsupported("ar")),
];

impl Kind {
    /// The kind of container that begins with `head`; `None` for a document.
    pub fn of(head: &[u8], columns: &DumpColumns) -> Option<Kind> {
        if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Some(kind.clone());
        }
        match () {
            () if is_bzip2(head) => Some(Kind::Compressed(Codec::Bzip2)),
            () if is_tar(head) => Some(Kind::Tar),
            () if is_lha(head) => Some(Kind::Unsupported("lha")),
            () if mail::is_mail(head) => Some(Kind::Mail),
            () if jsonl::is_dump(head, columns) => Some(Kind::Jsonl),
            () => dump::separator(head, columns).map(Kind::Csv),
        }
    }

    /// The word used in the data set.
    pub fn as_str(&self) -> &'static str {
        match self {
            Kind::Zip => "zip",
            Kind::SevenZ => "7z",
            Kind::Rar => "rar",
            Kind::Parquet => "parquet",
            Kind::Compressed(Codec::Gzip) => "gzip",
            Kind::Compressed(Codec::Bzip2) => "bzip2",
            Kind::Compressed(Codec::Xz) => "xz",
            Kind::Compressed(Codec::Zstd) => "zstd",
            Kind::Tar => "tar",
            Kind::Warc => "warc",
            Kind::Mail => "mail",
            Kind::Csv(_) => "csv",
            Kind::Jsonl => "jsonl",
            Kind::Unsupported(name) => name,
        }
    }
}

/// `BZh`, a level, and the first six digits of pi that open a block.
fn is_bzip2(head: &[u8]) -> bool {
    head.starts_with(b"BZh") && head.get(4..10) == Some(&[0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
}

fn is_lha(head: &[u8]) -> bool {
    head.get(2..5) == Some(b"-lh") && head.get(6) == Some(&b'-')
}

/// Whether the first block is a tar header: the sum of its bytes stands in it, its own field counted as blanks. Old tar
/// files have no other mark.
fn is_tar(head: &[u8]) -> bool {
    const SUM: std::ops::Range<usize> = 148..156;
    let Some(block) = head.get(..512) else { return false };
    let printed: String = block[SUM].iter().map(|byte| char::from(*byte)).filter(char::is_ascii_digit).collect();
    let others = block[..SUM.start].iter().chain(&block[SUM.end..]);
    let sum: u64 = others.map(|byte| u64::from(*byte)).sum::<u64>() + 8 * u64::from(b' ');
    u64::from_str_radix(&printed, 8) == Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_tell_the_kind() {
        let columns = DumpColumns::default();
        let cases: [(&[u8], Option<&str>); 8] = [
            (b"PK\x03\x04....", Some("zip")),
            (b"BZh91AY&SY....", Some("bzip2")),
            (b"BZh9 is a word", None),
            (b"%PDF-1.4", None),
            (b"WARC/1.0\r\n", Some("warc")),
            (b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html>", Some("mail")),
            (b"MSCF\x00\x00\x00\x00", Some("cab")),
            (&[0; 1024], None),
        ];
        for (head, expected) in cases {
            assert_eq!(Kind::of(head, &columns).as_ref().map(Kind::as_str), expected, "{head:?}");
        }
    }
}
