//! How the tokenizer gets at a page: in stretches as long as they can be, found by whole registers of bytes at once.

use std::convert::Infallible;

use html5gum::Reader;
use memchr::{memchr, memchr2, memchr3};

/// What is left of a page.
pub struct Rest<'p> {
    bytes: &'p [u8],
    /// Whether there is a null in it.
    has_null: bool,
}

impl<'p> Rest<'p> {
    /// All of a page.
    pub fn new(page: &'p [u8]) -> Rest<'p> {
        Rest { bytes: page, has_null: memchr(0, page).is_some() }
    }

    fn take(&mut self, length: usize) -> Option<&'p [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        (length > 0).then_some(taken)
    }
}

impl Reader for Rest<'_> {
    type Error = Infallible;

    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        Ok(self.take(1).map(|taken| taken[0]))
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        let found = self.bytes.get(..text.len()).unwrap_or_default();
        let is_it = if case_sensitive { found == text } else { found.eq_ignore_ascii_case(text) };
        if is_it {
            self.take(text.len());
        }
        Ok(is_it)
    }

    fn read_until<'b>(&'b mut self, stops: &[u8], _: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Infallible> {
        debug_assert!(stops.iter().all(|stop| MAY_STOP[usize::from(*stop)]), "{stops:?}");
        let stop = match stops {
            // In each of these states it stops at null, which hardly any page has, and at the end of a line.
            [a, b, 0, c] if !self.has_null => memchr3(*a, *b, *c, self.bytes),
            [a, 0, b] if !self.has_null => memchr2(*a, *b, self.bytes),
            [a, b, c] => memchr3(*a, *b, *c, self.bytes),
            _ => self.bytes.iter().position(|byte| MAY_STOP[usize::from(*byte)] && stops.contains(byte)),
        };
        Ok(self.take(stop.unwrap_or(self.bytes.len()).max(1)))
    }
}

/// For each byte whether the tokenizer stops at it in some state.
const MAY_STOP: [bool; 256] = {
    const STOPS: &[u8] = b"\0\t\n\x0c\r \"&'-/<=>]`";
    let mut may_stop = [false; 256];
    let mut at = 0;
    while at < STOPS.len() {
        may_stop[STOPS[at] as usize] = true;
        at += 1;
    }
    may_stop
};
