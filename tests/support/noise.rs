//! What documents do to labels and between rows.

use gongkai::form::Label;

use super::rng::Rng;

/// The breakages of one document.
#[derive(Debug, Clone, Default)]
pub struct Noise {
    /// Half-width brackets and colons.
    pub half_width: bool,
    /// Full-width digits in values and numbers.
    pub full_width_digits: bool,
    /// White space between the characters of labels.
    pub spaced_labels: bool,
    /// Variants instead of official labels.
    pub variants: bool,
    /// Now and then one wrong character in a long label.
    pub wrong_characters: bool,
    /// Labels parted over lines and cells.
    pub split_labels: bool,
    /// Page breaks with page numbers and notes between the rows.
    pub interruptions: bool,
    /// Headings repeated behind a page break.
    pub repeated_headers: bool,
    /// Prose and tables that look like the statutory ones.
    pub look_alikes: bool,
}

impl Noise {
    pub fn random(rng: &mut Rng) -> Noise {
        let mut on = |percent| rng.chance(percent);
        Noise {
            half_width: on(30),
            full_width_digits: on(15),
            spaced_labels: on(30),
            variants: on(30),
            wrong_characters: on(20),
            split_labels: on(30),
            interruptions: on(40),
            repeated_headers: on(30),
            look_alikes: on(50),
        }
    }

    /// A label of the form as this document prints it; `long` says that it may be damaged.
    pub fn label(&self, rng: &mut Rng, label: &Label, damage: bool) -> String {
        let mut text = label.official.to_string();
        if self.variants && rng.chance(50) {
            text = rng.pick(&label.folded).clone();
        }
        let mut chars: Vec<char> = text.chars().collect();
        if self.wrong_characters && damage && chars.len() >= 7 && rng.chance(20) {
            let at = 1 + rng.below(chars.len() - 2);
            chars[at] = *rng.pick(&['的', '曰', '未', '口']);
        }
        let spaced = self.spaced_labels && rng.chance(40);
        let mut printed = String::new();
        for c in chars {
            printed.push(c);
            if spaced && rng.chance(40) {
                printed.push(*rng.pick(&[' ', '\u{3000}', '\u{a0}']));
            }
        }
        self.plain(printed.trim_end())
    }

    /// Width of brackets.
    pub fn plain(&self, text: &str) -> String {
        if !self.half_width {
            return text.to_string();
        }
        text.replace('（', "(").replace('）', ")").replace('：', ":")
    }

    /// Width of digits.
    pub fn value(&self, text: &str) -> String {
        let wide = |c: char| match c {
            '0'..='9' => char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap_or(c),
            _ => c,
        };
        if self.full_width_digits { text.chars().map(wide).collect() } else { text.to_string() }
    }

    /// What stands at the foot of a page.
    pub fn page_foot(&self, rng: &mut Rng) -> String {
        let page = 1 + rng.below(12);
        match rng.below(4) {
            0 => format!("- {page} -"),
            1 => format!("第 {page} 页"),
            2 => "表格不要跨页，字号统一".into(),
            _ => String::new(),
        }
    }
}
