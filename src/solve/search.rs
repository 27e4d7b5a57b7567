//! Chooses among the readings of all rows of a table by the equations that join the rows.
//!
//! A reading survives if some choice for the other rows completes it to a solution as good as the best: fewest broken
//! equations first, then fewest liberties. Where the best solution breaks an equation the agency erred, and the error
//! may sit in the very row in question: then a reading survives as well if its solution breaks one equation more.

use rust_decimal::Decimal;

use super::reading::{Domain, Reading};

/// Steps after which the search for the best solution gives up; then every reading survives.
const BEST: u32 = 50_000;
/// Steps after which the search for a solution with a certain reading gives up; then the reading survives.
const EACH: u32 = 5_000;
/// Steps after which no reading of the table is put to the test any more.
const ALL: u32 = 500_000;

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
    if best.0 == 0 || outcome.gave_up || domains.iter().all(|domain| domain.certain) {
        return outcome;
    }
    Solver::new(&wider(), equations).survivors(1).1
}

struct Solver<'a> {
    domains: &'a [Domain],
    rows: Vec<Row>,
    /// Rows with several readings, those with the fewest first.
    open: Vec<usize>,
    /// The reading chosen for each row so far.
    fixed: Vec<Option<usize>>,
    sums: Vec<Sum>,
    /// What the choices made so far cost inside the rows, with the least that the other rows can cost.
    spent: Cost,
    steps: u32,
}

/// What a row means to the equations.
struct Row {
    /// The equations that it takes part in.
    equations: Vec<usize>,
    /// For each reading its part in each of these equations.
    parts: Vec<Vec<Part>>,
    /// For each of these equations the least and the greatest part.
    range: Vec<(i128, i128)>,
    /// For each of these equations whether some reading leaves its total blank.
    untold: Vec<bool>,
    /// The least that a reading costs.
    least: Cost,
}

/// What a reading adds to an equation.
#[derive(Clone, Copy, Default)]
struct Part {
    sum: i128,
    /// Whether it leaves the total of the equation blank.
    untold: bool,
}

/// The values that an equation can still come to.
#[derive(Clone, Default)]
struct Sum {
    least: i128,
    most: i128,
    /// Rows that leave its total blank, or still can.
    untold: u32,
}

impl Sum {
    /// Whether the equation cannot hold any more, whatever is chosen for the open rows.
    fn is_broken(&self) -> bool {
        self.untold == 0 && (self.least > 0 || self.most < 0)
    }
}

impl Row {
    fn new(row: usize, domain: &Domain, equations: &[CrossEquation]) -> Row {
        let touching = |(_, equation): &(usize, &CrossEquation)| equation.terms.iter().any(|term| term.0 == row);
        let equations: Vec<(usize, &CrossEquation)> = equations.iter().enumerate().filter(touching).collect();
        let part = |reading: &Reading, equation: &CrossEquation| {
            let value = |column: usize| reading.cells[column].value;
            let own = equation.terms.iter().filter(|(of, ..)| *of == row);
            let sum = own.map(|(_, column, sign)| value(*column).map_or(0, fixed_point) * i128::from(*sign)).sum();
            let untold = equation.total.is_some_and(|(of, column)| of == row && value(column).is_none());
            Part { sum, untold }
        };
        let parts = |reading| equations.iter().map(|(_, equation)| part(reading, equation)).collect();
        let parts: Vec<Vec<Part>> = domain.readings.iter().map(parts).collect();
        let range = (0..equations.len()).map(|at| {
            let sums = || parts.iter().map(|parts| parts[at].sum);
            (sums().min().unwrap_or(0), sums().max().unwrap_or(0))
        });
        let range = range.collect();
        // A row that could not be read leaves every equation it stands in untold.
        let untold = |at: usize| parts.is_empty() || parts.iter().any(|parts| parts[at].untold);
        let untold = (0..equations.len()).map(untold).collect();
        let least = |cost: fn(&Reading) -> u32| domain.readings.iter().map(cost).min().unwrap_or(0);
        let least = (least(|reading| reading.broken), least(|reading| reading.cost));
        Row { equations: equations.into_iter().map(|(at, _)| at).collect(), parts, range, untold, least }
    }
}

/// The value in ten-thousandths, which is exact for counts and for amounts of money.
fn fixed_point(value: Decimal) -> i128 {
    value.mantissa() * 10_i128.pow(4_u32.saturating_sub(value.scale()))
}

impl<'a> Solver<'a> {
    fn new(domains: &'a [Domain], equations: &[CrossEquation]) -> Solver<'a> {
        let rows = domains.iter().enumerate().map(|(row, domain)| Row::new(row, domain, equations));
        let rows: Vec<Row> = rows.collect();
        let mut open: Vec<usize> = (0..rows.len()).filter(|row| domains[*row].readings.len() > 1).collect();
        open.sort_by_key(|row| domains[*row].readings.len());
        let spent = rows.iter().fold((0, 0), |cost, row| (cost.0 + row.least.0, cost.1 + row.least.1));
        let mut sums = vec![Sum::default(); equations.len()];
        for row in &rows {
            for (at, equation) in row.equations.iter().enumerate() {
                let sum = &mut sums[*equation];
                (sum.least, sum.most) = (sum.least + row.range[at].0, sum.most + row.range[at].1);
                sum.untold += u32::from(row.untold[at]);
            }
        }
        Solver { domains, fixed: vec![None; rows.len()], rows, open, sums, spent, steps: 0 }
    }

    /// The cost of the best solution, and the readings that take part in a solution that breaks at most `slack` more.
    fn survivors(mut self, slack: u32) -> (Cost, Outcome) {
        let worst = (u32::MAX, u32::MAX);
        let (best, solution) = self.best(worst, BEST, false);
        let mut gave_up = self.steps >= BEST;
        let mut kept: Vec<Vec<bool>> = self.domains.iter().map(|domain| vec![gave_up; domain.readings.len()]).collect();
        keep(&mut kept, &solution);
        // A solution below the limit is as good as the best, or breaks at most `slack` equations more.
        let limit = if best.0 == 0 { (0, best.1 + 1) } else { (best.0.saturating_add(slack), u32::MAX) };
        for row in self.open.clone() {
            for reading in 0..kept[row].len() {
                if !kept[row][reading] {
                    gave_up |= self.test(row, reading, limit, &mut kept);
                }
            }
        }
        let surviving = |(domain, kept): (&Domain, &Vec<bool>)| {
            domain.readings.iter().zip(kept).filter(|(_, kept)| **kept).map(|(reading, _)| reading.clone()).collect()
        };
        (best, Outcome { surviving: self.domains.iter().zip(&kept).map(surviving).collect(), gave_up })
    }

    /// Keeps a reading, and all that go with it, if there is a solution with it below `limit`, or if the search for one
    /// gave up, which it returns.
    fn test(&mut self, row: usize, reading: usize, limit: Cost, kept: &mut [Vec<bool>]) -> bool {
        let steps = self.steps;
        self.choose(row, reading, 1);
        let bound = if steps >= ALL { steps } else { steps + EACH };
        let (_, solution) = self.best(limit, bound, true);
        self.choose(row, reading, -1);
        keep(kept, &solution);
        let gave_up = solution.is_none() && self.steps >= bound;
        kept[row][reading] |= gave_up;
        gave_up
    }

    /// The cost of the best solution below `limit`, or of any, with the readings it chooses.
    fn best(&mut self, limit: Cost, steps: u32, any: bool) -> (Cost, Option<Vec<usize>>) {
        let mut found = Found { best: limit, solution: None, steps, any };
        self.descend(0, &mut found);
        (found.best, found.solution)
    }

    /// Tries the readings of the open rows from `depth` on, keeping only what can still beat the best.
    fn descend(&mut self, depth: usize, found: &mut Found) {
        if self.steps >= found.steps || (found.any && found.solution.is_some()) {
            return;
        }
        self.steps += 1;
        let bound = self.bound();
        if bound >= found.best {
            return;
        }
        let Some(row) = self.open.get(depth).copied() else {
            found.best = bound;
            found.solution = Some(self.fixed.iter().map(|fixed| fixed.unwrap_or(0)).collect());
            return;
        };
        if self.fixed[row].is_some() {
            return self.descend(depth + 1, found);
        }
        for reading in 0..self.rows[row].parts.len() {
            self.choose(row, reading, 1);
            self.descend(depth + 1, found);
            self.choose(row, reading, -1);
        }
    }

    /// Chooses a reading for an open row, or with `direction` -1 takes the choice back.
    fn choose(&mut self, row: usize, reading: usize, direction: i128) {
        self.fixed[row] = (direction > 0).then_some(reading);
        let Row { equations, parts, range, untold, least } = &self.rows[row];
        let chosen = &self.domains[row].readings[reading];
        let more = (chosen.broken - least.0, chosen.cost - least.1);
        self.spent = match direction > 0 {
            true => (self.spent.0 + more.0, self.spent.1 + more.1),
            false => (self.spent.0 - more.0, self.spent.1 - more.1),
        };
        for (at, equation) in equations.iter().enumerate() {
            let (part, sum) = (parts[reading][at], &mut self.sums[*equation]);
            sum.least += direction * (part.sum - range[at].0);
            sum.most += direction * (part.sum - range[at].1);
            if untold[at] && !part.untold {
                sum.untold = if direction > 0 { sum.untold - 1 } else { sum.untold + 1 };
            }
        }
    }

    /// A lower bound for what the choices made so far will cost: exact once every row is chosen.
    fn bound(&self) -> Cost {
        let broken = self.sums.iter().filter(|sum| sum.is_broken()).count() as u32;
        (self.spent.0 + broken, self.spent.1)
    }
}

/// The best solution so far of one search.
struct Found {
    best: Cost,
    solution: Option<Vec<usize>>,
    /// Steps of the solver at which the search gives up.
    steps: u32,
    /// Whether the first solution is enough.
    any: bool,
}

fn keep(kept: &mut [Vec<bool>], solution: &Option<Vec<usize>>) {
    for (kept, reading) in kept.iter_mut().zip(solution.iter().flatten()) {
        if let Some(kept) = kept.get_mut(*reading) {
            *kept = true;
        }
    }
}
