//! Random valid reports, and the many ways in which documents print and break them.

// Each test uses a part of it.
#![allow(dead_code)]

pub mod document;
pub mod layout;
pub mod noise;
pub mod page;
pub mod report;
pub mod rng;
