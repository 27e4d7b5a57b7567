//! Values: blanks, signs, units, large and doubtful numbers, other characters.

use super::*;

#[test]
fn blanks_dashes_words_and_zeros_are_different_things() {
    let own = [
        ("received_new", "1 0 0 0 0 0 1"),
        ("granted_in_full", "1 · · · · · 1"),
        ("granted_in_part", "/ — —— 无 0 ０ 0"),
        ("denied_state_secret", "&nbsp; · · · · · ·"),
        ("total_processed", "1 0 0 0 0 0 1"),
    ];
    let text = applications("g3_2021", tabs, &own).replace("&nbsp;", "\u{a0}");
    hold(&[
        ("blank", &text, "granted_in_full", "1 · · · · · 1"),
        ("marks", &text, "granted_in_part", "- - - 无 0 0 0"),
        ("no-break space", &text, "denied_state_secret", "· · · · · · ·"),
    ]);
}

#[test]
fn only_the_totals_are_printed_or_only_they_are_blank() {
    let zeros =
        applications("g2_2019", tabs, &[("received_new", "· · · · · · 0"), ("granted_in_full", "· · · · · · 0")]);
    assert_eq!(cells(&zeros, "received_new"), "· · · · · · 0");
    let own = [
        ("received_new", "839 0 0 0 0 0 839"),
        ("granted_in_full", "767 0 0 0 0 0 ·"),
        ("granted_in_part", "72 0 0 0 0 0 ·"),
        ("total_processed", "839 0 0 0 0 0 839"),
    ];
    assert_eq!(
        cells(&applications("g2_2019", tabs, &own), "granted_in_full granted_in_part"),
        "767 0 0 0 0 0 · 72 0 0 0 0 0 ·"
    );
}

#[test]
fn changes_carry_signs_and_amounts_carry_units() {
    let change = |value: &str| {
        format!(
            "第二十条第（五）项\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t20\t{value}\t3\n其他对外管理服务事项\t0\t0\t0\n"
        )
    };
    for (printed, expected) in
        [("+4", "4"), ("－7", "-7"), ("增15", "15"), ("减4", "-4"), ("减少11", "-11"), ("+105", "105"), ("-8", "-8")]
    {
        assert_eq!(cells(&change(printed), "licence_items_change"), expected, "{printed}");
    }
    let amount =
        |value: &str| format!("第二十条第（九）项\n信息内容\t采购项目数量\t采购总金额\n政府集中采购\t2\t{value}\n");
    for (printed, expected) in [
        ("1654.74 万元", "16547400"),
        ("251000元", "251000"),
        ("5656528", "5656528"),
        ("１，２３４．５万元", "12345000"),
        ("约20万元", "!"),
    ] {
        assert_eq!(cells(&amount(printed), "procurement_amount"), expected, "{printed}");
    }
    let heading = "第二十条第（九）项\n信息内容 | 采购项目数量 | 采购总金额UNIT |\n政府集中采购 | 13 | 477.35 |\n";
    for unit in ["(万元)", "（单位：万元）", "/万元", " （万元）", "万元", "\n(单位:\n万元)"] {
        let framed = heading.replace("UNIT", unit);
        for text in [&framed, &framed.replace(" |", ""), &framed.replace(" | ", "\n").replace(" |", "")] {
            assert_eq!(cells(text, "procurement_amount"), "4773500", "{text}");
        }
    }
    assert_eq!(cells(&heading.replace("UNIT", ""), "procurement_amount"), "477.35");
}

#[test]
fn large_decimal_and_doubtful_numbers_are_kept() {
    let text = "第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t2\t0\t2\n行政规范性文件\t\t1\t0\n\
                第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t11398889\n第二十条第（八）项\n\
                信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t1721.5492\n";
    hold(&[
        ("a town makes no rules", text, "rules_issued rules_repealed rules_in_force", "2 0 2"),
        ("a repealed document, a blank", text, "normdocs_issued normdocs_repealed normdocs_in_force", "· 1 0"),
        ("a city's licences", text, "licence_decisions", "11398889"),
        ("every digit of an amount", text, "fees_collected", "17215492"),
    ]);
}

/// The agency's error stays as it is printed, whatever would make the table add up.
#[test]
fn an_error_of_the_agency_is_read_as_printed() {
    let own = [
        ("received_new", "26 1 0 0 0 0 27"),
        ("granted_in_full", "26 1 0 0 0 0 27"),
        ("total_processed", "20 0 0 0 0 1 21"),
    ];
    for style in [tabs as Style, spaces, lines] {
        let text = applications("g2_2019", style, &own);
        assert_eq!(cells(&text, "total_processed granted_in_full"), "20 0 0 0 0 1 21 26 1 0 0 0 0 27");
    }
}

#[test]
fn figures_with_a_superfluous_zero_are_several_numbers() {
    let text = "第二十条第（五）项信息内容本年处理决定数量行政许可05第二十条第（六）项信息内容本年处理决定数量行政处罚0行政强制00";
    let read = cells(text, "licence_decisions coercion_decisions");
    assert!(!read.contains(['0', '5']), "{read}");
}

#[test]
fn a_mirror_prints_traditional_characters_and_inserts_readings() {
    let own =
        [("received_new", "2 1 0 0 0 0 3"), ("granted_in_full", "2 1 0 0 0 0 3"), ("total_processed", "2 1 0 0 0 0 3")];
    let plain = applications("g3_2021", spaces, &own);
    let pairs = [
        ("数", "數"),
        ("请", "請"),
        ("报", "報(bào)"),
        ("处", "處"),
        ("总", "總"),
        ("计", "計(jì)"),
        ("开", "開"),
        ("无", "無"),
        ("属", "屬"),
        ("执", "執"),
        ("关", "關"),
        ("举", "舉"),
        ("复", "復"),
        ("转", "轉(zhuǎn)"),
        ("结", "結"),
        ("继", "繼"),
        ("续", "續"),
    ];
    let mirror = pairs.iter().fold(plain.clone(), |text, (from, to)| text.replace(from, to));
    let facts = |text: &str| read(text).facts.iter().map(|f| (f.indicator, f.applicant, drawn(f))).collect::<Vec<_>>();
    assert_eq!(facts(&plain).len(), 175);
    assert_eq!(facts(&mirror), facts(&plain));
}

/// Dates and telephone numbers that lost their marks stand in the prose: none of them becomes a cell.
#[test]
fn corrupted_dates_and_numbers_around_a_table_are_no_values() {
    let before = "统计期限自202211日至20221231日止，联系电话0991-28171210991-2810740，国办公开办函〔202130号。\n";
    let own =
        [("received_new", "2 0 0 0 0 0 2"), ("granted_in_full", "2 0 0 0 0 0 2"), ("total_processed", "2 0 0 0 0 0 2")];
    let text = before.to_owned() + &applications("g3_2021", spaces, &own) + "信息处理费202231日收取20232件。\n";
    let other = read(&text).facts.into_iter().filter(|fact| fact.value.is_some_and(|value| value > 2.into())).count();
    assert_eq!((other, cells(&text, "received_new carried_forward")), (0, "2 0 0 0 0 0 2 0 0 0 0 0 0 0".to_owned()));
}

/// A line of marks around one number is a row of the table, whatever resembles a page number in it.
/// A page number before the next label, which stands in text, belongs to no row of cells: that one shows that blanks have
/// moved to its end.
#[test]
fn a_page_number_behind_cells_is_no_value() {
    let own = [("received_new", "995 76 1071 · · · ·")];
    let table = applications("g2_2019", tabs, &own);
    let row = format!("\t\t二、上年结转政府信息公开申请数量\t{}\n", ["0"; 7].join("\t"));
    assert!(table.contains(&row), "{table}");
    let five = "第二十条第（五）项\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t85\t\t\n其他对外管理服务事项\t\t\t\n\n";
    for before in ["", "- 1 - "] {
        let text = format!("{before}二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0\n");
        let text = format!("{five}{}", table.replace(&row, &text));
        let read = cells(&text, "licence_items_prev licence_items_change licence_decisions");
        assert_eq!(read, "? ? ?", "{text}");
    }
}

#[test]
fn a_row_of_dashes_around_a_number_is_no_page_number() {
    let own = [("received_new", "— — — — 26 — 26"), ("denied_other_law", "— — — — 26 — —")];
    let text = applications("g3_2021", spaces, &own).replace("禁止公开 —", "禁止公开\n—");
    assert_eq!(cells(&text, "denied_other_law"), "- - - - 26 - -");
}

/// Two damaged labels that resemble each other keep the order of the form.
#[test]
fn damaged_labels_that_resemble_each_other_keep_their_order() {
    let form = forms().form("g1_2014").expect("a form");
    let labels = form.tables[0].blocks[0].rows.iter().filter_map(|row| row.label.as_ref());
    let rows: String = labels.map(|label| format!("{}\t条\t0\n", label.official)).collect();
    let text = format!("政府信息公开情况统计表\n统计指标\t单位\t统计数\n{rows}")
        .replace("政府网站公开政府信息数\t条\t0", "政府网站公开政府信息数\t条\t5")
        .replace("政务微博公开政府信息数\t条\t0", "政务微博公未政府信息数\t条\t3")
        .replace("政务微信公开政府信息数", "政务微曰公开政府信息数");
    assert_eq!(cells(&text, "channel_website_items channel_weibo_items channel_wechat_items"), "5 3 0");
}

/// No row has fewer figures than columns, and none prints a zero for each: a blank may have vanished as well as a gap.
#[test]
fn glued_figures_are_divided_only_where_blanks_do_not_vanish() {
    let fees = |other: &str| {
        format!(
            "第二十条第（五）项\n信息内容 上一年项目数量 本年增/减 处理决定数量\n行政许可 {other}\n\
             其他对外管理服务事项 12 3 4\n第二十条第（八）项\n信息内容 上一年项目数量 本年增/减\n行政事业性收费 75\n"
        )
    };
    assert_eq!(cells(&fees("6 1 5"), "fee_items_prev fee_items_change"), "? ?");
    assert_eq!(cells(&fees("0 0 0"), "fee_items_prev fee_items_change"), "7 5");
}

#[test]
fn a_page_number_behind_marks_is_no_value() {
    let text = "第二十条第（五）项信息内容上一年项目数量本年增/减处理决定数量行政许可///- 11 -其他对外管理服务事项6//";
    let read = cells(text, "licence_items_prev licence_items_change licence_decisions");
    assert!(!read.contains("11"), "{read}");
}
