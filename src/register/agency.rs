//! Agencies (行政机关 and other public bodies): functional categories, the names in force over the years, and the
//! abbreviations that titles use.
//!
//! `agency_categories.csv` lists the categories, `agencies.csv` the names. A name is written without its division
//! (嘉祥县住房和城乡建设局 is listed as 住房和城乡建设*). A star at the end stands for any level word (局, 厅, 委员会, ...),
//! a star at the start for any proper name (*街道办事处). The years are the years of the reports, both ends included;
//! they overlap where a reform reached counties later than provinces.

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
const NATIONAL_PREFIXES: [&str; 3] = ["中华人民共和国", "国家", "中国"];

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
}

impl Agencies {
    /// The register compiled into the program, parsed and checked at its first use.
    ///
    /// # Errors
    /// If its tables are damaged.
    pub fn load() -> Result<&'static Agencies, &'static RegisterError> {
        static REGISTER: LazyLock<Result<Agencies, RegisterError>> =
            LazyLock::new(|| Agencies::parse(super::FILES[2], super::FILES[1]));
        REGISTER.as_ref()
    }

    fn parse(categories: &str, names: &str) -> Result<Agencies, RegisterError> {
        let mut register = Agencies {
            categories: read(categories)?,
            rows: read(names)?,
            whole: HashMap::new(),
            stems: HashMap::new(),
            tails: HashMap::new(),
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

    /// Every category, in the order of the register.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// The functional category of an agency by its name without the division: the listed name, else the longest
    /// listed ending (*街道办事处), else the longest listed stem that the name contains.
    pub fn classify<'a>(&'a self, core: &str) -> Option<&'a str> {
        let core = national_core(core);
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

    fn contained(&self, core: &str) -> Option<&Row> {
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
        self.listed(national_core(core)).next().is_some()
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
        let unique = self.category(category).is_some_and(|c| c.unique == "yes");
        let whole = |row: &Row| row.kind != Kind::Part && row.category == category;
        if unique && self.listed(national_core(core)).next().is_some_and(whole) {
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
mod tests {
    use super::*;

    fn register() -> &'static Agencies {
        Agencies::load().expect("the built-in register is sound")
    }

    #[test]
    fn classifies_names_of_every_level_and_year() {
        let cases = [
            ("自然资源局", "natural_resources"),
            ("自然资源厅", "natural_resources"),
            ("国土资源局", "natural_resources"),
            ("规划和自然资源委员会", "natural_resources"),
            ("住建局", "housing_urban_rural"),
            ("国家发展和改革委员会", "development_reform"),
            ("国家税务总局", "tax"),
            ("国有资产监督管理委员会", "state_assets"),
            ("教育科技体育局", "education"),
            ("教育和水利局", "education"),
            ("生态环境局城东分局", "ecology_environment"),
            ("经济开发区财政局", "finance"),
            ("河口街道办事处", "subdistrict"),
            ("河口镇", "town"),
            ("人民政府", "government"),
            ("人民政府办公室", "government_office"),
            ("高新技术产业开发区管理委员会", "development_zone"),
            ("综合行政执法局", "urban_management"),
            ("理工大学", "university"),
        ];
        for (core, category) in cases {
            assert_eq!(register().classify(core), Some(category), "{core}");
        }
        assert_eq!(register().classify("读者俱乐部"), None);
    }

    #[test]
    fn expands_an_abbreviation_by_year_and_only_if_it_has_one_meaning() {
        let cases = [
            ("住建局", Some(2020), Some("住房和城乡建设局")),
            ("发改委", None, Some("发展和改革委员会")),
            ("卫健委", Some(2019), Some("卫生健康委员会")),
            ("卫健委", Some(2010), None),
            ("环保局", Some(2014), Some("环境保护局")),
            ("环保局", Some(2022), None),
            ("教体局", Some(2020), None),
            ("自然资源局", Some(2020), None),
            ("河口街道", Some(2020), Some("河口街道办事处")),
            ("沿江综合实验区管委会", None, Some("沿江综合实验区管理委员会")),
            ("沿江经济开发区", None, Some("沿江经济开发区管理委员会")),
        ];
        for (core, year, official) in cases {
            assert_eq!(register().expand(core, year).as_deref(), official, "{core} {year:?}");
        }
    }

    #[test]
    fn slugs_are_short_for_the_one_agency_of_a_category_and_hashed_for_others() {
        let slug = |core| register().slug(register().classify(core).unwrap_or(UNKNOWN), core);
        assert_eq!(slug("自然资源局"), "natural_resources");
        assert_eq!(slug("国土资源局"), "natural_resources");
        for core in ["河口镇人民政府", "工商行政管理局", "教育和水利局", "读者俱乐部"] {
            let slug = slug(core);
            let (category, hash) = slug.rsplit_once('-').expect("a hash follows");
            assert!(category.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{slug}");
            assert!(hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{slug}");
        }
        assert_ne!(slug("河口镇人民政府"), slug("河东镇人民政府"));
    }

    #[test]
    fn a_damaged_register_is_refused() {
        let categories = "category,zh,en,unique\nwater,水利,water,yes\n";
        let head = "category,pattern,kind,expands_to,since,until\n";
        for rows in ["finance,财政*,official,,,\n", "water,水*,abbreviation,水利*,,\n", "water,水利*,nonsense,,,\n"]
        {
            assert!(Agencies::parse(categories, &format!("{head}{rows}")).is_err(), "{rows}");
        }
        assert!(Agencies::parse(categories, &format!("{head}water,水利*,official,,,\n")).is_ok());
    }
}
