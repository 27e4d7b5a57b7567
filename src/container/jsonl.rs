//! Crawl dumps in JSON lines: one object on each line.

use crate::text::decode_name;
use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

use serde_json::{Map, Value};

use super::issues::{DAMAGED, TOO_LARGE};
use super::member::Container;
use super::trouble::{End, Trouble};
use super::{DumpColumns, dump};

/// Whether some text begins with objects that hold documents.
pub(super) fn is_dump(head: &[u8], columns: &DumpColumns) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if head.first() != Some(&b'{') {
        return false;
    }
    let mut lines = head.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let is_long = |value: &Value| value.as_str().is_some_and(|text| text.len() >= dump::LONG_TEXT);
    let has_text = |object: Map<String, Value>| object.iter().any(|(name, v)| columns.is_text(name) && is_long(v));
    // A first line longer than the head is told by the names in it.
    let named = || {
        let text = decode_name(head);
        columns.text.iter().any(|name| text.contains(&format!("\"{name}\":")))
    };
    match lines.clone().count() {
        1 if object(head).is_none() => head.len() >= dump::LONG_TEXT && named(),
        _ => lines.any(|line| object(line).is_some_and(has_text)),
    }
}

fn object(line: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_str(decode_name(line).trim_start_matches('\u{feff}')).ok()
}

/// Finds the documents in a dump.
pub(super) fn read(container: &mut Container, input: impl Read) -> Result<(), End> {
    let most = container.limits().document.saturating_mul(2);
    let mut reader = BufReader::new(input);
    let (mut line, mut number) = (Vec::new(), 0_u64);
    loop {
        line.clear();
        reader.by_ref().take(most).read_until(b'\n', &mut line)?;
        match line.trim_ascii() {
            [] if line.is_empty() => return Ok(()),
            [] => continue,
            _ if line.len() as u64 == most => return Err(Trouble::of(&TOO_LARGE).into()),
            _ => number += 1,
        }
        match object(&line) {
            Some(object) => row(container, number, &object)?,
            None => container.refuse(&format!("row-{number}"), Trouble::new(&DAMAGED, "the line is no JSON object"))?,
        }
    }
}

fn row(container: &mut Container, number: u64, object: &Map<String, Value>) -> Result<(), End> {
    dump::row(container, number, |name| {
        let value = object.get(name).or_else(|| object.iter().find(|(key, _)| dump::folded(key) == name)?.1.into())?;
        match value {
            Value::String(text) => Some(Cow::Borrowed(text.as_bytes())),
            Value::Number(number) => Some(Cow::Owned(number.to_string().into_bytes())),
            _ => None,
        }
    })
}
