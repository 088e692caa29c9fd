//! How much is read at most, and the readers that hold to it.

use std::{
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
};

use super::error::Problem;

/// The most bytes of one document, and of an archive inside of an archive that has to be read at once.
pub(super) const MAX_ITEM: u64 = 256 << 20;

/// The most bytes of one line of JSON, row of a table, or feed.
pub(super) const MAX_RECORD: u64 = 64 << 20;

/// How deep archives may stand in archives: a page in a WARC in a WACZ in a tar in gzip is four.
pub(super) const MAX_DEPTH: usize = 6;

/// What the members of a file may expand to in all: this many times its size. Deflate reaches 1032, pages of newspapers
/// 20, and pages of one site packed together by zstd 100.
const RATIO: u64 = 256;
/// What a file may expand to whatever its size.
const FLOOR: u64 = 256 << 20;

/// How many bytes may still come out of one file, over all archives inside of it.
#[derive(Clone, Debug)]
pub(super) struct Budget(Rc<Cell<u64>>);

impl Budget {
    /// For a file of `size` bytes.
    pub(super) fn for_file(size: u64) -> Self {
        Self(Rc::new(Cell::new(size.saturating_mul(RATIO).saturating_add(FLOOR))))
    }

    /// Whether nothing may come out any more.
    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    /// Whether an error means that it is.
    pub(super) fn meter<R>(&self, inner: R) -> Metered<R> {
        Metered { inner, budget: self.clone() }
    }
}

/// A decompressor whose output is counted.
pub(super) struct Metered<R> {
    inner: R,
    budget: Budget,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.budget.0.get();
        if left == 0 && !buffer.is_empty() {
            return Err(io::Error::other(Problem::Bomb { ratio: RATIO }));
        }
        let end = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = self.inner.read(&mut buffer[..end])?;
        self.budget.0.set(left - read as u64);
        Ok(read)
    }
}

/// All bytes of a reader.
pub(super) fn all(reader: impl Read, limit: u64, what: &'static str) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(Problem::TooLarge { what, limit });
    }
    Ok(bytes)
}

/// What became of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The end of the input.
    End,
    /// It is in the buffer, without what ends it.
    Read,
    /// It was passed over.
    TooLong,
}

/// The next line; one that is longer than `limit` is passed over without being kept.
pub(super) fn line(reader: &mut impl BufRead, buffer: &mut Vec<u8>, limit: u64) -> io::Result<Line> {
    buffer.clear();
    reader.by_ref().take(limit + 1).read_until(b'\n', buffer)?;
    if buffer.is_empty() {
        return Ok(Line::End);
    }
    if buffer.last() == Some(&b'\n') {
        buffer.pop();
        if buffer.last() == Some(&b'\r') {
            buffer.pop();
        }
        return Ok(Line::Read);
    }
    if buffer.len() as u64 <= limit {
        return Ok(Line::Read);
    }
    *buffer = Vec::new();
    reader.skip_until(b'\n')?;
    Ok(Line::TooLong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_too_long_is_passed_over_and_the_next_comes() {
        let mut reader = &b"short\r\nmuch too long\nlast"[..];
        let mut buffer = Vec::new();
        let mut next = || (line(&mut reader, &mut buffer, 6).unwrap(), buffer.clone());
        assert_eq!(next(), (Line::Read, b"short".to_vec()));
        assert_eq!(next(), (Line::TooLong, Vec::new()));
        assert_eq!(next(), (Line::Read, b"last".to_vec()));
        assert_eq!(next().0, Line::End);
    }

    #[test]
    fn what_a_file_expands_to_is_counted_over_all_its_readers() {
        let budget = Budget(Rc::new(Cell::new(10)));
        let mut out = Vec::new();
        budget.meter(&[0; 6][..]).read_to_end(&mut out).unwrap();
        let error = budget.meter(io::repeat(0)).read_to_end(&mut out).unwrap_err();
        assert!(matches!(Problem::from(error), Problem::Bomb { .. }));
        assert_eq!(out.len(), 10);
        assert!(budget.is_spent());
    }
}
