//! Administrative divisions (行政区划) with their GB/T 2260 codes.

/// Level of an administrative division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 省, 自治区, 直辖市, 特别行政区
    Province,
    /// 地级市, 地区, 自治州, 盟
    Prefecture,
    /// 县, 县级市, 市辖区, 旗
    County,
}

/// One administrative division with the years its code and name were in force.
#[derive(Debug, PartialEq, Eq)]
pub struct Division {
    /// Six-digit code of GB/T 2260.
    pub code: &'static str,
    /// Official name, such as 平罗县.
    pub name: &'static str,
    /// Level.
    pub level: Level,
    /// Code of the division above; `None` for a province.
    pub parent: Option<&'static str>,
    /// First year in force; 0 if before 2008.
    pub since: i16,
    /// Last year in force; `None` if still in force.
    pub until: Option<i16>,
}

/// The register of divisions.
#[derive(Debug)]
pub struct Divisions {}
