//! `gongkai diff`: what changed between two snapshots, for a terminal or as a file.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use gongkai::diff::{self, Change, Error, Export, Format, Summary};
use gongkai::snapshot::find;

use crate::cli::{Diff, DiffFormat};

/// Exit code if something changed, as that of the Unix command.
const DIFFERENT: u8 = 1;

/// Compares two snapshots.
pub fn diff(arguments: &Diff) -> anyhow::Result<ExitCode> {
    let output = arguments.data_set.output()?;
    let [old, new] = [&arguments.old, &arguments.new].map(|name| find(name, output.as_deref()));
    let (old, new) = (old?, new?);
    let styled = std::io::stdout().is_terminal();
    let summary = match (arguments.format, &arguments.to) {
        (DiffFormat::Text, Some(_)) => bail!("`--to` is for files; add `--format csv` or `--format parquet`"),
        (DiffFormat::Parquet, None) => bail!("Parquet is not for a terminal; add `--to FILE`"),
        (DiffFormat::Text, None) => {
            let mut cells = Vec::new();
            let summary = diff::diff(&old, &new, &mut |change: Change| {
                if cells.len() < arguments.most {
                    cells.push(change);
                }
                Ok(())
            })?;
            let page = diff::summary(&summary, arguments.most, styled);
            let page = page + &diff::cells(&cells, summary.totals().values().sum(), styled);
            // If nobody reads on, as behind `| head`, no more is wanted.
            std::io::stdout().write_all(page.as_bytes()).ok();
            summary
        }
        (DiffFormat::Csv, None) => match export(Export::to_stdout()?, &old, &new) {
            // Nobody reads on, as behind `| head`.
            Err(Error::Write { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
                return Ok(ExitCode::from(DIFFERENT));
            }
            summary => summary?,
        },
        (format, Some(file)) => {
            let format = if format == DiffFormat::Csv { Format::Csv } else { Format::Parquet };
            let summary = export(Export::to_file(file, format)?, &old, &new)?;
            print!("{}", diff::summary(&summary, arguments.most, styled));
            summary
        }
    };
    Ok(if summary.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENT) })
}

fn export(mut export: Export, old: &Path, new: &Path) -> Result<Summary, Error> {
    let summary = diff::diff(old, new, &mut |change| export.add(change))?;
    export.finish()?;
    Ok(summary)
}
