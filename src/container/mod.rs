//! Containers: from a file of the input to the documents in it.
//!
//! Archives, compressed files, web archives, saved mails and crawl dumps, nested in one another up to a limit, are read
//! as a stream: at most one member of each is in memory. What a member is called is data only and names no file on
//! disk. Whatever goes wrong is a refusal of the member, or of the rest of the container; each member is found once.

mod compressed;
mod csv;
mod dump;
mod http;
mod input;
pub mod issues;
mod jsonl;
mod kind;
mod limits;
mod mail;
mod member;
mod name;
pub mod office;
mod open;
mod parquet;
mod parquet_header;
mod rar;
mod sevenz;
mod sevenz_header;
mod tar;
#[cfg(test)]
mod tests;
mod thrift;
mod trouble;
mod warc;
mod zip;

use std::fs::File;
use std::ops::ControlFlow;

use crate::document::Document;
use crate::issue::Code;
use crate::limits::Limits;
use crate::outcome::SourceOutcome;
use crate::source::SourceFile;
pub use dump::DumpColumns;

/// What a file holds.
#[derive(Debug)]
pub enum Found {
    /// A document.
    Document(Document),
    /// Something that could not be read.
    Refused(Refused),
}

/// A file, a member of a container, or the rest of a container, that could not be read.
#[derive(Debug)]
pub struct Refused {
    /// Path in the data set. That of the container, if its rest is meant.
    pub path: String,
    /// Kind by its content, as far as it was looked at: `zip`, or `unknown`.
    pub kind: &'static str,
    /// What became of it.
    pub outcome: SourceOutcome,
    /// Why, in a sentence.
    pub reason: String,
    /// The issue that says so.
    pub code: &'static Code,
}

/// Opens files: how much is unpacked at most, and which columns of a crawl dump mean what.
#[derive(Debug, Clone, Default)]
pub struct Opener {
    /// How much is unpacked at most.
    pub limits: Limits,
    /// The names of the columns of crawl dumps.
    pub columns: DumpColumns,
}

impl Opener {
    /// Hands everything in `file` to `sink`, in the order it stands there: at least one thing, and nothing after `sink`
    /// breaks off.
    pub fn open(&self, file: &SourceFile, sink: &mut dyn FnMut(Found) -> ControlFlow<()>) {
        let opened = match &file.unreadable {
            Some(reason) => Err(reason.clone()),
            None => File::open(&file.file).map_err(|error| error.to_string()),
        };
        open::open(self, &file.path, opened, sink);
    }
}
