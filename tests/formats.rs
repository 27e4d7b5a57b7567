//! The same report as text and as pages in many encodings: the same facts and the same identity come out.

mod support;

use encoding_rs::{Encoding, GB18030, GBK};
use gongkai::document::Document;
use gongkai::limits::Limits;
use gongkai::outcome::Outcome;
use gongkai::process::{Definitions, process};
use support::document::Item;
use support::layout::Layout;
use support::noise::Noise;
use support::page::Page;
use support::reading::{Facts, IDENTITY, TITLE, definitions, facts, identity, known, read_bytes, report};
use support::rng::Rng;

/// A page without its tags.
fn text_of(html: &str) -> String {
    html.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text)).collect()
}

#[test]
fn every_page_reads_as_the_report_prints_it() {
    for form in &definitions().forms.forms {
        for seed in 1..=12 {
            let (report, items) = report(seed, form);
            let printed: Facts = report.cells.iter().map(|(key, cell)| (*key, (cell.status, cell.value))).collect();
            for page in Page::ALL {
                let html = page.render(&items, "<meta charset=utf-8>");
                let outcome = read_bytes(html.clone().into_bytes());
                let read = facts(&outcome);
                let expected = match page {
                    // Text in a page reads as the same text outside of it.
                    Page::Bars | Page::Preformatted => facts(&read_bytes(text_of(&html).into_bytes())),
                    _ => printed.clone(),
                };
                let other: Vec<String> = expected
                    .iter()
                    .filter(|(key, cell)| read.get(key) != Some(cell))
                    .map(|(key, cell)| format!("{key:?} prints {cell:?}, read as {:?}", read.get(key)))
                    .collect();
                assert!(other.is_empty(), "{page:?} {} seed {seed}\n{html}\n{}", form.id, other.join("\n"));
                assert_eq!(identity(&outcome), IDENTITY, "{page:?}");
            }
        }
    }
}

/// `text` in an encoding, with or without its mark.
fn encoded(text: &str, name: &str) -> Vec<u8> {
    let legacy = |encoding: &'static Encoding| encoding.encode(text).0.into_owned();
    let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    match name {
        "utf-8" => text.as_bytes().to_vec(),
        "utf-8 mark" => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        "gbk" => legacy(GBK),
        "gb18030" => legacy(GB18030),
        "utf-16le" => units(u16::to_le_bytes),
        "utf-16be" => units(u16::to_be_bytes),
        "utf-16le mark" => [b"\xff\xfe".to_vec(), units(u16::to_le_bytes)].concat(),
        _ => [b"\xfe\xff".to_vec(), units(u16::to_be_bytes)].concat(),
    }
}

const ENCODINGS: [&str; 8] =
    ["utf-8", "utf-8 mark", "gbk", "gb18030", "utf-16le", "utf-16be", "utf-16le mark", "utf-16be mark"];

#[test]
fn no_encoding_and_no_wrong_declaration_changes_anything() {
    for form in &definitions().forms.forms {
        let (_, items) = report(1, form);
        let text = Layout::Grid.render(&mut Rng::new(1), &items, &Noise::default());
        let expected = known(facts(&read_bytes(text.clone().into_bytes())));
        for encoding in ENCODINGS {
            let outcome = read_bytes(encoded(&text, encoding));
            assert_eq!((known(facts(&outcome)), identity(&outcome)), (expected.clone(), IDENTITY), "{encoding}");
            for declared in ["utf-8", "gb2312", "big5", "iso-8859-1"] {
                let head = format!("<meta http-equiv=Content-Type content='text/html; charset={declared}'>");
                let html = Page::Spans.render(&items, &head);
                let outcome = read_bytes(encoded(&html, encoding));
                assert_eq!(outcome.source.kind, "html");
                assert_eq!(
                    (facts(&outcome), identity(&outcome)),
                    (expected.clone(), IDENTITY),
                    "{encoding} {declared}"
                );
                assert_eq!(outcome.source.replaced, 0, "{encoding} {declared}");
            }
        }
    }
}

#[test]
fn garbled_pages_are_restored() {
    let form = definitions().forms.form("g2_2019").expect("the form of 2019");
    let (_, items) = report(1, form);
    let html = Page::Spans.render(&items, "");
    let expected = facts(&read_bytes(html.clone().into_bytes()));
    let (misread, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(html.as_bytes());
    let outcome = read_bytes(misread.into_owned().into_bytes());
    assert_eq!((facts(&outcome), identity(&outcome)), (expected, IDENTITY));
    assert!(outcome.issues.iter().any(|issue| issue.code.code == "text_restored"));
}

#[test]
fn what_a_page_declares_counts_where_its_text_is_silent() {
    let (_, mut items) = report(1, definitions().forms.form("g2_2019").expect("the form of 2019"));
    items.remove(0);
    let head = |title: &str| {
        format!(
            "<title>{title}</title><meta name=\"SiteIDCode\" content=\"3708290001\"><meta name=PubDate \
             content='2021-01-25 10:30'><meta name=ContentSource content='嘉祥县水务局'>"
        )
    };
    let outcome = read_bytes(Page::Spans.render(&items, &head(&format!("{TITLE}_嘉祥县人民政府"))).into_bytes());
    assert_eq!(identity(&outcome), IDENTITY);
    let identity_of = |outcome: &Outcome| outcome.report.as_ref().expect("a report").identity.clone();
    assert_eq!(identity_of(&outcome).published.map(|day| day.to_string()).as_deref(), Some("2021-01-25"));
    // A title without a place: the code of the site tells it.
    let outcome = read_bytes(Page::Spans.render(&items, &head("水务局2020年政府信息公开工作年度报告")).into_bytes());
    assert_eq!(identity(&outcome), IDENTITY);
    // What the text says comes first.
    items.insert(0, Item::Line("平罗县审计局2019年政府信息公开工作年度报告".into()));
    let outcome = read_bytes(Page::Spans.render(&items, &head(TITLE)).into_bytes());
    assert_eq!(identity(&outcome), (Some("640221"), Some("平罗县审计局"), Some(2019)));
}

#[test]
fn pages_that_are_no_report_say_why() {
    let entry = |year| format!("<li><a href='{year}'>嘉祥县{year}年政府信息公开工作年度报告</a></li>");
    let list: String = (2010..2020).map(entry).collect();
    let cases = [
        ("<html><title>404</title><body><h1>404 Not Found</h1><hr>nginx</body></html>".to_string(), "error page"),
        ("<html><body><div class=box>您访问的页面不存在或已被删除</div></body></html>".to_string(), "error page"),
        (format!("<html><body><div class=nav><a href=/>首页</a></div><ul>{list}</ul></body></html>"), "a list"),
        ("<html><body><p>全县召开水利工作会议。</p></body></html>".to_string(), "neither"),
        ("<html><body><script>render()</script></body></html>".to_string(), "no text"),
    ];
    for (html, reason) in cases {
        let outcome = read_bytes(html.into_bytes());
        assert!(outcome.report.is_none() && outcome.source.reason.contains(reason), "{}", outcome.source.reason);
    }
}

#[test]
fn hostile_documents_end_and_say_so() {
    let cells = format!("<td>规章{}", "<td>1".repeat(9)).repeat(100);
    let cases = [
        ("<div>".repeat(100_000) + TITLE + "<p>二、主动公开政府信息情况<p>第二十条第（一）项", "nesting_flattened"),
        (
            format!("<p>{TITLE}<p>二、主动公开<p>三、收到申请<table>{}", format!("<tr>{cells}").repeat(120)),
            "content_cut",
        ),
        (
            format!("{TITLE}\n二、主动公开\n三、收到申请\n{}", "规章 ".to_string() + &"1 ".repeat(1_100_000)),
            "content_cut",
        ),
    ];
    for (text, code) in cases {
        let outcome = read_bytes(text.into_bytes());
        assert!(outcome.issues.iter().any(|issue| issue.code.code == code), "{code} {}", outcome.source.reason);
    }
}

#[test]
fn figures_too_long_to_add_up_are_no_numbers() {
    for form in &definitions().forms.forms {
        let (_, mut items) = report(1, form);
        for item in &mut items {
            if let Item::Row(row) = item {
                row.values = vec!["9".repeat(60)];
            }
        }
        let text = Layout::Grid.render(&mut Rng::new(1), &items, &Noise::default());
        let outcome = read_bytes(text.into_bytes());
        let has_value = |facts: &Facts| facts.values().any(|(_, value)| value.is_some());
        assert!(outcome.report.is_none() || !has_value(&facts(&outcome)), "{}", form.id);
    }
}

#[test]
fn what_stands_behind_a_row_without_end_is_told() {
    let (_, mut items) = report(1, definitions().forms.form("g3_2021").expect("the form of 2021"));
    let row = items.iter().position(|item| matches!(item, Item::Row(row) if row.label.starts_with("规章")));
    items.insert(row.expect("the row of rules") + 1, Item::Line("x".repeat(6000)));
    let text = Layout::Grid.render(&mut Rng::new(1), &items, &Noise::default());
    let outcome = read_bytes(text.clone().into_bytes());
    let cut: Vec<&str> =
        outcome.issues.iter().filter(|issue| issue.code.code == "row_cut").map(|issue| issue.raw.as_str()).collect();
    assert!(matches!(cut[..], [raw] if raw.contains("characters: xxx")), "{cut:?}");

    // No more issues are listed than the limit allows, and the others are counted.
    let few = Definitions { limits: Limits { issues: 0, ..Limits::default() }, ..*definitions() };
    let issues = process(&Document::new("report", text.into_bytes()), &few).issues;
    let told = format!("{} more", outcome.issues.len());
    assert_eq!((issues.len(), issues[0].code.code, issues[0].raw.as_str()), (1, "issues_cut", told.as_str()));
}
