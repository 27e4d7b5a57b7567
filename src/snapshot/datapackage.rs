//! The snapshot as a Frictionless Data Package: every file with its size, hash and rows, and the columns of each table.

use arrow::datatypes::{DataType, Field};
use serde_json::{Value, json};

use crate::form::Forms;
use crate::snapshot::documents::{Document, words};
use crate::snapshot::manifest::{self, Content, FileEntry};
use crate::table::{SCHEMA_VERSION, TABLES, Table};

/// Name of the description in the snapshot.
pub const FILE: &str = "datapackage.json";

/// The columns of each table as Table Schemas. The files of a table share one, so that the package stays small.
pub fn schemas(forms: &Forms) -> Vec<Document> {
    TABLES.iter().map(|table| (schema_path(table.name), manifest::json(&schema(table, forms)))).collect()
}

fn schema_path(table: &str) -> String {
    format!("schemas/{table}.json")
}

fn schema(table: &Table, forms: &Forms) -> Value {
    let fields: Vec<Value> = (table.schema)(forms).fields().iter().map(|field| describe(field)).collect();
    let mut schema = json!({ "title": table.description, "title_zh": table.description_zh, "fields": fields });
    if !table.key.is_empty() {
        // Not `primaryKey`, which allows no nulls: `applicant` is null outside the applications table.
        schema["uniqueKeys"] = json!([table.key]);
    }
    schema
}

/// The description of the tables in `content` and of the other files, in this order.
pub fn datapackage(content: &Content, documents: &[Document]) -> String {
    let resources: Vec<Value> = content.files.iter().map(table_file).chain(documents.iter().map(document)).collect();
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

/// A Parquet file. It is described as a file and not as a table, because the validators that read Parquet turn nulls
/// into numbers that are none; so its rows stand in a property of our own.
fn table_file(file: &FileEntry) -> Value {
    let mut resource = resource(&file.path, "parquet", "application/vnd.apache.parquet", file.bytes, &file.sha256);
    resource["table"] = json!(file.table);
    resource["row_count"] = json!(file.rows);
    resource["schema"] = json!(schema_path(&file.table));
    resource
}

fn document((path, text): &Document) -> Value {
    let (format, mediatype) = match path.rsplit('.').next() {
        Some("json") => ("json", "application/json"),
        Some("csv") => ("csv", "text/csv"),
        Some("sql") => ("sql", "application/sql"),
        Some("html") => ("html", "text/html"),
        Some("cff") => ("yaml", "application/yaml"),
        _ => ("md", "text/markdown"),
    };
    resource(path, format, mediatype, text.len() as u64, &manifest::sha256(text.as_bytes()))
}

fn resource(path: &str, format: &str, mediatype: &str, bytes: u64, sha256: &str) -> Value {
    json!({
        "name": path.to_lowercase().replace('=', "."),
        "type": "file",
        "path": path,
        "format": format,
        "mediatype": mediatype,
        "bytes": bytes,
        "hash": format!("sha256:{sha256}"),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::documents::tests::content;
    use crate::table::sample;

    #[test]
    fn every_file_is_a_resource_with_its_schema() {
        let documents = vec![("views.sql".to_owned(), "SELECT 1".to_owned())];
        let package: Value = serde_json::from_str(&datapackage(&content(), &documents)).expect("JSON");
        let resources = package["resources"].as_array().expect("a list");
        let of = |key: &str| resources.iter().map(|resource| resource[key].clone()).collect::<Vec<_>>();
        assert_eq!(of("name"), ["statistics/year.2020/part-0.parquet", "sources/part-0.parquet", "views.sql"]);
        assert_eq!(of("path"), ["statistics/year=2020/part-0.parquet", "sources/part-0.parquet", "views.sql"]);
        assert_eq!(of("row_count"), [json!(5), json!(7), Value::Null]);
        assert_eq!(of("bytes"), [10, 10, 8]);
        assert_eq!(resources[0]["schema"], json!("schemas/statistics.json"));
        assert_eq!(resources[0]["hash"], json!("sha256:00"));
    }

    #[test]
    fn each_table_has_a_schema_with_its_types() {
        let schemas = schemas(&sample::forms());
        assert_eq!(schemas.len(), TABLES.len());
        let (path, text) = &schemas[0];
        assert_eq!(path, "schemas/statistics.json");
        let schema: Value = serde_json::from_str(text).expect("JSON");
        let value = schema["fields"].as_array().and_then(|fields| fields.iter().find(|field| field["name"] == "value"));
        assert_eq!(value.map(|field| &field["type"]), Some(&json!("number")));
    }
}
