//! Rows out of the order of their form: what stands beside another label is never a value of the row before.

use super::*;

/// The table of Fujian with these lines.
fn fujian(lines: &[&str]) -> String {
    format!("政府信息公开情况统计表\n指标名称\t计量单位\t年度\t历年累计\n{}\n", lines.join("\n"))
}

/// What is the label of another row, whole or damaged, is no damaged label, wherever the row stands.
#[test]
fn the_label_of_another_row_is_no_damaged_label() {
    let table = |lines: &[&str]| {
        let around = [
            &["受理依申请公开信息总数\t件\t9\t30", "1.当面申请数\t件\t3\t3", "2.网上申请数\t件\t0\t1"],
            lines,
            &["对申请的答复总数\t件\t9\t9", "1.同意公开答复数\t件\t9\t9", "3.不予公开答复数\t件\t0\t0"],
        ];
        fujian(&around.concat())
    };
    let letter = "4.信函申请数\t件\t1\t1";
    let both = "x_received_by_letter_or_fax requests_letter";
    hold(&[
        ("whole", &table(&["传真申请数\t件\t8\t20", letter]), both, "× 1"),
        ("damaged", &table(&["3.信函、传真由请数\t件\t8\t20", letter]), both, "8 1"),
        ("damaged before the label of another row", &table(&["3.信曰、传真申请数\t件\t8\t20", letter]), both, "8 1"),
        (
            "behind the beginning of a label",
            &table(&["3.信函、传\t\t\t", "2.传真申请数\t件\t8\t20", letter]),
            both,
            "× 1",
        ),
        ("damaged itself", &table(&["电的邮件申请数\t件\t8\t20"]), "requests_letter", "×"),
    ]);
    let halves = fujian(&[
        "受理依申请公开信息总数\t件\t9\t30",
        "1.当面申请数\t件\t9\t30",
        "6.其他形式申请数\t条\t0\t0",
        "3.网上申请数\t件\t94\t94",
        "的答复总数\t\t\t",
        "2.同意公开答复数\t件\t9\t9",
        "3.同意部分公开答复数\t件\t0\t0",
        "4.不予公开答复数\t件\t5\t5",
    ]);
    assert_eq!(cells(&halves, "replies_total reply_granted_in_full"), "× 9", "of two labels");
}

/// Values beside the label of another row are not those of a blank row before it.
#[test]
fn a_row_that_resembles_the_one_before_is_no_part_of_it() {
    let text = fujian(&[
        "主动公开文件数\t条\t0\t637",
        "2.政府公报公开数\t条\t\t",
        "政府网站公开数\t条\t5\t637",
        "受理依申请公开信息总数\t件\t3\t48",
        "1.当面申请数\t件\t3\t37",
        "对申请的答复总数\t件\t7\t7",
        "2.同意公开答复数\t件\t7\t7",
    ]);
    assert_eq!(cells(&text, "proactive_items_total channel_gazette_items x_cumulative_channel_gazette"), "0 · ·");
}

/// 总计 heads a column and a row: behind a row without figures it is no heading to be skipped.
#[test]
fn a_row_of_totals_out_of_place_is_no_value_of_the_row_before() {
    let own = [("granted_in_part", "[（二）部分公开\t\t\t\t\t\t\t\t\t\n（七）总计\t\t13\t4\t0\t0\t0\t0\t17\t\n]")];
    let text = applications("g3_2021", tabs, &own);
    let text = text.replace("自然人", "") + "\n";
    let heading = "\t\t\t申请人情况\n\t\t\t自然人\t法人或其他组织\t\t\t\t\t总计\n\t\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n";
    let text = text.replacen("情况\n", &format!("情况\n{heading}"), 1);
    assert!(!cells(&text, "granted_in_part").contains("13"), "{}", cells(&text, "granted_in_part"));
}

/// A row of cells without a label, of another shape, or behind figures: it is that of another table.
#[test]
fn a_row_without_a_label_belongs_to_no_row_that_has_its_cells() {
    let text = |row: &str| {
        format!(
            "第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1\t2\t3\n行政规范性文件\t{row}\n\n\
             \t\t12\t12\t\t\t\t\t\t\t\t\t\t\t\n"
        )
    };
    let codes = "rules_issued normdocs_issued normdocs_repealed normdocs_in_force";
    hold(&[
        ("of another shape", &text("\t\t"), codes, "1 · · ·"),
        (
            "behind figures",
            &text("94\t\t").replace("\t\t12\t12\t\t\t\t\t\t\t\t\t\t\t\n", "\t\t12\t\n"),
            codes,
            "1 94 · ·",
        ),
    ]);
}

/// The heading of a table without figures ends before a label that begins with one of its words.
#[test]
fn a_heading_ends_before_the_word_that_goes_on() {
    let text = applications("g2_2019", tabs, &[]) + &cases("行政事业性收费\t7\t5");
    assert_eq!(cells(&text, "review_upheld review_corrected"), "× ×");
}

/// A label in a sentence has no row behind it.
#[test]
fn a_label_in_a_sentence_ends_with_it() {
    let own = [("granted_in_full", "[全年予以公开2件，结转2件。\n\t\t252\t26\t3\t7\t36\t0\t324\n]")];
    let read = cells(&applications("g3_2021", tabs, &own), "granted_in_full");
    assert!(!read.contains("252"), "{read}");
}

/// 其他 names a column and a row. With the number of the row before it, it is the row, also where the headings of the next
/// page touch it.
#[test]
fn a_numbered_row_beside_repeated_headings_is_no_heading() {
    let heading = "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和";
    let row = format!("[3.其他\t\t\t\t\t\t\t\n{heading}\n]");
    let text = applications("g3_2021", tabs, &[("other_misc", &row)]);
    assert_eq!(cells(&text, "other_misc"), "· · · · · · ·");
}
