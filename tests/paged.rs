//! The same report as pages of positioned text, PDF and OFD: the same facts and the same identity as in HTML come out.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use gongkai::document::Document;
use gongkai::form::Form;
use gongkai::outcome::{Outcome, SourceOutcome};
use gongkai::process::{Definitions, process};
use gongkai::report::Status;
use rust_decimal::Decimal;
use support::document::{Item, document};
use support::drawing::{PAGE, Sheet, Style, Text, draw};
use support::noise::Noise;
use support::ofd::ofd;
use support::page::Page;
use support::pdf::{CMap, Make, pdf};
use support::report::{Key, generate};
use support::rng::Rng;

const TITLE: &str = "嘉祥县水务局2020年政府信息公开工作年度报告";

fn definitions() -> &'static Definitions {
    static DEFINITIONS: std::sync::OnceLock<Definitions> = std::sync::OnceLock::new();
    DEFINITIONS.get_or_init(|| Definitions::load().expect("the definitions are consistent"))
}

/// The document of a random report of the form.
fn items(seed: u64, form: &'static Form) -> Vec<Item> {
    let rng = &mut Rng::new(seed);
    let forms = definitions().forms;
    let report = generate(rng, forms, form);
    let mut items = document(rng, forms, &report, &Noise::default());
    items[0] = Item::Line(TITLE.into());
    items
}

fn read(bytes: Vec<u8>) -> Outcome {
    process(&Document::new("report", bytes), definitions())
}

/// The facts of a report, those that the relations of the form decided as printed ones, and whose it is.
type Read = (BTreeMap<Key, (Status, Option<Decimal>)>, Option<String>, Option<i16>);

fn facts(outcome: &Outcome) -> Read {
    let Some(report) = &outcome.report else { panic!("no report: {}", outcome.source.reason) };
    let status = |status| if status == Status::Inferred { Status::Printed } else { status };
    let facts = report.facts.iter().map(|fact| ((fact.indicator, fact.applicant), (status(fact.status), fact.value)));
    let agency = report.identity.agency.as_ref().map(|agency| agency.name.clone());
    (facts.collect(), agency, report.identity.year)
}

#[track_caller]
fn assert_same(read: &Read, expected: &Read, what: &str) {
    let other = expected.0.iter().filter(|(key, cell)| read.0.get(key) != Some(cell));
    let other: Vec<String> = other.map(|(key, cell)| format!("{key:?} {cell:?}, read {:?}", read.0.get(key))).collect();
    assert!(other.is_empty(), "{what}: {} of {} cells\n{}", other.len(), expected.0.len(), other.join("\n"));
    assert_eq!((&read.1, read.2), (&expected.1, expected.2), "{what}");
}

#[test]
fn pages_drawn_with_rules_read_as_html_does() {
    let styles = [Style::default(), Style { dashed: true }];
    for form in definitions().forms.forms.iter().filter(|form| form.id.starts_with('g')) {
        for seed in 1..=3 {
            let items = items(seed, form);
            let expected = facts(&read(Page::Spans.render(&items, "<meta charset=utf-8>").into_bytes()));
            for style in styles {
                let sheets = draw(&items, style);
                for prefixed in [true, false] {
                    let outcome = read(ofd(&sheets, prefixed));
                    assert_eq!(outcome.source.kind, "ofd");
                    assert_same(&facts(&outcome), &expected, &format!("ofd {} seed {seed} {style:?}", form.id));
                }
                let turns = [((0.0, 0.0), 0), ((36.0, -20.0), 90), ((0.0, 0.0), 270)];
                for (cmap, (origin, rotate)) in CMap::ALL.into_iter().zip(turns) {
                    let program = (rotate == 0).then_some(UNMAPPED);
                    let outcome = read(pdf(&sheets, Make { cmap, origin, rotate, program }));
                    assert_eq!(outcome.source.kind, "pdf");
                    assert_same(&facts(&outcome), &expected, &format!("{cmap:?} {} seed {seed} {style:?}", form.id));
                }
            }
        }
    }
}

/// A font program that says nothing about characters.
const UNMAPPED: &[u8] = include_bytes!("fixtures/paged/unmapped.ttf");

#[test]
fn printed_pages_read_as_their_html_does() {
    for form in definitions().forms.forms.iter().filter(|form| form.id.starts_with('g')) {
        let file = |name: &str| fixture(&format!("{}_{name}", form.id));
        let expected = facts(&read(file("source.html")));
        for name in ["libreoffice.pdf", "chromium.pdf"] {
            assert_same(&facts(&read(file(name))), &expected, &format!("{} {name}", form.id));
        }
    }
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/paged");
    std::fs::read(folder.join(name)).expect("a fixture")
}

#[test]
fn an_owner_password_opens_and_characters_that_are_not_known_are_not_guessed() {
    let expected = facts(&read(fixture("g1_2014_source.html")));
    assert_same(&facts(&read(fixture("g1_2014_owner.pdf"))), &expected, "owner password");
    // The embedded fonts say which characters they hold.
    assert_same(&facts(&read(fixture("g1_2014_unmapped.pdf"))), &expected, "cmap table");
    let outcome = read(fixture("g1_2014_unknown.pdf"));
    assert!(outcome.report.is_none(), "{}", outcome.source.reason);
    assert!(outcome.issues.iter().any(|issue| issue.code.code == "glyphs_unknown"));
}

/// A PDF file whose pages refer to themselves, and whose page draws a form that draws another a thousand times, and so on.
fn endless() -> Vec<u8> {
    let mut file = String::from(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [2 0 R 3 0 R] /Count \
         2 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /F 5 0 R >> >> \
         /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Length 5 >>\nstream\n/F Do\nendstream\nendobj\n",
    );
    for number in 5..15 {
        let content = "/F Do ".repeat(1000);
        file += &format!(
            "{number} 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F {} 0 R >> >> \
             /Length {} >>\nstream\n{content}\nendstream\nendobj\n",
            number + 1,
            content.len()
        );
    }
    (file + "trailer\n<< /Root 1 0 R >>\n").into_bytes()
}

#[test]
fn what_cannot_be_read_says_why() {
    let form = definitions().forms.form("g2_2019").expect("the form of 2019");
    let whole = pdf(&draw(&items(1, form), Style::default()), Make::plain(CMap::GbkEuc));
    let scan = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\n\
                 endobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 4 0 R >> >> \
                 /Contents 5 0 R >>\nendobj\n4 0 obj\n<< /Type /XObject /Subtype /Image /Width 8 /Height 4 /ColorSpace /DeviceGray \
                 /BitsPerComponent 8 /Length 32 >>\nstream\n................................\nendstream\nendobj\n5 0 obj\n\
                 << /Length 30 >>\nstream\n595 0 0 842 0 0 cm /I Do      \nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n";
    let cases: [(Vec<u8>, SourceOutcome, &str); 7] = [
        (fixture("g1_2014_user.pdf"), SourceOutcome::Unsupported, "document_encrypted"),
        (endless(), SourceOutcome::NotAReport, "content_cut"),
        (b"%PDF-1.4 and nothing else".to_vec(), SourceOutcome::Failed, "document_damaged"),
        (scan.to_vec(), SourceOutcome::Unsupported, "page_is_picture"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\xc8\0\0\0\x64\x08".to_vec(),
            SourceOutcome::Unsupported,
            "page_is_picture",
        ),
        (whole[..whole.len() / 9].to_vec(), SourceOutcome::NotAReport, ""),
        (ofd(&[], true), SourceOutcome::NotAReport, ""),
    ];
    for (bytes, expected, code) in cases {
        let outcome = read(bytes);
        assert_eq!(outcome.source.outcome, expected, "{code}: {}", outcome.source.reason);
        assert!(code.is_empty() || outcome.issues.iter().any(|issue| issue.code.code == code), "{code}");
    }
}

fn status(outcome: &Outcome, table: &str) -> &'static str {
    let report = outcome.report.as_ref().expect("a report");
    report.tables.iter().find(|reading| reading.table == table).map_or("unknown", |reading| reading.status.as_str())
}

#[test]
fn a_table_that_is_a_picture_among_text_is_said_to_be() {
    let form = definitions().forms.form("g2_2019").expect("the form of 2019");
    let mut items = items(1, form);
    let heading = |items: &[Item], number: &str| {
        items.iter().position(|item| matches!(item, Item::Line(line) if line.starts_with(number))).expect("a heading")
    };
    let (applications, next) = (heading(&items, "三、"), heading(&items, "四、"));
    items.drain(applications + 1..next);
    let mut sheets = draw(&items, Style::default());
    let absent = |sheets: &[Sheet]| {
        [pdf(sheets, Make::plain(CMap::GbkEuc)), ofd(sheets, true)].map(|bytes| {
            let outcome = read(bytes);
            assert_eq!((status(&outcome, "art20"), status(&outcome, "review_litigation")), ("read", "read"));
            status(&outcome, "applications")
        })
    };
    assert_eq!(absent(&sheets), ["absent"; 2]);
    let shows = |sheet: &&mut Sheet| sheet.texts.iter().any(|text| text.text.starts_with("三、"));
    sheets.iter_mut().find(shows).expect("a page").pictures.push([(50.0, 300.0), (545.0, 600.0)]);
    assert_eq!(absent(&sheets), ["picture"; 2]);
    // Without any table that can be read, all are pictures.
    let lines: Vec<Item> = items.into_iter().filter(|item| matches!(item, Item::Line(_))).collect();
    let mut sheets = draw(&lines, Style::default());
    sheets.push(Sheet { pictures: vec![[(0.0, 0.0), PAGE]], ..Sheet::default() });
    let outcome = read(pdf(&sheets, Make::plain(CMap::GbkEuc)));
    assert_eq!(["art20", "applications", "review_litigation"].map(|table| status(&outcome, table)), ["picture"; 3]);
    let issue = outcome.issues.iter().find(|issue| issue.code.code == "page_is_picture").expect("an issue");
    assert_eq!((issue.place.page, issue.raw.as_str()), (Some(sheets.len() as u32), "8 x 4 pixels"));
}

#[test]
fn a_file_of_thousands_of_pages_is_read_up_to_the_limit() {
    let form = definitions().forms.form("g2_2019").expect("the form of 2019");
    let mut sheets = draw(&items(1, form), Style::default());
    let line = |n: usize| Text { x: 50.0, y: 400.0, size: 10.0, text: format!("附件第{n}条") };
    sheets.extend((sheets.len()..5000).map(|n| Sheet { texts: vec![line(n)], ..Sheet::default() }));
    for bytes in [pdf(&sheets, Make::plain(CMap::GbkEuc)), ofd(&sheets, true)] {
        let outcome = read(bytes);
        assert_eq!(status(&outcome, "applications"), "read");
        let cut = outcome.issues.iter().find(|issue| issue.code.code == "content_cut").expect("an issue");
        assert_eq!(cut.raw, "pages beyond the first 2000");
    }
}

/// A copy with something changed: cut off, bytes changed, a part taken out or set to zero.
fn damaged(rng: &mut Rng, bytes: &[u8]) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    let at = rng.below(copy.len());
    let to = (at + 1 + rng.below(400)).min(copy.len());
    match rng.below(4) {
        0 => copy.truncate(at),
        1 => (0..1 + rng.below(30)).for_each(|_| {
            let at = rng.below(copy.len());
            copy[at] = rng.below(256) as u8;
        }),
        2 => drop(copy.drain(at..to)),
        _ => copy[at..to].fill(0),
    }
    copy
}

#[test]
fn no_damage_makes_a_reader_fail() {
    let form = definitions().forms.form("g2_2019").expect("the form of 2019");
    let sheets = draw(&items(1, form), Style::default());
    let mut files = vec![pdf(&sheets, Make::plain(CMap::GbkEuc)), ofd(&sheets, true)];
    files.extend(["libreoffice.pdf", "chromium.pdf"].map(|name| fixture(&format!("{}_{name}", form.id))));
    let rng = &mut Rng::new(1);
    for n in 0..300 {
        let file = &files[n % files.len()];
        read(damaged(rng, file));
    }
}
