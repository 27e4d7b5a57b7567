//! Crawl dumps: tables of which each row is a document, known by the names of their columns.

use crate::text::decode_name;
use std::borrow::Cow;

use jiff::civil::Date;
use serde::Deserialize;

use super::member::Container;
use super::trouble::End;
use crate::document::Hints;

/// The names of the columns of crawl dumps, in lower case; the first that a dump has, and fills, is taken.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DumpColumns {
    /// The document: a page or its text.
    #[serde(default)]
    pub text: Vec<String>,
    /// Address that it was fetched from.
    #[serde(default)]
    pub url: Vec<String>,
    /// Title that the crawl recorded.
    #[serde(default)]
    pub title: Vec<String>,
    /// Day of publication.
    #[serde(default)]
    pub published: Vec<String>,
    /// Character encoding.
    #[serde(default)]
    pub charset: Vec<String>,
    /// What the row is called.
    #[serde(default)]
    pub id: Vec<String>,
}

/// What stands for the usual names in a list of names.
const USUAL: &str = "...";

impl Default for DumpColumns {
    /// The usual names, from `dump_columns.toml`.
    fn default() -> DumpColumns {
        toml::from_str(include_str!("dump_columns.toml")).expect("the file is part of the program, and a test reads it")
    }
}

impl DumpColumns {
    /// The names as dumps are searched for them, with the usual names where a list is empty or says `...`.
    pub(crate) fn with_usual(self) -> DumpColumns {
        let usual = DumpColumns::default();
        let list = |own: Vec<String>, usual: Vec<String>| match own.is_empty() {
            true => usual,
            false => {
                own.iter().flat_map(|name| if name == USUAL { usual.clone() } else { vec![folded(name)] }).collect()
            }
        };
        DumpColumns {
            text: list(self.text, usual.text),
            url: list(self.url, usual.url),
            title: list(self.title, usual.title),
            published: list(self.published, usual.published),
            charset: list(self.charset, usual.charset),
            id: list(self.id, usual.id),
        }
    }

    /// Whether a column holds the documents.
    pub(super) fn is_text(&self, column: &str) -> bool {
        self.text.iter().any(|name| *name == folded(column))
    }

    /// Whether a column is of any use.
    pub(super) fn is_known(&self, column: &str) -> bool {
        let lists = [&self.text, &self.url, &self.title, &self.published, &self.charset, &self.id];
        lists.iter().any(|names| names.contains(&folded(column)))
    }
}

/// The name of a column as the lists have it.
pub(super) fn folded(column: &str) -> String {
    column.trim_start_matches('\u{feff}').trim().to_lowercase()
}

/// Bytes from which on a text may be a document. A table whose texts are all shorter is about something else.
pub(super) const LONG_TEXT: usize = 500;

/// Finds the document in a row. `get` gives what the row has in the column of a name.
pub(super) fn row<'r>(
    container: &mut Container,
    number: u64,
    get: impl Fn(&str) -> Option<Cow<'r, [u8]>>,
) -> Result<(), End> {
    let columns = container.columns();
    let first = |names: &[String]| names.iter().filter_map(|name| get(name)).find(|value| !value.is_empty());
    let word = |names: &[String]| first(names).map(|value| decode_name(value.trim_ascii()));
    let hints = Hints {
        path: word(&columns.title),
        url: word(&columns.url),
        charset: word(&columns.charset),
        published: word(&columns.published).as_deref().and_then(day),
    };
    let name = word(&columns.id).unwrap_or_else(|| format!("row-{number}"));
    let text = first(&columns.text).unwrap_or_default();
    container.member(&name, hints, &mut text.as_ref())
}

/// The day that a date begins with, however it is written: `2021-01-29 10:00`, `2021年1月29日`, `20210129`.
fn day(text: &str) -> Option<Date> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let first = numbers.next()?;
    match first.len() {
        4 => Date::new(first.parse().ok()?, numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?).ok(),
        8 | 14 => Date::new(first[..4].parse().ok()?, first[4..6].parse().ok()?, first[6..8].parse().ok()?).ok(),
        _ => None,
    }
}

/// The separator of a table in text that is a crawl dump; `None` for any other text. `head` is its beginning.
pub(super) fn separator(head: &[u8], columns: &DumpColumns) -> Option<u8> {
    let first = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = decode_name(&first[..first.len().min(4096)]).to_lowercase();
    let named = columns.text.iter().any(|name| line.contains(name.as_str()));
    if !named || first.starts_with(b"<") {
        return None;
    }
    [b',', b'\t', b';', b'|'].into_iter().find(|separator| is_dump(head, *separator, columns))
}

/// Whether a table has a column of long texts.
fn is_dump(head: &[u8], separator: u8, columns: &DumpColumns) -> bool {
    let mut rows = super::csv::rows(head, separator);
    let Ok(header) = rows.byte_headers().cloned() else { return false };
    let texts: Vec<usize> = (0..header.len()).filter(|at| columns.is_text(&decode_name(&header[*at]))).collect();
    let long =
        |record: &::csv::ByteRecord| texts.iter().any(|at| record.get(*at).is_some_and(|v| v.len() >= LONG_TEXT));
    header.len() > 1 && !texts.is_empty() && rows.byte_records().map_while(Result::ok).any(|record| long(&record))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_read_however_they_are_written() {
        let expected = Some(date(2021, 1, 29));
        for text in
            ["2021-01-29", "2021/1/29 10:20", "2021年1月29日", "20210129", "20210129102000", "[2021-01-29T00:00Z]"]
        {
            assert_eq!(day(text), expected, "{text}");
        }
        for text in ["", "29.1.2021", "2021", "2021-13-01", "1611878400"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_dump_is_told_from_other_tables() {
        let columns = DumpColumns::default();
        let long = "年".repeat(LONG_TEXT);
        let cases = [
            (format!("id,content\n1,{long}\n"), Some(b',')),
            (format!("\u{feff}标题\t正文\n甲\t\"{long}"), Some(b'\t')),
            ("id,content\n1,短\n".to_string(), None),
            (format!("id,other\n1,{long}\n"), None),
            (format!("content\n{long}\n"), None),
            (format!("<html>content,x</html>\n{long}"), None),
        ];
        for (text, expected) in cases {
            assert_eq!(separator(text.as_bytes(), &columns), expected, "{}", &text[..12]);
        }
    }
}
