//! The documents of a snapshot: what people and programs read before they open the tables.

use std::fmt::Write;

use arrow::array::RecordBatch;
use arrow::datatypes::{Field, Schema};

use crate::dictionary;
use crate::export::csv as export;
use crate::form::Forms;
use crate::snapshot::datapackage;
use crate::snapshot::manifest::{self, Content, FileEntry, Manifest, TableEntry};
use crate::snapshot::views;
use crate::table::{self, Partition, Rows, TABLES, Table};

/// Name, or path within the snapshot, and text.
pub type Document = (String, String);

/// The head of the README; the tables follow.
const README: &str = include_str!("README.template.md");

/// How to cite the data set.
const CITATION: &str = include_str!("CITATION.template.cff");

/// Every document of a snapshot, the page of its quality among them; the checksums, which cover all others, come last.
pub fn all(manifest: &Manifest, forms: &Forms, quality: String) -> Vec<Document> {
    let content = &manifest.content;
    let mut documents = datapackage::schemas(forms);
    documents.extend(
        [
            ("quality.html", quality),
            ("DICTIONARY.md", dictionary::markdown(forms)),
            ("dictionary.csv", csv(&table::dictionary(forms))),
            ("views.sql", views::views(forms)),
            ("CITATION.cff", citation(manifest)),
            (manifest::FILE, manifest.json()),
        ]
        .map(|(name, text)| (name.to_owned(), text)),
    );
    documents.push((datapackage::FILE.to_owned(), datapackage::datapackage(content, &documents)));
    documents.push(("README.md".to_owned(), readme(content, forms)));
    documents.push(("SHA256SUMS".to_owned(), checksums(&content.files, &documents)));
    documents
}

/// The README: how to load the tables, what to know, and every column.
fn readme(content: &Content, forms: &Forms) -> String {
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

/// Description, Chinese description and unit of a column.
pub fn words(field: &Field) -> [&str; 3] {
    ["description", "description_zh", "unit"].map(|key| field.metadata().get(key).map_or("", String::as_str))
}

fn partitions(table: &Table) -> Vec<&'static str> {
    match table.rows {
        Rows::PerReport { partitions, .. } => partitions.iter().map(|key: &Partition| key.name()).collect(),
        Rows::Whole(_) => Vec::new(),
    }
}

/// A table as CSV, nulls empty.
fn csv(batch: &RecordBatch) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    export::heads(&mut writer, batch).and_then(|()| export::append(&mut writer, batch)).expect("a vector takes all");
    String::from_utf8(writer.into_inner().expect("a vector takes all")).expect("made of texts")
}

fn citation(manifest: &Manifest) -> String {
    let date = manifest.created.get(..10).unwrap_or_default();
    CITATION.replace("{version}", &manifest.snapshot).replace("{date}", date)
}

/// `SHA256SUMS` over the tables and the documents, as `sha256sum --check` reads it.
fn checksums(files: &[FileEntry], documents: &[Document]) -> String {
    let tables = files.iter().map(|file| format!("{}  {}\n", file.sha256, file.path));
    let documents = documents.iter().map(|(name, text)| format!("{}  {name}\n", manifest::sha256(text.as_bytes())));
    documents.chain(tables).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::table::sample;

    /// Two files of two tables.
    pub(in crate::snapshot) fn content() -> Content {
        let file = |table: &str, path: &str, rows| FileEntry {
            path: path.to_owned(),
            table: table.to_owned(),
            rows,
            bytes: 10,
            sha256: "00".to_owned(),
        };
        let files = vec![
            file("statistics", "statistics/year=2020/part-0.parquet", 5),
            file("sources", "sources/part-0.parquet", 7),
        ];
        Content::new(files, &[], "definitions")
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
    fn the_dictionary_as_csv_has_a_row_for_each_indicator_and_form() {
        let forms = Forms::load().expect("definitions load");
        let text = csv(&table::dictionary(forms));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let heads = reader.headers().expect("a first row").clone();
        assert_eq!(heads.iter().next(), Some("indicator"));
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("as wide as the first")).collect();
        assert_eq!(rows.len(), table::dictionary(forms).num_rows());
        let last_year = heads.iter().position(|head| head == "last_year").expect("a column");
        let of = |form: &str| rows.iter().find(|row| row.get(1) == Some(form)).and_then(|row| row.get(last_year));
        assert_eq!((of("g2_2019"), of("g3_2021")), (Some("2020"), Some("")));
    }

    #[test]
    fn a_citation_names_the_snapshot_and_its_day() {
        let manifest = Manifest::new(content(), "2021-11-21T03:15:00Z".parse().expect("a time"));
        let text = citation(&manifest);
        assert!(text.contains(&manifest.snapshot) && text.contains("2021-11-21") && !text.contains('{'), "{text}");
    }
}
