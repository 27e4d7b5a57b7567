//! The pages of a document on their way to content.

use super::super::cut;
use super::flow::{Element, Flow, flow};
use super::page::Page;
use super::{PAGE_FURNITURE, PAGE_IS_PICTURE, SHOWN, furniture, join, paragraph};
use crate::content::Content;
use crate::issue::{Dropped, Issue};
use crate::limits::Limits;
use crate::read::Unreadable;

/// The pages so far. Each becomes lines and tables as it comes, so that only one is held as it is drawn.
#[derive(Debug)]
pub struct Pages {
    flows: Vec<Flow>,
    issues: Vec<Issue>,
    limits: Limits,
    /// Bytes of text, cells and lines, and tables so far.
    text: usize,
    cells: usize,
    tables: usize,
    /// What lies beyond a limit; then nothing more is taken.
    cut: Option<Issue>,
}

impl Pages {
    /// No pages yet.
    pub fn new(limits: &Limits) -> Pages {
        Pages { flows: Vec::new(), issues: Vec::new(), limits: *limits, text: 0, cells: 0, tables: 0, cut: None }
    }

    /// The number of the next page, from 1; `None` if no more are read, which is an issue.
    pub fn next_number(&mut self) -> Option<u32> {
        if self.flows.len() >= self.limits.pages {
            self.cut("pages", self.limits.pages);
        }
        self.cut.is_none().then_some(self.flows.len() as u32 + 1)
    }

    /// Notes that a reader stops at the first `limit` of something.
    pub fn cut(&mut self, what: &str, limit: usize) {
        self.cut.get_or_insert_with(|| cut(what, limit));
    }

    /// Takes the next page, as far as there is room for it.
    pub fn add(&mut self, page: Page) {
        let page = page.upright();
        self.issues.extend(page.issues());
        let mut flow = flow(&page);
        flow.elements = flow.elements.into_iter().take_while(|element| self.has_room(element)).collect();
        self.flows.push(flow);
    }

    /// Takes room for a line or table.
    fn has_room(&mut self, element: &Element) -> bool {
        let Limits { text, cells, grids, .. } = self.limits;
        match element {
            Element::Line(line) => {
                self.text += line.text().len();
                self.cells += 1;
            }
            Element::Table(table) => {
                self.text += table.cells.iter().map(|cell| cell.text.len()).sum::<usize>();
                self.cells += table.cells.len();
                self.tables += 1;
            }
        }
        let counts =
            [(self.text, "bytes of text", text), (self.cells, "cells and lines", cells), (self.tables, "grids", grids)];
        if let Some((_, what, limit)) = counts.into_iter().find(|(count, _, limit)| count > limit) {
            self.cut(what, limit);
        }
        self.cut.is_none()
    }

    /// The content of the pages, in order; pages that are all pictures cannot be read.
    pub fn finish(self) -> Result<Content<'static>, Unreadable> {
        let mut content = self.content();
        let is_picture = |issue: &mut Issue| *issue.code == PAGE_IS_PICTURE;
        let pictures: Vec<Issue> = match content.blocks.is_empty() {
            true => content.issues.extract_if(.., is_picture).collect(),
            false => Vec::new(),
        };
        if pictures.is_empty() { Ok(content) } else { Err(Unreadable::pictures(pictures)) }
    }

    pub(super) fn content(mut self) -> Content<'static> {
        let left_out = furniture::remove(&mut self.flows);
        if !left_out.is_empty() {
            let raw: String = left_out.join(" / ").chars().take(SHOWN).collect();
            self.issues.push(Issue::new(&PAGE_FURNITURE, raw).drops(Dropped::Nothing));
        }
        self.issues.extend(self.cut);
        let blocks = paragraph::blocks(join::join(self.flows));
        Content { blocks, issues: self.issues, ..Content::default() }
    }
}
