//! Tables in text, safe to open in a spreadsheet.

use std::io::Write;

use tawatur::claim::record::Claim;

use super::{
    Context, Export, ExportError, Options, Tally,
    table::{Cell, Column},
};
use crate::redact::{Record, Released};

/// Makes the row of a claim, or says why it has none.
pub type Row = fn(&Context<'_>, &Record, &Claim) -> Result<Vec<Cell>, &'static str>;

/// A table in text. RFC 4180, lines ending in CR LF, in UTF-8.
pub struct Lines<W: Write>(csv::Writer<W>);

impl<W: Write> Lines<W> {
    /// Writes the line of column names.
    pub fn new(
        options: &Options,
        mut out: W,
        delimiter: u8,
        columns: &[Column],
    ) -> Result<Self, ExportError> {
        if options.bom {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        let mut out =
            csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(out);
        out.write_record(columns.iter().map(|c| c.name))?;
        Ok(Self(out))
    }

    /// Writes a row.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), ExportError> {
        Ok(self.0.write_record(cells.iter().map(written))?)
    }

    /// Writes what is left.
    pub fn finish(mut self) -> Result<(), ExportError> {
        Ok(self.0.flush()?)
    }
}

/// A row a claim, in text.
pub struct Delimited<'a, W: Write> {
    context: Context<'a>,
    lines: Lines<W>,
    row: Row,
    tally: Tally,
}

impl<'a, W: Write> Delimited<'a, W> {
    /// Writes the line of column names.
    pub fn new(
        context: Context<'a>,
        out: W,
        delimiter: u8,
        columns: &[Column],
        row: Row,
    ) -> Result<Self, ExportError> {
        let lines = Lines::new(&context.options, out, delimiter, columns)?;
        Ok(Self { context, lines, row, tally: Tally::default() })
    }
}

impl<W: Write> Export for Delimited<'_, W> {
    fn record(&mut self, record: &Released<Record>) -> Result<(), ExportError> {
        let record = record.get();
        let before = self.tally.claims;
        for claim in &record.claims {
            match (self.row)(&self.context, record, claim) {
                Ok(cells) => {
                    self.tally.claims += 1;
                    self.lines.row(&cells)?;
                }
                Err(why) => self.tally.leave_out(why),
            }
        }
        // Of a document none of whose claims has a place in the scheme, nothing is written.
        self.tally.documents += u64::from(self.tally.claims > before);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Tally, ExportError> {
        self.lines.finish()?;
        Ok(self.tally)
    }
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => harmless(words),
        other => other.to_string(),
    }
}

/// Words that a spreadsheet takes for words. One that begins as a formula does gets an apostrophe before it; what moves
/// or hides letters is taken out, since it can make a cell show what it does not hold.
pub fn harmless(words: &str) -> String {
    let shown: String =
        words.chars().filter(|&c| !is_hidden(c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '|' | '%');
    // Spreadsheets look past spaces, and past an opening quotation mark when they read the file again.
    let first = shown.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    if first.starts_with(formula) { format!("'{shown}") } else { shown }
}

/// Marks of direction, joiners and other letters without a shape.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{061C}' // ZERO WIDTH SPACE, marks of direction
        | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' // embeddings, overrides, isolates
        | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{00AD}' | '\u{FFF9}'..='\u{FFFB}')
        || c == '\0'
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_are_words() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\u{200F}=1", "  =1", "\t=1", "\"=1", "＝1", "%0A"] {
            assert!(harmless(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(harmless("قال = نعم"), "قال = نعم");
    }

    #[test]
    fn nothing_hides_in_a_cell() {
        assert_eq!(harmless("أ\u{202E}ب\u{2069}ج\u{0}د\ne"), "أبجد e");
    }
}
