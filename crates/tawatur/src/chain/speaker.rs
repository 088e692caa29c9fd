//! Who speaks: the subject of a verb of saying, its office and name in full, and the outlet that it speaks to.

use super::attribution::{FULL_SOURCE, Finder};
use super::is_source;
use crate::claim::{self, Argument, Trigger};
use crate::codebook::{Classes, Cue, CueKind, Prep};
use crate::lexicon::{Number, Particle};
use crate::mention::{self, Tag};
use crate::text::{Gap, Tokens};

/// A surname stands for a name told at most so many tokens before.
const NAMED_BEFORE: usize = 2_000;

/// A name in quotation marks has so many words at the most.
const QUOTED_NAME: usize = 4;

/// A subject that a comma parts from its verb of saying stands at most so many tokens behind it: قال، أمس، المتحدث.
pub(super) const NEAR_SUBJECT: usize = 4;

impl Finder<'_> {
    /// Outlets to which something was said: each is the medium, which relays; أبلغ has it for its object.
    pub(super) fn media(&self, argument: &Argument, limit: usize) -> Vec<usize> {
        let relays = |m: usize| {
            let mention = &self.mentions[m];
            mention.tokens.start < limit
                && mention.classes.meets(Classes::OUTLET)
                && !(self.own)(mention)
                && (mention.entity().is_some() || mention.definite)
        };
        let told = argument
            .preps
            .iter()
            .filter(|&&(prep, m)| matches!(prep, Prep::Li | Prep::Maa | Prep::Bi | Prep::Ila) && relays(m));
        let object = argument
            .bare
            .iter()
            .enumerate()
            .filter(|&(at, &m)| (at > 0 && self.mentions[m].named || self.bracketed(m)) && relays(m))
            .map(|(_, m)| m);
        told.map(|&(_, m)| m).chain(object.copied()).take(1).collect()
    }

    /// A source with office and name together, as they stand before `limit`: the office often comes first and the
    /// name after it, or after a comma. Where no clause or mark ends it (not `bounded`), it ends before any noun of an act.
    pub(super) fn full_source(&self, m: usize, limit: usize, bounded: bool) -> Tokens {
        let tokens = self.mentions[m].tokens.clone();
        let text = self.context.text;
        let limit = limit.min(tokens.start + FULL_SOURCE);
        let mut end = tokens.end;
        for at in tokens.end..limit {
            match self.tags[at] {
                _ if self.apart(m, at) => break,
                // What is said may follow as a noun: أعلن الجيش مقتل قائد.
                Tag::Nominal(_) if !bounded && self.context.facts(at).frame => break,
                Tag::Name | Tag::Nominal(_) => end = at + 1,
                // Names are verbs too, or look like one: نصرت, فضل.
                Tag::Verb(reading)
                    if (reading.is_none() || self.context.facts(at).person.is_some())
                        && self.names_on(at) =>
                {
                    end = at + 1;
                }
                Tag::Mark if matches!(text.clean(at), "،" | "," | "\"" | "(" | ")" | "#") => {}
                Tag::Particle(Particle::Prep(prep)) if !matches!(prep, Prep::An | Prep::Lada) => {}
                _ => break,
            }
        }
        tokens.start..self.unbroken(&tokens, end)
    }

    /// Where a source ends that was found to end inside a quotation or brackets: behind a name in quotation marks, before
    /// anything longer, which is what it says.
    fn unbroken(&self, source: &Tokens, end: usize) -> usize {
        let text = self.context.text;
        if let Some(quote) = self.quotes(source.end + 1..end).find(|quote| quote.inner.end > end) {
            return if quote.inner.len() <= QUOTED_NAME {
                quote.inner.end + 1
            } else {
                quote.inner.start - 1
            };
        }
        let closed = text.is_punct(end) && text.clean(end) == ")";
        let bracket = (source.end..end).rfind(|&at| matches!(text.clean(at), "(" | ")"));
        bracket.filter(|&at| text.clean(at) == "(" && !closed).unwrap_or(end)
    }

    /// Whether a word of a name goes on at the next token.
    fn names_on(&self, at: usize) -> bool {
        self.tags.get(at + 1).is_some_and(|t| matches!(t, Tag::Name | Tag::Nominal(_)))
            && self.context.text.tokens()[at].gap < Gap::Line
    }

    /// What is not of the source although it stands beside it: the outlet spoken to, the statement it was said in,
    /// and another cue: القائد لرويترز, القائد في بيان, رويترز نقلاً عن.
    fn apart(&self, source: usize, at: usize) -> bool {
        let relays = self.mentions[source].classes.meets(Classes::OUTLET);
        let attributes = |c: &Trigger| {
            c.cue(self.context, CueKind::Say).is_some() || c.cue(self.context, CueKind::According).is_some()
        };
        claim::within(self.cues, at..at + 1).iter().any(attributes)
            || mention::within(self.mentions, at..at + 3).any(|m| {
                let mention = &self.mentions[m];
                let from = mention.prep.map_or(mention.tokens.start, |(_, t)| t);
                from == at
                    && (mention.prep.is_some() && mention.classes.meets(Classes::MESSAGE)
                        || mention.classes.meets(Classes::OUTLET)
                            && (mention.prep.is_some() || mention.named && !relays))
            })
    }

    /// The speaker of a verb of saying, and whether it is left out.
    pub(super) fn speaker(
        &self,
        cue: &Trigger,
        entry: &Cue,
        range: &Tokens,
        argument: &Argument,
        limit: usize,
    ) -> (Option<usize>, bool) {
        // Who is cited is not who cites, nor does a subject stand far off behind a comma.
        let cited = argument.preps.iter().find(|&&(prep, _)| entry.cites && prep == Prep::An);
        let limit = cited.map_or(limit, |&(_, m)| self.mentions[m].tokens.start.min(limit));
        let near = |m: usize| {
            let start = self.mentions[m].tokens.start;
            start <= cue.tokens.end + NEAR_SUBJECT
                || (cue.tokens.end..start).all(|t| !matches!(self.context.text.clean(t), "،" | ","))
        };
        let source = |m: &usize| {
            let mention = &self.mentions[*m];
            is_source(self.context, mention)
                && (entry.speaker.is_empty()
                    || mention.classes.is_empty()
                    || mention.classes.meets(entry.speaker))
        };
        let plural =
            cue.reading.is_some_and(|r| matches!(r.features.number, Some(Number::Plural | Number::Dual)));
        if !plural
            && let Some(m) = argument.bare.iter().copied().find(|&m| {
                self.mentions[m].tokens.start < limit
                    && near(m)
                    && !self.bracketed(m)
                    && (source(&m) || self.unlisted_name(cue, m, range) || self.unlisted_body(cue, m))
            })
        {
            return (Some(m), false);
        }
        if let Some(m) = argument.topic.filter(source) {
            return (Some(m), false);
        }
        if plural && let Some(m) = argument.inherited.filter(source) {
            return (Some(m), true);
        }
        (None, true)
    }

    /// Whether brackets part a mention from the preposition that governs it: قال لـ(فلان).
    fn bracketed(&self, m: usize) -> bool {
        let start = self.mentions[m].tokens.start;
        start > 1
            && matches!(self.context.text.clean(start - 1), "(" | "\"")
            && matches!(self.tags[start - 2], Tag::Particle(Particle::Prep(_)))
    }

    /// A definite noun that no list has, alone between the verb and what it says: وبيّنت الدار أن.
    fn unlisted_body(&self, cue: &Trigger, m: usize) -> bool {
        let mention = &self.mentions[m];
        mention.classes.is_empty()
            && mention.definite
            && mention.prep.is_none()
            && mention.tokens.start == cue.tokens.end
            && matches!(self.tags.get(mention.tokens.end), Some(Tag::Particle(Particle::That)))
            && matches!(self.tags[mention.head], Tag::Nominal(_))
            && self.context.readings(mention.head).iter().all(|r| self.context.uses(r).is_empty())
    }

    /// A name that no list has: right after the verb, not a word of the lexicon, no accusative or
    /// possessed noun, and followed by what it says or by a comma.
    fn unlisted_name(&self, cue: &Trigger, m: usize, range: &Tokens) -> bool {
        let mention = &self.mentions[m];
        let text = self.context.text;
        let adjacent = (cue.tokens.end..mention.tokens.start).all(|t| self.tags[t] == Tag::Mark);
        let head = mention.head;
        let surface = text.surface(head);
        let accusative =
            surface.contains('\u{064B}') || text.clean(head).ends_with('ا') && mention.tokens.len() == 1;
        let followed = (mention.tokens.end..range.end).next().is_none_or(|t| {
            matches!(
                self.tags[t],
                Tag::Particle(Particle::That | Particle::Prep(_) | Particle::Adverbial) | Tag::Date
            ) || self.tags[t] == Tag::Mark
                // More about him: وقال فلان وهو شاهد إن.
                || matches!(text.folded(t), "وهو" | "وهي")
                // To whom it is said: قال فلان لوكالة.
                || mention::within(self.mentions, t..t + 1)
                    .any(|m| self.mentions[m].prep.is_some_and(|(prep, _)| prep == Prep::Li))
        });
        let clean = text.clean(head);
        // A surname with the article is told from a noun by having been named before.
        let told = !clean.starts_with("ال")
            || self.context.readings(head).is_empty()
            || (head.saturating_sub(NAMED_BEFORE)..head)
                .any(|t| text.folded(t) == text.folded(head) && matches!(self.tags[t], Tag::Nominal(_)));
        mention.classes.is_empty()
            && told
            && !(clean.ends_with('ه') && mention.tokens.len() == 1)
            && adjacent
            && !accusative
            && followed
            && matches!(self.tags[head], Tag::Nominal(_))
            && !text.clean(head).ends_with('ة')
            // Names are words too (كامل, المقدسي), but none that the codebook uses.
            && self.context.readings(head).iter().all(|r| self.context.uses(r).is_empty())
    }
}
