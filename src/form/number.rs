//! One printed value: text to number, blank, dash or word. A number is what the document prints, or it is no number.

use rust_decimal::Decimal;

/// What a cell, or a token of running text, prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printed {
    /// A number.
    Number(Number),
    /// Nothing.
    Blank,
    /// `/`, `-`, `--` and the like.
    Dash,
    /// 无 and the like.
    Word,
    /// A measure word or a unit alone, as in the unit column of the form of 2014.
    Unit(&'static str),
    /// Anything else.
    Text,
}

/// A number as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its value, without the unit.
    pub value: Decimal,
    /// The unit printed behind it, or before it; empty if there is none.
    pub unit: &'static str,
    /// Whether it carries a sign or a word for one.
    pub signed: bool,
}

/// Units of money with their value in yuan.
const MONEY: [(&str, u32); 6] =
    [("亿元", 100_000_000), ("万元", 10_000), ("千元", 1_000), ("百元", 100), ("元整", 1), ("元", 1)];

/// Measure words that may stand behind a count. Longer ones first.
const MEASURES: [&str; 18] =
    ["人次", "件次", "条次", "件", "条", "次", "篇", "个", "项", "人", "期", "份", "起", "场", "名", "宗", "家", "处"];

/// Words that stand for "there is none". They are no zeros.
const WORDS: [&str; 8] = ["无", "空", "没有", "暂无", "不涉及", "N/A", "未发生", "不适用"];

/// Words for a sign: 增15, 减少7.
const SIGNS: [(&str, i8); 8] =
    [("增加", 1), ("减少", -1), ("新增", 1), ("取消", -1), ("增", 1), ("减", -1), ("+", 1), ("-", -1)];

/// The value of a unit of money in yuan; `None` for any other unit.
pub fn yuan(unit: &str) -> Option<u32> {
    MONEY.iter().find(|(name, _)| *name == unit).map(|(_, yuan)| *yuan)
}

/// Reads one folded text.
pub fn read(text: &str) -> Printed {
    match text {
        "" => Printed::Blank,
        _ if text.starts_with(|c: char| c.is_ascii_digit()) => number(text).map_or(Printed::Text, Printed::Number),
        _ if text.chars().all(|c| matches!(c, '-' | '/' | '_' | '\\')) => Printed::Dash,
        _ if WORDS.contains(&text) => Printed::Word,
        _ => match unit(text) {
            Some((unit, "")) => Printed::Unit(unit),
            _ => number(text).map_or(Printed::Text, Printed::Number),
        },
    }
}

/// The unit that `text` begins with, and the rest.
pub fn unit(text: &str) -> Option<(&'static str, &str)> {
    if text.starts_with(|c: char| c.is_ascii()) {
        return None;
    }
    let names = MONEY.iter().map(|(name, _)| *name).chain(MEASURES);
    names.filter_map(|name| text.strip_prefix(name).map(|rest| (name, rest))).next()
}

fn number(text: &str) -> Option<Number> {
    if matches!(text, "〇" | "零") {
        return Some(Number { value: Decimal::ZERO, unit: "", signed: false });
    }
    let (before, text) = unit(text).map_or(("", text), |(unit, rest)| (unit, rest));
    let (sign, digits) = sign(text);
    let end = digits.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(digits.len());
    let (digits, after) = digits.split_at(end);
    let after = match after {
        "" => "",
        _ => unit(after).filter(|(_, rest)| rest.is_empty())?.0,
    };
    let value = plain(digits)?;
    let value = if sign == Some(-1) { -value } else { value };
    Some(Number { value, unit: if after.is_empty() { before } else { after }, signed: sign.is_some() })
}

fn sign(text: &str) -> (Option<i8>, &str) {
    let found = SIGNS.iter().find_map(|(word, sign)| text.strip_prefix(word).map(|rest| (Some(*sign), rest)));
    found.unwrap_or((None, text))
}

/// Digits of the longest number: a country counts with fewer, and the sum of a table of such numbers can be held.
const MOST_DIGITS: usize = 18;

/// Digits with an optional fraction; commas only where they part thousands.
fn plain(digits: &str) -> Option<Decimal> {
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    // The common case first.
    if all_digits(digits) && (digits.len() == 1 || !digits.starts_with('0')) {
        return (digits.len() <= MOST_DIGITS).then(|| digits.parse::<u64>().ok().map(Decimal::from))?;
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    // Figures that begin with a superfluous zero are several numbers.
    if groups[0].starts_with('0') && whole.len() > 1 {
        return None;
    }
    if !all_digits(fraction) || !groups.iter().all(|group| all_digits(group)) || (groups.len() > 1 && !grouped) {
        return None;
    }
    let length = digits.bytes().filter(u8::is_ascii_digit).count();
    (length <= MOST_DIGITS).then(|| digits.replace(',', "").parse().ok())?
}

/// Whether `c` is a Chinese numeral, as headings and rows are numbered.
pub fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// Whether `c` is a digit or a Chinese numeral.
pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || is_numeral(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::fold;

    fn printed(text: &str) -> String {
        match read(&fold(text)) {
            Printed::Number(n) => format!("{}{}{}", if n.signed { "signed " } else { "" }, n.value, n.unit),
            other => format!("{other:?}").to_lowercase(),
        }
    }

    #[test]
    fn reads_what_is_printed_and_nothing_else() {
        let cases = [
            ("0", "0"),
            ("０", "0"),
            ("〇", "0"),
            ("零", "0"),
            ("", "blank"),
            (" \u{a0}", "blank"),
            ("/", "dash"),
            ("——", "dash"),
            ("无", "word"),
            ("N/A", "word"),
            ("+4", "signed 4"),
            ("增15", "signed 15"),
            ("减少7", "signed -7"),
            ("－7", "signed -7"),
            ("−7", "signed -7"),
            ("1,234", "1234"),
            ("1，234，567", "1234567"),
            ("12,34", "text"),
            ("1654.74 万元", "1654.74万元"),
            ("251000元", "251000元"),
            ("150人次", "150人次"),
            ("条5468", "5468条"),
            ("件", "unit(\"件\")"),
            ("11398889", "11398889"),
            ("1721.5492", "1721.5492"),
            ("约2000", "text"),
            ("2000余", "text"),
            ("3.6 万次", "text"),
            ("1O3", "text"),
            ("999999999999999999", "999999999999999999"),
            ("99999999999999999999", "text"),
            ("1.2.3", "text"),
            ("00", "text"),
            ("0,123", "text"),
            ("0.5", "0.5"),
            ("--5", "text"),
            ("规章", "text"),
        ];
        for (text, expected) in cases {
            assert_eq!(printed(text), expected, "{text}");
        }
    }
}
