//! Chooses among the readings of all rows of a table by the equations that join the rows.
//!
//! A reading survives if some choice for the other rows completes it to a solution as good as the best: fewest broken
//! equations first, then fewest liberties. First the equations narrow the readings of each row as far as they can, then
//! each reading that is left is put to the test. Where the best solution breaks an equation the agency erred, and the
//! error may sit in the very row in question: then a reading survives as well if its solution breaks one equation more. The
//! same where nothing need be broken only because blanks are taken to have vanished, and one wrong cell is the simpler story.

use super::liberty::BLANKS;
use super::model::{Alive, CrossEquation, Model};
use super::propagate::{WORK, narrow, propagate};
use super::reading::{Domain, Reading};
use super::search::{Cost, Found, Goal, Search};

/// Steps after which the search for the best solution gives up; then every reading survives.
const BEST: u32 = 50_000;
/// Steps after which the search for a solution with a certain reading gives up; then the reading survives.
const EACH: u32 = 5_000;
/// Steps after which no reading of the table is put to the test any more.
const ALL: u64 = 500_000;
/// Equations that one wrong cell breaks: that of its row and that of its column.
const ONE_ERROR: u32 = 2;

/// What became of the rows of a table.
#[derive(Debug)]
pub struct Outcome {
    /// For each row the readings that were considered.
    pub domains: Vec<Domain>,
    /// For each row which of them survive; one means that the row is read.
    pub kept: Vec<Vec<bool>>,
    /// Equations that the best solution breaks.
    pub broken: u32,
    /// Whether a search gave up.
    pub gave_up: bool,
}

impl Outcome {
    /// The readings of a row that survive.
    pub fn surviving(&self, row: usize) -> impl Iterator<Item = &Reading> {
        self.domains[row].readings.iter().zip(&self.kept[row]).filter(|(_, kept)| **kept).map(|(reading, _)| reading)
    }
}

/// Chooses among the readings of each row. `wider` gives the readings of all rows once more with [`Effort::All`]; it is
/// asked for only if the table contradicts itself.
///
/// [`Effort::All`]: super::reading::Effort::All
pub fn solve(domains: Vec<Domain>, equations: &[CrossEquation], wider: impl FnOnce() -> Vec<Domain>) -> Outcome {
    if domains.iter().all(|domain| domain.certain) {
        let kept = domains.iter().map(|domain| vec![true; domain.readings.len()]).collect();
        return Outcome { domains, kept, broken: 0, gave_up: false };
    }
    let mut sound = Survivors::sound(&Model::new(&domains, equations));
    if let Some(sound) = sound.take_if(|sound| sound.liberties.is_none()) {
        return sound.outcome(domains);
    }
    let wider: Vec<Domain> = wider().into_iter().zip(&domains).map(|(wide, least)| wide.in_place_of(least)).collect();
    let model = Model::new(&wider, equations);
    match sound.filter(|sound| !sound.liberties.is_some_and(|liberties| is_likelier_to_err(&model, liberties))) {
        Some(sound) => sound.outcome(domains),
        None => Survivors::contradicting(&model).outcome(wider),
    }
}

impl Domain {
    /// Readings are as certain as they were before more of them were considered.
    fn in_place_of(self, least: &Domain) -> Domain {
        Domain { certain: self.certain && least.certain, ..self }
    }
}

/// Whether a table with one wrong cell takes fewer than these liberties. A blank that nothing else in the document
/// shows to have vanished is no better an explanation than one error of the agency.
fn is_likelier_to_err(model: &Model, liberties: u32) -> bool {
    let goal = Goal { below: (ONE_ERROR + 1, 0), freer: liberties, steps: EACH, any: true };
    let found = Search::new(model, model.all()).run(&goal);
    found.solution.is_some() || found.gave_up
}

/// The readings that survive.
struct Survivors {
    kept: Alive,
    broken: u32,
    /// The liberties of the best solution, if it takes that of blanks.
    liberties: Option<u32>,
    gave_up: bool,
}

impl Survivors {
    /// Those that take part in a solution that breaks nothing and takes as few liberties as the best; `None` if there is
    /// no such solution.
    fn sound(model: &Model) -> Option<Survivors> {
        let (mut alive, mut work) = (model.all(), 0);
        if !narrow(model, &mut alive, &mut work) {
            return None;
        }
        let found =
            Search::new(model, alive.clone()).run(&Goal { below: (1, 0), freer: u32::MAX, steps: BEST, any: false });
        let limit = (0, found.cost.1 + 1);
        (found.solution.is_some() || found.gave_up)
            .then(|| Tester { model, alive, sound: true, limit, slipped: limit, work, steps: 0 }.survivors(found))
    }

    /// Those that take part in a solution that breaks at most one equation more than the best, in a table that contradicts
    /// itself. If no row shows that cells have slipped, and all of them in place break as few as any solution, a reading
    /// that has slipped must break no more either: one error of the agency tells it all, and a slip beside it another story.
    fn contradicting(model: &Model) -> Survivors {
        let alive = model.all();
        let best = Goal { below: (u32::MAX, u32::MAX), freer: u32::MAX, steps: BEST, any: false };
        let found = Search::new(model, alive.clone()).run(&best);
        let limit = ((found.cost.0.saturating_add(1)).max(ONE_ERROR), u32::MAX);
        let in_place = found.cost.1 == 0 && model.domains.iter().all(|domain| domain.certain || domain.slips);
        let slipped = if in_place { (found.cost.0, u32::MAX) } else { limit };
        Tester { model, alive, sound: false, limit, slipped, work: 0, steps: 0 }.survivors(found)
    }

    fn outcome(self, domains: Vec<Domain>) -> Outcome {
        Outcome { domains, kept: self.kept, broken: self.broken, gave_up: self.gave_up }
    }
}

/// Puts readings to the test one by one.
struct Tester<'m, 'a> {
    model: &'m Model<'a>,
    alive: Alive,
    /// Whether only solutions count that break nothing.
    sound: bool,
    /// What a solution must be below.
    limit: Cost,
    /// What a solution must be below for a reading that has slipped.
    slipped: Cost,
    work: u64,
    steps: u64,
}

impl Tester<'_, '_> {
    fn survivors(mut self, best: Found) -> Survivors {
        let Found { cost, solution, mut gave_up, .. } = best;
        let mut kept: Alive = self.alive.iter().map(|alive| vec![false; alive.len()]).collect();
        let Some(solution) = solution.filter(|_| !gave_up) else {
            return Survivors { kept: self.model.all(), broken: 0, liberties: None, gave_up: true };
        };
        keep(&mut kept, &solution);
        let costs = |(row, reading): (usize, &usize)| self.model.domains[row].readings.get(*reading).map(|r| r.cost);
        let blanks = solution.iter().enumerate().filter_map(costs).any(|cost| cost >= BLANKS);
        let mut rows: Vec<usize> = (0..self.alive.len()).collect();
        rows.sort_by_key(|row| self.alive[*row].len());
        for row in rows {
            for reading in 0..self.alive[row].len() {
                if kept[row][reading] || !self.alive[row][reading] {
                    continue;
                }
                match self.test(row, reading) {
                    Found { solution: Some(solution), .. } => keep(&mut kept, &solution),
                    found => {
                        kept[row][reading] = found.gave_up;
                        gave_up |= found.gave_up;
                        self.alive[row][reading] = found.gave_up;
                    }
                }
            }
        }
        Survivors { kept, broken: cost.0, liberties: blanks.then_some(cost.1), gave_up }
    }

    /// A solution below the limit with this reading.
    fn test(&mut self, row: usize, reading: usize) -> Found {
        let none = |gave_up| Found { cost: (0, 0), solution: None, steps: 0, gave_up };
        if self.steps >= ALL || self.work >= WORK {
            return none(true);
        }
        let mut alive = self.alive.clone();
        self.work += alive.iter().map(|alive| alive.len() as u64).sum::<u64>();
        alive[row].fill(false);
        alive[row][reading] = true;
        if self.sound && !propagate(self.model, &mut alive, &mut self.work) {
            return none(false);
        }
        let domain = &self.model.domains[row];
        let below = if domain.slips && domain.readings[reading].cost > 0 { self.slipped } else { self.limit };
        let found = Search::new(self.model, alive).run(&Goal { below, freer: u32::MAX, steps: EACH, any: true });
        self.steps += u64::from(found.steps);
        found
    }
}

fn keep(kept: &mut [Vec<bool>], solution: &[usize]) {
    for (kept, reading) in kept.iter_mut().zip(solution) {
        if let Some(kept) = kept.get_mut(*reading) {
            *kept = true;
        }
    }
}
