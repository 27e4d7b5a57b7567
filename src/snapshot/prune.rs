//! Retention: which snapshots may go, and their removal.

use std::path::Path;
use std::str::FromStr;

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use serde::Deserialize;

use crate::snapshot::disk;
use crate::snapshot::error::Error;
use crate::snapshot::list::{Listed, list};
use crate::snapshot::publish::REMOVING;

/// Which snapshots may go: those that every condition given lets go. With no condition none may.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// So many of the newest stay.
    pub keep: Option<usize>,
    /// Those that are not older than this stay.
    pub older_than: Option<Age>,
}

/// An age, such as `30d` or `12 hours`; a day has 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Age(SignedDuration);

impl FromStr for Age {
    type Err = String;

    fn from_str(text: &str) -> Result<Age, String> {
        let span: Option<Span> = text.parse().ok();
        let duration = span.and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()).ok());
        let age = duration.filter(|age| !age.is_negative()).map(Age);
        age.ok_or_else(|| format!("`{text}` is no age; write it like 30d, 2w or 12h"))
    }
}

impl TryFrom<String> for Age {
    type Error = String;

    fn try_from(text: String) -> Result<Age, String> {
        text.parse()
    }
}

/// The snapshots that may go, of those of an output directory, which are listed by time. The published one and those that
/// are pinned never may.
pub fn expired<'s>(snapshots: &'s [Listed], retention: &Retention, now: Timestamp) -> Vec<&'s Listed> {
    if *retention == Retention::default() {
        return Vec::new();
    }
    let newer = snapshots.len().saturating_sub(retention.keep.unwrap_or(0));
    let old = |snapshot: &&Listed| retention.older_than.is_none_or(|age| now.duration_since(snapshot.created) > age.0);
    let free = |snapshot: &&Listed| !snapshot.current && snapshot.pinned.is_none();
    snapshots[..newer].iter().filter(free).filter(old).collect()
}

/// Removes the snapshots that may go and gives their ids; `dry` only gives the ids. The caller holds the lock.
///
/// A snapshot leaves `snapshots/` by one rename before its files are removed: nobody finds half of one. Readers that have
/// files of it open keep them.
///
/// # Errors
/// [`Error::Disk`], [`Error::Damaged`].
pub(super) fn prune(output: &Path, retention: &Retention, now: Timestamp, dry: bool) -> Result<Vec<String>, Error> {
    let snapshots = list(output)?;
    let expired = expired(&snapshots, retention, now);
    for snapshot in expired.iter().filter(|_| !dry) {
        let removing = output.join(format!("{REMOVING}{}", snapshot.manifest.snapshot));
        disk::rename(&snapshot.path, &removing)?;
        disk::remove_if_there(&removing)?;
    }
    Ok(expired.into_iter().map(|snapshot| snapshot.manifest.snapshot.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::manifest::{Content, Manifest};

    /// Snapshots of the first five days of a month; the third is pinned, `current` is published.
    fn snapshots(current: usize) -> Vec<Listed> {
        let made = |day: usize| {
            let created: Timestamp = format!("2021-11-0{day}T03:00:00Z").parse().expect("a time");
            let manifest = Manifest::new(Content::new(Vec::new(), &[], "definitions"), created);
            let pinned = (day == 3).then(String::new);
            Listed { path: manifest.snapshot.clone().into(), created, manifest, current: day == current, pinned }
        };
        (1..=5).map(made).collect()
    }

    #[test]
    fn what_may_go() {
        let age = |text: &str| Some(text.parse::<Age>().expect("an age"));
        let cases = [
            (None, None, 5, vec![]),
            (Some(2), None, 5, vec![1, 2]),
            (Some(0), None, 5, vec![1, 2, 4]),
            (Some(9), None, 5, vec![]),
            (Some(2), None, 1, vec![2]),
            (None, age("2d"), 5, vec![1, 2]),
            (None, age("36h"), 5, vec![1, 2, 4]),
            (Some(4), age("36h"), 5, vec![1]),
            (Some(1), age("52w"), 5, vec![]),
        ];
        let now = "2021-11-06T00:00:00Z".parse().expect("a time");
        for (keep, older_than, current, expected) in cases {
            let snapshots = snapshots(current);
            let gone = expired(&snapshots, &Retention { keep, older_than }, now);
            let days: Vec<u8> = gone.iter().filter_map(|gone| gone.manifest.snapshot[6..8].parse().ok()).collect();
            assert_eq!(days, expected, "{keep:?} {older_than:?} {current}");
        }
    }

    #[test]
    fn ages() {
        for text in ["30d", "2w", "12h", "1d 6h", "12 hours"] {
            assert!(text.parse::<Age>().is_ok(), "{text}");
        }
        for text in ["", "30", "d", "-3d", "1mo", "1y"] {
            assert!(text.parse::<Age>().expect_err(text).contains("30d"), "{text}");
        }
    }
}
