#![no_main]

use gongkai::read::layout::{Glyph, Page, Pages, Picture, Rule};
use libfuzzer_sys::fuzz_target;

/// Bytes of one thing on a page.
const THING: usize = 8;

/// Puts a thing on the last page: what it is, a character or a size, and two points near or beyond the edges.
fn put(pages: &mut Vec<Page>, thing: &[u8]) {
    let number = |at: usize| f64::from(i16::from_le_bytes([thing[at], thing[at + 1]])) / 32.0;
    let (x, y) = (number(4), number(6));
    let far = match thing[0] >> 3 {
        0..28 => 1.0,
        28 => 1e4,
        29 => f64::INFINITY,
        30 => f64::MIN_POSITIVE,
        _ => f64::NAN,
    };
    let Some(page) = pages.last_mut() else { return };
    match thing[0] & 7 {
        0..4 => {
            let char = b"0123456789|-.\xb7".get(usize::from(thing[1])).map_or('\u{4e00}', |byte| char::from(*byte));
            let size = f64::from(thing[2]) / 4.0 * far;
            let width = f64::from(thing[3]) / 8.0;
            page.glyphs.push(Glyph { char, x, y, width, size, turn: thing[0] & 3 });
        }
        4 => page.rules.extend(Rule::between((x, y), (x * far + f64::from(thing[2]), y))),
        5 => page.rules.extend(Rule::between((x, y), (x, y * far + f64::from(thing[2])))),
        6 => page.pictures.push(Picture { width: 100, height: thing[1].into(), share: thing[2].into() }),
        _ => {
            let (width, height) = (x.abs() * far, y.abs());
            pages.push(Page { number: pages.len() as u32 + 1, width, height, ..Page::default() });
        }
    }
}

fuzz_target!(init: gongkai_fuzz::begin(), |bytes: &[u8]| {
    let mut drawn = vec![Page { number: 1, width: 595.0, height: 842.0, ..Page::default() }];
    bytes.chunks_exact(THING).for_each(|thing| put(&mut drawn, thing));
    let mut pages = Pages::new(&gongkai_fuzz::definitions().limits);
    drawn.into_iter().for_each(|page| pages.add(page));
    if let Ok(content) = pages.finish() {
        gongkai_fuzz::hold(&content);
    }
});
