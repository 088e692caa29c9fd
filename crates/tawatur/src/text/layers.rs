//! The clean and folded layers of a document text, each aligned character by character to the text itself.
//!
//! Cleaning removes what carries no meaning for matching (short vowels, tatweel, bidi controls) and gives
//! one spelling to digits, quotes and dashes. Folding then merges letters that writers confuse (hamza
//! seats, alef maqsura and ya, ta marbuta and ha). The two are kept apart so that a match on the folded
//! layer can still be checked against the clean one.

use unicode_normalization::UnicodeNormalization;

use super::span::{Clean, Doc, Folded, Span};

/// What becomes of one character in the clean layer.
enum Cleaned {
    Keep(char),
    Drop,
    /// Presentation forms and ligatures: several characters.
    Compat,
}

fn clean_char(c: char) -> Cleaned {
    use Cleaned::{Compat, Drop, Keep};
    match c {
        '`' => Keep('\''),
        '\0'..='\u{7f}' => Keep(c),
        'ـ' // U+0640 TATWEEL
        | '\u{0610}'..='\u{061A}' // honorific signs
        | '\u{064B}'..='\u{0652}' // tanween, short vowels, shadda, sukun
        | '\u{0656}'..='\u{065F}'
        | '\u{0670}' // SUPERSCRIPT ALEF
        | '\u{06D6}'..='\u{06ED}' // Quranic marks
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{061C}' | '\u{FEFF}' | '\u{00AD}' | '\u{FFFD}' => Drop,
        // Combining madda and hamza compose with the letter before them; see `Layers::new`.
        '\u{0653}'..='\u{0655}' => Drop,
        '٠'..='٩' => Keep(ascii_digit(c, '٠')), // U+0660.. ARABIC-INDIC DIGITS
        '۰'..='۹' => Keep(ascii_digit(c, '۰')), // U+06F0.. EXTENDED ARABIC-INDIC DIGITS
        'ی' => Keep('ي'),                       // U+06CC FARSI YEH
        'ې' | 'ۍ' => Keep('ي'),
        'ک' | 'ڪ' => Keep('ك'), // U+06A9 KEHEH, U+06AA SWASH KAF
        'ہ' | 'ۀ' | 'ە' | 'ھ' => Keep('ه'), // U+06C1, U+06C0, U+06D5, U+06BE
        'ٱ' => Keep('ا'), // U+0671 ALEF WASLA
        'گ' => Keep('ك'), // U+06AF GAF
        'پ' => Keep('ب'), // U+067E PEH
        'چ' => Keep('ج'), // U+0686 TCHEH
        'ڤ' | 'ڨ' => Keep('ف'), // U+06A4 VEH, U+06A8
        'ژ' => Keep('ز'), // U+0698 JEH
        '٪' => Keep('%'),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '❝' | '❞' | '＂' => Keep('"'),
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʻ' | 'ʼ' | 'ʽ' | '′' | '´' => Keep('\''),
        '‐'..='―' | '−' | '－' => Keep('-'),
        '…' => Keep('…'),
        '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Keep(' '),
        '\u{2028}' | '\u{2029}' | '\u{0085}' => Keep('\n'),
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{FF01}'..='\u{FF5E}' => Compat,
        _ => Keep(c),
    }
}

fn ascii_digit(c: char, zero: char) -> char {
    char::from(b'0' + (c as u32 - zero as u32) as u8)
}

/// The folded spelling of a clean character.
pub fn fold_char(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي', // U+0649 ALEF MAKSURA
        'ئ' => 'ي', // U+0626 YEH WITH HAMZA ABOVE
        'ؤ' => 'و', // U+0624 WAW WITH HAMZA ABOVE
        'ة' => 'ه', // U+0629 TEH MARBUTA
        _ => c,
    }
}

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
        self.clean.clear();
        self.folded.clear();
        self.to_doc.clear();
        self.clean.reserve(doc.len());
        self.folded.reserve(doc.len());
        self.to_doc.reserve(doc.len() + 1);
        for (at, c) in doc.char_indices() {
            match c {
                '\u{0653}' | '\u{0654}' | '\u{0655}' => {
                    if let Some(composed) = self.clean.chars().next_back().and_then(|last| compose(last, c)) {
                        let last = self.clean.pop().map_or(0, char::len_utf8);
                        self.folded.pop();
                        let from = self.to_doc.len() - last;
                        let origin = self.to_doc[from];
                        self.to_doc.truncate(from);
                        self.push(composed, origin as usize);
                    }
                }
                _ => match clean_char(c) {
                    Cleaned::Keep(k) => self.push(k, at),
                    Cleaned::Drop => {}
                    Cleaned::Compat => {
                        for k in std::iter::once(c).nfkc() {
                            if let Cleaned::Keep(k) = clean_char(k) {
                                self.push(k, at);
                            }
                        }
                    }
                },
            }
        }
        self.to_doc.push(doc.len() as u32);
    }

    fn push(&mut self, c: char, at: usize) {
        self.clean.push(c);
        self.folded.push(fold_char(c));
        for _ in 0..c.len_utf8() {
            self.to_doc.push(at as u32);
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

    /// Where a clean span lies in the document text: from its first character to the end of its last
    /// one, marks that were dropped after it left out, so that text between tokens stays between them.
    pub fn to_doc(&self, span: Span<Clean>, doc: &str) -> Span<Doc> {
        let start = self.to_doc[span.start().min(self.to_doc.len() - 1)] as usize;
        if span.is_empty() {
            return Span::new(start, start);
        }
        let last = self.to_doc[span.end() - 1] as usize;
        let mut end = last + doc[last..].chars().next().map_or(0, char::len_utf8);
        // Short vowels and tatweel belong to the letter they follow.
        end += doc[end..]
            .chars()
            .take_while(|c| matches!(c, '\u{064B}'..='\u{0655}' | '\u{0670}' | 'ـ'))
            .map(char::len_utf8)
            .sum::<usize>();
        Span::new(start, end)
    }

    /// The clean span of a folded one: the layers share their byte positions.
    pub fn unfold(span: Span<Folded>) -> Span<Clean> {
        Span::new(span.start(), span.end())
    }
}

/// Composition of a letter with a combining madda or hamza (Unicode canonical compositions).
fn compose(base: char, mark: char) -> Option<char> {
    Some(match (base, mark) {
        ('ا', '\u{0653}') => 'آ',
        ('ا', '\u{0654}') => 'أ',
        ('و', '\u{0654}') => 'ؤ',
        ('ي', '\u{0654}') => 'ئ',
        ('ا', '\u{0655}') => 'إ',
        _ => return None,
    })
}
