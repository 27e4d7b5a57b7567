//! A stopwatch: how long each stage of a run takes.

use std::time::{Duration, Instant};

/// Stages and how long each took.
pub type Laps = Vec<(&'static str, Duration)>;

/// Measures stages that follow one another.
#[derive(Debug)]
pub struct Stopwatch {
    since: Instant,
    /// The stages that have ended.
    pub laps: Laps,
}

impl Stopwatch {
    /// The first stage begins.
    pub fn start() -> Stopwatch {
        Stopwatch { since: Instant::now(), laps: Vec::new() }
    }

    /// The stage that is called so has ended; the next begins. A stage that comes again takes as long as all its times.
    pub fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        let took = now - self.since;
        self.since = now;
        match self.laps.iter_mut().find(|(known, _)| *known == stage) {
            Some((_, all)) => *all += took,
            None => self.laps.push((stage, took)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_that_comes_again_is_listed_once() {
        let mut watch = Stopwatch::start();
        ["read", "write", "read"].into_iter().for_each(|stage| watch.lap(stage));
        assert_eq!(watch.laps.iter().map(|(stage, _)| *stage).collect::<Vec<_>>(), ["read", "write"]);
    }
}
