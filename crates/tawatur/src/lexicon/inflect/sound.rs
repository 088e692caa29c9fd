//! Words as sounds: Arabic letters for consonants, Latin ones for what print leaves out.
//!
//! | sign | sound |
//! |---|---|
//! | `a` `i` `u` | short vowels |
//! | `A` `I` `U` | long vowels |
//! | `Y` | long a written as alef maqsura at the end of a word |
//! | `0` | the silent alef of قتلوا |
//! | `ٱ` | joining hamza, written as a bare alef |
//! | `ة` | ta marbuta |
//! | `و` `ي` `ء` and other letters | consonants, glides included |

/// A word, or part of one, as sounds.
pub(super) type Sounds = Vec<char>;

/// Whether a sound is a vowel.
pub(super) fn is_vowel(sound: char) -> bool {
    matches!(sound, 'a' | 'i' | 'u' | 'A' | 'I' | 'U' | 'Y')
}

/// The long vowel of a short one.
pub(super) fn long(vowel: char) -> char {
    match vowel {
        'i' => 'I',
        'u' => 'U',
        _ => 'A',
    }
}

/// Fills radicals into a pattern: `1` to `4` are radicals, `v` is `vowel`, Latin consonants are affixes.
pub(super) fn fill(pattern: &str, radicals: &[char], vowel: char) -> Sounds {
    pattern
        .chars()
        .map(|sign| match sign {
            '1'..='4' => {
                let number = sign as usize - '1' as usize;
                radicals.get(number).copied().unwrap_or('ء')
            }
            'v' => vowel,
            'H' => 'ء',
            'W' => 'ٱ',
            'T' => 'ة',
            't' => 'ت',
            'n' => 'ن',
            's' => 'س',
            'm' => 'م',
            'w' => 'و',
            'y' => 'ي',
            other => other,
        })
        .collect()
}

/// Lets two hamzas and a vowel before a glide settle: ءaءC is ءAC (آخذ), iwC is IC (إيصال), uyC is UC
/// (يوقظ). Wright §§17, 131, 147. Returns how many sounds went.
pub(super) fn settle(sounds: &mut Sounds) -> usize {
    let before_all = sounds.len();
    let mut at = 0;
    while at + 1 < sounds.len() {
        let (vowel, glide) = (sounds[at], sounds[at + 1]);
        let after = sounds.get(at + 2).copied();
        let closes = after.is_none_or(|next| !is_vowel(next));
        let before = at.checked_sub(1).map(|index| sounds[index]);
        let hamzas = before == Some('ء') && glide == 'ء' && closes && after != Some('ء');
        // ʾuʾ is left: print has both أؤمن and أومن, the speller gives them.
        let contracted = match (vowel, glide) {
            ('a', 'ء') if hamzas => Some('A'),
            ('i', 'ء') if hamzas => Some('I'),
            // Waw and ya; doubled they stay (قوّم, سيّر).
            ('i', 'و' | 'ي') if closes && after.is_some_and(|next| next != glide) => Some('I'),
            ('u', 'و' | 'ي') if closes && after.is_some_and(|next| next != glide) => Some('U'),
            _ => None,
        };
        if let Some(vowel) = contracted {
            sounds[at] = vowel;
            sounds.remove(at + 1);
        }
        at += 1;
    }
    before_all - sounds.len()
}
