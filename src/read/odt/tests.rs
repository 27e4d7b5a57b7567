use super::*;
use crate::read::sample::{told_of, zipped};

fn document(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

#[test]
fn text_is_read_as_it_is_shown() {
    let cases = [
        ("<text:h>工作报告</text:h><text:p>甲<text:span>乙</text:span>\n丙</text:p>", "# 工作报告 ; 甲乙 丙"),
        ("<text:p>甲<text:line-break/>乙<text:s text:c=\"3\"/>丙</text:p>", "甲 ; 乙   丙"),
        ("<text:p>规章<text:tab/>3</text:p>", "[1:规章 2:3]"),
        (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>7</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>甲</text:p>",
            "甲",
        ),
        (
            "<text:p>甲<office:annotation><text:p>乙</text:p></office:annotation><text:note><text:note-body><text:p>丙</text:p></text:note-body></text:note></text:p>",
            "甲",
        ),
        (
            "<text:section text:display=\"none\"><text:p>甲</text:p></text:section><text:section><text:p>乙</text:p></text:section>",
            "乙",
        ),
        (
            "<text:p>甲<draw:frame><draw:text-box><text:p>乙</text:p></draw:text-box><svg:title>丁</svg:title></draw:frame>丙</text:p>",
            "乙 ; 甲丙",
        ),
        ("<text:p>甲<draw:frame><draw:image/></draw:frame></text:p>", "甲 !pictures_unread"),
        ("<text:list><text:list-item><text:p>甲</text:p></text:list-item></text:list>", "甲"),
        ("<text:p>甲</text:p><text:p>&lt;乙", "甲 ; <乙 !document_damaged"),
    ];
    for (body, expected) in cases {
        assert_eq!(told_of(read, &document(body)), expected, "{body}");
    }
}

#[test]
fn cells_stand_where_their_spans_put_them() {
    let cell = |attributes: &str, text: &str| {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let covered = "<table:covered-table-cell/>";
    let row = |cells: &[&str]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let table = |rows: &[String]| format!("<table:table>{}</table:table>", rows.concat());
    let (columns, rows) = ("table:number-columns-spanned=\"2\"", "table:number-rows-spanned=\"2\"");
    let cases = [
        (
            table(&[
                row(&[&cell(rows, "甲"), &cell(columns, "乙"), covered]),
                row(&[covered, &cell("", "1"), &cell("", "2")]),
            ]),
            "[1:甲*1x2 2:乙*2x1 / 2:1 3:2]",
        ),
        (
            table(&[
                row(&[&cell(&format!("{columns} {rows}"), "甲"), covered, &cell("", "1")]),
                row(&[covered, covered, &cell("", "2")]),
            ]),
            "[1:甲*1x2 2:1 / 2:2]",
        ),
        (table(&[row(&["<table:table-cell table:number-columns-repeated=\"3\"/>", &cell("", "1")])]), "[1: 2: 3: 4:1]"),
        // Spans and repetitions that mean harm.
        (
            table(&[row(&[
                &cell("table:number-columns-spanned=\"4294967295\" table:number-rows-spanned=\"99999999\"", "甲"),
                &cell("", "1"),
            ])]),
            "[1:甲*3x1 4:1]",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(told_of(read, &document(&body)), expected, "{body}");
    }
    let repeated = table(&[row(&["<table:table-cell table:number-columns-repeated=\"999999999\"/>"])]);
    assert_eq!(told_of(read, &document(&repeated)).matches(':').count(), MOST_REPEATED as usize);
}

#[test]
fn an_encrypted_text_is_told() {
    let manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    assert_eq!(
        told_of(read, &zipped(&[("META-INF/manifest.xml", manifest), ("content.xml", "\u{1}")])),
        "!document_encrypted"
    );
}
