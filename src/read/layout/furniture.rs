//! Page furniture: page numbers and running heads, which no sentence and no table goes on over.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::flow::{Element, Flow};

/// Share of the page, at its head and at its foot, in which furniture stands.
const MARGIN: f64 = 0.12;
/// Lines from the edge of a page that are looked at.
const OUTER: usize = 2;
/// How far apart the same line stands on two pages, in points.
const SAME: f64 = 3.0;

/// A page number with something that says so: - 3 -, 第3页, 3/12.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    let dash = r"[-‐-―－—─~·•\s]";
    let pages = r"[/／,，]\s*共?\s*\d{1,4}\s*页?";
    pattern(&format!(
        r"^(?:{dash}+\d{{1,4}}{dash}+|第\s*\d{{1,4}}\s*页\s*(?:{pages}|共\s*\d{{1,4}}\s*页)?|\d{{1,4}}\s*{pages})$"
    ))
});
/// A bare number.
static BARE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d{1,4}$"));
/// A page number at the end of a running head or foot.
static AT_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\d{1,4}\s+|\s*\d{1,4}\s*(?:[/／]\s*\d{1,4})?$"));

/// A line at the edge of a page.
struct Edge {
    page: usize,
    element: usize,
    text: String,
    base: f64,
}

/// Takes page numbers and running heads away, the first of each running head kept; tells what was left out, each text
/// and the page numbers once.
pub fn remove(flows: &mut [Flow]) -> Vec<String> {
    let edges: Vec<Edge> = flows.iter().enumerate().flat_map(|(page, flow)| edges(page, flow)).collect();
    let counted = counted(&edges, flows);
    let repeated = repeated(&edges);
    let mut left_out: Vec<String> = Vec::new();
    let mut gone: HashSet<(usize, usize)> = HashSet::new();
    let mut numbered = false;
    for edge in &edges {
        let number = NUMBERED.is_match(&edge.text) || (BARE.is_match(&edge.text) && counted);
        if number || repeated.contains(&(edge.page, edge.element)) {
            gone.insert((edge.page, edge.element));
            // Of the page numbers one is enough.
            let told = number && numbered || left_out.contains(&edge.text);
            if !told {
                left_out.push(edge.text.clone());
            }
            numbered |= number;
        }
    }
    for (page, flow) in flows.iter_mut().enumerate() {
        let mut element = 0;
        flow.elements.retain(|_| {
            element += 1;
            !gone.contains(&(page, element - 1))
        });
    }
    left_out
}

/// The outermost lines of a page that stand in its margins.
fn edges(page: usize, flow: &Flow) -> Vec<Edge> {
    let line = |(element, it): (usize, &Element)| match it {
        Element::Line(line) => Some(Edge { page, element, text: line.text().trim().to_owned(), base: line.base }),
        Element::Table(_) => None,
    };
    let elements = || flow.elements.iter().enumerate();
    let head = elements().map_while(line).take(OUTER).filter(|edge| edge.base <= flow.height * MARGIN);
    let foot = elements().rev().map_while(line).take(OUTER).filter(|edge| edge.base >= flow.height * (1.0 - MARGIN));
    head.chain(foot).collect()
}

/// Whether the bare numbers count the pages: on two pages or more they are as far from the number of the page.
fn counted(edges: &[Edge], flows: &[Flow]) -> bool {
    let mut offsets: HashMap<i64, u32> = HashMap::new();
    for edge in edges.iter().filter(|edge| BARE.is_match(&edge.text)) {
        if let Ok(number) = edge.text.parse::<i64>() {
            *offsets.entry(number - i64::from(flows[edge.page].page)).or_default() += 1;
        }
    }
    offsets.values().any(|pages| *pages > 1)
}

/// Lines that stand at the same height of another page before, but for the number of the page.
fn repeated(edges: &[Edge]) -> HashSet<(usize, usize)> {
    let mut seen: HashMap<String, Vec<f64>> = HashMap::new();
    let mut repeated = HashSet::new();
    for edge in edges.iter().filter(|edge| edge.text.chars().count() > 3) {
        let heights = seen.entry(AT_END.replace_all(&edge.text, "").into_owned()).or_default();
        if heights.iter().any(|height| (height - edge.base).abs() <= SAME) {
            repeated.insert((edge.page, edge.element));
        } else {
            heights.push(edge.base);
        }
    }
    repeated
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the patterns are fixed and compile in the tests")
}
