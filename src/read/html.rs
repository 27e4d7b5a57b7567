//! HTML pages, as archives of web sites, converters and word processors leave them.
//!
//! The tree is built as a browser builds it, so that unclosed cells and misplaced texts end up where a reader saw them.
//! Tables of data become grids with their spans, tables that only arrange the page become the text in them. What
//! surrounds the text is left out, unless hardly anything would be left.

mod build;
mod element;
mod flow;
mod table;
mod tree;
mod weight;

use std::borrow::Cow;

use super::{NESTING_FLATTENED, cut};
use crate::content::{Block, Content};
use crate::issue::Issue;
use crate::limits::Limits;
use element::Kind;
use tree::{Data, Step, Tree};
use weight::Weights;

/// Bytes of text below which what surrounds the text is read as well: the text may be in it.
const LITTLE: usize = 600;

/// Reads a page or a fragment of one.
pub fn read(text: &str, limits: &Limits) -> Content<'static> {
    let tree = build::tree(&without_data(text));
    let weights = Weights::of(&tree);
    let mut content = flow::read(&tree, &weights, false, limits);
    if content.blocks.iter().map(Block::length).sum::<usize>() < LITTLE {
        content = flow::read(&tree, &weights, true, limits);
    }
    if tree.flattened {
        content.issues.push(Issue::new(&NESTING_FLATTENED, ""));
    }
    content.issues.extend(tree.cut.map(|(what, limit)| cut(what, limit)));
    content.meta = tree.meta.clone();
    content.meta.extend(title(&tree).map(|title| ("title".to_owned(), title)));
    content
}

/// Shortest run of characters, in bytes, that is taken for the data of a picture.
const DATA: usize = 4096;

/// A page without the pictures that stand in its attributes: they may be all but its text, and hold none.
fn without_data(text: &str) -> Cow<'_, str> {
    const MARK: &str = "base64,";
    let is_data = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let mut kept = String::new();
    let mut from = 0;
    for start in text.match_indices(MARK).map(|(at, _)| at + MARK.len()) {
        let length = text.as_bytes()[start..].iter().take_while(|byte| is_data(byte)).count();
        if length >= DATA && start >= from {
            kept.push_str(&text[from..start]);
            from = start + length;
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(&text[from..]);
    Cow::Owned(kept)
}

/// The first `<title>` of the page.
fn title(tree: &Tree) -> Option<String> {
    let mut title = None;
    tree.walk(|step| {
        let Step::Enter(id) = step else { return false };
        let is_title = tree.element(id).is_some_and(|element| element.kind == Kind::Title);
        if let (true, None, Some(Data::Text(text))) =
            (is_title, &title, tree.node(id).first.map(|first| &tree.node(first).data))
        {
            title = Some(text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        title.is_none()
    });
    title.filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests;
