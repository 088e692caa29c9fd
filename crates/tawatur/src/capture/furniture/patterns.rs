//! The furniture patterns of a codebook.

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::text::{clean, fold};

/// A file of furniture patterns that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PatternError {
    /// Not the TOML expected; the message names line and key.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// A phrase of which nothing is left to look for.
    #[error("pattern {pattern}: phrase \"{phrase}\" is empty")]
    EmptyPhrase {
        /// Which pattern of the file, counted from 1.
        pattern: usize,
        /// The phrase as written.
        phrase: String,
    },
}

/// What counts as page furniture, as a codebook says it.
#[derive(Clone, Debug, Default)]
pub struct FurniturePatterns {
    pub(super) patterns: Vec<Pattern>,
    /// Names that outlets head a dispatch with, folded.
    pub(super) desks: Vec<String>,
    /// Words that no run of tags holds, folded.
    pub(super) functions: FxHashSet<String>,
}

/// Where on a line the phrases of a pattern stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Where {
    /// The line is the phrase, digits and marks aside.
    #[default]
    Whole,
    /// The same, among the first five lines.
    Head,
    /// The line opens with it.
    Opens,
    /// The line holds it.
    Holds,
    /// The same, among the last four lines.
    Last,
    /// The sentence holds it.
    Sentence,
    /// It opens the line or follows a full stop in it; what follows is furniture to the end of the line.
    Tail,
    /// The same, and what follows touches it: headlines with nothing between them.
    Glued,
    /// Only the phrase itself is furniture.
    Phrase,
}

/// How far the furniture goes that a pattern finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Reach {
    /// To the end of the line.
    #[default]
    Line,
    /// And over the short lines after it that are no sentences.
    List,
}

/// Phrases found in one way.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub place: Where,
    pub reach: Reach,
    pub max_words: usize,
    /// Folded; for [`Where::Whole`] and [`Where::Head`] reduced to letters.
    pub phrases: Vec<String>,
    /// Bytes of the shortest phrase: most lines are shorter.
    pub shortest: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    desks: Vec<String>,
    #[serde(default)]
    functions: Vec<String>,
    #[serde(default)]
    pattern: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default, rename = "where")]
    place: Where,
    #[serde(default)]
    reach: Reach,
    #[serde(default = "Entry::default_max_words")]
    max_words: usize,
    phrases: Vec<String>,
}

impl Entry {
    fn default_max_words() -> usize {
        25
    }
}

impl FurniturePatterns {
    /// Reads the text of a `furniture.toml`.
    ///
    /// # Errors
    ///
    /// [`PatternError`] when the text is not of the expected shape.
    pub fn parse(toml: &str) -> Result<Self, PatternError> {
        let file: File = toml::from_str(toml)?;
        let mut patterns = Vec::with_capacity(file.pattern.len());
        for (i, entry) in file.pattern.into_iter().enumerate() {
            let mut phrases = Vec::with_capacity(entry.phrases.len());
            for phrase in entry.phrases {
                let folded = match entry.place {
                    Where::Whole | Where::Head => bare(&fold(&phrase)),
                    _ => fold(&phrase).trim().to_owned(),
                };
                if folded.is_empty() {
                    return Err(PatternError::EmptyPhrase { pattern: i + 1, phrase });
                }
                phrases.push(folded);
            }
            let Entry { place, reach, max_words, .. } = entry;
            let shortest = phrases.iter().map(String::len).min().unwrap_or(0);
            patterns.push(Pattern { place, reach, max_words, phrases, shortest });
        }
        Ok(Self {
            patterns,
            desks: file.desks.iter().map(|name| fold(name)).collect(),
            functions: file.functions.iter().map(|w| fold(&clean(w))).collect(),
        })
    }
}

/// A folded line reduced to its words: "0 تعليق" and "(3) تعليق" are one line.
pub(super) fn bare(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether `rest`, which follows a phrase, lets the phrase end there and not in the middle of a word.
pub(super) fn ends_word(rest: &str) -> bool {
    !rest.starts_with(char::is_alphanumeric)
}

impl Pattern {
    pub(super) fn is_whole(&self, bare: &str) -> bool {
        self.phrases.iter().any(|p| p == bare)
    }

    pub(super) fn opens(&self, folded: &str) -> bool {
        let line = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
        let opens = |line: &str, p: &str| line.strip_prefix(p).is_some_and(ends_word);
        // A phrase may itself open with a mark, as "*نقلا عن" does.
        self.phrases.iter().any(|p| opens(line, p) || opens(folded, p))
    }

    pub(super) fn holds(&self, folded: &str) -> bool {
        self.phrases.iter().any(|p| folded.contains(p.as_str()))
    }
}
