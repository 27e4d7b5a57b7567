//! Names of divisions found in running text.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Division, Divisions, Level};

/// The last characters of what is listed with counties: 市委, 市政府, 省、市, 乡镇, 各部门, 有关单位, 市直, 市级.
const LISTED: &str = "委府局省市州县区乡镇门位直级";

/// A name of one or several divisions found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// First byte of the name.
    pub start: usize,
    /// Byte after the name.
    pub end: usize,
    /// Whether the name has its class word (平罗县, 恩施州) and is nothing else. A name without it (平罗, 朝阳, 和平) or
    /// such as 城区 may be an ordinary word: the caller decides.
    pub exact: bool,
    /// Every division that ever had this name, whatever the year, in order of code.
    pub divisions: Vec<&'static Division>,
}

impl Divisions {
    /// The names of divisions in a folded `text` from left to right, at each place the longest, none overlapping.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let mut start = 0;
        while let Some(first) = text[start..].chars().next() {
            let Some((name, Meaning { exact, divisions })) = self.names.opening(&text[start..]) else {
                start += first.len_utf8();
                continue;
            };
            let end = start + name.len();
            mentions.push(Mention { start, end, exact: *exact, divisions: divisions.clone() });
            start = end;
        }
        mentions.retain(|mention| !self.is_conjunction(text, mention));
        mentions
    }

    /// Whether a name is no name but 和 (and) before a class word, as in 县委和县政府: it stands behind what is listed with such
    /// divisions, and that is not the name of what the division of this name lies in.
    fn is_conjunction(&self, text: &str, mention: &Mention) -> bool {
        let class = text[mention.start..mention.end].strip_prefix('和');
        if !mention.exact || class.is_none_or(|class| class.chars().count() != 1) {
            return false;
        }
        let before = &text[..mention.start];
        let lies_in = |division: &&'static Division| {
            self.lineage(division, None).iter().any(|above| before.ends_with(above.name))
        };
        before.ends_with(|c| LISTED.contains(c)) && !mention.divisions.iter().any(lies_in)
    }
}

/// The names of all divisions by their first two characters, of each two the longest first. An automaton of all names is
/// slower: it takes three steps for a character, most of them to where the processor has not been.
#[derive(Debug)]
pub(super) struct Names {
    by_opening: FxHashMap<[char; 2], Vec<(&'static str, Meaning)>>,
}

/// What one name means.
#[derive(Debug, Default)]
struct Meaning {
    exact: bool,
    divisions: Vec<&'static Division>,
}

impl Names {
    pub(super) fn new(entries: &'static [Division]) -> Names {
        let mut meanings: BTreeMap<&'static str, Meaning> = BTreeMap::new();
        // 中华人民共和国 opens the name of every law.
        let named = entries.iter().filter(|entry| entry.level != Level::Nation);
        for (entry, name, exact) in named.flat_map(names) {
            let meaning = meanings.entry(name).or_default();
            meaning.exact |= exact;
            meaning.divisions.push(entry);
        }
        let mut by_opening: FxHashMap<[char; 2], Vec<(&'static str, Meaning)>> = FxHashMap::default();
        for (name, meaning) in meanings {
            // The register refuses names of one character.
            if let Some(opening) = opening(name) {
                by_opening.entry(opening).or_default().push((name, meaning));
            }
        }
        by_opening.values_mut().for_each(|names| names.sort_by_key(|(name, _)| Reverse(name.len())));
        Names { by_opening }
    }

    /// The longest name with which a text opens, and what it means.
    fn opening(&self, text: &str) -> Option<&(&'static str, Meaning)> {
        self.by_opening.get(&opening(text)?)?.iter().find(|(name, _)| text.starts_with(name))
    }
}

/// The first two characters of a text.
fn opening(text: &str) -> Option<[char; 2]> {
    let mut chars = text.chars();
    Some([chars.next()?, chars.next()?])
}

/// The names of one division, each with whether it is exact.
pub(super) fn names(entry: &'static Division) -> impl Iterator<Item = (&'static Division, &'static str, bool)> {
    let official = (entry, entry.name, !entry.ordinary);
    let short = Some((entry, entry.short, false)).filter(|_| !entry.short.is_empty());
    let abbreviations = entry.abbreviation.split_ascii_whitespace().map(move |name| (entry, name, true));
    std::iter::once(official).chain(abbreviations).chain(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mentions of a text as (name, exact, codes).
    fn found(text: &str) -> Vec<(&str, bool, Vec<&str>)> {
        let mentions = Divisions::load().expect("the register is consistent").mentions(text);
        let codes = |mention: &Mention| mention.divisions.iter().map(|one| one.code).collect();
        mentions.iter().map(|one| (&text[one.start..one.end], one.exact, codes(one))).collect()
    }

    #[test]
    fn official_names_abbreviations_and_short_names() {
        let cases = [
            ("中卫市沙坡头区自然资源局", vec![("中卫市", true, "640500"), ("沙坡头区", true, "640502")]),
            (
                "宁夏石嘴山平罗县",
                vec![("宁夏", false, "640000"), ("石嘴山", false, "640200"), ("平罗县", true, "640221")],
            ),
            ("内蒙古自治区", vec![("内蒙古自治区", true, "150000")]),
            ("恩施州卫生健康委员会", vec![("恩施州", true, "422800")]),
            ("延边州", vec![("延边州", true, "222400")]),
            ("青海省河南县", vec![("青海省", true, "630000"), ("河南县", true, "632324")]),
            ("海南州", vec![("海南州", true, "632500")]),
            ("海南省", vec![("海南省", true, "460000")]),
            ("朝阳市", vec![("朝阳市", true, "211300")]),
            ("井陉矿区", vec![("井陉矿区", true, "130107")]),
            ("滨海新区", vec![("滨海新区", true, "120116")]),
            ("荆州市公安局", vec![("荆州市", true, "421000")]),
            ("矿产资源", vec![]),
            ("自治区人民政府", vec![]),
        ];
        for (text, want) in cases {
            let want: Vec<_> = want.into_iter().map(|(name, exact, code)| (name, exact, vec![code])).collect();
            assert_eq!(found(text), want, "{text}");
        }
    }

    #[test]
    fn and_a_county_is_no_county() {
        let cases = [
            ("县委和县政府", false),
            ("省、市和县的有关规定", false),
            ("2020年和县人民政府", true),
            ("安徽省马鞍山市和县财政局", true),
        ];
        for (text, is_named) in cases {
            assert_eq!(found(text).iter().any(|(name, ..)| *name == "和县"), is_named, "{text}");
        }
    }

    #[test]
    fn a_name_means_every_division_that_had_it() {
        let cases = [
            ("鼓楼区", true, vec!["320106", "320302", "350102", "410204"]),
            ("普陀区", true, vec!["310107", "330903"]),
            ("郊区", false, vec!["140311", "140411", "230811", "340711"]),
            ("前进区", true, vec!["230804"]),
            ("庐江县", true, vec!["340124", "341421"]),
            ("恩施", false, vec!["422800", "422801"]),
            ("沙县", true, vec!["350405", "350427"]),
        ];
        for (text, exact, codes) in cases {
            assert_eq!(found(text), vec![(text, exact, codes)]);
        }
    }

    #[test]
    fn ordinary_words_are_never_exact() {
        for word in ["新城", "城区", "矿区", "南山", "市中", "和平", "前进", "解放", "朝阳"] {
            let mentions = found(word);
            assert!(!mentions.is_empty() && mentions.iter().all(|(_, exact, _)| !exact), "{word}: {mentions:?}");
        }
    }
}
