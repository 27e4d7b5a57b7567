//! Identification (identify): whose report a document is, and for which year.
//!
//! Everything the head, the tail, the path and the address say is kept as evidence; the most trusted piece decides,
//! disagreement becomes an issue, and what no piece says stays unknown. For the year the order is: statistics period
//! (统计期限), title quoted in the text, title, opening words, address, document number, date of publication, of which
//! the last two never decide alone. For the reporter: title, quoted title, 由…编制, opening words, contact, signature,
//! publisher, path, text.

mod date;
pub mod issues;
mod kind;
mod meta;
mod name;
mod naming;
mod region;
mod reporter;
mod scope;
mod text;
mod title;
mod year;

pub use kind::looks_like_report;

use crate::content::Content;
use crate::document::Hints;
use crate::issue::Issue;
use crate::register::Registers;
use crate::report::{About, Evidence, Identity};
use text::Passages;
use title::Title;

/// Tells whose report `content` is and for which year. What the document does not say is `None`, never guessed.
pub fn identify(content: &Content, hints: &Hints, registers: &Registers) -> (Identity, Vec<Issue>) {
    let passages = Passages::of(content);
    let (period, number, issued) = (date::period(&passages), year::number(&passages), date::issued(&passages));
    let period_year = period.as_ref().and_then(|period| period.year());
    let (shown, declared) = (title::find(&passages, period_year), meta::title(content));
    let worth = |title: &Option<Title>| title.as_ref().map(|title| title::worth(title, period_year));
    let title = if worth(&declared) > worth(&shown) { declared.clone() } else { shown };
    let hints = &Hints { published: meta::published(content).or(hints.published), ..hints.clone() };
    let quoted = title::quoted(&passages);
    let years = year::evidence(&year::Sources {
        passages: &passages,
        title: title.as_ref(),
        quoted: &quoted,
        period: period.as_ref(),
        number: number.as_ref(),
        issued: issued.as_ref(),
        hints,
    });
    let (year, mut issues) = year::decide(&years);
    let mentions = registers.divisions.mentions(&passages.head.flow);
    let namings = naming::namings(&passages, title.as_ref(), &quoted, &mentions, hints, *registers);
    let namings = naming::with_meta(namings, meta::namings(content, declared.as_ref(), *registers));
    let site = meta::division(content, registers.divisions, year);
    let sources = reporter::Sources {
        namings: &namings,
        passages: &passages,
        title: title.as_ref(),
        context: &region::Context::of(&passages, &mentions, hints, registers.divisions, year).with(
            site,
            registers.divisions,
            year,
        ),
        site,
        path: region::in_path(hints, registers.divisions, year),
        year,
        registers: *registers,
    };
    let reporter = sources.decide();
    issues.extend(reporter.issues);
    let scope = Evidence {
        about: About::Scope,
        value: reporter.scope.as_str().to_owned(),
        from: "title",
        raw: title.as_ref().map_or(String::new(), |title| title.printed.clone()),
        place: title.as_ref().map_or_else(Default::default, |title| title.place),
    };
    let identity = Identity {
        division: reporter.division,
        agency: reporter.agency,
        scope: reporter.scope,
        year,
        period_start: period.as_ref().and_then(|period| period.start),
        period_end: period.as_ref().map(|period| period.end),
        title: title.as_ref().map(|title| title.printed.clone()),
        document_number: number.map(|number| number.printed),
        published: issued.map(|issued| issued.date).or(hints.published),
        evidence: years.into_iter().chain(sources.evidence()).chain([scope]).collect(),
    };
    (identity, issues)
}

#[cfg(test)]
mod tests {
    use super::text::tests::paragraphs;
    use super::*;

    fn identified(text: &str, path: &str) -> (Identity, Vec<&'static str>) {
        let registers = Registers::load().expect("the registers are sound");
        let hints = Hints { path: Some(path.to_owned()), ..Hints::default() };
        let (identity, issues) = identify(&paragraphs(text), &hints, &registers);
        (identity, issues.iter().map(|issue| issue.code.code).collect())
    }

    /// Division code, agency name, category, year and scope; empty or 0 for what is unknown.
    type Known<'a> = (&'a str, &'a str, &'a str, i16, &'a str);

    fn known(identity: &Identity) -> Known<'_> {
        let agency = identity.agency.as_ref();
        (
            identity.division.map_or("", |division| division.code),
            agency.map_or("", |agency| &agency.name),
            agency.map_or("", |agency| agency.category),
            identity.year.unwrap_or_default(),
            identity.scope.as_str(),
        )
    }

    #[test]
    fn reporters_are_identified_by_what_the_document_says() {
        let cases: [(&str, Known); 18] = [
            // A district in the title, the city before it in the text.
            (
                "小店区水务局 2020 年政府信息公开工作年度报告\n如有疑问请与太原市小店区水务局联系（电话：1）。",
                ("140105", "太原市小店区水务局", "water", 2020, "own"),
            ),
            // An abbreviation, written out in the text.
            (
                "嘉祥县住建局2021年政府信息公开年度报告\n本报告由嘉祥县住房和城乡建设局编制。",
                ("370829", "嘉祥县住房和城乡建设局", "housing_urban_rural", 2021, "own"),
            ),
            // An abbreviation with one meaning in its year.
            (
                "嘉祥县环保局2014年政府信息公开年度报告",
                ("370829", "嘉祥县环境保护局", "ecology_environment", 2014, "own"),
            ),
            // An abbreviation with several meanings stays as printed.
            ("嘉祥县教体局2020年政府信息公开年度报告", ("370829", "嘉祥县教体局", "education", 2020, "own")),
            // A cover letter before the report; the region's name only in the letterhead.
            (
                "云南省财政厅\n云财函〔2018〕5号\n省财政厅关于报送2017年政府信息公开工作年度报告的函\n省政府办公厅：\n\
                 现将《省财政厅2017年政府信息公开工作年度报告》报上。\n2018年3月1日\n省财政厅\n2017年政府信息公开工作年度报告",
                ("530000", "云南省财政厅", "finance", 2017, "own"),
            ),
            // A bare region is the report of its government.
            (
                "嘉祥县2021年政府信息公开工作年度报告",
                ("370829", "嘉祥县人民政府", "government", 2021, "region_summary"),
            ),
            (
                "嘉祥县人民政府2021年政府信息公开工作年度报告\n本报告由县政府办公室汇总各乡镇、各部门情况编制。",
                ("370829", "嘉祥县人民政府", "government", 2021, "region_summary"),
            ),
            (
                "本报告在2017年度云南省各州市政府和省直各部门报告的基础上，由云南省人民政府办公厅编制。",
                ("530000", "云南省人民政府", "government", 2017, "region_summary"),
            ),
            // A town whose opening claims a summary; its county stands only in the text.
            (
                "卧龙山镇人民政府2019年政府信息公开工作年度报告\n本报告综合全县各镇、各部门情况编制，可在嘉祥县人民政府网站查阅。",
                ("370829", "嘉祥县卧龙山镇人民政府", "town", 2019, "own"),
            ),
            ("前进街道办事处2019年政府信息公开工作年度报告", ("", "前进街道办事处", "subdistrict", 2019, "own")),
            // A zone keeps its own name.
            (
                "洛阳高新技术产业开发区管委会2022年政府信息公开工作年度报告",
                ("410300", "洛阳高新技术产业开发区管理委员会", "development_zone", 2022, "own"),
            ),
            // A branch belongs to the district that it is named for.
            (
                "太原市生态环境局小店分局2022年政府信息公开工作年度报告",
                ("140105", "太原市生态环境局小店分局", "ecology_environment", 2022, "own"),
            ),
            // Central agencies have no division.
            ("水利部2015年政府信息公开工作年度报告", ("", "中华人民共和国水利部", "water", 2015, "own")),
            ("全国海关2019年政府信息公开工作年度报告", ("", "全国海关", "customs", 2019, "system_summary")),
            // Only a signature.
            (
                "一、总体情况\n2019年，我局认真做好公开工作。\n嘉祥县审计局\n2020年1月20日",
                ("370829", "嘉祥县审计局", "audit", 2019, "own"),
            ),
            // A homonym, and a homonym that the text tells apart.
            ("鼓楼区财政局2020年政府信息公开工作年度报告", ("", "财政局", "finance", 2020, "own")),
            (
                "鼓楼区财政局2020年政府信息公开工作年度报告\n报告可在福州市人民政府网站查阅。",
                ("350102", "福州市鼓楼区财政局", "finance", 2020, "own"),
            ),
            ("我局认真做好公开工作。", ("", "", "", 0, "own")),
        ];
        for (text, want) in cases {
            assert_eq!(known(&identified(text, "").0), want, "{text}");
        }
    }

    #[test]
    fn the_path_decides_what_the_text_leaves_open() {
        let text = "鼓楼区财政局2020年政府信息公开工作年度报告";
        assert_eq!(known(&identified(text, "crawl/350102/a.html").0).0, "350102");
        assert_eq!(known(&identified(text, "江苏省/徐州市/a.html").0).0, "320302");
        let (silent, _) = identified("我局认真做好公开工作。", "年报/嘉祥县审计局2018年政府信息公开年度报告.txt");
        assert_eq!(known(&silent), ("370829", "嘉祥县审计局", "audit", 2018, "own"));
    }

    #[test]
    fn what_disagrees_or_is_unknown_is_an_issue() {
        let cases = [
            (
                "嘉祥县审计局2019年政府信息公开工作年度报告\n统计期限为2018年1月1日至2018年12月31日。",
                vec!["year_disagrees"],
            ),
            ("嘉祥县审计局2018年政府信息公开工作年度报告\n本报告由郓城县审计局编制。", vec!["division_disagrees"]),
            ("鼓楼区财政局2020年政府信息公开工作年度报告", vec!["division_ambiguous"]),
            ("县财政局2020年政府信息公开工作年度报告", vec!["division_unknown"]),
            ("嘉祥县湖泊联席会议办公室2020年政府信息公开工作年度报告", vec![]),
            ("嘉祥县联席会议办公室2020年政府信息公开工作年度报告", vec!["agency_unlisted"]),
            ("我局认真做好公开工作。", vec!["year_unknown", "agency_unknown"]),
        ];
        for (text, issues) in cases {
            assert_eq!(identified(text, "").1, issues, "{text}");
        }
    }

    proptest::proptest! {
        /// Whatever the text, identification ends, and gives the same twice.
        #[test]
        fn any_text_is_survived(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "嘉祥县", "鼓楼区", "人民政府", "政府信息公开", "年度报告", "2020年", "(2019)", "水务局", "和", "由", "编制", "《", "》",
                    "1月1日", "至", "12月31日", "。", "\n", " ", "\u{3000}", "關", "(bào)", "〔2019〕8号", "函", "、", "各", "分局", "区",
                ]),
                0..40,
            ),
            noise in ".{0,60}",
        ) {
            let text = format!("{}{noise}{}", parts.concat(), parts.concat());
            let path = format!("{noise}/350102/{}", parts.concat());
            let (first, second) = (identified(&text, &path), identified(&text, &path));
            proptest::prop_assert_eq!(known(&first.0), known(&second.0));
            let reason = looks_like_report(&paragraphs(&text));
            proptest::prop_assert!(reason.is_ok() || reason.is_err_and(|why| !why.is_empty()));
        }
    }

    #[test]
    fn everything_used_is_kept_as_evidence_with_its_place() {
        let (identity, _) =
            identified("嘉祥县审计局2018年政府信息公开工作年度报告\n统计期限为2018年1月1日至12月31日。", "");
        let said: Vec<_> =
            identity.evidence.iter().map(|e| (e.about, e.value.as_str(), e.from, e.place.line)).collect();
        for want in [
            (About::Year, "2018", "period", Some(2)),
            (About::Year, "2018", "title", Some(1)),
            (About::Division, "370829", "title", Some(1)),
            (About::Agency, "嘉祥县审计局", "title", Some(1)),
            (About::Scope, "own", "title", Some(1)),
        ] {
            assert!(said.contains(&want), "{want:?} in {said:?}");
        }
    }
}
