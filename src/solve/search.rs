//! Chooses among the readings of all rows of a table by the equations that join the rows.
//!
//! A reading survives if some choice for the other rows completes it to a solution as good as the best: fewest broken
//! equations first, then fewest liberties. Where the best solution breaks an equation the agency erred, and the error
//! may sit in the very row in question: then a reading survives as well if its solution breaks one equation more.

use rust_decimal::Decimal;

use super::reading::{Cell, Domain, Reading};

/// Steps after which the search through a table gives up; rows that it did not get to stay ambiguous.
const STEPS: usize = 50_000;

/// An equation between cells of several rows: the signed sum of its cells is zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossEquation {
    /// Row, column and sign of each operand.
    pub terms: Vec<(usize, usize, i64)>,
    /// The single cell that is the total of the others, if there is one: if it is blank the equation cannot be told.
    pub total: Option<(usize, usize)>,
}

/// What became of the rows of a table.
#[derive(Debug)]
pub struct Outcome {
    /// For each row the surviving readings; one means that the row is read.
    pub surviving: Vec<Vec<Reading>>,
    /// Whether a search gave up.
    pub gave_up: bool,
}

/// The broken equations and the liberties of a choice, compared in this order.
type Cost = (u32, u32);

/// Chooses among the readings of each row. `wider` gives the readings of all rows once more with [`Effort::All`]; it is
/// asked for only if the table contradicts itself.
///
/// [`Effort::All`]: super::reading::Effort::All
pub fn solve(domains: &[Domain], equations: &[CrossEquation], wider: impl FnOnce() -> Vec<Domain>) -> Outcome {
    let (best, outcome) = Solver::new(domains, equations).survivors(0);
    if best.0 == 0 || domains.iter().all(|domain| domain.certain) {
        return outcome;
    }
    Solver::new(&wider(), equations).survivors(1).1
}

struct Solver<'a> {
    domains: &'a [Domain],
    equations: &'a [CrossEquation],
    /// Rows with more than one candidate, with their candidates.
    open: Vec<(usize, Vec<usize>)>,
    /// The reading chosen for each row so far.
    fixed: Vec<Option<usize>>,
    steps: usize,
}

impl<'a> Solver<'a> {
    fn new(domains: &'a [Domain], equations: &'a [CrossEquation]) -> Solver<'a> {
        let fixed = domains.iter().map(|domain| (domain.readings.len() == 1).then_some(0)).collect();
        let several = domains.iter().enumerate().filter(|(_, domain)| domain.readings.len() > 1);
        let mut open: Vec<_> = several.map(|(row, domain)| (row, (0..domain.readings.len()).collect())).collect();
        open.sort_by_key(|(_, readings): &(usize, Vec<usize>)| readings.len());
        Solver { domains, equations, open, fixed, steps: 0 }
    }

    /// The cost of the best solution, and the readings that take part in a solution that breaks at most `slack` more.
    fn survivors(mut self, slack: u32) -> (Cost, Outcome) {
        let mut gave_up = false;
        let worst = (u32::MAX, u32::MAX);
        let best = self.best(worst, &mut gave_up).unwrap_or(worst);
        let bar = if best.0 == 0 || gave_up { best } else { (best.0.saturating_add(slack), u32::MAX) };
        let open = self.open.clone();
        let mut surviving: Vec<Vec<Reading>> = Vec::new();
        for (row, domain) in self.domains.iter().enumerate() {
            let is_open = domain.readings.len() > 1 && !gave_up;
            let mut kept = Vec::new();
            for (index, reading) in domain.readings.iter().enumerate() {
                if !is_open || self.survives(&open, row, index, bar, &mut gave_up) {
                    kept.push(reading.clone());
                }
            }
            surviving.push(kept);
        }
        (best, Outcome { surviving, gave_up })
    }

    /// Whether a solution within `bar` uses this reading of `row`.
    fn survives(
        &mut self,
        open: &[(usize, Vec<usize>)],
        row: usize,
        reading: usize,
        bar: Cost,
        gave_up: &mut bool,
    ) -> bool {
        self.open = open.iter().filter(|(other, _)| *other != row).cloned().collect();
        self.fixed[row] = Some(reading);
        let above = (bar.0, bar.1.saturating_add(1));
        let found = self.within(above, gave_up);
        self.fixed[row] = None;
        self.open = open.to_vec();
        found
    }

    /// The cost of the best solution below `limit`.
    fn best(&mut self, limit: Cost, gave_up: &mut bool) -> Option<Cost> {
        let mut best = limit;
        self.descend(0, &mut best, false);
        *gave_up |= self.steps >= STEPS;
        (best < limit).then_some(best)
    }

    /// Whether there is a solution below `limit`.
    fn within(&mut self, limit: Cost, gave_up: &mut bool) -> bool {
        let mut best = limit;
        self.descend(0, &mut best, true);
        *gave_up |= self.steps >= STEPS;
        best < limit || self.steps >= STEPS
    }

    /// Tries the candidates of the open rows from `depth` on, keeping only what can still beat `best`.
    fn descend(&mut self, depth: usize, best: &mut Cost, any: bool) {
        self.steps += 1;
        let bound = self.bound();
        if self.steps >= STEPS || bound >= *best {
            return;
        }
        let Some((row, readings)) = self.open.get(depth).cloned() else {
            *best = bound;
            return;
        };
        let before = *best;
        for reading in readings {
            self.fixed[row] = Some(reading);
            self.descend(depth + 1, best, any);
            if any && *best < before {
                break;
            }
        }
        self.fixed[row] = None;
    }

    /// A lower bound for what the choices made so far will cost: exact once every row is chosen.
    fn bound(&self) -> Cost {
        let mut cost = (0, 0);
        for (row, domain) in self.domains.iter().enumerate() {
            if let Some(reading) = self.fixed[row].map(|reading| &domain.readings[reading]) {
                cost = (cost.0 + reading.broken, cost.1 + reading.cost);
            }
        }
        for (row, readings) in self.open.iter().filter(|(row, _)| self.fixed[*row].is_none()) {
            let of = |field: fn(&Reading) -> u32| {
                readings.iter().map(|reading| field(&self.domains[*row].readings[*reading])).min().unwrap_or(0)
            };
            cost = (cost.0 + of(|reading| reading.broken), cost.1 + of(|reading| reading.cost));
        }
        let broken = self.equations.iter().filter(|equation| self.is_broken(equation)).count() as u32;
        (cost.0 + broken, cost.1)
    }

    /// Whether the equation cannot hold any more, whatever is chosen for the open rows.
    fn is_broken(&self, equation: &CrossEquation) -> bool {
        let cell = |row: usize, column: usize| -> Option<&Cell> {
            self.fixed[row].map(|reading| &self.domains[row].readings[reading].cells[column])
        };
        if equation.total.is_some_and(|(row, column)| cell(row, column).is_none_or(|cell| cell.value.is_none())) {
            return false;
        }
        let (mut least, mut most) = (Decimal::ZERO, Decimal::ZERO);
        for (row, column, sign) in &equation.terms {
            let (low, high) = match cell(*row, *column) {
                Some(cell) => (cell.value.unwrap_or_default(), cell.value.unwrap_or_default()),
                None => match self.range(*row, *column) {
                    Some(range) => range,
                    // A row that could not be read leaves every equation it stands in untold.
                    None => return false,
                },
            };
            let (low, high) = if *sign < 0 { (-high, -low) } else { (low, high) };
            least += low;
            most += high;
        }
        least > Decimal::ZERO || most < Decimal::ZERO
    }

    /// Least and greatest value that an open row can put in a column.
    fn range(&self, row: usize, column: usize) -> Option<(Decimal, Decimal)> {
        let (_, readings) = self.open.iter().find(|(open, _)| *open == row)?;
        let values = readings.iter().map(|reading| &self.domains[row].readings[*reading].cells[column]);
        let values = values.map(|cell| cell.value.unwrap_or_default());
        values.fold(None, |range, value| match range {
            None => Some((value, value)),
            Some((low, high)) => Some((value.min(low), value.max(high))),
        })
    }
}
