//! Registers of what the world outside the documents is called: administrative divisions and agencies.
//!
//! The registers are CSV tables beside this file, compiled into the program; README.md there tells where each comes
//! from and how to mend it. A register proves itself consistent when it is loaded.

pub mod agency;
pub mod division;
pub mod zone;

pub use agency::{Agencies, Category};
pub use division::{Division, Divisions, Level, Mention, Resolution};
pub use zone::Zones;

/// The text of every register file.
pub const FILES: [&str; 6] = [
    include_str!("divisions.csv"),
    include_str!("host_labels.csv"),
    include_str!("zones.csv"),
    include_str!("agency_categories.csv"),
    include_str!("agencies.csv"),
    include_str!("agency_labels.csv"),
];

/// What is wrong with a register; always a fault of its table, never of the documents.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The register that it refers to is damaged.
    #[error("{0}")]
    Other(&'static RegisterError),
    /// The table cannot be read as CSV with the columns expected.
    #[error("unreadable register: {0}")]
    Table(#[from] csv::Error),
    /// A row contradicts itself or another row.
    #[error("inconsistent register: {key}: {reason}")]
    Inconsistent {
        /// What names the row, such as the code of a division.
        key: String,
        /// The rule broken.
        reason: &'static str,
    },
}

/// The registers that identification looks names up in.
#[derive(Debug, Clone, Copy)]
pub struct Registers {
    /// Administrative divisions.
    pub divisions: &'static Divisions,
    /// Agencies.
    pub agencies: &'static Agencies,
    /// Development zones.
    pub zones: &'static Zones,
}

impl Registers {
    /// The registers compiled into the program.
    ///
    /// # Errors
    /// If one of their tables is damaged.
    pub fn load() -> Result<Registers, &'static RegisterError> {
        Ok(Registers { divisions: Divisions::load()?, agencies: Agencies::load()?, zones: Zones::load()? })
    }
}
