//! Random reports whose figures satisfy every exact relation of their form, with the text that prints each cell.

use std::collections::HashMap;

use gongkai::form::{Block, Comparison, Each, Form, Forms, Kind, Relation, Row, Strictness};
use gongkai::report::Status;
use rust_decimal::Decimal;

use super::rng::Rng;

/// Indicator and applicant.
pub type Key = (&'static str, Option<&'static str>);

/// How a report prints the number zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zeros {
    Printed,
    Blank,
    /// Blank everywhere but in columns of totals.
    InTotals,
    Mark(&'static str),
}

/// What one cell prints, and what must be read from it.
#[derive(Debug, Clone)]
pub struct Cell {
    pub printed: String,
    pub status: Status,
    /// In yuan, if it is money.
    pub value: Option<Decimal>,
}

/// One report.
pub struct Report {
    pub form: &'static Form,
    pub zeros: Zeros,
    /// Whether a cell was changed, so that relations fail.
    pub wrong: bool,
    pub cells: HashMap<Key, Cell>,
}

/// A random report of this form.
pub fn generate(rng: &mut Rng, forms: &'static Forms, form: &'static Form) -> Report {
    let mark = *rng.pick(&["/", "—", "——", "无"]);
    let zeros =
        *rng.pick(&[Zeros::Printed, Zeros::Printed, Zeros::Printed, Zeros::Blank, Zeros::InTotals, Zeros::Mark(mark)]);
    let values = values(rng, forms, form);
    let mut printer = Printer { zeros, thousands: rng.chance(15), words: rng.chance(15), plus: rng.chance(50), rng };
    let blocks = form.tables.iter().flat_map(|table| &table.blocks);
    let mut cells = HashMap::new();
    for (block, row) in blocks.flat_map(|block| block.rows.iter().map(move |row| (block, row))) {
        for key in keys(block, row) {
            let kind = forms.indicator(key.0).expect("an indicator of the form").kind;
            cells.insert(key, printer.cell(key, kind, values[&key]));
        }
    }
    Report { form, zeros, wrong: false, cells }
}

/// Changes one count, as an agency does that errs: the report contradicts itself, and must be read as it is printed.
pub fn err(rng: &mut Rng, report: &mut Report) {
    let mut related: Vec<Key> = report.cells.keys().copied().filter(|key| key.1.is_some()).collect();
    if related.is_empty() {
        related = report.cells.keys().copied().filter(|key| key.0.starts_with("reply")).collect();
    }
    related.sort();
    let cell = report.cells.get_mut(rng.pick(&related)).expect("a cell of the report");
    let before = cell.value.unwrap_or_default();
    let value = match rng.below(4) {
        0 => before + Decimal::ONE,
        1 => before * Decimal::TEN,
        2 => before - Decimal::ONE,
        _ => Decimal::from(rng.below(30)),
    };
    let value = value.max(Decimal::ZERO);
    report.wrong = value != before;
    if report.wrong {
        *cell = Cell { printed: value.to_string(), status: Status::Printed, value: Some(value) };
    }
}

/// The cells of a row.
pub fn keys(block: &Block, row: &Row) -> Vec<Key> {
    (0..block.width(row)).filter_map(|column| block.cell(row, column)).collect()
}

type Values = HashMap<Key, i64>;

fn values(rng: &mut Rng, forms: &'static Forms, form: &'static Form) -> Values {
    let mut values = Values::new();
    let busy: Vec<&str> = forms.applicant_codes().into_iter().filter(|_| rng.chance(45)).collect();
    for block in form.tables.iter().flat_map(|table| &table.blocks) {
        for key in block.rows.iter().flat_map(|row| keys(block, row)) {
            let idle = key.1.is_some_and(|applicant| applicant != "natural_person" && !busy.contains(&applicant));
            values.insert(key, if idle { 0 } else { rng.count() });
        }
    }
    change(rng, forms, &mut values);
    let exact = || form.relations.iter().filter(|relation| relation.strictness == Strictness::Exact);
    // A sum may be a term of a sum that the form states before it; balances and totals follow from sums.
    let mut ordered: Vec<&Relation> = exact().chain(exact()).collect();
    ordered.sort_by_key(|relation| (relation.each == Each::Indicator, relation.left.len() > 1));
    // Cells that are greater than others are so before they are added up, and totals that are none of sums after it.
    let pairs = || exact().filter(|relation| relation.each == Each::Pair);
    let ordered: Vec<&Relation> = pairs().chain(ordered).chain(pairs()).collect();
    for relation in ordered {
        for (left, right) in instances(relation) {
            if relation.each == Each::Indicator || left[0].1 != Some("total") {
                satisfy(rng, &mut values, relation.comparison, &left, &right);
            }
        }
    }
    for relation in exact().filter(|relation| relation.comparison == Comparison::Eq) {
        for (left, right) in instances(relation) {
            let sum = |keys: &[Key]| keys.iter().map(|key| values[key]).sum::<i64>();
            assert_eq!(sum(&left), sum(&right), "{} of the generated report", relation.id);
        }
    }
    values
}

/// Changes may be negative, but not below what there was.
fn change(rng: &mut Rng, forms: &Forms, values: &mut Values) {
    let signed = |key: &Key| forms.indicator(key.0).is_some_and(|indicator| indicator.kind == Kind::Signed);
    let mut changes: Vec<Key> = values.keys().copied().filter(signed).collect();
    changes.sort();
    for key in changes {
        let before = key.0.replace("_change", "_prev");
        let before = values.iter().find(|((code, _), _)| *code == before).map_or(0, |(_, value)| *value);
        if rng.chance(50) {
            values.insert(key, -(rng.below(before as usize + 1) as i64));
        }
    }
}

/// The cells of the left and right side of each instance of a relation.
pub fn instances(relation: &Relation) -> Vec<(Vec<Key>, Vec<Key>)> {
    let key = |term: &gongkai::form::Term| (term.indicator.expect("an indicator"), term.applicant);
    let keys = |terms: &[gongkai::form::Term]| terms.iter().map(key).collect();
    relation.instances.iter().map(|instance| (keys(&instance.left), keys(&instance.right))).collect()
}

fn satisfy(rng: &mut Rng, values: &mut Values, comparison: Comparison, left: &[Key], right: &[Key]) {
    let sum: i64 = right.iter().map(|key| values[key]).sum();
    let first = values[&left[0]];
    match (comparison, left) {
        (Comparison::Eq, [total]) => {
            values.insert(*total, sum);
        }
        // The balance: received + carried over = processed + carried forward.
        (Comparison::Eq, [received, carried]) => {
            let over = values[carried].min(if rng.chance(30) { sum } else { 0 });
            values.insert(*carried, over);
            values.insert(*received, sum - over);
        }
        (Comparison::Le, [small]) => {
            values.insert(*small, first.min(sum));
        }
        (Comparison::Ge, [great]) => {
            values.insert(*great, first.max(sum));
        }
        (Comparison::GeEach, [great]) => {
            let most = right.iter().map(|key| values[key]).max().unwrap_or(0);
            values.insert(*great, first.max(most));
        }
        _ => {}
    }
}

/// Prints the numbers of one report in its style.
struct Printer<'r> {
    zeros: Zeros,
    thousands: bool,
    words: bool,
    plus: bool,
    rng: &'r mut Rng,
}

impl Printer<'_> {
    fn cell(&mut self, key: Key, kind: Kind, value: i64) -> Cell {
        if value == 0 {
            return self.zero(key);
        }
        let number = |printed: String, value: Decimal| Cell { printed, status: Status::Printed, value: Some(value) };
        match kind {
            Kind::Money { stated } => {
                let (printed, yuan) = self.money(value, stated);
                number(printed, yuan)
            }
            Kind::Signed => number(self.change(value), value.into()),
            Kind::Count => number(self.count(value), value.into()),
        }
    }

    fn zero(&self, key: Key) -> Cell {
        let total = key.1.map_or(key.0.ends_with("_total"), |applicant| applicant == "total");
        let blank = Cell { printed: String::new(), status: Status::Blank, value: None };
        match self.zeros {
            Zeros::Blank => blank,
            Zeros::InTotals if !total => blank,
            Zeros::Mark("无") => Cell { printed: "无".into(), status: Status::Word, value: None },
            Zeros::Mark(mark) => Cell { printed: mark.into(), status: Status::Dash, value: None },
            _ => Cell { printed: "0".into(), status: Status::Printed, value: Some(Decimal::ZERO) },
        }
    }

    fn count(&self, value: i64) -> String {
        let digits = value.to_string();
        match digits.len().checked_sub(3).filter(|split| self.thousands && *split > 0) {
            Some(split) => format!("{},{}", &digits[..split], &digits[split..]),
            None => digits,
        }
    }

    fn change(&self, value: i64) -> String {
        match (value > 0, self.words) {
            (true, true) => format!("增{value}"),
            (false, true) => format!("减{}", -value),
            (true, false) if self.plus => format!("+{value}"),
            _ => value.to_string(),
        }
    }

    /// An amount as printed, and in yuan.
    fn money(&mut self, value: i64, stated: Option<u32>) -> (String, Decimal) {
        let amount = Decimal::new(value * 100 + self.rng.below(100) as i64, 2).normalize();
        let default = stated.unwrap_or(1);
        let (unit, yuan) =
            *self.rng.pick(&[("", default), ("", default), ("万元", 10_000), (" 万元", 10_000), ("元", 1)]);
        (format!("{amount}{unit}"), amount * Decimal::from(yuan))
    }
}
