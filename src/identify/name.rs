//! An agency's name as printed, taken apart: the divisions that open it, and its core.

use std::sync::LazyLock;

use regex::Regex;

use super::body::{self, core, heading, without_notes};
use super::text::pattern;
use crate::register::{Mention, Registers};

/// Region words that name no region (我县, 自治区); longer ones first.
const GENERIC: [&str; 10] = ["自治区", "自治州", "自治县", "省", "市", "州", "县", "区", "旗", "盟"];

/// Words that turn a division's name before them into a part of a lower body's name: 新城街道 is no 新城.
const LOWER_BODIES: [&str; 5] = ["街道", "镇", "乡", "社区", "地区办事处"];

/// Words with which a name of a body ends.
const BODIES: [char; 17] =
    ['局', '厅', '委', '会', '办', '室', '府', '处', '院', '心', '所', '站', '队', '社', '校', '部', '署'];

/// A name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The whole name, folded.
    pub whole: String,
    /// The central agency that opens the name of one of its local bodies: 国家税务总局; mostly empty.
    pub head: String,
    /// The division names that open it.
    pub chain: Vec<Mention>,
    /// The region word that opens it instead: 省, 自治区.
    pub generic: Option<&'static str>,
    /// What is left: 自然资源局; empty for a bare region.
    pub core: String,
}

impl Name {
    /// Takes `whole` apart.
    pub fn parse(whole: &str, registers: Registers) -> Name {
        let whole = whole.trim_start_matches(['由', '与', '向', '的']);
        let whole = ["直接与", "请与", "请向", "我", "本"].iter().find_map(|w| whole.strip_prefix(w)).unwrap_or(whole);
        let whole = &*without_notes(whole);
        let mentions = registers.divisions.mentions(whole);
        let (head, start) = head(whole, &mentions, registers);
        let chain = opening_chain(whole, start, mentions, registers);
        let rest = &whole[chain.last().map_or(start, |last| last.end)..];
        let generic = if chain.is_empty() { generic(rest, registers) } else { None };
        let rest = others(&rest[generic.map_or(0, str::len)..], &chain, registers);
        let rest = without_level(rest, whole, &chain, registers);
        let core = core(rest, registers);
        let core = if head.is_empty() || registers.agencies.is_listed(&core) { core } else { format!("{head}{core}") };
        Name { whole: whole[start - head.len()..].to_owned(), head: head.to_owned(), chain, generic, core }
    }

    /// The same for the body whose office is only to be asked: 高新区管委会 for 高新区管委会办公室.
    pub fn of_body(mut self) -> Name {
        let Some(committee) = body::committee(&self.core).map(str::to_owned) else { return self };
        let end = self.whole.rfind(&committee).map_or(self.whole.len(), |at| at + committee.len());
        self.whole.truncate(end);
        Name { core: committee, ..self }
    }

    /// Whether this is a word for a kind of body, and names none: 街道办事处, 镇人民政府, 政府.
    fn is_nameless(&self) -> bool {
        static KIND: LazyLock<Regex> =
            LazyLock::new(|| pattern("^(?:乡镇|镇|乡|街道?|地区)(?:人民政府|政府|办事处|办|街道办事处)?$|^办事处$"));
        let alone = self.chain.is_empty() && self.generic.is_none();
        KIND.is_match(&self.core) || (alone && matches!(&*self.core, "人民政府" | "政府"))
    }

    /// Whether this is the name of an agency, as far as one can tell: listed, or of a region and ending like one.
    pub fn is_agency(&self, registers: Registers) -> bool {
        static NO_NAME: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"[0-9各等的了将其,]|领导下|年度|年报|报告|首页|网站|信息公开$"));
        let core = self.core.as_str();
        if core.is_empty() || core.chars().count() > 30 || NO_NAME.is_match(core) || self.is_nameless() {
            return false;
        }
        let placed = !self.chain.is_empty() || self.generic.is_some();
        let of_zone = core.rsplit_once('区').is_some_and(|(_, rest)| registers.agencies.is_listed(rest));
        let zone = registers.zones.opening(&self.whole, None).map(|(_, end)| &self.whole[end..]);
        let system = self.whole.strip_prefix("全国").and_then(|rest| heading(rest, registers)).is_some();
        of_zone
            || system
            || zone.is_some_and(|rest| rest.is_empty() || registers.agencies.is_listed(rest))
            || registers.agencies.is_listed(core)
            || (registers.agencies.has_listed_ending(core) && !core.contains('、'))
            || (placed && core.chars().count() > 2 && core.ends_with(BODIES))
    }

    /// Whether this is a region and nothing else: the report of its government.
    pub fn is_region(&self) -> bool {
        self.core.is_empty() && !self.chain.is_empty()
    }

    /// Whether this is an office that only edits the reports of a government.
    pub fn is_editor(&self) -> bool {
        let office = self.core.ends_with("办公室") || self.core.ends_with("领导小组") || self.core.ends_with('办');
        office && ["政务公开", "信息公开"].iter().any(|word| self.core.contains(word))
    }
}

/// What stands before the division in the name of a local body of a central one (国家税务总局平罗县税务局), and the byte at
/// which the division begins. Other words before a listed agency are no part of the name: mirrors put them there.
fn head<'a>(whole: &'a str, mentions: &[Mention], registers: Registers) -> (&'a str, usize) {
    const HEADS: [&str; 4] = ["中华人民共和国", "国网", "中共", "中国共产党"];
    let Some(first) = mentions.iter().find(|mention| mention.exact).or(mentions.first()) else { return ("", 0) };
    let (before, rest) = (&whole[..first.start], &whole[first.end..]);
    let central = ["国家", "中国"].iter().any(|word| before.starts_with(word)) && registers.agencies.is_listed(before);
    if HEADS.contains(&before) || central {
        return (before, first.start);
    }
    let noise = first.exact && mentions.first() == Some(first) && registers.agencies.is_listed(rest);
    ("", if noise { first.start } else { 0 })
}

/// `rest` behind the other regions of a joint report: 闸北区、静安区.
fn others<'a>(mut rest: &'a str, chain: &[Mention], registers: Registers) -> &'a str {
    while let Some(next) = rest.strip_prefix(['、', '和']).filter(|_| !chain.is_empty()) {
        match registers.divisions.mentions(next).first() {
            Some(mention) if mention.start == 0 && mention.exact => rest = &next[mention.end..],
            _ => break,
        }
    }
    rest
}

/// `rest` without the level of its division said once more: 硚口区 and 区城市运行管理中心.
fn without_level<'a>(rest: &'a str, whole: &str, chain: &[Mention], registers: Registers) -> &'a str {
    /// Words of functions that begin with such a level.
    const WORDS: [&str; 9] = ["市场", "市政", "市容", "市民", "市区", "区域", "区划", "县域", "县城"];
    let agencies = registers.agencies;
    let level = chain.last().and_then(|last| whole[..last.end].chars().last());
    let Some(below) = level.and_then(|level| rest.strip_prefix(level)) else { return rest };
    let function = WORDS.iter().any(|word| rest.starts_with(word)) || agencies.is_listed(rest);
    let named = below.chars().count() > 3 && agencies.classify(below).is_some();
    if named && !function { below } else { rest }
}

/// The names of which the first begins at byte `start`, and each other where the one before ends.
pub fn adjacent(mentions: Vec<Mention>, start: usize) -> Vec<Mention> {
    let mut chain: Vec<Mention> = Vec::new();
    for mention in mentions.into_iter().skip_while(|mention| mention.start < start) {
        if mention.start != chain.last().map_or(start, |last| last.end) {
            break;
        }
        chain.push(mention);
    }
    chain
}

/// The division names with which `text` opens behind byte `start`. A name without its class word counts only before a listed agency:
/// 云南自然资源厅, but not 前进街道.
fn opening_chain(text: &str, start: usize, mentions: Vec<Mention>, registers: Registers) -> Vec<Mention> {
    let mut chain = adjacent(mentions, start);
    while let Some(last) = chain.last() {
        let rest = &text[last.end..];
        let lower = LOWER_BODIES.iter().any(|word| rest.starts_with(word));
        let listed = registers.agencies.is_listed(rest) || heading(rest, registers).is_some();
        let agency = rest.is_empty() || listed || rest.starts_with("人民政府");
        if agency || (last.exact && !lower) {
            break;
        }
        chain.pop();
    }
    chain
}

/// The region word before a listed agency or a government: 县住建局, 自治区人民政府; or before another body of a known function:
/// 区城市运行管理中心, but not 市桥街道.
fn generic(text: &str, registers: Registers) -> Option<&'static str> {
    GENERIC.into_iter().find(|word| {
        let rest = text.strip_prefix(word).unwrap_or_default();
        let listed = registers.agencies.is_listed(rest) || registers.agencies.is_listed(&core(rest, registers));
        listed || registers.agencies.opens_with_function(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let registers = Registers::load().expect("the registers are sound");
        let cases = [
            // name, divisions, region word, core
            ("太原市小店区水务局", 2, None, "水务局"),
            ("太原市小店区", 2, None, ""),
            ("嘉祥县人民政府", 1, None, "人民政府"),
            ("嘉祥县人民政府办公室", 1, None, "人民政府办公室"),
            ("嘉祥县财政局办公室", 1, None, "财政局"),
            ("嘉祥县财政局政务公开办公室", 1, None, "财政局"),
            ("自治区财政厅", 0, Some("自治区"), "财政厅"),
            ("县住建局", 0, Some("县"), "住建局"),
            ("我市审计局办公室", 0, Some("市"), "审计局"),
            ("云南财政厅", 1, None, "财政厅"),
            ("国家税务总局嘉祥县税务局", 1, None, "税务局"),
            ("中国人民银行嘉祥县支行", 1, None, "支行"),
            ("国家能源局", 0, None, "国家能源局"),
            ("前进街道办事处", 0, None, "前进街道办事处"),
            ("嘉祥县人民政府卧龙山街道办事处", 1, None, "卧龙山街道办事处"),
            ("洛阳高新技术产业开发区管理委员会", 0, None, "洛阳高新技术产业开发区管理委员会"),
            ("安徽大学", 0, None, "安徽大学"),
            ("区域合作办公室", 0, None, "区域合作办公室"),
            ("区城市运行管理中心", 0, Some("区"), "城市运行管理中心"),
            ("市桥街道办事处", 0, None, "市桥街道办事处"),
            ("市政工程管理处", 0, None, "市政工程管理处"),
        ];
        for (whole, divisions, generic, core) in cases {
            let name = Name::parse(whole, registers);
            assert_eq!((name.chain.len(), name.generic, name.core.as_str()), (divisions, generic, core), "{whole}");
        }
    }

    #[test]
    fn what_is_an_agency() {
        let registers = Registers::load().expect("the registers are sound");
        let is = |whole| Name::parse(whole, registers).is_agency(registers);
        for whole in ["嘉祥县财政局", "财政部", "卧龙山街道办事处", "嘉祥县环洞庭湖建设办公室", "县财政局"]
        {
            assert!(is(whole), "{whole}");
        }
        for whole in ["嘉祥县", "某某欢迎您", "各镇", "2020年", "本报告"] {
            assert!(!is(whole), "{whole}");
        }
    }
}
