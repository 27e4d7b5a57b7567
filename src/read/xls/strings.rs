//! Texts of a workbook: UTF-16, or its low bytes alone, cut wherever a record is full.

use crate::read::ole2::{u16_at, u32_at};
use crate::text::CodePage;

/// The bytes of a record and of those that continue it.
pub struct Chunks<'r> {
    chunks: Vec<&'r [u8]>,
    /// The chunk and the place in it that are read next.
    chunk: usize,
    at: usize,
}

impl<'r> Chunks<'r> {
    /// A record with those that continue it.
    pub fn new(chunks: Vec<&'r [u8]>) -> Chunks<'r> {
        Chunks { chunks, chunk: 0, at: 0 }
    }

    /// The bytes of the record without those that continue it.
    pub fn first(&self) -> &'r [u8] {
        self.chunks.first().copied().unwrap_or_default()
    }

    /// The number of 16 bits at a place of the record.
    pub fn number(&self, at: usize) -> Option<u16> {
        u16_at(self.first(), at)
    }

    /// The texts of a table of shared strings, as far as they are there and have no more bytes than `most`.
    pub fn strings(mut self, most: usize) -> Vec<String> {
        let count = u32_at(self.first(), 4).unwrap_or(0);
        self.at = 8;
        let mut length = 0;
        let mut strings = Vec::new();
        for _ in 0..count {
            let Some(text) = self.string().filter(|_| length <= most) else { break };
            // Empty ones take room too.
            length += text.len() + 1;
            strings.push(text);
        }
        strings
    }

    fn string(&mut self) -> Option<String> {
        let length = usize::from(u16::from_le_bytes([self.byte()?, self.byte()?]));
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(u16::from_le_bytes([self.byte()?, self.byte()?])) } else { 0 };
        let extension = match flags & 4 {
            0 => 0,
            _ => u32::from_le_bytes([self.byte()?, self.byte()?, self.byte()?, self.byte()?]) as usize,
        };
        let text = self.characters(length, flags & 1 == 1);
        self.pass(4 * runs + extension);
        Some(text)
    }

    /// Characters, whose width is stated anew where a record continues.
    fn characters(&mut self, length: usize, mut wide: bool) -> String {
        let mut text = String::new();
        let mut left = length;
        while left > 0 {
            let chunk = self.chunks.get(self.chunk).copied().unwrap_or_default();
            let size = if wide { 2 } else { 1 };
            let rest = chunk.get(self.at..).unwrap_or_default();
            let count = left.min(rest.len() / size);
            text += &decoded(&rest[..count * size], wide);
            left -= count;
            self.at += count * size;
            if left > 0 {
                (self.chunk, self.at) = (self.chunk + 1, 0);
                match self.byte() {
                    Some(flags) => wide = flags & 1 == 1,
                    None => break,
                }
            }
        }
        text
    }

    fn byte(&mut self) -> Option<u8> {
        while self.at >= self.chunks.get(self.chunk)?.len() {
            (self.chunk, self.at) = (self.chunk + 1, 0);
        }
        self.at += 1;
        Some(self.chunks[self.chunk][self.at - 1])
    }

    fn pass(&mut self, mut count: usize) {
        while let Some(chunk) = self.chunks.get(self.chunk).filter(|_| count > 0) {
            let step = count.min(chunk.len().saturating_sub(self.at));
            count -= step;
            self.at += step;
            if count > 0 {
                (self.chunk, self.at) = (self.chunk + 1, 0);
            }
        }
    }
}

/// A text of so many characters, behind its flags.
pub fn text(bytes: &[u8], length: usize) -> String {
    let Some((flags, rest)) = bytes.split_first() else { return String::new() };
    let wide = flags & 1 == 1;
    // Behind the flags may stand how much formatting follows the text.
    let skip = if flags & 8 != 0 { 2 } else { 0 } + if flags & 4 != 0 { 4 } else { 0 };
    let rest = rest.get(skip..).unwrap_or_default();
    let size = if wide { 2 * length } else { length };
    decoded(&rest[..size.min(rest.len())], wide)
}

fn decoded(bytes: &[u8], wide: bool) -> String {
    match wide {
        true => CodePage::UTF_16.decode(bytes).into_owned(),
        false => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_on_in_the_next_record() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        // Two texts; the first is cut behind its second character, where the width is stated anew.
        let first = [&[2, 0, 0, 0, 2, 0, 0, 0, 4, 0, 1][..], &wide("公开")].concat();
        let second = [&[0][..], b"ab", &[1, 0, 9, 1, 0], &wide("三"), &[1, 2, 3, 4]].concat();
        assert_eq!(Chunks::new(vec![&first, &second]).strings(1000), ["公开ab", "三"]);
        // Cut off, and more texts promised than there are.
        assert_eq!(Chunks::new(vec![&first]).strings(1000), ["公开"]);
        assert_eq!(Chunks::new(vec![&[0, 0, 0, 0, 255, 255, 255, 255]]).strings(1000), Vec::<String>::new());
    }
}
