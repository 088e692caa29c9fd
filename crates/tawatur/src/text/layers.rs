//! The clean and folded layers of a document text, each aligned character by character to the text itself.
//!
//! Cleaning removes what carries no meaning for matching (short vowels, tatweel, bidi controls), composes letters with
//! their accents (NFC) and gives one spelling to digits, quotes and dashes. Folding then merges letters that writers
//! confuse (hamza seats, alef maqsura and ya, ta marbuta and ha). The two are kept apart so that a match on the folded
//! layer can still be checked against the clean one.

use std::iter;

use unicode_normalization::{
    IsNormalized, UnicodeNormalization,
    char::{canonical_combining_class, compose},
    is_nfc_quick,
};

use super::letter::{Cleaned, clean_char, fold_char, is_mark};
use super::span::{Clean, Doc, Folded, Span};

/// Cleans a free-standing string, such as a codebook entry.
pub fn clean(s: &str) -> String {
    Layers::new(s).clean().to_owned()
}

/// Folds a free-standing string: cleaned first, then folded.
pub fn fold(s: &str) -> String {
    clean(s).chars().map(fold_char).collect()
}

/// A document text with its clean and folded layers and the alignment between the three.
///
/// Clean and folded have one character each for the other, and every folded character has the same
/// UTF-8 length as its clean one, so one map serves both.
#[derive(Debug, Default, Clone)]
pub struct Layers {
    clean: String,
    folded: String,
    /// Byte in the clean layer → byte in the document text, one entry a byte, and one for the end.
    to_doc: Vec<u32>,
    /// Where several letters of the document, each kept, became one: from the first, to the end of the last. Hardly
    /// any text has one (syllables of Korean, vowel signs of India).
    joined: Vec<(u32, u32)>,
}

impl Layers {
    /// Builds the layers of `doc`.
    pub fn new(doc: &str) -> Self {
        let mut layers = Self::default();
        layers.rebuild(doc);
        layers
    }

    /// Builds the layers of another text in the same buffers.
    pub fn rebuild(&mut self, doc: &str) {
        self.clear(doc.len());
        for (at, c) in doc.char_indices() {
            match clean_char(c) {
                Cleaned::Keep(k) => self.push(k, at),
                // Vowels and tatweel compose with nothing; joiners and bidi controls are no marks at all.
                Cleaned::Drop
                    if matches!(c, 'ـ' | '\u{064B}'..='\u{0652}') || canonical_combining_class(c) == 0 => {}
                Cleaned::Other(k) if is_nfc_quick(iter::once(k)) == IsNormalized::Yes => self.push(k, at),
                Cleaned::Compat => self.push_letters(c, at),
                _ => return self.rebuild_composed(doc),
            }
        }
        self.to_doc.push(doc.len() as u32);
    }

    /// The same for a text in which something may have to be composed.
    fn rebuild_composed(&mut self, doc: &str) {
        self.clear(doc.len());
        for (start, unit) in Units(doc, 0) {
            let composed: String = unit.nfc().collect();
            let changed = composed != unit;
            if changed {
                self.joined.push((start as u32, (start + unit.len()) as u32));
            }
            for (at, c) in composed.char_indices() {
                let at = if changed { start } else { start + at };
                match clean_char(c) {
                    Cleaned::Keep(k) | Cleaned::Other(k) => self.push(k, at),
                    Cleaned::Drop => self.compose(c),
                    Cleaned::Compat => self.push_letters(c, at),
                }
            }
        }
        self.to_doc.push(doc.len() as u32);
        // What stood between two letters may be gone now.
        if is_nfc_quick(self.clean.chars()) != IsNormalized::Yes {
            self.recompose(doc);
        }
    }

    fn clear(&mut self, room: usize) {
        self.clean.clear();
        self.folded.clear();
        self.to_doc.clear();
        self.joined.clear();
        self.clean.reserve(room);
        self.folded.reserve(room);
        self.to_doc.reserve(room + 1);
    }

    fn push(&mut self, c: char, at: usize) {
        self.clean.push(c);
        self.folded.push(fold_char(c));
        self.to_doc.extend(iter::repeat_n(at as u32, c.len_utf8()));
    }

    /// The letters of a presentation form or ligature.
    fn push_letters(&mut self, c: char, at: usize) {
        for k in iter::once(c).nfkc() {
            if let Cleaned::Keep(k) | Cleaned::Other(k) = clean_char(k) {
                self.push(k, at);
            }
        }
    }

    /// Lets a combining mark, otherwise dropped, make one letter with the letter before it, whatever stood between
    /// the two: ا + madda is آ.
    fn compose(&mut self, mark: char) {
        let Some(last) = self.clean.chars().next_back() else { return };
        // U+0649 ALEF MAKSURA is what keyboards of Egypt have for the ya that U+0654 HAMZA ABOVE stands on.
        let letter = if last == 'ى' { 'ي' } else { last };
        let composed = compose(letter, mark).map(clean_char);
        let Some(Cleaned::Keep(composed) | Cleaned::Other(composed)) = composed else { return };
        self.clean.pop();
        self.folded.pop();
        let from = self.to_doc.len() - last.len_utf8();
        let origin = self.to_doc[from];
        self.to_doc.truncate(from);
        self.push(composed, origin as usize);
    }

    /// Composes letters of the clean layer that came to stand side by side.
    fn recompose(&mut self, doc: &str) {
        let clean = std::mem::take(&mut self.clean);
        let to_doc = std::mem::take(&mut self.to_doc);
        self.folded.clear();
        for (start, unit) in Units(&clean, 0) {
            let composed: String = unit.nfc().collect();
            let changed = composed != unit;
            if changed {
                let end = self.end_of(to_doc[start + unit.len() - 1], doc);
                self.joined.push((to_doc[start], end as u32));
            }
            for (at, c) in composed.char_indices() {
                if let Cleaned::Keep(k) | Cleaned::Other(k) = clean_char(c) {
                    self.push(k, to_doc[if changed { start } else { start + at }] as usize);
                }
            }
        }
        self.joined.sort_unstable();
        self.to_doc.push(doc.len() as u32);
    }

    /// The end of the letter of the document that begins at a byte, with those that were joined with it.
    fn end_of(&self, origin: u32, doc: &str) -> usize {
        let after = self.joined.partition_point(|&(from, _)| from <= origin);
        match self.joined[..after].last() {
            Some(&(from, end)) if from == origin => end as usize,
            _ => origin as usize + doc[origin as usize..].chars().next().map_or(0, char::len_utf8),
        }
    }

    /// The clean layer.
    pub fn clean(&self) -> &str {
        &self.clean
    }

    /// The folded layer.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Where a clean span lies in the document text: from its first character to the end of its last one and
    /// of the marks on it, so that what stands between two tokens stays between them.
    pub fn to_doc(&self, span: Span<Clean>, doc: &str) -> Span<Doc> {
        let start = self.to_doc[span.start().min(self.to_doc.len() - 1)] as usize;
        if span.is_empty() {
            return Span::new(start, start);
        }
        let after = self.end_of(self.to_doc[span.end() - 1], doc);
        // Controls belong to the token only where a mark follows them.
        let end = doc[after..]
            .char_indices()
            .take_while(|&(_, c)| matches!(clean_char(c), Cleaned::Drop))
            .filter(|&(_, c)| is_mark(c))
            .last()
            .map_or(after, |(at, mark)| after + at + mark.len_utf8());
        Span::new(start, end)
    }

    /// The clean span of a document span: all that its characters became, and nothing where they became nothing.
    pub fn to_clean(&self, span: Span<Doc>) -> Span<Clean> {
        let at =
            |byte: usize| self.to_doc[..self.clean.len()].partition_point(|&origin| (origin as usize) < byte);
        Span::new(at(span.start()), at(span.end()))
    }

    /// The clean span of a folded one: the layers share their byte positions.
    pub fn unfold(span: Span<Folded>) -> Span<Clean> {
        Span::new(span.start(), span.end())
    }
}

/// Cuts a text, from a byte on, into the shortest stretches that compose by themselves: a letter, its marks, and
/// letters that make one with it.
struct Units<'a>(&'a str, usize);

impl<'a> Iterator for Units<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let Self(text, start) = *self;
        let mut end = start + marked(&text[start..])?;
        // A letter that composes with the one before it is not in every text of every alphabet, so ask first.
        while let Some(next) = text[end..].chars().next()
            && is_nfc_quick(iter::once(next)) == IsNormalized::Maybe
            && let Some(len) = marked(&text[end..])
        {
            let (one, other) = (&text[start..end], &text[end..end + len]);
            if text[start..end + len].nfc().eq(one.nfc().chain(other.nfc())) {
                break;
            }
            end += len;
        }
        self.1 = end;
        Some((start, &text[start..end]))
    }
}

/// The length of the first letter of a text and its marks.
fn marked(text: &str) -> Option<usize> {
    let first = text.chars().next()?.len_utf8();
    let marks = text[first..].chars().take_while(|&c| canonical_combining_class(c) > 0);
    Some(first + marks.map(char::len_utf8).sum::<usize>())
}
