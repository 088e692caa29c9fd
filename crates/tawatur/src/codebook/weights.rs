//! Learned weights: what counts for and against a decision, as data.
//!
//! Where a clause's form leaves a choice (is this word a claim, does this phrase act, does this date belong here), the
//! choice is a sum: each feature that holds adds its weight, and the logistic of the sum is the probability. One table a
//! decision lies in `weights/`; `gold/learn.py` makes them from annotated text.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};

use super::source::{Problem, Table};

/// What is decided by weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Decision {
    /// Whether a proposition is a claim of the document; its probability is the claim's score.
    Claim,
    /// Whether a mention does what the claim tells.
    Actor,
    /// Whether a mention undergoes it.
    Target,
    /// Whether it happened at a place.
    Place,
    /// Whether it happened at a time.
    Time,
    /// Whether a number is about it.
    Quantity,
}

impl Decision {
    /// All decisions.
    pub const ALL: [Self; 6] =
        [Self::Claim, Self::Actor, Self::Target, Self::Place, Self::Time, Self::Quantity];

    /// The decision as its table is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Actor => "actor",
            Self::Target => "target",
            Self::Place => "place",
            Self::Time => "time",
            Self::Quantity => "quantity",
        }
    }
}

/// The features of one thing to be decided: a name and the values it combines, in their order.
pub trait Features {
    /// Says that a feature holds.
    fn add(&mut self, name: &'static str, values: &[&str]);
}

/// Features as a table of weights writes them: `name=value|value`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeatureNames(pub Vec<String>);

impl Features for FeatureNames {
    fn add(&mut self, name: &'static str, values: &[&str]) {
        self.0.push(format!("{name}={}", values.join("|")));
    }
}

/// The sum of the weights of the features that hold.
#[derive(Debug)]
struct Sum<'a> {
    of: &'a Slots,
    total: f32,
}

impl Features for Sum<'_> {
    fn add(&mut self, name: &'static str, values: &[&str]) {
        self.total += self.of.get(key(name, values.iter().copied()));
    }
}

fn key<'a>(name: &str, values: impl Iterator<Item = &'a str>) -> u64 {
    let mut hasher = FxHasher::default();
    name.hash(&mut hasher);
    values.for_each(|v| v.hash(&mut hasher));
    hasher.finish()
}

/// Weights by the hash of their feature, in an open table that is at most half full: looking one up is what reading does
/// most often.
#[derive(Clone, Debug, Default)]
struct Slots {
    table: Vec<(u64, f32)>,
    filled: usize,
}

impl Slots {
    /// No feature hashes to it: where one does, it is moved by one.
    const EMPTY: u64 = 0;

    fn with_room(features: usize) -> Self {
        Self { table: vec![(Self::EMPTY, 0.0); (features * 2).next_power_of_two().max(2)], filled: 0 }
    }

    /// Where a key is, or would be.
    fn at(&self, key: u64) -> Option<usize> {
        let mask = self.table.len().checked_sub(1)?;
        // The high bits are the well-mixed ones of this hash.
        let mut at = (key >> 32) as usize & mask;
        while self.table[at].0 != key && self.table[at].0 != Self::EMPTY {
            at = (at + 1) & mask;
        }
        Some(at)
    }

    fn get(&self, key: u64) -> f32 {
        self.at(key.max(1)).map_or(0.0, |at| self.table[at].1)
    }

    fn put(&mut self, key: u64, weight: f32) {
        let key = key.max(1);
        if let Some(at) = self.at(key) {
            self.filled += usize::from(self.table[at].0 == Self::EMPTY);
            self.table[at] = (key, weight);
        }
    }
}

/// The weights of one decision.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Linear {
    /// What is decided.
    pub decision: Decision,
    /// Added to every sum.
    bias: f32,
    /// The probability from which on the likeliest candidate of a slot is taken.
    pub threshold: f32,
    /// The probability from which on further candidates of the same slot are.
    pub further: f32,
    features: Vec<(String, f32)>,
    #[serde(skip)]
    by_key: Slots,
}

impl Linear {
    /// The probability, 0 to 1, of what has the features that `say` names.
    pub fn probability(&self, say: impl FnOnce(&mut dyn Features)) -> f32 {
        let mut sum = Sum { of: &self.by_key, total: self.bias };
        say(&mut sum);
        1.0 / (1.0 + (-sum.total).exp())
    }

    fn index(&mut self) {
        self.by_key = Slots::with_room(self.features.len());
        for (feature, weight) in &self.features {
            let (name, values) = feature.split_once('=').unwrap_or((feature, ""));
            self.by_key.put(key(name, values.split('|')), *weight);
        }
    }
}

/// All weights of a codebook; a decision without a table is left to the rules.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Weights(Vec<Linear>);

impl Weights {
    /// The weights of a decision.
    pub fn of(&self, decision: Decision) -> Option<&Linear> {
        self.0.iter().find(|l| l.decision == decision)
    }

    /// Reads the tables of `weights/`: columns `feature` and `weight`; the rows `bias`, `threshold` and `further` are no features.
    pub(super) fn collect(tables: &[Table], problems: &mut Vec<Problem>) -> Self {
        let mut all = Self::default();
        for table in tables {
            problems.extend(table.missing(&["feature", "weight"]));
            let name = table.path.file_stem().unwrap_or_default().to_string_lossy();
            let Some(decision) = Decision::ALL.into_iter().find(|d| d.name() == name) else {
                let known: Vec<&str> = Decision::ALL.iter().map(|d| d.name()).collect();
                problems.push(Problem {
                    file: table.path.clone(),
                    line: 1,
                    key: name.into_owned(),
                    problem: format!("is no decision; known are {}", known.join(", ")),
                });
                continue;
            };
            let mut linear = Linear {
                decision,
                bias: 0.0,
                threshold: 0.5,
                further: 0.5,
                features: Vec::new(),
                by_key: Slots::default(),
            };
            for row in &table.rows {
                let feature = table.cell(row, "feature");
                match table.cell(row, "weight").parse::<f32>() {
                    Ok(weight) if weight.is_finite() => match feature {
                        "bias" => linear.bias = weight,
                        "threshold" => linear.threshold = weight,
                        "further" => linear.further = weight,
                        _ => linear.features.push((feature.to_owned(), weight)),
                    },
                    _ => problems.push(table.problem(row, feature, "its weight is no number")),
                }
            }
            linear.index();
            if linear.by_key.filled < linear.features.len() {
                problems.push(Problem {
                    file: table.path.clone(),
                    line: 1,
                    key: "feature".to_owned(),
                    problem: "names a feature twice".to_owned(),
                });
            }
            all.0.push(linear);
        }
        all
    }

    /// Makes the look-up tables of a loaded artefact.
    pub(super) fn index(&mut self) {
        self.0.iter_mut().for_each(Linear::index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_counts_as_its_name_is_written() {
        let mut linear = Linear {
            decision: Decision::Actor,
            bias: -1.0,
            threshold: 0.5,
            further: 0.5,
            features: vec![("rule=subject|violence".to_owned(), 3.0), ("side=".to_owned(), 1.0)],
            by_key: Slots::default(),
        };
        linear.index();
        let probability = |say: &dyn Fn(&mut dyn Features)| linear.probability(|f| say(f));
        let with = probability(&|f| f.add("rule", &["subject", "violence"]));
        let without = probability(&|f| f.add("rule", &["subject", "unrest"]));
        let empty = probability(&|f| f.add("side", &[""]));
        assert!(
            (with - 0.8808).abs() < 1e-4 && (without - 0.2689).abs() < 1e-4 && (empty - 0.5).abs() < 1e-6
        );
        let mut names = FeatureNames::default();
        names.add("rule", &["subject", "violence"]);
        assert_eq!(names.0, ["rule=subject|violence"]);
    }
}
