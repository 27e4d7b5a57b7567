//! From the division names of a document to the reporter's division, and from there to the official prefix of its name.

use std::sync::LazyLock;

use regex::Regex;

use super::address::{self, Origin};
use super::name::Name;
use super::text::{Passages, pattern, readable};
use crate::document::Hints;
use crate::register::{Division, Divisions, Level, Mention, Resolution};

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
    chains.retain(|chain| chain.last().is_some_and(|last| last.exact));
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
        None => opening_hint(&name.whole, divisions, year),
    }
}

/// The only division that the document mentions, at the level at which it speaks of itself.
pub fn of_level(word: &str, context: &Context, divisions: &'static Divisions, year: Option<i16>) -> Known {
    context.only(divisions, year, |one| fits(word, one))
}

/// The level at which a document speaks of itself: 我县, 全区, 市委、市政府; none if it speaks of several alike.
pub fn own_level(passages: &Passages) -> Option<&'static str> {
    const WORDS: [&str; 8] = ["自治区", "省", "市", "州", "县", "区", "旗", "盟"];
    static LEVEL: LazyLock<Regex> = LazyLock::new(|| {
        pattern("[我全本](自治区|[省市州县区旗盟])|(?:^|[,。、\n])(自治区|[省市州县区旗盟])(?:委|政府|直)")
    });
    let mut counts = WORDS.map(|word| (0, word));
    for stretch in passages.stretches() {
        for found in LEVEL.captures_iter(&stretch.flow) {
            let (word, weight) = match (found.get(1), found.get(2)) {
                (Some(own), _) => (own.as_str(), 2),
                (_, Some(above)) => (above.as_str(), 1),
                _ => continue,
            };
            counts.iter_mut().filter(|(_, known)| *known == word).for_each(|(count, _)| *count += weight);
        }
    }
    counts.sort();
    let [.., (second, _), (most, word)] = counts;
    (most > second).then_some(word)
}

/// The only one of `several` homonyms for which the document mentions the most divisions above it, or itself.
fn told_apart(
    several: &[&'static Division],
    context: &Context,
    divisions: &'static Divisions,
    year: Option<i16>,
) -> Known {
    let known = || context.divisions.iter().chain(&context.origins);
    let mentioned = |step: &&Division| known().any(|known| known.code == step.code);
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

/// The division whose name without class word opens the name of a zone: 洛阳高新技术产业开发区 lies in 洛阳市.
fn opening_hint(whole: &str, divisions: &'static Divisions, year: Option<i16>) -> Known {
    let zone = ["开发区", "高新", "保税区", "实验区", "新区", "园区", "示范区", "经开区"];
    if !zone.iter().any(|word| whole.contains(word)) {
        return Known::Unknown;
    }
    let mut chain: Vec<Mention> = Vec::new();
    for mention in divisions.mentions(whole) {
        if mention.start != chain.last().map_or(0, |last| last.end) {
            break;
        }
        chain.push(mention);
    }
    match divisions.resolve(&chain, year) {
        Resolution::Unique { division, .. } => Known::Is(division),
        Resolution::Ambiguous(_) => Known::Ambiguous,
        Resolution::None => Known::Unknown,
    }
}

/// The province of a university by the division with whose name, mostly without its class word, its own opens. It is only
/// the province that is taken: 中山大学 is not in 中山市. Of homonyms those of the highest level count.
pub fn of_university(whole: &str, divisions: &'static Divisions, year: Option<i16>) -> Known {
    let first = divisions.mentions(whole).into_iter().next().filter(|mention| mention.start == 0);
    let meant = first.map_or(Vec::new(), |mention| mention.divisions);
    let highest = meant.iter().map(|one| one.level).min();
    let highest = meant.iter().filter(|one| Some(one.level) == highest);
    let mut provinces: Vec<_> = highest.filter_map(|one| divisions.lineage(one, year).first().copied()).collect();
    provinces.dedup_by_key(|province| province.code);
    match provinces[..] {
        [] => Known::Unknown,
        [province] => Known::Is(province),
        _ => Known::Ambiguous,
    }
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

/// The division that a branch is named for: 生态环境局未央分局 of 西安市 is that of 未央区.
pub fn of_branch(
    above: &'static Division,
    core: &str,
    divisions: &'static Divisions,
    year: Option<i16>,
) -> Option<&'static Division> {
    let named = core.strip_suffix("分局")?;
    let mention = divisions.mentions(named).into_iter().find(|mention| mention.end == named.len())?;
    let lies_below = |one: &&'static Division| one.parent == Some(above.code) && year.is_none_or(|y| one.in_force(y));
    mention.divisions.into_iter().find(lies_below)
}
