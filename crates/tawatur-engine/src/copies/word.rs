//! The words of a document as they are compared: folded, without clitics that join sentences and without weak letters,
//! which are what writers spell differently (الميليشيات and المليشيات, أوزتورك and اوزتورك).

use tawatur::{
    claim::record::CodePoints,
    text::{CodePointIndex, Text, TokenKind, Tokens},
};

use super::key::mix;

/// Fewer words in quotation marks are a name or a term and nobody's words.
const QUOTATION: usize = 6;

/// A word or number of a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Hash of its skeleton; equal words have equal ones.
    pub(super) hash: u32,
    /// Where its skeleton begins, in bytes of the letters of the document; it ends where that of the next begins.
    pub(super) at: u32,
    /// Where it stands in the document text, in code points.
    pub(super) start: u32,
    /// One past its last code point.
    pub(super) end: u32,
    /// Letters of the folded layer.
    pub(super) letters: u16,
    /// Letters of the skeleton: what it weighs.
    pub(super) weight: u16,
    /// Whether it belongs to a formula that all outlets use, which shows nothing.
    pub(super) formula: bool,
    /// Whether it stands in quotation marks.
    pub(super) quoted: bool,
}

impl Word {
    pub(super) fn span(&self) -> CodePoints {
        [self.start as usize, self.end as usize]
    }
}

/// The letters of words, formulas aside.
pub(super) fn counted(words: &[Word]) -> u32 {
    words.iter().filter(|w| !w.formula).map(|w| u32::from(w.letters)).sum()
}

/// A letter that is left out of skeletons: hamza, alef, waw and ya, what long vowels and glottal stops are spelled with.
fn is_weak(letter: char) -> bool {
    matches!(letter, 'ء' | 'ا' | 'و' | 'ي')
}

/// What joins a sentence to the one before it, written with its first word: U+0648 WAW and U+0641 FEH.
pub(super) fn without_conjunction(word: &str) -> &str {
    let rest = word.trim_start_matches('و');
    // A word of two letters is no word and a conjunction: في, فر.
    match rest.strip_prefix('ف') {
        Some(stem) if stem.chars().nth(2).is_some() => stem,
        _ => rest,
    }
}

/// The words of a text outside of `furniture`, which is in order, with their skeletons one after the other.
pub(super) fn words(text: &Text, points: &CodePointIndex, furniture: &[CodePoints]) -> (Vec<Word>, String) {
    let mut words = Vec::with_capacity(text.len());
    let mut letters = String::with_capacity(text.doc().len());
    let quotes: Vec<&Tokens> =
        text.quotes().iter().map(|q| &q.inner).filter(|inner| inner.len() >= QUOTATION).collect();
    let mut ahead = furniture.iter().peekable();
    for (at, token) in text.tokens().iter().enumerate() {
        if token.kind == TokenKind::Punct {
            continue;
        }
        let start = points.of(text.doc(), token.doc.start());
        while ahead.next_if(|f| f[1] <= start).is_some() {}
        if ahead.peek().is_some_and(|f| f[0] <= start) {
            continue;
        }
        let folded = text.folded(at);
        let from = letters.len();
        if token.kind == TokenKind::Number {
            letters.extend(folded.chars().filter(char::is_ascii_digit));
        } else {
            letters.extend(
                without_conjunction(folded).chars().filter(|&c| !is_weak(c)).flat_map(char::to_lowercase),
            );
        }
        let skeleton = &letters[from..];
        words.push(Word {
            hash: hash(skeleton),
            at: from as u32,
            start: start as u32,
            end: points.of(text.doc(), token.doc.end()) as u32,
            letters: folded.chars().count().min(usize::from(u16::MAX)) as u16,
            weight: skeleton.chars().count().min(usize::from(u16::MAX)) as u16,
            formula: false,
            quoted: quotes.iter().any(|inner| inner.contains(&at)),
        });
    }
    (words, letters)
}

/// A hash of a skeleton, the same on every machine.
fn hash(skeleton: &str) -> u32 {
    let sum = skeleton.chars().fold(0_u64, |sum, c| mix(sum ^ u64::from(u32::from(c))));
    (sum >> 32) as u32
}
