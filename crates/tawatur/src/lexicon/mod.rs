//! From a surface token to its readings: which lemma, which form, which clitics.
//!
//! All forms of all lemmas are generated ([`inflect`]) and stored, with the enclitics and the article that
//! change their spelling, in one finite-state map from folded form to readings. The outer proclitics
//! (و ف أ, then س ب ك ل) never change what follows them, so they are a small prefix automaton walked
//! before the map; the two together accept every word form with its clitics.

mod analyse;
mod build;
mod features;
pub mod inflect;
mod particle;
mod segment;

pub use analyse::{Analyser, Proclitics, Reading};
pub use build::Builder;
pub use features::*;
pub use particle::{Particle, particle};
pub use segment::{citation, particle_segments, segments, unlisted_segments};

use serde::{Deserialize, Serialize};

/// A lemma's number in the codebook.
pub type LemmaId = u32;

/// A stored reading of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Stored {
    lemma: LemmaId,
    /// Position in [`Tables::features`].
    features: u16,
    spelling: Spelling,
}

/// What folding hides of a form's spelling: enough to tell مدرسة from مدرسه and على from علي.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Spelling(u8);

impl Spelling {
    pub(crate) fn of(clean: &str) -> Self {
        let first = match clean.chars().next() {
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
        Self(first | last)
    }

    /// How far two spellings are apart: 0 the same, 1 a common slip (a bare alef, ه for ة), 2 another word.
    pub(crate) fn distance(self, other: Self) -> u8 {
        let (first, last) = ((self.0 & 3, other.0 & 3), (self.0 >> 2, other.0 >> 2));
        let first = match first {
            (a, b) if a == b => 0,
            (0, _) | (_, 0) => 1,
            _ => 2,
        };
        let last = match last {
            (a, b) if a == b => 0,
            _ => 1,
        };
        first.max(last)
    }
}

/// The lexicon's tables beside the map.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tables {
    /// Dictionary headword of each lemma.
    headwords: Vec<String>,
    /// Distinct feature bundles.
    features: Vec<Features>,
    /// Readings, grouped by form.
    readings: Vec<Stored>,
    /// Start of each form's group in `readings`, and one entry for the end.
    starts: Vec<u32>,
}

/// The compiled lexicon.
pub struct Lexicon {
    map: fst::raw::Fst<Vec<u8>>,
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
        Self { map, tables: Tables { starts: vec![0], ..Tables::default() } }
    }
}

impl Lexicon {
    pub(crate) fn new(map: Vec<u8>, tables: Tables) -> Result<Self, fst::Error> {
        Ok(Self { map: fst::raw::Fst::new(map)?, tables })
    }

    pub(crate) fn map(&self) -> &[u8] {
        self.map.as_bytes()
    }

    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Dictionary headword of a lemma.
    pub fn headword(&self, lemma: LemmaId) -> &str {
        self.tables.headwords.get(lemma as usize).map_or("", String::as_str)
    }

    /// Number of lemmas.
    pub fn len(&self) -> usize {
        self.tables.headwords.len()
    }

    /// Whether there is no lemma.
    pub fn is_empty(&self) -> bool {
        self.tables.headwords.is_empty()
    }

    /// Number of distinct forms.
    pub fn forms(&self) -> usize {
        self.tables.starts.len().saturating_sub(1)
    }

    fn lookup(&self, folded: &str) -> &[Stored] {
        let Some(group) = self.map.get(folded.as_bytes()) else { return &[] };
        let group = group.value() as usize;
        let (Some(&start), Some(&end)) = (self.tables.starts.get(group), self.tables.starts.get(group + 1))
        else {
            return &[];
        };
        &self.tables.readings[start as usize..end as usize]
    }

    fn features(&self, stored: Stored) -> Features {
        self.tables.features[stored.features as usize]
    }
}
