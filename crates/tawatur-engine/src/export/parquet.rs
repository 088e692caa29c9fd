//! One row a claim, typed: words, days, numbers, in the columns of the table (Parquet format 2, zstd).
//!
//! The ledger's own tables are Parquet too, with every span and candidate; this is what may leave of them.

use std::{io::Write, sync::Arc};

use datafusion::{
    arrow::{
        array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray},
        datatypes::{DataType, Field, Schema, SchemaRef},
    },
    parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties},
};
use jiff::civil::{Date, date};

use super::{
    Context, Export, ExportError, Options, Tally,
    table::{self, COLUMNS, Cell, Column, Kind},
};
use crate::redact::{Record, Released};

/// Rows that are kept before they are written.
const BATCH: usize = 4096;

/// A Parquet file of cells.
pub struct Typed<W: Write + Send> {
    columns: Vec<Column>,
    schema: SchemaRef,
    out: ArrowWriter<W>,
    rows: Vec<Vec<Cell>>,
}

impl<W: Write + Send> Typed<W> {
    /// Begins a file with these columns.
    pub fn new(options: &Options, out: W, columns: Vec<Column>) -> Result<Self, ExportError> {
        let fields: Vec<Field> = columns
            .iter()
            .map(|c| {
                let kind = match c.kind {
                    Kind::Text => DataType::Utf8,
                    Kind::Integer => DataType::Int64,
                    Kind::Number => DataType::Float64,
                    Kind::Day => DataType::Date32,
                };
                Field::new(c.name, kind, true)
            })
            .collect();
        let about = options.about.iter().cloned().collect();
        let schema = Arc::new(Schema::new(fields).with_metadata(about));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(datafusion::parquet::basic::ZstdLevel::default()))
            .build();
        let out = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))?;
        Ok(Self { columns, schema, out, rows: Vec::new() })
    }

    /// Writes a row.
    pub fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError> {
        self.rows.push(cells);
        if self.rows.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let columns = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, c)| array(c.kind, self.rows.iter().map(|r| &r[at])))
            .collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns)?;
        self.out.write(&batch)?;
        self.rows.clear();
        Ok(())
    }

    /// Writes what is left, and the end.
    pub fn finish(mut self) -> Result<(), ExportError> {
        self.flush()?;
        self.out.close()?;
        Ok(())
    }
}

/// A row a claim, typed.
pub struct Parquet<'a, W: Write + Send> {
    context: Context<'a>,
    rows: Typed<W>,
    tally: Tally,
}

impl<'a, W: Write + Send> Parquet<'a, W> {
    pub fn new(context: Context<'a>, out: W) -> Result<Self, ExportError> {
        let rows = Typed::new(&context.options, out, COLUMNS.to_vec())?;
        Ok(Self { context, rows, tally: Tally::default() })
    }
}

impl<W: Write + Send> Export for Parquet<'_, W> {
    fn record(&mut self, record: &Released<Record>) -> Result<(), ExportError> {
        let record = record.get();
        self.tally.documents += 1;
        for claim in &record.claims {
            self.rows.row(table::row(&self.context, record, claim))?;
            self.tally.claims += 1;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Tally, ExportError> {
        self.rows.finish()?;
        Ok(self.tally)
    }
}

fn array<'c>(kind: Kind, cells: impl Iterator<Item = &'c Cell>) -> ArrayRef {
    match kind {
        Kind::Text => Arc::new(
            cells
                .map(|c| match c {
                    Cell::Empty => None,
                    Cell::Text(words) => Some(words.clone()),
                    other => Some(other.to_string()),
                })
                .collect::<StringArray>(),
        ),
        Kind::Integer => Arc::new(
            cells
                .map(|c| match c {
                    Cell::Integer(number) => Some(*number),
                    _ => None,
                })
                .collect::<Int64Array>(),
        ),
        Kind::Number => Arc::new(
            cells
                .map(|c| match c {
                    Cell::Number(number) => Some(*number),
                    #[expect(clippy::cast_precision_loss, reason = "figures are below 2^53")]
                    Cell::Integer(number) => Some(*number as f64),
                    _ => None,
                })
                .collect::<Float64Array>(),
        ),
        Kind::Day => Arc::new(
            cells
                .map(|c| match c {
                    Cell::Day(day) => Some(since_1970(*day)),
                    _ => None,
                })
                .collect::<Date32Array>(),
        ),
    }
}

fn since_1970(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}
