//! The prose as a witness: where the relations leave several readings of glued figures, a number that the prose names for
//! one of the cells may leave one.

use rust_decimal::Decimal;

use super::block::Prepared;
use crate::solve::{Domain, Outcome};

/// A number that the prose names for a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Indicator of the cell.
    pub indicator: &'static str,
    /// Its applicant.
    pub applicant: Option<&'static str>,
    /// The number.
    pub number: Decimal,
}

/// Least number that is taken for a proof: figures divide at a shorter one by chance.
const PROOF: Decimal = Decimal::ONE_HUNDRED;

/// The surviving readings, those left out that the prose contradicts; `None` if it decides nothing.
pub fn narrowed(block: &Prepared, outcome: &Outcome, said: &[Said]) -> Option<Vec<Domain>> {
    let mut decided = false;
    let mut narrow = |at: usize| {
        let run = &block.runs[at];
        let mut readings: Vec<_> = outcome.surviving(at).cloned().collect();
        let row = &block.recognised.block.rows[run.row];
        for said in said.iter().filter(|said| said.number >= PROOF && run.atoms.iter().all(|atom| atom.cell.is_none()))
        {
            let is_cell =
                |column: &usize| block.recognised.block.cell(row, *column) == Some((said.indicator, said.applicant));
            let Some(column) = (0..block.recognised.block.width(row)).find(is_cell) else { continue };
            let agree = |reading: &&crate::solve::Reading| reading.cells[column].value == Some(said.number);
            let agreeing = readings.iter().filter(agree).count();
            if agreeing > 0 && agreeing < readings.len() {
                readings.retain(|reading| agree(&reading));
                decided = true;
            }
        }
        Domain { readings, ..outcome.domains[at] }
    };
    let domains = (0..block.runs.len()).map(&mut narrow).collect();
    decided.then_some(domains)
}
