//! The parts of a document in which its identity stands: the head and the tail, folded for matching.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::content::{Block, Content, Place};
use crate::label::{fold, is_space};

/// Characters of the document that are looked at from the top.
const HEAD: usize = 2400;
/// Characters that are looked at from the bottom.
const TAIL: usize = 1200;
/// A line at least this long that ends without punctuation was wrapped, and goes on in the next.
const WRAPPED: usize = 14;
/// So many spaces separate columns or lines, not words.
const WIDE_GAP: usize = 3;

/// A line, or a part of a line set off by white space.
#[derive(Debug, Clone)]
pub struct Segment {
    /// As printed, white space removed.
    pub printed: String,
    /// Folded, simplified, without readings in brackets.
    pub text: String,
    /// Where its line stands.
    pub place: Place,
    /// Whether it begins a line (or stands behind a wide gap).
    first: bool,
    /// Characters of its whole line.
    line: usize,
}

/// A stretch of the document: its segments, and the same text in one string with `\n` where a line really ends.
#[derive(Debug, Default)]
pub struct Stretch {
    /// The segments.
    pub segments: Vec<Segment>,
    /// The text.
    pub flow: String,
    starts: Vec<(usize, Place)>,
    sentences: Vec<Range<usize>>,
}

/// Head and tail of a document; the tail is empty if the head holds everything.
#[derive(Debug, Default)]
pub struct Passages {
    /// The first lines.
    pub head: Stretch,
    /// The last lines.
    pub tail: Stretch,
}

impl Passages {
    /// The head and tail of `content`.
    pub fn of(content: &Content) -> Passages {
        let lines = lines(content);
        let (head, rest) = lines.split_at(take(lines.iter(), HEAD));
        let (_, tail) = rest.split_at(rest.len() - take(rest.iter().rev(), TAIL));
        // A document of one endless line: its end is the tail.
        let last = head.last().filter(|(text, _)| tail.is_empty() && text.chars().count() > HEAD);
        let cut = last.map(|(text, place)| (end_of(text), *place));
        Passages { head: Stretch::of(head), tail: Stretch::of(cut.as_ref().map_or(tail, std::slice::from_ref)) }
    }

    /// Head, then tail.
    pub fn stretches(&self) -> [&Stretch; 2] {
        [&self.head, &self.tail]
    }
}

/// How many of `lines` hold the first `limit` characters.
fn take<'a>(lines: impl Iterator<Item = &'a (&'a str, Place)>, limit: usize) -> usize {
    let mut left = limit;
    lines
        .take_while(|(text, _)| {
            let room = left > 0;
            left = left.saturating_sub(text.chars().count());
            room
        })
        .count()
}

fn end_of(text: &str) -> &str {
    text.char_indices().rev().nth(TAIL).map_or(text, |(at, _)| &text[at..])
}

/// The non-empty lines of a document: of a grid those of its cells.
fn lines<'a>(content: &'a Content) -> Vec<(&'a str, Place)> {
    let mut lines = Vec::new();
    let mut add = |text: &'a str, place: Place| {
        let lines_of = text.lines().filter(|line| !line.chars().all(char::is_whitespace));
        lines.extend(lines_of.map(|line| (line, place)));
    };
    for block in &content.blocks {
        match block {
            Block::Heading(text) | Block::Paragraph(text) => add(&text.text, text.place),
            Block::Grid(grid) => grid.rows.iter().flatten().for_each(|cell| add(&cell.text, cell.place)),
        }
    }
    lines
}

impl Stretch {
    fn of(lines: &[(&str, Place)]) -> Stretch {
        let mut stretch = Stretch::default();
        for &(line, place) in lines {
            let text = end_to(line, HEAD);
            let length = text.chars().count();
            for (printed, first) in parts(text) {
                let printed = printed.to_owned();
                let segment = Segment { text: readable(&printed), printed, place, first, line: length };
                if !segment.text.is_empty() {
                    stretch.push(segment);
                }
            }
        }
        stretch.split();
        stretch
    }

    /// Divides the flow into sentences.
    fn split(&mut self) {
        let mut start = 0;
        let ends = self.flow.match_indices(['。', ';', '\n']).map(|(at, mark)| (at, at + mark.len()));
        for (end, next) in ends.chain([(self.flow.len(), self.flow.len())]) {
            if start < end {
                self.sentences.push(start..end);
            }
            start = next;
        }
    }

    fn push(&mut self, segment: Segment) {
        if self.segments.last().is_some_and(|last| ends_line(last, &segment)) {
            self.flow.push('\n');
        }
        self.starts.push((self.flow.len(), segment.place));
        self.flow.push_str(&segment.text);
        self.segments.push(segment);
    }

    /// The sentences and lines, each with the byte of the flow at which it begins.
    pub fn sentences(&self) -> impl Iterator<Item = (usize, &str)> {
        self.sentences.iter().map(|range| (range.start, &self.flow[range.clone()]))
    }

    /// The place of the text at byte `at` of the flow.
    pub fn place(&self, at: usize) -> Place {
        let next = self.starts.partition_point(|(start, _)| *start <= at);
        self.starts.get(next.saturating_sub(1)).map_or(Place::default(), |(_, place)| *place)
    }
}

/// Whether a line of the text really ends between two segments.
fn ends_line(last: &Segment, next: &Segment) -> bool {
    // A period of time goes on: 2020年1月1日起至, 12月31日止.
    if last.text.ends_with(['自', '至']) {
        return false;
    }
    let closed = last.text.ends_with(['。', ';', ':', '!', '?', '》', ')']);
    (is_heading(&last.text) && !closed) || (next.first && (closed || last.line < WRAPPED))
}

/// Whether a segment is a heading or a title, which no sentence continues.
fn is_heading(text: &str) -> bool {
    let numbered =
        || text.starts_with(['一', '二', '三', '四', '五', '六', '七', '八', '(']) && text.chars().count() < 28;
    let marked = || text.contains('、') || text.chars().nth(2) == Some(')');
    text.ends_with("报告")
        || text.ends_with("年报")
        || text.ends_with("总结")
        || matches!(text, "概述" | "引言" | "前言")
        || (numbered() && marked())
}

/// The parts of a line between white space, tabs, bars and breadcrumb marks, each with whether a wide gap stands
/// before it: crawlers join lines by single spaces, and typesetters put spaces around figures.
fn parts(line: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    // How wide the gap before the next part is, in spaces, and where the part began.
    let (mut gap, mut start) = (WIDE_GAP, None);
    for (at, c) in line.char_indices() {
        let space = match c {
            '\t' | '|' | '\u{3000}' | '>' => WIDE_GAP,
            _ if is_space(c) => 1,
            _ => {
                start.get_or_insert(at);
                continue;
            }
        };
        if let Some(start) = start.take() {
            parts.push((&line[start..at], gap >= WIDE_GAP));
            gap = 0;
        }
        gap += space;
    }
    parts.extend(start.map(|start| (&line[start..], gap >= WIDE_GAP)));
    parts
}

fn end_to(text: &str, limit: usize) -> &str {
    text.char_indices().nth(limit).map_or(text, |(at, _)| &text[..at])
}

/// `text` folded, in simplified characters, Chinese year numbers as digits, without readings such as 報(bào)告.
pub fn readable(text: &str) -> String {
    static READING: LazyLock<Regex> = LazyLock::new(|| pattern(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}\)"));
    static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"二[〇○零Oo0][〇○零Oo0-9一二三四五六七八九]{2}年"));
    let mut simple = fold(text);
    if simple.chars().any(|c| simplified(c) != c) {
        simple = simple.chars().map(simplified).collect();
    }
    if simple.contains('(') {
        simple = READING.replace_all(&simple, "").into_owned();
    }
    if simple.contains('二') {
        let digits = |found: &regex::Captures| found[0].chars().map(digit).collect::<String>();
        simple = YEAR.replace_all(&simple, digits).into_owned();
    }
    simple
}

/// The digit for a Chinese numeral; any other character as it is.
pub fn digit(c: char) -> char {
    match c {
        '〇' | '○' | '零' | 'O' | 'o' => '0',
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        _ => c,
    }
}

/// Traditional characters, each followed by its simplified form: those of OpenCC 1.0 (TSCharacters, Apache-2.0) within the
/// block of common ideographs. 乾 is left out, for 乾安 and 乾县 are written so.
const TRADITIONAL: &str = include_str!("traditional.txt");

/// The simplified form of a traditional character; any other character as it is.
fn simplified(c: char) -> char {
    const FIRST: char = '\u{4e00}';
    /// The simplified form of every character of the block of common ideographs.
    static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut table: Vec<char> = (FIRST..='\u{9fff}').collect();
        let chars: Vec<char> = TRADITIONAL.chars().filter(|c| !c.is_whitespace()).collect();
        for pair in chars.chunks_exact(2) {
            if let Some(entry) = table.get_mut(pair[0] as usize - FIRST as usize) {
                *entry = pair[1];
            }
        }
        table
    });
    (c as usize).checked_sub(FIRST as usize).and_then(|at| TABLE.get(at)).copied().unwrap_or(c)
}

/// A pattern of this stage; all of them are fixed.
pub fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the patterns are fixed and compile in the tests")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::content::Text;

    /// Content of one paragraph per line.
    pub fn paragraphs(text: &str) -> Content<'_> {
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let block = |(n, line): (u32, _)| {
            Block::Paragraph(Text { text: std::borrow::Cow::Borrowed(line), place: Place::line(n) })
        };
        Content { blocks: lines.map(block).collect(), ..Content::default() }
    }

    #[test]
    fn readable_text() {
        let cases = [
            ("江南縣財政局 ２０２０ 年", "江南县财政局2020年"),
            ("年度報(bào)告", "年度报告"),
            ("二〇一九年二月", "2019年二月"),
            ("二O一一年", "2011年"),
            ("（以下简称《条例》）", "(以下简称《条例》)"),
        ];
        for (printed, text) in cases {
            assert_eq!(readable(printed), text);
        }
    }

    #[test]
    fn wrapped_lines_flow_together_and_short_lines_do_not() {
        let content =
            paragraphs("江南县水务局\n\n本报告由江南县水务局按照有关规定编制而\n成，数据截至年底。\n一、总体情况");
        let passages = Passages::of(&content);
        assert_eq!(
            passages.head.flow,
            "江南县水务局\n本报告由江南县水务局按照有关规定编制而成,数据截至年底。\n一、总体情况"
        );
        let at = passages.head.flow.find("总体").expect("the last line");
        assert_eq!(passages.head.place(at), Place::line(5));
        assert!(passages.tail.segments.is_empty());
    }

    #[test]
    fn the_end_of_a_long_document_is_its_tail() {
        let long = "字".repeat(9000);
        let by_lines = format!("起\n{long}\n江南县水务局");
        assert!(Passages::of(&paragraphs(&by_lines)).tail.flow.ends_with("江南县水务局"));
        let one_line = format!("{long}江南县水务局");
        assert!(Passages::of(&paragraphs(&one_line)).tail.flow.ends_with("江南县水务局"));
    }
}
