//! The program end to end, on inputs made here and on the sample archive.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use support::program::{build, data, gongkai, published, text};
use walkdir::WalkDir;

/// The files of the published snapshot that do not tell when it was made.
fn snapshot(output: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let root = published(output);
    let files = WalkDir::new(&root).into_iter().map(|entry| entry.expect("readable").into_path());
    let parquet = files.filter(|file| file.extension().is_some_and(|extension| extension == "parquet"));
    parquet
        .map(|file| (file.strip_prefix(&root).expect("below").to_owned(), fs::read(&file).expect("readable")))
        .collect()
}

#[test]
fn the_sample_archive_becomes_a_snapshot() {
    let output = tempfile::tempdir().expect("a folder");
    let run = build(&data(), output.path(), &[]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let summary = text(&run.stdout);
    assert!(summary.contains("5 report, 2 not_a_report"), "{summary}");
    assert!(summary.contains("852"), "{summary}");
    let files = snapshot(output.path());
    let partitions: Vec<&str> =
        files.keys().filter_map(|file| file.parent()?.to_str()?.strip_prefix("statistics/")).collect();
    assert_eq!(
        partitions,
        [
            "region=CN-64/agency=housing_urban_rural/year=2020",
            "region=CN-64/agency=natural_resources/year=2018",
            "region=CN-64/agency=natural_resources/year=2020",
            "region=CN-64/agency=natural_resources/year=2024",
        ]
    );
}

#[test]
fn the_same_input_gives_the_same_bytes_with_any_number_of_threads() {
    let folders = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
    for (folder, threads) in folders.iter().zip(["1", "4"]) {
        let run = build(&data(), folder.path(), &["--threads", threads]);
        assert!(run.status.success(), "{}", text(&run.stderr));
    }
    assert_eq!(snapshot(folders[0].path()), snapshot(folders[1].path()));
    let again = build(&data(), folders[0].path(), &[]);
    assert!(text(&again.stdout).contains("nothing new"), "{}", text(&again.stdout));
}

#[test]
fn what_is_no_report_is_counted_and_ends_no_run() {
    let (input, output) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let files: [(&str, &[u8]); 6] = [
        ("empty.txt", b""),
        ("junk.bin", &[0, 1, 2, 3, 254, 255, 0, 7]),
        ("archive.zip", b"PK\x03\x04 and then nothing"),
        ("gbk.txt", b"\xb9\xab\xbf\xaa\xb1\xa8\xb8\xe6"),
        ("news.txt", "全县召开会议，部署年度工作。".as_bytes()),
        ("page.html", b"<!DOCTYPE html><html><body></body></html>"),
    ];
    for (name, bytes) in files {
        fs::write(input.path().join(name), bytes).expect("written");
    }
    let run = build(input.path(), output.path(), &[]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let summary = text(&run.stdout);
    assert!(summary.contains("documents          6   4 not_a_report, 1 unsupported, 1 failed"), "{summary}");
}

#[test]
fn an_archive_gives_what_its_folder_gives() {
    let (input, output) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let file = fs::File::create(input.path().join("samples.bin")).expect("created");
    let mut archive = tar::Builder::new(flate2::write::GzEncoder::new(file, flate2::Compression::fast()));
    archive.append_dir_all("data", data()).expect("packed");
    archive.into_inner().expect("finished").finish().expect("finished");
    let run = build(input.path(), output.path(), &[]);
    let plain = build(&data(), &input.path().join("plain"), &[]);
    let counts = |run: &Output| {
        let summary = text(&run.stdout);
        summary.lines().take(5).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(counts(&run), counts(&plain), "{}", text(&run.stderr));
}

#[test]
fn a_report_without_a_year_is_unresolved() {
    let (input, output) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let report = "平罗县自然资源局政府信息公开工作年度报告\n二、主动公开政府信息情况\n第二十条第（五）项\n\
                  信息内容\t本年处理决定数量\n行政许可\t3\n";
    fs::write(input.path().join("report.txt"), report).expect("written");
    let run = build(input.path(), output.path(), &[]);
    assert!(text(&run.stdout).contains("1 unresolved"), "{}", text(&run.stdout));
}

#[test]
fn errors_say_in_one_line_what_to_do() {
    let output = tempfile::tempdir().expect("a folder");
    let missing = output.path().join("missing");
    let run = build(&missing, &output.path().join("out"), &[]);
    assert_eq!(run.status.code(), Some(2));
    let message = text(&run.stderr);
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(message.contains("missing") && message.contains("give a file or folder"), "{message}");

    let file = output.path().join("file");
    fs::write(&file, "").expect("written");
    let run = build(&data(), &file, &[]);
    let message = text(&run.stderr);
    assert_eq!((run.status.code(), message.lines().count()), (Some(2), 1), "{message}");
    assert_eq!(message.matches("os error").count(), 1, "{message}");

    let run = gongkai(&["explain", "no_such_code"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("gongkai dictionary"), "{}", text(&run.stderr));
}

#[test]
fn a_configuration_stands_in_for_flags_and_flags_win() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, other) = (folder.path().join("gongkai.toml"), folder.path().join("other"));
    let input = data();
    let settings =
        format!("inputs = [{:?}]\noutput = \"out\"\nregion_level = \"county\"\n", input.to_str().expect("UTF-8"));
    fs::write(&file, settings).expect("written");
    let file = file.to_str().expect("UTF-8");
    let run = gongkai(&["build", "--config", file]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let regions = |output: &Path| -> Vec<String> {
        let of =
            |file: &PathBuf| Some(file.to_str()?.strip_prefix("statistics/region=")?.split('/').next()?.to_owned());
        snapshot(output).keys().filter_map(of).collect()
    };
    assert!(regions(&folder.path().join("out")).contains(&"CN-640221".to_owned()));
    let flags = ["--output", other.to_str().expect("UTF-8"), "--region-level", "province"];
    let run = gongkai(&[&["build", "--config", file][..], &flags].concat());
    assert!(run.status.success(), "{}", text(&run.stderr));
    assert!(regions(&other).iter().all(|region| region == "CN-64"));

    fs::write(file, "threds = 2").expect("written");
    let run = gongkai(&["build", "--config", file]);
    let message = text(&run.stderr);
    assert_eq!((run.status.code(), message.lines().count()), (Some(2), 1), "{message}");
    assert!(message.contains("threds") && message.contains("gongkai.toml"), "{message}");
    fs::write(file, "").expect("written");
    let message = text(&gongkai(&["build", "--config", file]).stderr);
    assert!(message.contains("no input") && message.lines().count() == 1, "{message}");
}

#[test]
fn what_is_in_a_container_can_be_listed_and_inspected() {
    let folder = tempfile::tempdir().expect("a folder");
    let outer = folder.path().join("samples.tar.gz");
    let mut archive = tar::Builder::new(flate2::write::GzEncoder::new(
        fs::File::create(&outer).expect("created"),
        flate2::Compression::fast(),
    ));
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let report = fs::read(data().join("pingluo/2020/housing.txt")).expect("readable");
    writer.start_file("住建/2020.txt", zip::write::SimpleFileOptions::default()).expect("a name");
    std::io::Write::write_all(&mut writer, &report).expect("written");
    let inner = writer.finish().expect("finished").into_inner();
    let mut header = tar::Header::new_gnu();
    header.set_size(inner.len() as u64);
    archive.append_data(&mut header, "in.zip", inner.as_slice()).expect("packed");
    archive.append_dir_all("data", data()).expect("packed");
    archive.into_inner().expect("finished").finish().expect("finished");
    let outer = outer.to_str().expect("UTF-8");

    let list = text(&gongkai(&["inspect", outer]).stdout);
    let member = format!("{outer}!/in.zip!/住建/2020.txt");
    assert!(list.starts_with(&format!("{member}\ttext\t{} bytes\n", report.len())), "{list}");
    assert!(list.trim_end().ends_with(&format!("listed; look at one with: gongkai inspect '{member}'")), "{list}");
    let plain = text(&gongkai(&["inspect", data().join("pingluo/2020/housing.txt").to_str().expect("UTF-8")]).stdout);
    let tables = |page: &str| page.lines().filter(|line| line.contains('│')).map(str::to_owned).collect::<Vec<_>>();
    for path in [&member, &format!("{outer}!in.zip!住建/2020.txt"), &format!("{outer}!/data/pingluo/2020/housing.txt")]
    {
        let page = text(&gongkai(&["inspect", path]).stdout);
        assert!(page.starts_with(outer) && page.contains("平罗县"), "{page}");
        assert_eq!(tables(&page).len(), tables(&plain).len(), "{path}");
    }
    for missing in [format!("{outer}!/none.txt"), format!("{}/none.zip!/a", folder.path().display())] {
        let run = gongkai(&["inspect", &missing]);
        let message = text(&run.stderr);
        assert_eq!((run.status.code(), message.lines().count()), (Some(2), 1), "{message}");
        assert!(message.contains(&missing), "{message}");
    }
}

#[test]
fn every_code_is_explained() {
    for (code, expected) in [
        ("carried_over", "上年结转政府信息公开申请数量"),
        ("org_business", "商业企业"),
        ("row_ambiguous", "an issue"),
        ("T3-BAL", "a check"),
        ("DUP-CELL", "同一报告"),
        ("inferred", "a word of the data set"),
        ("review_decided", "review_total - review_pending"),
    ] {
        let run = gongkai(&["explain", code]);
        assert!(run.status.success() && text(&run.stdout).contains(expected), "{code}: {}", text(&run.stdout));
    }
    let run = gongkai(&["explain", "row_ambiguous", "--lang", "zh"]);
    assert!(text(&run.stdout).contains("勾稽关系无法判定"), "{}", text(&run.stdout));
}

#[test]
fn the_data_dictionary_is_fresh() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("DICTIONARY.md");
    let written = fs::read_to_string(file).expect("DICTIONARY.md is there");
    assert!(written == text(&gongkai(&["dictionary"]).stdout), "run `just generate`");
}

#[test]
fn the_log_can_be_json() {
    let output = tempfile::tempdir().expect("a folder");
    let run = build(&data(), output.path(), &["--log", "json"]);
    let log = text(&run.stderr);
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).expect("each line is a JSON object")).collect();
    let last = lines.last().expect("a summary");
    assert_eq!((&last["message"], &last["reports"]), (&"build finished".into(), &5.into()));
}

/// The published tree as analysts use it: polars, pyarrow, DuckDB and pandas, its data package, views and exports, the
/// snippets of the READMEs and the notebooks, in an environment of the test's own. Without Python the script says so and
/// there is nothing to run.
#[test]
fn every_reader_opens_the_snapshot() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("output");
    assert!(build(&data(), &output, &[]).status.success());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/run.sh");
    let mut command = std::process::Command::new("bash");
    command.arg(script).arg(&output).env("GONGKAI", env!("CARGO_BIN_EXE_gongkai"));
    let run = command.output().expect("bash runs");
    assert!(run.status.success(), "{}\n{}", text(&run.stdout), text(&run.stderr));
}
