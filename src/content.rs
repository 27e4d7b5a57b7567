//! What every reader makes of a document: headings, paragraphs and grids in reading order, each with its place.
//!
//! Nothing after this type knows the format of the document, nothing before it knows the statutory forms.

use std::borrow::Cow;
use std::fmt;

use crate::issue::Issue;
use serde::{Deserialize, Serialize};

/// Where a piece of text stands in its document. All numbers count from 1; what does not apply is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Page of a paged document (PDF, OFD).
    pub page: Option<u32>,
    /// Number of the grid within the document.
    pub grid: Option<u32>,
    /// Row within the grid.
    pub row: Option<u32>,
    /// Column within the grid, or the character within the line where there is no grid.
    pub column: Option<u32>,
    /// Line of a text document, paragraph of a word processor's, row of a sheet.
    pub line: Option<u32>,
}

impl Place {
    /// The place of a line of text.
    pub fn line(line: u32) -> Place {
        Place { line: Some(line), ..Place::default() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts =
            [("page", self.page), ("grid", self.grid), ("row", self.row), ("column", self.column), ("line", self.line)];
        let mut separator = "";
        for (name, number) in parts.into_iter().filter_map(|(name, n)| n.map(|n| (name, n))) {
            write!(f, "{separator}{name} {number}")?;
            separator = ", ";
        }
        Ok(())
    }
}

/// The readable content of one document, in reading order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Content<'a> {
    /// Headings, paragraphs and grids.
    pub blocks: Vec<Block<'a>>,
    /// What the document says about itself outside of its text: names such as `SiteIDCode`, `ArticleTitle`, `PubDate` or
    /// `title` with their values, in order.
    pub meta: Vec<(String, String)>,
    /// What the reader had to leave out.
    pub issues: Vec<Issue>,
    /// Whether the document ends within a line, so that its last word may not be whole.
    pub unfinished: bool,
}

impl Content<'_> {
    /// The value of a field of `meta`, whatever the case of its name; `None` if it is missing or empty.
    pub fn meta(&self, name: &str) -> Option<&str> {
        let field = self.meta.iter().find(|(known, value)| known.eq_ignore_ascii_case(name) && !value.is_empty());
        field.map(|(_, value)| value.as_str())
    }
}

/// One piece of content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Block<'a> {
    /// A line that the document marks, or numbers, as a heading.
    Heading(Text<'a>),
    /// A line or paragraph of running text.
    Paragraph(Text<'a>),
    /// A rectangular arrangement of cells.
    Grid(Grid<'a>),
}

impl Block<'_> {
    /// Bytes of its text.
    pub fn length(&self) -> usize {
        match self {
            Block::Heading(text) | Block::Paragraph(text) => text.text.len(),
            Block::Grid(grid) => grid.rows.iter().flatten().map(|cell| cell.text.len()).sum(),
        }
    }
}

/// A run of text with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Text<'a> {
    /// The text as the document has it, decoded, white space included.
    pub text: Cow<'a, str>,
    /// Where it begins.
    pub place: Place,
}

/// Rows of cells. A cell that spans several columns or rows stands once, at its origin.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid<'a> {
    /// Number of the grid within the document, from 1.
    pub index: u32,
    /// The rows, top to bottom; cells left to right.
    pub rows: Vec<Vec<Cell<'a>>>,
}

/// One cell of a grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell<'a> {
    /// The text of the cell; empty for an empty cell.
    pub text: Cow<'a, str>,
    /// Where it stands; `row` and `column` are those of its origin.
    pub place: Place,
    /// Columns it covers, at least 1.
    pub width: u32,
    /// Rows it covers, at least 1.
    pub height: u32,
}

impl<'a> Block<'a> {
    /// The text of a heading or paragraph; `None` for a grid.
    pub fn text(&self) -> Option<&Text<'a>> {
        match self {
            Block::Heading(text) | Block::Paragraph(text) => Some(text),
            Block::Grid(_) => None,
        }
    }
}
