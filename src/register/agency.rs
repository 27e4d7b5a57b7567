//! Agencies (行政机关 and other public bodies): functional categories, the names in force over the years, and the
//! abbreviations that titles use.
//!
//! `agency_categories.csv` lists the categories, `agencies.csv` the names. A name is written without its division
//! (嘉祥县住房和城乡建设局 is listed as 住房和城乡建设*). A star at the end stands for any level word (局, 厅, 委员会, ...),
//! a star at the start for any proper name (*街道办事处). The years are the years of the reports, both ends included;
//! they overlap where a reform reached counties later than provinces.

mod opening;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::RegisterError;
use crate::label::fold;

/// Level words (机构名称后缀) that end an agency's name, each with its full form; longer ones first.
const LEVEL_WORDS: [(&str, &str); 11] = [
    ("委员会", "委员会"),
    ("办公室", "办公室"),
    ("办公厅", "办公厅"),
    ("总局", "总局"),
    ("总署", "总署"),
    ("局", "局"),
    ("厅", "厅"),
    ("部", "部"),
    ("署", "署"),
    ("委", "委员会"),
    ("办", "办公室"),
];

/// Words before the name of a central or vertical agency that say nothing about its function.
const NATIONAL_PREFIXES: [&str; 4] = ["中华人民共和国", "国务院", "国家", "中国"];

/// The government whose office an agency is: 人民政府外事办公室. There is no 民政 in it.
const GOVERNMENT: &str = "人民政府";

/// The category of an agency that no name in the register fits.
pub const UNKNOWN: &str = "unknown";

/// A functional category of public bodies.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Category {
    /// Stable ASCII name, such as `natural_resources`.
    #[serde(rename = "category")]
    pub slug: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Whether a division has at most one agency of the category: `yes` or `no`.
    unique: String,
}

/// What kind of name a row of `agencies.csv` lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// The official name of the agency that holds the category's whole function.
    Official,
    /// The official name of an agency that holds a part of it and may stand beside another of the category.
    Part,
    /// A short form of an official name.
    Abbreviation,
}

/// One row of `agencies.csv`.
#[derive(Debug, Deserialize)]
struct Row {
    category: String,
    pattern: String,
    kind: Kind,
    /// For an abbreviation the pattern of the official name it may stand for.
    expands_to: String,
    since: Option<i16>,
    until: Option<i16>,
}

impl Row {
    fn in_force(&self, year: Option<i16>) -> bool {
        year.is_none_or(|y| self.since.is_none_or(|s| s <= y) && self.until.is_none_or(|u| y <= u))
    }
}

/// The register of agencies.
#[derive(Debug)]
pub struct Agencies {
    categories: Vec<Category>,
    rows: Vec<Row>,
    /// Rows by the fixed part of their pattern.
    whole: HashMap<String, Vec<usize>>,
    stems: HashMap<String, Vec<usize>>,
    tails: HashMap<String, Vec<usize>>,
    /// Names by what the host of an agency's site is called.
    labels: HashMap<String, String>,
}

/// One row of `agency_labels.csv`.
#[derive(Debug, Deserialize)]
struct LabelRow {
    label: String,
    name: String,
}

impl Agencies {
    /// The register compiled into the program, parsed and checked at its first use.
    ///
    /// # Errors
    /// If its tables are damaged.
    pub fn load() -> Result<&'static Agencies, &'static RegisterError> {
        static REGISTER: LazyLock<Result<Agencies, RegisterError>> =
            LazyLock::new(|| Agencies::parse(super::FILES[3], super::FILES[4], super::FILES[5]));
        REGISTER.as_ref()
    }

    fn parse(categories: &str, names: &str, labels: &str) -> Result<Agencies, RegisterError> {
        let mut register = Agencies {
            categories: read(categories)?,
            rows: read(names)?,
            whole: HashMap::new(),
            stems: HashMap::new(),
            tails: HashMap::new(),
            labels: read::<LabelRow>(labels)?.into_iter().map(|row| (row.label, row.name)).collect(),
        };
        for (i, row) in register.rows.iter().enumerate() {
            let (map, key) = match (row.pattern.strip_prefix('*'), row.pattern.strip_suffix('*')) {
                (Some(tail), _) => (&mut register.tails, tail),
                (None, Some(stem)) => (&mut register.stems, stem),
                (None, None) => (&mut register.whole, row.pattern.as_str()),
            };
            map.entry(key.to_owned()).or_default().push(i);
        }
        register.check()?;
        Ok(register)
    }

    /// Every row names a category, every category has a row, every abbreviation leads to a listed official name.
    fn check(&self) -> Result<(), RegisterError> {
        let used: HashSet<&str> = self.rows.iter().map(|r| r.category.as_str()).collect();
        for category in &self.categories {
            let ascii = category.slug.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            ensure(ascii, &category.slug, "a category is lower-case letters")?;
            ensure(used.contains(category.slug.as_str()), &category.slug, "no name has this category")?;
            ensure(matches!(&*category.unique, "yes" | "no"), &category.slug, "unique is yes or no")?;
        }
        for row in &self.rows {
            let abbreviation = row.kind == Kind::Abbreviation;
            ensure(self.category(&row.category).is_some(), &row.pattern, "its category is not listed")?;
            ensure(abbreviation != row.expands_to.is_empty(), &row.pattern, "an abbreviation, and no other, expands")?;
            let one = |other: &Row| other.pattern != row.pattern || other.category == row.category;
            ensure(self.rows.iter().all(one), &row.pattern, "listed in two categories")?;
            ensure(!abbreviation || self.is_official(&row.expands_to), &row.pattern, "expands to no official name")?;
        }
        for (label, name) in &self.labels {
            ensure(self.is_listed(name), label, "no name of the register has this label")?;
        }
        Ok(())
    }

    fn is_official(&self, pattern: &str) -> bool {
        let same = self.rows.iter().any(|r| r.pattern == pattern && r.kind != Kind::Abbreviation);
        same || self.listed(pattern).any(|row| row.kind != Kind::Abbreviation)
    }

    /// The category with this slug.
    pub fn category(&self, slug: &str) -> Option<&Category> {
        self.categories.iter().find(|c| c.slug == slug)
    }

    /// The agency whose site has a host with this label, such as `wjw`, also behind the initial of its level: `xwjw`.
    pub fn of_label(&self, label: &str) -> Option<&str> {
        let known = |label: &str| self.labels.get(label).map(String::as_str);
        known(label).or_else(|| known(label.strip_prefix(['s', 'x', 'q', 'z'])?))
    }

    /// Whether a division has at most one agency of the category.
    pub fn is_unique(&self, slug: &str) -> bool {
        self.category(slug).is_some_and(|category| category.unique == "yes")
    }

    /// Every category, in the order of the register.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// The functional category of an agency by its name without the division: the listed name, else the longest
    /// listed ending (*街道办事处), else the longest listed stem that the name contains.
    pub fn classify<'a>(&'a self, core: &str) -> Option<&'a str> {
        let core = self.function(core);
        let row = self.listed(core).next().or_else(|| {
            let after_zone = core.rsplit_once('区').map(|(_, rest)| rest).filter(|rest| !rest.is_empty());
            after_zone.and_then(|rest| self.listed(rest).next())
        });
        let row = row.or_else(|| self.tail(core).map(|(_, rows)| &self.rows[rows[0]])).or_else(|| self.contained(core));
        row.map(|row| row.category.as_str())
    }

    /// Rows whose pattern is exactly `core`, or `core` without its level word.
    fn listed<'a>(&'a self, core: &str) -> impl Iterator<Item = &'a Row> {
        let whole = self.whole.get(core).into_iter().flatten();
        let stems = LEVEL_WORDS.iter().filter_map(|(word, _)| self.stems.get(core.strip_suffix(word)?)).flatten();
        whole.chain(stems).map(|&i| &self.rows[i])
    }

    /// The proper name before the longest listed ending of `core`, and the rows of that ending.
    fn tail<'a, 'b>(&'a self, core: &'b str) -> Option<(&'b str, &'a [usize])> {
        core.char_indices().skip(1).find_map(|(at, _)| Some((&core[..at], self.tails.get(&core[at..])?.as_slice())))
    }

    /// `core` without what stands before its function: the words for a national agency, or the government it belongs to
    /// unless it is listed with that.
    fn function<'a>(&self, core: &'a str) -> &'a str {
        let core = national_core(core);
        let below = core.strip_prefix(GOVERNMENT).filter(|below| !below.is_empty());
        below.filter(|_| self.listed(core).next().is_none()).unwrap_or(core)
    }

    fn contained(&self, core: &str) -> Option<&Row> {
        core.split(GOVERNMENT).find_map(|part| self.contained_in(part))
    }

    fn contained_in(&self, core: &str) -> Option<&Row> {
        let bounds: Vec<usize> = core.char_indices().map(|(at, _)| at).chain([core.len()]).collect();
        for length in (2..bounds.len()).rev() {
            let mut spans = bounds.windows(length + 1).map(|w| &core[w[0]..w[length]]);
            if let Some(rows) = spans.find_map(|span| self.stems.get(span)) {
                return Some(&self.rows[rows[0]]);
            }
        }
        None
    }

    /// Whether the register lists `core` itself, as an official name or an abbreviation.
    pub fn is_listed(&self, core: &str) -> bool {
        self.listed(self.function(core)).next().is_some()
    }

    /// Whether `core` is a proper name with a listed ending, such as 河口街道办事处.
    pub fn has_listed_ending(&self, core: &str) -> bool {
        self.tail(core).is_some()
    }

    /// The official name for an abbreviated one, both without the division; `None` if `core` is no abbreviation, or
    /// stands for several names in that year.
    pub fn expand(&self, core: &str, year: Option<i16>) -> Option<String> {
        let mut names: Vec<String> = self.expansions(core, year).collect();
        names.dedup();
        if names.len() == 1 { names.pop() } else { None }
    }

    fn expansions<'a>(&'a self, core: &'a str, year: Option<i16>) -> impl Iterator<Item = String> + 'a {
        let listed = self.listed(core).map(move |row| {
            let stem = row.pattern.trim_end_matches('*');
            let word = LEVEL_WORDS.iter().find(|(word, _)| core.strip_suffix(word) == Some(stem));
            (row, row.expands_to.replace('*', word.map_or("", |(_, full)| full)))
        });
        let tails = self.tail(core).into_iter().flat_map(move |(name, rows)| {
            rows.iter().map(|&i| &self.rows[i]).map(move |row| (row, row.expands_to.replace('*', name)))
        });
        let abbreviation = move |row: &Row| row.kind == Kind::Abbreviation && row.in_force(year);
        listed.chain(tails).filter(move |(row, _)| abbreviation(row)).map(|(_, name)| name)
    }

    /// Whether `full` is a name that the abbreviation `core` may stand for.
    pub fn may_stand_for(&self, core: &str, full: &str) -> bool {
        self.expansions(core, None).any(|name| name == full)
    }

    /// Stable ASCII name of an agency within its division: the category alone where the register lists the name and
    /// a division has one such agency, else the category and 8 hexadecimal digits of the SHA-256 of the folded name.
    pub fn slug(&self, category: &str, core: &str) -> String {
        let unique = self.is_unique(category);
        let whole = |row: &Row| row.kind != Kind::Part && row.category == category;
        if unique && self.listed(self.function(core)).next().is_some_and(whole) {
            return category.to_owned();
        }
        let hash = Sha256::digest(fold(core).as_bytes());
        let hex: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        format!("{category}-{hex}")
    }
}

/// `core` without the words for a national agency, unless nothing would be left of its function.
fn national_core(core: &str) -> &str {
    let stripped = NATIONAL_PREFIXES.iter().find_map(|prefix| core.strip_prefix(prefix));
    stripped.filter(|rest| rest.chars().count() > 2).unwrap_or(core)
}

fn read<T: for<'de> Deserialize<'de>>(table: &str) -> Result<Vec<T>, RegisterError> {
    Ok(csv::Reader::from_reader(table.as_bytes()).deserialize().collect::<Result<_, _>>()?)
}

fn ensure(holds: bool, key: &str, reason: &'static str) -> Result<(), RegisterError> {
    if holds { Ok(()) } else { Err(RegisterError::Inconsistent { key: key.to_owned(), reason }) }
}

#[cfg(test)]
mod tests;
