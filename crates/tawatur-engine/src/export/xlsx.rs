//! A workbook (Office Open XML, ECMA-376): the claims, their documents, and what the export is.
//!
//! Words are written as words, so that none is taken for a formula. Rows are written as they come and kept on disk until
//! the end.

use std::io::Write;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{
    Context, Export, ExportError, Options, Tally,
    delimited::harmless,
    table::{self, COLUMNS, Cell, Column, Kind, day, text},
};
use crate::redact::{Record, Released};

/// What a worksheet holds beside the line of column names.
const ROWS: u32 = 1_048_575;
/// Excel takes no longer cell, counted in UTF-16 units.
const CELL: usize = 32_767;

const DOCUMENTS: &[Column] = &[
    text("document", "id of the document"),
    text("doc", "its name"),
    text("outlet", "who published it"),
    text("title", "its title"),
    text("byline", "who signed it"),
    day("published", "day of publication"),
    text("uri", "where it was found"),
    text("language", "its language"),
    text("text", "its text, cut where a cell ends"),
];

/// A workbook of cells.
pub struct Book<W> {
    out: W,
    sheets: Workbook,
    days: Format,
    /// How many rows each worksheet has, the line of column names left out.
    rows: Vec<u32>,
    /// The last column of the first worksheet.
    last: u16,
}

impl<W: Write + Send> Book<W> {
    /// Begins a workbook with these worksheets, and one that says what the export is and what the columns of the first hold.
    pub fn new(options: &Options, out: W, sheets: &[(&str, &[Column])]) -> Result<Self, ExportError> {
        let mut book = Workbook::new();
        let bold = Format::new().set_bold();
        for (name, columns) in sheets {
            let sheet = book.add_worksheet_with_low_memory()?;
            sheet.set_name(*name)?;
            sheet.set_freeze_panes(1, 1)?;
            for (at, column) in columns.iter().enumerate() {
                sheet.set_column_width(at as u16, width(column))?;
            }
            for (at, column) in columns.iter().enumerate() {
                sheet.write_string_with_format(0, at as u16, column.name, &bold)?;
            }
        }
        let sheet = book.add_worksheet();
        sheet.set_name("about")?;
        sheet.set_column_width(0, 24)?;
        sheet.set_column_width(1, 80)?;
        let mut row = 0;
        for (name, value) in &options.about {
            sheet.write_string_with_format(row, 0, name, &bold)?;
            sheet.write_string(row, 1, cut(&harmless(value)))?;
            row += 1;
        }
        let columns = sheets.first().map(|(_, columns)| *columns).unwrap_or_default();
        for column in columns {
            sheet.write_string_with_format(row, 0, column.name, &bold)?;
            sheet.write_string(row, 1, column.holds)?;
            row += 1;
        }
        let days = Format::new().set_num_format("yyyy-mm-dd");
        let last = columns.len().saturating_sub(1) as u16;
        Ok(Self { out, sheets: book, days, rows: vec![0; sheets.len()], last })
    }

    /// Writes a row of a worksheet, which is named by its position.
    pub fn row(&mut self, sheet: usize, cells: &[Cell]) -> Result<(), ExportError> {
        if self.rows[sheet] >= ROWS {
            return Err(ExportError::TooMany(ROWS));
        }
        self.rows[sheet] += 1;
        Ok(write(self.sheets.worksheet_from_index(sheet)?, self.rows[sheet], cells, &self.days)?)
    }

    /// Writes the workbook.
    pub fn finish(mut self) -> Result<(), ExportError> {
        self.sheets.worksheet_from_index(0)?.autofilter(0, 0, self.rows[0], self.last)?;
        self.out.write_all(&self.sheets.save_to_buffer()?)?;
        Ok(self.out.flush()?)
    }
}

/// Claims and their documents as a workbook.
pub struct Xlsx<'a, W> {
    context: Context<'a>,
    book: Book<W>,
    tally: Tally,
}

/// The worksheets, by their positions.
const CLAIMS_SHEET: usize = 0;
const DOCUMENTS_SHEET: usize = 1;

impl<'a, W: Write + Send> Xlsx<'a, W> {
    pub fn new(context: Context<'a>, out: W) -> Result<Self, ExportError> {
        let book = Book::new(&context.options, out, &[("claims", COLUMNS), ("documents", DOCUMENTS)])?;
        Ok(Self { context, book, tally: Tally::default() })
    }
}

impl<W: Write + Send> Export for Xlsx<'_, W> {
    fn record(&mut self, record: &Released<Record>) -> Result<(), ExportError> {
        let record = record.get();
        let document = &record.document;
        self.tally.documents += 1;
        let cells = [
            Cell::text(&document.id),
            Cell::text(&document.name),
            Cell::maybe(document.outlet.as_deref()),
            Cell::maybe(document.title.as_deref()),
            Cell::maybe(document.byline.as_deref()),
            document.published.map_or(Cell::Empty, Cell::Day),
            Cell::text(&document.uri),
            Cell::maybe(document.language.as_deref()),
            Cell::text(&document.text),
        ];
        self.book.row(DOCUMENTS_SHEET, &cells)?;
        for claim in &record.claims {
            self.book.row(CLAIMS_SHEET, &table::row(&self.context, record, claim))?;
            self.tally.claims += 1;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Tally, ExportError> {
        self.book.finish()?;
        Ok(self.tally)
    }
}

fn write(sheet: &mut Worksheet, row: u32, cells: &[Cell], days: &Format) -> Result<(), XlsxError> {
    for (at, cell) in cells.iter().enumerate() {
        let at = at as u16;
        match cell {
            Cell::Empty => {}
            Cell::Text(words) => {
                sheet.write_string(row, at, cut(&plain(words)))?;
            }
            Cell::Integer(number) => {
                // Whole to 2^53, as Cell::figure has them.
                #[expect(clippy::cast_precision_loss, reason = "figures are below 2^53")]
                sheet.write_number(row, at, *number as f64)?;
            }
            Cell::Number(number) => {
                sheet.write_number(row, at, *number)?;
            }
            Cell::Day(day) => {
                // Excel's days begin in 1900; older ones are words.
                match ExcelDateTime::from_ymd(
                    u16::try_from(day.year()).unwrap_or(0),
                    day.month().unsigned_abs(),
                    day.day().unsigned_abs(),
                ) {
                    Ok(date) => sheet.write_datetime_with_format(row, at, &date, days)?,
                    Err(_) => sheet.write_string(row, at, day.to_string())?,
                };
            }
        }
    }
    Ok(())
}

/// Words without what hides or moves letters; a formula in a cell of words is words, and stays one without an apostrophe.
fn plain(words: &str) -> String {
    let safe = harmless(words);
    match safe.strip_prefix('\'') {
        Some(rest) if !words.starts_with('\'') => rest.to_owned(),
        _ => safe,
    }
}

/// As much as a cell holds.
fn cut(words: &str) -> &str {
    let mut units = 0;
    for (at, letter) in words.char_indices() {
        units += letter.len_utf16();
        if units > CELL {
            return &words[..at];
        }
    }
    words
}

fn width(column: &Column) -> f64 {
    match (column.name, column.kind) {
        ("content" | "text" | "chain" | "title" | "tell", _) => 60.0,
        (_, Kind::Text) => 18.0,
        _ => 12.0,
    }
}
