//! A small corpus made in code, for the tests of the tables and of the snapshot.

use crate::content::Place;
use crate::form::{
    Applicant, Block, Column, Form, Forms, Indicator, Kind, Label, Matcher, Row, RowCells, Table, Texts,
};
use crate::issue::{Code, Dropped, Issue, Severity};
use crate::outcome::{Source, SourceOutcome};
use crate::register::{Division, Level};
use crate::report::{
    Agency, Fact, Finding, Identity, Narrative, Report, Scope, Status, TableReading, TableStatus, Verdict,
};
use crate::state::Store;
use crate::table::{Corpus, Entry, KeptReport, RegionLevel, SourceIssue};

static PREFECTURE: Division = Division {
    code: "640200",
    name: "石嘴山市",
    abbreviation: "",
    short: "",
    pinyin: "",
    ordinary: false,
    level: Level::Prefecture,
    parent: Some("640000"),
    since: 0,
    until: None,
};
static COUNTY: Division =
    Division { code: "330106", name: "西湖区", level: Level::County, parent: Some("330100"), ..PREFECTURE };
static DIVISIONS: [Option<&Division>; 3] = [Some(&PREFECTURE), Some(&COUNTY), None];
static UNREADABLE: Code = Code { code: "N002", severity: Severity::Warning, title: "not a number", advice: "look" };

const CELLS: [(&str, &str, Option<&str>); 4] = [
    ("applications", "received_new", Some("natural_person")),
    ("applications", "received_new", Some("total")),
    ("applications", "total_processed", Some("total")),
    ("art20", "rules_issued", None),
];

/// One form with two tables.
pub fn forms() -> Forms {
    let indicators = ["received_new", "total_processed", "rules_issued"].map(indicator).to_vec();
    let applicants = ["natural_person", "total"].map(|code| Applicant { code, label: label(code), meaning: "m" });
    let by_applicant = ["natural_person", "total"].map(|code| Column { label: label(code), applicant: Some(code) });
    let applications = table("applications", by_applicant.into(), &["received_new", "total_processed"]);
    let art20 = table("art20", vec![Column { label: label("本年制发件数"), applicant: None }], &["rules_issued"]);
    let form = Form {
        id: "g3_2021",
        title: "修订格式",
        authority: "国办公开办函〔2021〕30号",
        first_year: 2021,
        last_year: None,
        tables: vec![art20, applications],
        relations: Vec::new(),
    };
    let places = indicators.iter().enumerate().map(|(place, indicator)| (indicator.code, place)).collect();
    Forms {
        places,
        indicators,
        applicants: applicants.into(),
        forms: vec![form],
        series: Vec::new(),
        comparable: Vec::new(),
        label_texts: Vec::new(),
        matcher: Matcher::new(&[]),
        digest: String::new(),
    }
}

fn label(official: &'static str) -> Label {
    Label { official, folded: vec![official.to_owned()] }
}

fn indicator(code: &'static str) -> Indicator {
    Indicator { code, path: "1", label: label(code), unit: "件", kind: Kind::Count, meaning: "m", basis: "b" }
}

fn table(id: &'static str, columns: Vec<Column>, indicators: &[&'static str]) -> Table {
    let row = |code: &&'static str| Row {
        label: Some(label(code)),
        number: "",
        optional: false,
        cells: RowCells::Indicators(vec![code]),
    };
    let rows = indicators.iter().map(row).collect();
    Table {
        id,
        headings: Vec::new(),
        nil: Vec::new(),
        blocks: vec![Block { id, caption: None, header: Vec::new(), columns, rows, texts: Texts::default() }],
    }
}

/// Three divisions, two years and two agencies: twelve reports, their sources and a document that is none.
pub fn parts() -> (Vec<KeptReport>, Vec<Source>, Vec<SourceIssue>) {
    let mut reports = Vec::new();
    let mut sources = vec![source("0".to_owned(), SourceOutcome::NotAReport)];
    for (n, (division, category, year)) in combinations().enumerate() {
        let mut source = source((n + 1).to_string(), SourceOutcome::Report);
        let kept = kept(division, category, year, &source);
        source.report_id = Some(kept.report_id.clone());
        reports.push(kept);
        sources.push(source);
    }
    let issue = Issue::new(&UNREADABLE, "1O3").at(Place::line(3)).drops(Dropped::Value);
    let report_id = Some(reports[0].report_id.clone());
    let issues = vec![SourceIssue { source_id: sources[1].source_id.clone(), report_id, issue }];
    (reports, sources, issues)
}

/// The corpus of [`parts`].
pub fn corpus() -> Corpus {
    let (reports, sources, issues) = parts();
    corpus_of(reports, sources, issues)
}

/// A corpus of these reports, in a store of its own.
pub fn corpus_of(reports: Vec<KeptReport>, sources: Vec<Source>, issues: Vec<SourceIssue>) -> Corpus {
    let store = Store::new(tempfile::tempfile().expect("a temporary file"));
    let entries = reports.iter().map(|kept| Entry::store(kept, &store).expect("the disk takes it")).collect();
    Corpus::new(store.into(), entries, sources, issues)
}

/// The reports of a corpus, loaded.
pub fn reports(corpus: &Corpus) -> Vec<KeptReport> {
    corpus.entries().iter().map(|entry| corpus.load(entry).expect("the disk gives it back")).collect()
}

fn combinations() -> impl Iterator<Item = (Option<&'static Division>, &'static str, i16)> {
    let agencies = ["natural_resources", "finance"];
    let years = |division, agency| [2021, 2022].into_iter().map(move |year| (division, agency, year));
    DIVISIONS.into_iter().flat_map(move |division| agencies.into_iter().flat_map(move |agency| years(division, agency)))
}

fn kept(division: Option<&'static Division>, category: &'static str, year: i16, source: &Source) -> KeptReport {
    let agency = Agency { name: "某局".to_owned(), category, slug: category.to_owned() };
    let identity =
        Identity { division, agency: Some(agency), scope: Scope::Own, year: Some(year), ..Identity::default() };
    let tables = ["art20", "applications"].map(|table| TableReading {
        table,
        forms: vec!["g3_2021"],
        status: TableStatus::Read,
        place: Place::line(1),
    });
    let narrative =
        Narrative {
            section: 1, heading: "一、总体情况".to_owned(), text: "无".to_owned(), place: Place::line(1)
        };
    let facts = CELLS.into_iter().enumerate().map(fact).collect();
    let report = Report { identity, tables: tables.into(), facts, narratives: vec![narrative] };
    let name = division.map(|division| division.name.to_owned());
    KeptReport::new(report, source, name, RegionLevel::Province, vec![finding()]).expect("the year is known")
}

/// Every second cell is blank.
fn fact((n, (table, indicator, applicant)): (usize, (&'static str, &'static str, Option<&'static str>))) -> Fact {
    let (status, value, printed) = match n % 2 {
        0 => (Status::Printed, Some(7.into()), "7"),
        _ => (Status::Blank, None, ""),
    };
    Fact {
        table,
        form: "g3_2021",
        indicator,
        applicant,
        status,
        value,
        unit: "件",
        unit_printed: String::new(),
        unit_assumed: false,
        printed: printed.to_owned(),
        readings: Vec::new(),
        place: Place { grid: Some(1), row: Some(n as u32 + 1), column: Some(1), ..Place::default() },
    }
}

fn finding() -> Finding {
    Finding {
        rule: "T3-ROW",
        instance: "received_new".to_owned(),
        verdict: Verdict::Undecided,
        lenient: Verdict::Fail,
        left: Some(7.into()),
        right: None,
        cells: "received_new/natural_person received_new/total",
        detail: String::new(),
    }
}

fn source(id: String, outcome: SourceOutcome) -> Source {
    Source {
        source_id: format!("{id:0>16}"),
        path: format!("reports.zip!/{id}.html"),
        url: None,
        sha256: format!("{id:0>64}"),
        size: 1000,
        kind: "html",
        encoding: Some("UTF-8"),
        encoding_by: Some("utf8"),
        replaced: 0,
        outcome,
        reason: "synthetic".to_owned(),
        report_id: None,
    }
}
