use super::text::tests::paragraphs;
use super::*;
use crate::report::Confidence;

mod bodies;
mod expressions;
mod namings;

fn identified(text: &str, path: &str) -> (Identity, Vec<&'static str>) {
    let registers = Registers::load().expect("the registers are sound");
    let hints = Hints { path: Some(path.to_owned()), ..Hints::default() };
    let content = paragraphs(text);
    let (identity, issues) = identify(&content, &Passages::of(&content), &hints, &registers);
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
        ("嘉祥县环保局2014年政府信息公开年度报告", ("370829", "嘉祥县环境保护局", "ecology_environment", 2014, "own")),
        // An abbreviation with several meanings stays as printed.
        ("嘉祥县教体局2020年政府信息公开年度报告", ("370829", "嘉祥县教体局", "education", 2020, "own")),
        // A cover letter before the report; the region's name only in the letterhead.
        (
            "云南省财政厅\n云财函〔2018〕5号\n省财政厅关于报送2017年政府信息公开工作年度报告的函\n省政府办公厅：\n\
             现将《省财政厅2017年政府信息公开工作年度报告》报上。\n2018年3月1日\n省财政厅\n2017年政府信息公开工作年度报告",
            ("530000", "云南省财政厅", "finance", 2017, "own"),
        ),
        // A bare region is the report of its government.
        ("嘉祥县2021年政府信息公开工作年度报告", ("370829", "嘉祥县人民政府", "government", 2021, "region_summary")),
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
        // Central agencies belong to the nation.
        ("水利部2015年政府信息公开工作年度报告", ("000000", "中华人民共和国水利部", "water", 2015, "own")),
        ("全国海关2019年政府信息公开工作年度报告", ("000000", "全国海关", "customs", 2019, "system_summary")),
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

/// The words `certain`, `likely` or `unresolved` for year, division and agency.
fn confidences(identity: &Identity) -> [&'static str; 3] {
    [identity.year_confidence, identity.division_confidence, identity.agency_confidence].map(Confidence::as_str)
}

#[test]
fn confidence_says_who_stated_it() {
    let cases = [
        ("嘉祥县审计局2018年政府信息公开工作年度报告", "", ["certain", "certain", "certain"]),
        // A homonym that the text or the path tells apart.
        ("鼓楼区财政局2020年政府信息公开工作年度报告\n见福州市网站。", "", ["certain", "likely", "certain"]),
        ("鼓楼区财政局2020年政府信息公开工作年度报告", "", ["certain", "unresolved", "certain"]),
        // Only the surroundings.
        ("2019年，我局认真做好公开工作。", "www.pingluo.gov.cn/a.html", ["likely", "likely", "unresolved"]),
        ("2019年，我局认真做好公开工作。", "czj.pingluo.gov.cn/a.html", ["likely", "likely", "likely"]),
        // The host of a county on the report of a city.
        ("2019年，我市认真做好公开工作。", "www.pingluo.gov.cn/a.html", ["likely", "unresolved", "unresolved"]),
        // A document against itself.
        (
            "嘉祥县审计局2018年政府信息公开工作年度报告\n本报告由郓城县审计局编制。",
            "",
            ["certain", "unresolved", "certain"],
        ),
        (
            "嘉祥县审计局2018年政府信息公开工作年度报告\n本报告由郓城县审计局编制。\n嘉祥县审计局",
            "",
            ["certain", "likely", "certain"],
        ),
        (
            "嘉祥县审计局2019年政府信息公开工作年度报告\n统计期限为2018年1月1日至2018年12月31日。",
            "",
            ["unresolved", "certain", "certain"],
        ),
        // A government that a department compiled the report of, or one to which a document does not belong.
        ("嘉祥县2018年政府信息公开工作年度报告\n本报告由嘉祥县审计局编制。", "", ["certain", "certain", "likely"]),
        ("嘉祥县2018年政府信息公开工作年度报告\n我镇认真做好公开工作。", "", ["certain", "certain", "unresolved"]),
        // A province before the name of a school that may be of a county, or of none.
        ("山东省嘉祥第一中学2018年政府信息公开工作年度报告", "", ["certain", "likely", "certain"]),
        // Several regions together.
        ("嘉祥县、郓城县2018年政府信息公开工作年度报告", "", ["certain", "likely", "certain"]),
    ];
    for (text, path, want) in cases {
        assert_eq!(confidences(&identified(text, path).0), want, "{text} {path}");
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
        let content = paragraphs(&text);
        let reason = looks_like_report(&content, &Passages::of(&content));
        proptest::prop_assert!(reason.is_ok() || reason.is_err_and(|why| !why.is_empty()));
    }
}

#[test]
fn everything_used_is_kept_as_evidence_with_its_place() {
    let (identity, _) =
        identified("嘉祥县审计局2018年政府信息公开工作年度报告\n统计期限为2018年1月1日至12月31日。", "");
    let said: Vec<_> = identity.evidence.iter().map(|e| (e.about, e.value.as_str(), e.from, e.place.line)).collect();
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
