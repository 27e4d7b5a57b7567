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

    /// The stage that is called so has ended; the next begins.
    pub fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.since));
        self.since = now;
    }
}
