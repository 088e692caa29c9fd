//! Answers as bytes for others: JSON lines and Parquet.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use datafusion::{
    arrow::{
        array::RecordBatch,
        datatypes::SchemaRef,
        json::{LineDelimitedWriter, WriterBuilder, writer::LineDelimited},
    },
    error::DataFusionError,
    parquet::arrow::ArrowWriter,
};
use serde_json::{Map, Value};

use crate::ledger::{LedgerError, parquet_properties};

/// Rows as JSON, one a line; a null is written as one.
pub struct Rows {
    lines: Vec<u8>,
}

impl Rows {
    /// The rows of a batch.
    ///
    /// # Errors
    /// When a column is of a kind that JSON has no way to write.
    pub fn new(batch: &RecordBatch) -> Result<Self, LedgerError> {
        let mut writer: LineDelimitedWriter<Vec<u8>> =
            WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(Vec::new());
        writer.write(batch).and_then(|()| writer.finish()).map_err(DataFusionError::from)?;
        Ok(Self { lines: writer.into_inner() })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.lines.split(|&byte| byte == b'\n').count() - 1
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines.
    pub fn lines(&self) -> &[u8] {
        &self.lines
    }

    /// The rows as values.
    ///
    /// # Errors
    /// When a number is beyond what JSON can say.
    pub fn values(&self) -> Result<Vec<Map<String, Value>>, LedgerError> {
        serde_json::Deserializer::from_slice(&self.lines)
            .into_iter()
            .collect::<Result<_, _>>()
            .map_err(|error| DataFusionError::External(Box::new(error)).into())
    }
}

/// A Parquet file as it grows.
pub struct Sheet {
    writer: ArrowWriter<Piece>,
    piece: Piece,
}

/// Bytes that are taken away as they come.
#[derive(Clone, Default)]
struct Piece(Arc<Mutex<Vec<u8>>>);

impl Write for Piece {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Piece {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Sheet {
    /// A file with these columns.
    ///
    /// # Errors
    /// When a column is of a kind that Parquet has no way to write.
    pub fn new(schema: SchemaRef) -> Result<Self, LedgerError> {
        let piece = Piece::default();
        let writer = ArrowWriter::try_new(piece.clone(), schema, Some(parquet_properties()))
            .map_err(DataFusionError::from)?;
        Ok(Self { writer, piece })
    }

    /// Adds rows; the bytes of the file that are ready.
    ///
    /// # Errors
    /// When the rows have other columns.
    pub fn add(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, LedgerError> {
        self.writer.write(batch).map_err(DataFusionError::from)?;
        Ok(self.piece.take())
    }

    /// The last bytes of the file.
    ///
    /// # Errors
    /// When the last rows cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, LedgerError> {
        self.writer.close().map_err(DataFusionError::from)?;
        Ok(self.piece.take())
    }
}
