//! Tokens: words, numbers and punctuation marks, each with its place in the three layers.

use super::span::{Clean, Doc, Folded, Span};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, Arabic or other.
    Word,
    /// Digits with their inner separators.
    Number,
    /// One mark.
    Punct,
}

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing: the two touch.
    None,
    /// White space.
    Space,
    /// A line break, be it one that a page lost between two headlines.
    Line,
    /// A blank line, or the start of the text.
    Paragraph,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it stands in the document text.
    pub doc: Span<Doc>,
    /// Where it stands in the clean layer, whose byte positions the folded layer shares.
    pub clean: Span<Clean>,
    /// What it is made of.
    pub kind: TokenKind,
    /// What stands before it.
    pub gap: Gap,
}

impl Token {
    /// Where it stands in the folded layer.
    pub fn folded(&self) -> Span<Folded> {
        Span::new(self.clean.start(), self.clean.end())
    }
}
