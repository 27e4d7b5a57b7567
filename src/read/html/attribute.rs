//! The attributes from which anything is read: a few of the dozens that pages have.

use html5ever::{LocalName, local_name};

use super::element::{is_hidden_by_style, names_furniture};

/// The name of an attribute of an element, both in lower case, if something is read from it or the tree depends on it.
pub fn read(element: &[u8], attribute: &[u8]) -> Option<LocalName> {
    match (attribute, element) {
        (b"style", _) => Some(local_name!("style")),
        (b"class", _) => Some(local_name!("class")),
        (b"id", _) => Some(local_name!("id")),
        (b"hidden", _) => Some(local_name!("hidden")),
        (b"colspan", b"td" | b"th") => Some(local_name!("colspan")),
        (b"rowspan", b"td" | b"th") => Some(local_name!("rowspan")),
        (b"name", b"meta") => Some(local_name!("name")),
        (b"content", b"meta") => Some(local_name!("content")),
        // The tree depends on them: a hidden input, a font that ends a drawing, a page within a formula.
        (b"type", b"input") => Some(local_name!("type")),
        (b"color", b"font") => Some(local_name!("color")),
        (b"face", b"font") => Some(local_name!("face")),
        (b"size", b"font") => Some(local_name!("size")),
        (b"encoding", b"annotation-xml") => Some(local_name!("encoding")),
        _ => None,
    }
}

/// Whether this value of an attribute says anything.
pub fn says(attribute: &LocalName, value: &str) -> bool {
    match *attribute {
        local_name!("style") => is_hidden_by_style(value),
        local_name!("class") | local_name!("id") => names_furniture(value),
        _ => true,
    }
}

/// Whether such an attribute can say that an element is hidden or furniture.
pub fn tells(attribute: &LocalName) -> bool {
    matches!(*attribute, local_name!("style") | local_name!("class") | local_name!("id") | local_name!("hidden"))
}
