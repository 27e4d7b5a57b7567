//! Documents that hold one table twice.

use super::*;

const OWN: [(&str, &str); 3] =
    [("received_new", "3 0 0 0 0 0 3"), ("granted_in_full", "3 0 0 0 0 0 3"), ("total_processed", "3 0 0 0 0 0 3")];
const SUMMARY: [(&str, &str); 3] =
    [("received_new", "9 2 0 0 0 0 11"), ("granted_in_full", "9 2 0 0 0 0 11"), ("total_processed", "9 2 0 0 0 0 11")];
const CODES: &str = "received_new carried_over granted_in_full";

fn twice(first: &str, second: &str) -> String {
    format!("江南县2021年政府信息公开工作年度报告\n{first}\n附：\n{second}")
}

/// The agency's own table, then that of all it reports for: nothing tells which is the report's.
#[test]
fn cells_on_which_two_tables_differ_are_ambiguous() {
    for style in [tabs as Style, lines, spaces] {
        let [own, summary] = [OWN, SUMMARY].map(|rows| applications("g3_2021", style, &rows));
        for text in [twice(&own, &summary), twice(&summary, &own)] {
            let read = cells(&text, CODES);
            assert_eq!(read, "? ? 0 0 0 0 ? 0 0 0 0 0 0 0 ? ? 0 0 0 0 ?", "{text}");
            assert!(tables(&text).1.contains(&"table_repeated"));
        }
    }
}

/// Tables of few rows, or of one without a label, likewise.
#[test]
fn small_tables_that_stand_twice() {
    let five = |n| format!("第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t{n}\n");
    let [own, summary] =
        ["1\t0\t0\t0\t1", "4\t0\t0\t0\t4"].map(|row| cases(&format!("{row}\t{}", ["0"; 10].join("\t"))));
    let text = twice(&(five(3) + &own), &(five(8) + &summary));
    let none = " 0".repeat(10);
    assert_eq!(cells(&text, &format!("licence_decisions {CASES}")), format!("? ? 0 0 0 ?{none}"), "{text}");
    let same = twice(&(five(3) + &own), &(five(3) + &own));
    assert_eq!(cells(&same, &format!("licence_decisions {CASES}")), format!("3 1 0 0 0 1{none}"), "{same}");
}

#[test]
fn a_table_printed_twice_is_read_once() {
    let own = applications("g3_2021", tabs, &OWN);
    let other = applications("g3_2021", lines, &OWN);
    let text = twice(&own, &other);
    assert_eq!(cells(&text, CODES), "3 0 0 0 0 0 3 0 0 0 0 0 0 0 3 0 0 0 0 0 3");
    assert!(!tables(&text).1.contains(&"table_repeated"));
}

/// A blank cell, a dash and a zero all say that there is nothing.
#[test]
fn nothing_printed_otherwise_is_no_difference() {
    let own = applications("g3_2021", tabs, &OWN);
    let blank = own.replace("\t0\t0\t0\t0\t0\t3\n", "\t\t\t-\t\t\t3\n");
    let text = twice(&own, &blank);
    assert!(!tables(&text).1.contains(&"table_repeated"), "{:?}", tables(&text));
    assert!(!cells(&text, CODES).contains('?'));
}

/// The form as an annex, with nothing in it.
#[test]
fn a_blank_form_beside_the_table_does_not_count() {
    let own = applications("g3_2021", tabs, &OWN);
    let form = applications("g3_2021", |label, _| format!("{label}\n"), &[]);
    for text in [twice(&own, &form), twice(&form, &own)] {
        assert_eq!(cells(&text, "received_new granted_in_full"), "3 0 0 0 0 0 3 3 0 0 0 0 0 3", "{text}");
        assert!(!tables(&text).1.contains(&"table_repeated"));
    }
}

/// Prose that goes through the rows is no second table.
#[test]
fn prose_that_names_the_rows_is_no_table() {
    let prose = "本年新收政府信息公开申请3件，上年结转政府信息公开申请0件。予以公开3件，部分公开0件，无法提供2件，不予处理1件，\
                 其他处理0件，总计3件，结转下年度继续办理0件。";
    let text = twice(prose, &applications("g3_2021", tabs, &OWN));
    assert_eq!(cells(&text, "received_new granted_in_full"), "3 0 0 0 0 0 3 3 0 0 0 0 0 3");
    assert!(!tables(&text).1.contains(&"table_repeated"));
}
