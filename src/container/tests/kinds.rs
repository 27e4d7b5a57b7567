//! The same report comes out of every kind of container.

use jiff::civil::date;
use parquet::basic::Compression;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::pack::{bz2, gz, parquet, rar, sevenz, tar, warc, xz, zip, zip_with, zst};
use super::{REPORT, documents, lines};
use crate::container::Opener;
use crate::document::Kind;

const FILES: [(&str, &[u8]); 2] = [("sz/水务.txt", REPORT.as_bytes()), ("sz/empty.txt", b"")];

/// Puts bytes in the place of others of the same length.
fn replace(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut bytes = bytes.to_vec();
    for at in 0..bytes.len().saturating_sub(old.len()) {
        if bytes[at..].starts_with(old) {
            bytes[at..at + old.len()].copy_from_slice(new);
        }
    }
    bytes
}

#[test]
fn archives_give_their_members() {
    use rars::ArchiveVersion::{Rar29, Rar50};
    let utf8 = ["x!/sz/水务.txt = report", "x!/sz/empty.txt = 0 bytes"];
    let deflated = SimpleFileOptions::default();
    let with = |method| zip_with(&FILES, deflated.compression_method(method));
    let tar_file = tar(&FILES);
    let archives = [
        ("zip", zip(&FILES)),
        ("zip, stored", with(CompressionMethod::Stored)),
        ("zip, zstd", with(CompressionMethod::Zstd)),
        ("zip64", zip_with(&FILES, deflated.large_file(true))),
        ("tar.gz", gz(&tar_file)),
        ("tar.bz2", bz2(&tar_file)),
        ("tar.xz", xz(&tar_file)),
        ("tar.zst", zst(&tar_file)),
        ("tar", tar_file),
        ("7z", sevenz(&FILES)),
        ("rar 5", rar(Rar50, &FILES)),
        ("rar 4", rar(Rar29, &FILES)),
    ];
    for (name, bytes) in archives {
        assert_eq!(lines(&bytes, &Opener::default()), utf8, "{name}");
    }
}

#[test]
fn compressed_files_are_what_they_hold() {
    for pack in [gz, bz2, xz, zst] {
        assert_eq!(lines(&pack(REPORT.as_bytes()), &Opener::default()), ["x = report"]);
    }
    let (first, second) = REPORT.as_bytes().split_at(30);
    let parts = [gz(first), gz(second)].concat();
    assert_eq!(lines(&parts, &Opener::default()), ["x = report"]);
}

#[test]
fn names_without_a_flag_are_chinese() {
    let ascii = zip(&[("NNNN\\a.txt", REPORT.as_bytes())]);
    let gbk = replace(&ascii, b"NNNN", b"\xc4\xea\xb1\xa8");
    assert_eq!(lines(&gbk, &Opener::default()), ["x!/年报/a.txt = report"]);
    let mut old_rar = rars::Builder::new(rars::ArchiveVersion::Rar29).solid(true);
    for name in [&b"\xc4\xea\xb1\xa8.txt"[..], b"b.txt"] {
        old_rar.add_bytes(name.to_vec(), REPORT.as_bytes().to_vec(), None, None).expect("added");
    }
    let old_rar = old_rar.to_bytes().expect("written");
    assert_eq!(lines(&old_rar, &Opener::default()), ["x!/年报.txt = report", "x!/b.txt = report"]);
}

#[test]
fn containers_nest() {
    let inner = zip(&[("b.txt", REPORT.as_bytes())]);
    let outer = tar(&[("in/inner.zip", &inner), ("a.txt.gz", &gz(REPORT.as_bytes()))]);
    assert_eq!(lines(&gz(&outer), &Opener::default()), ["x!/in/inner.zip!/b.txt = report", "x!/a.txt.gz = report"]);
}

#[test]
fn many_small_members_are_all_found() {
    let names: Vec<String> = (0..3000).map(|n| format!("{n}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    assert_eq!(documents(&zip_with(&files, stored)).len(), 3000);
}

#[test]
fn office_documents_are_documents() {
    let cases = [
        ("word/document.xml", "docx"),
        ("xl/workbook.xml", "xlsx"),
        ("[Content_Types].xml", "ooxml"),
        ("OFD.xml", "ofd"),
        ("mimetype", "odf"),
    ];
    for (member, kind) in cases {
        let office = zip(&[(member, b"<x/>")]);
        let archive = zip(&[("a/b.bin", &office)]);
        let found = [documents(&office), documents(&archive)].concat();
        let found: Vec<(&str, &str)> =
            found.iter().map(|document| (document.path.as_str(), Kind::of(&document.bytes).as_str())).collect();
        assert_eq!(found, [("x", kind), ("x!/a/b.bin", kind)]);
    }
}

#[test]
fn web_archives_give_responses_with_hints() {
    let url = "http://www.example.gov.cn/a.html";
    let body = REPORT.as_bytes();
    let chunked = |body: &[u8]| [format!("{:x}\r\n", body.len()).as_bytes(), body, b"\r\n0\r\n\r\n"].concat();
    let bytes = warc(&[
        (url, "Content-Type: text/html; charset=GBK\r\n", body),
        (url, "Transfer-Encoding: chunked\r\n", &chunked(body)),
        (url, "Content-Encoding: gzip\r\n", &gz(body)),
        (url, "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", &chunked(&gz(body))),
    ]);
    // Crawlers pack each record by itself.
    let records: Vec<u8> = bytes.split_inclusive(|byte| *byte == b'\n').flat_map(gz).collect();
    for packed in [bytes.clone(), gz(&bytes), records] {
        let found = documents(&packed);
        let paths: Vec<&str> = found.iter().map(|document| document.path.as_str()).collect();
        assert_eq!(paths, ["x!/record-2", "x!/record-4", "x!/record-6", "x!/record-8"]);
        assert!(found.iter().all(|document| document.bytes == body && document.hints.url.as_deref() == Some(url)));
        assert_eq!(found[0].hints.charset.as_deref(), Some("gbk"));
        assert_eq!(found[0].hints.published, None);
    }
}

#[test]
fn of_the_other_records_resources_and_conversions_are_documents() {
    let record = |kind: &str, content: &str| {
        let length = content.len();
        format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\n\r\n{content}\r\n\r\n"
        )
    };
    let kinds = ["warcinfo", "resource", "metadata", "conversion", "revisit", "continuation"];
    let archive: String = kinds.iter().map(|kind| record(kind, REPORT)).collect();
    assert_eq!(lines(archive.as_bytes(), &Opener::default()), ["x!/record-2 = report", "x!/record-4 = report"]);
}

#[test]
fn saved_pages_and_mails_give_pages_and_attachments() {
    let page = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n\
                --b\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\
                Content-Location: http://www.example.gov.cn/a.html\r\n\r\n<p>=B9=AB=BF=AA</p>\r\n\
                --b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n--b--\r\n";
    let found = documents(page.as_bytes());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].bytes.trim_ascii(), b"<p>\xb9\xab\xbf\xaa</p>");
    assert_eq!(found[0].hints.url.as_deref(), Some("http://www.example.gov.cn/a.html"));
    assert_eq!(found[0].hints.charset.as_deref(), Some("gb2312"));

    let mail = "Subject: report\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
                --b\r\nContent-Type: text/plain\r\n\r\nsee below\r\n\
                --b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\
                Content-Disposition: attachment; filename=\"a.bin\"\r\n\r\nMTIzNDU=\r\n--b--\r\n";
    let found = lines(mail.as_bytes(), &Opener::default());
    assert_eq!(found, ["x!/part-1 = 9 bytes", "x!/a.bin = 5 bytes"]);
}

#[test]
fn dumps_give_a_document_for_each_row() {
    let text = REPORT.repeat(6);
    let row = |id| [id, "http://www.example.gov.cn/a", "水务局2021年年报", "2022年1月29日", text.as_str()];
    let rows = [row("17"), row("18"), row("18")];
    let csv = rows.iter().map(|r| format!("{},{},{},{},\"{}\"\n", r[0], r[1], r[2], r[3], r[4]));
    let csv = format!("\u{feff}ID,url,标题,发布时间,content\n{}", csv.collect::<String>());
    let json = |r: &[&str; 5]| {
        serde_json::json!({"id": 17, "URL": r[1], "标题": r[2], "发布时间": r[3], "content": r[4]}).to_string() + "\n"
    };
    let dumps = [
        ("csv.gz", gz(csv.as_bytes())),
        ("csv", csv.into_bytes()),
        ("jsonl", rows.iter().map(json).collect::<String>().into_bytes()),
        ("parquet", parquet(&rows, Compression::SNAPPY)),
        ("parquet in a tar", tar(&[("p", &parquet(&rows, Compression::UNCOMPRESSED))])),
    ];
    for (name, bytes) in dumps {
        let found = documents(&bytes);
        assert_eq!(found.len(), 3, "{name}");
        assert!(found.iter().all(|document| document.bytes == text.as_bytes()), "{name}");
        let (path, hints) = (&found[0].path, &found[0].hints);
        assert!(path.ends_with("!/17"), "{name}: {path}");
        assert_eq!(hints.path, Some(format!("{path}/水务局2021年年报")), "{name}");
        assert_eq!(hints.url.as_deref(), Some("http://www.example.gov.cn/a"), "{name}");
        assert_eq!(hints.published, Some(date(2022, 1, 29)), "{name}");
        assert!(found[2].path.ends_with("#2") || found[2].path.ends_with("#3"), "{name}: {}", found[2].path);
    }
}

#[test]
fn other_tables_are_plain_documents() {
    let tables = ["编号,内容\n1,短\n", "{\"content\": \"short\"}\n", "{\n  \"content\": 1\n}\n"];
    for table in tables {
        assert_eq!(lines(table.as_bytes(), &Opener::default()), [format!("x = {} bytes", table.len())]);
    }
    let other =
        Opener { columns: crate::container::DumpColumns { text: vec![], ..Default::default() }, ..Default::default() };
    let parquet = parquet(&[["1", "", "", "", ""]], Compression::SNAPPY);
    assert_eq!(lines(&parquet, &other), [format!("x = {} bytes", parquet.len())]);
}
