//! Learned weights: what counts for and against a decision, as data.
//!
//! Where a clause's form leaves a choice (is this word a claim, does this phrase act, does this date belong here), the
//! choice is a sum: each feature that holds adds its weight, and the logistic of the sum is the probability. One table a
//! decision lies in `weights/`; `gold/learn.py` makes them from annotated text.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::source::{Problem, Table};

/// What is decided by weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Decision {
    /// Whether a proposition is a claim of the document; its probability, shared with those of other types of its trigger, is
    /// the claim's score.
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

/// A value that features combine, or the name of one: a text with a number that stands for it, so that what is said of
/// thousands of candidates is not spelled out each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value<'a> {
    sign: u64,
    text: &'a str,
}

/// A [`Value`] known when the program is compiled, its number too.
macro_rules! value {
    ($text:literal) => {
        const { $crate::codebook::Value::new($text) }
    };
}
pub(crate) use value;

impl<'a> Value<'a> {
    /// The value with this text.
    pub const fn new(text: &'a str) -> Self {
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        let mut sign = text.len() as u64;
        let mut at = 0;
        while at < words.len() {
            sign = mixed(sign, u64::from_le_bytes(words[at]));
            at += 1;
        }
        let (mut last, mut at) = (0, 0);
        while at < rest.len() {
            last = last << 8 | rest[at] as u64;
            at += 1;
        }
        Self { sign: mixed(sign, last), text }
    }
}

/// Two numbers as one: the halves of their product with odd constants, which spreads every bit over all.
const fn mixed(a: u64, b: u64) -> u64 {
    let product = (a ^ 0x9e37_79b9_7f4a_7c15) as u128 * (b ^ 0xd1b5_4a32_d192_ed03) as u128;
    product as u64 ^ (product >> 64) as u64
}

/// The features of one thing to be decided, summed by the weights of `N` decisions at once, or collected by their names.
#[derive(Debug)]
pub struct Features<'w, const N: usize = 1> {
    into: Into<'w, N>,
}

#[derive(Debug)]
enum Into<'w, const N: usize> {
    Sum { of: &'w Slots<N>, totals: [f32; N] },
    Names(Vec<String>),
}

impl<'w, const N: usize> Features<'w, N> {
    fn summed(of: &'w Slots<N>, totals: [f32; N]) -> Self {
        Self { into: Into::Sum { of, totals } }
    }

    /// Says that a feature holds: its name and the values it combines, in their order.
    #[expect(
        clippy::inline_always,
        reason = "most of a number is known where the feature is said, or worked out there"
    )]
    #[inline(always)]
    pub fn add(&mut self, name: Value<'static>, values: &[Value<'_>]) {
        match &mut self.into {
            Into::Sum { of, totals } => of.count(key(name, values), totals),
            Into::Names(names) => note(names, name, values),
        }
    }

    fn totals(&self) -> [f32; N] {
        match self.into {
            Into::Sum { totals, .. } => totals,
            Into::Names(_) => [0.0; N],
        }
    }
}

impl Features<'_> {
    /// The features that `say` names, as a table of weights writes them: `name=value|value`.
    pub fn names(say: impl FnOnce(&mut Features<'_>)) -> Vec<String> {
        let mut features = Features { into: Into::Names(Vec::new()) };
        say(&mut features);
        match features.into {
            Into::Names(names) => names,
            Into::Sum { .. } => Vec::new(),
        }
    }

    /// Whether by those said so far it is so unlikely that the rest need not be asked. Who collects names wants them all.
    pub fn hopeless(&self) -> bool {
        matches!(self.into, Into::Sum { totals: [total], .. } if total <= HOPELESS)
    }
}

#[cold]
#[inline(never)]
fn note(names: &mut Vec<String>, name: Value<'_>, values: &[Value<'_>]) {
    let values: Vec<&str> = values.iter().map(|v| v.text).collect();
    names.push(format!("{}={}", name.text, values.join("|")));
}

/// The number of a feature. The name comes last: features of one candidate begin with the same values, and what these
/// make is worked out once.
#[expect(clippy::inline_always, reason = "as for `Features::add`")]
#[inline(always)]
fn key(name: Value<'_>, values: &[Value<'_>]) -> u64 {
    let together = values.iter().fold(0, |all, v| mixed(all, v.sign));
    mixed(together, name.sign)
}

/// The weights of `N` decisions by the number of their feature, in an open table that is at most half full: looking one up
/// is what reading does most often.
#[derive(Clone, Debug)]
struct Slots<const N: usize> {
    table: Vec<(u32, [f32; N])>,
}

impl<const N: usize> Default for Slots<N> {
    fn default() -> Self {
        Self { table: Vec::new() }
    }
}

impl<const N: usize> Slots<N> {
    /// No feature is told by it.
    const EMPTY: u32 = 0;

    fn with_room(features: usize) -> Self {
        Self { table: vec![(Self::EMPTY, [0.0; N]); (features * 2).next_power_of_two().max(2)] }
    }

    /// Where a key is, or would be, and what it is told by there: the low half; the high one says where to look first.
    fn at(&self, key: u64) -> Option<(usize, u32)> {
        let mask = self.table.len().checked_sub(1)?;
        let sign = (key as u32).max(1);
        let mut at = (key >> 32) as usize & mask;
        while self.table[at].0 != sign && self.table[at].0 != Self::EMPTY {
            at = (at + 1) & mask;
        }
        Some((at, sign))
    }

    #[inline(never)]
    fn count(&self, key: u64, totals: &mut [f32; N]) {
        if let Some((at, _)) = self.at(key) {
            totals.iter_mut().zip(self.table[at].1).for_each(|(total, weight)| *total += weight);
        }
    }

    fn put(&mut self, key: u64, decision: usize, weight: f32) {
        if let Some((at, sign)) = self.at(key) {
            self.table[at].0 = sign;
            self.table[at].1[decision] = weight;
        }
    }
}

/// A sum of the first features below which the others never made a candidate likely.
const HOPELESS: f32 = -2.0;

fn logistic(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

/// The key of a feature as a table writes it.
fn written(feature: &str) -> u64 {
    let (name, values) = feature.split_once('=').unwrap_or((feature, ""));
    let values: Vec<Value<'_>> = values.split('|').map(Value::new).collect();
    key(Value::new(name), &values)
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
    by_key: Slots<1>,
}

impl Linear {
    fn read(decision: Decision, table: &Table, problems: &mut Vec<Problem>) -> Self {
        let mut linear = Self {
            decision,
            bias: 0.0,
            threshold: 0.5,
            further: 0.5,
            features: Vec::new(),
            by_key: Slots::default(),
        };
        let mut seen = FxHashSet::default();
        for row in &table.rows {
            let feature = table.cell(row, "feature");
            if !seen.insert(written(feature)) {
                problems.push(table.problem(row, feature, "is weighed twice"));
            }
            let Some(weight) = table.cell(row, "weight").parse::<f32>().ok().filter(|w| w.is_finite()) else {
                problems.push(table.problem(row, feature, "its weight is no number"));
                continue;
            };
            match feature {
                "bias" => linear.bias = weight,
                "threshold" | "further" if !(0.0..=1.0).contains(&weight) => {
                    problems.push(table.problem(row, feature, "is a probability, from 0 to 1"));
                }
                "threshold" => linear.threshold = weight,
                "further" => linear.further = weight,
                _ => linear.features.push((feature.to_owned(), weight)),
            }
        }
        linear
    }

    /// The probability, 0 to 1, of what has the features that `say` names.
    pub fn probability(&self, say: impl FnOnce(&mut Features<'_>)) -> f32 {
        self.probability_from(self.bias, say)
    }

    /// The same where other features have been summed already, as by [`Weights::of_parties`].
    pub fn probability_from(&self, sum: f32, say: impl FnOnce(&mut Features<'_>)) -> f32 {
        let mut features = Features::summed(&self.by_key, [sum]);
        say(&mut features);
        let [total] = features.totals();
        logistic(total)
    }

    fn index(&mut self) {
        self.by_key = Slots::with_room(self.features.len());
        for (feature, weight) in &self.features {
            self.by_key.put(written(feature), 0, *weight);
        }
    }
}

/// All weights of a codebook; a decision without a table is left to the rules.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Weights {
    list: Vec<Linear>,
    /// Those of actors and targets together, where there are both.
    #[serde(skip)]
    parties: Option<([f32; 2], Slots<2>)>,
}

impl Weights {
    /// The weights of a decision.
    pub fn of(&self, decision: Decision) -> Option<&Linear> {
        self.list.iter().find(|l| l.decision == decision)
    }

    /// Reads the tables of `weights/`: columns `feature` and `weight`; the rows `bias`, `threshold` and `further` are no features.
    pub(super) fn collect(tables: &[Table], problems: &mut Vec<Problem>) -> Self {
        let mut all = Self::default();
        for table in tables {
            let name = table.path.file_stem().unwrap_or_default().to_string_lossy();
            let decision = Decision::ALL.into_iter().find(|d| d.name() == name);
            let before = problems.len();
            problems.extend(table.missing(&["feature", "weight"]));
            if decision.is_none() {
                let known: Vec<&str> = Decision::ALL.iter().map(|d| d.name()).collect();
                problems.push(Problem {
                    file: table.path.clone(),
                    line: 1,
                    key: name.into_owned(),
                    problem: format!("is no decision; known are {}", known.join(", ")),
                });
            }
            if let Some(decision) = decision.filter(|_| problems.len() == before) {
                all.list.push(Linear::read(decision, table, problems));
            }
        }
        all.index();
        all
    }

    /// What features sum up to that are the same for actor and target, each with its bias. None where one of them is not
    /// weighed.
    pub fn of_parties(&self, say: impl FnOnce(&mut Features<'_, 2>)) -> Option<[f32; 2]> {
        let (biases, slots) = self.parties.as_ref()?;
        let mut features = Features::summed(slots, *biases);
        say(&mut features);
        Some(features.totals())
    }

    /// Makes the look-up tables, of a loaded artefact too.
    pub(super) fn index(&mut self) {
        self.list.iter_mut().for_each(Linear::index);
        let both = [self.of(Decision::Actor), self.of(Decision::Target)];
        let [Some(actor), Some(target)] = both else { return };
        let mut slots = Slots::with_room(actor.features.len() + target.features.len());
        for (decision, linear) in [actor, target].into_iter().enumerate() {
            for (feature, weight) in &linear.features {
                slots.put(written(feature), decision, *weight);
            }
        }
        self.parties = Some(([actor.bias, target.bias], slots));
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
        let rule = |by| linear.probability(|f| f.add(value!("rule"), &[value!("subject"), by]));
        let (with, without) = (rule(value!("violence")), rule(value!("unrest")));
        let empty = linear.probability(|f| f.add(value!("side"), &[value!("")]));
        assert!(
            (with - 0.8808).abs() < 1e-4 && (without - 0.2689).abs() < 1e-4 && (empty - 0.5).abs() < 1e-6
        );
        let names = Features::names(|f| f.add(value!("rule"), &[value!("subject"), value!("violence")]));
        assert_eq!(names, ["rule=subject|violence"]);
    }

    #[test]
    fn what_actor_and_target_share_is_summed_for_both_at_once() {
        let actor: &[&str] = &["bias -1", "rule=subject 3"];
        let target: &[&str] = &["bias 0.5", "rule=subject -2", "side=after 1"];
        let sources = crate::invented::weighing(&[("actor", actor), ("target", target)]);
        let weights = crate::codebook::compile(&sources).unwrap().weights;
        let shared = weights.of_parties(|f| f.add(value!("rule"), &[value!("subject")])).unwrap();
        assert_eq!(shared.map(f32::to_bits), [2.0_f32, -1.5].map(f32::to_bits));
        let of_target = weights.of(Decision::Target).unwrap();
        let rest = of_target.probability_from(shared[1], |f| f.add(value!("side"), &[value!("after")]));
        assert!((rest - 0.3775).abs() < 1e-4, "{rest}");
    }

    #[test]
    fn what_is_hopeless_is_known_by_its_sum_and_never_where_names_are_collected() {
        let linear = |bias: f32| Linear {
            decision: Decision::Actor,
            bias,
            threshold: 0.5,
            further: 0.5,
            features: Vec::new(),
            by_key: Slots::default(),
        };
        linear(-1.9).probability(|f| assert!(!f.hopeless()));
        linear(-2.0).probability(|f| assert!(f.hopeless()));
        Features::names(|f| assert!(!f.hopeless()));
    }

    fn problems(name: &str, rows: &[&str]) -> Vec<String> {
        let sources = crate::invented::weighing(&[(name, rows)]);
        let mut problems = Vec::new();
        Weights::collect(&sources.weights, &mut problems);
        let file = |p: &Problem| p.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        problems.iter().map(|p| format!("{}:{}: {}: {}", file(p), p.line, p.key, p.problem)).collect()
    }

    #[test]
    fn what_is_wrong_with_a_table_is_named_with_its_line() {
        assert!(problems("actor", &["bias -1", "threshold 0.3", "rule=subject 2.5"]).is_empty());
        assert_eq!(
            problems("actr", &["bias 1"]),
            ["actr.tsv:1: actr: is no decision; known are claim, actor, target, place, time, quantity"]
        );
        assert_eq!(
            problems("actor", &["bias 1", "rule=subject much", "rule=object inf"]),
            [
                "actor.tsv:3: rule=subject: its weight is no number",
                "actor.tsv:4: rule=object: its weight is no number"
            ]
        );
        assert_eq!(
            problems("actor", &["rule=subject 1", "bias 1", "rule=subject 2"]),
            ["actor.tsv:4: rule=subject: is weighed twice"]
        );
        assert_eq!(
            problems("actor", &["threshold 1.5", "further -0.1"]),
            [
                "actor.tsv:2: threshold: is a probability, from 0 to 1",
                "actor.tsv:3: further: is a probability, from 0 to 1"
            ]
        );
    }

    #[test]
    fn weights_survive_the_compiled_file() {
        let sources = crate::invented::weighing(&[("actor", &["bias -1", "rule=subject 3"])]);
        let codebook = crate::codebook::compile(&sources).unwrap();
        let read = crate::codebook::Codebook::from_bytes(&codebook.to_bytes().unwrap()).unwrap();
        let probability = |w: &Weights| {
            w.of(Decision::Actor).map(|l| l.probability(|f| f.add(value!("rule"), &[value!("subject")])))
        };
        assert!(probability(&codebook.weights).is_some_and(|p| p > 0.8));
        assert_eq!(probability(&read.weights), probability(&codebook.weights));
        assert!(read.weights.of(Decision::Target).is_none());
    }
}
