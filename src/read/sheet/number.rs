//! Numbers as a sheet shows them: what a cell prints depends on its number format.

use jiff::civil::{Date, Time};

/// How the numbers of a cell are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Format {
    /// Sections for positive numbers, negative numbers and zero; at least one unless it is the general format.
    sections: Vec<Vec<Piece>>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Characters shown as they are.
    Literal(String),
    /// The digits: how many stand at least before the point, how many at most and at least behind it, and whether
    /// thousands are parted.
    Digits { before: usize, most: usize, least: usize, thousands: bool },
    /// The number is a percentage.
    Percent,
    /// The number is a day or a time of day, counted in days.
    Moment,
    /// Not understood; the number is shown in the general format.
    Unknown,
}

/// Built-in formats that differ from the general one, by number.
const BUILT_IN: [(u16, &str); 12] = [
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (37, "#,##0;-#,##0"),
    (38, "#,##0;-#,##0"),
    (39, "#,##0.00;-#,##0.00"),
    (40, "#,##0.00;-#,##0.00"),
    (41, "#,##0"),
    (43, "#,##0.00"),
];

/// Bytes of a code; programs allow 255 characters.
const LONGEST: usize = 1000;
/// Digits that a number shows on either side of its point.
const MOST_DIGITS: usize = 30;

impl Format {
    /// The built-in format of a number.
    pub fn built_in(number: u16) -> Format {
        match number {
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Format { sections: vec![vec![Piece::Moment]] },
            _ => BUILT_IN
                .iter()
                .find(|(known, _)| *known == number)
                .map_or_else(Format::default, |(_, code)| Format::parse(code)),
        }
    }

    /// The format of a code such as `0.00;-0.00` or `yyyy/m/d`.
    pub fn parse(code: &str) -> Format {
        if code.eq_ignore_ascii_case("general") || code == "@" || code.len() > LONGEST {
            return Format::default();
        }
        Format { sections: sections(code) }
    }

    /// The text that a cell of this format shows for `value`. Days are counted from 1904 instead of 1900 if `since_1904`.
    pub fn show(&self, value: f64, since_1904: bool) -> String {
        let section = match value {
            value if value < 0.0 => self.sections.get(1),
            0.0 => self.sections.get(2),
            _ => None,
        };
        let own_sign = section.is_some();
        let Some(section) = section.or(self.sections.first()) else { return general(value) };
        if section.contains(&Piece::Unknown) {
            return general(value);
        }
        if section.contains(&Piece::Moment) {
            return moment(value, since_1904).unwrap_or_else(|| general(value));
        }
        let percent = section.contains(&Piece::Percent);
        let shown = if percent { value * 100.0 } else { value };
        let mut text = if value < 0.0 && !own_sign { "-".to_owned() } else { String::new() };
        for piece in section {
            match piece {
                Piece::Literal(literal) => text += literal,
                Piece::Percent => text.push('%'),
                Piece::Digits { before, most, least, thousands } => {
                    text += &digits(shown.abs(), *before, *most, *least, *thousands);
                }
                Piece::Moment | Piece::Unknown => {}
            }
        }
        text
    }
}

/// A number in the general format: as many digits as are exact, 15 at most.
pub fn general(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value == 0.0 { "0".into() } else { value.to_string() };
    }
    let magnitude = value.abs().log10().floor() as i32;
    let decimals = (14 - magnitude).clamp(0, 20) as usize;
    let text = format!("{value:.decimals$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

fn digits(value: f64, before: usize, most: usize, least: usize, thousands: bool) -> String {
    // What is exact comes first, so that 2.675 is rounded as it is printed and not as it is stored.
    let exact: f64 = general(value).parse().unwrap_or(value);
    let text = format!("{exact:.most$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = if before == 0 && whole == "0" && !fraction.is_empty() { "" } else { whole };
    let mut shown = format!("{whole:0>before$}");
    if thousands {
        let mut at = shown.len();
        while at > 3 {
            at -= 3;
            shown.insert(at, ',');
        }
    }
    let needed = fraction.trim_end_matches('0').len().max(least);
    match needed {
        0 => shown,
        _ => shown + "." + &fraction[..needed],
    }
}

/// A day, a time, or both, of a number of days.
fn moment(value: f64, since_1904: bool) -> Option<String> {
    let seconds = (value * 86_400.0).round();
    if !(0.0..=3e11).contains(&seconds) {
        return None;
    }
    let (days, second) = ((seconds as i64) / 86_400, (seconds as i64) % 86_400);
    let time = Time::midnight().saturating_add(jiff::SignedDuration::from_secs(second));
    let time = time.strftime("%H:%M").to_string();
    // Before March 1900 days are counted from one day later: the program takes 1900 for a leap year.
    let start = match days {
        _ if since_1904 => Date::constant(1904, 1, 1),
        0 => return Some(time),
        1..60 => Date::constant(1899, 12, 31),
        _ => Date::constant(1899, 12, 30),
    };
    let date = start.checked_add(jiff::SignedDuration::from_hours(24 * days)).ok()?;
    Some(if second == 0 { date.to_string() } else { format!("{date} {time}") })
}

/// The sections of a code.
fn sections(code: &str) -> Vec<Vec<Piece>> {
    let mut sections = vec![Vec::new()];
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        let piece = match c {
            ';' => {
                sections.push(Vec::new());
                continue;
            }
            '"' => Piece::Literal(chars.by_ref().take_while(|c| *c != '"').collect()),
            '\\' => Piece::Literal(chars.next().into_iter().collect()),
            // A blank as wide as a character, a character that fills the cell, a colour or a condition.
            '_' | '*' => {
                chars.next();
                continue;
            }
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                match inner.as_str() {
                    "h" | "hh" | "m" | "mm" | "s" | "ss" => Piece::Unknown,
                    _ => continue,
                }
            }
            '0' | '#' | '?' | '.' | ',' => {
                let mut pattern = String::from(c);
                while let Some(next) = chars.next_if(|c| matches!(c, '0' | '#' | '?' | '.' | ',')) {
                    pattern.push(next);
                }
                digits_of(&pattern)
            }
            '%' => Piece::Percent,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => Piece::Moment,
            'e' | 'E' | '/' | '@' => Piece::Unknown,
            'G' | 'g' => Piece::Unknown,
            other => Piece::Literal(other.to_string()),
        };
        if let Some(section) = sections.last_mut() {
            section.push(piece);
        }
    }
    // A day is written with signs that mean something else in numbers.
    for section in sections.iter_mut().filter(|section| section.contains(&Piece::Moment)) {
        *section = vec![Piece::Moment];
    }
    sections
}

fn digits_of(pattern: &str) -> Piece {
    let (whole, fraction) = pattern.split_once('.').unwrap_or((pattern, ""));
    let zeros = |part: &str| part.matches('0').count();
    // A comma at the end divides by a thousand.
    if pattern.ends_with(',') || pattern.len() > MOST_DIGITS {
        return Piece::Unknown;
    }
    let most = fraction.chars().filter(|c| *c != ',').count();
    Piece::Digits { before: zeros(whole), most, least: zeros(fraction), thousands: whole.contains(',') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_the_sheet_shows_them() {
        let cases = [
            (3.0, "General", "3"),
            (-7.0, "General", "-7"),
            (186.48, "General", "186.48"),
            (0.1 + 0.2, "General", "0.3"),
            (11_398_889.0, "General", "11398889"),
            (1e21, "General", "1000000000000000000000"),
            (4.0, "+0;-0;0", "+4"),
            (-4.0, "+0;-0;0", "-4"),
            (0.0, "+0;-0;0", "0"),
            (4.0, "0_ ", "4"),
            (7.6, "0.00", "7.60"),
            (7.6, "0.##", "7.6"),
            (8.0, "0.##", "8"),
            (1654.0, "#,##0", "1,654"),
            (-1654.0, "#,##0_ ;[Red]\\-#,##0\\ ", "-1,654 "),
            (186.48, "0.00\"万元\"", "186.48万元"),
            (5.0, "0\"件\"", "5件"),
            (0.125, "0.0%", "12.5%"),
            (0.0, "0;-0;;@", ""),
            (12.0, "000", "012"),
            (3.0, "@", "3"),
            (3.0, "0.0E+00", "3"),
            (44216.0, "yyyy\"年\"m\"月\"d\"日\"", "2021-01-20"),
            (44216.5, "yyyy/m/d h:mm", "2021-01-20 12:00"),
            (0.4375, "h:mm", "10:30"),
            (1.0, "yyyy/m/d", "1900-01-01"),
            (-1.0, "yyyy/m/d", "-1"),
        ];
        for (value, code, expected) in cases {
            assert_eq!(Format::parse(code).show(value, false), expected, "{value} {code}");
        }
        assert_eq!(Format::built_in(14).show(42754.0, true), "2021-01-20");
        assert_eq!(Format::built_in(0).show(2.5, false), "2.5");
    }
}
