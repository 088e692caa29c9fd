//! Mentions: noun phrases that name somebody, something or some place, with what they refer to.
//!
//! Names come from the codebook's map of names, heads from its list of words; what is left over but stands
//! like a noun becomes a mention of unknown class, so that an argument is never lost only because no list has it.

mod agreement;
mod form;
mod govern;
mod name;
mod person;
mod phrase;
pub mod place;
mod resolve;
mod tag;
mod word;

pub use form::{FormFacts, Forms, NameHeadForm, bare_forms, is_name};
pub use name::{Clitic, Evidence, NameMatch, entities_named, names};
pub use person::persons;
pub use phrase::mentions;
pub use resolve::resolve;
pub use tag::{Tag, tag};
pub use word::{Word, WordClass, words};

use crate::codebook::{Classes, Codebook, NameRole, Prep, Referent, Use};
use crate::lexicon::{Analyser, Guess, Part, Particle, Proclitics, Reading, State};
use crate::text::{Gap, Text, Tokens};

/// A noun phrase of the document.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one phrase, not a state")]
#[derive(Clone, Debug, Default)]
pub struct Mention {
    /// The phrase: head, adjectives, annexed nouns; the number before it included.
    pub tokens: Tokens,
    /// Its head.
    pub head: usize,
    /// What it may be.
    pub classes: Classes,
    /// What it refers to, best candidate first.
    pub referents: Vec<Referent>,
    /// Whether a proper name is in its head position (not only in its modifiers).
    pub named: bool,
    /// Position among the codebook's heads, when its head is listed.
    pub head_word: Option<u16>,
    /// The preposition that governs it, and the token where that stands.
    pub prep: Option<(Prep, usize)>,
    /// Whether an adverbial preposition governs it: it fills no role then.
    pub adverbial: bool,
    /// Whether it is joined by و to the mention before it.
    pub joined: bool,
    /// Whether its head is grammatically plural or collective.
    pub plural: bool,
    /// Whether it has the article or a name's definiteness.
    pub definite: bool,
    /// Nisba adjectives in it: states by entity number.
    pub nisba: Option<u32>,
    /// What is known of the place it names, if it names one.
    pub site: Option<Box<place::Site>>,
    /// The mention it stands in the annexation of, if it is a genitive inside another.
    pub inside: Option<u32>,
}

impl Mention {
    /// Whether it is a place by class.
    pub fn is_place(&self) -> bool {
        self.classes.meets(Classes::PLACE)
    }

    /// The phrase without the number before it: from the head to its end.
    pub fn core(&self) -> Tokens {
        self.head.min(self.tokens.end)..self.tokens.end
    }

    /// The entity it refers to, if that is settled.
    pub fn entity(&self) -> Option<u32> {
        self.referents.iter().find_map(|r| match r {
            Referent::Entity(e) => Some(*e),
            Referent::Place(_) => None,
        })
    }

    /// The gazetteer place it refers to, if that is settled.
    pub fn place(&self) -> Option<u32> {
        self.referents.iter().find_map(|r| match r {
            Referent::Place(p) => Some(*p),
            Referent::Entity(_) => None,
        })
    }
}

/// Positions of the mentions that begin in a token range; mentions stand in the order of their first tokens.
pub fn within(mentions: &[Mention], tokens: Tokens) -> Tokens {
    let from = mentions.partition_point(|m| m.tokens.start < tokens.start);
    let to = mentions.partition_point(|m| m.tokens.start < tokens.end);
    from..to.max(from)
}

/// What the later stages ask about tokens: text, readings and codebook in one place.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The compiled codebook.
    pub codebook: &'a Codebook,
    /// The text.
    pub text: &'a Text,
    /// Readings by form.
    pub analyser: &'a Analyser,
    /// The form of each token, as the analyser numbers it.
    pub forms: &'a [u32],
    /// What the codebook says of each form.
    pub facts: &'a Forms,
}

impl<'a> Context<'a> {
    /// Readings of a token.
    pub fn readings(&self, at: usize) -> &'a [Reading] {
        match self.forms.get(at) {
            Some(&form) => &self.analyser.word(form).readings,
            None => &[],
        }
    }

    /// What the codebook says of a token's form.
    pub fn facts(&self, at: usize) -> &'a FormFacts {
        self.facts.of(self.forms[at])
    }

    /// Whether a token, as it stands, plays a part beside names.
    pub fn has_role(&self, at: usize, role: NameRole) -> bool {
        self.facts(at).roles.has(role)
    }

    /// The function word a token is.
    pub fn particle(&self, at: usize) -> Option<Particle> {
        self.particle_with(at).map(|(p, _)| p)
    }

    /// The function word a token is, with its proclitics.
    pub fn particle_with(&self, at: usize) -> Option<(Particle, Proclitics)> {
        self.forms.get(at).and_then(|&form| self.analyser.word(form).particle)
    }

    /// Whether a word has the article, be it after a conjunction and ب or ك, or hidden in للـ. The first letters of إلغاء and
    /// التزام are none: where a word has readings as it is spelled, these say.
    pub fn has_article(&self, at: usize) -> bool {
        let word = self.text.clean(at);
        let stem = word.strip_prefix(['و', 'ف']).unwrap_or(word);
        let stem = stem.strip_prefix(['ب', 'ك']).unwrap_or(stem);
        let readings = self.readings(at);
        (stem.starts_with("ال") || stem.starts_with("لل"))
            && (readings.iter().all(|r| r.slip > 0)
                || readings.iter().any(|r| r.features.state == Some(State::Definite)))
    }

    /// Whether a word begins with the article, nothing attached before it. False beyond the last token.
    pub fn begins_with_article(&self, at: usize) -> bool {
        at < self.text.len() && self.text.clean(at).starts_with("ال") && self.has_article(at)
    }

    /// What a token without readings is likely made of.
    pub fn guess(&self, at: usize) -> Guess {
        let governed = at > 0 && matches!(self.particle(at - 1), Some(Particle::Prep(_)));
        self.forms
            .get(at)
            .map_or_else(Guess::default, |&form| self.analyser.word(form).guesses[usize::from(governed)])
    }

    /// What the lemma of a reading is used for.
    pub fn uses(&self, reading: &Reading) -> &'a [Use] {
        self.codebook.uses.get(reading.lemma as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether a token is a listed noun for a thing or place: مدينة is a town before it is the participle of أدان.
    pub fn names_thing(&self, at: usize) -> bool {
        self.readings(at).iter().any(|r| {
            r.features.part == Part::Noun
                && self.uses(r).iter().any(|u| match u {
                    Use::Head(head) => !self.codebook.heads[*head as usize].class.meets(Classes::ANY_ACTOR),
                    _ => false,
                })
        })
    }

    /// Whether a token can be read as a finite verb.
    pub fn may_be_verb(&self, at: usize) -> bool {
        self.readings(at).iter().any(|r| r.features.part.is_verb())
    }

    /// Whether a token can be read as a noun or adjective.
    pub fn may_be_nominal(&self, at: usize) -> bool {
        self.readings(at).iter().any(|r| r.features.part.is_nominal())
    }

    /// Whether what stands before a token can only be a noun that governs another: no finite verb follows it.
    pub fn after_bare_noun(&self, at: usize) -> bool {
        at > 0
            && self.text.tokens()[at].gap == Gap::Space
            && self.particle(at - 1).is_none()
            && !self.may_be_verb(at - 1)
            && self.readings(at - 1).first().is_some_and(|r| {
                r.features.part.is_nominal() && r.features.state == Some(State::Bare) && !r.features.enclitic
            })
    }

    /// Whether a token carries a conjunction, by its readings or as a particle.
    pub fn has_conjunction(&self, at: usize) -> bool {
        self.particle_with(at).is_some_and(|(_, p)| p.conjunction())
            || self.readings(at).first().is_some_and(|r| r.proclitics.conjunction())
    }
}
