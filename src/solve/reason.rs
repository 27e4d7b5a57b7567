//! Why a reading did not survive.

use super::CrossEquation;
use super::model::{Model, Reach};
use super::reading::{Equation, RelationName};
use super::table::Outcome;

/// What speaks against a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// Nothing: it survives.
    Nothing,
    /// It satisfies none of these relations, whatever of the rest survives.
    Relations(Vec<RelationName>),
    /// Others take fewer liberties.
    Liberties,
    /// No solution of the whole table holds it.
    Table,
}

/// What speaks against each reading of a row; `inside` are the equations inside the row.
pub fn against(outcome: &Outcome, across: &[CrossEquation], inside: &[Equation], row: usize) -> Vec<Against> {
    let model = Model::new(&outcome.domains, across);
    let cheapest = outcome.surviving(row).map(|reading| reading.cost).min();
    let readings = outcome.domains[row].readings.iter().enumerate();
    let one = |(at, reading): (usize, &super::Reading)| {
        if outcome.kept[row][at] {
            return Against::Nothing;
        }
        let mut relations: Vec<RelationName> = inside
            .iter()
            .filter(|equation| equation.is_broken(&reading.cells))
            .map(|equation| equation.relation)
            .collect();
        relations.extend(excluding(&model, outcome, row, at));
        match relations.is_empty() {
            false => Against::Relations(relations),
            true if cheapest.is_some_and(|cheapest| cheapest < reading.cost) => Against::Liberties,
            true => Against::Table,
        }
    };
    readings.map(one).collect()
}

/// The equations across rows that cannot hold with a reading, as the other rows are read.
fn excluding(model: &Model, outcome: &Outcome, row: usize, reading: usize) -> Vec<RelationName> {
    let excludes = |(at, equation): &(usize, usize)| {
        let others = model.of_equation[*equation].iter().filter(|(other, _)| *other != row);
        let reach = others.map(|(other, at)| model.rows[*other].range(*at, &outcome.kept[*other]));
        let part = model.rows[row].parts[reading][*at];
        let own = Reach { least: part.sum, most: part.sum, untold: part.untold };
        let sum = reach.fold(own, |sum, reach| Reach {
            least: sum.least + reach.least,
            most: sum.most + reach.most,
            untold: sum.untold || reach.untold,
        });
        !sum.untold && !model.equations[*equation].can_hold(sum.least, sum.most)
    };
    let equations = model.rows[row].equations.iter().copied().enumerate();
    equations.filter(excludes).map(|(_, equation)| model.equations[equation].relation).collect()
}
