//! Two copies of one table: where they differ, the document does not say which figures are the report's.

use rust_decimal::Decimal;

use crate::report::{Fact, Status};

/// Holds the facts of a table against those of its repetition. Cells on which they differ become ambiguous, with both texts;
/// a table without figures gives way to one that has them. `true` if any differ.
pub fn reconcile(facts: &mut Vec<Fact>, again: Vec<Fact>) -> bool {
    let figures = |facts: &[Fact]| facts.iter().filter(|fact| fact.value.is_some()).count();
    let (own, others) = (figures(facts), figures(&again));
    if own == 0 {
        *facts = again;
        return false;
    }
    // Prose names the rows too, and some figures of them.
    if others * 2 < own {
        return false;
    }
    let mut any = false;
    for fact in facts {
        let same = |other: &&Fact| (other.indicator, other.applicant) == (fact.indicator, fact.applicant);
        let Some(other) = again.iter().find(same) else { continue };
        if let (Some(number), Some(rival)) = (number(fact), number(other))
            && number != rival
        {
            (fact.status, fact.value) = (Status::Ambiguous, None);
            fact.printed = format!("{} | {}", fact.printed, other.printed);
            any = true;
        }
    }
    any
}

/// The number of a cell, zero if it says that there is none; `None` if it was not read.
fn number(fact: &Fact) -> Option<Decimal> {
    fact.value.or_else(|| fact.status.is_blank().then_some(Decimal::ZERO))
}
