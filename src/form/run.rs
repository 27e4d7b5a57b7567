//! The run of a row: the values that stand between its label and the next one, as cells or as tokens of text.
//!
//! Nothing is lost silently: text that is no label and no value ends up in the issues.

use std::ops::Range;

use super::align::{Aligned, is_fragment, is_text};
use super::number::{self, Printed};
use super::recognise::{Labels, Recognised, is_ideograph};
use super::stream::{CellAt, Piece, Stream};
use super::{Forms, Label, RowCells};
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

/// One cell or token.
#[derive(Debug, Clone, PartialEq)]
pub struct Atom {
    /// Its folded text.
    pub text: String,
    /// Its text as printed.
    pub raw: String,
    /// What it is.
    pub printed: Printed,
    /// Where it stands.
    pub place: Place,
    /// The cell it fills, if it is alone in one.
    pub cell: Option<CellAt>,
}

/// Text inside a table that is no label and no value.
#[derive(Debug, PartialEq)]
pub struct Stray {
    /// The text as printed.
    pub raw: String,
    /// Where it stands.
    pub place: Place,
    /// Whether values stood with it, so that it may be a row that the form does not know.
    pub with_values: bool,
}

impl Atom {
    /// Whether the atom is a value of any kind, blank cells included.
    pub fn is_value(&self) -> bool {
        self.is_figures() || !matches!(self.printed, Printed::Text | Printed::Unit(_))
    }

    /// Whether the atom consists of figures, which may be several numbers without a gap.
    pub fn is_figures(&self) -> bool {
        self.printed != Printed::Dash && self.text.starts_with(|c: char| c.is_ascii_digit() || "+-增减".contains(c))
    }
}

/// The runs of the value rows of a block, and what was left over.
pub fn runs(
    stream: &Stream,
    labels: &Labels,
    forms: &Forms,
    recognised: &Recognised,
    aligned: &[Aligned],
) -> (Vec<Run>, Vec<Stray>) {
    let own: Vec<Range<usize>> = own_labels(labels, forms, recognised);
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
        taker.take(groups);
        strays.append(&mut taker.strays);
        match recognised.block.rows[at.row].cells {
            RowCells::Indicators(_) => runs.push(run(stream, at, taker.atoms)),
            _ => strays.extend(taker.atoms.iter().filter(|atom| atom.printed != Printed::Blank).map(stray_value)),
        }
    }
    (runs, strays)
}

fn stray_value(atom: &Atom) -> Stray {
    Stray { raw: atom.raw.clone(), place: atom.place, with_values: true }
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
fn own_labels(labels: &Labels, forms: &Forms, recognised: &Recognised) -> Vec<Range<usize>> {
    let block = recognised.block;
    let headings = block.caption.iter().chain(&block.header).chain(block.columns.iter().map(|column| &column.label));
    let texts: Vec<&String> = headings.flat_map(|label| &label.folded).collect();
    let own = labels.found.iter().filter(|found| texts.contains(&&forms.label_texts[found.text]));
    own.map(|found| found.start..found.end).collect()
}

/// Where the last row of a block must end: at the next heading of the document, or at a label of another block.
fn table_end(stream: &Stream, labels: &Labels, forms: &Forms, own: &[Range<usize>], from: usize) -> usize {
    let foreign = labels.found.iter().filter(|found| found.start >= from && !own.contains(&(found.start..found.end)));
    let label =
        foreign.filter(|found| forms.label_texts[found.text].chars().count() >= 4).map(|found| found.start).next();
    let heading = stream.pieces.iter().filter(|piece| piece.heading && piece.glyphs.start >= from);
    let heading = heading.map(|piece| piece.glyphs.start).next();
    label.unwrap_or(stream.glyphs.len()).min(heading.unwrap_or(stream.glyphs.len()))
}

/// Longest run of one row, in characters, that is read: with explanations, the longest have some hundred.
const LONGEST_RUN: usize = 5000;

/// The atoms of one line, or of one row of cells.
struct Group {
    atoms: Vec<Atom>,
    /// Whether it stands on the same line or grid row as the label.
    with_label: bool,
}

/// Cuts what stands between a label and `end` into lines and grid rows. Cells to the left of the next label belong to
/// its row, not to this run; so do cells to the left of a second part of the label.
fn groups(stream: &Stream, own: &[Range<usize>], recognised: &Recognised, at: &Aligned, end: usize) -> Vec<Group> {
    let piece_of = |glyph: usize| stream.glyphs.get(glyph).map(|glyph| glyph.piece as usize);
    let first = at.end.checked_sub(1).and_then(piece_of).unwrap_or(0);
    let end = end.min(at.end + LONGEST_RUN);
    let next = piece_of(end);
    let last = next.unwrap_or(stream.pieces.len().saturating_sub(1));
    let next_row = next.and_then(|piece| stream.pieces[piece].cell).map(|cell| cell.row);
    let label_row = stream.pieces[first].cell.map(|cell| cell.row);
    let label = recognised.block.rows[at.row].label.as_ref();
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
        let fragment = row.is_some() && is_part(label, text);
        if part || fragment {
            glyphs.start = if fragment { glyphs.end } else { at.last.min(glyphs.end) };
        }
        let mut atoms = atoms(stream, piece, own, glyphs);
        if index == first && row.is_some() {
            // Brackets, or a part of the label that was damaged, but no value: that has a cell of its own.
            atoms.retain(Atom::is_value);
        }
        let with_label = index == first || part || fragment || (row.is_some() && row == label_row);
        match groups.last_mut().filter(|(last_row, _)| row.is_some() && *last_row == row) {
            Some((_, group)) if (part || fragment) && index != first => *group = Group { atoms, with_label },
            Some((_, group)) => group.atoms.extend(atoms),
            None => groups.push((row, Group { atoms, with_label })),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Whether a cell holds a part of the label and nothing else.
fn is_part(label: Option<&Label>, folded: &str) -> bool {
    let folded = folded.trim_matches(|c: char| !is_ideograph(c));
    let is_text = folded.chars().count() >= 2 && number::read(folded) == Printed::Text;
    is_text && label.is_some_and(|label| label.folded.iter().any(|text| text.contains(folded)))
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
    fn take(&mut self, groups: Vec<Group>) {
        for group in groups {
            let foreign = |atom: &&Atom| {
                atom.printed == Printed::Text && !atom.is_figures() && (atom.cell.is_none() || !group.with_label)
            };
            let text = group.atoms.iter().find(foreign).map(|atom| (atom.raw.clone(), atom.place));
            let full = self.atoms.iter().filter(|atom| atom.is_value() && atom.printed != Printed::Blank).count()
                >= self.width;
            if self.last && full && !group.with_label {
                return;
            }
            let Some((raw, place)) = text else {
                self.atoms.extend(group.atoms);
                continue;
            };
            let mut values = group.atoms;
            let split = values.iter().position(|atom| foreign(&atom)).unwrap_or(values.len());
            let rest = values.split_off(split);
            let with_values = rest.iter().any(|atom| atom.is_value() && atom.printed != Printed::Blank);
            if group.with_label || rest.len() == 1 {
                self.atoms.extend(values);
            }
            // Who says that a row is blank on whose line something stands that cannot be read?
            if group.with_label && self.atoms.is_empty() && !self.is_furniture(&rest[0].text) {
                self.atoms.push(rest[0].clone());
            }
            if self.last {
                return;
            }
            self.stray(Stray { raw, place, with_values });
            if with_values && !self.atoms.is_empty() {
                return;
            }
        }
    }

    fn stray(&mut self, stray: Stray) {
        if !self.is_furniture(&crate::label::fold(&stray.raw)) {
            self.strays.push(stray);
        }
    }

    /// Numbers of headings and pages, and parts of labels.
    fn is_furniture(&self, folded: &str) -> bool {
        let numbering = |c: char| "一二三四五六七八九十、.()".contains(c) || !is_ideograph(c);
        folded.chars().all(numbering) || is_fragment(self.recognised.block, folded)
    }
}

/// The atoms of a stretch of one piece, labels of the block left out.
fn atoms(stream: &Stream, piece: &Piece, own: &[Range<usize>], glyphs: Range<usize>) -> Vec<Atom> {
    if piece.cell.is_none() && is_page_number(stream.folded(piece.glyphs.clone())) {
        return Vec::new();
    }
    let mut tokens = Scanner { stream, own, at: glyphs.start, end: glyphs.end }.tokens();
    join_units(stream, &mut tokens);
    let place = |range: &Range<usize>| if piece.cell.is_some() { piece.place } else { stream.place(range.start) };
    let mut atoms: Vec<Atom> = tokens
        .into_iter()
        .map(|range| {
            let text = stream.folded(range.clone()).to_string();
            Atom {
                printed: number::read(&text),
                raw: stream.raw(range.clone()).into(),
                place: place(&range),
                text,
                cell: None,
            }
        })
        .collect();
    match (piece.cell, atoms.as_mut_slice()) {
        (None, _) => {}
        (Some(_), []) if !piece.glyphs.is_empty() => {}
        (Some(cell), []) => atoms.push(blank(piece, cell)),
        (Some(cell), [atom]) => atom.cell = Some(cell),
        (Some(cell), many) if many.iter().any(|atom| atom.printed == Printed::Text) => {
            let text = stream.folded(glyphs.clone()).to_string();
            let atom = Atom {
                text,
                printed: Printed::Text,
                raw: piece.raw.trim().into(),
                place: piece.place,
                cell: Some(cell),
            };
            return vec![atom];
        }
        (Some(_), _) => {}
    }
    atoms
}

fn blank(piece: &Piece, cell: CellAt) -> Atom {
    Atom { text: String::new(), raw: String::new(), printed: Printed::Blank, place: piece.place, cell: Some(cell) }
}

/// A line that holds nothing but a page number between dashes, or 第4页.
fn is_page_number(line: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    let dashed = line.strip_prefix('-').and_then(|rest| rest.strip_suffix('-'));
    let page = line.strip_prefix('第').and_then(|rest| rest.strip_suffix('页'));
    dashed.map(|inner| inner.trim_matches('-')).or(page).is_some_and(is_number)
}

/// `1654.74 万元` is one value: a unit that stands behind figures joins them.
fn join_units(stream: &Stream, tokens: &mut Vec<Range<usize>>) {
    let mut index = 1;
    while index < tokens.len() {
        let (before, unit) = (stream.folded(tokens[index - 1].clone()), stream.folded(tokens[index].clone()));
        let joins = before.ends_with(|c: char| c.is_ascii_digit()) && matches!(number::read(unit), Printed::Unit(_));
        if joins && tokens[index - 1].end == tokens[index].start {
            tokens[index - 1].end = tokens.remove(index).end;
        }
        index += 1;
    }
}

/// Cuts a stretch of one piece into tokens: at white space, and between figures and other text.
struct Scanner<'s, 'c> {
    stream: &'s Stream<'c>,
    own: &'s [Range<usize>],
    at: usize,
    end: usize,
}

impl Scanner<'_, '_> {
    fn tokens(mut self) -> Vec<Range<usize>> {
        let mut tokens = Vec::new();
        while self.at < self.end {
            if let Some(label) = self.own_label(self.at) {
                self.at = label.end;
            } else if let Some(end) = self.explanation() {
                self.at = end;
            } else {
                let start = self.at;
                self.at = if self.is_figure(start) { self.figures(start) } else { self.text(start) };
                tokens.push(start..self.at);
            }
        }
        tokens
    }

    /// The label of the block that covers a glyph.
    fn own_label(&self, at: usize) -> Option<&Range<usize>> {
        let next = self.own.partition_point(|label| label.end <= at);
        self.own.get(next).filter(|label| label.contains(&at))
    }

    fn char(&self, at: usize) -> Option<char> {
        (at < self.end).then(|| self.stream.glyphs[at].char)
    }

    /// The end of a bracketed explanation that begins here, such as (指2019年事项数): its figures are no values.
    fn explanation(&self) -> Option<usize> {
        if self.char(self.at) != Some('(') {
            return None;
        }
        let close = (self.at..self.end).find(|at| self.char(*at) == Some(')'))?;
        (self.at..close).any(|at| self.char(at).is_some_and(is_ideograph)).then_some(close + 1)
    }

    /// Whether figures begin here: a digit, or a sign before one.
    fn is_figure(&self, at: usize) -> bool {
        let digit =
            |next: usize| self.char(next).is_some_and(|c| c.is_ascii_digit()) && (next == at || !self.is_spaced(next));
        let word = |at: usize| {
            matches!((self.char(at), self.char(at + 1)), (Some('增'), Some('加')) | (Some('减'), Some('少')))
        };
        match self.char(at) {
            Some(c) if c.is_ascii_digit() => true,
            Some('+' | '-' | '增' | '减') => digit(at + 1) || (word(at) && digit(at + 2)),
            _ => false,
        }
    }

    /// The end of the figures, with the unit behind them. Figures of a date or a number of a document are text.
    fn figures(&self, start: usize) -> usize {
        let mut at = start;
        loop {
            let begins = at > start && self.is_spaced(at);
            let inside = self.char(at).is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '加' | '少'));
            if begins || !(inside || self.is_figure(at)) {
                break;
            }
            at += 1;
        }
        if self.char(at).is_some_and(|c| "年月日号时点%".contains(c)) && !self.is_spaced(at) {
            return self.text(at);
        }
        let rest = self.stream.folded(at..self.end);
        match number::unit(rest) {
            Some((unit, _)) if !self.is_spaced(at) => at + unit.chars().count(),
            _ => at,
        }
    }

    fn text(&self, start: usize) -> usize {
        let is_dash = |at: usize| matches!(self.char(at), Some('-' | '/'));
        if is_dash(start) {
            let ends = |at: usize| !is_dash(at) || self.is_spaced(at) || self.is_figure(at);
            return (start + 1..self.end).find(|at| ends(*at)).unwrap_or(self.end);
        }
        // Glued words, one for each column: 无无无.
        if self.char(start) == Some('无') && self.char(start + 1).is_none_or(|c| c == '无' || c.is_ascii_digit()) {
            return start + 1;
        }
        // A unit glued to a word or dash: 条无.
        if let Some((unit, rest)) = number::unit(self.stream.folded(start..self.end))
            && rest.starts_with(['无', '-', '/'])
        {
            return start + unit.chars().count();
        }
        let ends = |at: usize| {
            self.is_spaced(at) || self.is_figure(at) || self.own_label(at).is_some_and(|label| label.start == at)
        };
        (start + 1..self.end).find(|at| ends(*at)).unwrap_or(self.end)
    }

    fn is_spaced(&self, at: usize) -> bool {
        self.stream.glyphs[at.min(self.end - 1)].spaced && at < self.end
    }
}
