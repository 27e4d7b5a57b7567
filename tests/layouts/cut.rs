//! Documents that end within a table: pages of a split report, and copies that were cut off.

use std::collections::BTreeMap;

use super::*;

/// The values of a document by indicator and applicant.
fn values(text: &str) -> BTreeMap<(&'static str, Option<&'static str>), String> {
    let numbers = read(text).facts.into_iter().filter(|fact| fact.value.is_some());
    numbers.map(|fact| ((fact.indicator, fact.applicant), drawn(&fact))).collect()
}

const HEADING: &str =
    "申请人情况\n自然人\t法人或其他组织\t\t\t\t\t总计\n商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\n";

fn table(form: &str, style: Style) -> String {
    let own = [
        ("received_new", "217 11 0 0 0 0 228"),
        ("granted_in_full", "200 11 0 0 0 0 211"),
        ("denied_third_party", "17 0 0 0 0 0 17"),
        ("total_processed", "217 11 0 0 0 0 228"),
    ];
    applications(form, style, &own).replacen("情况\n", &format!("情况\n{HEADING}"), 1)
}

/// Wherever a document ends, what is read of it is what the whole of it says.
#[test]
fn a_document_may_end_anywhere() {
    for (form, style) in [("g2_2019", tabs as Style), ("g3_2021", tabs), ("g3_2021", spaces), ("g3_2021", lines)] {
        let text = table(form, style);
        let whole = values(&text);
        for (at, _) in text.char_indices() {
            for (key, value) in values(&text[..at]) {
                assert_eq!(whole.get(&key), Some(&value), "{key:?} of {}", &text[..at]);
            }
        }
    }
}

#[test]
fn the_rows_before_the_end_are_read_and_the_end_is_told() {
    let text = table("g3_2021", tabs);
    let end = text.find("1.属于国家秘密").expect("a row");
    let (rows, codes) = (&text[..end], "received_new granted_in_full");
    assert_eq!(cells(rows, codes), "217 11 0 0 0 0 228 200 11 0 0 0 0 211");
    let (tables, issues) = tables(rows);
    assert!(tables.iter().any(|table| table.starts_with("applications") && table.ends_with("read")), "{tables:?}");
    assert!(issues.contains(&"table_cut"), "{issues:?}");
}

/// The long labels of the form of 2021 stand at the end of its table: that they are not there speaks for no other form.
#[test]
fn rows_behind_the_end_do_not_tell_the_form() {
    let five = "第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t3\n\n";
    let text = table("g3_2021", tabs);
    for row in ["6.属于四类", "1.信访举报", "2.申请人逾期"] {
        let cut = text.find(row).expect("a row of the form");
        let (tables, _) = tables(&format!("{five}{}", &text[..cut]));
        assert!(tables.contains(&"applications g3_2021 read".to_owned()), "{row}: {tables:?}");
    }
}
