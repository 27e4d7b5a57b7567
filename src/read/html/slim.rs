//! What no reader of a page looks at, taken out before the page is tokenised: scripts, styles, comments, the attributes by
//! which word processors and site builders lay it out, and elements that only mark up text. They are most of its bytes.
//! The text, the tree and the lines of the source stay the same.
//!
//! Where the tokens depend on the tree as well (in drawings, frames, lists to choose from, a script within a script), and
//! where something is never closed, the rest of the page is left as it is.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3, memmem};

use super::element::{is_markup, names_furniture};

/// The page without it.
pub fn slim(page: &str) -> String {
    // Where one of them is hidden or furniture, elements of mere markup must stay, to tell which end tag is whose.
    let slim = |unmark| Slim::new(page, unmark).slim();
    slim(true).or_else(|| slim(false)).unwrap_or_else(|| page.to_owned())
}

struct Slim<'p> {
    page: &'p str,
    kept: String,
    /// Byte of the page up to which everything was kept or dropped.
    copied: usize,
    /// Whether elements that only mark up text are dropped.
    unmark: bool,
    /// Whether one was met that does more.
    telling: bool,
    /// Where the text before the next tag begins.
    text: usize,
    /// Whether a `<select>` is open: no other element begins in it.
    choosing: bool,
}

impl<'p> Slim<'p> {
    fn new(page: &'p str, unmark: bool) -> Slim<'p> {
        let kept = String::with_capacity(page.len() / 2);
        Slim { page, kept, copied: 0, unmark, telling: false, text: 0, choosing: false }
    }

    /// `None` if markup is dropped that must stay.
    fn slim(mut self) -> Option<String> {
        let mut at = 0;
        while let Some(open) = self.find(at, b'<') {
            let Some(end) = self.markup(open) else { break };
            if self.telling && self.unmark {
                return None;
            }
            at = end;
        }
        self.kept.push_str(&self.page[self.copied..]);
        Some(self.kept)
    }

    /// The end of the markup that begins with the `<` at `open`; `None` if the rest of the page must be left as it is.
    fn markup(&mut self, open: usize) -> Option<usize> {
        let before = (self.kept.len(), self.copied);
        match self.page.as_bytes().get(open + 1)? {
            b'!' if self.page[open..].starts_with("<!--") => self.comment(open + 4),
            b'!' | b'?' => Some(self.find(open, b'>')? + 1),
            b'/' if self.page.as_bytes().get(open + 2)?.is_ascii_alphabetic() => {
                let (name, end) = self.tag(open + 2)?;
                self.choosing &= name != "select";
                self.drop_markup(&name, open..end, before);
                Some(end)
            }
            b'/' => Some(self.find(open, b'>')? + 1),
            letter if letter.is_ascii_alphabetic() => {
                let (name, end) = self.tag(open + 1)?;
                self.drop_markup(&name, open..end, before);
                self.element(&name, end)
            }
            _ => Some(open + 1),
        }
    }

    /// Drops a tag of mere markup, unless what stands before and behind it would become a reference or a tag when joined, or
    /// a line ends in or behind it. `kept` and `copied` are what they were before the tag.
    fn drop_markup(&mut self, name: &str, tag: Range<usize>, (kept, copied): (usize, usize)) {
        let bytes = self.page.as_bytes();
        let ends_line = || {
            let behind = &bytes[tag.end..];
            let stop = memchr3(b'<', b'\n', b'\r', behind);
            lines(&bytes[tag.clone()]) > 0 || stop.is_some_and(|at| behind[at] != b'<')
        };
        let joins = || {
            let before = &self.page[self.text..tag.start];
            before.ends_with('<') || before.rfind('&').is_some_and(|at| !before[at..].contains(';'))
        };
        if self.unmark && is_markup(name) && !ends_line() && !joins() {
            self.kept.truncate(kept);
            self.copied = copied;
            self.drop(tag.clone());
        }
        self.text = tag.end;
    }

    /// The end of a comment whose text begins at `start`.
    fn comment(&mut self, start: usize) -> Option<usize> {
        let text = &self.page[start..];
        if text.starts_with('>') || text.starts_with("->") {
            return Some(self.find(start, b'>')? + 1);
        }
        let mut dashes = start;
        loop {
            dashes += memmem::find(&self.page.as_bytes()[dashes..], b"--")?;
            let behind = &self.page[dashes + 2..];
            if behind.starts_with('>') || behind.starts_with("!>") {
                self.drop(start..dashes);
                return self.find(dashes, b'>').map(|end| end + 1);
            }
            dashes += 1;
        }
    }

    /// What follows the start tag of an element: the end of its text, if that is no markup.
    fn element(&mut self, name: &str, end: usize) -> Option<usize> {
        match name {
            "svg" | "math" | "plaintext" | "frameset" => None,
            "select" => {
                self.choosing = true;
                Some(end)
            }
            "script" => {
                let close = self.end_tag(name, end)?;
                let text = &self.page[end..close];
                if text.contains("<!--") && text.to_ascii_lowercase().contains("<script") {
                    return None;
                }
                self.drop(end..close);
                Some(close)
            }
            "style" | "title" | "textarea" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => {
                let close = self.end_tag(name, end).filter(|_| !self.choosing)?;
                if name == "style" {
                    self.drop(end..close);
                }
                Some(close)
            }
            _ => Some(end),
        }
    }

    /// Where the first end tag of this name behind `from` begins.
    fn end_tag(&self, name: &str, from: usize) -> Option<usize> {
        let bytes = self.page.as_bytes();
        let mut at = from;
        loop {
            at += memmem::find(&bytes[at..], b"</")?;
            let end = at + 2 + name.len();
            let is_name = bytes.get(at + 2..end).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
            if is_name && bytes.get(end).is_some_and(|byte| ends_name(*byte)) {
                return Some(at);
            }
            at += 2;
        }
    }

    /// The name of the tag that begins at `start`, in lower case, and where the tag ends. Attributes from which nothing is
    /// read are dropped.
    fn tag(&mut self, start: usize) -> Option<(Cow<'p, str>, usize)> {
        let page = self.page;
        let bytes = page.as_bytes();
        let mut at = start + bytes[start..].iter().position(|byte| ends_name(*byte))?;
        let name = lower(&page[start..at]);
        let mut seen = [false; TELLING.len()];
        loop {
            at += bytes[at..].iter().position(|byte| !is_space(*byte) && *byte != b'/')?;
            if bytes[at] == b'>' {
                return Some((name, at + 1));
            }
            let (attribute, value) = attribute(bytes, at)?;
            let end = value.end;
            let (attribute, value) = (lower(&page[attribute]), &page[value]);
            // Of two attributes of one name the first counts.
            let known = TELLING.iter().position(|known| *known == attribute);
            let is_first = known.is_none_or(|at| !std::mem::replace(&mut seen[at], true));
            let tells = is_first && tells(&attribute, value);
            self.telling |= tells && is_markup(&name);
            // Two ends of lines must not become one.
            if !tells && !is_read(&name, &attribute) && bytes[at - 1] != b'\r' {
                self.drop(at..end);
            }
            at = end;
        }
    }

    /// Where a byte comes next.
    fn find(&self, from: usize, byte: u8) -> Option<usize> {
        memchr(byte, &self.page.as_bytes()[from..]).map(|at| from + at)
    }

    /// Leaves out a part of the page, but for the ends of its lines.
    fn drop(&mut self, part: Range<usize>) {
        self.kept.push_str(&self.page[self.copied..part.start]);
        (0..lines(&self.page.as_bytes()[part.clone()])).for_each(|_| self.kept.push('\n'));
        self.copied = part.end;
    }
}

/// How many lines end in a text.
fn lines(text: &[u8]) -> usize {
    let alone = |at: &usize| text.get(at + 1) != Some(&b'\n');
    memchr_iter(b'\n', text).count() + memchr_iter(b'\r', text).filter(alone).count()
}

/// The name and the value, quotation marks and all, of the attribute that begins at `start`; without a value, the end of
/// the name.
fn attribute(bytes: &[u8], start: usize) -> Option<(Range<usize>, Range<usize>)> {
    let behind = |from: usize, is: fn(u8) -> bool| Some(from + bytes[from..].iter().position(|byte| is(*byte))?);
    // The first character belongs to the name, whatever it is.
    let end = behind(start + 1, |byte| ends_name(byte) || byte == b'=')?;
    let equals = behind(end, |byte| !is_space(byte))?;
    if bytes[equals] != b'=' {
        return Some((start..end, end..end));
    }
    let value = behind(equals + 1, |byte| !is_space(byte))?;
    let ends = match bytes[value] {
        b'"' => behind(value + 1, |byte| byte == b'"')? + 1,
        b'\'' => behind(value + 1, |byte| byte == b'\'')? + 1,
        _ => behind(value, |byte| is_space(byte) || byte == b'>')?,
    };
    Some((start..end, value..ends))
}

/// Attributes of which the value says whether anything is read from them.
const TELLING: [&str; 3] = ["style", "class", "id"];

/// Whether an attribute may say that an element is not shown, or no part of the text. Escapes may say anything.
fn tells(attribute: &str, value: &str) -> bool {
    let hides = |style: &str| style.as_bytes().windows(4).any(|word| word.eq_ignore_ascii_case(b"none"));
    match attribute {
        "style" => hides(value) || value.contains('&'),
        "class" | "id" => names_furniture(value) || value.contains('&'),
        "hidden" => true,
        _ => false,
    }
}

/// Whether anything else is read from an attribute, or the tree depends on it.
fn is_read(element: &str, attribute: &str) -> bool {
    match attribute {
        "colspan" | "rowspan" => true,
        "name" | "content" => element == "meta",
        "type" => element == "input",
        _ => false,
    }
}

/// A name in lower case, which it mostly is.
fn lower(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

fn ends_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

#[cfg(test)]
mod tests;
