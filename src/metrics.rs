//! Metrics of a build in the text format of Prometheus, for the textfile collector of its node exporter.

use std::fmt::{Display, Write};
use std::path::Path;

use jiff::Timestamp;

use crate::outcome::SourceOutcome;
use crate::report::{Status, Verdict};
use crate::run::{Files, Summary};
use crate::snapshot::{Error, disk};

/// How a build ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// A snapshot was published.
    Published,
    /// The published snapshot holds the same.
    NothingNew,
    /// The snapshot did not meet what is expected.
    Refused,
    /// An error.
    Failed,
    /// It was asked to stop.
    Stopped,
}

impl Ended {
    /// Every way, in the order of the file.
    pub const ALL: [Ended; 5] = [Ended::Published, Ended::NothingNew, Ended::Refused, Ended::Failed, Ended::Stopped];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Ended::Published => "published",
            Ended::NothingNew => "nothing_new",
            Ended::Refused => "refused",
            Ended::Failed => "failed",
            Ended::Stopped => "stopped",
        }
    }
}

/// A build that has ended.
#[derive(Debug)]
pub struct Build<'a> {
    /// How.
    pub ended: Ended,
    /// When.
    pub at: Timestamp,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// What it did; `None` if it did not come to its end.
    pub summary: Option<&'a Summary>,
    /// When the snapshot was made that is published now; `None` if there is none.
    pub snapshot: Option<Timestamp>,
}

/// Replaces the file of metrics by rename: whoever collects it sees the old one or the new one.
///
/// # Errors
/// [`Error::Disk`].
pub fn write(path: &Path, build: &Build) -> Result<(), Error> {
    disk::replace(path, text(build).as_bytes())
}

/// The text of the file.
pub fn text(build: &Build) -> String {
    let mut text = Text::default();
    let ended = Ended::ALL.map(|ended| (ended.as_str(), u8::from(ended == build.ended)));
    text.family("build_outcome", "How the last build ended: 1 at the one outcome", "outcome", ended);
    text.number("build_finished_timestamp_seconds", "When the last build ended", seconds(build.at));
    text.number("build_duration_seconds", "How long the last build took", build.seconds);
    if let Some(created) = build.snapshot {
        text.number("snapshot_timestamp_seconds", "When the published snapshot was made", seconds(created));
        let age = seconds(build.at) - seconds(created);
        text.number("snapshot_age_seconds", "Age of the published snapshot when the last build ended", age);
    }
    if let Some(summary) = build.summary {
        describe(summary, &mut text);
    }
    text.0
}

fn describe(summary: &Summary, text: &mut Text) {
    let counts = &summary.counts;
    let Files { read, unchanged, gone } = summary.files;
    let files = [("read", read), ("unchanged", unchanged), ("gone", gone)];
    text.family("build_files", "Files of the input against those of the build before", "change", files);
    let laps = summary.laps.iter().map(|(stage, duration)| (*stage, duration.as_secs_f64()));
    text.family("build_stage_duration_seconds", "How long a stage of the build took", "stage", laps);
    let documents = SourceOutcome::ALL.map(|o| (o.as_str(), counts.documents.get(&o).copied().unwrap_or(0)));
    text.family("build_documents", "Documents by what became of them", "outcome", documents);
    text.number("build_reports", "Reports", counts.reports);
    let cells = Status::ALL.map(|status| (status.as_str(), counts.cells.get(&status).copied().unwrap_or(0)));
    text.family("build_cells", "Cells by status", "status", cells);
    let verdicts = [Verdict::Pass, Verdict::Fail, Verdict::Undecided];
    let checks = verdicts.map(|verdict| (verdict.as_str(), counts.checks.get(&verdict).copied().unwrap_or(0)));
    text.family("build_checks", "Checks by verdict", "verdict", checks);
    text.number("build_issues", "Issues", counts.issues);
    text.number("build_expectations_missed", "Expectations that the snapshot does not meet", summary.missed());
}

fn seconds(time: Timestamp) -> f64 {
    time.as_millisecond() as f64 / 1000.0
}

/// The file while it is written. Every metric is a gauge: what the last build found.
#[derive(Default)]
struct Text(String);

impl Text {
    fn head(&mut self, name: &str, help: &str) {
        writeln!(self.0, "# HELP gongkai_{name} {help}\n# TYPE gongkai_{name} gauge")
            .expect("a string takes every text");
    }

    fn number(&mut self, name: &str, help: &str, value: impl Display) {
        self.head(name, help);
        writeln!(self.0, "gongkai_{name} {value}").expect("a string takes every text");
    }

    /// One metric with a value for each word of a label.
    fn family<V: Display>(
        &mut self,
        name: &str,
        help: &str,
        label: &str,
        values: impl IntoIterator<Item = (&'static str, V)>,
    ) {
        self.head(name, help);
        for (word, value) in values {
            writeln!(self.0, "gongkai_{name}{{{label}=\"{word}\"}} {value}").expect("a string takes every text");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::*;
    use crate::snapshot::Published;
    use crate::table::Counts;

    #[test]
    fn a_build_that_failed_tells_the_age_of_what_is_published() {
        let time = |text: &str| text.parse().expect("a time");
        let build = Build {
            ended: Ended::Failed,
            at: time("2021-11-21T03:15:00.5Z"),
            seconds: 2.25,
            summary: None,
            snapshot: Some(time("2021-11-21T03:00:00Z")),
        };
        let lines: Vec<String> =
            text(&build).lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
        assert_eq!(
            lines,
            [
                "gongkai_build_outcome{outcome=\"published\"} 0",
                "gongkai_build_outcome{outcome=\"nothing_new\"} 0",
                "gongkai_build_outcome{outcome=\"refused\"} 0",
                "gongkai_build_outcome{outcome=\"failed\"} 1",
                "gongkai_build_outcome{outcome=\"stopped\"} 0",
                "gongkai_build_finished_timestamp_seconds 1637464500.5",
                "gongkai_build_duration_seconds 2.25",
                "gongkai_snapshot_timestamp_seconds 1637463600",
                "gongkai_snapshot_age_seconds 900.5",
            ]
        );
    }

    #[test]
    fn a_build_that_came_to_its_end_tells_what_it_found() {
        let counts = Counts {
            documents: BTreeMap::from([(SourceOutcome::Report, 3)]),
            reports: 3,
            cells: BTreeMap::from([(Status::Printed, 40)]),
            checks: BTreeMap::from([(Verdict::Fail, 1)]),
            issues: 2,
        };
        let summary = Summary {
            counts,
            files: Files { read: 1, unchanged: 2, gone: 4 },
            notices: Vec::new(),
            leftovers: Vec::new(),
            published: Published::Refused {
                path: ".refused".into(),
                id: "id".to_owned(),
                published: None,
                reasons: vec!["reports: 3".to_owned()],
            },
            laps: vec![("read", Duration::from_millis(1500))],
            pruned: Ok(Vec::new()),
        };
        let at = Timestamp::UNIX_EPOCH;
        let text = text(&Build { ended: Ended::Refused, at, seconds: 2.0, summary: Some(&summary), snapshot: None });
        for line in [
            "# TYPE gongkai_build_cells gauge",
            "gongkai_build_stage_duration_seconds{stage=\"read\"} 1.5",
            "gongkai_build_files{change=\"unchanged\"} 2",
            "gongkai_build_files{change=\"gone\"} 4",
            "gongkai_build_documents{outcome=\"report\"} 3",
            "gongkai_build_documents{outcome=\"failed\"} 0",
            "gongkai_build_cells{status=\"printed\"} 40",
            "gongkai_build_cells{status=\"ambiguous\"} 0",
            "gongkai_build_checks{verdict=\"fail\"} 1",
            "gongkai_build_expectations_missed 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}: {text}");
        }
        assert!(!text.contains("snapshot_age"));
    }
}
