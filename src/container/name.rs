//! Names of members: data for the reader of the data set, never the name of a file on disk.

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
    use crate::text::decode_name;

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
            assert_eq!(clean(&decode_name(bytes)), expected);
        }
    }
}
