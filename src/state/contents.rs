//! Contents: what readers made of documents whose formats take long to read, such as PDF.
//!
//! A content depends on the bytes and on the readers alone. So it outlives a change of the forms, the registers or the
//! settings, after which everything else is read again.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use crate::content::Content;
use crate::document::{Kind, hex};
use crate::limits::Limits;
use crate::outcome::Source;
use crate::read::{self, Unreadable};
use crate::state::memory::Results;
use crate::state::store::{Digest, Store};

/// Reads documents, or remembers what was read.
#[derive(Debug)]
pub struct Contents<'s> {
    store: &'s Store,
    limits: Limits,
    before: &'s Results,
    new: Mutex<Results>,
}

impl<'s> Contents<'s> {
    /// The contents of a run that knows those of the runs `before` by the same readers.
    pub fn new(store: &'s Store, before: &'s Results, limits: Limits) -> Contents<'s> {
        Contents { store, limits, before, new: Mutex::default() }
    }

    /// What a reader makes of a document, as [`read::read`].
    pub fn read<'d>(&self, kind: Kind, bytes: &'d [u8], text: &'d str) -> Result<Content<'d>, Unreadable> {
        let Kind::Other(name) = kind else { return read::read(kind, bytes, text, &self.limits) };
        let key = key(name, &hex(&Sha256::digest(bytes)));
        // What cannot be loaded is read: the store must not decide what becomes of a document.
        if let Some(Ok(content)) = self.before.get(&key).map(|value| self.store.get(*value)) {
            return Ok(content);
        }
        let content = read::read(kind, bytes, text, &self.limits)?;
        if let Ok(value) = self.store.put(&content) {
            self.new.lock().unwrap_or_else(PoisonError::into_inner).insert(key, value);
        }
        Ok(content)
    }

    /// The contents of these documents, as far as they are known.
    pub fn of<'d>(self, sources: impl Iterator<Item = &'d Source>) -> Results {
        let wanted: HashSet<Digest> = sources.map(|source| key(source.kind, &source.sha256)).collect();
        let new = self.new.into_inner().unwrap_or_else(PoisonError::into_inner);
        let before = self.before.iter().map(|(key, value)| (*key, *value));
        before.chain(new).filter(|(key, _)| wanted.contains(key)).collect()
    }
}

fn key(kind: &str, sha256: &str) -> Digest {
    Digest::joined(&format!("content {kind} {sha256}"), [])
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::content::{Block, Place, Text};
    use crate::document::Document;
    use crate::process::source;

    fn content(text: &str) -> Content<'_> {
        let text = Text { text: Cow::Borrowed(text), place: Place::line(1) };
        Content { blocks: vec![Block::Paragraph(text)], ..Content::default() }
    }

    const RTF: &[u8] = br"{\rtf1\ansi read}";

    #[test]
    fn what_is_known_is_not_read_and_what_is_not_is_remembered() {
        let store = Store::new(tempfile::tempfile().expect("a temporary file"));
        let limits = Limits::default();
        let rtf = |contents: &Contents, bytes| {
            let content = contents.read(Kind::Other("rtf"), bytes, "").expect("it can be read");
            content.blocks[0].text().map(|text| text.text.clone().into_owned())
        };
        let known = Document::new("known", RTF.to_vec());
        let fake = store.put(&content("remembered")).expect("put");
        let before = Results::from([(key("rtf", &source(&known).sha256), fake)]);
        let contents = Contents::new(&store, &before, limits);
        let other = Document::new("other", br"{\rtf1\ansi other}".to_vec());
        assert_eq!(rtf(&contents, &known.bytes).as_deref(), Some("remembered"));
        assert_eq!(rtf(&contents, &other.bytes).as_deref(), Some("other"));
        assert!(contents.read(Kind::Other("docx"), RTF, "").is_err(), "the same bytes as another kind");
        assert_eq!(
            contents.read(Kind::Text, b"text", "text").expect("text"),
            read::read(Kind::Text, b"text", "text", &limits).expect("text")
        );

        // Only what is still an input is kept, and what cannot be loaded is read.
        let kept = contents.of([source(&other)].iter());
        assert_eq!(kept.keys().collect::<Vec<_>>(), [&key("rtf", &source(&other).sha256)]);
        let lost = Results::from([(key("rtf", &source(&known).sha256), Digest::joined("nowhere", []))]);
        assert_eq!(rtf(&Contents::new(&store, &lost, limits), &known.bytes).as_deref(), Some("read"));
    }
}
