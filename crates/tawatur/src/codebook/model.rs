//! The compiled codebook: what the files say, checked, numbered and ready for matching.

use serde::{Deserialize, Serialize};

use super::{classes::Classes, pattern::PatternId, schema::Mapping};
use crate::lexicon::Part;

/// Prepositions that govern arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Prep {
    /// عن
    An,
    /// من
    Min,
    /// إلى, and نحو, باتجاه, صوب
    Ila,
    /// ل
    Li,
    /// ب
    Bi,
    /// على
    Ala,
    /// في
    Fi,
    /// مع
    Maa,
    /// ضد
    Didd,
    /// بين
    Bayn,
    /// بحق
    Bihaqq,
    /// لدى
    Lada,
    /// ضمن
    Dimn,
    /// داخل
    Dakhil,
    /// any other: takes an argument that fills no role
    Other,
}

impl Prep {
    const NAMED: &'static [(Self, &'static str)] = &[
        (Self::An, "عن"),
        (Self::Min, "من"),
        (Self::Ila, "إلى"),
        (Self::Li, "ل"),
        (Self::Bi, "ب"),
        (Self::Ala, "على"),
        (Self::Fi, "في"),
        (Self::Maa, "مع"),
        (Self::Didd, "ضد"),
        (Self::Bayn, "بين"),
        (Self::Bihaqq, "بحق"),
        (Self::Lada, "لدى"),
        (Self::Dimn, "ضمن"),
        (Self::Dakhil, "داخل"),
    ];

    /// A label without clitics' tatweel, as features write it.
    pub fn label(self) -> &'static str {
        Self::NAMED.iter().find(|(prep, _)| *prep == self).map_or("other", |(_, name)| name)
    }

    /// The preposition as the codebook writes it.
    pub fn named(name: &str) -> Option<Self> {
        let name = match name {
            "الى" => "إلى",
            "لـ" => "ل",
            "بـ" => "ب",
            other => other,
        };
        Self::NAMED.iter().find(|(_, n)| *n == name).map(|(prep, _)| *prep)
    }
}

/// A grammatical position an argument can stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Position {
    /// Subject of a finite verb.
    Subject,
    /// Direct object.
    Object,
    /// What follows a verbal noun in annexation.
    Genitive,
    /// After a preposition.
    After(Prep),
}

/// A role of the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Who does it.
    Actors,
    /// Who undergoes it.
    Targets,
    /// The group or person joined or fled to.
    Toward,
    /// Where it happened.
    PlaceIn,
    /// Where a movement began.
    PlaceFrom,
    /// Where a movement ended.
    PlaceTo,
    /// Why.
    Causes,
    /// An argument that fills no slot.
    None,
    /// Genitive only: the role of the subject.
    SubjectRole,
    /// Genitive only: the role of the object.
    ObjectRole,
    /// Genitive only: the class of the noun decides between the two.
    Either,
}

impl Role {
    /// The role as the codebook writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Targets => "targets",
            Self::Toward => "toward",
            Self::PlaceIn => "place.in",
            Self::PlaceFrom => "place.from",
            Self::PlaceTo => "place.to",
            Self::Causes => "causes",
            Self::None => "none",
            Self::SubjectRole => "subject",
            Self::ObjectRole => "object",
            Self::Either => "either",
        }
    }

    /// The role of that name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "actors" => Self::Actors,
            "targets" => Self::Targets,
            "toward" => Self::Toward,
            "place.in" => Self::PlaceIn,
            "place.from" => Self::PlaceFrom,
            "place.to" => Self::PlaceTo,
            "causes" => Self::Causes,
            "none" => Self::None,
            "subject" => Self::SubjectRole,
            "object" => Self::ObjectRole,
            "either" => Self::Either,
            _ => return None,
        })
    }
}

/// A type of claim.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TypeInfo {
    /// Its id.
    pub id: String,
    /// English gloss.
    pub en: String,
    /// Arabic gloss.
    pub ar: String,
    /// Codes in ACLED, PLOVER, CAMEO and UCDP, in that order.
    pub mappings: [Mapping; 4],
    /// Types that share it are told apart by what stands around the trigger: an attack by its means.
    pub kinship: Option<String>,
}

/// Which parts of a verb's paradigm a frame or cue is triggered by.
#[expect(clippy::struct_excessive_bools, reason = "one flag a part, as the codebook lists them")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// Finite forms.
    pub verb: bool,
    /// Verbal nouns.
    pub noun: bool,
    /// Active participles.
    pub active: bool,
    /// Passive participles.
    pub passive: bool,
}

/// Words of one type that share their government.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Frame {
    /// Unique id.
    pub id: String,
    /// Position in [`Codebook::types`](super::Codebook).
    pub kind: u16,
    /// What its words mean.
    pub gloss: String,
    /// Which parts of its verbs trigger.
    pub parts: Parts,
    /// Role of each position.
    pub roles: Vec<(Position, Role)>,
    /// Classes that must fill a position.
    pub needs: Vec<(Position, Classes)>,
    /// One of these must stand in the clause.
    pub any: Vec<PatternId>,
    /// None of these may stand in the clause.
    pub none: Vec<PatternId>,
    /// Whether it tells of a movement.
    pub motion: bool,
    /// How often a match is a claim.
    pub weight: f32,
}

impl Parts {
    /// Whether a form of this part of the paradigm counts. Plain nouns and adjectives always do: they are
    /// listed one by one.
    pub fn take(self, part: Part) -> bool {
        match part {
            Part::VerbalNoun => self.noun,
            Part::ActiveParticiple => self.active,
            Part::PassiveParticiple => self.passive,
            Part::Noun | Part::Adjective | Part::Particle => true,
            _ => self.verb,
        }
    }
}

impl Frame {
    /// The role of a position, references between positions resolved; `Either` stays.
    pub fn role(&self, at: Position) -> Option<Role> {
        let direct = |p: Position| self.roles.iter().find(|(q, _)| *q == p).map(|&(_, r)| r);
        match direct(at)? {
            Role::SubjectRole => direct(Position::Subject),
            Role::ObjectRole => direct(Position::Object),
            other => Some(other),
        }
    }
}

/// What a cue says about the clause it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CueKind {
    /// A verb of saying.
    Say,
    /// بحسب, نقلاً عن
    According,
    /// A noun that names the source: تقرير, مصادر
    SourceNoun,
    /// ربما, من المحتمل
    Hedge,
    /// لم, لا, عدم
    Negation,
    /// بسبب, نتيجة
    Cause,
    /// Intends.
    Plan,
    /// Commands.
    Order,
    /// Threatens.
    Threat,
    /// If.
    Condition,
    /// Tried and did not manage.
    Fail,
    /// Begins, goes on, manages: hands its subject to the verbal noun after it.
    Begin,
}

impl CueKind {
    /// The kind as the codebook writes it.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "say" => Self::Say,
            "according" => Self::According,
            "source_noun" => Self::SourceNoun,
            "hedge" => Self::Hedge,
            "negation" => Self::Negation,
            "cause" => Self::Cause,
            "plan" => Self::Plan,
            "order" => Self::Order,
            "threat" => Self::Threat,
            "condition" => Self::Condition,
            "fail" => Self::Fail,
            "begin" => Self::Begin,
            _ => return None,
        })
    }
}

/// Words of attribution, doubt, negation, cause or modality.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the codebook by itself")]
pub struct Cue {
    /// Unique id.
    pub id: String,
    /// What it cues.
    pub kind: CueKind,
    /// Which parts of its verbs cue.
    pub parts: Parts,
    /// neutral, affirming or doubting.
    pub stance: String,
    /// Certainty that a hedge leaves.
    pub certainty: Option<String>,
    /// Default code of a cause.
    pub code: Option<String>,
    /// Whether it may continue with its subject dropped.
    pub carries: bool,
    /// Whether it says something only with a content clause or a quotation after it: "describes it as" says, "describes
    /// it" does not.
    pub content: bool,
    /// Whether its subject may cite another after عن: نقلت الصحيفة عن مصادر.
    pub cites: bool,
    /// Whether a negation denies nouns and no verbs: عدم وقوع, من دون التوصل.
    pub nominal: bool,
    /// Classes a speaker must have; any source when empty.
    pub speaker: Classes,
    /// Kind of source.
    pub source: Option<String>,
}

/// A noun that heads noun phrases.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HeadWord {
    /// Its singular.
    pub lemma: String,
    /// Its class.
    pub class: Classes,
    /// Kind of source it can head.
    pub source: Option<String>,
    /// May stand before a person's name.
    pub title: bool,
    /// Introduces a group's name.
    pub group_head: bool,
    /// Introduces a place's name: its precision.
    pub place_head: Option<String>,
    /// Whether that name may be any words (حي السلام); after others (موقع الحادث, السوق السوداء) only a name that no
    /// lexicon has is taken for one.
    pub any_name: bool,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EntityKind {
    /// Armed group.
    Group,
    /// State.
    State,
    /// Organisation without arms.
    Organisation,
    /// Media outlet.
    Outlet,
    /// Person in public life.
    Person,
    /// A state's armed or security body.
    Force,
    /// An office.
    Official,
}

impl EntityKind {
    /// The kind as the codebook writes it.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "group" => Self::Group,
            "state" => Self::State,
            "organisation" => Self::Organisation,
            "outlet" => Self::Outlet,
            "person" => Self::Person,
            "force" => Self::Force,
            "official" => Self::Official,
            _ => return None,
        })
    }

    /// The class of its mentions.
    pub fn class(self) -> Classes {
        match self {
            Self::Group => Classes::GROUP,
            Self::State => Classes::STATE,
            Self::Organisation => Classes::ORGANISATION,
            Self::Outlet => Classes::OUTLET,
            Self::Person => Classes::PERSON.with(Classes::OFFICIAL),
            Self::Force => Classes::ARMED,
            Self::Official => Classes::OFFICIAL,
        }
    }

    /// The kind of source it is when nothing else is said.
    pub fn source(self) -> &'static str {
        match self {
            Self::Group => "armed_group",
            Self::State | Self::Force | Self::Official | Self::Person => "official",
            Self::Organisation => "organisation",
            Self::Outlet => "outlet",
        }
    }
}

/// A named entity.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entity {
    /// Codebook id.
    pub id: String,
    /// What it is.
    pub kind: EntityKind,
    /// Usual English name.
    pub name: String,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    /// Kind as a source.
    pub source: Option<String>,
}

/// A place of the gazetteer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlaceEntry {
    /// Gazetteer id.
    pub id: String,
    /// Usual English name.
    pub name: String,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    /// First-level unit, English.
    pub admin1: String,
    /// Degrees north and east.
    pub point: Option<(f32, f32)>,
    /// Type of place.
    pub kind: String,
    /// Inhabitants, 0 when unknown.
    pub population: u32,
    /// Position of the division that it lies in, or of the country when its division has no row.
    pub within: Option<u32>,
    /// Of a country: position of its capital.
    pub capital: Option<u32>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Referent {
    /// Position among the entities.
    Entity(u32),
    /// Position among the places.
    Place(u32),
}

/// A name that folding makes of several which stand for different things: عنابه and عنابة.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Its position in [`Codebook::referents`](super::Codebook::referents).
    pub list: u32,
    /// The clean spellings of the codebook, words joined by a space, and what each may stand for: its own, and that of
    /// spellings for which it is a common slip.
    pub spellings: Vec<(String, Vec<Referent>)>,
}

/// One element of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Element {
    /// A word, by its number in [`Codebook::phrase_words`](super::Codebook::phrase_words).
    Word(PatternId),
    /// Any finite form of a lemma.
    Verb(u32),
    /// Up to four words.
    Gap,
}

/// What a lemma or phrase is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Use {
    /// Triggers a frame.
    Frame(u16),
    /// Is a cue.
    Cue(u16),
    /// Heads noun phrases.
    Head(u16),
    /// Is the nisba of a state.
    Nisba(u32),
    /// Opens a phrase with one of its verb forms.
    Phrase(u16),
}

/// An expression of several words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Phrase {
    /// Its words; never empty, and neither first nor last is a gap.
    pub elements: Vec<Element>,
    /// What it is used for.
    pub usage: Use,
}

/// Words that tell a code: of a cause or of a source.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CodedWords {
    /// The code.
    pub code: String,
    /// Its words.
    pub words: Vec<PatternId>,
}
