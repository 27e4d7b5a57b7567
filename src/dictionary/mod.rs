//! The data dictionary: every table, column, indicator, status, issue and rule in words, generated from their
//! definitions so that it cannot say anything else than the program does.

mod chinese;
mod explain;
mod markdown;
mod words;

pub use explain::{Language, explain, meaning};
pub use markdown::markdown;

use crate::form::{Form, Forms, Indicator};
use crate::issue::Code;

/// Every issue code of every stage.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    let stages = [
        &crate::container::issues::CODES[..],
        &crate::process::CODES,
        &crate::read::CODES,
        &crate::read::layout::CODES,
        &crate::read::pdf::CODES,
        &crate::identify::issues::CODES,
        &crate::extract::issues::CODES,
    ];
    stages.into_iter().flatten().copied()
}

/// The forms that have the indicator.
fn forms_of<'f>(indicator: &'f Indicator, forms: &'f Forms) -> impl Iterator<Item = &'f Form> {
    forms.forms.iter().filter(|form| form.indicators().any(|code| code == indicator.code))
}
