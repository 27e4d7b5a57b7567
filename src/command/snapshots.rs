//! `gongkai snapshots`, `pin`, `unpin` and `prune`: which snapshots there are, and which may go.

use std::io::IsTerminal;
use std::path::PathBuf;

use gongkai::show;
use gongkai::snapshot::{Manifest, Output, find, list, pin};
use jiff::Timestamp;

use crate::cli::{Chosen, DataSet, Pin, Prune};

/// Lists the snapshots of a data set, the oldest first.
pub fn snapshots(data_set: &DataSet) -> anyhow::Result<()> {
    let snapshots = list(&data_set.named()?)?;
    print!("{}", show::snapshots(&snapshots, std::io::stdout().is_terminal()));
    Ok(())
}

/// Pins a snapshot.
pub fn pin(arguments: &Pin) -> anyhow::Result<()> {
    let (output, id) = of(&arguments.chosen)?;
    pin::pin(&output, &id, arguments.reason.as_deref().unwrap_or_default())?;
    println!("pinned {id}");
    Ok(())
}

/// Takes the pin of a snapshot away.
pub fn unpin(chosen: &Chosen) -> anyhow::Result<()> {
    let (output, id) = of(chosen)?;
    pin::unpin(&output, &id)?;
    println!("unpinned {id}");
    Ok(())
}

/// The output directory, and the id of the snapshot that is meant.
fn of(chosen: &Chosen) -> anyhow::Result<(PathBuf, String)> {
    let output = chosen.data_set.named()?;
    let manifest = Manifest::read(&find(&chosen.snapshot, Some(&output))?)?;
    Ok((output, manifest.snapshot))
}

/// Removes the snapshots that may go.
pub fn prune(arguments: &Prune) -> anyhow::Result<()> {
    let output = arguments.data_set.named()?;
    // A name that was mistyped must not make a directory.
    list(&output)?;
    let output = Output::open(&output)?;
    let removed = output.prune(&arguments.retention(), Timestamp::now(), arguments.dry_run)?;
    let done = if arguments.dry_run { "would remove" } else { "removed" };
    removed.iter().for_each(|id| println!("{done} {id}"));
    println!("{} {done}", removed.len());
    Ok(())
}
