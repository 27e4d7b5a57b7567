//! The tree of a page, as an arena of what a reader needs of it: texts, the kind of each element, its spans and whether
//! it is shown.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};

use super::element::{Element, is_declaration};

/// Number of a node.
pub type Id = u32;

/// The document itself.
pub const ROOT: Id = 0;
/// Declarations that are kept of one page, and their length in bytes.
const MOST_DECLARATIONS: usize = 64;
const LONGEST_DECLARATION: usize = 600;

/// A page as a tree.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    /// Names and contents of its `<meta>` elements, and its `<title>`.
    pub meta: Vec<(String, String)>,
    /// Whether elements nested too deep were flattened.
    pub flattened: bool,
    /// The limit beyond which the end of the page was left out.
    pub cut: Option<(&'static str, usize)>,
}

/// A node and its neighbours.
#[derive(Debug)]
pub struct Node {
    /// The node it stands in.
    pub parent: Option<Id>,
    /// Its first child.
    pub first: Option<Id>,
    last: Option<Id>,
    previous: Option<Id>,
    /// The node behind it.
    pub next: Option<Id>,
    /// How deep it stands.
    pub(super) depth: u32,
    /// Line of the source on which it begins.
    pub line: u32,
    /// What it is.
    pub data: Data,
}

/// What a node is.
#[derive(Debug)]
pub enum Data {
    /// The document, a comment, an instruction.
    Nothing,
    /// Text.
    Text(StrTendril),
    /// An element.
    Element(QualName, Element),
}

/// A step of the walk through a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A node begins.
    Enter(Id),
    /// A node that was entered ends.
    Leave(Id),
}

impl Tree {
    /// The tree of an empty page.
    pub(super) fn new() -> Tree {
        Tree { nodes: vec![Node::new(Data::Nothing, 1)], meta: Vec::new(), flattened: false, cut: None }
    }

    /// A node.
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The element of a node, if it is one.
    pub fn element(&self, id: Id) -> Option<&Element> {
        match &self.node(id).data {
            Data::Element(_, element) => Some(element),
            _ => None,
        }
    }

    /// Walks through the tree in reading order, without recursion. A node for which `visit` says `false` on entering is
    /// passed over with all that is in it.
    pub fn walk(&self, mut visit: impl FnMut(Step) -> bool) {
        let mut at = ROOT;
        loop {
            if visit(Step::Enter(at)) {
                if let Some(first) = self.node(at).first {
                    at = first;
                    continue;
                }
                visit(Step::Leave(at));
            }
            loop {
                if let Some(next) = self.node(at).next {
                    at = next;
                    break;
                }
                let Some(parent) = self.node(at).parent else { return };
                visit(Step::Leave(parent));
                at = parent;
            }
        }
    }
}

impl Node {
    fn new(data: Data, line: u32) -> Node {
        Node { parent: None, first: None, last: None, previous: None, next: None, depth: 0, line, data }
    }
}

impl Tree {
    fn node_mut(&mut self, id: Id) -> &mut Node {
        &mut self.nodes[id as usize]
    }

    pub(super) fn add(&mut self, data: Data, line: u32) -> Id {
        self.nodes.push(Node::new(data, line));
        (self.nodes.len() - 1) as Id
    }

    /// Takes a node out of its place.
    pub(super) fn detach(&mut self, id: Id) {
        let Node { parent, previous, next, .. } = *self.node(id);
        match (previous, parent) {
            (Some(previous), _) => self.node_mut(previous).next = next,
            (None, Some(parent)) => self.node_mut(parent).first = next,
            (None, None) => {}
        }
        match (next, parent) {
            (Some(next), _) => self.node_mut(next).previous = previous,
            (None, Some(parent)) => self.node_mut(parent).last = previous,
            (None, None) => {}
        }
        let node = self.node_mut(id);
        (node.parent, node.previous, node.next) = (None, None, None);
    }

    /// Puts a node into `parent`, before `next` or at the end.
    pub(super) fn attach(&mut self, id: Id, parent: Id, next: Option<Id>) {
        self.detach(id);
        let previous = match next {
            Some(next) => self.node(next).previous,
            None => self.node(parent).last,
        };
        let depth = self.node(parent).depth + 1;
        let node = self.node_mut(id);
        (node.parent, node.previous, node.next, node.depth) = (Some(parent), previous, next, depth);
        match previous {
            Some(previous) => self.node_mut(previous).next = Some(id),
            None => self.node_mut(parent).first = Some(id),
        }
        match next {
            Some(next) => self.node_mut(next).previous = Some(id),
            None => self.node_mut(parent).last = Some(id),
        }
    }

    /// Puts a text into `parent`, joined to the text before it.
    pub(super) fn insert_text(&mut self, text: StrTendril, parent: Id, next: Option<Id>, line: u32) {
        let previous = match next {
            Some(next) => self.node(next).previous,
            None => self.node(parent).last,
        };
        if let Some(Data::Text(before)) = previous.map(|id| &mut self.node_mut(id).data) {
            return before.push_tendril(&text);
        }
        let id = self.add(Data::Text(text), line);
        self.attach(id, parent, next);
    }

    pub(super) fn declare(&mut self, attributes: &[Attribute]) {
        let value = |name: &str| attributes.iter().find(|one| &*one.name.local == name).map(|one| &*one.value);
        let (Some(name), Some(content)) = (value("name"), value("content")) else { return };
        if is_declaration(name) && self.meta.len() < MOST_DECLARATIONS && content.len() <= LONGEST_DECLARATION {
            self.meta.push((name.to_owned(), content.trim().to_owned()));
        }
    }
}
