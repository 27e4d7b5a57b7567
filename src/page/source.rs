//! The content of a document as HTML: headings, lines and tables in their order, each piece named by its place.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::{Block, Cell, Content, Grid, Place, Text};
use crate::page::html::escape;
use crate::page::inspect::key;
use crate::report::Fact;

/// Every block; in lines of text each value that was read from there is marked.
pub fn blocks(content: &Content, facts: &[Fact]) -> String {
    let marks = Marks::of(facts);
    let html = content.blocks.iter().map(|block| match block {
        Block::Heading(text) => format!("<p class=\"heading\">{}</p>\n", lines(text, &marks)),
        Block::Paragraph(text) => format!("<p>{}</p>\n", lines(text, &marks)),
        Block::Grid(grid) => table(grid, &marks),
    });
    html.collect()
}

/// Where values were read from.
struct Marks {
    /// In each line of text the first character, from 0, and the length of each.
    lines: BTreeMap<Place, BTreeMap<usize, usize>>,
    /// The cells of grids.
    cells: BTreeSet<String>,
}

impl Marks {
    fn of(facts: &[Fact]) -> Marks {
        let mut lines: BTreeMap<Place, BTreeMap<usize, usize>> = BTreeMap::new();
        for fact in facts.iter().filter(|fact| fact.place.grid.is_none()) {
            if let Some(column) = fact.place.column {
                let line = lines.entry(Place { column: None, ..fact.place }).or_default();
                let length = line.entry(column.saturating_sub(1) as usize).or_default();
                *length = (*length).max(fact.printed.chars().count().max(1));
            }
        }
        let in_grids = facts.iter().filter(|fact| fact.place.grid.is_some() && !fact.printed.is_empty());
        Marks { lines, cells: in_grids.map(|fact| key(fact.place)).collect() }
    }
}

fn lines(text: &Text, marks: &Marks) -> String {
    let lines = text.text.split('\n').enumerate().map(|(offset, line)| {
        let number = text.place.line.map(|first| first + offset as u32);
        let place = Place { line: number, column: None, ..text.place };
        let name = key(place);
        let marked = marks.lines.get(&place).map_or_else(|| escape(line), |values| marked(line, place, values));
        if name.is_empty() { marked } else { format!("<span data-at=\"{name}\">{marked}</span>") }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A line with its values marked. A value ends where the next begins.
fn marked(line: &str, place: Place, values: &BTreeMap<usize, usize>) -> String {
    let characters: Vec<char> = line.chars().collect();
    let part = |from: usize, to: usize| {
        let part: String = characters.get(from..to.min(characters.len())).unwrap_or_default().iter().collect();
        escape(&part)
    };
    let (mut html, mut done) = (String::new(), 0);
    let mut values = values.iter().peekable();
    while let Some((from, length)) = values.next() {
        let next = values.peek().map_or(characters.len(), |(next, _)| **next);
        let to = (from + length).min(next);
        let name = key(Place { column: Some(*from as u32 + 1), ..place });
        html += &format!("{}<mark class=\"read\" data-at=\"{name}\">{}</mark>", part(done, *from), part(*from, to));
        done = to;
    }
    html + &part(done, characters.len())
}

fn table(grid: &Grid, marks: &Marks) -> String {
    let cell = |cell: &Cell| {
        let span = |name, n: u32| if n > 1 { format!(" {name}=\"{n}\"") } else { String::new() };
        let spans = span("colspan", cell.width) + &span("rowspan", cell.height);
        let place = key(cell.place);
        let class = if marks.cells.contains(&place) { " class=\"read\"" } else { "" };
        format!("<td{class} data-at=\"{place}\"{spans}>{}</td>", escape(&cell.text))
    };
    let row = |row: &Vec<Cell>| format!("<tr>{}</tr>\n", row.iter().map(cell).collect::<String>());
    format!("<div class=\"scroll\"><table>\n{}</table></div>\n", grid.rows.iter().map(row).collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    #[test]
    fn values_in_a_line_are_marked_by_their_place() {
        let values = BTreeMap::from([(3, 9), (5, 1), (9, 4)]);
        let html = marked("总计 12 & 3<4", Place::line(7), &values);
        assert_eq!(
            html,
            "总计 <mark class=\"read\" data-at=\"l7c4\">12</mark><mark class=\"read\" data-at=\"l7c6\"> </mark>&amp; 3\
             <mark class=\"read\" data-at=\"l7c10\">&lt;4</mark>"
        );
    }

    #[test]
    fn a_grid_keeps_its_spans_and_places() {
        let place = Place { grid: Some(1), row: Some(2), column: Some(3), ..Place::default() };
        let cell = Cell { text: Cow::Borrowed("<b>"), place, width: 2, height: 1 };
        let marks = Marks { lines: BTreeMap::new(), cells: BTreeSet::from(["g1r2c3".to_owned()]) };
        let html = table(&Grid { index: 1, rows: vec![vec![cell]] }, &marks);
        assert!(html.contains("<td class=\"read\" data-at=\"g1r2c3\" colspan=\"2\">&lt;b&gt;</td>"), "{html}");
    }
}
