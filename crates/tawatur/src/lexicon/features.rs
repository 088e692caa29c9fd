//! What a form says about itself: part, person, gender, number, voice, definiteness and clitics.

use serde::{Deserialize, Serialize};

/// The part of a lemma's paradigm a form belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Part {
    /// ماضٍ
    Perfect,
    /// مضارع مرفوع
    Imperfect,
    /// مضارع منصوب
    Subjunctive,
    /// مضارع مجزوم
    Jussive,
    /// أمر
    Imperative,
    /// اسم فاعل
    ActiveParticiple,
    /// اسم مفعول
    PassiveParticiple,
    /// مصدر
    VerbalNoun,
    /// A noun that is none of the above.
    Noun,
    /// An adjective that is no participle, nisba included.
    Adjective,
    /// A word that does not inflect.
    Particle,
}

impl Part {
    /// Whether the form is a finite verb.
    pub fn is_verb(self) -> bool {
        matches!(self, Self::Perfect | Self::Imperfect | Self::Subjunctive | Self::Jussive | Self::Imperative)
    }

    /// Whether the form declines as a noun or adjective.
    pub fn is_nominal(self) -> bool {
        !self.is_verb() && self != Self::Particle
    }
}

/// Grammatical person; `None` in [`Features`] for nominals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Person {
    /// متكلم
    First,
    /// مخاطب
    Second,
    /// غائب
    Third,
}

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Gender {
    /// مذكر
    Masculine,
    /// مؤنث
    Feminine,
}

/// Grammatical number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Number {
    /// مفرد
    Singular,
    /// مثنى
    Dual,
    /// جمع
    Plural,
}

/// How a nominal is determined, as far as its spelling shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum State {
    /// No article; may be construct or indefinite (the spelling does not tell).
    Bare,
    /// With the article ال.
    Definite,
    /// Shows the construct: a dual or sound plural without its nun.
    Construct,
    /// Shows the accusative indefinite: a final alef.
    Tanween,
}

/// The features of one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Features {
    /// Part of the paradigm.
    pub part: Part,
    /// Person of a finite verb.
    pub person: Option<Person>,
    /// Gender, where the form has one.
    pub gender: Option<Gender>,
    /// Number, where the form has one.
    pub number: Option<Number>,
    /// Whether a finite verb is passive.
    pub passive: bool,
    /// Determination of a nominal.
    pub state: Option<State>,
    /// Whether a pronoun is attached (قتلوه, انشقاقهم).
    pub enclitic: bool,
}

impl Features {
    /// Features with nothing said but the part.
    pub fn of(part: Part) -> Self {
        Self { part, person: None, gender: None, number: None, passive: false, state: None, enclitic: false }
    }
}
