//! The published snapshot, read as text.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use arrow::util::display::array_value_to_string;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use walkdir::WalkDir;

/// The rows of a table: for each column what it prints, empty where it is null.
pub fn rows(output: &Path, table: &str) -> Vec<BTreeMap<String, String>> {
    let id = fs::read_to_string(output.join("LATEST")).expect("a snapshot is published");
    let files = WalkDir::new(output.join("snapshots").join(id.trim()).join(table)).sort_by_file_name();
    let files = files.into_iter().map(|entry| entry.expect("readable").into_path()).filter(|file| file.is_file());
    let mut rows = Vec::new();
    for file in files {
        let file = fs::File::open(file).expect("readable");
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("Parquet");
        for batch in reader.map(|batch| batch.expect("sound")) {
            let value = |column: &str, row| {
                array_value_to_string(batch.column_by_name(column).expect("a column"), row).expect("printable")
            };
            let names: Vec<String> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
            rows.extend(
                (0..batch.num_rows())
                    .map(|row| names.iter().map(|name| (name.clone(), value(name, row))).collect::<BTreeMap<_, _>>()),
            );
        }
    }
    rows
}
