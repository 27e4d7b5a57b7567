//! Pages for people: self-contained HTML files that need no network, in English and Chinese.
//!
//! Charts are tables and bars drawn by the style sheet: they can be read, sorted, searched and copied, the same input
//! gives the same bytes, and there is no library to keep up with.

mod html;
pub mod inspect;
pub mod quality;
mod source;
mod summary;

pub use inspect::inspect;
pub use quality::quality;
