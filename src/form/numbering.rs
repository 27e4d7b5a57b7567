//! The numbers before the labels of rows: `1.`, （七）, 一、, 其中：, and columns of serial numbers (序号).

use super::Block;
use super::number::is_digit;
use super::stream::Stream;

/// Longest number of a row that stands by itself, in digits.
const DIGITS: usize = 3;
/// Rows that must agree before numbers that stand by themselves are taken for those of rows.
const PROOF: usize = 5;

/// Where the rows of a block begin, each given as row and start of its label: with the numbers before the labels.
///
/// A number without a mark in a line, cell or word of its own may as well be the value of the row before. It is the number
/// of a row where most rows have one, and these are those of the form, or count from row to row.
pub fn starts(stream: &Stream, block: &Block, labels: impl Iterator<Item = (usize, usize)>) -> Vec<usize> {
    let rows: Vec<(usize, usize)> = labels.map(|(row, start)| (row, marked(stream, block, row, start))).collect();
    let number = |start: usize| alone(stream, start).and_then(|at| stream.folded(at..start).parse::<usize>().ok());
    let numbers: Vec<Option<usize>> = rows.iter().map(|(_, start)| number(*start)).collect();
    let counting =
        numbers.windows(2).filter(|pair| pair[0].is_some_and(|number| pair[1] == Some(number + 1))).count() + 1;
    let counts = proves(counting, numbers.iter().flatten().count());
    let of_form: Vec<Option<usize>> = rows.iter().map(|(row, _)| block.rows[*row].number.parse().ok()).collect();
    let both = || of_form.iter().zip(&numbers).filter(|(of_form, number)| of_form.is_some() && number.is_some());
    let repeats = proves(both().filter(|(of_form, number)| of_form == number).count(), both().count());
    let is_number = |at: usize| counts || (repeats && numbers[at] == of_form[at]);
    let begins = |(at, (_, start)): (usize, (usize, usize))| match alone(stream, start) {
        Some(number) if is_number(at) => number,
        _ => start,
    };
    rows.into_iter().enumerate().map(begins).collect()
}

/// Whether so many of the numbers that were found agree that they are those of rows.
fn proves(agree: usize, all: usize) -> bool {
    agree >= PROOF && agree * 5 >= all * 4
}

/// The start of a short number without a mark that stands by itself before `start`.
fn alone(stream: &Stream, start: usize) -> Option<usize> {
    let apart = |at: usize| stream.begins_piece(at) || stream.glyphs[at].spaced;
    if start >= stream.glyphs.len() || !apart(start) {
        return None;
    }
    let digits = (start.saturating_sub(DIGITS)..start).rev();
    digits.take_while(|at| stream.glyphs[*at].char.is_ascii_digit()).find(|at| apart(*at))
}

/// The start of the label in `row` with what stands before it: `1.`, `（七）`, `一、`, 其中：, 其中：1.
///
/// In glued text the number follows the figures of the row before (`00000002.重复申请`), so no more is taken than
/// the number that the form prints.
fn marked(stream: &Stream, block: &Block, row: usize, start: usize) -> usize {
    let number = block.rows[row].number;
    let before = stream.folded(start.saturating_sub(8)..start);
    let marks = ['.', '、', ',', ')', ':', '．'];
    let bare = before.trim_end_matches(marks);
    let marked = bare.len() < before.len();
    let taken = |rest: &str| {
        let part = rest.trim_end_matches(':').strip_suffix("其中").unwrap_or(rest);
        start - before[part.len()..].chars().count()
    };
    if let Some(rest) = bare.strip_suffix("其中") {
        return taken(rest);
    }
    if let Some(rest) = bare.strip_suffix(number).filter(|_| !number.is_empty()) {
        let at = taken(rest.strip_suffix('(').unwrap_or(rest));
        if marked || (stream.begins_piece(at) && !stream.begins_piece(start)) {
            return at;
        }
    }
    if !marked {
        return start;
    }
    // A wrong number: one digit or numeral before the mark.
    let digit = |c: char| is_digit(c) || c == '-';
    let rest = bare.strip_suffix(digit).unwrap_or(bare);
    taken(rest.strip_suffix('(').unwrap_or(rest))
}
