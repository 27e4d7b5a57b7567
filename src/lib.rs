//! gongkai (公开) reads the annual reports on government information disclosure (政府信息公开工作年度报告) of Chinese
//! public bodies and turns their statutory tables into a checked, partitioned Parquet data set.

pub mod content;
pub mod document;
pub mod extract;
pub mod form;
pub mod identify;
pub mod issue;
pub mod label;
pub mod read;
pub mod register;
pub mod report;
pub mod snapshot;
pub mod solve;
pub mod table;
