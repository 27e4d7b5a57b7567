//! A workbook with one sheet: numbers, dates and money as such, texts as texts, nulls empty.

use std::fmt::Write as _;
use std::io::{self, Seek, Write};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int16Type, Int32Type, Int64Type};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::export::{Error, Selection, rows};

/// Rows of a sheet, that of the heads among them.
const ROWS: u64 = 1_048_576;

/// Characters of a cell, in UTF-16 code units.
const TEXT: usize = 32_767;

/// Days from 1899-12-30, from which workbooks count, to 1970-01-01.
const EPOCH: i64 = 25_569;

/// The parts of a workbook beside its sheet.
const PARTS: [(&str, &str); 5] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{table}" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
    ),
    (
        "xl/styles.xml",
        r##"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="#,##0.00"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"##,
    ),
];

/// Styles of cells, by their place in `cellXfs`.
const DATE: u8 = 1;
const MONEY: u8 = 2;
const HEAD: u8 = 3;

const SHEET: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>"#;

/// Writes the selection; returns the number of its rows.
pub fn write(selection: &Selection, to: impl Write + Seek, failed: &dyn Fn(io::Error) -> Error) -> Result<u64, Error> {
    let failed = |error: zip::result::ZipError| failed(error.into());
    // The time of the archive stays at its beginning, so that the same rows give the same bytes.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let mut workbook = ZipWriter::new(to);
    for (name, text) in PARTS {
        workbook.start_file(name, options).map_err(failed)?;
        let text = format!("{DECLARATION}{}", text.replace("{table}", selection.table.name));
        workbook.write_all(text.as_bytes()).map_err(|error| failed(error.into()))?;
    }
    workbook.start_file("xl/worksheets/sheet1.xml", options.large_file(true)).map_err(failed)?;
    let mut text = format!("{DECLARATION}{SHEET}");
    let mut count = 0;
    rows::each(selection, |batch| {
        if count == 0 && batch.num_rows() > 0 {
            heads(&mut text, batch);
        }
        count += batch.num_rows() as u64;
        if count >= ROWS {
            return Err(Error::TooLarge(format!("the selection has more rows than the {} of a sheet", ROWS - 1)));
        }
        append(&mut text, batch)?;
        workbook.write_all(text.as_bytes()).map_err(|error| failed(error.into()))?;
        text.clear();
        Ok(())
    })?;
    text += "</sheetData></worksheet>";
    workbook.write_all(text.as_bytes()).map_err(|error| failed(error.into()))?;
    workbook.finish().map_err(failed)?;
    Ok(count)
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

fn heads(to: &mut String, batch: &RecordBatch) {
    *to += "<row>";
    batch.schema().fields().iter().for_each(|field| words(to, field.name(), HEAD));
    *to += "</row>";
}

fn append(to: &mut String, batch: &RecordBatch) -> Result<(), Error> {
    let units = batch.column_by_name("unit").and_then(|column| column.as_string_opt::<i32>());
    for row in 0..batch.num_rows() {
        *to += "<row>";
        for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
            let money = field.name() == "value" && units.is_some_and(|units| units.value(row) == "元");
            cell(to, column, row, money)?;
        }
        *to += "</row>";
    }
    Ok(())
}

fn cell(to: &mut String, column: &dyn Array, row: usize, money: bool) -> Result<(), Error> {
    if column.is_null(row) {
        *to += "<c/>";
        return Ok(());
    }
    match column.data_type() {
        DataType::Int16 => number(to, column.as_primitive::<Int16Type>().value(row), 0),
        DataType::Int32 => number(to, column.as_primitive::<Int32Type>().value(row), 0),
        DataType::Int64 => number(to, column.as_primitive::<Int64Type>().value(row), 0),
        DataType::Float64 => {
            number(to, column.as_primitive::<Float64Type>().value(row), if money { MONEY } else { 0 });
        }
        DataType::Date32 => number(to, i64::from(column.as_primitive::<Date32Type>().value(row)) + EPOCH, DATE),
        DataType::Boolean => {
            let _ = write!(to, "<c t=\"b\"><v>{}</v></c>", u8::from(column.as_boolean().value(row)));
        }
        _ => {
            let text = column.as_string::<i32>().value(row);
            if text.encode_utf16().count() > TEXT {
                let head: String = text.chars().take(20).collect();
                return Err(Error::TooLarge(format!(
                    "the text `{head}…` is longer than the {TEXT} characters of a cell"
                )));
            }
            words(to, text, 0);
        }
    }
    Ok(())
}

fn number(to: &mut String, value: impl std::fmt::Display, style: u8) {
    let _ = write!(to, "<c s=\"{style}\"><v>{value}</v></c>");
}

fn words(to: &mut String, text: &str, style: u8) {
    let _ = write!(to, "<c s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    for character in text.chars() {
        match character {
            '&' => *to += "&amp;",
            '<' => *to += "&lt;",
            '>' => *to += "&gt;",
            '\n' | '\t' => to.push(character),
            other if other.is_control() || matches!(other, '\u{fffe}' | '\u{ffff}') => to.push('\u{fffd}'),
            other => to.push(other),
        }
    }
    *to += "</t></is></c>";
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Date32Array, Float64Array, StringArray};

    use super::*;

    fn batch(value: f64, text: &str) -> RecordBatch {
        let columns: [(&str, ArrayRef); 4] = [
            ("value", Arc::new(Float64Array::from(vec![Some(value), None]))),
            ("unit", Arc::new(StringArray::from(vec!["元", "件"]))),
            ("published", Arc::new(Date32Array::from(vec![Some(18_321), None]))),
            ("text", Arc::new(StringArray::from(vec![text, ""]))),
        ];
        RecordBatch::try_from_iter(columns).expect("columns of one length")
    }

    #[test]
    fn money_and_dates_have_their_style_and_texts_no_markup() {
        let mut xml = String::new();
        append(&mut xml, &batch(1.5, "a<b>&\u{1}")).expect("it fits");
        assert!(xml.contains("<c s=\"2\"><v>1.5</v></c>"), "{xml}");
        assert!(xml.contains("<c s=\"1\"><v>43890</v></c>"), "2020-02-29: {xml}");
        assert!(xml.contains("a&lt;b&gt;&amp;\u{fffd}"), "{xml}");
        assert_eq!(xml.matches("<c/>").count(), 2, "{xml}");
    }

    #[test]
    fn a_text_that_no_cell_can_hold_is_refused() {
        let error = append(&mut String::new(), &batch(0.0, &"字".repeat(TEXT + 1))).expect_err("too long").to_string();
        assert!(error.contains("32767 characters of a cell; narrow it with"), "{error}");
    }
}
