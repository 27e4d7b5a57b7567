//! `gongkai.toml`: what a build reads, where it writes and within which limits, for builds that run by schedule.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::container::DumpColumns;
use crate::gate::Expectations;
use crate::limits::Limits;
use crate::snapshot::Retention;
use crate::table::RegionLevel;

/// What the file says. Everything may be left out; `gongkai.example.toml` shows everything.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Files and folders to read. Relative paths are relative to the folder of the file.
    pub inputs: Vec<PathBuf>,
    /// Folder of the data set, likewise.
    pub output: Option<PathBuf>,
    /// Level of the divisions in the partition key `region`.
    pub region_level: RegionLevel,
    /// Number of threads; `None` for one per processor.
    pub threads: Option<usize>,
    /// How much is unpacked and read at most.
    pub limits: Limits,
    /// The names of the columns of crawl dumps.
    pub dump_columns: DumpColumns,
    /// File that metrics of each build are written to. Likewise relative.
    pub metrics: Option<PathBuf>,
    /// Folder of form definitions that stand in for those of the program. Likewise relative.
    pub definitions: Option<PathBuf>,
    /// Which snapshots are removed after a build.
    pub retention: Retention,
    /// What a snapshot must hold to be published.
    pub expect: Expectations,
}

/// What is wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("cannot read the configuration `{path}`: {reason}; `gongkai.example.toml` is one to begin with")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// It says something that is not understood.
    #[error("`{path}`, line {line}: {reason}")]
    Wrong {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong, with the name of the key.
        reason: String,
    },
}

impl Config {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// If it cannot be read, is no TOML, or has a key or a value that is unknown.
    pub fn load(path: &Path) -> Result<Config, ConfigError> {
        let unreadable =
            |error: std::io::Error| ConfigError::Unreadable { path: path.to_owned(), reason: error.to_string() };
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        Config::read(&text, path.parent().unwrap_or(Path::new(""))).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            ConfigError::Wrong { path: path.to_owned(), line, reason: error.message().replace('\n', " ") }
        })
    }

    /// Reads `text`, whose relative paths are relative to `folder`.
    fn read(text: &str, folder: &Path) -> Result<Config, toml::de::Error> {
        let mut config: Config = toml::from_str(text)?;
        for path in
            config.inputs.iter_mut().chain(&mut config.output).chain(&mut config.metrics).chain(&mut config.definitions)
        {
            *path = folder.join(&path);
        }
        config.dump_columns = config.dump_columns.with_usual();
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_says_the_defaults() {
        let text = include_str!("../gongkai.example.toml");
        let usual = Config { inputs: vec!["archive".into()], output: Some("output".into()), ..Config::default() };
        assert_eq!(Config::read(text, Path::new("")).expect("sound"), usual);
        // What is commented out is there to be uncommented.
        let uncommented = text.replace("\n#", "\n");
        let uncommented = uncommented.lines().filter(|line| !line.starts_with(' ')).collect::<Vec<_>>().join("\n");
        let all = Config {
            threads: Some(8),
            metrics: Some("gongkai.prom".into()),
            definitions: Some("definitions".into()),
            retention: Retention { keep: Some(30), older_than: "90d".parse().ok() },
            ..usual
        };
        assert_eq!(Config::read(&uncommented, Path::new("")).expect("sound"), all);
        let fields = ["document", "nested", "container", "file", "ratio", "ratio_from", "entries", "depth", "text"];
        let expectations = ["reports", "reports_fall", "reports_missing", "cells_read", "cells_read_fall"];
        let expectations = expectations.iter().chain(&["checks_failed", "checks_failed_rise"]);
        for field in fields.iter().chain(&["cells", "grids", "pages", "issues"]).chain(expectations) {
            assert!(text.contains(&format!("\n{field} = ")), "{field}");
        }
    }

    #[test]
    fn what_is_left_out_is_as_usual() {
        let text = "inputs = [\"a\", \"/b\"]\nregion_level = \"county\"\n[limits]\ntext = 1_000\n[dump_columns]\nurl = [\"Address\", \"...\"]";
        let config = Config::read(text, Path::new("/etc")).expect("sound");
        assert_eq!(config.inputs, [Path::new("/etc/a"), Path::new("/b")]);
        assert_eq!((config.output, config.region_level), (None, RegionLevel::County));
        assert_eq!(config.limits, Limits { text: 1000, ..Limits::default() });
        let usual = DumpColumns::default();
        let url = [vec!["address".to_owned()], usual.url.clone()].concat();
        assert_eq!(config.dump_columns, DumpColumns { url, ..usual });
        assert_eq!(Config::read("", Path::new("")).expect("sound"), Config::default());
    }

    #[test]
    fn mistakes_are_told_in_one_line_with_the_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("gongkai.toml");
        let cases = [
            ("\ntreads = 2", "gongkai.toml`, line 2: unknown field `treads`"),
            ("[limits]\ndepht = 2", "gongkai.toml`, line 2: unknown field `depht`"),
            ("[dump_columns]\nhtml = []", "gongkai.toml`, line 2: unknown field `html`"),
            ("[retention]\nolder_than = \"3 moons\"", "`3 moons` is no age"),
            ("[expect]\nreports = -1", "gongkai.toml`, line 2: "),
            ("[expect]\nreports_fall = 10", "gongkai.toml`, line 2: 10 is no share"),
            ("[expect]\ncells_read = 1\nchecks_failed = -0.1", "gongkai.toml`, line 3: -0.1 is no share"),
            ("[expect]\nchecks_failed_rise = nan", "gongkai.toml`, line 2: NaN is no share"),
            ("region_level = \"town\"", "gongkai.toml`, line 1: unknown variant `town`"),
            ("[limits]\ntext = -1", "gongkai.toml`, line 2: "),
            ("inputs = [", "gongkai.toml`, line 1: "),
        ];
        for (text, expected) in cases {
            std::fs::write(&file, text).expect("written");
            let message = Config::load(&file).expect_err("a mistake").to_string();
            assert!(message.contains(expected) && message.lines().count() == 1, "{text}: {message}");
        }
        let missing = Config::load(&folder.path().join("missing")).expect_err("no such file").to_string();
        assert!(missing.contains("missing") && missing.contains("gongkai.example.toml"), "{missing}");
    }
}
