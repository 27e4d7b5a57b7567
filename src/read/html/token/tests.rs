use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tokenizer::{TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use proptest::prelude::*;
use regex::Regex;

use super::super::element::Element;
use super::super::of_tree;
use super::super::tree::{Id, Tree};
use super::*;
use crate::limits::Limits;

/// The tree that html5ever builds of its own tokens.
struct Whole(Gate);

impl TokenSink for Whole {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        match &token {
            Token::ParseError(_) | Token::EOFToken => TokenSinkResult::Continue,
            Token::CharacterTokens(text) => {
                self.0.take_text(text, line as u32);
                TokenSinkResult::Continue
            }
            Token::TagToken(tag)
                if is_markup(tag.name.as_bytes())
                    && self.0.passes_over_markup()
                    && (tag.kind == TagKind::EndTag || !Element::new(&tag.name, &tag.attrs).tells()) =>
            {
                TokenSinkResult::Continue
            }
            _ => self.0.process(token, line),
        }
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.0.is_in_drawing()
    }
}

fn whole(page: &str) -> Tree {
    let tokenizer = Tokenizer::new(Whole(Gate::new()), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(page));
    while tokenizer.feed(&input) != TokenizerResult::Done {}
    tokenizer.end();
    tokenizer.sink.0.finish()
}

/// Pieces of pages, `_` for a space, `↵` and `←` for the two ends of lines.
const PIECES: &str = "<p <td <b <b> </b> <i <i> </i> <table> <tr> <span <span> </span> <font <div </p </td> </table> <br \
                      <select> </select> <script </script <style </style <title> </title> <svg> </svg> <math> <textarea> \
                      </textarea> <noscript> </noscript> <input <a </a> <meta _name= _content= _class= _id= _title= \
                      _style= _colspan= _hidden nav display:none SiteName \" ' = > > > > > / ↵ ←↵ ← _ <!-- --> --!> <! </ \
                      <? & amp #5 2 ; 甲 乙_3 &lt; none <pre> </pre> <![CDATA[ ]]> <!doctype html PUBLIC _size= <frameset> \
                      \0 &notit; &#x0; &#150; <plaintext>";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    /// Whatever is on a page, the same is read from it, on the same lines, as by html5ever alone.
    #[test]
    fn pages_are_read_as_by_a_browser(
        pieces in prop::collection::vec(prop::sample::select(PIECES.split(' ').collect::<Vec<_>>()), 0..60)
    ) {
        // A line that ends between an equals sign and its value is not counted by html5ever.
        let uncounted = Regex::new("=[ \r\n]*[\r\n]").expect("a constant pattern");
        let page = pieces.concat().replace('_', " ").replace('↵', "\n").replace('←', "\r");
        let page = uncounted.replace_all(&page, "=").into_owned();
        let limits = Limits::default();
        let (read, expected) = (of_tree(&super::super::build::tree(&page), &limits), of_tree(&whole(&page), &limits));
        prop_assert_eq!(read, expected, "{:?}", page);
    }
}
