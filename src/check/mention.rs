//! Mentions: the numbers that the prose of a report names, found by the patterns of `prose.toml`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::{Captures, Regex, RegexSet, RegexSetBuilder};
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::form::recognise::is_ideograph;
use crate::label::fold;

/// The rules of `prose.toml`, compiled.
pub(super) static PROSE: LazyLock<Prose> =
    LazyLock::new(|| Prose::load(include_str!("prose.toml")).expect("prose.toml is part of the program and tested"));

/// A number with separators of thousands, and the rest of a clause up to the next figure.
const NUMBER: &str = "(?P<n>[0-9]+(?:,[0-9]{3})*)";
const GAP: &str = "[^,;:()0-9]{0,24}";

/// Memory for the automaton of all patterns, in bytes, for each thread.
const AUTOMATON: usize = 1 << 24;

/// Longest sentence, in bytes, that is read: what runs on for longer is no prose.
const LONGEST: usize = 1 << 14;

/// Longest sentence, in characters, that a finding quotes.
const QUOTE: usize = 120;

/// Everything in `prose.toml`.
pub(super) struct Prose {
    guard: Guard,
    /// Every pattern of every rule, to know in one pass which of them to try.
    set: RegexSet,
    patterns: Vec<Pattern>,
    /// The rules, in the order of the file.
    pub(super) rules: Vec<ProseRule>,
}

/// A pattern, the rule it belongs to, and whether it says that there was none.
struct Pattern {
    rule: usize,
    regex: Regex,
    zero: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    guard: GuardEntry,
    rule: Vec<ProseRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuardEntry {
    before: String,
    after: String,
    clause: String,
    stop: String,
}

struct Guard {
    before: Regex,
    after: Regex,
    clause: Regex,
    stop: Regex,
}

/// One rule of `prose.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProseRule {
    /// Stable id, such as `PROSE-RECEIVED`.
    pub(super) id: String,
    /// What it says, in English.
    pub(super) title: String,
    /// What it says, in Chinese.
    pub(super) title_zh: String,
    /// What a failure means.
    pub(super) meaning: String,
    /// The sums of cells that the number may be, in the order of preference.
    pub(super) targets: Vec<Vec<String>>,
    /// The cell without which the number means something else, and is not compared.
    pub(super) needs: Option<String>,
    /// What a number is that equals none of the targets.
    #[serde(default)]
    pub(super) mismatch: Mismatch,
    #[serde(default)]
    patterns: Vec<String>,
    #[serde(default)]
    zero: Vec<String>,
    #[serde(default, deserialize_with = "regex")]
    about: Option<Regex>,
    #[serde(default, deserialize_with = "regex")]
    unless: Option<Regex>,
    #[serde(default, deserialize_with = "regex")]
    unless_before: Option<Regex>,
}

/// What a number is that equals none of its targets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mismatch {
    /// A contradiction.
    #[default]
    Fail,
    /// Perhaps the number of something else.
    Undecided,
}

/// A number that the prose names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mention {
    /// Index of its rule.
    pub(super) rule: usize,
    /// The number; zero where the prose says that there was none.
    pub(super) number: Decimal,
    /// The words, folded.
    pub(super) phrase: String,
    /// The sentence as printed, shortened.
    pub(super) sentence: String,
}

fn regex<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Option<Regex>, D::Error> {
    let pattern = String::deserialize(source)?;
    Regex::new(&pattern).map(Some).map_err(serde::de::Error::custom)
}

impl Prose {
    fn load(text: &str) -> Result<Prose, Box<dyn std::error::Error>> {
        let file: File = toml::from_str(text)?;
        let of_rule = |(rule, entry): (usize, &ProseRule)| {
            let all = entry.patterns.iter().map(|p| (p, false)).chain(entry.zero.iter().map(|p| (p, true)));
            all.map(|(p, zero)| (rule, p.replace("<n>", NUMBER).replace("<..>", GAP), zero)).collect::<Vec<_>>()
        };
        let sources: Vec<_> = file.rule.iter().enumerate().flat_map(of_rule).collect();
        // Room for the automaton of all patterns at once: with less, it is thrown away and built anew again and again.
        let set =
            RegexSetBuilder::new(sources.iter().map(|(_, source, _)| source)).dfa_size_limit(AUTOMATON).build()?;
        let compiled = sources
            .iter()
            .map(|(rule, source, zero)| Ok(Pattern { rule: *rule, regex: Regex::new(source)?, zero: *zero }));
        let guard = Guard {
            before: Regex::new(&file.guard.before)?,
            after: Regex::new(&file.guard.after)?,
            clause: Regex::new(&file.guard.clause)?,
            stop: Regex::new(&file.guard.stop)?,
        };
        Ok(Prose { guard, set, patterns: compiled.collect::<Result<_, regex::Error>>()?, rules: file.rule })
    }

    /// The mentions in a text of the report for `year`, in the order of the sentences and of the rules.
    pub(super) fn mentions(&self, text: &str, year: Option<i16>) -> Vec<Mention> {
        let text = self.guard.stop.find(text).map_or(text, |stop| &text[..stop.start()]);
        let sentences = text.split(['。', '；', ';', '！', '？', '\n']);
        sentences.filter(|text| may_count(text)).flat_map(|sentence| self.of_sentence(sentence, year)).collect()
    }

    fn of_sentence(&self, sentence: &str, year: Option<i16>) -> Vec<Mention> {
        let folded = fold(sentence);
        let tried = self.set.matches(&folded);
        if !tried.matched_any() || is_of_another_year(&folded, year) {
            return Vec::new();
        }
        let mut seen = BTreeSet::new();
        let mut mentions = Vec::new();
        for pattern in tried.iter().map(|at| &self.patterns[at]) {
            for found in pattern.regex.captures_iter(&folded) {
                let mention = self.mention(pattern, &found, &folded, sentence);
                mentions
                    .extend(mention.filter(|(end, _)| seen.insert((pattern.rule, *end))).map(|(_, mention)| mention));
            }
        }
        mentions
    }

    /// What a pattern found, if it can be compared, and where its number ends in the folded sentence.
    fn mention(&self, pattern: &Pattern, found: &Captures, folded: &str, printed: &str) -> Option<(usize, Mention)> {
        let whole = found.get(0)?;
        let digits = found.name("n");
        let at = digits.map_or(whole.range(), |digits| digits.range());
        if !self.is_comparable(pattern, folded, at.start, whole.end()) {
            return None;
        }
        let number = match digits {
            Some(digits) => digits.as_str().replace(',', "").parse().ok()?,
            None => pattern.zero.then_some(Decimal::ZERO)?,
        };
        let phrase = whole.as_str().trim_matches([',', ';', ':', '、', '(', ')']).to_owned();
        Some((at.end, Mention { rule: pattern.rule, number, phrase, sentence: quote(printed, at.start) }))
    }

    /// Whether the number at `at`, in a phrase that ends at `end`, is an exact one of the whole year and agency.
    fn is_comparable(&self, pattern: &Pattern, sentence: &str, at: usize, end: usize) -> bool {
        let rule = &self.rules[pattern.rule];
        let clause_start = sentence[..at].rfind([',', ';']).map_or(0, |comma| comma + 1);
        let clause = &sentence[clause_start..end];
        let is_in = |regex: &Option<Regex>, text: &str| regex.as_ref().is_some_and(|regex| regex.is_match(text));
        rule.about.as_ref().is_none_or(|about| about.is_match(sentence))
            && !is_in(&rule.unless, clause)
            && !is_in(&rule.unless_before, &sentence[..at])
            && !self.guard.clause.is_match(clause)
            && !self.guard.before.is_match(&sentence[..at])
            && !self.guard.after.is_match(&sentence[end..])
    }
}

/// Whether a sentence has a figure, or a word for none or for all: a cheap look before folding and matching it.
fn may_count(sentence: &str) -> bool {
    sentence.len() <= LONGEST
        && sentence.chars().any(|c| is_figure(c) || matches!(c, '未' | '没' | '无' | '存' | '全' | '均' | '都'))
}

/// Whether a character folds to a digit. Asking that of every ideograph would take longer than all the rest.
fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || (!is_ideograph(c) && c.is_numeric())
}

/// Whether a sentence speaks of another year than the report's, or of several. The year that applications are carried
/// forward to does not count.
fn is_of_another_year(sentence: &str, year: Option<i16>) -> bool {
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("(?P<to>转[至到入]?)?(?P<year>20[0-9]{2})年").expect("the pattern is constant"));
    let named = YEAR.captures_iter(sentence).filter(|found| found.name("to").is_none());
    let years: BTreeSet<i16> = named.filter_map(|found| found["year"].parse().ok()).collect();
    years.len() > 1 || years.iter().any(|named| year.is_some_and(|year| *named != year))
}

/// The sentence as printed; a long one from the clause that holds the byte `at` of the folded sentence.
fn quote(sentence: &str, at: usize) -> String {
    let sentence = sentence.trim();
    if sentence.chars().count() <= QUOTE {
        return sentence.to_owned();
    }
    let (mut start, mut folded) = (0, 0);
    for clause in sentence.split_inclusive(['，', ',']) {
        folded += fold(clause).len();
        if folded > at {
            break;
        }
        start += clause.len();
    }
    let quoted: String = sentence[start..].chars().take(QUOTE).collect();
    format!("…{}…", quoted.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_is_quoted_from_the_clause_of_the_mention() {
        let text = format!("{}，本年收到政府信息公开申请 3 件，{}", "说明".repeat(70), "余下".repeat(70));
        let mentions = PROSE.mentions(&text, None);
        assert_eq!(mentions.len(), 1);
        assert_eq!((mentions[0].number, mentions[0].phrase.as_str()), (3.into(), "收到政府信息公开申请3件"));
        assert!(mentions[0].sentence.starts_with("…本年收到政府信息公开申请 3 件，余下"), "{}", mentions[0].sentence);
    }

    #[test]
    fn sentences_of_other_years_and_the_annexed_table_are_no_mentions() {
        let cases = [
            ("2020年收到政府信息公开申请3件。", 0),
            ("2021年收到政府信息公开申请3件。", 1),
            ("2021年收到政府信息公开申请3件，2020年收到政府信息公开申请2件。", 0),
            ("附件 统计指标 单位 收到政府信息公开申请3件", 0),
        ];
        for (text, expected) in cases {
            assert_eq!(PROSE.mentions(text, Some(2021)).len(), expected, "{text}");
        }
    }
}
