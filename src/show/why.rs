//! Why rows were read as they were, for a terminal.

use comfy_table::{Attribute, Cell, Color};

use super::table;
use crate::extract::Why;

/// Draws every row that was not simply printed: what was considered, and what spoke against it.
pub fn why(rows: &[Why], styled: bool) -> String {
    if rows.is_empty() {
        return "every row is printed unmistakably\n".into();
    }
    let mut drawn = table(styled);
    drawn.set_header(["row", "printed", "readings", "liberties", "against"]);
    for row in rows {
        let mut first = true;
        let note = match (row.readings.is_empty(), row.bound) {
            (true, true) => Some("too many readings to list"),
            (true, false) => Some("no reading fits the columns"),
            (false, true) => Some("a search gave up: what is left undecided may be decidable"),
            (false, false) => None,
        };
        let mut add = |reading: Cell, cost: String, against: &str| {
            let head = |text: String| if first { Cell::new(text) } else { Cell::new("") };
            let place = format!("{} {}\n{}", row.table, row.indicator, row.place);
            drawn.add_row([head(place), head(row.run.clone()), reading, Cell::new(cost), Cell::new(against)]);
            first = false;
        };
        for reading in &row.readings {
            let cell = Cell::new(reading.cells.join(" "));
            let cell =
                if reading.against.is_empty() { cell.fg(Color::Green) } else { cell.add_attribute(Attribute::Dim) };
            add(cell, reading.cost.to_string(), &reading.against);
        }
        if row.more > 0 {
            add(Cell::new(format!("and {} more", row.more)), String::new(), "");
        }
        if let Some(note) = note {
            add(Cell::new(note), String::new(), "");
        }
    }
    format!("readings; those with nothing against them survive, and a cell is read if they agree on it\n{drawn}\n")
}
