//! Texts: .docx, .odt, .rtf.

use super::super::page::{Cell, Piece};
use super::{Slot, escaped, slots, zipped};

/// A document of Word. What is deleted, said about it or printed around it would be read as figures if it were read.
pub fn docx(pieces: &[Piece]) -> Vec<u8> {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text));
    let deleted =
        "<w:del w:id=\"1\"><w:r><w:delText>7</w:delText></w:r></w:del><w:r><w:commentReference w:id=\"0\"/></w:r>";
    let paragraph = |text: &str| format!("<w:p><w:pPr><w:jc w:val=\"left\"/></w:pPr>{}{deleted}</w:p>", run(text));
    let cell = |slot: &Slot| {
        let merge = match (slot.text, slot.rows) {
            (None, _) => "<w:vMerge/>",
            (_, 1) => "",
            _ => "<w:vMerge w:val=\"restart\"/>",
        };
        let span = format!("<w:gridSpan w:val=\"{}\"/>", slot.columns);
        format!("<w:tc><w:tcPr>{span}{merge}</w:tcPr>{}</w:tc>", paragraph(slot.text.unwrap_or_default()))
    };
    let body = body(
        pieces,
        &paragraph,
        "<w:tbl>",
        &|row| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>()),
        "</w:tbl>",
    );
    let namespace = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let comments =
        format!("<w:comments {namespace}><w:comment w:id=\"0\">{}</w:comment></w:comments>", paragraph("行政许可 9"));
    let header = format!("<w:hdr {namespace}>{}</w:hdr>", paragraph("总计 5"));
    zipped(&[
        ("[Content_Types].xml", "<Types/>".into()),
        ("word/comments.xml", comments),
        ("word/header1.xml", header),
        (
            "word/document.xml",
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document {namespace}><w:body>{body}</w:body></w:document>"
            ),
        ),
    ])
}

/// An OpenDocument text.
pub fn odt(pieces: &[Piece]) -> Vec<u8> {
    let paragraph = |text: &str| {
        format!("<text:p>{}<office:annotation><text:p>7</text:p></office:annotation></text:p>", escaped(text))
    };
    let covered = |count: usize| "<table:covered-table-cell/>".repeat(count);
    let cell = |slot: &Slot| match slot.text {
        None => covered(slot.columns),
        Some(text) => format!(
            "<table:table-cell table:number-columns-spanned=\"{}\" table:number-rows-spanned=\"{}\">{}</table:table-cell>{}",
            slot.columns,
            slot.rows,
            paragraph(text),
            covered(slot.columns - 1)
        ),
    };
    let row = |row: &[Slot]| format!("<table:table-row>{}</table:table-row>", row.iter().map(cell).collect::<String>());
    let body = body(pieces, &paragraph, "<table:table>", &row, "</table:table>");
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><office:body><office:text>\
         <text:tracked-changes><text:changed-region><text:p>总计 5</text:p></text:changed-region></text:tracked-changes>\
         {body}</office:text></office:body></office:document-content>"
    );
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.text".into()), ("content.xml", content)])
}

/// Rich text with its characters as UTF-16 units. The edges of columns are a little off in every other row.
pub fn rtf(pieces: &[Piece]) -> Vec<u8> {
    let unit = |unit: u16| format!("\\u{}?", unit as i16);
    let text = |text: &str| text.encode_utf16().map(unit).collect::<String>();
    let paragraph = |line: &str| format!("\\pard {}\\par\n", text(line));
    let row = |row: &[Slot]| {
        let edge = |slot: &Slot| 500 * (slot.column + slot.columns) + row.len() % 2 * 9;
        let merge = |slot: &Slot| match (slot.text, slot.rows) {
            (None, _) => "\\clvmrg",
            (_, 1) => "",
            _ => "\\clvmgf",
        };
        let edges: String = row.iter().map(|slot| format!("{}\\cellx{}", merge(slot), edge(slot))).collect();
        let cell =
            |slot: &Slot| format!("\\pard\\intbl {{{}}}{{\\deleted 7}}\\cell\n", text(slot.text.unwrap_or_default()));
        format!("\\trowd{edges}{}\\row\n", row.iter().map(cell).collect::<String>())
    };
    let body = body(pieces, &paragraph, "", &row, "");
    format!("{{\\rtf1\\ansi\\ansicpg936{{\\fonttbl{{\\f0\\fcharset134 \\'cb\\'ce;}}}}{{\\header\\pard 5\\par}}{body}}}")
        .into_bytes()
}

/// The body of a text from its parts.
fn body(
    pieces: &[Piece],
    paragraph: &dyn Fn(&str) -> String,
    begin: &str,
    row: &dyn Fn(&[Slot]) -> String,
    end: &str,
) -> String {
    let table = |rows: &Vec<Vec<Cell>>| {
        let rows: String = slots(rows).iter().map(|slots| row(slots)).collect();
        format!("{begin}{rows}{end}{}", paragraph(""))
    };
    let piece = |piece: &Piece| match piece {
        Piece::Line(line) => paragraph(line),
        Piece::Table(rows) => table(rows),
    };
    pieces.iter().map(piece).collect()
}
