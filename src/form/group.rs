//! What stands behind a label, cut into lines and grid rows, each with what of it may be values: parts of the label, and
//! what belongs to other labels, left out.

use std::ops::Range;

use super::Block;
use super::align::Aligned;
use super::number::{self, Printed};
use super::recognise::{Recognised, is_ideograph};
use super::stream::{Piece, Stream};
use super::token::{Atom, atoms};

/// Longest run of one row, in characters, that is read: with explanations, the longest have some hundred.
pub(super) const LONGEST_RUN: usize = 5000;

/// One line, or one row of cells.
pub(super) struct Group {
    /// Its atoms.
    pub atoms: Vec<Atom>,
    /// Whether it stands on the same line or grid row as the label.
    pub with_label: bool,
}

/// Cuts what stands between a label and `end` into lines and grid rows. Cells to the left of the next label belong to
/// its row, not to this run; so do cells to the left of a second part of the label.
pub(super) fn groups(
    stream: &Stream,
    own: &[Range<usize>],
    recognised: &Recognised,
    at: &Aligned,
    end: usize,
) -> Vec<Group> {
    let piece_of = |glyph: usize| stream.glyphs.get(glyph).map(|glyph| glyph.piece as usize);
    let first = at.end.checked_sub(1).and_then(piece_of).unwrap_or(0);
    let end = end.min(at.end + LONGEST_RUN);
    let next = piece_of(end);
    let last = next.unwrap_or(stream.pieces.len().saturating_sub(1));
    let next_row = next.and_then(|piece| stream.pieces[piece].cell).map(|cell| cell.row);
    let label_row = stream.pieces[first].cell.map(|cell| cell.row);
    let mut groups: Vec<(Option<u32>, Group)> = Vec::new();
    for (index, piece) in stream.pieces.iter().enumerate().take(last + 1).skip(first) {
        let row = piece.cell.map(|cell| cell.row);
        let before_next = row.is_some() && row == next_row && row != label_row;
        let label_itself = index == first && piece.glyphs.end <= at.end;
        if before_next || label_itself || (index == last && next.is_some() && piece.glyphs.start >= end) {
            continue;
        }
        let mut glyphs = piece.glyphs.start.max(at.end)..piece.glyphs.end.min(end);
        let text = stream.folded(glyphs.clone());
        let part = glyphs.start < at.last && text.contains(is_ideograph) && number::read(text) == Printed::Text;
        let fragment = row.is_some() && is_part(recognised.block, at.row, text);
        if part || fragment {
            glyphs.start = if fragment { glyphs.end } else { at.last.min(glyphs.end) };
        }
        let mut atoms = atoms(stream, piece, own, glyphs);
        if index == first && row.is_some() {
            // Brackets, or a part of the label that was damaged, but no value: that has a cell of its own.
            atoms.retain(Atom::is_value);
        }
        let with_label = index == first || part || fragment || (row.is_some() && row == label_row);
        if atoms.is_empty() && !text.is_empty() && !with_label && row.is_some() {
            atoms.push(heading(piece, text));
        }
        match groups.last_mut().filter(|(last_row, _)| row.is_some() && *last_row == row) {
            Some((_, group)) if (part || fragment) && index != first => *group = Group { atoms, with_label },
            Some((_, group)) => group.atoms.extend(atoms),
            None => groups.push((row, Group { atoms, with_label })),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// A cell of another grid row in which nothing but a heading of the block stands: 总计 heads a column and a row, and what
/// stands beside it is no value of this row.
fn heading(piece: &Piece, folded: &str) -> Atom {
    let raw = piece.raw.trim().to_owned();
    Atom { text: folded.to_owned(), raw, printed: Printed::Text, place: piece.place, cell: piece.cell }
}

/// Whether a cell holds a part of the label of a row and nothing else: not the label of another row, nor what resembles
/// the end of one as much.
fn is_part(block: &Block, row: usize, folded: &str) -> bool {
    let folded = folded.trim_matches(|c: char| !is_ideograph(c));
    let length = folded.chars().count();
    if length < 2 || number::read(folded) != Printed::Text {
        return false;
    }
    if block.texts_of(row).any(|text| text.contains(folded)) {
        return block.texts_of_others(row).all(|text| text.trim_matches(|c: char| !is_ideograph(c)) != folded);
    }
    let wrong = |text: &String| {
        let end = text.chars().rev().skip_while(|c| !is_ideograph(*c)).chain(std::iter::repeat(' '));
        folded.chars().rev().zip(end).filter(|(c, other)| c != other).count()
    };
    let least = block.texts_of(row).map(wrong).min().unwrap_or(length);
    // Four characters may as well be another label: 行政确认 is no damaged 行政许可.
    length > 4 && least * 2 <= length && block.texts_of_others(row).all(|text| wrong(text) > least)
}
