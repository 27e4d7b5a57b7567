//! What a table looks like, and whether it holds data or only arranges what is in it.

/// Bytes of text from which a cell holds prose.
const PROSE: u32 = 900;

/// Measures of a table. Text is counted in bytes, white space left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape {
    /// Its rows.
    pub rows: u32,
    /// Its cells.
    pub cells: u32,
    /// Text of all its cells, tables in them included.
    pub text: u32,
    /// Text of its longest cell.
    pub longest: u32,
    /// Text in tables within it.
    pub nested: u32,
    /// Texts that are numbers.
    pub figures: u32,
}

impl Shape {
    /// Counts a cell.
    pub fn cell(&mut self, text: &str) {
        let length = text.split_whitespace().map(|word| word.len() as u32).sum();
        self.cells += 1;
        self.text = self.text.saturating_add(length);
        self.longest = self.longest.max(length);
        self.figures += u32::from(is_figure(text));
    }

    /// Whether a table holds data: neither a single column or cell, nor tables within it, nor mostly one long text.
    pub fn is_data(self) -> bool {
        let arranges_tables = self.nested >= self.text - self.nested.min(self.text);
        let figures = self.cells >= 6 && self.figures >= 3;
        let arranges_prose = self.longest > PROSE && self.longest > self.text - self.longest && !figures;
        self.cells > self.rows && !arranges_prose && (self.nested == 0 || !arranges_tables)
    }
}

/// Whether a text is a number.
pub fn is_figure(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}
