#![no_main]

use gongkai::document::Kind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: gongkai_fuzz::begin(), |bytes: &[u8]| gongkai_fuzz::read(Kind::Text, bytes, true));
