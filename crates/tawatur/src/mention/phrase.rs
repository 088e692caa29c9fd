//! Noun phrases: a head with the number before it, its adjectives, its annexed nouns and its name.

use rustc_hash::FxHashMap;

use super::{Context, Evidence, Mention, NameMatch, Tag};
use crate::codebook::{Classes, Codebook, EntityKind, HeadWord, Prep, Referent, Use};
use crate::lexicon::{Number, Particle, Reading, State};
use crate::text::Gap;
use crate::value::NumberValue;

/// How deep annexation is followed: عدد من قادة تنظيم الدولة.
const DEPTH: usize = 4;
/// Heads whose name may follow in quotation marks.
pub(super) const NAMED_IN_QUOTES: Classes = Classes::OUTLET.with(Classes::ORGANISATION);
/// A name in quotation marks has at most so many words.
const QUOTED_NAME: usize = 6;
/// A person's name has at most so many words after its title.
const NAME_WORDS: usize = 4;

/// Finds all noun phrases, in order; nested ones follow the phrase they stand in.
pub fn mentions(
    context: &Context<'_>,
    tags: &[Tag],
    names: &[NameMatch],
    numbers: &[NumberValue],
    found: &mut Vec<Mention>,
) {
    found.clear();
    let names_at: FxHashMap<usize, &NameMatch> = names.iter().map(|n| (n.tokens.start, n)).collect();
    let numbers_at: FxHashMap<usize, &NumberValue> = numbers.iter().map(|n| (n.tokens.start, n)).collect();
    let chunker = Chunker { context, tags, names_at, numbers_at };
    let mut at = 0;
    while at < tags.len() {
        let before = found.len();
        match chunker.phrase(at, DEPTH, found) {
            Some(end) => {
                chunker.govern(found, before);
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
}

/// A phrase while it takes its modifiers.
struct Growth<'a> {
    /// Its position among the mentions.
    index: usize,
    /// How deep it may nest.
    depth: usize,
    head: usize,
    word: Option<&'a HeadWord>,
    /// Whether it is complete as far as genitives go: it has one, the article, or a pronoun.
    annexed: bool,
    /// Whether it can have none: an adjective or a figure stands there.
    closed: bool,
    /// Words of an unlisted name taken so far.
    name_words: usize,
}

pub(super) struct Chunker<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) tags: &'a [Tag],
    pub(super) names_at: FxHashMap<usize, &'a NameMatch>,
    pub(super) numbers_at: FxHashMap<usize, &'a NumberValue>,
}

impl Chunker<'_> {
    /// Reads one phrase that starts at `at`, pushes it (and what is nested in it) and returns its end.
    fn phrase(&self, at: usize, depth: usize, found: &mut Vec<Mention>) -> Option<usize> {
        let index = found.len();
        let (mut mention, mut at_head) = self.opening(at)?;
        if let Some(name) = self.names_at.get(&at_head).filter(|_| self.tags[at_head] == Tag::Name) {
            self.take_name(&mut mention, name);
            mention.head = at_head;
            mention.tokens.end = name.tokens.end;
            found.push(mention);
            self.modifiers(index, depth, found);
            return Some(found[index].tokens.end);
        }
        // A number whose counted noun stands further on: "15 من مقاتلي التنظيم".
        let reading = match self.tags.get(at_head).unwrap_or(&Tag::Mark) {
            Tag::Nominal(reading) => *reading,
            Tag::Particle(Particle::Demonstrative) => {
                at_head += 1;
                match self.tags.get(at_head) {
                    Some(Tag::Nominal(reading)) => *reading,
                    _ => return None,
                }
            }
            _ if !mention.tokens.is_empty() && mention.tokens.end == at_head && at_head > at => {
                mention.head = at_head - 1;
                found.push(mention);
                return Some(at_head);
            }
            _ => return None,
        };
        mention.head = at_head;
        mention.tokens.end = at_head + 1;
        self.take_head(&mut mention, at_head, reading);
        found.push(mention);
        self.modifiers(index, depth, found);
        Some(found[index].tokens.end)
    }

    /// What may stand before a head: numbers, quantifiers, their من.
    fn opening(&self, start: usize) -> Option<(Mention, usize)> {
        let mut at = start;
        let mut plural = false;
        loop {
            // A figure may be opened by the verb that estimates it; the phrase is not.
            let figure = |n: &&&NumberValue| !n.tokens.is_empty() && !self.tags[n.tokens.start].is_verb();
            if let Some(number) = self.numbers_at.get(&at).filter(figure) {
                plural |= number.best.is_none_or(|b| b > 2.0);
                // The number's range may hold the counted noun already; the head is that noun.
                let next =
                    number.noun.filter(|&n| n >= at && n < number.tokens.end).unwrap_or(number.tokens.end);
                if next == at {
                    break;
                }
                at = next;
            } else if matches!(self.tags.get(at), Some(Tag::Particle(Particle::Quantifier))) {
                plural = true;
                at += 1;
            } else if at > start && (self.is_min(at) || self.tags.get(at) == Some(&Tag::Number)) {
                at += 1;
            } else {
                break;
            }
        }
        let heads = matches!(
            self.tags.get(at),
            Some(Tag::Nominal(_) | Tag::Name | Tag::Particle(Particle::Demonstrative))
        );
        if !heads && at == start {
            return None;
        }
        if at > start && heads && self.context.text.tokens()[at].gap >= Gap::Line {
            return None;
        }
        Some((Mention { tokens: start..at, head: at, plural, ..Mention::default() }, at))
    }

    /// Whether a bare من stands here, which parts a number from what it counts: 15 من المقاتلين.
    pub(super) fn is_min(&self, at: usize) -> bool {
        self.tags.get(at) == Some(&Tag::Particle(Particle::Prep(Prep::Min)))
            && self.context.text.clean(at) == "من"
    }

    fn take_name(&self, mention: &mut Mention, name: &NameMatch) {
        mention.named = true;
        mention.definite = true;
        if name.list.is_none() && name.evidence != Evidence::Head {
            mention.classes = Classes::PERSON;
        }
        for &referent in name.referents(self.context) {
            mention.referents.push(referent);
            mention.classes = mention.classes.with(match referent {
                Referent::Entity(e) => self.context.codebook.entities[e as usize].kind.class(),
                Referent::Place(_) => Classes::PLACE,
            });
        }
    }

    pub(super) fn head_of(&self, reading: Option<Reading>, at: usize) -> Option<(u16, &HeadWord)> {
        let lookup = |r: &Reading| {
            self.context.uses(r).iter().find_map(|u| match u {
                Use::Head(h) => Some((*h, &self.context.codebook.heads[*h as usize])),
                _ => None,
            })
        };
        reading.as_ref().and_then(lookup).or_else(|| {
            self.context.readings(at).iter().filter(|r| r.features.part.is_nominal()).find_map(lookup)
        })
    }

    pub(super) fn nisba_of(&self, at: usize) -> Option<u32> {
        self.context.readings(at).iter().find_map(|r| {
            self.context.uses(r).iter().find_map(|u| match u {
                Use::Nisba(state) => Some(*state),
                _ => None,
            })
        })
    }

    fn take_head(&self, mention: &mut Mention, at: usize, reading: Option<Reading>) {
        if let Some((number, head)) = self.head_of(reading, at) {
            mention.head_word = Some(number);
            mention.classes = head.class;
        } else if let Some(state) = self.nisba_of(at) {
            // السوريون: people of a state.
            mention.nisba = Some(state);
            mention.classes = Classes::CIVILIAN;
        }
        let features = reading.map(|r| r.features);
        // Spelled alike in ين: ناشطين is two or many.
        mention.plural |= matches!(features.and_then(|f| f.number), Some(Number::Plural | Number::Dual));
        mention.definite = features.is_some_and(|f| f.state == Some(State::Definite) || f.enclitic)
            || self.context.has_article(at);
    }

    /// Takes adjectives, annexed phrases, names in apposition and aliases in parentheses.
    fn modifiers(&self, index: usize, depth: usize, found: &mut Vec<Mention>) {
        let head = found[index].head;
        let has_enclitic = self.tags[head].reading().is_some_and(|r| r.features.enclitic);
        let mut growth = Growth {
            index,
            depth,
            head,
            word: found[index].head_word.map(|h| &self.context.codebook.heads[h as usize]),
            annexed: self.context.has_article(head) || has_enclitic || found[index].named,
            closed: self.counts(&found[index]),
            name_words: 0,
        };
        while self.grow(&mut growth, found).is_some() {}
    }

    /// Takes one modifier more, if there is one.
    fn grow(&self, growth: &mut Growth<'_>, found: &mut Vec<Mention>) -> Option<()> {
        let &mut Growth { index, head, word, .. } = growth;
        let next = self.skip_quote(found[index].tokens.end)?;
        if let Some(end) = self.parenthesis(next, index, found) {
            found[index].tokens.end = end;
            return Some(());
        }
        // قائد إحدى السرايا: what measures the genitive stands before it.
        let measured = self.tags[next] == Tag::Particle(Particle::Quantifier)
            && self.context.text.tokens()[next].gap < Gap::Line
            && self.continues(next + 1);
        if measured && !growth.annexed && !growth.closed && self.can_annex(head, None, next) {
            return self.annex(growth, next, found);
        }
        if !self.continues(next) {
            return None;
        }
        let named_here = self.tags[next] == Tag::Name && self.names_at.contains_key(&next);
        if named_here && !self.name_carries_clitic(next) {
            let introduces = word.is_some_and(|h| {
                h.title || h.group_head || h.place_head.is_some() || h.class == Classes::OUTLET
            });
            // قوات النخبة is led by nobody that its name would say: a person after it stands apart.
            let person = self.names_at.get(&next).is_some_and(|n| n.list.is_none());
            let introduces = introduces && !(person && growth.annexed && word.is_some_and(|h| h.group_head));
            if (growth.annexed || growth.closed) && !introduces
                || self.context.has_article(head) && self.opens_with_place_head(next)
            {
                return None;
            }
            return self.annex(growth, next, found);
        }
        let Tag::Nominal(reading) = self.tags[next] else { return None };
        if growth.annexed && self.purpose(word, next) {
            found[index].tokens.end = next + 1;
            return Some(());
        }
        // المتحدث باسم اللواء
        if word.is_some_and(|h| h.title)
            && self.context.text.folded(next) == "باسم"
            && self.continues(next + 1)
        {
            return self.annex(growth, next + 1, found);
        }
        if self.attached(next).1.is_some()
            || reading.is_some_and(|r| r.proclitics.0 != 0)
            || reading.is_none() && self.unknown_clitic(next)
        {
            return None;
        }
        let definite = self.context.has_article(next);
        let adjective = self.adjective(found[index].plural, next, reading);
        if adjective && self.plural_apart(head, next) {
            return None;
        }
        // An adjective, or an unlisted word with the article after a definite noun.
        let agrees = (growth.annexed || adjective)
            && definite == (self.context.has_article(head) || growth.annexed)
            && (adjective || reading.is_none() && definite);
        if agrees || adjective && !definite && !growth.annexed {
            found[index].nisba = found[index].nisba.or_else(|| self.nisba_of(next));
            self.refine(index, next, found);
            found[index].tokens.end = self.closing_quote(next + 1);
            // What an indefinite adjective modifies governs no genitive any more: "ضباط أجانب قوات الجيش" are two.
            growth.closed |= !growth.annexed && !definite;
            return Some(());
        }
        if !growth.annexed && !growth.closed && self.can_annex(head, reading, next) {
            return self.annex(growth, next, found);
        }
        // The name of a titled person that no list has.
        let titled = word.is_some_and(|h| h.title && h.class.meets(Classes::PEOPLE));
        if titled && reading.is_none() && !definite && growth.name_words < NAME_WORDS {
            found[index].tokens.end = next + 1;
            found[index].named = true;
            growth.name_words += 1;
            growth.annexed = true;
            return Some(());
        }
        None
    }

    /// Takes the phrase at `next` as the genitive, or the name, of the one that grows.
    fn annex(&self, growth: &mut Growth<'_>, next: usize, found: &mut Vec<Mention>) -> Option<()> {
        let (index, nested) = (growth.index, found.len());
        let end = self.phrase(next, growth.depth.checked_sub(1)?, found)?;
        let quoted = next > found[index].tokens.end && self.context.text.clean(next - 1) == "\"";
        found[index].tokens.end = end.max(self.closing_quote(end));
        absorb(self.context.codebook, index, nested, growth.word, found);
        growth.annexed = true;
        if quoted {
            self.name_in_quotes(growth, next, found);
        }
        Some(())
    }

    /// صحيفة "المرفأ": what stands in quotation marks after such a head is its name, whatever its words are.
    fn name_in_quotes(&self, growth: &Growth<'_>, first: usize, found: &mut [Mention]) {
        let Some(word) = growth.word else { return };
        let publishes = word.source.as_deref() == Some("outlet");
        if !(publishes || word.group_head || word.class.meets(NAMED_IN_QUOTES)) {
            return;
        }
        let mention = &mut found[growth.index];
        mention.named = true;
        let quotes = self.context.text.quotes();
        let name = quotes
            .get(quotes.partition_point(|q| q.inner.start < first))
            .filter(|q| q.inner.start == first && q.inner.len() <= QUOTED_NAME);
        if let Some(name) = name {
            mention.tokens.end = mention.tokens.end.max(self.closing_quote(name.inner.end));
        }
        // موقع "دفتر اليوم" is a site to read, no position.
        if publishes {
            mention.classes = Classes::OUTLET;
        }
    }

    /// An adjective may tell the class: القوات الحكومية, العناصر الإرهابية, رجال مسلحون.
    fn refine(&self, index: usize, adjective: usize, found: &mut [Mention]) {
        if let Some((_, word)) = self.head_of(None, adjective)
            && word.class == Classes::ARMED
            && (found[index].classes.is_empty()
                || found[index].classes.meets(Classes::PEOPLE.with(Classes::ORGANISATION)))
        {
            found[index].classes = found[index].classes.with(Classes::ARMED);
        }
    }

    /// Whether the token can go on a phrase: on the same line, no function word.
    fn continues(&self, at: usize) -> bool {
        self.context.text.tokens().get(at).is_some_and(|t| t.gap < Gap::Line)
            && matches!(self.tags.get(at), Some(Tag::Nominal(_) | Tag::Name))
    }

    /// The next token, one opening quotation mark skipped.
    fn skip_quote(&self, at: usize) -> Option<usize> {
        let text = self.context.text;
        let quote = text.is_punct(at) && text.clean(at) == "\"" && text.tokens()[at].gap != Gap::None;
        let next = if quote { at + 1 } else { at };
        (next < text.len()).then_some(next)
    }

    fn closing_quote(&self, at: usize) -> usize {
        let text = self.context.text;
        if text.is_punct(at) && text.clean(at) == "\"" && text.tokens()[at].gap == Gap::None {
            at + 1
        } else {
            at
        }
    }

    /// An alias in parentheses right after the phrase: تنظيم الدولة الإسلامية (داعش).
    fn parenthesis(&self, at: usize, index: usize, found: &mut [Mention]) -> Option<usize> {
        let text = self.context.text;
        if !(text.is_punct(at) && text.clean(at) == "(") {
            return None;
        }
        let name = self.names_at.get(&self.skip_quote(at + 1)?)?;
        let close = self.closing_quote(name.tokens.end);
        if !(text.is_punct(close) && text.clean(close) == ")") {
            return None;
        }
        let same = name.referents(self.context).iter().any(|r| found[index].referents.contains(r));
        if found[index].referents.is_empty() && found[index].classes.meets(Classes::PARTY) {
            let mention = &mut found[index];
            mention.referents = name.referents(self.context).to_vec();
            return Some(close + 1);
        }
        same.then_some(close + 1)
    }
}

/// What a phrase takes over from the phrase annexed to it.
fn absorb(codebook: &Codebook, index: usize, nested: usize, head: Option<&HeadWord>, found: &mut [Mention]) {
    let Some(inner) = found.get(nested).cloned() else { return };
    if let Some(inner) = found.get_mut(nested) {
        inner.inside = Some(index as u32);
    }
    let outer = &mut found[index];
    let keep = |want: fn(&Referent) -> bool| inner.referents.iter().copied().filter(want).collect::<Vec<_>>();
    let Some(head) = head else {
        // An unlisted head over a group's or state's name may still stand for it, if nothing better is there.
        outer.nisba = outer.nisba.or(inner.nisba);
        return;
    };
    if head.place_head.is_some() {
        let places = keep(|r| matches!(r, Referent::Place(_)));
        outer.named |= inner.named;
        outer.referents = places;
        outer.classes = Classes::PLACE;
    } else if head.class.meets(Classes::PARTY.with(Classes::PEOPLE).with(Classes::OUTLET)) {
        let mut entities = keep(|r| matches!(r, Referent::Entity(_)));
        if !head.class.meets(Classes::PEOPLE) {
            // A brigade that bears a person's name is not that person.
            entities.retain(|r| match r {
                Referent::Entity(e) => codebook.entities[*e as usize].kind != EntityKind::Person,
                Referent::Place(_) => true,
            });
        }
        outer.named |= inner.named && (head.group_head || head.title || head.class == Classes::OUTLET);
        outer.referents = entities;
        if head.group_head && outer.classes.is_empty() {
            outer.classes = inner.classes;
        }
    }
    outer.nisba = outer.nisba.or(inner.nisba);
    outer.definite |= inner.definite;
}
