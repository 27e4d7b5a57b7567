//! The layouts in which a document is printed as text.

use super::document::{Item, Row};
use super::noise::Noise;
use super::report::Zeros;
use super::rng::Rng;

/// A layout of text documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Tab-separated cells, merged ones as empty cells.
    Grid,
    /// Tab-separated cells, merged ones left out, so that the values of a row begin anywhere.
    Shifted,
    /// A Markdown table with rules.
    Markdown,
    /// Every cell on a line of its own, closed by a pipe.
    Piped,
    /// One row per line, values parted by spaces.
    Spaced,
    /// One value per line.
    Lines,
    /// The whole document on one line, parted by spaces.
    OneLine,
    /// The whole document on one line, parted by nothing.
    Glued,
    /// A grid whose blank cells have moved to the end of the row.
    Collapsed,
    /// A grid in which values have slipped by a column.
    Slipped,
    /// A grid whose rows end with their last filled cell.
    Trimmed,
    /// One row per line, its values parted by nothing: 21710000218.
    Run,
}

impl Layout {
    pub const ALL: [Layout; 12] = [
        Layout::Grid,
        Layout::Shifted,
        Layout::Markdown,
        Layout::Piped,
        Layout::Spaced,
        Layout::Lines,
        Layout::OneLine,
        Layout::Glued,
        Layout::Collapsed,
        Layout::Slipped,
        Layout::Trimmed,
        Layout::Run,
    ];

    /// Whether the layout leaves every cell of such a report where it can be read without doubt.
    pub fn keeps(self, zeros: Zeros, noise: &Noise) -> bool {
        let filled = matches!(zeros, Zeros::Printed | Zeros::Mark(_));
        match self {
            Layout::Grid | Layout::Markdown | Layout::Piped => true,
            Layout::Glued | Layout::Run => false,
            // A page number among the figures of a row cannot be told from them.
            Layout::OneLine => filled && !noise.interruptions,
            _ => filled,
        }
    }

    /// The text of the document.
    pub fn render(self, rng: &mut Rng, items: &[Item], noise: &Noise) -> String {
        self.render_with(self, rng, items, noise)
    }

    /// The text of a document some of whose blocks are printed in another layout.
    pub fn render_with(self, other: Layout, rng: &mut Rng, items: &[Item], noise: &Noise) -> String {
        let layouts = self.layouts(other, rng, items);
        let proves = |(item, layout): (&Item, &Layout)| *layout == Layout::Collapsed && proves_collapse(item);
        let collapses = items.iter().zip(&layouts).any(proves);
        let mut page = Page { layout: self, noise, rng, text: String::new(), broken: false, collapses };
        for (item, layout) in items.iter().zip(layouts) {
            page.layout = layout;
            if let (Item::Header(_) | Item::PageBreak(_), true) = (item, self != other) {
                page.push("", "\n");
            }
            match item {
                Item::Line(line) => page.line(line),
                Item::Header(rows) => page.header(rows),
                Item::Row(row) => page.row(row),
                Item::PageBreak(foot) => page.page_break(foot),
            }
        }
        page.text
    }

    /// The layout of each item: where a table or a page begins it may become the other one.
    fn layouts(self, other: Layout, rng: &mut Rng, items: &[Item]) -> Vec<Layout> {
        let mut layout = self;
        let mut of = |item: &Item| {
            if let (Item::Header(_) | Item::PageBreak(_), true) = (item, self != other) {
                layout = *rng.pick(&[self, other]);
            }
            layout
        };
        items.iter().map(&mut of).collect()
    }
}

struct Page<'r> {
    layout: Layout,
    noise: &'r Noise,
    rng: &'r mut Rng,
    text: String,
    /// Whether a page break has cut the table.
    broken: bool,
    /// Whether blanks move to the end of the rows.
    collapses: bool,
}

/// Whether this row shows that its blanks have moved, once they have: its total is then the last of fewer figures.
fn proves_collapse(item: &Item) -> bool {
    let Item::Row(Row { label_columns: 3, values, .. }) = item else { return false };
    let blank = values.iter().any(String::is_empty);
    blank && values.last().is_some_and(|total| !matches!(total.as_str(), "" | "0" | "/" | "—" | "——" | "无"))
}

impl Page<'_> {
    fn is_grid(&self) -> bool {
        !matches!(
            self.layout,
            Layout::Piped | Layout::Spaced | Layout::Lines | Layout::OneLine | Layout::Glued | Layout::Run
        )
    }

    fn push(&mut self, text: &str, end: &str) {
        self.text.push_str(text);
        self.text.push_str(end);
    }

    fn line(&mut self, line: &str) {
        self.broken = false;
        match self.layout {
            Layout::Glued => self.push(line, ""),
            Layout::OneLine => self.push(line, " "),
            _ => self.push(line, "\n\n"),
        }
    }

    fn cells(&mut self, cells: &[String]) {
        let line = match self.layout {
            Layout::Markdown | Layout::Collapsed => format!("| {} |", cells.join(" | ")),
            _ => cells.join("\t"),
        };
        self.push(&line, "\n");
    }

    fn header(&mut self, rows: &[Vec<String>]) {
        self.broken = false;
        for (index, row) in rows.iter().enumerate() {
            let filled: Vec<&String> = row.iter().filter(|cell| !cell.is_empty()).collect();
            match self.layout {
                Layout::Piped => filled.iter().for_each(|cell| self.push(cell, " |\n")),
                Layout::Lines => filled.iter().for_each(|cell| self.push(cell, "\n")),
                Layout::Spaced | Layout::Run => filled.iter().for_each(|cell| self.push(cell, " ")),
                Layout::OneLine => filled.iter().for_each(|cell| self.push(cell, " ")),
                Layout::Glued => filled.iter().for_each(|cell| self.push(cell, "")),
                _ => self.cells(row),
            }
            if matches!(self.layout, Layout::Spaced | Layout::Run) {
                self.push("", "\n");
            }
            if self.layout == Layout::Markdown && index == 0 {
                self.push(&"|---".repeat(row.len()), "|\n");
            }
        }
    }

    fn page_break(&mut self, foot: &str) {
        self.broken = true;
        match self.layout {
            Layout::Glued => self.push(foot, ""),
            Layout::OneLine => self.push(foot, " "),
            Layout::Lines | Layout::Spaced | Layout::Run => self.push(foot, "\n"),
            _ => self.push(foot, "\n\n"),
        }
    }

    fn row(&mut self, row: &Row) {
        let values: Vec<String> = row.values.iter().map(|value| self.noise.value(value)).collect();
        let unit = row.unit.iter().cloned();
        let split = self.noise.split_labels && row.interior && self.rng.chance(20);
        let parts = if split { halves(&row.label) } else { (row.label.clone(), String::new()) };
        if self.is_grid() {
            let behind: Vec<String> = unit.chain(values).collect();
            return self.grid_row(row, &parts, behind);
        }
        let behind: Vec<String> =
            unit.chain(values).filter(|v| self.layout == Layout::Piped || !v.is_empty()).collect();
        let labels: Vec<&String> = [&row.group, &parts.0, &parts.1].into_iter().filter(|l| !l.is_empty()).collect();
        match self.layout {
            Layout::Piped => labels.into_iter().chain(&behind).for_each(|text| self.push(text, " |\n")),
            Layout::Lines => labels.into_iter().chain(&behind).for_each(|text| self.push(text, "\n")),
            Layout::OneLine => labels.into_iter().chain(&behind).for_each(|text| self.push(text, " ")),
            Layout::Glued => labels.into_iter().chain(&behind).for_each(|text| self.push(text, "")),
            _ => {
                let end = if split && self.rng.chance(50) { "\n" } else { " " };
                self.push(&labels.into_iter().cloned().collect::<Vec<_>>().join("\n"), end);
                self.push(&behind.join(if self.layout == Layout::Run { "" } else { " " }), "\n");
            }
        }
    }

    fn grid_row(&mut self, row: &Row, parts: &(String, String), mut values: Vec<String>) {
        if self.layout == Layout::Trimmed && parts.1.is_empty() {
            let mut cells = [self.labels(row, &parts.0), values].concat();
            cells.truncate(cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1));
            return self.cells(&cells);
        }
        if self.layout == Layout::Collapsed && self.collapses && row.unit.is_none() {
            values.sort_by_key(String::is_empty);
        }
        let mut labels = self.labels(row, &parts.0);
        let width = labels.len() + values.len();
        if parts.1.is_empty() {
            if self.layout == Layout::Slipped && labels.len() > 1 && self.rng.chance(25) {
                self.slip(&mut labels, &mut values);
            }
            let trailing = self.trailing(row, width);
            return self.cells(&[labels, values, trailing].concat());
        }
        // The page ends within the row: its values stand beside one of the parts.
        let blanks = vec![String::new(); values.len()];
        let (first, second) = if self.rng.chance(50) { (values, blanks) } else { (blanks, values) };
        let trailing = self.trailing(row, width);
        self.cells(&[labels, first, trailing.clone()].concat());
        let mut rest = vec![String::new(); width - row.values.len() - row.unit.iter().count()];
        if let Some(last) = rest.get_mut(self.label_column(row)) {
            last.clone_from(&parts.1);
        }
        if self.rng.chance(50) {
            self.push("", "\n");
        }
        self.cells(&[rest, second, trailing].concat());
    }

    fn label_column(&self, row: &Row) -> usize {
        match (self.layout, self.broken) {
            (Layout::Shifted, true) => row.level.saturating_sub(1),
            _ => row.level,
        }
    }

    /// The label cells of a row.
    fn labels(&self, row: &Row, label: &str) -> Vec<String> {
        let mut columns = row.label_columns;
        if self.layout == Layout::Shifted && columns == 3 {
            columns = match (self.broken, row.level) {
                (false, 2) => 3,
                (true, 1) => 1,
                _ => 2,
            };
        }
        let mut cells = vec![String::new(); columns];
        let at = self.label_column(row);
        if let Some(cell) = cells.get_mut(at) {
            *cell = label.to_string();
        }
        if at > 0 && !row.group.is_empty() {
            cells[at - 1].clone_from(&row.group);
        } else if at == 0 && !row.group.is_empty() {
            cells[at] = format!("{}{label}", row.group);
        }
        cells
    }

    /// Empty cells that fill a row whose merged label was left out.
    fn trailing(&self, row: &Row, width: usize) -> Vec<String> {
        let full = match (self.layout, row.label_columns, self.broken) {
            (Layout::Shifted, 3, false) => 10,
            (Layout::Shifted, 3, true) => 9,
            _ => width,
        };
        vec![String::new(); full - width]
    }

    /// A merged label is left out and the gap filled between the values.
    fn slip(&mut self, labels: &mut Vec<String>, values: &mut Vec<String>) {
        if let Some(empty) = labels.iter().rposition(String::is_empty) {
            labels.remove(empty);
            let at = self.rng.below(values.len() + 1);
            values.insert(at, String::new());
        }
    }
}

fn halves(label: &str) -> (String, String) {
    let chars: Vec<char> = label.chars().collect();
    let middle = chars.len() / 2 + 1;
    if chars.len() < 8 {
        return (label.to_string(), String::new());
    }
    (chars[..middle].iter().collect(), chars[middle..].iter().collect())
}
