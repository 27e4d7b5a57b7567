//! HTML pages, as archives of web sites, converters and word processors leave them.
//!
//! The tree is built as a browser builds it, so that unclosed cells and misplaced texts end up where a reader saw them.
//! Tables of data become grids with their spans, tables that only arrange the page become the text in them. What
//! surrounds the text is left out, unless hardly anything would be left.

mod attribute;
mod build;
mod element;
mod flow;
mod rest;
mod table;
mod token;
mod tree;
mod weight;

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
    of_tree(&build::tree(text), limits)
}

fn of_tree(tree: &Tree, limits: &Limits) -> Content<'static> {
    let weights = Weights::of(tree);
    let mut content = flow::read(tree, &weights, false, limits);
    if content.blocks.iter().map(Block::length).sum::<usize>() < LITTLE {
        content = flow::read(tree, &weights, true, limits);
    }
    if tree.flattened {
        content.issues.push(Issue::new(&NESTING_FLATTENED, ""));
    }
    content.issues.extend(tree.cut.map(|(what, limit)| cut(what, limit)));
    content.meta = tree.meta.clone();
    content.meta.extend(title(tree).map(|title| ("title".to_owned(), title)));
    content
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
