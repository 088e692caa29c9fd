//! Collects generated forms and packs them into the lexicon.

use rustc_hash::{FxHashMap, FxHashSet};

use super::inflect::clitics::OBJECT;
use super::{
    Features, LemmaId, Lexicon, Part, Person, Rank, Spelling, State, Stored, Tables, guess::LetterCounts,
};
use crate::text::fold_char;

/// Stands for the pronoun after a host in the map.
pub(super) const PRONOUN: char = '+';

/// A form without its pronoun, where that is one of those that all hosts take alike.
pub(super) fn host_of(form: &str) -> Option<&str> {
    OBJECT.iter().filter(|p| !p.ends_with('ي')).filter_map(|p| form.strip_suffix(p)).min_by_key(|h| h.len())
}

/// Collects lemmas and their forms.
#[derive(Debug, Default)]
pub struct Builder {
    lemmas: Vec<Lemma>,
    features: Vec<Features>,
    feature_ids: FxHashMap<Features, u16>,
    forms: Vec<(String, Stored)>,
}

#[derive(Debug)]
struct Lemma {
    /// Its headword, then those of its participles and verbal nouns.
    headwords: Vec<String>,
    rank: Rank,
}

impl Builder {
    /// Adds a lemma and returns its number.
    pub fn lemma(&mut self, headword: &str) -> LemmaId {
        self.lemmas.push(Lemma { headwords: vec![headword.to_owned()], rank: Rank::default() });
        (self.lemmas.len() - 1) as LemmaId
    }

    /// Says how common a lemma is.
    pub fn rank(&mut self, lemma: LemmaId, rank: Rank) {
        self.lemmas[lemma as usize].rank = rank;
    }

    /// Adds a form, in clean spelling, of the lemma, with its own headword where that is another than the lemma's.
    /// Forms that reporting does not use (second person) are left out; moods that are spelled alike become one
    /// reading.
    pub fn form(&mut self, lemma: LemmaId, clean: &str, features: Features, headword: Option<&str>) {
        if features.person == Some(Person::Second) || features.part == Part::Imperative {
            return;
        }
        let features = match features.part {
            Part::Subjunctive | Part::Jussive => Features { part: Part::Imperfect, ..features },
            _ => features,
        };
        let id = *self.feature_ids.entry(features).or_insert_with(|| {
            self.features.push(features);
            (self.features.len() - 1) as u16
        });
        let headwords = &mut self.lemmas[lemma as usize].headwords;
        let headword = headword.map_or(0, |headword| {
            headwords.iter().position(|h| h == headword).unwrap_or_else(|| {
                headwords.push(headword.to_owned());
                headwords.len() - 1
            })
        });
        let stored = Stored { lemma, features: id, spelling: Spelling::of(clean), headword: headword as u8 };
        // A host is stored once for all pronouns that leave it as it is; ي and ني do not (كتابي is كتاب for ي and كتابن
        // for no other).
        let host = if features.enclitic { host_of(clean) } else { None };
        let mut folded: String = host.unwrap_or(clean).chars().map(fold_char).collect();
        if host.is_some() {
            folded.push(PRONOUN);
        }
        if self.forms.last().is_none_or(|last| last.1 != stored || last.0 != folded) {
            self.forms.push((folded, stored));
        }
    }

    /// Packs everything. The words of `names` teach how names are spelled.
    ///
    /// # Errors
    /// When the map cannot be built.
    pub fn build<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Result<Lexicon, fst::Error> {
        self.forms.sort_unstable();
        self.forms.dedup();
        let letters = self.letters(names).model();
        let mut tables = Tables { features: self.features, letters, ..Tables::default() };
        for lemma in self.lemmas {
            tables.first_headwords.push(tables.headwords.len() as u32);
            tables.headwords.extend(lemma.headwords);
            tables.ranks.push(lemma.rank);
        }
        let mut readings = Vec::with_capacity(self.forms.len() * Stored::BYTES);
        let mut map = fst::raw::Builder::memory();
        let mut forms = self.forms.chunk_by(|(a, _), (b, _)| a == b);
        // A form's value in the map is the number of its first reading and, below, how many there are.
        let mut first = 0;
        forms.try_for_each(|group| {
            map.insert(group[0].0.as_bytes(), first << Lexicon::COUNT_BITS | group.len() as u64)?;
            first += group.len() as u64;
            tables.forms += 1;
            Ok::<_, fst::Error>(())
        })?;
        for (_, stored) in &self.forms {
            readings.extend(stored.to_bytes());
        }
        Lexicon::new(map.into_inner()?, readings, tables)
    }

    /// The letters of names and words, which weigh the same whatever their numbers: what the lexicon does not have is
    /// a name as often as not.
    #[expect(clippy::cast_precision_loss, reason = "counts of words")]
    fn letters<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> LetterCounts {
        let mut counts = LetterCounts::default();
        let words = || {
            let plain = self.forms.chunk_by(|(a, _), (b, _)| a == b).filter(|group| {
                group.iter().any(|(_, stored)| {
                    let features = self.features[usize::from(stored.features)];
                    !features.enclitic && features.state != Some(State::Definite) && !features.part.is_verb()
                })
            });
            plain.map(|group| group[0].0.as_str())
        };
        let names: FxHashSet<&str> = names.into_iter().collect();
        let share = names.len() as f64 / words().count().max(1) as f64;
        words().for_each(|word| counts.add(word, share));
        for name in names {
            counts.add(name, 1.0);
        }
        counts
    }
}
