//! How tables arrive as text: shifted, collapsed, glued, cut by pages, lost.

use super::*;

/// Columns of labels are left out in rows with merged labels, so that values begin anywhere.
#[test]
fn rows_of_one_table_begin_in_different_columns() {
    let text = applications(
        "g2_2019",
        tabs,
        &[
            ("received_new", "[一、本年新收政府信息公开申请数量\t\t7\t1\t0\t0\t0\t0\t8\t\n]"),
            ("granted_in_full", "[（一）予以公开\t\t5\t1\t0\t0\t0\t0\t6\t\n]"),
            ("unavail_not_compiled", "2 0 0 0 0 0 2"),
            ("total_processed", "[（七）总计\t7\t1\t0\t0\t0\t0\t8\n]"),
        ],
    );
    assert_eq!(cells(&text, "received_new"), "7 1 0 0 0 0 8");
    assert_eq!(cells(&text, "granted_in_full"), "5 1 0 0 0 0 6");
    assert_eq!(cells(&text, "total_processed"), "7 1 0 0 0 0 8");
}

/// The blanks of a row have moved to its end: the total is known, the applicant is not.
#[test]
fn blanks_have_moved_to_the_end() {
    let own = [
        ("received_new", "3 3 · · · · ·"),
        ("carried_over", "0 0 · · · · ·"),
        ("granted_in_full", "3 3 · · · · ·"),
        ("granted_in_part", "0 · · · · · ·"),
        ("total_processed", "3 3 · · · · ·"),
    ];
    let text = applications("g2_2019", tabs, &own).replace("\t0\t0\t0\t0\t0\t0\t0\n", "\t\t\t\t\t\t\t\n");
    assert_eq!(cells(&text, "received_new"), "? ? ? ? ? ? 3");
    assert_eq!(cells(&text, "total_processed"), "? ? ? ? ? ? 3");
    assert!(!cells(&text, "granted_in_part").contains('·') || !cells(&text, "granted_in_part").contains("0 0"));
}

#[test]
fn one_number_stands_on_each_line() {
    let text = applications(
        "g3_2021",
        lines,
        &[
            ("received_new", "4 0 1 0 0 0 5"),
            ("granted_in_full", "4 0 1 0 0 0 5"),
            ("total_processed", "4 0 1 0 0 0 5"),
        ],
    );
    assert_eq!(cells(&text, "received_new granted_in_full"), "4 0 1 0 0 0 5 4 0 1 0 0 0 5");
    // A blank that vanished from one row: its own cells are in doubt, the rest is not.
    let text = text.replacen("1.属于国家秘密\n0\n0\n0\n0\n0\n0\n0\n", "1.属于国家秘密\n0\n0\n0\n", 1);
    let read = cells(&text, "denied_state_secret");
    assert!(read.split(' ').all(|cell| ["?", "0", "·"].contains(&cell)) && read.contains('?'), "{read}");
}

#[test]
fn one_row_stands_on_each_line_and_its_label_may_begin_with_a_digit() {
    let text = applications(
        "g3_2021",
        spaces,
        &[
            ("denied_other_law", "2 0 0 0 0 0 2"),
            ("total_processed", "2 0 0 0 0 0 2"),
            ("received_new", "2 0 0 0 0 0 2"),
        ],
    );
    assert_eq!(cells(&text, "denied_state_secret denied_other_law"), "0 0 0 0 0 0 0 2 0 0 0 0 0 2");
}

#[test]
fn values_stand_between_the_halves_of_a_label() {
    let part = "[（二）部分公开（区分处理的，只计这一情形，不\n计其他情形）\n1 0 0 0 0 0 1\n]";
    let again = "[5.要求行政机关确认或重新出具已获取\n信息\n0 0 0 0 0 0 0\n]";
    let between = "[1.申请人无正当理由逾期不补正、行政机关\n2 0 0 0 0 0 2\n不再处理其政府信息公开申请\n]";
    let own = [
        ("received_new", "3 0 0 0 0 0 3"),
        ("granted_in_part", part),
        ("unprocessed_reissue", again),
        ("other_no_correction", between),
        ("total_processed", "3 0 0 0 0 0 3"),
    ];
    let text = applications("g3_2021", spaces, &own);
    assert_eq!(cells(&text, "granted_in_part unprocessed_reissue"), "1 0 0 0 0 0 1 0 0 0 0 0 0 0");
    assert_eq!(cells(&text, "other_no_correction"), "2 0 0 0 0 0 2");
}

#[test]
fn figures_are_glued_and_the_table_decides_where_they_divide() {
    let own = [
        ("received_new", "217 1 0 0 0 0 218"),
        ("granted_in_full", "200 1 0 0 0 0 201"),
        ("denied_third_party", "17 0 0 0 0 0 17"),
        ("total_processed", "217 1 0 0 0 0 218"),
    ];
    let text = applications("g3_2021", glued, &own);
    assert!(text.contains("21710000218"));
    assert_eq!(cells(&text, "received_new"), "217 1 0 0 0 0 218");
    assert_eq!(cells(&text, "granted_in_full"), "200 1 0 0 0 0 201");
    assert_eq!(cells(&text, "denied_third_party total_processed"), "17 0 0 0 0 0 17 217 1 0 0 0 0 218");
}

/// The columns are in the order of the form, whatever the order of their headings in text that was read by line.
#[test]
fn headings_are_vertical_and_mixed_up() {
    let headings =
        "申请人情况\n自然\n人\n法人或其他组织\n总计商业\n企业\n科研\n机构\n社会公益组织\n法律服务机构\n其他\n";
    let text = applications(
        "g3_2021",
        spaces,
        &[
            ("received_new", "1 2 0 0 0 0 3"),
            ("granted_in_full", "1 2 0 0 0 0 3"),
            ("total_processed", "1 2 0 0 0 0 3"),
        ],
    );
    let text = text.replacen("一、本年新收", &format!("{headings}一、本年新收"), 1);
    assert_eq!(cells(&text, "received_new total_processed"), "1 2 0 0 0 0 3 1 2 0 0 0 0 3");
}

#[test]
fn pages_are_flattened_to_pipes() {
    let five = "第二十条第（五）项\n信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n行政许可 | 5 | 增15 | 20 |\n\
                其他对外管理服务事项 | 0 | 减4 | 0 |\n";
    let one = "第二十条第（一）项\n信息内容 | 本年新 | 本年新 | 对外公开总数量 | |\n规章 | 0 | 0 | 0 | |\n\
               规范性文件 | 3 | 2 | 8 | |\n";
    let piped = "第二十条第（五）项 |\n信息内容 |\n上一年项目数量 |\n本年增/减 |\n处理决定数量 |\n行政许可 |\n13 |\n0 |\n847 |\n\
                 其他对外管理服务事项 |\n|\n|\n|\n";
    hold(&[
        ("colspans", one, "normdocs_newly_made normdocs_newly_disclosed normdocs_disclosed_total", "3 2 8"),
        ("signs in words", five, "licence_items_prev licence_items_change licence_decisions", "5 15 20"),
        ("a cell a line", piped, "licence_items_prev licence_items_change licence_decisions", "13 0 847"),
        ("blank cells a line", piped, "other_services_items_prev other_services_decisions", "· ·"),
    ]);
}

/// The rest of a label is lost, and what follows resembles it, but is the beginning of the next one.
#[test]
fn a_label_ends_where_the_next_one_begins() {
    let form = forms().form("g1_2014").expect("a form");
    let labels = form.tables[0].blocks[0].rows.iter().filter_map(|row| row.label.as_ref());
    let rows: String = labels.map(|label| format!("{}\t条\t0\n", label.official)).collect();
    let text = format!("政府信息公开情况统计表\n统计指标\t单位\t统计数\n{rows}");
    for (at, _) in text.char_indices().filter(|(at, _)| at % 7 == 0) {
        let cut = text[at..].char_indices().nth(30).map_or(text.len(), |(length, _)| at + length);
        read(&(text[..at].to_owned() + &text[cut..]));
    }
}

#[test]
fn a_page_break_cuts_the_table_and_its_labels() {
    let cut = "[（四）无\t1.本机关不掌握\t2\t0\t0\t0\t0\t0\t2\n\n- 4 -\n\n法提供\t相关政府信息\t\t\t\t\t\t\t\n]";
    let own = [
        ("received_new", "2 0 0 0 0 0 2"),
        ("unavail_not_held", cut),
        ("unavail_not_compiled", "[2.没有现成信息需要另行制作\t0\t0\t0\t0\t0\t0\t0\n]"),
        ("total_processed", "2 0 0 0 0 0 2"),
    ];
    let text = applications("g2_2019", tabs, &own);
    assert_eq!(cells(&text, "unavail_not_held unavail_not_compiled"), "2 0 0 0 0 0 2 0 0 0 0 0 0 0");
}

#[test]
fn a_rule_of_markdown_is_no_row_of_dashes() {
    let text = "第二十条第（九）项\n信息内容\t采购项目数量\t采购总金额\n\n政府集中采购 | 2 | 186.48 万元\n-------- | --- | -----------\n";
    assert_eq!(cells(text, "procurement_projects procurement_amount"), "2 1864800");
}

#[test]
fn the_row_of_reviews_and_lawsuits_has_exactly_its_cells() {
    let full = cases("1\t\t\t\t1\t\t\t1\t1\t2\t\t\t\t\t");
    assert_eq!(cells(&full, CASES), "1 · · · 1 · · 1 1 2 · · · · ·");
    let line = cases("0 0 0 1 1 3 0 0 0 3 0 0 0 1 1");
    assert_eq!(cells(&line, CASES), "0 0 0 1 1 3 0 0 0 3 0 0 0 1 1");
    // Ten of fifteen cells: blanks that stood behind them, or between them, are lost.
    let trimmed = cells(&cases("1\t\t\t\t1\t\t\t1\t1\t2"), CASES);
    assert!(trimmed.split(' ').all(|cell| !["3", "4"].contains(&cell)), "{trimmed}");
    let short = cells(&cases("0 0 1 1"), CASES);
    assert!(short.contains('?') && !short.contains("× "), "{short}");
}

/// Without a total of the whole row, the totals of each kind of case tell that blanks have moved.
/// Where no other row tells the columns, blanks before the figures and behind them leave open which of them have moved.
#[test]
fn a_row_alone_between_blanks_may_have_moved() {
    let blank: Style = |label, _| format!("{label}{}\n", "\t".repeat(9));
    let row = |values: &str| {
        let values = values.replace(' ', "\t").replace('·', "");
        let row = format!("[一、本年新收政府信息公开申请数量\t{values}\n]");
        applications("g3_2021", blank, &[("received_new", &row)])
    };
    let read = cells(&row("· · 86 243 29 100 458 · ·"), "received_new");
    assert_eq!(read, "? ? ? ? ? ? 458");
    assert_eq!(cells(&row("86 243 29 100 0 0 458 · ·"), "received_new"), "86 243 29 100 0 0 458");
}

/// A sign below the column of a count says so too.
#[test]
fn a_change_in_the_column_of_a_count_has_moved() {
    let codes = "licence_items_prev licence_items_change licence_decisions";
    let five = |row: &str| {
        format!(
            "第二十条第（五）项\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t{row}\n其他对外管理服务事项\t\t\t\n"
        )
    };
    assert_eq!(cells(&five("+1\t1\t"), codes), "· 1 1");
    assert_eq!(cells(&five("1\t+1\t"), codes), "1 1 ·");
    assert_eq!(cells(&five("+1\t1\t2"), codes), "1 1 2");
}

#[test]
fn blanks_of_the_row_of_cases_have_moved_to_its_end() {
    let six =
        "第二十条第（六）项\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政处罚\t6\t\t\n行政强制\t1\t2\t3\n";
    let moved = format!("{six}{}", cases("4\t4\t13\t13\t\t\t\t\t\t\t\t\t\t\t"));
    assert_eq!(cells(&moved, "penalty_items_prev review_upheld review_corrected"), "? ? ?");
    let in_place = format!("{six}{}", cases("4\t5\t13\t13\t\t\t\t\t\t\t\t\t\t\t"));
    assert_eq!(cells(&in_place, "penalty_items_prev review_upheld review_corrected"), "6 4 5");
}

/// A row that lost its blank end has by chance as many cells as columns. That it contradicts itself either way leaves both.
#[test]
fn a_short_row_that_contradicts_itself_is_ambiguous() {
    let own = [
        ("received_new", "[一、本年新收政府信息公开申请数量\t\t\t49\t107\t\t\t\t\t156\n]"),
        ("granted_in_full", "[三、本年度办理结果\t（一）予以公开\t\t\t\t\t\t\t1\n]"),
        ("denied_third_party", "49 107 · · · · 156"),
        ("total_processed", "[\t（七）总计\t\t49\t107\t\t\t\t\t156\n]"),
    ];
    let text = applications("g3_2021", tabs, &own).replace("\t0", "\t");
    assert_eq!(cells(&text, "granted_in_full"), "· · · · · ? ?");
}

/// The column in which the figure of a short row stands is told by the longer rows; what contradicts it there is no proof.
#[test]
fn a_short_row_is_not_moved_to_where_it_contradicts_nothing() {
    let rows = [
        "主动公开文件数\t条\t5\t7",
        "1.政府网站公开数\t条\t5",
        "2.政府公报公开数\t条",
        "受理依申请公开信息总数\t件\t2\t2",
        "1.当面申请数\t件\t2\t2",
        "2.网上申请数\t件\t\t",
        "3.信函、传真申请数\t件\t\t",
        "对申请的答复总数\t件\t0\t",
        "1.同意公开答复数\t件",
        "3.不予公开答复数\t件\t1",
        "接受行政诉讼、举报数\t件\t0\t0",
        "行政复议数\t件\t0\t0",
    ];
    let text = format!("政府信息公开情况统计表\n指标名称\t计量单位\t年度\t历年累计\n{}\n", rows.join("\n"));
    assert_eq!(cells(&text, "reply_refused_total x_cumulative_denied"), "? ?");
}

/// A row with blanks at its end alone, which contradicts itself as it stands and in no case if they have moved there.
#[test]
fn a_row_that_adds_up_only_if_its_blanks_moved_is_ambiguous() {
    let row = cases("0\t72\t72\t5\t5\t\t\t\t\t\t\t\t\t\t");
    let read = cells(&row, CASES);
    assert!(read.contains('?') && !read.contains(['7', '5']), "{read}");
    let wrong = cases("1\t2\t4\t5\t6\t\t\t\t\t\t\t\t\t\t");
    assert_eq!(cells(&wrong, CASES), "1 2 4 5 6 · · · · · · · · · ·");
}

/// As many cells as columns are read where they stand, though the figures would add up elsewhere.
#[test]
fn cells_in_place_are_not_moved_to_make_a_row_add_up() {
    let row = cases("1\t\t\t\t\t\t\t\t\t1\t\t\t\t\t");
    assert_eq!(cells(&row, CASES), "1 · · · · · · · · 1 · · · · ·");
}

#[test]
fn headings_follow_each_other_without_their_tables() {
    let text = "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n无。\n";
    let (tables, issues) = tables(text);
    assert_eq!(tables, ["art20  absent", "applications  absent", "review_litigation  absent"]);
    assert_eq!(issues, ["table_absent"]);
}

#[test]
fn a_sentence_stands_for_a_table() {
    let text = applications("g2_2019", glued, &[]).replace(
        "五、存在",
        "四、政府信息公开行政复议、行政诉讼情况\n本年未发生涉及政府信息公开的行政复议、行政诉讼案件。\n五、存在",
    );
    let (tables, _) = tables(&text);
    assert!(tables.contains(&"review_litigation  sentence".to_owned()), "{tables:?}");
    assert_eq!(cells(&text, "review_total"), "×");
}

#[test]
fn debris_around_and_inside_a_table_is_no_value() {
    let debris = format!("{}\n{{{{ title }}}}\n首页 | 政务公开 | 年报\n2019年12月3日星期二\n", "|".repeat(900));
    let note = "糖果 另起一页，同一张表放在同一页 数据字体字号统一\n- 4 -\n";
    let own =
        [("received_new", "1 0 0 0 0 0 1"), ("granted_in_full", "1 0 0 0 0 0 1"), ("total_processed", "1 0 0 0 0 0 1")];
    let text = debris + &applications("g3_2021", spaces, &own).replace("（二）部分", &format!("{note}（二）部分"));
    assert_eq!(
        cells(&text, "received_new granted_in_full granted_in_part"),
        "1 0 0 0 0 0 1 1 0 0 0 0 0 1 0 0 0 0 0 0 0"
    );
}

#[test]
fn other_tables_and_blank_forms_are_not_taken() {
    let catalogue =
        "本局目录：\n序号\t事项类别\t数量\n1\t行政许可\t27\n2\t行政处罚\t196\n\n公开3次 | 2次 | 21条 | 400余条\n";
    let blank = applications("g2_2019", tabs, &[]).replace("0", "");
    for text in [catalogue, &blank] {
        assert_eq!(read(text).facts.len(), 0, "{text}");
    }
}
