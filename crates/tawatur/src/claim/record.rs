//! The claim as it leaves the library: one line of JSON, one row of the claims table.
//!
//! Spans here are `[start, end)` in Unicode code points of the document text, and `text` repeats the words,
//! so that any reader can check one against the other.

use serde::{Deserialize, Serialize, Serializer};

/// `[start, end)` in code points of the document text.
pub type CodePoints = [usize; 2];

/// Words of the document with their place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// Where they stand.
    pub span: CodePoints,
    /// The words.
    pub text: String,
}

/// Someone or something that takes part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Argument {
    /// Where the head phrase stands.
    pub span: CodePoints,
    /// The head phrase.
    pub text: String,
    /// Usual English name of a nameable referent.
    pub entity: Option<String>,
    /// Codebook id of the referent.
    pub id: Option<String>,
}

/// A place of the claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Where the words stand.
    pub span: CodePoints,
    /// The words.
    pub text: String,
    /// `in`, `from` or `to`.
    pub role: String,
    /// Usual English name.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// First-level administrative unit, English.
    pub admin1: Option<String>,
    /// Latitude, degrees north.
    pub lat: Option<f64>,
    /// Longitude, degrees east.
    pub lon: Option<f64>,
    /// Gazetteer id.
    pub id: Option<String>,
    /// What kind of place it is and the point stands for: country, admin1, town, …
    pub precision: Option<String>,
    /// Which part or side of the named place is meant: countryside, north, …
    #[serde(default)]
    pub parts: Vec<String>,
    /// The place that the text says it lies in.
    #[serde(default)]
    pub container: Option<Container>,
    /// Rows of the gazetteer that the words may mean, best first.
    #[serde(default)]
    pub candidates: Vec<PlaceCandidate>,
}

/// A place that another lies in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Container {
    /// Usual English name.
    pub name: String,
    /// Gazetteer id.
    pub id: String,
}

/// A row of the gazetteer that a name may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceCandidate {
    /// Gazetteer id.
    pub id: String,
    /// Usual English name.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Points: about a doubling of the odds each.
    pub score: i32,
}

/// When it happened: a closed interval of days, open where a side is null.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Time {
    /// Where the words stand.
    pub span: CodePoints,
    /// The words.
    pub text: String,
    /// First day, ISO 8601.
    pub start: Option<String>,
    /// Last day, ISO 8601.
    pub end: Option<String>,
    /// day, week, month, season, year or vague.
    pub precision: String,
}

/// A number about the claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Where the words stand.
    pub span: CodePoints,
    /// The words.
    pub text: String,
    /// What is counted: actors, targets, killed, injured, detained, displaced, money, duration, distance, other.
    pub of: String,
    /// Inclusive lower bound.
    #[serde(serialize_with = "figure")]
    pub low: Option<f64>,
    /// Inclusive upper bound.
    #[serde(serialize_with = "figure")]
    pub high: Option<f64>,
    /// The figure said.
    #[serde(serialize_with = "figure")]
    pub best: Option<f64>,
    /// exact, about, `more_than`, `less_than`, `at_least`, `at_most`, range or vague.
    pub qualifier: String,
}

/// Whole figures are written without a decimal point: 58, not 58.0.
#[expect(clippy::ref_option, reason = "serde hands the field over by reference")]
fn figure<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match *value {
        // Every integer up to 2^53 is exact in an f64.
        Some(v) if v.fract() == 0.0 && v.abs() < 9e15 => serializer.serialize_i64(v as i64),
        Some(v) => serializer.serialize_f64(v),
        None => serializer.serialize_none(),
    }
}

/// A cause the text gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    /// Where the words stand.
    pub span: CodePoints,
    /// The words.
    pub text: String,
    /// Code of the cause.
    pub code: String,
}

/// One relay between reader and origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hop {
    /// Where the words that name the source stand.
    pub span: CodePoints,
    /// The words.
    pub text: String,
    /// outlet, organisation, official, `armed_group`, defector, witness, activist, expert, document, person, unknown.
    pub kind: String,
    /// named, role, collective or unnamed.
    pub named: String,
    /// Usual English name of a nameable source.
    pub entity: Option<String>,
    /// The cue that attributes, as written.
    pub cue: Option<String>,
    /// neutral, affirming or doubting.
    pub stance: String,
}

/// One proposition in one document, through one chain of sources.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Stable id: a hash of document text, type and trigger.
    pub claim: String,
    /// Name of the document.
    pub doc: String,
    /// Type of the codebook.
    #[serde(rename = "type")]
    pub kind: String,
    /// The word or shortest phrase that expresses the event.
    pub trigger: Words,
    /// The clause that states the proposition, without the attribution.
    pub content: Words,
    /// Who does it.
    pub actors: Vec<Argument>,
    /// Who undergoes it.
    pub targets: Vec<Argument>,
    /// The group or person joined, pledged to or fled to.
    pub toward: Vec<Argument>,
    /// Where.
    pub places: Vec<Place>,
    /// When.
    pub time: Option<Time>,
    /// How many.
    pub quantities: Vec<Quantity>,
    /// Why.
    pub causes: Vec<Cause>,
    /// `+`, or `-` when the source says it did not happen.
    pub polarity: String,
    /// How sure the source is: certain, probable, possible, unspecified.
    pub certainty: String,
    /// past, present, future or hypothetical, relative to publication.
    pub tense: String,
    /// From the reader inwards: nearest relay first, origin last.
    pub chain: Vec<Hop>,
    /// How sure the program is, 0 to 1.
    pub score: f64,
    /// Rules that fired.
    pub rules: Vec<String>,
    /// Name and content hash of the codebook.
    pub codebook: String,
}
