//! Administrative divisions (行政区划) with their GB/T 2260 codes and the years they were in force.
//!
//! The table is `divisions.csv`: every province, prefecture and county of China since 2008. A change takes effect
//! within a year, so in that year the old entry (its last) and the new one (its first) are both in force.

mod host;
mod mention;
mod resolve;

use std::sync::LazyLock;

use csv::StringRecord;
use serde::Deserialize;

use self::host::Hosts;
pub use self::mention::Mention;
use self::mention::{Names, names};
pub use self::resolve::Resolution;
use super::RegisterError;

const TABLE: &str = super::FILES[0];
const HOST_LABELS: &str = super::FILES[1];

/// Level of an administrative division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 中央: the whole country, to which central agencies belong
    Nation,
    /// 省, 自治区, 直辖市, 特别行政区
    Province,
    /// 地级市, 地区, 自治州, 盟
    Prefecture,
    /// 县, 县级市, 市辖区, 旗
    County,
}

impl Level {
    /// The level that a code of GB/T 2260 states by its trailing zeros.
    fn of_code(code: &str) -> Level {
        match code {
            "000000" => Level::Nation,
            _ if code.ends_with("0000") => Level::Province,
            _ if code.ends_with("00") => Level::Prefecture,
            _ => Level::County,
        }
    }
}

/// One administrative division with the years its code and name were in force.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Division {
    /// Six-digit code of GB/T 2260.
    pub code: &'static str,
    /// Official name, such as 平罗县.
    pub name: &'static str,
    /// Customary abbreviations that keep the class word, such as 恩施州, separated by a space; often empty.
    pub abbreviation: &'static str,
    /// Name without the class word, such as 平罗; empty if that would be no name (矿区 -> 矿).
    pub short: &'static str,
    /// Pinyin of the name without its class word, syllables separated by a space, such as `ping luo`.
    pub pinyin: &'static str,
    /// Level.
    pub level: Level,
    /// Code of the division above; `None` for a province and for the nation.
    pub parent: Option<&'static str>,
    /// First year in force; 0 if 2008 or before.
    pub since: i16,
    /// Last year in force; `None` if still in force.
    pub until: Option<i16>,
    /// Whether the official name is also an ordinary word, such as 城区 or 郊区.
    pub ordinary: bool,
}

impl Division {
    /// Whether the division was in force during `year` or a part of it.
    pub fn in_force(&self, year: i16) -> bool {
        self.nearest_year(Some(year)) == year
    }

    /// The year nearest to `year` in which the division was in force; its latest without a year.
    fn nearest_year(&self, year: Option<i16>) -> i16 {
        let last = self.until.unwrap_or(i16::MAX);
        year.unwrap_or(last).clamp(self.since, last)
    }
}

/// A row of the table.
#[derive(Deserialize)]
struct Row {
    code: &'static str,
    name: &'static str,
    abbreviation: &'static str,
    short: &'static str,
    pinyin: &'static str,
    level: Level,
    parent: Option<&'static str>,
    since: Option<i16>,
    until: Option<i16>,
    ordinary: Option<bool>,
}

impl From<Row> for Division {
    fn from(row: Row) -> Division {
        let Row { code, name, abbreviation, short, pinyin, level, parent, since, until, ordinary } = row;
        let (since, ordinary) = (since.unwrap_or(0), ordinary.unwrap_or(false));
        Division { code, name, abbreviation, short, pinyin, level, parent, since, until, ordinary }
    }
}

/// The register of divisions.
#[derive(Debug)]
pub struct Divisions {
    /// Sorted by code, then by first year.
    entries: &'static [Division],
    names: Names,
    hosts: Hosts,
}

impl Divisions {
    /// The register compiled into the program, parsed and checked at its first use.
    pub fn load() -> Result<&'static Divisions, &'static RegisterError> {
        static REGISTER: LazyLock<Result<Divisions, RegisterError>> =
            LazyLock::new(|| read(TABLE).and_then(|entries| Divisions::new(entries, HOST_LABELS)));
        REGISTER.as_ref()
    }

    fn new(entries: Vec<Division>, host_labels: &str) -> Result<Divisions, RegisterError> {
        let entries: &'static [Division] = Vec::leak(entries);
        let divisions = Divisions { entries, names: Names::new(entries), hosts: Hosts::default() };
        entries.iter().try_for_each(|entry| divisions.check(entry))?;
        match entries.iter().zip(&entries[1..]).find(|(one, next)| (one.code, one.since) >= (next.code, next.since)) {
            Some((one, _)) => Err(inconsistent(one, "not in order of code and first year, or twice")),
            None => Ok(Divisions { hosts: Hosts::new(&divisions, host_labels)?, ..divisions }),
        }
    }

    /// Every entry, in order of code and first year.
    pub fn entries(&self) -> &'static [Division] {
        self.entries
    }

    /// The entry of `code` in force in `year`, the newer one in a year of change; without a year the latest entry.
    pub fn by_code(&self, code: &str, year: Option<i16>) -> Option<&'static Division> {
        let first = self.entries.partition_point(|entry| entry.code < code);
        let same = self.entries[first..].iter().take_while(|entry| entry.code == code);
        same.filter(|entry| year.is_none_or(|year| entry.in_force(year))).last()
    }

    /// The divisions from the province down to `division`, as they were named in `year`, or if `division` was not
    /// in force then, in its nearest year.
    pub fn lineage(&self, division: &'static Division, year: Option<i16>) -> Vec<&'static Division> {
        let year = Some(division.nearest_year(year));
        let above = |one: &&'static Division| one.parent.and_then(|code| self.by_code(code, year));
        let mut lineage: Vec<_> = std::iter::successors(Some(division), above).collect();
        lineage.reverse();
        lineage
    }

    /// The full name from the province down, such as 宁夏回族自治区石嘴山市平罗县; see [`Divisions::lineage`].
    pub fn full_name(&self, division: &'static Division, year: Option<i16>) -> String {
        self.lineage(division, year).iter().map(|one| one.name).collect()
    }

    fn check(&self, entry: &'static Division) -> Result<(), RegisterError> {
        let digits = entry.code.len() == 6 && entry.code.bytes().all(|byte| byte.is_ascii_digit());
        let reason = match entry {
            _ if !digits => "a code has six digits",
            _ if names(entry).any(|(_, name, _)| name.chars().count() < 2) => "a name has two characters or more",
            _ if entry.level != Level::of_code(entry.code) => "the level is not the code's",
            _ if entry.until.is_some_and(|until| until < entry.since) => "it ends before it begins",
            _ if !self.parent_fits(entry) => "no division of a higher level is in force above it",
            _ => return Ok(()),
        };
        Err(inconsistent(entry, reason))
    }

    /// The nation and the provinces have no parent; any other has one of a higher level in force when it begins and when it ends.
    fn parent_fits(&self, entry: &Division) -> bool {
        let Some(parent) = entry.parent else { return entry.level <= Level::Province };
        let years = [entry.since, entry.nearest_year(None)];
        let above = |year| self.by_code(parent, Some(year)).is_some_and(|parent| parent.level < entry.level);
        years.into_iter().all(above)
    }
}

fn inconsistent(entry: &Division, reason: &'static str) -> RegisterError {
    RegisterError::Inconsistent { key: entry.code.to_owned(), reason }
}

/// Parses the table; its text is kept for the life of the program.
fn read(table: &'static str) -> Result<Vec<Division>, RegisterError> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headers: &'static StringRecord = Box::leak(Box::new(reader.headers()?.clone()));
    let records: &'static [StringRecord] = Vec::leak(reader.records().collect::<Result<Vec<_>, _>>()?);
    let rows = records.iter().map(|record| record.deserialize::<Row>(Some(headers)));
    Ok(rows.map(|row| row.map(Division::from)).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests;
