//! Where a document names its reporter, in order of trust.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use regex::Regex;

use super::address;
use super::name::Name;
use super::opening;
use super::own;
use super::text::{Passages, Stretch, pattern, readable};
use super::title::{self, Title};
use crate::content::Place;
use crate::document::Hints;
use crate::register::{Mention, Registers};

/// A name and where it was found.
#[derive(Debug, Clone)]
pub struct Naming {
    /// Kind of evidence, such as `title`; see [`crate::report::Evidence`].
    pub from: &'static str,
    /// The name.
    pub name: Name,
    /// The words it was read from.
    pub raw: String,
    /// Where they stand.
    pub place: Place,
}

/// Sentences and lines at the top that count as the opening.
const OPENING: usize = 15;

/// A way in which a sentence names the reporter.
struct Phrase {
    /// Kind of evidence.
    from: &'static str,
    /// Words of which a sentence must have one; they keep the expression away from all the others.
    words: &'static [&'static str],
    /// The expression, of which the first group is the name; none for the opening of a clause.
    pattern: Option<Regex>,
}

impl Phrase {
    /// The names in a sentence, each with the byte at which it begins.
    fn names<'t>(&self, sentence: &'t str) -> Vec<(usize, &'t str)> {
        let Some(pattern) = &self.pattern else { return opening::names(sentence) };
        let names = pattern.captures_iter(sentence).filter_map(|found| found.get(1));
        names.map(|name| (name.start(), name.as_str())).collect()
    }
}

/// The ways in which sentences name the reporter.
static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let phrase = |from, words, text| Phrase { from, words, pattern: Some(pattern(text)) };
    vec![
        phrase(
            "compiled_by",
            &["由"],
            "由([^,:《》]{2,40}?)(?:\\(以下|,?(?:负责)?(?:根据|依据|按照|依照|汇总|组织|编制|编写|撰写|综合))",
        ),
        phrase("compiled_by", &["编制", "编写"], "(?:^|,)([^,:《》()]{3,30}?)(?:编制|编写)了?(?:《|本|[0-9])"),
        phrase(
            "compiled_by",
            &["综合", "汇总", "基础"],
            "(?:综合|汇总|在)(?:20[0-9]{2}年度?)?([^,各]{2,20}?)各(?:县|市|区|镇|乡|部门|委)",
        ),
        phrase("compiled_by", &["汇总"], "汇总(?:20[0-9]{2}年度?)?([^,各]{3,20}?)的?(?:政府信息|政务|信息)公开"),
        Phrase { from: "opening", words: &[""], pattern: None },
        phrase("opening", &["通过", "作为"], "^(?:20[0-9]{2}年度?,?)?([^,:]{3,30}?)(?:通过|作为)"),
        phrase(
            "contact",
            &["联系", "反映", "咨询", "索取"],
            "(?:与|向|联系单位:|咨询)([^,:()与向]{3,40}?)(?:\\(|联系|反映|咨询|索取)",
        ),
        phrase(
            "publisher",
            &["发布机构", "发布单位", "发文单位", "发文机关", "公开主体", "来源"],
            "(?:机构|单位|机关|主体|来源):?([^,:()0-9]{3,30}?)(?:发布|$|\\()",
        ),
    ]
});

/// Every naming of an agency, most trusted first; a title may also name a bare region. `mentions` are the divisions
/// named in the head.
pub fn namings(
    passages: &Passages,
    title: Option<&Title>,
    quoted: &[Title],
    mentions: &[Mention],
    hints: &Hints,
    registers: Registers,
) -> Vec<Naming> {
    let titles = title.map(|t| ("title", t)).into_iter().chain(quoted.iter().map(|t| ("quoted_title", t)));
    let titled = titles.map(|(from, t)| {
        let name = Name::parse(&t.name, registers);
        Naming { from, name, raw: t.printed.clone(), place: t.place }
    });
    let mut all: Vec<Naming> = titled.filter(|n| n.name.is_region() || n.name.is_agency(registers)).collect();
    let mut others: Vec<Naming> = PHRASES
        .iter()
        .flat_map(|phrase| phrased(phrase, passages, registers))
        .chain(lines_of_their_own(passages, registers))
        .chain(in_path(hints, registers))
        .chain(in_host(hints, registers))
        .chain(in_text(&passages.head, mentions, registers))
        .collect();
    others.sort_by_key(|naming| ORDER.iter().position(|from| *from == naming.from));
    all.append(&mut others);
    all
}

/// Kinds of evidence after the titles, most trusted first.
const ORDER: [&str; 9] = ["compiled_by", "opening", "contact", "signature", "publisher", "meta", "path", "text", "url"];

/// The namings with those outside of the text in their places.
pub fn with_meta(mut namings: Vec<Naming>, meta: Vec<Naming>) -> Vec<Naming> {
    namings.extend(meta);
    namings.sort_by_key(|naming| ORDER.iter().position(|from| *from == naming.from));
    namings
}

/// The namings without those of a government or its office around the text, where the text speaks of a body below it as its
/// own: the name is that of the site, or of whoever is to be asked.
pub fn consistent(mut namings: Vec<Naming>, own: Option<own::Body>, registers: Registers) -> Vec<Naming> {
    const AROUND: [&str; 5] = ["contact", "signature", "publisher", "meta", "path"];
    let government = |naming: &Naming| {
        let category = registers.agencies.classify(&naming.name.core);
        category.is_some_and(|category| matches!(category, "government" | "government_office"))
    };
    namings.retain(|naming| own.is_none() || !AROUND.contains(&naming.from) || !government(naming));
    namings
}

fn phrased(phrase: &Phrase, passages: &Passages, registers: Registers) -> Vec<Naming> {
    let speaks = |text: &str| phrase.words.iter().any(|word| text.contains(word));
    let in_stretch = |stretch: &Stretch| -> Vec<Naming> {
        if !speaks(&stretch.flow) {
            return Vec::new();
        }
        let first = if phrase.from == "opening" { OPENING } else { usize::MAX };
        let speaking = stretch.sentences().take(first).filter(|(_, text)| speaks(text));
        let found =
            speaking.flat_map(|(at, text)| phrase.names(text).into_iter().map(move |(start, name)| (at + start, name)));
        let asked = |name: Name| if matches!(phrase.from, "contact" | "publisher") { name.of_body() } else { name };
        let named = found.map(|(at, name)| Naming {
            from: phrase.from,
            name: asked(Name::parse(name, registers)),
            raw: name.to_owned(),
            place: stretch.place(at),
        });
        let region = |naming: &Naming| phrase.from == "compiled_by" && naming.name.is_region();
        // Whoever writes, it is through the site of the government that all publish.
        let through = |naming: &Naming| {
            phrase.words.contains(&"通过") && registers.agencies.classify(&naming.name.core) == Some("government")
        };
        named.filter(|naming| region(naming) || (naming.name.is_agency(registers) && !through(naming))).collect()
    };
    let stretches = if phrase.from == "contact" { passages.stretches().to_vec() } else { vec![&passages.head] };
    stretches.into_iter().flat_map(in_stretch).collect()
}

/// Names that stand alone on a line near the top (letterhead) or the end (signature), also with a date behind.
fn lines_of_their_own(passages: &Passages, registers: Registers) -> Vec<Naming> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| pattern(r"20[0-9][0-9]年[0-9]{1,2}月[0-9]{1,2}日.*$"));
    let head = &passages.head.segments;
    let end = if passages.tail.segments.is_empty() { head } else { &passages.tail.segments };
    let lines = end.iter().rev().take(6).chain(head.iter().take(12));
    let named = lines.filter(|line| (4..=44).contains(&line.text.chars().count())).map(|line| {
        let name = DATE.replace(&line.text, "");
        Naming { from: "signature", name: Name::parse(&name, registers), raw: line.printed.clone(), place: line.place }
    });
    named.filter(|naming| naming.name.is_agency(registers)).collect()
}

/// Names in the folders of the path.
fn in_path(hints: &Hints, registers: Registers) -> Vec<Naming> {
    let path = hints.path.as_deref().unwrap_or_default();
    let parts = path.split(['/', '\\', '!', '_', '-', '.']).filter(|part| !part.is_ascii());
    let named = parts.map(|part| {
        let text = readable(part);
        let name = title::parse(&text, &text, Place::default()).map_or(text, |title| title.name);
        let name = name.trim_matches(|c: char| c.is_ascii_digit());
        Naming { from: "path", name: Name::parse(name, registers), raw: part.to_owned(), place: Place::default() }
    });
    named.filter(|naming| naming.name.is_agency(registers)).collect()
}

/// The agency whose site the document comes from, by the label of its host: `wjw.pingluo.gov.cn`.
fn in_host(hints: &Hints, registers: Registers) -> Vec<Naming> {
    let hosts = address::hosts(hints);
    let named = hosts.iter().filter_map(|host| Some((host, registers.agencies.of_label(host.split('.').next()?)?)));
    let naming = |(host, name): (&String, &str)| Naming {
        from: "url",
        name: Name::parse(name, registers),
        raw: host.clone(),
        place: Place::default(),
    };
    named.map(naming).collect()
}

/// The one department that the text names with its division, outside of quoted titles; none if it names several.
fn in_text(head: &Stretch, mentions: &[Mention], registers: Registers) -> Vec<Naming> {
    let text = head.flow.as_str();
    let quoted = |at: usize| text[..at].rfind('《') > text[..at].rfind('》');
    let last_of_chain = mentions
        .iter()
        .enumerate()
        .filter(|(i, mention)| mention.exact && mentions.get(i + 1).is_none_or(|next| next.start != mention.end));
    let named = last_of_chain.filter_map(|(i, mention)| {
        let department = department(head, &mentions[..=i], registers)?;
        (!quoted(mention.start)).then_some(department)
    });
    let named: Vec<Naming> = named.collect();
    let different: BTreeSet<&str> = named.iter().map(|n| n.name.core.as_str()).collect();
    if different.len() == 1 { named } else { vec![] }
}

/// The department with the longest listed name behind the last of `mentions`, and the divisions just before it.
fn department(head: &Stretch, mentions: &[Mention], registers: Registers) -> Option<Naming> {
    let text = head.flow.as_str();
    let at = mentions.last()?.end;
    let rest = &text[at..];
    let ends: Vec<usize> = rest.char_indices().map(|(end, c)| end + c.len_utf8()).take(22).collect();
    let listed = ends.into_iter().rev().map(|end| &rest[..end]).find(|core| {
        let lower = ["人民政府", "办事处", "管理委员会"].iter().any(|word| core.ends_with(word));
        registers.agencies.is_listed(core) || (lower && registers.agencies.has_listed_ending(core))
    })?;
    let core = &rest[..listed.len() + branch(&rest[listed.len()..])];
    if registers.agencies.classify(core)?.starts_with("government") {
        return None;
    }
    let adjacent = |start: usize, mention: &Mention| (mention.end == start).then_some(mention.start);
    let start = mentions.iter().rev().try_fold(at, |start, mention| match adjacent(start, mention) {
        Some(earlier) => ControlFlow::Continue(earlier),
        None => ControlFlow::Break(start),
    });
    let (ControlFlow::Continue(start) | ControlFlow::Break(start)) = start;
    let whole = &text[start..at + core.len()];
    Some(Naming { from: "text", name: Name::parse(whole, registers), raw: whole.to_owned(), place: head.place(start) })
}

/// How many bytes of `rest`, which follows the name of a bureau, name a branch of it: 宜城分局, 龙华监管局.
fn branch(rest: &str) -> usize {
    static BRANCH: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[\p{Han}&&[^和与及的对向在各由下所其等]]{2,8}?(?:分局|监管局|支队)"));
    BRANCH.find(rest).map_or(0, |found| found.end())
}
