//! Spelling: from sounds to the letters of print.
//!
//! The seat of hamza follows its neighbours (Wright §§16–18 and the usage of today's press); where print
//! knows several seats, all are given, the commonest first.

use super::sound::{Sounds, is_vowel};

/// `text` without short vowels, tanween, shadda, superscript alef and tatweel.
pub fn devocalise(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | 'ـ'))
        .collect()
}

/// A word before it is spelled.
#[derive(Debug, Default)]
pub(super) struct Word {
    /// Letters copied as they are, for nouns, whose vowels are not known.
    pub(super) letters: String,
    pub(super) sounds: Sounds,
    /// How many of the sounds belong to the stem.
    pub(super) stem: usize,
    /// Whether a pronoun follows.
    pub(super) more: bool,
}

/// The ways of seating hamza that are in use side by side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Usage {
    /// يقرؤون, مسؤول, قرآ
    Standard,
    /// يقرءون, مسئول, عبئان: no two waws in a row, as in Egypt.
    Egyptian,
    /// يقرأون, قرأا, جاءوا: the seat of the word without its ending.
    Kept,
}

/// What comes of one hamza.
struct Seat {
    letter: char,
    /// Whether it takes a following alef into its madda.
    swallows: bool,
}

const fn seat(letter: char) -> Seat {
    Seat { letter, swallows: false }
}

const MADDA: Seat = Seat { letter: 'آ', swallows: true };

impl Word {
    /// Every spelling of the word, each once, the standard one first.
    pub(super) fn spellings(&self, out: &mut Vec<String>) {
        out.clear();
        out.push(self.spell(Usage::Standard));
        if !self.sounds.iter().skip(usize::from(self.letters.is_empty())).any(|&sound| sound == 'ء') {
            return;
        }
        for usage in [Usage::Egyptian, Usage::Kept] {
            let spelling = self.spell(usage);
            if !out.contains(&spelling) {
                out.push(spelling);
            }
        }
    }

    fn spell(&self, usage: Usage) -> String {
        let mut text = self.letters.clone();
        let sounds = &self.sounds;
        let mut at = 0;
        while at < sounds.len() {
            let sound = sounds[at];
            let previous = at.checked_sub(1).map(|index| sounds[index]);
            let last = at + 1 == sounds.len();
            match sound {
                'ء' => {
                    let end = at + 1 + usize::from(sounds.get(at + 1) == Some(&'ء'));
                    let seat = self.seat(at, end, usage, text.chars().next_back());
                    text.push(seat.letter);
                    at = end + usize::from(seat.swallows);
                    continue;
                }
                'A' | 'ٱ' => text.push('ا'),
                'I' => text.push('ي'),
                'U' => text.push('و'),
                // Alef maqsura is not written before anything, nor after a ya: أحيا.
                'Y' => text.push(if last && !self.more && !text.ends_with('ي') { 'ى' } else { 'ا' }),
                '0' if last && !self.more => text.push('ا'),
                '0' | 'a' | 'i' | 'u' => {}
                'ة' => text.push(if last && !self.more { 'ة' } else { 'ت' }),
                // A doubled consonant is written once.
                consonant if previous == Some(consonant) => {}
                consonant => text.push(consonant),
            }
            at += 1;
        }
        text
    }

    /// The seat of the hamza, single or doubled, at `at..end`; `written` is the letter before it.
    #[expect(clippy::match_same_arms, reason = "the rules are ranked")]
    fn seat(&self, at: usize, end: usize, usage: Usage, written: Option<char>) -> Seat {
        let sounds = &self.sounds;
        let Some(before) = at.checked_sub(1).map(|index| sounds[index]) else {
            return initial(sounds.get(end).copied());
        };
        let mut next = sounds.get(end).copied();
        // In رأى the alef maqsura is a letter of its own; in رآه it is an alef.
        if next == Some('Y') && !self.more {
            next = Some('a');
        }
        let silent_end = match next {
            None => true,
            Some('a' | 'i' | 'u') => end + 1 == sounds.len() && sounds[end] != 'Y',
            Some(_) => false,
        };
        let stem_final = end >= self.stem;
        if silent_end && !self.more {
            return seat(match before {
                'a' => 'أ',
                'i' => 'ئ',
                'u' => 'ؤ',
                _ => 'ء',
            });
        }
        let connects = written.is_some_and(joins_next);
        match (before, next) {
            ('u', Some(after)) if at == 2 && sounds[0] == 'ء' && !is_vowel(after) && usage == Usage::Kept => {
                seat('و')
            }
            // After ي and long i hamza sits on ya: هيئة, بريئون; but ييأس, where ya is a radical before it.
            ('i' | 'I', _) | (_, Some('i' | 'I')) => seat('ئ'),
            // Ya, with dots; below waw.
            ('ي', _) if stem_final || next_is_feminine(sounds, end) => seat('ئ'),
            (_, Some('U')) | ('و' | 'U', Some('u')) => before_waw(before, usage, connects, stem_final),
            ('a', Some('u')) if usage == Usage::Kept && stem_final => seat('أ'),
            ('u', _) | (_, Some('u')) => seat('ؤ'),
            ('a', Some('A' | 'Y')) if usage == Usage::Kept && stem_final => seat('أ'),
            ('a', Some('A' | 'Y')) => MADDA,
            ('a', _) => seat('أ'),
            ('A' | 'U', _) => seat('ء'),
            ('و', _) if stem_final || next_is_feminine(sounds, end) => seat('ء'),
            (_, Some('A' | 'Y')) if usage == Usage::Egyptian && stem_final => on_line(connects),
            (_, Some('A' | 'Y')) => MADDA,
            (_, Some('a')) if usage == Usage::Egyptian && stem_final => on_line(connects),
            (_, Some(_)) => seat('أ'),
            (_, None) => seat('ء'),
        }
    }
}

/// Hamza on the line where the letter before it does not connect, else on ya: جزءان, عبئان.
fn on_line(connects: bool) -> Seat {
    seat(if connects { 'ئ' } else { 'ء' })
}

fn initial(next: Option<char>) -> Seat {
    match next {
        Some('A' | 'Y') => MADDA,
        Some('i' | 'I') => seat('إ'),
        _ => seat('أ'),
    }
}

/// Hamza before a long u, where two waws would meet.
#[expect(clippy::match_same_arms, reason = "the rules are ranked")]
fn before_waw(before: char, usage: Usage, connects: bool, stem_final: bool) -> Seat {
    match (usage, before) {
        (Usage::Standard, _) | (_, 'u') => seat('ؤ'),
        (Usage::Kept, 'a') if stem_final => seat('أ'),
        (Usage::Kept, 'A' | 'U' | 'و') => seat('ء'),
        (Usage::Kept, _) => seat('ؤ'),
        // Some write سائوا as if the alef connected.
        (Usage::Egyptian, 'A') => seat('ئ'),
        (Usage::Egyptian, _) => on_line(connects),
    }
}

/// Whether the hamza before `end` has only the feminine ending after it: هيئة, سوءة.
fn next_is_feminine(sounds: &[char], end: usize) -> bool {
    matches!(sounds.get(end..), Some(['a', 'ة', ..]))
}

/// Whether a letter is joined to the one after it.
pub(super) fn joins_next(letter: char) -> bool {
    // The alefs, dal, dhal, ra, zay, the waws, hamza, ta marbuta, alef maqsura.
    !matches!(letter, 'ا' | 'أ' | 'إ' | 'آ' | 'د' | 'ذ' | 'ر' | 'ز' | 'و' | 'ؤ' | 'ء' | 'ة' | 'ى')
}
