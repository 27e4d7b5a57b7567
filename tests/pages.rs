//! The pages in a real browser: no error, nothing loaded from elsewhere, no text of a document taken for markup, and what
//! can be clicked does what it says. Without Chromium, and without the right to install it, the browser is left out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A report whose text is made to be taken for markup.
const HOSTILE: &str = "平罗县<img src=http://example.invalid/x onerror=document.title='broken'>自然资源局\n\
    平罗县自然资源局2019年政府信息公开工作年度报告\n\
    二、主动公开政府信息情况<script>document.title='broken'</script>\n第二十条第（五）项\n\
    信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t3\t\"><script>x</script>\t5\n\
    其他对外管理服务事项\t1\t0\t2\n";

fn gongkai(arguments: &[&Path]) -> Vec<u8> {
    let run = Command::new(env!("CARGO_BIN_EXE_gongkai")).args(arguments).output().expect("it runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages of two snapshots, the second with a hostile report, and those of some documents.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let (input, output, data) = (folder.join("<b>input"), folder.join("output"), root().join("data"));
    fs::create_dir(&input).expect("made");
    let hostile = input.join("2020 & <i>.txt");
    fs::write(&hostile, HOSTILE).expect("written");
    let build = |inputs: &[&Path]| {
        gongkai(&[&[Path::new("build")], inputs, &[Path::new("--output"), &output]].concat());
    };
    build(&[&data]);
    build(&[&data, &input]);
    let latest = fs::read_to_string(output.join("LATEST")).expect("published");
    let mut pages = vec![output.join("snapshots").join(latest.trim()).join("quality.html")];
    for document in
        [hostile, data.join("pingluo/2020/natural-resources.txt"), data.join("pingluo/2024/natural-resources.txt")]
    {
        let page = folder.join(format!("{}.html", pages.len()));
        fs::write(&page, gongkai(&["inspect".as_ref(), "--html".as_ref(), &document])).expect("written");
        pages.push(page);
    }
    pages
}

fn chromium() -> Option<String> {
    let run = Command::new("sh").arg(root().join("tests/pages/chromium.sh")).output().expect("sh runs");
    run.status.success().then(|| String::from_utf8_lossy(&run.stdout).trim().to_owned())
}

/// Opens a page, uses it, and returns what was seen and what the console says.
fn open(chromium: &str, page: &Path, width: u32) -> (Value, String) {
    let acting = page.with_extension("acting.html");
    let text = fs::read_to_string(page).expect("readable");
    let script = include_str!("pages/act.js");
    fs::write(&acting, text.replace("</body>", &format!("<script>{{{script}}}</script></body>"))).expect("written");
    let profile = tempfile::tempdir().expect("a folder");
    let run = Command::new(chromium)
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--enable-logging=stderr"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args([&format!("--window-size={width},900"), "--dump-dom"])
        .arg(format!("file://{}", acting.display()))
        .output()
        .expect("Chromium runs");
    let (dom, log) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    let title = dom.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
    let seen = serde_json::from_str(title).unwrap_or_else(|error| panic!("{}: {title} {error} {log}", page.display()));
    (seen, log.lines().filter(|line| line.contains("CONSOLE")).collect())
}

#[test]
fn pages_hold_nothing_from_elsewhere_and_no_markup_of_a_document() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = pages(folder.path());
    for page in &pages {
        let text = fs::read_to_string(page).expect("readable");
        for forbidden in
            ["<img", "<script src", "<iframe", "http://example.invalid/x onerror=document.title='broken'>", "<i>.txt"]
        {
            assert!(!text.contains(forbidden), "{}: {forbidden}", page.display());
        }
        assert_eq!(text.matches("<script").count(), 1, "{}", page.display());
        assert!(text.contains("default-src 'none'"));
    }
    let hostile = fs::read_to_string(&pages[1]).expect("readable");
    assert!(hostile.contains("&lt;img src=http://example.invalid/x"), "the text of the document is shown");
    let quality = fs::read_to_string(&pages[0]).expect("readable");
    assert!(quality.contains("The snapshot before had 5 reports. 1 are new, 0 are gone."), "what changed is told");

    let Some(chromium) = chromium() else {
        eprintln!("skipped: Chromium is not installed, and only root may install it");
        return;
    };
    for (page, width) in pages.iter().flat_map(|page| [(page, 1280), (page, 500)]) {
        let (seen, console) = open(&chromium, page, width);
        assert_eq!(console, "", "{} {width}", page.display());
        for (what, expected) in [("sorted", true), ("searched", true), ("wide", false)] {
            assert_eq!(seen[what], expected, "{} {width}: {what} {seen}", page.display());
        }
        assert_ne!(seen["language"], seen["other"]);
        if page != &pages[0] {
            assert_eq!(seen["linked"], true, "{}", page.display());
        }
    }
}
