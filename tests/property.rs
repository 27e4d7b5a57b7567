//! Random valid reports in random broken layouts: a cell is read exactly or not at all, and never as another number.
//!
//! `GONGKAI_PROPERTY_CASES` sets the number of reports for each layout and form, `GONGKAI_PROPERTY_SEED` the first seed.

mod support;

use std::collections::BTreeMap;

use gongkai::extract::extract;
use gongkai::form::{Comparison, Form, Forms, Relation, Strictness};
use gongkai::limits::Limits;
use gongkai::read::txt;
use gongkai::report::{Fact, Status};
use rayon::prelude::*;
use rust_decimal::Decimal;
use support::document::document;
use support::layout::Layout;
use support::noise::Noise;
use support::report::{Cell, Key, Report, err, generate};
use support::rng::Rng;

/// At most one in so many documents may fit another table.
const FEW: u64 = 50;
/// Reports for each layout and form in the normal run.
const CASES: u64 = 60;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

fn forms() -> &'static Forms {
    static FORMS: std::sync::OnceLock<&Forms> = std::sync::OnceLock::new();
    FORMS.get_or_init(|| Forms::load().expect("the definitions are consistent"))
}

/// One random document.
struct Case {
    seed: u64,
    layout: Layout,
    /// The layout of some of its blocks.
    other: Layout,
    noise: Noise,
    report: Report,
    text: String,
}

impl Case {
    fn new(seed: u64, layout: Layout, breakage: Breakage, form: &'static Form) -> Case {
        let rng = &mut Rng::new(seed);
        let mut report = generate(rng, forms(), form);
        let noise = Noise::random(rng);
        if breakage == Breakage::Error {
            err(rng, &mut report);
        }
        let items = document(rng, forms(), &report, &noise);
        let other = if breakage == Breakage::Mixed { *rng.pick(&Layout::ALL) } else { layout };
        let text = layout.render_with(other, rng, &items, &noise);
        Case { seed, layout, other, noise, report, text }
    }

    fn keeps(&self) -> bool {
        let keeps = |layout: Layout| layout.keeps(self.report.zeros, &self.noise);
        keeps(self.layout) && self.layout == self.other && !self.report.wrong
    }

    /// Reads the document and compares every cell.
    fn score(&self) -> Score {
        let facts = extract(&txt::read(&self.text, &Limits::default()), forms(), Vec::new).facts;
        let facts: BTreeMap<Key, Fact> =
            facts.into_iter().map(|fact| ((fact.indicator, fact.applicant), fact)).collect();
        let mut score = Score { kept: u64::from(self.keeps()), ..Score::default() };
        for (key, cell) in &self.report.cells {
            score.add(key, cell, facts.get(key), self.keeps());
        }
        // Figures that lost their cells, with an error among them, may fit a table without one, and two rows whose values
        // slipped may stand where every relation holds: then no reader can tell.
        if self.loses_places()
            && (self.report.wrong || self.slips())
            && !score.wrong.is_empty()
            && is_sound(&self.report, &facts)
        {
            score.harmonious += 1;
            score.wrong.clear();
        }
        for (key, fact) in facts.iter().filter(|(key, _)| !self.report.cells.contains_key(*key)) {
            score.wrong.push(format!("{key:?} invented as {:?}", fact.value));
        }
        score
    }

    fn slips(&self) -> bool {
        [self.layout, self.other].contains(&Layout::Slipped)
    }

    fn loses_places(&self) -> bool {
        ![self.layout, self.other].iter().all(|layout| layout.keeps(self.report.zeros, &self.noise))
    }

    fn describe(&self, cells: &[String]) -> String {
        let mut cells = cells.to_vec();
        cells.sort();
        let (seed, layout, other, form) = (self.seed, self.layout, self.other, self.report.form.id);
        format!(
            "seed {seed} {layout:?} {other:?} {form} {:?} wrong {} {:?}\n{}\n--- {} cells:\n{}",
            self.report.zeros,
            self.report.wrong,
            self.noise,
            self.text,
            cells.len(),
            cells.join("\n")
        )
    }
}

/// Whether what was read satisfies every exact relation of the form, blanks taken as zero. A relation with an undecided
/// cell cannot be told.
fn is_sound(report: &Report, facts: &BTreeMap<Key, Fact>) -> bool {
    let value = |key: &Key| facts.get(key).and_then(|fact| fact.value).unwrap_or_default();
    let undecided = |key: &Key| facts.get(key).is_some_and(|fact| fact.status == Status::Ambiguous);
    let holds = |relation: &Relation| {
        let instances = support::report::instances(relation);
        let told = instances.iter().filter(|(left, right)| !left.iter().chain(right).any(undecided));
        told.into_iter().all(|(left, right)| {
            let [left, right] = [left, right].map(|keys| keys.iter().map(value).collect::<Vec<_>>());
            let [sum, other] = [&left, &right].map(|side| side.iter().sum::<Decimal>());
            match relation.comparison {
                Comparison::Eq => sum == other,
                Comparison::Le => sum <= other,
                Comparison::Ge => sum >= other,
                Comparison::GeEach => right.iter().all(|one| sum >= *one),
            }
        })
    };
    report.form.relations.iter().filter(|relation| relation.strictness == Strictness::Exact).all(holds)
}

/// What became of the cells of one or many documents.
#[derive(Debug, Default)]
struct Score {
    /// Documents whose layout keeps every cell.
    kept: u64,
    exact: u64,
    /// Documents whose figures, out of their cells, fit another table in which every relation holds.
    harmonious: u64,
    /// Cells that are printed and were not read.
    lost: u64,
    /// Cells that should have been read exactly, and were not read.
    missed: Vec<String>,
    wrong: Vec<String>,
}

impl Score {
    fn add(&mut self, key: &Key, cell: &Cell, fact: Option<&Fact>, keeps: bool) {
        let read = fact.map(|fact| (fact.status, fact.value));
        let known = match read {
            None | Some((Status::Ambiguous | Status::Unreadable, None)) => None,
            Some((Status::Inferred, value)) => Some((Status::Printed, value)),
            other => other,
        };
        match known {
            Some(known) if known == (cell.status, cell.value) => self.exact += 1,
            Some(known) => self.wrong.push(format!("{key:?} prints {:?}, read as {known:?}", cell.printed)),
            // A blank cell that left no trace is no loss.
            None if fact.is_none() && cell.status == Status::Blank && !keeps => self.exact += 1,
            None => {
                self.lost += 1;
                if keeps {
                    self.missed.push(format!("{key:?} prints {:?}, read as {read:?}", cell.printed));
                }
            }
        }
    }

    fn join(mut self, mut other: Score) -> Score {
        self.kept += other.kept;
        self.exact += other.exact;
        self.harmonious += other.harmonious;
        self.lost += other.lost;
        self.missed.append(&mut other.missed);
        self.wrong.append(&mut other.wrong);
        self
    }

    fn rate(&self) -> f64 {
        self.exact as f64 / (self.exact + self.lost).max(1) as f64
    }
}

/// What else breaks a report than its layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Breakage {
    None,
    /// A second layout in some of its blocks.
    Mixed,
    /// A cell that contradicts the others.
    Error,
}

/// Least share of cells that must be read in each layout, reports whose cells it destroys included.
fn floor(layout: Layout) -> f64 {
    match layout {
        Layout::Grid | Layout::Markdown | Layout::Piped => 0.999,
        Layout::Shifted => 0.99,
        Layout::Slipped => 0.90,
        Layout::Spaced | Layout::Lines | Layout::OneLine | Layout::Collapsed => 0.70,
        Layout::Glued | Layout::Run | Layout::Trimmed => 0.55,
    }
}

/// Reads text that may be anything.
fn survive(text: &str) {
    extract(&txt::read(text, &Limits::default()), forms(), Vec::new);
}

#[test]
fn garbage_is_survived() {
    let pieces = [
        "总计",
        "其他",
        "规章",
        "行政许可",
        "0",
        "12",
        "1,234",
        "-",
        "增",
        "无",
        "\t",
        "\n",
        "|",
        "（",
        "其中：",
        "\u{200b}",
    ];
    (0..setting("GONGKAI_PROPERTY_CASES", CASES)).into_par_iter().for_each(|seed| {
        let rng = &mut Rng::new(seed);
        let length = rng.below(3_000);
        let bytes: Vec<u8> = (0..length).map(|_| rng.below(256) as u8).collect();
        survive(&String::from_utf8_lossy(&bytes));
        let chars: String = (0..length).filter_map(|_| char::from_u32(rng.below(0x30000) as u32)).collect();
        survive(&chars);
        let words: String = (0..length).map(|_| *rng.pick(&pieces)).collect();
        survive(&words);
        let labels: String =
            (0..length / 10).map(|_| format!("{}{}", rng.pick(&forms().label_texts), rng.pick(&pieces))).collect();
        survive(&labels);
    });
}

/// Lines out of order: a value may be lost, and is still never another number.
#[test]
fn shuffled_rows_are_never_misread() {
    let cases = setting("GONGKAI_PROPERTY_CASES", CASES);
    let misread = (0..cases).into_par_iter().filter_map(|seed| {
        let mut case =
            Case::new(seed, Layout::Grid, Breakage::None, &forms().forms[seed as usize % forms().forms.len()]);
        let mut lines: Vec<&str> = case.text.lines().collect();
        Rng::new(seed).shuffle(&mut lines);
        case.text = lines.join("\n");
        let wrong = case.score().wrong;
        let is_number = |cell: &String| cell.rsplit(" as ").next().is_some_and(|read| read.contains("Some("));
        let numbers: Vec<String> = wrong.into_iter().filter(is_number).collect();
        (!numbers.is_empty()).then(|| case.describe(&numbers))
    });
    let misread: Vec<String> = misread.collect();
    assert!(misread.is_empty(), "{} documents misread; the shortest:\n{}", misread.len(), shortest(misread));
}

#[test]
fn every_cell_is_read_exactly_or_not_at_all() {
    read_all(Breakage::None, |layout, total| {
        assert!(total.rate() >= floor(layout), "{layout:?} reads only {:.3}", total.rate());
    });
}

#[test]
fn two_breakages_at_once_are_never_misread() {
    read_all(Breakage::Mixed, |_, _| {});
}

/// The agency's error is read as it is printed, and no glued figures are read into harmony with it.
#[test]
fn errors_of_the_agency_are_never_repaired() {
    read_all(Breakage::Error, |layout, total| {
        // In cells of their own the other rows are read, though the table contradicts itself.
        let in_cells = matches!(layout, Layout::Grid | Layout::Markdown | Layout::Piped);
        assert!(!in_cells || total.rate() >= 0.985, "{layout:?} reads only {:.3}", total.rate());
    });
}

/// Reads random documents in every layout and form, and tells how much of them was read.
fn read_all(breakage: Breakage, judge: impl Fn(Layout, &Score)) {
    let cases = setting("GONGKAI_PROPERTY_CASES", CASES);
    let first = setting("GONGKAI_PROPERTY_SEED", 1);
    println!("{breakage:?}: layout, form, documents, unbroken, cells, read, abstained, harmonious, wrong, missed");
    let mut failures = Vec::new();
    for layout in Layout::ALL {
        for form in &forms().forms {
            let scored = (first..first + cases).into_par_iter().map(|seed| Case::new(seed, layout, breakage, form));
            let scored = scored.map(|case| (case.score(), case));
            let failed = |score: &Score| !score.wrong.is_empty() || !score.missed.is_empty();
            let (total, worst) = scored
                .map(|(score, case)| {
                    let text = failed(&score).then(|| case.describe(&[&score.wrong[..], &score.missed].concat()));
                    (score, text)
                })
                .reduce(|| (Score::default(), None), |(a, text), (b, other)| (a.join(b), shorter(text, other)));
            println!(
                "{:10} {:8} {cases:9} {:8} {:8} {:6.2}% {:8} {} {} {}",
                format!("{layout:?}"),
                form.id,
                total.kept,
                total.exact + total.lost,
                total.rate() * 100.0,
                total.lost,
                total.harmonious,
                total.wrong.len(),
                total.missed.len()
            );
            failures.extend(worst);
            assert!(total.harmonious * FEW <= cases.max(FEW), "{layout:?} {} fits other tables", form.id);
            judge(layout, &total);
        }
    }
    assert!(failures.is_empty(), "{} of layouts and forms fail; the shortest:\n{}", failures.len(), shortest(failures));
}

fn shorter(a: Option<String>, b: Option<String>) -> Option<String> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.len() < a.len() { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn shortest(failures: Vec<String>) -> String {
    failures.into_iter().min_by_key(String::len).unwrap_or_default()
}
