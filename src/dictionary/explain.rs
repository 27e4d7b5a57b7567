//! One code in words: what `gongkai explain` prints.

use super::chinese::message;
use super::words::{CONFIDENCES, OUTCOMES, STATUSES, TABLE_STATUSES, Word};
use super::{codes, forms_of};
use crate::check::{Rule, rules};
use crate::form::{Comparable, Forms, Indicator, Joins, Strictness};
use crate::issue::Severity;
use crate::quality;

/// The language of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl Language {
    fn of<T>(self, en: T, zh: T) -> T {
        match self {
            Language::En => en,
            Language::Zh => zh,
        }
    }
}

/// What a code means: an indicator, an applicant, an issue, a rule, a series, or a word of the data set.
pub fn explain(code: &str, forms: &Forms, language: Language) -> Option<String> {
    let indicator = || forms.indicator(code).map(|indicator| explain_indicator(indicator, forms, language));
    let applicant = || {
        let applicant = forms.applicants.iter().find(|applicant| applicant.code == code)?;
        let kind = language.of("an applicant column of the applications table", "申请表的申请人列");
        let meaning = language.of(applicant.meaning, "");
        Some(lines(&[&format!("{code}: {kind}"), applicant.label.official, meaning]))
    };
    let issue = || {
        let issue = codes().find(|issue| issue.code == code)?;
        let (title, advice) = language.of((issue.title, issue.advice), message(code));
        let kind = language.of("an issue", "读取问题");
        Some(lines(&[&format!("{code}: {kind} ({})", severity(issue.severity, language)), title, advice]))
    };
    let rule = || Some(explain_rule(rules(forms).iter().find(|rule| rule.id == code)?, language));
    let series = || {
        let series = forms.comparable.iter().find(|series| series.series == code)?;
        Some(lines(&[
            &format!("{code}: {}", language.of("a comparable series", "可比序列")),
            &joined(series, language),
        ]))
    };
    indicator().or_else(applicant).or_else(issue).or_else(rule).or_else(series).or_else(|| word(code, language))
}

/// The meanings of a word of the data set or of an issue, in English and Chinese.
pub fn meaning(word: &str) -> Option<(&'static str, &'static str)> {
    let issue = || codes().find(|issue| issue.code == word).map(|issue| (issue.title, message(word).0));
    all_words().find(|(known, ..)| *known == word).map(|(_, en, zh)| (en, zh)).or_else(issue)
}

fn all_words() -> impl Iterator<Item = Word> {
    let words = STATUSES.iter().chain(&TABLE_STATUSES).chain(&CONFIDENCES).chain(&OUTCOMES).copied();
    words.chain(quality::WORDS.map(|(quality, en, zh)| (quality.as_str(), en, zh)))
}

fn word(code: &str, language: Language) -> Option<String> {
    let kind = language.of("a word of the data set", "数据集用语");
    let meanings: Vec<&str> =
        all_words().filter(|(word, ..)| *word == code).map(|(_, en, zh)| language.of(en, zh)).collect();
    (!meanings.is_empty()).then(|| format!("{code}: {kind}\n{}\n", meanings.join("\n")))
}

fn explain_indicator(indicator: &Indicator, forms: &Forms, language: Language) -> String {
    let Indicator { code, label, meaning, unit, path, basis, .. } = indicator;
    let of = forms_of(indicator, forms).map(|form| form.id).collect::<Vec<_>>().join(", ");
    let mut text = match language {
        Language::En => lines(&[
            &format!("{code}: an indicator"),
            label.official,
            meaning,
            &format!("unit {unit}, forms {of}, place {path}, basis {basis}"),
        ]),
        Language::Zh => lines(&[
            &format!("{code}: 指标"),
            label.official,
            &format!("单位：{unit}；表式：{of}；表中位置：{path}；依据：{basis}"),
        ]),
    };
    let counts = |series: &&Comparable| series.sums.iter().any(|(form, _)| series.counts(code, form));
    for series in forms.comparable.iter().filter(counts) {
        text += &format!("{} {}: {}\n", language.of("series", "可比序列"), series.series, joined(series, language));
    }
    text
}

/// How a series may be joined, with its sums.
fn joined(series: &Comparable, language: Language) -> String {
    let joins = |years: &str, joins: Option<Joins>| joins.map(|joins| format!("{years} {}", word_of(joins, language)));
    let over = [joins("2018/19", series.joins_2019), joins("2020/21", series.joins_2021)];
    let sums = series.sums.iter().map(|(form, sum)| {
        let terms = sum.iter().map(|term| format!("{}{}", if term.sign < 0 { "- " } else { "" }, term.indicator));
        format!("{form} = {}", terms.collect::<Vec<_>>().join(" + ").replace("+ - ", "- "))
    });
    let note = Some(language.of(series.note, series.note_zh).to_owned()).filter(|note| !note.is_empty());
    over.into_iter().flatten().chain(sums).chain(note).collect::<Vec<_>>().join(language.of("; ", "；"))
}

fn word_of(joins: Joins, language: Language) -> &'static str {
    match joins {
        Joins::Same => language.of("same", "可比"),
        Joins::Near => language.of("nearly the same", "大致可比"),
        Joins::Not => language.of("not comparable", "不可比"),
    }
}

fn severity(severity: Severity, language: Language) -> &'static str {
    let zh = match severity {
        Severity::Note => "提示",
        Severity::Warning => "警告",
        Severity::Error => "错误",
    };
    language.of(severity.as_str(), zh)
}

fn explain_rule(rule: &Rule, language: Language) -> String {
    let strictness = match rule.strictness {
        Strictness::Exact => "严格：不符即为原文或读取有误",
        Strictness::Soft => "宽松：不符不一定有误，值得查看",
    };
    match language {
        Language::En => lines(&[
            &format!("{}: a check ({})", rule.id, rule.strictness.as_str()),
            rule.title,
            rule.title_zh,
            rule.meaning,
        ]),
        Language::Zh => lines(&[&format!("{}: 核对规则（{strictness}）", rule.id), rule.title_zh]),
    }
}

/// Some lines; empty ones are left out.
fn lines(lines: &[&str]) -> String {
    lines.iter().filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_explained_in_both_languages() {
        let forms = Forms::load().expect("definitions load");
        let rules: Vec<&str> = rules(forms).iter().map(|rule| rule.id).collect();
        let words = [STATUSES.as_slice(), &TABLE_STATUSES, &CONFIDENCES, &OUTCOMES].concat();
        let all = forms.indicators.iter().map(|indicator| indicator.code).chain(rules);
        let all = all.chain(codes().map(|code| code.code)).chain(words.iter().map(|(word, ..)| *word));
        for code in all.chain(forms.comparable.iter().map(|series| series.series)) {
            for language in [Language::En, Language::Zh] {
                let text = explain(code, forms, language).unwrap_or_else(|| panic!("{code} is not explained"));
                assert!(text.starts_with(&format!("{code}: ")) && text.lines().count() >= 2, "{text}");
            }
        }
    }

    #[test]
    fn a_series_tells_its_sums() {
        let forms = Forms::load().expect("definitions load");
        let text = explain("review_decided", forms, Language::En).expect("a series");
        assert!(text.contains("g2_2019 = review_total - review_pending"), "{text}");
        assert!(text.contains("2018/19 nearly the same; 2020/21 same"), "{text}");
    }
}
