//! Compound files (OLE2), the file system in a file that old office documents are: named streams, each a chain of sectors.

use crate::read::Unreadable;

/// What a compound file is, by the streams it has. An encrypted one hides what it is.
const MARKS: [(&str, &str); 5] = [
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
];

/// The kind of document that some bytes are, if they are a compound file of a known one.
pub fn kind(bytes: &[u8]) -> Option<&'static str> {
    let file = Ole2::open(bytes).ok()?;
    MARKS.iter().find(|(stream, _)| file.has(stream)).map(|(_, kind)| *kind)
}

/// How every compound file begins.
const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Bytes of the header, and of an entry of the directory.
const HEADER: usize = 512;
const ENTRY: usize = 128;
/// Bytes of a small sector. The small sectors lie in the root stream, and short streams in them.
const SMALL: usize = 64;
/// Sectors from this number on are marks.
const LAST: u32 = 0xffff_fffa;

/// A compound file.
pub struct Ole2<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// For each sector the one that follows it.
    next: Vec<u32>,
    /// For each small sector the one that follows it.
    next_small: Vec<u32>,
    /// The stream that holds the small sectors.
    small: Vec<u8>,
    small_below: usize,
    entries: Vec<Entry>,
}

/// A stream by its name.
struct Entry {
    name: String,
    start: u32,
    size: usize,
}

impl<'b> Ole2<'b> {
    /// Opens a compound file.
    pub fn open(bytes: &'b [u8]) -> Result<Ole2<'b>, Unreadable> {
        let damaged = || Unreadable::damaged("its sectors cannot be followed");
        let shift = u16_at(bytes, 30).filter(|shift| (7..=16).contains(shift) && bytes.starts_with(MAGIC));
        let mut file = Ole2 {
            bytes,
            sector: 1 << shift.ok_or_else(damaged)?,
            next: Vec::new(),
            next_small: Vec::new(),
            small: Vec::new(),
            small_below: u32_at(bytes, 56).ok_or_else(damaged)? as usize,
            entries: Vec::new(),
        };
        file.next = file.table().ok_or_else(damaged)?;
        let directory = file.chain(u32_at(bytes, 48).ok_or_else(damaged)?, usize::MAX);
        file.entries = directory.chunks_exact(ENTRY).filter_map(Entry::read).collect();
        let root = file.entries.first().ok_or_else(damaged)?;
        file.small = file.chain(root.start, root.size);
        file.next_small = numbers(&file.chain(u32_at(bytes, 60).ok_or_else(damaged)?, usize::MAX));
        Ok(file)
    }

    /// The stream of a name, as far as its sectors are there; `None` if the file has none.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().skip(1).find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        Some(match entry.size < self.small_below {
            true => self.small_chain(entry.start, entry.size),
            false => self.chain(entry.start, entry.size),
        })
    }

    /// Whether the file has a stream of a name.
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().skip(1).any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The table of sectors, whose own sectors the header and a chain of lists name.
    fn table(&self) -> Option<Vec<u32>> {
        let mut sectors: Vec<u32> = numbers(self.bytes.get(76..HEADER)?);
        let mut list = u32_at(self.bytes, 68)?;
        // No file has more lists than sectors.
        for _ in 0..=self.bytes.len() / self.sector {
            let Some(sector) = self.sector(list) else { break };
            let mut more = numbers(sector);
            list = more.pop()?;
            sectors.append(&mut more);
        }
        let tables = sectors.iter().filter_map(|sector| self.sector(*sector));
        Some(tables.take(self.bytes.len() / self.sector + 1).flat_map(numbers).collect())
    }

    /// The bytes of a sector, fewer if the file ends in it; `None` if there are none.
    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        let start = (number as usize).checked_add(1).filter(|_| number < LAST)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        Some(&rest[..rest.len().min(self.sector)])
    }

    /// The bytes of a chain of sectors, up to `size`, as far as they are there.
    fn chain(&self, start: u32, size: usize) -> Vec<u8> {
        let (mut bytes, mut at) = (Vec::new(), start);
        while bytes.len() < size.min(self.bytes.len()) {
            let Some(sector) = self.sector(at) else { break };
            bytes.extend_from_slice(sector);
            at = self.next.get(at as usize).copied().unwrap_or(LAST);
        }
        bytes.truncate(size);
        bytes
    }

    fn small_chain(&self, start: u32, size: usize) -> Vec<u8> {
        let (mut bytes, mut at) = (Vec::new(), start);
        while bytes.len() < size.min(self.bytes.len()) {
            let from = (at as usize).saturating_mul(SMALL);
            let Some(sector) = self.small.get(from..).filter(|rest| !rest.is_empty()) else { break };
            bytes.extend_from_slice(&sector[..sector.len().min(SMALL)]);
            at = self.next_small.get(at as usize).copied().unwrap_or(LAST);
        }
        bytes.truncate(size);
        bytes
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Entry> {
        let length = usize::from(u16_at(bytes, 64)?).clamp(2, 64) - 2;
        let units = bytes[..length].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let name = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        // Storages (1) have no bytes of their own.
        let size = if bytes[66] == 1 { 0 } else { u32_at(bytes, 120)? as usize };
        Some(Entry { name, start: u32_at(bytes, 116)?, size })
    }
}

/// The number of 16 bits at a place.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?).map(|bytes| u16::from_le_bytes([bytes[0], bytes[1]]))
}

/// The number of 32 bits at a place.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?).map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// The numbers of 32 bits that a table or list holds.
fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::sample::compound;

    #[test]
    fn streams_are_found_by_their_names() {
        let long: Vec<u8> = (0..9000_u32).map(|at| at as u8).collect();
        let bytes = compound(&[("WordDocument", long.clone()), ("1Table", vec![7])]);
        let file = Ole2::open(&bytes).expect("a compound file");
        assert_eq!(file.stream("worddocument"), Some(long));
        assert_eq!(file.stream("1Table").map(|stream| (stream[0], stream.len())), Some((7, 4096)));
        assert_eq!((file.stream("Data"), file.has("Root Entry")), (None, false));
    }

    #[test]
    fn streams_tell_the_kind() {
        let kinds = ["WordDocument", "Workbook", "Book", "EncryptedPackage", "PowerPoint Document", "Contents"];
        let kinds = kinds.map(|stream| kind(&compound(&[(stream, Vec::new())])));
        assert_eq!(kinds, [Some("doc"), Some("xls"), Some("xls"), Some("encrypted"), Some("ppt"), None]);
        assert_eq!(kind(MAGIC), None);
    }

    #[test]
    fn chains_without_end_are_bounded() {
        let mut bytes = compound(&[("Workbook", vec![1; 5000])]);
        // Each sector is followed by itself.
        for sector in 0..128_u32 {
            let at = 512 + 4 * sector as usize;
            bytes[at..at + 4].copy_from_slice(&sector.to_le_bytes());
        }
        bytes[68..72].copy_from_slice(&2_u32.to_le_bytes());
        bytes[56..60].fill(0xff);
        let file = Ole2::open(&bytes).expect("a compound file");
        assert!(file.stream("Workbook").is_none_or(|stream| stream.len() <= bytes.len() + 512));
        for length in (0..bytes.len()).step_by(64) {
            let _kind = kind(&bytes[..length]);
        }
    }
}
