//! What numbers count: the words of `counted.toml`, compiled.

use serde::{Deserialize, Serialize};

use super::{model::Prep, pattern::PatternId};

/// Words that tell what a number counts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Counting {
    /// The words of each code.
    pub words: Vec<CountedWords>,
    /// Words before a number that make it a part of what was counted before it: بينهم.
    pub parts: Vec<PatternId>,
    /// Nouns for a number of, after which stands what it counts: حصيلة القتلى.
    pub tallies: Vec<PatternId>,
}

/// Words that tell one thing that numbers count.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CountedWords {
    /// The code.
    pub code: String,
    /// Nouns that are counted: قتلى.
    pub words: Vec<PatternId>,
    /// Words that govern the number, each with its preposition: مقتل, أودى ب. None for measures.
    pub acts: Vec<(PatternId, Option<Prep>)>,
    /// Words after the number that complete the verb: مصرعهم.
    pub after: Vec<PatternId>,
}
