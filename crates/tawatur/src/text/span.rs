//! Spans: half-open byte ranges that carry in their type the layer they count in.

use std::{fmt, marker::PhantomData, ops::Range};

use serde::{Deserialize, Serialize};

/// The document text: decoded, otherwise exactly as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Doc {}
/// The clean layer: marks, tatweel and controls gone, digits and quotes unified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Clean {}
/// The folded layer: alef, ya, ta marbuta and hamza seats unified on top of the clean layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Folded {}

/// A half-open range of UTF-8 bytes in layer `L`; `start <= end` always holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Span<L> {
    range: (u32, u32),
    #[serde(skip)]
    layer: PhantomData<L>,
}

impl<L: Copy> Span<L> {
    /// The span from `start` to `end`; the two are swapped when out of order.
    pub fn new(start: usize, end: usize) -> Self {
        let (start, end) = if start <= end { (start, end) } else { (end, start) };
        Self { range: (start as u32, end as u32), layer: PhantomData }
    }

    /// First byte.
    pub fn start(&self) -> usize {
        self.range.0 as usize
    }

    /// One past the last byte.
    pub fn end(&self) -> usize {
        self.range.1 as usize
    }

    /// The same as a standard range, for slicing text of the same layer.
    pub fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.end() - self.start()
    }

    /// Whether nothing is covered.
    pub fn is_empty(&self) -> bool {
        self.range.0 == self.range.1
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start().min(other.start()), self.end().max(other.end()))
    }

    /// Whether the two share a byte.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start() < other.end() && other.start() < self.end()
    }
}

impl<L: Copy> fmt::Debug for Span<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start(), self.end())
    }
}
