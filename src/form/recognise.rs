//! Which statutory tables a document holds, of which form, and where: labels are found anywhere in the folded text and
//! chained in the order of the form. The form is decided block by block, never by the year or a cited circular.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::align::whole_start;
use super::damaged::complete;
use super::heading::{heading_score, heading_words};
use super::stream::Stream;
use super::{Block, Form, Forms, Label, Row, Table, Texts};

/// Characters of foreign text after which a chain of labels is broken: a page break with a note on it is shorter.
const FAR: usize = 150;
/// Labels before one among which its predecessor is looked for: no two rows of a block have more between them.
const LOOK_BACK: usize = 300;
/// What one character of foreign text between two labels costs, in characters of matched label.
const GAP: f64 = 0.05;
/// What it counts for a label that its number stands before it, or against it that it is the end of longer text.
const NUMBERED: f64 = 1.0;
/// Share of the row labels of a block, by length, that must be found.
const ENOUGH: f64 = 0.4;
/// Rows that must be found of a block within which the document ends.
const BEGUN: usize = 2;
/// Characters of foreign text with which such a document ends at most: half a label.
const CUT: usize = 20;

/// Finds the labels of all forms.
#[derive(Debug)]
pub struct Matcher {
    automaton: AhoCorasick,
}

/// A label found in the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Number of the folded text among all label texts of the forms.
    pub text: usize,
    /// First glyph.
    pub start: usize,
    /// Glyph behind the last.
    pub end: usize,
}

impl Found {
    /// Whether no part of it lies in a stretch.
    pub fn is_outside(&self, apart: &Range<usize>) -> bool {
        self.end <= apart.start || self.start >= apart.end
    }
}

/// All labels of a document, with how much foreign text lies between them.
#[derive(Debug)]
pub struct Labels {
    /// What was found, in order of place; no two overlap.
    pub found: Vec<Found>,
    /// For each glyph, the number of glyphs before it that are foreign: ideographs outside all labels.
    foreign: Vec<u32>,
}

/// A block that the document holds.
#[derive(Debug)]
pub struct Recognised<'f> {
    /// Its form.
    pub form: &'f Form,
    /// Its table.
    pub table: &'f Table,
    /// The block.
    pub block: &'f Block,
    /// For each row of the block, where its label was found. A block without labels has one entry: its heading words.
    pub rows: Vec<Option<(usize, usize)>>,
    /// Whether the document ends within the block: its last rows are not left out, but cut off.
    pub cut: bool,
    /// How well it fits: characters of matched labels, less what is missing.
    score: f64,
}

impl Matcher {
    /// A matcher for the labels of `forms`, with the texts in the order of [`Found::text`].
    pub fn new(texts: &[String]) -> Matcher {
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(texts);
        Matcher { automaton: automaton.expect("label texts are short and few") }
    }

    /// All labels in the document.
    pub fn labels(&self, stream: &Stream) -> Labels {
        let matches = self.automaton.find_iter(&stream.text);
        let found: Vec<Found> = matches
            .map(|m| Found {
                text: m.pattern().as_usize(),
                start: stream.glyph_at(m.start()),
                end: stream.glyph_at(m.end()),
            })
            .collect();
        let mut foreign = Vec::with_capacity(stream.glyphs.len() + 1);
        let (mut count, mut next) = (0, 0);
        for (glyph, at) in stream.glyphs.iter().zip(0..) {
            foreign.push(count);
            while found.get(next).is_some_and(|f| f.end <= at) {
                next += 1;
            }
            let covered = found.get(next).is_some_and(|f| f.start <= at);
            count += u32::from(!covered && is_ideograph(glyph.char));
        }
        foreign.push(count);
        Labels { found, foreign }
    }
}

/// Whether `c` is a Chinese character.
pub fn is_ideograph(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{20000}'..='\u{3ffff}').contains(&c)
}

impl Labels {
    /// The labels outside of a stretch.
    fn without(&self, apart: &Range<usize>) -> Labels {
        let found = self.found.iter().filter(|found| found.is_outside(apart)).copied().collect();
        Labels { found, foreign: self.foreign.clone() }
    }

    /// Foreign glyphs between two places.
    pub(super) fn foreign(&self, from: usize, to: usize) -> usize {
        self.foreign[to.max(from)].saturating_sub(self.foreign[from]) as usize
    }
}

/// The blocks that the document holds, each by the form that fits best, in order of place.
pub fn recognise<'f>(stream: &Stream, labels: &Labels, forms: &'f Forms) -> Vec<Recognised<'f>> {
    let mut best: Vec<Recognised<'f>> = Vec::new();
    for form in &forms.forms {
        for (table, block) in form.tables.iter().flat_map(|table| table.blocks.iter().map(move |block| (table, block)))
        {
            let Some(new) = fit(stream, labels, (form, table, block), 0..0) else { continue };
            let rivals = |old: &Recognised| (old.table.id, old.block.id) == (table.id, block.id);
            if best.iter().all(|old| !rivals(old) || old.score <= new.score) {
                best.retain(|old| !rivals(old) || old.score >= new.score);
                best.push(new);
            }
        }
    }
    settle(&mut best);
    best.sort_by_key(|r| r.rows.iter().flatten().map(|(start, _)| *start).min());
    best
}

/// Where two forms fit a block equally well, as the review and litigation table of 2019 and 2021 does, the form of the
/// other blocks decides.
fn settle(best: &mut Vec<Recognised>) {
    let key = |r: &Recognised| (r.table.id, r.block.id);
    let keys: Vec<_> = best.iter().map(key).collect();
    let single = |at: usize| keys.iter().filter(|key| **key == keys[at]).count() == 1;
    let voters: Vec<&str> = (0..best.len()).filter(|at| single(*at)).map(|at| best[at].form.id).collect();
    let votes = |r: &Recognised| voters.iter().filter(|id| **id == r.form.id).count();
    best.sort_by_key(|r| std::cmp::Reverse(votes(r)));
    let mut seen = Vec::new();
    best.retain(|r| {
        !seen.contains(&key(r)) && {
            seen.push(key(r));
            true
        }
    });
}

/// The best fit of a block, of which nothing lies `apart`; `None` if the document does not hold it.
pub(super) fn fit<'f>(
    stream: &Stream,
    labels: &Labels,
    (form, table, block): (&'f Form, &'f Table, &'f Block),
    apart: Range<usize>,
) -> Option<Recognised<'f>> {
    if block.rows.iter().any(|row| row.label.is_none()) {
        let (start, end, score) = heading_words(stream, block, &apart)?;
        return Some(Recognised { form, table, block, rows: vec![Some((start, end))], cut: false, score });
    }
    let rest = (!apart.is_empty()).then(|| labels.without(&apart));
    let labels = rest.as_ref().unwrap_or(labels);
    let mut rows = chain(stream, labels, block)?;
    complete(stream, block, &mut rows);
    let start = rows.iter().flatten().map(|(start, _)| *start).min()?;
    let (headings, headings_score) = heading_score(labels, block, start);
    let weight = |label: &Label| weight(&label.folded);
    // Rows behind the end of a document that was cut off speak against no form.
    let (begun, cut) = begun(stream, labels, block, &rows);
    let valued = || {
        let rows = block.rows[..begun].iter().zip(&rows);
        rows.filter(|(row, found)| !row.optional || (found.is_some() && row.has_values()))
    };
    let found = || valued().filter(|(_, found)| found.is_some());
    let all: f64 = valued().filter_map(|(row, _)| row.label.as_ref()).map(weight).sum();
    let matched: f64 = found().filter_map(|(row, _)| row.label.as_ref()).map(weight).sum();
    let proven = match block.rows.iter().filter(|row| !row.optional).count() {
        // One or two labels prove nothing by themselves: 行政许可 stands in any prose.
        ..=2 => headings > 0,
        _ => matched >= ENOUGH * all && (!cut || (headings > 0 && found().count() >= BEGUN)),
    };
    let score = matched - 0.7 * (all - matched) + headings_score;
    proven.then_some(Recognised { form, table, block, rows, cut, score })
}

/// How many rows of a block the document has room for, and whether it ends within the block: hardly anything stands behind
/// the last row found, and there are others behind that in the form.
fn begun(stream: &Stream, labels: &Labels, block: &Block, rows: &[Option<(usize, usize)>]) -> (usize, bool) {
    let begun = rows.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let end = rows.iter().flatten().map(|(_, end)| *end).max().unwrap_or(0);
    let has_more = block.rows[begun..].iter().any(|row| !row.optional);
    let cut = has_more && labels.foreign(end, stream.glyphs.len()) <= CUT;
    (if cut { begun } else { rows.len() }, cut)
}

/// Longer labels prove more, up to a point. A label weighs as much as its shortest variant.
pub(super) fn weight(folded: &[String]) -> f64 {
    folded.last().map_or(0, |text| text.chars().count()).min(12) as f64
}

/// The best chain of row labels in the order of the block: for each row its place.
fn chain(stream: &Stream, labels: &Labels, block: &Block) -> Option<Vec<Option<(usize, usize)>>> {
    struct Link {
        found: Found,
        row: usize,
        score: f64,
        before: Option<usize>,
    }
    let places = places(stream, labels, block);
    let mut links: Vec<Link> = Vec::new();
    for (found, rows) in &places {
        let earlier = links.len();
        // A chain that begins below the headings of the block is worth more than one in the prose.
        let begins = heading_score(labels, block, found.start).1.max(0.0);
        for row in rows.iter().copied() {
            let own = (found.end - found.start).min(12) as f64
                + if is_numbered(stream, &block.rows[row], found.start) { NUMBERED } else { 0.0 }
                - if labels.foreign(found.start.saturating_sub(1), found.start) > 0 { NUMBERED } else { 0.0 };
            let (mut score, mut before) = (own + begins, None);
            for (index, link) in links[..earlier].iter().enumerate().rev().take(LOOK_BACK) {
                let gap = labels.foreign(link.found.end, found.start);
                if gap > FAR {
                    break;
                }
                let skipped = row.saturating_sub(link.row + 1) as f64;
                let joined = link.score + own - GAP * gap as f64 - 0.5 * skipped;
                if link.row < row && joined > score {
                    (score, before) = (joined, Some(index));
                }
            }
            links.push(Link { found: *found, row, score, before });
        }
    }
    let mut last = (0..links.len()).max_by(|a, b| links[*a].score.total_cmp(&links[*b].score));
    let mut rows = vec![None; block.rows.len()];
    last?;
    while let Some(index) = last {
        let link = &links[index];
        rows[link.row] = Some((link.found.start, link.found.end));
        last = link.before;
    }
    Some(rows)
}

/// Where labels of rows stand, each with the rows that it may belong to. A heading repeated at a page break is no row,
/// though 总计 heads a column and a row: it stands next to a heading that is none, without the number of the row.
fn places(stream: &Stream, labels: &Labels, block: &Block) -> Vec<(Found, Vec<usize>)> {
    let Texts { rows, headings, .. } = &block.texts;
    let heads = |found: Option<&Found>, touches: fn(&Found, &Found) -> bool, of: &Found| {
        found.is_some_and(|other| {
            touches(other, of) && headings.contains(&other.text) && !rows.contains_key(&other.text)
        })
    };
    let mut places = Vec::new();
    for (index, found) in labels.found.iter().enumerate() {
        let Some(of) = rows.get(&found.text) else { continue };
        let before = heads(index.checked_sub(1).map(|at| &labels.found[at]), |a, b| a.end == b.start, found);
        let after = heads(labels.found.get(index + 1), |a, b| a.start == b.end, found);
        let counted = of.iter().any(|row| is_numbered(stream, &block.rows[*row], found.start));
        if headings.contains(&found.text) && (before || after) && !counted {
            continue;
        }
        places.push(longer(stream, block, *found).unwrap_or_else(|| (*found, of.clone())));
    }
    places
}

/// The longer label of another row that ends in the one found, if what stands before resembles its beginning.
fn longer(stream: &Stream, block: &Block, found: Found) -> Option<(Found, Vec<usize>)> {
    block.texts.ends.get(&found.text)?.iter().find_map(|row| {
        let start = whole_start(stream, block.rows[*row].label.as_ref()?, (found.start, found.end));
        (start < found.start).then(|| (Found { start, ..found }, vec![*row]))
    })
}

/// Whether the number that the form prints before the label of `row` stands before `start`.
fn is_numbered(stream: &Stream, row: &Row, start: usize) -> bool {
    let before = stream.folded(start.saturating_sub(4)..start);
    let bare = before.trim_end_matches(['.', '、', ',', ')', ':']);
    !row.number.is_empty() && bare.len() < before.len() && bare.ends_with(row.number)
}
