//! Forms that are mixed, old, local or extended.

use super::*;

#[test]
fn two_generations_share_one_table() {
    let text = "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t0\t0\t0\n\
                规范性文件\t1\t1\t4\n第二十条第（五）项\n信息内容\t处理决定数量\n行政许可\t12\n第二十条第（六）项\n\
                信息内容\t处理决定数量\n行政处罚\t3\n行政强制\t0\n第二十条第（八）项\n信息内容\t本年度收费金额(单位:万元)\n\
                行政事业性收费\t7.5\n";
    let (tables, _) = tables(text);
    assert!(
        tables.iter().any(|t| t.starts_with("art20") && t.contains("g2_2019") && t.contains("g3_2021")),
        "{tables:?}"
    );
    let codes = "normdocs_disclosed_total licence_decisions penalty_decisions fees_collected normdocs_in_force";
    assert_eq!(cells(text, codes), "4 12 3 75000 ×");
}

/// The columns tell the form, whatever year or circular the text names.
#[test]
fn an_old_form_serves_a_new_year() {
    let text = applications("g2_2019", tabs, &[("other_handling", "1 0 0 0 0 0 1")]);
    let (tables, _) = tables(&format!("依据国办公开办函〔2021〕30号编制，2022年度。\n{text}"));
    assert!(tables.contains(&"applications g2_2019 read".to_owned()), "{tables:?}");
}

#[test]
fn a_province_adds_a_row_with_a_long_explanation() {
    let rows = [
        "规范性文件（行政机关制定发布的决定、公告）\t2\t2\t9\n",
        "其他主动公开文件（指2019年制作的其他文件，减用负值表示，如-8）\t11\t12\t130\n",
    ];
    let head = "第二十条第（一）项\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t0\t0\t0\n";
    let codes = "normdocs_newly_made normdocs_newly_disclosed normdocs_disclosed_total x_other_docs_newly_made \
                 x_other_docs_disclosed_total";
    hold(&[
        ("row known", &format!("{head}{}", rows.concat()), codes, "2 2 9 11 130"),
        ("no such row", &format!("{head}{}", rows[0]), codes, "2 2 9 × ×"),
    ]);
}

/// 湖北 explains its last rows by other labels of the form.
#[test]
fn an_explanation_names_other_rows() {
    let head = "第二十条第（一）项\n信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |\n规章 | 0 | 0 | 0 |\n规范性文件 | 1 | 1 | 1 |\n";
    let codes = "x_other_docs_newly_made x_other_docs_newly_disclosed x_other_docs_disclosed_total";
    for explanation in ["(含除规范性文件以外的“其他主动公开文件”数据)", "（除规范性文件）"]
    {
        for values in ["| 3 | 3 | 3 |\n", "|\n3 |\n3 |\n3 |\n"] {
            let text = format!("{head}其他主动公开文件{explanation} {values}\n第二十条第（五）项\n信息内容\n");
            assert_eq!(cells(&text, codes), "3 3 3", "{text}");
        }
    }
}

/// 北京 divides the last row: its figures are those of rows that the form does not know, not blanks.
#[test]
fn the_last_row_is_divided_into_rows_of_its_own() {
    let head =
        "第二十条第（五）项\n信息内容 |\n上一年项目数量 |\n本年增/减 |\n处理决定数量 |\n行政许可 |\n13 |\n0 |\n847 |\n";
    let rows = "其他对外管理服务事项 |\n行政检查 |\n5 |\n0 |\n7 |\n|\n行政确认 |\n3 |\n1 |\n4 |\n\n";
    let codes = "other_services_items_prev other_services_items_change other_services_decisions";
    assert_eq!(cells(&format!("{head}{rows}"), codes), "? ? ?");
}

#[test]
fn a_row_that_no_form_knows_is_an_issue_and_no_value() {
    let five = "第二十条第（五）项\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t5\t0\t20\n\
                行政确认\t77\t0\t78\n其他对外管理服务事项\t1\t0\t2\n";
    assert_eq!(cells(five, "licence_items_prev licence_decisions other_services_decisions"), "5 20 2");
    assert!(tables(five).1.contains(&"unknown_row"), "{:?}", tables(five));
}

fn list(style: Style, rows: &[(&str, &str)]) -> String {
    let row =
        |(label, values): &(&str, &str)| style(label, &values.split(' ').map(ToOwned::to_owned).collect::<Vec<_>>());
    rows.iter().map(row).collect()
}

const G1: [(&str, &str); 14] = [
    ("（一）收到申请数", "件 25"),
    ("1．当面申请数", "件 0"),
    ("2．传真申请数", "件 0"),
    ("3．网络申请数", "件 21"),
    ("4．信函申请数", "件 4"),
    ("（二）申请办结数", "件 25"),
    ("1．按时办结数", "件 24"),
    ("2．延期办结数", "件 1"),
    ("（三）申请答复数", "件 25"),
    ("1．属于已主动公开范围数", "件 3"),
    ("2．同意公开答复数", "件 9"),
    ("3．同意部分公开答复数", "件 0"),
    ("4．不同意公开答复数", "件 0"),
    ("5．不属于本行政机关公开数", "件 13"),
];

const G1_END: [(&str, &str); 17] = [
    ("6．申请信息不存在数", "件 0"),
    ("7．告知作出更改补充数", "件 0"),
    ("8．告知通过其他途径办理数", "件 0"),
    ("四、行政复议数量", "件 0"),
    ("（一）维持具体行政行为数", "件 0"),
    ("（二）被依法纠错数", "件 0"),
    ("（三）其他情形数", "件 0"),
    ("五、行政诉讼数量", "件 1"),
    ("（一）维持具体行政行为或者驳回原告诉讼请求数", "件 1"),
    ("（二）被依法纠错数", "件 0"),
    ("（三）其他情形数", "件 0"),
    ("六、举报投诉数量", "件 0"),
    ("七、依申请公开信息收取的费用", "万元 0"),
    ("（三）从事政府信息公开工作人员数", "人 5"),
    ("1．专职人员数", "人 0"),
    ("2．兼职人员数", "人 5"),
    ("（三）接受培训人员数", "人次 150人次"),
];

#[test]
fn the_list_of_2014_repeats_its_heading_and_holds_a_row_of_text() {
    let text_row = "（四）申请公开的主要内容\t土地征收批文3件，以及2017年的规划\n";
    let text = format!(
        "政府信息公开情况统计表\n统计指标\t单位\t统计数\n{}\n统计指标\t单位\t统计数\n{text_row}{}",
        list(|label, values| format!("{label}\t{}\n", values.join("\t")), &G1),
        list(|label, values| format!("{label}\t{}\n", values.join("\t")), &G1_END)
    );
    hold(&[
        ("sections tell rows of one name apart", &text, "legacy_review_corrected legacy_litigation_upheld", "0 1"),
        ("one label ends in another", &text, "reply_granted_in_full reply_refused_total", "9 0"),
        ("a unit behind the figure", &text, "trainees", "150"),
        ("before the row of text", &text, "reply_not_this_agency reply_other_channel", "13 0"),
    ]);
}

/// A column of serial numbers, or the numbers of the form without their marks: none is the value of the row before.
#[test]
fn numbers_of_rows_that_stand_by_themselves_are_no_values() {
    let rows: Vec<(&str, &str)> = G1.iter().chain(&G1_END).copied().collect();
    let bare = |label: &str| label.trim_start_matches(|c: char| c.is_ascii_digit() || c == '．').to_owned();
    let table = |number: &dyn Fn(usize, &str) -> String, blank: bool| {
        let row = |(at, (label, values)): (usize, &(&str, &str))| {
            let (unit, value) = values.split_once(' ').expect("a unit and a value");
            let value = if blank && at % 3 == 1 { String::new() } else { format!("{value}\n") };
            format!("{}{}\n{unit}\n{value}", number(at, label), bare(label))
        };
        let rows: String = rows.iter().enumerate().map(row).collect();
        format!("政府信息公开情况统计表\n统计指标\n单位\n统计数\n{rows}")
    };
    let serial = |at: usize, _: &str| format!("{}\n", at + 1);
    let of_form = |_: usize, label: &str| {
        let digits: String = label.chars().take_while(char::is_ascii_digit).collect();
        if digits.is_empty() { digits } else { format!("{digits}\n") }
    };
    let codes = "requests_received requests_in_person requests_fax requests_online";
    for (name, number) in [("serial", &serial as &dyn Fn(usize, &str) -> String), ("of the form", &of_form)] {
        assert_eq!(cells(&table(number, false), codes), "25 0 0 21", "{name}");
        assert_eq!(cells(&table(number, true), codes), "25 · 0 21", "{name}");
    }
}

/// Where rows are not numbered, a value that is the number of the next row in the form is a value.
#[test]
fn a_value_is_not_taken_for_the_number_of_the_next_row() {
    let rows: Vec<(&str, String)> = G1
        .iter()
        .chain(&G1_END)
        .map(|(label, values)| {
            let bare = label.trim_start_matches(|c: char| c.is_ascii_digit() || c == '．');
            (bare, if *label == "（一）收到申请数" { "件 1".to_owned() } else { values.to_string() })
        })
        .collect();
    let rows: Vec<(&str, &str)> = rows.iter().map(|(label, values)| (*label, values.as_str())).collect();
    let piped: Style = |label, values| format!("{label} | {}\n", values.join(" | "));
    for style in [tabs as Style, lines, piped] {
        let text = format!("政府信息公开情况统计表\n统计指标\t单位\t统计数\n{}", list(style, &rows));
        assert_eq!(cells(&text, "requests_received requests_in_person requests_online"), "1 0 21", "{text}");
    }
}

/// Columns that the national form does not have, by prefecture or for all years together, are no figures of the year.
#[test]
fn a_list_with_several_value_columns_gives_no_figures() {
    let doubled: Vec<(&str, String)> = G1
        .iter()
        .chain(&G1_END)
        .map(|(label, v)| (*label, format!("{v} 7 {}", v.split(' ').nth(1).unwrap_or("0"))))
        .collect();
    let rows: Vec<(&str, &str)> = doubled.iter().map(|(label, values)| (*label, values.as_str())).collect();
    for style in [tabs as Style, spaces, lines] {
        let text =
            format!("政府信息公开情况统计表\n统计指标\t单位\t区政府\t区直单位\t乡镇街道\n{}", list(style, &rows));
        let facts = read(&text).facts;
        assert!(facts.iter().all(|fact| fact.value.is_none()), "{text}");
        assert!(facts.is_empty() || tables(&text).1.contains(&"columns_unknown"), "{text}");
    }
}

const FUJIAN: [(&str, &str); 15] = [
    ("主动公开文件数", "条 2069 12106"),
    ("其中：1、政府网站公开数", "条 2069 12106"),
    ("2、政府公报公开数", "条 0 0"),
    ("受理依申请公开信息总数", "条 3 11"),
    ("其中：1、当面申请数", "条 1 2"),
    ("2、网上申请数", "条 2 8"),
    ("3、信函、传真申请数", "条 0 1"),
    ("对申请的答复总数", "条 3 11"),
    ("其中：1、同意公开答复数", "条 3 9"),
    ("2、同意部分公开答复数", "条 0 2"),
    ("3、不予公开答复数", "条 0 0"),
    ("4、其他类型答复数", "条 0 0"),
    ("政府信息公开收费减免金额", "元 0 120"),
    ("接受行政诉讼、举报数", "件 0 0"),
    ("行政复议数", "件 0 0"),
];

#[test]
fn the_table_of_fujian_has_the_year_and_all_years_together() {
    let table =
        |style: Style| format!("政府信息公开情况统计表\n指标名称 计量单位 2018年度 历年累计\n{}", list(style, &FUJIAN));
    let codes = "proactive_items_total x_cumulative_proactive_total requests_received x_cumulative_received requests_online \
                 x_received_by_letter_or_fax reply_granted_in_part x_cumulative_fees_waived legacy_review_total";
    let expected = "2069 12106 3 11 2 0 0 120 0";
    hold(&[
        ("cells", &table(tabs), codes, expected),
        ("lines", &table(spaces), codes, expected),
        ("a number a line", &table(lines), codes, expected),
    ]);
    // Glued, the large figures divide in several ways: only the prose can tell, and here there is none.
    let read = cells(
        &table(glued),
        "proactive_items_total x_cumulative_proactive_total requests_received x_cumulative_received",
    );
    assert_eq!(read, "? ? 3 11");
}

/// Some rows came as cells, of which some are blank, the others glued: there blanks may have vanished, though zeros stand.
#[test]
fn blank_cells_say_that_glued_figures_may_lack_some() {
    let celled = list(tabs, &FUJIAN[..9]).replace("\t0", "\t");
    let rest = "同意部分公开答复数条02不予公开答复数条00其他类型答复数条00政府信息公开收费减免金额元2.23接受行政诉讼、举报数件00";
    let text = format!("政府信息公开情况统计表\n指标名称\t计量单位\t2018年度\t历年累计\n{celled}\n{rest}");
    assert_eq!(cells(&text, "x_fees_waived x_cumulative_fees_waived"), "? ?");
}

#[test]
fn the_prose_decides_where_glued_figures_divide() {
    use gongkai::extract::Said;
    let text = format!("政府信息公开情况统计表指标名称计量单位2018年度历年累计{}", list(glued, &FUJIAN));
    let read = |number: i64| {
        let said = Said { indicator: "proactive_items_total", applicant: None, number: number.into() };
        let facts = extract(&txt::read(&text, &Limits::default()), forms(), || vec![said]).facts;
        let both = ["proactive_items_total", "x_cumulative_proactive_total"];
        facts.iter().filter(|fact| both.contains(&fact.indicator)).map(drawn).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(read(2069), "2069 12106");
    assert_eq!(read(2070), "? ?", "the prose names another number");
}

#[test]
fn glued_amounts_divide_before_and_behind_the_point() {
    let text = format!(
        "政府信息公开情况统计表指标名称计量单位年度历年累计{}",
        list(glued, &FUJIAN.map(|(label, values)| (label, if values == "元 0 120" { "元 12 9.12元" } else { values })))
    );
    assert_eq!(cells(&text, "x_fees_waived x_cumulative_fees_waived"), "? ?");
}
