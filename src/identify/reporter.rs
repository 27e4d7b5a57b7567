//! The reporter: from everything the document names to one division, one agency and one scope.

use super::address::Origin;
use super::issues;
use super::naming::Naming;
use super::official::OFFICES;
use super::own;
use super::region::{self, Context, Known};
use super::scope;
use super::text::Passages;
use super::title::Title;
use crate::content::Place;
use crate::issue::Issue;
use crate::register::{Division, Registers, agency};
use crate::report::{About, Agency, Confidence, Evidence, Scope, Zone};

/// Everything the reporter is read from.
#[derive(Debug)]
pub struct Sources<'a> {
    /// Every naming, most trusted first.
    pub namings: &'a [Naming],
    /// Head and tail.
    pub passages: &'a Passages,
    /// The title line.
    pub title: Option<&'a Title>,
    /// Divisions mentioned anywhere.
    pub context: &'a Context,
    /// What path, page and address say about the division, most trusted first.
    pub origins: &'a [Origin],
    /// The reporting year.
    pub year: Option<i16>,
    /// The registers.
    pub registers: Registers,
}

/// Who reports.
#[derive(Debug, Default)]
pub struct Reporter {
    /// The division.
    pub division: Option<&'static Division>,
    /// How well it is known.
    pub division_confidence: Confidence,
    /// The zone within it.
    pub zone: Option<Zone>,
    /// The agency.
    pub agency: Option<Agency>,
    /// How well it is known.
    pub agency_confidence: Confidence,
    /// The scope.
    pub scope: Scope,
    /// What could not be told, and what disagrees.
    pub issues: Vec<Issue>,
}

/// Kinds of evidence in which a document names its own reporter.
pub(super) const OWN_WORDS: [&str; 4] = ["title", "quoted_title", "compiled_by", "signature"];

impl Sources<'_> {
    /// The reporter by the most trusted naming.
    pub fn decide(&self) -> Reporter {
        let Some(first) = self.namings.first() else { return self.unnamed() };
        let fuller = self.written_out(first);
        let chosen = fuller.as_ref().or_else(|| self.signing_compiler(first)).unwrap_or(first);
        let core = self.official_core(chosen);
        let (known, zone) = self.located(chosen, &core);
        let mut reporter = Reporter::default();
        match known {
            Known::Is(division) => reporter.division = Some(self.registers.divisions.as_of(division, self.year)),
            Known::Ambiguous => reporter.issues.push(about(&issues::DIVISION_AMBIGUOUS, chosen)),
            Known::Unknown => reporter.issues.push(about(&issues::DIVISION_UNKNOWN, chosen)),
        }
        let category = self.category(&core);
        if category == agency::UNKNOWN {
            reporter.issues.push(about(&issues::AGENCY_UNLISTED, chosen));
        }
        let title = self.title.map_or("", |title| title.printed.as_str());
        reporter.scope = scope::decide(chosen, category, title, self.passages);
        let name = self.official_name(chosen, &core, reporter.division, zone.is_some());
        let slug = self.slug(category, &core, zone.as_ref());
        reporter.division_confidence = self.division_confidence(chosen, &core, reporter.division);
        reporter.agency_confidence = self.agency_confidence(if fuller.is_some() { first } else { chosen }, category);
        reporter.issues.extend(self.disagreements(reporter.division, category));
        reporter.agency = Some(Agency { name, category, slug });
        reporter.zone = zone;
        reporter
    }

    /// The category of an agency, of several in one report that of the first. The name of a zone alone is its
    /// administration; its departments are classified by the rest of their names.
    pub(super) fn category(&self, core: &str) -> &'static str {
        let Registers { agencies, zones, .. } = self.registers;
        let category = match zones.opening(core, self.year).map(|(_, end)| core.split_at(end)) {
            Some((zone, "")) if agencies.zone(zone).is_none() => Some("government"),
            Some((_, "")) => Some("development_zone"),
            Some((_, department)) => agencies.classify(department),
            None => agencies.classify(scope::first(core)),
        };
        category.or_else(|| agencies.classify(core)).unwrap_or(agency::UNKNOWN)
    }

    /// The department that compiled a report whose title names only the region, and that stands on a line of its own.
    fn signing_compiler(&self, titled: &Naming) -> Option<&Naming> {
        let first = |naming: &Naming| scope::first(&naming.name.core).to_owned();
        let signs = |one: &&Naming| {
            let mut lines = self.namings.iter().filter(|naming| naming.from == "signature");
            lines.any(|line| first(line) == first(one))
        };
        let compilers = self.namings.iter().filter(|naming| naming.from == "compiled_by" && self.is_department(naming));
        compilers.filter(|_| titled.name.is_region()).find(signs)
    }

    /// Whether a naming is that of a body that reports for itself: no government, none of its offices, none of its editors.
    pub(super) fn is_department(&self, naming: &Naming) -> bool {
        let category = self.category(&naming.name.core);
        let whole = category.starts_with("government") || matches!(category, "development_zone" | agency::UNKNOWN);
        !(whole || naming.name.is_region() || naming.name.is_editor() || OFFICES.contains(&category))
    }

    /// A naming of nothing but a department, with the zone to which it belongs elsewhere in the document.
    fn written_out(&self, chosen: &Naming) -> Option<Naming> {
        const ZONES: [&str; 5] = ["管委会", "管理委员会", "区", "城", "园"];
        let bare = chosen.name.chain.is_empty() && chosen.name.generic.is_none();
        let core = chosen.name.core.as_str();
        let of_zone = |other: &&Naming| {
            let zone = other.name.core.strip_suffix(core);
            zone.is_some_and(|zone| ZONES.iter().any(|word| zone.ends_with(word)))
        };
        let bare = bare && self.registers.agencies.is_listed(core);
        let other = self.namings.iter().filter(|_| bare).find(of_zone)?;
        Some(Naming { raw: chosen.raw.clone(), place: chosen.place, ..other.clone() })
    }

    /// The reporter of a document that names none.
    fn unnamed(&self) -> Reporter {
        let level = own::level(self.passages);
        let fits = |one: &Division| level.is_none_or(|word| region::fits(word, one));
        let division = self.origins.iter().find_map(|origin| origin.only(fits)).or_else(|| self.spoken_of());
        let division_confidence = division.map_or(Confidence::Unresolved, |_| Confidence::Likely);
        let issues = vec![Issue::new(&issues::AGENCY_UNKNOWN, "")];
        Reporter { division, division_confidence, issues, ..Reporter::default() }
    }

    /// Namings that speak of an unrelated division, or of an agency of another category.
    fn disagreements(&self, division: Option<&'static Division>, category: &str) -> Vec<Issue> {
        let said = || self.namings.iter().filter(|naming| OWN_WORDS.contains(&naming.from));
        let elsewhere = said().find(|naming| match (division, self.place(naming)) {
            (Some(ours), Some(theirs)) => !self.related(ours, theirs),
            _ => false,
        });
        let other = said().find(|naming| {
            let theirs = self.category(&naming.name.core);
            theirs != agency::UNKNOWN && theirs != category && !theirs.starts_with("government")
        });
        let elsewhere = elsewhere.map(|naming| about(&issues::DIVISION_DISAGREES, naming));
        elsewhere.into_iter().chain(other.map(|naming| about(&issues::AGENCY_DISAGREES, naming))).collect()
    }

    /// Every naming as evidence: for the agency, and for the division where it states one.
    pub fn evidence(&self) -> Vec<Evidence> {
        let one = |about, value: String, naming: &Naming| Evidence {
            about,
            value,
            from: naming.from,
            raw: naming.raw.clone(),
            place: naming.place,
        };
        let of = |naming: &Naming| {
            let division = self.place(naming).map(|d| one(About::Division, d.code.to_owned(), naming));
            let named = !naming.name.is_region();
            let agency = named.then(|| one(About::Agency, naming.name.whole.clone(), naming));
            division.into_iter().chain(agency).collect::<Vec<_>>()
        };
        let origins = self.origins.iter().flat_map(|origin| {
            origin.divisions.iter().map(|division| Evidence {
                about: About::Division,
                value: division.code.to_owned(),
                from: origin.from,
                raw: origin.raw.clone(),
                place: Place::default(),
            })
        });
        self.namings.iter().flat_map(of).chain(origins).collect()
    }
}

fn about(code: &'static crate::issue::Code, naming: &Naming) -> Issue {
    Issue::new(code, naming.raw.clone()).at(naming.place)
}
