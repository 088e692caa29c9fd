//! Where the claims of one event contradict each other, and where they only seem to.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Copies, figure::total, outcome::outcome};
use crate::link::{Agreement, FAR, Fact, FactId, Level, Precision, agreement};

/// How two claims of one event differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Difference {
    /// Figures for one thing that exclude each other.
    Figures,
    /// Days that exclude each other.
    Dates,
    /// Places that exclude each other.
    Places,
    /// One says that it happened, the other that it did not.
    Denial,
    /// It came out the opposite way, or one undoes what the other says.
    Outcome,
    /// The same outlet says otherwise later.
    Correction,
    /// A copy in which a figure was changed.
    CopyEdit,
    /// A toll that rises from one day to a later one: no contradiction.
    Update,
    /// A place in the other, or a day in the other's interval: no contradiction.
    Refinement,
}

impl Difference {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Figures,
        Self::Dates,
        Self::Places,
        Self::Denial,
        Self::Outcome,
        Self::Correction,
        Self::CopyEdit,
        Self::Update,
        Self::Refinement,
    ];

    /// As records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Dates => "dates",
            Self::Places => "places",
            Self::Denial => "denial",
            Self::Outcome => "outcome",
            Self::Correction => "correction",
            Self::CopyEdit => "copyedit",
            Self::Update => "update",
            Self::Refinement => "refinement",
        }
    }

    /// Whether both cannot be true.
    pub fn contradicts(self) -> bool {
        !matches!(self, Self::Update | Self::Refinement)
    }
}

/// Two claims that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// How.
    pub kind: Difference,
    /// In what: killed, time, place, polarity …
    pub field: String,
    /// The earlier claim.
    pub first: FactId,
    /// What it says.
    pub first_says: String,
    /// The later.
    pub second: FactId,
    /// What it says.
    pub second_says: String,
    /// When the documents of the two were published.
    pub published: [Option<Date>; 2],
    /// Why it is taken for one of its kind.
    pub reason: String,
}

/// What rises as bodies are found and people counted.
const TOLLS: &[&str] = &["killed", "injured", "detained", "displaced"];

/// How the claims of one event differ: for each two statements that differ one row, with the earliest claims that make them.
pub fn contradictions(facts: &[&Fact], copies: &Copies) -> Vec<Contradiction> {
    let mut order: Vec<&Fact> = facts.to_vec();
    order.sort_by(|a, b| (a.published, &a.id).cmp(&(b.published, &b.id)));
    let mut found: BTreeMap<(String, Difference, String, String), Contradiction> = BTreeMap::new();
    for (at, first) in order.iter().enumerate() {
        for second in &order[at + 1..] {
            for difference in differences(first, second, copies) {
                let Contradiction { kind, field, first_says, second_says, .. } = &difference;
                let (low, high) = if first_says <= second_says {
                    (first_says, second_says)
                } else {
                    (second_says, first_says)
                };
                found.entry((field.clone(), *kind, low.clone(), high.clone())).or_insert(difference);
            }
        }
    }
    found.into_values().collect()
}

/// How two claims of one event differ; the first is the earlier.
pub(super) fn differences(first: &Fact, second: &Fact, copies: &Copies) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut add = |kind, field: &str, first_says: String, second_says: String, reason: &str| {
        found.push(Contradiction {
            kind,
            field: field.to_owned(),
            first: first.id.clone(),
            first_says,
            second: second.id.clone(),
            second_says,
            published: [first.published, second.published],
            reason: reason.to_owned(),
        });
    };
    if first.affirmed != second.affirmed {
        let (kind, reason) = denied(first, second);
        let says = |fact: &Fact| if fact.affirmed { "it happened" } else { "it did not happen" };
        add(kind, "polarity", says(first).to_owned(), says(second).to_owned(), reason);
        return found;
    }
    if !first.affirmed {
        return found;
    }
    for of in ["killed", "injured", "detained", "displaced", "actors", "targets"] {
        if let Some((one, two)) = total(first, of).zip(total(second, of))
            && agreement(one, two) == Agreement::Other
            && (TOLLS.contains(&of) || one.noun.iter().any(|stem| two.noun.contains(stem)))
        {
            let amount =
                |figure: &crate::link::Figure| figure.best.or(figure.low).or(figure.high).unwrap_or_default();
            let (kind, reason) = counted(first, second, of, amount(one), amount(two), copies);
            add(kind, of, one.text.clone(), two.text.clone(), reason);
        }
    }
    if let Some(outcome) = outcome(first, second) {
        let [one, two] = outcome.says;
        add(Difference::Outcome, outcome.field, one, two, &outcome.reason);
    }
    times(first, second, &mut add);
    places(first, second, &mut add);
    found
}

fn later(first: &Fact, second: &Fact) -> bool {
    matches!((first.published, second.published), (Some(one), Some(two)) if one < two)
}

fn same_outlet(first: &Fact, second: &Fact) -> bool {
    first.outlet.is_some() && first.outlet == second.outlet && first.id.document != second.id.document
}

fn denied(first: &Fact, second: &Fact) -> (Difference, &'static str) {
    if same_outlet(first, second) && later(first, second) && first.chain.is_empty() && second.chain.is_empty()
    {
        (Difference::Correction, "the same outlet says the opposite on a later day, in its own voice")
    } else {
        (Difference::Denial, "one says that it happened, the other that it did not")
    }
}

fn counted(
    first: &Fact,
    second: &Fact,
    of: &str,
    one: f64,
    two: f64,
    copies: &Copies,
) -> (Difference, &'static str) {
    if copies.edited(&first.id, &second.id) {
        return (Difference::CopyEdit, "one text was made of the other, and the figure was changed");
    }
    if later(first, second) {
        if TOLLS.contains(&of) && two > one {
            return (Difference::Update, "a toll that is higher on a later day");
        }
        if same_outlet(first, second) {
            return (Difference::Correction, "the same outlet gives another figure on a later day");
        }
    }
    (Difference::Figures, "figures for one thing that exclude each other")
}

fn times(first: &Fact, second: &Fact, add: &mut impl FnMut(Difference, &str, String, String, &str)) {
    let (one, two) = (&first.when, &second.when);
    let exact = |precision| matches!(precision, Precision::Day | Precision::Week | Precision::Month);
    if !exact(one.precision) || !exact(two.precision) {
        return;
    }
    let says = |when: &crate::link::When| when.to_string();
    match one.apart(two) {
        Some(0) if one.days() != two.days() => {
            add(Difference::Refinement, "time", says(one), says(two), "one time lies in the other");
        }
        // A day that was carried over from elsewhere in the document may be another happening's.
        Some(0) | None => {}
        Some(_) if !one.here || !two.here => {}
        Some(_) if same_outlet(first, second) && later(first, second) => {
            add(
                Difference::Correction,
                "time",
                says(one),
                says(two),
                "the same outlet gives another day later",
            );
        }
        Some(_) => add(Difference::Dates, "time", says(one), says(two), "the days exclude each other"),
    }
}

fn places(first: &Fact, second: &Fact, add: &mut impl FnMut(Difference, &str, String, String, &str)) {
    let pairs = || first.places.iter().flat_map(|one| second.places.iter().map(move |two| (one, two)));
    if pairs().any(|(one, two)| one.same(two)) {
        return;
    }
    let says = |spot: &crate::link::Spot| spot.name.clone().unwrap_or_else(|| spot.text.clone());
    if let Some((one, two)) = pairs().find(|(one, two)| one.contains(two) || two.contains(one)) {
        add(Difference::Refinement, "place", says(one), says(two), "one place lies in the other");
        return;
    }
    // So may a place; and neighbours are told for each other.
    let exclude = |one: &crate::link::Spot, two: &crate::link::Spot| {
        one.here
            && two.here
            && one.kilometres(two).is_none_or(|far| far > FAR)
            && one.role == two.role
            && one.level == two.level
            && one.level >= Level::Division
            && one.id.is_some()
            && two.id.is_some()
    };
    if let Some((one, two)) = pairs().find(|(one, two)| exclude(one, two)) {
        add(
            Difference::Places,
            "place",
            says(one),
            says(two),
            "two places of one kind, neither in the other",
        );
    }
}
