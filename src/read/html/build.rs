//! Builds the tree of a page as a browser does, with html5ever's tree builder. Nesting and size are bounded, so that a
//! hostile page costs no more than a long one.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::HashMap;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use html5gum::State;

use super::element::{Element, is_inline, is_markup};
use super::token::tokenise;
use super::tree::{Data, Id, ROOT, Tree};

/// Depth at which browsers stop to nest.
const DEEPEST: u32 = 512;
/// Nodes that are kept of one page.
const MOST_NODES: usize = 1_000_000;
/// Tokens that are read of one page: an end tag makes no node, but looks through all open elements.
const MOST_TOKENS: usize = 4 * MOST_NODES;
/// The tree of a page. Every text has one.
pub fn tree(text: &str) -> Tree {
    let gate = Gate::new();
    tokenise(text, &gate);
    gate.finish()
}

/// Stands between the tokens and the tree: refuses what would nest too deep or be too much.
pub struct Gate {
    builder: TreeBuilder<Id, Sink>,
    /// Open elements that were refused, whose end tags must be refused too.
    refused: RefCell<HashMap<LocalName, u32>>,
    tokens: Cell<usize>,
}

impl Gate {
    /// Nothing has come yet.
    pub fn new() -> Gate {
        let builder = TreeBuilder::new(Sink::default(), TreeBuilderOpts::default());
        Gate { builder, refused: RefCell::default(), tokens: Cell::new(0) }
    }

    /// Whether the page holds more than is read of one.
    pub fn is_full(&self) -> bool {
        self.builder.sink.tree.borrow().len() >= MOST_NODES || self.tokens.get() >= MOST_TOKENS
    }

    /// Whether tags that only mark up text are to be passed over: a page of a word processor has one for each character. In a
    /// drawing such a tag may end it, as a browser has it; in one that hides what is in it, each counts.
    pub fn passes_over_markup(&self) -> bool {
        self.builder.sink.telling.get() == 0 && !self.is_in_drawing()
    }

    /// Whether a drawing or a formula is open, in which other rules hold.
    pub fn is_in_drawing(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }

    /// Takes a token that ends in a line of the page, and tells how what follows is to be read, if otherwise than before.
    pub fn take(&self, token: Token, line: u32) -> Option<State> {
        match self.process(token, line.into()) {
            TokenSinkResult::Plaintext => Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => Some(State::RawText),
            TokenSinkResult::RawData(_) => Some(State::ScriptData),
            // A browser would run the script, or read the page again by the encoding: neither changes anything here.
            TokenSinkResult::Continue | TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => None,
        }
    }

    /// Takes text that ends in a line, in pieces of which each is on one line but for the end of the line before: the tree
    /// may take white space apart from what follows.
    pub fn take_text(&self, text: &str, line: u32) {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        let mut line = line.saturating_sub(ends.clone().count() as u32);
        let mut start = 0;
        for end in ends.chain([text.len()]) {
            for (n, piece) in text[start..end].split('\0').enumerate() {
                if n > 0 {
                    self.take(Token::NullCharacterToken, line);
                }
                if !piece.is_empty() {
                    self.take(Token::CharacterTokens(StrTendril::from_slice(piece)), line);
                }
            }
            (start, line) = (end, line + 1);
        }
    }

    /// Hands a token to the tree, unless that would nest too deep or be too much.
    pub fn process(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        self.tokens.set(self.tokens.get() + 1);
        match token {
            _ if self.is_full() => TokenSinkResult::Continue,
            token if self.admits(&token) => self.builder.process_token(token, line),
            // What would stand on lines of its own at least does not run into its neighbours.
            Token::TagToken(tag) if !is_inline(&tag.name) => self.builder.process_token(line_break(), line),
            _ => TokenSinkResult::Continue,
        }
    }

    /// The tree of all that was taken.
    pub fn finish(self) -> Tree {
        let cut = self.is_full().then_some(("elements", MOST_NODES));
        // There is nothing behind the end that could be read otherwise.
        let _ = self.builder.process_token(Token::EOFToken, self.builder.sink.line.get().into());
        self.builder.end();
        let mut tree = self.builder.sink.finish();
        tree.cut = cut;
        tree
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
    is_markup(name.local.as_bytes()) && element.tells()
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
