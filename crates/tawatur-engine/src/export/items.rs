//! A JSON list, written item by item.

use std::io::Write;

use serde::Serialize;

use super::ExportError;

/// A list inside of a JSON document whose beginning and end are given.
pub struct Items<W> {
    out: W,
    end: &'static str,
    any: bool,
}

impl<W: Write> Items<W> {
    /// Writes the beginning, up to and with the list's bracket.
    pub fn new(mut out: W, beginning: &str, end: &'static str) -> Result<Self, ExportError> {
        out.write_all(beginning.as_bytes())?;
        Ok(Self { out, end, any: false })
    }

    /// Writes an item on a line of its own.
    pub fn push(&mut self, item: &impl Serialize) -> Result<(), ExportError> {
        self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        serde_json::to_writer(&mut self.out, item)?;
        Ok(())
    }

    /// Writes the end.
    pub fn finish(mut self) -> Result<(), ExportError> {
        self.out.write_all(self.end.as_bytes())?;
        self.out.flush()?;
        Ok(())
    }
}
