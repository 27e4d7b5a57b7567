//! gongkai (公开) reads the annual reports on government information disclosure (政府信息公开工作年度报告) of Chinese
//! public bodies and turns their statutory tables into a checked, partitioned Parquet data set.

pub mod check;
pub mod content;
pub mod extract;
pub mod form;
pub mod issue;
pub mod label;
pub mod narrative;
pub mod read;
pub mod register;
pub mod report;
pub mod solve;
