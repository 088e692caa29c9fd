//! Attributions: cue, speaker and scope.

use super::Link;
use super::memory::Speakers;
use crate::claim::{self, Arguments, Clauses, Trigger};
use crate::codebook::{Cue, CueKind};
use crate::lexicon::Particle;
use crate::mention::{Context, Mention, Tag};
use crate::text::{Quote, Tokens};

/// A source with its office, its body and its name rarely takes more words.
pub(super) const FULL_SOURCE: usize = 16;

/// Somebody's words: who says them and which tokens they cover.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The tokens that the source vouches for.
    pub scope: Tokens,
    /// The source, relays before it first.
    pub links: Vec<Link>,
    /// How deep it lies in other attributions: 0 covers the document, 1 a sentence, 2 and more their insides.
    pub depth: usize,
    /// Whether it carries over to a sentence that ties back.
    pub carries: bool,
}

/// Finds all attributions of a document.
///
/// `own` tells whether a mention is the document's own outlet, which is no hop.
pub fn attributions(
    context: &Context<'_>,
    tags: &[Tag],
    mentions: &[Mention],
    clauses: &Clauses,
    arguments: &Arguments<'_>,
    cues: &[Trigger],
    own: impl Fn(&Mention) -> bool,
) -> Vec<Attribution> {
    let finder = Finder { context, tags, mentions, clauses, arguments, cues, own: &own };
    finder.run()
}

pub(super) struct Finder<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) tags: &'a [Tag],
    pub(super) mentions: &'a [Mention],
    pub(super) clauses: &'a Clauses,
    pub(super) arguments: &'a Arguments<'a>,
    pub(super) cues: &'a [Trigger],
    pub(super) own: &'a dyn Fn(&Mention) -> bool,
}

impl Finder<'_> {
    fn run(&self) -> Vec<Attribution> {
        let text = self.context.text;
        let mut found: Vec<Attribution> = Vec::new();
        let mut speakers = Speakers::default();
        found.extend(self.dateline());
        for (number, sentence) in text.sentences().iter().enumerate() {
            let range = sentence.tokens.clone();
            let first = found.len();
            speakers.forget(number);
            for cue in claim::within(self.cues, range.clone()) {
                if let Some(say) = cue.cue(self.context, CueKind::Say) {
                    self.say(cue, say, &range, first, &speakers, &mut found);
                } else if let Some(according) = cue.cue(self.context, CueKind::According) {
                    // "كما أفاد فلان بأن …" is a verb of saying with its content clause.
                    let says = cue.at + 1 == cue.tokens.end
                        && cue.reading.is_some_and(|r| r.features.part.is_verb())
                        && self
                            .complement(cue, &range)
                            .is_some_and(|c| self.tags.get(c) == Some(&Tag::Particle(Particle::That)));
                    if says {
                        self.say(cue, according, &range, first, &speakers, &mut found);
                        continue;
                    }
                    self.according(cue, according, &range, first, number, &mut found);
                }
            }
            if found.len() == first {
                if self.ties_back(&range, sentence.opens_paragraph) && speakers.before(number) {
                    let links = speakers.last().to_vec();
                    speakers.spoke(number, links.clone());
                    found.push(Attribution { scope: range.clone(), links, depth: 1, carries: true });
                }
            } else {
                let chain = chain(&found[first..]);
                if !chain.is_empty() {
                    speakers.spoke(number, chain);
                }
            }
        }
        found
    }

    /// Whether a sentence without a cue goes on with the source of the one before: it opens with a
    /// connective that needs something before it.
    fn ties_back(&self, range: &Tokens, opens_paragraph: bool) -> bool {
        let Some(at) = range.clone().find(|&t| self.tags[t] != Tag::Mark) else { return false };
        let facts = self.context.facts(at);
        let mut ties = self.context.codebook.ties.iter().filter(|tie| facts.matches(&tie.words));
        ties.any(|tie| !opens_paragraph || tie.code == "paragraph")
    }

    pub(super) fn link_of(&self, m: usize, cue: &Trigger, entry: &Cue) -> Link {
        link(self.mentions[m].tokens.clone(), Some(m), cue, entry)
    }

    /// Quotations whose first token lies in a range.
    pub(super) fn quotes(&self, tokens: Tokens) -> impl Iterator<Item = &Quote> {
        let quotes = self.context.text.quotes();
        let from = quotes.partition_point(|q| q.inner.start < tokens.start);
        quotes[from..].iter().take_while(move |q| q.inner.start < tokens.end)
    }
}

/// The chain with which the sentence after goes on: that of the outermost speaker, the last one of several, behind those
/// who relay all that was said.
pub(super) fn chain(sentence: &[Attribution]) -> Vec<Link> {
    let speaking = sentence
        .iter()
        .filter(|a| a.carries && a.depth > 0)
        .min_by_key(|a| (a.depth, std::cmp::Reverse(a.scope.start)));
    let Some(speaking) = speaking else { return Vec::new() };
    let mut chain: Vec<Link> = sentence
        .iter()
        .filter(|a| a.depth < speaking.depth && a.depth > 0 && a.scope.end >= speaking.scope.end)
        .flat_map(|a| a.links.clone())
        .collect();
    for link in &speaking.links {
        if !chain.contains(link) {
            chain.push(link.clone());
        }
    }
    chain
}

/// The link that a cue makes of words.
pub(super) fn link(tokens: Tokens, mention: Option<usize>, cue: &Trigger, entry: &Cue) -> Link {
    Link { tokens, mention, cue: cue.tokens.clone(), stance: entry.stance.clone(), rule: entry.id.clone() }
}
