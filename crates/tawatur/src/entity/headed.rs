//! Names that open with a noun saying what they name: منظمة, حزب, جامعة, مدينة, نهر; and how far they go.
//!
//! After a head in the construct stands a name, a definite noun with its adjectives (مجلس الأمن الدولي), or a chain of
//! annexed nouns that ends in one; after a head with the article stand adjectives (الحزب الاشتراكي).

use super::{How, Named};
use crate::codebook::{Classes, EntityKind, NameHead, NameRole, NamedBy, NamedKind, Prep, Referent, Use};
use crate::lexicon::{Number, Part, Particle, Proclitics, State};
use crate::mention::{Clitic, Context, Evidence, NameHeadForm, NameMatch, Tag};
use crate::text::{Gap, Tokens};

/// At most so many adjectives belong to a name.
const ADJECTIVES: usize = 4;
/// At most so many unlisted words make a name after its head.
const WORDS: usize = 3;
/// A name is taken up by its head at most so many tokens later.
const RECALLED: usize = 600;
/// A name in quotation marks has at most so many words.
const QUOTED: usize = 6;

/// Finds the names that open with a head.
pub struct Headed<'a> {
    context: &'a Context<'a>,
    tags: &'a [Tag],
    /// The name that begins at a token.
    names_at: rustc_hash::FxHashMap<usize, &'a NameMatch>,
}

impl<'a> Headed<'a> {
    /// A finder over the names of a text.
    pub fn new(context: &'a Context<'a>, tags: &'a [Tag], names: &'a [NameMatch]) -> Self {
        let listed = names.iter().filter(|n| tags[n.tokens.start] == Tag::Name);
        Self { context, tags, names_at: listed.map(|n| (n.tokens.start, n)).collect() }
    }

    /// Whether the name of a body, group or outlet opens at a token: مرصد الشرق للحقوق.
    pub fn names_body(&self, at: usize) -> bool {
        self.at(at)
            .is_some_and(|named| matches!(named.kind, NamedKind::Entity(kind) if kind != EntityKind::Person))
    }

    /// Whether a noun with the article takes up the name of a body told before: المرصد after مرصد الشرق للحقوق.
    pub fn recalls_body(&self, at: usize) -> bool {
        let head = |t: usize| self.context.facts(t).head;
        let Some(form) = head(at).filter(|form| form.article) else { return false };
        let kind = self.context.codebook.name_words.of(form.number).kind;
        matches!(kind, NamedKind::Entity(kind) if kind != EntityKind::Person)
            && (at.saturating_sub(RECALLED)..at).any(|t| {
                head(t).is_some_and(|told| told.number == form.number)
                    && (self.names_body(t) || self.names_at.contains_key(&t))
            })
    }

    /// The name whose head stands at a token.
    pub(super) fn at(&self, at: usize) -> Option<Named> {
        let form = self.context.facts(at).head?;
        let head = self.context.codebook.name_words.of(form.number);
        if head.apart {
            return self.apart(at, form);
        }
        if head.kind == NamedKind::Person {
            return self.headed_by(at, form, head);
        }
        if !self.is_singular_noun(at, form) {
            return None;
        }
        let (name, end) = if form.article {
            let end = self.definite(at, head)?;
            (at..end, end)
        } else {
            self.construct(at, head)?
        };
        Some(Named {
            skip: skip(form.clitic),
            name_skip: if name.start == at { skip(form.clitic) } else { 0 },
            tokens: at..end,
            name,
            kind: head.kind,
            referent: None,
            head: Some(form.number),
            evidence: Evidence::Head,
            how: How::Name,
        })
    }

    /// The team after مدرب, ضيفه: named by its town or state, or by words no list has.
    fn apart(&self, at: usize, form: NameHeadForm) -> Option<Named> {
        let next = at + 1;
        if form.article || !matches!(self.tags[at], Tag::Nominal(_) | Tag::Particle(_)) {
            return None;
        }
        let place = self.names_at.get(&next).filter(|n| {
            n.list.is_some()
                && self.goes_on(next)
                && n.clitic == Clitic::default()
                && !n.referents(self.context).iter().any(|r| match r {
                    Referent::Entity(e) => {
                        self.context.codebook.entities[*e as usize].kind == EntityKind::Person
                    }
                    Referent::Place(_) => false,
                })
        });
        let end = place
            .map(|n| n.tokens.end)
            .or_else(|| self.unlisted(next).filter(|_| !self.context.begins_with_article(next)))?;
        Some(organisation(next..end, Evidence::Head))
    }

    /// What somebody heads or serves, when no list has it: رئيس, مدير in the construct before a word that is no word.
    fn headed_by(&self, at: usize, form: NameHeadForm, head: &NameHead) -> Option<Named> {
        let next = at + 1;
        let singular = matches!(self.tags[at], Tag::Nominal(r) if r.is_none_or(|r| r.features.number != Some(Number::Plural)));
        if form.article
            || head.by == NamedBy::Noun
            || !singular
            || next >= self.tags.len()
            || self.context.begins_with_article(next)
        {
            return None;
        }
        // A word with letters that only Arabic has is an adjective that no list has, sooner than a name.
        let strictly = |t: usize| {
            !self.context.text.clean(t).contains(['ح', 'ع', 'ص', 'ض', 'ط', 'ظ', 'ث', 'ذ', 'ق', 'ء', 'ة'])
                && self.context.readings(t).is_empty()
                && self.context.facts(t).person.is_none()
        };
        let end = self.unlisted(next).filter(|&end| (next..end).all(strictly))?;
        Some(organisation(next..end, Evidence::Position))
    }

    /// Whether the head is one here: no verb and no plural.
    fn is_singular_noun(&self, at: usize, form: NameHeadForm) -> bool {
        match self.tags[at] {
            Tag::Nominal(reading) => {
                reading.is_none_or(|r| !r.features.enclitic)
                    && (reading.is_none_or(|r| !matches!(r.features.state, Some(State::Tanween))))
            }
            Tag::Name => true,
            Tag::Verb(_) => {
                form.clitic == Clitic::default()
                    && self.context.may_be_nominal(at)
                    && self.context.begins_with_article(at + 1)
            }
            _ => false,
        }
    }

    /// الحزب الاشتراكي: a head with the article and its adjectives.
    fn definite(&self, at: usize, head: &NameHead) -> Option<usize> {
        let end = self.adjectives(at + 1);
        let count = end - at - 1;
        let least = if head.by == NamedBy::Noun { 1 } else { 2 };
        if matches!(head.kind, NamedKind::Place | NamedKind::Facility)
            || !head.inside && head.by == NamedBy::Noun
        {
            return None;
        }
        if count == 1 && self.context.has_role(at + 1, NameRole::Vague) && self.purpose(end, head) == end {
            return None;
        }
        if count < least && (count == 0 || self.purpose(end, head) == end) {
            return None;
        }
        // الجامعة الأميركية في بيروت
        let only_nisba = (at + 1..end).all(|t| self.nisba(t));
        if only_nisba
            && self.tags.get(end) == Some(&Tag::Particle(Particle::Prep(Prep::Fi)))
            && let Some(place) = self.names_at.get(&(end + 1))
            && self.goes_on(end)
            && self.goes_on(end + 1)
            && head.by == NamedBy::Noun
        {
            return Some(place.tokens.end);
        }
        Some(if only_nisba { end } else { self.purpose(end, head) })
    }

    /// Where a body's name ends with what it is for: الاتحاد الدولي لكرة القدم, المركز الوطني للأبحاث.
    fn purpose(&self, at: usize, head: &NameHead) -> usize {
        let body = matches!(head.kind, NamedKind::Entity(EntityKind::Organisation | EntityKind::Outlet))
            && head.inside;
        if !body || at >= self.tags.len() || !self.goes_on(at) {
            return at;
        }
        let folded = self.context.text.folded(at);
        let Tag::Nominal(Some(reading)) = self.tags[at] else { return at };
        let thing = matches!(reading.features.part, Part::Noun | Part::VerbalNoun)
            && self.context.facts(at).head.is_none()
            && !reading.features.enclitic
            && !self.context.readings(at).iter().filter(|r| r.features.number != Some(Number::Plural)).any(
                |r| {
                    self.context.uses(r).iter().any(|u| match u {
                        Use::Head(h) => {
                            self.context.codebook.heads[*h as usize].class.meets(Classes::ANY_ACTOR)
                        }
                        _ => false,
                    })
                },
            );
        if !thing {
            return at;
        }
        if folded.starts_with("لل") {
            let mut end = at + 1;
            while self.is_joined_noun(end) {
                end += 1;
            }
            return self.adjectives(end);
        }
        let annexed = reading.proclitics.has(Proclitics::LI)
            && self.context.begins_with_article(at + 1)
            && (self.is_noun(at + 1) || self.tags[at + 1] == Tag::Name);
        if annexed && self.goes_on(at + 1) { self.adjectives(at + 2) } else { at }
    }

    /// What follows a head in the construct: the name proper, and where the whole ends. The head belongs to the name where
    /// it always does (`inside`), or where only common nouns follow it (مكتب التحقيقات الفيدرالي).
    fn construct(&self, at: usize, head: &NameHead) -> Option<(Tokens, usize)> {
        let text = self.context.text;
        let next = at + 1;
        if next >= text.len() || text.tokens()[next].gap >= Gap::Line {
            return None;
        }
        let from = if head.inside { at } else { next };
        if text.is_punct(next) && text.clean(next) == "\"" {
            let quotes = text.quotes();
            let quote = quotes
                .get(quotes.partition_point(|q| q.inner.start < next + 1))
                .filter(|q| q.inner.start == next + 1 && q.inner.len() <= QUOTED && !q.inner.is_empty())?;
            let whole = quote.inner.end + 1;
            return Some((quote.inner.clone(), whole));
        }
        let body = !matches!(head.kind, NamedKind::Place | NamedKind::Facility);
        if let Some(mut end) = self.name(next) {
            // كتلة تيار المستقبل: the head is said of a body that has its own name.
            let named_body = self.names_at.get(&next).is_some_and(|n| {
                n.referents(self.context).iter().any(|r| match r {
                    Referent::Entity(e) => matches!(
                        self.context.codebook.entities[*e as usize].kind,
                        EntityKind::Group | EntityKind::Organisation | EntityKind::Outlet
                    ),
                    Referent::Place(_) => false,
                })
            });
            if named_body {
                return Some((next..end, end));
            }
            if body && head.inside && head.by == NamedBy::Noun {
                end = self.adjectives(end);
            }
            if body && head.inside {
                end = self.purpose(end, head);
            }
            return Some((from..end, end));
        }
        // جامعة الملك فلان, مطار الشهيد فلان
        if head.inside
            && self.goes_on(next)
            && self.context.facts(next).head.is_some_and(|h| {
                h.article && self.context.codebook.name_words.of(h.number).kind == NamedKind::Person
            })
            && let Some(end) = self.name(next + 1)
        {
            return Some((from..end, end));
        }
        if let Some(end) = self.unlisted(next) {
            let end = if body && head.inside { self.purpose(end, head) } else { end };
            return Some((from..end, end));
        }
        let end = self.purpose(self.annexed(next, head)?, head);
        // What follows صحيفة or شارع is a name, whatever words it has; مكتب التحقيقات is named by the whole.
        let common = head.inside || body && head.by == NamedBy::Name;
        Some((if common { at } else { next }..end, end))
    }

    /// The end of a listed or personal name that begins at a token with nothing attached.
    fn name(&self, at: usize) -> Option<usize> {
        let name = self.names_at.get(&at)?;
        (name.clitic == Clitic::default() && self.tags[at] == Tag::Name && self.goes_on(at))
            .then_some(name.tokens.end)
    }

    /// The end of a run of words that no list has.
    fn unlisted(&self, at: usize) -> Option<usize> {
        let mut end = at;
        while end < at + WORDS && end < self.tags.len() && self.goes_on(end) && self.is_unlisted(end) {
            // A definite word follows only a definite one: after a name proper an adjective describes its head.
            if end > at && self.context.begins_with_article(end) && !self.context.begins_with_article(at) {
                break;
            }
            end += 1;
        }
        // مستشفى … النجار: a listed name may end it.
        if end > at
            && let Some(last) = self.name(end).filter(|last| *last == end + 1)
        {
            end = last;
        }
        (end > at).then_some(end)
    }

    fn is_unlisted(&self, at: usize) -> bool {
        let folded = self.context.text.folded(at);
        matches!(self.tags[at], Tag::Nominal(_))
            && (self.context.readings(at).is_empty()
                || self.context.facts(at).person.is_some_and(|(w, c)| !w.word && c == Clitic::default()))
            && folded.chars().count() > 2
            && !["وال", "بال", "كال", "فال", "لل"].iter().any(|p| folded.starts_with(p))
    }

    /// The end of a definite noun with its adjectives, through nouns annexed one to the other.
    fn annexed(&self, at: usize, head: &NameHead) -> Option<usize> {
        let mut at = at;
        let mut chain = 0;
        while self.is_bare_noun(at) && chain < 2 {
            at += 1;
            chain += 1;
            if let Some(end) = self.name(at) {
                return Some(end);
            }
        }
        if !(self.is_noun(at) && self.context.begins_with_article(at) && self.goes_on(at)) {
            return None;
        }
        let mut end = at + 1;
        // وزارة التربية والتعليم
        let place = matches!(head.kind, NamedKind::Place | NamedKind::Facility);
        while !place && self.is_joined_noun(end) {
            end += 1;
        }
        let adjectives = self.adjectives(end) - end;
        end += adjectives;
        match head.by {
            // شارع الزهور is named by its noun; منطقة الحدود is not.
            NamedBy::Noun if place => (chain == 0 && !self.is_head(at)).then_some(end),
            NamedBy::Name if place => None,
            NamedBy::Noun => (!self.context.has_role(at, NameRole::Generic)).then_some(end),
            NamedBy::Name => (adjectives > 0 || head.inside && chain > 0).then_some(end),
        }
    }

    /// The end of the adjectives with the article that begin at a token.
    fn adjectives(&self, at: usize) -> usize {
        let mut end = at;
        while end < at + ADJECTIVES && (self.is_adjective(end) || end > at && self.is_joined_adjective(end)) {
            end += 1;
        }
        end
    }

    /// والاجتماعي after الاقتصادي
    fn is_joined_adjective(&self, at: usize) -> bool {
        at < self.tags.len()
            && self.goes_on(at)
            && self.context.text.folded(at).starts_with("وال")
            && matches!(self.tags[at], Tag::Nominal(Some(r)) if r.features.part == Part::Adjective)
    }

    fn is_adjective(&self, at: usize) -> bool {
        if at >= self.tags.len() || !self.goes_on(at) || !self.context.begins_with_article(at) {
            return false;
        }
        if self.context.has_role(at, NameRole::Passing) {
            return false;
        }
        match self.tags[at] {
            Tag::Nominal(None) => true,
            // الشرطة المصابين: people, not what kind of police.
            Tag::Nominal(Some(r)) if r.features.number == Some(Number::Plural) => false,
            Tag::Nominal(Some(_)) => {
                self.nisba(at)
                    || self.context.readings(at).iter().any(|r| {
                        matches!(
                            r.features.part,
                            Part::Adjective | Part::ActiveParticiple | Part::PassiveParticiple
                        )
                    })
            }
            _ => false,
        }
    }

    fn nisba(&self, at: usize) -> bool {
        self.context
            .readings(at)
            .iter()
            .any(|r| self.context.uses(r).iter().any(|u| matches!(u, Use::Nisba(_))))
    }

    /// A noun with something definite after it, in the construct: حقوق الإنسان.
    fn is_bare_noun(&self, at: usize) -> bool {
        at + 1 < self.tags.len()
            && self.goes_on(at)
            && !self.context.begins_with_article(at)
            && matches!(self.tags[at], Tag::Nominal(Some(r)) if r.proclitics.0 == 0
                && !r.features.enclitic
                && r.features.state != Some(State::Tanween)
                && matches!(r.features.part, Part::Noun | Part::VerbalNoun))
            && self.goes_on(at + 1)
    }

    fn is_noun(&self, at: usize) -> bool {
        matches!(self.tags.get(at), Some(Tag::Nominal(_)))
    }

    /// والتعليم after التربية: a noun of the same kind, joined to it.
    fn is_joined_noun(&self, at: usize) -> bool {
        at < self.tags.len()
            && self.goes_on(at)
            && self.context.text.folded(at).starts_with("وال")
            && matches!(self.tags[at], Tag::Nominal(Some(r)) if matches!(r.features.part, Part::Noun | Part::VerbalNoun))
    }

    fn is_head(&self, at: usize) -> bool {
        self.context.facts(at).head.is_some()
    }

    /// Whether a token stands on the line of the one before it.
    fn goes_on(&self, at: usize) -> bool {
        self.context.text.tokens().get(at).is_some_and(|t| t.gap < Gap::Line)
    }
}

/// An organisation that no list has, by what shows it.
fn organisation(tokens: Tokens, evidence: Evidence) -> Named {
    Named {
        name: tokens.clone(),
        tokens,
        skip: 0,
        name_skip: 0,
        kind: NamedKind::Entity(EntityKind::Organisation),
        referent: None,
        head: None,
        evidence,
        how: How::Name,
    }
}

/// How many letters are attached before a name.
pub(super) fn skip(clitic: Clitic) -> usize {
    usize::from(clitic.conjunction) + usize::from(clitic.preposition.is_some())
}
