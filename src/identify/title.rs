//! Titles of annual reports: on lines of their own, and quoted in the text.

use std::cmp::Ordering;
use std::sync::LazyLock;

use regex::Regex;

use super::body::without_notes;
use super::text::{Passages, Stretch, pattern, readable};
use crate::content::Place;
use crate::label::is_space;

/// The longest title, in characters.
pub(super) const LONGEST: usize = 64;
/// Segments that a title may be spread over.
const SPAN: usize = 6;

/// What an annual report is about.
const SUBJECTS: [&str; 2] = ["信息公开", "政务公开"];

/// Words that make a title that of another document about reports.
const OTHER_DOCUMENTS: [&str; 14] =
    ["通知", "办法", "格式", "范文", "模板", "解读", "方案", "意见", "工作要点", "指南", "考核", "报送", "函", "条例"];

/// What a document that judges disclosure is called, as parts of an expression.
pub(super) const JUDGEMENTS: &str = "评估|测评|评价|评议|自查|调研|督查";

/// Whether a title is that of another document about reports: a call to write them, a judgement on them.
pub(super) fn is_other(text: &str) -> bool {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        pattern("关于(?:认真|切实|进一步|全面)?(?:做好|开展|编制|编报|编写|上报|填报|印发|启动|组织|加强|规范|转发)")
    });
    static JUDGEMENT: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!("公开.*(?:{JUDGEMENTS}|检查).*(?:报告|年报)")));
    let mut words = OTHER_DOCUMENTS.iter();
    words.any(|word| text.contains(word)) || CALL.is_match(text) || JUDGEMENT.is_match(text)
}

/// A title of an annual report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// As printed, white space removed.
    pub printed: String,
    /// The reporter's name as far as the title has it, folded; may be a region alone, or empty.
    pub name: String,
    /// The year in it.
    pub year: Option<i16>,
    /// Where it begins.
    pub place: Place,
}

/// The title line of the document: of all candidates the first that has a year and a name, if possible the `year` of
/// the statistics period, for sites print the titles of other years beside the report.
pub fn find(passages: &Passages, year: Option<i16>) -> Option<Title> {
    let head = &passages.head;
    let mut best: Option<(usize, Title)> = None;
    for (end, title) in (0..head.segments.len()).filter_map(|at| spanning(head, at)) {
        // Of two that end together the shorter one: what stands before it is another line.
        let better = |(best_end, best): &(usize, Title)| match worth(&title, year).cmp(&worth(best, year)) {
            Ordering::Equal => end == *best_end,
            order => order.is_gt(),
        };
        if best.as_ref().is_none_or(better) {
            best = Some((end, title));
        }
    }
    best.map(|(_, title)| title)
}

/// Whether the document has a title line.
pub fn is_titled(passages: &Passages) -> bool {
    let head = &passages.head;
    (0..head.segments.len()).any(|at| spanning(head, at).is_some())
}

/// A title that states the year is worth more than one that only has a name.
pub fn worth(title: &Title, year: Option<i16>) -> u8 {
    let right_year = year.is_some() && title.year == year;
    4 * u8::from(right_year) + 2 * u8::from(title.year.is_some()) + u8::from(!title.name.is_empty())
}

/// The title that begins at segment `at`, over as few segments as possible, and where it ends; with the segment
/// before it, if that is where the reporter stands.
fn spanning(head: &Stretch, at: usize) -> Option<(usize, Title)> {
    let segments = &head.segments;
    let text = |from: usize, to: usize| segments[from..to].iter().map(|s| s.text.as_str()).collect::<String>();
    let printed = |from: usize, to: usize| segments[from..to].iter().map(|s| s.printed.as_str()).collect::<String>();
    let mut ends = (at + 1..=(at + SPAN).min(segments.len())).filter(|end| ends_title(&segments[end - 1].text));
    let end = ends.find(|end| whole_title(unlabelled(&text(at, *end))))?;
    let title = parse(unlabelled(&text(at, end)), unlabelled(&printed(at, end)), segments[at].place)?;
    if title.name.is_empty() && at > 0 && could_be_name(&segments[at - 1].text) {
        return Some((end, parse(&text(at - 1, end), &printed(at - 1, end), segments[at - 1].place)?));
    }
    Some((end, title))
}

/// `text` without the field name of a metadata block before it.
fn unlabelled(text: &str) -> &str {
    ["标题", "名称"]
        .iter()
        .find_map(|label| text.strip_prefix(label))
        .map_or(text, |rest| rest.trim_start_matches([':', '：']))
}

/// A short line of nothing but a name.
fn could_be_name(line: &str) -> bool {
    let length = line.chars().count();
    (3..=30).contains(&length) && line.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || "()、·".contains(c))
}

/// Whether a title can end with this segment.
fn ends_title(segment: &str) -> bool {
    segment.ends_with(['告', '报', ')'])
}

/// Whether a text is a title and nothing else: 45 characters at most, what is reported on, 18 at most, 报告 or 年报, perhaps
/// with the year in brackets behind it.
pub(super) fn whole_title(text: &str) -> bool {
    if !text.contains("公开") || text.chars().count() > LONGEST {
        return false;
    }
    let named = without_year(text);
    let Some(before) = named.strip_suffix("报告").or_else(|| named.strip_suffix("年报")) else { return false };
    let mut subjects = SUBJECTS.iter().flat_map(|subject| before.match_indices(subject));
    let near = |(at, subject): (usize, &str)| {
        before[..at].chars().count() <= 45 && before[at + subject.len()..].chars().count() <= 18
    };
    !before.contains(['。', ';', ':', '!', '?', ',', '《', '》']) && subjects.any(near) && !is_other(text)
}

/// A title without the year in brackets behind it: (2012年).
fn without_year(text: &str) -> &str {
    let is_year = |rest: &str| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits >= 4 && !rest[4..].contains(')') && rest[4..].chars().count() <= 6
    };
    let rest = |at: usize| text[at + 1..].strip_suffix(')');
    let mut brackets = text.match_indices('(').map(|(at, _)| at);
    brackets.find(|at| rest(*at).is_some_and(is_year)).map_or(text, |at| &text[..at])
}

/// The title that a line or field of the page consists of, if it is one.
pub fn of_line(line: &str) -> Option<Title> {
    let text = readable(line);
    let printed: String = line.chars().filter(|c| !is_space(*c)).collect();
    whole_title(&text).then(|| parse(&text, &printed, Place::default()))?
}

/// The parts of a title; `None` if it is none.
pub fn parse(text: &str, printed: &str, place: Place) -> Option<Title> {
    static SUBJECT: LazyLock<Regex> = LazyLock::new(|| pattern("(?:政府|政务)?信息公开|政务公开|政务信息"));
    static YEAR: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?:19|20)[0-9]{2}(?:[-~至](?:19|20)?[0-9]{2})?学?年度?|\((?:19|20)[0-9]{2}[^)]*\)$")
    });
    let before = &text[..SUBJECT.find(text)?.start()];
    let year = YEAR.find(text).filter(|year| year.start() <= before.len() || text.ends_with(')'));
    let mut name = match year {
        Some(year) if year.start() == 0 => &before[year.end().min(before.len())..],
        Some(year) => &before[..year.start().min(before.len())],
        None => before,
    };
    let unnoted = without_notes(name);
    name = &unnoted;
    for word in ["关于", "年度", "度", "年", "(", "(本级机关)", "(机关)", "(本级)", "机关", "本级"] {
        name = name.strip_suffix(word).unwrap_or(name);
    }
    let name = name.trim_start_matches("关于");
    // 人民政府信息公开 is 人民政府 + 政府信息公开.
    let name = if name.ends_with("人民") { format!("{name}政府") } else { name.to_owned() };
    let year = year.and_then(|year| year_of(year.as_str()));
    Some(Title { printed: printed.to_owned(), name, year, place })
}

/// The year of `2020年度`; none for a school year.
fn year_of(text: &str) -> Option<i16> {
    let text = text.trim_start_matches('(');
    let span = text.contains(['-', '~', '至']) || text.contains('学');
    text.get(..4).filter(|_| !span)?.parse().ok().filter(|year| (2003..=2099).contains(year))
}

/// Titles of this report quoted in its text: 现公布《…》, 特向社会公布…报告, 编制了…报告.
pub fn quoted(passages: &Passages) -> Vec<Title> {
    static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"《(?<a>[^《》]{0,50}信息公开[^《》]{0,18}(?:报告|年报))》",
            r"|(?:公布|发布|公开|编制了?|编写了?|撰写了?|编制的|形成了?|现[将就])",
            r"(?<b>[^,。;:《》]{0,45}?信息公开[^,。;:《》]{0,12}?(?:报告|年报))",
            r"|^(?<c>[^,。;:《》]{2,45}?信息公开[^,。;:《》]{0,12}?(?:报告|年报))",
            r"(?:\(以下|\(下|根据|是根据|依据|由|全文|包括)",
        ))
    });
    let sentences =
        passages.stretches().into_iter().flat_map(|one| one.sentences().map(move |(at, text)| (one, at, text)));
    let speaking =
        sentences.filter(|(.., text)| text.contains("信息公开") && (text.contains("报告") || text.contains("年报")));
    let mut titles = Vec::new();
    for (stretch, at, sentence) in speaking {
        for found in QUOTED.captures_iter(sentence) {
            let Some(text) = ["a", "b", "c"].iter().find_map(|name| found.name(name)) else { continue };
            let before = sentence[..text.start()].trim_end_matches('《');
            let cited = before.ends_with(['据', '照']) || before.rfind('《') > before.rfind('》');
            if !cited && !is_other(text.as_str()) {
                titles.extend(parse(text.as_str(), text.as_str(), stretch.place(at + text.start())));
            }
        }
    }
    titles
}

#[cfg(test)]
mod tests {
    use super::super::text::tests::paragraphs;
    use super::*;

    fn title(text: &str) -> Option<(String, String, Option<i16>)> {
        find(&Passages::of(&paragraphs(text)), None).map(|t| (t.printed, t.name, t.year))
    }

    #[test]
    fn titles_on_their_lines() {
        let cases = [
            ("江南县水务局2020年政府信息公开工作年度报告", "江南县水务局", Some(2020)),
            ("江南县水务局\n2020 年政府信息公开年度报告\n一、总体情况", "江南县水务局", Some(2020)),
            ("江南县水务局 2020 年政府信息公开 年度报告", "江南县水务局", Some(2020)),
            ("2016年江南县河口镇政府\n信息公开年报", "江南县河口镇", Some(2016)),
            ("江南县卫生局关于2014年度政府信息\n公开工作的年度报告", "江南县卫生局", Some(2014)),
            ("江南县人民政府信息公开工作年度报告（2012年）", "江南县人民政府", Some(2012)),
            ("江南縣財政局2019年政府信息公開工作年度報(bào)告", "江南县财政局", Some(2019)),
            ("江南大学信息公开年报(2016-2017)", "江南大学", None),
            ("政府信息公开年报\n江南县2021年政府信息公开工作年度报告\n水务局", "江南县", Some(2021)),
            ("标题：江南县2021年政府信息公开工作年度报告", "江南县", Some(2021)),
            (
                "水务局关于报送2018年政府信息公开工作年度报告的函\n水务局\n2018年政府信息公开工作年度报告",
                "水务局",
                Some(2018),
            ),
        ];
        for (text, name, year) in cases {
            let found = title(text).expect(text);
            assert_eq!((found.1.as_str(), found.2), (name, year), "{text}");
        }
    }

    #[test]
    fn the_printed_title_keeps_its_characters() {
        let (printed, ..) = title("江南县水务局\n2020 年政府信息公开年度报告").expect("a title");
        assert_eq!(printed, "江南县水务局2020年政府信息公开年度报告");
    }

    #[test]
    fn of_the_titles_of_several_years_the_one_of_the_period_is_taken() {
        let text = "水务局2019年政府信息公开年报\n水务局2020年政府信息公开年报\n一、概述";
        let passages = Passages::of(&paragraphs(text));
        assert_eq!(find(&passages, None).and_then(|title| title.year), Some(2019));
        assert_eq!(find(&passages, Some(2020)).and_then(|title| title.year), Some(2020));
        assert_eq!(find(&passages, Some(2021)).and_then(|title| title.year), Some(2019));
    }

    #[test]
    fn other_documents_have_no_title() {
        for text in [
            "关于做好2020年度政府信息公开工作年度报告编制工作的通知",
            "嘉祥县人民政府办公室\n关于做好2020年度政府信息公开工作年度报告\n编制和发布工作的通知",
            "2020年政府信息公开第三方评估报告",
            "嘉祥县政府信息公开工作自查报告",
            "2020年工作总结",
            "政府信息公开条例",
        ] {
            assert_eq!(title(text), None, "{text}");
        }
    }

    #[test]
    fn titles_quoted_in_the_text() {
        let cases = [
            ("现发布《江南县水务局2024年政府信息公开工作年度报告》，共六部分。", vec![("江南县水务局", Some(2024))]),
            ("特向社会公布2020年度江南县水务局政府信息公开年度报告。", vec![("江南县水务局", Some(2020))]),
            ("根据《关于编制2021年政府信息公开工作年度报告的通知》要求", vec![]),
            ("江南县2009年政府信息公开工作年度报告(以下简称年报)是按规定编的。", vec![("江南县", Some(2009))]),
            ("现公布江南县水务局(以下简称县局)2016年政府信息公开工作年度报告。", vec![("江南县水务局", Some(2016))]),
        ];
        for (text, want) in cases {
            let titles = quoted(&Passages::of(&paragraphs(text)));
            let got: Vec<_> = titles.iter().map(|t| (t.name.as_str(), t.year)).collect();
            assert_eq!(got, want, "{text}");
        }
    }
}
