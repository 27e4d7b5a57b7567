//! The same documents as HTML pages, as browsers' sources, word processors and content systems write them.

use super::document::{Item, Row};

/// A way to write a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Tables with spans, among navigation and footer.
    Spans,
    /// Saved by a word processor: a paragraph in each cell, a span for each character, lines wrapped anywhere.
    Word,
    /// Tables within a table that arranges the page, upper case, no end tags of cells and rows.
    Nested,
    /// Rows as lines of text with bars.
    Bars,
    /// Tab-separated rows in preformatted text.
    Preformatted,
}

impl Page {
    pub const ALL: [Page; 5] = [Page::Spans, Page::Word, Page::Nested, Page::Bars, Page::Preformatted];

    /// The page of a document, with `head` in its head.
    pub fn render(self, items: &[Item], head: &str) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Line(line) => self.line(line),
            Piece::Table(rows) => self.table(rows),
        };
        let body: String = pieces(items).iter().map(piece).collect();
        let menu =
            "<li><a href='/'>首页</a></li><li><a href='/zwgk'>政务公开</a></li><li><a href='/2'>互动交流</a></li>";
        match self {
            Page::Spans => format!(
                "<!DOCTYPE html>\n<html><head>{head}</head><body><ul class=\"nav\">{menu}</ul><div class=\"article\">{body}\
                 </div><div class=\"footer\">版权所有 网站标识码</div></body></html>"
            ),
            Page::Word => wrapped(&format!(
                "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head>{head}<!--[if gte mso 9]><xml><w:Zoom>0\
                 </w:Zoom></xml><![endif]--><style>p.MsoNormal{{margin:0}}</style></head><body>{body}</body></html>"
            )),
            Page::Nested => format!(
                "<HTML><HEAD>{head}<BODY><TABLE width=100%><TR><TD class=left><UL>{menu}</UL><TD>{body}</TABLE>"
            ),
            Page::Bars => format!("{head}<div>{body}</div>"),
            Page::Preformatted => format!("<html><head>{head}</head><body><pre>{body}</pre></body></html>"),
        }
    }

    fn line(self, line: &str) -> String {
        match self {
            Page::Word => format!("<p class=MsoNormal>{}<o:p></o:p></p>", characters(line)),
            Page::Preformatted => format!("{line}\n\n"),
            _ => format!("<p>{line}</p>\n"),
        }
    }

    fn table(self, rows: &[Vec<Cell>]) -> String {
        let cells = |row: &Vec<Cell>| row.iter().map(|cell| self.cell(cell)).collect::<String>();
        let filled = |row: &Vec<Cell>, separator: &str| {
            let texts = row
                .iter()
                .flat_map(|cell| std::iter::once(cell.text.as_str()).chain(std::iter::repeat_n("", cell.columns - 1)));
            texts.collect::<Vec<_>>().join(separator)
        };
        match self {
            Page::Spans | Page::Word => {
                let rows: String = rows.iter().map(|row| format!("<tr>{}</tr>", cells(row))).collect();
                format!("<table border=1><tbody>{rows}</tbody></table>\n")
            }
            Page::Nested => {
                let rows: String = rows.iter().map(|row| format!("<TR>{}\n", cells(row))).collect();
                format!("<TABLE BORDER=1>{rows}</TABLE>\n")
            }
            Page::Bars => rows.iter().map(|row| format!("<p>| {} |</p>\n", filled(row, " | "))).collect(),
            Page::Preformatted => rows.iter().map(|row| filled(row, "\t") + "\n").collect::<String>() + "\n",
        }
    }

    fn cell(self, cell: &Cell) -> String {
        let spans = match (cell.columns, cell.rows) {
            (1, 1) => String::new(),
            (columns, 1) => format!(" colspan={columns}"),
            (1, rows) => format!(" rowspan=\"{rows}\""),
            (columns, rows) => format!(" colspan='{columns}px' rowspan={rows}"),
        };
        match self {
            Page::Word if cell.text.is_empty() => format!("<td{spans}><p class=MsoNormal><o:p>&nbsp;</o:p></p></td>"),
            Page::Word => format!("<td{spans}><p class=MsoNormal>{}<o:p></o:p></p></td>", characters(&cell.text)),
            Page::Nested => format!("<TD{spans}>{}", cell.text),
            _ => format!("<td{spans}>{}</td>", cell.text),
        }
    }
}

/// A piece of a document.
pub enum Piece<'i> {
    Line(&'i str),
    Table(Vec<Vec<Cell>>),
}

/// A cell with its spans.
pub struct Cell {
    pub text: String,
    pub columns: usize,
    pub rows: usize,
}

/// The lines and tables of a document.
pub fn pieces(items: &[Item]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = items;
    while let Some(item) = rest.first() {
        let is_line = |item: &Item| matches!(item, Item::Line(_) | Item::PageBreak(_));
        let end = rest.iter().position(is_line).unwrap_or(rest.len()).max(1);
        pieces.push(match item {
            Item::Line(line) | Item::PageBreak(line) => Piece::Line(line),
            _ => Piece::Table(cells(&rest[..end])),
        });
        rest = &rest[end..];
    }
    pieces
}

/// The cells of the rows of a table, merged ones with their spans.
pub fn cells(items: &[Item]) -> Vec<Vec<Cell>> {
    let mut all = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match item {
            Item::Header(rows) => all.extend(header_rows(rows)),
            Item::Row(row) => all.push(row_cells(row, &items[index + 1..])),
            _ => {}
        }
    }
    all
}

/// A cell of a heading reaches over the empty cells to its right, and over the rows below if they are empty there.
fn header_rows(rows: &[Vec<String>]) -> Vec<Vec<Cell>> {
    let mut covered: Vec<Vec<bool>> = rows.iter().map(|row| vec![false; row.len()]).collect();
    let mut cells = Vec::new();
    for (row, texts) in rows.iter().enumerate() {
        let mut placed = Vec::new();
        for column in (0..texts.len()).filter(|column| !texts[*column].is_empty()) {
            let is_free = |at: &usize| texts[*at].is_empty() && !covered[row][*at];
            let columns = 1 + (column + 1..texts.len()).take_while(is_free).count();
            let is_empty = |below: &&Vec<String>| below[column..column + columns].iter().all(String::is_empty);
            let height = 1 + rows[row + 1..].iter().take_while(is_empty).count();
            covered[row..row + height].iter_mut().for_each(|row| row[column..column + columns].fill(true));
            placed.push(Cell { text: texts[column].clone(), columns, rows: height });
        }
        cells.push(placed);
    }
    cells
}

/// The cells of a row: the group that begins with it, its label over the columns that are left, its values.
fn row_cells(row: &Row, after: &[Item]) -> Vec<Cell> {
    let in_group = |item: &&Item| matches!(item, Item::Row(next) if next.level > row.level || (next.level == row.level && next.group.is_empty()));
    let one = |text: &String| Cell { text: text.clone(), columns: 1, rows: 1 };
    let group = (!row.group.is_empty()).then(|| Cell {
        text: row.group.clone(),
        columns: 1,
        rows: 1 + after.iter().take_while(in_group).count(),
    });
    let label = (row.label_columns > 0).then(|| Cell {
        text: row.label.clone(),
        columns: row.label_columns - row.level,
        rows: 1,
    });
    group.into_iter().chain(label).chain(row.unit.iter().map(one)).chain(row.values.iter().map(one)).collect()
}

/// A text with a span for each character.
fn characters(text: &str) -> String {
    text.chars().map(|c| format!("<span lang=EN-US style='font-family:宋体'>{c}</span>")).collect()
}

/// A source wrapped where a space stands in a tag, as word processors do.
fn wrapped(page: &str) -> String {
    page.replace("<span lang", "<span\nlang")
}
