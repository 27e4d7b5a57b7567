//! Random valid reports, and the many ways in which documents print and break them.

pub mod document;
pub mod layout;
pub mod noise;
pub mod report;
pub mod rng;
