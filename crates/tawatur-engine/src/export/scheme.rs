//! Codes of other schemes, as the codebook maps its types to them, and what their tables have in common.

use jiff::civil::Date;
use tawatur::{
    claim::{
        record::{Argument, Claim, Place, Time},
        wording,
    },
    codebook::{Codebook, EntityKind, TypeInfo, schema::Fit, schema::Mapping},
};

use crate::redact::Record;

/// A scheme, by its position in [`TypeInfo::mappings`].
#[derive(Clone, Copy, Debug)]
pub enum Scheme {
    Acled,
    Plover,
    Cameo,
    Ucdp,
}

/// A type of claims, when the codebook has it.
pub fn type_of<'c>(codebook: &'c Codebook, kind: &str) -> Option<&'c TypeInfo> {
    codebook.types.iter().find(|t| t.id == kind)
}

/// The code of a type, when the scheme has one.
pub fn code<'c>(codebook: &'c Codebook, kind: &str, scheme: Scheme) -> Option<&'c Mapping> {
    type_of(codebook, kind).map(|t| &t.mappings[scheme as usize]).filter(|m| m.fit != Fit::None)
}

/// How well a code fits, as the codebook writes it.
pub fn fit(mapping: &Mapping) -> &'static str {
    match mapping.fit {
        Fit::Exact => "exact",
        Fit::Approx => "approx",
        Fit::None => "none",
    }
}

/// The code with how well it fits; empty where the scheme has none.
pub fn code_and_fit(codebook: &Codebook, kind: &str, scheme: Scheme) -> String {
    code(codebook, kind, scheme).map_or_else(String::new, |m| format!("{} ({})", m.code, fit(m)))
}

/// Why a table of events has no row for a claim: such tables hold what is said to have happened.
pub fn not_told(claim: &Claim) -> Option<&'static str> {
    if claim.polarity == "-" {
        Some("denied")
    } else if !matches!(claim.tense.as_str(), "past" | "present") {
        Some("not said to have happened")
    } else {
        None
    }
}

/// What a table of events has beside its own columns: the claim, how well the code fits, according to whom, the words.
pub fn notes(record: &Record, claim: &Claim, mapping: &Mapping) -> String {
    format!(
        "fit={}; claim={}; type={}; certainty={}; score={}; codebook={}; according to: {}; words: {}",
        fit(mapping),
        claim.claim,
        claim.kind,
        claim.certainty,
        claim.score,
        claim.codebook,
        wording::chain(claim, record.document.outlet.as_deref()),
        wording::line(&claim.content.text),
    )
}

/// The name of a participant: the usual English one, else the words.
pub fn name(argument: &Argument) -> String {
    argument.entity.clone().unwrap_or_else(|| wording::line(&argument.text))
}

/// What kind of entity a participant is, when the codebook lists it.
pub fn kind(codebook: &Codebook, argument: &Argument) -> Option<EntityKind> {
    let id = argument.id.as_deref()?;
    codebook.entities.iter().find(|e| e.id == id).map(|e| e.kind)
}

/// The country of a participant, when the codebook says it.
pub fn country<'c>(codebook: &'c Codebook, argument: &Argument) -> Option<&'c str> {
    let id = argument.id.as_deref()?;
    let entity = codebook.entities.iter().find(|e| e.id == id)?;
    Some(entity.country.as_str()).filter(|c| !c.is_empty())
}

/// The two sides of an event: first actor and first target, else the first two actors (a clash, an agreement).
pub fn sides(claim: &Claim) -> (Option<&Argument>, Option<&Argument>) {
    let second = claim.targets.first().or_else(|| claim.toward.first()).or_else(|| claim.actors.get(1));
    (claim.actors.first(), second)
}

/// The others of the two sides: those that no column of their own has.
pub fn others<'c>(list: &'c [Argument], shown: &[Option<&Argument>]) -> Vec<&'c Argument> {
    list.iter().filter(|a| !shown.iter().flatten().any(|s| s.span == a.span)).collect()
}

/// First and last day of a time, when both are known.
pub fn days(time: Option<&Time>) -> Option<(Date, Date)> {
    let time = time?;
    let day = |written: &Option<String>| written.as_ref()?.parse::<Date>().ok();
    Some((day(&time.start)?, day(&time.end)?))
}

/// Whether a place has no finer point than its division, its country, or none.
pub fn is_division(place: &Place) -> bool {
    matches!(place.precision.as_deref(), Some("admin1"))
}
