//! Words in conditions: folded, possibly with any ending, and an index that finds all that match a word.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A word in a condition or a phrase: folded, possibly with any ending.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pattern {
    /// Folded spelling without the star.
    pub folded: String,
    /// Whether any ending may follow.
    pub open: bool,
}

impl Pattern {
    /// Reads `word` or `word*`.
    pub fn parse(written: &str) -> Self {
        let (stem, open) = written.strip_suffix('*').map_or((written, false), |s| (s, true));
        Self { folded: crate::text::fold(stem.trim()), open }
    }

    /// Whether a folded word matches as it stands.
    pub fn matches(&self, folded: &str) -> bool {
        if self.open { folded.starts_with(&self.folded) } else { folded == self.folded }
    }
}

/// A pattern's number in [`Patterns`].
pub type PatternId = u16;

/// All patterns of the conditions, each once.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Pattern>", into = "Vec<Pattern>")]
pub struct Patterns {
    list: Vec<Pattern>,
    numbers: FxHashMap<Pattern, PatternId>,
}

impl From<Vec<Pattern>> for Patterns {
    fn from(list: Vec<Pattern>) -> Self {
        let numbers = list.iter().enumerate().map(|(n, p)| (p.clone(), n as PatternId)).collect();
        Self { list, numbers }
    }
}

impl From<Patterns> for Vec<Pattern> {
    fn from(patterns: Patterns) -> Self {
        patterns.list
    }
}

impl Patterns {
    /// The number of a pattern, new or known.
    pub fn add(&mut self, pattern: Pattern) -> PatternId {
        if let Some(&number) = self.numbers.get(&pattern) {
            return number;
        }
        let number = self.list.len() as PatternId;
        self.numbers.insert(pattern.clone(), number);
        self.list.push(pattern);
        number
    }

    /// Adds the numbers of all patterns that match a folded word as it stands.
    pub fn matching(&self, folded: &str, found: &mut Vec<PatternId>) {
        let mut look = |folded: &str, open: bool| {
            found.extend(self.numbers.get(&Pattern { folded: folded.to_owned(), open }));
        };
        look(folded, false);
        for (end, _) in folded.char_indices().skip(1) {
            look(&folded[..end], true);
        }
        look(folded, true);
    }
}
