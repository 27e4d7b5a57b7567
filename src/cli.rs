//! What can be typed on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use gongkai::dictionary::Language;
use gongkai::table::RegionLevel;

/// Annual reports on government information disclosure (政府信息公开工作年度报告): archives in, a checked Parquet data
/// set out.
#[derive(Debug, Parser)]
#[command(name = "gongkai", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read archives and publish a snapshot of the data set
    ///
    /// Exit code 0: a snapshot was published, or there was nothing new. Exit code 2: an error, the published snapshot is
    /// as it was.
    Build(Build),
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
