//! Chains: according to whom a claim is made, nearest relay first, origin last.
//!
//! Attributions are found sentence by sentence: a verb of saying with its speaker governs what follows it
//! (or the quotation before it), بحسب and its like govern the sentence they stand in, a verb of saying
//! without a speaker goes on with the last one, and a credit at the end covers the whole document. The chain of
//! a claim is the stack of attributions whose scope holds its trigger.

mod according;
mod attribution;
mod memory;
mod say;
mod source;
mod speaker;

pub use attribution::{Attribution, attributions};
pub use source::{Source, is_source, kind_of_link, named_of_link};

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
///
/// `speakers` are those whose saying is the claim itself: the actors of an accusation, a call, a denial. They are no
/// source of it; who relays them is.
pub fn chain(
    text: &Text,
    mentions: &[Mention],
    attributions: &Attributions,
    at: usize,
    speakers: Option<&[usize]>,
) -> Vec<Link> {
    let said_here = |a: &Attribution| a.links.last().is_some_and(|l| l.cue.contains(&at));
    let mut over: Vec<&Attribution> = attributions
        .over(text.sentence_of(at))
        .filter(|a| a.scope.contains(&at) || speakers.is_some() && said_here(a))
        .collect();
    // Outer before inner; of two with the same reach, the outlet relays the other.
    over.sort_by_key(|a| (a.depth, !outlet(mentions, a)));
    let mut links: Vec<Link> = Vec::new();
    for attribution in over {
        let own = speakers.is_some() && said_here(attribution);
        let relays = attribution.links.len() - usize::from(own);
        for link in &attribution.links[..relays] {
            if !links.iter().any(|l| same(mentions, l, link)) {
                links.push(link.clone());
            }
        }
    }
    let speaks = |link: &Link| {
        speakers.unwrap_or_default().iter().any(|&m| {
            let speaker = &mentions[m];
            let overlaps = speaker.tokens.start < link.tokens.end && link.tokens.start < speaker.tokens.end;
            overlaps
                || link
                    .mention
                    .is_some_and(|o| speaker.entity().is_some() && speaker.entity() == mentions[o].entity())
        })
    };
    if links.last().is_some_and(speaks) {
        links.pop();
    }
    links
}

/// Whether two links name the same source.
fn same(mentions: &[Mention], a: &Link, b: &Link) -> bool {
    a.tokens == b.tokens
        || match (a.mention.map(|m| &mentions[m]), b.mention.map(|m| &mentions[m])) {
            (Some(a), Some(b)) => a.entity().is_some() && a.entity() == b.entity(),
            _ => false,
        }
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
