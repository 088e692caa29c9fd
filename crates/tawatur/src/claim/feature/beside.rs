//! Words beside a mention, and the way from the trigger to it.

use super::{Ground, NONE, Standing, few, yes};
use crate::codebook::{Features, Value, value};
use crate::mention::{self, Mention, Tag};
use crate::text::Tokens;

/// A way is told by so many steps at most …
const STEPS: usize = 12;
/// … and by family where it is as short as this.
const SHORT: usize = 6;

impl Ground<'_> {
    /// The words that stand right before and after some tokens, and the first of them.
    pub(super) fn words_around(
        &self,
        s: &Standing<'_>,
        tokens: &Tokens,
        side: Value<'_>,
        f: &mut Features<'_>,
    ) {
        let word = |token: Option<usize>| {
            token.filter(|t| *t < self.slots.tags.len()).map_or(NONE, |t| self.word(t))
        };
        let before = word(tokens.start.checked_sub(1));
        f.add(value!("word before"), &[before, side]);
        f.add(value!("word before+family"), &[before, s.family]);
        f.add(value!("word after"), &[word(Some(tokens.end)), side]);
        f.add(value!("first word"), &[word(Some(tokens.start)), side]);
    }

    /// What stands between the trigger and some tokens of its sentence: kinds of words and the function words among
    /// them, in their order.
    pub(super) fn way(&self, s: &Standing<'_>, tokens: &Tokens, side: Value<'static>, f: &mut Features<'_>) {
        let trigger = &s.proposition.trigger.tokens;
        let between =
            if tokens.start > s.at() { trigger.end..tokens.start } else { tokens.end..trigger.start };
        if between.len() > STEPS || self.slots.clauses.of(tokens.start).sentence != s.sentence {
            return;
        }
        // The side, the steps, and what the way is combined with.
        let mut way = [side; STEPS + 2];
        let mut end = 1;
        for token in between.clone() {
            let function = matches!(self.slots.tags[token], Tag::Particle(_) | Tag::Mark);
            let step = if function { self.word(token) } else { self.tag(Some(token)) };
            if way[end - 1] != step || end == 1 {
                way[end] = step;
                end += 1;
            }
            let again = || between.start..token;
            if function
                && !again()
                    .any(|t| self.slots.context.text.folded(t) == self.slots.context.text.folded(token))
            {
                f.add(value!("between word"), &[side, step]);
                f.add(value!("between word+part"), &[side, step, s.part]);
            }
        }
        f.add(value!("way"), &way[..end]);
        way[end] = s.part;
        f.add(value!("way+part"), &way[..=end]);
        if between.len() <= SHORT {
            way[end] = s.family;
            f.add(value!("way+family"), &way[..=end]);
        }
        let verb = |at: Option<usize>| at.map_or(NONE, |t| self.lemma_at(t));
        let mut verbs = between.filter(|&t| self.slots.tags[t].is_verb());
        let first = verbs.next();
        f.add(value!("verbs on the way"), &[side, verb(first), verb(verbs.next_back().or(first))]);
    }

    /// The phrase that a mention stands in, and the longest one inside it: which of them is meant, or none.
    pub(super) fn nesting(&self, m: usize, f: &mut Features<'_>) {
        let (mentions, mention) = (self.slots.mentions, &self.slots.mentions[m]);
        let class = |m: &Mention| m.classes.values().next().unwrap_or(value!("none"));
        let own = class(mention);
        if let Some(outer) = mention.inside {
            let outer = outer as usize;
            f.add(value!("outer head"), &[self.looks[outer].head]);
            f.add(value!("outer class"), &[class(&mentions[outer]), own]);
        }
        let within = |o: &usize| *o != m && mentions[*o].tokens.end <= mention.tokens.end;
        let inner = mention::within(mentions, mention.tokens.clone())
            .filter(within)
            .max_by_key(|&o| mentions[o].tokens.len());
        if let Some(inner) = inner {
            f.add(value!("inner head"), &[self.looks[inner].head]);
            f.add(value!("inner class"), &[class(&mentions[inner]), own]);
        }
        let nested = yes(mention.inside.is_some());
        f.add(value!("nesting"), &[nested, yes(inner.is_some()), self.looks[m].prep]);
        f.add(value!("width"), &[few(mention.tokens.len()), nested]);
    }

    /// The verbs before and after some tokens in their sentence: one that is not the trigger has arguments of its own.
    pub(super) fn verbs_around(
        &self,
        s: &Standing<'_>,
        tokens: &Tokens,
        (side, prep): (Value<'_>, Value<'_>),
        f: &mut Features<'_>,
    ) {
        let text = self.slots.context.text;
        let sentence = &text.sentences()[self.slots.clauses.of(tokens.start).sentence].tokens;
        let trigger = &s.proposition.trigger.tokens;
        let lemma = |t: usize| if trigger.contains(&t) { value!("TRIGGER") } else { self.lemma_at(t) };
        let (first, after) = (self.verbs[tokens.start] as usize, self.verbs[tokens.end] as usize);
        let before = first.checked_sub(1).map(|v| self.verbs_at[v]).filter(|v| sentence.contains(v));
        if let Some(verb) = before {
            f.add(value!("verb before"), &[lemma(verb), side]);
            f.add(value!("verb before+near"), &[lemma(verb), few(tokens.start - verb), prep]);
            let own = yes(trigger.contains(&verb));
            f.add(value!("verb before+part"), &[own, prep, side, s.part]);
        } else {
            f.add(value!("verb before"), &[NONE, side]);
        }
        if let Some(&verb) = self.verbs_at.get(after).filter(|v| sentence.contains(v)) {
            f.add(value!("verb after"), &[lemma(verb), side]);
            f.add(value!("verb after+near"), &[lemma(verb), few(verb - tokens.end), prep]);
        }
    }

    /// The lemma of a token as it is read there; what has none, as it stands.
    pub(super) fn lemma_at(&self, token: usize) -> Value<'_> {
        let context = self.slots.context;
        match self.slots.tags[token].reading() {
            Some(reading) => Value::new(context.codebook.lexicon.citation(&reading)),
            None => self.word(token),
        }
    }

    pub(super) fn word(&self, token: usize) -> Value<'_> {
        match self.slots.tags[token] {
            Tag::Number => value!("NUMBER"),
            Tag::Date => value!("DATE"),
            Tag::Name => value!("NAME"),
            _ => Value::new(self.slots.context.text.folded(token)),
        }
    }

    pub(super) fn tag(&self, token: Option<usize>) -> Value<'static> {
        match token.and_then(|t| self.slots.tags.get(t)) {
            None => NONE,
            Some(Tag::Verb(_)) => value!("verb"),
            Some(Tag::Nominal(_)) => value!("nominal"),
            Some(Tag::Name) => value!("name"),
            Some(Tag::Date) => value!("date"),
            Some(Tag::Number) => value!("number"),
            Some(Tag::Particle(_)) => value!("particle"),
            Some(Tag::Mark) => value!("mark"),
        }
    }
}
