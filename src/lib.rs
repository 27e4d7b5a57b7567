//! gongkai (公开) reads the annual reports on government information disclosure (政府信息公开工作年度报告) of Chinese
//! public bodies and turns their statutory tables into a checked, partitioned Parquet data set.
//!
//! The story of one report, module by module: a [`source`] file is opened as a
//! [`container`] and [`feed`] passes on each [`document`] in it; its bytes become [`text`]; a
//! reader in [`read`] makes [`content`] of it; [`identify`] says whose report it is and for which year, with the
//! [`register`] of divisions and agencies; the [`form`] definitions find the statutory tables in it, [`extract`] reads
//! their cells, and [`solve`] chooses where they can be read in several ways; the result is a [`report`]. [`gather`]
//! collects all reports: [`choose`] keeps one document for each, [`series`] asks the neighbouring years, by [`infer`] about
//! rows that are left ambiguous, [`check`] holds them against the relations of the form, [`quality`]
//! says in a word what they are good for,
//! [`table`] makes record batches of them, and [`snapshot`] publishes them if the [`gate`] lets them pass; [`page`] draws a
//! snapshot, or one document, for a browser. What [`run`] read and worked out, [`state`] remembers for the next time. What
//! changed from one snapshot to the next tells [`diff`].

pub mod check;
pub mod choose;
pub mod config;
pub mod container;
pub mod content;
pub mod dictionary;
pub mod diff;
pub mod document;
pub mod export;
pub mod extract;
pub mod feed;
pub mod form;
pub mod gate;
pub mod gather;
pub mod identify;
pub mod infer;
pub mod issue;
pub mod label;
pub mod limits;
pub mod metrics;
pub mod narrative;
pub mod outcome;
pub mod page;
pub mod process;
pub mod quality;
pub mod read;
pub mod register;
pub mod report;
pub mod run;
pub mod series;
pub mod show;
pub mod snapshot;
pub mod solve;
pub mod source;
pub mod state;
pub mod stop;
pub mod stopwatch;
pub mod table;
pub mod text;
pub mod word;
