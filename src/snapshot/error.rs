//! What can end the making of a snapshot. Each is one line: what happened, where, what to do.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;
use polars::prelude::PolarsError;

/// What can end the making of a snapshot. Nothing published is touched by any of them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system refused something.
    #[error("cannot {action} `{}`: {source}{}", path.display(), advice(source))]
    Disk {
        /// What was to be done, such as `write`.
        action: &'static str,
        /// To which file or directory.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Another process writes to the output directory.
    #[error("`{}` is in use by another run ({holder}); wait until it ends, or choose another output directory", output.display())]
    Locked {
        /// The output directory.
        output: PathBuf,
        /// What the lock file says, such as `process 4711`.
        holder: String,
    },
    /// A report that was put away could not be loaded.
    #[error("cannot load a report that was put away in the output directory: {source}; run again")]
    Load {
        /// Why not.
        source: io::Error,
    },
    /// A table could not be encoded as Parquet.
    #[error(
        "cannot encode the table `{table}` as Parquet: {source}; this is a defect of the program, please report it"
    )]
    Encode {
        /// The table.
        table: &'static str,
        /// Why.
        source: ParquetError,
    },
    /// The staged files could not be read back.
    #[error("cannot read back `{}`: {source}; nothing was published, run again", path.display())]
    ReadBack {
        /// File or folder.
        path: PathBuf,
        /// Why.
        source: PolarsError,
    },
    /// A file of the published snapshot cannot be read, so that nothing can be compared with it.
    #[error("cannot read `{}`: {source}; `--accept` publishes without a comparison", path.display())]
    Unread {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: ParquetError,
    },
    /// The staged files do not hold what they must.
    #[error("the staged snapshot `{}` is wrong: {fault}; nothing was published, please report it", staging.display())]
    Wrong {
        /// The staging directory, which is kept until the next run.
        staging: PathBuf,
        /// What does not hold.
        fault: String,
    },
    /// `LATEST` or a manifest is not what the program wrote.
    #[error("`{}` is damaged ({fault}); restore it, or write the id of a snapshot in `snapshots/` to `LATEST`", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: String,
    },
    /// The run was asked to stop.
    #[error("stopped; nothing was published")]
    Stopped,
    /// The clock was set back.
    #[error(
        "the clock says {now}, but the published snapshot was made at {created}; set the clock of this machine and run again"
    )]
    Clock {
        /// What the clock says.
        now: String,
        /// When the published snapshot was made.
        created: String,
    },
    /// No snapshot is called so.
    #[error("there is no snapshot `{name}`; `gongkai snapshots --output DIR` lists those of an output directory")]
    NoSnapshot {
        /// What was asked for.
        name: String,
    },
    /// A snapshot with the id exists; ids are never used twice.
    #[error("the snapshot `{id}` exists already; check the clock of this machine and run again")]
    Exists {
        /// The id.
        id: String,
    },
}

/// An [`Error::Disk`] out of an `io::Error`, for `map_err`.
pub fn disk(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Disk { action, path, source }
}

/// What a person can do about it.
fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "; free some space, or choose another output directory",
        ErrorKind::PermissionDenied => "; check the owner and the permissions of the output directory",
        ErrorKind::ReadOnlyFilesystem => "; choose an output directory on a writable file system",
        ErrorKind::CrossesDevices => "; the output directory must be on one file system, without mounts inside",
        ErrorKind::NotADirectory | ErrorKind::IsADirectory | ErrorKind::DirectoryNotEmpty => {
            "; something else is there: move it away, or choose another output directory"
        }
        ErrorKind::Unsupported => "; this file system lacks it, choose an output directory on a local disk",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_one_line_with_the_path_and_the_advice() {
        let cases = [
            (ErrorKind::StorageFull, "free some space"),
            (ErrorKind::PermissionDenied, "permissions"),
            (ErrorKind::CrossesDevices, "one file system"),
            (ErrorKind::ReadOnlyFilesystem, "writable"),
        ];
        for (kind, advice) in cases {
            let message = disk("write", Path::new("out/LATEST"))(kind.into()).to_string();
            assert!(message.starts_with("cannot write `out/LATEST`: "), "{message}");
            assert!(message.contains(advice) && !message.contains('\n'), "{message}");
        }
    }
}
