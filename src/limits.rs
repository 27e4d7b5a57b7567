//! How much is unpacked, and how much is read of one document, at most.
//!
//! Every limit is a size or a number and none a time: the same input gives the same data set on any machine, however busy.

use serde::Deserialize;

/// The limits of a build. What exceeds one is refused or cut off, with an issue; the run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of one document, and of what is read in it where it is packed. Larger ones are refused unread. 64 MiB.
    pub document: u64,
    /// Bytes of a container inside another that must be held in memory to be opened, because it is read from its end
    /// (zip, 7z, rar, Parquet); also the dictionary of its compression. 256 MiB.
    pub nested: u64,
    /// Bytes unpacked from one container. 64 GiB.
    pub container: u64,
    /// Bytes unpacked from one file of the input, at all depths together. 256 GiB.
    pub file: u64,
    /// Bytes unpacked for each packed byte of a compressed container. Reports of one site in a solid archive come near
    /// 100, zeros near 1000. 200.
    pub ratio: u64,
    /// Bytes that a container may unpack before its ratio is looked at. 16 MiB.
    pub ratio_from: u64,
    /// Members of one container, rows of a crawl dump included. 5 million.
    pub entries: u64,
    /// Containers around a document; compression counts as one, so that a page in a `.tar.gz` in a zip has three. 4.
    pub depth: usize,
    /// Bytes of text that are read of one document; the longest reports have some hundred thousand. 2 MiB.
    pub text: usize,
    /// Cells and lines of text that are read of one document. 100,000.
    pub cells: usize,
    /// Grids that are read of one document. 10,000.
    pub grids: usize,
    /// Pages that are read of one PDF or OFD file. 2,000.
    pub pages: usize,
    /// Issues that are listed of one document; the others are counted. 1,000.
    pub issues: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            document: 64 << 20,
            nested: 256 << 20,
            container: 64 << 30,
            file: 256 << 30,
            ratio: 200,
            ratio_from: 16 << 20,
            entries: 5_000_000,
            depth: 4,
            text: 2 << 20,
            cells: 100_000,
            grids: 10_000,
            pages: 2000,
            issues: 1000,
        }
    }
}
