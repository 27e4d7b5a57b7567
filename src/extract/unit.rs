//! Money: the printed amount and its unit to yuan.

use rust_decimal::Decimal;

use crate::form::number::{unit, yuan};
use crate::form::recognise::Labels;
use crate::form::stream::Stream;
use crate::form::{Block, Forms};

/// Characters behind a column heading among which its unit stands: `(单位:万元)`.
const BEHIND: usize = 8;

/// An amount in yuan.
#[derive(Debug, PartialEq)]
pub struct Amount {
    /// The amount in yuan.
    pub value: Decimal,
    /// The unit that the document prints for it, or the form states; empty if neither does.
    pub unit: &'static str,
    /// Whether the document prints no unit.
    pub assumed: bool,
}

/// An amount by the nearest of the units printed in its cell, its row and the heading of its column, else by what the form
/// states. Without any of these it is yuan. `stated` is what the form states, in yuan.
pub fn money(value: Decimal, printed: [&'static str; 3], stated: Option<u32>) -> Amount {
    let printed = printed.into_iter().find_map(|unit| yuan(unit).map(|yuan| (unit, yuan)));
    let stated = stated.map(|yuan| (if yuan == 10_000 { "万元" } else { "" }, yuan));
    let (unit, yuan) = printed.or(stated).unwrap_or(("", 1));
    Amount { value: (value * Decimal::from(yuan)).normalize(), unit, assumed: printed.is_none() }
}

/// The unit of money that a column heading of the block has in the document, within its label or behind it, as in
/// 采购总金额(万元); empty if none has one.
pub fn of_headings(stream: &Stream, labels: &Labels, forms: &Forms, block: &Block) -> &'static str {
    let heads = |text: usize| block.texts.columns.iter().any(|texts| texts.contains(&text));
    let units = labels.found.iter().filter(|found| heads(found.text)).filter_map(|found| {
        let within = ["万元", "元"].into_iter().find(|unit| forms.label_texts[found.text].contains(unit));
        within.or_else(|| behind(stream.folded(found.end..(found.end + BEHIND).min(stream.glyphs.len()))))
    });
    let mut units: Vec<&str> = units.collect();
    units.dedup();
    // Headings that disagree say nothing about this column.
    if let [unit] = units[..] { unit } else { "" }
}

/// The unit of money with which the text behind a heading begins: `(单位:万元)`, `/万元`, `万元`.
fn behind(text: &str) -> Option<&'static str> {
    const OPENING: [char; 3] = ['(', '/', ':'];
    let text = text.trim_start_matches(OPENING);
    let text = text.strip_prefix("单位").unwrap_or(text).trim_start_matches(OPENING);
    unit(text).map(|(unit, _)| unit).filter(|unit| yuan(unit).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_unit_decides() {
        let cases = [
            ("1654.74", ["万元", "", ""], None, "16547400", "万元", false),
            ("5656528", ["", "", ""], None, "5656528", "", true),
            ("7.6", ["", "万元", ""], Some(10_000), "76000", "万元", false),
            ("7.6", ["", "", ""], Some(10_000), "76000", "万元", true),
            ("1721.5492", ["", "", "万元"], Some(10_000), "17215492", "万元", false),
            ("300", ["", "", "元"], Some(10_000), "300", "元", false),
            ("251000", ["元", "万元", ""], Some(10_000), "251000", "元", false),
        ];
        for (value, printed, stated, yuan, unit, assumed) in cases {
            let value: Decimal = value.parse().expect("a number");
            let expected = Amount { value: yuan.parse().expect("a number"), unit, assumed };
            assert_eq!(money(value, printed, stated), expected, "{value} {printed:?}");
        }
    }

    #[test]
    fn a_unit_stands_behind_a_heading() {
        let cases = [
            ("(万元)规章", Some("万元")),
            ("(单位:万元)", Some("万元")),
            ("/元", Some("元")),
            ("万元", Some("万元")),
            ("政府集中", None),
            ("(件)", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(behind(text), expected, "{text}");
        }
    }
}
