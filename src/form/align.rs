//! Completes the labels of the rows that were found: a short variant may be a part of a longer label, and the number
//! printed before a label is taken as part of it.

use std::ops::Range;

use super::number::is_digit;
use super::numbering;
use super::stream::Stream;
use super::{Block, Label, RowCells};
use crate::form::recognise::{Recognised, is_ideograph};

/// A label of the block in the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aligned {
    /// Row of the block.
    pub row: usize,
    /// First glyph of the number before the label, or of the label.
    pub start: usize,
    /// Glyph behind the label, or behind the first part of one that figures part.
    pub end: usize,
    /// Glyph behind the last part of the label.
    pub last: usize,
}

/// Characters before a label that are searched for the rest of it.
const GAP: usize = 400;

/// The rows of a recognised block, in order of place.
pub fn align(stream: &Stream, recognised: &Recognised) -> Vec<Aligned> {
    let block = recognised.block;
    let found = recognised.rows.iter().enumerate().filter_map(|(row, found)| found.map(|found| (row, found)));
    let whole = |(row, found): (usize, (usize, usize))| match &block.rows[row].label {
        Some(label) => (row, found, whole_start(stream, label, found)..whole_end(stream, label, found)),
        None => (row, found, found.0..whole_word(stream, block, found)),
    };
    let labels: Vec<_> = found.map(whole).collect();
    let starts = numbering::starts(stream, block, labels.iter().map(|(row, _, label)| (*row, label.start)));
    let mut aligned: Vec<Aligned> = Vec::new();
    let mut before = 0;
    for ((row, found, label), numbered) in labels.into_iter().zip(starts) {
        let (start, last) = (numbered.max(before), label.end);
        let end = first_part(stream, label);
        // What resembles the rest of a label may be the beginning of the next one.
        if let Some(one) = aligned.last_mut() {
            (one.end, one.last) = (one.end.min(start), one.last.min(start));
        }
        aligned.push(Aligned { row, start, end, last });
        before = found.1;
    }
    aligned
}

/// The end of the first part of a label: values between two lines or cells of it are those of its row.
fn first_part(stream: &Stream, label: Range<usize>) -> usize {
    let ideographs: Vec<usize> = label.clone().filter(|at| is_ideograph(stream.glyphs[*at].char)).collect();
    let parted = |pair: &&[usize]| {
        let (before, after) = (stream.glyphs[pair[0]].piece, stream.glyphs[pair[1]].piece);
        (before + 1..=after).any(|piece| stream.pieces[piece as usize].value)
    };
    ideographs.windows(2).find(parted).map_or(label.end, |pair| pair[0] + 1)
}

/// The end of a label of which a short variant was found: what follows in the document may be the rest of the long one,
/// cut off where the document is.
fn whole_end(stream: &Stream, label: &Label, (start, end): (usize, usize)) -> usize {
    let rests = label.folded.iter().filter_map(|text| text.strip_prefix(stream.folded(start..end)));
    let follows = |rest: &str| resembles(rest.chars(), stream.glyphs[end..].iter().map(|glyph| glyph.char));
    let longest = rests.filter(|rest| follows(rest)).map(|rest| rest.chars().count()).max();
    longest.map_or(end, |rest| (end + rest).min(stream.glyphs.len()))
}

/// Its start, likewise: what stands before it, other than values, may be the rest.
pub fn whole_start(stream: &Stream, label: &Label, (start, end): (usize, usize)) -> usize {
    let found = stream.folded(start..end);
    let rests = || label.folded.iter().filter_map(|text| text.strip_suffix(found)).filter(|rest| !rest.is_empty());
    if rests().next().is_none() || is_counted(stream, start) {
        return start;
    }
    let near = (start.saturating_sub(GAP)..start).rev().filter(|at| stream.is_wording(*at));
    let before: Vec<usize> = near.take(GAP / 10).collect();
    let precedes = |rest: &str| resembles(rest.chars().rev(), before.iter().map(|at| stream.glyphs[*at].char));
    let longest = rests().filter(|rest| precedes(rest)).map(|rest| rest.chars().count()).max();
    longest.and_then(|rest| before.get(rest.checked_sub(1)?)).map_or(start, |first| *first)
}

/// Whether a number and a mark stand before a label in its piece (`2.`): then it is no rest of one.
fn is_counted(stream: &Stream, start: usize) -> bool {
    let marks = |at: usize| matches!(stream.glyphs[at].char, '.' | '、' | ')');
    let counts = |at: usize| is_digit(stream.glyphs[at].char);
    let same_piece = |at: usize| !stream.begins_piece(at) && at >= 1;
    same_piece(start) && same_piece(start - 1) && marks(start - 1) && counts(start - 2)
}

/// The end of the heading words of a row without a label: a word that goes on behind them is none of theirs, such as
/// 行政事业性收费, beyond the last heading in it.
fn whole_word(stream: &Stream, block: &Block, (start, end): (usize, usize)) -> usize {
    let goes_on = |at: usize| {
        stream.glyphs.get(at).is_some_and(|glyph| is_ideograph(glyph.char) && !glyph.spaced && !stream.begins_piece(at))
    };
    let heads = |end: usize| {
        block.labels().any(|label| label.folded.iter().any(|text| stream.folded(start..end).ends_with(text)))
    };
    let mut whole = end;
    while whole > start && goes_on(whole) && !heads(whole) {
        whole -= 1;
    }
    whole
}

/// Whether a text begins with `rest`, with at most half of the characters wrong: the rest of the label is right.
pub fn resembles(rest: impl Iterator<Item = char>, text: impl Iterator<Item = char>) -> bool {
    let pairs: Vec<(char, char)> = rest.zip(text.chain(std::iter::repeat(' '))).collect();
    pairs.iter().filter(|(c, other)| c != other).count() * 2 <= pairs.len()
}

/// Whether a text is a piece of a label of the block: what is left of a label that was split over cells or pages.
pub fn is_fragment(block: &Block, folded: &str) -> bool {
    let folded = folded.trim_matches(|c: char| !is_ideograph(c));
    folded.chars().count() >= 2 && block.labels().any(|label| label.folded.iter().any(|text| text.contains(folded)))
}

/// Whether the row holds free text, which is ignored by name.
pub fn is_text(block: &Block, row: usize) -> bool {
    matches!(block.rows[row].cells, RowCells::Text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Block as ContentBlock, Content, Place, Text};

    fn content(text: &str) -> Content<'_> {
        let line = Text { text: text.into(), place: Place::line(1) };
        Content { blocks: vec![ContentBlock::Paragraph(line)], ..Content::default() }
    }

    #[test]
    fn extends_a_short_variant_to_the_whole_label() {
        let label = Label {
            official: "其他法律行政法规禁止公开",
            folded: vec!["其他法律行政法规禁止公开".into(), "法律行政法规禁止公开".into(), "其他法律行政法规".into()],
        };
        let cases = [
            ("0其未法律行政法规禁止公开0", "法律行政法规禁止公开", "其未法律行政法规禁止公开"),
            ("0其他法律行政法规禁口公开0", "其他法律行政法规", "其他法律行政法规禁口公开"),
            ("0重复法律行政法规禁止公开0", "法律行政法规禁止公开", "法律行政法规禁止公开"),
        ];
        for (text, found, expected) in cases {
            let content = content(text);
            let stream = Stream::new(&content);
            let start = stream.glyph_at(stream.text.find(found).expect("the variant"));
            let found = (start, start + found.chars().count());
            let whole = whole_start(&stream, &label, found)..whole_end(&stream, &label, found);
            assert_eq!(stream.folded(whole), expected, "{text}");
        }
    }
}
