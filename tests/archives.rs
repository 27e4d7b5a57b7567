//! Whole archives: what becomes of every file in them, and of several documents of one report.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;

use encoding_rs::GBK;
use gongkai::outcome::SourceOutcome;
use gongkai::process::Definitions;
use support::build::{built, job};
use support::document::{Item, Row, document};
use support::layout::Layout;
use support::noise::Noise;
use support::page::Page;
use support::report::generate;
use support::rng::Rng;
use support::snapshot::rows;

#[test]
fn copies_become_one_report_and_the_last_correction_is_kept() {
    let definitions = Definitions::load().expect("the definitions are consistent");
    let form = &definitions.forms.form("g3_2021").expect("the form of 2021");
    let rng = &mut Rng::new(3);
    let noise = Noise::default();
    let report = generate(rng, definitions.forms, form);
    let mut items = document(rng, definitions.forms, &report, &noise);
    items[0] = Item::Line("嘉祥县水务局2021年政府信息公开工作年度报告".into());
    items.push(Item::Line("2022年1月12日".into()));

    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("archive");
    fs::create_dir(&input).expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(input.join(name), bytes).expect("written");
    let page = Page::Spans.render(&items, "<meta charset=utf-8>");
    write("a-page.html", page.as_bytes());
    write("b-text.txt", Layout::Grid.render(rng, &items, &noise).as_bytes());
    write("c-gbk.html", &GBK.encode(&page).0);
    // The corrected report is issued later and differs in one cell that no relation of the form holds.
    *items.last_mut().expect("a date") = Item::Line("2022年3月1日".into());
    let rules = |item: &&mut Row| item.label.starts_with("规章");
    let mut all = items.iter_mut().filter_map(|item| if let Item::Row(row) = item { Some(row) } else { None });
    let row = all.find(rules).expect("the row of rules");
    let printed = std::mem::replace(&mut row.values[0], "77".into());
    write("d-corrected.html", Page::Spans.render(&items, "<meta charset=utf-8>").as_bytes());

    let output = folder.path().join("output");
    let summary = built(&job(&input, &output));
    assert_eq!(summary.counts.reports, 1);
    let sources: Vec<String> =
        rows(&output, "sources").iter().map(|row| format!("{} {}", row["path"], row["outcome"])).collect();
    let expected = [
        "archive/a-page.html superseded",
        "archive/b-text.txt superseded",
        "archive/c-gbk.html superseded",
        "archive/d-corrected.html report",
    ];
    assert_eq!(sources, expected);
    let findings: Vec<String> = rows(&output, "findings")
        .iter()
        .filter(|row| row["rule"] == "DUP-CELL")
        .map(|row| format!("{} {} {} {} {}", row["instance"], row["verdict"], row["left"], row["right"], row["detail"]))
        .collect();
    let of = |path: &str| format!("rules_issued fail 77.0 {}.0 archive/{path}", printed.trim());
    assert_eq!(findings, ["a-page.html", "b-text.txt", "c-gbk.html"].map(of));
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("finished")
}

#[test]
fn every_file_and_member_is_in_the_sources_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("archive");
    fs::create_dir_all(input.join("sub")).expect("folders");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/pingluo/2020/natural-resources.txt");
    let report = fs::read(sample).expect("the sample archive is there");
    let text = String::from_utf8(report.clone()).expect("UTF-8");
    let inner = zip_of(&[("b.txt", &report), ("empty.txt", b"")]);
    let quoted = text.replace('"', "'");
    let dump = format!("id,url,content\n7,http://a.example/,\"{quoted}\"\n8,http://b.example/,short\n");
    let files: [(&str, &[u8]); 10] = [
        ("report.txt", &report),
        ("sub/packed.txt.gz", &gz(&report)),
        ("sub/nested.zip", &zip_of(&[("a.txt", &report), ("in/inner.zip", &inner), ("../x.txt", b"news")])),
        ("dump.csv", dump.as_bytes()),
        ("cut.tar.gz", &gz(&report)[..200]),
        ("broken.zip", b"PK\x03\x04 and then nothing"),
        ("empty.zip", &zip_of(&[])),
        ("old.cab", b"MSCF\x00\x00\x00\x00"),
        ("junk.bin", &[0, 1, 2, 3, 254, 255, 0, 7]),
        ("news.txt", "全县召开会议。".as_bytes()),
    ];
    for (name, bytes) in files {
        fs::write(input.join(name), bytes).expect("written");
    }
    std::os::unix::fs::symlink("/etc/passwd", input.join("link.txt")).expect("a link");
    let output = folder.path().join("output");
    let summary = built(&job(&input, &output));

    let sources = rows(&output, "sources");
    let of = |row: &BTreeMap<String, String>| format!("{} {}", row["path"], row["outcome"]);
    let listed: Vec<String> = sources.iter().map(of).collect();
    let expected = [
        "archive/broken.zip failed",
        "archive/cut.tar.gz failed",
        "archive/dump.csv!/7 report",
        "archive/dump.csv!/8 not_a_report",
        "archive/empty.zip not_a_report",
        "archive/junk.bin unsupported",
        "archive/link.txt failed",
        "archive/news.txt not_a_report",
        "archive/old.cab unsupported",
        "archive/report.txt duplicate",
        "archive/sub/nested.zip!/../x.txt not_a_report",
        "archive/sub/nested.zip!/a.txt duplicate",
        "archive/sub/nested.zip!/in/inner.zip!/b.txt duplicate",
        "archive/sub/nested.zip!/in/inner.zip!/empty.txt not_a_report",
        "archive/sub/packed.txt.gz duplicate",
    ];
    assert_eq!(listed, expected);

    // The counts of the summary are those of the tables.
    for outcome in SourceOutcome::ALL {
        let rows = sources.iter().filter(|row| row["outcome"] == outcome.as_str()).count();
        assert_eq!(summary.counts.documents.get(&outcome).copied().unwrap_or(0), rows, "{}", outcome.as_str());
    }
    let reports = rows(&output, "reports");
    assert_eq!((summary.counts.reports, reports.len()), (1, 1));
    assert_eq!(summary.counts.cells.values().sum::<usize>(), rows(&output, "statistics").len());
    assert_eq!(summary.counts.checks.values().sum::<usize>(), rows(&output, "findings").len());
    let issues = rows(&output, "issues");
    assert_eq!(summary.counts.issues, issues.len());
    // Whatever is not read says why, and every issue is about a document that is listed.
    assert!(sources.iter().all(|row| row["outcome"] == "report" || !row["reason"].is_empty()));
    let ids: BTreeSet<&String> = sources.iter().map(|row| &row["source_id"]).collect();
    assert_eq!(ids.len(), sources.len());
    assert!(issues.iter().all(|issue| ids.contains(&issue["source_id"])));
}
