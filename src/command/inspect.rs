//! `gongkai inspect`: what is read from one document, on disk or inside containers, and why; or what a container holds.

use std::io::{IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::bail;
use gongkai::check::check;
use gongkai::container::{Found, Opener};
use gongkai::content::Content;
use gongkai::document::Kind;
use gongkai::feed;
use gongkai::page;
use gongkai::process::{Definitions, explain, process, with_content};
use gongkai::show::{show, why};
use gongkai::source::SourceFile;

/// How a document is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Tables for a terminal.
    Text,
    /// The same, with what was considered for each row.
    TextAndReadings,
    /// A page for a browser.
    Page,
}

/// Draws everything that is known about the document at `path`, or lists what is in the container there.
pub fn inspect(path: &str, view: View, definitions: &Definitions) -> anyhow::Result<()> {
    let Some(file) = file_of(path) else {
        bail!("cannot read the document `{path}`; give a file that exists, or FILE!/MEMBER for what is in one");
    };
    let name = file.to_string_lossy().into_owned();
    let mut inspection = Inspection { path, view, definitions, listed: 0, example: None, shown: false };
    let opener = Opener { limits: definitions.limits, ..Opener::default() };
    opener.open(&SourceFile::new(file, name.clone()), &mut |found| inspection.take(found));
    match inspection {
        Inspection { shown: true, .. } => {}
        Inspection { listed: 0, .. } => {
            bail!("`{name}` does not hold `{path}`; `gongkai inspect {name}` lists its members")
        }
        Inspection { listed, example, .. } => {
            let hint = example.map_or(String::new(), |path| format!("; look at one with: gongkai inspect '{path}'"));
            println!("{listed} listed{hint}");
        }
    }
    Ok(())
}

/// The file on disk that a path begins with: all of it, or what stands before a `!`.
fn file_of(path: &str) -> Option<PathBuf> {
    let ends = path.match_indices('!').map(|(at, _)| at).chain([path.len()]);
    ends.map(|end| Path::new(&path[..end])).find(|file| file.is_file()).map(Path::to_path_buf)
}

/// A path with `!` wherever one container ends, whether `!` or `!/` was typed.
fn folded(path: &str) -> String {
    path.replace("!/", "!")
}

/// The search for the document that was named.
struct Inspection<'a> {
    path: &'a str,
    view: View,
    definitions: &'a Definitions,
    listed: usize,
    /// A member that can be looked at.
    example: Option<String>,
    /// Whether the document was found and shown.
    shown: bool,
}

impl Inspection<'_> {
    fn take(&mut self, found: Found) -> ControlFlow<()> {
        let path = match &found {
            Found::Document(document) => &document.path,
            Found::Refused(refused) => &refused.path,
        };
        let (path, wanted) = (folded(path), folded(self.path));
        // What is said of a container behind its members is a part of the list.
        if path == wanted && self.listed == 0 {
            self.shown = true;
            self.show(found);
            return ControlFlow::Break(());
        }
        match path == wanted || path.starts_with(&format!("{wanted}!")) {
            true => self.list(found),
            false => ControlFlow::Continue(()),
        }
    }

    fn show(&self, found: Found) {
        let document = match &found {
            Found::Document(document) if self.view != View::Text => Some(document.clone()),
            _ => None,
        };
        let outcome = feed::outcome(found, &|document| process(document, self.definitions));
        let forms = self.definitions.forms;
        let findings = outcome.report.as_ref().map_or_else(Vec::new, |report| check(report, forms));
        if self.view == View::Page {
            let page = |content: Option<&Content>| page::inspect(&outcome, content, &findings, forms);
            let with_content =
                document.and_then(|document| with_content(&document, self.definitions, |content| page(Some(content))));
            print!("{}", with_content.unwrap_or_else(|| page(None)));
            return;
        }
        let styled = std::io::stdout().is_terminal();
        let readings = document.map_or_else(String::new, |document| why(&explain(&document, self.definitions), styled));
        print!("{}{readings}", show(&outcome, &findings, forms, styled));
    }

    fn list(&mut self, found: Found) -> ControlFlow<()> {
        self.listed += 1;
        match found {
            Found::Document(document) => {
                let kind = Kind::of(&document.bytes).as_str();
                let line = say(&format!("{}\t{kind}\t{} bytes", document.path, document.bytes.len()));
                self.example.get_or_insert(document.path);
                line
            }
            Found::Refused(refused) => say(&format!("{}\t{}\trefused: {}", refused.path, refused.kind, refused.reason)),
        }
    }
}

/// Writes a line. If nobody reads on, as behind `| head`, no more is wanted.
fn say(line: &str) -> ControlFlow<()> {
    match writeln!(std::io::stdout(), "{line}") {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_what_exists_on_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().to_string_lossy().into_owned();
        for name in ["a.zip", "b!c.zip"] {
            std::fs::write(folder.path().join(name), "").expect("written");
        }
        let cases = [
            ("a.zip", Some("a.zip")),
            ("a.zip!/x!/y", Some("a.zip")),
            ("a.zip!x", Some("a.zip")),
            ("b!c.zip!/x", Some("b!c.zip")),
            ("missing!/x", None),
        ];
        for (path, file) in cases {
            let expected = file.map(|file| folder.path().join(file));
            assert_eq!(file_of(&format!("{root}/{path}")), expected, "{path}");
        }
    }
}
