use super::*;
use crate::content::Cell;

/// Content on one line: `# heading ; paragraph ; [row / row]`; a cell with its column and its spans.
fn drawn(page: &str) -> String {
    let cell = |cell: &Cell| {
        let spans =
            if cell.width * cell.height > 1 { format!("*{}x{}", cell.width, cell.height) } else { String::new() };
        format!("{}:{}{spans}", cell.place.column.unwrap_or(0), cell.text.replace('\n', "_"))
    };
    let block = |block: &Block| match block {
        Block::Heading(text) => format!("# {}", text.text),
        Block::Paragraph(text) => text.text.to_string(),
        Block::Grid(grid) => {
            let row = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>().join(" ");
            format!("[{}]", grid.rows.iter().map(row).collect::<Vec<_>>().join(" / "))
        }
    };
    read(page, &Limits::default()).blocks.iter().map(block).collect::<Vec<_>>().join(" ; ")
}

fn assert_drawn(cases: &[(&str, &str)]) {
    for (page, expected) in cases {
        assert_eq!(drawn(page), *expected, "{page}");
    }
}

#[test]
fn text_flows_as_a_browser_shows_it() {
    assert_drawn(&[
        ("<h2>年度报告</h2><p>一、概述</p><p>本年<b>公</b>开<i>3</i>条</p>", "# 年度报告 ; # 一、概述 ; 本年公开3条"),
        ("<div>甲<br>乙<div>丙</div>丁</div>", "甲 ; 乙 ; 丙 ; 丁"),
        ("<p><strong>二、主动公开</strong></p>", "# 二、主动公开"),
        ("<p>本年新收\n  政府信息\n3 件</p>", "本年新收政府信息 3 件"),
        ("<p>&nbsp;&nbsp;第&nbsp;1&nbsp;条&emsp;</p><p>&nbsp;</p>", "第\u{a0}1\u{a0}条"),
        ("<p class=MsoNormal><span lang=EN-US>1</span><span>2</span><span>3<o:p></o:p></span></p>", "123"),
        ("<!--[if gte mso 9]><xml>7.8</xml><![endif]--><xml>2</xml><p>甲<![if !x]>乙<![endif]></p>", "甲乙"),
        ("<script>a<b</script><style>p{}</style><template>x</template><noscript>y</noscript>甲", "甲"),
        ("甲<p style='display: none'>乙</p><span hidden>丙</span>丁", "甲丁"),
        ("<pre>规章\t3\n条  目</pre>", "[1:规章 2:3] ; 条  目"),
        ("<p>规章 | 3 | 4</p><p>|规范性文件|0|1|</p>", "[1:规章 2:3 3:4 / 1:规范性文件 2:0 3:1]"),
        ("甲</p>乙</div>丙<p>丁", "甲 ; 乙丙 ; 丁"),
        ("", ""),
    ]);
}

#[test]
fn cells_stand_where_their_spans_put_them() {
    assert_drawn(&[
        ("<table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>丙<td>丁</table>", "[1:甲*1x2 2:乙*2x1 / 2:丙 3:丁]"),
        (
            "<table><tr><td>1<td rowspan=3>2<td>3<tr><td colspan='1px'>4<td>5<tr><td>6<td>7</table>",
            "[1:1 2:2*1x3 3:3 / 1:4 3:5 / 1:6 3:7]",
        ),
        ("<table><tr><td rowspan=0>1<td>2<tr><td>3<tr><td>4</table>", "[1:1*1x3 2:2 / 2:3 / 2:4]"),
        ("<table><tr><td rowspan=9>1<td colspan=0>2</table>", "[1:1 2:2]"),
        // The foot is shown last, wherever it is written, and no span reaches over the end of a group.
        (
            "<table><tfoot><tr><td>脚<td>1</tfoot><thead><tr><td rowspan=5>头<td>2</thead><tr><td>身<td>3</table>",
            "[1:头 2:2 / 1:身 2:3 / 1:脚 2:1]",
        ),
        ("<table><caption>表一</caption><tr><td>1<td><p>2</p><p>3</p></table>", "表一 ; [1:1 2:2_3]"),
        ("<table><tr><td>1<td style='display:none'>x<td>2<tr hidden><td>3<td>4</table>", "[1:1 2:2]"),
        ("<TABLE><TR><TD>&nbsp;</TD><TD> 0 </TD></TR></TABLE>", "[1: 2:0]"),
    ]);
}

#[test]
fn broken_markup_ends_up_where_browsers_put_it() {
    assert_drawn(&[
        ("<table><tr><td>1<td>2<tr><td>3<td>4", "[1:1 2:2 / 1:3 2:4]"),
        // Text that stands in no cell is shown before the table.
        ("<table>甲<tr>乙<td>1</td>丙<td>2</td></tr></table>", "甲乙丙 ; [1:1 2:2]"),
        ("<table><form><tr><td>1<td>2</form></table>", "[1:1 2:2]"),
        ("<p>甲<table><tr><td>1<td>2</table>", "甲 ; [1:1 2:2]"),
        ("<td>1</td><td>2</td>", "12"),
        ("<table><tr><span>甲<td>1<b>2<td><font>3</table>乙</b>丙", "甲 ; [1:12 2:3] ; 乙丙"),
        ("<span hidden>甲<span>乙</span>丙</span>丁<b style='display:none'>戊<p>己</b>庚</p>辛", "丁 ; 庚 ; 辛"),
        ("<svg><text>甲</text><span>乙</span></svg>丙", "乙丙"),
    ]);
}

#[test]
fn tables_that_arrange_the_page_are_read_as_text() {
    let prose = "本机关按照要求推进政府信息公开工作。".repeat(30);
    let inner = "<table><tr><td>规章<td>3<tr><td>规范性文件<td>4</table>";
    let rows = "[1:规章 2:3 / 1:规范性文件 2:4]";
    let cases = [
        (format!("<table><tr><td>甲<td>{inner}乙</table>"), format!("甲 ; {rows} ; 乙")),
        (format!("<table><tr><td>左<td>{prose}<p>{inner}</table>"), format!("左 ; {prose} ; {rows}")),
        ("<table><tr><td>一、概述</td></tr><tr><td>甲</td></tr></table>".into(), "# 一、概述 ; 甲".into()),
        // A small table within a table of data is text of its cell.
        (
            "<table><tr><td>行政许可<td>1<tr><td>行政处罚<td><table><tr><td>2</table><tr><td>行政强制<td>3</table>"
                .into(),
            "[1:行政许可 2:1 / 1:行政处罚 2:2 / 1:行政强制 2:3]".into(),
        ),
    ];
    for (page, expected) in cases {
        assert_eq!(drawn(&page), expected, "{page}");
    }
}

#[test]
fn what_surrounds_the_text_is_left_out() {
    let prose = "本机关按照要求推进政府信息公开工作。".repeat(12);
    let link = |text: &str| format!("<li><a href=x>{text}</a></li>");
    let links = ["首页", "政务公开", "2018年度报告", "2019年度报告"].map(link).concat();
    let figures = "<table><tr><td>1<td>2<td>3<tr><td>4<td>5<td>6</table>";
    let page = format!(
        "<title> 年报 _ 某县 </title><meta name=siteidcode content='6402210001'><meta name=author content=x>\
         <nav>{links}</nav><div class='main-header'>某县政府网</div><ul>{links}</ul><p>{prose}</p>\
         <div id=footer>{figures}</div><div class=foot>主办：某县政府</div>"
    );
    assert_eq!(drawn(&page), format!("{prose} ; [1:1 2:2 3:3 / 1:4 2:5 3:6]"));
    let content = read(&page, &Limits::default());
    assert_eq!((content.meta("SiteIDCode"), content.meta("title")), (Some("6402210001"), Some("年报 _ 某县")));
    assert_eq!(content.meta.len(), 2);
    // Where nothing else is, it is read.
    assert!(drawn(&format!("<ul>{links}</ul>")).contains("2018年度报告"));
    // A banner with the title stays.
    let titled = format!("<header><h1>水务局年度报告</h1></header><p>{prose}</p>");
    assert_eq!(drawn(&titled), format!("# 水务局年度报告 ; {prose}"));
}

#[test]
fn every_cell_knows_its_place() {
    let content = read(
        "<p>甲</p>\n<table><tr><td>1<td>2\n<tr><td>3<td>4</table><table><tr><td>5<td>6</table>",
        &Limits::default(),
    );
    let places: Vec<String> = content
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Grid(grid) => grid.rows.last().and_then(|row| row.last()).map(|cell| cell.place.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(places, ["grid 1, row 2, column 2, line 3", "grid 2, row 1, column 2, line 3"]);
}

#[test]
fn pictures_in_attributes_are_passed_over() {
    let picture = "iVBORw0KGgo/+=".repeat(1000);
    let page = format!(
        "<p>甲<img src=\"data:image/png;base64,{picture}\"><b>乙</b><img src=data:image/gif;base64,{picture}>丙"
    );
    assert_eq!(drawn(&page), "甲乙丙");
    assert_eq!(drawn("<p>base64,甲 base64,abc"), "base64,甲 base64,abc");
}

#[test]
fn hostile_pages_are_bounded() {
    let codes =
        |page: &str| read(page, &Limits::default()).issues.iter().map(|issue| issue.code.code).collect::<Vec<_>>();
    for tags in ["<div>", "<table><tr><td>", "<code>", "<ul><li>", "<svg>"] {
        let page = tags.repeat(100_000) + "甲";
        assert_eq!(codes(&page), ["nesting_flattened"], "{tags}");
    }
    let codings: String = (0..10_000).map(|size| format!("<p><code class=nav{size}>")).collect();
    assert_eq!(codes(&(codings + "甲")), ["nesting_flattened"]);
    assert_eq!(drawn(&("<div>".repeat(2000) + "甲" + &"</div>".repeat(2000) + "乙")), "甲 ; 乙");
    let cells = format!("<table>{}</table>", format!("<tr>{}", "<td>1".repeat(100)).repeat(1100));
    assert_eq!(codes(&cells), ["content_cut"]);
    let wide = format!("<table><tr>{}<tr><td>1</table>", "<td colspan=9999 rowspan=99999>1".repeat(1000));
    assert_eq!(codes(&wide), ["content_cut"]);
    let long = format!("<p>甲<p>{}", "字".repeat(Limits::default().text / 3 + 1));
    assert_eq!((drawn(&long).as_str(), codes(&long)), ("甲", vec!["content_cut"]));
}

#[test]
fn lines_are_those_of_the_source() {
    let page = "<p>\n甲\n乙</p>\n<pre>\n丙。\n丁。\n\n戊。</pre>\n<p><span\nlang=EN>己</span>\n庚</p>";
    let line = |block: &Block| match block {
        Block::Heading(text) | Block::Paragraph(text) => (text.text.to_string(), text.place.line),
        Block::Grid(_) => unreachable!("no table is on the page"),
    };
    let lines: Vec<_> = read(page, &Limits::default()).blocks.iter().map(line).collect();
    let expected = [("甲乙", 2), ("丙。", 5), ("丁。", 6), ("戊。", 8), ("己庚", 10)];
    assert_eq!(lines, expected.map(|(text, line)| (text.to_owned(), Some(line))));
}
