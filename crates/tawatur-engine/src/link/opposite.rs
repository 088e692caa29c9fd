//! Words that say the opposite of each other, and words that undo what stands after them.
//!
//! `codebooks/link/opposites.tsv` has a pair of sides a row, `undoing.tsv` words that undo, `alike.tsv` words that look like one of
//! these; what negates is what the cues of the codebook have.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};

use serde::Deserialize;
use tawatur::text;

use super::{inflected::Inflected, word::stem};

/// An undoing word is looked for among so many telling words before what it undoes: "rejects the resumption of talks".
const REACH: usize = 3;

/// Of an undoing word before a word that has an opposite, only the nearest counts: "did not rise".
const NEXT: usize = 2;

/// What the words of an axis are said of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Of {
    /// What happened, or how it went.
    Outcome,
    /// What something is like.
    Attribute,
}

/// Two sides that exclude each other.
#[derive(Debug, Deserialize)]
struct Axis {
    #[serde(rename = "axis")]
    name: String,
    of: Of,
    one: String,
    other: String,
}

/// A word or some words in a row, as stems.
type Phrase = Vec<String>;

struct Table {
    axes: Vec<Axis>,
    /// By the first stem of a phrase: the phrase, its axis, and whether it is of the first side.
    phrases: HashMap<String, Vec<(Phrase, usize, bool)>>,
    undoing: BTreeSet<String>,
    /// Folded: no inflection of an undoing word, though letters are the same.
    alike: BTreeSet<String>,
}

/// The cues of negation, as far as they are words on their own.
#[derive(Deserialize)]
struct Cues {
    cue: Vec<Cue>,
}

#[derive(Deserialize)]
struct Cue {
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let axes = axes();
    let mut phrases: HashMap<String, Vec<(Phrase, usize, bool)>> = HashMap::new();
    for (at, axis) in axes.iter().enumerate() {
        for (side, words) in [(true, &axis.one), (false, &axis.other)] {
            for phrase in phrased(words) {
                phrases.entry(phrase[0].clone()).or_default().push((phrase, at, side));
            }
        }
    }
    let undoing = include_str!("../../../../codebooks/link/undoing.tsv").lines().skip(1).map(folded_stem);
    let alike = include_str!("../../../../codebooks/link/alike.tsv").lines().skip(1).map(text::fold);
    Table { axes, phrases, undoing: undoing.chain(negators()).collect(), alike: alike.collect() }
});

fn axes() -> Vec<Axis> {
    csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .from_reader(include_str!("../../../../codebooks/link/opposites.tsv").as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the file is built in, and a test reads it")
}

fn negators() -> Vec<String> {
    let cues: Cues = toml::from_str(include_str!("../../../../codebooks/conflict/cues/negation.toml"))
        .expect("the file is built in, and a test reads it");
    let words = cues.cue.iter().flat_map(|cue| cue.phrases.iter().chain(&cue.nouns));
    words.filter(|word| !word.contains([' ', '*'])).map(|word| text::fold(word)).collect()
}

fn folded_stem(word: &str) -> String {
    stem(&text::fold(word))
}

/// The phrases of a side, which are set apart by spaces; their words are joined by `_`.
fn phrased(words: &str) -> impl Iterator<Item = Phrase> {
    words.split_whitespace().map(|phrase| phrase.split('_').map(folded_stem).collect())
}

/// Two words of two texts that say the opposite of each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Opposed {
    /// The axis, as the table names it.
    pub axis: &'static str,
    /// What its words are said of.
    pub of: Of,
    /// Which word of each text.
    pub at: [usize; 2],
}

/// On which sides the words of a text stand: by axis, the word and whether it is of the first side.
fn sides(words: &[Inflected]) -> BTreeMap<usize, Vec<(usize, bool)>> {
    let mut found: Vec<(usize, usize, usize, bool)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let phrases = word.stems.iter().filter_map(|stem| TABLE.phrases.get(stem)).flatten();
        for (phrase, axis, side) in phrases {
            let run = words[at..].iter().zip(phrase);
            if at + phrase.len() <= words.len() && run.clone().all(|(word, stem)| word.stems.contains(stem)) {
                found.push((at, phrase.len(), *axis, *side));
            }
        }
    }
    let long: Vec<(usize, usize)> =
        found.iter().filter(|found| found.1 > 1).map(|found| (found.0, found.0 + found.1)).collect();
    let mut sides: BTreeMap<usize, Vec<(usize, bool)>> = BTreeMap::new();
    for (at, length, axis, side) in found {
        // A phrase says something else than its words.
        if length > 1 || !long.iter().any(|&(start, end)| start <= at && at < end) {
            let undone = (at.saturating_sub(NEXT)..at).any(|before| is_undoing(&words[before]));
            sides.entry(axis).or_default().push((at, side != undone));
        }
    }
    sides
}

/// Where two texts say the opposite of each other: each stands on one side of an axis only, and not on the same.
pub(crate) fn opposed(one: &[Inflected], other: &[Inflected]) -> Vec<Opposed> {
    let (first, second) = (sides(one), sides(other));
    let decided = |found: &[(usize, bool)]| {
        let (at, side) = found[0];
        found.iter().all(|found| found.1 == side).then_some((at, side))
    };
    first
        .iter()
        .filter_map(|(axis, found)| {
            let (a, b) = (decided(found)?, decided(second.get(axis)?)?);
            let Axis { name, of, .. } = &TABLE.axes[*axis];
            // One word with and without its negation is no pair of opposites: that is for `undoes` to say.
            (a.1 != b.1 && !one[a.0].meets(&other[b.0])).then_some(Opposed {
                axis: name,
                of: *of,
                at: [a.0, b.0],
            })
        })
        .collect()
}

/// Whether a word undoes what stands after it.
pub(crate) fn is_undoing(word: &Inflected) -> bool {
    let undoing = || word.stems.iter().any(|stem| TABLE.undoing.contains(stem));
    undoing() && !TABLE.alike.contains(&text::fold(&word.text))
}

/// The word that undoes the word at a place, if one of the telling words right before it does.
pub(crate) fn undone(words: &[Inflected], at: usize) -> Option<usize> {
    let before = (0..at).rev().filter(|&before| words[before].telling || is_undoing(&words[before]));
    before.take(NEXT).find(|&before| is_undoing(&words[before]))
}

/// Where the first text undoes what the second says without any word that undoes: the undoing word, and what it undoes.
pub(crate) fn undoes(one: &[Inflected], other: &[Inflected]) -> Option<[usize; 2]> {
    if other.iter().any(is_undoing) {
        return None;
    }
    let met = |word: &Inflected| other.iter().any(|there| there.meets(word));
    let there = sides(other);
    let compared: BTreeSet<usize> = sides(one)
        .iter()
        .filter(|(axis, _)| there.contains_key(axis))
        .flat_map(|(_, found)| found.iter().map(|(at, _)| *at).filter(|&at| !met(&one[at])))
        .collect();
    (0..one.len()).filter(|&at| is_undoing(&one[at]) && !met(&one[at])).find_map(|at| {
        // What is undone has an opposite or a synonym in the other text: `opposed` has turned it round.
        if (at + 1..=at + NEXT).any(|after| compared.contains(&after)) {
            return None;
        }
        let after = (at + 1..one.len()).filter(|&after| one[after].telling);
        after.take(REACH).find(|&after| met(&one[after])).map(|after| [at, after])
    })
}

#[cfg(test)]
mod tests;
