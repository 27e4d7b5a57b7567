//! What can be typed on the command line.

use std::path::PathBuf;

use anyhow::anyhow;
use clap::{Parser, Subcommand, ValueEnum};
use gongkai::config::{Config, ConfigError};
use gongkai::dictionary::Language;
use gongkai::snapshot::{Age, Retention};
use gongkai::table::RegionLevel;

/// Annual reports on government information disclosure (政府信息公开工作年度报告): archives in, a checked Parquet data
/// set out.
#[derive(Debug, Parser)]
#[command(name = "gongkai", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Folder of form definitions: files there stand in for those of the program that are called the same
    #[arg(long, value_name = "DIR", global = true)]
    pub definitions: Option<PathBuf>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read archives and publish a snapshot of the data set
    ///
    /// Exit code 0: a snapshot was published, or there was nothing new. Exit code 2: an error. Exit code 3: the snapshot
    /// does not meet what is expected and is kept aside. Exit code 130 or 143: stopped by SIGINT or SIGTERM. With all but 0
    /// the published snapshot is as it was.
    Build(Build),
    /// Tell what changed between two snapshots: a summary, then each cell with its old and new value and its place
    ///
    /// Exit code 0: no cell changed. Exit code 1: some did. Exit code 2: an error.
    Diff(Diff),
    /// List the snapshots of a data set, the oldest first
    Snapshots(DataSet),
    /// Keep a snapshot from being pruned
    Pin(Pin),
    /// Let a snapshot be pruned again
    Unpin(Chosen),
    /// Remove old snapshots; never the published one, never one that is pinned
    Prune(Prune),
    /// Show what is read from one document, and why: identity, tables, checks, issues; of a container, what is in it
    Inspect {
        /// The document: FILE, or FILE!/MEMBER as `sources` prints it
        #[arg(value_name = "FILE[!/MEMBER]")]
        path: String,
        /// Also show the readings considered for each row that is not simply printed, and what decided between them
        #[arg(long)]
        why: bool,
        /// Print a page for a browser: the document beside what was read, every value linked to its place
        #[arg(long, conflicts_with = "why")]
        html: bool,
    },
    /// Explain an indicator, an issue code or a rule
    Explain {
        /// Its code, such as `carried_over`, `row_ambiguous` or `T3-BAL`
        code: String,
        /// Language of the explanation
        #[arg(long, value_enum, default_value_t = Lang::En)]
        lang: Lang,
    },
    /// Print the data dictionary as Markdown
    Dictionary,
    /// Write a table, or a part of it, for people without a notebook
    Export(Export),
}

/// Arguments of `build`.
#[derive(Debug, clap::Args)]
pub struct Build {
    /// Files and folders to read
    #[arg(required_unless_present = "config")]
    pub inputs: Vec<PathBuf>,
    /// Folder of the data set; made if it does not exist
    #[arg(short, long, required_unless_present = "config")]
    pub output: Option<PathBuf>,
    /// File of settings, as `gongkai.example.toml` explains them; what is typed here wins
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Level of the administrative divisions in the partition key `region`; by default the province
    #[arg(long, value_enum)]
    pub region_level: Option<Level>,
    /// Number of threads; by default one for each processor
    #[arg(long)]
    pub threads: Option<usize>,
    /// Leave ambiguous what only the reports of neighbouring years could settle
    #[arg(long)]
    pub no_series: bool,
    /// Hash every file to see whether it has changed, instead of believing its size and time of modification
    #[arg(long)]
    pub verify: bool,
    /// Read every file again, changed or not
    #[arg(long)]
    pub reparse: bool,
    /// Publish the snapshot even if it does not meet what the configuration expects
    #[arg(long)]
    pub accept: bool,
    /// File that metrics of the build are written to, in the text format of Prometheus, however it ends
    #[arg(long, value_name = "FILE")]
    pub metrics: Option<PathBuf>,
    /// How to report progress
    #[arg(long, value_enum, default_value_t = Log::Text)]
    pub log: Log,
}

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// File to write
    pub out: PathBuf,
    /// Format of the file; `duckdb` is a script: duckdb figures.db < OUT
    #[arg(long, value_enum)]
    pub format: Format,
    /// The table, such as `statistics` or `applications`
    #[arg(long, default_value = "statistics")]
    pub table: String,
    /// Only this region, such as CN-64
    #[arg(long)]
    pub region: Option<String>,
    /// Only this category of agencies, such as `natural_resources`
    #[arg(long)]
    pub agency: Option<String>,
    /// Only this reporting year
    #[arg(long)]
    pub year: Option<i16>,
    /// Folder of the data set
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub data: PathBuf,
    /// Id of a snapshot; by default the one published last
    #[arg(long, value_name = "ID")]
    pub snapshot: Option<String>,
}

/// Format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text with commas, UTF-8
    Csv,
    /// Workbook with one sheet
    Xlsx,
    /// Script that fills a DuckDB database
    Duckdb,
}

impl From<Format> for gongkai::export::Format {
    fn from(format: Format) -> gongkai::export::Format {
        match format {
            Format::Csv => gongkai::export::Format::Csv,
            Format::Xlsx => gongkai::export::Format::Xlsx,
            Format::Duckdb => gongkai::export::Format::Duckdb,
        }
    }
}

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The older snapshot: `previous` (made before the published one), `latest`, an id, or a path
    #[arg(default_value = "previous")]
    pub old: String,
    /// The newer snapshot, likewise
    #[arg(default_value = "latest")]
    pub new: String,
    /// The data set that names and ids are looked up in
    #[command(flatten)]
    pub data_set: DataSet,
    /// How to list the cells: on a terminal so many as `--most` says, in the other formats all of them
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
    /// File to write the cells to; without it CSV goes to the standard output
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// Lines of the summary, and cells, that are shown at most
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub most: usize,
}

/// Where a data set is.
#[derive(Debug, clap::Args)]
pub struct DataSet {
    /// Folder of the data set
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// File of settings that names it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl DataSet {
    /// The folder, if it was named.
    pub fn output(&self) -> Result<Option<PathBuf>, ConfigError> {
        match (&self.output, &self.config) {
            (None, Some(file)) => Ok(Config::load(file)?.output),
            (output, _) => Ok(output.clone()),
        }
    }

    /// The folder, which must be named.
    pub fn named(&self) -> anyhow::Result<PathBuf> {
        let output = self.output()?;
        output.ok_or_else(|| anyhow!("no data set: give `--output DIR`, or `--config FILE` with a file that names it"))
    }
}

/// One snapshot of a data set.
#[derive(Debug, clap::Args)]
pub struct Chosen {
    /// The snapshot: `latest`, `previous`, or an id
    #[arg(value_name = "ID")]
    pub snapshot: String,
    /// Where it is
    #[command(flatten)]
    pub data_set: DataSet,
}

/// Arguments of `pin`.
#[derive(Debug, clap::Args)]
pub struct Pin {
    /// The snapshot
    #[command(flatten)]
    pub chosen: Chosen,
    /// Why, for those who list the snapshots
    #[arg(long)]
    pub reason: Option<String>,
}

/// Arguments of `prune`: a snapshot goes if every condition lets it go.
#[derive(Debug, clap::Args)]
pub struct Prune {
    /// So many of the newest stay
    #[arg(long, value_name = "N", required_unless_present = "older_than")]
    keep: Option<usize>,
    /// Those that are not older than this stay: 30d, 2w, 12h
    #[arg(long, value_name = "AGE")]
    older_than: Option<Age>,
    /// Only tell what would go
    #[arg(long)]
    pub dry_run: bool,
    /// Where they are
    #[command(flatten)]
    pub data_set: DataSet,
}

impl Prune {
    /// Which snapshots may go.
    pub fn retention(&self) -> Retention {
        Retention { keep: self.keep, older_than: self.older_than }
    }
}

/// How changes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// Tables on a terminal
    Text,
    /// Comma-separated values
    Csv,
    /// A Parquet file
    Parquet,
}

/// Level of an administrative division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// CN-64
    Province,
    /// CN-6402
    Prefecture,
    /// CN-640221
    County,
}

/// Language of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// Chinese (中文)
    Zh,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        match lang {
            Lang::En => Language::En,
            Lang::Zh => Language::Zh,
        }
    }
}

/// How to report progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Log {
    /// A progress bar on a terminal, plain lines otherwise
    Text,
    /// One JSON object a line
    Json,
}

impl From<Level> for RegionLevel {
    fn from(level: Level) -> RegionLevel {
        match level {
            Level::Province => RegionLevel::Province,
            Level::Prefecture => RegionLevel::Prefecture,
            Level::County => RegionLevel::County,
        }
    }
}
