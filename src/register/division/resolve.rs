//! From the division names that open an agency's name to the one division they mean.

use super::{Division, Divisions, Mention};

/// What a chain of division names means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// One division.
    Unique {
        /// The division.
        division: &'static Division,
        /// Whether it was in force in the year asked for; without a year, whether it still is.
        in_force: bool,
    },
    /// Homonyms that nothing in the chain tells apart, in order of code.
    Ambiguous(Vec<&'static Division>),
    /// No division is consistent with the chain, or there was no chain.
    None,
}

impl Divisions {
    /// The division meant by the consecutive names that open a phrase such as 中卫市沙坡头区: the last one that lies
    /// in those before it, levels between them may be missing. Of homonyms, those in force in `year` come first, then
    /// those in force nearest to it. A name that is not exact and does not fit the chain ends it, for it may be an
    /// ordinary word; an exact name that does not fit contradicts it.
    pub fn resolve(&self, mentions: &[Mention], year: Option<i16>) -> Resolution {
        let Some((first, rest)) = mentions.split_first() else { return Resolution::None };
        let mut candidates = first.divisions.clone();
        for mention in rest {
            let within = self.within(mention, &candidates);
            match (within.is_empty(), mention.exact) {
                (false, _) => candidates = within,
                (true, true) => return Resolution::None,
                (true, false) => break,
            }
        }
        decide(nearest(candidates, year), year)
    }

    /// What a division was in `year`, if that was another entry: 襄樊市 was 襄阳市 in 2020, 洪泽县 was 洪泽区, with the same
    /// code or the same name without class word and the same division above.
    pub fn as_of(&self, division: &'static Division, year: Option<i16>) -> &'static Division {
        let Some(year) = year.filter(|year| !division.in_force(*year)) else { return division };
        let same = |one: &&'static Division| {
            !one.short.is_empty() && (one.short, one.parent) == (division.short, division.parent) && one.in_force(year)
        };
        let mut successors = self.entries.iter().filter(same);
        let renamed = self.by_code(division.code, Some(year));
        renamed.or_else(|| successors.next().filter(|_| successors.next().is_none())).unwrap_or(division)
    }

    /// The divisions of `mention` that lie in one of `above`, or are one of them.
    fn within(&self, mention: &Mention, above: &[&'static Division]) -> Vec<&'static Division> {
        let fits = |one: &&'static Division| {
            let lineage = self.lineage(one, None);
            above.iter().any(|above| lineage.iter().any(|step| step.code == above.code))
        };
        mention.divisions.iter().copied().filter(fits).collect()
    }
}

/// The candidates in force in `year` or, if none was, nearest to it.
pub(super) fn nearest(candidates: Vec<&'static Division>, year: Option<i16>) -> Vec<&'static Division> {
    let least = candidates.iter().map(|one| distance(one, year)).min();
    candidates.into_iter().filter(|one| Some(distance(one, year)) == least).collect()
}

/// How far `year` is from the years of a division: 0 while it is in force, 1 in the year it was abolished, since its
/// successor is in force then too, one more for each year beyond.
fn distance(division: &Division, year: Option<i16>) -> i16 {
    let last = division.until.unwrap_or(i16::MAX);
    match year.unwrap_or(i16::MAX) {
        year if year < division.since => division.since.saturating_sub(year),
        year if year < last || division.until.is_none() => 0,
        year => year - last + 1,
    }
}

pub(super) fn decide(candidates: Vec<&'static Division>, year: Option<i16>) -> Resolution {
    match candidates[..] {
        [] => Resolution::None,
        [division] => {
            let in_force = division.in_force(year.unwrap_or(i16::MAX));
            Resolution::Unique { division, in_force }
        }
        _ => Resolution::Ambiguous(candidates),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(text: &str, year: Option<i16>) -> Resolution {
        let divisions = Divisions::load().expect("the register is consistent");
        divisions.resolve(&divisions.mentions(text), year)
    }

    #[test]
    fn chains_resolve_to_one_division() {
        let cases = [
            ("中卫市沙坡头区", 2020, "640502", true),
            ("宁夏回族自治区石嘴山市平罗县", 2020, "640221", true),
            ("宁夏平罗县", 2020, "640221", true),
            ("平罗县", 2020, "640221", true),
            ("南京市鼓楼区", 2020, "320106", true),
            ("福建省福州市鼓楼区", 2020, "350102", true),
            ("上海市普陀区", 2020, "310107", true),
            ("北京市朝阳区", 2020, "110105", true),
            ("长春市朝阳区", 2020, "220104", true),
            ("吉林省吉林市", 2020, "220200", true),
            ("重庆市开县", 2015, "500234", true),
            ("湖北省仙桃市", 2015, "429004", true),
            ("新疆石河子市", 2015, "659001", true),
            ("恩施州恩施市", 2015, "422801", true),
            ("庐江县", 2009, "341421", true),
            ("庐江县", 2011, "340124", true),
            ("四川省简阳市", 2016, "510185", true),
            ("襄樊市", 2012, "420600", false),
            ("洪泽县", 2020, "320829", false),
            ("洪泽区", 2012, "320813", false),
            ("江北区", 2027, "330205", true),
        ];
        for (text, year, code, in_force) in cases {
            match resolve(text, Some(year)) {
                Resolution::Unique { division, in_force: was } => assert_eq!((division.code, was), (code, in_force)),
                other => panic!("{text} {year}: {other:?}"),
            }
        }
    }

    #[test]
    fn divisions_are_what_they_were_in_the_year() {
        let divisions = Divisions::load().expect("the register is consistent");
        let cases = [
            ("420600", 2009, 2020, "420600", "襄阳市"),
            ("320829", 2010, 2020, "320813", "洪泽区"),
            ("320813", 2020, 2010, "320829", "洪泽县"),
            ("320829", 2010, 2016, "320829", "洪泽县"),
            ("500234", 2010, 2020, "500234", "开县"),
            ("110103", 2010, 2020, "110103", "崇文区"),
        ];
        for (code, of, year, want, name) in cases {
            let division = divisions.by_code(code, Some(of)).expect("a code of the register");
            let found = divisions.as_of(division, Some(year));
            assert_eq!((found.code, found.name), (want, name), "{code} {year}");
        }
    }

    #[test]
    fn homonyms_without_a_parent_stay_ambiguous() {
        let cases = [
            ("鼓楼区", 2020, vec!["320106", "320302", "350102", "410204"]),
            ("郊区", 2017, vec!["140311", "140411", "230811", "340711"]),
            ("郊区", 2020, vec!["140311", "230811", "340711"]),
            ("恩施", 2020, vec!["422800", "422801"]),
        ];
        for (text, year, codes) in cases {
            match resolve(text, Some(year)) {
                Resolution::Ambiguous(many) => assert_eq!(many.iter().map(|one| one.code).collect::<Vec<_>>(), codes),
                other => panic!("{text} {year}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_contradicted_chain_means_nothing_and_a_word_ends_it() {
        assert_eq!(resolve("江苏省平罗县", Some(2020)), Resolution::None);
        assert_eq!(resolve("", None), Resolution::None);
        let Resolution::Unique { division, .. } = resolve("平罗县和平", Some(2020)) else {
            panic!("one division")
        };
        assert_eq!(division.code, "640221");
    }
}
