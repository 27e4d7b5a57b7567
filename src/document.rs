//! Documents as they come out of a walk or a container.

/// What is known about a document besides its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Path as given, member path behind `!/`.
    pub path: Option<String>,
    /// Address it was crawled from.
    pub url: Option<String>,
    /// Day it was published, as the crawl recorded it.
    pub published: Option<jiff::civil::Date>,
}
