//! What a page says about itself outside of its text: the `<meta>` elements that government sites must carry
//! (政府网站发展指引, 国办发〔2017〕47号) and its `<title>`. It counts after everything the text says.

use jiff::civil::Date;

use super::name::Name;
use super::naming::Naming;
use super::title::{self, Title};
use crate::content::{Content, Place};
use crate::register::{Division, Divisions, Registers};

/// Marks by which sites join the title of a page and their own name.
const JOINTS: [char; 8] = ['_', '|', '｜', '-', '–', '—', '>', '·'];

/// The title of the report in `ArticleTitle` or `<title>`.
pub fn title(content: &Content) -> Option<Title> {
    let fields = ["ArticleTitle", "title"].into_iter().filter_map(|name| content.meta(name));
    let titles = fields.flat_map(|field| field.split(JOINTS).chain([field])).filter_map(title::of_line);
    titles.reduce(|best, other| if title::worth(&other, None) > title::worth(&best, None) { other } else { best })
}

/// The division of the site: the first six digits of `SiteIDCode` (网站标识码) are its code.
pub fn division(content: &Content, divisions: &'static Divisions, year: Option<i16>) -> Option<&'static Division> {
    let code = content.meta("SiteIDCode")?.get(..6).filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()))?;
    divisions.by_code(code, year).or_else(|| divisions.by_code(code, None))
}

/// The day in `PubDate`, such as `2021-01-25 10:30`.
pub fn published(content: &Content) -> Option<Date> {
    let mut numbers = content.meta("PubDate")?.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let year = numbers.next()?.parse().ok().filter(|year| (2003..=2099).contains(year))?;
    Date::new(year, numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?).ok()
}

/// The names in the title and in `ContentSource`.
pub fn namings(content: &Content, title: Option<&Title>, registers: Registers) -> Vec<Naming> {
    let named = |from, name: &str, raw: &str| {
        Some(Naming { from, name: Name::parse(name, registers), raw: raw.to_owned(), place: Place::default() })
    };
    let title = title.and_then(|title| named("meta", &title.name, &title.printed));
    let source = content.meta("ContentSource").and_then(|source| named("publisher", source, source));
    title.into_iter().chain(source).filter(|naming| naming.name.is_agency(registers)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(name: &str, value: &str) -> Content<'static> {
        Content { meta: vec![(name.to_owned(), value.to_owned())], ..Content::default() }
    }

    #[test]
    fn titles_are_parted_from_the_name_of_the_site() {
        for (field, expected) in [
            ("江南县水务局2020年政府信息公开工作年度报告_江南县人民政府", Some("江南县水务局")),
            ("年报 - 江南县水务局2020年政府信息公开工作年度报告 - 江南县", Some("江南县水务局")),
            ("2020年政府信息公开工作年度报告|水务局2020年政府信息公开工作年度报告", Some("水务局")),
            ("江南县人民政府门户网站", None),
            ("", None),
        ] {
            assert_eq!(title(&content("title", field)).map(|title| title.name).as_deref(), expected, "{field}");
        }
    }

    #[test]
    fn the_site_code_begins_with_that_of_the_division() {
        let divisions = Registers::load().expect("the registers are sound").divisions;
        for (code, expected) in [("6402210001", Some("640221")), ("bm17000001", None), ("", None), ("64", None)] {
            let found = division(&content("siteidcode", code), divisions, Some(2020));
            assert_eq!(found.map(|division| division.code), expected, "{code}");
        }
    }

    #[test]
    fn days_of_publication() {
        for (value, expected) in [
            ("2021-01-25 10:30", Some("2021-01-25")),
            ("2021年1月5日", Some("2021-01-05")),
            ("2021-13-01", None),
            ("1970-01-01", None),
            ("昨天", None),
        ] {
            let found = published(&content("PubDate", value)).map(|day| day.to_string());
            assert_eq!(found.as_deref(), expected, "{value}");
        }
    }
}
