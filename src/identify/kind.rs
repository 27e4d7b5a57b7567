//! Whether a document is an annual report of government information disclosure at all.

use std::sync::LazyLock;

use regex::Regex;

use super::text::{Passages, pattern, readable};
use super::title;
use crate::content::{Block, Content};

/// Headings that the national format or the regulations before it prescribe.
static SECTIONS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let sections = [
        "总体情况|概述|基本情况",
        "主动公开(?:政府信息|情况|工作)",
        "(?:收到和处理|依申请公开)(?:政府信息)?(?:公开)?(?:申请)?",
        "行政复议.{0,8}行政诉讼",
        "(?:存在)?(?:的)?(?:主要)?问题(?:及|和|与)?(?:改进|整改|不足)|改进(?:措施|情况)",
        "其他需要(?:报告|说明)的",
        "收费(?:及|和)?减免",
        "咨询(?:处理)?(?:及|和)?.{0,6}情况",
    ];
    sections.iter().map(|section| pattern(section)).collect()
});

/// Labels of the statutory tables.
static LABELS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "第二十条第\\([一五六八]\\)项|本年新收政府信息公开申请|上年结转政府信息公开申请|主动公开政府信息数|政府信息公开情况统计表|未经复议直接起诉|收到申请数",
    )
});

/// Titles of other kinds of documents: notices, judgements, news of meetings.
static OTHER_KIND: LazyLock<Regex> = LazyLock::new(|| {
    let judgements = title::JUDGEMENTS;
    pattern(&format!(
        "(?:通知|通报|办法|范文|模板|解读|考核|工作要点|实施方案|工作总结|统计报表|征求意见)(?:的函)?$\
         |(?:{judgements})(?:情况|工作)?的?报告$\
         |召开.{{2,40}}会议?$"
    ))
});

/// Lines at the top among which the title of another kind of document is looked for.
const TOP: usize = 20;

/// The longest title of another kind of document, in characters.
const LONGEST: usize = 64;

/// The longest name of a column of a site, such as 政府信息公开办法.
const LINK: usize = 10;

/// What sites say instead of a page.
static ERROR_PAGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "404|(?i:notfound|forbidden|badgateway)|页面(?:不存在|已删除|没有找到|未找到)|(?:访问|查找)的(?:页面|网页|内容|信息)(?:不|已|未)",
    )
});

/// Characters that the page of an error may have.
const ERROR_PAGE_LENGTH: usize = 400;

/// Whether the document is such a report.
///
/// # Errors
/// One sentence that says why it is none.
pub fn looks_like_report(content: &Content, passages: &Passages) -> Result<(), &'static str> {
    let own = title::is_titled(passages);
    // Whoever quotes a report without agency and year speaks of reports, and may be no report.
    let quoted = !own && title::quoted(passages).iter().any(|title| !title.name.is_empty() || title.year.is_some());
    let other = !own && opens_as_other_kind(passages);
    let titled = own || quoted;
    // The common case, told by head and tail alone.
    if titled && !other && sections(&passages.head.flow) + sections(&passages.tail.flow) > 1 {
        return Ok(());
    }
    let text = folded(content);
    let length = text.chars().count();
    if length == 0 {
        return Err("the document holds no text");
    }
    let labels = LABELS.is_match(&text);
    if other && !(quoted && labels) {
        return Err("by its title it is another kind of document");
    }
    if !labels && length <= ERROR_PAGE_LENGTH && ERROR_PAGE.is_match(&text) {
        return Err("the site answered with an error page");
    }
    if labels && !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err("a blank form without a single number");
    }
    match (titled, labels, sections(&text)) {
        (true, _, 2..) | (true, true, _) | (false, true, 2..) => Ok(()),
        (false, false, 3..) if text.contains("信息公开") => Ok(()),
        (true, false, _) if is_list(passages) => Err("a list of reports, not a report"),
        (true, false, _) if length >= 300 => Ok(()),
        (true, false, _) => Err("a title without a report"),
        _ => Err("neither the title nor the sections nor the tables of an annual report"),
    }
}

/// How many of the prescribed sections a text has.
fn sections(text: &str) -> usize {
    SECTIONS.iter().filter(|section| section.is_match(text)).count()
}

/// Whether a title of another kind of document stands at the top, on a line or broken over two. Only one that speaks of
/// disclosure, or begins like one, is a title: a link to notices is none, and neither is what stands in title marks.
fn opens_as_other_kind(passages: &Passages) -> bool {
    let lines: Vec<&str> = passages.head.segments.iter().take(TOP).map(|line| line.text.as_str()).collect();
    let is_other = |text: &str| {
        let subject = text.contains("关于") || (text.contains("公开") && text.chars().count() > LINK);
        let quotes_whole = text.matches('《').count() == text.matches('》').count();
        subject && quotes_whole && text.chars().count() <= LONGEST && OTHER_KIND.is_match(text)
    };
    let cited = |at: usize| at > 0 && lines[at - 1].ends_with('《');
    let whole = (0..lines.len()).any(|at| !cited(at) && is_other(lines[at]));
    let broken = |pair: &[&str]| pair[0].contains("关于") && is_other(&pair.concat());
    whole || lines.windows(2).enumerate().any(|(at, pair)| !cited(at) && broken(pair))
}

/// Whether the document has several titles of different years and hardly anything else.
fn is_list(passages: &Passages) -> bool {
    let titles = passages.head.segments.iter().filter(|line| line.text.ends_with("年度报告"));
    titles.count() > 2
}

/// All text of the document, folded.
fn folded(content: &Content) -> String {
    let mut text = String::new();
    for block in &content.blocks {
        match block {
            Block::Heading(line) | Block::Paragraph(line) => text.push_str(&readable(&line.text)),
            Block::Grid(grid) => grid.rows.iter().flatten().for_each(|cell| text.push_str(&readable(&cell.text))),
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::text::tests::paragraphs;
    use super::*;

    #[test]
    fn reports_and_other_documents() {
        let report = "江南县水务局2020年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n第二十条第（一）项\n规章 0";
        let untitled = "一、总体情况\n公开信息9条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n六、其他需要报告的事项";
        let list = "2018年政府信息公开工作年度报告\n2019年政府信息公开工作年度报告\n2020年政府信息公开工作年度报告";
        let form = "附件\n本年新收政府信息公开申请数量\n上年结转政府信息公开申请数量\n一、总体情况";
        let news = "江南县召开水利工作会议\n会议指出，要抓好防汛工作。";
        let notice = "关于做好政府信息公开年度报告编制工作的通知\n一、总体情况\n二、主动公开情况\n三、依申请公开情况";
        let broken = "关于做好2020年政府信息公开工作年度报告\n编制和发布工作的通知\n一、总体情况\n二、主动公开情况\n三、依申请公开情况";
        let circular = "2020年政府信息公开工作年度报告编制公布情况的通报\n各单位公布本单位2020年政府信息公开工作年度报告。\n\
                        一、总体情况\n二、主动公开情况\n三、依申请公开情况";
        let judged = "2020年政府信息公开第三方评估报告\n一、总体情况\n二、主动公开情况\n三、依申请公开情况";
        let meeting = "嘉祥县召开2020年政府信息公开工作年度报告部署会\n会议讲解了政府信息公开工作年度报告的主动公开情况、\
                       存在的问题和改进情况、其他需要报告的事项。";
        let reading = "【政策解读】关于《嘉祥县2020年法治政府建设工作总结的报告》的政策解读\n一、总体情况\n信息公开。";
        let below = format!("通知公告\n{report}");
        let quoting = "政府信息公开办法\n现公布江南县水务局2020年政府信息公开工作年度报告。\n一、总体情况\n二、主动公开政府信息情况";
        let under_notice = format!("关于印发政府信息公开工作年度报告的通知\n{report}");
        let cases = [
            (report, true),
            (&below, true),
            (quoting, true),
            (&under_notice, true),
            (reading, false),
            (broken, false),
            (circular, false),
            (judged, false),
            (meeting, false),
            (untitled, true),
            (list, false),
            (form, false),
            (news, false),
            (notice, false),
            ("", false),
        ];
        for (text, is_report) in cases {
            let content = paragraphs(text);
            let answer = looks_like_report(&content, &Passages::of(&content));
            assert_eq!(answer.is_ok(), is_report, "{text}: {answer:?}");
        }
    }
}
