#![no_main]

use gongkai::text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: gongkai_fuzz::begin(), |bytes: &[u8]| {
    for declared in [None, text::declared(bytes)] {
        let decoded = text::decode(bytes, declared);
        // No character of three bytes stands for less than one byte.
        assert!(decoded.text.len() <= 3 * bytes.len());
        text::garbled(&decoded.text);
    }
    text::decode_name(bytes);
});
