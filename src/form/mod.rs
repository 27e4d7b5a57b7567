//! The statutory forms as data: which tables, blocks, rows and columns they have, how their labels are printed,
//! and which relations hold between the cells.
//!
//! A form generation is a TOML file in `definitions/`; indicators and applicants are CSV files beside them, because
//! the same indicator lives on in several forms. Loading proves the definitions consistent.

pub mod align;
pub mod comparable;
mod damaged;
mod file;
mod group;
mod heading;
pub mod load;
pub mod number;
mod numbering;
mod overlay;
mod prove;
pub mod recognise;
pub mod relation;
pub mod repeat;
pub mod run;
pub mod stream;
pub mod texts;
pub mod token;

use regex::Regex;
use rustc_hash::FxHashMap;

pub use comparable::{Comparable, Joins};
pub use load::DefinitionError;
pub use recognise::Matcher;
pub use relation::{Comparison, Each, Relation, Strictness, Term};
pub use texts::Texts;

/// All forms with the vocabulary they share.
#[derive(Debug)]
pub struct Forms {
    /// Every indicator of every form, in the order of the file.
    pub indicators: Vec<Indicator>,
    /// The applicant columns of the applications table, in the order of the form.
    pub applicants: Vec<Applicant>,
    /// The form generations, oldest first.
    pub forms: Vec<Form>,
    /// Relations that reach over two years, and so over two reports.
    pub series: Vec<Relation>,
    /// What may be joined over the changes of form.
    pub comparable: Vec<Comparable>,
    /// Place of each code in `indicators`.
    pub places: FxHashMap<&'static str, usize>,
    /// Every folded text of every label, each once, in order.
    pub label_texts: Vec<String>,
    /// Finds them.
    pub matcher: Matcher,
    /// SHA-256 over the definition files, hexadecimal.
    pub digest: String,
}

/// One indicator of the vocabulary.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Stable code, such as `received_new`.
    pub code: &'static str,
    /// Place in the form, such as 三/（三）/1; its last part is the number printed before the label.
    pub path: &'static str,
    /// The official label.
    pub label: Label,
    /// Measure word of a count (件, 项, 条, ...), or 元 for money.
    pub unit: &'static str,
    /// What kind of number it is.
    pub kind: Kind,
    /// What it counts, in English.
    pub meaning: &'static str,
    /// Where it is defined: an article of the 政府信息公开条例, or a circular.
    pub basis: &'static str,
}

/// What kind of number an indicator holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A count: a whole number, zero or more.
    Count,
    /// A change: a whole number with a sign.
    Signed,
    /// An amount of money. The unit is what the form states, when it states one.
    Money {
        /// Yuan per unit that the form states: 10,000 for 万元; `None` if the form states none.
        stated: Option<u32>,
    },
}

/// A label as printed, with the variants that mean the same. All texts are folded as `label::fold` does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The official label, as printed in the form.
    pub official: &'static str,
    /// Folded official label and folded variants, longest first.
    pub folded: Vec<String>,
}

/// One applicant column of the applications table.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// Stable code, such as `natural_person`.
    pub code: &'static str,
    /// Its column heading.
    pub label: Label,
    /// What it is, in English.
    pub meaning: &'static str,
}

/// One form generation.
#[derive(Debug)]
pub struct Form {
    /// Stable id, such as `g2_2019`.
    pub id: &'static str,
    /// Name of the form in Chinese.
    pub title: &'static str,
    /// Circular that prescribes it.
    pub authority: &'static str,
    /// First reporting year.
    pub first_year: i16,
    /// Last reporting year; `None` while it is in force.
    pub last_year: Option<i16>,
    /// Its tables in order.
    pub tables: Vec<Table>,
    /// The relations between the cells of one report.
    pub relations: Vec<Relation>,
}

/// One statutory table.
#[derive(Debug)]
pub struct Table {
    /// Stable id: `stat_table`, `art20`, `applications`, `review_litigation`.
    pub id: &'static str,
    /// Section headings under which it stands.
    pub headings: Vec<Label>,
    /// Patterns of the folded prose that stands in place of the table when there was nothing to report.
    pub nil: Vec<Regex>,
    /// Its blocks in order. A block is read, or not, as a whole, and its form is decided for itself.
    pub blocks: Vec<Block>,
}

/// Rows that share their column headings.
#[derive(Debug)]
pub struct Block {
    /// Stable id within the table, such as `article_20_1`.
    pub id: &'static str,
    /// The caption above it, such as 第二十条第（一）项.
    pub caption: Option<Label>,
    /// Words of its heading rows that head no value column, such as 信息内容.
    pub header: Vec<Label>,
    /// Its column headings in order. Their words tell the form; the order of the columns is fixed by it.
    pub columns: Vec<Column>,
    /// Its rows in order, group headings between them.
    pub rows: Vec<Row>,
    /// Its label texts by number.
    pub texts: Texts,
}

/// One value column of a block.
#[derive(Debug)]
pub struct Column {
    /// Its heading.
    pub label: Label,
    /// Applicant code, in the applications table.
    pub applicant: Option<&'static str>,
}

/// One row of a block.
#[derive(Debug)]
pub struct Row {
    /// Its label; `None` for the single row of the review and litigation table, which has none.
    pub label: Option<Label>,
    /// The number printed before the label, such as `1` or `七`; empty if there is none.
    pub number: &'static str,
    /// Whether a correct table may lack it: a group heading, or a row that only some places or years print.
    pub optional: bool,
    /// What its cells are.
    pub cells: RowCells,
}

/// What the cells of a row are.
#[derive(Debug)]
pub enum RowCells {
    /// A group heading: it has no values.
    Heading,
    /// A row of free text, as some provinces add: what stands in it is no value.
    Text,
    /// One indicator per value column, or one for all columns where the columns are applicants.
    Indicators(Vec<&'static str>),
}

impl Forms {
    /// The indicator with this code.
    pub fn indicator(&self, code: &str) -> Option<&Indicator> {
        self.places.get(code).map(|place| &self.indicators[*place])
    }

    /// The form with this id.
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// Codes of the applicants, in the order of the form.
    pub fn applicant_codes(&self) -> Vec<&'static str> {
        self.applicants.iter().map(|applicant| applicant.code).collect()
    }
}

impl Block {
    /// Every label of the block: caption, headings, rows.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        let headings = self.caption.iter().chain(&self.header).chain(self.columns.iter().map(|column| &column.label));
        headings.chain(self.rows.iter().filter_map(|row| row.label.as_ref()))
    }

    /// The texts of the label of a row.
    pub fn texts_of(&self, row: usize) -> impl Iterator<Item = &String> {
        self.rows[row].label.iter().flat_map(|label| &label.folded)
    }

    /// The texts of the labels of all other rows, but for those that are texts of its own as well.
    pub fn texts_of_others(&self, row: usize) -> impl Iterator<Item = &String> {
        let others = (0..self.rows.len()).filter(move |other| *other != row).flat_map(|other| self.texts_of(other));
        others.filter(move |text| self.texts_of(row).all(|own| own != *text))
    }
}

impl Form {
    /// Codes of its indicators in the order of its tables; one that stands there twice comes twice.
    pub fn indicators(&self) -> impl Iterator<Item = &'static str> {
        let rows = self.tables.iter().flat_map(|table| &table.blocks).flat_map(|block| &block.rows);
        rows.flat_map(Row::indicators).copied()
    }

    /// Codes of the indicators that have one value per applicant, in the order of the form.
    pub fn by_applicant(&self) -> Vec<&'static str> {
        let blocks = self.tables.iter().flat_map(|table| &table.blocks);
        let rows = blocks.filter(|block| block.columns.iter().any(|column| column.applicant.is_some()));
        rows.flat_map(|block| &block.rows).flat_map(Row::indicators).copied().collect()
    }
}

impl Block {
    /// The indicator and applicant of the cell in value column `column` of `row`.
    pub fn cell(&self, row: &Row, column: usize) -> Option<(&'static str, Option<&'static str>)> {
        let applicant = self.columns.get(column)?.applicant;
        let position = if applicant.is_some() { 0 } else { column };
        row.indicators().get(position).map(|indicator| (*indicator, applicant))
    }

    /// Number of value cells of `row`.
    pub fn width(&self, row: &Row) -> usize {
        match row.indicators() {
            [] => 0,
            _ if self.columns.iter().any(|column| column.applicant.is_some()) => self.columns.len(),
            indicators => indicators.len(),
        }
    }
}

impl Row {
    /// Whether the row has value cells.
    pub fn has_values(&self) -> bool {
        matches!(self.cells, RowCells::Indicators(_))
    }

    /// Indicator codes of the row; empty for a heading.
    pub fn indicators(&self) -> &[&'static str] {
        match &self.cells {
            RowCells::Heading | RowCells::Text => &[],
            RowCells::Indicators(indicators) => indicators,
        }
    }
}
