//! Whose figures a report holds: the agency's own, a region's, a vertical system's, or several agencies' together.

use std::sync::LazyLock;

use regex::Regex;

use super::naming::Naming;
use super::text::{Passages, pattern};
use crate::report::Scope;

/// Words by which a government's report says that it sums up its departments and lower levels.
static SUMMARY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"汇总|综合[^,。]{0,20}各|[全各](?:县|市|区|省|州|旗)(?:各|共|累计|主动|受理|政府|行政|收到)",
        r"|各(?:镇|乡|街|县|区|市|部门|级行政|级政府|单位|委办局|委、办)",
    ))
});

/// Whether the opening says that the report was compiled from those of other bodies, as the office of a government does.
pub fn is_compilation(passages: &Passages) -> bool {
    static COMPILED: LazyLock<Regex> = LazyLock::new(|| {
        pattern("(?:汇总|综合)[^。]{0,40}各[^。]{0,60}(?:编制|编写|形成)|各[^。]{0,60}(?:基础上|编制而成)")
    });
    COMPILED.is_match(&passages.head.flow)
}

/// Whether the opening claims to sum up other bodies' reports. Departments and towns copy such openings, so only a
/// government's claim counts.
pub fn claims_summary(passages: &Passages) -> bool {
    SUMMARY.is_match(&passages.head.flow)
}

/// The scope by the name of the reporter, the title, and for a government also by its opening.
pub fn decide(naming: &Naming, category: &str, title: &str, passages: &Passages) -> Scope {
    let own_body = title.contains("机关") || title.contains("本级");
    let system = title.contains("系统") || naming.name.whole.starts_with("全国");
    match category {
        _ if is_joint(&naming.name.whole) => Scope::Joint,
        _ if system => Scope::SystemSummary,
        "government" if own_body => Scope::Own,
        "government" if naming.name.is_region() || naming.name.is_editor() || claims_summary(passages) => {
            Scope::RegionSummary
        }
        "development_zone" if naming.from == "compiled_by" && is_compilation(passages) => Scope::RegionSummary,
        _ => Scope::Own,
    }
}

/// Whether a name is two names of agencies or divisions with a mark between them.
fn is_joint(whole: &str) -> bool {
    static BODY: LazyLock<Regex> = LazyLock::new(|| pattern("(?:局|厅|委员会|委|办公室|总队|府|区|县)$"));
    whole.contains(['、', '·', '•']) && whole.split(['、', '·', '•']).all(|name| BODY.is_match(name))
}
