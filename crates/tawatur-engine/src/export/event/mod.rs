//! Events across documents, in those formats that have a place for them: a row, feature or entity an event.
//!
//! Each takes [`Released`] events only. No figure is merged into one truth: where a scheme has a column for one, it is chosen
//! by that scheme's rule among what the origins say, and all that was said stands beside it, with its claims.

mod acled;
mod ftm;
mod jsonl;
mod side;
mod table;
mod toll;
mod ucdp;
mod words;

use std::io::Write;

use tawatur::codebook::Codebook;

use super::{
    Context, ExportError, Format, Options, Tally,
    delimited::Lines,
    geojson::Features,
    parquet::Typed,
    table::{Cell, Column},
    xlsx::Book,
};
use crate::{query::event::Told, redact::Released};

/// An export of events being written.
pub trait EventExport {
    /// Writes an event.
    ///
    /// # Errors
    /// [`ExportError`] when it cannot be written.
    fn event(&mut self, told: &Released<Told>) -> Result<(), ExportError>;

    /// Ends the file; what was not ended is no valid file.
    ///
    /// # Errors
    /// [`ExportError`] when the end cannot be written.
    fn finish(self: Box<Self>) -> Result<Tally, ExportError>;
}

/// Makes the row of an event, or says why it has none.
type Row = fn(&Context<'_>, &Told) -> Result<Vec<Cell>, &'static str>;

/// Begins an export of events.
///
/// # Errors
/// [`ExportError::NoEvents`] when the format has no place for events, another when the beginning of the file cannot be
/// written.
pub fn export_events<'a>(
    format: Format,
    codebook: &'a Codebook,
    options: Options,
    out: impl Write + Send + 'a,
) -> Result<Box<dyn EventExport + 'a>, ExportError> {
    let columns = format.event_columns().unwrap_or_default();
    let context = Context { codebook, options };
    let table: Row = |context, told| Ok(table::row(context, told));
    Ok(match format {
        Format::Csv | Format::Acled | Format::Ucdp => {
            let row = match format {
                Format::Acled => acled::row,
                Format::Ucdp => ucdp::row,
                _ => table,
            };
            let lines = Lines::new(&context.options, out, b',', &columns)?;
            Box::new(Rows { context, row, sink: lines, tally: Tally::default() })
        }
        Format::Parquet => {
            let sink = Typed::new(&context.options, out, columns)?;
            Box::new(Rows { context, row: table, sink, tally: Tally::default() })
        }
        Format::Xlsx => {
            let sheets = [("events", columns.as_slice()), ("claims", table::CLAIMS)];
            let sink = Book::new(&context.options, out, &sheets)?;
            Box::new(Rows { context, row: table, sink, tally: Tally::default() })
        }
        Format::Geojson => {
            let sink = Features::new(&context.options, out)?;
            Box::new(Rows { context, row: table, sink, tally: Tally::default() })
        }
        Format::Jsonl => Box::new(jsonl::Jsonl::new(context, out)),
        Format::Ftm => Box::new(ftm::Happenings::new(context, out)),
        _ => return Err(ExportError::NoEvents(format)),
    })
}

/// The columns of a format that is a table of events.
pub(super) fn columns(format: Format) -> Option<Vec<Column>> {
    match format {
        Format::Csv | Format::Xlsx | Format::Parquet | Format::Geojson => Some(table::COLUMNS.to_vec()),
        Format::Acled => Some(acled::columns()),
        Format::Ucdp => Some(ucdp::columns()),
        _ => None,
    }
}

/// Columns of claims with what some of them hold of events, and further ones at the end.
fn changed(columns: &[Column], hold: &[(&str, &'static str)], further: &[Column]) -> Vec<Column> {
    let of = |column: &Column| hold.iter().find(|(name, _)| *name == column.name).map(|(_, holds)| *holds);
    let columns =
        columns.iter().map(|column| Column { holds: of(column).unwrap_or(column.holds), ..*column });
    columns.chain(further.iter().copied()).collect()
}

/// A row an event, into whatever takes rows.
struct Rows<'a, S> {
    context: Context<'a>,
    row: Row,
    sink: S,
    tally: Tally,
}

impl<S: Sink> EventExport for Rows<'_, S> {
    fn event(&mut self, told: &Released<Told>) -> Result<(), ExportError> {
        let told = told.get();
        match (self.row)(&self.context, told) {
            Ok(cells) => {
                self.tally.events += 1;
                self.tally.claims += told.claims.len() as u64;
                self.sink.put(told, cells)
            }
            Err(why) => {
                self.tally.leave_out(why);
                Ok(())
            }
        }
    }

    fn finish(self: Box<Self>) -> Result<Tally, ExportError> {
        self.sink.end()?;
        Ok(self.tally)
    }
}

/// What takes rows.
trait Sink {
    fn put(&mut self, told: &Told, cells: Vec<Cell>) -> Result<(), ExportError>;
    fn end(self) -> Result<(), ExportError>;
}

impl<W: Write> Sink for Lines<W> {
    fn put(&mut self, _: &Told, cells: Vec<Cell>) -> Result<(), ExportError> {
        self.row(&cells)
    }

    fn end(self) -> Result<(), ExportError> {
        self.finish()
    }
}

impl<W: Write + Send> Sink for Typed<W> {
    fn put(&mut self, _: &Told, cells: Vec<Cell>) -> Result<(), ExportError> {
        self.row(cells)
    }

    fn end(self) -> Result<(), ExportError> {
        self.finish()
    }
}

impl<W: Write + Send> Sink for Book<W> {
    fn put(&mut self, told: &Told, cells: Vec<Cell>) -> Result<(), ExportError> {
        self.row(0, &cells)?;
        told.claims.iter().try_for_each(|telling| self.row(1, &table::claim(telling)))
    }

    fn end(self) -> Result<(), ExportError> {
        self.finish()
    }
}

impl<W: Write> Sink for Features<W> {
    fn put(&mut self, told: &Told, cells: Vec<Cell>) -> Result<(), ExportError> {
        let point = told.event.place.as_ref().and_then(|place| place.lon.zip(place.lat));
        self.feature(&told.event.event, point, table::COLUMNS, cells)
    }

    fn end(self) -> Result<(), ExportError> {
        self.finish()
    }
}

#[cfg(test)]
mod tests;
