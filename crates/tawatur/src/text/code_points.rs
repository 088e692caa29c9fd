//! From bytes to code points, the unit of everything written for others.

/// How many bytes lie between two entries of the index.
const STEP: usize = 64;

/// Code-point counts at every `STEP` bytes of one text, so that a position is found by counting a short
/// stretch only.
#[derive(Clone, Debug, Default)]
pub struct CodePointIndex {
    counts: Vec<u32>,
}

impl CodePointIndex {
    /// Indexes `text`.
    pub fn new(text: &str) -> Self {
        let mut counts = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            counts.push(count);
            count += starts(chunk);
        }
        counts.push(count);
        Self { counts }
    }

    /// The code points before byte `at` of the text that was indexed.
    pub fn of(&self, text: &str, at: usize) -> usize {
        let at = at.min(text.len());
        let block = at / STEP;
        let before = self.counts.get(block).copied().unwrap_or(0);
        (before + starts(&text.as_bytes()[block * STEP..at])) as usize
    }
}

/// Bytes that begin a code point.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| b & 0b1100_0000 != 0b1000_0000).count() as u32
}
