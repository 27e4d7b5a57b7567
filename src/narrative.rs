//! stub
use crate::content::Content;
use crate::report::Narrative;
/// stub
pub fn narratives(_: &Content) -> Vec<Narrative> {
    vec![]
}
