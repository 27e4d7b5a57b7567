//! Divisions that the name of a body only hints at, by a name without class word: 洛阳高新技术产业开发区, 涡阳第三中学, 龙华监管局.

use super::name::adjacent;
use super::region::{Context, Known, related};
use crate::register::{Division, Divisions, Level, Mention, Resolution};

/// The division whose name opens the name of a zone: 洛阳高新技术产业开发区 lies in 洛阳市. It must not be foreign to all that
/// the document speaks of and comes from; of those within it the one that the document both names and comes from is meant.
pub fn of_zone(whole: &str, context: &Context, divisions: &'static Divisions, year: Option<i16>) -> Known {
    const ZONES: [&str; 9] = ["开发区", "高新", "保税区", "实验区", "试验区", "新区", "园区", "示范区", "经开区"];
    if !ZONES.iter().any(|word| whole.contains(word)) {
        return Known::Unknown;
    }
    let hinted = match divisions.resolve(&adjacent(divisions.mentions(national(whole)), 0), year) {
        Resolution::Unique { division, .. } => division,
        Resolution::Ambiguous(_) => return Known::Ambiguous,
        Resolution::None => return Known::Unknown,
    };
    let is_related = |one: &'static Division| related(one, hinted, divisions, year);
    if context.all().next().is_some() && !context.all().any(is_related) {
        return if context.has_origin() { Known::Unknown } else { Known::Ambiguous };
    }
    let narrower = context.all().find(|one| one.level > hinted.level && is_related(one) && context.confirms(one));
    Known::Is(narrower.unwrap_or(hinted))
}

/// `whole` from the place in brackets on, if it is the zone of a place that the nation named: 中国(河北)自由贸易试验区.
fn national(whole: &str) -> &str {
    whole.strip_prefix("中国(").unwrap_or(whole)
}

/// The province of a university by the division with whose name, mostly without its class word, its own opens. It is only
/// the province that is taken: 中山大学 is not in 中山市. Of homonyms those of the highest level count.
pub fn of_university(whole: &str, divisions: &'static Divisions, year: Option<i16>) -> Known {
    let first = divisions.mentions(whole).into_iter().next().filter(|mention| mention.start == 0);
    let meant = first.map_or(Vec::new(), |mention| mention.divisions);
    let highest = meant.iter().map(|one| one.level).min();
    let highest = meant.iter().filter(|one| Some(one.level) == highest);
    let mut provinces: Vec<_> = highest.filter_map(|one| divisions.lineage(one, year).first().copied()).collect();
    provinces.dedup_by_key(|province| province.code);
    match provinces[..] {
        [] => Known::Unknown,
        [province] => Known::Is(province),
        _ => Known::Ambiguous,
    }
}

/// Words before the name of a school or hospital of a county behind that of its province.
const BODIES: [&str; 12] =
    ["第", "一", "二", "三", "中学", "小学", "医院", "人民医院", "高级", "实验", "职业", "幼儿园"];

/// The only division of the `province` with whose name the core of a zone, school or hospital opens: 岱山 in 浙江省岱山经济开发区,
/// 涡阳 in 安徽省涡阳第三中学.
pub fn behind_province(
    province: &'static Division,
    core: &str,
    zone: bool,
    divisions: &'static Divisions,
    year: Option<i16>,
) -> Option<&'static Division> {
    let mention = opens_with_short(province, core, zone, divisions)?;
    let lies_in = |one: &&'static Division| {
        one.level > Level::Province && year.is_none_or(|y| one.in_force(y)) && related(one, province, divisions, year)
    };
    let mut meant: Vec<&'static Division> = mention.divisions.into_iter().filter(lies_in).collect();
    meant.dedup_by_key(|one| one.code);
    meant.pop().filter(|_| meant.is_empty())
}

/// The name without class word with which the core of a zone, school or hospital behind a province opens.
pub fn opens_with_short(above: &Division, core: &str, zone: bool, divisions: &Divisions) -> Option<Mention> {
    let mention = divisions.mentions(core).into_iter().next().filter(|mention| mention.start == 0 && !mention.exact)?;
    let rest = &core[mention.end..];
    let body = zone || BODIES.iter().any(|word| rest.starts_with(word));
    (above.level == Level::Province && body).then_some(mention)
}

/// The division that a branch is named for: 生态环境局未央分局 of 西安市 is that of 未央区.
pub fn of_branch(
    above: &'static Division,
    core: &str,
    divisions: &'static Divisions,
    year: Option<i16>,
) -> Option<&'static Division> {
    let named = core.strip_suffix("分局").or_else(|| core.strip_suffix("监管局"))?;
    let mention = divisions.mentions(named).into_iter().find(|mention| mention.end == named.len())?;
    let lies_below = |one: &&'static Division| one.parent == Some(above.code) && year.is_none_or(|y| one.in_force(y));
    mention.divisions.into_iter().find(lies_below)
}
