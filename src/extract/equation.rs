//! The relations of the form as equations between the cells of a block: inside its rows, and across them.

use rustc_hash::FxHashMap;

use crate::form::Block;
use crate::form::recognise::Recognised;
use crate::form::relation::{Comparison, Instance, Relation, Strictness, Term};
use crate::form::run::Run;
use crate::solve::{CrossEquation, Equation};

/// Row, as number of its run, and column.
type At = (usize, usize);

/// The equations of the block: for each run those inside its row, and those across rows.
pub fn equations(recognised: &Recognised, runs: &[Run]) -> (Vec<Vec<Equation>>, Vec<CrossEquation>) {
    let mut found = (vec![Vec::new(); runs.len()], Vec::new());
    let places = places(recognised.block, runs);
    let exact = recognised.form.relations.iter().filter(|relation| relation.strictness == Strictness::Exact);
    for relation in exact.filter(|relation| relation.table == Some(recognised.table.id)) {
        for instance in &relation.instances {
            let place_of = |term: &Term| places.get(&(term.indicator?, term.applicant)).copied();
            let side = |terms: &[Term]| terms.iter().map(place_of).collect::<Option<Vec<At>>>();
            if let (Some(left), Some(right)) = (side(&instance.left), side(&instance.right)) {
                place(relation, instance, left, right, &mut found);
            }
        }
    }
    found
}

/// The first cell of each indicator and applicant of the block.
fn places(block: &Block, runs: &[Run]) -> FxHashMap<(&'static str, Option<&'static str>), At> {
    let mut places = FxHashMap::default();
    for (at, run) in runs.iter().enumerate() {
        let row = &block.rows[run.row];
        for column in 0..block.width(row) {
            if let Some(cell) = block.cell(row, column) {
                places.entry(cell).or_insert((at, column));
            }
        }
    }
    places
}

fn place(
    relation: &Relation,
    instance: &Instance,
    left: Vec<At>,
    right: Vec<At>,
    found: &mut (Vec<Vec<Equation>>, Vec<CrossEquation>),
) {
    let name = (relation.id, instance.name);
    let mut add = |left: &[At], right: &[At], at_least: bool| {
        let row = left.iter().chain(right).map(|cell| cell.0).next().unwrap_or_default();
        let columns = |side: &[At]| side.iter().map(|(_, column)| *column).collect();
        if left.iter().chain(right).all(|(other, _)| *other == row) {
            found.0[row].push(Equation { relation: name, left: columns(left), right: columns(right), at_least });
            return;
        }
        let needs = if at_least || left.len() == 1 { left.to_vec() } else { Vec::new() };
        let signed = |side: &[At], sign| side.iter().map(|(row, column)| (*row, *column, sign)).collect::<Vec<_>>();
        let terms = [signed(left, 1), signed(right, -1)].concat();
        found.1.push(CrossEquation { relation: name, terms, needs, at_least });
    };
    match relation.comparison {
        Comparison::Eq => add(&left, &right, false),
        Comparison::Ge => add(&left, &right, true),
        Comparison::Le => add(&right, &left, true),
        Comparison::GeEach => right.iter().for_each(|cell| add(&left, &[*cell], true)),
    }
}
