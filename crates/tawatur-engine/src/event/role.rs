//! What a source is in an event: part of it, or somebody who saw it from outside.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::independence::Origin;
use crate::link::Fact;

/// What an origin is in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// It acts or undergoes in the event, or fights in the conflict.
    Party,
    /// A state's office that does neither.
    Official,
    /// An organisation that watches.
    Monitor,
    /// Somebody who was there, or lives there.
    Witness,
    /// A medium: who told it is not known.
    Outlet,
    /// Nothing shows what it is.
    Unknown,
}

impl Role {
    /// The role of an origin among the claims of its event.
    pub(super) fn of(origin: &Origin, facts: &[&Fact]) -> Self {
        if is_party(origin, facts) || speaks_for_one(origin, facts) {
            return Self::Party;
        }
        match origin.kind.as_str() {
            "armed_group" => Self::Party,
            "official" => Self::Official,
            "organisation" => Self::Monitor,
            "witness" | "activist" | "defector" => Self::Witness,
            "outlet" => Self::Outlet,
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Party => "party",
            Self::Official => "official",
            Self::Monitor => "monitor",
            Self::Witness => "witness",
            Self::Outlet => "outlet",
            Self::Unknown => "unknown",
        })
    }
}

/// Whether an office is one of somebody who acts: المتحدث باسم لواء الفجر where لواء الفجر does. Whoever says something acts in that, too.
fn speaks_for_one(origin: &Origin, facts: &[&Fact]) -> bool {
    let acts = facts.iter().filter(|fact| !fact.kind.starts_with("statement."));
    origin.kind == "official"
        && acts.flat_map(|fact| &fact.actors).any(|party| {
            !party.words.is_empty()
                && party.words.len() < origin.words.len()
                && party.words.iter().all(|word| origin.words.contains(word))
        })
}

fn is_party(origin: &Origin, facts: &[&Fact]) -> bool {
    let Some(entity) = &origin.entity else {
        return false;
    };
    origin.kind != "outlet"
        && facts
            .iter()
            .flat_map(|fact| fact.actors.iter().chain(&fact.targets))
            .any(|party| party.entity.as_ref() == Some(entity))
}
