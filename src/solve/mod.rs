//! Solving: candidate readings of the rows of a table in, one reading of each cell out, or none.
//!
//! The equations of the form choose. A cell on which all surviving readings agree is read; one on which they differ is
//! ambiguous. A table that contradicts itself is never read into harmony: see [`table`].

pub mod blanks;
mod cells;
mod fill;
mod liberty;
mod model;
mod propagate;
pub mod reading;
pub mod reason;
mod search;
pub mod table;
mod tokens;

pub use model::CrossEquation;
pub use reading::{Cell, Domain, Equation, Reading, RelationName};
pub use table::{Outcome, solve};
