//! What a number counts, told by the words around it: مقتل 14 مدنياً, وأصيب 31 آخرون, بينهم أربعة أطفال.
//!
//! A number of people says little; the word that governs it says what became of them. That word stands before the number,
//! with its own preposition or none, or it is the verb of which the number is the topic. What is joined to a number or
//! is a part of it goes on with what that counts.

use super::clause::Clauses;
use crate::codebook::{Classes, CountedWords, Prep};
use crate::lexicon::{Number, Particle, Proclitics, Reading};
use crate::mention::{self, Context, Mention, Tag};
use crate::value::{NumberKind, NumberValue};

/// The word that governs a number stands at most so many tokens before it …
const BACK: usize = 24;
/// … or after it.
const AHEAD: usize = 16;
/// Between "the number of" and its noun stand at most so many tokens.
const TALLIED: usize = 3;

/// What a number counts, by its words alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counted<'a> {
    /// They do not say.
    #[default]
    Unsaid,
    /// They say that it is no people, and no more.
    Things,
    /// One thing.
    One(&'a str),
    /// Two in one figure: مقتل وإصابة 55 عنصراً.
    Both(&'a str, &'a str),
}

/// What stands before a number, as far as it tells what is counted.
enum Before<'a> {
    /// A word that says it, directly before the number or further off.
    Told(Counted<'a>, bool),
    /// Something else governs the number.
    Governed,
    /// A verb that says nothing of it.
    Verb,
    /// Nothing: the number opens its clause.
    Free,
}

struct Counter<'a> {
    context: &'a Context<'a>,
    tags: &'a [Tag],
    mentions: &'a [Mention],
    clauses: &'a Clauses,
    numbers: &'a [NumberValue],
    words: &'a [CountedWords],
}

/// What each number of a text counts by its words, in the order of the numbers.
pub fn counted<'a>(
    context: &'a Context<'a>,
    tags: &'a [Tag],
    mentions: &'a [Mention],
    clauses: &'a Clauses,
    numbers: &'a [NumberValue],
) -> Vec<Counted<'a>> {
    let words = context.codebook.counting.words.as_slice();
    let counter = Counter { context, tags, mentions, clauses, numbers, words };
    let mut all = Vec::with_capacity(numbers.len());
    for (n, number) in numbers.iter().enumerate() {
        let told = if counts(number) { counter.tell(n, &all) } else { Counted::Unsaid };
        all.push(told);
    }
    all
}

/// Whether a number may be a quantity at all.
pub fn counts(number: &NumberValue) -> bool {
    !matches!(number.kind, NumberKind::Ordinal | NumberKind::Label | NumberKind::YearLike)
}

impl<'a> Counter<'a> {
    fn tell(&self, n: usize, before: &[Counted<'a>]) -> Counted<'a> {
        let number = &self.numbers[n];
        let own = self.own(number);
        if let Counted::One(code) = own
            && self.is_measure(code)
        {
            return own;
        }
        if own == Counted::Unsaid && self.of_things(number) {
            return Counted::Things;
        }
        if let Some(both) = self.dead_and_wounded(number.tokens.end) {
            return both;
        }
        let start = number.tokens.start;
        let parts = &self.context.codebook.counting.parts;
        let part = |at: usize| self.context.facts(at).matches(parts);
        if own == Counted::Unsaid && start > 0 && part(start - 1) {
            return self.whole(start, before);
        }
        match (own, self.before(number)) {
            // سبعة منهم في حال خطرة, but not: يتجمع نحو 200 منهم.
            (Counted::Unsaid, Before::Free) if number.noun.is_some_and(part) => self.whole(start, before),
            (Counted::Unsaid, Before::Told(told, _)) | (_, Before::Told(told, true)) => told,
            (Counted::Unsaid, Before::Free) => self.topic(number),
            (Counted::Unsaid, Before::Verb) => self.completed(number).unwrap_or_else(|| self.tally(number)),
            (Counted::Unsaid, Before::Governed) => self.tally(number),
            _ => own,
        }
    }

    fn sentence_start(&self, at: usize) -> usize {
        let text = self.context.text;
        text.sentences()[text.sentence_of(at)].tokens.start
    }

    fn sentence_end(&self, at: usize) -> usize {
        let text = self.context.text;
        text.sentences()[text.sentence_of(at)].tokens.end
    }

    /// What a word names that is counted: قتلى, نازحين.
    fn noun(&self, at: usize) -> Option<&'a str> {
        let facts = self.context.facts(at);
        self.words.iter().find(|w| facts.matches(&w.words)).map(|w| w.code.as_str())
    }

    /// Lengths, sums and the like count no people, and nothing is done to them.
    fn is_measure(&self, code: &str) -> bool {
        self.words.iter().any(|w| w.code == code && w.acts.is_empty())
    }

    /// What becomes of those whom a word governs, after its preposition or without one.
    fn act(&self, at: usize, prep: Option<Prep>) -> Option<&'a str> {
        let facts = self.context.facts(at);
        let has = |w: &CountedWords| w.acts.iter().any(|(p, of)| *of == prep && facts.matches(&[*p]));
        self.words.iter().find(|w| has(w)).map(|w| w.code.as_str())
    }

    /// What the counted noun says itself; two nouns may share a number: عشرات القتلى والجرحى.
    fn own(&self, number: &NumberValue) -> Counted<'a> {
        let Some((at, code)) = number.noun.and_then(|at| Some((at, self.noun(at)?))) else {
            return Counted::Unsaid;
        };
        let next = at.max(number.tokens.end - 1) + 1;
        let joined = next < self.sentence_end(at) && self.joined(next);
        let alone = !matches!(self.tags.get(next + 1), Some(Tag::Number));
        match self.noun_at(next).filter(|other| joined && alone && *other != code && !self.is_measure(other))
        {
            Some(other) if self.numbers.iter().all(|n| n.tokens.start != next + 1) => {
                Counted::Both(code, other)
            }
            _ => Counted::One(code),
        }
    }

    fn noun_at(&self, at: usize) -> Option<&'a str> {
        (at < self.tags.len()).then(|| self.noun(at)).flatten()
    }

    /// بين قتيل وجريح, after the number.
    fn dead_and_wounded(&self, end: usize) -> Option<Counted<'a>> {
        let last = self.sentence_end(end.saturating_sub(1)).min(end + AHEAD);
        let between = (end..last)
            .take_while(|&at| !self.tags[at].is_verb())
            .find(|&at| self.tags[at] == Tag::Particle(Particle::Prep(Prep::Bayn)))?;
        let one = self.noun_at(between + 1)?;
        let other = self.noun_at(between + 2)?;
        (one != other).then_some(Counted::Both(one, other))
    }

    /// The mention that a number opens or stands in.
    fn mention(&self, number: &NumberValue) -> Option<&'a Mention> {
        let at = number.tokens.clone();
        let all = mention::within(self.mentions, at.start.saturating_sub(BACK)..at.end);
        let holds = |m: &&Mention| m.tokens.contains(&at.start);
        let inside = |m: &&Mention| at.start < m.tokens.start;
        let mentions = &self.mentions[all];
        mentions.iter().rev().find(holds).or_else(|| mentions.iter().find(inside))
    }

    /// Whether what is counted is known to be no people: things, or what happens (عدة غارات).
    fn of_things(&self, number: &NumberValue) -> bool {
        number.kind != NumberKind::Cardinal
            || number.noun.filter(|&at| !self.is_no_noun(at)).is_some_and(|at| {
                let classes = self.mention(number).map_or(Classes::default(), |m| m.classes);
                if classes.is_empty() {
                    self.context.facts(at).frame
                } else {
                    !classes.meets(Classes::ANY_ACTOR)
                }
            })
    }

    /// Whether a word that was taken for a counted noun is none: a verb (250 ألفاً نزحوا), or one with a preposition of its own
    /// (إصابة المئات برصاص).
    fn is_no_noun(&self, at: usize) -> bool {
        let governed = |r: Reading| r.proclitics.has(Proclitics::BI) || r.proclitics.has(Proclitics::LI);
        self.tags[at].is_verb() || self.tags[at].reading().is_some_and(governed)
    }

    /// Whether a number goes on with what stands before it: و5 آخرين.
    fn joined(&self, start: usize) -> bool {
        let text = self.context.text;
        let attached = self.context.has_conjunction(start) || {
            let word = text.folded(start);
            word.starts_with('و') && !word.starts_with("واحد") && text.is_word(start)
        };
        attached || start > 0 && text.folded(start - 1) == "و"
    }

    /// What a part is a part of: the nearest number before it, or the nearest word that tells what became of people.
    fn whole(&self, start: usize, before: &[Counted<'a>]) -> Counted<'a> {
        let first = self.sentence_start(start);
        for at in (first..start).rev() {
            if let Some(n) = self.numbers[..before.len()].iter().rposition(|n| n.tokens.contains(&at)) {
                if matches!(before[n], Counted::One(code) if self.is_measure(code)) {
                    continue;
                }
                return before[n];
            }
            if let Some(code) = self.noun(at).or_else(|| self.act(at, None)).filter(|c| !self.is_measure(c)) {
                return Counted::One(code);
            }
        }
        Counted::Unsaid
    }

    /// What stands before a number in its sentence.
    fn before(&self, number: &NumberValue) -> Before<'a> {
        let (context, start) = (self.context, number.tokens.start);
        let first = self.sentence_start(start).max(start.saturating_sub(BACK));
        let mention = self.mention(number).filter(|m| m.tokens.start <= start || m.prep.is_some());
        let governed = mention.and_then(|m| m.prep).filter(|(_, at)| *at <= start);
        let prep = governed.map(|(prep, _)| prep);
        if mention.is_some_and(|m| m.adverbial) && !self.has_pronoun(start) {
            return Before::Governed;
        }
        let joined = self.joined(start);
        let next = governed.map_or(start, |(_, at)| at.min(start));
        for at in (first..next).rev() {
            if let Some(code) = self.act(at, prep) {
                let direct = at + 1 == next || self.tags[at].is_verb() && !joined;
                return Before::Told(self.coordinated(at, code), direct);
            }
            match self.tags[at] {
                Tag::Verb(_) => return Before::Verb,
                Tag::Particle(Particle::That | Particle::Relative | Particle::Subordinator) => {
                    return if governed.is_some() { Before::Governed } else { Before::Free };
                }
                Tag::Mark if matches!(context.text.clean(at), ":" | "؛" | ";") => {
                    return if governed.is_some() { Before::Governed } else { Before::Free };
                }
                _ => {}
            }
            let people = self.noun(at).filter(|code| !self.is_measure(code));
            match people {
                Some(code) if prep.is_none() && (at + 1 == start || joined) => {
                    return Before::Told(Counted::One(code), at + 1 == start && !joined);
                }
                None if at + 1 == start && prep.is_none() && self.annexes(start) => return Before::Governed,
                _ => {}
            }
        }
        if governed.is_some() { Before::Governed } else { Before::Free }
    }

    /// Whether the word before a number has its own object: خلاله, فيها.
    fn has_pronoun(&self, start: usize) -> bool {
        let word = self.context.text.folded(start - 1);
        start > 0 && ["ه", "ها", "هم", "هما"].iter().any(|pronoun| word.ends_with(pronoun))
    }

    /// Whether the noun before a number governs it in annexation: رصاص 3 جنود.
    fn annexes(&self, start: usize) -> bool {
        matches!(self.tags[start - 1], Tag::Nominal(Some(_)))
            && !self.joined(start)
            && !self.context.has_conjunction(start - 1)
            && self.context.after_bare_noun(start)
    }

    /// An act, or two that share what they govern: مقتل وإصابة, قُتل أو أصيب.
    fn coordinated(&self, at: usize, code: &'a str) -> Counted<'a> {
        let text = self.context.text;
        let apart = at > 0 && matches!(text.folded(at - 1), "و" | "او");
        let attached = at > 0 && text.folded(at).starts_with('و') && text.is_word(at);
        let other = at.checked_sub(if apart { 2 } else { 1 }).filter(|_| apart || attached);
        // A verb in the plural, or right behind people, has its subject before it: خمسة منهم قتلوا وأصيب آخرون.
        let open = |o: &usize| {
            let topic = self.mentions[mention::within(self.mentions, o.saturating_sub(AHEAD)..*o)]
                .iter()
                .any(|m| m.tokens.end == *o && m.prep.is_none() && m.classes.meets(Classes::ANY_ACTOR));
            !(self.tags[*o].reading().is_some_and(|r| many(&r)) || topic && self.tags[*o].is_verb())
        };
        match other.filter(open).and_then(|o| self.act(o, None)).filter(|o| *o != code) {
            Some(other) => Counted::Both(other, code),
            None => Counted::One(code),
        }
    }

    /// What the verb after a number says of it: أن 20 مدنياً قُتلوا. A verb with an object of its own is what they did.
    fn topic(&self, number: &NumberValue) -> Counted<'a> {
        let end = number.noun.filter(|&at| self.tags[at].is_verb()).unwrap_or(number.tokens.end);
        let last = self.sentence_end(end - 1).min(end + AHEAD);
        for at in end..last {
            if matches!(self.tags[at], Tag::Particle(Particle::That | Particle::Relative)) {
                break;
            }
            let Tag::Verb(reading) = self.tags[at] else { continue };
            let Some(code) = self.act(at, None) else { return self.completed(number).unwrap_or_default() };
            let agrees = reading.is_none_or(|r| many(&r) || r.features.enclitic);
            let few = number.best.is_some_and(|best| best < 1.5);
            if !agrees && !few || self.has_object(at) {
                break;
            }
            let or = usize::from(at + 1 < last && matches!(self.context.text.folded(at + 1), "و" | "او"));
            let next = at + 1 + or;
            let other = self
                .tags
                .get(next)
                .and_then(Tag::reading)
                .filter(|r| next < last && many(r) && (or == 1 || self.context.has_conjunction(next)));
            return match other.and_then(|_| self.act(next, None)).filter(|o| *o != code) {
                Some(other) => Counted::Both(code, other),
                None => Counted::One(code),
            };
        }
        Counted::Unsaid
    }

    /// Whether people stand directly after a verb, without a preposition.
    fn has_object(&self, verb: usize) -> bool {
        self.mentions[mention::within(self.mentions, verb + 1..verb + 2)].iter().any(|m| {
            m.prep.is_none()
                && !m.adverbial
                && !m.joined
                && (m.classes.meets(Classes::ANY_ACTOR) || m.tokens.start < m.head)
        })
    }

    /// A word after the number that completes the verb before or after it: لقي 27 مدنياً مصرعهم.
    fn completed(&self, number: &NumberValue) -> Option<Counted<'a>> {
        let end = number.tokens.end;
        let last = self.sentence_end(end - 1).min(end + AHEAD);
        let code = |at: usize| {
            let facts = self.context.facts(at);
            self.words.iter().find(|w| facts.matches(&w.after)).map(|w| w.code.as_str())
        };
        (end..last)
            .take_while(|&at| self.clauses.index_of(at) <= self.clauses.index_of(number.tokens.start) + 1)
            .find_map(code)
            .map(Counted::One)
    }

    /// A number said of a tally before it: ارتفع عدد القتلى إلى 18.
    fn tally(&self, number: &NumberValue) -> Counted<'a> {
        let start = number.tokens.start;
        let tallies = &self.context.codebook.counting.tallies;
        let first = self.sentence_start(start).max(start.saturating_sub(BACK));
        let tally = (first..start).rev().find(|&at| self.context.facts(at).matches(tallies));
        let Some(tally) = tally else { return Counted::Unsaid };
        (tally + 1..(tally + 1 + TALLIED).min(start))
            .find_map(|at| self.noun(at).or_else(|| self.act(at, None)))
            .map_or(Counted::Unsaid, Counted::One)
    }
}

fn many(reading: &Reading) -> bool {
    matches!(reading.features.number, Some(Number::Plural | Number::Dual))
}
