//! OFD files (GB/T 33190).

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::drawing::{PAGE, Sheet, width};

/// Millimetres in a point.
const MM: f64 = 25.4 / 72.0;

/// An OFD file of these pages; with the prefix `ofd:` on its elements or without. What stands on every page is in a
/// template.
pub fn ofd(sheets: &[Sheet], prefixed: bool) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, xml: &str| {
        let xml = if prefixed { xml.to_string() } else { xml.replace("<ofd:", "<").replace("</ofd:", "</") };
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        archive.start_file(name, SimpleFileOptions::default()).expect("a new file");
        archive.write_all(head.as_bytes()).and_then(|()| archive.write_all(xml.as_bytes())).expect("in memory");
    };
    let space = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    let area = format!("<ofd:PhysicalBox>0 0 {:.2} {:.2}</ofd:PhysicalBox>", PAGE.0 * MM, PAGE.1 * MM);
    add(
        "OFD.xml",
        &format!(
            "<ofd:OFD {space} Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>\
             </ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
    );
    let page = |n: usize| format!("<ofd:Page ID=\"{}\" BaseLoc=\"Pages/Page_{n}/Content.xml\"/>", n + 10);
    let pages: String = (0..sheets.len()).map(page).collect();
    add(
        "Doc_0/Document.xml",
        &format!(
            "<ofd:Document {space}><ofd:CommonData><ofd:PageArea>{area}</ofd:PageArea><ofd:TemplatePage ID=\"5\" \
             BaseLoc=\"Tpls/Tpl_0/Content.xml\"/></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
        ),
    );
    let template = "<ofd:TextObject ID=\"6\" Boundary=\"17 8 40 6\" Font=\"1\" Size=\"3.5\"><ofd:TextCode X=\"0\" Y=\"4\">\
                    \u{653f}\u{5e9c}\u{4fe1}\u{606f}\u{516c}\u{5f00}</ofd:TextCode></ofd:TextObject>";
    let layered = |content: &str| format!("<ofd:Content><ofd:Layer ID=\"7\">{content}</ofd:Layer></ofd:Content>");
    add("Doc_0/Tpls/Tpl_0/Content.xml", &format!("<ofd:Page {space}>{}</ofd:Page>", layered(template)));
    for (n, sheet) in sheets.iter().enumerate() {
        let content = layered(&content(sheet));
        add(
            &format!("Doc_0/Pages/Page_{n}/Content.xml"),
            &format!("<ofd:Page {space}><ofd:Template TemplateID=\"5\"/>{content}</ofd:Page>"),
        );
    }
    archive.finish().expect("in memory").into_inner()
}

fn content(sheet: &Sheet) -> String {
    let mut content = String::new();
    for [from, to] in &sheet.rules {
        let (left, top) = (from.0.min(to.0) * MM, from.1.min(to.1) * MM);
        let (across, down) = ((to.0 - from.0).abs() * MM, (to.1 - from.1).abs() * MM);
        content += &format!(
            "<ofd:PathObject ID=\"8\" Boundary=\"{left:.3} {top:.3} {across:.3} {down:.3}\" LineWidth=\"0.2\">\
             <ofd:AbbreviatedData>M 0 0 L {across:.3} {down:.3}</ofd:AbbreviatedData></ofd:PathObject>"
        );
    }
    for [from, to] in &sheet.pictures {
        let [left, top, across, down] = [from.0, from.1, to.0 - from.0, to.1 - from.1].map(|points| points * MM);
        content += &format!("<ofd:ImageObject ID=\"8\" Boundary=\"{left:.3} {top:.3} {across:.3} {down:.3}\"/>");
    }
    for text in &sheet.texts {
        let widths: Vec<String> = text.text.chars().map(|c| format!("{:.4}", width(c, text.size) * MM)).collect();
        let deltas = deltas(&widths[..widths.len().saturating_sub(1)]);
        let escaped = text.text.replace('&', "&amp;").replace('<', "&lt;");
        content += &format!(
            "<ofd:TextObject ID=\"9\" Boundary=\"{:.3} {:.3} 180 5\" Font=\"1\" Size=\"{:.4}\"><ofd:TextCode X=\"0\" \
             Y=\"4\" DeltaX=\"{deltas}\">{escaped}</ofd:TextCode></ofd:TextObject>",
            text.x * MM,
            text.y * MM - 4.0,
            text.size * MM
        );
    }
    content
}

/// Advances, equal ones as a group: `g 3 5.5` is `5.5 5.5 5.5`.
fn deltas(widths: &[String]) -> String {
    let groups = widths.chunk_by(|a, b| a == b);
    let group = |group: &[String]| match group.len() {
        1 => group[0].clone(),
        n => format!("g {n} {}", group[0]),
    };
    groups.map(group).collect::<Vec<_>>().join(" ")
}
