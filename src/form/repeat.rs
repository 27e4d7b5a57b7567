//! Tables that stand in a document more than once: of the agency itself and of all that it reports for, or in the text and
//! in what is attached to it.

use super::recognise::{Labels, Recognised, fit};
use super::stream::Stream;

/// The same block once more, outside of where it was found; `None` unless most of its rows are found again.
pub fn again<'f>(stream: &Stream, labels: &Labels, first: &Recognised<'f>) -> Option<Recognised<'f>> {
    let places = || first.rows.iter().flatten();
    let apart = places().map(|(start, _)| *start).min()?..places().map(|(_, end)| *end).max()?;
    let most = |rows: usize| rows * 10 >= places().count() * 6;
    // A cheap look first: hardly any document has one.
    let row = |row: usize| {
        let of = |text| first.block.texts.rows.get(text).is_some_and(|rows| rows.contains(&row));
        labels.found.iter().any(|found| found.is_outside(&apart) && of(&found.text))
    };
    let rows = (0..first.rows.len()).filter(|at| first.rows[*at].is_some());
    if first.block.rows.iter().all(|row| row.label.is_some()) && !most(rows.filter(|at| row(*at)).count()) {
        return None;
    }
    let again = fit(stream, labels, (first.form, first.table, first.block), apart.clone())?;
    let both = first.rows.iter().zip(&again.rows).filter(|(a, b)| a.is_some() && b.is_some()).count();
    most(both).then_some(again)
}
