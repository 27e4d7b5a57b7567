//! Properties of characters and paragraphs in a Word document: pages of runs, each run with a list of changes (sprm) to
//! what its style says.

use crate::read::grid::{Merge, Span};
use crate::read::ole2::{u16_at, u32_at};

/// Bytes of a page of runs.
const PAGE: usize = 512;
/// The first styles are the headings of levels 1 to 9.
const HEADINGS: std::ops::RangeInclusive<u16> = 1..=9;

/// Runs of the text that share properties, by where their bytes stand in the document stream.
pub struct Runs<'d> {
    runs: Vec<Run<'d>>,
}

#[derive(Debug, Clone, Copy)]
struct Run<'d> {
    start: u32,
    end: u32,
    properties: &'d [u8],
}

/// Which properties a table of runs holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Those of characters.
    Characters,
    /// Those of paragraphs.
    Paragraphs,
}

impl<'d> Runs<'d> {
    /// The runs that `table` lists, their pages being in `document`.
    pub fn read(document: &'d [u8], table: &[u8], of: Of) -> Runs<'d> {
        let count = (table.len().saturating_sub(4) / 8).min(document.len() / PAGE);
        let pages = (0..count).filter_map(|index| {
            let number = u32_at(table, 4 * (count + 1) + 4 * index)? & 0x3f_ffff;
            let start = number as usize * PAGE;
            document.get(start..start + PAGE)
        });
        let mut runs: Vec<Run> = pages.flat_map(|page| runs_of(page, of)).collect();
        runs.sort_by_key(|run| run.start);
        Runs { runs }
    }

    /// The bounds and the properties of the run at a place; outside of all runs there are none.
    pub fn at(&self, place: u32) -> (std::ops::Range<u32>, &'d [u8]) {
        let next = self.runs.partition_point(|run| run.start <= place);
        match next.checked_sub(1).map(|at| self.runs[at]).filter(|run| place < run.end) {
            Some(run) => (run.start..run.end, run.properties),
            None => (place..place.saturating_add(1), &[]),
        }
    }
}

/// The runs of a page: their bounds, then where their properties stand, which fill the page from its end.
fn runs_of(page: &[u8], of: Of) -> impl Iterator<Item = Run<'_>> {
    let count = usize::from(page[PAGE - 1]);
    let width = if of == Of::Characters { 1 } else { 13 };
    (0..count).filter_map(move |index| {
        let (start, end) = (u32_at(page, 4 * index)?, u32_at(page, 4 * index + 4)?);
        let at = 2 * usize::from(*page.get(4 * (count + 1) + width * index)?);
        let length = usize::from(*page.get(at)?);
        let properties = match (of, length) {
            _ if at == 0 => Some(&[][..]),
            (Of::Characters, length) => page.get(at + 1..at + 1 + length),
            (Of::Paragraphs, 0) => page.get(at + 2..at + 2 + 2 * usize::from(*page.get(at + 1)?)),
            (Of::Paragraphs, length) => page.get(at + 1..at + 2 * length),
        };
        Some(Run { start, end, properties: properties.unwrap_or_default() })
    })
}

/// Changes: the number of each with its operand.
fn changes(mut list: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let number = u16_at(list, 0)?;
        let first = usize::from(list.get(2).copied().unwrap_or(0));
        // The three highest bits tell the size of the operand.
        let (skip, length) = match number >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            _ if matches!(number, 0xd608 | 0xd606) => (2, usize::from(u16_at(list, 2)?).saturating_sub(1)),
            _ => (1, first),
        };
        let operand = list.get(2 + skip..2 + skip + length)?;
        list = &list[2 + skip + length..];
        Some((number, operand))
    })
}

/// Whether characters are hidden, or deleted while changes were tracked.
pub fn is_unseen(properties: &[u8]) -> bool {
    let (mut hidden, mut deleted) = (false, false);
    for (number, operand) in changes(properties) {
        let on = operand.first().is_some_and(|value| value & 1 == 1);
        match number {
            0x083c => hidden = on,
            0x0800 => deleted = on,
            _ => {}
        }
    }
    hidden || deleted
}

/// What the properties of a paragraph say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Whether it is a heading.
    pub heading: bool,
    /// Tables around it.
    pub depth: usize,
    /// Whether it ends a cell of a table within a table.
    pub ends_inner_cell: bool,
    /// Whether it ends a row.
    pub ends_row: bool,
    /// The cells of the row that it ends.
    pub cells: Vec<Span>,
}

impl Paragraph {
    /// What `properties` say. Lists that are too long for a page are in `data`.
    pub fn read(properties: &[u8], data: &[u8]) -> Paragraph {
        let style = u16_at(properties, 0).unwrap_or(0);
        let mut paragraph = Paragraph { heading: HEADINGS.contains(&style), ..Paragraph::default() };
        let list = properties.get(2..).unwrap_or_default();
        paragraph.change(list);
        let elsewhere = changes(list).find(|(number, _)| matches!(number, 0x6645 | 0x6646));
        if let Some(start) = elsewhere.and_then(|(_, operand)| u32_at(operand, 0)) {
            let start = start as usize;
            let length = usize::from(u16_at(data, start).unwrap_or(0));
            paragraph.change(data.get(start + 2..start + 2 + length).unwrap_or_default());
        }
        paragraph
    }

    fn change(&mut self, list: &[u8]) {
        for (number, operand) in changes(list) {
            let value = operand.first().copied().unwrap_or(0);
            match number {
                0x2640 => self.heading = value < 9,
                0x2416 => self.depth = self.depth.max(usize::from(value)),
                0x6649 => self.depth = self.depth.max(u32_at(operand, 0).unwrap_or(0) as usize),
                0x244b => self.ends_inner_cell = value != 0,
                0x2417 | 0x244c => self.ends_row |= value != 0,
                0xd608 => self.cells = cells(operand).unwrap_or_default(),
                0xd62b => self.merge(operand),
                _ => {}
            }
        }
    }

    /// Merges one cell of the row vertically.
    fn merge(&mut self, operand: &[u8]) {
        if let [cell, how, ..] = operand
            && let Some(span) = self.cells.get_mut(usize::from(*cell))
        {
            span.merge = vertical(*how);
        }
    }
}

/// The cells of a row: their number, their edges, and flags for each of them.
fn cells(operand: &[u8]) -> Option<Vec<Span>> {
    let count = usize::from(*operand.first()?);
    let edge = |index: usize| Some(i32::from(u16_at(operand, 1 + 2 * index)? as i16));
    let flags = |index: usize| u16_at(operand, 3 + 2 * count + 20 * index).unwrap_or(0);
    let span = |index: usize| {
        let merge = match flags(index) {
            flags if flags & 3 == 2 => Merge::Left,
            flags => vertical((flags >> 5) as u8),
        };
        Some(Span { left: edge(index)?, right: edge(index + 1)?, merge })
    };
    (0..count).map(span).collect()
}

fn vertical(how: u8) -> Merge {
    match how & 3 {
        0 => Merge::None,
        1 => Merge::Continue,
        _ => Merge::Begin,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_and_deleted_text_is_known() {
        let cases: [(&[u8], bool); 6] = [
            (&[], false),
            (&[0x3c, 0x08, 1], true),
            (&[0x3c, 0x08, 1, 0x3c, 0x08, 0], false),
            (&[0x00, 0x08, 1], true),
            // Other changes of every size stand before it.
            (
                &[0x43, 0x4a, 24, 0, 0x70, 0x68, 1, 2, 3, 4, 0x0d, 0xc6, 2, 9, 9, 0x15, 0xe4, 1, 2, 3, 0x00, 0x08, 1],
                true,
            ),
            (&[0x0d, 0xc6, 200, 1], false),
        ];
        for (properties, unseen) in cases {
            assert_eq!(is_unseen(properties), unseen, "{properties:?}");
        }
    }

    #[test]
    fn the_end_of_a_row_knows_its_cells() {
        let edges = [0_i16, 500, 900, 1500];
        let mut table = vec![3];
        table.extend(edges.iter().flat_map(|edge| edge.to_le_bytes()));
        for flags in [0x60_u16, 0x20, 0x02] {
            table.extend([&flags.to_le_bytes()[..], &[0; 18]].concat());
        }
        let mut list = vec![0, 0, 0x16, 0x24, 1, 0x17, 0x24, 1, 0x08, 0xd6];
        list.extend((table.len() as u16 + 1).to_le_bytes());
        list.extend(&table);
        let span = |left, right, merge| Span { left, right, merge };
        let cells = vec![span(0, 500, Merge::Begin), span(500, 900, Merge::Continue), span(900, 1500, Merge::Left)];
        let expected = Paragraph { depth: 1, ends_row: true, cells, ..Paragraph::default() };
        assert_eq!(Paragraph::read(&list, &[]), expected);
        // The same list in the data stream, because it is too long for a page.
        let data = [&[9; 4][..], &((list.len() - 2) as u16).to_le_bytes(), &list[2..]].concat();
        assert_eq!(Paragraph::read(&[0, 0, 0x46, 0x66, 4, 0, 0, 0], &data), expected);
        assert!(Paragraph::read(&[2, 0], &[]).heading);
        // Edges and flags that are not there.
        assert_eq!(Paragraph::read(&[0, 0, 0x08, 0xd6, 4, 0, 200, 1, 0], &[]).cells, []);
    }
}
