//! Bytes to text: which encoding, who decided it, and how many characters had to be replaced.
//!
//! Declarations lie more often than bytes do, so the bytes decide: a byte order mark, the pattern of UTF-16, valid (or
//! slightly damaged) UTF-8, and at last the detector, whose only question is Big5 or GB18030. What a page or a server
//! declares counts where there is too little text to tell.

mod code_page;
mod garbled;

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

pub use code_page::CodePage;
pub use garbled::{Garbled, garbled};

/// Decoded text with how it was decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text; borrowed from the bytes where they were valid UTF-8.
    pub text: Cow<'a, str>,
    /// Name of the encoding, such as `UTF-8`; that of GBK and GB 2312 is `gb18030`, which holds them.
    pub encoding: &'static str,
    /// Who decided it.
    pub by: DecidedBy,
    /// Characters that had to be replaced by U+FFFD.
    pub replaced: u32,
}

/// Who decided the encoding of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidedBy {
    /// A byte order mark.
    Bom,
    /// The pattern of zero bytes, of UTF-16 without a mark.
    Pattern,
    /// The bytes are UTF-8, but for a few that are damaged.
    Utf8,
    /// The page or its server declares it, and the bytes agree; there is too little text to tell otherwise.
    Declared,
    /// The frequency of the characters.
    Detected,
}

impl DecidedBy {
    /// The word used in the data set.
    pub fn as_str(self) -> &'static str {
        match self {
            DecidedBy::Bom => "bom",
            DecidedBy::Pattern => "pattern",
            DecidedBy::Utf8 => "utf8",
            DecidedBy::Declared => "declared",
            DecidedBy::Detected => "detected",
        }
    }
}

/// Bytes looked at for a pattern.
const SAMPLE: usize = 16 << 10;
/// Bytes that the detector of frequencies is fed: a few hundred characters tell Big5 from GB18030, and it is the slowest part of decoding.
const FREQUENCY: usize = 1 << 10;
/// So many more characters are broken than whole that it is no UTF-8.
const HOPELESS: usize = 1 << 10;
/// Bytes outside ASCII below which the detector may err.
const UNSURE: usize = 48;
/// Bytes at the top of a page in which it may declare its encoding.
const DECLARATION: usize = 4 << 10;

/// Decodes text of whatever encoding. `declared` is the name that the page or its server gives, which may be wrong.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[length..], encoding, DecidedBy::Bom);
    }
    if let Some(encoding) = utf16(bytes) {
        return decode_as(bytes, encoding, DecidedBy::Pattern);
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return Decoded { text, encoding: UTF_8.name(), by: DecidedBy::Utf8, replaced: 0 };
    }
    if is_mostly_utf8(bytes) {
        return decode_as(bytes, UTF_8, DecidedBy::Utf8);
    }
    let (encoding, by) = detect(bytes, declared);
    decode_as(bytes, encoding, by)
}

/// The name of a file in an archive, whose encoding nobody states.
pub fn decode_name(bytes: &[u8]) -> String {
    decode(bytes, None).text.into_owned()
}

fn decode_as<'a>(bytes: &'a [u8], encoding: &'static Encoding, by: DecidedBy) -> Decoded<'a> {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let replaced = if damaged { text.matches('\u{fffd}').count() as u32 } else { 0 };
    Decoded { text, encoding: encoding.name(), by, replaced }
}

/// UTF-16 without a mark: zero bytes, and nearly all units ASCII or of the Chinese blocks in one of the two orders.
pub fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pairs = sample.chunks_exact(2);
    let units = pairs.len();
    if units < 2 || !sample.contains(&0) {
        return None;
    }
    let usual = |unit: u16| matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0x2000..=0x206f | 0x3000..=0x303f | 0x4e00..=0x9fff | 0xff00..=0xffef);
    let count = |read: fn([u8; 2]) -> u16| pairs.clone().filter(|pair| usual(read([pair[0], pair[1]]))).count();
    let (little, big) = (count(u16::from_le_bytes), count(u16::from_be_bytes));
    (little.max(big) * 100 >= units * 85).then_some(if little >= big { UTF_16LE } else { UTF_16BE })
}

/// Characters that are frequent in reports and on the pages of governments.
const COMMON: &str = "政府信息公开工作年度报告的，。、县市区";

/// Whether more than one of eight characters outside ASCII is as in every report: wrongly decoded text hardly has any.
fn is_of_reports(text: &str) -> bool {
    let others = text.chars().filter(|c| !c.is_ascii());
    let (common, all) = others.fold((0, 0), |(common, all), c| (common + usize::from(COMMON.contains(c)), all + 1));
    common * 8 > all
}

/// Whether more characters of three bytes are whole than anything is broken. In GBK or Big5 hardly one is whole.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len());
    let sample = &bytes[start..bytes.len().min(start + 16 * SAMPLE)];
    let (mut whole, mut broken) = (0, 0);
    let mut left = sample.len();
    for chunk in sample.utf8_chunks() {
        left -= chunk.valid().len() + chunk.invalid().len();
        whole += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        // What is cut off at the end is no error.
        broken += usize::from(!chunk.invalid().is_empty() && left > 0);
        if broken > whole + HOPELESS {
            return false;
        }
    }
    whole > broken
}

/// Big5 or GB18030; another encoding only if the text is neither.
fn detect(bytes: &[u8], declared: Option<&str>) -> (&'static Encoding, DecidedBy) {
    let sample = sample(bytes);
    let clean = |encoding: &'static Encoding| !encoding.decode_without_bom_handling(&sample).1;
    let declared = declared.and_then(|name| Encoding::for_label(name.trim().as_bytes()));
    let declared = declared.map(|encoding| if encoding == GBK { GB18030 } else { encoding });
    let unsure = sample.iter().filter(|byte| !byte.is_ascii()).count() < UNSURE;
    if let Some(encoding) = declared.filter(|encoding| unsure && [GB18030, BIG5].contains(encoding) && clean(encoding))
    {
        return (encoding, DecidedBy::Declared);
    }
    let by = DecidedBy::Detected;
    // The common case, which takes the detector a thousand times as long.
    let (simplified, damaged) = GB18030.decode_without_bom_handling(&sample);
    if !damaged && is_of_reports(&simplified) {
        return (GB18030, by);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&sample, false);
    // Without a top-level domain: that of China would rule out Big5.
    let guess = detector.guess(None, Utf8Detection::Deny);
    let chinese = if guess == BIG5 { BIG5 } else { GB18030 };
    let other = guess != chinese && guess != GBK && !clean(chinese) && clean(guess);
    (if other { guess } else { chinese }, by)
}

/// The first stretches of text outside ASCII. They are cut where no character of two or four bytes can be cut.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::with_capacity(FREQUENCY);
    let stretches = bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'<' | b'>'));
    for stretch in stretches.filter(|stretch| !stretch.is_ascii()) {
        let room = FREQUENCY - sample.len();
        if stretch.len() > room {
            sample.extend_from_slice(if sample.is_empty() { &stretch[..room] } else { &[] });
            break;
        }
        sample.extend_from_slice(stretch);
    }
    sample
}

/// The encoding that a page declares at its top: `<meta charset=...>`, or `encoding="..."` of XML.
pub fn declared(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    let after = |word: &[u8]| {
        let at = head.windows(word.len()).position(|window| window.eq_ignore_ascii_case(word))?;
        Some(head[at + word.len()..].trim_ascii_start())
    };
    let value = after(b"charset=").or_else(|| after(b"encoding="))?;
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:".contains(byte)))?;
    std::str::from_utf8(&value[..end]).ok().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "江南县水务局2020年政府信息公开工作年度报告，本年新收政府信息公开申请数量为零，予以公开三件。";
    const TRADITIONAL: &str = "江南縣水務局政府資訊公開工作年度報告，本年新收政府資訊公開申請數量為零，予以公開三件。";

    fn utf16_bytes(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable, "{text} in {}", encoding.name());
        bytes.into_owned()
    }

    #[test]
    fn bytes_decide_whatever_is_declared() {
        let extended = format!("{TEXT}𠀀䶮镕㑇");
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        let cases = [
            (TEXT.as_bytes().to_vec(), TEXT, "UTF-8 utf8"),
            (marked(b"\xef\xbb\xbf", TEXT.into()), TEXT, "UTF-8 bom"),
            (marked(b"\xff\xfe", utf16_bytes(TEXT, u16::to_le_bytes)), TEXT, "UTF-16LE bom"),
            (marked(b"\xfe\xff", utf16_bytes(TEXT, u16::to_be_bytes)), TEXT, "UTF-16BE bom"),
            (utf16_bytes(TEXT, u16::to_le_bytes), TEXT, "UTF-16LE pattern"),
            (utf16_bytes(TEXT, u16::to_be_bytes), TEXT, "UTF-16BE pattern"),
            (encoded(TEXT, GBK), TEXT, "gb18030 detected"),
            (encoded(&extended, GB18030), &extended, "gb18030 detected"),
            (encoded(TRADITIONAL, BIG5), TRADITIONAL, "Big5 detected"),
        ];
        for (bytes, text, how) in cases {
            for declared in [None, Some("utf-8"), Some("gb2312"), Some("big5"), Some("iso-8859-1"), Some("nonsense")] {
                let decoded = decode(&bytes, declared);
                let got = format!("{} {}", decoded.encoding, decoded.by.as_str());
                assert_eq!((&*decoded.text, got.as_str(), decoded.replaced), (text, how, 0), "declared {declared:?}");
            }
        }
    }

    #[test]
    fn the_declaration_decides_what_is_too_short_to_tell() {
        let bytes = encoded("公開", BIG5);
        let by = |declared| {
            let decoded = decode(&bytes, declared);
            (decoded.encoding, decoded.by)
        };
        assert_eq!(by(Some("Big5")), ("Big5", DecidedBy::Declared));
        assert_eq!(by(Some("gb2312")), ("gb18030", DecidedBy::Declared));
        assert_eq!(by(Some("shift_jis")).1, DecidedBy::Detected);
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let bytes = TEXT.as_bytes();
        let cut = &bytes[..bytes.len() - 1];
        let mut broken = bytes.to_vec();
        broken[40] = b'?';
        broken.insert(70, 0xb1);
        for (bytes, replaced) in [(cut, 1), (&bytes[1..], 2), (&broken, 3)] {
            let decoded = decode(bytes, Some("gbk"));
            assert_eq!((decoded.encoding, decoded.by, decoded.replaced), ("UTF-8", DecidedBy::Utf8, replaced));
        }
        let gbk = encoded(TEXT, GBK);
        let decoded = decode(&gbk[..gbk.len() - 1], None);
        assert_eq!((decoded.encoding, decoded.replaced), ("gb18030", 1));
    }

    #[test]
    fn the_detector_sees_text_behind_long_scripts() {
        let script = format!("<script>{}</script>", "var a = 1;".repeat(10_000));
        let page = encoded(&format!("{script}<p>{TEXT}</p>"), GBK);
        assert!(decode(&page, None).text.ends_with(&format!("{TEXT}</p>")));
    }

    #[test]
    fn names_of_files() {
        for name in ["2020年度报告.html", "年报/水务局.doc", "report.txt"] {
            assert_eq!(decode_name(&encoded(name, GBK)), name);
            assert_eq!(decode_name(name.as_bytes()), name);
        }
    }

    #[test]
    fn declarations() {
        let cases: [(&[u8], Option<&str>); 5] = [
            (b"<meta charset=\"GB2312\">", Some("GB2312")),
            (b"<META http-equiv=Content-Type content='text/html; CHARSET=gbk'>", Some("gbk")),
            (b"<?xml version='1.0' encoding='utf-8'?>", Some("utf-8")),
            (b"<meta charset=''>", None),
            (b"charset=", None),
        ];
        for (head, name) in cases {
            assert_eq!(declared(head), name);
        }
    }
}
