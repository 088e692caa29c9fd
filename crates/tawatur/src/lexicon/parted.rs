//! Where a word that no list has falls into two that are words, the space between them lost.

use super::analyse::analyse;
use super::{Lexicon, State};

/// What a name of a list costs beside the readings of the lexicon.
const NAME: u32 = 6;

/// How much likelier a second word is that has the article.
const ARTICLE: u32 = 4;

/// Letters of the shortest word taken for one, articles and function words apart; of two letters nearly all are a word.
const SHORTEST: usize = 3;

/// Where a clean word is cut in two, in bytes; nothing when it is a word itself, or when no cut leaves two words. Of several
/// cuts the one with the likeliest words. `is_name` says whether a list has a folded word as a name.
pub fn parted(lexicon: &Lexicon, clean: &str, is_name: impl Fn(&str) -> bool) -> Option<usize> {
    let cost = |part: &str, second: bool| {
        let letters = part.strip_prefix("ال").unwrap_or(part).chars().count();
        let word = analyse(lexicon, part);
        // Short function words need a word after them.
        let particle = word.particle.filter(|_| second || letters > SHORTEST).map(|_| 0);
        let reading = word.readings.first().map(|r| u32::from(r.cost) + 4 * u32::from(r.slip));
        let name = is_name(&word.folded).then_some(NAME);
        let definite = word.readings.iter().any(|r| r.features.state == Some(State::Definite));
        let listed = reading.into_iter().chain(name).filter(|_| letters >= SHORTEST);
        let best = particle.into_iter().chain(listed).min()?;
        Some(if second && definite { best.saturating_sub(ARTICLE) } else { best })
    };
    if cost(clean, true).is_some() {
        return None;
    }
    let cuts = clean.char_indices().filter(|&(_, c)| begins_word(c)).filter_map(|(at, _)| {
        let (first, second) = clean.split_at(at);
        Some((cost(first, false)? + cost(second, true)?, at))
    });
    cuts.min().map(|(_, at)| at)
}

/// Whether a word can begin with a letter: those that only stand within words or end them cannot.
fn begins_word(letter: char) -> bool {
    // U+0629 TEH MARBUTA, U+0649 ALEF MAKSURA, U+0626 YEH WITH HAMZA, U+0624 WAW WITH HAMZA, U+0621 HAMZA
    !matches!(letter, 'ة' | 'ى' | 'ئ' | 'ؤ' | 'ء')
}
