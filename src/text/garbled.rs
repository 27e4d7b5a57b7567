//! Garbled text (mojibake, 乱码): text that was once decoded by the wrong encoding and saved like that.
//!
//! UTF-8 read as GBK looks like 鏀垮簻淇℃伅, UTF-8 or GBK read as Latin-1 like å…¬å¼€ or ÕþÎñ. Both can be undone if no
//! byte was lost on the way; 锟斤拷, the replacement character read as GBK, cannot.

use encoding_rs::{Encoding, GBK, WINDOWS_1252};
use memchr::memmem;

use super::{decode, is_mostly_utf8, is_of_reports};

/// Characters outside ASCII that are looked at.
const PROBE: usize = 300;
/// Fewer of them prove nothing.
const LEAST: usize = 12;
/// What can be done about garbled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Garbled {
    /// It was undone without loss: the text as it was.
    Restored(String),
    /// Characters are lost for good: how the text shows it.
    Lost(&'static str),
}

/// Whether `text` is garbled; `None` for sound text.
pub fn garbled(text: &str) -> Option<Garbled> {
    let probe: String = text.chars().filter(|c| !c.is_ascii()).take(PROBE).collect();
    if let Some(wrong) = wrong_encoding(&probe) {
        return Some(restore(text, wrong).map_or(Garbled::Lost("decoded by a wrong encoding"), Garbled::Restored));
    }
    let lost = ["锟斤拷", "\u{fffd}"].into_iter().find(|lost| memmem::find(text.as_bytes(), lost.as_bytes()).is_some());
    lost.map(|lost| Garbled::Lost(if lost == "\u{fffd}" { "U+FFFD" } else { lost }))
}

/// The encoding by which the text was wrongly decoded.
fn wrong_encoding(probe: &str) -> Option<&'static Encoding> {
    let length = probe.chars().count();
    if length < LEAST {
        return None;
    }
    if is_of_reports(probe) {
        return None;
    }
    let latin = probe.chars().filter(|c| ('\u{80}'..='\u{ff}').contains(c)).count();
    if latin * 2 > length {
        return Some(WINDOWS_1252);
    }
    let (bytes, _, _) = GBK.encode(probe);
    is_mostly_utf8(&bytes).then_some(GBK)
}

/// The text as it was before it was decoded by `wrong`, if no byte is lost and it is Chinese without a fault.
fn restore(text: &str, wrong: &'static Encoding) -> Option<String> {
    let (bytes, _, unmappable) = wrong.encode(text);
    let again = (!unmappable).then(|| decode(&bytes, None)).filter(|again| again.replaced == 0)?;
    let others = again.text.chars().filter(|c| !c.is_ascii());
    let (chinese, all) = others.fold((0, 0), |(chinese, all), c| (chinese + usize::from(is_chinese(c)), all + 1));
    (chinese * 10 >= all * 9 && wrong_encoding(&again.text).is_none()).then(|| again.text.into_owned())
}

/// Ideographs and the marks that stand with them.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '\u{2000}'..='\u{206f}' | '\u{a0}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::UTF_8;

    const TEXT: &str = "江南县水务局2020年政府信息公开工作年度报告。一、总体情况：本年公开信息十二条。<p>规章</p>";

    fn misread(bytes: &[u8], wrong: &'static Encoding) -> String {
        wrong.decode_without_bom_handling(bytes).0.into_owned()
    }

    #[test]
    fn what_lost_nothing_is_restored() {
        let (gbk, _, _) = GBK.encode(TEXT);
        for garbled_text in [misread(TEXT.as_bytes(), WINDOWS_1252), misread(&gbk, WINDOWS_1252)] {
            let Some(Garbled::Restored(text)) = garbled(&garbled_text) else { panic!("not restored: {garbled_text}") };
            assert_eq!(text, TEXT);
        }

        // In GBK, a character has swallowed its neighbour's byte: that is told, not guessed.
        let read_as_gbk = garbled(&misread(TEXT.as_bytes(), GBK));
        assert_eq!(read_as_gbk, Some(Garbled::Lost("decoded by a wrong encoding")));
    }

    #[test]
    fn what_lost_bytes_is_told_and_left() {
        let lost = misread(&"江南县水务局".as_bytes()[..17], GBK).repeat(4) + "�";
        assert_eq!(garbled(&lost), Some(Garbled::Lost("decoded by a wrong encoding")));
        assert_eq!(garbled(&format!("{TEXT}锟斤拷")), Some(Garbled::Lost("锟斤拷")));
        assert_eq!(garbled(&format!("{TEXT}\u{fffd}")), Some(Garbled::Lost("U+FFFD")));
    }

    #[test]
    fn sound_text_is_left() {
        let traditional = "江南縣水務局政府資訊公開工作年度報告，本年新收政府資訊公開申請數量為零。";
        let (latin, _) = UTF_8.decode_without_bom_handling("Ü·é — 5 % ± 3".as_bytes());
        for text in [TEXT, traditional, &latin, "", "plain", "镕䶮銆锛鐨鍏"] {
            assert_eq!(garbled(text), None, "{text}");
        }
    }
}
