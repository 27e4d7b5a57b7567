//! Tells the program which code it is made of: a hash of its sources and of the versions of its packages, and one of that
//! part of them which makes content of documents.
//!
//! What the program remembers of an earlier run is only good for the same code.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// What comes after the readers, in `src`: they know nothing of it, and what they make of a document outlives its changes.
const AFTER_READERS: [&str; 18] = [
    "check",
    "choose.rs",
    "dictionary",
    "diff",
    "export",
    "extract",
    "form",
    "gate",
    "identify",
    "infer.rs",
    "metrics.rs",
    "narrative.rs",
    "page",
    "quality.rs",
    "register",
    "series.rs",
    "solve",
    "table",
];

fn main() -> io::Result<()> {
    let mut files = vec![PathBuf::from("Cargo.lock")];
    list(Path::new("src"), &mut files)?;
    files.sort();
    let (mut code, mut readers) = (Fnv::default(), Fnv::default());
    for file in files {
        let bytes = fs::read(&file)?;
        let is_after = AFTER_READERS.iter().any(|name| file.starts_with(Path::new("src").join(name)));
        for hash in [Some(&mut code), (!is_after).then_some(&mut readers)].into_iter().flatten() {
            hash.add(file.as_os_str().as_encoded_bytes());
            hash.add(&bytes);
        }
    }
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rustc-env=GONGKAI_CODE={:032x}", code.0);
    println!("cargo::rustc-env=GONGKAI_READERS={:032x}", readers.0);
    println!("cargo::rustc-env=GONGKAI_AFTER_READERS={}", AFTER_READERS.join(" "));
    Ok(())
}

/// The files below a folder.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The hash FNV-1a of 128 bits.
struct Fnv(u128);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fnv {
    /// Adds a piece, whose length parts it from the next.
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&(bytes.len() as u64).to_le_bytes()) {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}
