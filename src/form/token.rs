//! Cuts lines and cells into atoms: values, units, words and other text.

use std::ops::Range;

use super::number::{self, Printed};
use super::recognise::is_ideograph;
use super::stream::{CellAt, Piece, Stream};
use crate::content::Place;

/// Figures of one row without a gap, in bytes: ten numbers of twenty digits each.
const MOST_FIGURES: usize = 200;

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

impl Atom {
    /// Whether the atom is a value of any kind, blank cells included.
    pub fn is_value(&self) -> bool {
        self.is_figures() || !matches!(self.printed, Printed::Text | Printed::Unit(_))
    }

    /// Whether the atom consists of figures, which may be several numbers without a gap. More than a row can have of them
    /// are text: they would divide in more ways than can be tried.
    pub fn is_figures(&self) -> bool {
        let begins = self.text.starts_with(|c: char| c.is_ascii_digit() || "+-增减".contains(c));
        self.printed != Printed::Dash && begins && self.text.len() <= MOST_FIGURES
    }
}

/// The atoms of a stretch of one piece, labels of the block left out.
pub fn atoms(stream: &Stream, piece: &Piece, own: &[Range<usize>], glyphs: Range<usize>) -> Vec<Atom> {
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

/// A line that holds nothing but a page number between dashes, or 第4页. More dashes than two are marks of a row.
pub fn is_page_number(line: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    let dashed = line.strip_prefix('-').and_then(|rest| rest.strip_suffix('-'));
    let page = line.strip_prefix('第').and_then(|rest| rest.strip_suffix('页'));
    let doubled = dashed.and_then(|rest| rest.strip_prefix('-')?.strip_suffix('-'));
    doubled.or(dashed).or(page).is_some_and(is_number)
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
                self.at = if let Some(end) = self.page_number(start) {
                    end
                } else if self.is_figure(start) {
                    self.figures(start)
                } else {
                    self.text(start)
                };
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

    /// The end of a page number between dashes, `- 4 -`, that begins here, with the line going on behind it. The same
    /// could be three values, so that it is read as text that is neither.
    fn page_number(&self, start: usize) -> Option<usize> {
        let dash = |at: usize| self.char(at) == Some('-');
        let digits = (start + 1..self.end).take_while(|at| self.char(*at).is_some_and(|c| c.is_ascii_digit())).count();
        let end = start + 1 + digits;
        let is_number =
            dash(start) && (1..=3).contains(&digits) && dash(end) && self.is_spaced(start + 1) && self.is_spaced(end);
        let piece = &self.stream.pieces[self.stream.glyphs[start].piece as usize];
        let goes_on = end + 1 < piece.glyphs.end && self.char(end + 1).is_none_or(|c| is_ideograph(c) || c == '(');
        (is_number && goes_on && piece.cell.is_none()).then_some(end + 1)
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
            let ends =
                |at: usize| !is_dash(at) || self.is_spaced(at) || self.is_figure(at) || self.page_number(at).is_some();
            return (start + 1..self.end).find(|at| ends(*at)).unwrap_or(self.end);
        }
        // Glued words, one for each column: 无无无.
        if self.char(start) == Some('无') {
            return start + 1;
        }
        if let Some(end) = self.money(start) {
            return end;
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

    /// The end of a unit of money behind figures: it must not be lost with what is glued to it.
    fn money(&self, start: usize) -> Option<usize> {
        let figures = start.checked_sub(1).is_some_and(|before| self.stream.glyphs[before].char.is_ascii_digit());
        let (unit, _) = number::unit(self.stream.folded(start..self.end))
            .filter(|(unit, _)| figures && number::yuan(unit).is_some())?;
        Some(start + unit.chars().count())
    }

    fn is_spaced(&self, at: usize) -> bool {
        self.stream.glyphs[at.min(self.end - 1)].spaced && at < self.end
    }
}
