//! The readings of a row to facts: values with their status, unit and place.

use rust_decimal::Decimal;

use crate::extract::block::Prepared;
use crate::extract::issues;
use crate::extract::unit::{Amount, money};
use crate::form::number::Printed;
use crate::form::recognise::Recognised;
use crate::form::run::Run;
use crate::form::{Forms, Kind};
use crate::issue::{Dropped, Issue};
use crate::report::{Fact, Status};
use crate::solve::{Cell, Reading};

/// Everything that decides the facts of one row.
pub struct Context<'a> {
    /// The definitions.
    pub forms: &'a Forms,
    /// The block.
    pub recognised: &'a Recognised<'a>,
    /// The run of the row.
    pub run: &'a Run,
    /// Whether its only reading was unmistakable.
    pub certain: bool,
    /// The readings that the equations left.
    pub surviving: &'a [&'a Reading],
    /// Unit of money that a column heading has; mostly empty.
    pub heading_unit: &'static str,
}

/// The facts and issues of a block, collected row by row.
#[derive(Debug, Default)]
pub struct Rows {
    /// Its facts.
    pub facts: Vec<Fact>,
    /// What could not be used.
    pub issues: Vec<Issue>,
}

impl Rows {
    /// Notes the rows of the form that are not in the table.
    pub fn missing(&mut self, block: &Prepared) {
        for (row, definition) in block.recognised.block.rows.iter().enumerate() {
            if let (false, Some(label)) = (definition.optional, &definition.label)
                && block.runs.iter().all(|run| run.row != row)
            {
                self.issues
                    .push(Issue::new(&issues::ROW_MISSING, label.official).at(block.place).drops(Dropped::Value));
            }
        }
    }

    /// Adds the facts of a row.
    pub fn push(&mut self, context: &Context) {
        let row = &context.recognised.block.rows[context.run.row];
        let raw = || context.run.printed();
        let mut ambiguous = false;
        for column in 0..context.recognised.block.width(row) {
            let fact = context.fact(column, raw);
            ambiguous |= fact.status == Status::Ambiguous;
            if fact.status == Status::Unreadable {
                let issue = Issue::new(&issues::VALUE_UNREADABLE, fact.printed.clone());
                self.issues.push(issue.at(fact.place).drops(Dropped::Value));
            }
            if fact.unit_assumed {
                self.issues.push(Issue::new(&issues::UNIT_ASSUMED, fact.printed.clone()).at(fact.place));
            }
            self.facts.push(fact);
        }
        if ambiguous {
            let none = context.surviving.is_empty();
            let code = if none { &issues::ROW_UNREADABLE } else { &issues::ROW_AMBIGUOUS };
            self.issues.push(Issue::new(code, raw()).at(context.run.place).drops(Dropped::Value));
        }
    }
}

impl Context<'_> {
    fn fact(&self, column: usize, raw: impl Fn() -> String) -> Fact {
        let block = self.recognised.block;
        let (indicator, applicant) =
            block.cell(&block.rows[self.run.row], column).expect("the column is within the width of the row");
        let definition = self.forms.indicator(indicator).expect("the loader proved that the indicator exists");
        let mut fact = Fact {
            table: self.recognised.table.id,
            form: self.recognised.form.id,
            indicator,
            applicant,
            status: Status::Ambiguous,
            value: None,
            unit: definition.unit,
            unit_printed: String::new(),
            unit_assumed: false,
            printed: String::new(),
            readings: Vec::new(),
            place: self.run.place,
        };
        match self.agreed(column) {
            None => {
                fact.printed = raw();
                fact.readings = self.values(column);
            }
            Some(cell) => self.fill(&mut fact, cell, definition.kind),
        }
        fact
    }

    /// The numbers in a column by each different reading that survives; none if they are many, or amounts whose unit is open.
    fn values(&self, column: usize) -> Vec<Option<Decimal>> {
        const MOST: usize = 50;
        let values = |reading: &&Reading| reading.cells.iter().map(|cell| cell.value).collect::<Vec<_>>();
        let mut rows: Vec<Vec<Option<Decimal>>> = self.surviving.iter().take(MOST + 1).map(values).collect();
        let money = |column: usize| self.kind(column).is_some_and(|kind| matches!(kind, Kind::Money { .. }));
        if self.surviving.len() > MOST || (0..rows.first().map_or(0, Vec::len)).any(money) {
            return Vec::new();
        }
        rows.sort();
        rows.dedup();
        rows.into_iter().map(|row| row[column]).collect()
    }

    fn kind(&self, column: usize) -> Option<Kind> {
        let block = self.recognised.block;
        let (indicator, _) = block.cell(&block.rows[self.run.row], column)?;
        self.forms.indicator(indicator).map(|indicator| indicator.kind)
    }

    /// The cell on which all surviving readings agree.
    fn agreed(&self, column: usize) -> Option<&Cell> {
        let mut cells = self.surviving.iter().map(|reading| &reading.cells[column]);
        let first = cells.next()?;
        cells.all(|cell| (cell.value, &cell.printed) == (first.value, &first.printed)).then_some(first)
    }

    fn fill(&self, fact: &mut Fact, cell: &Cell, kind: Kind) {
        if let Some((atom, from, to)) = cell.from {
            let atom = &self.run.atoms[atom];
            let whole = from == 0 && to == atom.text.len();
            fact.printed = if whole { atom.raw.clone() } else { atom.text[from..to].to_string() };
            fact.place = atom.place;
        }
        fact.status = match &cell.printed {
            Printed::Number(_) if cell.value.is_some() && self.certain => Status::Printed,
            Printed::Number(_) if cell.value.is_some() => Status::Inferred,
            Printed::Blank => Status::Blank,
            Printed::Dash => Status::Dash,
            Printed::Word => Status::Word,
            _ => Status::Unreadable,
        };
        fact.value = cell.value;
        if let (Kind::Money { stated }, Printed::Number(number), Some(value)) = (kind, &cell.printed, cell.value) {
            let Amount { value, unit, assumed } = money(value, [number.unit, self.run.unit, self.heading_unit], stated);
            (fact.value, fact.unit_printed, fact.unit_assumed) = (Some(value), unit.to_string(), assumed);
        } else if let Printed::Number(number) = &cell.printed {
            fact.unit_printed = if number.unit.is_empty() { self.run.unit } else { number.unit }.to_string();
        }
    }
}
