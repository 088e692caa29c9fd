//! The lines of a document text as the furniture patterns look at them.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use crate::text::{Clean, Doc, Layers, Span, fold};

use super::patterns::{Pattern, bare, ends_word};

/// How much of a long line's end is searched, in bytes. Tails of links run to a few hundred letters; lines of
/// megabytes exist and must not be folded whole for each pattern.
const WINDOW: usize = 4096;

/// One line that has something on it.
pub(super) struct Line<'a> {
    /// Where the trimmed line starts in the document text.
    start: usize,
    text: &'a str,
    /// Words of the line, counted no further than needed.
    words: usize,
    folded: OnceCell<String>,
    bare: OnceCell<String>,
    closing: OnceCell<Layers>,
}

/// No pattern asks for more words than this.
const MAX_WORDS: usize = 200;

/// Splits a text into its lines, those without text left out.
pub(super) fn split(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']).filter_map(move |line| {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let text = line.trim();
        (!text.is_empty()).then(|| Line {
            start,
            text,
            words: text.split_whitespace().take(MAX_WORDS + 1).count(),
            folded: OnceCell::new(),
            bare: OnceCell::new(),
            closing: OnceCell::new(),
        })
    })
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '؟' | '…' | '"' | ')' | ']')
}

impl<'a> Line<'a> {
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn span(&self) -> Span<Doc> {
        Span::new(self.start, self.start + self.text.len())
    }

    pub(super) fn has_at_most(&self, words: usize) -> bool {
        self.words <= words.min(MAX_WORDS) && self.text.len() <= WINDOW
    }

    /// Whether the line has at least so many words of more than one letter.
    pub(super) fn has_words(&self, words: usize) -> bool {
        let real = |w: &&str| w.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
        self.words >= words && self.text.split_whitespace().filter(real).nth(words - 1).is_some()
    }

    /// Whether the line ends as a sentence of some length does.
    pub(super) fn is_sentence(&self) -> bool {
        self.words > 8 && self.text.ends_with(['.', '؟', '!'])
    }

    /// The folded line; of a long line its beginning.
    pub(super) fn folded(&self) -> &str {
        self.folded.get_or_init(|| fold(&self.text[..self.text.floor_char_boundary(WINDOW)]))
    }

    /// The folded line, words only.
    pub(super) fn bare(&self) -> &str {
        self.bare.get_or_init(|| bare(self.folded()))
    }

    /// Where the window at the end of the line starts within the line.
    fn closing_start(&self) -> usize {
        self.text.ceil_char_boundary(self.text.len().saturating_sub(WINDOW))
    }

    fn closing(&self) -> &Layers {
        self.closing.get_or_init(|| Layers::new(&self.text[self.closing_start()..]))
    }

    /// The folded end of the line.
    fn closing_window(&self) -> &str {
        self.closing().folded()
    }

    /// The document span of a folded range of the closing window.
    fn in_document(&self, start: usize, end: usize) -> Span<Doc> {
        let window = &self.text[self.closing_start()..];
        let span = self.closing().to_doc(Span::<Clean>::new(start, end), window);
        let base = self.start + self.closing_start();
        Span::new(base + span.start(), base + span.end())
    }

    /// From a phrase of the pattern to the end of the line, where the phrase opens the line or follows a stop.
    pub(super) fn tail(&self, pattern: &Pattern) -> Option<Span<Doc>> {
        let folded = self.closing_window();
        if folded.len() < pattern.shortest {
            return None;
        }
        // Links run into what follows them, so the end of the phrase says nothing.
        let found = pattern.phrases.iter().filter_map(|phrase| self.closing_phrases(phrase).next());
        let at = found.min()?;
        let start = self.in_document(at, folded.len()).start();
        Some(Span::new(start, self.span().end()))
    }

    /// A phrase of the pattern that opens the line or follows a stop and runs into a list of headlines, and that list, to
    /// the end of the line.
    pub(super) fn glued(&self, pattern: &Pattern) -> Option<(Span<Doc>, Span<Doc>)> {
        let folded = self.closing_window();
        if folded.len() <= pattern.shortest {
            return None;
        }
        let letter = |at: usize| folded[at..].starts_with(char::is_alphanumeric);
        let found = pattern.phrases.iter().flat_map(|phrase| {
            self.closing_phrases(phrase)
                .map(move |at| (at, at + phrase.len()))
                .filter(|&(_, end)| letter(end))
        });
        let (start, end) = found.min()?;
        // للكاتبة: its ta marbuta is folded to ه, which also opens words. U+0629 TEH MARBUTA
        let rest = &self.closing().clean()[end..];
        let end = if rest.starts_with('ة') { end + 'ة'.len_utf8() } else { end };
        let (label, list) = (self.in_document(start, end), self.in_document(end, folded.len()));
        Some((label, Span::new(list.start(), self.span().end()))).filter(|(_, list)| !list.is_empty())
    }

    /// Where a folded phrase stands in the closing window that opens the line or follows a stop.
    fn closing_phrases(&self, phrase: &str) -> impl Iterator<Item = usize> {
        let folded = self.closing_window();
        folded.match_indices(phrase).map(|(at, _)| at).filter(|&at| {
            let before = folded[..at].trim_end();
            before.is_empty() && self.closing_start() == 0 || before.ends_with(is_stop)
        })
    }

    /// A phrase of the pattern, wherever it stands near the end of the line.
    pub(super) fn phrase(&self, pattern: &Pattern) -> Option<Span<Doc>> {
        let folded = self.closing_window();
        pattern.phrases.iter().find_map(|phrase| {
            let (at, _) =
                folded.match_indices(phrase.as_str()).find(|(at, p)| ends_word(&folded[at + p.len()..]))?;
            Some(self.in_document(at, at + phrase.len()))
        })
    }

    /// The sentence near the end of the line that holds a phrase of the pattern.
    pub(super) fn sentence(&self, pattern: &Pattern) -> Option<Span<Doc>> {
        let folded = self.closing_window();
        let at = pattern.phrases.iter().find_map(|phrase| folded.find(phrase.as_str()))?;
        let stop = |c: char| matches!(c, '.' | '!' | '؟');
        let start = folded[..at].rfind(stop).map_or(0, |stop| folded[..at].ceil_char_boundary(stop + 1));
        let start = start + (folded[start..at].len() - folded[start..at].trim_start().len());
        let end =
            folded[at..].find(stop).map_or(folded.len(), |stop| folded.ceil_char_boundary(at + stop + 1));
        Some(self.in_document(start, end))
            .filter(|_| folded[start..end].split_whitespace().count() <= pattern.max_words)
    }

    /// What follows the last full stop of the line, and where it starts in the document.
    pub(super) fn after_last_stop(&self) -> Option<(&'a str, usize)> {
        let window = &self.text[self.closing_start()..];
        let stop = window.rfind(['.', '؟', '!', '”', '»', '"'])?;
        let mark = window[stop..].chars().next()?.len_utf8();
        let rest = &window[stop + mark..];
        let text = rest.trim_start();
        let at = self.start + self.closing_start() + stop + mark + (rest.len() - text.len());
        (!text.is_empty()).then_some((text, at))
    }
}

/// The words of the text before `end`, folded and without article and proclitics, as far as a reader would
/// remember them.
pub(super) fn opening_words(text: &str, end: usize) -> FxHashSet<String> {
    let from = text.ceil_char_boundary(end.saturating_sub(16 * WINDOW));
    let folded = fold(&text[from..end]);
    let mut words = FxHashSet::default();
    for word in folded.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        let mut word = word;
        for _ in 0..3 {
            words.insert(word.to_owned());
            let Some(rest) = ["ال", "لل", "و", "ف", "ب", "ل", "ك"].iter().find_map(|p| word.strip_prefix(p))
            else {
                break;
            };
            word = rest;
        }
    }
    words
}
