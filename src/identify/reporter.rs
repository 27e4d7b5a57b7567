//! The reporter: from everything the document names to one division, one agency and one scope.

use super::issues;
use super::naming::Naming;
use super::region::{self, Context, Known};
use super::scope;
use super::text::Passages;
use super::title::Title;
use crate::content::Place;
use crate::issue::Issue;
use crate::register::{Division, Registers, agency};
use crate::report::{About, Agency, Evidence, Scope};

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
    /// The division that the path names.
    pub path: Option<&'static Division>,
    /// The division of the site, as the page declares it.
    pub site: Option<&'static Division>,
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
    /// The agency.
    pub agency: Option<Agency>,
    /// The scope.
    pub scope: Scope,
    /// What could not be told, and what disagrees.
    pub issues: Vec<Issue>,
}

/// Categories of the offices that compile the report of a whole government.
const OFFICES: [&str; 2] = ["government_office", "government_services"];

impl Sources<'_> {
    /// The reporter by the most trusted naming.
    pub fn decide(&self) -> Reporter {
        let Some(chosen) = self.namings.first() else {
            let issues = vec![Issue::new(&issues::AGENCY_UNKNOWN, "")];
            return Reporter { division: self.path.or(self.site), issues, ..Reporter::default() };
        };
        let core = self.official_core(chosen);
        let mut reporter = Reporter::default();
        match self.division(chosen, &core) {
            Known::Is(division) => reporter.division = Some(division),
            _ if self.is_national(&core) => {}
            Known::Ambiguous => reporter.issues.push(about(&issues::DIVISION_AMBIGUOUS, chosen)),
            Known::Unknown => reporter.issues.push(about(&issues::DIVISION_UNKNOWN, chosen)),
        }
        let category = self.registers.agencies.classify(&core).unwrap_or(agency::UNKNOWN);
        if category == agency::UNKNOWN {
            reporter.issues.push(about(&issues::AGENCY_UNLISTED, chosen));
        }
        let title = self.title.map_or("", |title| title.printed.as_str());
        reporter.scope = scope::decide(chosen, category, title, self.passages);
        let name = self.official_name(chosen, &core, reporter.division);
        let slug = self.registers.agencies.slug(category, &core);
        reporter.issues.extend(self.disagreements(reporter.division, category));
        reporter.agency = Some(Agency { name, category, slug });
        reporter
    }

    /// The core of the official name: abbreviations expanded by another naming in the document, else by the register;
    /// the office that edits a government's summary stands for the government.
    fn official_core(&self, chosen: &Naming) -> String {
        let agencies = self.registers.agencies;
        let core = chosen.name.core.as_str();
        let office = chosen.from == "compiled_by" && agencies.classify(core).is_some_and(|c| OFFICES.contains(&c));
        if chosen.name.is_region() || chosen.name.is_editor() || (office && scope::is_compilation(self.passages)) {
            return whole_government(core);
        }
        let others = self.namings.iter().map(|naming| &naming.name.core);
        let written_out = others.into_iter().find(|other| agencies.may_stand_for(core, other)).cloned();
        written_out.or_else(|| agencies.expand(core, self.year)).unwrap_or_else(|| core.to_owned())
    }

    /// The division of the chosen naming: by its own words, by another naming of the same agency, or, for a town or
    /// street, by the only county that the document mentions. A branch (分局) belongs to the division it is named for.
    fn division(&self, chosen: &Naming, core: &str) -> Known {
        let divisions = self.registers.divisions;
        let same = |naming: &&Naming| naming.name.core == chosen.name.core || naming.name.core == core;
        let placed = self.namings.iter().filter(|naming| !naming.name.chain.is_empty()).find(same);
        let name = if chosen.name.chain.is_empty() { placed.map_or(&chosen.name, |n| &n.name) } else { &chosen.name };
        let own = region::resolve(name, self.context, divisions, self.year);
        if let Known::Is(above) = own {
            return Known::Is(region::of_branch(above, core, divisions, self.year).unwrap_or(above));
        }
        let local =
            matches!(self.registers.agencies.classify(core), Some("town" | "township" | "subdistrict" | "village"));
        let found =
            if own == Known::Unknown && local { region::only_county(self.context, divisions, self.year) } else { own };
        match (found, self.path.or(self.site)) {
            (Known::Unknown, Some(division)) => Known::Is(division),
            _ => found,
        }
    }

    /// The official full name: the prefix of the division and the core; a zone keeps its own name.
    fn official_name(&self, chosen: &Naming, core: &str, division: Option<&'static Division>) -> String {
        let named_for_itself = chosen.name.chain.is_empty() && chosen.name.generic.is_none();
        let zone = core.contains("开发区") || self.registers.agencies.classify(core) == Some("development_zone");
        if division.is_none() && self.is_national(core) && core.ends_with(['部', '署']) && !core.starts_with("中") {
            return format!("中华人民共和国{core}");
        }
        let Some(division) = division.filter(|_| !(named_for_itself && zone)) else { return core.to_owned() };
        let divisions = self.registers.divisions;
        let above = match divisions.lineage(division, self.year).into_iter().rev().nth(1) {
            Some(above) if core.ends_with("分局") => above,
            _ => division,
        };
        format!("{}{core}", region::official_prefix(above, divisions, self.year))
    }

    /// Whether a name without division is that of a central agency: 交通运输部, 海关总署, 国家能源局.
    fn is_national(&self, core: &str) -> bool {
        let ends = ["部", "总局", "总署", "署"].iter().any(|word| core.ends_with(word));
        let starts = ["国家", "中华人民共和国", "全国", "中国"].iter().any(|word| core.starts_with(word));
        starts || (ends && self.registers.agencies.is_listed(core))
    }

    /// Namings that speak of an unrelated division, or of an agency of another category.
    fn disagreements(&self, division: Option<&'static Division>, category: &str) -> Vec<Issue> {
        const OWN_WORDS: [&str; 4] = ["title", "quoted_title", "compiled_by", "signature"];
        let said = || self.namings.iter().filter(|naming| OWN_WORDS.contains(&naming.from));
        let divisions = self.registers.divisions;
        let elsewhere = said().find(|naming| match (division, self.place(naming)) {
            (Some(ours), Some(theirs)) => !region::related(ours, theirs, divisions, self.year),
            _ => false,
        });
        let other = said().find(|naming| {
            let theirs = self.registers.agencies.classify(&naming.name.core);
            theirs.is_some_and(|theirs| theirs != category && !theirs.starts_with("government"))
        });
        let elsewhere = elsewhere.map(|naming| about(&issues::DIVISION_DISAGREES, naming));
        elsewhere.into_iter().chain(other.map(|naming| about(&issues::AGENCY_DISAGREES, naming))).collect()
    }

    /// The division that a naming states by itself.
    fn place(&self, naming: &Naming) -> Option<&'static Division> {
        if naming.name.chain.is_empty() {
            return None;
        }
        match region::resolve(&naming.name, self.context, self.registers.divisions, self.year) {
            Known::Is(division) => Some(division),
            _ => None,
        }
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
        let beside = |from, division: Option<&'static Division>| {
            division.map(|division| Evidence {
                about: About::Division,
                value: division.code.to_owned(),
                from,
                raw: division.name.to_owned(),
                place: Place::default(),
            })
        };
        let others = beside("path", self.path).into_iter().chain(beside("meta", self.site));
        self.namings.iter().flat_map(of).chain(others).collect()
    }
}

fn about(code: &'static crate::issue::Code, naming: &Naming) -> Issue {
    Issue::new(code, naming.raw.clone()).at(naming.place)
}

/// The government whose office `core` is: that of the division, or the committee of the zone that opens it.
fn whole_government(core: &str) -> String {
    let zone = core.rfind('区').map(|at| &core[..at + '区'.len_utf8()]);
    zone.map_or("人民政府".to_owned(), |zone| format!("{zone}管理委员会"))
}
