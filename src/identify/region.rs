//! From the division names of a document to the reporter's division, and from there to the official prefix of its name.

use super::address::{self, Origin};
use super::hint;
use super::name::Name;
use super::naming::Naming;
use super::text::{Passages, readable};
use crate::document::Hints;
use crate::register::{Division, Divisions, Level, Mention, Registers, Resolution};

/// The divisions that a document mentions anywhere in its head, tail, path or address.
#[derive(Debug, Default)]
pub struct Context {
    divisions: Vec<&'static Division>,
    /// Where the document comes from, as far as that does not contradict what it speaks of.
    origins: Vec<&'static Division>,
}

/// What is known about a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It is this one.
    Is(&'static Division),
    /// Several have the name.
    Ambiguous,
    /// Nothing.
    Unknown,
}

impl Context {
    /// The divisions mentioned, each once; `mentions` are those in the head.
    pub fn of(
        passages: &Passages,
        mentions: &[Mention],
        hints: &Hints,
        divisions: &'static Divisions,
        year: Option<i16>,
    ) -> Context {
        let mut context = Context::default();
        let path = readable(hints.path.as_deref().unwrap_or_default());
        let head = chains(&passages.head.flow, mentions);
        let others = [&passages.tail.flow, &path].map(|text| chains(text, &divisions.mentions(text)));
        for chain in head.iter().chain(others.iter().flatten()) {
            if let Resolution::Unique { division, .. } = divisions.resolve(chain, year) {
                context.add(division);
            }
        }
        for division in address::codes(&path, divisions, year) {
            context.add(division);
        }
        context
    }

    /// The same with the divisions of its `origins`, unless the document speaks of other places only.
    pub fn with(mut self, origins: &[Origin], divisions: &'static Divisions, year: Option<i16>) -> Context {
        for origin in origins.iter().filter_map(Origin::division) {
            let speaks_of = self.divisions.iter().any(|known| related(known, origin, divisions, year));
            if self.divisions.is_empty() || speaks_of {
                self.origins.push(origin);
            }
        }
        self
    }

    /// The divisions mentioned, and those of the document's origin.
    pub fn all(&self) -> impl Iterator<Item = &'static Division> {
        self.divisions.iter().chain(&self.origins).copied()
    }

    /// The same with the divisions of the registered zones that the document names.
    pub fn with_zones(mut self, namings: &[Naming], registers: Registers, year: Option<i16>) -> Context {
        let named = namings.iter().filter_map(|naming| registers.zones.opening(&naming.name.whole, year));
        let within = named.filter_map(|(zone, _)| registers.divisions.by_code(&zone.parent, year));
        within.for_each(|division| self.add(division));
        self
    }

    /// Whether it is known where the document comes from.
    pub fn has_origin(&self) -> bool {
        !self.origins.is_empty()
    }

    /// Whether the document mentions the division, and comes from there.
    pub fn confirms(&self, division: &Division) -> bool {
        let among = |known: &[&'static Division]| known.iter().any(|one| one.code == division.code);
        among(&self.divisions) && among(&self.origins)
    }

    /// The only division mentioned that lies in all the others.
    pub fn lowest(&self, divisions: &'static Divisions, year: Option<i16>) -> Option<&'static Division> {
        let lowest = *self.divisions.iter().max_by_key(|one| one.level)?;
        self.divisions.iter().all(|one| related(one, lowest, divisions, year)).then_some(lowest)
    }

    fn add(&mut self, division: &'static Division) {
        if !self.divisions.iter().any(|known| known.code == division.code) {
            self.divisions.push(division);
        }
    }

    /// The only division among those mentioned, or above them, or of the document's origin, that fits.
    fn only(&self, divisions: &'static Divisions, year: Option<i16>, fits: impl Fn(&Division) -> bool) -> Known {
        let lineages = self.divisions.iter().flat_map(|one| divisions.lineage(one, year));
        let all = lineages.chain(self.origins.iter().copied());
        let mut fitting: Vec<&'static Division> = all.filter(|one| fits(one)).collect();
        fitting.sort_by_key(|one| one.code);
        fitting.dedup_by_key(|one| one.code);
        match fitting[..] {
            [] => Known::Unknown,
            [one] => Known::Is(one),
            _ => Known::Ambiguous,
        }
    }
}

/// The runs of adjacent names among the `mentions` in `text` that end in an exact one.
pub fn chains(text: &str, mentions: &[Mention]) -> Vec<Vec<Mention>> {
    let mut chains: Vec<Vec<Mention>> = Vec::new();
    // 县直, 区级 and the like after 和 or 各 make no division: 政府和县直部门 does not mention 和县.
    let of_level = |mention: &Mention| text[mention.end..].starts_with(['直', '级', '属']);
    for mention in mentions.iter().filter(|mention| !of_level(mention)).cloned() {
        match chains.last_mut() {
            Some(chain) if chain.last().is_some_and(|last| last.end == mention.start) => chain.push(mention),
            _ => chains.push(vec![mention]),
        }
    }
    // What follows an exact name may be a word: 临海市东方大道.
    for chain in &mut chains {
        let end = chain.iter().rposition(|mention| mention.exact).map_or(0, |last| last + 1);
        chain.truncate(end);
    }
    chains.retain(|chain| !chain.is_empty());
    chains
}

/// The division of an agency with this name.
pub fn resolve(name: &Name, context: &Context, divisions: &'static Divisions, year: Option<i16>) -> Known {
    if !name.chain.is_empty() {
        return match divisions.resolve(&name.chain, year) {
            Resolution::Unique { division, .. } => Known::Is(division),
            Resolution::Ambiguous(several) => told_apart(&several, context, divisions, year),
            Resolution::None => Known::Unknown,
        };
    }
    match name.generic {
        Some(word) => context.only(divisions, year, |one| fits(word, one)),
        None => hint::of_zone(&name.whole, context, divisions, year),
    }
}

/// The only division that the document mentions, at the level at which it speaks of itself.
pub fn of_level(word: &str, context: &Context, divisions: &'static Divisions, year: Option<i16>) -> Known {
    context.only(divisions, year, |one| fits(word, one))
}

/// The only one of `several` homonyms for which the document mentions the most divisions above it, or itself.
fn told_apart(
    several: &[&'static Division],
    context: &Context,
    divisions: &'static Divisions,
    year: Option<i16>,
) -> Known {
    let mentioned = |step: &&Division| context.all().any(|known| known.code == step.code);
    let support = |one: &&'static Division| divisions.lineage(one, year).iter().filter(|s| mentioned(s)).count();
    let most = several.iter().map(support).max().unwrap_or(0);
    let mut left = several.iter().filter(|one| support(one) == most);
    match (left.next(), left.next()) {
        (Some(one), None) if most > 0 => Known::Is(one),
        _ => Known::Ambiguous,
    }
}

/// Whether a region word may mean the division.
pub fn fits(word: &str, division: &Division) -> bool {
    match word {
        "省" | "自治区" => division.level == Level::Province && division.name.ends_with(word),
        "市" => division.name.ends_with('市'),
        _ => division.level != Level::Province && division.name.ends_with(word),
    }
}

/// The county of a town, street or other local body, if the document mentions only one.
pub fn only_county(context: &Context, divisions: &'static Divisions, year: Option<i16>) -> Known {
    context.only(divisions, year, |one| one.level == Level::County)
}

/// How official names of the division's agencies begin: a district is named behind its city or municipality
/// (太原市小店区), any other division alone (嘉祥县, 太原市).
pub fn official_prefix(division: &'static Division, divisions: &'static Divisions, year: Option<i16>) -> String {
    let lineage = divisions.lineage(division, year);
    let name = lineage.last().map_or(division.name, |own| own.name);
    let above = lineage.iter().rev().nth(1).filter(|_| division.level == Level::County && name.ends_with('区'));
    above.map_or(name.to_owned(), |city| format!("{}{name}", city.name))
}

/// Whether one of two divisions lies in the other, or both are the same.
pub fn related(
    one: &'static Division,
    other: &'static Division,
    divisions: &'static Divisions,
    year: Option<i16>,
) -> bool {
    let lies_in =
        |low: &'static Division, high: &Division| divisions.lineage(low, year).iter().any(|s| s.code == high.code);
    lies_in(one, other) || lies_in(other, one)
}
