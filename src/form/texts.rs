//! The label texts of a block by their numbers among all label texts, so that what was found in a document is looked up
//! without comparing text.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Block, Label};

/// Numbers of the label texts of one block.
#[derive(Debug, Default)]
pub struct Texts {
    /// Rows that a text may be the label of.
    pub rows: FxHashMap<usize, Vec<usize>>,
    /// Rows of which a text of another row is the end of the label: the whole label may be there, its beginning damaged.
    pub ends: FxHashMap<usize, Vec<usize>>,
    /// Texts of words in the heading rows, column headings included.
    pub headings: FxHashSet<usize>,
    /// The same, and texts of captions: what may stand around the rows of the block and is its own.
    pub around: FxHashSet<usize>,
    /// Texts of each column heading.
    pub columns: Vec<Vec<usize>>,
    /// Characters of the heading rows, as often as they are printed.
    pub words: Vec<char>,
    letters: Vec<char>,
    may_be_letters: Chars,
}

/// Characters as a set that may hold some more, but is asked quickly.
#[derive(Debug, Default)]
pub struct Chars([u64; 32]);

impl Chars {
    /// The set of these.
    pub fn of(chars: impl Iterator<Item = char>) -> Chars {
        let mut set = [0; 32];
        chars.for_each(|c| set[c as usize / 64 % 32] |= 1 << (c as usize % 64));
        Chars(set)
    }

    /// Whether it may hold a character; `false` is certain.
    pub fn may_hold(&self, c: char) -> bool {
        self.0[c as usize / 64 % 32] >> (c as usize % 64) & 1 == 1
    }
}

impl Texts {
    /// The texts of `block`; `all` are the label texts of the forms, in order.
    pub fn of(block: &Block, all: &[String]) -> Texts {
        let ids = |label: &Label| -> Vec<usize> {
            label.folded.iter().filter_map(|text| all.binary_search(text).ok()).collect()
        };
        let mut rows: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (row, label) in block.rows.iter().enumerate().filter_map(|(row, of)| Some((row, of.label.as_ref()?))) {
            ids(label).into_iter().for_each(|text| rows.entry(text).or_default().push(row));
        }
        let ends = rows.keys().map(|text| (*text, ending_in(block, &all[*text]))).collect();
        let columns: Vec<Vec<usize>> = block.columns.iter().map(|column| ids(&column.label)).collect();
        let headings: FxHashSet<usize> =
            block.header.iter().flat_map(ids).chain(columns.iter().flatten().copied()).collect();
        let around = block.caption.iter().flat_map(ids).chain(headings.iter().copied()).collect();
        let labels = block.header.iter().chain(block.columns.iter().map(|column| &column.label));
        let words: Vec<char> = labels.filter_map(|label| label.folded.last()).flat_map(|text| text.chars()).collect();
        let mut letters = words.clone();
        letters.sort_unstable();
        letters.dedup();
        let may_be_letters = Chars::of(letters.iter().copied());
        Texts { rows, ends, headings, around, columns, words, letters, may_be_letters }
    }

    /// Whether a character stands in the heading rows.
    pub fn is_letter(&self, c: char) -> bool {
        self.may_be_letters.may_hold(c) && self.letters.binary_search(&c).is_ok()
    }
}

/// The rows whose label ends in `text` and is not it.
fn ending_in(block: &Block, text: &str) -> Vec<usize> {
    let ends = |label: &Label| {
        label.folded.iter().all(|own| own != text) && label.folded.iter().any(|own| own.ends_with(text))
    };
    let rows = block.rows.iter().enumerate();
    rows.filter(|(_, row)| row.label.as_ref().is_some_and(ends)).map(|(row, _)| row).collect()
}
