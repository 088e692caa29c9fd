//! How far a walk has come, in bytes of its files.

use std::{
    io::{self, Read, Seek, SeekFrom},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// How many bytes of the input are behind a walk: of archives their own, not what they expand to.
#[derive(Clone, Debug, Default)]
pub struct Passed(Arc<AtomicU64>);

impl Passed {
    /// So many.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// A reader of one of the files, which has `size` bytes; what is read of it counts, at most once over.
    pub(super) fn reading<R>(&self, inner: R, size: u64) -> Reading<R> {
        let before = self.bytes();
        Reading { inner, passed: self.clone(), before, read: 0, size }
    }

    /// All of it, up to what it was at that point.
    pub(super) fn advance_to(&self, bytes: u64) {
        self.0.fetch_max(bytes, Ordering::Relaxed);
    }
}

/// A file whose reading is counted.
pub(super) struct Reading<R> {
    inner: R,
    passed: Passed,
    before: u64,
    read: u64,
    size: u64,
}

impl<R: Read> Read for Reading<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        // Zip archives are read here and there, and parts of them twice.
        self.read = self.read.saturating_add(read as u64).min(self.size);
        self.passed.advance_to(self.before + self.read);
        Ok(read)
    }
}

impl<R: Seek> Seek for Reading<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_counts_once_however_often_it_is_read() {
        let passed = Passed::default();
        let mut file = passed.reading(io::Cursor::new([0; 10]), 10);
        let mut out = Vec::new();
        file.read_to_end(&mut out).unwrap();
        file.rewind().unwrap();
        file.read_to_end(&mut out).unwrap();
        assert_eq!((out.len(), passed.bytes()), (20, 10));
        passed.reading(&[0; 5][..], 5).read_to_end(&mut out).unwrap();
        assert_eq!(passed.bytes(), 15);
    }
}
