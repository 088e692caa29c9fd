//! How much a decoded text looks like Arabic prose.
//!
//! The two code pages agree on the first half of the alphabet, so a wrong reading is half right: it has
//! Arabic letters, but the article breaks, common words vanish, and Latin letters or vowel marks stand in
//! the middle of words.

/// Short words that make up a fifth of any news text. Kept here and not in a codebook because they
/// recognise the writing, not a subject.
const COMMON: &[&str] = &[
    "في",
    "من",
    "على",
    "إلى",
    "الى",
    "أن",
    "ان",
    "إن",
    "عن",
    "مع",
    "التي",
    "الذي",
    "هذا",
    "هذه",
    "كان",
    "قال",
    "ما",
    "لا",
    "بعد",
    "قبل",
    "بين",
    "كما",
    "وقد",
    "قد",
    "لم",
    "أو",
    "او",
    "ثم",
    "كل",
    "غير",
    "حتى",
    "خلال",
    "وقال",
    "وفي",
    "ومن",
    "منذ",
    "ذلك",
    "وكان",
    "كانت",
    "عند",
    "حيث",
    "لكن",
    "وأن",
    "بن",
    "اليوم",
    "أمس",
    "امس",
    "يوم",
    "عام",
    "مدينة",
    "رئيس",
    "مقتل",
];

/// How well a reading of some bytes looks like Arabic: evidence for and against, in points per hundred
/// letters so that texts of different length compare.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) struct Score {
    points: f64,
    flaws: usize,
    arabic: usize,
}

impl Score {
    /// Whether this is Arabic beyond reasonable doubt.
    pub(super) fn is_arabic(self) -> bool {
        self.arabic >= 8 && self.points > 12.0
    }

    /// Whether there is Arabic in it and nothing that Arabic does not write.
    pub(super) fn is_flawless(self) -> bool {
        self.arabic >= 3 && self.flaws == 0
    }
}

fn is_letter(c: char) -> bool {
    matches!(c, 'ء'..='غ' | 'ف'..='ي') // U+0621..U+063A, U+0641..U+064A
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{064B}'..='\u{0652}')
}

/// Scores `text`.
pub(super) fn score(text: &str) -> Score {
    let (mut arabic, mut gain, mut loss, mut flaws) = (0_usize, 0_usize, 0_usize, 0_usize);
    for word in text.split(|c: char| c.is_ascii() || c == '\u{A0}') {
        let letters = word.chars().filter(|c| is_letter(*c)).count();
        if letters == 0 {
            // Accented Latin, replacement characters: what Arabic bytes give in the wrong code page.
            let stray = word.chars().filter(|c| c.is_alphabetic() || *c == '\u{FFFD}').count();
            flaws += stray;
            loss += 2 * stray;
            continue;
        }
        arabic += letters;
        let bare: String = word.trim_matches(|c: char| !c.is_alphabetic()).into();
        if COMMON.contains(&bare.as_str()) {
            gain += 3 * letters;
        }
        if let Some(rest) = ["ال", "وال", "بال", "فال", "كال", "لل"].iter().find_map(|a| bare.strip_prefix(a))
            && rest.chars().filter(|c| is_letter(*c)).count() >= 2
        {
            gain += letters;
        }
        let bad = flaws_in(&bare);
        flaws += bad;
        loss += 4 * bad;
    }
    // Counts of a sample; far below where a double loses a unit.
    #[expect(clippy::cast_precision_loss, reason = "at most a few hundred thousand")]
    let points = 100.0 * (gain as f64 - loss as f64) / (arabic.max(1) as f64);
    Score { points, flaws, arabic }
}

/// What no Arabic word does: letters of another script inside it, ta marbuta, alef maqsura or a lone
/// hamza-less mark where none can stand, three of one letter in a row.
fn flaws_in(word: &str) -> usize {
    let chars: Vec<char> = word.chars().collect();
    let mut flaws = 0;
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).map(|j| chars[j]);
        let letter_follows = chars.get(i + 1).is_some_and(|c| is_letter(*c));
        flaws += usize::from(match c {
            'ة' | 'ى' => letter_follows, // U+0629 TEH MARBUTA, U+0649 ALEF MAKSURA: final only
            // TATWEEL U+0640 stretches a word, in writing never in most of its words.
            'ـ' => true,
            // Tanween ends a word, but for the alef that carries U+064B FATHATAN.
            '\u{064B}'..='\u{064D}' if letter_follows => chars[i + 1] != 'ا' || i + 2 != chars.len(),
            _ if is_mark(c) => before.is_none_or(is_mark) && c != '\u{0651}' && before != Some('\u{0651}'),
            _ if is_letter(c) => i >= 2 && chars[i - 1] == c && chars[i - 2] == c,
            // A byte that the code page does not have: no writer of that code page wrote it.
            '\u{FFFD}' => {
                flaws += 3;
                true
            }
            _ => c.is_alphabetic(),
        });
    }
    flaws
}
