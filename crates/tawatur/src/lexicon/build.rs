//! Collects generated forms and packs them into the lexicon.

use rustc_hash::FxHashMap;

use super::{Features, LemmaId, Lexicon, Part, Person, Spelling, Stored, Tables};
use crate::text::fold_char;

/// Collects lemmas and their forms.
#[derive(Debug, Default)]
pub struct Builder {
    headwords: Vec<String>,
    features: Vec<Features>,
    feature_ids: FxHashMap<Features, u16>,
    forms: Vec<(String, Stored)>,
}

impl Builder {
    /// Adds a lemma and returns its number.
    pub fn lemma(&mut self, headword: &str) -> LemmaId {
        self.headwords.push(headword.to_owned());
        (self.headwords.len() - 1) as LemmaId
    }

    /// Adds a form, in clean spelling, of the lemma. Forms that reporting does not use (second person)
    /// are left out; moods that are spelled alike become one reading.
    pub fn form(&mut self, lemma: LemmaId, clean: &str, features: Features) {
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
        let folded: String = clean.chars().map(fold_char).collect();
        self.forms.push((folded, Stored { lemma, features: id, spelling: Spelling::of(clean) }));
    }

    /// Packs everything.
    ///
    /// # Errors
    /// When the map cannot be built.
    pub fn build(mut self) -> Result<Lexicon, fst::Error> {
        self.forms.sort_unstable();
        self.forms.dedup();
        let mut tables = Tables { headwords: self.headwords, features: self.features, ..Tables::default() };
        let mut map = fst::raw::Builder::memory();
        let mut last: Option<&str> = None;
        for (form, stored) in &self.forms {
            if last != Some(form) {
                map.insert(form.as_bytes(), tables.starts.len() as u64)?;
                tables.starts.push(tables.readings.len() as u32);
                last = Some(form);
            }
            tables.readings.push(*stored);
        }
        tables.starts.push(tables.readings.len() as u32);
        Lexicon::new(map.into_inner()?, tables)
    }
}
