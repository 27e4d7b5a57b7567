//! Money: the printed amount and its unit to yuan.

use rust_decimal::Decimal;

use crate::form::number::yuan;

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

/// An amount by the unit in its cell, else in its row, else in the heading of its column, else by what the form states.
/// Without any of these it is yuan. `stated` is what the form states, in yuan.
pub fn money(
    value: Decimal,
    in_cell: &'static str,
    in_row: &'static str,
    headings: &[&str],
    stated: Option<u32>,
) -> Amount {
    let in_heading = ["万元", "元"].into_iter().find(|unit| headings.iter().any(|heading| heading.contains(unit)));
    let printed = [Some(in_cell), Some(in_row), in_heading].into_iter().flatten();
    let printed = printed.filter_map(|unit| yuan(unit).map(|yuan| (unit, yuan))).next();
    let stated = stated.map(|yuan| (if yuan == 10_000 { "万元" } else { "" }, yuan));
    let (unit, yuan) = printed.or(stated).unwrap_or(("", 1));
    Amount { value: (value * Decimal::from(yuan)).normalize(), unit, assumed: printed.is_none() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_unit_decides() {
        let cases = [
            ("1654.74", "万元", "", &[][..], None, "16547400", "万元", false),
            ("5656528", "", "", &[], None, "5656528", "", true),
            ("7.6", "", "万元", &[], Some(10_000), "76000", "万元", false),
            ("7.6", "", "", &[], Some(10_000), "76000", "万元", true),
            ("1721.5492", "", "", &["本年收费金额(单位:万元)"], Some(10_000), "17215492", "万元", false),
            ("300", "", "", &["本年收费金额(单位:元)"], Some(10_000), "300", "元", false),
            ("251000", "元", "万元", &[], Some(10_000), "251000", "元", false),
        ];
        for (value, in_cell, in_row, headings, stated, yuan, unit, assumed) in cases {
            let value: Decimal = value.parse().expect("a number");
            let expected = Amount { value: yuan.parse().expect("a number"), unit, assumed };
            assert_eq!(money(value, in_cell, in_row, headings, stated), expected, "{value} {in_cell} {in_row}");
        }
    }
}
