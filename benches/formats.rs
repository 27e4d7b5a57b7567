//! Whole runs of the program over documents of one format each: `cargo bench --bench formats -- [documents]`.
//!
//! Prints documents and megabytes per second, processor time and peak memory for each format. The documents are random
//! reports; of the formats that only other programs write, they are copies of a few files.

mod corpus;
#[path = "whole/measure.rs"]
mod measure;

use std::fs;
use std::io;
use std::path::Path;

use corpus::Corpus;
use corpus::support::document::Item;
use corpus::support::drawing::{Style, draw};
use corpus::support::layout::Layout;
use corpus::support::noise::Noise;
use corpus::support::ofd::ofd;
use corpus::support::office::Office;
use corpus::support::page::Page;
use corpus::support::pdf::{CMap, Make, pdf};
use corpus::support::rng::Rng;
use gongkai::process::Definitions;
use measure::Measured;

/// Documents of each format if no number is given.
const DOCUMENTS: usize = 1000;

/// Where the documents of a format come from.
enum From {
    /// They are made.
    Made(fn(&[Item]) -> Vec<u8>),
    /// They are copies of the files of this ending in a folder of fixtures.
    Files(&'static str, &'static str),
}

const FORMATS: [(&str, From); 13] = [
    ("html", From::Made(|items| Page::Spans.render(items, "<meta charset=utf-8>").into_bytes())),
    ("txt", From::Made(|items| Layout::Grid.render(&mut Rng::new(1), items, &Noise::default()).into_bytes())),
    ("docx", From::Made(|items| Office::Docx.render(items))),
    ("doc", From::Files("office", ".doc")),
    ("rtf", From::Made(|items| Office::Rtf.render(items))),
    ("odt", From::Made(|items| Office::Odt.render(items))),
    ("xls", From::Files("office", ".xls")),
    ("xlsx", From::Made(|items| Office::Xlsx.render(items))),
    ("ods", From::Made(|items| Office::Ods.render(items))),
    ("pdf", From::Made(|items| pdf(&draw(items, Style::default()), Make::plain(CMap::GbkEuc)))),
    ("pdf-chromium", From::Files("paged", "_chromium.pdf")),
    ("pdf-libreoffice", From::Files("paged", "_libreoffice.pdf")),
    ("ofd", From::Made(|items| ofd(&draw(items, Style::default()), true))),
];

fn main() -> io::Result<()> {
    let argument = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let count = argument.and_then(|count| count.parse().ok()).unwrap_or(DOCUMENTS);
    let corpus = Corpus::new(Definitions::load().expect("the definitions"));
    println!("{count} documents of each format\n{}", Measured::HEAD);
    for (name, from) in FORMATS {
        let folder = tempfile::tempdir()?;
        let (input, output) = (folder.path().join(name), folder.path().join("output"));
        fs::create_dir(&input)?;
        let bytes = write(&corpus, &from, count, &input)?;
        let arguments = ["build", &input.display().to_string(), "--output", &output.display().to_string()];
        let measured = measure::run(Path::new(env!("CARGO_BIN_EXE_gongkai")), &arguments)?;
        println!("{}", measured.line(name, count, bytes));
    }
    Ok(())
}

/// Writes the documents; how many bytes they are.
fn write(corpus: &Corpus, from: &From, count: usize, folder: &Path) -> io::Result<u64> {
    let files = match from {
        From::Files(fixtures, ending) => fixtures_of(fixtures, ending)?,
        From::Made(_) => Vec::new(),
    };
    let mut all = 0;
    for n in 0..count {
        let bytes = match from {
            From::Made(make) => &make(&corpus.items(n)),
            From::Files(..) => &files[n % files.len()],
        };
        all += bytes.len() as u64;
        fs::write(folder.join(n.to_string()), bytes)?;
    }
    Ok(all)
}

/// The fixtures of an ending, by their names.
fn fixtures_of(folder: &str, ending: &str) -> io::Result<Vec<Vec<u8>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| path.to_string_lossy().ends_with(ending));
    paths.sort();
    paths.iter().map(fs::read).collect()
}
