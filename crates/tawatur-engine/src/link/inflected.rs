//! Words of a text with all that they may be an inflection of: which word a table means is then a matter of looking up.

use std::collections::BTreeSet;

use tawatur::{lexicon::particle, text};

use super::word::{self, stem};

/// Letters of prepositions and conjunctions that are written together with the next word, beyond those of stems.
const ATTACHED: [char; 4] = ['ب', 'ل', 'ف', 'ك'];

/// The article, alone and with what is written together with it.
const ARTICLES: [&str; 7] = ["ال", "وال", "بال", "فال", "كال", "لل", "ولل"];

/// The future is written together with its verb.
const FUTURE: char = 'س';

/// What imperfects begin with, beside ya, which tables have.
const PERSONS: [char; 2] = ['ت', 'ن'];

/// Endings of perfects and imperfects, longest first.
const ENDINGS: [&str; 5] = ["وا", "تا", "نا", "ت", "ا"];

/// What is left of a word has at least so many letters.
const LEFT: usize = 3;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inflected {
    /// Where it stands, in code points of the text.
    pub span: [usize; 2],
    /// As written.
    pub text: String,
    /// Itself, folded; and what is left of it without clitics, persons and endings.
    pub stems: BTreeSet<String>,
    /// Whether it says something: no particle, and no single letter.
    pub telling: bool,
}

impl Inflected {
    /// Whether both may be one word.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.stems.iter().any(|stem| other.stems.contains(stem))
    }
}

/// The words of a text, in order.
pub(crate) fn inflected(text: &str) -> Vec<Inflected> {
    let letters: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let mut start = 0;
    for part in letters.split(|c| !c.is_alphanumeric()) {
        if !part.is_empty() {
            words.push(Inflected::new(part.iter().collect(), start));
        }
        start += part.len() + 1;
    }
    words
}

impl Inflected {
    fn new(text: String, start: usize) -> Self {
        let folded = text::fold(&text);
        let clean = text::clean(&text);
        Self {
            span: [start, start + text.chars().count()],
            telling: folded.chars().count() > 2 && particle(&clean).is_none() || word::is_number(&folded),
            stems: stems(&folded),
            text,
        }
    }
}

fn stems(folded: &str) -> BTreeSet<String> {
    let mut stems = BTreeSet::from([folded.to_owned(), stem(folded)]);
    // No verb has the article, so there are no persons to take off.
    if ARTICLES.iter().any(|article| folded.strip_prefix(article).is_some_and(|rest| letters(rest) >= LEFT)) {
        return stems;
    }
    let mut more = |made: &dyn Fn(&str, &mut Vec<String>)| {
        let mut new = Vec::new();
        for stem in &stems {
            made(stem, &mut new);
        }
        stems.extend(new);
    };
    more(&|word, new| {
        // Nouns that begin with ya are few: in "between them" no verb follows a preposition.
        let noun = |rest: &&str| letters(rest) > LEFT && !rest.starts_with('ي');
        if let Some(rest) = word.strip_prefix(ATTACHED).filter(noun) {
            new.push(stem(rest));
        }
    });
    more(&|word, new| {
        let imperfect = |rest: &&str| letters(rest) >= LEFT && rest.starts_with(['ي', 'ت', 'ن']);
        new.extend(word.strip_prefix(FUTURE).filter(imperfect).map(str::to_owned));
    });
    more(&|word, new| {
        if let Some(rest) = word.strip_prefix(PERSONS).filter(|rest| letters(rest) >= LEFT) {
            new.push(format!("ي{rest}"));
        }
    });
    more(&|word, new| {
        let without = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
        new.extend(without.filter(|rest| letters(rest) >= LEFT).map(str::to_owned));
    });
    stems
}

fn letters(word: &str) -> usize {
    word.chars().count()
}
