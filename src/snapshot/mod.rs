//! Snapshots: the dataset as files. Written to staging, proven there, then published by one rename.
//!
//! A published snapshot never changes. `LATEST` in the output directory names the one to read; the rename over it is
//! the commit. Directories are synced and links made the Unix way.

pub mod lock;
pub mod manifest;
pub mod publish;

mod datapackage;
mod disk;
mod documents;
mod error;
mod sweep;
mod verify;
mod views;
mod write;

pub use error::Error;
pub use manifest::Manifest;
pub use publish::{Edition, Output, Published, Staged, latest};
