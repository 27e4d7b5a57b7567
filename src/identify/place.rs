//! Where the reporter is: its division, and the zone in it.

use super::hint;
use super::naming::Naming;
use super::own;
use super::region::{self, Known};
use super::reporter::Sources;
use crate::register::{Division, Level, Registers, zone};
use crate::report::Zone;

/// Code of the division of central agencies.
const NATION: &str = "000000";

/// Categories of bodies that lie in a county.
const LOCAL: [&str; 4] = ["town", "township", "subdistrict", "village"];

/// Categories of bodies that are somewhere, whatever their names begin with: 中国海洋大学.
pub const PLACED: [&str; 4] = ["university", "school", "hospital", "public_institution"];

impl Sources<'_> {
    /// The division of the chosen naming, and the zone in it: a registered zone tells its division.
    pub(super) fn located(&self, chosen: &Naming, core: &str) -> (Known, Option<Zone>) {
        let Registers { divisions, zones, .. } = self.registers;
        let named = [chosen.name.whole.as_str(), core];
        if let Some((listed, _)) = named.iter().find_map(|name| zones.opening(name, self.year)) {
            let division = divisions.by_code(&listed.parent, self.year).map_or(Known::Unknown, Known::Is);
            return (division, Some(Zone { code: listed.code.clone(), name: listed.name.clone() }));
        }
        if self.is_national(chosen, core) {
            return (divisions.by_code(NATION, None).map_or(Known::Unknown, Known::Is), None);
        }
        let known = self.division(chosen, core);
        let zone = match known {
            Known::Is(division) => self.zone_within(division, chosen, core),
            _ => None,
        };
        (known, zone)
    }

    /// The zone of a `division` that an agency is named for: the one that opens its name, or that of a branch behind the name
    /// of the bureau: 高新区 for 公安局高新区分局.
    fn zone_within(&self, division: &'static Division, chosen: &Naming, core: &str) -> Option<Zone> {
        let Registers { agencies, zones, .. } = self.registers;
        let behind = &core[agencies.opening(core)..];
        let listed = |place: &str| {
            let name = format!("{}{place}", division.name);
            let (zone, _) = zones.opening(&name, self.year).filter(|(_, end)| *end == name.len())?;
            Some(Zone { code: zone.code.clone(), name: zone.name.clone() })
        };
        let branch = behind.strip_suffix("分局").filter(|_| behind.len() < core.len());
        let registered = branch.and_then(|place| listed(place).or_else(|| listed(&format!("{place}区"))));
        registered.or_else(|| {
            let name = agencies.zone(behind)?;
            let own = self.place(chosen).filter(|place| place.code == division.code);
            let above = own.map_or("", |own| if chosen.name.chain.is_empty() { "" } else { own.name });
            Some(zone::unlisted(&format!("{above}{name}"), division))
        })
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
                let below = hint::of_branch(above, core, divisions, self.year);
                let below =
                    below.or_else(|| hint::behind_province(above, core, self.is_of_zone(core), divisions, self.year));
                return Known::Is(below.unwrap_or(above));
            }
            Known::Ambiguous => return own,
            Known::Unknown if !name.chain.is_empty() => return own,
            Known::Unknown => {}
        }
        if self.registers.agencies.classify(core) == Some("university") {
            return hint::of_university(&name.whole, divisions, self.year);
        }
        let local = self.is_local(core);
        let level = if local { None } else { name.generic.or_else(|| own::level(self.passages)) };
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
                self.origins.iter().find_map(|origin| origin.only(fits)).map_or(Known::Unknown, Known::Is)
            }
            known => known,
        }
    }

    fn is_local(&self, core: &str) -> bool {
        LOCAL.contains(&self.category(core))
    }

    /// Whether `core` is the name of a zone or of one of its agencies.
    fn is_of_zone(&self, core: &str) -> bool {
        self.registers.agencies.zone(core).is_some() || self.category(core) == "development_zone"
    }

    /// Whether the division is only the province before the name of a body that is named for a place within it.
    pub(super) fn is_too_wide(&self, chosen: &Naming, core: &str) -> bool {
        let above = self.place(chosen);
        above.is_some_and(|above| {
            hint::opens_with_short(above, core, self.is_of_zone(core), self.registers.divisions).is_some()
        })
    }

    /// The division of a document that names no agency: the only one at the level at which it speaks of itself, or the only
    /// county that it mentions.
    pub(super) fn spoken_of(&self) -> Option<&'static Division> {
        let divisions = self.registers.divisions;
        let level = own::level_of_its_own(self.passages);
        let own = level.map(|word| region::of_level(word, self.context, divisions, self.year));
        match own {
            Some(Known::Is(division)) => Some(division),
            Some(Known::Ambiguous) => None,
            _ => self
                .context
                .lowest(divisions, self.year)
                .filter(|lowest| lowest.level == Level::County && level.is_none_or(|word| region::fits(word, lowest))),
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
        if self.is_of_zone(core) {
            return false;
        }
        let starts = ["国家", "国务院", "中华人民共和国", "全国", "中国"].iter().any(|word| core.starts_with(word));
        starts || (ends && self.registers.agencies.is_listed(core))
    }

    /// Whether one of two divisions lies in the other.
    pub(super) fn related(&self, one: &'static Division, other: &'static Division) -> bool {
        region::related(one, other, self.registers.divisions, self.year)
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
}
