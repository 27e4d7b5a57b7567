//! Readings of a run in text: figures may divide, blanks may have vanished.

use super::cells::{certain, placed};
use super::fill::{Fill, fill};
use super::reading::{BLANK, Domain, Effort, Reading, Row};
use crate::form::number::Printed;
use crate::form::token::Atom;

/// A run in text: figures may divide, blanks may have vanished.
pub(super) fn tokens(row: &Row, effort: Effort) -> Domain {
    let width = row.kinds.len();
    if row.atoms.iter().all(|atom| atom.printed == Printed::Blank) {
        return certain(Reading { cells: vec![BLANK; width], cost: 0, broken: 0 });
    }
    // Nobody knows how many dashes make one mark where nothing parts them.
    if row.atoms.windows(2).any(is_dash_before_sign) {
        return UNREADABLE;
    }
    if row.atoms.len() == width {
        let reading = placed(row, 0..width);
        if reading
            .cells
            .iter()
            .all(|cell| cell.value.is_some() || matches!(cell.printed, Printed::Dash | Printed::Word))
        {
            return certain(reading);
        }
    }
    if row.atoms.iter().any(|atom| atom.printed == Printed::Dash && atom.text.len() > 1) {
        return UNREADABLE;
    }
    // Cheaper liberties first. Dearer ones matter only if no cheaper reading holds, or if blanks are known to vanish in
    // this document: then a row that could be full may as well have lost a blank.
    let stages = [(true, false), (false, true), (true, true)];
    let sound = if effort == Effort::All || row.blanks.vanish { &stages[2..] } else { &stages[..] };
    let mut all = first(row, sound, false);
    if all.readings.is_empty() || effort == Effort::All {
        // Where blanks vanish, no kind of reading is likelier than another only because it fills the row.
        all.add_broken(first(row, if row.blanks.vanish { &stages[2..] } else { &stages[..] }, true));
    }
    all
}

/// The readings of the first of these stages that has any.
fn first(row: &Row, stages: &[(bool, bool)], broken: bool) -> Domain {
    let found = stages.iter().map(|(divide, blanks)| fill(row, Fill { divide: *divide, blanks: *blanks, broken }));
    let has_any = |domain: &Domain| !domain.readings.is_empty() || domain.overflow;
    found.into_iter().find(has_any).unwrap_or(UNREADABLE)
}

const UNREADABLE: Domain = Domain { readings: Vec::new(), certain: false, overflow: false, slips: false };

/// Whether a dash touches what looks like a sign: `—-10` may be two dashes and 10.
fn is_dash_before_sign(pair: &[Atom]) -> bool {
    let [dash, figures] = pair else { return false };
    let end = dash.place.column.map(|column| column + dash.raw.chars().count() as u32);
    let touches = dash.place.line == figures.place.line && end == figures.place.column;
    dash.printed == Printed::Dash && figures.text.starts_with('-') && touches
}
