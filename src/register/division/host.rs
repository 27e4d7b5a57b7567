//! Divisions by the addresses of government sites: pingluo.gov.cn, wjw.xinxiang.gov.cn, cqqj.gov.cn.
//!
//! A site is called by the pinyin of its division, with or without the class word (pingluo, quxian), or by what its
//! division above is called by and its own name or initials (cqqj for 重庆市綦江区). What is called otherwise stands in
//! `host_labels.csv`.

use std::collections::HashMap;

use serde::Deserialize;

use super::resolve::{decide, nearest};
use super::{Division, Divisions, Level, Resolution};
use crate::register::RegisterError;

/// The domain of government sites.
const GOVERNMENT: &str = ".gov.cn";

/// Class words of divisions in pinyin.
const CLASSES: [(char, &str); 7] =
    [('省', "sheng"), ('市', "shi"), ('州', "zhou"), ('县', "xian"), ('区', "qu"), ('旗', "qi"), ('盟', "meng")];

/// The shortest label that says anything by the letters of a name alone.
const SHORTEST: usize = 4;

/// Labels of hosts and the divisions that they may mean.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    /// What a site or a part of it is called.
    names: HashMap<String, Vec<&'static Division>>,
    /// What only the registered domain of a site is called: initials.
    initials: HashMap<String, Vec<&'static Division>>,
}

/// A row of the table of labels.
#[derive(Deserialize)]
struct Row<'a> {
    label: &'a str,
    code: &'a str,
}

impl Hosts {
    /// The labels of all divisions, and those of `table`.
    pub(super) fn new(divisions: &Divisions, table: &str) -> Result<Hosts, RegisterError> {
        let mut hosts = Hosts::default();
        for division in divisions.entries.iter().filter(|division| division.level != Level::Nation) {
            let name = Spelled::of(division);
            name.full().into_iter().for_each(|label| add(&mut hosts.names, label, division));
            let lineage = divisions.lineage(division, None);
            for above in lineage.iter().rev().skip(1).map(|above| Spelled::of(above)) {
                name.behind(&above).into_iter().for_each(|label| add(&mut hosts.initials, label, division));
            }
        }
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let headers = reader.headers()?.clone();
        for record in reader.records() {
            let record = record?;
            let row: Row = record.deserialize(Some(&headers))?;
            let unknown = || RegisterError::Inconsistent { key: row.label.to_owned(), reason: "no such division" };
            let division = divisions.by_code(row.code, None).ok_or_else(unknown)?;
            hosts.names.insert(row.label.to_owned(), vec![division]);
        }
        Ok(hosts)
    }
}

fn add(labels: &mut HashMap<String, Vec<&'static Division>>, label: String, division: &'static Division) {
    let known = labels.entry(label).or_default();
    if !known.contains(&division) {
        known.push(division);
    }
}

/// The spellings of one name.
struct Spelled {
    /// `pingluo`
    name: String,
    /// `pl`
    initials: String,
    /// `xian`; empty if the class word has no usual spelling.
    class: &'static str,
}

impl Spelled {
    fn of(division: &Division) -> Spelled {
        let initials = division.pinyin.split(' ').filter_map(|syllable| syllable.get(..1)).collect();
        let class = CLASSES.iter().find(|(word, _)| division.name.ends_with(*word)).map_or("", |(_, class)| class);
        Spelled { name: division.pinyin.replace(' ', ""), initials, class }
    }

    /// The whole name, with and without its class word.
    fn full(&self) -> Vec<String> {
        let spelled = [self.name.clone(), format!("{}{}", self.name, self.class)];
        spelled.into_iter().filter(|label| label.len() >= SHORTEST).collect()
    }

    /// The name or its initials behind those of the division above.
    fn behind(&self, above: &Spelled) -> Vec<String> {
        let class = self.class.get(..1).unwrap_or_default();
        let own = [&self.name, &format!("{}{}", self.name, self.class), &self.initials];
        let own = own.into_iter().cloned().chain([format!("{}{class}", self.initials)]);
        let spelled = own.map(|own| format!("{}{own}", above.initials));
        spelled.filter(|label| label.len() >= SHORTEST).collect()
    }
}

impl Divisions {
    /// The division whose site has this host; `None` for hosts that are no government's, and if nothing is known of
    /// it. The labels are read from the right; what stands further left only narrows it down. A province comes before
    /// its namesakes.
    pub fn of_host(&self, host: &str, year: Option<i16>) -> Resolution {
        let mut found = nearest(self.labelled(host), year);
        if let Some(province) = found.iter().position(|one| one.level == Level::Province) {
            found = vec![found[province]];
        }
        decide(found, year)
    }

    /// The division whose name a single `label` spells in pinyin.
    pub fn of_label(&self, label: &str, year: Option<i16>) -> Resolution {
        decide(nearest(self.hosts.names.get(label).cloned().unwrap_or_default(), year), year)
    }

    fn labelled(&self, host: &str) -> Vec<&'static Division> {
        let Some(labels) = host.strip_suffix(GOVERNMENT) else { return Vec::new() };
        let mut found: Vec<&'static Division> = Vec::new();
        for (place, label) in labels.rsplit('.').enumerate() {
            let initials = self.hosts.initials.get(label).filter(|_| place == 0);
            let named = self.hosts.names.get(label).or(initials).map_or(&[][..], Vec::as_slice);
            let below = |one: &&'static Division| {
                found.iter().any(|above| self.lineage(one, None).iter().any(|step| step.code == above.code))
            };
            let narrower: Vec<_> = named.iter().copied().filter(|one| found.is_empty() || below(one)).collect();
            if !narrower.is_empty() {
                found = narrower;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(host: &str) -> Vec<&'static str> {
        let divisions = Divisions::load().expect("the register is consistent");
        match divisions.of_host(host, Some(2020)) {
            Resolution::Unique { division, .. } => vec![division.code],
            Resolution::Ambiguous(several) => several.into_iter().map(|division| division.code).collect(),
            Resolution::None => vec![],
        }
    }

    #[test]
    fn hosts_of_government_sites() {
        let cases: [(&str, &[&str]); 16] = [
            ("www.pingluo.gov.cn", &["640221"]),
            ("wjw.zhangye.gov.cn", &["620700"]),
            ("www.yixian.gov.cn", &["130633", "210727", "341023"]),
            ("yuanling.huaihua.gov.cn", &["431222"]),
            ("www.hainan.gov.cn", &["460000"]),
            ("dingan.hainan.gov.cn", &["469021"]),
            ("www.taizhou.gov.cn", &["321200", "331000"]),
            ("jtj.cq.gov.cn", &["500000"]),
            ("www.nanjing.gov.cn", &["320100"]),
            ("www.tongchuan.gov.cn", &["610200"]),
            ("www.cqjb.gov.cn", &["500105"]),
            ("www.jmsdfq.gov.cn", &["230805"]),
            ("www.mot.gov.cn", &[]),
            ("www.pingluo.com", &[]),
            ("10.1.2.3", &[]),
            ("gov.cn", &[]),
        ];
        for (host, want) in cases {
            assert_eq!(codes(host), want, "{host}");
        }
    }

    #[test]
    fn a_label_of_no_division_is_refused() {
        let divisions = Divisions::load().expect("the register is consistent");
        assert!(Hosts::new(divisions, "label,code\nxx,999999\n").is_err());
        assert!(Hosts::new(divisions, "label,code\n").is_ok());
    }
}
