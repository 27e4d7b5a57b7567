//! What surrounds the text on a page, and which tables only arrange it: judged by how much of it is links, figures and
//! prose, not by names alone.

use std::collections::HashMap;

use super::element::Kind;
use super::tree::{Data, Id, Step, Tree};
use crate::read::shape::{Shape, is_figure};

/// Bytes of text up to which an element named as furniture is taken for it.
const SHORT: u32 = 600;
/// Figures from which an element may hold a statutory table.
const FIGURES: u32 = 6;

/// What an element holds.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    /// Bytes of text, white space not counted.
    text: u32,
    /// Bytes of text in links.
    linked: u32,
    links: u32,
    /// Texts that are numbers, outside of links.
    figures: u32,
    /// Texts outside of links that speak of a report.
    titles: u32,
}

/// The weight of everything on a page.
#[derive(Debug)]
pub struct Weights {
    nodes: Vec<Weight>,
    /// The shapes of tables, but for what their weight tells.
    shapes: HashMap<Id, Shape>,
}

impl Weights {
    /// Weighs a page.
    pub fn of(tree: &Tree) -> Weights {
        let mut weights = Weights { nodes: vec![Weight::default(); tree.len()], shapes: HashMap::new() };
        let (mut tables, mut links) = (Vec::new(), 0);
        tree.walk(|step| {
            let (Step::Enter(id) | Step::Leave(id)) = step;
            let kind = tree.element(id).map(|element| element.kind);
            match (step, kind) {
                (Step::Enter(_), Some(_)) if is_unseen(tree, id) => return false,
                (Step::Enter(_), Some(Kind::Link)) => links += 1,
                (Step::Enter(_), Some(Kind::Table)) => tables.push((id, Shape::default())),
                (Step::Enter(_), _) => {
                    if let Data::Text(text) = &tree.node(id).data {
                        weights.nodes[id as usize] = weigh(text, links > 0);
                    }
                }
                (Step::Leave(_), _) => {
                    links -= u32::from(kind == Some(Kind::Link));
                    weights.leave(tree, id, kind, &mut tables);
                }
            }
            true
        });
        weights
    }

    fn leave(&mut self, tree: &Tree, id: Id, kind: Option<Kind>, tables: &mut Vec<(Id, Shape)>) {
        let mut weight = self.nodes[id as usize];
        weight.links += u32::from(kind == Some(Kind::Link) && weight.text > 0);
        if kind == Some(Kind::Table) {
            self.shapes.extend(tables.pop());
        }
        let shape = tables.last_mut().map(|(_, shape)| shape);
        match (kind, shape) {
            (Some(Kind::Row), Some(shape)) => shape.rows += 1,
            (Some(Kind::Table), Some(shape)) => shape.nested = shape.nested.saturating_add(weight.text),
            (Some(Kind::Cell), Some(shape)) => {
                shape.cells += 1;
                shape.longest = shape.longest.max(weight.text);
            }
            _ => {}
        }
        if let Some(parent) = tree.node(id).parent {
            self.nodes[parent as usize].add(weight);
        }
    }

    /// Whether an element surrounds the text: navigation, banner, footer, a list of links. Never one that may hold a
    /// statutory table or the title of the report.
    pub fn is_surrounding(&self, tree: &Tree, id: Id) -> bool {
        let Some(element) = tree.element(id) else { return false };
        let weight = self.nodes[id as usize];
        let linked = |tenths: u32| weight.links >= 3 && weight.linked * 10 >= weight.text * tenths;
        let surrounds =
            (element.furniture && (weight.text <= SHORT || linked(5))) || (element.kind == Kind::List && linked(8));
        surrounds && weight.figures < FIGURES && weight.titles == 0
    }

    /// Whether a table holds data.
    pub fn is_data(&self, table: Id) -> bool {
        let shape = self.shapes.get(&table).copied().unwrap_or_default();
        let Weight { text, figures, .. } = self.nodes[table as usize];
        Shape { text, figures, ..shape }.is_data()
    }
}

impl Weight {
    fn add(&mut self, other: Weight) {
        self.text = self.text.saturating_add(other.text);
        self.linked = self.linked.saturating_add(other.linked);
        self.links += other.links;
        self.figures += other.figures;
        self.titles += other.titles;
    }
}

/// Whether nothing of a node is shown.
pub fn is_unseen(tree: &Tree, id: Id) -> bool {
    tree.element(id).is_some_and(|element| element.hidden || matches!(element.kind, Kind::Skipped | Kind::Title))
}

fn weigh(text: &str, linked: bool) -> Weight {
    let length = text.split_whitespace().map(|word| word.len() as u32).sum();
    let number = !linked && is_figure(text);
    let titled = !linked && (text.contains("报告") || text.contains("年报") || text.contains("報告"));
    Weight {
        text: length,
        linked: if linked { length } else { 0 },
        links: 0,
        figures: u32::from(number),
        titles: u32::from(titled),
    }
}
