//! Checks: what a report says against itself, and against the report of the year before.

mod cells;
pub mod relations;
pub mod series;

#[cfg(test)]
mod sample;
