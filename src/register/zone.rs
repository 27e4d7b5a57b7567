//! Development zones (开发区) and the like: administrations of their own that GB/T 2260 has no code for.
//!
//! `zones.csv` lists those with a statistical code (统计用区划代码) and those whose division their name does not tell. A zone
//! that is not listed lies in the division that its name opens with.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::division::Division;
use super::{Divisions, RegisterError};
use crate::document::hex;
use crate::report;

/// The longest name of a zone, in characters.
const LONGEST: usize = 26;

/// A registered zone.
#[derive(Debug, Deserialize)]
pub struct Zone {
    /// Its statistical code, or that of its division and a number.
    pub code: String,
    /// Official name, with that of its city where it bears it.
    pub name: String,
    /// Other names, separated by a space.
    abbreviation: String,
    /// Code of the division it lies in.
    pub parent: String,
    since: Option<i16>,
    until: Option<i16>,
}

impl Zone {
    fn in_force(&self, year: Option<i16>) -> bool {
        year.is_none_or(|year| self.since.is_none_or(|s| s <= year) && self.until.is_none_or(|u| year <= u))
    }
}

/// The register of zones.
#[derive(Debug)]
pub struct Zones {
    rows: Vec<Zone>,
    /// Rows by name, see [`key`].
    names: HashMap<String, Vec<usize>>,
}

impl Zones {
    /// The register compiled into the program, parsed and checked at its first use.
    ///
    /// # Errors
    /// If its table is damaged.
    pub fn load() -> Result<&'static Zones, &'static RegisterError> {
        static REGISTER: LazyLock<Result<Zones, RegisterError>> = LazyLock::new(|| {
            let divisions = Divisions::load().map_err(RegisterError::Other)?;
            Zones::parse(super::FILES[2], divisions)
        });
        REGISTER.as_ref()
    }

    fn parse(table: &str, divisions: &Divisions) -> Result<Zones, RegisterError> {
        let rows: Vec<Zone> = csv::Reader::from_reader(table.as_bytes()).deserialize().collect::<Result<_, _>>()?;
        let mut names: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            if divisions.by_code(&row.parent, None).is_none() {
                return Err(RegisterError::Inconsistent {
                    key: row.code.clone(),
                    reason: "no division has its parent",
                });
            }
            if rows[..at].iter().any(|other| other.code == row.code) {
                return Err(RegisterError::Inconsistent { key: row.code.clone(), reason: "listed twice" });
            }
            let abbreviations = row.abbreviation.split_ascii_whitespace();
            for name in abbreviations.chain([row.name.as_str()]).flat_map(spellings) {
                let known = names.entry(name).or_default();
                if !known.contains(&at) {
                    known.push(at);
                }
            }
        }
        Ok(Zones { rows, names })
    }

    /// The registered zone with whose name `name` opens, and the length of that name in bytes; none if several have it.
    pub fn opening(&self, name: &str, year: Option<i16>) -> Option<(&Zone, usize)> {
        let mut key = String::new();
        let mut ends: Vec<(usize, usize)> = Vec::new();
        for (at, c) in name.char_indices().take(LONGEST) {
            key.extend(Some(c).filter(|c| *c != DROPPED));
            ends.push((at + c.len_utf8(), key.len()));
        }
        ends.into_iter().rev().find_map(|(end, of_key)| {
            let rows = self.names.get(&key[..of_key])?.iter().map(|&at| &self.rows[at]);
            let mut fitting = rows.filter(|row| row.in_force(year));
            match (fitting.next(), fitting.next()) {
                (Some(zone), None) => Some((zone, end)),
                _ => None,
            }
        })
    }
}

/// The zone `name` in `division` that no row lists: its code is that of the division and a hash of its name.
pub fn unlisted(name: &str, division: &Division) -> report::Zone {
    let hash = hex(&Sha256::digest(key(name).as_bytes()));
    report::Zone { code: format!("{}-{}", division.code, &hash[..8]), name: name.to_owned() }
}

/// The class word that titles leave out or put in.
const DROPPED: char = '市';

/// A name as it is compared.
fn key(name: &str) -> String {
    name.replace(DROPPED, "")
}

/// The keys of a name: as it is, and with the customary short form of its kind.
fn spellings(name: &str) -> Vec<String> {
    const SHORT: [(&str, &str); 6] = [
        ("经济技术开发区", "经开区"),
        ("经济开发区", "经开区"),
        ("高新技术产业开发区", "高新区"),
        ("高新技术开发区", "高新区"),
        ("高新技术产业开发区", "高新技术开发区"),
        ("高新技术产业园区", "高新区"),
    ];
    let short = SHORT.iter().filter(|(long, _)| name.ends_with(long)).map(|(long, short)| name.replace(long, short));
    short.chain([name.to_owned()]).map(|name| key(&name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_found_at_the_beginning_of_a_name() {
        let zones = Zones::load().expect("the register is sound");
        let cases = [
            ("洛阳高新技术产业开发区管理委员会", Some(2020), Some(("410371", "410300", "洛阳高新技术产业开发区"))),
            ("洛阳市高新区财政局", Some(2020), Some(("410371", "410300", "洛阳市高新区"))),
            ("秦皇岛经开区", None, Some(("130371", "130300", "秦皇岛经开区"))),
            ("东湖高新区管委会", None, Some(("420100-02", "420100", "东湖高新区"))),
            ("大鹏新区教育局", Some(2021), Some(("440300-05", "440300", "大鹏新区"))),
            ("坪山新区教育局", Some(2021), None),
            ("某某开发区", None, None),
            ("", None, None),
        ];
        for (name, year, want) in cases {
            let found = zones.opening(name, year);
            let found = found.map(|(zone, end)| (zone.code.as_str(), zone.parent.as_str(), &name[..end]));
            assert_eq!(found, want, "{name}");
        }
    }

    #[test]
    fn a_zone_that_is_not_listed_has_a_stable_code() {
        let divisions = Divisions::load().expect("the register is sound");
        let division = divisions.by_code("640200", None).expect("a code of the register");
        let code = |name| unlisted(name, division).code;
        assert_eq!(code("石嘴山市生态产业园"), code("石嘴山生态产业园"));
        assert!(code("石嘴山生态产业园").starts_with("640200-"));
        assert_ne!(code("石嘴山生态产业园"), code("石嘴山科技产业园"));
    }

    #[test]
    fn a_damaged_register_is_refused() {
        let divisions = Divisions::load().expect("the register is sound");
        let head = "code,name,abbreviation,parent,since,until\n";
        for rows in ["1,甲新区,,999999,,\n", "1,甲新区,,640200,,\n1,乙新区,,640200,,\n", "1,甲新区,,640200,x,\n"]
        {
            assert!(Zones::parse(&format!("{head}{rows}"), divisions).is_err(), "{rows}");
        }
        assert!(Zones::parse(&format!("{head}1,甲新区,,640200,,\n"), divisions).is_ok());
    }
}
