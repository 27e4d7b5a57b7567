use super::*;
use crate::read::sample::{compound, told_of};

fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(bytes.len() as u16).to_le_bytes(), bytes].concat()
}

/// A workbook of a version, with one sheet of these records.
fn book(version: u16, globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
    let begin = record(BEGIN, &[&version.to_le_bytes()[..], &[0; 6]].concat());
    let end = record(END, &[]);
    let name: &[u8] = if version < 0x600 { &[2, 0xb1, 0xed] } else { &[1, 1, 0x68, 0x88] };
    let listed = |start: u32| record(SHEET, &[&start.to_le_bytes()[..], &[0, 0], name].concat());
    let globals = globals.concat();
    let start = begin.len() + globals.len() + listed(0).len() + end.len();
    let stream =
        [&begin, &globals, &listed(start as u32), &end, &begin, &sheet.concat(), &end].map(Vec::as_slice).concat();
    compound(&[(if version < 0x600 { "Book" } else { "Workbook" }, stream)])
}

/// A cell of the first row.
fn cell(kind: u16, column: u8, style: u8, bytes: &[u8]) -> Vec<u8> {
    record(kind, &[&[0, 0, column, 0, style, 0], bytes].concat())
}

#[test]
fn cells_are_read_as_they_are_shown() {
    let format = record(FORMAT, &[&[176, 0, 7, 0, 0][..], b"+0;-0;0"].concat());
    let style = |format: u8| record(STYLE, &[0, 0, format, 0]);
    let strings = record(STRINGS, &[1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, b'a', b'b']);
    let globals = [format, style(0), style(176), style(14), strings];
    let cells = [
        cell(SHARED_STRING, 0, 0, &[0; 4]),
        cell(NUMBER, 1, 0, &7.6_f64.to_le_bytes()),
        cell(SHORT_NUMBER, 2, 1, &(4_u32 << 2 | 2).to_le_bytes()),
        cell(
            NUMBERS,
            3,
            0,
            &[&(14_u32 << 2 | 3).to_le_bytes()[..], &[2, 0], &(44216_u32 << 2 | 2).to_le_bytes(), &[4, 0]].concat(),
        ),
        cell(FORMULA, 5, 0, &[0, 0, 0, 0, 0, 0, 0xff, 0xff]),
        record(RESULT, &[1, 0, 0, b'x']),
        cell(FORMULA, 6, 0, &5.0_f64.to_le_bytes()),
        cell(BOOLEAN, 7, 0, &[1, 0]),
        cell(LABEL, 8, 0, &[1, 0, 1, 0x68, 0x88]),
        cell(BLANK, 9, 0, &[]),
        record(OBJECT, &[0x15, 0, 0x12, 0, 8, 0]),
    ];
    let expected = "# 表 ; [1:ab 2:7.6 3:+4 4:0.14 5:2021-01-20 6:x 7:5 8:TRUE 9:表] !pictures_unread";
    assert_eq!(told_of(read, &book(0x600, &globals, &cells)), expected);
}

#[test]
fn workbooks_before_1997_are_of_a_code_page() {
    let globals = [record(CODE_PAGE, &936_u16.to_le_bytes())];
    let cells = [cell(LABEL, 0, 0, &[4, 0, 0xb9, 0xe6, 0xd5, 0xc2]), cell(NUMBER, 1, 0, &3.0_f64.to_le_bytes())];
    assert_eq!(told_of(read, &book(0x500, &globals, &cells)), "# 表 ; [1:规章 2:3]");
}

#[test]
fn damage_is_told() {
    assert_eq!(told_of(read, &book(0x600, &[record(ENCRYPTION, &[1, 0])], &[])), "!document_encrypted");
    assert_eq!(told_of(read, &compound(&[("Workbook", Vec::new())])), "!document_damaged");
    let cut = record(BEGIN, &[0, 6]);
    let listed = record(SHEET, &[0, 1, 0, 0, 0, 0, 1, 0, b'a']);
    assert_eq!(told_of(read, &compound(&[("Workbook", [cut, listed].concat())])), "!document_damaged");
}
