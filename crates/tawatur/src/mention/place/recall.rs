//! Places named before and taken up again by their type: المدينة, المحافظة, العاصمة, البلاد.

use super::scene::Scene;
use super::weigh::LARGE;
use super::{Candidate, Reason, Site};
use crate::codebook::{Classes, HeadWord, Referent, Use};
use crate::lexicon::{Number, Part, Reading};
use crate::mention::{Context, Mention, Tag};

/// Gives definite descriptions of places their place, in reading order.
pub fn recall(context: &Context<'_>, scene: &Scene, tags: &[Tag], mentions: &mut [Mention]) {
    let mut memory = Memory { context, scene, named: Vec::new() };
    for index in 0..mentions.len() {
        if mentions[index].site.is_none()
            && mentions[index].referents.is_empty()
            && let Some(site) = memory.describe(index, tags, mentions)
        {
            let mention = &mut mentions[index];
            mention.classes = Classes::PLACE;
            mention.referents = site.place().map(Referent::Place).into_iter().collect();
            mention.site = Some(Box::new(site));
        }
        memory.note(index, &mentions[index]);
    }
}

/// So many places named last are remembered: more than an article names, and few enough to weigh against each other.
const MEMORY: usize = 100;

/// A place that the document named.
struct Named<'a> {
    /// The mention.
    index: usize,
    /// Its row, if it has one.
    place: Option<u32>,
    /// Its type.
    kind: &'a str,
    /// The type word that introduced it.
    lemma: Option<&'a str>,
    sentence: usize,
}

struct Memory<'a> {
    context: &'a Context<'a>,
    scene: &'a Scene,
    named: Vec<Named<'a>>,
}

impl Memory<'_> {
    fn describe(&self, index: usize, tags: &[Tag], mentions: &[Mention]) -> Option<Site> {
        let codebook = self.context.codebook;
        let mention = &mentions[index];
        let head = &codebook.heads[mention.head_word? as usize];
        // An adjective of what is annexed says nothing of the head: مدخل البلدة السورية.
        let annexes = mentions.get(index + 1).is_some_and(|m| m.inside == Some(index as u32));
        if let Some(state) = mention.nisba.filter(|_| head.class.meets(Classes::PLACE) && !annexes) {
            return self.of_state(
                mention,
                head,
                codebook.entities[state as usize].country.as_str(),
                mentions,
            );
        }
        let kind = head.place_head.as_deref()?;
        let own = tags[mention.head].reading().is_some_and(|r| r.features.enclitic);
        // العزل are the unarmed before they are hamlets of Yemen.
        let heads = |r: &&Reading| {
            self.context.uses(r).iter().any(|u| matches!(u, Use::Head(h) if Some(*h) == mention.head_word))
        };
        let other = self
            .context
            .readings(mention.head)
            .iter()
            .filter(heads)
            .all(|r| r.features.number == Some(Number::Plural));
        // من ناحيتها, موقعنا: their owner is nobody who lives there.
        let idiom = own && !matches!(kind, "country" | "town" | "village");
        if other || idiom || mention.plural || !(self.context.has_article(mention.head) || own) {
            return None;
        }
        let more: Vec<usize> =
            (mention.head + 1..mention.tokens.end).filter(|&t| !self.context.text.is_punct(t)).collect();
        let sentence = self.context.text.sentence_of(mention.head);
        let found = self.salient(&head.lemma, kind, sentence, None);
        if let [first, rest @ ..] = more.as_slice()
            && !(rest.is_empty() && found.is_some() && self.describes(*first))
        {
            // المدينة الخضراء, السجن المركزي: a name made of the type word and an adjective.
            let adjective = rest.is_empty() && self.context.has_article(*first) && !own;
            return (adjective && head.any_name).then(|| Site {
                kind: Some(kind.to_owned()),
                name: Some(mention.head..mention.tokens.end),
                country: self.scene.country().unwrap_or_default().to_owned(),
                ..Site::default()
            });
        }
        match head.lemma.as_str() {
            "بلد" | "بلاد" | "وطن" => return self.country(self.scene.country()?),
            "عاصمة" => {
                let named = self.named.iter().rev().find(|n| n.lemma == Some("عاصمة"));
                return match named {
                    Some(named) => taken_up(&mentions[named.index]),
                    None => self.capital(self.scene.country()?),
                };
            }
            _ => {}
        }
        if let Some(index) = found {
            return taken_up(&mentions[index]);
        }
        let last =
            || self.named.iter().rev().find(|n| !matches!(n.kind, "country" | "region" | "sea" | "river"));
        match kind {
            // The governorate of the town named last.
            "admin1" => {
                let within = codebook.places[last()?.place? as usize].within?;
                let division = codebook.places[within as usize].kind == "admin1";
                division.then(|| recalled(within, Reason::Recalled))
            }
            "region" if head.lemma == "منطقة" => {
                // After a metropolis it is the wider region: أمن المنطقة.
                let here = |n: &&Named<'_>| {
                    let small = |p: u32| codebook.places[p as usize].population < LARGE;
                    let country = |p: u32| codebook.places[p as usize].country.as_str();
                    n.sentence + 1 >= sentence
                        && n.place.is_none_or(small)
                        && n.place.map(country) == self.scene.country()
                };
                taken_up(&mentions[last().filter(here)?.index])
            }
            _ => None,
        }
    }

    /// Whether an adjective only describes what was named: المدينة المحاصرة, المدينة الساحلية.
    fn describes(&self, at: usize) -> bool {
        let clean = self.context.text.clean(at);
        clean.ends_with("ية")
            || clean.ends_with('ي')
            || self
                .context
                .readings(at)
                .iter()
                .any(|r| matches!(r.features.part, Part::ActiveParticiple | Part::PassiveParticiple))
    }

    /// The place that a type word takes up: one named with that word, often, and not long ago.
    fn salient(&self, lemma: &str, kind: &str, sentence: usize, country: Option<&str>) -> Option<usize> {
        let fits = |n: &&Named<'_>| {
            n.lemma == Some(lemma)
                || match kind {
                    "town" | "village" => matches!(n.kind, "town" | "village"),
                    "admin2" => matches!(n.kind, "admin2" | "town"),
                    "region" | "country" | "facility" | "district" | "mountain" => false,
                    other => n.kind == other,
                }
        };
        let lies = |n: &&Named<'_>| {
            country.is_none_or(|c| {
                n.place.is_some_and(|p| self.context.codebook.places[p as usize].country == c)
            })
        };
        let recent = &self.named[self.named.len().saturating_sub(MEMORY)..];
        let all: Vec<&Named<'_>> = recent.iter().filter(fits).filter(lies).collect();
        let same = |a: &Named<'_>, b: &Named<'_>| a.place.is_some() && a.place == b.place;
        all.iter()
            .enumerate()
            .max_by_key(|(at, named)| {
                let times = all.iter().filter(|n| same(n, named)).count().min(4);
                let introduced =
                    all.iter().any(|n| (same(n, named) || n.index == named.index) && n.lemma == Some(lemma));
                let near = sentence.saturating_sub(named.sentence) < 2;
                (
                    times
                        + 3 * usize::from(introduced)
                        + 2 * usize::from(near)
                        + usize::from(*at + 1 == all.len()),
                    *at,
                )
            })
            .map(|(_, named)| named.index)
    }

    /// الأراضي السورية, العاصمة العراقية.
    fn of_state(
        &self,
        mention: &Mention,
        head: &HeadWord,
        country: &str,
        mentions: &[Mention],
    ) -> Option<Site> {
        if head.lemma == "عاصمة" {
            return self.capital(country);
        }
        let kind = head.place_head.as_deref().unwrap_or_default();
        if !mention.plural && matches!(kind, "town" | "village" | "admin1" | "admin2" | "camp" | "airport") {
            let sentence = self.context.text.sentence_of(mention.head);
            if let Some(index) = self.salient(&head.lemma, kind, sentence, Some(country)) {
                return taken_up(&mentions[index]);
            }
        }
        self.country(country)
    }

    fn country(&self, code: &str) -> Option<Site> {
        Some(recalled(self.context.codebook.country(code)?, Reason::Nisba))
    }

    fn capital(&self, code: &str) -> Option<Site> {
        let codebook = self.context.codebook;
        let capital = codebook.places[codebook.country(code)? as usize].capital?;
        Some(recalled(capital, Reason::Recalled))
    }

    fn note(&mut self, index: usize, mention: &Mention) {
        let codebook = self.context.codebook;
        let place = mention.place();
        let Some(site) = mention.site.as_deref() else { return };
        // A part is not what its place's type word takes up again.
        let part = site.parts.iter().any(|p| matches!(*p, "countryside" | "desert" | "border"));
        if part || !site.says_where() {
            return;
        }
        let head = mention.head_word.or_else(|| {
            self.context.readings(mention.head).iter().flat_map(|r| self.context.uses(r)).find_map(
                |u| match u {
                    Use::Head(h) => Some(*h),
                    _ => None,
                },
            )
        });
        let head =
            head.map(|h| &codebook.heads[h as usize]).filter(|h| h.place_head.is_some() && !mention.plural);
        let row = place.map(|p| &codebook.places[p as usize]);
        let Some(kind) = row.map(|r| r.kind.as_str()).or(head.and_then(|h| h.place_head.as_deref())) else {
            return;
        };
        self.named.push(Named {
            index,
            place,
            kind,
            lemma: head.map(|h| h.lemma.as_str()),
            sentence: self.context.text.sentence_of(mention.head),
        });
    }
}

fn recalled(place: u32, reason: Reason) -> Site {
    let mut candidate = Candidate::new(place);
    candidate.add(reason, 2);
    Site { candidates: vec![candidate], ..Site::default() }
}

/// The site of the mention that is taken up again.
fn taken_up(mention: &Mention) -> Option<Site> {
    match mention.place() {
        Some(place) => Some(recalled(place, Reason::Recalled)),
        None => mention.site.as_deref().cloned(),
    }
}
