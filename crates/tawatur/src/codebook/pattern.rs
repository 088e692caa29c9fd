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

/// Patterns, each once, and found by what they match.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Pattern>", into = "Vec<Pattern>")]
pub struct Patterns {
    list: Vec<Pattern>,
    whole: FxHashMap<String, PatternId>,
    open: FxHashMap<String, PatternId>,
}

impl From<Vec<Pattern>> for Patterns {
    fn from(list: Vec<Pattern>) -> Self {
        let mut all = Self::default();
        for pattern in list {
            all.add(pattern);
        }
        all
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
        let next = self.list.len() as PatternId;
        let numbers = if pattern.open { &mut self.open } else { &mut self.whole };
        let number = *numbers.entry(pattern.folded.clone()).or_insert(next);
        if number == next {
            self.list.push(pattern);
        }
        number
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The pattern of a number.
    pub fn of(&self, number: PatternId) -> &Pattern {
        &self.list[number as usize]
    }

    /// Adds the numbers of all patterns that match a folded word as it stands.
    pub fn matching(&self, folded: &str, found: &mut Vec<PatternId>) {
        found.extend(self.whole.get(folded));
        for (end, _) in folded.char_indices().skip(1) {
            found.extend(self.open.get(&folded[..end]));
        }
        found.extend(self.open.get(folded));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_matched_by_itself_and_by_each_beginning_that_leaves_its_end_open() {
        let mut patterns = Patterns::default();
        let numbers = ["حرب", "حر*", "حرب*", "حربي", "حرب"].map(|w| patterns.add(Pattern::parse(w)));
        assert_eq!(numbers, [0, 1, 2, 3, 0]);
        let matching = |word: &str| {
            let mut found = Vec::new();
            patterns.matching(word, &mut found);
            found.sort_unstable();
            found
        };
        assert_eq!(matching("حرب"), [0, 1, 2]);
        assert_eq!(matching("حربيه"), [1, 2]);
        assert!(matching("ح").is_empty());
        assert_eq!((patterns.len(), patterns.of(2).folded.as_str()), (4, "حرب"));
    }
}
