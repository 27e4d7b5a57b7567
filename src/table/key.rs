//! Keys: the id of a report and the values of the partitions, all in ASCII that no engine takes for a number.

use serde::Deserialize;

use crate::register::Division;
use crate::report::{Agency, Identity};

/// What stands for a division or an agency that is not known.
pub const UNKNOWN: &str = "unknown";

/// Level of the administrative division that names the `region` partitions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RegionLevel {
    /// 省级: `CN-64`
    #[default]
    Province,
    /// 地级: `CN-6402`
    Prefecture,
    /// 县级: `CN-640221`
    County,
}

/// The `region` partition of a division: `CN-` and its code down to `level`, or less if the division stands above it.
pub fn region(division: Option<&Division>, level: RegionLevel) -> String {
    let digits = match level {
        RegionLevel::Province => 2,
        RegionLevel::Prefecture => 4,
        RegionLevel::County => 6,
    };
    match division.and_then(|division| division.code.get(..digits)) {
        Some(code) => format!("CN-{}", without_lower_levels(code)),
        None => UNKNOWN.to_owned(),
    }
}

/// A code without the pairs `00` that stand for "all of the level above": 640000 is 64.
fn without_lower_levels(code: &str) -> &str {
    match code.strip_suffix("00") {
        Some(shorter) if !shorter.is_empty() => without_lower_levels(shorter),
        _ => code,
    }
}

/// The `agency` partition: the functional category.
pub fn agency(agency: Option<&Agency>) -> &'static str {
    agency.map_or(UNKNOWN, |agency| agency.category)
}

/// `<division code>-<agency slug>-<scope>-<year>`, stable across runs; `None` if the year is unknown.
///
/// `sha256` of the document, hexadecimal, keeps reports apart whose division or agency is unknown: two finance bureaus
/// of two unknown counties must never be taken for one.
pub fn report_id(identity: &Identity, sha256: &str) -> Option<String> {
    let division = identity.division.map_or(UNKNOWN, |division| division.code);
    let agency = identity.agency.as_ref().map_or(UNKNOWN, |agency| agency.slug.as_str());
    let agency = match (identity.division, &identity.agency) {
        (Some(_), Some(_)) => agency.to_owned(),
        _ => format!("{agency}-{}", sha256.get(..8).unwrap_or(sha256)),
    };
    Some(format!("{division}-{agency}-{}-{}", identity.scope.as_str(), identity.year?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Level;
    use crate::report::Scope;

    fn division(code: &'static str) -> Division {
        Division {
            code,
            name: "某地",
            abbreviation: "",
            short: "",
            pinyin: "",
            ordinary: false,
            level: Level::County,
            parent: None,
            since: 0,
            until: None,
        }
    }

    #[test]
    fn regions() {
        use RegionLevel::{County, Prefecture, Province};
        let cases = [
            (Some("640221"), Province, "CN-64"),
            (Some("640221"), Prefecture, "CN-6402"),
            (Some("640221"), County, "CN-640221"),
            (Some("640200"), County, "CN-6402"),
            (Some("640000"), Prefecture, "CN-64"),
            (Some("110000"), County, "CN-11"),
            (Some("000000"), Province, "CN-00"),
            (Some("000000"), County, "CN-00"),
            (None, County, "unknown"),
        ];
        for (code, level, expected) in cases {
            assert_eq!(region(code.map(division).as_ref(), level), expected, "{code:?} {level:?}");
        }
    }

    #[test]
    fn report_ids() {
        let known = Agency { name: "某县某局".to_owned(), category: "finance", slug: "finance-1a2b".to_owned() };
        let county = Box::leak(Box::new(division("640221")));
        let cases = [
            (Some(&*county), Some(&known), Some(2020), Some("640221-finance-1a2b-region_summary-2020")),
            (None, Some(&known), Some(2020), Some("unknown-finance-1a2b-0123abcd-region_summary-2020")),
            (Some(&*county), None, Some(2015), Some("640221-unknown-0123abcd-region_summary-2015")),
            (Some(&*county), Some(&known), None, None),
        ];
        for (division, agency, year, expected) in cases {
            let agency = agency.cloned();
            let identity = Identity { division, agency, year, scope: Scope::RegionSummary, ..Identity::default() };
            assert_eq!(report_id(&identity, "0123abcd4567ef").as_deref(), expected);
        }
    }
}
