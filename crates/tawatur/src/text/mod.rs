//! Document text as layers, tokens, sentences and quotations.
//!
//! Everything later counts in tokens of this module and reaches the words of the document through it, so
//! this is the one place where offsets are made.
//!
//! ```
//! use tawatur::text::Text;
//! let text = Text::new("قُتل 12 جندياً أمس.");
//! assert_eq!(text.clean(0), "قتل");
//! assert_eq!(text.surface(0), "قُتل");
//! assert_eq!(text.sentences().len(), 1);
//! ```

mod code_points;
mod headline;
mod layers;
mod letter;
mod quote;
mod sentence;
mod span;
mod token;
mod tokenise;

use std::ops::Range;

pub use code_points::CodePointIndex;
pub use headline::Cut;
pub use layers::{Layers, clean, fold};
pub use letter::fold_char;
pub use quote::Quote;
pub use sentence::Sentence;
pub use span::{Clean, Doc, Folded, Span};
pub use token::{Gap, Token, TokenKind};

/// A half-open range of token positions.
pub type Tokens = Range<usize>;

/// One document text, analysed down to tokens.
#[derive(Debug, Default, Clone)]
pub struct Text {
    doc: String,
    layers: Layers,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    quotes: Vec<Quote>,
}

impl Text {
    /// Analyses `doc`.
    pub fn new(doc: &str) -> Self {
        let mut text = Self::default();
        text.rebuild(doc);
        text
    }

    /// Analyses another document in the same buffers.
    pub fn rebuild(&mut self, doc: &str) {
        self.rebuild_with(doc, &[], &mut |_| None);
    }

    /// The same where passages of it, in order, are headlines that may have been run together; `cut` says where a
    /// word in them is two.
    pub fn rebuild_with(&mut self, doc: &str, headlines: &[Span<Doc>], cut: Cut<'_>) {
        self.doc.clear();
        self.doc.push_str(doc);
        self.layers.rebuild(doc);
        tokenise::tokenise(&self.layers, doc, &mut self.tokens);
        headline::part(&self.layers, doc, headlines, cut, &mut self.tokens);
        quote::pair(self.layers.clean(), doc, &self.tokens, &mut self.quotes);
        sentence::split(self.layers.clean(), &self.tokens, &self.quotes, &mut self.sentences);
    }

    /// The document text.
    pub fn doc(&self) -> &str {
        &self.doc
    }

    /// The layers of the text.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }

    /// All tokens in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Sentences in order; together they cover all tokens.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The sentence that holds token `at`, as its position in [`Text::sentences`].
    pub fn sentence_of(&self, at: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= at).min(self.sentences.len().saturating_sub(1))
    }

    /// Quotations, in order of their opening marks.
    pub fn quotes(&self) -> &[Quote] {
        &self.quotes
    }

    /// Token `at` as written.
    pub fn surface(&self, at: usize) -> &str {
        &self.doc[self.tokens[at].doc.range()]
    }

    /// Token `at` in the clean layer.
    pub fn clean(&self, at: usize) -> &str {
        &self.layers.clean()[self.tokens[at].clean.range()]
    }

    /// Token `at` in the folded layer.
    pub fn folded(&self, at: usize) -> &str {
        &self.layers.folded()[self.tokens[at].clean.range()]
    }

    /// Whether token `at` exists and is a word or number.
    pub fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word)
    }

    /// Whether token `at` exists and is a number in digits.
    pub fn is_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number)
    }

    /// Whether token `at` exists and is a punctuation mark.
    pub fn is_punct(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Punct)
    }

    /// The document span from the first to the last token of a range; empty for an empty range.
    pub fn span(&self, tokens: &Tokens) -> Span<Doc> {
        if tokens.is_empty() {
            let at = self.tokens.get(tokens.start).map_or(self.doc.len(), |t| t.doc.start());
            return Span::new(at, at);
        }
        self.tokens[tokens.start].doc.cover(self.tokens[tokens.end - 1].doc)
    }

    /// A range of tokens with the one mark beside it that pairs with a mark in it, and without a mark at its end that closes what
    /// opened before it: `تنظيم «داعش` gets its second mark, `القوات»` loses it.
    pub fn balanced(&self, tokens: &Tokens) -> Tokens {
        let Tokens { start, end } = *tokens;
        let first = self.quotes.partition_point(|quote| quote.inner.start < start);
        let inside = &self.quotes[first..];
        let inside = &inside[..inside.partition_point(|quote| quote.inner.start < end)];
        if inside.iter().any(|quote| quote.inner.start > start && quote.inner.end == end) {
            return start..end + 1;
        }
        if inside.iter().any(|quote| quote.inner.start == start && quote.inner.end < end) {
            return start - 1..end;
        }
        let is = |at: usize, mark: &str| self.is_punct(at) && self.clean(at) == mark;
        let open = tokens.clone().filter(|&at| is(at, "(")).count();
        let closed = tokens.clone().filter(|&at| is(at, ")")).count();
        if open > closed && is(end, ")") {
            return start..end + 1;
        }
        let opens_inside =
            |last| inside.iter().any(|quote| quote.inner.start > start && quote.inner.end == last);
        match end.checked_sub(1) {
            Some(last) if last > start && is(last, "\"") && !opens_inside(last) => start..last,
            Some(last) if last > start && is(last, ")") && closed > open => start..last,
            _ => start..end,
        }
    }

    /// The document span of a range of tokens without the first letters of its first, which are attached to it.
    pub fn span_after(&self, tokens: &Tokens, letters: usize) -> Span<Doc> {
        let whole = self.span(tokens);
        let first = self.tokens[tokens.start].clean;
        let clean = &self.layers.clean()[first.range()];
        let skip: usize = clean.chars().take(letters).map(char::len_utf8).sum();
        if letters == 0 || skip >= clean.len() {
            return whole;
        }
        let rest = self.layers.to_doc(Span::new(first.start() + skip, first.end()), &self.doc);
        Span::new(rest.start(), whole.end())
    }

    /// The words of a token range, as they stand in the document.
    pub fn words(&self, tokens: &Tokens) -> &str {
        &self.doc[self.span(tokens).range()]
    }
}

#[cfg(test)]
mod tests;
