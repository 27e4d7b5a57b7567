//! The reporting year: the year the figures are for, which is not the year of publication.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::date::{Issued, Period};
use super::issues::{YEAR_DISAGREES, YEAR_IS_SCHOOL_YEAR, YEAR_UNKNOWN};
use super::text::{Passages, pattern, readable};
use super::title::Title;
use crate::content::Place;
use crate::document::Hints;
use crate::issue::{Dropped, Issue};
use crate::report::{About, Confidence, Evidence};

/// Kinds of evidence that state the reporting year and should agree.
const STATED: [&str; 3] = ["period", "quoted_title", "title"];

/// Kind of the evidence for a school year.
const SCHOOL_YEAR: &str = "school_year";

/// A document number (发文字号) with the year in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// As printed, white space removed.
    pub printed: String,
    /// The year in it.
    pub year: i16,
    /// Where it stands.
    pub place: Place,
}

/// What the year is read from.
#[derive(Debug)]
pub struct Sources<'a> {
    /// Head and tail.
    pub passages: &'a Passages,
    /// The title line.
    pub title: Option<&'a Title>,
    /// Titles quoted in the text.
    pub quoted: &'a [Title],
    /// The statistics period.
    pub period: Option<&'a Period>,
    /// The document number.
    pub number: Option<&'a Number>,
    /// The date of issue.
    pub issued: Option<&'a Issued>,
    /// Path, address and crawl date.
    pub hints: &'a Hints,
}

/// The document number on a line of its own or behind its label; never one that the text only cites.
pub fn number(passages: &Passages) -> Option<Number> {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:(?:发文字号|文号|字号):?)?[\p{Han}]{2,14}\((20[0-9][0-9])\)第?[0-9]{1,4}号$"));
    passages.head.segments.iter().take(30).find_map(|line| {
        let year = NUMBER.captures(&line.text)?[1].parse().ok()?;
        let printed = line.printed.rsplit([':', '：']).next().unwrap_or(&line.printed).to_owned();
        Some(Number { printed, year, place: line.place })
    })
}

/// Every piece of evidence for the year, most trusted first.
pub fn evidence(sources: &Sources) -> Vec<Evidence> {
    let mut all = Vec::new();
    let mut add = |from, year: Option<i16>, raw: &str, place| {
        let year = year.map(|year| year.to_string());
        all.extend(year.map(|value| Evidence { about: About::Year, value, from, raw: raw.to_owned(), place }));
    };
    if let Some(period) = sources.period {
        add("period", period.year(), &period.raw, period.place);
    }
    for title in sources.quoted {
        add("quoted_title", title.year, &title.printed, title.place);
    }
    if let Some(title) = sources.title {
        add("title", title.year, &title.printed, title.place);
    }
    if let Some((year, raw, place)) = opening(sources.passages, sources.title) {
        add("opening", Some(year), &raw, place);
    }
    if let Some((year, raw, place)) = school_year(sources.passages) {
        add(SCHOOL_YEAR, Some(year), &raw, place);
    }
    if let Some((year, raw, place)) = circular(sources.passages) {
        add("circular", Some(year), &raw, place);
    }
    if let Some(period) = sources.period.filter(|period| period.is_cumulative()) {
        add("period_end", Some(period.end.year()), &period.raw, period.place);
    }
    if let Some((year, raw, from)) = addressed(sources.hints) {
        add(from, Some(year), &raw, Place::default());
    }
    if let Some(number) = sources.number {
        add("document_number", Some(number.year - 1), &number.printed, number.place);
    }
    if let Some(issued) = sources.issued {
        add("published", Some(issued.date.year() - 1), &issued.raw, issued.place);
    } else if let Some(day) = sources.hints.published {
        add("published", Some(day.year() - 1), &day.to_string(), Place::default());
    }
    all
}

/// The year with which the text opens, or of which it says that it is its own: `2021年,`, `现将2020年度…`, `2019年政府信息公开…`. The `title` is no second witness
/// to itself.
fn opening(passages: &Passages, title: Option<&Title>) -> Option<(i16, String, Place)> {
    static OPENING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"(?:^|,)(20[0-9]{2})年度?(?:,|以来|[^,0-9《]{2,20}(?:坚持|认真|严格|按照|深入|全面))",
            r"|现[将就](?:[^,《》]{0,20}?)(20[0-9]{2})年",
            r"|(?:综合|汇总|在|结合)(20[0-9]{2})年度?[^,《》]{0,20}(?:各|局|委|政府)",
            r"|(?:^|,)[^,《》]{0,20}?(20[0-9]{2})年度?(?:政府|政务)信息公开",
            // 2019年我局政府信息公开工作, 2020年某街道办未发生
            r"|(?:^|,)(20[0-9]{2})年度?(?:[我本](?:局|镇|乡|街|委|办|县|市|区|旗|厅|院|校|处|站|单位|中心)",
            r"|[^,0-9《]{2,20}未(?:收到|接到|发生|受理))",
            // 汇报我镇2023年政府信息公开工作
            r"|[我本](?:局|镇|乡|街道?|委|办|县|市|区|旗|厅|院|校|处|站|单位|中心)(20[0-9]{2})年度?(?:政府|政务)?信息公开",
        ))
    });
    let title = title.map_or(String::new(), |title| readable(&title.printed));
    let head = &passages.head;
    head.sentences().filter(|(_, sentence)| sentence.contains("20")).find_map(|(at, sentence)| {
        let found = OPENING.captures(sentence)?;
        let year = found.iter().skip(1).flatten().next()?;
        let raw = found[0].trim_start_matches(',').to_owned();
        if title.contains(&raw) {
            return None;
        }
        Some((year.as_str().parse().ok()?, raw, head.place(at + year.start())))
    })
}

/// The year in which the school year of the report ends, as universities have it: 2015-2016学年度信息公开工作年度报告.
fn school_year(passages: &Passages) -> Option<(i16, String, Place)> {
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| pattern("20[0-9]{2}(?:学年|年)?[-~至到](20[0-9]{2})学年度?[^,。;《》]{0,8}信息公开"));
    let head = &passages.head;
    head.sentences().filter(|(_, sentence)| sentence.contains("学年")).find_map(|(at, sentence)| {
        let found = YEAR.captures(sentence)?;
        let year = found.get(1)?;
        Some((year.as_str().parse().ok()?, found[0].to_owned(), head.place(at + year.start())))
    })
}

/// The year of the circular (通知) by which reports were called for: 根据《关于做好2021年度政府信息公开年度报告编制工作的通知》.
fn circular(passages: &Passages) -> Option<(i16, String, Place)> {
    static CIRCULAR: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            "(?:做好|报送|编制|编报|开展|发布|公布)(?:好|并发布)?(20[0-9]{2})年度?(?:政府|政务)信息公开[^》。]{0,12}年度?报告?",
            "[^》。]{0,24}通知",
        ))
    });
    let head = &passages.head;
    head.sentences().filter(|(_, sentence)| sentence.contains("20") && sentence.contains("通知")).find_map(
        |(at, sentence)| {
            let found = CIRCULAR.captures(sentence)?;
            let year = found.get(1)?;
            Some((year.as_str().parse().ok()?, found[0].to_owned(), head.place(at + year.start())))
        },
    )
}

/// The year that the path or the address states for the report itself.
fn addressed(hints: &Hints) -> Option<(i16, String, &'static str)> {
    static PATH: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(20[0-9][0-9])年?度?[^/\\]{0,30}信息公开[^/\\]{0,12}(?:报告|年报)"));
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[?&](?:fbtime|nbnd|bgnd)=(20[0-9][0-9])\b"));
    let path = readable(hints.path.as_deref().unwrap_or_default());
    let url = hints.url.as_deref().unwrap_or_default();
    let places = [(PATH.captures(&path), "path"), (ADDRESS.captures(url), "url")];
    places.into_iter().find_map(|(found, from)| {
        let found = found?;
        Some((found[1].parse().ok()?, found[0].to_owned(), from))
    })
}

/// The year and how well it is known. Where period and titles contradict each other, the one that more kinds of evidence
/// speak for is taken, else the most trusted. The year of a document number or of publication alone decides nothing. A
/// school year is no year of the calendar, whatever else is said.
pub fn decide(evidence: &[Evidence]) -> (Option<i16>, Confidence, Vec<Issue>) {
    if let Some(school) = evidence.iter().find(|one| one.from == SCHOOL_YEAR) {
        let issue = Issue::new(&YEAR_IS_SCHOOL_YEAR, school.raw.clone()).at(school.place);
        return (school.value.parse().ok(), Confidence::Unresolved, vec![issue]);
    }
    let mut deciding = evidence.iter().filter(|one| !matches!(one.from, "document_number" | "published"));
    let Some(first) = deciding.next() else {
        return (None, Confidence::Unresolved, vec![Issue::new(&YEAR_UNKNOWN, "").drops(Dropped::Report)]);
    };
    let stated = || evidence.iter().filter(|one| STATED.contains(&one.from));
    let kinds = |value: &str| {
        let kinds = evidence.iter().filter(|one| one.value == value).map(|one| one.from);
        kinds.collect::<BTreeSet<_>>().len()
    };
    // Of equals `max_by_key` takes the last, so the least trusted comes first.
    let best = stated().rev().max_by_key(|one| kinds(&one.value)).unwrap_or(first);
    let other = stated().find(|one| one.value != best.value);
    let confidence = match other {
        None if STATED.contains(&best.from) => Confidence::Certain,
        Some(other) if kinds(&other.value) >= kinds(&best.value) => Confidence::Unresolved,
        _ => Confidence::Likely,
    };
    let issue = other.map(|other| Issue::new(&YEAR_DISAGREES, other.raw.clone()).at(other.place));
    (best.value.parse().ok(), confidence, issue.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::super::text::tests::paragraphs;
    use super::super::{date, title};
    use super::*;

    fn year(text: &str, hints: &Hints) -> (Option<i16>, Vec<&'static str>) {
        let passages = Passages::of(&paragraphs(text));
        let (title, quoted) = (title::find(&passages, None), title::quoted(&passages));
        let (period, number, issued) = (date::period(&passages), number(&passages), date::issued(&passages));
        let sources = Sources {
            passages: &passages,
            title: title.as_ref(),
            quoted: &quoted,
            period: period.as_ref(),
            number: number.as_ref(),
            issued: issued.as_ref(),
            hints,
        };
        let (year, _, issues) = decide(&evidence(&sources));
        (year, issues.iter().map(|issue| issue.code.code).collect())
    }

    #[test]
    fn the_reporting_year_is_not_the_year_of_publication() {
        let cases = [
            ("水务局2020年政府信息公开工作年度报告\n2021年1月5日", Some(2020), vec![]),
            (
                "江水函〔2019〕8号\n2019年2月1日\n现将《水务局2018年政府信息公开工作年度报告》随函报送。",
                Some(2018),
                vec![],
            ),
            ("2019年政府信息公开工作年度报告\n统计期限为2018年1月1日至12月31日。", Some(2018), vec!["year_disagrees"]),
            ("政府信息公开年度报告\n2021年，我局认真做好公开工作。", Some(2021), vec![]),
            ("政府信息公开年度报告\n一、概述\n我局认真做好公开工作。\n2022年1月8日", None, vec!["year_unknown"]),
            (
                "根据《关于做好2021年度政府信息公开工作年度报告编制工作的通知》要求，现公布本局报告。",
                Some(2021),
                vec![],
            ),
            (
                "根据《关于政府信息公开工作年度报告有关事项的通知》（2019）要求，现公布本局报告。",
                None,
                vec!["year_unknown"],
            ),
            (
                "江南大学2016年信息公开工作年度报告\n江南大学2015—2016学年度信息公开工作年度报告",
                Some(2016),
                vec!["year_is_school_year"],
            ),
            ("教育局2016年政府信息公开工作年度报告\n2015-2016学年度招生工作结束。", Some(2016), vec![]),
            ("根据〔2021〕30号文件要求\n现将本局2025年度公开情况报告如下", Some(2025), vec![]),
            ("一、总体情况\n2019年我局政府信息公开工作运行良好。", Some(2019), vec![]),
            ("一、总体情况\n2022年度我镇未收到依申请公开。", Some(2022), vec![]),
            ("2020年胜利路街道办未发生行政复议。", Some(2020), vec![]),
            (
                "本报告从总体情况、主动公开情况、存在的主要问题等六个方面汇报我镇2023年政府信息公开工作。",
                Some(2023),
                vec![],
            ),
            ("获得2019年先进单位称号。", None, vec!["year_unknown"]),
        ];
        for (text, want, issues) in cases {
            assert_eq!(year(text, &Hints::default()), (want, issues), "{text}");
        }
    }

    #[test]
    fn path_and_address_count_where_the_text_is_silent() {
        let path = Hints {
            path: Some("年报/水务局2017年政府信息公开年度报告.html".into()), ..Hints::default()
        };
        assert_eq!(year("一、概述", &path).0, Some(2017));
        let url = Hints { url: Some("http://www.example.cn/report.jsp?id=1&fbtime=2016".into()), ..Hints::default() };
        assert_eq!(year("一、概述", &url).0, Some(2016));
    }

    #[test]
    fn document_numbers() {
        let cases = [
            ("江水函〔2019〕82号", Some(("江水函〔2019〕82号", 2019))),
            ("文号：江水函〔2019〕82号", Some(("江水函〔2019〕82号", 2019))),
            ("按照国办公开办函〔2021〕30号要求编制本报告", None),
        ];
        for (text, want) in cases {
            let found = number(&Passages::of(&paragraphs(text)));
            assert_eq!(found.as_ref().map(|n| (n.printed.as_str(), n.year)), want, "{text}");
        }
    }
}
