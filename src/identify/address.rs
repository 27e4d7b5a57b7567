//! The division by where a document comes from: the folders of its path, the declaration of the page, its address.

use std::sync::LazyLock;

use regex::Regex;

use super::meta;
use super::region::chains;
use super::text::{pattern, readable};
use crate::content::Content;
use crate::document::Hints;
use crate::register::{Division, Divisions, Level, Resolution};

/// What one part of the surroundings of a document says about the division.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Kind of evidence: `path`, `meta`, `url`.
    pub from: &'static str,
    /// The divisions that it may mean; several if it has homonyms.
    pub divisions: Vec<&'static Division>,
    /// The words.
    pub raw: String,
}

impl Origin {
    /// The division, if there is only one.
    pub fn division(&self) -> Option<&'static Division> {
        Some(*self.divisions.first()?).filter(|_| self.divisions.len() == 1)
    }

    /// The only division that fits.
    pub fn only(&self, fits: impl Fn(&Division) -> bool) -> Option<&'static Division> {
        let mut fitting = self.divisions.iter().copied().filter(|division| fits(division));
        fitting.next().filter(|_| fitting.next().is_none())
    }
}

/// Everything that the surroundings of a document say about the division, most trusted first.
pub fn origins(content: &Content, hints: &Hints, divisions: &'static Divisions, year: Option<i16>) -> Vec<Origin> {
    let path = in_path(hints, divisions, year).map(|division| ("path", vec![division], division.name.to_owned()));
    let site = meta::division(content, divisions, year).map(|site| ("meta", vec![site], site.name.to_owned()));
    let url = hints.url.as_deref().unwrap_or_default();
    let registered =
        credit_code(url, divisions, year).map(|division| ("url", vec![division], division.name.to_owned()));
    let hosts = hosts(hints).into_iter().filter_map(|host| match divisions.of_host(&host, year) {
        Resolution::Unique { division, .. } => Some(("url", vec![division], host)),
        Resolution::Ambiguous(several) => Some(("url", several, host)),
        Resolution::None => None,
    });
    let folders = folders(hints).filter_map(|folder| match divisions.of_label(folder, year) {
        Resolution::Unique { division, .. } => Some(("path", vec![division], folder.to_owned())),
        _ => None,
    });
    let all = path.into_iter().chain(site).chain(registered).chain(hosts).chain(folders);
    all.map(|(from, divisions, raw)| Origin { from, divisions, raw }).collect()
}

/// The same origins: of homonyms those that lie in the kind of province of which the `text` speaks.
pub fn narrowed(mut origins: Vec<Origin>, text: &str, divisions: &'static Divisions) -> Vec<Origin> {
    const PROVINCES: [(&str, &[&str]); 2] = [("自治区", &["自治区"]), ("省", &["省委", "省政府", "全省", "省、市"])];
    let kind = PROVINCES.iter().find(|(_, words)| words.iter().any(|word| text.contains(word))).map(|(kind, _)| *kind);
    let Some(kind) = kind else { return origins };
    for origin in origins.iter_mut().filter(|origin| origin.divisions.len() > 1) {
        let province =
            |one: &Division| one.parent.and_then(|_| divisions.by_code(&format!("{}0000", &one.code[..2]), None));
        let fitting =
            origin.divisions.iter().copied().filter(|one| province(one).is_some_and(|p| p.name.ends_with(kind)));
        let fitting: Vec<_> = fitting.collect();
        if !fitting.is_empty() {
            origin.divisions = fitting;
        }
    }
    origins
}

/// Divisions whose six-digit codes stand in a path.
pub fn codes(path: &str, divisions: &'static Divisions, year: Option<i16>) -> Vec<&'static Division> {
    static CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9]+"));
    let digits = CODE.find_iter(path).map(|digits| digits.as_str()).filter(|digits| digits.len() == 6);
    digits.filter_map(|code| of_code(code, divisions, year)).collect()
}

fn of_code(code: &str, divisions: &'static Divisions, year: Option<i16>) -> Option<&'static Division> {
    let division = divisions.by_code(code, year).or_else(|| divisions.by_code(code, None))?;
    (division.level != Level::Nation).then_some(division)
}

/// The division that the folders of the path name, by code or by name.
fn in_path(hints: &Hints, divisions: &'static Divisions, year: Option<i16>) -> Option<&'static Division> {
    let path = readable(hints.path.as_deref().unwrap_or_default());
    let named = chains(&path, &divisions.mentions(&path)).concat();
    codes(&path, divisions, year).pop().or_else(|| match divisions.resolve(&named, year) {
        Resolution::Unique { division, .. } => Some(division),
        _ => None,
    })
}

/// The division in the unified social credit code (统一社会信用代码) of a public body that an address holds. The code keeps
/// the division of the day it was given.
fn credit_code(url: &str, divisions: &'static Divisions, year: Option<i16>) -> Option<&'static Division> {
    static CREDIT_CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b1[1-9]([1-8][0-9]{5})[0-9A-Z]{10}\b"));
    of_code(&CREDIT_CODE.captures(url)?[1], divisions, year)
}

/// The words of a path that are long enough to be the pinyin of a division by more than chance.
fn folders(hints: &Hints) -> impl Iterator<Item = &str> {
    let path = hints.path.as_deref().unwrap_or_default();
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    stem.split(['/', '\\', '!', '_', '-'])
        .filter(|part| part.len() >= 6 && part.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// The hosts in the address and in the folders of the path, in lower case.
pub fn hosts(hints: &Hints) -> Vec<String> {
    let url = hints.url.as_deref().unwrap_or_default();
    let address = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = hints.path.as_deref().unwrap_or_default();
    let parts = address.split('/').take(1).chain(path.split(['/', '\\', '!', '_']));
    let hosts = parts.filter_map(|part| part.split(':').next()).map(|host| host.trim().to_ascii_lowercase());
    hosts.filter(|host| host.ends_with(".gov.cn")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Registers;

    fn found(path: &str, url: &str) -> Vec<(&'static str, Vec<&'static str>)> {
        let divisions = Registers::load().expect("the registers are sound").divisions;
        let hints = Hints { path: Some(path.to_owned()), url: Some(url.to_owned()), ..Hints::default() };
        let origins = origins(&Content::default(), &hints, divisions, Some(2020));
        origins.iter().map(|one| (one.from, one.divisions.iter().map(|d| d.code).collect())).collect()
    }

    #[test]
    fn paths_and_addresses_name_divisions() {
        type Named<'a> = Vec<(&'a str, Vec<&'a str>)>;
        let cases: [(&str, &str, Named); 9] = [
            ("江苏省/徐州市/鼓楼区/a.html", "", vec![("path", vec!["320302"])]),
            ("crawl/640221/a.html", "", vec![("path", vec!["640221"])]),
            ("crawl/000000/a.html", "", vec![]),
            ("data/pingluo/2020/finance.txt", "", vec![("path", vec!["640221"])]),
            ("a.html", "http://www.pingluo.gov.cn/xxgk/1.html", vec![("url", vec!["640221"])]),
            ("mirror/www.pingluo.gov.cn/1.html", "", vec![("url", vec!["640221"])]),
            ("mirror/www.pingluo.com/1.html", "", vec![]),
            ("a", "https://www.taizhou.gov.cn:8080/a", vec![("url", vec!["321200", "331000"])]),
            ("a", "http://10.0.0.1/x.jsp?area=11640221010101010A&fbtime=2020", vec![("url", vec!["640221"])]),
        ];
        for (path, url, want) in cases {
            assert_eq!(found(path, url), want, "{path} {url}");
        }
    }
}
