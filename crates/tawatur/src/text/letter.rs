//! What becomes of one character in the clean and the folded layer.

use unicode_normalization::char::canonical_combining_class;

/// What becomes of one character in the clean layer.
#[derive(Clone, Copy)]
pub(super) enum Cleaned {
    /// Its clean spelling.
    Keep(char),
    /// As it is; it may have to be composed with its neighbours.
    Other(char),
    /// Nothing, unless it composes with the letter before it.
    Drop,
    /// The letters that a presentation form, ligature or full-width form stands for.
    Compat,
}

/// The last character that the table below knows, one more.
const KNOWN: usize = 0x0700;

/// Clean spellings of nearly all characters of a page, so that they need no search.
static TABLE: [Cleaned; KNOWN] = {
    let mut table = [Cleaned::Drop; KNOWN];
    let mut at = 0;
    while at < KNOWN {
        if let Some(c) = char::from_u32(at as u32) {
            table[at] = search(c);
        }
        at += 1;
    }
    table
};

/// The clean spelling of one character, its neighbours aside.
#[inline]
pub(super) fn clean_char(c: char) -> Cleaned {
    match TABLE.get(c as usize) {
        Some(&cleaned) => cleaned,
        None if canonical_combining_class(c) > 0 => Cleaned::Drop,
        None => search(c),
    }
}

#[expect(clippy::match_same_arms, reason = "each arm is one kind of character")]
const fn search(c: char) -> Cleaned {
    use Cleaned::{Compat, Drop, Keep, Other};
    if is_known_mark(c) {
        return Drop;
    }
    match c {
        '`' => Keep('\''),
        '\0'..='\u{7F}' | '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => Keep(c),
        '،' | '؛' | '؟' | '٫' | '٬' | '…' => Keep(c),
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' // joiners, bidi controls
        | '\u{061C}' | '\u{0600}'..='\u{0605}' | '\u{06DD}' | '\u{08E2}' // ARABIC LETTER MARK, signs that span numbers
        | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180F}' // variation selectors
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0001}' | '\u{E0020}'..='\u{E007F}' // annotations, tags
        | '\u{FEFF}' | '\u{00AD}' | '\u{FFFD}' => Drop, // BOM, SOFT HYPHEN, REPLACEMENT CHARACTER
        '٠'..='٩' => Keep(ascii_digit(c, '٠')), // U+0660.. ARABIC-INDIC DIGITS
        '۰'..='۹' => Keep(ascii_digit(c, '۰')), // U+06F0.. EXTENDED ARABIC-INDIC DIGITS
        'ی' // U+06CC FARSI YEH
        | 'ې' // U+06D0 E
        | 'ێ' // U+06CE YEH WITH SMALL V
        | 'ے' // U+06D2 YEH BARREE
        | 'ۍ' => Keep('ي'), // U+06CD YEH WITH TAIL; all to U+064A YEH
        'ۓ' => Keep('ئ'), // U+06D3 YEH BARREE WITH HAMZA ABOVE to U+0626 YEH WITH HAMZA
        'ک' // U+06A9 KEHEH
        | 'ڪ' // U+06AA SWASH KAF
        | 'گ' => Keep('ك'), // U+06AF GAF; all to U+0643 KAF
        'ہ' // U+06C1 HEH GOAL
        | 'ۂ' // U+06C2 HEH GOAL WITH HAMZA ABOVE
        | 'ۀ' // U+06C0 HEH WITH YEH ABOVE
        | 'ە' // U+06D5 AE
        | 'ھ' => Keep('ه'), // U+06BE HEH DOACHASHMEE; all to U+0647 HEH
        'ۃ' => Keep('ة'), // U+06C3 TEH MARBUTA GOAL to U+0629 TEH MARBUTA
        'ٱ' => Keep('ا'), // U+0671 ALEF WASLA to U+0627 ALEF
        'پ' => Keep('ب'), // U+067E PEH
        'ٹ' => Keep('ت'), // U+0679 TTEH
        'چ' => Keep('ج'), // U+0686 TCHEH
        'ڈ' => Keep('د'), // U+0688 DDAL
        'ڑ' | 'ڕ' => Keep('ر'), // U+0691 RREH, U+0695 REH WITH SMALL V BELOW
        'ڤ' => Keep('ف'), // U+06A4 VEH
        'ڨ' => Keep('ق'), // U+06A8 QAF WITH THREE DOTS ABOVE: ڨفصة is قفصة
        'ڵ' => Keep('ل'), // U+06B5 LAM WITH SMALL V
        'ں' => Keep('ن'), // U+06BA NOON GHUNNA
        'ۆ' => Keep('و'), // U+06C6 OE
        'ژ' => Keep('ز'), // U+0698 JEH
        '٪' => Keep('%'), // U+066A ARABIC PERCENT SIGN
        '۔' => Keep('.'), // U+06D4 ARABIC FULL STOP
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | 'ʺ' | '❝' | '❞' | '〝' | '〞' | '〟' | '＂' => Keep('"'),
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | '′' | '´' | '❛' | '❜' | '＇' | '｀' => Keep('\''),
        '‐'..='―' | '−' | '⁃' | '⸺' | '⸻' | '－' | '﹘' | '﹣' => Keep('-'),
        '\u{00A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
        // A pious formula in one character (ﷺ, ﷻ, ﷽): an aside after a name. Spelled out it would be several
        // words in the place of one character, so it parts words and says no more, as its small signs do
        // (U+0610..U+0613).
        | '\u{FD40}'..='\u{FD4F}' | '\u{FDFA}' | '\u{FDFB}' | '\u{FDFD}'..='\u{FDFF}' => Keep(' '),
        '\u{2028}' | '\u{2029}' | '\u{0085}' => Keep('\n'),
        '\u{FB00}'..='\u{FB06}' | '\u{FB50}'..='\u{FDFC}' | '\u{FE50}'..='\u{FE6B}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{FF01}'..='\u{FF5E}' => Compat,
        _ => Other(c),
    }
}

/// Marks that belong to the letter before them: tatweel, vowels, Quranic signs, combining accents.
pub(super) fn is_mark(c: char) -> bool {
    is_known_mark(c) || canonical_combining_class(c) > 0
}

const fn is_known_mark(c: char) -> bool {
    matches!(c,
        'ـ' // U+0640 TATWEEL
        | '\u{0610}'..='\u{061A}' // honorific signs
        | '\u{064B}'..='\u{065F}' // tanween, short vowels, shadda, sukun, combining madda and hamza
        | '\u{0670}' // SUPERSCRIPT ALEF
        | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}' // Quranic marks
        | '\u{06DE}' | '\u{06E9}' // Quranic signs between words
        | '\u{0898}'..='\u{089F}' | '\u{08CA}'..='\u{08E1}' | '\u{08E3}'..='\u{08FF}' // marks of other orthographies
        | '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0487}' // accents of other scripts
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}' // Hebrew
        // Marks as characters of their own, which Unicode decomposes to a space or tatweel and the mark.
        | '\u{FC5E}'..='\u{FC63}' | '\u{FCF2}'..='\u{FCF4}' | '\u{FE70}'..='\u{FE7F}'
    )
}

const fn ascii_digit(c: char, zero: char) -> char {
    (b'0' + (c as u32 - zero as u32) as u8) as char
}

/// The folded spelling of a clean character.
pub const fn fold_char(c: char) -> char {
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
