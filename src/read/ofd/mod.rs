//! OFD (GB/T 33190), the fixed layout of Chinese authorities: text and paths with their places, in the parts of a zip.

mod object;
mod page;

use super::layout::Pages;
use super::package::Package;
use super::xml::{Node, Xml};
use super::{Unread, Unreadable};
use crate::content::Content;
use crate::limits::Limits;

/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;

/// Reads an OFD file: the pages of all documents in it, in order.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Content<'static>, Unreadable> {
    let mut package = Package::open(bytes, limits)?;
    let root = package.part("OFD.xml")?;
    let mut reader = Reader { pages: Pages::new(limits), damage: None };
    for path in texts(&root, "DocRoot") {
        reader.read(&mut package, &resolved("", &path));
    }
    let Reader { pages, damage } = reader;
    Unread { damage, ..Unread::default() }.note(pages.finish()?)
}

/// A file while it is read.
struct Reader {
    pages: Pages,
    /// What is wrong with the first part that is damaged.
    damage: Option<String>,
}

impl Reader {
    /// Reads the pages that the `Document.xml` at `path` lists.
    fn read(&mut self, package: &mut Package, path: &str) {
        let outline = match package.part(path) {
            Ok(text) => Outline::of(&text, path),
            Err(error) => return self.note(error.reason),
        };
        for location in &outline.pages {
            let Some(number) = self.pages.next_number() else { break };
            match page::read(package, &outline, location, number) {
                Ok((page, damage)) => {
                    self.pages.add(page);
                    damage.into_iter().for_each(|damage| self.note(damage));
                }
                Err(error) => self.note(error.reason),
            }
        }
    }

    fn note(&mut self, damage: String) {
        self.damage.get_or_insert(damage);
    }
}

/// What a document lists: its pages, and what stands on several of them.
#[derive(Debug, Default)]
struct Outline {
    /// Paths of the pages, in order.
    pages: Vec<String>,
    /// Identifiers and paths of templates.
    templates: Vec<(String, String)>,
    /// Width and height of pages that state none, in millimetres.
    size: Option<(f64, f64)>,
}

impl Outline {
    /// What the `Document.xml` at `path` lists.
    fn of(text: &str, path: &str) -> Outline {
        let mut outline = Outline::default();
        let mut xml = Xml::new(text);
        while let Some(node) = xml.next() {
            let Node::Open(tag) = node else { continue };
            let location = || tag.attribute("BaseLoc").map(|location| resolved(path, &location));
            match tag.name() {
                "Page" => outline.pages.extend(location()),
                "TemplatePage" => {
                    let id = tag.attribute("ID").unwrap_or_default().into_owned();
                    outline.templates.extend(location().map(|location| (id, location)));
                }
                "PhysicalBox" => outline.size = size(&value(&mut xml, tag.name())),
                _ => {}
            }
        }
        outline
    }
}

/// The texts of the elements of a name.
fn texts(text: &str, name: &str) -> Vec<String> {
    let mut xml = Xml::new(text);
    let mut texts = Vec::new();
    while let Some(node) = xml.next() {
        if matches!(&node, Node::Open(tag) if tag.name() == name) {
            texts.push(value(&mut xml, name));
        }
    }
    texts
}

/// The text of the element of this name that has just begun.
fn value(xml: &mut Xml, name: &str) -> String {
    let mut text = String::new();
    while let Some(node) = xml.next() {
        match node {
            Node::Close(closed) if closed == name => break,
            Node::Text(part) => text.extend(part.chars().filter(|c| !matches!(c, '\n' | '\r'))),
            Node::Open(_) | Node::Close(_) => {}
        }
    }
    text
}

/// The path of a part that the part at `from` names: relative to its folder, or from the root.
fn resolved(from: &str, location: &str) -> String {
    let location = location.trim();
    let folder = if location.starts_with('/') { "" } else { from.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut path: Vec<&str> = Vec::new();
    for name in folder.split('/').chain(location.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    path.join("/")
}

/// Numbers parted by white space; what is no finite number is left out.
fn numbers(text: &str) -> impl Iterator<Item = f64> {
    text.split_whitespace().filter_map(|number| number.parse().ok()).filter(|number: &f64| number.is_finite())
}

/// Width and height of a box: `x y width height`.
fn size(text: &str) -> Option<(f64, f64)> {
    let numbers: Vec<f64> = numbers(text).collect();
    (numbers.len() == 4).then(|| (numbers[2], numbers[3]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_relative_to_their_part() {
        let cases = [
            ("", "Doc_0/Document.xml", "Doc_0/Document.xml"),
            ("Doc_0/Document.xml", "Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
            ("Doc_0/Document.xml", "/Doc_0/Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml"),
            ("Doc_0/Document.xml", "../../../Doc_1/a.xml", "Doc_1/a.xml"),
            ("Doc_0/Document.xml", " ./Pages/1.xml ", "Doc_0/Pages/1.xml"),
        ];
        for (from, location, expected) in cases {
            assert_eq!(resolved(from, location), expected, "{from} {location}");
        }
    }
}
