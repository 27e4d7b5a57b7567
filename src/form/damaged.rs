//! Damaged labels: those with a few wrong characters, or parted by other cells, are found between their neighbours.
//!
//! Labels of neighbouring rows resemble each other (政务微博公开, 政务微信公开), so all that are missing between two found
//! ones are placed together, in the order of the form. What fits two rows alike is left to neither, and what is the whole
//! label of another row is no damaged label.

use std::cmp::Reverse;
use std::ops::Range;

use super::Block;
use super::recognise::is_ideograph;
use super::stream::Stream;
use super::texts::Chars;

/// Longest stretch of text, in characters, searched for the damaged label of one row.
const GAP: usize = 400;
/// Rows for which a longer stretch is searched.
const ROWS: usize = 4;
/// Places of one label, of which more tell nothing.
const MOST: usize = 8;
/// Characters around a place that may belong to a label which begins before it or ends behind it.
const LONGEST: usize = 40;
/// Shortest label, in characters, that can be told from others with wrong characters in it.
const SHORTEST: usize = 4;

/// Where a label stands, with some of its characters wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    start: usize,
    end: usize,
    /// Characters that are wrong, missing or added.
    wrong: usize,
    /// Characters of the label that are right.
    right: usize,
}

/// Adds to the places of row labels those with a few wrong characters, or parted by other cells. Only between two labels
/// is a resemblance proof enough.
pub fn complete(stream: &Stream, block: &Block, rows: &mut [Option<(usize, usize)>]) {
    let mut last: Option<usize> = None;
    for row in 0..rows.len() {
        let Some((after, _)) = rows[row] else { continue };
        if let Some((at, (_, before))) = last.and_then(|at| Some((at, rows[at]?))).filter(|(at, _)| at + 1 < row) {
            let missing = at + 1..row;
            let most = GAP * missing.len().min(ROWS);
            let near = Wording::of(stream, before..after.clamp(before, before + most));
            let places: Vec<_> = missing.map(|row| (row, places(stream, block, row, &near))).collect();
            settled(&places).iter().for_each(|(row, place)| rows[*row] = Some((place.start, place.end)));
        }
        last = Some(row);
    }
}

/// Rows placed, and their wrong characters.
type Score = (usize, Reverse<usize>);

/// A row at a place, behind others.
struct Link {
    row: usize,
    place: Place,
    /// Of the chain up to here.
    score: Score,
    before: Option<usize>,
}

/// The rows that have one place in every best chain of them: most rows placed, then fewest wrong characters.
fn settled(rows: &[(usize, Vec<Place>)]) -> Vec<(usize, Place)> {
    let (score, chain) = best_chain(rows, None);
    let is_only = |link: &(usize, Place)| best_chain(rows, Some(*link)).0 < score;
    chain.into_iter().filter(is_only).collect()
}

/// The best chain without one of its links, and its score.
fn best_chain(rows: &[(usize, Vec<Place>)], without: Option<(usize, Place)>) -> (Score, Vec<(usize, Place)>) {
    let mut links: Vec<Link> = Vec::new();
    for (row, places) in rows {
        for place in places.iter().filter(|place| without != Some((*row, **place))) {
            let joins = |link: &Link| link.row < *row && link.place.end <= place.start;
            let before = (0..links.len()).filter(|at| joins(&links[*at])).max_by_key(|at| links[*at].score);
            let (placed, Reverse(wrong)) = before.map_or((0, Reverse(0)), |at| links[at].score);
            let score = (placed + 1, Reverse(wrong + place.wrong));
            links.push(Link { row: *row, place: *place, score, before });
        }
    }
    let mut last = (0..links.len()).max_by_key(|at| links[*at].score);
    let score = last.map_or((0, Reverse(0)), |at| links[at].score);
    let mut chain = Vec::new();
    while let Some(at) = last {
        chain.push((links[at].row, links[at].place));
        last = links[at].before;
    }
    (score, chain)
}

/// Where the label of a row may stand in some text; no two places overlap.
fn places(stream: &Stream, block: &Block, row: usize, near: &Wording) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for place in block
        .texts_of(row)
        .filter(|text| text.chars().count() >= SHORTEST)
        .flat_map(|text| resembling(stream, text, near))
    {
        match places.iter_mut().find(|known| known.start < place.end && place.start < known.end) {
            Some(known) if place.wrong < known.wrong => *known = place,
            Some(_) => {}
            None => places.push(place),
        }
    }
    if places.len() > MOST {
        return Vec::new();
    }
    places.retain(|place| !is_of_another_row(stream, block, row, place));
    places
}

/// Whether a place is rather that of another row: its label fits better there, a part of it stands there that is as long
/// as what is right of the label in question, or the whole of it, as a word of its own or cut by the place.
fn is_of_another_row(stream: &Stream, block: &Block, row: usize, place: &Place) -> bool {
    let near = place.start.saturating_sub(LONGEST)..(place.end + LONGEST).min(stream.glyphs.len());
    let text: Vec<usize> = near.clone().filter(|at| is_ideograph(stream.glyphs[*at].char)).collect();
    let near = Wording::of(stream, near);
    let fits = |other: &Place| {
        let differs = (other.wrong, other.right) != (place.wrong, place.right);
        differs && other.wrong <= place.wrong && other.right >= place.right
    };
    // A cheap look first: few labels have as many characters that stand here at all.
    let here = Chars::of(text.iter().map(|at| stream.glyphs[*at].char));
    let may_stand = |other: &&String| {
        let (mut length, mut stand) = (0, 0);
        for c in other.chars().filter(|c| is_ideograph(*c)) {
            length += 1;
            stand += usize::from(here.may_hold(c));
        }
        stand >= place.right.min(length)
    };
    let overlap = |other: &Place| other.end.min(place.end).saturating_sub(other.start.max(place.start));
    let claims = |other: &String| {
        let better = resembling(stream, other, &near).into_iter().filter(fits);
        better.into_iter().any(|other| overlap(&other) * 2 > place.end - place.start)
            || has_part_of(stream, place, other, &text)
    };
    block.texts_of_others(row).filter(may_stand).any(claims)
}

/// Whether a part of another label stands in a place, among the ideographs `text` around it, and makes it that of the other.
fn has_part_of(stream: &Stream, place: &Place, other: &str, text: &[usize]) -> bool {
    let other: Vec<char> = other.chars().filter(|c| is_ideograph(*c)).collect();
    let begins_word = |at: usize| stream.begins_piece(at) || !is_ideograph(stream.glyphs[at - 1].char);
    common(stream, text, &other).into_iter().any(|run| {
        let (start, end) = (text[run.start], text[run.end - 1] + 1);
        let apart = end <= place.start || place.end <= start;
        let joined = start == place.start
            || (place.start < start && end <= place.end && (place.wrong == 0 || !begins_word(start)));
        !apart && (run.len() >= place.right || (run.len() == other.len() && !joined))
    })
}

/// The stretches of `text` that stand in a label, each as long as it goes.
fn common(stream: &Stream, text: &[usize], label: &[char]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let (mut before, mut lengths) = (vec![0; label.len() + 1], vec![0; label.len() + 1]);
    for (at, glyph) in text.iter().enumerate() {
        lengths.fill(0);
        for j in (0..label.len()).filter(|j| label[*j] == stream.glyphs[*glyph].char) {
            lengths[j + 1] = before[j] + 1;
            let next = text.get(at + 1).map(|glyph| stream.glyphs[*glyph].char);
            if next.is_none() || label.get(j + 1).copied() != next {
                runs.push(at + 1 - lengths[j + 1]..at + 1);
            }
        }
        std::mem::swap(&mut before, &mut lengths);
    }
    runs
}

/// The ideographs of a stretch that stand in more than values.
struct Wording {
    glyphs: Vec<usize>,
    chars: Chars,
}

impl Wording {
    fn of(stream: &Stream, stretch: Range<usize>) -> Wording {
        let glyphs: Vec<usize> = stretch.filter(|at| stream.is_wording(*at)).collect();
        let chars = Chars::of(glyphs.iter().map(|glyph| stream.glyphs[*glyph].char));
        Wording { glyphs, chars }
    }
}

/// Where `label` stands in a text with at most a third of its characters wrong, missing or added; figures between its
/// parts do not count.
fn resembling(stream: &Stream, label: &str, Wording { glyphs: text, chars }: &Wording) -> Vec<Place> {
    /// One character that is wrong. Below it stands where the label begins, so that of equals the earlier is the least.
    const WRONG: u64 = 1 << 32;
    let closes = label.ends_with(')');
    let label: Vec<char> = label.chars().filter(|c| is_ideograph(*c)).collect();
    // A cheap look first: each character that stands nowhere in the text is wrong wherever the label may be.
    if label.iter().filter(|c| !chars.may_hold(**c)).count() * 3 > label.len() {
        return Vec::new();
    }
    // Edit distance with a free start and a free end: cost[j] is the least for label[..j] ending here, and where it starts.
    let mut cost: Vec<u64> = (0..=label.len() as u64).map(|j| j * WRONG).collect();
    let mut places: Vec<Place> = Vec::new();
    for (i, glyph) in text.iter().enumerate() {
        let char = stream.glyphs[*glyph].char;
        let mut diagonal = i as u64;
        let mut left = i as u64 + 1;
        cost[0] = left;
        for (own, above) in label.iter().zip(&mut cost[1..]) {
            let replaced = diagonal + if char == *own { 0 } else { WRONG };
            diagonal = *above;
            left = replaced.min(diagonal + WRONG).min(left + WRONG);
            *above = left;
        }
        let (wrong, start) = ((left / WRONG) as usize, (left % WRONG) as usize);
        if wrong * 3 > label.len() || start > i {
            continue;
        }
        let closed = closes && stream.glyphs.get(glyph + 1).is_some_and(|next| next.char == ')');
        let place =
            Place { start: text[start], end: glyph + 1 + usize::from(closed), wrong, right: label.len() - wrong };
        match places.last_mut().filter(|last| place.start < last.end) {
            // Of two ends the later one: a wrong last character belongs to the label.
            Some(last) if wrong <= last.wrong => *last = place,
            Some(_) => {}
            None => places.push(place),
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Block as ContentBlock, Content, Place as At, Text};

    fn content(text: &str) -> Content<'_> {
        let line = Text { text: text.into(), place: At::line(1) };
        Content { blocks: vec![ContentBlock::Paragraph(line)], ..Content::default() }
    }

    #[test]
    fn finds_a_damaged_label() {
        let cases = [
            ("000其他法律行政止公开00", "其他法律行政法规禁止公开", vec!["其他法律行政止公开"]),
            (
                "本机关不掌握 0 0 法提供相关政府信息",
                "本机关不掌握相关政府信息",
                vec!["本机关不掌握00法提供相关政府信息"],
            ),
            ("没有现成信息", "本机关不掌握相关政府信息", vec![]),
            ("3专曰人员数(不含网站)7", "专职人员数(不含网站)", vec!["专曰人员数(不含网站)"]),
            (
                "政务微博公未政府信息3政务微曰公开政府信息0",
                "政务微博公开政府信息",
                vec!["政务微博公未政府信息", "政务微曰公开政府信息"],
            ),
        ];
        for (text, label, expected) in cases {
            let content = content(text);
            let stream = Stream::new(&content);
            let found = resembling(&stream, label, &Wording::of(&stream, 0..stream.glyphs.len()));
            let found: Vec<&str> = found.iter().map(|place| stream.folded(place.start..place.end)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn rows_that_resemble_each_other_are_placed_together_or_not_at_all() {
        let place = |start: usize, wrong| Place { start, end: start + 10, wrong, right: 10 };
        let chained = |rows: &[(usize, Vec<Place>)]| {
            let mut chained: Vec<_> = settled(rows).into_iter().map(|(row, place)| (row, place.start)).collect();
            chained.sort_unstable();
            chained
        };
        // Each place fits both rows: the order tells.
        let both = vec![place(0, 2), place(20, 1)];
        assert_eq!(chained(&[(3, both.clone()), (4, both)]), [(3, 0), (4, 20)]);
        // One place for two rows: the better one, if one is better.
        assert_eq!(chained(&[(3, vec![place(0, 1)]), (4, vec![place(0, 1)])]), []);
        assert_eq!(chained(&[(3, vec![place(0, 1)]), (4, vec![place(0, 0)])]), [(4, 0)]);
        // Two places for one row.
        assert_eq!(chained(&[(3, vec![place(0, 1), place(20, 1)])]), []);
    }
}
