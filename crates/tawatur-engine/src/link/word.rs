//! Words as they are compared: folded, without function words, clitics and the commonest endings.

use tawatur::{lexicon::particle, text};

/// Letters attached before a word that leave a word behind, longest first: conjunction, preposition, article.
const BEFORE: &[&str] = &["وبال", "وكال", "فبال", "ولل", "وال", "فال", "بال", "كال", "ال", "لل", "و"];

/// Endings of number, gender and possession, longest first.
const AFTER: &[&str] = &["هما", "ات", "ان", "ين", "ون", "يه", "ها", "هم", "ته", "ه", "ي"];

/// What is left has at least so many letters: shorter ones are no longer told apart.
const LEFT: usize = 3;

/// The words of a text as stems, in order, function words left out.
///
/// A stem is no lemma: it is what two spellings of a word have in common often enough to compare by.
pub fn stems(text: &str) -> Vec<String> {
    let clean = text::clean(text);
    clean
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1 || is_number(word))
        .filter(|word| particle(word).is_none())
        .map(|word| stem(&text::fold(word)))
        .collect()
}

/// Whether the first word of a phrase has the article.
pub(super) fn is_definite(text: &str) -> bool {
    const ARTICLE: &[&str] = &["ال", "بال", "وال", "فال", "كال", "لل", "ولل", "وبال"];
    let clean = text::fold(text);
    clean
        .split_whitespace()
        .next()
        .is_some_and(|word| ARTICLE.iter().any(|article| word.starts_with(article)))
}

/// Whether a stem is written in digits.
pub(super) fn is_number(stem: &str) -> bool {
    stem.starts_with(|c: char| c.is_ascii_digit())
}

/// A hash of words that is the same on every machine.
pub(super) fn hash(stems: &[String]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for stem in stems {
        hasher.update(stem.as_bytes());
        hasher.update(b" ");
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// A folded word without clitics and the commonest endings.
pub(super) fn stem(folded: &str) -> String {
    let mut word = folded;
    if let Some(rest) = BEFORE.iter().find_map(|before| word.strip_prefix(before).filter(|rest| long(rest))) {
        word = rest;
    }
    if let Some(rest) = AFTER.iter().find_map(|after| word.strip_suffix(after).filter(|rest| long(rest))) {
        word = rest;
    }
    word.to_owned()
}

fn long(word: &str) -> bool {
    word.chars().count() >= LEFT
}
