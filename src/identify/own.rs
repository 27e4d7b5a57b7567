//! What a document calls itself: 我县, 全区, 我镇, 我局.

use std::sync::LazyLock;

use regex::Regex;

use super::text::{Passages, pattern};

/// The level at which a document speaks of itself: 我县, 全区, 市委、市政府; none if it speaks of several alike.
pub fn level(passages: &Passages) -> Option<&'static str> {
    most(passages, 1)
}

/// The same by its own words alone: 我县, 全区.
pub fn level_of_its_own(passages: &Passages) -> Option<&'static str> {
    most(passages, 0)
}

/// The level spoken of most, those of 市委 and 市政府 counting so much.
fn most(passages: &Passages, above_counts: u32) -> Option<&'static str> {
    const WORDS: [&str; 8] = ["自治区", "省", "市", "州", "县", "区", "旗", "盟"];
    static LEVEL: LazyLock<Regex> = LazyLock::new(|| {
        pattern("[我全本](自治区|[省市州县区旗盟])|(?:^|[,。、\n])(自治区|[省市州县区旗盟])(?:委|政府|直)")
    });
    let mut counts = WORDS.map(|word| (0, word));
    for stretch in passages.stretches() {
        for found in LEVEL.captures_iter(&stretch.flow) {
            let (word, weight) = match (found.get(1), found.get(2)) {
                (Some(own), _) => (own.as_str(), 2),
                (_, Some(above)) => (above.as_str(), above_counts),
                _ => continue,
            };
            counts.iter_mut().filter(|(_, known)| *known == word).for_each(|(count, _)| *count += weight);
        }
    }
    counts.sort();
    let [.., (second, _), (most, word)] = counts;
    (most > second).then_some(word)
}

/// What body below a government a document speaks of as its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// 我镇, 我乡, 我街道
    Town,
    /// 我局
    Bureau,
}

/// The body below a government that the document says it is; none for a government, and where it does not say.
pub fn body(passages: &Passages) -> Option<Body> {
    static TOWN: LazyLock<Regex> = LazyLock::new(|| pattern("我(?:镇|乡|街道|街办|办事处)"));
    let says = |speaks: &dyn Fn(&str) -> bool| passages.stretches().iter().any(|stretch| speaks(&stretch.flow));
    match () {
        () if says(&|text| TOWN.is_match(text)) => Some(Body::Town),
        () if says(&|text| text.contains("我局")) => Some(Body::Bureau),
        () => None,
    }
}
