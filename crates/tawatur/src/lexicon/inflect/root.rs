//! Roots, verb forms and what makes a root weak.

use super::notation::NotationError;
use super::orthography::devocalise;

/// A short vowel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vowel {
    /// فتحة
    A,
    /// كسرة
    I,
    /// ضمة
    U,
}

impl Vowel {
    /// All three.
    pub const ALL: [Self; 3] = [Self::A, Self::I, Self::U];

    pub(super) fn sound(self) -> char {
        match self {
            Self::A => 'a',
            Self::I => 'i',
            Self::U => 'u',
        }
    }
}

/// The form (باب) of a verb; the first one with the middle vowels of perfect and imperfect, which nothing
/// else tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the grammars' own")]
pub enum VerbForm {
    I { perfect: Vowel, imperfect: Vowel },
    II,
    III,
    IV,
    V,
    VI,
    VII,
    VIII,
    IX,
    X,
    XI,
    XII,
    XIII,
    Q,
    QII,
    QIII,
    QIV,
}

impl VerbForm {
    /// Every form but the first.
    pub const DERIVED: [Self; 12] = [
        Self::II,
        Self::III,
        Self::IV,
        Self::V,
        Self::VI,
        Self::VII,
        Self::VIII,
        Self::IX,
        Self::X,
        Self::XI,
        Self::XII,
        Self::XIII,
    ];
    /// The forms of quadriliteral roots.
    pub const QUADRILITERAL: [Self; 4] = [Self::Q, Self::QII, Self::QIII, Self::QIV];

    /// Whether it takes roots of four letters.
    pub fn is_quadriliteral(self) -> bool {
        Self::QUADRILITERAL.contains(&self)
    }

    /// Whether two equal last radicals contract in it: not where the middle one is doubled by the pattern.
    pub(super) fn contracts(self) -> bool {
        !matches!(self, Self::II | Self::V | Self::XII | Self::XIII | Self::Q | Self::QII | Self::QIII)
    }

    /// Whether a weak middle radical becomes a long vowel in it (Wright §149).
    pub(super) fn hollows(self) -> bool {
        matches!(self, Self::I { .. } | Self::IV | Self::VII | Self::VIII | Self::X)
    }
}

/// Three or four radicals, hamza on no seat.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Root(Vec<char>);

impl Root {
    /// Reads a root: letters with or without a seat for hamza, weak ones as و or ي.
    ///
    /// # Errors
    /// When it has not three or four letters, or one that is no consonant.
    pub fn parse(text: &str) -> Result<Self, NotationError> {
        let letters: Vec<char> = devocalise(text).chars().map(unseat).collect();
        if !(3..=4).contains(&letters.len()) {
            return Err(NotationError::RootLength { root: text.to_owned(), letters: letters.len() });
        }
        if let Some(&letter) = letters.iter().find(|&&letter| !is_radical(letter)) {
            return Err(NotationError::RootLetter { root: text.to_owned(), letter });
        }
        Ok(Self(letters))
    }

    /// The radicals.
    pub fn radicals(&self) -> &[char] {
        &self.0
    }

    /// The radical of that number, counted from 1 as grammars do.
    pub(super) fn radical(&self, number: usize) -> char {
        self.0[number - 1]
    }

    pub(super) fn last(&self) -> char {
        self.0[self.0.len() - 1]
    }

    /// The same root with another radical of that number.
    pub(super) fn with(&self, number: usize, radical: char) -> Self {
        let mut letters = self.0.clone();
        letters[number - 1] = radical;
        Self(letters)
    }
}

fn unseat(letter: char) -> char {
    match letter {
        // Hamza above alef, below alef, above waw, above ya.
        'أ' | 'إ' | 'ؤ' | 'ئ' => 'ء',
        other => other,
    }
}

/// Whether a letter is one of the 28 consonants; alef, alef maqsura and ta marbuta are none.
fn is_radical(letter: char) -> bool {
    "ءبتثجحخدذرزسشصضطظعغفقكلمنهوي".contains(letter)
}

/// Whether a radical is weak.
pub(super) fn is_weak(radical: char) -> bool {
    // Waw and ya.
    matches!(radical, 'و' | 'ي')
}
