//! The clean and folded layers of a document text, each aligned character by character to the text itself.
//!
//! Cleaning removes what carries no meaning for matching (short vowels, tatweel, bidi controls) and gives
//! one spelling to digits, quotes and dashes. Folding then merges letters that writers confuse (hamza
//! seats, alef maqsura and ya, ta marbuta and ha). The two are kept apart so that a match on the folded
//! layer can still be checked against the clean one.

use unicode_normalization::{UnicodeNormalization, char::compose};

use super::span::{Clean, Doc, Folded, Span};

/// What becomes of one character in the clean layer.
enum Cleaned {
    /// Its clean spelling.
    Keep(char),
    /// Nothing, unless it composes with the letter before it.
    Drop,
    /// The letters that a presentation form, ligature or full-width form stands for.
    Compat,
}

/// The clean spelling of one character, its neighbours aside.
#[expect(clippy::match_same_arms, reason = "the arm of most letters comes first, which is most of the speed")]
fn clean_char(c: char) -> Cleaned {
    use Cleaned::{Compat, Drop, Keep};
    if c.is_ascii() {
        return Keep(if c == '`' { '\'' } else { c });
    }
    if is_mark(c) {
        return Drop;
    }
    match c {
        // Nearly every character, so first: letters that stay as they are.
        '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => Keep(c),
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' // joiners, bidi controls
        | '\u{2066}'..='\u{2069}' | '\u{061C}' | '\u{FE00}'..='\u{FE0F}' // more of them, variation selectors
        | '\u{FEFF}' | '\u{00AD}' | '\u{FFFD}' => Drop, // BOM, SOFT HYPHEN, REPLACEMENT CHARACTER
        '٠'..='٩' => Keep(ascii_digit(c, '٠')), // U+0660.. ARABIC-INDIC DIGITS
        '۰'..='۹' => Keep(ascii_digit(c, '۰')), // U+06F0.. EXTENDED ARABIC-INDIC DIGITS
        'ی' // U+06CC FARSI YEH
        | 'ې' // U+06D0 E
        | 'ۍ' => Keep('ي'), // U+06CD YEH WITH TAIL; all to U+064A YEH
        'ک' // U+06A9 KEHEH
        | 'ڪ' // U+06AA SWASH KAF
        | 'گ' => Keep('ك'), // U+06AF GAF; all to U+0643 KAF
        'ہ' // U+06C1 HEH GOAL
        | 'ۀ' // U+06C0 HEH WITH YEH ABOVE
        | 'ە' // U+06D5 AE
        | 'ھ' => Keep('ه'), // U+06BE HEH DOACHASHMEE; all to U+0647 HEH
        'ٱ' => Keep('ا'), // U+0671 ALEF WASLA to U+0627 ALEF
        'پ' => Keep('ب'), // U+067E PEH
        'چ' => Keep('ج'), // U+0686 TCHEH
        'ڤ' => Keep('ف'), // U+06A4 VEH
        'ڨ' => Keep('ق'), // U+06A8 QAF WITH THREE DOTS ABOVE: ڨفصة is قفصة
        'ژ' => Keep('ز'), // U+0698 JEH
        '٪' => Keep('%'), // U+066A ARABIC PERCENT SIGN
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '❝' | '❞' | '＂' => Keep('"'),
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʻ' | 'ʼ' | 'ʽ' | '′' | '´' => Keep('\''),
        '‐'..='―' | '−' | '－' => Keep('-'),
        '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
        // A pious formula in one character (ﷺ, ﷻ, ﷽): an aside after a name. Spelled out it would be several
        // words in the place of one character, so it parts words and says no more, as its small signs do
        // (U+0610..U+0613).
        | '\u{FD40}'..='\u{FD4F}' | '\u{FDFA}' | '\u{FDFB}' | '\u{FDFD}'..='\u{FDFF}' => Keep(' '),
        '\u{2028}' | '\u{2029}' | '\u{0085}' => Keep('\n'),
        '\u{FB50}'..='\u{FDFC}' | '\u{FE70}'..='\u{FEFC}' | '\u{FF01}'..='\u{FF5E}' => Compat,
        _ => Keep(c),
    }
}

/// Marks that belong to the letter before them: tatweel, vowels, Quranic signs, combining accents.
fn is_mark(c: char) -> bool {
    matches!(c,
        'ـ' // U+0640 TATWEEL
        | '\u{0610}'..='\u{061A}' // honorific signs
        | '\u{064B}'..='\u{065F}' // tanween, short vowels, shadda, sukun, combining madda and hamza
        | '\u{0670}' // SUPERSCRIPT ALEF
        | '\u{06D6}'..='\u{06ED}' // Quranic marks
        | '\u{0300}'..='\u{036F}' // accents of other scripts
        // Marks as characters of their own, which Unicode decomposes to a space or tatweel and the mark.
        | '\u{FC5E}'..='\u{FC63}' | '\u{FCF2}'..='\u{FCF4}' | '\u{FE70}'..='\u{FE7F}'
    )
}

fn ascii_digit(c: char, zero: char) -> char {
    char::from(b'0' + (c as u32 - zero as u32) as u8)
}

/// The folded spelling of a clean character.
pub fn fold_char(c: char) -> char {
    match c {
        'أ' // U+0623 ALEF WITH HAMZA ABOVE
        | 'إ' // U+0625 ALEF WITH HAMZA BELOW
        | 'آ' // U+0622 ALEF WITH MADDA
        | 'ٱ' => 'ا', // U+0671 ALEF WASLA
        'ى' // U+0649 ALEF MAKSURA
        | 'ئ' => 'ي', // U+0626 YEH WITH HAMZA
        'ؤ' => 'و', // U+0624 WAW WITH HAMZA
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
            match clean_char(c) {
                Cleaned::Keep(k) => self.push(k, at),
                Cleaned::Drop => self.compose(c),
                Cleaned::Compat => {
                    for k in std::iter::once(c).nfkc() {
                        if let Cleaned::Keep(k) = clean_char(k) {
                            self.push(k, at);
                        }
                    }
                }
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

    /// Lets a combining mark, otherwise dropped, make one letter with the letter before it: ا + madda is آ.
    fn compose(&mut self, mark: char) {
        if !matches!(mark, '\u{0653}'..='\u{0655}' | '\u{0300}'..='\u{036F}') {
            return;
        }
        let Some(last) = self.clean.chars().next_back() else { return };
        if let Some(composed) = compose(last, mark) {
            self.clean.pop();
            self.folded.pop();
            let from = self.to_doc.len() - last.len_utf8();
            let origin = self.to_doc[from];
            self.to_doc.truncate(from);
            self.push(composed, origin as usize);
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
        let last = self.to_doc[span.end() - 1] as usize;
        let after = last + doc[last..].chars().next().map_or(0, char::len_utf8);
        // Controls belong to the token only where a mark follows them.
        let end = doc[after..]
            .char_indices()
            .take_while(|&(_, c)| matches!(clean_char(c), Cleaned::Drop))
            .filter(|&(_, c)| is_mark(c))
            .last()
            .map_or(after, |(at, mark)| after + at + mark.len_utf8());
        Span::new(start, end)
    }

    /// The clean span of a folded one: the layers share their byte positions.
    pub fn unfold(span: Span<Folded>) -> Span<Clean> {
        Span::new(span.start(), span.end())
    }
}
