//! stub
#![allow(missing_docs)]
use crate::form::Forms;
use crate::report::{Finding, Report};
pub mod series {
    use super::*;
    pub fn series(_: &[&Report], _: &Forms) -> Vec<(usize, Finding)> {
        vec![]
    }
}
pub fn check(_: &Report, _: &Forms) -> Vec<Finding> {
    vec![]
}
pub struct Rule {
    pub id: &'static str,
    pub title: &'static str,
    pub title_zh: &'static str,
    pub strictness: &'static str,
    pub failure: &'static str,
}
pub fn rules(_: &Forms) -> Vec<Rule> {
    vec![]
}
