//! Pages: their own content over that of their templates.

use super::super::Unreadable;
use super::super::layout::{Glyph, Page, Picture};
use super::super::package::Package;
use super::super::xml::{Node, Tag, Xml};
use super::object::{Advances, Object};
use super::{Outline, POINTS, numbers, size, value};

/// Characters of a page that are read.
const MOST_GLYPHS: usize = 200_000;
/// Rules of a page that are read.
const MOST_RULES: usize = 100_000;

/// Reads the page at `location`, up to damage, which is told.
pub fn read(
    package: &mut Package,
    outline: &Outline,
    location: &str,
    number: u32,
) -> Result<(Page, Option<String>), Unreadable> {
    let text = package.part(location)?;
    let mut sheet = Sheet { size: outline.size, ..Sheet::default() };
    sheet.read(&text);
    for id in std::mem::take(&mut sheet.templates) {
        let template = outline.templates.iter().find(|(known, _)| *known == id);
        let Some((_, location)) = template else { continue };
        let mut under = Sheet { size: sheet.size, ..Sheet::default() };
        under.read(&package.part(location)?);
        sheet.damage = sheet.damage.or(under.damage);
        sheet.page.glyphs.splice(0..0, under.page.glyphs);
        sheet.page.rules.extend(under.page.rules);
        sheet.page.pictures.extend(under.page.pictures);
    }
    let (width, height) = sheet.size.unwrap_or((210.0, 297.0));
    Ok((Page { number, width: width * POINTS, height: height * POINTS, ..sheet.page }, sheet.damage))
}

/// A page or template while it is read.
#[derive(Default)]
struct Sheet {
    page: Page,
    /// Its width and height, in millimetres.
    size: Option<(f64, f64)>,
    /// Identifiers of the templates under it.
    templates: Vec<String>,
    object: Option<Object>,
    /// What is wrong with its XML behind what was read.
    damage: Option<String>,
}

impl Sheet {
    fn read(&mut self, text: &str) {
        let mut xml = Xml::new(text);
        while let Some(node) = xml.next() {
            let Node::Open(tag) = node else { continue };
            match tag.name() {
                "PhysicalBox" => self.size = size(&value(&mut xml, tag.name())).or(self.size),
                "Template" => self.templates.extend(tag.attribute("TemplateID").map(|id| id.into_owned())),
                "TextObject" | "PathObject" => self.object = Some(Object::of(&tag)),
                "ImageObject" => self.picture(&tag),
                "TextCode" => self.text(&tag, &value(&mut xml, tag.name())),
                "AbbreviatedData" => self.path(&value(&mut xml, tag.name())),
                _ => {}
            }
        }
        self.damage = xml.damage();
    }

    fn text(&mut self, tag: &Tag, text: &str) {
        let Some(object) = &self.object else { return };
        let number = |name: &str| tag.attribute(name).and_then(|value| numbers(&value).next()).unwrap_or(0.0);
        match object.glyphs((number("X"), number("Y")), &Advances::of_tag(tag), text) {
            Some(glyphs) => {
                let room = MOST_GLYPHS.saturating_sub(self.page.glyphs.len());
                self.page.glyphs.extend(glyphs.into_iter().filter(Glyph::is_placed).take(room));
            }
            None => self.page.slanted.push_str(text),
        }
    }

    fn path(&mut self, data: &str) {
        let Some(object) = &self.object else { return };
        let path = object.path(data);
        let room = MOST_RULES.saturating_sub(self.page.rules.len());
        let stroked = object.stroked.then(|| path.stroked(object.stroke_width())).into_iter().flatten();
        let filled = object.filled.then(|| path.filled()).into_iter().flatten();
        self.page.rules.extend(stroked.chain(filled).take(room));
    }

    /// A picture. Its size in pixels is not stated where it is placed.
    fn picture(&mut self, tag: &Tag) {
        let boundary = tag.attribute("Boundary").unwrap_or_default();
        let (Some((width, height)), Some((across, down))) = (size(&boundary), self.size) else { return };
        let share = (width * height / (across * down) * 100.0).clamp(0.0, 100.0) as u32;
        self.page.pictures.push(Picture { width: 0, height: 0, share });
    }
}
