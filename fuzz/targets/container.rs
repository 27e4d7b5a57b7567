#![no_main]

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process;
use std::sync::LazyLock;

use gongkai::container::{Found, Opener};
use gongkai::limits::Limits;
use gongkai::process::{Definitions, process};
use gongkai::source::SourceFile;
use gongkai_fuzz::definitions;
use libfuzzer_sys::fuzz_target;

/// The file that is opened, in memory where that can be.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    folder.join(format!("gongkai-fuzz-{}", process::id()))
});

/// Limits that a small input can reach.
fn limits() -> Limits {
    Limits {
        document: 1 << 20,
        nested: 1 << 20,
        container: 4 << 20,
        file: 8 << 20,
        ratio_from: 1 << 20,
        entries: 200,
        ..Limits::default()
    }
}

fuzz_target!(init: gongkai_fuzz::begin(), |bytes: &[u8]| {
    fs::write(&*FILE, bytes).expect("written");
    let source = SourceFile { file: FILE.clone(), path: "x".to_owned(), unreadable: None, stamp: None };
    let opener = Opener { limits: limits(), ..Opener::default() };
    let definitions = Definitions { limits: limits(), ..*definitions() };
    let (mut found, mut unpacked) = (0, 0);
    opener.open(&source, &mut |one| {
        found += 1;
        if let Found::Document(document) = one {
            unpacked += document.bytes.len() as u64;
            process(&document, &definitions);
        }
        ControlFlow::Continue(())
    });
    assert!(found > 0 && unpacked <= limits().file, "{found} found, {unpacked} bytes");
});
