//! With what the name of an agency opens: another agency, a zone, a function.

use super::Agencies;

impl Agencies {
    /// The length in bytes of the longest listed name with which `core` opens, short of all of it; 0 if none.
    pub fn opening(&self, core: &str) -> usize {
        core.char_indices().rev().map(|(at, _)| at).find(|at| *at > 0 && self.is_listed(&core[..*at])).unwrap_or(0)
    }

    /// The name of the zone with which `core` opens: up to the first word by which the register knows a zone.
    pub fn zone<'a>(&self, core: &'a str) -> Option<&'a str> {
        let is_zone = |tail: &str| {
            let rows = self.tails.get(tail).into_iter().flatten().map(|&i| &self.rows[i]);
            tail.ends_with('区') && rows.into_iter().any(|row| row.category == "development_zone")
        };
        let starts: Vec<usize> = core.char_indices().map(|(at, _)| at).collect();
        let ends = core.match_indices('区').map(|(at, word)| &core[..at + word.len()]);
        ends.into_iter().find(|zone| starts.iter().any(|at| zone.get(*at..).is_some_and(is_zone)))
    }

    /// Whether `core` opens with a listed function and ends in a word for a kind of body: 城市运行管理中心.
    pub fn opens_with_function(&self, core: &str) -> bool {
        let mut prefixes = core.char_indices().skip(2).map(|(at, _)| &core[..at]);
        self.has_listed_ending(core) && prefixes.any(|prefix| self.stems.contains_key(prefix))
    }
}
