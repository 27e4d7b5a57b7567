//! Whole pages, drawn in characters.

use super::*;
use crate::content::{Block, Content};
use crate::limits::Limits;

const SIZE: f64 = 10.0;

fn put(page: &mut Page, x: f64, y: f64, text: &str) {
    let mut x = x;
    for char in text.chars() {
        let width = if char.is_ascii() { SIZE / 2.0 } else { SIZE };
        page.glyphs.push(Glyph { char, x, y, width, size: SIZE, turn: 0 });
        x += width;
    }
}

fn page(number: u32) -> Page {
    Page { number, width: 400.0, height: 600.0, ..Page::default() }
}

/// A table from `top` on: columns and rows begin and end at these places, cells are parted by `|`. A cell of `^` goes
/// on from above, one of `<` from the left.
fn table(page: &mut Page, columns: &[f64], top: f64, rows: &[&str]) {
    let rule = |page: &mut Page, from, to| page.rules.extend(Rule::between(from, to));
    let mut y = top;
    for row in rows {
        let cells: Vec<&str> = row.split('|').collect();
        for (cell, column) in cells.iter().zip(0..) {
            let (left, right) = (columns[column], columns[column + 1]);
            if *cell != "^" {
                rule(page, (left, y), (right, y));
            }
            if *cell != "<" {
                rule(page, (left, y), (left, y + 20.0));
            }
            if !matches!(*cell, "^" | "<") {
                put(page, left + 3.0, y + 14.0, cell);
            }
        }
        let right = columns[cells.len()];
        rule(page, (right, y), (right, y + 20.0));
        y += 20.0;
    }
    rule(page, (columns[0], y), (columns[columns.len() - 1], y));
}

fn content(pages: Vec<Page>) -> Content<'static> {
    let mut all = Pages::new(&Limits::default());
    pages.into_iter().for_each(|page| all.add(page));
    all.content()
}

fn drawn(pages: Vec<Page>) -> String {
    let cell = |cell: &crate::content::Cell| {
        let span = if cell.width * cell.height > 1 { format!("{}x{}", cell.width, cell.height) } else { String::new() };
        format!("{}{span}", cell.text.replace('\n', "/"))
    };
    let block = |block: &Block| match block {
        Block::Heading(text) => format!("# {}", text.text),
        Block::Paragraph(text) => text.text.to_string(),
        Block::Grid(grid) => {
            let row = |row: &Vec<crate::content::Cell>| row.iter().map(cell).collect::<Vec<_>>().join("|");
            format!("[{}]", grid.rows.iter().map(row).collect::<Vec<_>>().join(" / "))
        }
    };
    content(pages).blocks.iter().map(block).collect::<Vec<_>>().join(" ; ")
}

#[test]
fn text_and_tables_come_in_reading_order() {
    let mut first = page(1);
    put(&mut first, 150.0, 40.0, "年度报告");
    put(&mut first, 70.0, 80.0, "本报告由某某市某某局按照有关规定编制，所列数据的");
    put(&mut first, 50.0, 95.0, "统计期限为一年。");
    put(&mut first, 70.0, 115.0, "一、总体情况");
    table(&mut first, &[50.0, 150.0, 200.0, 250.0], 140.0, &["项目|数量|<", "^|增|减", "规章|1|"]);
    put(&mut first, 70.0, 240.0, "以上为全部。");
    assert_eq!(
        drawn(vec![first]),
        "年度报告 ; 本报告由某某市某某局按照有关规定编制，所列数据的统计期限为一年。 ; # 一、总体情况 ; \
         [项目1x2|数量2x1 / 增|减 / 规章|1|] ; 以上为全部。"
    );
}

#[test]
fn a_table_goes_on_on_the_next_page() {
    let (mut first, mut second) = (page(1), page(2));
    let columns = [50.0, 100.0, 200.0, 250.0, 300.0];
    table(&mut first, &columns, 500.0, &["结果|予以公开|1|2", "^|部分公开|3|4"]);
    put(&mut first, 190.0, 580.0, "- 1 -");
    // The second part shows three of four columns, and stands a little to the left.
    let moved = [46.0, 96.0, 196.0, 296.0];
    table(&mut second, &moved, 40.0, &["|不予公开|5", "^|其他处理|6", "总计|<|7"]);
    put(&mut second, 190.0, 580.0, "- 2 -");
    let pages = || vec![first.clone(), second.clone()];
    assert_eq!(drawn(pages()), "[结果1x4|予以公开|1|2 / 部分公开|3|4 / 不予公开|52x1 / 其他处理|62x1 / 总计2x1|72x1]");
    let content = content(pages());
    assert_eq!(content.issues.iter().map(|issue| issue.code.code).collect::<Vec<_>>(), ["page_furniture"]);
    let Block::Grid(grid) = &content.blocks[0] else { panic!("a grid") };
    let cell = &grid.rows[2][0];
    assert_eq!(cell.text, "不予公开");
    assert_eq!(cell.place.to_string(), "page 2, grid 1, row 3, column 2");
}

#[test]
fn an_empty_value_at_the_head_of_a_page_stays_empty() {
    let (mut first, mut second) = (page(1), page(2));
    table(&mut first, &[50.0, 150.0, 200.0], 540.0, &["规章|1"]);
    table(&mut second, &[50.0, 150.0, 200.0], 40.0, &["行政许可|", "行政处罚|2"]);
    assert_eq!(drawn(vec![first, second]), "[规章|1 / 行政许可| / 行政处罚|2]");
}

#[test]
fn running_heads_are_kept_once() {
    let pages = (1..4).map(|number| {
        let mut page = page(number);
        put(&mut page, 50.0, 30.0, "某某局年度报告");
        put(&mut page, 50.0, 300.0, ["甲", "乙", "丙"][number as usize - 1]);
        put(&mut page, 200.0, 590.0, &(number + 6).to_string());
        page
    });
    assert_eq!(drawn(pages.collect()), "某某局年度报告 ; 甲 ; 乙 ; 丙");
}

#[test]
fn a_turned_page_is_turned_back() {
    let mut upright = page(1);
    put(&mut upright, 50.0, 40.0, "一、总体情况");
    table(&mut upright, &[50.0, 150.0, 200.0], 60.0, &["规章|1", "许可|2"]);
    for turn in 1..4 {
        let (width, height) = (upright.width, upright.height);
        // Turning on by the rest of a whole turn undoes the turn.
        let turned = Page {
            width: if turn == 2 { width } else { height },
            height: if turn == 2 { height } else { width },
            glyphs: upright.glyphs.iter().map(|glyph| glyph.turned_back(4 - turn, width, height)).collect(),
            rules: upright
                .rules
                .iter()
                .map(|rule| rule.moved(|p| page::turned_back(p, 4 - turn, width, height)))
                .collect(),
            ..page(1)
        };
        assert_eq!(turned.glyphs[0].turn, turn);
        assert_eq!(drawn(vec![turned]), drawn(vec![upright.clone()]), "{turn}");
    }
}

#[test]
fn a_page_without_text_is_a_picture() {
    let picture = Picture { width: 1240, height: 1754, share: 98 };
    let content = content(vec![Page { pictures: vec![picture], ..page(3) }]);
    assert!(content.blocks.is_empty());
    let issue = &content.issues[0];
    assert_eq!((issue.code.code, issue.raw.as_str()), ("page_is_picture", "1240 x 1754 pixels"));
    assert_eq!(issue.place.page, Some(3));
}

#[test]
fn nothing_hostile_takes_long() {
    let mut page = page(1);
    for n in 0..3000 {
        let at = f64::from(n) / 10.0;
        page.rules.extend(Rule::between((at, 0.0), (at, 600.0)));
        page.rules.extend(Rule::between((0.0, at), (400.0, at)));
    }
    for n in 0..50_000 {
        put(&mut page, f64::from(n % 400), f64::from(n % 599), "1");
    }
    page.glyphs.push(Glyph { char: '1', x: f64::NAN, y: 0.0, width: 1.0, size: 1.0, turn: 0 });
    content(vec![page]);
}
