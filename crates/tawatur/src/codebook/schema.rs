//! The codebook's files as they are written; `docs/codebook.md` describes them for authors.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

/// `codebook.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Name of the codebook.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it covers.
    #[serde(default)]
    pub description: String,
    /// Licence of its data.
    #[serde(default)]
    pub licence: String,
}

/// How well a type fits a code of another scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// The same thing.
    Exact,
    /// The nearest code, wider or narrower.
    Approx,
    /// The scheme has no such thing.
    None,
}

/// A code of another scheme.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The code as that scheme writes it; empty when the fit is none.
    #[serde(default)]
    pub code: String,
    /// How well it fits.
    pub fit: Fit,
}

/// A file of `types/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeFile {
    /// The types.
    #[serde(rename = "type", default)]
    pub types: Vec<TypeEntry>,
}

/// One type of claim.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeEntry {
    /// `family.kind`, or the family alone.
    pub id: Spanned<String>,
    /// English gloss.
    pub en: String,
    /// Arabic gloss.
    pub ar: String,
    /// ACLED event and sub-event type.
    pub acled: Mapping,
    /// PLOVER event type and mode.
    pub plover: Mapping,
    /// CAMEO code.
    pub cameo: Mapping,
    /// UCDP type of violence.
    pub ucdp: Mapping,
    /// Types of one kinship are told apart by what stands around the trigger, not by the trigger alone.
    pub kinship: Option<String>,
}

/// A file of `frames/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameFile {
    /// The frames.
    #[serde(rename = "frame", default)]
    pub frames: Vec<FrameEntry>,
}

/// Words of one type that share their government.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameEntry {
    /// Unique id.
    pub id: Spanned<String>,
    /// The type it expresses.
    #[serde(rename = "type")]
    pub kind: Spanned<String>,
    /// What its words mean.
    pub gloss: String,
    /// Verbs in root notation.
    #[serde(default)]
    pub verbs: Vec<Spanned<String>>,
    /// Which parts of the verbs trigger.
    pub parts: Option<Vec<Spanned<String>>>,
    /// Nouns that act as verbal nouns.
    #[serde(default)]
    pub nouns: Vec<Spanned<String>>,
    /// Predicative adjectives.
    #[serde(default)]
    pub adjectives: Vec<Spanned<String>>,
    /// Expressions of several words.
    #[serde(default)]
    pub phrases: Vec<Spanned<String>>,
    /// Grammatical position to role.
    #[serde(default)]
    pub roles: BTreeMap<String, Spanned<String>>,
    /// Conditions.
    #[serde(default)]
    pub when: BTreeMap<String, Vec<Spanned<String>>>,
    /// Whether it tells of a movement.
    #[serde(default)]
    pub motion: bool,
    /// How often a match is a claim.
    pub weight: Option<f32>,
    /// Its cases.
    #[serde(rename = "case", default)]
    pub cases: Vec<CaseEntry>,
}

/// One case: exactly one of the three is given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEntry {
    /// Must work.
    pub text: Option<Spanned<String>>,
    /// Must not match.
    pub none: Option<Spanned<String>>,
    /// Known not to work yet.
    pub gap: Option<Spanned<String>>,
}

/// A file of `words/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordFile {
    /// The words.
    #[serde(rename = "word", default)]
    pub words: Vec<WordEntry>,
}

/// A noun or adjective that heads noun phrases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordEntry {
    /// The noun with its plurals.
    pub noun: Option<Spanned<String>>,
    /// Or the adjective used as one.
    pub adjective: Option<Spanned<String>>,
    /// Its class.
    pub class: Spanned<String>,
    /// Kind of source it can head.
    pub source: Option<Spanned<String>>,
    /// Whether it may stand before a person's name.
    #[serde(default)]
    pub title: bool,
    /// Whether it introduces a group's name.
    #[serde(default)]
    pub group_head: bool,
    /// Whether it introduces a place's name, and of which precision.
    pub place_head: Option<Spanned<String>>,
    /// Whether a place's name after it may be any words.
    #[serde(default)]
    pub any_name: bool,
}

/// A file of `cues/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CueFile {
    /// The cues.
    #[serde(rename = "cue", default)]
    pub cues: Vec<CueEntry>,
    /// Words that tell which code a cause gets.
    #[serde(rename = "cause_code", default)]
    pub cause_codes: Vec<CauseCode>,
    /// Words that tell the kind of a source whose own noun leaves it open.
    #[serde(rename = "source_code", default)]
    pub source_codes: Vec<CauseCode>,
    /// Words that open a sentence which goes on with the source of the one before.
    #[serde(rename = "tie", default)]
    pub ties: Vec<CauseCode>,
}

/// Words of attribution, doubt, negation, cause or modality.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the codebook by itself")]
pub struct CueEntry {
    /// Unique id.
    pub id: Spanned<String>,
    /// What it cues.
    pub kind: Spanned<String>,
    /// What it means.
    #[serde(default)]
    pub gloss: String,
    /// Verbs in root notation.
    #[serde(default)]
    pub verbs: Vec<Spanned<String>>,
    /// Which parts of the verbs cue.
    pub parts: Option<Vec<Spanned<String>>>,
    /// Nouns.
    #[serde(default)]
    pub nouns: Vec<Spanned<String>>,
    /// Adjectives.
    #[serde(default)]
    pub adjectives: Vec<Spanned<String>>,
    /// Phrases.
    #[serde(default)]
    pub phrases: Vec<Spanned<String>>,
    /// Attitude of the one who relays.
    pub stance: Option<Spanned<String>>,
    /// Certainty that a hedge leaves.
    pub certainty: Option<Spanned<String>>,
    /// Default code of a cause.
    pub code: Option<String>,
    /// Whether it may continue with its subject dropped.
    #[serde(default)]
    pub carries: bool,
    /// Whether it says something only with a content clause or a quotation after it.
    #[serde(default)]
    pub content: bool,
    /// Whether its subject may cite another after عن.
    #[serde(default)]
    pub cites: bool,
    /// Whether a negation denies nouns and no verbs.
    #[serde(default)]
    pub nominal: bool,
    /// Classes a speaker must have; any source when empty.
    #[serde(default)]
    pub speaker: Vec<Spanned<String>>,
    /// Kind of source, for nouns that name the source.
    pub source: Option<Spanned<String>>,
    /// Its cases.
    #[serde(rename = "case", default)]
    pub cases: Vec<CaseEntry>,
}

/// `counted.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountedFile {
    /// What numbers count, by the counted noun and by what governs it.
    #[serde(default)]
    pub counted: Vec<CountedEntry>,
    /// Words before a number that make it a part of what was counted before it.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Nouns for a number of, after which stands what it counts.
    #[serde(default)]
    pub tallies: Vec<String>,
}

/// One thing that numbers count, and the words that tell it; a final `*` stands for any ending.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountedEntry {
    /// Its code.
    pub code: Spanned<String>,
    /// Nouns that are counted.
    pub words: Vec<String>,
    /// Words that govern the number, each with the preposition that it takes, if it takes one. None for measures.
    #[serde(default)]
    pub acts: Vec<Spanned<String>>,
    /// Words after the number that complete the verb.
    #[serde(default)]
    pub after: Vec<String>,
    /// Its cases.
    #[serde(rename = "case", default)]
    pub cases: Vec<CaseEntry>,
}

/// `credits.toml`: what a text says of where it comes from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditFile {
    /// First words of outlets' names after which the rest, in quotation marks, is the outlet too.
    #[serde(default)]
    pub heads: Vec<String>,
    /// First words of names that make an outlet an agency.
    #[serde(default)]
    pub agency_heads: Vec<String>,
    /// Words before an outlet's name that say what is told was taken from it.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Formulas that all outlets use.
    #[serde(default)]
    pub formulas: Vec<String>,
}

impl CreditFile {
    /// The same with all words folded, as they are looked up.
    #[must_use]
    pub fn folded(&self) -> Self {
        let fold = |words: &[String]| words.iter().map(|w| crate::text::fold(w)).collect();
        Self {
            heads: fold(&self.heads),
            agency_heads: fold(&self.agency_heads),
            cues: fold(&self.cues),
            formulas: fold(&self.formulas),
        }
    }
}

/// Words that tell a code: of a cause or of a source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CauseCode {
    /// The code.
    pub code: String,
    /// Its words; a final `*` stands for any ending.
    pub words: Vec<String>,
}
