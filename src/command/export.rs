//! `gongkai export`: a part of a table in a format for people without a notebook.

use anyhow::bail;
use gongkai::export::{self, Format, Select};
use gongkai::snapshot::latest;

use crate::cli::Export;

/// Writes the part that was asked for, and says what was written.
pub fn export(arguments: Export) -> anyhow::Result<()> {
    let Export { out, format, table, region, agency, year, data, snapshot } = arguments;
    let root = match snapshot {
        Some(id) => Some(data.join("snapshots").join(id)),
        None => latest(&data)?,
    };
    let Some(root) = root else {
        bail!(
            "no snapshot is published in `{}`; make one with `gongkai build`, or name its folder with --data",
            data.display()
        );
    };
    let selection = Select { table, region, agency, year }.within(&root)?;
    let format = Format::from(format);
    match export::export(&selection, format, &out)? {
        Some(rows) => println!("{rows} rows of {} to {}", selection.table.name, out.display()),
        None => println!("{0}; make a database of it with: duckdb figures.db < {0}", out.display()),
    }
    Ok(())
}
