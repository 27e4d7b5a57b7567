//! OFD (GB/T 33190), the fixed layout of Chinese authorities: text and paths with their places, in the parts of a zip.

mod object;
mod page;

use super::layout::{self, Page};
use super::package::Package;
use super::xml::{Node, Xml};
use super::{CONTENT_CUT, DOCUMENT_DAMAGED, TEXT_LIMIT, Unreadable};
use crate::content::Content;
use crate::issue::{Dropped, Issue};

/// Pages that are read of one document.
const MOST_PAGES: usize = 2000;
/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;

/// Reads an OFD file: the pages of all documents in it, in order.
pub fn read(bytes: &[u8]) -> Result<Content<'static>, Unreadable> {
    let mut package = Package::open(bytes)?;
    let root = package.part("OFD.xml")?;
    let mut pages = Pages::default();
    for path in texts(&root, "DocRoot") {
        pages.read(&mut package, &resolved("", &path));
    }
    let Pages { pages, cut, damage } = pages;
    let mut content = layout::read(pages)?;
    if cut {
        content.issues.push(Issue::new(&CONTENT_CUT, "").drops(Dropped::Text));
    }
    match damage {
        Some(damage) if content.blocks.is_empty() => return Err(Unreadable::damaged(&damage)),
        Some(damage) => content.issues.push(Issue::new(&DOCUMENT_DAMAGED, damage).drops(Dropped::Text)),
        None => {}
    }
    Ok(content)
}

/// The pages read so far.
#[derive(Default)]
struct Pages {
    pages: Vec<Page>,
    /// Whether there are more.
    cut: bool,
    /// What is wrong with the first part that is damaged.
    damage: Option<String>,
}

impl Pages {
    /// Reads the pages that the `Document.xml` at `path` lists.
    fn read(&mut self, package: &mut Package, path: &str) {
        let outline = match package.part(path) {
            Ok(text) => Outline::of(&text, path),
            Err(error) => return self.note(error.reason),
        };
        for location in &outline.pages {
            let length: usize = self.pages.iter().map(|page| page.glyphs.len()).sum();
            self.cut |= self.pages.len() >= MOST_PAGES || length * 3 > TEXT_LIMIT;
            if self.cut {
                break;
            }
            match page::read(package, &outline, location, self.pages.len() as u32 + 1) {
                Ok((page, damage)) => {
                    self.pages.push(page);
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
