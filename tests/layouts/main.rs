//! The oddities of real reports, one small document for each: what must be read from it, or refused.

mod arrival;
mod cut;
mod disorder;
mod mixture;
mod repeat;
mod value;

use gongkai::extract::{Extract, extract};
use gongkai::form::{Form, Forms, RowCells};
use gongkai::limits::Limits;
use gongkai::read::txt;
use gongkai::report::{Fact, Status};

fn forms() -> &'static Forms {
    static FORMS: std::sync::OnceLock<&Forms> = std::sync::OnceLock::new();
    FORMS.get_or_init(|| Forms::load().expect("the definitions are consistent"))
}

fn read(text: &str) -> Extract {
    extract(&txt::read(text, &Limits::default()), forms(), Vec::new)
}

/// What was read for some indicators, in the order of the form: `·` blank, `-` dash, `无` word, `?` ambiguous,
/// `!` unreadable, `×` not there; figures that were decided by the relations are as good as printed ones.
fn cells(text: &str, indicators: &str) -> String {
    let facts = read(text).facts;
    let of = |code: &str| {
        let found: Vec<String> = facts.iter().filter(|fact| fact.indicator == code).map(drawn).collect();
        if found.is_empty() { "×".to_owned() } else { found.join(" ") }
    };
    indicators.split(' ').map(of).collect::<Vec<_>>().join(" ")
}

fn drawn(fact: &Fact) -> String {
    match fact.status {
        Status::Printed | Status::Inferred | Status::InferredBySeries => fact.value.expect("a number").to_string(),
        Status::Blank => "·".into(),
        Status::Dash => "-".into(),
        Status::Word => "无".into(),
        Status::Ambiguous => "?".into(),
        Status::Unreadable => "!".into(),
    }
}

/// What became of each table, as `art20 g2_2019 read`, and the codes of the issues.
fn tables(text: &str) -> (Vec<String>, Vec<&'static str>) {
    let Extract { tables, issues, .. } = read(text);
    let table = |t: &gongkai::report::TableReading| format!("{} {} {}", t.table, t.forms.join("+"), t.status.as_str());
    let mut codes: Vec<&str> = issues.iter().map(|issue| issue.code.code).collect();
    codes.sort();
    codes.dedup();
    (tables.iter().map(table).collect(), codes)
}

/// Each case: its name, the document, indicators, what is read.
fn hold(cases: &[(&str, &str, &str, &str)]) {
    for (name, text, indicators, expected) in cases {
        assert_eq!(&cells(text, indicators), expected, "{name}:\n{text}");
    }
}

/// How a table prints a row.
type Style = fn(label: &str, values: &[String]) -> String;

fn tabs(label: &str, values: &[String]) -> String {
    format!("\t\t{label}\t{}\n", values.join("\t"))
}

fn lines(label: &str, values: &[String]) -> String {
    format!("{label}\n{}\n", values.join("\n"))
}

fn spaces(label: &str, values: &[String]) -> String {
    format!("{label} {}\n", values.join(" "))
}

fn glued(label: &str, values: &[String]) -> String {
    format!("{label}{}", values.concat())
}

/// The applications table of a form: each row with zeros in the given style, those of `own` with other values, parted
/// by spaces, or, where the values are a text in brackets, as that text.
fn applications(form: &str, style: Style, own: &[(&str, &str)]) -> String {
    let form: &Form = forms().form(form).expect("a form");
    let table = form.tables.iter().find(|table| table.id == "applications").expect("the applications");
    let mut text = String::from("三、收到和处理政府信息公开申请情况\n");
    for row in &table.blocks[0].rows {
        let label = row.label.as_ref().expect("a label").official;
        let RowCells::Indicators(codes) = &row.cells else { continue };
        let indicator = forms().indicator(codes[0]).expect("an indicator");
        let label = format!("{}{label}", numbered(indicator.path));
        match own.iter().find(|(code, _)| *code == codes[0]) {
            Some((_, raw)) if raw.starts_with('[') => text.push_str(&raw[1..raw.len() - 1]),
            Some((_, values)) => {
                let values: Vec<String> = values.split(' ').map(|value| value.replace('·', "")).collect();
                text.push_str(&style(&label, &values));
            }
            None => text.push_str(&style(&label, &vec!["0".to_owned(); 7])),
        }
    }
    text + "\n五、存在的主要问题及改进情况\n"
}

/// The number before a label: 一、 or （一） or 1.
fn numbered(path: &str) -> String {
    match path.rsplit('/').next().unwrap_or_default() {
        number if number.starts_with('（') => number.to_owned(),
        number if number.starts_with(|c: char| c.is_ascii_digit()) => format!("{number}."),
        number => format!("{number}、"),
    }
}

/// The review and litigation table with this row.
fn cases(row: &str) -> String {
    format!(
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议\t行政诉讼\n未经复议直接起诉\t复议后起诉\n\
         结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t\
         结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n{row}\n\n五、存在的主要问题及改进情况\n"
    )
}

const CASES: &str = "review_upheld review_corrected review_other review_pending review_total suit_direct_upheld \
                     suit_direct_corrected suit_direct_other suit_direct_pending suit_direct_total \
                     suit_reviewed_upheld suit_reviewed_corrected suit_reviewed_other suit_reviewed_pending \
                     suit_reviewed_total";
