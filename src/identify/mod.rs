//! Identification (identify): whose report a document is, and for which year.
//!
//! Everything the head, the tail, the path and the address say is kept as evidence; the most trusted piece decides,
//! disagreement becomes an issue, and what no piece says stays unknown. For the year the order is: statistics period
//! (统计期限), title quoted in the text, title, opening words, address, document number, date of publication, of which
//! the last two never decide alone. For the reporter: title, quoted title, 由…编制, opening words, contact, signature,
//! publisher, path, text; but who compiled and signed a report comes before a title that names only the region.

mod address;
mod body;
mod confidence;
mod date;
mod hint;
pub mod issues;
mod kind;
mod meta;
mod name;
mod naming;
mod official;
mod opening;
mod own;
mod place;
mod region;
mod reporter;
mod scope;
mod text;
mod title;
mod year;

pub use kind::looks_like_report;
pub use text::Passages;

use crate::content::Content;
use crate::document::Hints;
use crate::issue::Issue;
use crate::register::Registers;
use crate::report::{About, Evidence, Identity};
use title::Title;

/// Tells whose report `content`, with its head and tail in `passages`, is and for which year. What the document does not say is `None`, never guessed.
pub fn identify(
    content: &Content,
    passages: &Passages,
    hints: &Hints,
    registers: &Registers,
) -> (Identity, Vec<Issue>) {
    let (period, number, issued) = (date::period(passages), year::number(passages), date::issued(passages));
    let period_year = period.as_ref().and_then(|period| period.year());
    let (shown, declared) = (title::find(passages, period_year), meta::title(content));
    let worth = |title: &Option<Title>| title.as_ref().map(|title| title::worth(title, period_year));
    let title = if worth(&declared) > worth(&shown) { declared.clone() } else { shown };
    let hints = &Hints { published: meta::published(content).or(hints.published), ..hints.clone() };
    let quoted = title::quoted(passages);
    let years = year::evidence(&year::Sources {
        passages,
        title: title.as_ref(),
        quoted: &quoted,
        period: period.as_ref(),
        number: number.as_ref(),
        issued: issued.as_ref(),
        hints,
    });
    let (year, year_confidence, mut issues) = year::decide(&years);
    let mentions = registers.divisions.mentions(&passages.head.flow);
    let namings = naming::namings(passages, title.as_ref(), &quoted, &mentions, hints, *registers);
    let namings = naming::with_meta(namings, meta::namings(content, declared.as_ref(), *registers));
    let namings = naming::consistent(namings, own::body(passages), *registers);
    let origins = address::origins(content, hints, registers.divisions, year);
    let origins = address::narrowed(origins, &passages.head.flow, registers.divisions);
    let context = region::Context::of(passages, &mentions, hints, registers.divisions, year);
    let sources = reporter::Sources {
        namings: &namings,
        passages,
        title: title.as_ref(),
        context: &context.with_zones(&namings, *registers, year).with(&origins, registers.divisions, year),
        origins: &origins,
        year,
        registers: *registers,
    };
    let reporter = sources.decide();
    issues.extend(reporter.issues);
    let scope = Evidence {
        about: About::Scope,
        value: reporter.scope.as_str().to_owned(),
        from: "title",
        raw: title.as_ref().map_or(String::new(), |title| title.printed.clone()),
        place: title.as_ref().map_or_else(Default::default, |title| title.place),
    };
    let identity = Identity {
        division: reporter.division,
        division_confidence: reporter.division_confidence,
        zone: reporter.zone,
        agency: reporter.agency,
        agency_confidence: reporter.agency_confidence,
        scope: reporter.scope,
        year,
        year_confidence,
        period_start: period.as_ref().and_then(|period| period.start),
        period_end: period.as_ref().map(|period| period.end),
        title: title.as_ref().map(|title| title.printed.clone()),
        document_number: number.map(|number| number.printed),
        published: issued.map(|issued| issued.date).or(hints.published),
        evidence: years.into_iter().chain(sources.evidence()).chain([scope]).collect(),
    };
    (identity, issues)
}

#[cfg(test)]
mod tests;
