//! What a person reads in a terminal: one document (whose report, what was read from where, what does not add up), and the
//! snapshots of a data set.

pub mod sheet;
mod snapshots;
mod statutory;
mod why;

pub use snapshots::snapshots;
pub use why::why;

use comfy_table::{Attribute, Cell, Color, ContentArrangement, Table};

use crate::form::Forms;
use crate::issue::{Issue, Severity};
use crate::outcome::{Outcome, Source};
use crate::quality::{Exact, Quality};
use crate::report::{About, Confidence, Finding, Identity, Verdict};

/// Draws the outcome of a document. `styled` allows colours.
pub fn show(outcome: &Outcome, findings: &[Finding], forms: &Forms, styled: bool) -> String {
    let mut parts = vec![source(&outcome.source)];
    if let Some(report) = &outcome.report {
        parts.push(identity(&report.identity, styled));
        parts.push(statutory::tables(report, forms, styled));
        parts.push(checks(findings, styled));
        parts.push(format!("quality: {}", Quality::of(report, findings, &Exact::of(forms)).as_str()));
    }
    parts.push(issues(&outcome.issues, styled));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

/// An empty table in the common style.
pub(crate) fn table(styled: bool) -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    if styled {
        table.enforce_styling();
    } else {
        table.force_no_tty().set_width(140);
    }
    table
}

fn heading(text: &str, styled: bool) -> String {
    if styled { format!("\u{1b}[1m{text}\u{1b}[0m\n") } else { format!("{text}\n") }
}

fn source(source: &Source) -> String {
    let encoding = source
        .encoding
        .map_or(String::new(), |name| format!(", {name} (decided by {})", source.encoding_by.unwrap_or("nobody")));
    let reason = if source.reason.is_empty() { String::new() } else { format!(": {}", source.reason) };
    let outcome = format!("{}{reason}", source.outcome.as_str());
    format!("{}\n{} bytes, {}{encoding}\n{outcome}", source.path, source.size, source.kind)
}

fn identity(identity: &Identity, styled: bool) -> String {
    let text = |value: Option<String>| value.unwrap_or_else(|| "unknown".into());
    let known = |value: Option<String>, confidence: Confidence| format!("{}\n{}", text(value), confidence.as_str());
    let division = identity.division.map(|division| format!("{} {}", division.code, division.name));
    let agency =
        identity.agency.as_ref().map(|agency| format!("{}\n{} ({})", agency.name, agency.category, agency.slug));
    let period = identity.period_start.zip(identity.period_end).map(|(start, end)| format!("{start} to {end}"));
    let rows = [
        ("division", known(division, identity.division_confidence), Some(About::Division)),
        ("zone", identity.zone.as_ref().map_or(String::new(), |zone| format!("{} {}", zone.code, zone.name)), None),
        ("agency", known(agency, identity.agency_confidence), Some(About::Agency)),
        ("year", known(identity.year.map(|year| year.to_string()), identity.year_confidence), Some(About::Year)),
        ("scope", identity.scope.as_str().into(), Some(About::Scope)),
        ("period", text(period), None),
        ("title", text(identity.title.clone()), None),
        ("number", text(identity.document_number.clone()), None),
        ("published", text(identity.published.map(|date| date.to_string())), None),
    ];
    let mut drawn = table(styled);
    drawn.set_header(["identity", "", "evidence"]);
    for (name, value, about) in rows.into_iter().filter(|(_, value, _)| !value.is_empty()) {
        let evidence = about.map_or(String::new(), |about| evidence(identity, about));
        drawn.add_row([Cell::new(name), Cell::new(value), Cell::new(evidence).add_attribute(Attribute::Dim)]);
    }
    drawn.to_string()
}

/// What speaks for one part of the identity: each value once, with every kind of place it was found in.
fn evidence(identity: &Identity, about: About) -> String {
    let mut values: Vec<(&str, Vec<String>)> = Vec::new();
    for evidence in identity.evidence.iter().filter(|evidence| evidence.about == about) {
        let known = values.iter().position(|(value, _)| *value == evidence.value);
        let at = known.unwrap_or_else(|| {
            values.push((&evidence.value, Vec::new()));
            values.len() - 1
        });
        if values[at].1.iter().all(|from| !from.starts_with(evidence.from)) {
            let place = evidence.place.to_string();
            let place = if place.is_empty() { place } else { format!(" ({place})") };
            values[at].1.push(format!("{}{place}", evidence.from));
        }
    }
    let lines = values.into_iter().map(|(value, from)| format!("{value}: {}", from.join(", ")));
    lines.collect::<Vec<_>>().join("\n")
}

/// The checks that fail in full, the others as numbers.
fn checks(findings: &[Finding], styled: bool) -> String {
    let count = |verdict: Verdict| findings.iter().filter(|finding| finding.lenient == verdict).count();
    let [pass, fail, undecided] = [Verdict::Pass, Verdict::Fail, Verdict::Undecided].map(count);
    let title = format!("checks, blanks read as zero: {pass} pass, {fail} fail, {undecided} undecided");
    if fail == 0 {
        return heading(&title, styled).trim_end().to_string();
    }
    let mut drawn = table(styled);
    drawn.set_header(["fails", "of", "left", "right", "detail"]);
    for finding in findings.iter().filter(|finding| finding.lenient == Verdict::Fail) {
        let number = |value: Option<rust_decimal::Decimal>| value.map_or(String::new(), |value| value.to_string());
        drawn.add_row([
            Cell::new(finding.rule).fg(Color::Red),
            Cell::new(&finding.instance),
            Cell::new(number(finding.left)),
            Cell::new(number(finding.right)),
            Cell::new(if finding.detail.is_empty() {
                finding.cells.replace(' ', ", ")
            } else {
                finding.detail.clone()
            }),
        ]);
    }
    heading(&title, styled) + &drawn.to_string()
}

fn issues(issues: &[Issue], styled: bool) -> String {
    if issues.is_empty() {
        return String::new();
    }
    let mut drawn = table(styled);
    drawn.set_header(["issue", "where", "text", "dropped"]);
    for issue in issues {
        let color = match issue.code.severity {
            Severity::Note => Color::Grey,
            Severity::Warning => Color::Yellow,
            Severity::Error => Color::Red,
        };
        let raw: String = issue.raw.chars().take(60).collect();
        drawn.add_row([
            Cell::new(issue.code.code).fg(color),
            Cell::new(issue.place),
            Cell::new(raw),
            Cell::new(issue.dropped.as_str()),
        ]);
    }
    drawn.to_string()
}
