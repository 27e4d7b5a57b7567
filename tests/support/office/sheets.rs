//! Workbooks: .xlsx, .ods. Each section of the report has a sheet of its own, and the last sheet is hidden.

use super::super::page::Piece;
use super::{Slot, escaped, slots, zipped};

/// A row of a sheet.
type Row<'p> = Vec<Slot<'p>>;

/// The sheets of a document: a table begins in the second column, and a blank row stands on both sides of it.
fn sheets<'p>(pieces: &'p [Piece]) -> Vec<Vec<Row<'p>>> {
    let mut sheets: Vec<Vec<Row>> = vec![Vec::new()];
    for piece in pieces {
        match piece {
            Piece::Line(line) => {
                let is_section = line.starts_with(['二', '三', '四', '五']) && line.contains('、');
                if is_section {
                    sheets.push(Vec::new());
                }
                let rows = sheets.last_mut().expect("there is a sheet");
                rows.push(vec![Slot { column: 0, columns: 8, rows: 1, text: Some(line) }]);
            }
            Piece::Table(table) => {
                let shifted = |mut row: Row<'p>| {
                    row.iter_mut().for_each(|slot| slot.column += 1);
                    row
                };
                let rows = sheets.last_mut().expect("there is a sheet");
                rows.push(Vec::new());
                rows.extend(slots(table).into_iter().map(shifted));
                rows.push(Vec::new());
            }
        }
    }
    sheets
}

/// What the hidden sheet holds: it would be read as figures if it were read.
const HIDDEN: &str = "行政许可 9";

/// A workbook of Excel, whole numbers as numbers and everything else as text.
pub fn xlsx(pieces: &[Piece]) -> Vec<u8> {
    let mut parts = vec![("xl/styles.xml".to_string(), STYLES.to_string())];
    let (mut listed, mut relations) = (String::new(), String::new());
    let mut add = |rows: &[Row], state: &str| {
        let number = parts.len();
        listed += &format!("<sheet name=\"Sheet{number}\" sheetId=\"{number}\" r:id=\"r{number}\"{state}/>");
        relations +=
            &format!("<Relationship Id=\"r{number}\" Type=\"x/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>");
        parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet(rows)));
    };
    sheets(pieces).iter().for_each(|rows| add(rows, ""));
    add(&[vec![Slot { column: 0, columns: 1, rows: 1, text: Some(HIDDEN) }]], " state=\"hidden\"");
    relations += "<Relationship Id=\"s\" Type=\"x/styles\" Target=\"/xl/styles.xml\"/>";
    parts.push(("xl/workbook.xml".into(), format!("<workbook xmlns:r=\"r\"><sheets>{listed}</sheets></workbook>")));
    parts.push(("xl/_rels/workbook.xml.rels".into(), format!("<Relationships>{relations}</Relationships>")));
    let parts: Vec<(&str, String)> = parts.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    zipped(&parts)
}

/// The general format, and one that shows the sign.
const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"+0;-0;0\"/></numFmts><cellStyleXfs><xf numFmtId=\"2\"/>\
    </cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"176\"/></cellXfs></styleSheet>";

fn sheet(rows: &[Row]) -> String {
    let name = |row: usize, column: usize| format!("{}{}", char::from(b'A' + column as u8), row + 1);
    let (mut cells, mut merged) = (String::new(), String::new());
    for (row, slots) in rows.iter().enumerate() {
        cells += &format!("<row r=\"{}\">", row + 1);
        for slot in slots.iter() {
            let Some(text) = slot.text else { continue };
            cells += &cell(&name(row, slot.column), text);
            if slot.columns * slot.rows > 1 {
                let last = name(row + slot.rows - 1, slot.column + slot.columns - 1);
                merged += &format!("<mergeCell ref=\"{}:{last}\"/>", name(row, slot.column));
            }
        }
        cells += "</row>";
    }
    format!("<worksheet><sheetData>{cells}</sheetData><mergeCells>{merged}</mergeCells></worksheet>")
}

fn cell(name: &str, text: &str) -> String {
    let number = text.strip_prefix('+').unwrap_or(text);
    let plain = number.parse::<i64>().is_ok_and(|value| value.to_string() == number);
    let style = if text.starts_with('+') { " s=\"1\"" } else { "" };
    match plain {
        _ if text.is_empty() => format!("<c r=\"{name}\"/>"),
        true => format!("<c r=\"{name}\"{style}><v>{number}.0</v></c>"),
        false => format!("<c r=\"{name}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text)),
    }
}

/// An OpenDocument workbook.
pub fn ods(pieces: &[Piece]) -> Vec<u8> {
    let cell = |slot: &Slot| {
        let text = slot.text.map_or(String::new(), |text| format!("<text:p>{}</text:p>", escaped(text)));
        let covered = "<table:covered-table-cell/>".repeat(slot.columns - 1);
        match slot.text {
            None => format!("<table:covered-table-cell/>{covered}"),
            Some(_) => format!(
                "<table:table-cell table:style-name=\"plain\" table:number-columns-spanned=\"{}\" table:number-rows-spanned=\"{}\">{text}</table:table-cell>{covered}",
                slot.columns, slot.rows
            ),
        }
    };
    let row = |slots: &Row| {
        let first = slots.first().map_or(1, |slot| slot.column);
        let before = if first > 0 {
            format!("<table:table-cell table:number-columns-repeated=\"{first}\"/>")
        } else {
            String::new()
        };
        let behind = "<table:table-cell table:number-columns-repeated=\"16000\"/>";
        format!("<table:table-row>{before}{}{behind}</table:table-row>", slots.iter().map(cell).collect::<String>())
    };
    let rest = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let table = |(style, rows): (&str, &Vec<Row>)| {
        format!(
            "<table:table table:style-name=\"{style}\">{}{rest}</table:table>",
            rows.iter().map(row).collect::<String>()
        )
    };
    let hidden = vec![vec![Slot { column: 0, columns: 1, rows: 1, text: Some(HIDDEN) }]];
    let sheets = sheets(pieces);
    let tables: String = sheets.iter().map(|rows| ("shown", rows)).chain([("hidden", &hidden)]).map(table).collect();
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\" xmlns:style=\"s\"><office:automatic-styles>\
         <style:style style:name=\"hidden\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet".into()), ("content.xml", content)])
}
