//! Builds the tree of a page as a browser does, with html5ever. Nesting and size are bounded, so that a hostile page costs
//! no more than a long one.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::HashMap;

use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, TokenizerResult, local_name, ns};

use super::element::{Element, is_inline, is_markup};
use super::tree::{Data, Id, ROOT, Tree};

/// Depth at which browsers stop to nest.
const DEEPEST: u32 = 512;
/// Nodes that are kept of one page.
const MOST_NODES: usize = 1_000_000;
/// Tokens that are read of one page: an end tag makes no node, but looks through all open elements.
const MOST_TOKENS: usize = 4 * MOST_NODES;
/// Bytes that are given to the tokenizer at once.
const PART: usize = 8 << 10;
/// Comparisons of attributes that a page may cost: the tokenizer compares each attribute of a tag with all before it.
const MOST_COMPARISONS: usize = 10_000_000_000;

/// The tree of a page. Every text has one.
pub fn tree(text: &str) -> Tree {
    let builder = TreeBuilder::new(Sink::default(), TreeBuilderOpts::default());
    let gate = Gate { builder, refused: RefCell::default(), tokens: Cell::new(0), dry: Cell::new(true) };
    let tokenizer = Tokenizer::new(gate, TokenizerOpts::default());
    let input = BufferQueue::default();
    let (mut rest, mut open, mut comparisons) = (text, 0, 0);
    while !rest.is_empty() && comparisons < MOST_COMPARISONS && !tokenizer.sink.is_full() {
        let (part, behind) = rest.split_at(rest.floor_char_boundary(PART));
        rest = behind;
        input.push_back(StrTendril::from_slice(part));
        tokenizer.sink.dry.set(true);
        // It pauses at scripts and declared encodings, neither of which changes anything here.
        while tokenizer.feed(&input) != TokenizerResult::Done {}
        // Where no token ends, the whole part may belong to one tag.
        let dry = tokenizer.sink.dry.get();
        let attributes = if dry { most_attributes(part) } else { 0 };
        comparisons += attributes * (open + attributes);
        open = if dry { open + attributes } else { 0 };
    }
    let cut = match () {
        () if tokenizer.sink.is_full() => Some(("elements", MOST_NODES)),
        () if comparisons >= MOST_COMPARISONS => Some(("comparisons of attributes", MOST_COMPARISONS)),
        () => None,
    };
    tokenizer.end();
    let mut tree = tokenizer.sink.builder.sink.finish();
    tree.cut = cut;
    tree
}

/// How many attributes can begin in a part of a tag.
fn most_attributes(part: &str) -> usize {
    part.bytes().filter(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'')).count()
}

/// Stands between the tokens and the tree: refuses what would nest too deep or be too much.
struct Gate {
    builder: TreeBuilder<Id, Sink>,
    /// Open elements that were refused, whose end tags must be refused too.
    refused: RefCell<HashMap<LocalName, u32>>,
    tokens: Cell<usize>,
    /// Whether no token has come since this was last set.
    dry: Cell<bool>,
}

impl Gate {
    /// Whether the page holds more than is read of one.
    fn is_full(&self) -> bool {
        self.builder.sink.tree.borrow().len() >= MOST_NODES || self.tokens.get() >= MOST_TOKENS
    }

    /// Whether a token does nothing but mark up text: a page of a word processor has one for each character. Where such a
    /// tag hides what is in it, or ends foreign content as a browser has it, it counts.
    fn is_plain_markup(&self, token: &Token) -> bool {
        let Token::TagToken(tag) = token else { return false };
        is_markup(&tag.name)
            && self.builder.sink.telling.get() == 0
            && (tag.kind == TagKind::EndTag || !Element::new(&tag.name, &tag.attrs).tells())
            && !self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }

    fn admits(&self, token: &Token) -> bool {
        let sink = &self.builder.sink;
        let Token::TagToken(tag) = token else { return true };
        let mut refused = self.refused.borrow_mut();
        match (tag.kind, refused.get_mut(&tag.name)) {
            (TagKind::EndTag, Some(count)) if *count > 0 => {
                *count -= 1;
                false
            }
            (TagKind::StartTag, _) if sink.depth.get() >= DEEPEST && !is_void(tag) => {
                *refused.entry(tag.name.clone()).or_default() += 1;
                sink.tree.borrow_mut().flattened = true;
                false
            }
            _ => true,
        }
    }
}

fn is_telling_markup(name: &QualName, element: &Element) -> bool {
    is_markup(&name.local) && element.tells()
}

fn is_void(tag: &Tag) -> bool {
    matches!(tag.name, local_name!("br") | local_name!("hr") | local_name!("img") | local_name!("input"))
}

fn line_break() -> Token {
    Token::TagToken(Tag {
        kind: TagKind::StartTag,
        name: local_name!("br"),
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    })
}

impl TokenSink for Gate {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        // The tree builder would take a fault for what follows a start tag.
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.dry.set(false);
        self.tokens.set(self.tokens.get() + 1);
        if self.is_full() && !matches!(token, Token::EOFToken) {
            return TokenSinkResult::Continue;
        }
        match token {
            token if self.is_plain_markup(&token) => TokenSinkResult::Continue,
            token if self.admits(&token) => self.builder.process_token(token, line),
            // What would stand on lines of its own at least does not run into its neighbours.
            Token::TagToken(tag) if !is_inline(&tag.name) => self.builder.process_token(line_break(), line),
            _ => TokenSinkResult::Continue,
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Builds the tree.
struct Sink {
    tree: RefCell<Tree>,
    line: Cell<u32>,
    /// Depth of the innermost open element.
    depth: Cell<u32>,
    /// Open elements of mere markup that tell more than that.
    telling: Cell<u32>,
}

impl Default for Sink {
    fn default() -> Sink {
        Sink { tree: RefCell::new(Tree::new()), line: Cell::new(1), depth: Cell::new(0), telling: Cell::new(0) }
    }
}

impl Sink {
    fn insert(&self, child: NodeOrText<Id>, parent: Id, next: Option<Id>) {
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendText(text) => {
                // The tokenizer tells the line in which the text ends.
                let ends = memchr::memchr_iter(b'\n', text.as_bytes()).count() as u32;
                tree.insert_text(text, parent, next, self.line.get().saturating_sub(ends).max(1));
            }
            NodeOrText::AppendNode(id) => {
                tree.attach(id, parent, next);
                self.depth.set(tree.node(id).depth);
            }
        }
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        Ref::map(self.tree.borrow(), |tree| match &tree.node(*target).data {
            Data::Element(name, _) => name,
            _ => unreachable!("the tree builder asks for names of elements only"),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        let mut tree = self.tree.borrow_mut();
        if name.local == local_name!("meta") {
            tree.declare(&attributes);
        }
        let local = if name.ns == ns!(html) { &*name.local } else { "svg" };
        let element = Element::new(local, &attributes);
        self.telling.set(self.telling.get() + u32::from(is_telling_markup(&name, &element)));
        tree.add(Data::Element(name, element), self.line.get())
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.tree.borrow_mut().add(Data::Nothing, self.line.get())
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.tree.borrow_mut().add(Data::Nothing, self.line.get())
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.insert(child, *parent, None);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let parent = self.tree.borrow().node(*element).parent;
        match parent {
            Some(parent) => self.insert(child, parent, Some(*element)),
            None => self.insert(child, *previous, None),
        }
    }

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let parent = self.tree.borrow().node(*sibling).parent;
        if let Some(parent) = parent {
            self.insert(child, parent, Some(*sibling));
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, id: &Id) {
        let tree = self.tree.borrow();
        let node = tree.node(*id);
        self.depth.set(node.depth.saturating_sub(1));
        if let Data::Element(name, element) = &node.data {
            self.telling.set(self.telling.get().saturating_sub(u32::from(is_telling_markup(name, element))));
        }
    }

    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, a: &Id, b: &Id) -> bool {
        a == b
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, _: &Id, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Id) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &Id, parent: &Id) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.node(*node).first {
            tree.attach(child, *parent, None);
        }
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(line as u32);
    }
}
