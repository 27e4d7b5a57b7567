//! The cells of a report as operands of a check: numbers, blanks, and what cannot be taken for either.

use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::form::{Comparison, Term};
use crate::report::{Fact, Finding, Verdict};
use crate::word::Word;

type Key = (&'static str, Option<&'static str>);

/// The facts of a report by indicator and applicant.
#[derive(Debug, Default)]
pub(super) struct Cells<'r> {
    facts: FxHashMap<Key, &'r Fact>,
    /// Totals that are blank though their parts are filled: omissions, which no reading as zero may hide.
    pub(super) omitted: FxHashSet<Key>,
}

/// One side of a comparison.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Side {
    /// The operands put together, blanks as zero.
    pub(super) value: Decimal,
    /// How many operands are numbers.
    pub(super) numbers: usize,
    /// How many are blank, a dash or a word.
    pub(super) blanks: usize,
    /// How many can be taken neither for a number nor for zero.
    pub(super) unknown: usize,
    /// Why, for the first of them.
    pub(super) reason: String,
}

impl<'r> Cells<'r> {
    /// The cells of `facts`.
    pub(super) fn new(facts: impl Iterator<Item = &'r Fact>) -> Cells<'r> {
        let facts = facts.map(|fact| ((fact.indicator, fact.applicant), fact)).collect();
        Cells { facts, omitted: FxHashSet::default() }
    }

    /// Whether there is no cell.
    pub(super) fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// The cell of a term, of whichever year the report is.
    pub(super) fn get(&self, term: &Term) -> Option<&'r Fact> {
        self.facts.get(&key(term)?).copied()
    }

    /// Whether the cell of a term is there and empty.
    pub(super) fn is_blank(&self, term: &Term) -> bool {
        self.get(term).is_some_and(|fact| fact.status.is_blank())
    }

    /// Adds the cell of `term` to `side`; `combine` puts its signed value to the others, beginning with zero.
    pub(super) fn add(&self, side: &mut Side, term: &Term, combine: fn(Decimal, Decimal) -> Option<Decimal>) {
        let Err(reason) = self.operand(term).and_then(|operand| side.take(operand, combine)) else { return };
        side.unknown += 1;
        if side.reason.is_empty() {
            side.reason = format!("{}: {reason}", term.name());
        }
    }

    /// The signed number of a cell, `None` for a blank, or why it is neither.
    fn operand(&self, term: &Term) -> Result<Option<Decimal>, &'static str> {
        let fact = self.get(term).ok_or("not in the document")?;
        match fact.value {
            Some(value) => Ok(Some(value * Decimal::from(term.sign))),
            None if key(term).is_some_and(|key| self.omitted.contains(&key)) => Err("total left blank, parts filled"),
            None if fact.status.is_blank() => Ok(None),
            None => Err(fact.status.as_str()),
        }
    }
}

impl Side {
    fn take(
        &mut self,
        operand: Option<Decimal>,
        combine: fn(Decimal, Decimal) -> Option<Decimal>,
    ) -> Result<(), &'static str> {
        self.value = combine(self.value, operand.unwrap_or_default()).ok_or("too large to add up")?;
        match operand {
            Some(_) => self.numbers += 1,
            None => self.blanks += 1,
        }
        Ok(())
    }

    /// The value, unless every operand of the side is blank or one of them is unknown.
    pub(super) fn known(&self) -> Option<Decimal> {
        (self.numbers > 0 && self.unknown == 0).then_some(self.value)
    }

    fn is_blank(&self) -> bool {
        self.numbers == 0 && self.blanks > 0
    }
}

/// The finding of a comparison. Strictly it is decided only if every operand is a number. Leniently a blank is zero,
/// but a side that is blank as a whole contradicts nothing, because it may have been left out.
pub(super) fn compare(comparison: Comparison, left: &Side, right: &Side) -> (Verdict, Verdict, String) {
    let verdict = match holds(comparison, left.value, right.value) {
        true => Verdict::Pass,
        false => Verdict::Fail,
    };
    let unknown = left.unknown + right.unknown;
    let numbers = left.numbers + right.numbers;
    let strict = if unknown + left.blanks + right.blanks > 0 { Verdict::Undecided } else { verdict };
    let (lenient, detail) = match verdict {
        _ if unknown > 0 => {
            (Verdict::Undecided, if left.unknown > 0 { left.reason.clone() } else { right.reason.clone() })
        }
        _ if numbers == 0 => (Verdict::Undecided, String::new()),
        Verdict::Fail if left.is_blank() => (Verdict::Undecided, "left side blank".to_owned()),
        Verdict::Fail if right.is_blank() => (Verdict::Undecided, "right side blank".to_owned()),
        _ => (verdict, String::new()),
    };
    (strict, lenient, detail)
}

fn holds(comparison: Comparison, left: Decimal, right: Decimal) -> bool {
    match comparison {
        Comparison::Eq => left == right,
        Comparison::Le => left <= right,
        Comparison::Ge | Comparison::GeEach => left >= right,
    }
}

/// The finding of a comparison of two sides made of `cells`.
pub(super) fn finding(
    rule: &'static str,
    instance: &str,
    comparison: Comparison,
    sides: (&Side, &Side),
    cells: Word,
) -> Finding {
    let (left, right) = sides;
    let (verdict, lenient, detail) = compare(comparison, left, right);
    let right = if right == &Side::default() { Some(Decimal::ZERO) } else { right.known() };
    Finding { rule, instance: instance.to_owned(), verdict, lenient, left: left.known(), right, cells, detail }
}

/// The term of a cell by itself.
pub(super) fn of_fact(fact: &Fact) -> Term {
    Term { sign: 1, indicator: Some(fact.indicator), applicant: fact.applicant, lag: 0 }
}

/// The cell of a term; `None` if the term names no indicator.
pub(super) fn key(term: &Term) -> Option<Key> {
    term.indicator.map(|indicator| (indicator, term.applicant))
}
