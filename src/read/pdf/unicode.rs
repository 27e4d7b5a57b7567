//! Characters of fonts that have no map to Unicode: by the character collection of a predefined CMap, or by the cmap table
//! of the font itself. What neither tells stays unknown.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use hayro_interpret::font::{Glyph, OutlineFontData};
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name};
use skrifa::{FontRef, MetadataProvider};
use unicode_normalization::UnicodeNormalization;

/// The composite fonts of a document.
#[derive(Clone)]
pub struct Fonts<'a>(Rc<Inner<'a>>);

struct Inner<'a> {
    pdf: &'a Pdf,
    /// By their names, made when the first character is not known.
    collections: OnceCell<HashMap<String, Option<Collection>>>,
    /// For each font program, the characters of its glyphs.
    programs: RefCell<HashMap<u128, Chars>>,
}

/// For each glyph of a font program its character; `None` if there are several that are not the same.
type Chars = HashMap<u32, Option<char>>;

/// How the codes of a font become characters.
#[derive(Clone)]
struct Collection {
    name: Vec<u8>,
    family: CidFamily,
    codes: Rc<CMap>,
    unicode: Rc<CMap>,
}

impl<'a> Fonts<'a> {
    /// The fonts of a document.
    pub fn new(pdf: &'a Pdf) -> Fonts<'a> {
        Fonts(Rc::new(Inner { pdf, collections: OnceCell::new(), programs: Default::default() }))
    }

    /// The character of a glyph whose font has no map to Unicode.
    pub fn unicode(&self, glyph: &Glyph) -> Option<BfString> {
        let Glyph::Outline(outline) = glyph else { return None };
        let data = outline.font_data()?;
        let collections = self.0.collections.get_or_init(|| collections(self.0.pdf));
        match data.postscript_name.as_ref().and_then(|name| collections.get(name)) {
            Some(Some(collection)) => collection.unicode(outline.char_code()),
            // Fonts of one name that number their characters differently.
            Some(None) => None,
            None => self.of_program(data, outline.glyph_id().to_u32()).map(BfString::Char),
        }
    }

    /// The only character that the cmap table of a font program maps to a glyph.
    fn of_program(&self, data: OutlineFontData, glyph: u32) -> Option<char> {
        let mut programs = self.0.programs.borrow_mut();
        let chars = programs.entry(data.cache_key).or_insert_with(|| reversed(data.data.as_ref().as_ref()));
        chars.get(&glyph).copied().flatten()
    }
}

/// The characters of the glyphs of a font program, by its cmap table.
fn reversed(data: &[u8]) -> Chars {
    let mut chars = Chars::new();
    let Ok(font) = FontRef::new(data) else { return chars };
    for (code, glyph) in font.charmap().mappings() {
        let Some(char) = char::from_u32(code).filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c)) else { continue };
        let plain = |c: char| std::iter::once(c).nfkc().next().unwrap_or(c);
        let known = chars.entry(glyph.to_u32()).or_insert(Some(plain(char)));
        if known.is_some_and(|known| known != plain(char)) {
            *known = None;
        }
    }
    chars
}

/// The collections of the composite fonts of a document that have no map to Unicode, by the names of the fonts.
fn collections(pdf: &Pdf) -> HashMap<String, Option<Collection>> {
    let mut collections: HashMap<String, Option<Collection>> = HashMap::new();
    for dict in pdf.objects().into_iter().filter_map(|object| object.into_dict()) {
        let is_composite = dict.get::<Name>(b"Subtype").is_some_and(|subtype| subtype.as_ref() == b"Type0");
        if !is_composite || dict.contains_key(b"ToUnicode") {
            continue;
        }
        let (Some(name), Some(found)) = (dict.get::<Name>(b"BaseFont"), Collection::of(&dict)) else { continue };
        let known = collections.entry(plain_name(name.as_str())).or_insert_with(|| Some(found.clone()));
        if known.as_ref().is_some_and(|known| known.name != found.name || known.family != found.family) {
            *known = None;
        }
    }
    collections
}

/// The name of a font without the mark of a subset.
fn plain_name(name: &str) -> String {
    match name.split_once('+') {
        Some((mark, name)) if mark.len() == 6 => name.to_owned(),
        _ => name.to_owned(),
    }
}

impl Collection {
    /// The collection that a composite font states, if its characters are known.
    fn of(font: &Dict) -> Option<Collection> {
        let name = font.get::<Name>(b"Encoding")?.as_ref().to_vec();
        let codes = CMap::parse(load_embedded(CMapName::from_bytes(&name))?, load_embedded)?;
        let stated = codes.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
        let family = stated.filter(|family| *family != CidFamily::AdobeIdentity).or_else(|| descendant_family(font))?;
        let unicode = CMap::parse(load_embedded(family.ucs2_cmap()?)?, load_embedded)?;
        Some(Collection { name, family, codes: Rc::new(codes), unicode: Rc::new(unicode) })
    }

    /// The character of a code.
    fn unicode(&self, code: u32) -> Option<BfString> {
        let cid = (1..=4).find_map(|length| self.codes.lookup_cid_code(code, length))?;
        self.unicode.lookup_bf_string(cid)
    }
}

/// The collection that the descendant of a composite font states.
fn descendant_family(font: &Dict) -> Option<CidFamily> {
    let descendant = font.get::<Array>(b"DescendantFonts")?.iter::<Dict>().next()?;
    let info = descendant.get::<Dict>(b"CIDSystemInfo")?;
    let ordering = info.get::<hayro_interpret::hayro_syntax::object::String>(b"Ordering")?;
    match ordering.as_bytes() {
        b"GB1" => Some(CidFamily::AdobeGB1),
        b"CNS1" => Some(CidFamily::AdobeCNS1),
        b"Japan1" => Some(CidFamily::AdobeJapan1),
        b"Korea1" => Some(CidFamily::AdobeKorea1),
        _ => None,
    }
}
