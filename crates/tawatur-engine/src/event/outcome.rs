//! Where two claims of one happening say that it came out the opposite way.

use crate::link::{Fact, Inflected, Of, Tense, inflected, is_undoing, opposed, undone};

/// A word that has an opposite stands at the trigger, or so many words from it: farther off it is said of something else.
const NEAR: usize = 2;

/// Bits of the clauses that have to be shared, of a hundred: two clauses of one happening that share less tell of two sides of it.
const SHARED: u32 = 40;

/// And at least so many bits: a clause of a word or two is shared by chance.
const TOLD: u32 = 12;

/// Reports of days farther apart tell what became of it.
const DAYS: i32 = 1;

/// What two claims say that cannot both be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    /// What it is about: an axis of the table of opposites, or `undone`.
    pub field: &'static str,
    /// The words of each.
    pub says: [String; 2],
    /// Why.
    pub reason: String,
}

/// How two claims contradict each other in how it came out; none where they may both be true: where they are of other kinds, in one text,
/// of days apart, or where one is still to come.
pub(super) fn outcome(first: &Fact, second: &Fact) -> Option<Outcome> {
    let happened = |fact: &Fact| matches!(fact.tense, Tense::Past | Tense::Present);
    let apart =
        first.published.zip(second.published).is_some_and(|(one, two)| (one - two).get_days().abs() > DAYS);
    let (both, all) = first.words.shared(&second.words);
    if first.id.document == second.id.document
        || apart
        || !happened(first)
        || !happened(second)
        || first.kind != second.kind
        || both < TOLD
        || both * 100 < all * SHARED
    {
        return None;
    }
    let (one, two) = (inflected(&first.content), inflected(&second.content));
    let triggers = [trigger(first, &one)?, trigger(second, &two)?];
    let near = |at: [usize; 2]| at.iter().zip(triggers).all(|(at, trigger)| at.abs_diff(trigger) <= NEAR);
    // Two triggers of one type mean one thing, whatever else they are opposites in: a town is taken, and its holders expelled.
    let found = opposed(&one, &two)
        .into_iter()
        .find(|found| found.of == Of::Outcome && near(found.at) && found.at != triggers);
    if let Some(found) = found {
        let says = [one[found.at[0]].text.clone(), two[found.at[1]].text.clone()];
        let reason = format!("{} and {} are opposites ({})", says[0], says[1], found.axis);
        return Some(Outcome { field: found.axis, says, reason });
    }
    let plain = |words: &[Inflected]| !words.iter().any(is_undoing);
    match (undone(&one, triggers[0]), undone(&two, triggers[1])) {
        (Some(at), None) if plain(&two) => {
            Some(undoing([&one[at], &one[triggers[0]]], &two[triggers[1]], false))
        }
        (None, Some(at)) if plain(&one) => {
            Some(undoing([&two[at], &two[triggers[1]]], &one[triggers[0]], true))
        }
        _ => None,
    }
}

fn undoing(undone: [&Inflected; 2], said: &Inflected, mirrored: bool) -> Outcome {
    let [by, what] = undone;
    let mut says = [format!("{} {}", by.text, what.text), said.text.clone()];
    if mirrored {
        says.reverse();
    }
    let reason = format!("{} undoes {} in one, nothing does in the other", by.text, what.text);
    Outcome { field: "undone", says, reason }
}

/// Which word of the clause the trigger begins with.
fn trigger(fact: &Fact, words: &[Inflected]) -> Option<usize> {
    let start = fact.trigger_span[0].checked_sub(fact.content_span[0])?;
    words.iter().position(|word| word.span[1] > start)
}
