use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::report::{Fact, Status};
use crate::snapshot::publish::tests::publish;
use crate::table::{KeptReport, sample};

/// A change of the sample.
type Edit = fn(&mut Vec<KeptReport>);

/// Publishes the sample after a change.
fn published(output: &Path, created: &str, change: Edit) -> PathBuf {
    let (mut reports, sources, issues) = sample::parts();
    change(&mut reports);
    let corpus = sample::corpus_of(reports, sources, issues);
    publish(output, &corpus, created).path().to_owned()
}

fn changes(change: Edit) -> (TempDir, Summary, Vec<Change>) {
    let output = tempfile::tempdir().expect("a temporary directory");
    let old = published(output.path(), "2021-11-21T03:15:00Z", |_| ());
    let new = published(output.path(), "2021-11-22T03:15:00Z", change);
    let mut changes = Vec::new();
    let summary = diff(&old, &new, &mut |change| {
        changes.push(change);
        Ok(())
    });
    (output, summary.expect("both are there"), changes)
}

fn set(fact: &mut Fact, status: Status, value: Option<i64>) {
    (fact.status, fact.value) = (status, value.map(Into::into));
}

#[test]
fn each_change_of_a_cell_has_its_kind() {
    let cases: [(&str, Edit); 8] = [
        ("", |_| ()),
        ("", |reports| reports[0].report.facts[0].place.row = Some(9)),
        ("changed_value 7 -> 8", |reports| set(&mut reports[0].report.facts[0], Status::Printed, Some(8))),
        ("changed_status 7 -> 7", |reports| set(&mut reports[0].report.facts[0], Status::Inferred, Some(7))),
        ("newly_missing 7 -> ", |reports| set(&mut reports[0].report.facts[0], Status::Ambiguous, None)),
        ("newly_read  -> 3", |reports| set(&mut reports[0].report.facts[1], Status::Printed, Some(3))),
        ("changed_status  -> ", |reports| set(&mut reports[0].report.facts[1], Status::Dash, None)),
        ("newly_missing 7 -> ", |reports| drop(reports[0].report.facts.remove(0))),
    ];
    for (expected, change) in cases {
        let (_output, summary, changes) = changes(change);
        let value = |reading: &Option<Reading>| reading.as_ref()?.value.map(|value| value.to_string());
        let told = changes.iter().map(|change| {
            let [old, new] = [&change.old, &change.new].map(|reading| value(reading).unwrap_or_default());
            format!("{} {old} -> {new}", change.kind.as_str())
        });
        assert_eq!(told.collect::<Vec<_>>().join("; "), expected);
        assert_eq!(summary.is_empty(), expected.is_empty());
    }
}

#[test]
fn files_that_are_equal_are_not_opened() {
    let output = tempfile::tempdir().expect("a temporary directory");
    let old = published(output.path(), "2021-11-21T03:15:00Z", |_| ());
    let new = published(output.path(), "2021-11-22T03:15:00Z", |reports| {
        set(&mut reports[0].report.facts[0], Status::Printed, Some(8));
    });
    let manifest = Manifest::read(&new).expect("a manifest");
    let old_hashes: Vec<_> = Manifest::read(&old).expect("a manifest").content.files;
    let equal = |file: &&FileEntry| old_hashes.contains(file) && file.table == "statistics";
    for file in manifest.content.files.iter().filter(equal) {
        std::fs::remove_file(old.join(&file.path)).expect("a file of this test");
    }
    let summary = diff(&old, &new, &mut |_| Ok(())).expect("what is left is enough");
    assert_eq!((summary.files, summary.totals()), ([11, 1], BTreeMap::from([(Kind::ChangedValue, 1)])));
}

#[test]
fn reports_come_and_go_with_all_their_cells() {
    let (_output, summary, changes) = changes(|reports| drop(reports.remove(0)));
    assert_eq!(summary.reports, BTreeMap::from([(Kind::Gone, 1)]));
    assert_eq!(summary.totals(), BTreeMap::from([(Kind::Gone, 4)]));
    assert!(
        changes.iter().all(|change| change.new.is_none() && change.report_id == "640200-natural_resources-own-2021")
    );
    let group = ("g3_2021".to_owned(), "CN-64".to_owned(), "2021".to_owned());
    assert_eq!(summary.cells.keys().collect::<Vec<_>>(), [&group]);
    assert!(summary.rows.contains(&("reports".to_owned(), [12, 11])));
    assert_eq!(short(&summary), "cells: 4 gone; reports: 0 changed, 0 new, 1 gone");
}

#[test]
fn what_is_drawn_is_bounded_and_says_how_much_more() {
    let (_output, summary, changes) = changes(|reports| {
        reports.iter_mut().for_each(|kept| {
            set(&mut kept.report.facts[0], Status::Ambiguous, None);
        })
    });
    let page = super::summary(&summary, 2, false) + &cells(&changes[..2], 12, false);
    for expected in
        ["12 printed -> ambiguous", "... and 4 more lines", "... and 10 more cells", "newly_missing", "grid 1, row 1"]
    {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}

#[test]
fn the_list_is_the_same_in_csv_and_parquet() {
    let (output, _, changes) = changes(|reports| set(&mut reports[0].report.facts[0], Status::Inferred, Some(8)));
    let written = |format, name: &str| {
        let file = output.path().join(name);
        let mut export = Export::to_file(&file, format).expect("made");
        changes.iter().for_each(|change| export.add(change.clone()).expect("written"));
        export.finish().expect("written");
        file
    };
    let csv = std::fs::read_to_string(written(Format::Csv, "changes.csv")).expect("text");
    assert_eq!(
        csv.lines().nth(1),
        Some(
            "changed_value,CN-64,natural_resources,2021,640200-natural_resources-own-2021,石嘴山市,某局,g3_2021,applications,received_new,natural_person,printed,7,7,0000000000000001,\"grid 1, row 1, column 1\",inferred,8,7,0000000000000001,\"grid 1, row 1, column 1\""
        )
    );
    let file = std::fs::File::open(written(Format::Parquet, "changes.parquet")).expect("there");
    let parquet = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let names: Vec<&str> = parquet.schema().fields().iter().map(|field| field.name().as_str()).collect();
    assert_eq!(names, csv.lines().next().expect("a header").split(',').collect::<Vec<_>>());
    assert_eq!(parquet.metadata().file_metadata().num_rows(), 1);
}
