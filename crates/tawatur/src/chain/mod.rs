//! Chains: according to whom a claim is made, nearest relay first, origin last.
//!
//! Attributions are found sentence by sentence: a verb of saying with its speaker governs what follows it
//! (or the quotation before it), بحسب and its like govern the sentence they stand in, a verb of saying
//! without a speaker goes on with the last one, and a credit at the end covers the whole document. The chain of
//! a claim is the stack of attributions whose scope holds its trigger.

mod according;
mod attribution;
mod say;
mod source;

pub use attribution::{Attribution, attributions};
pub use source::{Source, is_source, kind_of, named_of};

use crate::mention::Mention;
use crate::text::{Text, Tokens};

/// One hop of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words that name the source.
    pub tokens: Tokens,
    /// The mention, unless a passive leaves the source out.
    pub mention: Option<usize>,
    /// Words of the cue.
    pub cue: Tokens,
    /// neutral, affirming or doubting.
    pub stance: String,
    /// Id of the cue.
    pub rule: String,
}

/// The attributions of a document by the sentences they reach into.
#[derive(Debug, Default)]
pub struct Attributions {
    list: Vec<Attribution>,
    by_sentence: Vec<Vec<u32>>,
}

impl Attributions {
    /// Files attributions under their sentences.
    pub fn new(text: &Text, list: Vec<Attribution>) -> Self {
        let mut by_sentence = vec![Vec::new(); text.sentences().len()];
        for (number, attribution) in list.iter().enumerate() {
            if attribution.scope.is_empty() {
                continue;
            }
            let sentences =
                text.sentence_of(attribution.scope.start)..=text.sentence_of(attribution.scope.end - 1);
            for over in &mut by_sentence[sentences] {
                over.push(number as u32);
            }
        }
        Self { list, by_sentence }
    }

    /// Those that reach into a sentence.
    fn over(&self, sentence: usize) -> impl Iterator<Item = &Attribution> {
        self.by_sentence.get(sentence).into_iter().flatten().map(|&a| &self.list[a as usize])
    }
}

/// The chain of the claim triggered at a token.
pub fn chain(text: &Text, mentions: &[Mention], attributions: &Attributions, at: usize) -> Vec<Link> {
    let mut over: Vec<&Attribution> =
        attributions.over(text.sentence_of(at)).filter(|a| a.scope.contains(&at)).collect();
    // Outer before inner; of two with the same reach, the outlet relays the other.
    over.sort_by_key(|a| (a.depth, !outlet(mentions, a)));
    let mut links: Vec<Link> = Vec::new();
    for link in over.into_iter().flat_map(|a| &a.links) {
        let same = |l: &Link| {
            l.tokens == link.tokens
                || match (l.mention.map(|m| &mentions[m]), link.mention.map(|m| &mentions[m])) {
                    (Some(a), Some(b)) => a.entity().is_some() && a.entity() == b.entity(),
                    _ => false,
                }
        };
        if !links.iter().any(same) {
            links.push(link.clone());
        }
    }
    links
}

fn outlet(mentions: &[Mention], attribution: &Attribution) -> bool {
    attribution
        .links
        .first()
        .and_then(|l| l.mention)
        .is_some_and(|m| mentions[m].classes.meets(crate::codebook::Classes::OUTLET))
}

#[cfg(test)]
mod tests;
