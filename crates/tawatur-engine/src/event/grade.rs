//! Grades on the Admiralty scale, by rules that stand beside each grade.
//!
//! The scale asks for a history of the source that no single event shows. So `A` (proved reliable) and `E` (proved unreliable)
//! are never given, and a grade says what can be seen here: who is known, who is a party, who else says it.

use std::collections::BTreeSet;

use super::{Role, independence::Origin};
use crate::link::{Certainty, Fact};

/// A grade and the rules that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade<T> {
    /// The grade.
    pub grade: T,
    /// The rule in words.
    pub why: String,
}

impl<T> Grade<T> {
    fn new(grade: T, why: &str) -> Self {
        Self { grade, why: why.to_owned() }
    }
}

/// Reliability of a source: B usually, C fairly, D not usually reliable, F cannot be judged.
pub fn grade_source(origin: &Origin) -> Grade<char> {
    if !origin.resolved {
        return Grade::new('F', "F: who told it is not said");
    }
    match (origin.role, origin.is_named(), origin.named.as_str()) {
        (Role::Party, _, _) => Grade::new('D', "D: a party to what it tells"),
        (Role::Unknown, false, _) => Grade::new('F', "F: neither named nor described"),
        (_, false, "unnamed") => Grade::new('D', "D: described, but not named"),
        (Role::Monitor, true, _) => Grade::new('B', "B: a named organisation that is no party"),
        (Role::Witness, true, _) => Grade::new('B', "B: a named witness"),
        (Role::Official, true, _) => Grade::new('C', "C: a named office that is no party"),
        (_, true, _) => Grade::new('C', "C: named"),
        (_, false, _) => Grade::new('D', "D: a role or a group of people, nobody named"),
    }
}

/// Credibility of what an origin says: 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged.
///
/// `distinct` are the keys of origins of which no two can be one.
pub fn grade_item(
    origin: &Origin,
    origins: &[Origin],
    distinct: &BTreeSet<String>,
    facts: &[&Fact],
) -> Grade<u8> {
    let said: Vec<&&Fact> = facts.iter().filter(|fact| origin.claims.contains(&fact.id)).collect();
    let others: Vec<&Origin> = origins
        .iter()
        .filter(|other| {
            other.key != origin.key && distinct.contains(&other.key) && distinct.contains(&origin.key)
        })
        .collect();
    // Who denies something says other things beside, often what happened instead.
    let denies =
        |origin: &Origin| facts.iter().any(|fact| origin.claims.contains(&fact.id) && !fact.affirmed);
    let opposes = |other: &Origin| other.key != origin.key && denies(other) != denies(origin);
    if others.iter().any(|other| other.role != Role::Party && opposes(other)) {
        return Grade::new(5, "5: another origin that is no party says the opposite");
    }
    if origins.iter().any(opposes) {
        return Grade::new(4, "4: somebody says the opposite");
    }
    if !origin.resolved {
        return Grade::new(6, "6: who told it is not said");
    }
    let unsure = |fact: &&&Fact| {
        fact.certainty != Certainty::Certain || fact.chain.iter().any(|hop| hop.stance == "doubting")
    };
    if !said.is_empty() && said.iter().all(unsure) {
        return Grade::new(4, "4: told as possible only, or by relays that doubt it");
    }
    let backing: Vec<&&Origin> = others.iter().filter(|other| !opposes(other)).collect();
    match backing.as_slice() {
        [] => Grade::new(3, "3: nobody independent says it too"),
        some if some.iter().any(|other| other.role != Role::Party && other.is_named()) && some.len() >= 2 => {
            Grade::new(
                1,
                "1: two or more independent origins say it too, a named one that is no party among them",
            )
        }
        some if some.iter().any(|other| other.role != origin.role || other.role != Role::Party) => {
            Grade::new(2, "2: an independent origin says it too")
        }
        _ => Grade::new(3, "3: only other parties say it too"),
    }
}
