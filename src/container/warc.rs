//! Web archives (WARC, ISO 28500): a sequence of records, of which the responses of servers, resources and conversions are
//! documents. A revisit says that a page had not changed: what it had been stands in another record.
//!
//! The dates in them are those of the crawl and not of publication, so none is taken.

use std::io::{self, BufRead, BufReader, Read};

use super::http;
use super::issues::DAMAGED;
use super::limits::read_all;
use super::member::Container;
use super::trouble::{End, Trouble};
use crate::document::Hints;

/// The longest header that is read, in bytes.
const LONGEST_HEADER: u64 = 64 << 10;

/// The header of a record, as far as it matters.
#[derive(Default)]
struct Header {
    /// `response`, `resource`, `conversion`, `revisit`, `request` and others.
    kind: String,
    url: Option<String>,
    content_type: String,
    length: u64,
}

/// Finds the documents of an archive.
pub(super) fn read(container: &mut Container, reader: &mut dyn Read) -> Result<(), End> {
    let mut reader = BufReader::new(reader);
    let mut number = 0_u64;
    while let Some(header) = header(&mut reader)? {
        number += 1;
        let mut block = reader.by_ref().take(header.length);
        if header.holds_document() {
            record(container, &format!("record-{number}"), &header, &mut block)?;
        }
        io::copy(&mut block, &mut io::sink())?;
        if block.limit() > 0 {
            return Err(Trouble::new(&DAMAGED, "the last record ends early").into());
        }
    }
    Ok(())
}

impl Header {
    fn holds_document(&self) -> bool {
        matches!(self.kind.as_str(), "resource" | "conversion") || self.is_http()
    }

    fn is_http(&self) -> bool {
        self.kind == "response" && self.content_type.starts_with("application/http")
    }
}

/// The header of the next record; `None` at the end.
fn header(reader: &mut impl BufRead) -> Result<Option<Header>, End> {
    let mut reader = reader.take(LONGEST_HEADER);
    let mut line = Vec::new();
    while line.trim_ascii().is_empty() {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
    }
    if !line.starts_with(b"WARC/") {
        return Err(Trouble::new(&DAMAGED, "a record does not begin where the one before ends").into());
    }
    let mut header = Header::default();
    loop {
        line.clear();
        reader.read_until(b'\n', &mut line)?;
        if !line.ends_with(b"\n") {
            return Err(Trouble::new(&DAMAGED, "the header of a record has no end").into());
        }
        if line.trim_ascii().is_empty() {
            return Ok(Some(header));
        }
        field(&mut header, &String::from_utf8_lossy(&line))?;
    }
}

fn field(header: &mut Header, line: &str) -> Result<(), Trouble> {
    let Some((name, value)) = line.split_once(':') else { return Ok(()) };
    let value = value.trim();
    match name.to_ascii_lowercase().as_str() {
        "warc-type" => header.kind = value.to_ascii_lowercase(),
        "warc-target-uri" => header.url = Some(value.trim_matches(['<', '>']).to_string()),
        "content-type" => header.content_type = value.to_ascii_lowercase(),
        "content-length" => {
            header.length = value.parse().map_err(|_| Trouble::new(&DAMAGED, "a record without a length"))?;
        }
        _ => {}
    }
    Ok(())
}

/// Finds what is in one record.
fn record(container: &mut Container, name: &str, header: &Header, block: &mut dyn Read) -> Result<(), End> {
    let block = match read_all(block, container.limits().nested) {
        Ok(block) if block.len() as u64 == header.length => block,
        Ok(_) => return container.refuse(name, Trouble::new(&DAMAGED, "the record ends early")),
        Err(error) => return container.refuse(name, Trouble::from_error(&error)),
    };
    if !header.is_http() {
        let hints = Hints { url: header.url.clone(), charset: http::charset(&header.content_type), ..Hints::default() };
        return container.member(name, hints, &mut block.as_slice());
    }
    match http::response(&block) {
        Ok(mut response) => {
            let hints = Hints { url: header.url.clone(), charset: response.charset, ..Hints::default() };
            container.member(name, hints, &mut response.body)
        }
        Err(trouble) => container.refuse(name, trouble),
    }
}
