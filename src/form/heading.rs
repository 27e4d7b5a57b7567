//! The headings of a block: those that stand before its first row, and those of a block of which the row has no label.

use std::ops::Range;

use super::Block;
use super::recognise::{Found, Labels, weight};
use super::stream::Stream;

/// Characters before the first row in which the headings of a block are looked for.
const HEADER: usize = 260;

/// How many headings of the block stand just before its first row, and what they weigh less what is missing.
pub fn heading_score(labels: &Labels, block: &Block, start: usize) -> (usize, f64) {
    let near =
        |found: &&Found| found.end <= start && found.end + HEADER >= start && labels.foreign(found.end, start) <= 40;
    let behind = labels.found.partition_point(|found| found.end <= start);
    let count = labels.found[..behind].iter().rev().take_while(near).count();
    let near = &labels.found[behind - count..behind];
    let (mut there, mut score) = (0, 0.0);
    for (column, texts) in block.columns.iter().zip(&block.texts.columns) {
        let stands = near.iter().any(|found| texts.contains(&found.text));
        there += usize::from(stands);
        score += weight(&column.label.folded) * if stands { 1.0 } else { -0.7 };
    }
    (there, score)
}

/// The heading words of a block whose single row has no label: the stretch of text made of nothing but their
/// characters. Split over several rows, as vertical headings are, they come in any order.
pub fn heading_words(stream: &Stream, block: &Block, apart: &Range<usize>) -> Option<(usize, usize, f64)> {
    let words = &block.texts.words;
    let is_letter = |c: char| block.texts.is_letter(c);
    let enough = |letters: usize| letters as f64 >= 0.6 * words.len() as f64;
    let mut best: Option<(usize, usize, f64)> = None;
    let mut start = 0;
    let begins = |at: &usize| is_letter(stream.glyphs[*at].char) && !apart.contains(at);
    while let Some(next) = (start..stream.glyphs.len()).find(begins) {
        start = next;
        let goes_on = |at: &usize| {
            let char = stream.glyphs[*at].char;
            (is_letter(char) || matches!(char, '-' | '|')) && !apart.contains(at)
        };
        let end = (start..stream.glyphs.len()).find(|at| !goes_on(at)).unwrap_or(stream.glyphs.len());
        // Vertical headings cut over rows print some of their words twice.
        let letters = || (start..end).filter(|at| is_letter(stream.glyphs[*at].char));
        if enough(letters().count()) {
            let mut left = words.clone();
            for at in letters() {
                if let Some(word) = left.iter().position(|c| *c == stream.glyphs[at].char) {
                    left.swap_remove(word);
                }
            }
            let score = words.len() - left.len();
            if enough(score) && best.is_none_or(|(_, _, old)| score as f64 > old) {
                best = Some((start, letters().next_back().map_or(end, |last| last + 1), score as f64));
            }
        }
        start = end;
    }
    best
}
