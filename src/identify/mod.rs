//! Identification.
pub mod date;
pub mod issues;
pub mod text;
pub mod title;
