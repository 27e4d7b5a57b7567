//! The body that a name means, without the offices and sections within it: 财政局 for 财政局政务公开办公室.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::text::pattern;
use crate::register::Registers;

/// `text` without what brackets add to a name: (以下简称县政府办公室), 武昌经开区(滨江)管委会.
pub fn without_notes(text: &str) -> Cow<'_, str> {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"\((?:以下|下)?(?:统|简)?称[^()]*\)|(?<zone>[区园城])\([^()]{1,12}\)(?<of>管委会|管理委员会)")
    });
    if text.contains('(') { NOTE.replace_all(text, "${zone}${of}") } else { Cow::Borrowed(text) }
}

/// `rest` of a name without the sections and offices within the agency (综合办公室, 政务公开科), and a township's without its
/// county government. The office of a government or committee is an agency of its own.
pub fn core(rest: &str, registers: Registers) -> String {
    if let Some(below) = rest.strip_prefix("人民政府").filter(|below| registers.agencies.has_listed_ending(below)) {
        return core(below, registers);
    }
    if let Some(heading) = heading(rest, registers) {
        return heading;
    }
    let mut body = rest;
    while let Some(outer) = outer(body, registers) {
        body = outer;
    }
    body.to_owned()
}

/// The body of which `name` is an office or a section; `None` if it is none, or an agency of its own.
fn outer(name: &str, registers: Registers) -> Option<&str> {
    static WITHIN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            "^(?:(?<body>.+?(?:局|厅|委员会|委|部|署|办|室|社|公司|大学|管委会|政府|办事处|支队))",
            "(?:(?:政府)?(?:信息|政务)(?:与政务)?公开)?(?:工作)?(?:领导小组)?(?:党政)?(?:综合)?(?:办公室|办公厅|办|科|股|处|室|中心)",
            "|(?<town>.+?(?:镇|乡|街道))(?:党政综合|党政|综合|政务公开|信息公开)(?:办公室|办|科|股))$",
        ))
    });
    let agencies = registers.agencies;
    if agencies.is_listed(name) || committee(name).is_some() {
        return None;
    }
    let found = WITHIN.captures(name)?;
    let body = found.name("body").or(found.name("town"))?.as_str();
    let branch = body.ends_with("分局") && agencies.classify(body).is_some();
    let known = agencies.is_listed(body) || agencies.has_listed_ending(body);
    (branch || known || outer(body, registers).is_some()).then_some(body)
}

/// The committee of a zone whose own office `name` is.
pub fn committee(name: &str) -> Option<&str> {
    let offices = ["党政综合办公室", "党政办公室", "综合办公室", "办公室", "党政综合办", "党政办"];
    let body = offices.iter().find_map(|office| name.strip_suffix(office))?;
    (body.ends_with("管委会") || body.ends_with("管理委员会")).then_some(body)
}

/// The agency that heads a vertical system: 邮政管理局 for 邮政管理系统.
pub fn heading(rest: &str, registers: Registers) -> Option<String> {
    let heading = format!("{}局", rest.strip_suffix("系统")?);
    registers.agencies.is_listed(&heading).then_some(heading)
}
