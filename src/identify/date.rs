//! Dates in the head and tail of a report: the statistics period (统计期限) and the date of issue.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use regex::Regex;

use super::text::{Passages, Stretch, digit, pattern};
use crate::content::Place;

/// A statistics period as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// First day; `None` if only the end is printed.
    pub start: Option<Date>,
    /// Last day.
    pub end: Date,
    /// The words.
    pub raw: String,
    /// Where they stand.
    pub place: Place,
}

impl Period {
    /// The year the figures are for, if the period lies in one year.
    pub fn year(&self) -> Option<i16> {
        Some(self.end.year()).filter(|year| self.start.is_none_or(|start| start.year() == *year))
    }

    /// Whether figures since an earlier year were added up to the end of a year: 2008年5月1日至2018年12月31日.
    pub fn is_cumulative(&self) -> bool {
        self.year().is_none() && (self.end.month(), self.end.day()) == (12, 31)
    }

    fn is_whole_year(&self) -> bool {
        let (first, last) = ((1, 1), (12, 31));
        self.year().is_some()
            && self.start.is_none_or(|start| (start.month(), start.day()) == first)
            && (self.end.month(), self.end.day()) == last
    }
}

/// The statistics period: the first that the text calls so, or else the first of a whole year.
pub fn period(passages: &Passages) -> Option<Period> {
    static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?:(?<start>[0-9年月日.]{4,14})零?时?起?,?(?:至|到|-|~)|截[止至]到?)(?<end>[0-9年月日.]{4,16})")
    });
    let mut whole = None;
    let sentences = |stretch| Stretch::sentences(stretch).map(move |(from, sentence)| (stretch, from, sentence));
    let dated = |(.., sentence): &(&Stretch, usize, &str)| {
        sentence.contains(['至', '到', '-', '~', '截']) && sentence.contains(|c: char| c.is_ascii_digit())
    };
    for (stretch, from, sentence) in passages.stretches().into_iter().flat_map(sentences).filter(dated) {
        for found in PERIOD.captures_iter(sentence) {
            let at = from + found.get(0).map_or(0, |all| all.start());
            let start = found.name("start").map(|text| text.as_str());
            let Some((start, end)) = bounds(start, &found["end"]) else { continue };
            let period = Period { start, end, raw: found[0].to_owned(), place: stretch.place(at) };
            if called_period(&stretch.flow[..at]) && (period.start.is_some() || period.is_whole_year()) {
                return Some(period);
            }
            if whole.is_none() && period.start.is_some() && period.is_whole_year() {
                whole = Some(period);
            }
        }
    }
    whole
}

/// Whether the words just before a period say that it is the statistics period.
fn called_period(before: &str) -> bool {
    let near = before.char_indices().rev().nth(24).map_or(before, |(at, _)| &before[at..]);
    ["统计", "数据", "期限", "时限"].iter().any(|word| near.contains(word))
}

/// First and last day of a printed period. Where a crawl lost 年, 月 or 日 only a whole year is recovered.
fn bounds(start: Option<&str>, end: &str) -> Option<(Option<Date>, Date)> {
    static DAMAGED_START: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([0-9]{4})年?0?1月?0?1日?$"));
    static DAMAGED_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:([0-9]{4})[0-9]{0,2}年?)?12月?31日?$"));
    let first = start.and_then(|text| full_date(text, None));
    if let Some(end) = full_date(end, first.map(|date| date.year()))
        && (first.is_some() || start.is_none())
    {
        return Some((first, end)).filter(|(first, end)| first.is_none_or(|first| first < *end));
    }
    let from = start.map(|text| DAMAGED_START.captures(text)?[1].parse::<i16>().ok());
    let to = DAMAGED_END.captures(end)?.get(1).map(|year| year.as_str().parse::<i16>().ok());
    let year = match (from, to) {
        (Some(from), Some(to)) if from == to => from?,
        (Some(from), None) => from?,
        (None, Some(to)) => to?,
        _ => return None,
    };
    Some((from.is_some().then(|| date(year, 1, 1)), date(year, 12, 31))).filter(|_| plausible(year))
}

fn plausible(year: i16) -> bool {
    (2003..=2099).contains(&year)
}

/// `2020年1月1日`, `2020.1.1`; `12月31日` with the year before it.
fn full_date(text: &str, year: Option<i16>) -> Option<Date> {
    static FULL: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:([0-9]{4})[0-9]{0,2}[年.])?([0-9]{1,2})[月.]([0-9]{1,2})日?\.?$"));
    let found = FULL.captures(text)?;
    let year = found.get(1).map_or(year, |printed| printed.as_str().parse().ok()).filter(|year| plausible(*year))?;
    Date::new(year, found[2].parse().ok()?, found[3].parse().ok()?).ok()
}

/// A date of issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The day.
    pub date: Date,
    /// The words.
    pub raw: String,
    /// Where they stand.
    pub place: Place,
}

/// The date of issue: at the end (dateline, 印发), else on a line of its own at the top, else in a metadata block.
pub fn issued(passages: &Passages) -> Option<Issued> {
    let end = if passages.tail.segments.is_empty() { &passages.head } else { &passages.tail };
    closing(end).or_else(|| own_line(&passages.head)).or_else(|| labelled(&passages.head))
}

/// A date that closes the document, after a signature or with 印发.
fn closing(end: &Stretch) -> Option<Issued> {
    static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:[局厅委会府室处办部署校院]|^|\n)([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)(?:印发|发布|\n|$|更多|附件|[((])",
        )
    });
    let last = end.flow.char_indices().rev().nth(160).map_or(0, |(at, _)| at);
    let found = CLOSING.captures_iter(&end.flow[last..]).last().and_then(|found| found.get(1));
    found.and_then(|day| issued_on(day.as_str(), end.place(last + day.start()))).or_else(|| chinese(end))
}

/// A dateline in Chinese numerals, 二〇一九年二月十五日, whose year is in digits by now.
fn chinese(end: &Stretch) -> Option<Issued> {
    let lines = end.segments.iter().rev().take(6);
    lines.filter(|line| line.text.chars().count() < 16).find_map(|line| issued_on(&arabic(&line.text)?, line.place))
}

fn own_line(head: &Stretch) -> Option<Issued> {
    let lines = head.segments.iter().take(20).filter(|line| line.text.chars().count() < 16);
    lines
        .filter_map(|line| issued_on(&line.text, line.place).or_else(|| issued_on(&arabic(&line.text)?, line.place)))
        .next()
}

fn labelled(head: &Stretch) -> Option<Issued> {
    static LABELLED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:日期|时间)[::]?\n?([0-9]{4}[-年./][0-9]{1,2}[-月./][0-9]{1,2})"));
    let day = LABELLED.captures(&head.flow)?.get(1)?;
    issued_on(day.as_str(), head.place(day.start()))
}

fn issued_on(text: &str, place: Place) -> Option<Issued> {
    let date = full_date(&text.replace(['-', '/'], "."), None)?;
    Some(Issued { date, raw: text.to_owned(), place })
}

/// `2019年二月十五日` with all numbers as digits; `None` if it is no such date.
fn arabic(text: &str) -> Option<String> {
    static CHINESE: LazyLock<Regex> =
        LazyLock::new(|| pattern("^(20[0-9]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$"));
    let found = CHINESE.captures(text)?;
    Some(format!("{}年{}月{}日", &found[1], number(&found[2])?, number(&found[3])?))
}

/// A Chinese number below 100.
fn number(text: &str) -> Option<u32> {
    let value = |part: &str| part.chars().next().map(digit).and_then(|c| c.to_digit(10));
    match text.split_once('十') {
        Some((tens, ones)) => Some(value(tens).unwrap_or(1) * 10 + value(ones).unwrap_or(0)),
        None => value(text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::tests::paragraphs;
    use super::*;

    fn found(text: &str) -> Option<(Option<Date>, Date)> {
        period(&Passages::of(&paragraphs(text))).map(|p| (p.start, p.end))
    }

    #[test]
    fn periods() {
        let year = |y| Some((Some(date(y, 1, 1)), date(y, 12, 31)));
        let cases = [
            ("统计期限为 2020 年 1 月 1 日至 2020 年 12 月 31 日。", year(2020)),
            ("数据统计期限自2020年1月1日起至12月31日止。", year(2020)),
            ("统计期限自2020年1月1日起至202020年12月31日止", year(2020)),
            ("统计期限自2020年1月1日起,至2020年12月31日止", year(2020)),
            ("统计期限自2020年1月1日起,至\n2020年12月31日止", year(2020)),
            ("数据统计期限:自\n2020年1月1日起至\n2020年12月31日止", year(2020)),
            ("统计时限为202511日起至20251231日止", year(2025)),
            ("期限：2018年11日至2018年1231日", year(2018)),
            ("数据截至2024年12月31日", Some((None, date(2024, 12, 31)))),
            ("统计期限为2008年5月1日至2018年12月31日", Some((Some(date(2008, 5, 1)), date(2018, 12, 31)))),
            ("数据为201691日至2017831日", None),
            ("统计期限为2020.1.1-2020.12.31", year(2020)),
            ("活动从2020年3月1日到2020年4月1日", None),
        ];
        for (text, want) in cases {
            assert_eq!(found(text), want, "{text}");
        }
    }

    #[test]
    fn dates_of_issue() {
        let cases = [
            ("江南县水务局\n2021年1月12日印发", Some(date(2021, 1, 12))),
            ("无其他事项。\n江南县水务局\n二〇二〇年一月二十一日", Some(date(2020, 1, 21))),
            ("其他事项无江南县水务局2020年1月20日更多信息请关注", Some(date(2020, 1, 20))),
            ("江南县水务局年度报告\n发布时间：2021-02-03 10:50\n一、总体情况", Some(date(2021, 2, 3))),
            ("我局于2020年5月1日举办了活动，效果良好。", None),
        ];
        for (text, want) in cases {
            assert_eq!(issued(&Passages::of(&paragraphs(text))).map(|i| i.date), want, "{text}");
        }
    }
}
