//! The run of a row: the values that stand between its label and the next one, as cells or as tokens of text.
//!
//! Nothing is lost silently: text that is no label and no value ends up in the issues.

use std::ops::Range;

use super::align::{Aligned, is_fragment, is_text};
use super::group::{Group, LONGEST_RUN, groups};
use super::number::{Printed, is_numeral};
use super::recognise::{Found, Labels, Recognised, is_ideograph};
use super::stream::Stream;
use super::token::{Atom, is_page_number};
use super::{Forms, RowCells};
use crate::content::Place;

/// The values of one row of a block.
#[derive(Debug)]
pub struct Run {
    /// Row of the block.
    pub row: usize,
    /// Cells and tokens in order, blank cells included.
    pub atoms: Vec<Atom>,
    /// Unit printed between label and value, as in the unit column of the form of 2014.
    pub unit: &'static str,
    /// Shape of the grid row: its columns, and the column of the label. Rows of one shape have their values in the same
    /// columns. `None` where the label stands in no cell.
    pub shape: Option<(u32, u32)>,
    /// Where the run begins, or the label if it is empty.
    pub place: Place,
}

impl Run {
    /// Its cells and tokens as printed, parted by spaces.
    pub fn printed(&self) -> String {
        let raw: Vec<&str> = self.atoms.iter().map(|atom| atom.raw.as_str()).collect();
        raw.join(" ").trim().to_owned()
    }
}

/// Text inside a table that is no label and no value.
#[derive(Debug, PartialEq)]
pub struct Stray {
    /// The text as printed.
    pub raw: String,
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub kind: StrayKind,
}

/// What text inside a table is that is no label and no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrayKind {
    /// Text by itself.
    Text,
    /// Text with which values stood, so that it may be a row that the form does not know.
    Row,
    /// What stands behind a label beyond the longest run; `raw` is its length and its beginning.
    Beyond,
}

/// The runs of the value rows of a block, and what was left over.
pub fn runs(
    stream: &Stream,
    labels: &Labels,
    forms: &Forms,
    recognised: &Recognised,
    aligned: &[Aligned],
) -> (Vec<Run>, Vec<Stray>) {
    let own: Vec<Range<usize>> = own_labels(labels, recognised);
    let mut strays = Vec::new();
    let mut runs = Vec::new();
    for (index, at) in aligned.iter().enumerate() {
        let next = aligned.get(index + 1).map(|next| next.start);
        let end = next.unwrap_or_else(|| table_end(stream, labels, forms, &own, at.end));
        if is_text(recognised.block, at.row) {
            continue;
        }
        let groups = groups(stream, &own, recognised, at, end);
        let width = recognised.block.width(&recognised.block.rows[at.row]);
        let mut taker = Taker { recognised, last: next.is_none(), width, atoms: Vec::new(), strays: Vec::new() };
        let through = taker.take(groups);
        drop_page_number(&mut taker.atoms);
        strays.append(&mut taker.strays);
        if recognised.cut && next.is_none() && is_cut(stream, &taker, end) {
            continue;
        }
        // Behind the last row the table may have ended long before.
        if next.is_some() || through {
            strays.extend(beyond(stream, at, end));
        }
        match recognised.block.rows[at.row].cells {
            RowCells::Indicators(_) => runs.push(run(stream, at, taker.atoms)),
            _ => strays.extend(taker.atoms.iter().filter(|atom| atom.printed != Printed::Blank).map(stray_value)),
        }
    }
    (runs, strays)
}

/// Whether the document ends within a row: some of its figures are not there, or the last one may not be whole.
fn is_cut(stream: &Stream, taker: &Taker, end: usize) -> bool {
    let ends_in_figure = || stream.glyphs.last().is_some_and(|last| last.char.is_ascii_digit());
    let cut_off = stream.unfinished && end == stream.glyphs.len() && ends_in_figure();
    cut_off || taker.atoms.iter().filter(|atom| atom.is_value()).count() < taker.width
}

/// Drops a page number that stands in text, before the next label, behind the cells of a row.
fn drop_page_number(atoms: &mut Vec<Atom>) {
    let in_cells = atoms.first().is_some_and(|first| first.cell.is_some());
    if in_cells && atoms.last().is_some_and(|last| last.cell.is_none() && is_page_number(&last.text)) {
        atoms.pop();
    }
}

fn stray_value(atom: &Atom) -> Stray {
    Stray { raw: atom.raw.clone(), place: atom.place, kind: StrayKind::Row }
}

fn run(stream: &Stream, at: &Aligned, mut atoms: Vec<Atom>) -> Run {
    let unit = match atoms.first().map(|atom| &atom.printed) {
        Some(Printed::Unit(unit)) => {
            let unit = *unit;
            atoms.remove(0);
            unit
        }
        _ => "",
    };
    let label = at.end.checked_sub(1).map(|glyph| &stream.pieces[stream.glyphs[glyph].piece as usize]);
    let shape = label.and_then(|piece| piece.cell).map(|cell| (cell.columns, cell.column));
    let place = atoms.first().map_or_else(|| stream.place(at.start), |atom| atom.place);
    Run { row: at.row, atoms, unit, shape, place }
}

/// Places of captions and headings of the block: repeated at a page break they are neither values nor strays.
fn own_labels(labels: &Labels, recognised: &Recognised) -> Vec<Range<usize>> {
    let own = labels.found.iter().filter(|found| recognised.block.texts.around.contains(&found.text));
    own.map(|found| found.start..found.end).collect()
}

/// Where the last row of a block must end: at the next heading of the document, or at a label of another block. What its
/// own explanation names is none: 其他对外管理服务事项(指行政许可以外的事项), as 湖北 prints it.
fn table_end(stream: &Stream, labels: &Labels, forms: &Forms, own: &[Range<usize>], from: usize) -> usize {
    let is_own = |found: &Found| own.binary_search_by_key(&found.start, |label| label.start).is_ok();
    let foreign = labels.found.iter().filter(|found| found.start >= from && !is_own(found));
    let long = foreign.filter(|found| forms.label_texts[found.text].chars().count() >= 4);
    let label = long.map(|found| found.start).find(|start| !is_explained(stream, from, *start));
    let heading = stream.pieces.iter().filter(|piece| piece.heading && piece.glyphs.start >= from);
    let heading = heading.map(|piece| piece.glyphs.start).next();
    label.unwrap_or(stream.glyphs.len()).min(heading.unwrap_or(stream.glyphs.len()))
}

/// Longest explanation in brackets behind a label, in characters.
const EXPLANATION: usize = 200;

/// Whether `at` stands in brackets that open behind `from`, and close.
fn is_explained(stream: &Stream, from: usize, at: usize) -> bool {
    let is = |glyph: &usize, bracket: char| stream.glyphs[*glyph].char == bracket;
    let opens = (from.max(at.saturating_sub(EXPLANATION))..at).rev().find(|glyph| is(glyph, '(') || is(glyph, ')'));
    opens.is_some_and(|open| {
        is(&open, '(') && (at..(open + EXPLANATION).min(stream.glyphs.len())).any(|glyph| is(&glyph, ')'))
    })
}

/// Characters of what is left out that an issue shows.
const SHOWN: usize = 100;

/// What stands between a label and `end` beyond the longest run.
fn beyond(stream: &Stream, at: &Aligned, end: usize) -> Option<Stray> {
    let start = at.end + LONGEST_RUN;
    let length = end.checked_sub(start).filter(|length| *length > 0)?;
    let shown = stream.folded(start..start + length.min(SHOWN));
    Some(Stray { raw: format!("{length} characters: {shown}"), place: stream.place(start), kind: StrayKind::Beyond })
}

/// Chooses from the lines and rows behind a label what are its values.
struct Taker<'r, 'f> {
    recognised: &'r Recognised<'f>,
    last: bool,
    width: usize,
    atoms: Vec<Atom>,
    strays: Vec<Stray>,
}

impl Taker<'_, '_> {
    /// Takes what belongs to the row; `false` if it ended before the last line or row.
    fn take(&mut self, groups: Vec<Group>) -> bool {
        let mut groups = groups.into_iter().peekable();
        while let Some(group) = groups.next() {
            if self.is_of_another_row(&group) {
                self.strays.extend(group.atoms.iter().filter(|atom| atom.printed != Printed::Blank).map(stray_value));
                return false;
            }
            let foreign = |atom: &&Atom| {
                atom.printed == Printed::Text && !atom.is_figures() && (atom.cell.is_none() || !group.with_label)
            };
            let text = group.atoms.iter().find(foreign).map(|atom| (atom.raw.clone(), atom.place));
            let full = self.atoms.iter().filter(|atom| atom.is_value() && atom.printed != Printed::Blank).count()
                >= self.width;
            if self.last && full && !group.with_label {
                return false;
            }
            let Some((raw, place)) = text else {
                self.atoms.extend(group.atoms);
                continue;
            };
            let mut values = group.atoms;
            let split = values.iter().position(|atom| foreign(&atom)).unwrap_or(values.len());
            let rest = values.split_off(split);
            let with_values = rest.iter().any(|atom| atom.is_value() && atom.printed != Printed::Blank);
            // A sentence: what stands behind a label in it is no cell, nor is what follows it.
            let sentence = group.with_label
                && rest[0].cell.is_none()
                && !values.is_empty()
                && rest[0].text.starts_with([',', '、', '。', ';']);
            if sentence {
                values.clear();
            }
            if group.with_label || rest.len() == 1 {
                self.atoms.extend(values);
            }
            // Who says that a row is blank on whose line something stands that cannot be read, or whose figures may be those
            // of a row below it that the form does not know, as 北京 prints 行政检查 under 其他对外管理服务事项?
            let figures = |next: &Group| next.atoms.iter().all(Atom::is_figures) && !next.atoms.is_empty();
            let divided = self.last && groups.peek().is_some_and(figures);
            if (group.with_label || divided) && self.atoms.is_empty() && !self.is_furniture(&rest[0].text) {
                self.atoms.push(rest[0].clone());
            }
            if self.last {
                return false;
            }
            self.stray(Stray { raw, place, kind: if with_values { StrayKind::Row } else { StrayKind::Text } });
            if sentence || (with_values && !self.atoms.is_empty()) {
                return false;
            }
        }
        true
    }

    /// Whether a grid row without a label cannot hold values of this row: that has all its cells, and these stand in a grid
    /// row of another shape, or figures stand in both.
    fn is_of_another_row(&self, group: &Group) -> bool {
        let columns = |atoms: &[Atom]| atoms.iter().find_map(|atom| atom.cell).map(|cell| cell.columns);
        let filled = |atoms: &[Atom]| atoms.iter().any(|atom| atom.is_value() && atom.printed != Printed::Blank);
        let full = self.atoms.iter().filter(|atom| atom.cell.is_some()).count() >= self.width;
        let other = columns(&group.atoms).filter(|columns| *columns > 1 && !group.with_label && full);
        other.is_some_and(|other| filled(&group.atoms) && (filled(&self.atoms) || columns(&self.atoms) != Some(other)))
    }

    fn stray(&mut self, stray: Stray) {
        if !self.is_furniture(&crate::label::fold(&stray.raw)) {
            self.strays.push(stray);
        }
    }

    /// Numbers of headings and pages, and parts of labels.
    fn is_furniture(&self, folded: &str) -> bool {
        let numbering = |c: char| is_numeral(c) || "、.()".contains(c) || !is_ideograph(c);
        folded.chars().all(numbering) || is_fragment(self.recognised.block, folded)
    }
}
