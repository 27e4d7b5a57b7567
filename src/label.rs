//! Folding: the one normal form in which labels and document text are compared.
//!
//! Real reports print one label in many ways (`自 然 人`, `（七）总计`, `(七)合计`, `其它`): folding takes away width,
//! white space, kinds of brackets, quotation marks and dashes, traditional characters, the readings that mirrors of sites
//! insert (`報(bào)告`), and a few spellings that mean the same.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// The traditional characters of the words that are searched, with their simplified form.
const TRADITIONAL: &str = include_str!("label/traditional.csv");

/// The simplified form of each ideograph of the basic block, which is mostly itself.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut simplified: Vec<char> = (FIRST..=LAST).collect();
    for (from, to) in TRADITIONAL.lines().skip(1).filter_map(|line| line.split_once(',')) {
        if let (Some(from), Some(to)) = (from.chars().next(), to.chars().next()) {
            simplified[from as usize - FIRST as usize] = to;
        }
    }
    simplified
});

const FIRST: char = '\u{4e00}';
const LAST: char = '\u{9fff}';

/// Longest inserted reading, in letters: `zhuàng`.
const READING: usize = 6;

/// The folded form of `text`: see [`Folder`].
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut folder = Folder::default();
    for c in text.chars() {
        folder.push(c, |step| apply(step, &mut folded));
    }
    folded
}

fn apply(step: Step, folded: &mut String) {
    match step {
        Step::Append(c) => folded.push(c),
        Step::ReplaceLast(c) => {
            folded.pop();
            folded.push(c);
        }
        Step::DropLast => {
            folded.pop();
        }
    }
}

/// Whether folding takes `c` away without a trace: white space, zero-width characters.
pub fn is_space(c: char) -> bool {
    // Most characters are known at once to be none.
    !matches!(c, '!'..='~' | FIRST..=LAST)
        && (c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}'))
}

/// What folding does with the next character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Append this character.
    Append(char),
    /// Put this character in place of the last one: 其它 is 其他, 做出 is 作出.
    ReplaceLast(char),
    /// Take the last character away: 上一年 is 上年, 報(bào)告 is 报告.
    DropLast,
}

/// Folds text character by character, so that a caller can keep the origin of each folded character.
#[derive(Debug)]
pub struct Folder {
    /// The last two folded characters, the newer one last.
    last: [char; 2],
    /// The last two before a bracket that may hold an inserted reading, and the letters in it so far.
    reading: Option<([char; 2], usize)>,
    simplified: &'static [char],
}

impl Default for Folder {
    fn default() -> Folder {
        Folder { last: ['\0'; 2], reading: None, simplified: &SIMPLIFIED }
    }
}

impl Folder {
    /// Folds `c`, telling each change to the folded text.
    pub fn push(&mut self, c: char, mut tell: impl FnMut(Step)) {
        // The common case first: an ideograph.
        if (FIRST..=LAST).contains(&c) {
            self.reading = None;
            return self.ideograph(self.simplified[c as usize - FIRST as usize], tell);
        }
        if is_space(c) {
            return;
        }
        match c {
            '"' | '\'' | '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '＂' | '＇' | '`' => {}
            '①'..='⑳' => self.circled(c, tell),
            '〔' | '［' | '【' | '[' | '﹝' => self.append('(', tell),
            '〕' | '］' | '】' | ']' | '﹞' => self.append(')', tell),
            '<' | '〈' | '＜' => self.append('《', tell),
            '>' | '〉' | '＞' => self.append('》', tell),
            '‐'..='―' | '−' | '－' | '─' | '━' | '﹣' | '﹘' | 'ー' => self.append('-', tell),
            '、' | '。' | '《' | '》' => self.append(c, tell),
            _ if c.is_ascii() => self.append(c, tell),
            // What normalization makes of the wide forms of ASCII.
            '！'..='～' => self.append(char::from((c as u32 - '！' as u32) as u8 + b'!'), tell),
            _ => {
                for n in std::iter::once(c).nfkc().filter(|n| !is_space(*n)) {
                    self.append(n, &mut tell);
                }
            }
        }
    }

    fn append(&mut self, c: char, mut tell: impl FnMut(Step)) {
        match (self.reading, c) {
            (None, '(') if (FIRST..=LAST).contains(&self.last[1]) => self.reading = Some((self.last, 0)),
            (None, _) => {}
            (Some((before, letters @ 1..)), ')') => {
                (0..=letters).for_each(|_| tell(Step::DropLast));
                (self.last, self.reading) = (before, None);
                return;
            }
            (Some((before, letters)), c) => {
                self.reading = (is_of_reading(c) && letters < READING).then_some((before, letters + 1));
            }
        }
        self.last = [self.last[1], c];
        tell(Step::Append(c));
    }

    /// Spellings that mean the same: 其它/其他, 做出/作出, 上一年/上年, 本年度/本年.
    fn ideograph(&mut self, c: char, mut tell: impl FnMut(Step)) {
        match (self.last, c) {
            ([_, '其'], '它') => self.append('他', tell),
            ([_, '做'], '出') => {
                tell(Step::ReplaceLast('作'));
                self.append(c, tell);
            }
            (['上' | '下', '一'], '年') => {
                tell(Step::DropLast);
                self.last = [self.last[0], '年'];
                tell(Step::Append('年'));
            }
            (['本' | '上' | '下', '年'], '度') => {}
            _ => self.append(c, tell),
        }
    }

    /// ① is the number 1 before a label, never a value: keep it apart as (1).
    fn circled(&mut self, c: char, mut tell: impl FnMut(Step)) {
        let number = c as u32 - '①' as u32 + 1;
        for n in format!("({number})").chars() {
            self.append(n, &mut tell);
        }
    }
}

/// Whether a letter may stand in an inserted reading: lower case, with or without the mark of a tone.
fn is_of_reading(c: char) -> bool {
    c.is_ascii_lowercase() || "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü".contains(c) || ('\u{300}'..='\u{30c}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_means_the_same_to_the_same() {
        let cases = [
            ("自 然\u{3000}人", "自然人"),
            ("（七）总\u{a0}计", "(七)总计"),
            ("〔2019〕82号", "(2019)82号"),
            ("危及“三安全一稳定”", "危及三安全一稳定"),
            ("上一年 项目数量", "上年项目数量"),
            ("上年度结转", "上年结转"),
            ("本年度新收", "本年新收"),
            ("结转下一年度继续办理", "结转下年继续办理"),
            ("其它处理", "其他处理"),
            ("告知做出更改补充数", "告知作出更改补充数"),
            ("本年增／减", "本年增/减"),
            ("１２３．５", "123.5"),
            ("——", "--"),
            ("①属于", "(1)属于"),
            ("⒈属于", "1.属于"),
            ("不是<条例>所指", "不是《条例》所指"),
            ("信訪舉報投訴類申請", "信访举报投诉类申请"),
            ("統(tǒng)計(jì)報(bào)告", "统计报告"),
            ("上(shang)一(yī)年(nián)項目", "上年项目"),
            ("(a)总计(一)合计（Ａ）", "(a)总计(一)合计(A)"),
            ("本年(3)度", "本年(3)度"),
        ];
        for (text, expected) in cases {
            assert_eq!(fold(text), expected, "{text}");
        }
    }
}
