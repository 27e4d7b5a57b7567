//! Readers: one file per format, each from decoded text or bytes to [`Content`](crate::content::Content).
//!
//! Readers know no forms. They keep the order of reading, the cells, and the place of everything.

pub mod txt;
