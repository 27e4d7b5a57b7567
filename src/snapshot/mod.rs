//! Snapshots: the dataset as files. Written to staging, proven there, then published by one rename.
//!
//! A published snapshot never changes. `LATEST` in the output directory names the one to read; the rename over it is
//! the commit. Directories are synced and links made the Unix way.

pub(crate) mod disk;
pub(crate) mod error;
pub mod list;
pub mod lock;
pub mod manifest;
pub mod pin;
pub mod prune;
pub mod publish;
pub mod published;
pub mod read;
pub mod reuse;

mod datapackage;
mod documents;
mod sweep;
pub(crate) mod verify;
mod views;
mod write;

pub use error::Error;
pub use list::{Listed, find, list};
pub use manifest::Manifest;
pub use prune::{Age, Retention};
pub use publish::{Edition, Output, Staged};
pub use published::{Published, latest};
pub use reuse::{Parts, Reuse};
