//! Verbs and verbal nouns that may tell of an event and that neither a frame nor a cue takes up: what authors of a
//! codebook look through for words that are missing.
//!
//! Nothing here goes into claims.

use serde::Serialize;

use super::{
    argument::Arguments,
    clause::Clauses,
    trigger::{Trigger, within as triggers_within},
};
use crate::codebook::{Classes, Use};
use crate::lexicon::{self, Part, Particle, Reading};
use crate::mention::{self, Context, Mention, Tag};
use crate::text::Tokens;
use crate::value::{TimeKind, Values};

/// Which part of a verb's paradigm stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Predicate {
    /// A finite form.
    Verb,
    /// The verbal noun.
    VerbalNoun,
}

/// What speaks for an event where a word stands.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts about one clause")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Signs {
    /// A party is its subject or object.
    pub party: bool,
    /// Its clause names a place.
    pub place: bool,
    /// Its clause has a date.
    pub date: bool,
    /// Its clause counts something.
    pub number: bool,
}

impl Signs {
    /// How many of the four hold.
    pub fn count(self) -> usize {
        [self.party, self.place, self.date, self.number].into_iter().filter(|held| *held).count()
    }
}

/// One place where a word that nothing takes up stands, with its sentence in three pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncovered {
    /// The form under which a dictionary has the word.
    pub lemma: String,
    /// Which part of the paradigm it is.
    pub part: Predicate,
    /// What speaks for an event.
    pub signs: Signs,
    /// The sentence up to the word.
    pub before: String,
    /// The word.
    pub word: String,
    /// The sentence after the word.
    pub after: String,
}

/// Everything that is known of a text when its uncovered predicates are asked for.
pub struct Surroundings<'a> {
    /// Text, readings and codebook.
    pub context: &'a Context<'a>,
    /// One a token.
    pub tags: &'a [Tag],
    /// The noun phrases.
    pub mentions: &'a [Mention],
    /// The clauses.
    pub clauses: &'a Clauses,
    /// What stands in which position.
    pub arguments: &'a Arguments<'a>,
    /// Numbers and dates.
    pub values: &'a Values,
    /// What frames and cues take up, each in the order of its first token.
    pub taken: [&'a [Trigger]; 2],
}

impl Surroundings<'_> {
    /// The predicates among the tokens `wanted` that no frame and no cue takes up, in the order of the text.
    pub fn uncovered(&self, wanted: impl Fn(usize) -> bool) -> Vec<Uncovered> {
        (0..self.tags.len()).filter(|&at| wanted(at)).filter_map(|at| self.at(at)).collect()
    }

    fn at(&self, at: usize) -> Option<Uncovered> {
        let reading = self.tags[at].reading()?;
        let part = match reading.features.part {
            Part::VerbalNoun => Predicate::VerbalNoun,
            part if part.is_verb() => Predicate::Verb,
            _ => return None,
        };
        if self.taken.iter().any(|triggers| takes(triggers, at)) || self.auxiliary(&reading) || self.names(at)
        {
            return None;
        }
        let party = match part {
            Predicate::Verb => self.party_of_verb(at),
            Predicate::VerbalNoun => self.party_of_noun(&Trigger::word(at, reading)),
        };
        let clause = &self.clauses.of(at).tokens;
        let within = |tokens: &Tokens| clause.contains(&tokens.start);
        let signs = Signs {
            party,
            place: mention::within(self.mentions, clause.clone()).any(|m| self.mentions[m].is_place()),
            date: self.values.dates().iter().any(|t| t.kind != TimeKind::Duration && within(&t.tokens)),
            number: self.values.numbers().iter().any(|n| !n.in_date && within(&n.tokens)),
        };
        let text = self.context.text;
        let sentence = text.span(&text.sentences()[text.sentence_of(at)].tokens);
        let word = text.span(&(at..at + 1));
        Some(Uncovered {
            lemma: self.context.codebook.lexicon.citation(&reading).to_owned(),
            part,
            signs,
            before: text.doc()[sentence.start()..word.start()].to_owned(),
            word: text.doc()[word.range()].to_owned(),
            after: text.doc()[word.end()..sentence.end()].to_owned(),
        })
    }

    /// Whether a verb only carries tense for another: forms of كان that are no function words of their own.
    fn auxiliary(&self, reading: &Reading) -> bool {
        let lemma = lexicon::particle(self.context.codebook.lexicon.headword(reading.lemma));
        lemma.is_some_and(|(particle, _)| particle == Particle::Auxiliary)
    }

    /// Whether a word is a listed noun, or a name: محافظة is a province before it is the verbal noun of حافظ.
    fn names(&self, at: usize) -> bool {
        let head = |r: &Reading| {
            r.features.part.is_nominal() && self.context.uses(r).iter().any(|u| matches!(u, Use::Head(_)))
        };
        let named = |m: usize| self.mentions[m].named && self.mentions[m].head == at;
        !self.tags[at].is_verb()
            && (self.context.readings(at).iter().any(head)
                || mention::within(self.mentions, at..at + 1).any(named))
    }

    fn is_party(&self, mention: usize) -> bool {
        self.mentions[mention].classes.meets(Classes::ANY_ACTOR)
    }

    fn party_of_verb(&self, at: usize) -> bool {
        let argument = self.arguments.of_verb(at);
        let subject = self.arguments.subject_of(at);
        subject.into_iter().chain(argument.bare.into_iter().take(2)).any(|m| self.is_party(m))
    }

    fn party_of_noun(&self, noun: &Trigger) -> bool {
        let argument = self.arguments.of_noun(noun, self.taken[1]);
        let governed = argument.genitive.into_iter().chain(argument.governor);
        governed.chain(argument.bare.first().copied()).any(|m| self.is_party(m))
    }
}

/// How many tokens a phrase has at most, gaps included: whatever takes up a token begins no earlier before it.
const LONGEST: usize = 64;

/// Whether one of the triggers has a token among its own words.
fn takes(triggers: &[Trigger], at: usize) -> bool {
    triggers_within(triggers, at.saturating_sub(LONGEST)..at + 1).iter().any(|t| t.owns(at))
}
