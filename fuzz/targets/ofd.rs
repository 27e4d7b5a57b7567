#![no_main]

use gongkai::document::Kind;
use libfuzzer_sys::fuzz_target;

const ROOT: &[u8] = b"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>\n\0\n";
const PARTS: [&str; 4] =
    ["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml", "Doc_0/Pages/Page_1/Content.xml"];

fuzz_target!(init: gongkai_fuzz::begin(), |bytes: &[u8]| {
    let file = gongkai_fuzz::package(&PARTS, &[ROOT, bytes].concat());
    gongkai_fuzz::read(Kind::Other("ofd"), &file, false);
});
