//! The same report in every container, and containers that mean harm.

mod hostile;
mod kinds;
mod pack;

use std::ops::ControlFlow;

use super::{Found, Opener};
use crate::document::Document;
use crate::source::SourceFile;

/// A small report.
const REPORT: &str = "某某县水务局2021年政府信息公开工作年度报告\n二、主动公开政府信息情况\n规章\t0\t0\t0\n";

/// Everything that is found in a file called `x`, in the order it is found.
fn find(bytes: &[u8], opener: &Opener) -> Vec<Found> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x");
    std::fs::write(&file, bytes).expect("written");
    let mut found = Vec::new();
    let file = SourceFile::new(file, "x".to_string());
    opener.open(&file, &mut |one| {
        found.push(one);
        ControlFlow::Continue(())
    });
    found
}

/// One line for each thing found: its path, and its text or the code of its refusal.
fn lines(bytes: &[u8], opener: &Opener) -> Vec<String> {
    let line = |found: &Found| match found {
        Found::Document(document) => match document.bytes == REPORT.as_bytes() {
            true => format!("{} = report", document.path),
            false => format!("{} = {} bytes", document.path, document.bytes.len()),
        },
        Found::Refused(refused) => format!("{} : {}", refused.path, refused.code.code),
    };
    find(bytes, opener).iter().map(line).collect()
}

/// The documents in a file, which must be all there is in it.
fn documents(bytes: &[u8]) -> Vec<Document> {
    let document = |found| match found {
        Found::Document(document) => document,
        Found::Refused(refused) => panic!("{refused:?}"),
    };
    find(bytes, &Opener::default()).into_iter().map(document).collect()
}
