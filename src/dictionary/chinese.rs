//! The Chinese messages of the issues.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct Message {
    code: String,
    title: String,
    advice: String,
}

static MESSAGES: LazyLock<HashMap<String, (String, String)>> = LazyLock::new(|| {
    let rows = csv::Reader::from_reader(include_bytes!("chinese.csv").as_slice()).into_deserialize::<Message>();
    let rows = rows.map(|row| row.expect("chinese.csv is part of the program and read by a test"));
    rows.map(|message| (message.code, (message.title, message.advice))).collect()
});

/// What happened and what to do, in Chinese; empty if there is no message, which a test rules out.
pub fn message(code: &str) -> (&'static str, &'static str) {
    MESSAGES.get(code).map_or(("", ""), |(title, advice)| (title, advice))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::codes;

    #[test]
    fn every_issue_has_a_chinese_message_and_no_message_is_left_over() {
        let codes: Vec<&str> = codes().map(|code| code.code).collect();
        for code in &codes {
            let (title, advice) = message(code);
            assert!(!title.is_empty() && !advice.is_empty(), "{code}: add it to chinese.csv");
        }
        let unknown: Vec<&String> = MESSAGES.keys().filter(|code| !codes.contains(&code.as_str())).collect();
        assert!(unknown.is_empty(), "{unknown:?} are no issues");
    }
}
