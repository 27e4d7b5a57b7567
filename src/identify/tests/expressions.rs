//! What is read step by step, because it is asked of every document, is what an expression reads that says it in one line.

use std::sync::LazyLock;

use proptest::prelude::*;
use regex::Regex;

use super::super::opening::{WORDS, names};
use super::super::text::pattern;
use super::super::title::{LONGEST, is_other, whole_title};

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    let words = "[^。;:!?,《》]{0,45}(?:信息公开|政务公开)[^。;:!?,《》]{0,18}(?:报告|年报)";
    pattern(&format!(r"^{words}(?:\([0-9]{{4}}[^)]{{0,6}}\))?$"))
});

static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!("(?:^|,)(?:20[0-9]{{2}}年度?,?)?(?:[^,]{{2,24}}下,)?([^,:]{{3,30}}?)(?:{WORDS})"))
});

const OF_TITLES: &str = "政府信息公开|政府信息公开|政务公开|年度报告|年度报告|年报|报|告|(2012年)|(2012)|(|)|2013|年|江南县水务局|,|《|通知|\
                         长长长长长长长长长长长长长长";

const OF_OPENINGS: &str = ",|,|:|2020年|2020年度|2019|年|度|下|下,|在|县委领导|江南县水务局|我局|认真|以习近平|依|依法|的|长长长长长长长长长长";

/// Texts of up to so many of these parts.
fn texts(parts: &'static str, most: usize) -> impl Strategy<Value = String> {
    let part = prop::sample::select(parts.split('|').collect::<Vec<_>>());
    prop::collection::vec(part, 0..most).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn titles(text in texts(OF_TITLES, 9)) {
        let is_title = text.chars().count() <= LONGEST && TITLE.is_match(&text) && !is_other(&text);
        prop_assert_eq!(whole_title(&text), is_title);
    }

    #[test]
    fn openings_of_clauses(text in texts(OF_OPENINGS, 14)) {
        let found = OPENING.captures_iter(&text).filter_map(|found| found.get(1));
        let expected: Vec<(usize, &str)> = found.map(|name| (name.start(), name.as_str())).collect();
        prop_assert_eq!(names(&text), expected);
    }
}
