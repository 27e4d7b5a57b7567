//! Who a clause says does its work: 2020年,在县委领导下,江南县水务局认真… An expression for it has so many states that it is
//! mostly waiting for memory.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// Words with which clauses go on behind whoever does something, or without anybody.
pub(super) const WORDS: &str = "始终|坚持|认真|严格|全面|深入|高度|积极|紧紧|紧扣|持续|切实|扎实|按照|根据|结合|围绕|不断|以习近平|贯彻|依法|进一步|主动|在";

static DEEDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(WORDS.split('|'));
    automaton.expect("the words are few and short")
});

/// Characters of a name at least, and at most.
const NAME: (usize, usize) = (3, 30);

/// Characters of the clause that says under whom it was done, 在县委领导下, before its 下.
const UNDER: (usize, usize) = (2, 24);

/// The names with which the clauses of a sentence open before such a word, each with the byte at which it begins.
pub fn names(sentence: &str) -> Vec<(usize, &str)> {
    let mut names = Vec::new();
    let mut clause = Some(0);
    while let Some(start) = clause {
        let found = name_of(sentence, start);
        names.extend(found.map(|(at, end, _)| (at, &sentence[at..end])));
        let from = found.map_or(start, |(.., deed)| deed);
        clause = sentence[from..].find(',').map(|comma| from + comma + 1);
    }
    names
}

/// The name with which the clause at byte `start` opens, behind a year and a clause that says under whom: where it begins, where
/// it ends, and where the word behind it ends.
fn name_of(sentence: &str, start: usize) -> Option<(usize, usize, usize)> {
    years(&sentence[start..]).into_iter().map(|year| start + year).find_map(|at| {
        let behind = under(&sentence[at..]).and_then(|length| name_at(sentence, at + length));
        behind.or_else(|| name_at(sentence, at))
    })
}

/// How much of a clause may be its year, the most first: 2020年度, with the comma behind it.
fn years(clause: &str) -> Vec<usize> {
    let digits = clause.len() - clause.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut lengths = Vec::new();
    if digits == 4 && clause.starts_with("20") && clause[4..].starts_with('年') {
        let year = 4 + '年'.len_utf8();
        let whole = year + if clause[year..].starts_with('度') { '度'.len_utf8() } else { 0 };
        lengths.extend(clause[whole..].starts_with(',').then_some(whole + 1));
        lengths.extend([whole, year]);
    }
    lengths.push(0);
    lengths
}

/// The length of a clause that says under whom something was done, with its comma.
fn under(clause: &str) -> Option<usize> {
    let comma = clause.find(',')?;
    let length = clause[..comma].strip_suffix('下')?.chars().count();
    (UNDER.0..=UNDER.1).contains(&length).then_some(comma + 1)
}

/// The name at byte `at`, up to the first such word of the clause that is not too near.
fn name_at(sentence: &str, at: usize) -> Option<(usize, usize, usize)> {
    let rest = &sentence[at..];
    let clause = &rest[..rest.find([',', ':']).unwrap_or(rest.len())];
    let (near, _) = clause.char_indices().nth(NAME.0)?;
    let deed = DEEDS.find(&clause[near..])?;
    let end = near + deed.start();
    (clause[..end].chars().count() <= NAME.1).then_some((at, at + end, at + near + deed.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_works_is_named_before_the_word_for_it() {
        let cases = [
            ("江南县水务局认真贯彻条例", vec!["江南县水务局"]),
            ("2020年,在县委、县政府领导下,江南县水务局坚持公开", vec!["江南县水务局"]),
            ("2020年度江南县水务局严格按照规定,全面推进,我单位主动公开", vec!["江南县水务局", "我单位"]),
            ("我局:认真公开", vec![]),
            ("该局在线公开", vec![]),
        ];
        for (sentence, expected) in cases {
            let found: Vec<&str> = names(sentence).into_iter().map(|(_, name)| name).collect();
            assert_eq!(found, expected, "{sentence}");
        }
    }
}
