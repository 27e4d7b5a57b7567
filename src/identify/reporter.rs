//! The reporter: from everything the document names to one division, one agency and one scope.

use super::address::Origin;
use super::issues;
use super::naming::Naming;
use super::region::{self, Context, Known};
use super::scope;
use super::text::Passages;
use super::title::Title;
use crate::content::Place;
use crate::issue::Issue;
use crate::register::{Division, Level, Registers, agency, zone};
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

/// Categories of the offices that compile the report of a whole government.
const OFFICES: [&str; 2] = ["government_office", "government_services"];

/// Code of the division of central agencies.
const NATION: &str = "000000";

/// Categories of bodies that lie in a county.
const LOCAL: [&str; 4] = ["town", "township", "subdistrict", "village"];

/// Categories of bodies that are somewhere, whatever their names begin with: 中国海洋大学.
const PLACED: [&str; 4] = ["university", "school", "hospital", "public_institution"];

/// Kinds of evidence in which a document names its own reporter.
pub(super) const OWN_WORDS: [&str; 4] = ["title", "quoted_title", "compiled_by", "signature"];

impl Sources<'_> {
    /// The reporter by the most trusted naming.
    pub fn decide(&self) -> Reporter {
        let Some(chosen) = self.namings.first() else { return self.unnamed() };
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
        reporter.agency_confidence = self.agency_confidence(category);
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

    /// The reporter of a document that names none.
    fn unnamed(&self) -> Reporter {
        let level = region::own_level(self.passages);
        let fits = |one: &Division| level.is_none_or(|word| region::fits(word, one));
        let division = self.origins.iter().find_map(|origin| only(origin, fits));
        let division_confidence = division.map_or(Confidence::Unresolved, |_| Confidence::Likely);
        let issues = vec![Issue::new(&issues::AGENCY_UNKNOWN, "")];
        Reporter { division, division_confidence, issues, ..Reporter::default() }
    }

    /// The division of the chosen naming, and the zone in it: a registered zone tells its division.
    fn located(&self, chosen: &Naming, core: &str) -> (Known, Option<Zone>) {
        let Registers { divisions, agencies, zones } = self.registers;
        let named = [chosen.name.whole.as_str(), core];
        if let Some((listed, _)) = named.iter().find_map(|name| zones.opening(name, self.year)) {
            let division = divisions.by_code(&listed.parent, self.year).map_or(Known::Unknown, Known::Is);
            return (division, Some(Zone { code: listed.code.clone(), name: listed.name.clone() }));
        }
        if self.is_national(chosen, core) {
            return (divisions.by_code(NATION, None).map_or(Known::Unknown, Known::Is), None);
        }
        let known = self.division(chosen, core);
        let zone = match (known, agencies.zone(core)) {
            (Known::Is(division), Some(name)) => {
                let above = if chosen.name.chain.is_empty() { "" } else { division.name };
                Some(zone::unlisted(&format!("{above}{name}"), division))
            }
            _ => None,
        };
        (known, zone)
    }

    /// The ASCII name of the agency; those of a registered zone are told apart by its code.
    fn slug(&self, category: &str, core: &str, zone: Option<&Zone>) -> String {
        let Registers { agencies, zones, .. } = self.registers;
        match zone.and_then(|zone| Some((zone, zones.opening(core, self.year)?.1))) {
            Some((zone, end)) => agencies.slug(category, &format!("{}{}", zone.code, &core[end..])),
            None => agencies.slug(category, core),
        }
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

    /// The naming of the same agency by which its division is told: the chosen one, or another that names a division.
    pub(super) fn placed<'n>(&'n self, chosen: &'n Naming, core: &str) -> &'n Naming {
        let same = |naming: &&Naming| naming.name.core == chosen.name.core || naming.name.core == core;
        let mut named = self.namings.iter().filter(|naming| !naming.name.chain.is_empty());
        if chosen.name.chain.is_empty() { named.find(same).unwrap_or(chosen) } else { chosen }
    }

    /// The division of the chosen naming: by its own words, by another naming of the same agency, by the only division
    /// that the document mentions at its level, or by where the document comes from. A branch (分局) belongs to the
    /// division it is named for.
    fn division(&self, chosen: &Naming, core: &str) -> Known {
        let divisions = self.registers.divisions;
        let name = &self.placed(chosen, core).name;
        let own = region::resolve(name, self.context, divisions, self.year);
        match own {
            Known::Is(above) => {
                return Known::Is(region::of_branch(above, core, divisions, self.year).unwrap_or(above));
            }
            Known::Ambiguous => return own,
            Known::Unknown if !name.chain.is_empty() => return own,
            Known::Unknown => {}
        }
        if self.registers.agencies.classify(core) == Some("university") {
            return region::of_university(&name.whole, divisions, self.year);
        }
        let local = self.is_local(core);
        let level = if local { None } else { name.generic.or_else(|| region::own_level(self.passages)) };
        let mentioned = match level {
            _ if local => region::only_county(self.context, divisions, self.year),
            Some(word) => region::of_level(word, self.context, divisions, self.year),
            None => Known::Unknown,
        };
        let fits = |one: &Division| {
            if local { one.level == Level::County } else { level.is_none_or(|word| region::fits(word, one)) }
        };
        match mentioned {
            Known::Unknown => {
                self.origins.iter().find_map(|origin| only(origin, fits)).map_or(Known::Unknown, Known::Is)
            }
            known => known,
        }
    }

    fn is_local(&self, core: &str) -> bool {
        LOCAL.contains(&self.category(core))
    }

    /// The official full name: the prefix of the division and the core; a zone keeps its own name.
    fn official_name(&self, chosen: &Naming, core: &str, division: Option<&'static Division>, in_zone: bool) -> String {
        let divisions = self.registers.divisions;
        let named_for_itself = chosen.name.chain.is_empty() && chosen.name.generic.is_none();
        let category = self.registers.agencies.classify(core);
        let zone = in_zone || core.contains("开发区") || category == Some("university");
        let nation = division.is_some_and(|division| division.level == Level::Nation);
        if nation && core.ends_with(['部', '署']) && !core.starts_with('中') {
            return format!("中华人民共和国{core}");
        }
        let told = match region::resolve(&chosen.name, self.context, divisions, self.year) {
            Known::Is(own) if in_zone => Some(divisions.as_of(own, self.year)),
            _ => division,
        };
        let Some(division) = told.filter(|_| !(nation || named_for_itself && zone)) else { return core.to_owned() };
        // Bodies of vertical systems are named for places, not for divisions: 天津海关.
        let for_a_place = chosen.name.chain.last().is_some_and(|last| !last.exact);
        if for_a_place && category.is_some_and(|category| !self.registers.agencies.is_unique(category)) {
            return chosen.name.whole.clone();
        }
        let above = match divisions.lineage(division, self.year).into_iter().rev().nth(1) {
            Some(above) if core.ends_with("分局") => above,
            _ => division,
        };
        let prefix = region::official_prefix(above, divisions, self.year);
        match core.strip_prefix(&chosen.name.head).filter(|_| !chosen.name.head.is_empty()) {
            Some(rest) => format!("{}{prefix}{rest}", chosen.name.head),
            None => format!("{}{prefix}{core}", chosen.name.head),
        }
    }

    /// Whether a name without division is that of a central agency: 交通运输部, 海关总署, 国家能源局.
    fn is_national(&self, chosen: &Naming, core: &str) -> bool {
        if !chosen.name.chain.is_empty() || chosen.name.generic.is_some() {
            return false;
        }
        let ends = ["部", "总局", "总署", "署"].iter().any(|word| core.ends_with(word));
        if self.registers.agencies.classify(core).is_some_and(|category| PLACED.contains(&category)) {
            return false;
        }
        let starts = ["国家", "国务院", "中华人民共和国", "全国", "中国"].iter().any(|word| core.starts_with(word));
        starts || (ends && self.registers.agencies.is_listed(core))
    }

    /// Whether one of two divisions lies in the other.
    pub(super) fn related(&self, one: &'static Division, other: &'static Division) -> bool {
        region::related(one, other, self.registers.divisions, self.year)
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

    /// The division that a naming states by itself.
    pub(super) fn place(&self, naming: &Naming) -> Option<&'static Division> {
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

/// The only division of `origin` that fits.
fn only(origin: &Origin, fits: impl Fn(&Division) -> bool) -> Option<&'static Division> {
    let mut fitting = origin.divisions.iter().copied().filter(|division| fits(division));
    fitting.next().filter(|_| fitting.next().is_none())
}

fn about(code: &'static crate::issue::Code, naming: &Naming) -> Issue {
    Issue::new(code, naming.raw.clone()).at(naming.place)
}

/// The government whose office `core` is: that of the division, or the committee of the zone that opens it.
fn whole_government(core: &str) -> String {
    let zone = core.rfind('区').map(|at| &core[..at + '区'.len_utf8()]);
    zone.map_or("人民政府".to_owned(), |zone| format!("{zone}管理委员会"))
}
