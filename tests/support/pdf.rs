//! Small PDF files whose fonts are not embedded and have no map to Unicode: only the predefined CMap tells the characters.

use encoding_rs::GBK;

use super::drawing::{PAGE, Sheet};

/// A predefined CMap of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CMap {
    GbkEuc,
    UniGbUcs2,
    UniGbUtf16,
}

impl CMap {
    pub const ALL: [CMap; 3] = [CMap::GbkEuc, CMap::UniGbUcs2, CMap::UniGbUtf16];

    fn name(self) -> &'static str {
        match self {
            CMap::GbkEuc => "GBK-EUC-H",
            CMap::UniGbUcs2 => "UniGB-UCS2-H",
            CMap::UniGbUtf16 => "UniGB-UTF16-H",
        }
    }

    fn encode(self, text: &str) -> Vec<u8> {
        match self {
            CMap::GbkEuc => GBK.encode(text).0.into_owned(),
            CMap::UniGbUcs2 | CMap::UniGbUtf16 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }
}

/// How a file is made.
#[derive(Debug, Clone, Copy)]
pub struct Make<'f> {
    /// The CMap of its only font.
    pub cmap: CMap,
    /// Where the user space of its pages begins.
    pub origin: (f64, f64),
    /// By how many degrees its pages are turned.
    pub rotate: u32,
    /// The program of its font, if it is embedded.
    pub program: Option<&'f [u8]>,
}

impl Make<'_> {
    /// Pages as they are, a font that is not embedded.
    pub fn plain(cmap: CMap) -> Make<'static> {
        Make { cmap, origin: (0.0, 0.0), rotate: 0, program: None }
    }
}

/// Width and height of the picture that stands for any other, in pixels.
pub const PICTURE: (usize, usize) = (8, 4);

/// A PDF file of these pages.
pub fn pdf(sheets: &[Sheet], make: Make) -> Vec<u8> {
    let Make { cmap, origin, rotate, program } = make;
    let mut objects = Vec::new();
    let first = 7;
    let kids: Vec<String> = (0..sheets.len()).map(|page| format!("{} 0 R", first + 2 * page)).collect();
    objects.push("<< /Type /Catalog /Pages 2 0 R >>".to_string());
    objects.push(format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), sheets.len()));
    objects.push(format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{} /DescendantFonts [4 0 R] >>",
        cmap.name()
    ));
    let (subtype, embedded) = match program {
        Some(_) => ("CIDFontType2 /CIDToGIDMap /Identity", "/FontFile2 5 0 R"),
        None => ("CIDFontType0", ""),
    };
    objects.push(format!(
        "<< /Type /Font /Subtype /{subtype} /BaseFont /STSong-Light /DW 1000 /W [1 95 500 814 939 500] \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor << /Type /FontDescriptor \
         /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 \
         /CapHeight 880 /StemV 93 {embedded} >> >>"
    ));
    let program: String = program.unwrap_or_default().iter().map(|byte| format!("{byte:02x}")).collect();
    objects.push(format!("<< /Length {} /Filter /ASCIIHexDecode >>\nstream\n{program}>\nendstream", program.len() + 1));
    let (width, height) = PICTURE;
    objects.push(format!(
        "<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8 \
         /Length {} >>\nstream\n{}\nendstream",
        width * height,
        ".".repeat(width * height)
    ));
    for (page, sheet) in sheets.iter().enumerate() {
        let media = format!("{} {} {} {}", origin.0, origin.1, origin.0 + PAGE.0, origin.1 + PAGE.1);
        let content = content(sheet, cmap, origin);
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [{media}] /Rotate {rotate} /Resources << /Font << /F1 3 0 R >> \
             /XObject << /I1 6 0 R >> >> /Contents {} 0 R >>",
            first + 2 * page + 1
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    file(&objects)
}

fn content(sheet: &Sheet, cmap: CMap, origin: (f64, f64)) -> String {
    let point = |(x, y): (f64, f64)| format!("{:.2} {:.2}", origin.0 + x, origin.1 + PAGE.1 - y);
    let mut content = String::from("0.5 w\n");
    for [from, to] in &sheet.rules {
        content += &format!("{} m {} l S\n", point(*from), point(*to));
    }
    for [from, to] in &sheet.pictures {
        let (corner, width, height) = (point((from.0, to.1)), to.0 - from.0, to.1 - from.1);
        content += &format!("q {width:.2} 0 0 {height:.2} {corner} cm /I1 Do Q\n");
    }
    for text in &sheet.texts {
        let hex: String = cmap.encode(&text.text).iter().map(|byte| format!("{byte:02X}")).collect();
        content += &format!("BT /F1 {} Tf {} Td <{hex}> Tj ET\n", text.size, point((text.x, text.y)));
    }
    content
}

/// The file of these objects, numbered from 1.
fn file(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.5\n");
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        file += &format!("{place:010} 00000 n \n");
    }
    file += &format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}
