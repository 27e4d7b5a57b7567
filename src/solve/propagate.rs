//! Takes away the readings that no solution can hold in which every equation is satisfied: each equation bounds each of
//! its rows by what the others can still come to, until nothing changes.

use super::model::{Alive, Model, Reach};

/// Visits of a reading after which tables are not narrowed any further; what is left is sound, only not the least.
pub(super) const WORK: u64 = 5_000_000;

/// Narrows `alive` to the readings that satisfy the equations inside their rows, and may satisfy those between them.
/// Returns false if some row has none: then every solution breaks an equation. `work` counts the visits.
pub(super) fn narrow(model: &Model, alive: &mut Alive, work: &mut u64) -> bool {
    for (domain, alive) in model.domains.iter().zip(alive.iter_mut()) {
        let sound = domain.readings.iter().zip(alive.iter_mut()).filter(|(reading, _)| reading.broken > 0);
        sound.for_each(|(_, alive)| *alive = false);
        if !domain.readings.is_empty() && !alive.contains(&true) {
            return false;
        }
    }
    propagate(model, alive, work)
}

/// The same for readings that are known to be sound inside their rows.
pub(super) fn propagate(model: &Model, alive: &mut Alive, work: &mut u64) -> bool {
    let mut changed = true;
    while changed && *work < WORK {
        changed = false;
        for equation in 0..model.equations.len() {
            match tighten(model, alive, equation, work) {
                None => return false,
                Some(tightened) => changed |= tightened,
            }
        }
    }
    true
}

/// Takes away the readings that `equation` excludes. Returns whether there were any, `None` if it excludes all of a row.
fn tighten(model: &Model, alive: &mut Alive, equation: usize, work: &mut u64) -> Option<bool> {
    let rows = &model.of_equation[equation];
    let reach = |&(row, at): &(usize, usize)| model.rows[row].range(at, &alive[row]);
    let reaches: Vec<Reach> = rows.iter().map(reach).collect();
    *work += rows.iter().map(|(row, _)| alive[*row].len() as u64).sum::<u64>();
    if reaches.iter().any(|reach| reach.untold) {
        return Some(false);
    }
    let (least, most) = reaches.iter().fold((0, 0), |sum, reach| (sum.0 + reach.least, sum.1 + reach.most));
    let mut tightened = false;
    for ((row, at), reach) in rows.iter().zip(reaches) {
        let fits = |sum: i128| model.equations[equation].can_hold(least - reach.least + sum, most - reach.most + sum);
        if fits(reach.least) && fits(reach.most) {
            continue;
        }
        let mut any = false;
        for (parts, alive) in model.rows[*row].parts.iter().zip(alive[*row].iter_mut()).filter(|(_, alive)| **alive) {
            *alive = fits(parts[*at].sum);
            tightened |= !*alive;
            any |= *alive;
        }
        if !any {
            return None;
        }
    }
    Some(tightened)
}
