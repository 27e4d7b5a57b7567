//! Whole runs of the program over a generated corpus: `cargo bench --bench whole -- [documents]`.
//!
//! Prints documents and megabytes per second, processor time and peak memory of each run, and the floor: merely
//! reading, decoding and tokenising the same bytes, by as many threads. The tree is built twice more, as the nights after
//! would: with nothing changed, and with one report changed. The corpus is made once and kept under `target`.

#[path = "../corpus/mod.rs"]
mod corpus;
mod floor;
mod measure;
mod pack;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use corpus::Corpus;
use gongkai::process::Definitions;
use measure::Measured;
use mimalloc::MiMalloc;

/// That of the program, so that the floor is no higher for another.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Documents of the corpus if no number is given.
const DOCUMENTS: usize = 20_000;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if let [command, folder] = arguments.as_slice()
        && command == "floor"
    {
        return floor::run(Path::new(folder));
    }
    let count = arguments.first().and_then(|count| count.parse().ok()).unwrap_or(DOCUMENTS);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench").join(count.to_string());
    let inputs = inputs(&folder, count)?;
    let bytes = floor::files(&inputs[0]).iter().map(|file| fs::metadata(file).map_or(0, |meta| meta.len())).sum();
    println!("{count} documents, {:.1} MB\n{}", bytes as f64 / 1e6, Measured::HEAD);
    let work = Work { documents: count, bytes };
    let tree = inputs[0].display().to_string();
    work.print("floor", measure::run(&std::env::current_exe()?, &["floor", &tree])?);
    let output = folder.join("output");
    for input in &inputs {
        work.print(&input.file_name().unwrap_or_default().to_string_lossy(), build(input, &output)?);
        if input.is_dir() {
            work.print("nothing changed", build(input, &output)?);
            work.print("one changed", with_one_changed(input, || build(input, &output))?);
        }
        fs::remove_dir_all(&output)?;
    }
    Ok(())
}

fn build(input: &Path, output: &Path) -> io::Result<Measured> {
    let arguments = ["build", &input.display().to_string(), "--output", &output.display().to_string()];
    measure::run(Path::new(env!("CARGO_BIN_EXE_gongkai")), &arguments)
}

/// Does something while one report below a folder is another by an empty line at its end.
fn with_one_changed<T>(folder: &Path, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let is_report = |file: &PathBuf| !file.to_string_lossy().contains("notice");
    let report = floor::files(folder).into_iter().find(is_report).ok_or(io::ErrorKind::NotFound)?;
    let before = fs::read(&report)?;
    fs::write(&report, [before.as_slice(), b"\n"].concat())?;
    let done = act();
    fs::write(&report, before)?;
    done
}

/// The same corpus as a tree and as single files, made if they are not there.
fn inputs(folder: &Path, count: usize) -> io::Result<Vec<PathBuf>> {
    let ways: [(&str, Pack); 4] =
        [("tree", pack::tree), ("zip.zip", pack::zip), ("tar.tar.gz", pack::tar_gz), ("warc.warc.gz", pack::warc_gz)];
    let mut made = None;
    ways.into_iter()
        .map(|(name, pack)| {
            let path = folder.join(name);
            if !path.exists() {
                let partial = folder.join(format!("{name}.partial"));
                fs::create_dir_all(folder)?;
                let corpus = made.get_or_insert_with(|| Corpus::new(Definitions::load().expect("the definitions")));
                pack(corpus, count, &partial)?;
                fs::rename(partial, &path)?;
            }
            Ok(path)
        })
        .collect()
}

/// Writes so many documents of a corpus to a path.
type Pack = fn(&Corpus, usize, &Path) -> io::Result<()>;

/// What each run works through.
struct Work {
    documents: usize,
    bytes: u64,
}

impl Work {
    fn print(&self, name: &str, measured: Measured) {
        println!("{}", measured.line(name, self.documents, self.bytes));
    }
}
