//! The compact protocol of Thrift, in which Parquet files describe themselves: as far as it takes to find numbers, and to
//! pass over everything else.

use std::io::{self, Read};

/// Kinds of values.
pub(super) const INT: u8 = 5;
pub(super) const LIST: u8 = 9;
pub(super) const STRUCT: u8 = 12;

/// Structures in one another; those of Parquet have fewer than ten.
const DEEPEST: usize = 32;

/// Values read one after the other.
pub(super) struct Compact<R> {
    reader: R,
    depth: usize,
    /// Bytes that were read.
    pub count: u64,
}

impl<R: Read> Compact<R> {
    pub fn new(reader: R) -> Compact<R> {
        Compact { reader, depth: 0, count: 0 }
    }

    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.reader.read_exact(&mut byte)?;
        self.count += 1;
        Ok(byte[0])
    }

    /// A number in groups of seven bits, the least significant first.
    fn varying(&mut self) -> io::Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        damaged()
    }

    /// A whole number with a sign.
    pub fn int(&mut self) -> io::Result<i64> {
        let number = self.varying()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// A structure: `visit` gets the number and the kind of each field, and tells whether it has read the field.
    pub fn structure(&mut self, mut visit: impl FnMut(&mut Self, i64, u8) -> io::Result<bool>) -> io::Result<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return damaged();
        }
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            let kind = head & 15;
            match head {
                0 => break,
                1..16 => id = self.int()?,
                _ => id = id.saturating_add(i64::from(head >> 4)),
            }
            // The value of a flag is its kind.
            if !matches!(kind, 1 | 2) && !visit(self, id, kind)? {
                self.pass(kind)?;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// The number of values in a list, and their kind.
    pub fn list(&mut self) -> io::Result<(u64, u8)> {
        let head = self.byte()?;
        let count = if head >> 4 == 15 { self.varying()? } else { u64::from(head >> 4) };
        Ok((count, head & 15))
    }

    /// Passes over bytes.
    pub fn bytes(&mut self, count: u64) -> io::Result<()> {
        self.count += count;
        match io::copy(&mut self.reader.by_ref().take(count), &mut io::sink())? == count {
            true => Ok(()),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Passes over a value.
    fn pass(&mut self, kind: u8) -> io::Result<()> {
        match kind {
            // A flag in a list is a byte.
            1..=3 => self.bytes(1),
            4..=6 => self.varying().map(drop),
            7 => self.bytes(8),
            8 => {
                let length = self.varying()?;
                self.bytes(length)
            }
            LIST | 10 => {
                let (count, kind) = self.list()?;
                (0..count).try_for_each(|_| self.element(kind))
            }
            11 => {
                let count = self.varying()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                (0..count).try_for_each(|_| self.element(kinds >> 4).and_then(|()| self.element(kinds & 15)))
            }
            STRUCT => self.structure(|_, _, _| Ok(false)),
            13 => self.bytes(16),
            _ => damaged(),
        }
    }

    /// Passes over a value of a list or map.
    fn element(&mut self, kind: u8) -> io::Result<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return damaged();
        }
        self.pass(kind)?;
        self.depth -= 1;
        Ok(())
    }
}

fn damaged<T>() -> io::Result<T> {
    Err(io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole numbers that stand in the outermost structure, with the numbers of their fields.
    fn numbers(bytes: &[u8]) -> io::Result<Vec<(i64, i64)>> {
        let mut numbers = Vec::new();
        let mut compact = Compact::new(bytes);
        compact.structure(|compact, id, kind| {
            if kind != INT {
                return Ok(false);
            }
            numbers.push((id, compact.int()?));
            Ok(true)
        })?;
        assert_eq!(compact.count, bytes.len() as u64);
        Ok(numbers)
    }

    /// Fields with the numbers in them.
    type Numbers = &'static [(i64, i64)];

    #[test]
    fn numbers_are_found_behind_everything_else() {
        let cases: [(&[u8], Numbers); 7] = [
            (&[0], &[]),
            (&[0x15, 2, 0x15, 3, 0], &[(1, 1), (2, -2)]),
            (&[0x05, 0x14, 0xac, 0x02, 0], &[(10, 150)]),
            // A flag, a text, a floating number, an empty map.
            (&[0x11, 0x18, 2, b'a', b'b', 0x17, 0, 0, 0, 0, 0, 0, 0, 0, 0x1b, 0, 0x15, 2, 0], &[(5, 1)]),
            // A list of two texts, a structure, a map of one flag.
            (&[0x19, 0x28, 1, b'a', 0, 0x1c, 0x15, 8, 0, 0x1b, 1, 0x11, 1, 2, 0x15, 2, 0], &[(4, 1)]),
            // A long list of bytes.
            (&[&[0x19, 0xf3, 20][..], &[7; 20], &[0x15, 2, 0]].concat(), &[(2, 1)]),
            (&[0x1d, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x15, 2, 0], &[(2, 1)]),
        ];
        for (bytes, expected) in cases {
            assert_eq!(numbers(bytes).expect("sound"), expected, "{bytes:?}");
        }
    }

    #[test]
    fn damage_and_harm_end_it() {
        let deep = [0x1c; 100];
        let lists = [&[0x19][..], &[0x19; 100]].concat();
        let cases: [&[u8]; 6] =
            [&[], &[0x15], &[0x18, 5, b'a'], &[0x15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255], &deep, &lists];
        for bytes in cases {
            assert!(numbers(bytes).is_err(), "{bytes:?}");
        }
    }
}
