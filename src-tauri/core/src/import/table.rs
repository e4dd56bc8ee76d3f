//! A table of text, as it was read from a file.

use zeroize::Zeroizing;

/// The most cells a table may have: what a large group exports, many times over.
pub(super) const MOST_CELLS: usize = 8_000_000;

/// The most rows of a table.
pub(super) const MOST_ROWS: usize = 200_000;

/// The most columns of a table.
pub(super) const MOST_COLUMNS: usize = 256;

/// Rows of text, all of one width. The text of all cells lies in one piece, which is wiped when the table goes.
#[derive(Clone, Default)]
pub struct Table {
    text: Zeroizing<String>,
    /// Where each cell ends in the text, row by row.
    ends: Vec<usize>,
    /// The line of each row in its file, from 1.
    lines: Vec<u32>,
    width: usize,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table")
            .field("rows", &self.lines.len())
            .field("width", &self.width)
            .finish_non_exhaustive()
    }
}

impl Table {
    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// How many columns.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// The line of a row in its file, from 1; 0 for a row that is not there.
    #[must_use]
    pub fn line(&self, row: usize) -> u32 {
        self.lines.get(row).copied().unwrap_or_default()
    }

    /// The row that stands at this line of the file.
    #[must_use]
    pub fn row_at(&self, line: u32) -> Option<usize> {
        self.lines.binary_search(&line).ok()
    }

    /// A cell; empty where there is none.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &str {
        if column >= self.width {
            return "";
        }
        let at = row * self.width + column;
        let start = if at == 0 {
            0
        } else {
            self.ends.get(at - 1).copied().unwrap_or_default()
        };
        self.ends
            .get(at)
            .and_then(|end| self.text.get(start..*end))
            .unwrap_or_default()
    }

    /// The same rows without those before `first` and with only these columns. Nothing of the others is kept.
    #[must_use]
    pub fn only(&self, first: usize, columns: &[usize]) -> Self {
        let mut kept = Builder::new(columns.len());
        for row in first..self.rows() {
            kept.kept_row(self.line(row), columns.iter().map(|column| self.cell(row, *column)));
        }
        kept.finish()
    }

    /// Puts another text into a cell.
    pub fn set(&mut self, row: usize, column: usize, text: &str) {
        if row >= self.rows() || column >= self.width {
            return;
        }
        let mut changed = Builder::new(self.width);
        for each in 0..self.rows() {
            changed.kept_row(
                self.line(each),
                (0..self.width).map(|one| {
                    if (each, one) == (row, column) {
                        text
                    } else {
                        self.cell(each, one)
                    }
                }),
            );
        }
        *self = changed.finish();
    }
}

/// Makes a table row by row.
pub(super) struct Builder {
    table: Table,
}

impl Builder {
    pub(super) fn new(width: usize) -> Self {
        Self {
            table: Table {
                width,
                ..Table::default()
            },
        }
    }

    /// Adds a row: cells that are missing are empty, and those beyond the width are left out. A row of nothing but spaces is none.
    pub(super) fn row<'a>(&mut self, line: u32, cells: impl Iterator<Item = &'a str>) {
        self.add(line, cells, false);
    }

    /// As [`Builder::row`], for a row that stays one when nothing is left in it.
    pub(super) fn kept_row<'a>(&mut self, line: u32, cells: impl Iterator<Item = &'a str>) {
        self.add(line, cells, true);
    }

    fn add<'a>(&mut self, line: u32, cells: impl Iterator<Item = &'a str>, mut filled: bool) {
        let start = self.table.text.len();
        let first = self.table.ends.len();
        for cell in cells.take(self.table.width) {
            let cell = cell.trim();
            filled |= !cell.is_empty();
            self.table.text.push_str(cell);
            self.table.ends.push(self.table.text.len());
        }
        if filled {
            self.table.ends.resize(first + self.table.width, self.table.text.len());
            self.table.lines.push(line);
        } else {
            self.table.text.truncate(start);
            self.table.ends.truncate(first);
        }
    }

    pub(super) fn finish(self) -> Table {
        self.table
    }
}
