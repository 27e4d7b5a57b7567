//! The official name of the reporter.

use super::body;
use super::hint;
use super::naming::Naming;
use super::place::PLACED;
use super::region::{self, Known};
use super::reporter::Sources;
use super::scope;
use crate::register::{Division, Level, Registers};
use crate::report::Zone;

/// Categories of the offices that compile the report of a whole government.
pub const OFFICES: [&str; 2] = ["government_office", "government_services"];

impl Sources<'_> {
    /// The core of the official name: abbreviations expanded by another naming in the document, else by the register;
    /// the office that edits a government's summary stands for the government.
    pub(super) fn official_core(&self, chosen: &Naming) -> String {
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

    /// The ASCII name of the agency; those of a registered zone are told apart by its code.
    pub(super) fn slug(&self, category: &str, core: &str, zone: Option<&Zone>) -> String {
        let Registers { agencies, zones, .. } = self.registers;
        match zone.and_then(|zone| Some((zone, zones.opening(core, self.year)?.1))) {
            Some((zone, end)) => agencies.slug(category, &format!("{}{}", zone.code, &core[end..])),
            None => agencies.slug(category, core),
        }
    }

    /// The official full name: the prefix of the division and the core; a zone keeps its own name.
    pub(super) fn official_name(
        &self,
        chosen: &Naming,
        core: &str,
        division: Option<&'static Division>,
        in_zone: bool,
    ) -> String {
        let divisions = self.registers.divisions;
        let named_for_itself = chosen.name.chain.is_empty() && chosen.name.generic.is_none();
        let category = self.registers.agencies.classify(core);
        let zone = in_zone || core.contains("开发区") || category == Some("university");
        let nation = division.is_some_and(|division| division.level == Level::Nation);
        if nation && core.ends_with(['部', '署']) && !core.starts_with('中') {
            return format!("中华人民共和国{core}");
        }
        let told = match region::resolve(&chosen.name, self.context, divisions, self.year) {
            Known::Is(own) if in_zone || PLACED.contains(&self.category(core)) => Some(divisions.as_of(own, self.year)),
            _ => division,
        };
        let Some(division) = told.filter(|_| !(nation || named_for_itself && zone)) else {
            return if chosen.name.head.is_empty() { core.to_owned() } else { chosen.name.whole.clone() };
        };
        // Bodies of vertical systems are named for places, not for divisions: 天津海关.
        let for_a_place = chosen.name.chain.last().is_some_and(|last| !last.exact);
        if for_a_place && category.is_some_and(|category| !self.registers.agencies.is_unique(category)) {
            return chosen.name.whole.clone();
        }
        let of_branch = |above: &&'static Division| {
            hint::of_branch(above, core, divisions, self.year).is_some_and(|branch| branch.code == division.code)
        };
        let above = divisions.lineage(division, self.year).into_iter().rev().nth(1).filter(of_branch);
        let prefix = region::official_prefix(above.unwrap_or(division), divisions, self.year);
        match core.strip_prefix(&chosen.name.head).filter(|_| !chosen.name.head.is_empty()) {
            Some(rest) => format!("{}{prefix}{rest}", chosen.name.head),
            None => format!("{}{prefix}{core}", chosen.name.head),
        }
    }
}

/// The government whose office `core` is: that of the division, or the committee of the zone that opens it.
fn whole_government(core: &str) -> String {
    if let Some(committee) = body::committee(core) {
        return committee.replace("管委会", "管理委员会");
    }
    let zone = core.rfind('区').map(|at| &core[..at + '区'.len_utf8()]);
    zone.map_or("人民政府".to_owned(), |zone| format!("{zone}管理委员会"))
}
