//! One page as a reader of a format hands it over.

use std::fmt;

use super::super::{CONTENT_CUT, PICTURES_UNREAD};
use super::{PAGE_IS_PICTURE, Rule, SHOWN, TEXT_HIDDEN, TEXT_SLANTED};
use crate::content::Place;
use crate::issue::{Dropped, Issue};

/// A page: what stands where.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Its number, from 1.
    pub number: u32,
    /// Its width, in points.
    pub width: f64,
    /// Its height, in points.
    pub height: f64,
    /// Its characters, in the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Its ruling lines.
    pub rules: Vec<Rule>,
    /// Its pictures.
    pub pictures: Vec<Picture>,
    /// Text that is written aslant.
    pub slanted: String,
    /// How many of its characters are not shown.
    pub hidden: usize,
    /// Whether more is drawn on it than is taken down of one page.
    pub cut: bool,
}

/// One character on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// The character; U+FFFD if the document does not say which one it is.
    pub char: char,
    /// Where it begins on its base line.
    pub x: f64,
    /// Its base line.
    pub y: f64,
    /// How far it advances along its base line.
    pub width: f64,
    /// Size of its font.
    pub size: f64,
    /// Quarter turns, clockwise, by which its base line is turned: 1 reads downwards, 3 upwards.
    pub turn: u8,
}

/// A picture on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// Its own width, in pixels; 0 if the page does not state it.
    pub width: u32,
    /// Its own height, in pixels; 0 if the page does not state it.
    pub height: u32,
    /// Share of the page that it covers, in percent.
    pub share: u32,
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.width, self.height) {
            (0, _) | (_, 0) => write!(f, "{} % of the page", self.share),
            (width, height) => write!(f, "{width} x {height} pixels"),
        }
    }
}

/// Characters of a page that are taken down; a page of small print has ten thousand.
const MOST_GLYPHS: usize = 200_000;
/// Rules of a page that are taken down.
const MOST_RULES: usize = 100_000;
/// Pictures of a page that are taken down.
const MOST_PICTURES: usize = 100;

/// Share of its size by which a character rises above its base line, half of it: its middle.
const MIDDLE: f64 = 0.38;
/// How far off the straight a base line may run, of its length.
const ASLANT: f64 = 0.09;
/// Largest distance from the page, in points, at which something can stand on it.
const FAR: f64 = 20_000.0;
/// Share of a page, in percent, from which on a picture counts as one that text may stand in.
const LARGE: u32 = 5;

impl Glyph {
    /// The turn of a base line in this direction; `None` if it runs aslant.
    pub fn turn_of((x, y): (f64, f64)) -> Option<u8> {
        match () {
            () if y.abs() <= ASLANT * x.abs() => Some(if x >= 0.0 { 0 } else { 2 }),
            () if x.abs() <= ASLANT * y.abs() => Some(if y >= 0.0 { 1 } else { 3 }),
            () => None,
        }
    }

    /// Whether it has a place and a size.
    pub fn is_placed(&self) -> bool {
        let near = |value: f64| value.abs() <= FAR;
        near(self.x) && near(self.y) && (0.0..=FAR).contains(&self.width) && self.size > 0.0 && near(self.size)
    }

    /// The middle of the character.
    pub fn centre(&self) -> (f64, f64) {
        let (along, up) = (self.width / 2.0, self.size * MIDDLE);
        match self.turn {
            1 => (self.x + up, self.y + along),
            2 => (self.x - along, self.y + up),
            3 => (self.x - up, self.y - along),
            _ => (self.x + along, self.y - up),
        }
    }

    /// The glyph on a page of this size that is turned back by `turn` quarter turns.
    pub fn turned_back(self, turn: u8, width: f64, height: f64) -> Glyph {
        let (x, y) = turned_back((self.x, self.y), turn, width, height);
        Glyph { x, y, turn: (self.turn + 4 - turn) % 4, ..self }
    }
}

/// Where a point lies once its page is turned back by `turn` quarter turns.
pub(super) fn turned_back((x, y): (f64, f64), turn: u8, width: f64, height: f64) -> (f64, f64) {
    match turn {
        1 => (y, width - x),
        2 => (width - x, height - y),
        3 => (height - y, x),
        _ => (x, y),
    }
}

/// Puts one more thing among those of its kind, if there is room.
fn put<T>(things: &mut Vec<T>, thing: T, most: usize, cut: &mut bool) {
    match things.len() < most {
        true => things.push(thing),
        false => *cut = true,
    }
}

impl Page {
    /// Takes down a character that stands somewhere.
    pub fn put(&mut self, glyph: Glyph) {
        if glyph.is_placed() {
            put(&mut self.glyphs, glyph, MOST_GLYPHS, &mut self.cut);
        }
    }

    /// Takes down ruling lines.
    pub fn rule(&mut self, rules: impl Iterator<Item = Rule>) {
        rules.for_each(|rule| put(&mut self.rules, rule, MOST_RULES, &mut self.cut));
    }

    /// Takes down a picture.
    pub fn show(&mut self, picture: Picture) {
        put(&mut self.pictures, picture, MOST_PICTURES, &mut self.cut);
    }

    /// Takes down text that is written aslant, as much of it as is shown.
    pub fn slant(&mut self, text: &str) {
        let room = SHOWN.saturating_sub(self.slanted.chars().count());
        self.slanted.extend(text.chars().take(room));
    }

    /// The page turned so that most of its text reads from left to right.
    pub fn upright(self) -> Page {
        let count = |turn: u8| self.glyphs.iter().filter(|glyph| glyph.turn == turn).count();
        let turn = (0..4).max_by_key(|turn| (count(*turn), 4 - turn)).unwrap_or(0);
        if turn == 0 {
            return self;
        }
        let (width, height) = (self.width, self.height);
        let (turned_width, turned_height) = if turn == 2 { (width, height) } else { (height, width) };
        let point = |point| turned_back(point, turn, width, height);
        Page {
            width: turned_width,
            height: turned_height,
            glyphs: self.glyphs.into_iter().map(|glyph| glyph.turned_back(turn, width, height)).collect(),
            rules: self.rules.iter().map(|rule| rule.moved(point)).collect(),
            ..self
        }
    }

    /// What of the page cannot be read.
    pub fn issues(&self) -> Vec<Issue> {
        let place = Place { page: Some(self.number), ..Place::default() };
        let mut issues = Vec::new();
        let large = || self.pictures.iter().filter(|picture| picture.share >= LARGE);
        if self.glyphs.iter().all(|glyph| glyph.char.is_whitespace()) {
            issues.extend(
                large().map(|picture| Issue::new(&PAGE_IS_PICTURE, picture.to_string()).at(place).drops(Dropped::Text)),
            );
        } else if large().next().is_some() {
            issues.push(Issue::new(&PICTURES_UNREAD, format!("{} pictures", large().count())).at(place));
        }
        if self.hidden * 2 > self.glyphs.len() {
            issues.push(Issue::new(&TEXT_HIDDEN, format!("{} characters", self.hidden)).at(place));
        }
        if !self.slanted.is_empty() {
            issues.push(Issue::new(&TEXT_SLANTED, &*self.slanted).at(place).drops(Dropped::Text));
        }
        if self.cut {
            issues.push(Issue::new(&CONTENT_CUT, "drawings of a page").at(place).drops(Dropped::Text));
        }
        issues
    }

    /// The size of most of its characters; 10 on a page without any.
    pub fn text_size(&self) -> f64 {
        let mut sizes: Vec<f64> = self.glyphs.iter().map(|glyph| glyph.size).collect();
        let middle = sizes.len() / 2;
        if sizes.is_empty() { 10.0 } else { *sizes.select_nth_unstable_by(middle, f64::total_cmp).1 }
    }
}
