//! A random report, and what is read from a document of it.

use std::collections::BTreeMap;

use gongkai::document::Document;
use gongkai::form::Form;
use gongkai::outcome::Outcome;
use gongkai::process::{Definitions, process};
use gongkai::report::Status;
use rust_decimal::Decimal;

use super::document::{Item, document};
use super::noise::Noise;
use super::report::{Key, Report, generate};
use super::rng::Rng;

pub const TITLE: &str = "嘉祥县水务局2020年政府信息公开工作年度报告";

pub fn definitions() -> &'static Definitions {
    static DEFINITIONS: std::sync::OnceLock<Definitions> = std::sync::OnceLock::new();
    DEFINITIONS.get_or_init(|| Definitions::load().expect("the definitions are consistent"))
}

/// A random report of the form, and its document in order.
pub fn report(seed: u64, form: &'static Form) -> (Report, Vec<Item>) {
    let rng = &mut Rng::new(seed);
    let forms = definitions().forms;
    let report = generate(rng, forms, form);
    let mut items = document(rng, forms, &report, &Noise::default());
    items[0] = Item::Line(TITLE.into());
    (report, items)
}

pub fn read_bytes(bytes: Vec<u8>) -> Outcome {
    process(&Document::new("report", bytes), definitions())
}

pub type Facts = BTreeMap<Key, (Status, Option<Decimal>)>;

pub fn facts(outcome: &Outcome) -> Facts {
    let report = outcome.report.as_ref().expect("a report");
    report.facts.iter().map(|fact| ((fact.indicator, fact.applicant), (fact.status, fact.value))).collect()
}

pub fn identity(outcome: &Outcome) -> (Option<&str>, Option<&str>, Option<i16>) {
    let identity = &outcome.report.as_ref().expect("a report").identity;
    (identity.division.map(|d| d.code), identity.agency.as_ref().map(|a| a.name.as_str()), identity.year)
}

pub const IDENTITY: (Option<&str>, Option<&str>, Option<i16>) = (Some("370829"), Some("嘉祥县水务局"), Some(2020));

/// The facts, whether their cells were unmistakable or decided by the relations of the form.
pub fn known(mut facts: Facts) -> Facts {
    for (status, _) in facts.values_mut().filter(|(status, _)| *status == Status::Inferred) {
        *status = Status::Printed;
    }
    facts
}
