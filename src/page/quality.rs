//! `quality.html`: what a snapshot holds, how well it was read, what fails in it, and what is new.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use polars::prelude::PolarsError;

use crate::check::{Rule, rules};
use crate::dictionary;
use crate::form::Forms;
use crate::page::html::{Head, bar, both, escape, note, page, section, table};
use crate::page::summary::{Before, Change, Counts, Large, Summary, summary};
use crate::register::Registers;
use crate::report::Status;

/// Regions in the heat map. More of them, as there are with divisions below the province, are counted and left out.
const REGIONS: usize = 400;

/// The page of the snapshot whose tables are in `root`; `previous` is the one published before.
///
/// # Errors
/// The path and the error if a table cannot be read.
pub fn quality(root: &Path, previous: Option<&Path>, forms: &Forms) -> Result<String, (PathBuf, PolarsError)> {
    Ok(render(&summary(root, previous)?, forms))
}

fn render(summary: &Summary, forms: &Forms) -> String {
    let body = [
        overview(summary),
        coverage(summary),
        outcomes(summary),
        cells(summary, forms),
        checks(summary, &rules(forms)),
        issues(summary),
        largest(summary),
        changes(&summary.before),
    ];
    page("gongkai: quality of a snapshot", "公开：数据快照质量", &body.concat())
}

fn sum<const N: usize>(counts: &Counts<N>, wanted: impl Fn(&[String; N]) -> bool) -> u64 {
    counts.iter().filter(|(key, _)| wanted(key)).map(|(_, n)| n).sum()
}

fn overview(summary: &Summary) -> String {
    let card = |n: u64, en, zh| format!("<div><b>{n}</b>{}</div>", both(en, zh));
    let fails = |verdict: &[String; 2]| verdict[1] == "fail";
    let complete = |key: &[String; 3]| key[2] == "complete_consistent";
    let cards = [
        card(sum(&summary.outcomes, |_| true), "documents seen", "处理文件"),
        card(sum(&summary.coverage, |_| true), "reports", "年度报告"),
        card(sum(&summary.coverage, complete), "complete and consistent", "完整且一致"),
        card(sum(&summary.cells, |_| true), "cells", "单元格"),
        card(sum(&summary.cells, |key| key[1] == "ambiguous"), "ambiguous cells", "有歧义单元格"),
        card(sum(&summary.checks, fails), "failing checks", "未通过核对"),
        card(sum(&summary.issues, |_| true), "issues", "读取问题"),
    ];
    let words = note(
        "Figures stand as printed: a failing check is an error of the document, or of its reading. A blank is not a zero. \
         Click the head of a column to sort by it; the search looks through all tables.",
        "数字与原文一致：核对未通过，是原文有误或读取有误。空白不等于零。点击列名排序；搜索适用于全部表格。",
    );
    section("In short", "概要", &format!("<div class=\"cards\">{}</div>\n{words}", cards.concat()))
}

/// Reports by region and year as a heat map, darker where there are more.
fn coverage(summary: &Summary) -> String {
    let mut reports: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for ([region, year, quality], n) in &summary.coverage {
        let (all, complete) = reports.entry((region, year)).or_default();
        *all += n;
        *complete += if quality.starts_with("complete") { *n } else { 0 };
    }
    let years: BTreeSet<&str> = reports.keys().map(|(_, year)| *year).collect();
    let regions: BTreeSet<&str> = reports.keys().map(|(region, _)| *region).collect();
    let most = reports.values().map(|(all, _)| *all).max().unwrap_or(0);
    let cell = |region: &str, year: &str| match reports.get(&(region, year)) {
        None => "<span class=\"none\">·</span>".to_owned(),
        Some((all, complete)) => {
            let shade = (all * 5).div_ceil(most.max(1));
            format!("<div class=\"h{shade}\" title=\"{region} {year}: {complete}/{all}\">{all}</div>")
        }
    };
    let mut heads: Vec<Head> = vec![("region", "地区", false)];
    heads.extend(years.iter().map(|year| (*year, *year, true)));
    let row = |region: &&str| {
        let name = format!("<code>{}</code> {}", escape(region), escape(&name_of(region)));
        std::iter::once(name).chain(years.iter().map(|year| cell(region, year))).collect()
    };
    let words = note(
        "Reports by region and reporting year, darker where there are more; point at one to see how many are complete.",
        "各地区、年度的报告数，颜色越深越多；指向单元格可见其中完整的份数。",
    );
    let left_out = match regions.len().saturating_sub(REGIONS) {
        0 => String::new(),
        n => note(&format!("{n} more regions are not shown."), &format!("另有{n}个地区未列出。")),
    };
    section("Coverage", "覆盖范围", &(words + &table(&heads, regions.iter().take(REGIONS).map(row)) + &left_out))
}

/// Name of a region such as `CN-64`, as far as the register knows it.
fn name_of(region: &str) -> String {
    let code = region.strip_prefix("CN-").map(|code| format!("{code:0<6}"));
    let division = code.and_then(|code| Registers::load().ok()?.divisions.by_code(&code, None));
    division.map_or(String::new(), |division| division.name.to_owned())
}

/// A word of the data set with its meaning.
fn word(word: &str) -> String {
    let (en, zh) = dictionary::meaning(word).unwrap_or_default();
    format!("<code>{}</code> <span class=\"none\">{}</span>", escape(word), both(en, zh))
}

fn outcomes(summary: &Summary) -> String {
    let all = sum(&summary.outcomes, |_| true);
    let rows = summary.outcomes.iter().map(|([outcome, kind], n)| vec![word(outcome), escape(kind), bar(*n, all)]);
    let heads = [("outcome", "结果", false), ("kind", "类型", false), ("documents", "文件数", true)];
    section("Documents by outcome", "文件处理结果", &table(&heads, rows))
}

fn cells(summary: &Summary, forms: &Forms) -> String {
    let statuses = Status::ALL.map(Status::as_str);
    let mut heads: Vec<Head> = vec![("form", "表式", false), ("cells", "单元格", true)];
    heads.extend(statuses.map(|status| (status, status, true)));
    let rows = forms.forms.iter().filter_map(|form| {
        let count = |status: Option<&str>| {
            sum(&summary.cells, |[of, own]| of == form.id && status.is_none_or(|status| own == status))
        };
        let all = count(None);
        let name = format!("<code>{}</code> {}", form.id, escape(form.title));
        let by_status = statuses.iter().map(|status| match count(Some(status)) {
            0 => "<span class=\"none\">0</span>".to_owned(),
            n => bar(n, all),
        });
        (all > 0).then(|| [name, all.to_string()].into_iter().chain(by_status).collect())
    });
    let table = table(&heads, rows.collect::<Vec<Vec<String>>>());
    let words = statuses.map(|status| format!("<li>{}</li>", word(status))).concat();
    section("Cells by form and status", "各表式单元格状态", &format!("{table}<ul class=\"note\">{words}</ul>\n"))
}

fn checks(summary: &Summary, rules: &[Rule]) -> String {
    let count = |rule: &str, verdict: &str| sum(&summary.checks, |key| key[0] == rule && key[1] == verdict);
    let rows = rules.iter().filter_map(|rule| {
        let [pass, fail, undecided] = ["pass", "fail", "undecided"].map(|verdict| count(rule.id, verdict));
        let id = format!("<code>{}</code> {}", rule.id, both(rule.title, rule.title_zh));
        let row =
            vec![id, rule.strictness.as_str().into(), bar(fail, fail + pass), pass.to_string(), undecided.to_string()];
        (pass + fail + undecided > 0).then_some(row)
    });
    let heads = [
        ("rule", "规则", false),
        ("strictness", "宽严", false),
        ("fail", "未通过", true),
        ("pass", "通过", true),
        ("undecided", "无法判定", true),
    ];
    let table = table(&heads, rows.collect::<Vec<_>>());
    section("Checks", "核对", &(table + &failing(summary)))
}

/// The reports behind the failing checks.
fn failing(summary: &Summary) -> String {
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    let rows = summary.failing.iter().flat_map(|(rule, failing)| {
        failing.iter().map(move |one| {
            let report = format!("{} <code>{}</code>", escape(&one.agency), escape(&one.report_id));
            let rule = format!("<code>{}</code>", escape(rule));
            vec![rule, report, escape(&one.instance), number(one.left), number(one.right)]
        })
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return note("No check fails.", "没有未通过的核对。");
    }
    let heads = [
        ("rule", "规则", false),
        ("report", "报告", false),
        ("of", "对象", false),
        ("left", "左边", true),
        ("right", "右边", true),
    ];
    let words = note(
        "The first reports that fail each check; all of them are in the table findings.",
        "每项核对列出最前的若干份报告；全部见 findings 表。",
    );
    format!("<h3>{}</h3>\n{words}{}", both("Reports that fail", "未通过的报告"), table(&heads, rows))
}

fn issues(summary: &Summary) -> String {
    let rows = summary.issues.iter().map(|([code, severity], n)| vec![word(code), escape(severity), n.to_string()]);
    let heads = [("issue", "问题", false), ("severity", "程度", false), ("times", "次数", true)];
    section("Issues", "读取问题", &table(&heads, rows))
}

fn largest(summary: &Summary) -> String {
    let rows = summary.largest.iter().map(|document| {
        let Large { path, size, kind, outcome } = document;
        vec![size.to_string(), escape(path), escape(kind), escape(outcome)]
    });
    let heads =
        [("bytes", "字节", true), ("document", "文件", false), ("kind", "类型", false), ("outcome", "结果", false)];
    let words = note(
        "The largest documents take longest. Times are not here: the same input gives the same page, on every machine.",
        "最大的文件用时最长。此处不列用时：同样的输入在任何机器上得到同样的页面。",
    );
    section("Largest documents", "最大的文件", &(words + &table(&heads, rows)))
}

fn changes(before: &Before) -> String {
    let html = match before {
        Before::Nothing => note("There was no snapshot before.", "此前没有快照。"),
        Before::Unreadable => note("The snapshot before cannot be read.", "上一快照无法读取。"),
        Before::Known(Change { before, new, gone, some_new, some_gone }) => {
            let counts = note(
                &format!("The snapshot before had {before} reports. {new} are new, {gone} are gone."),
                &format!("上一快照有{before}份报告；新增{new}份，减少{gone}份。"),
            );
            let some = |reports: &[String], en, zh| {
                let row = move |report: &String| vec![both(en, zh), format!("<code>{}</code>", escape(report))];
                reports.iter().map(row).collect::<Vec<_>>()
            };
            let rows = [some(some_new, "new", "新增"), some(some_gone, "gone", "减少")].concat();
            counts + &table(&[("change", "变化", false), ("report", "报告", false)], rows)
        }
    };
    section("Since the snapshot before", "较上一快照", &html)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::summary::Failing;

    fn key<const N: usize>(words: [&str; N]) -> [String; N] {
        words.map(str::to_owned)
    }

    #[test]
    fn the_page_shows_what_was_counted_and_escapes_what_documents_say() {
        let failing = Failing {
            report_id: "r-1".to_owned(),
            agency: "<script>局</script>".to_owned(),
            instance: "total".to_owned(),
            left: Some(3.0),
            right: None,
        };
        let large =
            Large { path: "a/<b>.html".to_owned(), size: 7, kind: "html".to_owned(), outcome: "report".to_owned() };
        let summary = Summary {
            coverage: Counts::from([
                (key(["CN-64", "2020", "complete_consistent"]), 3),
                (key(["CN-64", "2020", "partial"]), 1),
                (key(["CN-11", "2021", "partial"]), 1),
            ]),
            cells: Counts::from([(key(["g2_2019", "printed"]), 9), (key(["g2_2019", "blank"]), 1)]),
            checks: Counts::from([(key(["T3-BAL", "fail"]), 1), (key(["T3-BAL", "pass"]), 3)]),
            failing: BTreeMap::from([("T3-BAL".to_owned(), vec![failing])]),
            largest: vec![large],
            before: Before::Known(Change {
                before: 4,
                new: 1,
                gone: 2,
                some_new: vec!["r-1".to_owned()],
                some_gone: vec![],
            }),
            ..Summary::default()
        };
        let html = render(&summary, Forms::load().expect("definitions load"));
        for expected in [
            "title=\"CN-64 2020: 3/4\">4<",
            "宁夏回族自治区",
            "&lt;script&gt;局&lt;/script&gt;",
            "a/&lt;b&gt;.html",
            "1 are new, 2 are gone",
            "width:25.0%",
        ] {
            assert!(html.contains(expected), "{expected}");
        }
        assert_eq!(html.matches("<script>").count(), 1);
        assert_eq!(html, render(&summary, Forms::load().expect("definitions load")), "the same bytes");
    }
}
