//! From the division names of a document to the reporter's division, and from there to the official prefix of its name.

use std::sync::LazyLock;

use regex::Regex;

use super::name::Name;
use super::text::{Passages, pattern, readable};
use crate::document::Hints;
use crate::register::{Division, Divisions, Level, Mention, Resolution};

/// The divisions that a document mentions anywhere in its head, tail, path or address.
#[derive(Debug, Default)]
pub struct Context {
    divisions: Vec<&'static Division>,
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
        for division in codes(&path, divisions, year) {
            context.add(division);
        }
        context
    }

    /// The same with the division of the site, unless the document speaks of other places only.
    pub fn with(
        mut self,
        site: Option<&'static Division>,
        divisions: &'static Divisions,
        year: Option<i16>,
    ) -> Context {
        let speaks_of = |site| self.divisions.iter().any(|known| related(known, site, divisions, year));
        if let Some(site) = site.filter(|site| self.divisions.is_empty() || speaks_of(site)) {
            self.add(site);
        }
        self
    }

    fn add(&mut self, division: &'static Division) {
        if !self.divisions.iter().any(|known| known.code == division.code) {
            self.divisions.push(division);
        }
    }

    /// The only division among those mentioned, or above them, that fits.
    fn only(&self, divisions: &'static Divisions, year: Option<i16>, fits: impl Fn(&Division) -> bool) -> Known {
        let lineages = self.divisions.iter().flat_map(|one| divisions.lineage(one, year));
        let mut fitting: Vec<&'static Division> = lineages.filter(|one| fits(one)).collect();
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
fn chains(text: &str, mentions: &[Mention]) -> Vec<Vec<Mention>> {
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

/// Divisions whose six-digit codes stand in a path.
fn codes(path: &str, divisions: &'static Divisions, year: Option<i16>) -> Vec<&'static Division> {
    static CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9]+"));
    let digits = CODE.find_iter(path).map(|digits| digits.as_str()).filter(|digits| digits.len() == 6);
    digits.filter_map(|code| divisions.by_code(code, year).or_else(|| divisions.by_code(code, None))).collect()
}

/// The division that the folders of the path name, by code or by name.
pub fn in_path(hints: &Hints, divisions: &'static Divisions, year: Option<i16>) -> Option<&'static Division> {
    let path = readable(hints.path.as_deref().unwrap_or_default());
    let named = chains(&path, &divisions.mentions(&path)).concat();
    codes(&path, divisions, year).pop().or_else(|| match divisions.resolve(&named, year) {
        Resolution::Unique { division, .. } => Some(division),
        _ => None,
    })
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

/// The only one of `several` homonyms for which the document mentions the most divisions above it, or itself.
fn told_apart(
    several: &[&'static Division],
    context: &Context,
    divisions: &'static Divisions,
    year: Option<i16>,
) -> Known {
    let mentioned = |step: &&Division| context.divisions.iter().any(|known| known.code == step.code);
    let support = |one: &&'static Division| divisions.lineage(one, year).iter().filter(|s| mentioned(s)).count();
    let most = several.iter().map(support).max().unwrap_or(0);
    let mut left = several.iter().filter(|one| support(one) == most);
    match (left.next(), left.next()) {
        (Some(one), None) if most > 0 => Known::Is(one),
        _ => Known::Ambiguous,
    }
}

/// Whether a region word may mean the division.
fn fits(word: &str, division: &Division) -> bool {
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
