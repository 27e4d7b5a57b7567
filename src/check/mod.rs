//! Checks: what a report says against itself, and against the report of the year before.

pub mod bounds;
mod cells;
mod mention;
pub mod prose;
pub mod relations;
pub mod series;

#[cfg(test)]
mod sample;
