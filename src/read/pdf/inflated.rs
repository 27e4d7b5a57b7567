//! How much the streams of a PDF file unpack to, before a parser that sets no limit unpacks them.

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

/// Bytes to which one stream may unpack. Pages and fonts have some hundred thousand, fonts of a whole script ten million.
const LARGEST: u64 = 64 << 20;
/// Bytes to which all streams of a file may unpack together.
const ALL: u64 = 512 << 20;
/// Bytes of a stream packed in another way, which unpacks to some thousand times as many at most.
const LARGEST_OTHER: usize = 64 << 10;
/// Bytes before a stream in which its dictionary is looked for.
const DICTIONARY: usize = 1024;

/// Names of packings that unpack to many times their size.
const PACKINGS: [&[u8]; 6] = [b"FlateDecode", b"Fl", b"LZWDecode", b"LZW", b"RunLengthDecode", b"RL"];

/// Whether the streams of a file unpack to no more than is allowed. Pictures are left out: they are not unpacked.
pub fn is_bounded(bytes: &[u8]) -> bool {
    let mut all = 0;
    for at in memmem::find_iter(bytes, b"stream") {
        let (head, data) = (&bytes[at.saturating_sub(DICTIONARY)..at], &bytes[at + b"stream".len()..]);
        let dictionary = &head[memmem::rfind(head, b"obj").unwrap_or(0)..];
        // Else it is `endstream`, or a word of text.
        if dictionary.trim_ascii_end().ends_with(b">>") {
            let size = size(&names(dictionary), data.trim_ascii_start());
            all += size;
            if size > LARGEST || all > ALL {
                return false;
            }
        }
    }
    true
}

/// The names in a dictionary.
fn names(dictionary: &[u8]) -> Vec<&[u8]> {
    let name = |part| -> &[u8] { <[u8]>::split(part, |byte| !byte.is_ascii_alphanumeric()).next().unwrap_or(b"") };
    dictionary.split(|byte| *byte == b'/').skip(1).map(name).collect()
}

/// Bytes to which a stream unpacks whose dictionary has these names; more than the largest if that cannot be told.
fn size(names: &[&[u8]], data: &[u8]) -> u64 {
    if names.windows(2).any(|pair| pair == [&b"Subtype"[..], b"Image"]) {
        return 0;
    }
    let packings: Vec<&[u8]> = names.iter().filter(|name| PACKINGS.contains(name)).copied().collect();
    match packings.as_slice() {
        [] => 0,
        [b"FlateDecode" | b"Fl"] => inflated(data),
        [_] if memmem::find(data, b"endstream").unwrap_or(data.len()) <= LARGEST_OTHER => 0,
        _ => LARGEST + 1,
    }
}

/// Bytes to which a packed stream unpacks, up to a little more than the largest; what is damaged unpacks to what came
/// before.
fn inflated(data: &[u8]) -> u64 {
    let mut unpacked = ZlibDecoder::new(data).take(LARGEST + 1);
    let mut size = 0;
    let mut buffer = [0; 1 << 14];
    while let Ok(read @ 1..) = unpacked.read(&mut buffer) {
        size += read as u64;
    }
    size
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    #[test]
    fn what_unpacks_to_too_much_is_told() {
        let packed = |size: usize| {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(&vec![0; size]).and_then(|()| encoder.finish()).expect("in memory")
        };
        let (small, large) = (packed(1000), packed(LARGEST as usize + 1));
        let file = |dictionary: &str, data: &[u8]| {
            [b"1 0 obj\n<<", dictionary.as_bytes(), b">>\nstream\n", data, b"\nendstream\nendobj"].concat()
        };
        let cases = [
            (file("/Filter /FlateDecode", &small), true),
            (file("/Filter /FlateDecode", &large), false),
            (file("/Filter [/Fl]", &large), false),
            (file("/Subtype /Image /Filter /FlateDecode", &large), true),
            (file("/Filter [/FlateDecode /FlateDecode]", &small), false),
            (file("/Filter /LZWDecode", &small), true),
            (file("/Filter /LZWDecode", &large), false),
            (file("/Flags 4", &large), true),
            (b"a stream of words".to_vec(), true),
            (file("/Filter /FlateDecode", b"no packed bytes"), true),
        ];
        for (bytes, bounded) in cases {
            assert_eq!(is_bounded(&bytes), bounded, "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(70)]));
        }
    }
}
