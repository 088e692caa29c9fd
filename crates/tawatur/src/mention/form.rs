//! What the codebook has to say of a form, found out once a form and kept: whether a name may begin with
//! it, which phrases it opens, whether it can trigger a frame or a cue.

use fst::raw::Fst;

use super::name::{Clitic, begins_name, variants};
use crate::codebook::{Codebook, NameRoles, PatternId, PersonWord, Use};
use crate::lexicon::Analyser;

/// What is known about one form.
#[derive(Clone, Debug, Default)]
pub struct FormFacts {
    /// Phrases that may begin here.
    pub phrases: Vec<u16>,
    /// Whether a name may begin here.
    pub name: bool,
    /// Whether a reading triggers a frame.
    pub frame: bool,
    /// Whether a reading is a cue.
    pub cue: bool,
    /// What the form can be in a person's name, and what is attached before it.
    pub person: Option<(PersonWord, Clitic)>,
    /// The noun that it is before a name.
    pub head: Option<NameHeadForm>,
    /// The parts that it plays beside names.
    pub roles: NameRoles,
    /// Words of phrases that the form may be, with or without proclitics; sorted.
    pub phrase_words: Vec<PatternId>,
    /// Patterns of conditions that the form matches, proclitics and article apart; sorted.
    pub patterns: Vec<PatternId>,
}

/// A noun that opens a name, as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub struct NameHeadForm {
    /// Its number among the codebook's.
    pub number: u16,
    /// What is attached before it.
    pub clitic: Clitic,
    /// Whether it has the article.
    pub article: bool,
}

impl FormFacts {
    /// Whether the form matches one of these patterns.
    pub fn matches(&self, patterns: &[PatternId]) -> bool {
        !self.patterns.is_empty() && patterns.iter().any(|p| self.patterns.binary_search(p).is_ok())
    }
}

/// The facts of all forms an analyser has seen, by its numbers.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    facts: Vec<FormFacts>,
    /// How often the analyser had been emptied when these were found out.
    emptied: u32,
}

impl Forms {
    /// Brings the facts up to date with the analyser; an analyser that was emptied starts them anew.
    pub fn follow(&mut self, codebook: &Codebook, analyser: &Analyser) {
        if analyser.emptied() != self.emptied {
            self.facts.clear();
            self.emptied = analyser.emptied();
        }
        let Ok(map) = Fst::new(codebook.names.as_slice()) else { return };
        for id in self.facts.len()..analyser.len() {
            let word = analyser.word(id as u32);
            let mut facts = FormFacts { name: begins_name(&map, &word.folded), ..FormFacts::default() };
            facts.person = person(codebook, &word.folded);
            facts.head = head(codebook, &word.folded);
            facts.roles = codebook.name_words.roles(&word.folded);
            for form in bare_forms(&word.folded) {
                codebook.phrase_words.matching(form, &mut facts.phrase_words);
                codebook.patterns.matching(form, &mut facts.patterns);
                if let Some(without) = form.strip_prefix("ال").or_else(|| form.strip_prefix('ل')) {
                    codebook.patterns.matching(without, &mut facts.patterns);
                }
                if let Ok(start) = codebook.phrase_starts.binary_search_by(|(w, _)| w.as_str().cmp(form)) {
                    facts.phrases.extend(&codebook.phrase_starts[start].1);
                }
            }
            for reading in &word.readings {
                for usage in codebook.uses.get(reading.lemma as usize).into_iter().flatten() {
                    match usage {
                        Use::Phrase(number) => facts.phrases.push(*number),
                        Use::Frame(_) => facts.frame = true,
                        Use::Cue(_) => facts.cue = true,
                        Use::Head(_) | Use::Nisba(_) => {}
                    }
                }
            }
            facts.patterns.sort_unstable();
            facts.patterns.dedup();
            facts.phrase_words.sort_unstable();
            facts.phrases.sort_unstable();
            facts.phrases.dedup();
            self.facts.push(facts);
        }
    }

    /// The facts of a form.
    pub fn of(&self, form: u32) -> &FormFacts {
        &self.facts[form as usize]
    }
}

/// Whether a folded word is a name of a list, or the first word of one.
pub fn is_name(codebook: &Codebook, folded: &str) -> bool {
    let listed = || Fst::new(codebook.names.as_slice()).is_ok_and(|map| begins_name(&map, folded));
    person(codebook, folded).is_some() || listed()
}

/// What a folded word is in a person's name: as it stands, else without its proclitics.
fn person(codebook: &Codebook, folded: &str) -> Option<(PersonWord, Clitic)> {
    variants(folded)
        .filter(|(_, put_back, _)| put_back.is_empty())
        .find_map(|(clitic, _, stem)| Some((codebook.name_words.person(stem)?, clitic)))
}

/// The noun before a name that a folded word is, its article and proclitics apart.
fn head(codebook: &Codebook, folded: &str) -> Option<NameHeadForm> {
    variants(folded).find_map(|(clitic, put_back, stem)| {
        let stripped = stem.strip_prefix("ال").filter(|_| put_back.is_empty());
        let bare = codebook.name_words.head(stem).map(|number| (number, !put_back.is_empty()));
        let found = bare.or_else(|| Some((codebook.name_words.head(stripped?)?, true)));
        found.map(|(number, article)| NameHeadForm { number, clitic, article })
    })
}

/// A folded word as it stands and without its proclitics.
pub fn bare_forms(folded: &str) -> impl Iterator<Item = &str> {
    let long = |s: &&str| s.len() > 4;
    // After a conjunction even a particle of two letters may stand: ولا, وما.
    let conjunction = folded.strip_prefix(['و', 'ف']).filter(|s| s.len() >= 4);
    let preposition = folded.strip_prefix(['ب', 'ل', 'ك']).filter(long);
    let both = conjunction.and_then(|c| c.strip_prefix(['ب', 'ل', 'ك'])).filter(long);
    [Some(folded), conjunction, preposition, both].into_iter().flatten()
}
