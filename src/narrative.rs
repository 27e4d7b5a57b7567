//! The prose of a report: the text of its numbered sections, without its tables.
//!
//! A section begins at a heading 一、 to 九、, a line of its own or, in text that was glued into one paragraph, one of
//! the section titles that the forms prescribe. Hard-wrapped lines are joined again.

use std::sync::LazyLock;

use regex::Regex;

use crate::content::{Block, Content, Place};
use crate::report::Narrative;

const NUMERALS: &str = "一二三四五六七八九";

/// Section titles of the forms, numbered, as they stand in glued text: behind anything but a mark that makes them a
/// part of a list.
static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    let titles = "总体情况|基本情况|概述|主动公开(?:政府信息)?情况|(?:政府信息)?主动公开情况|公开政府信息情况\
        |收到和处理政府信息公开申请情况|政府信息公开申请情况|政府信息依申请公开(?:工作)?情况|回应解读情况\
        |因?政府信息公开(?:工作)?被?(?:申请)?行政复议、(?:提起)?行政诉讼(?:的)?情况\
        |(?:工作中)?(?:存在的)?主要问题[及和](?:改进|整改)(?:情况|措施)|其他需要报告的(?:事项|情况)\
        |[^，。；、\\s]{0,20}政府信息公开(?:工作)?情况统计表";
    let pattern = format!(r"[{NUMERALS}]\s*、\s*(?:{titles})");
    Regex::new(&pattern).expect("the pattern is constant")
});

/// Rows of the applications table that are numbered as sections are.
const ROWS: [&str; 4] = ["本年新收", "上年结转", "本年度办理结果", "结转下年"];

/// The narratives of a document, in order. The text before the first heading is section 0; headings beyond the ninth
/// and empty sections before the first heading are left out.
pub fn narratives(content: &Content) -> Vec<Narrative> {
    let mut sections = vec![section(0, "", Place::default())];
    for block in &content.blocks {
        match block {
            Block::Heading(text) if opens(&sections, &text.text) => {
                sections.push(section(number(&text.text).unwrap_or_default(), text.text.trim(), text.place));
            }
            Block::Heading(text) | Block::Paragraph(text) => split(&mut sections, &text.text, text.place),
            Block::Grid(_) => {}
        }
    }
    sections.retain(|section| section.section > 0 || !section.text.is_empty());
    sections
}

/// Whether a numbered line opens a section: it counts on from the last one, or is a title of the forms, and is no row.
fn opens(sections: &[Narrative], line: &str) -> bool {
    let Some(number) = number(line) else { return false };
    let counts_on = sections.last().is_none_or(|last| number > last.section);
    (counts_on || GLUED.is_match(line)) && !ROWS.iter().any(|row| line.contains(row))
}

fn section(section: u8, heading: &str, place: Place) -> Narrative {
    Narrative { section, heading: heading.to_owned(), text: String::new(), place }
}

/// The number that a line begins with, as in 二、.
fn number(line: &str) -> Option<u8> {
    let mut chars = line.trim().chars();
    let first = chars.next()?;
    let position = NUMERALS.chars().position(|numeral| numeral == first)?;
    matches!(chars.next(), Some('、' | '.' | '．' | ' ' | '\u{3000}')).then_some(position as u8 + 1)
}

/// Adds a paragraph to the last section, or to new sections where titles are glued into it.
fn split(sections: &mut Vec<Narrative>, paragraph: &str, place: Place) {
    let mut from = 0;
    let listed = |at: usize| paragraph[..at].ends_with(['、', '，', ',']);
    for heading in GLUED.find_iter(paragraph).filter(|found| !listed(found.start())) {
        append(sections, &paragraph[from..heading.start()], place);
        sections.push(section(number(heading.as_str()).unwrap_or_default(), heading.as_str(), place));
        from = heading.end();
    }
    append(sections, &paragraph[from..], place);
}

/// Adds text to the last section; two ideographic spaces indent a paragraph.
fn append(sections: &mut [Narrative], text: &str, place: Place) {
    let Some(section) = sections.last_mut() else { return };
    for line in text.split("\u{3000}\u{3000}").map(str::trim).filter(|line| !line.is_empty()) {
        if section.text.is_empty() && section.section == 0 {
            section.place = place;
        }
        if !section.text.is_empty() && (ends(&section.text) || begins(line)) {
            section.text.push('\n');
        }
        section.text.push_str(line);
    }
}

/// Whether a text ends where a paragraph may end, so that the next line is no continuation of it.
fn ends(text: &str) -> bool {
    text.ends_with(['。', '！', '？', '!', '?'])
        || text.lines().next_back().is_some_and(|line| begins(line) && is_short(line))
}

/// Whether a line begins with a number, as （一） and 1. do, and so is no continuation of the line before.
fn begins(line: &str) -> bool {
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]|\d{1,2}\s*[.．、]\s*\D)")
            .expect("the pattern is constant")
    });
    NUMBERED.is_match(line)
}

/// Whether a numbered line is a heading rather than the first line of a wrapped paragraph.
fn is_short(line: &str) -> bool {
    line.chars().count() <= 20 && !line.contains(['，', ',', '；', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Grid, Text};

    fn drawn(blocks: Vec<Block>) -> Vec<String> {
        let one = |n: &Narrative| format!("{}[{}]{}", n.section, n.heading, n.text.replace('\n', "/"));
        narratives(&Content { blocks, ..Content::default() }).iter().map(one).collect()
    }

    fn heading(text: &str) -> Block<'_> {
        Block::Heading(Text { text: text.into(), place: Place::line(1) })
    }

    fn paragraph(text: &str) -> Block<'_> {
        Block::Paragraph(Text { text: text.into(), place: Place::line(1) })
    }

    #[test]
    fn headings_begin_sections_and_grids_are_left_out() {
        let blocks = vec![
            paragraph("某局年度报告"),
            heading("一、总体情况"),
            paragraph("全年收到"),
            paragraph("申请三件。"),
            paragraph("都已答复。"),
            heading("三、收到和处理政府信息公开申请情况"),
            Block::Grid(Grid::default()),
            heading("一、本年新收政府信息公开申请数量 3"),
            heading("四、结转下年度继续办理 0"),
            heading("四、政府信息公开行政复议、行政诉讼情况"),
        ];
        let expected = [
            "0[]某局年度报告",
            "1[一、总体情况]全年收到申请三件。/都已答复。",
            "3[三、收到和处理政府信息公开申请情况]一、本年新收政府信息公开申请数量 3四、结转下年度继续办理 0",
            "4[四、政府信息公开行政复议、行政诉讼情况]",
        ];
        assert_eq!(drawn(blocks), expected);
    }

    #[test]
    fn glued_text_is_cut_at_the_titles_of_the_forms() {
        let cases = [
            (
                "某局报告一、总体情况全年平稳。二、主动公开政府信息情况规章000三、收到和处理政府信息公开申请情况",
                "0[]某局报告 1[一、总体情况]全年平稳。 2[二、主动公开政府信息情况]规章000 3[三、收到和处理政府信息公开申请情况]",
            ),
            ("共四部分：总体情况、二、主动公开情况、其他。", "0[]共四部分：总体情况、二、主动公开情况、其他。"),
            ("甲\u{3000}\u{3000}乙。\u{3000}\u{3000}（一）丙", "0[]甲乙。/（一）丙"),
        ];
        for (text, expected) in cases {
            assert_eq!(drawn(vec![paragraph(text)]).join(" "), expected, "{text}");
        }
    }
}
