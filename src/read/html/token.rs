//! The tokens of a page, from html5gum's tokenizer to html5ever's tree. It takes the text in runs and lets pass, unread, what
//! no reader of a page looks at: the attributes by which word processors and site builders lay it out, and elements that
//! only mark up text. They are most of a page's bytes.

use std::borrow::Cow;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use html5gum::{Emitter, Error, State, Tokenizer};
use memchr::{memchr, memchr_iter};

use super::attribute::{read, says, tells};
use super::build::Gate;
use super::element::is_markup;
use super::rest::Rest;

/// Gives every token of a page to the tree, until it takes no more.
pub fn tokenise(page: &str, gate: &Gate) {
    let page = page.as_bytes();
    // It yields if the tree takes no more.
    let _ = Tokenizer::new_with_emitter(Rest::new(page), Tokens::new(page, gate)).next();
}

/// Bytes of the page as text: where it was taken apart, it was so at characters of ASCII.
fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// The name of an element. Those of which pages are full need not be looked up.
fn local_name(name: &[u8]) -> LocalName {
    match name {
        b"a" => local_name!("a"),
        b"br" => local_name!("br"),
        b"div" => local_name!("div"),
        b"li" => local_name!("li"),
        b"p" => local_name!("p"),
        b"td" => local_name!("td"),
        b"tr" => local_name!("tr"),
        _ => LocalName::from(&*utf8(name)),
    }
}

/// Collects a token and hands it over.
struct Tokens<'p> {
    page: &'p [u8],
    gate: &'p Gate,
    /// Whether lines of the page end otherwise than in a line feed alone.
    has_return: bool,
    /// Byte of the page up to which it was read.
    at: usize,
    /// A byte of the page, and the line in which it is.
    lines: (usize, u32),
    /// Text that was not handed over yet, and the line in which it ends.
    text: Vec<u8>,
    text_line: u32,
    /// Whether the text is that of a script or a style sheet, which nobody reads.
    is_code: bool,
    /// The tag, if one is being read.
    kind: TagKind,
    name: Vec<u8>,
    self_closing: bool,
    attributes: Vec<(LocalName, Vec<u8>)>,
    /// The name of the attribute that is being read, and whether its value is kept.
    attribute: Vec<u8>,
    keeps: bool,
    /// The name of the last start tag.
    started: Vec<u8>,
    doctype: Doctype,
}

impl<'p> Tokens<'p> {
    fn new(page: &'p [u8], gate: &'p Gate) -> Tokens<'p> {
        Tokens {
            page,
            gate,
            has_return: memchr(b'\r', page).is_some(),
            at: 0,
            lines: (0, 1),
            text: Vec::new(),
            text_line: 1,
            is_code: false,
            kind: TagKind::StartTag,
            name: Vec::new(),
            self_closing: false,
            attributes: Vec::new(),
            attribute: Vec::new(),
            keeps: false,
            started: Vec::new(),
            doctype: Doctype::default(),
        }
    }

    /// The line that is being read.
    fn line(&mut self) -> u32 {
        let (from, line) = self.lines;
        let read = self.page.get(from..self.at).unwrap_or_default();
        let ends = match self.has_return {
            true => (from..).zip(read).filter(|(at, byte)| self.ends_line(*at, **byte)).count(),
            false => memchr_iter(b'\n', read).count(),
        };
        self.lines = (self.at.max(from), line + ends as u32);
        self.lines.1
    }

    /// Whether a line of the page ends in a byte of it.
    fn ends_line(&self, at: usize, byte: u8) -> bool {
        byte == b'\r' || byte == b'\n' && at.checked_sub(1).is_none_or(|before| self.page[before] != b'\r')
    }

    /// Hands over the text so far.
    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.gate.take_text(&utf8(&self.text), self.text_line);
            self.text.clear();
        }
    }

    fn begin_tag(&mut self, kind: TagKind) {
        self.kind = kind;
        self.name.clear();
        self.self_closing = false;
        self.attributes.clear();
        self.attribute.clear();
    }

    /// Knows the name of the attribute that is being read, if one is.
    fn end_attribute_name(&mut self) {
        if self.attribute.is_empty() {
            return;
        }
        // Of two attributes of one name the first counts.
        let is_first = |name: &LocalName| self.attributes.iter().all(|(known, _)| known != name);
        let name = read(&self.name, &self.attribute).filter(is_first);
        self.keeps = name.is_some();
        self.attributes.extend(name.map(|name| (name, Vec::new())));
        self.attribute.clear();
    }

    /// The tag without attributes that say nothing.
    fn tag(&self) -> Tag {
        let saying = |(name, value): &(LocalName, Vec<u8>)| {
            let value = utf8(value);
            let qualified = || QualName::new(None, ns!(), name.clone());
            says(name, &value).then(|| Attribute { name: qualified(), value: StrTendril::from_slice(&value) })
        };
        let attributes = if self.kind == TagKind::StartTag { &*self.attributes } else { &[] };
        Tag {
            kind: self.kind,
            name: local_name(&self.name),
            self_closing: self.self_closing,
            attrs: attributes.iter().filter_map(saying).collect(),
            had_duplicate_attributes: false,
        }
    }

    /// Whether the tag says whether its element is read.
    fn tells(&self) -> bool {
        let tells = |(name, value): &(LocalName, Vec<u8>)| tells(name) && says(name, &utf8(value));
        self.kind == TagKind::StartTag && self.attributes.iter().any(tells)
    }

    fn doctype_text(text: &mut Option<StrTendril>, more: &[u8]) {
        text.get_or_insert_default().push_slice(&utf8(more));
    }
}

impl Emitter for Tokens<'_> {
    type Token = ();

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.started = name.unwrap_or_default().to_vec();
    }

    fn move_position(&mut self, offset: isize) {
        self.at = self.at.saturating_add_signed(offset);
    }

    fn emit_eof(&mut self) {
        self.flush();
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<()> {
        self.gate.is_full().then_some(())
    }

    fn emit_string(&mut self, text: &[u8]) {
        if self.is_code {
            return;
        }
        self.text.extend_from_slice(text);
        self.text_line = self.line();
    }

    fn init_start_tag(&mut self) {
        self.begin_tag(TagKind::StartTag);
    }

    fn init_end_tag(&mut self) {
        self.begin_tag(TagKind::EndTag);
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.name.extend_from_slice(name);
    }

    fn set_self_closing(&mut self) {
        self.self_closing = true;
    }

    fn init_attribute(&mut self) {
        self.end_attribute_name();
        self.keeps = false;
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attribute.extend_from_slice(name);
    }

    fn init_attribute_value(&mut self) {
        self.end_attribute_name();
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        if let (true, Some((_, kept))) = (self.keeps, self.attributes.last_mut()) {
            kept.extend_from_slice(value);
        }
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_attribute_name();
        if self.kind == TagKind::StartTag {
            self.started.clone_from(&self.name);
        }
        let line = self.line();
        if is_markup(&self.name) && self.gate.passes_over_markup() && !self.tells() {
            // The line in which a text begins is told from that in which it ends.
            if line != self.text_line {
                self.flush();
            }
            return None;
        }
        self.flush();
        let state = self.gate.take(Token::TagToken(self.tag()), line);
        self.is_code = state.is_some() && matches!(&*self.name, b"script" | b"style");
        state
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.kind == TagKind::EndTag && !self.started.is_empty() && self.started == self.name
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.gate.is_in_drawing()
    }

    fn init_comment(&mut self) {}

    fn push_comment(&mut self, _: &[u8]) {}

    fn emit_current_comment(&mut self) {
        self.flush();
        let line = self.line();
        self.gate.take(Token::CommentToken(StrTendril::new()), line);
    }

    fn init_doctype(&mut self) {
        self.doctype = Doctype::default();
    }

    fn push_doctype_name(&mut self, name: &[u8]) {
        Tokens::doctype_text(&mut self.doctype.name, name);
    }

    fn set_doctype_public_identifier(&mut self, id: &[u8]) {
        self.doctype.public_id = Some(StrTendril::from_slice(&utf8(id)));
    }

    fn push_doctype_public_identifier(&mut self, id: &[u8]) {
        Tokens::doctype_text(&mut self.doctype.public_id, id);
    }

    fn set_doctype_system_identifier(&mut self, id: &[u8]) {
        self.doctype.system_id = Some(StrTendril::from_slice(&utf8(id)));
    }

    fn push_doctype_system_identifier(&mut self, id: &[u8]) {
        Tokens::doctype_text(&mut self.doctype.system_id, id);
    }

    fn set_force_quirks(&mut self) {
        self.doctype.force_quirks = true;
    }

    fn emit_current_doctype(&mut self) {
        self.flush();
        let (doctype, line) = (std::mem::take(&mut self.doctype), self.line());
        self.gate.take(Token::DoctypeToken(doctype), line);
    }
}

#[cfg(test)]
mod tests;
