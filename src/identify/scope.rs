//! Whose figures a report holds: the agency's own, a region's, a vertical system's, or several agencies' together.

use std::sync::LazyLock;

use regex::Regex;

use super::naming::Naming;
use super::text::{Passages, pattern};
use crate::report::Scope;

/// Whether the opening says that the report was compiled from those of other bodies, as the office of a government does.
pub fn is_compilation(passages: &Passages) -> bool {
    static COMPILED: LazyLock<Regex> = LazyLock::new(|| {
        pattern("(?:汇总|综合)[^。]{0,40}各[^。]{0,60}(?:编制|编写|形成)|各[^。]{0,60}(?:基础上|编制而成)")
    });
    COMPILED.is_match(&passages.head.flow)
}

/// The scope by the name of the reporter and the title. A government's report sums up its departments and lower levels
/// (国办公开办函〔2019〕60号), unless it says that it is that of the government's own offices (机关, 本级). Departments and
/// towns copy such openings, so theirs do not count.
pub fn decide(naming: &Naming, category: &str, title: &str, passages: &Passages) -> Scope {
    let own_body = ["机关", "本级"].iter().any(|word| title.contains(word));
    let system = title.contains("系统") || naming.name.whole.starts_with("全国");
    match category {
        _ if is_joint(&naming.name.whole) => Scope::Joint,
        _ if system => Scope::SystemSummary,
        "government" if !own_body => Scope::RegionSummary,
        "development_zone" if is_compilation(passages) => Scope::RegionSummary,
        _ => Scope::Own,
    }
}

/// Marks between the names of a joint report.
const MARKS: [char; 3] = ['、', '·', '•'];

/// The first of the names that `name` holds.
pub fn first(name: &str) -> &str {
    if is_joint(name) { name.split(MARKS).next().unwrap_or(name) } else { name }
}

/// Whether a name is two names of agencies or divisions with a mark between them.
pub fn is_joint(whole: &str) -> bool {
    static BODY: LazyLock<Regex> = LazyLock::new(|| pattern("(?:局|厅|委员会|委|办公室|总队|调查队|府|区|县)$"));
    whole.contains(MARKS) && whole.split(MARKS).all(|name| BODY.is_match(name))
}
