use super::*;
use crate::read::sample::{told_of, zipped};

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn document(body: &str) -> Vec<u8> {
    let styles = format!(
        "<w:styles {W}><w:style w:styleId=\"a3\"><w:name w:val=\"heading 1\"/></w:style>\
         <w:style w:styleId=\"b\"><w:pPr><w:outlineLvl w:val=\"9\"/></w:pPr></w:style></w:styles>"
    );
    let text = format!("<?xml version=\"1.0\"?><w:document {W}><w:body>{body}</w:body></w:document>");
    zipped(&[("word/styles.xml", &styles), ("word/document.xml", &text)])
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

#[test]
fn text_is_read_as_it_is_shown() {
    let cases = [
        ("<w:p><w:pPr><w:pStyle w:val=\"a3\"/></w:pPr><w:r><w:t>工作报告</w:t></w:r></w:p>", "# 工作报告"),
        ("<w:p><w:pPr><w:pStyle w:val=\"b\"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>", "甲"),
        ("<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>", "# 甲"),
        ("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙&lt;&#x4e19;</w:t></w:r></w:p>", "甲 ; 乙<丙"),
        (
            "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>规章</w:t><w:tab/><w:t>3</w:t></w:r></w:p>",
            "[1:规章 2:3]",
        ),
        // Tracked changes: what was inserted is shown, what was deleted or moved away is not.
        (
            "<w:p><w:ins><w:r><w:t>1</w:t></w:r></w:ins><w:del><w:r><w:delText>2</w:delText><w:t>3</w:t></w:r></w:del>\
             <w:moveFrom><w:r><w:t>4</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>5</w:t></w:r></w:moveTo></w:p>",
            "15",
        ),
        ("<w:p><w:pPr><w:rPr><w:del/><w:vanish/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>", "甲"),
        (
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>乙</w:t></w:r></w:p>",
            "乙",
        ),
        ("<w:p><w:r><w:instrText>PAGE 7</w:instrText><w:commentReference/><w:t>甲</w:t></w:r></w:p>", "甲"),
        (
            "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:sdtContent></w:sdt>",
            "甲",
        ),
        // A text box, once for programs that know shapes and once for those that do not.
        (
            "<w:p><w:r><w:t>甲</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><a:t>丁</a:t><w:txbxContent><w:p><w:r>\
             <w:t>乙</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>\
             <w:t>乙</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>丙</w:t></w:r></w:p>",
            "乙 ; 甲丙",
        ),
        (
            "<w:p><w:r><w:drawing><a:blip/></w:drawing><w:object/><w:t>甲</w:t></w:r></w:p>",
            "甲 !pictures_unread !objects_unread",
        ),
        ("<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:p>", "甲 !document_damaged"),
        ("&bomb;<w:p><w:r><w:t>&bomb;</w:t></w:r></w:p>", "&bomb;"),
    ];
    for (body, expected) in cases {
        assert_eq!(told_of(read, &document(body)), expected, "{body}");
    }
}

#[test]
fn cells_stand_where_the_grid_puts_them() {
    let restart = "<w:vMerge w:val=\"restart\"/>";
    let wide = "<w:gridSpan w:val=\"2\"/>";
    let rows = |rows: &[&[String]]| {
        let row = |row: &&[String]| format!("<w:tr>{}</w:tr>", row.concat());
        format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
    };
    let head = [tc(restart, "甲"), tc(wide, "乙")];
    let body = [tc("<w:vMerge/>", ""), tc("", "1"), tc("", "2")];
    let inner = format!("<w:tc>{}{}</w:tc>", rows(&[&[tc("", "3"), tc("", "4")]]), p(""));
    let cases = [
        (rows(&[&head, &body]), "[1:甲*1x2 2:乙*2x1 / 2:1 3:2]"),
        (rows(&[&head, &[tc(wide, ""), inner]]), "[1:甲 2:乙*2x1 / 1:*2x1 3:3_4]"),
        // A row that is deleted, and a row that begins behind the first column.
        (
            rows(&[
                &body,
                &["<w:trPr><w:del/></w:trPr>".into(), tc("", "9")],
                &["<w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>".into(), tc(wide, "5")],
            ]),
            "[1: 2:1 3:2 / 2:5*2x1]",
        ),
        (
            rows(&[&[tc("<w:hMerge w:val=\"restart\"/>", "甲"), tc("<w:hMerge/>", ""), tc("", "1")], &body]),
            "[1:甲*2x1 3:1 / 1: 2:1 3:2]",
        ),
        (rows(&[&[tc("<w:gridSpan w:val=\"999999\"/>", "甲"), tc("<w:gridSpan w:val=\"-3\"/>", "1")]]), "[1:甲 2:1]"),
        // A table that arranges text is the text in it.
        (rows(&[&[tc("", "一、概述")], &[tc("", "乙")]]), "# 一、概述 ; 乙"),
    ];
    for (body, expected) in cases {
        assert_eq!(told_of(read, &document(&body)), expected, "{body}");
    }
}

#[test]
fn what_is_no_document_is_unreadable() {
    assert_eq!(told_of(read, b"PK\x03\x04"), "!document_damaged");
    assert_eq!(told_of(read, &zipped(&[("word/styles.xml", "")])), "!document_damaged");
    let deep = "<w:sdt>".repeat(100_000);
    assert_eq!(told_of(read, &document(&deep)), "!document_damaged");
    let nested = format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(100), p("甲"));
    assert_eq!(told_of(read, &document(&nested)), "甲 !nesting_flattened !document_damaged");
}
