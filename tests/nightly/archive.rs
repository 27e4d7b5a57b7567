//! An archive of reports that changes between two builds.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::program::data;

const COUNTIES: [&str; 12] = [
    "平罗县",
    "中宁县",
    "海原县",
    "盐池县",
    "同心县",
    "西吉县",
    "隆德县",
    "泾源县",
    "彭阳县",
    "永宁县",
    "贺兰县",
    "灵武市",
];

const OFFICES: [&str; 20] = [
    "自然资源局",
    "教育局",
    "公安局",
    "民政局",
    "司法局",
    "财政局",
    "交通运输局",
    "水务局",
    "农业农村局",
    "商务局",
    "审计局",
    "应急管理局",
    "统计局",
    "医疗保障局",
    "信访局",
    "科学技术局",
    "卫生健康委员会",
    "退役军人事务局",
    "市场监督管理局",
    "住房和城乡建设局",
];

/// A folder of reports, and a folder for the data set beside it.
pub struct Archive {
    folder: TempDir,
}

impl Archive {
    /// So many reports, each of another office and year.
    pub fn of(reports: usize) -> Archive {
        let archive = Archive { folder: tempfile::tempdir().expect("a folder") };
        fs::create_dir(archive.input()).expect("made");
        (0..reports).for_each(|report| archive.write(report, 0));
        archive
    }

    /// Where the reports are.
    pub fn input(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    /// Where the data set is.
    pub fn output(&self) -> PathBuf {
        self.folder.path().join("output")
    }

    /// A file beside both.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a report; another edition prints another figure.
    pub fn write(&self, report: usize, edition: usize) {
        let text = fs::read_to_string(data().join("pingluo/2020/natural-resources.txt")).expect("a sample");
        let county = COUNTIES[report % COUNTIES.len()];
        let office = OFFICES[report / COUNTIES.len() % OFFICES.len()];
        let year = (2020 - report / COUNTIES.len() / OFFICES.len()).to_string();
        let text = text.replace("平罗县", county).replace("自然资源局", office).replace("2020", &year);
        let text = text.replace("规范性文件\t1\t1\t1", &format!("规范性文件\t{edition}\t{edition}\t{edition}"));
        fs::write(self.file(report), text).expect("written");
    }

    /// Takes a report away.
    pub fn remove(&self, report: usize) {
        fs::remove_file(self.file(report)).expect("a report of this archive");
    }

    fn file(&self, report: usize) -> PathBuf {
        self.input().join(format!("{report}.txt"))
    }
}

/// Names of what is in a directory, in order.
pub fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("readable").map(|entry| entry.expect("readable").file_name());
    let mut names: Vec<_> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What a run that did not end well leaves in an output directory, and the next one removes.
pub fn debris(output: &Path) -> Vec<String> {
    let mut names = names(output);
    names.retain(|name| {
        [".staging-", ".removing-", ".publishing"].iter().any(|start| name.starts_with(start)) || name.ends_with(".tmp")
    });
    names
}
