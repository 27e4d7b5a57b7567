//! Registers of what the world outside the documents is called: administrative divisions and agencies.

pub mod agency;
pub mod division;

pub use agency::{Agencies, AgencyRegisterError, Category};
pub use division::{Division, Divisions, Level};

/// The registers that identification looks names up in.
#[derive(Debug, Clone, Copy)]
pub struct Registers {
    /// Administrative divisions.
    pub divisions: &'static Divisions,
    /// Agencies.
    pub agencies: &'static Agencies,
}
