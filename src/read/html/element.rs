//! Elements: what each kind means for reading, and which attributes hide an element or name it furniture of the site.

use html5ever::Attribute;

/// What a kind of element means for reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Its text goes on in the same line.
    Inline,
    /// It stands on lines of its own.
    Block,
    /// A list of entries, on lines of its own.
    List,
    /// A heading.
    Heading,
    /// Text whose line breaks count.
    Preformatted,
    /// A line break.
    Break,
    /// A link.
    Link,
    /// Nothing of it is shown as text.
    Skipped,
    /// The title of the page.
    Title,
    /// A table.
    Table,
    /// A group of rows; the number is its place in the table: head 0, body 1, foot 2.
    Group(u8),
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell,
}

/// An element.
#[derive(Debug, Clone, Copy)]
pub struct Element {
    /// Its kind.
    pub kind: Kind,
    /// Columns that a cell covers, 1 to 1000.
    pub columns: u32,
    /// Rows that a cell covers; 0 for all that are left in its group.
    pub rows: u32,
    /// Whether it is not shown.
    pub hidden: bool,
    /// Whether its name says that it is no part of the text: navigation, banner, footer.
    pub furniture: bool,
}

/// Largest spans that browsers heed.
const MOST_COLUMNS: u32 = 1000;
const MOST_ROWS: u32 = 65_534;

/// Words of classes and ids, and elements, of what surrounds the text on a page.
const FURNITURE: [&str; 23] = [
    "nav",
    "navbar",
    "navigation",
    "menu",
    "submenu",
    "header",
    "top",
    "banner",
    "footer",
    "foot",
    "bottom",
    "aside",
    "sidebar",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "position",
    "share",
    "copyright",
    "links",
    "friendlink",
    "related",
];

/// `<meta>` elements of government sites (网站普查 and 集约化 standards) that say whose page it is.
const DECLARATIONS: [&str; 7] =
    ["sitename", "sitedomain", "siteidcode", "articletitle", "pubdate", "columnname", "contentsource"];

impl Element {
    /// The element `name` with its attributes.
    pub fn new(name: &str, attributes: &[Attribute]) -> Element {
        let value = |name: &str| attributes.iter().find(|one| &*one.name.local == name).map(|one| &*one.value);
        let kind = kind(name);
        let (columns, rows) = match kind {
            Kind::Cell => (value("colspan").and_then(leading_number), value("rowspan").and_then(leading_number)),
            _ => (None, None),
        };
        let style = value("style").is_some_and(is_hidden_by_style);
        let words = [value("class"), value("id")].into_iter().flatten();
        Element {
            kind,
            columns: columns.unwrap_or(1).clamp(1, MOST_COLUMNS),
            rows: rows.unwrap_or(1).min(MOST_ROWS),
            hidden: style || value("hidden").is_some(),
            furniture: FURNITURE.contains(&name) || words.into_iter().any(names_furniture),
        }
    }
}

impl Element {
    /// Whether its attributes say whether it is read.
    pub fn tells(&self) -> bool {
        self.hidden || self.furniture
    }
}

/// Whether a `<meta>` of this name is evidence of whose page it is.
pub fn is_declaration(name: &str) -> bool {
    DECLARATIONS.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether elements of this name only mark up the text in them, and no block or table begins or ends with them.
pub fn is_markup(name: &[u8]) -> bool {
    matches!(
        name,
        b"span"
            | b"font"
            | b"b"
            | b"strong"
            | b"em"
            | b"i"
            | b"u"
            | b"big"
            | b"small"
            | b"s"
            | b"strike"
            | b"tt"
            | b"o:p"
    )
}

/// Whether the text of such an element goes on in the line.
pub fn is_inline(name: &str) -> bool {
    matches!(kind(name), Kind::Inline | Kind::Link)
}

fn kind(name: &str) -> Kind {
    match name {
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "dd" | "details"
        | "dialog" | "dir" | "div" | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "header"
        | "hr" | "html" | "legend" | "li" | "main" | "nav" | "p" | "search" | "section" | "summary" => Kind::Block,
        "ul" | "ol" | "dl" | "menu" => Kind::List,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
        "pre" | "listing" | "plaintext" | "xmp" => Kind::Preformatted,
        "br" => Kind::Break,
        "a" => Kind::Link,
        "script" | "style" | "noscript" | "template" | "iframe" | "object" | "svg" | "math" | "select" | "datalist"
        | "textarea" | "button" | "audio" | "video" | "canvas" | "xml" | "noframes" | "rp" | "rt" => Kind::Skipped,
        "title" => Kind::Title,
        "table" => Kind::Table,
        "thead" => Kind::Group(0),
        "tbody" => Kind::Group(1),
        "tfoot" => Kind::Group(2),
        "tr" => Kind::Row,
        "td" | "th" => Kind::Cell,
        _ => Kind::Inline,
    }
}

/// The number at the beginning of an attribute, as browsers read it: `2px` and ` 2` are 2.
fn leading_number(value: &str) -> Option<u32> {
    let value = value.trim_start();
    let end = value.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(value.len());
    (end > 0).then(|| value[..end].parse().unwrap_or(u32::MAX))
}

/// Whether a style says that its element is not shown.
pub fn is_hidden_by_style(style: &str) -> bool {
    let none = |declaration: &str| {
        let (property, value) = declaration.split_once(':').unwrap_or_default();
        property.trim().eq_ignore_ascii_case("display")
            && value.trim().get(..4).is_some_and(|v| v.eq_ignore_ascii_case("none"))
    };
    style.split(';').any(none)
}

/// The words of a class or id: `main-nav`, `topNav` and `nav_2` have the word nav.
fn words_of(value: &str) -> impl Iterator<Item = &str> {
    let runs = value.split(|c: char| !c.is_ascii_alphabetic());
    runs.flat_map(|run| {
        let humps = run.char_indices().filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
        let mut start = 0;
        let words = humps.chain([run.len()]).map(move |end| &run[std::mem::replace(&mut start, end)..end]);
        words.chain([run])
    })
}

/// Whether a word of a class or id is that of furniture.
pub fn names_furniture(value: &str) -> bool {
    words_of(value).any(is_furniture)
}

fn is_furniture(word: &str) -> bool {
    FURNITURE.iter().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_browsers_do() {
        let cases = [("2", Some(2)), (" 3px", Some(3)), ("99999999999", Some(u32::MAX)), ("x", None), ("-1", None)];
        for (value, number) in cases {
            assert_eq!(leading_number(value), number, "{value}");
        }
    }

    #[test]
    fn styles_that_hide() {
        for (style, hidden) in [
            ("color:red; DISPLAY : none", true),
            ("display:none!important", true),
            ("display:block", false),
            ("mso-display:none", false),
            ("显示：无", false),
        ] {
            assert_eq!(is_hidden_by_style(style), hidden, "{style}");
        }
    }

    #[test]
    fn words_that_name_furniture() {
        for (value, furniture) in [
            ("main-nav", true),
            ("topNav clearfix", true),
            ("FOOTER", true),
            ("footer", true),
            ("canvas navy", false),
            ("article-content", false),
        ] {
            assert_eq!(words_of(value).any(is_furniture), furniture, "{value}");
        }
    }
}
