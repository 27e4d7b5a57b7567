//! Searches the readings of all rows of a table for the solutions that break the fewest equations and take the fewest
//! liberties, by branch and bound.

use super::CrossEquation;
use super::model::{Alive, Model, Part, Reach};

/// The broken equations and the liberties of a choice, compared in this order.
pub(super) type Cost = (u32, u32);

/// One search over the readings that are still possible.
pub(super) struct Search<'m, 'a> {
    model: &'m Model<'a>,
    alive: Alive,
    /// For each row and each of its equations how far its possible readings reach.
    reaches: Vec<Vec<Reach>>,
    /// The least that a possible reading of each row costs.
    least: Vec<Cost>,
    /// Rows with several readings, those with the fewest first.
    open: Vec<usize>,
    /// The reading chosen for each row so far.
    fixed: Vec<Option<usize>>,
    sums: Vec<Sum>,
    /// Equations that no choice for the open rows satisfies.
    broken: u32,
    /// What the choices made so far cost inside the rows, with the least that the other rows can cost.
    spent: Cost,
    steps: u32,
}

/// The values that an equation can still come to.
#[derive(Clone, Default)]
struct Sum {
    least: i128,
    most: i128,
    /// Rows that leave it untold, or still can.
    untold: u32,
}

/// What a search is after.
pub(super) struct Goal {
    /// Only solutions that cost less.
    pub below: Cost,
    /// Only solutions that take fewer liberties, whatever they break.
    pub freer: u32,
    /// Steps after which it gives up.
    pub steps: u32,
    /// Whether the first solution is enough.
    pub any: bool,
}

/// What a search found.
pub(super) struct Found {
    /// The cost of the best solution, or what it had to be below.
    pub cost: Cost,
    /// The reading that it chooses for each row.
    pub solution: Option<Vec<usize>>,
    /// Steps it took.
    pub steps: u32,
    /// Whether the search gave up.
    pub gave_up: bool,
}

impl<'m, 'a> Search<'m, 'a> {
    pub fn new(model: &'m Model<'a>, alive: Alive) -> Search<'m, 'a> {
        let count = |row: usize| alive[row].iter().filter(|alive| **alive).count();
        let first = |row: usize| alive[row].iter().position(|alive| *alive);
        let reach = |row: usize| (0..model.rows[row].equations.len()).map(move |at| (row, at));
        let reaches: Vec<Vec<Reach>> = (0..alive.len())
            .map(|row| reach(row).map(|(row, at)| model.rows[row].range(at, &alive[row])).collect())
            .collect();
        let mut open: Vec<usize> = (0..alive.len()).filter(|row| count(*row) > 1).collect();
        open.sort_by_key(|row| count(*row));
        let fixed = (0..alive.len()).map(|row| first(row).filter(|_| count(row) == 1)).collect();
        let least: Vec<Cost> = (0..alive.len()).map(|row| least(model, row, &alive[row])).collect();
        let spent = least.iter().fold((0, 0), |sum, cost| (sum.0 + cost.0, sum.1 + cost.1));
        let mut sums = vec![Sum::default(); model.equations.len()];
        for (row, reaches) in model.rows.iter().zip(&reaches) {
            for (equation, reach) in row.equations.iter().zip(reaches) {
                let sum = &mut sums[*equation];
                (sum.least, sum.most) = (sum.least + reach.least, sum.most + reach.most);
                sum.untold += u32::from(reach.untold);
            }
        }
        let broken = sums.iter().zip(model.equations).filter(|(sum, equation)| sum.is_broken(equation)).count() as u32;
        Search { model, alive, reaches, least, open, fixed, sums, broken, spent, steps: 0 }
    }

    /// The best solution.
    pub fn run(mut self, goal: &Goal) -> Found {
        let mut found = Found { cost: goal.below, solution: None, steps: 0, gave_up: false };
        self.descend(0, goal, &mut found);
        (found.steps, found.gave_up) = (self.steps, self.steps >= goal.steps);
        found
    }

    /// Tries the readings of the open rows from `depth` on, keeping only what can still beat the best.
    fn descend(&mut self, depth: usize, goal: &Goal, found: &mut Found) {
        if self.steps >= goal.steps || (goal.any && found.solution.is_some()) {
            return;
        }
        self.steps += 1;
        let bound = self.bound();
        if bound >= found.cost || bound.1 >= goal.freer {
            return;
        }
        let Some(row) = self.open.get(depth).copied() else {
            found.cost = bound;
            found.solution = Some(self.fixed.iter().map(|fixed| fixed.unwrap_or(0)).collect());
            return;
        };
        for reading in 0..self.alive[row].len() {
            if self.alive[row][reading] {
                self.choose(row, reading, true);
                self.descend(depth + 1, goal, found);
                self.choose(row, reading, false);
            }
        }
    }

    /// Chooses a reading for an open row, or takes the choice back.
    fn choose(&mut self, row: usize, reading: usize, forth: bool) {
        self.fixed[row] = forth.then_some(reading);
        let (chosen, least) = (&self.model.domains[row].readings[reading], self.least[row]);
        let more = (chosen.broken - least.0, chosen.cost - least.1);
        self.spent = match forth {
            true => (self.spent.0 + more.0, self.spent.1 + more.1),
            false => (self.spent.0 - more.0, self.spent.1 - more.1),
        };
        let own = &self.model.rows[row];
        for ((at, part), reach) in own.equations.iter().zip(&own.parts[reading]).zip(&self.reaches[row]) {
            let (sum, equation) = (&mut self.sums[*at], &self.model.equations[*at]);
            let was = sum.is_broken(equation);
            if forth {
                sum.narrow(part, reach)
            } else {
                sum.widen(part, reach)
            }
            self.broken = self.broken + u32::from(sum.is_broken(equation)) - u32::from(was);
        }
    }

    /// A lower bound for what the choices made so far will cost: exact once every row is chosen.
    fn bound(&self) -> Cost {
        (self.spent.0 + self.broken, self.spent.1)
    }
}

impl Sum {
    /// Puts the part of a reading in place of the reach of its row.
    fn narrow(&mut self, part: &Part, reach: &Reach) {
        self.least += part.sum - reach.least;
        self.most += part.sum - reach.most;
        self.untold -= u32::from(reach.untold && !part.untold);
    }

    /// Puts the reach of a row in place of the part of its reading.
    fn widen(&mut self, part: &Part, reach: &Reach) {
        self.least -= part.sum - reach.least;
        self.most -= part.sum - reach.most;
        self.untold += u32::from(reach.untold && !part.untold);
    }

    /// Whether no value that an equation can still come to satisfies it.
    fn is_broken(&self, equation: &CrossEquation) -> bool {
        self.untold == 0 && !equation.can_hold(self.least, self.most)
    }
}

/// The least that a possible reading of a row costs.
fn least(model: &Model, row: usize, alive: &[bool]) -> Cost {
    let readings = || model.domains[row].readings.iter().zip(alive).filter(|(_, alive)| **alive).map(|(r, _)| r);
    (readings().map(|r| r.broken).min().unwrap_or(0), readings().map(|r| r.cost).min().unwrap_or(0))
}
