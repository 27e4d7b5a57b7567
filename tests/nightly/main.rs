//! Builds as a timer runs them, night after night: interrupted, refused, watched by readers, on disks that are full.

mod archive;
mod disk;
mod gate;
mod kill;
mod operation;
mod readers;
mod retention;
#[path = "../support/mod.rs"]
mod support;
mod walkthrough;
