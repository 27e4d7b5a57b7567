//! A script for the command line of DuckDB: `duckdb figures.db < statistics.sql` makes a database with the table in it.
//! The engine is not part of the program: building it takes longer than everything else together.

use std::path::PathBuf;

use crate::export::Selection;
use crate::form::Forms;
use crate::table::{Rows, Table};

/// The script. It names the files of the snapshot with their whole paths, so that it can be run from anywhere.
pub fn script(selection: &Selection) -> String {
    let Table { name, description, .. } = selection.table;
    let keys = matches!(selection.table.rows, Rows::PerReport { .. });
    let wanted = match selection.of_reports.as_slice() {
        [] => String::new(),
        values => {
            let is = |(column, value): &(&str, String)| format!("{column} = {}", quoted(value));
            let is = values.iter().map(is).collect::<Vec<_>>().join(" AND ");
            let reports = files(&selection.report_files);
            format!("\nWHERE report_id IN (SELECT report_id FROM read_parquet({reports}) WHERE {is})")
        }
    };
    let mut sql = format!(
        "-- Run it with: duckdb figures.db < this file\nCREATE OR REPLACE TABLE {name} AS\nSELECT * FROM read_parquet({}, \
         hive_partitioning = {keys}){wanted};\nCOMMENT ON TABLE {name} IS {};\n",
        files(&selection.files),
        quoted(description),
    );
    if let Ok(forms) = Forms::load() {
        for field in (selection.table.schema)(forms).fields() {
            let words = field.metadata().get("description").map_or("", String::as_str);
            sql += &format!("COMMENT ON COLUMN {name}.\"{}\" IS {};\n", field.name(), quoted(words));
        }
    }
    sql
}

fn files(paths: &[PathBuf]) -> String {
    let path = |path: &PathBuf| quoted(&std::path::absolute(path).unwrap_or_else(|_| path.clone()).to_string_lossy());
    format!("[\n    {}\n]", paths.iter().map(path).collect::<Vec<_>>().join(",\n    "))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
