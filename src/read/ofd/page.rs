//! Pages: their own content over that of their templates.

use super::super::Unreadable;
use super::super::layout::{Page, Picture};
use super::super::package::Package;
use super::super::xml::{Node, Tag, Xml};
use super::object::{Advances, Object};
use super::{Outline, POINTS, numbers, size, value};

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
        let over = std::mem::replace(&mut sheet.page.glyphs, under.page.glyphs);
        over.into_iter().for_each(|glyph| sheet.page.put(glyph));
        sheet.page.rule(under.page.rules.into_iter());
        under.page.pictures.into_iter().for_each(|picture| sheet.page.show(picture));
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
            Some(glyphs) => glyphs.into_iter().for_each(|glyph| self.page.put(glyph)),
            None => self.page.slant(text),
        }
    }

    fn path(&mut self, data: &str) {
        let Some(object) = &self.object else { return };
        let path = object.path(data);
        let stroked = object.stroked.then(|| path.stroked(object.stroke_width())).into_iter().flatten();
        let filled = object.filled.then(|| path.filled()).into_iter().flatten();
        self.page.rule(stroked.chain(filled));
    }

    /// A picture. Its size in pixels is not stated where it is placed.
    fn picture(&mut self, tag: &Tag) {
        let boundary = tag.attribute("Boundary").unwrap_or_default();
        let (Some((width, height)), Some((across, down))) = (size(&boundary), self.size) else { return };
        let share = (width * height / (across * down) * 100.0).clamp(0.0, 100.0) as u32;
        self.page.show(Picture { width: 0, height: 0, share });
    }
}
