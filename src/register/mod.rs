//! Registers of what the world outside the documents is called: administrative divisions and agencies.

pub mod division;

pub use division::{Division, Divisions, Level};
