//! Solving: candidate readings of the rows of a table in, one reading of each cell out, or none.
//!
//! The equations of the form choose. A cell on which all surviving readings agree is read; one on which they differ is
//! ambiguous. A table that contradicts itself is never read into harmony: see [`search`].

pub mod blanks;
mod fill;
pub mod reading;
pub mod search;

pub use reading::{Cell, Domain, Equation, Reading};
pub use search::{CrossEquation, Outcome, solve};
