//! From the candidates of a name to the place of a phrase: type word, part, and the place it is said to lie in.

use rustc_hash::FxHashMap;

use super::scene::Scene;
use super::weigh::{Around, around};
use super::{Candidate, Fit, Site, fit, words};
use crate::codebook::{Classes, Prep, Referent, Use};
use crate::mention::{Context, Mention, NameMatch, Tag};
use crate::text::{Gap, Tokens};

/// A place may stand so many tokens after what lies in it: البلدة التابعة إدارياً لدرعا.
const REACH: usize = 3;

/// Gives every mention of a place its site, and keeps of its referents the places that hold.
pub fn settle(
    context: &Context<'_>,
    scene: &Scene,
    names: &[NameMatch],
    tags: &[Tag],
    mentions: &mut [Mention],
) {
    let names_at: FxHashMap<usize, usize> = names.iter().zip(0..).map(|(n, i)| (n.tokens.start, i)).collect();
    let settler = Settler { context, scene, tags, names, names_at };
    // The second round knows what the first made of the places around.
    for round in 0..2 {
        for index in 0..mentions.len() {
            settler.name(index, round > 0, mentions);
        }
        // What stands inside is settled before what it stands in.
        for index in (0..mentions.len()).rev() {
            settler.phrase(index, mentions);
        }
    }
}

struct Settler<'a> {
    context: &'a Context<'a>,
    scene: &'a Scene,
    tags: &'a [Tag],
    names: &'a [NameMatch],
    names_at: FxHashMap<usize, usize>,
}

impl<'a> Settler<'a> {
    fn name_of(&self, mention: &Mention) -> Option<usize> {
        self.names_at.get(&mention.head).copied().filter(|_| self.tags[mention.head] == Tag::Name)
    }

    /// Settles a mention whose head is a name.
    fn name(&self, index: usize, contained: bool, mentions: &mut [Mention]) {
        let Some(name) = self.name_of(&mentions[index]) else { return };
        let referents = self.names[name].referents(self.context);
        if !referents.iter().any(|r| matches!(r, Referent::Place(_))) {
            return;
        }
        let mut around = around(self.context, self.names, name);
        around.type_word = self.said(index, around, mentions);
        if contained {
            around.container = self.container(index, mentions);
        }
        let candidates = self.scene.ranked(self.context.codebook, referents, &around);
        let lies = |c: &Candidate| c.reasons.iter().any(|(r, n)| *r == super::Reason::Container && *n > 0);
        around.container = around.container.filter(|_| candidates.first().is_some_and(lies));
        let parts = self.sides_before(mentions[index].tokens.start);
        let mention = &mut mentions[index];
        let entities = referents.iter().copied().filter(|r| matches!(r, Referent::Entity(_)));
        let holding = candidates.iter().filter(|c| c.holds()).map(|c| Referent::Place(c.place));
        mention.referents = entities.chain(holding).collect();
        mention.site = Some(Box::new(Site {
            candidates,
            parts,
            container: around.container.map(|(c, _)| c),
            kind: around.type_word.map(str::to_owned),
            ..Site::default()
        }));
    }

    /// The type word of a name, where it tells the name's own type: a street or an airport bears the name of another
    /// place. Joined names share it: بلدات س وص.
    fn said(&self, index: usize, around: Around<'a>, mentions: &[Mention]) -> Option<&'a str> {
        let own = around.type_word.filter(|k| names_itself(k));
        let mention = &mentions[index];
        let previous = || {
            let before = mentions[..index].iter().rev().find(|m| m.tokens.end <= mention.tokens.start)?;
            let shares = mention.joined && before.tokens.end + 1 >= mention.tokens.start;
            let kind = before.site.as_ref()?.kind.as_deref().filter(|k| shares && names_itself(k))?;
            self.kinds().find(|k| *k == kind)
        };
        own.or_else(previous)
    }

    fn kinds(&self) -> impl Iterator<Item = &'a str> {
        self.context.codebook.heads.iter().filter_map(|h| h.place_head.as_deref())
    }

    /// The place that a mention is put in by the words after it, and whether only near it.
    fn container(&self, index: usize, mentions: &[Mention]) -> Option<(u32, bool)> {
        let text = self.context.text;
        let end = mentions[index].tokens.end;
        let after = mentions[index + 1..]
            .iter()
            .take(6)
            .find(|m| m.tokens.start >= end && m.tokens.start <= end + REACH && m.place().is_some())?;
        let place = after.place()?;
        let start = after.tokens.start;
        if (end..=start).any(|t| t > end && text.tokens()[t].gap >= Gap::Line) {
            return None;
        }
        let belongs = |t: usize| {
            let folded = text.folded(t);
            folded.starts_with("التابع") || folded.starts_with("تابع") || folded.starts_with("الواقع")
        };
        let between = end.saturating_sub(1)..start;
        match after.prep {
            Some((Prep::Fi | Prep::Bi | Prep::Dimn, at)) if at >= end && at <= end + 1 => {
                Some((place, false))
            }
            Some((Prep::Fi | Prep::Bi | Prep::Li | Prep::Dimn, _)) if between.clone().any(belongs) => {
                Some((place, false))
            }
            None if start == end + 1 && matches!(text.clean(end), "-" | "–") => Some((place, false)),
            None if (end..=start).any(|t| words::part(text.folded(t)).is_some()) => Some((place, true)),
            _ => None,
        }
    }

    /// Sides that stand before a phrase as function words: جنوبي مدينة حلب.
    fn sides_before(&self, start: usize) -> Vec<&'static str> {
        let mut parts = Vec::new();
        let mut at = start;
        while at > 0 && parts.len() < 3 {
            at -= 1;
            if !matches!(self.tags[at], Tag::Particle(_))
                || self.context.text.tokens()[at + 1].gap >= Gap::Line
            {
                break;
            }
            let Some(part) = words::part(self.context.text.folded(at)) else { break };
            parts.insert(0, part);
        }
        parts
    }

    /// Settles a mention that a type word or a part heads.
    fn phrase(&self, index: usize, mentions: &mut [Mention]) {
        let codebook = self.context.codebook;
        let text = self.context.text;
        let mention = &mentions[index];
        if self.name_of(mention).is_some() {
            return;
        }
        let head = mention.head;
        let part = words::part(text.folded(head));
        let kind = mention.head_word.and_then(|h| codebook.heads[h as usize].place_head.as_deref());
        if part.is_none() && kind.is_none() {
            return;
        }
        mentions[index].referents.retain(|r| matches!(r, Referent::Entity(_)));
        let mention = &mentions[index];
        let inner = (index + 1..mentions.len())
            .take_while(|&j| mentions[j].tokens.start < mention.tokens.end)
            .find(|&j| mentions[j].inside == Some(index as u32));
        let inner_place = inner.and_then(|j| mentions[j].place());
        if let Some(part) = part {
            let Some(inner) = inner else { return };
            if inner_place.is_some() || mentions[inner].site.is_some() {
                self.part_of(index, inner, part, mentions);
                return;
            }
        }
        let Some(kind) = kind.filter(|_| part.is_none()) else { return };
        let own = self.tags[head].reading().is_some_and(|r| r.features.enclitic);
        if mention.plural || own || self.context.has_article(head) {
            return;
        }
        let head_word = mention.head_word.map(|h| &codebook.heads[h as usize]);
        let capital = head_word.is_some_and(|h| h.lemma == "عاصمة");
        let any_name = head_word.is_some_and(|h| h.any_name);
        if capital
            && inner_place
                .is_some_and(|p| matches!(codebook.places[p as usize].kind.as_str(), "country" | "admin1"))
        {
            let seat = inner_place.and_then(|p| codebook.places[p as usize].capital);
            if let Some(place) = seat {
                let mut candidate = Candidate::new(place);
                candidate.add(super::Reason::Recalled, 2);
                mentions[index].referents = vec![place_of(&candidate)];
                mentions[index].site =
                    Some(Box::new(Site { candidates: vec![candidate], ..Site::default() }));
            }
            return;
        }
        let container = self.container(index, mentions);
        if let Some(inner) = inner
            && let Some(site) = mentions[inner].site.clone()
            && let Some(place) = mentions[inner].place()
        {
            let row = &codebook.places[place as usize];
            let fit = fit(kind, &row.kind);
            if fit == Fit::Same || fit == Fit::Close && names_itself(kind) {
                let mention = &mut mentions[index];
                mention.referents = site.candidates.iter().filter(|c| c.holds()).map(place_of).collect();
                let parts = self.sides_before(mention.tokens.start);
                mention.site = Some(Box::new(Site { parts, kind: Some(kind.to_owned()), ..*site }));
                mention.classes = Classes::PLACE;
                return;
            }
        }
        let mention = &mentions[index];
        let named = inner.is_some_and(|j| mentions[j].named);
        let words = head + 1..mention.tokens.end;
        let of_party = inner.is_some_and(|j| mentions[j].entity().is_some());
        if of_party && matches!(kind, "country" | "region" | "admin1") {
            return;
        }
        if words.is_empty() || !(named || self.names_by_words(any_name, words.clone())) {
            return;
        }
        // An airport, a university or a camp bears the name of where it lies; a street, a mosque or a hill may not.
        let bears = matches!(kind, "airport" | "crossing" | "camp" | "facility");
        let container = container.map(|(c, _)| c).or(inner_place.filter(|_| bears));
        self.keep(index, kind, inner, container, mentions);
    }

    /// Whether the words after a type word can be its name: they have the article and are no description (موقع
    /// الحادث, مطار المدينة), or are no words of the lexicon.
    fn names_by_words(&self, any_name: bool, mut words: Tokens) -> bool {
        let context = self.context;
        words.next().is_some_and(|at| {
            context.readings(at).is_empty() || any_name && context.has_article(at) && !self.kind_at(at)
        })
    }

    /// Whether a token is itself a type word.
    fn kind_at(&self, at: usize) -> bool {
        self.context.readings(at).iter().flat_map(|r| self.context.uses(r)).any(
            |u| matches!(u, Use::Head(h) if self.context.codebook.heads[*h as usize].place_head.is_some()),
        )
    }

    /// A place that no list has: its words, its type, and where it lies.
    fn keep(
        &self,
        index: usize,
        kind: &str,
        inner: Option<usize>,
        container: Option<u32>,
        mentions: &mut [Mention],
    ) {
        let codebook = self.context.codebook;
        let country =
            container.map(|c| codebook.places[c as usize].country.as_str()).filter(|c| !c.is_empty());
        let country = country.or(self.scene.country()).unwrap_or_default().to_owned();
        let candidates = inner.and_then(|j| mentions[j].site.as_ref()).map_or_else(Vec::new, |site| {
            let mut list = site.candidates.clone();
            // A candidate of another type is shown with what speaks against it.
            for candidate in
                list.iter_mut().filter(|c| fit(kind, &codebook.places[c.place as usize].kind) == Fit::Not)
            {
                candidate.add(super::Reason::TypeWord, -12);
            }
            list.retain(|c| !c.holds());
            list
        });
        let own = inner.and_then(|j| self.name_of(&mentions[j])).map(|n| self.names[n].tokens.clone());
        let mention = &mut mentions[index];
        mention.referents.retain(|r| matches!(r, Referent::Entity(_)));
        mention.classes = mention.classes.with(Classes::PLACE);
        let mut name = mention.head + 1..mention.tokens.end;
        if let Some(tokens) = own.filter(|t| name.start <= t.start) {
            name = tokens;
        }
        mention.site = Some(Box::new(Site {
            candidates,
            kind: Some(kind.to_owned()),
            name: Some(name),
            parts: Vec::new(),
            container,
            country,
        }));
    }

    /// ريف حلب الشمالي, شرق تعز: a part of the place inside.
    fn part_of(&self, index: usize, inner: usize, part: &'static str, mentions: &mut [Mention]) {
        let text = self.context.text;
        let Some(site) = mentions[inner].site.clone() else { return };
        let mut parts = self.sides_before(mentions[index].tokens.start);
        let tokens = mentions[index].tokens.clone();
        parts
            .extend(tokens.filter(|&t| t > mentions[index].head).filter_map(|t| words::side(text.folded(t))));
        parts.push(part);
        parts.extend(site.parts.iter().copied().filter(|p| *p != part));
        parts.dedup();
        let places: Vec<Referent> = site.candidates.iter().filter(|c| c.holds()).map(place_of).collect();
        let mention = &mut mentions[index];
        mention.referents = places;
        mention.named = true;
        mention.classes = Classes::PLACE;
        mention.site = Some(Box::new(Site { kind: Some("region".to_owned()), parts, ..*site }));
    }
}

fn place_of(candidate: &Candidate) -> Referent {
    Referent::Place(candidate.place)
}

/// Whether the name after such a type word is the place's own: مدينة حلب, but not شارع حلب.
fn names_itself(kind: &str) -> bool {
    !matches!(kind, "facility" | "airport" | "crossing" | "camp" | "road")
}
