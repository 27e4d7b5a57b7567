//! One document as a page: what it holds beside what was read from it, every value linked to its place.

use crate::content::{Content, Place};
use crate::dictionary;
use crate::form::Forms;
use crate::issue::Issue;
use crate::outcome::{Outcome, Source};
use crate::page::html::{both, escape, note, page, section, table};
use crate::page::source;
use crate::quality::{Exact, Quality};
use crate::report::{About, Fact, Finding, Identity, Report, Status, TableStatus, Verdict};
use crate::show::sheet::{Sheet, sheets};

/// The page. `content` is what the reader made of the document; `None` if it could not be read.
pub fn inspect(outcome: &Outcome, content: Option<&Content>, findings: &[Finding], forms: &Forms) -> String {
    let facts = outcome.report.as_ref().map_or(&[][..], |report| &report.facts);
    let left = content.map_or_else(String::new, |content| source::blocks(content, facts));
    let right = outcome.report.as_ref().map_or_else(String::new, |report| tables(report, forms));
    let report = outcome.report.as_ref();
    let body = [
        head(&outcome.source, report.map(|report| Quality::of(report, findings, &Exact::of(forms)).as_str())),
        format!(
            "<div class=\"sides\">\n<section class=\"side source\"><h2>{}</h2>\n{left}</section>\n\
             <section class=\"side\"><h2>{}</h2>\n{}{right}</section>\n</div>\n",
            both("The document", "原文"),
            both("What was read", "读取结果"),
            legend(),
        ),
        report.map_or_else(String::new, |report| checks(findings, report, forms)),
        report.map_or_else(String::new, |report| identity(&report.identity)),
        issues(&outcome.issues),
    ];
    page(&format!("gongkai: {}", outcome.source.path), &format!("公开：{}", outcome.source.path), &body.concat())
}

/// Names a place for what stands there and what was read from there; empty if it is none.
pub(super) fn key(place: Place) -> String {
    let part = |letter, number: Option<u32>| number.map_or(String::new(), |number| format!("{letter}{number}"));
    let page = part("p", place.page);
    match place.grid {
        Some(grid) => format!("{page}g{grid}{}{}", part("r", place.row), part("c", place.column)),
        None => format!("{page}{}{}", part("l", place.line), part("c", place.column)),
    }
}

fn at(places: &str) -> String {
    if places.is_empty() { String::new() } else { format!(" data-at=\"{places}\"") }
}

/// A word of the data set, its meaning shown where one points at it.
fn word(word: &str) -> String {
    let (en, zh) = dictionary::meaning(word).unwrap_or_default();
    format!("<code title=\"{}\">{}</code>", escape(&format!("{en} {zh}")), escape(word))
}

fn head(source: &Source, quality: Option<&str>) -> String {
    let encoding = source.encoding.map_or(String::new(), |name| format!(", {name}"));
    let reason = if source.reason.is_empty() { String::new() } else { format!(": {}", escape(&source.reason)) };
    let quality = quality.map_or(String::new(), |quality| format!(" · {} {}", both("quality", "质量"), word(quality)));
    let Source { size, kind, outcome, .. } = source;
    let facts = format!("{size} B, {kind}{encoding} · {}{reason}{quality}", word(outcome.as_str()));
    format!("<section><p class=\"facts\">{facts}</p></section>\n")
}

fn legend() -> String {
    let statuses = [Status::Printed, Status::Inferred, Status::Blank, Status::Ambiguous, Status::Unreadable];
    let words =
        statuses.map(|status| format!("<span class=\"{0}\">{1}</span>", status.as_str(), word(status.as_str())));
    let words = words.concat();
    let hint = both("Point at a value to see its place, click to go there.", "指向数值可见其原文位置，点击可跳转。");
    format!("<p class=\"note legend\">{words}<br>{hint}</p>\n")
}

fn tables(report: &Report, forms: &Forms) -> String {
    let mut html = String::new();
    for reading in &report.tables {
        let status = if reading.status == TableStatus::Read { String::new() } else { word(reading.status.as_str()) };
        html += &format!("<h3>{} {} {status}</h3>\n", escape(reading.table), escape(&reading.forms.join(" + ")));
        for form in reading.forms.iter().filter_map(|id| forms.form(id)) {
            let tables = form.tables.iter().filter(|table| table.id == reading.table);
            html.extend(tables.flat_map(|table| sheets(report, forms, form, table)).map(|one| sheet(&one)));
        }
    }
    html
}

fn sheet(sheet: &Sheet) -> String {
    let mut html = String::from("<div class=\"scroll\"><table>\n");
    if !sheet.heads.is_empty() {
        let heads: String = sheet.heads.iter().map(|head| format!("<th>{}</th>", escape(head))).collect();
        html += &format!("<tr>{heads}</tr>\n");
    }
    for (label, cells) in &sheet.rows {
        let cells: String = cells.iter().map(|fact| fact.map_or("<td></td>".to_owned(), value)).collect();
        html += &format!("<tr><th>{}</th>{cells}</tr>\n", escape(label));
    }
    html + "</table></div>\n"
}

fn value(fact: &Fact) -> String {
    let shown = match fact.status {
        Status::Blank => "·".to_owned(),
        Status::Ambiguous => "?".to_owned(),
        Status::Dash | Status::Word | Status::Unreadable => fact.printed.clone(),
        _ => fact.value.map_or(String::new(), |value| value.to_string()),
    };
    let cell = fact.applicant.map_or(fact.indicator.to_owned(), |applicant| format!("{}/{applicant}", fact.indicator));
    let assumed = if fact.unit_assumed { " (unit assumed)" } else { "" };
    let status = fact.status.as_str();
    let title = format!("{cell}: {status}{assumed}; printed {:?}; {}", fact.printed, fact.place);
    format!("<td class=\"n {status}\"{} title=\"{}\">{}</td>", at(&key(fact.place)), escape(&title), escape(&shown))
}

/// Every check in words, those that fail first; each lights up the cells that it compares.
fn checks(findings: &[Finding], report: &Report, forms: &Forms) -> String {
    let rules = crate::check::rules(forms);
    let mut findings: Vec<&Finding> = findings.iter().collect();
    findings.sort_by_key(|finding| match finding.lenient {
        Verdict::Fail => 0,
        Verdict::Undecided => 1,
        Verdict::Pass => 2,
    });
    let row = |finding: &&Finding| {
        let rule = rules.iter().find(|rule| rule.id == finding.rule);
        let words = rule.map_or(String::new(), |rule| both(rule.title, rule.title_zh));
        let places = places(finding, report);
        vec![
            format!("<span class=\"{0}\">{0}</span>", finding.lenient.as_str()),
            format!("<span{}><code>{}</code> {words}</span>", at(&places), escape(finding.rule)),
            escape(&named(&finding.instance, forms)),
            sides(finding),
            escape(&finding.detail),
        ]
    };
    let heads = [
        ("verdict", "结论", false),
        ("check", "核对", false),
        ("of", "对象", false),
        ("sides", "两边", false),
        ("detail", "说明", false),
    ];
    let words = note("Blanks are read as zero.", "空白视同零。");
    section("Checks", "核对", &(words + &table(&heads, findings.iter().map(row))))
}

/// Both sides in words: what was compared, and by how much they differ.
fn sides(finding: &Finding) -> String {
    let (Some(left), Some(right)) = (finding.left, finding.right) else {
        return both("a side is blank", "有一边为空白");
    };
    match left.checked_sub(right) {
        Some(difference) if !difference.is_zero() => both(
            &format!("left {left}, right {right}: they differ by {difference}"),
            &format!("左边{left}，右边{right}：相差{difference}"),
        ),
        _ => both(&format!("both {left}"), &format!("两边均为{left}")),
    }
}

/// The places of the cells that a check compares.
fn places(finding: &Finding, report: &Report) -> String {
    let is = |fact: &Fact, cell: &str| match (cell.split_once('/'), fact.applicant) {
        (Some((indicator, applicant)), Some(own)) => fact.indicator == indicator && own == applicant,
        (None, None) => fact.indicator == cell,
        _ => false,
    };
    let fact = |cell: &str| report.facts.iter().find(|fact| is(fact, cell));
    let mut keys: Vec<String> = finding.cells.split(' ').filter_map(fact).map(|fact| key(fact.place)).collect();
    keys.sort();
    keys.dedup();
    keys.retain(|key| !key.is_empty());
    keys.join(" ")
}

/// An indicator or applicant with its label.
fn named(code: &str, forms: &Forms) -> String {
    let applicant = || forms.applicants.iter().find(|applicant| applicant.code == code).map(|one| &one.label);
    let label = forms.indicator(code).map(|indicator| &indicator.label).or_else(applicant);
    label.map_or(code.to_owned(), |label| format!("{code} {}", label.official))
}

/// Whose report it is, and what speaks for it.
fn identity(identity: &Identity) -> String {
    let text = |value: Option<String>| escape(&value.unwrap_or_else(|| "?".into()));
    let division = identity.division.map(|division| format!("{} {}", division.code, division.name));
    let agency =
        identity.agency.as_ref().map(|agency| format!("{} ({}, {})", agency.name, agency.category, agency.slug));
    let parts = [
        ("division", "行政区划", text(division), word(identity.division_confidence.as_str()), About::Division),
        ("agency", "机关", text(agency), word(identity.agency_confidence.as_str()), About::Agency),
        (
            "year",
            "年度",
            text(identity.year.map(|y| y.to_string())),
            word(identity.year_confidence.as_str()),
            About::Year,
        ),
        ("scope", "统计范围", escape(identity.scope.as_str()), String::new(), About::Scope),
    ];
    let rows = parts.into_iter().map(|(en, zh, value, confidence, about)| {
        let evidence = identity.evidence.iter().filter(|evidence| evidence.about == about).map(|evidence| {
            let (value, from, raw) = (escape(&evidence.value), escape(evidence.from), escape(&evidence.raw));
            format!("<div{}>{value} ← <code>{from}</code> “{raw}” {}</div>", at(&key(evidence.place)), evidence.place)
        });
        vec![both(en, zh), value, confidence, evidence.collect()]
    });
    let heads = [
        ("identity", "归属", false),
        ("value", "取值", false),
        ("confidence", "可信程度", false),
        ("evidence", "证据", false),
    ];
    section("Whose report, and why", "归属与证据", &table(&heads, rows))
}

fn issues(issues: &[Issue]) -> String {
    if issues.is_empty() {
        return section("Issues", "读取问题", &note("None.", "无。"));
    }
    let rows = issues.iter().map(|issue| {
        let (en, zh) = dictionary::meaning(issue.code.code).unwrap_or_default();
        let place = format!("<span{}>{}</span>", at(&key(issue.place)), issue.place);
        let dropped = escape(issue.dropped.as_str());
        vec![format!("<code>{}</code> {}", issue.code.code, both(en, zh)), place, escape(&issue.raw), dropped]
    });
    let heads =
        [("issue", "问题", false), ("where", "位置", false), ("text", "原文", false), ("dropped", "舍去", false)];
    section("Issues", "读取问题", &table(&heads, rows))
}
