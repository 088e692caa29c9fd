//! Words that the lexicon does not have: which clitics they carry, by the letters they are made of.
//!
//! A word is taken for clitics that are likely by themselves and a stem that is likely by its letters, three at a
//! time: a letter model, learned from the codebook's own names and words when it is compiled, so that nothing
//! else need be at hand. ولغلاسكو comes out as و+ل+غلاسكو because غلاسكو is more like a name than لغلاسكو is.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Proclitics, segment::Cuts};

/// How surprising each letter is after the two before it, in sixteenths of a bit.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Letters {
    cost: Vec<u16>,
}

/// Letters that are told apart; all others count as one.
const ALPHABET: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهويء";

/// The letters, the others, and the edge of the word.
const SYMBOLS: usize = 31;

/// Before the first letter and after the last.
const EDGE: usize = 0;

fn symbol(letter: char) -> usize {
    ALPHABET.chars().position(|l| l == letter).map_or(SYMBOLS - 1, |at| at + 1)
}

/// Counts of letters after one and after two others.
#[derive(Debug, Default)]
pub(crate) struct LetterCounts {
    after_two: FxHashMap<[usize; 3], f64>,
    after_one: FxHashMap<[usize; 2], f64>,
    alone: FxHashMap<usize, f64>,
}

impl LetterCounts {
    /// Counts the letters of a folded word.
    pub fn add(&mut self, folded: &str, weight: f64) {
        let (mut first, mut second) = (EDGE, EDGE);
        for third in folded.chars().map(symbol).chain([EDGE]) {
            *self.after_two.entry([first, second, third]).or_default() += weight;
            *self.after_one.entry([second, third]).or_default() += weight;
            *self.alone.entry(third).or_default() += weight;
            (first, second) = (second, third);
        }
    }

    /// The model: each count backed by that of the shorter history, where the longer was seldom seen.
    #[expect(clippy::cast_precision_loss, reason = "a count of letters")]
    pub fn model(&self) -> Letters {
        /// How many sightings the shorter history stands for.
        const BACKING: f64 = 8.0;
        let all: f64 = self.alone.values().sum();
        let mut cost = vec![u16::MAX; SYMBOLS * SYMBOLS * SYMBOLS];
        let mut seen_two: FxHashMap<[usize; 2], f64> = FxHashMap::default();
        let mut seen_one: FxHashMap<usize, f64> = FxHashMap::default();
        for (&[first, second, _], &count) in &self.after_two {
            *seen_two.entry([first, second]).or_default() += count;
        }
        for (&[first, _], &count) in &self.after_one {
            *seen_one.entry(first).or_default() += count;
        }
        for first in 0..SYMBOLS {
            for second in 0..SYMBOLS {
                for third in 0..SYMBOLS {
                    let alone = (self.alone.get(&third).unwrap_or(&0.0) + 1.0) / (all + SYMBOLS as f64);
                    let backed = |count: Option<&f64>, seen: Option<&f64>, backing: f64| {
                        (count.unwrap_or(&0.0) + BACKING * backing) / (seen.unwrap_or(&0.0) + BACKING)
                    };
                    let one = backed(self.after_one.get(&[second, third]), seen_one.get(&second), alone);
                    let two = backed(
                        self.after_two.get(&[first, second, third]),
                        seen_two.get(&[first, second]),
                        one,
                    );
                    #[expect(clippy::cast_sign_loss, reason = "a probability has no positive logarithm")]
                    let bits = (-16.0 * two.log2()).min(f64::from(u16::MAX)) as u16;
                    cost[(first * SYMBOLS + second) * SYMBOLS + third] = bits;
                }
            }
        }
        Letters { cost }
    }
}

impl Letters {
    fn of(&self, folded: impl Iterator<Item = char>) -> u32 {
        let (mut first, mut second) = (EDGE, EDGE);
        let mut sum = 0;
        for third in folded.map(symbol).chain([EDGE]) {
            let at = (first * SYMBOLS + second) * SYMBOLS + third;
            sum += u32::from(self.cost.get(at).copied().unwrap_or_default());
            (first, second) = (second, third);
        }
        sum
    }
}

/// How a word outside the lexicon is most likely made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guess {
    /// What is attached before it.
    pub proclitics: Proclitics,
    /// Its clitics and stem.
    pub cuts: Cuts,
}

/// What may stand before a stem, with its cost in sixteenths of a bit: -16 times the binary logarithm of how many words of news
/// carry it.
const PREFIXES: &[(&str, u32)] = &[
    ("", 0),
    ("و", 64),
    ("ف", 128),
    ("ب", 88),
    ("ل", 80),
    ("ك", 128),
    ("وب", 136),
    ("ول", 136),
    ("وك", 176),
];

/// What may stand before the article.
const BEFORE_ARTICLE: &[&str] = &["", "و", "ف", "ب", "ك", "وب", "فب", "وك"];

/// How much a hamza after what may be a clitic speaks for one, in sixteenths of a bit.
const HAMZA: u32 = 48;

/// What may stand after one.
const SUFFIXES: &[(&str, u32)] =
    &[("", 0), ("ه", 96), ("ها", 88), ("هم", 104), ("هما", 144), ("هن", 160), ("نا", 128)];

/// The likeliest clitics of a clean word. `governed`: a preposition stands before it, so none is attached to it.
pub(super) fn guess(letters: &Letters, clean: &str, folded: &str, governed: bool) -> Guess {
    if let Some(by_article) = before_article(clean) {
        return by_article;
    }
    let mut best = (u32::MAX, Guess { proclitics: Proclitics(0), cuts: Cuts::whole() });
    for &(prefix, prefix_cost) in PREFIXES {
        let proclitics = Proclitics::spelled(prefix);
        if governed && proclitics.preposition() {
            continue;
        }
        let Some(rest) = folded.strip_prefix(prefix) else { continue };
        for &(suffix, suffix_cost) in SUFFIXES {
            let Some(stem) = rest.strip_suffix(suffix) else { continue };
            if stem.chars().count() < 3 && prefix.len() + suffix.len() > 0
                || clean.ends_with('ة') && !suffix.is_empty()
            {
                continue;
            }
            // Inside a word, a hamza on or under an alef is rarer than folded letters show: وأوبر.
            let hamza = !prefix.is_empty() && clean[prefix.len()..].starts_with(['أ', 'إ', 'آ']);
            let bonus = if hamza { HAMZA } else { 0 };
            let cost = (prefix_cost + suffix_cost + letters.of(stem.chars())).saturating_sub(bonus);
            if cost < best.0 {
                // Folding keeps the number of letters, and these letters are two bytes in either layer.
                let mut cuts = Cuts::after(prefix.chars().count(), clean);
                cuts.pronoun(suffix.len());
                best = (cost, Guess { proclitics, cuts });
            }
        }
    }
    best.1
}

/// The article shows what stands before it beyond doubt: وبالبيت, للبيت.
fn before_article(clean: &str) -> Option<Guess> {
    for prefix in BEFORE_ARTICLE {
        let Some(rest) = clean.strip_prefix(prefix).filter(|rest| rest.chars().count() > 4) else { continue };
        let (letters, proclitics) = (prefix.chars().count(), Proclitics::spelled(prefix));
        if rest.starts_with("ال") {
            return Some(Guess { proclitics, cuts: Cuts::after(letters, clean) });
        }
        // للـ: the article loses its alef after ل.
        if rest.starts_with("لل") && !prefix.ends_with(['ب', 'ك']) {
            let proclitics = proclitics.with(Proclitics::LI);
            return Some(Guess { proclitics, cuts: Cuts::after(letters + 1, clean) });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters() -> Letters {
        let mut counts = LetterCounts::default();
        for word in ["غلاسكو", "لندن", "وارسو", "ليون", "برلين", "بون", "لاغوس", "بلغراد", "وجده", "كابل"]
        {
            counts.add(word, 10.0);
        }
        counts.model()
    }

    fn cut(clean: &str, governed: bool) -> String {
        let letters = letters();
        let guess = guess(&letters, clean, clean, governed);
        guess.cuts.segments(clean).collect::<Vec<_>>().join("+")
    }

    #[test]
    fn the_article_shows_the_clitics_before_it() {
        assert_eq!(cut("وبالبيت", false), "و+ب+البيت");
        assert_eq!(cut("للدراجات", false), "ل+لدراجات");
        assert_eq!(cut("الصفائح", false), "الصفائح");
    }

    #[test]
    fn letters_tell_a_clitic_from_the_first_letter_of_a_name() {
        assert_eq!(cut("وغلاسكو", false), "و+غلاسكو");
        assert_eq!(cut("وارسو", false), "وارسو");
        assert_eq!(cut("لبلغراد", false), "ل+بلغراد");
        assert_eq!(cut("بلغراد", false), "بلغراد");
    }

    #[test]
    fn no_second_preposition_is_attached_where_one_stands_before() {
        assert_eq!(cut("بغلاسكو", false), "ب+غلاسكو");
        assert_eq!(cut("بغلاسكو", true), "بغلاسكو");
    }
}
