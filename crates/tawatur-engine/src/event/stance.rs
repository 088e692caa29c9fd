//! Whether two short reports say the same or contradict each other: headlines, captions, messages.
//!
//! Unlike claims of one event these are held against each other because somebody asks, and not because much speaks for one
//! happening; so all that they say is compared, and not only what stands at the triggers.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Copies, Difference, contradiction::differences};
use crate::link::{Fact, Inflected, Kinship, Parties, inflected, kinship, nations, opposed, undoes};

/// Reports of which the one says fewer of the other's words than this, of a hundred, are about two things.
const SHARED: usize = 35;

/// A short report with the claims that it yields.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its claims.
    pub facts: &'a [Fact],
}

/// How two reports stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// Both can be true of one thing.
    Agree,
    /// They cannot, or are about two things.
    Disagree,
}

/// Why two reports are not taken to say the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dissent {
    /// opposite, undone, nations, types, parties, apart, or a kind of difference between claims.
    pub rule: &'static str,
    /// In words.
    pub words: String,
}

impl fmt::Display for Dissent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.words)
    }
}

/// How two reports stand to each other, and why they are not taken to say the same; the order of the two does not matter.
pub fn stance(one: Report<'_>, other: Report<'_>) -> (Stance, Vec<Dissent>) {
    let (first, second) = (inflected(one.text), inflected(other.text));
    let mut found = said(&first, &second);
    for first in one.facts {
        for second in other.facts {
            found.extend(claimed(first, second));
        }
    }
    let shared = shared(&first, &second);
    if found.is_empty() && shared < SHARED {
        found.push(Dissent { rule: "apart", words: format!("{shared} of 100 words are shared") });
    }
    let stance = if found.is_empty() { Stance::Agree } else { Stance::Disagree };
    (stance, found)
}

/// What the words of two reports say against each other.
fn said(one: &[Inflected], other: &[Inflected]) -> Vec<Dissent> {
    let mut found: Vec<Dissent> = opposed(one, other)
        .into_iter()
        .map(|found| {
            let [first, second] = found.at;
            let words = format!("{} and {} ({})", one[first].text, other[second].text, found.axis);
            Dissent { rule: "opposite", words }
        })
        .collect();
    for (undoing, said) in [(one, other), (other, one)] {
        if let Some([by, what]) = undoes(undoing, said) {
            let words = format!("{} undoes {}", undoing[by].text, undoing[what].text);
            found.push(Dissent { rule: "undone", words });
        }
    }
    let (here, there) = (nations(one), nations(other));
    let only: Vec<&str> = here.difference(&there).copied().collect();
    let others: Vec<&str> = there.difference(&here).copied().collect();
    if !only.is_empty() && !others.is_empty() {
        let words = format!("{} and {}", only.join(" "), others.join(" "));
        found.push(Dissent { rule: "nations", words });
    }
    found
}

/// What two claims say against each other.
fn claimed(first: &Fact, second: &Fact) -> Vec<Dissent> {
    let types = || format!("{} and {}", first.kind, second.kind);
    match kinship(&first.kind, &second.kind) {
        Kinship::Opposite => vec![Dissent { rule: "types", words: types() }],
        Kinship::Other => Vec::new(),
        kinship => {
            let differences = differences(first, second, &Copies::default()).into_iter();
            let mut found: Vec<Dissent> = differences
                // Opposite and undoing words were looked for in the whole texts, of which clauses are cut.
                .filter(|found| found.kind.contradicts() && found.kind != Difference::Outcome)
                .map(|found| Dissent {
                    rule: found.kind.name(),
                    words: format!("{} and {} ({})", found.first_says, found.second_says, found.field),
                })
                .collect();
            let other = |one, two| Parties::of(one, two) == Parties::Other;
            let sides = other(&first.actors, &second.actors) || other(&first.targets, &second.targets);
            if kinship == Kinship::Same && sides {
                found.push(Dissent { rule: "parties", words: types() });
            }
            found
        }
    }
}

/// How many of a hundred telling words of the one report stand in the other, whichever of the two it is more of.
fn shared(one: &[Inflected], other: &[Inflected]) -> usize {
    let part = |of: &[Inflected], there: &[Inflected]| {
        let telling = || of.iter().filter(|word| word.telling);
        let met = telling().filter(|word| there.iter().any(|other| other.telling && other.meets(word)));
        (met.count() * 100).checked_div(telling().count()).unwrap_or_default()
    };
    part(one, other).max(part(other, one))
}
