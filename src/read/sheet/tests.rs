use super::*;
use crate::read::sample::{drawn, told, zipped};
use crate::read::{ods, xlsx};

fn content(sheets: Vec<Sheet>) -> Content<'static> {
    let mut workbook = Workbook::new(&Limits::default());
    sheets.into_iter().for_each(|sheet| workbook.add(sheet));
    workbook.finish()
}

fn empty(name: &str, hidden: bool) -> Sheet {
    Workbook::new(&Limits::default()).sheet(name.into(), hidden)
}

/// A sheet from its rows, cells parted by `|`; `_` is a cell that is there and shows nothing.
fn sheet(rows: &[&str], merged: &[(Range<u32>, Range<u32>)]) -> String {
    let mut sheet = empty("Sheet1", false);
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells.split('|')).filter(|(_, text)| !text.is_empty()) {
            sheet.push(row, column, text.trim_matches('_'));
        }
    }
    merged.iter().for_each(|(rows, columns)| sheet.merge(rows.clone(), columns.clone()));
    drawn(&content(vec![sheet]))
}

#[test]
fn lines_and_tables_are_told_apart() {
    type Area = (Range<u32>, Range<u32>);
    let cases: [(&[&str], &[Area], &str); 9] = [
        (
            &["报告", "一、概述", "", "甲|1|2", "乙|3|4", "", "完"],
            &[],
            "报告 ; # 一、概述 ; [1:甲 2:1 3:2 / 1:乙 2:3 3:4] ; 完",
        ),
        (&["报告", "甲|1|2", "乙||4"], &[], "报告 ; [1:甲 2:1 3:2 / 1:乙 2: 3:4]"),
        // A row whose cells are all blank is a row.
        (&["甲|1|2", "乙"], &[], "[1:甲 2:1 3:2 / 1:乙 2: 3:]"),
        (&["甲|乙", "_|_", "_|_"], &[], "[1:甲 2:乙 / 1: 2:]"),
        (&["表|一|二", "甲|1|_", "乙|2"], &[], "[1:表 2:一 3:二 / 1:甲 2:1 3: / 1:乙 2:2]"),
        (&["甲||1", "", "乙||2"], &[(0..3, 0..2), (0..1, 2..3)], "[1:甲*1x3 2:1 / 2: / 2:2]"),
        // A heading over the whole width parts two tables, a caption does not.
        (&["甲|1|2", "三、申请", "乙|3|4"], &[(1..2, 0..3)], "[1:甲 2:1 3:2] ; # 三、申请 ; [1:乙 2:3 3:4]"),
        (&["甲|1|2", "第二项", "乙|3|4"], &[(1..2, 0..3)], "[1:甲 2:1 3:2 / 1:第二项*3x1 / 1:乙 2:3 3:4]"),
        (&["甲||1", "丙|丁|2"], &[(0..1, 0..2)], "[1:甲*2x1 3:1 / 1:丙 2:丁 3:2]"),
    ];
    for (rows, merged, expected) in cases {
        assert_eq!(sheet(rows, merged), expected, "{rows:?}");
    }
}

#[test]
fn hidden_sheets_are_left_out() {
    let filled = |name: &str, hidden| {
        let mut sheet = empty(name, hidden);
        sheet.push(0, 0, name);
        sheet
    };
    let content = |sheets| told(Ok(content(sheets)));
    assert_eq!(content(vec![filled("甲", false), filled("乙", true)]), "# 甲 ; 甲 !hidden_sheet_left_out");
    assert_eq!(content(vec![filled("甲", true)]), " !hidden_sheet_left_out");
    assert_eq!(content(vec![empty("甲", false)]), "");
}

#[test]
fn sheets_that_mean_harm_are_bounded() {
    let mut far = empty("", false);
    far.merge(0..u32::MAX, 0..u32::MAX);
    far.merge(Range { start: 5, end: 1 }, 0..1);
    far.push(0, 0, "甲");
    far.push(0, 16_383, "乙");
    far.push(1_048_575, 16_383, "丙");
    assert_eq!(told(Ok(content(vec![far]))), "[1:甲 2: 3:乙] ; 丙 !content_cut");
    let mut many = empty("", false);
    (0..2 * Limits::default().cells as u32).for_each(|row| many.push(row, row % 7, "1"));
    assert!(told(Ok(content(vec![many]))).ends_with("!content_cut"));
    let sheets = (0..=MOST_SHEETS).map(|_| empty("", false)).collect();
    assert_eq!(told(Ok(content(sheets))), " !content_cut");
}

#[test]
fn workbooks_show_what_their_cells_show() {
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"0.00&quot;万元&quot;\"/></numFmts>\
        <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/></cellXfs></styleSheet>";
    let strings = "<sst><si><t>规章</t></si><si><r><t>行政</t></r><r><t>许可</t></r><rPh><t>x</t></rPh></si></sst>";
    let cells = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>3.0</v></c><c r=\"C1\" t=\"str\"><f>1+1</f><v>+4</v></c></row>\
        <row><c t=\"s\"><v>1</v></c><c s=\"1\"><v>44216</v></c><c s=\"2\"><v>7.6</v></c><c t=\"e\"><v>#N/A</v></c><c t=\"b\"><v>1</v></c></row>";
    let book = |state: &str| {
        let sheets = format!("<workbook><sheets><sheet name=\"总表\" r:id=\"r1\"{state}/></sheets></workbook>");
        let relations = "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/a.xml\"/>\
            <Relationship Id=\"r2\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/>\
            <Relationship Id=\"r3\" Type=\"x/styles\" Target=\"/xl/styles.xml\"/></Relationships>";
        let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
        zipped(&[
            ("xl/workbook.xml", &sheets),
            ("xl/_rels/workbook.xml.rels", relations),
            ("xl/styles.xml", styles),
            ("xl/sharedStrings.xml", strings),
            ("xl/worksheets/a.xml", &sheet),
            ("xl/media/image1.png", ""),
        ])
    };
    let expected =
        "# 总表 ; [1:规章 2:3 3:+4 4: 5: / 1:行政许可 2:2021-01-20 3:7.60万元 4:#N/A 5:TRUE] !pictures_unread";
    assert_eq!(told(xlsx::read(&book(""), &Limits::default())), expected);
    let no_sheet = [("xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" r:id=\"x\"/></sheets></workbook>")];
    assert_eq!(told(xlsx::read(&zipped(&no_sheet), &Limits::default())), "!document_damaged");
}

#[test]
fn repeated_cells_are_bounded() {
    let book = |rows: &str| {
        let content =
            format!("<office:spreadsheet><table:table table:name=\"Sheet1\">{rows}</table:table></office:spreadsheet>");
        told(ods::read(&zipped(&[("content.xml", &content)]), &Limits::default()))
    };
    let cell = |repeated: u32, text: &str| {
        format!(
            "<table:table-cell table:number-columns-repeated=\"{repeated}\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |repeated: u32, cells: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{repeated}\">{cells}</table:table-row>")
    };
    assert_eq!(
        book(&(row(1, &(cell(1, "甲") + &cell(2, "3"))) + &row(2, &cell(1, "乙")))),
        "[1:甲 2:3 3:3 / 1:乙 2: 3: / 1:乙 2: 3:]"
    );
    assert!(book(&row(4_000_000_000, &cell(4_000_000_000, "1"))).ends_with("!content_cut"));
    assert_eq!(
        book(
            &(row(4_000_000_000, "<table:table-cell table:number-columns-repeated=\"4000000000\"/>")
                + &row(1, &cell(1, "甲")))
        ),
        "甲"
    );
}
