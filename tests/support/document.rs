//! A report as a sequence of what a document shows, before any layout: headings, column headings, rows, prose.

use gongkai::form::{Block, Forms, Kind, Row as FormRow, RowCells, Table};

use super::noise::Noise;
use super::report::{Report, keys};
use super::rng::Rng;

/// One piece of the document.
pub enum Item {
    /// A line of prose, or the heading of a section.
    Line(String),
    /// The heading rows of a block, as cells.
    Header(Vec<Vec<String>>),
    /// A row of a table.
    Row(Row),
    /// A page ends here: what stands at the foot of it.
    PageBreak(String),
}

/// One row of a table.
#[derive(Default)]
pub struct Row {
    /// Heading of the group that begins with this row.
    pub group: String,
    /// Column of its label among the label columns.
    pub level: usize,
    /// Whether rows of the same block stand before and behind it, so that its label may be damaged.
    pub interior: bool,
    pub label: String,
    /// The unit, in the table of 2014.
    pub unit: Option<String>,
    pub values: Vec<String>,
    /// Columns of labels that the table has, unless cells are left out.
    pub label_columns: usize,
}

const NUMERALS: [&str; 4] = ["一", "二", "三", "四"];

/// The document of `report`.
pub fn document(rng: &mut Rng, forms: &Forms, report: &Report, noise: &Noise) -> Vec<Item> {
    let mut items = vec![Item::Line("某某市某某局2020年政府信息公开工作年度报告".into())];
    items.extend(prose(rng, noise));
    for (number, table) in NUMERALS[1..].iter().zip(&report.form.tables) {
        items.push(Item::Line(format!("{number}、{}", table.headings[0].official)));
        for block in &table.blocks {
            items.push(Item::Header(header(block, noise)));
            rows(rng, forms, report, table, block, noise, &mut items);
        }
    }
    items.push(Item::Line("五、存在的主要问题及改进情况".into()));
    items.extend(prose(rng, noise));
    items
}

/// Prose with figures and label words that are no table, and a table that looks like one.
fn prose(rng: &mut Rng, noise: &Noise) -> Vec<Item> {
    let mut items = vec![Item::Line("一年来，本局按照要求推进公开工作，现将情况报告如下。".into())];
    if noise.look_alikes {
        let (a, b) = (1 + rng.below(90), 1 + rng.below(900));
        items.push(Item::Line(format!(
            "全年办理行政许可{b}件、行政处罚{a}件，新收申请{a}件，予以公开{a}件，结转{a}件，总计{b}件。"
        )));
        let cells = |cells: &[&str]| Item::Header(vec![cells.iter().map(|cell| cell.to_string()).collect()]);
        items.push(cells(&["序号", "事项类别", "数量", "备注"]));
        items.push(cells(&["1", "行政许可目录", &a.to_string(), "已公开"]));
        items.push(cells(&["2", "规范性文件清单", &b.to_string(), ""]));
        items.push(Item::Line("以上目录已在门户网站更新。".into()));
    }
    items
}

fn header(block: &Block, noise: &Noise) -> Vec<Vec<String>> {
    let label = |label: &gongkai::form::Label| noise.plain(label.official);
    let columns = || block.columns.iter().map(|column| label(&column.label));
    if block.columns.iter().any(|column| column.applicant.is_some()) {
        let mut top = vec![String::new(); 10];
        (top[0], top[3]) = (label(&block.header[2]), label(&block.header[0]));
        let mut middle = vec![String::new(); 10];
        (middle[3], middle[4], middle[9]) =
            (label(&block.columns[0].label), label(&block.header[1]), label(&block.columns[6].label));
        let mut bottom = vec![String::new(); 10];
        for (cell, text) in bottom[4..9].iter_mut().zip(columns().skip(1)) {
            *cell = text;
        }
        return vec![top, middle, bottom];
    }
    if block.rows.iter().any(|row| row.label.is_none()) {
        let mut kinds = vec![String::new(); 15];
        (kinds[0], kinds[5]) = (label(&block.header[0]), label(&block.header[1]));
        let mut ways = vec![String::new(); 15];
        (ways[5], ways[10]) = (label(&block.header[2]), label(&block.header[3]));
        return vec![kinds, ways, columns().collect()];
    }
    let caption = block.caption.iter().map(|caption| vec![label(caption)]);
    caption.chain([block.header.iter().map(label).chain(columns()).collect()]).collect()
}

fn rows(
    rng: &mut Rng,
    forms: &Forms,
    report: &Report,
    table: &Table,
    block: &Block,
    noise: &Noise,
    items: &mut Vec<Item>,
) {
    let applicants = block.columns.iter().any(|column| column.applicant.is_some());
    let mut heading = String::new();
    for (index, row) in block.rows.iter().enumerate() {
        let interior = index > 1 && index + 2 < block.rows.len();
        let label = match &row.label {
            Some(label) => noise.label(rng, label, interior && !matches!(row.cells, RowCells::Text)),
            None => String::new(),
        };
        match &row.cells {
            RowCells::Text => continue,
            RowCells::Heading if applicants => {
                heading = numbered(row, "", &label, noise);
                continue;
            }
            RowCells::Heading => {
                let values = vec![if rng.chance(50) { "——".into() } else { String::new() }];
                let label = numbered(row, "", &label, noise);
                items.push(Item::Row(Row {
                    label,
                    unit: Some(String::new()),
                    values,
                    label_columns: 1,
                    ..Row::default()
                }));
                continue;
            }
            RowCells::Indicators(codes) => {
                let indicator = forms.indicator(codes[0]).expect("an indicator of the form");
                let path = indicator.path.rsplit('/').next().unwrap_or("");
                let level = match path.chars().next() {
                    Some('0'..='9') => 2,
                    Some('（') => 1,
                    _ => 0,
                };
                let unit = match indicator.kind {
                    Kind::Money { stated: Some(10_000) } => "万元",
                    _ => indicator.unit,
                };
                let path = if row.label.is_some() && (applicants || table.id == "stat_table") { path } else { "" };
                items.push(Item::Row(Row {
                    group: std::mem::take(&mut heading),
                    level: if applicants { level } else { 0 },
                    interior,
                    label: numbered(row, path, &label, noise),
                    unit: (table.id == "stat_table").then(|| unit.into()),
                    values: keys(block, row).iter().map(|key| report.cells[key].printed.clone()).collect(),
                    label_columns: if applicants { 3 } else { usize::from(row.label.is_some()) },
                }));
            }
        }
        if noise.interruptions && rng.chance(8) && row.label.is_some() && index + 1 < block.rows.len() {
            items.push(Item::PageBreak(noise.page_foot(rng)));
            if noise.repeated_headers {
                items.push(Item::Header(header(block, noise)));
            }
        }
    }
}

/// The label behind its number.
fn numbered(row: &FormRow, path: &str, label: &str, noise: &Noise) -> String {
    let own = row.number;
    let number = match path {
        "" if own.is_empty() => String::new(),
        "" if label.starts_with("通过") || row.label.as_ref().is_some_and(|l| l.official.chars().count() == 4) => {
            format!("（{own}）")
        }
        "" => format!("{own}、"),
        "其中" => "其中：".into(),
        path if path.starts_with('（') => path.into(),
        path if path.starts_with(|c: char| c.is_ascii_digit()) => format!("{path}."),
        path => format!("{path}、"),
    };
    format!("{}{label}", noise.plain(&number))
}
