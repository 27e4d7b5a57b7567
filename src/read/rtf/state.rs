//! What is in force in a group of rich text, and rows as they are defined.

use crate::read::grid::{Merge, Span};
use crate::text::CodePage;

/// Cells of one row.
const MOST_CELLS: usize = 1000;

/// Groups that hold no text of the document. Those marked `\*` hold none either, unless they are known.
pub const NO_TEXT: [&str; 22] = [
    "annotation",
    "atnid",
    "colortbl",
    "filetbl",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "footnote",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "info",
    "listtext",
    "nonesttables",
    "nonshppict",
    "pntext",
    "shprslt",
    "stylesheet",
    "tc",
    "xe",
];

/// What a group holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text of the document.
    Text,
    /// Nothing that is read.
    Nothing,
    /// The table of fonts.
    Fonts,
    /// A drawing, in which only text boxes are read.
    Drawing,
}

/// What is in force within a group.
#[derive(Debug, Clone, Copy)]
pub struct State {
    /// What it holds.
    pub holds: Holds,
    /// Whether a word of the group was met, by which it may name what it holds.
    pub named: bool,
    /// Of the bytes of text.
    pub code_page: CodePage,
    /// Characters that stand for one of `\u` in programs that do not know it.
    pub stand_ins: u32,
    /// Whether characters are hidden.
    pub hidden: bool,
    /// Whether characters are deleted, the deletion being tracked.
    pub deleted: bool,
    /// Whether the paragraph is a heading.
    pub heading: bool,
    /// Whether the paragraph is in a table.
    pub in_table: bool,
    /// Tables around the paragraph, if it is in one.
    pub depth: usize,
    /// Tables around the text box.
    pub base: usize,
    /// Text boxes around it.
    pub boxes: usize,
    /// Whether rows are defined for a table in a table.
    pub defines_nested: bool,
}

impl Default for State {
    fn default() -> State {
        State {
            holds: Holds::Text,
            named: true,
            code_page: CodePage::CHINESE,
            stand_ins: 1,
            hidden: false,
            deleted: false,
            heading: false,
            in_table: false,
            depth: 1,
            base: 0,
            boxes: 0,
            defines_nested: false,
        }
    }
}

/// A row as it is defined.
#[derive(Default)]
pub struct Row {
    left: i32,
    /// Its cells.
    pub cells: Vec<Span>,
    merge: Merge,
}

impl Row {
    /// A word of the definition.
    pub fn define(&mut self, word: &str, number: Option<i32>) {
        match word {
            "trowd" => *self = Row::default(),
            "trleft" => self.left = number.unwrap_or(0),
            "clvmgf" => self.merge = Merge::Begin,
            "clvmrg" => self.merge = Merge::Continue,
            "clmrg" => self.merge = Merge::Left,
            "cellx" if self.cells.len() < MOST_CELLS => {
                let left = self.cells.last().map_or(self.left, |cell| cell.right);
                let merge = std::mem::take(&mut self.merge);
                self.cells.push(Span { left, right: number.unwrap_or(left), merge });
            }
            _ => {}
        }
    }
}
