//! From a surface token to its readings: which lemma, which form, which clitics.
//!
//! All forms of all lemmas are generated ([`inflect`]) and stored, with the enclitics and the article that
//! change their spelling, in one finite-state map from folded form to readings. The outer proclitics
//! (و ف أ, then س ب ك ل) never change what follows them, so they are a small prefix automaton walked
//! before the map; the two together accept every word form with its clitics.

mod analyse;
mod build;
mod features;
mod guess;
pub mod inflect;
mod parted;
mod particle;
mod segment;

pub use analyse::{Analyser, Proclitics, Reading};
pub use build::Builder;
pub use features::*;
pub use guess::Guess;
pub use parted::parted;
pub use particle::{Particle, particle};
pub use segment::Cuts;

use serde::{Deserialize, Serialize};

use guess::Letters;

/// A lemma's number in the codebook.
pub type LemmaId = u32;

/// How common a lemma is in today's prose, by its entry in the codebook: it decides between readings that nothing else
/// tells apart (يمكن is أمكن sooner than مكن).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rank {
    /// Among the commonest words.
    Common,
    /// What the codebook looks for: common in such texts.
    Sought,
    /// As most words.
    #[default]
    Usual,
    /// Seldom met.
    Rare,
}

impl Rank {
    /// The rank as a codebook writes it; nothing written is [`Rank::Usual`].
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "" => Some(Self::Usual),
            "common" => Some(Self::Common),
            "rare" => Some(Self::Rare),
            _ => None,
        }
    }
}

/// A stored reading of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stored {
    lemma: LemmaId,
    /// Position in [`Tables::features`].
    features: u16,
    spelling: Spelling,
    /// Which of the lemma's headwords: 0 its own, then those of participles and verbal nouns.
    headword: u8,
}

impl Stored {
    /// Bytes of a reading in the compiled lexicon, which is read where it lies.
    const BYTES: usize = 8;

    fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..4].copy_from_slice(&self.lemma.to_le_bytes());
        bytes[4..6].copy_from_slice(&self.features.to_le_bytes());
        bytes[6..].copy_from_slice(&[self.spelling.0, self.headword]);
        bytes
    }

    fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self {
            lemma: LemmaId::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]),
            features: u16::from_le_bytes([bytes[4], bytes[5]]),
            spelling: Spelling(bytes[6]),
            headword: bytes[7],
        }
    }
}

/// What folding hides of a form's spelling: enough to tell مدرسة from مدرسه and على from علي.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spelling(u8);

impl Spelling {
    pub(crate) fn of(clean: &str) -> Self {
        // The article hides nothing of the first letter: الأخبار is no form of إخبار.
        let bare = clean.strip_prefix("ال").filter(|rest| rest.chars().count() > 2).unwrap_or(clean);
        let first = match bare.chars().next() {
            Some('أ') => 1,
            Some('إ') => 2,
            Some('آ') => 3,
            _ => 0,
        };
        let last = match clean.chars().next_back() {
            Some('ة') => 1 << 2, // U+0629 TEH MARBUTA
            Some('ى') => 2 << 2, // U+0649 ALEF MAKSURA
            Some('ئ') => 3 << 2, // U+0626 YEH WITH HAMZA
            Some('ؤ') => 4 << 2, // U+0624 WAW WITH HAMZA
            _ => 0,
        };
        // A hamza on ya or waw within the word: بائع and بايع are two words.
        let within = bare.chars().skip(1).filter(|c| matches!(c, 'ئ' | 'ؤ')).count().min(3) as u8;
        let within = within - u8::from(last >= 3 << 2 && within > 0);
        Self(first | last | within << 5)
    }

    /// How far two spellings are apart: 0 the same, 1 a common slip (a bare alef, ه for ة), 2 another word.
    pub(crate) fn distance(self, other: Self) -> u8 {
        let (first, last) = ((self.0 & 3, other.0 & 3), (self.0 >> 2 & 7, other.0 >> 2 & 7));
        let within = u8::from(self.0 >> 5 != other.0 >> 5);
        let first = match first {
            (a, b) if a == b => 0,
            (0, _) | (_, 0) => 1,
            _ => 2,
        };
        let last = match last {
            (a, b) if a == b => 0,
            _ => 1,
        };
        first.max(last).max(within)
    }
}

/// The lexicon's tables beside the map and the readings.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tables {
    /// Dictionary headwords: of each lemma its own, then those of its participles and verbal nouns.
    headwords: Vec<String>,
    /// Where each lemma's headwords begin.
    first_headwords: Vec<u32>,
    /// How common each lemma is.
    ranks: Vec<Rank>,
    /// Distinct feature bundles.
    features: Vec<Features>,
    /// How many distinct forms there are.
    forms: u32,
    /// How words are spelled.
    letters: Letters,
}

/// The compiled lexicon.
pub struct Lexicon {
    map: fst::raw::Fst<Vec<u8>>,
    /// Readings as [`Stored::to_bytes`] has them, those of a form side by side.
    readings: Vec<u8>,
    tables: Tables,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon")
            .field("lemmas", &self.len())
            .field("forms", &self.forms())
            .finish_non_exhaustive()
    }
}

impl Default for Lexicon {
    fn default() -> Self {
        let empty = fst::raw::Builder::memory().into_inner().expect("an empty map builds in memory");
        let map = fst::raw::Fst::new(empty).expect("a map just built opens");
        Self { map, readings: Vec::new(), tables: Tables::default() }
    }
}

impl Lexicon {
    /// How many bits of a form's value in the map count its readings; those above number the first.
    const COUNT_BITS: u32 = 12;

    pub(crate) fn new(map: Vec<u8>, readings: Vec<u8>, tables: Tables) -> Result<Self, fst::Error> {
        Ok(Self { map: fst::raw::Fst::new(map)?, readings, tables })
    }

    pub(crate) fn map(&self) -> &[u8] {
        self.map.as_bytes()
    }

    pub(crate) fn readings(&self) -> &[u8] {
        &self.readings
    }

    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Dictionary headword of a lemma.
    pub fn headword(&self, lemma: LemmaId) -> &str {
        self.headword_at(lemma, 0)
    }

    /// The form under which a dictionary has what is read: the lemma's headword, but of verbal nouns and participles,
    /// which are words of their own, theirs.
    pub fn citation(&self, reading: &Reading) -> &str {
        self.headword_at(reading.lemma, reading.headword)
    }

    fn headword_at(&self, lemma: LemmaId, headword: u8) -> &str {
        let first = self.tables.first_headwords.get(lemma as usize);
        let at = first.map(|&first| first as usize + usize::from(headword));
        at.and_then(|at| self.tables.headwords.get(at)).map_or("", String::as_str)
    }

    /// How common a lemma is.
    pub fn rank(&self, lemma: LemmaId) -> Rank {
        self.tables.ranks.get(lemma as usize).copied().unwrap_or_default()
    }

    /// Number of lemmas.
    pub fn len(&self) -> usize {
        self.tables.first_headwords.len()
    }

    /// Whether there is no lemma.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of distinct forms.
    pub fn forms(&self) -> usize {
        self.tables.forms as usize
    }

    fn lookup(&self, folded: &str) -> impl Iterator<Item = Stored> + use<'_> {
        let value = self.map.get(folded.as_bytes()).map_or(0, fst::raw::Output::value);
        let first = (value >> Self::COUNT_BITS) as usize * Stored::BYTES;
        let end = first + (value & ((1 << Self::COUNT_BITS) - 1)) as usize * Stored::BYTES;
        let group = self.readings.get(first..end).unwrap_or_default();
        group.as_chunks().0.iter().map(|&bytes| Stored::from_bytes(bytes))
    }

    fn features(&self, stored: Stored) -> Features {
        self.tables.features[stored.features as usize]
    }
}
