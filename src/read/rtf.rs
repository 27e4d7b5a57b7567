//! Rich text (.rtf), which many files named .doc are. Deleted and hidden text, notes, headers and pictures are left out.

mod state;
mod token;

use std::collections::HashMap;

use super::body::Body;
use super::grid::Span;
use super::{Unread, Unreadable};
use crate::content::Content;
use crate::limits::Limits;
use crate::text::CodePage;
use state::{Holds, NO_TEXT, Row, State};
use token::{Token, Tokens};

/// Groups in one another; a document that nests deeper is damaged or means harm.
const DEEPEST: usize = 1000;
/// Edges nearer than this are one, in twips (1440 to the inch): no digit is as narrow.
const NEAR: i32 = 60;

/// Characters that have words.
const CHARACTERS: [(&str, &str); 13] = [
    ("tab", "\t"),
    ("line", "\n"),
    ("page", "\n"),
    ("~", "\u{a0}"),
    ("_", "-"),
    ("emdash", "—"),
    ("endash", "–"),
    ("lquote", "‘"),
    ("rquote", "’"),
    ("ldblquote", "“"),
    ("rdblquote", "”"),
    ("bullet", "•"),
    ("emspace", "\u{2003}"),
];

/// Reads a document.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Content<'static>, Unreadable> {
    let mut reader = Reader::new(limits);
    for token in Tokens::new(bytes) {
        match token {
            _ if reader.body.is_full() => break,
            Token::Byte(byte) => reader.byte(byte),
            Token::Open if reader.outer.len() == DEEPEST => {
                reader.unread.damage = Some("its groups are nested too deep".into());
                break;
            }
            Token::Open => reader.open(),
            Token::Close => reader.close(),
            Token::Word(word, number) => reader.word(word, number),
        }
    }
    reader.flush();
    if !reader.outer.is_empty() && !reader.body.is_full() {
        reader.unread.damage.get_or_insert_with(|| "it ends early".into());
    }
    reader.unread.note(reader.body.finish())
}

struct Reader {
    body: Body,
    state: State,
    /// The states of the groups around.
    outer: Vec<State>,
    /// Bytes of text not decoded yet.
    bytes: Vec<u8>,
    /// The first half of a character beyond the basic plane.
    half: Option<u16>,
    /// Stand-ins that are still to be passed over.
    passed: u32,
    /// Whether the group is marked as one to be passed over by who does not know it.
    marked: bool,
    fonts: HashMap<i32, CodePage>,
    font: i32,
    code_page: CodePage,
    /// The row of an outermost table, and of a table in one, as defined so far.
    row: Row,
    nested_row: Row,
    unread: Unread,
}

impl Reader {
    fn new(limits: &Limits) -> Reader {
        Reader {
            body: Body::new(NEAR, limits),
            state: State::default(),
            outer: Vec::new(),
            bytes: Vec::new(),
            half: None,
            passed: 0,
            marked: false,
            fonts: HashMap::new(),
            font: 0,
            code_page: CodePage::CHINESE,
            row: Row::default(),
            nested_row: Row::default(),
            unread: Unread::default(),
        }
    }

    fn open(&mut self) {
        self.flush();
        self.passed = 0;
        self.outer.push(self.state);
        self.state.named = false;
        self.marked = false;
    }

    fn close(&mut self) {
        self.flush();
        self.passed = 0;
        let Some(outer) = self.outer.pop() else { return };
        if self.state.boxes > outer.boxes {
            self.body.close_to_depth(self.state.base);
            self.body.close_box();
        }
        self.state = outer;
    }

    fn byte(&mut self, byte: u8) {
        match self.passed {
            0 => self.bytes.push(byte),
            _ => self.passed -= 1,
        }
    }

    /// Decodes the bytes so far.
    fn flush(&mut self) {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            self.push(&self.state.code_page.decode(&bytes));
        }
    }

    fn push(&mut self, text: &str) {
        let State { holds, hidden, deleted, .. } = self.state;
        if holds == Holds::Text && !hidden && !deleted {
            self.settle();
            self.body.text(text);
        }
    }

    /// Goes to where the paragraph stands.
    fn settle(&mut self) {
        let depth = if self.state.in_table { self.state.depth } else { 0 };
        self.body.go_to_depth(self.state.base + depth);
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        self.flush();
        self.passed = 0;
        if word == "*" {
            self.marked = true;
            return;
        }
        if !std::mem::replace(&mut self.state.named, true) {
            self.name_group(word);
        }
        match self.state.holds {
            Holds::Text => self.text_word(word, number),
            Holds::Fonts => self.font_word(word, number),
            Holds::Drawing | Holds::Nothing => {}
        }
    }

    /// What a group holds is named by its first word.
    fn name_group(&mut self, word: &str) {
        let marked = std::mem::take(&mut self.marked);
        let holds = self.state.holds;
        self.state.holds = match word {
            "pict" | "shppict" => {
                self.unread.pictures += u32::from(matches!(holds, Holds::Text | Holds::Drawing));
                Holds::Nothing
            }
            "shptxt" if holds == Holds::Drawing => {
                self.state.boxes += 1;
                self.state.base = self.body.depth();
                self.state.in_table = false;
                self.body.open_box();
                Holds::Text
            }
            _ if holds != Holds::Text => holds,
            "fonttbl" => Holds::Fonts,
            "shpinst" => Holds::Drawing,
            "nesttableprops" => {
                self.state.defines_nested = true;
                holds
            }
            word if marked || NO_TEXT.contains(&word) => Holds::Nothing,
            _ => holds,
        };
        self.unread.objects += u32::from(word == "object");
    }

    fn font_word(&mut self, word: &str, number: Option<i32>) {
        let page = match (word, number.unwrap_or(0)) {
            ("f", font) => {
                self.font = font;
                return;
            }
            ("fcharset", 134) => CodePage::CHINESE,
            ("fcharset", 136) => CodePage::of(950),
            ("fcharset", 128) => CodePage::of(932),
            ("fcharset", 129) => CodePage::of(949),
            ("cpg", page) => CodePage::of(page as u16),
            _ => return,
        };
        self.fonts.insert(self.font, page);
    }

    fn text_word(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        match word {
            "par" | "sect" => {
                self.settle();
                self.body.end_line(self.state.heading);
            }
            "u" => self.unicode(number.unwrap_or(0) as u16),
            "uc" => self.state.stand_ins = number.unwrap_or(1).clamp(0, 8) as u32,
            "ansicpg" => {
                self.code_page = CodePage::of(number.unwrap_or(0) as u16);
                self.state.code_page = self.code_page;
            }
            "f" => self.state.code_page = self.fonts.get(&number.unwrap_or(0)).copied().unwrap_or(self.code_page),
            "plain" => (self.state.hidden, self.state.deleted) = (false, false),
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on,
            "pard" => (self.state.in_table, self.state.depth, self.state.heading) = (false, 1, false),
            "outlinelevel" => self.state.heading = number.is_some_and(|level| level < 9),
            "intbl" => self.state.in_table = on,
            "itap" => {
                self.state.in_table = number.is_none_or(|depth| depth > 0);
                self.state.depth = number.unwrap_or(1).max(1) as usize;
            }
            "cell" | "nestcell" => self.end_cell(word == "nestcell"),
            "row" | "nestrow" => self.end_row(word == "nestrow"),
            _ => match CHARACTERS.iter().find(|(known, _)| *known == word) {
                Some((_, text)) => self.push(text),
                None if self.state.defines_nested => self.nested_row.define(word, number),
                None => self.row.define(word, number),
            },
        }
    }

    /// A character by its UTF-16 unit; the stand-ins that follow are passed over.
    fn unicode(&mut self, unit: u16) {
        self.passed = self.state.stand_ins;
        let first = self.half.take();
        if (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
            return;
        }
        let units = first.into_iter().chain([unit]);
        let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        self.push(&text);
    }

    fn end_cell(&mut self, nested: bool) {
        let depth = if nested { self.state.depth.max(2) } else { 1 };
        self.body.go_to_depth(self.state.base + depth);
        self.body.close_cell(Span::default());
    }

    fn end_row(&mut self, nested: bool) {
        let depth = if nested { self.state.depth.max(2) } else { 1 };
        self.body.close_to_depth(self.state.base + depth);
        if self.body.depth() == self.state.base + depth {
            let row = if nested { &self.nested_row } else { &self.row };
            self.body.close_row(Some(&row.cells));
        }
    }
}

#[cfg(test)]
mod tests;
