//! The documents of a snapshot: what people and programs read before they open the tables.

use std::fmt::Write;

use arrow::datatypes::{DataType, Field, Schema};
use serde_json::{Value, json};

use crate::form::Forms;
use crate::snapshot::manifest::{self, Content, FileEntry, TableEntry};
use crate::table::{Partition, Rows, SCHEMA_VERSION, TABLES, Table};

/// The head of the README; the tables follow.
const README: &str = include_str!("README.template.md");

/// The README: how to load the tables, what to know, and every column.
pub fn readme(content: &Content, forms: &Forms) -> String {
    TABLES
        .iter()
        .zip(&content.tables)
        .fold(README.to_owned(), |text, (table, entry)| text + &table_section(table, entry, &(table.schema)(forms)))
}

fn table_section(table: &Table, entry: &TableEntry, schema: &Schema) -> String {
    let partitions = match partitions(table).as_slice() {
        [] => String::new(),
        names => format!(" Partitioned by {}.", names.join(", ")),
    };
    let mut text = format!(
        "### `{}`\n\n{} ({}). One row per {}; {} rows.{partitions}\n\n| column | type | unit | description | 说明 |\n|---|---|---|---|---|\n",
        table.name, table.description, table.description_zh, table.grain, entry.rows
    );
    for field in schema.fields() {
        let [description, description_zh, unit] = words(field);
        let row = format!("| `{}` | {} | {unit} | {description} | {description_zh} |", field.name(), field.data_type());
        writeln!(text, "{row}").expect("a string takes every text");
    }
    text + "\n"
}

/// The description of the snapshot as a Frictionless Data Package.
pub fn datapackage(content: &Content, forms: &Forms) -> String {
    let tables = TABLES.iter().zip(&content.tables).filter(|(_, entry)| entry.files > 0);
    let resources: Vec<Value> = tables.map(|(table, entry)| resource(table, entry, content, forms)).collect();
    manifest::json(&json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "gongkai",
        "title": "Statistics of Chinese government information disclosure (政府信息公开工作年度报告)",
        "version": SCHEMA_VERSION,
        "software_version": content.software_version,
        "definitions": content.definitions,
        "inputs": content.inputs,
        "resources": resources,
    }))
}

fn resource(table: &Table, entry: &TableEntry, content: &Content, forms: &Forms) -> Value {
    let files: Vec<&FileEntry> = content.files.iter().filter(|file| file.table == table.name).collect();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let hashes: Vec<String> = files.iter().map(|file| format!("sha256:{}", file.sha256)).collect();
    let fields: Vec<Value> = (table.schema)(forms).fields().iter().map(|field| describe(field)).collect();
    let mut schema = json!({ "fields": fields });
    if !table.key.is_empty() {
        // Not `primaryKey`, which allows no nulls: `applicant` is null outside the applications table.
        schema["uniqueKeys"] = json!([table.key]);
    }
    json!({
        "name": table.name,
        "description": table.description,
        "description_zh": table.description_zh,
        "grain": table.grain,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "partitions": partitions(table),
        "rows": entry.rows,
        "bytes": entry.bytes,
        "path": paths,
        "hashes": hashes,
        "schema": schema,
    })
}

fn describe(field: &Field) -> Value {
    let [description, description_zh, unit] = words(field);
    let mut value = json!({
        "name": field.name(),
        "type": frictionless_type(field.data_type()),
        "description": description,
        "description_zh": description_zh,
        "constraints": { "required": !field.is_nullable() },
    });
    if !unit.is_empty() {
        value["unit"] = json!(unit);
    }
    value
}

fn frictionless_type(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Boolean => "boolean",
        DataType::Int16 | DataType::Int32 | DataType::Int64 => "integer",
        DataType::Float64 => "number",
        DataType::Date32 => "date",
        _ => "string",
    }
}

fn words(field: &Field) -> [&str; 3] {
    ["description", "description_zh", "unit"].map(|key| field.metadata().get(key).map_or("", String::as_str))
}

fn partitions(table: &Table) -> Vec<&'static str> {
    match table.rows {
        Rows::PerReport { partitions, .. } => partitions.iter().map(|key: &Partition| key.name()).collect(),
        Rows::Whole(_) => Vec::new(),
    }
}

/// `SHA256SUMS` over the tables and the documents, as `sha256sum --check` reads it.
pub fn checksums(files: &[FileEntry], documents: &[(&str, &str)]) -> String {
    let tables = files.iter().map(|file| format!("{}  {}\n", file.sha256, file.path));
    let documents = documents.iter().map(|(name, text)| format!("{}  {name}\n", manifest::sha256(text.as_bytes())));
    documents.chain(tables).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::sample;

    fn content() -> Content {
        let file = |table: &str, rows| FileEntry {
            path: format!("{table}/part-0.parquet"),
            table: table.to_owned(),
            rows,
            bytes: 10,
            sha256: "00".to_owned(),
        };
        Content::new(vec![file("statistics", 5), file("sources", 7)], &[], "definitions")
    }

    #[test]
    fn the_readme_has_every_column_of_every_table() {
        let readme = readme(&content(), &sample::forms());
        assert!(
            readme.contains("One row per report x indicator x applicant; 5 rows. Partitioned by region, agency, year.")
        );
        for table in TABLES {
            for field in (table.schema)(&sample::forms()).fields() {
                assert!(readme.contains(&format!("| `{}` | ", field.name())), "{}.{}", table.name, field.name());
            }
        }
    }

    #[test]
    fn the_data_package_lists_the_tables_that_have_files() {
        let package: Value = serde_json::from_str(&datapackage(&content(), &sample::forms())).expect("JSON");
        let resources = package["resources"].as_array().expect("a list");
        let names: Vec<_> = resources.iter().filter_map(|resource| resource["name"].as_str()).collect();
        assert_eq!(names, ["statistics", "sources"]);
        assert_eq!(resources[0]["path"], json!(["statistics/part-0.parquet"]));
        assert_eq!(resources[0]["rows"], json!(5));
        let value = resources[0]["schema"]["fields"]
            .as_array()
            .and_then(|fields| fields.iter().find(|field| field["name"] == "value").map(|field| field["type"].clone()));
        assert_eq!(value, Some(json!("number")));
    }
}
