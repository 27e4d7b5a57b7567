//! Containers that are damaged, locked or mean harm: each member is listed once, and nothing is unpacked without end.

use std::collections::HashSet;

use parquet::basic::Compression;

use super::pack::{bz2, gz, parquet, rar, sevenz, tar, warc, xz, zip, zst};
use super::{REPORT, find, lines};
use crate::container::{Found, Opener};
use crate::limits::Limits;
use crate::source::SourceFile;

const FILES: [(&str, &[u8]); 2] = [("a.txt", REPORT.as_bytes()), ("b.txt", REPORT.as_bytes())];

fn with(limits: Limits) -> Opener {
    Opener { limits, ..Opener::default() }
}

/// Marks every entry as encrypted, in both of its headers.
fn mark_encrypted(zip: &mut [u8]) {
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        for at in 0..zip.len() - flags {
            if zip[at..].starts_with(signature) {
                zip[at + flags] |= 1;
            }
        }
    }
}

#[test]
fn names_are_data_only() {
    let names: [(&str, &[u8]); 2] = [("../../etc/passwd", REPORT.as_bytes()), ("/etc/shadow", REPORT.as_bytes())];
    let expected = ["x!/../../etc/passwd = report", "x!//etc/shadow = report"];
    for bytes in [tar(&names), sevenz(&names)] {
        assert_eq!(lines(&bytes, &Opener::default()), expected);
    }
    let twice = tar(&[FILES[0], FILES[0]]);
    assert_eq!(lines(&twice, &Opener::default()), ["x!/a.txt = report", "x!/a.txt#2 = report"]);
}

#[test]
fn links_and_devices_are_listed() {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, kind) in [("link", tar::EntryType::Symlink), ("null", tar::EntryType::Char)] {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        builder.append_link(&mut header, name, "/etc/passwd").expect("written");
    }
    let bytes = builder.into_inner().expect("finished");
    assert_eq!(lines(&bytes, &Opener::default()), ["x!/link : member_not_a_file", "x!/null : member_not_a_file"]);
}

#[test]
fn encrypted_members_are_refused() {
    let mut locked = zip(&FILES);
    mark_encrypted(&mut locked);
    let expected = ["x!/a.txt : member_encrypted", "x!/b.txt : member_encrypted"];
    assert_eq!(lines(&locked, &Opener::default()), expected);
}

#[test]
fn bombs_are_not_unpacked() {
    let zeros = vec![0; 4 << 20];
    let limits = Limits { ratio: 50, ratio_from: 1 << 20, ..Limits::default() };
    let opener = with(limits);
    assert_eq!(lines(&gz(&zeros), &opener), ["x : container_bomb"]);
    assert_eq!(lines(&zip(&[("z", &zeros)]), &opener), ["x!/z : container_bomb"]);
    let archive = tar(&[FILES[0], ("z", &zeros), FILES[1]]);
    let found = lines(&gz(&archive), &opener);
    assert_eq!(found, ["x!/a.txt = report", "x!/z : container_bomb", "x : container_bomb"]);
    let small = with(Limits { container: 1 << 20, ..limits });
    assert_eq!(lines(&tar(&[("z", &zeros), FILES[0]]), &small), ["x!/z : container_bomb", "x : container_bomb"]);
}

#[test]
fn limits_of_size_number_and_depth_hold() {
    let large = vec![b'x'; 3000];
    let opener = with(Limits { document: 1000, ..Limits::default() });
    for bytes in [zip(&[("l", &large), FILES[0]]), tar(&[("l", &large), FILES[0]]), sevenz(&[("l", &large), FILES[0]])]
    {
        assert_eq!(lines(&bytes, &opener), ["x!/l : member_too_large", "x!/a.txt = report"]);
    }
    let one = with(Limits { entries: 1, ..Limits::default() });
    assert_eq!(lines(&tar(&FILES), &one), ["x!/a.txt = report", "x : container_too_many_entries"]);

    let nested = (0..10).fold(REPORT.as_bytes().to_vec(), |inner, _| zip(&[("z", &inner)]));
    assert_eq!(lines(&nested, &Opener::default()), ["x!/z!/z!/z!/z : container_too_deep"]);
    let nested = (0..10).fold(REPORT.as_bytes().to_vec(), |inner, _| gz(&inner));
    assert_eq!(lines(&nested, &Opener::default()), ["x : container_too_deep"]);
    let small = with(Limits { nested: 10, ..Limits::default() });
    assert_eq!(lines(&tar(&[("z", &zip(&FILES))]), &small), ["x!/z : member_too_large"]);
}

#[test]
fn endless_names_and_rows_are_not_gathered() {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNULongName);
    header.set_size(2 << 20);
    header.set_cksum();
    builder.append(&header, [b'n'; 2 << 20].as_slice()).expect("written");
    let bytes = builder.into_inner().expect("finished");
    assert_eq!(lines(&bytes, &Opener::default()), ["x : member_too_large"]);

    let opener = with(Limits { document: 20_000, ..Limits::default() });
    let long = "x".repeat(1000);
    let endless = "y".repeat(100_000);
    let csv = format!("id,text\n1,{long}\n2,\"{endless}");
    let json = format!("{{\"id\": 1, \"text\": \"{long}\"}}\n{{\"text\": \"{endless}");
    for dump in [csv, json] {
        assert_eq!(lines(dump.as_bytes(), &opener), ["x!/1 = 1000 bytes", "x : member_too_large"]);
    }
}

#[test]
fn headers_are_not_held_without_end() {
    let files: Vec<(String, &[u8])> = (0..300).map(|n| (n.to_string(), REPORT.as_bytes())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let few = with(Limits { nested: 256 << 10, ..Limits::default() });
    for version in [rars::ArchiveVersion::Rar29, rars::ArchiveVersion::Rar50] {
        assert_eq!(lines(&rar(version, &files[..200]), &few).len(), 200);
        assert_eq!(lines(&rar(version, &files), &few), ["x : container_bomb"]);
    }
}

/// A Parquet file of nothing but a footer, of so many columns in one another.
fn nested_columns(count: u32) -> Vec<u8> {
    let count_bytes: Vec<u8> = (0..5).map(|n| (count >> (7 * n)) as u8 & 0x7f | if n < 4 { 0x80 } else { 0 }).collect();
    let columns = [0x48, 1, b'a', 0x15, 2, 0].repeat(count as usize);
    let footer = [&[0x15, 2, 0x19, 0xfc][..], &count_bytes, &columns, &[0x16, 0, 0x19, 0x0c, 0]].concat();
    [b"PAR1", footer.as_slice(), &(footer.len() as u32).to_le_bytes(), b"PAR1"].concat()
}

#[test]
fn dumps_are_measured_before_they_are_read() {
    assert_eq!(lines(&nested_columns(100_000), &Opener::default()), ["x : container_bomb"]);
    let longer = [&b"PAR1"[..], &[0; 17 << 20], &(17_u32 << 20).to_le_bytes(), b"PAR1"].concat();
    assert_eq!(lines(&longer, &Opener::default()), ["x : container_bomb"]);
    let endless = [&b"PAR1"[..], &[0x29, 0xfc, 0xff, 0xff, 0xff, 0x7f], &6_u32.to_le_bytes(), b"PAR1"].concat();
    assert_eq!(lines(&endless, &Opener::default()), ["x : container_damaged"]);

    let long = REPORT.repeat(100);
    let dump = parquet(&[["1", "http://a.example/", "a", "", &long]], Compression::SNAPPY);
    assert_eq!(lines(&dump, &Opener::default()), [format!("x!/1 = {} bytes", long.len())]);
    let small = with(Limits { nested: long.len() as u64 - 1, ..Limits::default() });
    assert_eq!(lines(&dump, &small), ["x : container_bomb"]);
}

#[test]
fn what_is_cut_off_is_read_as_far_as_it_goes() {
    let noise: Vec<u8> = (0..40_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    let opener = Opener::default();
    let files: [(&str, &[u8]); 2] = [FILES[0], ("n", &noise)];
    let response = [("http://a.example/", "", REPORT.as_bytes()), ("http://b.example/", "", noise.as_slice())];
    let member = "x!/a.txt = report";
    let damaged = "x : container_damaged";
    let cases: [(&str, Vec<u8>, &[&str]); 6] = [
        ("gz", cut(gz(&noise)), &[damaged]),
        ("zip", cut(zip(&files)), &[damaged]),
        ("7z", cut(sevenz(&files)), &[damaged]),
        ("tar", cut(tar(&files)), &[member, "x!/n : container_damaged", damaged]),
        ("tar.gz", cut(gz(&tar(&files))), &[member, "x!/n : container_damaged", damaged]),
        ("warc", cut(warc(&response)), &["x!/record-2 = report", "x!/record-4 : container_damaged", damaged]),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(lines(&bytes, &opener), expected, "{name}");
    }
}

#[test]
fn damage_inside_spoils_one_member() {
    let mut bytes = zip(&FILES);
    let data = 30 + "a.txt".len();
    bytes[data + 20] ^= 0xff;
    assert_eq!(lines(&bytes, &Opener::default()), ["x!/a.txt : container_damaged", "x!/b.txt = report"]);
    let mut bytes = sevenz(&FILES);
    bytes[32 + 40] ^= 0xff;
    assert_eq!(lines(&bytes, &Opener::default()), ["x!/a.txt : container_damaged", "x!/b.txt = report"]);
}

#[test]
fn whatever_is_damaged_is_listed_once() {
    use rars::ArchiveVersion::{Rar29, Rar50};
    let rows = [["1", "http://a.example/", "a", "", REPORT], ["2", "http://b.example/", "b", "", REPORT]];
    let intact = [
        zip(&FILES),
        gz(&tar(&FILES)),
        zst(&tar(&FILES)),
        xz(&tar(&FILES)),
        bz2(&tar(&FILES)),
        sevenz(&FILES),
        rar(Rar29, &FILES),
        rar(Rar50, &FILES),
        gz(&warc(&[("http://a.example/", "", REPORT.as_bytes())])),
        parquet(&rows, Compression::SNAPPY),
    ];
    for bytes in intact {
        for at in (0..bytes.len()).step_by(bytes.len() / 100 + 1) {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0xff;
            let found = lines(&bytes, &Opener::default());
            let paths: HashSet<&str> = found
                .iter()
                .filter_map(|line| line.rsplit_once(" : ").or(line.split_once(" = ")))
                .map(|(path, _)| path)
                .collect();
            assert!(!found.is_empty() && paths.len() == found.len(), "{at}: {found:?}");
        }
    }
}

#[test]
fn what_holds_nothing_is_listed_itself() {
    let cases: [(&[u8], &str); 5] = [
        (&zip(&[]), "x : container_empty"),
        (b"PK\x03\x04 and then nothing", "x : container_damaged"),
        (b"MSCF\x00\x00\x00\x00", "x : container_unsupported"),
        (b"Rar!\x1a\x07\x01\x00 and then nothing", "x : container_damaged"),
        (b"PAR1 and then nothing PAR1", "x : container_damaged"),
    ];
    for (bytes, expected) in cases {
        assert_eq!(lines(bytes, &Opener::default()), [expected], "{bytes:?}");
    }
}

#[test]
fn a_sink_that_breaks_off_gets_no_more() {
    let folder = tempfile::tempdir().expect("a folder");
    for bytes in [zip(&FILES), gz(&tar(&FILES)), sevenz(&FILES), rar(rars::ArchiveVersion::Rar50, &FILES)] {
        let file = folder.path().join("x");
        std::fs::write(&file, bytes).expect("written");
        let mut count = 0;
        let file = SourceFile::new(file, "x".to_string());
        Opener::default().open(&file, &mut |_| {
            count += 1;
            std::ops::ControlFlow::Break(())
        });
        assert_eq!(count, 1);
    }
}

#[test]
fn a_file_that_cannot_be_opened_is_refused() {
    let file = SourceFile::new("no such file".into(), "x".to_string());
    let mut codes = Vec::new();
    Opener::default().open(&file, &mut |found| {
        if let Found::Refused(refused) = found {
            codes.push(refused.code.code);
        }
        std::ops::ControlFlow::Continue(())
    });
    assert_eq!(codes, ["file_unreadable"]);
    assert_eq!(find(b"", &Opener::default()).len(), 1);
}
