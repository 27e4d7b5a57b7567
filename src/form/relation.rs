//! Relations between cells (勾稽关系): sums and bounds that a form states or that follow from its definitions.
//!
//! They are data in the form definitions. Two stages use them: the solver, to choose between readings of a broken
//! table, and the checks, to describe a table that was read.

use serde::Deserialize;

use crate::word::{Word, word};

/// One operand: a signed cell, possibly of the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// `-1` if the operand is subtracted, else `1`.
    pub sign: i64,
    /// Indicator code; `None` in a relation over the applicants of one indicator.
    pub indicator: Option<&'static str>,
    /// Applicant code; `None` where the indicator has no applicants, or where the relation holds for each of them.
    pub applicant: Option<&'static str>,
    /// Years back: 0 for the report itself, 1 for the report of the year before.
    pub lag: u8,
}

impl Term {
    /// Its cell as findings name it: `indicator` or `indicator/applicant`, with the years back behind `@`.
    pub fn name(&self) -> String {
        let indicator = self.indicator.unwrap_or_default();
        let mut name = self.applicant.map_or_else(|| indicator.to_owned(), |code| [indicator, "/", code].concat());
        if self.lag > 0 {
            name += &format!("@-{}", self.lag);
        }
        name
    }
}

/// The names of the cells of some terms, between spaces.
pub fn names<'t>(terms: impl IntoIterator<Item = &'t Term>) -> Word {
    word(&terms.into_iter().map(Term::name).collect::<Vec<_>>().join(" "))
}

/// How the two sides compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// left = right
    Eq,
    /// left <= right
    Le,
    /// left >= right; an empty right side is zero
    Ge,
    /// left >= each operand of the right side
    GeEach,
}

/// What a relation is repeated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    /// Holds once.
    Once,
    /// Holds for every applicant column: the terms name indicators.
    Applicant,
    /// Holds for every indicator with applicants: the terms name applicants.
    Indicator,
    /// Holds for each operand of the left side with the operand of the right side that stands in the same place.
    Pair,
}

/// How strictly a relation holds in correct reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strictness {
    /// It holds by the definition of the form: a failure is an error of the document, or of the reading.
    Exact,
    /// It usually holds; a failure is worth a look.
    Soft,
}

impl Strictness {
    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            Strictness::Exact => "exact",
            Strictness::Soft => "soft",
        }
    }
}

/// One relation of a form.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Stable id, such as `T3-BAL`.
    pub id: &'static str,
    /// What it says, in English.
    pub title: &'static str,
    /// What it says, in Chinese, in the words of the form.
    pub title_zh: &'static str,
    /// How the sides compare.
    pub comparison: Comparison,
    /// What it is repeated for.
    pub each: Each,
    /// How strictly it holds.
    pub strictness: Strictness,
    /// Left side, added up.
    pub left: Vec<Term>,
    /// Right side, added up.
    pub right: Vec<Term>,
    /// Table of the form whose cells it relates; `None` if it reaches over several tables or years.
    pub table: Option<&'static str>,
    /// Its instances, see [`Relation::unfold`].
    pub instances: Vec<Instance>,
}

/// One instance of a relation: its operands as cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// The indicator or applicant it is for; empty where the relation holds once.
    pub name: &'static str,
    /// Left side.
    pub left: Vec<Term>,
    /// Right side.
    pub right: Vec<Term>,
    /// The names of its cells, left side first, between spaces.
    pub cells: Word,
}

impl Instance {
    fn new(name: Word, left: Vec<Term>, right: Vec<Term>) -> Instance {
        let cells = names(left.iter().chain(&right));
        Instance { name, left, right, cells }
    }
}

impl Relation {
    /// Makes the instances of the relation, given the applicant columns and the indicators that have them.
    pub fn unfold(&mut self, applicants: &[&'static str], indicators: &[&'static str]) {
        self.instances = match self.each {
            Each::Once => vec![Instance::new("", self.left.clone(), self.right.clone())],
            Each::Applicant => {
                let fill = |term: &Term, applicant| Term { applicant: Some(applicant), ..term.clone() };
                applicants.iter().map(|applicant| self.instance(applicant, fill)).collect()
            }
            Each::Indicator => {
                let fill = |term: &Term, indicator| Term { indicator: Some(indicator), ..term.clone() };
                indicators.iter().map(|indicator| self.instance(indicator, fill)).collect()
            }
            Each::Pair => {
                let pair = |(left, right): (&Term, &Term)| {
                    Instance::new(left.indicator.unwrap_or_default(), vec![left.clone()], vec![right.clone()])
                };
                self.left.iter().zip(&self.right).map(pair).collect()
            }
        };
    }

    /// Whether a cell of the indicator stands in an instance of it.
    pub fn relates(&self, indicator: &str) -> bool {
        let mut terms = self.instances.iter().flat_map(|instance| instance.left.iter().chain(&instance.right));
        terms.any(|term| term.indicator == Some(indicator))
    }

    fn instance(&self, name: &'static str, fill: impl Fn(&Term, &'static str) -> Term) -> Instance {
        let side = |terms: &[Term]| terms.iter().map(|term| fill(term, name)).collect();
        Instance::new(name, side(&self.left), side(&self.right))
    }
}
