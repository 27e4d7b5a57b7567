//! The attributes from which anything is read: a few of the dozens that pages have.

use html5ever::{LocalName, local_name};

use super::element::{is_hidden_by_style, names_furniture};

/// An attribute that something is read from, or on which the tree depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// Hides an element, or names it furniture, by its value.
    Style,
    Class,
    Id,
    /// Hides an element.
    Hidden,
    /// Spans of cells.
    Columns,
    Rows,
    /// Declarations of `<meta>`.
    Name,
    Content,
    /// Tells the tree that an `<input>` is hidden, what a `<font>` in a drawing ends, and where a formula holds a page.
    Type,
    Color,
    Face,
    Size,
    Encoding,
}

impl Read {
    /// The attribute of this name, of an element of this name, both in lower case; `None` if nothing is read from it.
    pub fn of(element: &[u8], attribute: &[u8]) -> Option<Read> {
        match (attribute, element) {
            (b"style", _) => Some(Read::Style),
            (b"class", _) => Some(Read::Class),
            (b"id", _) => Some(Read::Id),
            (b"hidden", _) => Some(Read::Hidden),
            (b"colspan", b"td" | b"th") => Some(Read::Columns),
            (b"rowspan", b"td" | b"th") => Some(Read::Rows),
            (b"name", b"meta") => Some(Read::Name),
            (b"content", b"meta") => Some(Read::Content),
            (b"type", b"input") => Some(Read::Type),
            (b"color", b"font") => Some(Read::Color),
            (b"face", b"font") => Some(Read::Face),
            (b"size", b"font") => Some(Read::Size),
            (b"encoding", b"annotation-xml") => Some(Read::Encoding),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(self) -> LocalName {
        match self {
            Read::Style => local_name!("style"),
            Read::Class => local_name!("class"),
            Read::Id => local_name!("id"),
            Read::Hidden => local_name!("hidden"),
            Read::Columns => local_name!("colspan"),
            Read::Rows => local_name!("rowspan"),
            Read::Name => local_name!("name"),
            Read::Content => local_name!("content"),
            Read::Type => local_name!("type"),
            Read::Color => local_name!("color"),
            Read::Face => local_name!("face"),
            Read::Size => local_name!("size"),
            Read::Encoding => local_name!("encoding"),
        }
    }

    /// Whether this value says anything.
    pub fn says(self, value: &str) -> bool {
        match self {
            Read::Style => is_hidden_by_style(value),
            Read::Class | Read::Id => names_furniture(value),
            _ => true,
        }
    }

    /// Whether an element with such an attribute is hidden or furniture.
    pub fn tells(self) -> bool {
        matches!(self, Read::Style | Read::Class | Read::Id | Read::Hidden)
    }
}
