//! Names of members: data for the reader of the data set, never the name of a file on disk.

use encoding_rs::{GB18030, UTF_8};

/// The name of a member as text: UTF-8 if it is, else GB18030, which archives made on Chinese Windows use without
/// saying so.
pub(super) fn decode(bytes: &[u8]) -> String {
    let utf8 = UTF_8.decode_without_bom_handling_and_without_replacement(bytes);
    utf8.unwrap_or_else(|| GB18030.decode_without_bom_handling(bytes).0).into_owned()
}

/// A name as it stands in a path of the data set: slashes one way, no control characters. `../` and the like stay: they
/// are what the container says, and nothing is ever written there.
pub(super) fn clean(name: &str) -> String {
    let name = name.strip_prefix("./").unwrap_or(name);
    let character = |c: char| match c {
        '\\' => '/',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    name.chars().map(character).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_decoded_and_cleaned() {
        let cases: [(&[u8], &str); 6] = [
            ("年报/a.html".as_bytes(), "年报/a.html"),
            (b"\xc4\xea\xb1\xa8\\a.html", "年报/a.html"),
            (b"../../etc/passwd", "../../etc/passwd"),
            (b"./a/b", "a/b"),
            (b"C:\\x\\y", "C:/x/y"),
            (b"a\nb", "a\u{fffd}b"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(clean(&decode(bytes)), expected);
        }
    }
}
