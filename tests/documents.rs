//! Whole documents: what is read from each sample, as the page that `gongkai inspect` shows.
//!
//! A changed page is looked at line by line before it is taken (`just review`).

use std::path::Path;

use gongkai::check::check;
use gongkai::document::Document;
use gongkai::process::{Definitions, process};
use gongkai::show::show;
use walkdir::WalkDir;

#[test]
fn every_document_reads_as_before() {
    let definitions = Definitions::load().expect("the definitions are consistent");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders =
        ["data", "tests/fixtures"].map(|folder| root.join(folder)).into_iter().filter(|folder| folder.exists());
    let files =
        folders.flat_map(|folder| WalkDir::new(folder).sort_by_file_name()).map(|entry| entry.expect("readable"));
    let texts = files.filter(|file| file.path().extension().is_some_and(|extension| extension == "txt"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("documents");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _bound = settings.bind_to_scope();
    for file in texts {
        let name = file.path().strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
        let document = Document::new(name.as_str(), std::fs::read(file.path()).expect("readable"));
        let outcome = process(&document, &definitions);
        let findings = outcome.report.as_ref().map_or_else(Vec::new, |report| check(report, definitions.forms));
        insta::assert_snapshot!(name.replace('/', "__"), show(&outcome, &findings, definitions.forms, false));
    }
}
