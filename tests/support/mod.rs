//! Random valid reports, and the many ways in which documents print and break them.

// Compiled into each test binary that takes it in, and each uses another part of it: what one leaves unused is no fault.
#![allow(dead_code)]

pub mod build;
pub mod document;
pub mod drawing;
pub mod layout;
pub mod noise;
pub mod ofd;
pub mod office;
pub mod page;
pub mod pdf;
pub mod program;
pub mod reading;
pub mod report;
pub mod rng;
pub mod snapshot;
