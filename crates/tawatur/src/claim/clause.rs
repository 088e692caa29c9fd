//! Clauses: the stretches of a sentence that hold one finite verb and its arguments.
//!
//! Written Arabic marks its clauses well: أنّ and relatives open them, a conjunction on a verb opens a
//! new one, and so do the subordinators. The cut is shallow on purpose: what cannot be told from these
//! marks stays in one clause.

use crate::lexicon::Particle;
use crate::mention::{Context, Tag};
use crate::text::{Gap, Tokens};

/// What opens a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opener {
    /// The sentence's start.
    Sentence,
    /// أنّ إنّ
    That,
    /// الذي التي الذين
    Relative,
    /// حيث بينما عندما
    Subordinator,
    /// A conjunction before or on a verb.
    Conjunction,
    /// A colon, a semicolon, a long quotation.
    Mark,
}

/// One clause.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Its tokens.
    pub tokens: Tokens,
    /// What opens it.
    pub opener: Opener,
    /// The sentence it stands in.
    pub sentence: usize,
}

/// All clauses of a text; they cover it in order.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    list: Vec<Clause>,
    of: Vec<u32>,
}

impl Clauses {
    /// The clause that holds a token.
    pub fn of(&self, token: usize) -> &Clause {
        &self.list[self.of[token] as usize]
    }

    /// The position of that clause.
    pub fn index_of(&self, token: usize) -> usize {
        self.of[token] as usize
    }

    /// All clauses in order.
    pub fn list(&self) -> &[Clause] {
        &self.list
    }
}

/// A quotation of so many words is a clause of its own; shorter ones are names or epithets.
const LONG_QUOTE: usize = 4;

/// Cuts a text into clauses.
pub fn clauses(context: &Context<'_>, tags: &[Tag]) -> Clauses {
    let text = context.text;
    let mut all = Clauses { list: Vec::new(), of: vec![0; tags.len()] };
    let quote_starts: Vec<usize> =
        text.quotes().iter().filter(|q| q.inner.len() > LONG_QUOTE).map(|q| q.inner.start).collect();
    for (sentence, range) in text.sentences().iter().enumerate() {
        let range = range.tokens.clone();
        let mut start = range.start;
        let mut opener = Opener::Sentence;
        for at in range.clone().skip(1) {
            let Some(next) = opens(context, tags, start, at, &quote_starts) else { continue };
            if tags[start..at].iter().all(|t| *t == Tag::Mark) {
                // Nothing but marks before it: the clause has not begun yet.
                opener = next;
                continue;
            }
            all.list.push(Clause { tokens: start..at, opener, sentence });
            start = at;
            opener = next;
        }
        if start < range.end {
            all.list.push(Clause { tokens: start..range.end, opener, sentence });
        }
    }
    for (number, clause) in all.list.iter().enumerate() {
        all.of[clause.tokens.clone()].fill(number as u32);
    }
    all
}

fn opens(context: &Context<'_>, tags: &[Tag], start: usize, at: usize, quotes: &[usize]) -> Option<Opener> {
    let text = context.text;
    if quotes.binary_search(&at).is_ok() {
        return Some(Opener::Mark);
    }
    if text.is_punct(at - 1) && matches!(text.clean(at - 1), ":" | "؛" | ";") {
        return Some(Opener::Mark);
    }
    match tags[at] {
        Tag::Particle(Particle::That) => Some(Opener::That),
        Tag::Particle(Particle::Relative) => Some(Opener::Relative),
        Tag::Particle(Particle::Subordinator) => Some(Opener::Subordinator),
        // لكن أن .. / ثم + verb: the conjunction belongs to what it opens.
        Tag::Particle(Particle::Conjunction) => {
            let next = tags.get(at + 1)?;
            let verbal = next.is_verb()
                || matches!(
                    next,
                    Tag::Particle(
                        Particle::That | Particle::Aspect | Particle::Auxiliary | Particle::Negation
                    )
                );
            (verbal && text.clean(at) != "أو").then_some(Opener::Conjunction)
        }
        Tag::Particle(Particle::Auxiliary | Particle::Aspect | Particle::Negation) => {
            let verb_after = tags.get(at + 1).is_some_and(Tag::is_verb);
            (context.has_conjunction(at) && (verb_after || tags[at] == Tag::Particle(Particle::Auxiliary)))
                .then_some(Opener::Conjunction)
        }
        Tag::Verb(reading) => {
            let attached = reading.map_or_else(
                || text.folded(at).starts_with('و') && text.folded(at).chars().count() > 4,
                |r| r.proclitics.conjunction(),
            );
            let apart = text.clean(at - 1) == "و";
            // A comma before the clause's first verb sets off its topic: ناشط من المدينة، ذكر أن …
            let after_comma = tags[start..at].iter().any(Tag::is_verb)
                && text.is_punct(at - 1)
                && matches!(text.clean(at - 1), "،" | "," | "-" | "\"");
            let governed = matches!(
                tags[at - 1],
                Tag::Particle(
                    Particle::That
                        | Particle::Relative
                        | Particle::Subordinator
                        | Particle::Negation
                        | Particle::Aspect
                        | Particle::Auxiliary
                        | Particle::Conjunction
                        | Particle::ToDo
                )
            );
            ((attached || apart || after_comma) && !governed || text.tokens()[at].gap >= Gap::Line)
                .then_some(Opener::Conjunction)
        }
        _ => None,
    }
}
