use super::*;
use crate::read::sample::told_of;

fn read_rtf(text: &str) -> String {
    let head = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset134 \\'cb\\'ce;}{\\f2\\fcharset136 B;}}";
    told_of(read, format!("{head}{text}}}").as_bytes())
}

#[test]
fn text_is_read_as_it_is_shown() {
    let cases = [
        ("\\pard\\f1 \\'b9\\'ab\\'bf\\'aa\\par", "公开"),
        ("\\pard\\f2 \\'a4\\'bd\\par", "公"),
        ("\\pard\\f0 caf\\'e9\\par\\'80", "café ; €"),
        ("\\ansicpg936\\'b9\\'ab", "公"),
        // A trail byte that is a letter may be written as itself.
        ("\\f1\\'81@\\'81\\'40", "丂丂"),
        ("\\pard\\u20844\\'3f\\u24320 ?\\uc0\\u19968\\u-10179\\u-9216", "公开一🐀"),
        ("\\uc2\\u20844\\'b9\\'ab\\u24320\\'bf\\'aa", "公开"),
        ("\\outlinelevel0 \\u30002 ?\\par\\pard \\u20057 ?", "# 甲 ; 乙"),
        ("a\\line b\\tab c", "a ; [1:b 2:c]"),
        ("a{\\v b}{\\deleted c}{\\v d\\plain e}{\\v0 f}", "aef"),
        ("a{\\*\\unknown b}{\\footnote c}{\\header d}{\\*\\annotation e}{\\field{\\*\\fldinst f}{\\fldrslt g}}", "ag"),
        ("{\\stylesheet{\\s1 x;}}{\\info{\\title y}{\\author z}}{\\listtext 1.\\tab}a\\{b\\}", "a{b}"),
        ("a{\\*\\shppict{\\pict\\pngblip 8950}}{\\nonshppict{\\pict 01}}b", "ab !pictures_unread"),
        ("{\\pict\\bin4 }}}}a}b", "b !pictures_unread"),
        ("a{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt \\pard b\\par}}{\\shprslt c}}d", "b ; ad"),
        ("{\\object{\\*\\objdata 00}{\\result a}}", "a !objects_unread"),
    ];
    for (text, expected) in cases {
        assert_eq!(read_rtf(text), expected, "{text}");
    }
}

#[test]
fn cells_stand_where_their_edges_put_them() {
    let row = |definition: &str, cells: &[&str]| {
        let cells: String = cells.iter().map(|cell| format!("\\pard\\intbl {cell}\\cell")).collect();
        format!("\\trowd{definition}{cells}\\row")
    };
    let cases = [
        (
            row("\\clvmgf\\cellx500\\cellx1500", &["a", "b"]) + &row("\\clvmrg\\cellx500\\cellx1000\\cellx1490", &["", "1", "2"]),
            "[1:a*1x2 2:b*2x1 / 2:1 3:2]",
        ),
        (row("\\clmgf\\cellx500\\clmrg\\cellx900\\cellx1500", &["a", "", "b"]) + &row("\\cellx500\\cellx900\\cellx1500", &["1", "2", "3"]), "[1:a*2x1 3:b / 1:1 2:2 3:3]"),
        (row("\\cellx500\\cellx900", &["a", "b", "", "c"]), "[1:a 2:b 3: 4:c]"),
        (row("\\cellx500\\cellx900", &["a\\par b", "c"]) + "\\pard d", "[1:a_b 2:c] ; d"),
        // The definition may stand behind the cells as well.
        ("\\pard\\intbl a\\cell b\\cell\\trowd\\cellx500\\cellx900\\row\\pard c".into(), "[1:a 2:b] ; c"),
        // A table within a cell.
        (
            "\\trowd\\cellx500\\cellx900\\pard\\intbl aaaa\\cell\\pard\\intbl\\itap2 1\\nestcell 2\\nestcell{\\*\\nesttableprops\\trowd\
             \\cellx200\\cellx300\\nestrow}{\\nonesttables\\par}\\pard\\intbl b\\cell\\row\\pard c"
                .into(),
            "[1:aaaa 2:1_2_b] ; c",
        ),
        ("\\pard\\intbl\\itap99999 a\\cell\\row b".into(), "a ; b !nesting_flattened"),
    ];
    for (text, expected) in cases {
        assert_eq!(read_rtf(&text), expected, "{text}");
    }
}

#[test]
fn damage_is_told() {
    assert_eq!(told_of(read, b"{\\rtf1 a"), "a !document_damaged");
    assert_eq!(told_of(read, b"{\\rtf1 "), "!document_damaged");
    assert_eq!(told_of(read, "{".repeat(100_000).as_bytes()), "!document_damaged");
}
