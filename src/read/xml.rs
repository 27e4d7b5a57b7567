//! XML as the parts of office files have it: elements by their local names, and text. Entities that a document defines
//! itself stay unknown, so that none can grow.

use std::borrow::Cow;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Elements in one another; a part that nests deeper is damaged or means harm.
const DEEPEST: usize = 1000;
/// Elements that are read of a part; the longest reports have some hundred thousand.
const MOST: usize = 5_000_000;

/// A part while it is read, up to its end or to the first damage.
pub struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    /// The names of the open elements, outermost first.
    open: Vec<String>,
    /// How many of them are paragraphs or headings.
    texts: usize,
    /// Elements so far.
    count: usize,
    damage: Option<String>,
}

/// What stands next in a part.
pub enum Node<'x> {
    /// An element begins.
    Open(Tag<'x>),
    /// An element ends.
    Close(String),
    /// Text.
    Text(Cow<'x, str>),
}

/// The beginning of an element.
pub struct Tag<'x> {
    start: BytesStart<'x>,
    name: String,
}

impl Tag<'_> {
    /// Its local name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value of the attribute of a local name.
    pub fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = self.start.attributes();
        let mut known = attributes.with_checks(false).flatten();
        let attribute = known.find(|attribute| attribute.key.local_name().as_ref() == name)?;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok()
    }
}

impl<'x> Xml<'x> {
    /// Begins to read a part.
    pub fn new(text: &'x str) -> Xml<'x> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, open: Vec::new(), texts: 0, count: 0, damage: None }
    }

    /// What stands next; `None` at the end, and at damage.
    pub fn next(&mut self) -> Option<Node<'x>> {
        while self.damage.is_none() {
            match self.reader.read_event() {
                Ok(Event::Start(start)) => {
                    let name = start.local_name().as_ref().to_owned();
                    self.open.push(name.clone());
                    self.texts += usize::from(is_text(&name));
                    self.count += 1;
                    if self.open.len() > DEEPEST {
                        return self.end("its elements are nested too deep");
                    }
                    if self.count > MOST {
                        return self.end("it has too many elements");
                    }
                    return Some(Node::Open(Tag { start, name }));
                }
                Ok(Event::End(_)) => {
                    let name = self.open.pop().unwrap_or_default();
                    self.texts -= usize::from(is_text(&name));
                    return Some(Node::Close(name));
                }
                Ok(Event::Text(text)) => return Some(Node::Text(text.into_inner())),
                Ok(Event::CData(text)) => return Some(Node::Text(text.into_inner())),
                Ok(Event::GeneralRef(entity)) => return Some(Node::Text(Cow::Owned(character(&entity)))),
                Ok(Event::Eof) if self.open.is_empty() => return None,
                Ok(Event::Eof) => return self.end("it ends early"),
                Ok(_) => {}
                Err(error) => return self.end(&error.to_string()),
            }
        }
        None
    }

    /// Passes over the element that has just begun, with all that is in it.
    pub fn pass_over(&mut self) {
        let around = self.open.len().saturating_sub(1);
        while self.open.len() > around && self.next().is_some() {}
    }

    /// The name of the innermost open element.
    pub fn inner(&self) -> &str {
        self.open.last().map_or("", String::as_str)
    }

    /// The name of the element around the one that has just begun.
    pub fn parent(&self) -> &str {
        self.open.len().checked_sub(2).map_or("", |at| &self.open[at])
    }

    /// Whether a paragraph or heading is open.
    pub fn is_in_text(&self) -> bool {
        self.texts > 0
    }

    /// What is wrong with the part behind what was read.
    pub fn damage(self) -> Option<String> {
        self.damage
    }

    fn end<T>(&mut self, damage: &str) -> Option<T> {
        self.damage.get_or_insert_with(|| damage.to_owned());
        None
    }
}

/// Whether an element is a paragraph or a heading.
fn is_text(name: &str) -> bool {
    matches!(name, "p" | "h")
}

/// The character of a reference; an entity that XML does not define itself stands as it is written.
fn character(entity: &BytesRef) -> String {
    match (entity.resolve_char_ref(), resolve_xml_entity(entity)) {
        (Ok(Some(character)), _) => character.to_string(),
        (_, Some(text)) => text.to_owned(),
        _ => format!("&{};", &**entity),
    }
}
