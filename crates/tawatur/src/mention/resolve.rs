//! What mentions refer to: gazetteer ambiguity by the company a place keeps, and definite descriptions
//! (التنظيم, المدينة, عناصره) by what the document named before.

use rustc_hash::FxHashMap;

use super::{Context, Mention, Tag};
use crate::codebook::{Classes, Codebook, EntityKind, PlaceEntry, Referent, Use};

/// The country most of the document's places and states lie in.
pub fn document_country(codebook: &Codebook, mentions: &[Mention]) -> Option<String> {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for mention in mentions {
        let mut countries: Vec<&str> = mention
            .referents
            .iter()
            .map(|r| match r {
                Referent::Entity(e) => codebook.entities[*e as usize].country.as_str(),
                Referent::Place(p) => codebook.places[*p as usize].country.as_str(),
            })
            .filter(|c| !c.is_empty())
            .collect();
        countries.sort_unstable();
        countries.dedup();
        // An ambiguous name speaks for none of its countries.
        if let [country] = countries[..] {
            *counts.entry(country).or_default() += 1;
        }
        if let Some(state) = mention.nisba {
            let country = codebook.entities[state as usize].country.as_str();
            if !country.is_empty() {
                *counts.entry(country).or_default() += 1;
            }
        }
    }
    counts.into_iter().max_by_key(|&(country, n)| (n, std::cmp::Reverse(country))).map(|(c, _)| c.to_owned())
}

/// How likely a gazetteer row is meant: the document's country, then rank, then size.
fn likelihood(place: &PlaceEntry, country: Option<&str>, head: Option<&str>) -> (bool, bool, bool, u8, u32) {
    let rank = match place.kind.as_str() {
        "country" => 6,
        "region" | "sea" => 5,
        "town" => 4,
        "admin1" => 3,
        "admin2" | "district" | "camp" | "crossing" | "airport" => 2,
        _ => 1,
    };
    (
        head.is_some_and(|h| h == place.kind),
        country.is_some_and(|c| c == place.country),
        place.kind == "country",
        if place.population > 100_000 { rank + 1 } else { rank },
        place.population,
    )
}

/// Resolves all mentions of a document, in reading order.
pub fn resolve(context: &Context<'_>, tags: &[Tag], mentions: &mut [Mention]) {
    let codebook = context.codebook;
    let country = document_country(codebook, mentions);
    let mut memory = Memory::default();
    for mention in mentions {
        let head = mention.head_word.map(|h| &codebook.heads[h as usize]);
        let place_head = head.and_then(|h| h.place_head.as_deref());
        let mut places: Vec<u32> = mention
            .referents
            .iter()
            .filter_map(|r| if let Referent::Place(p) = r { Some(*p) } else { None })
            .collect();
        places.sort_by_key(|&p| {
            std::cmp::Reverse(likelihood(&codebook.places[p as usize], country.as_deref(), place_head))
        });
        let mut entities: Vec<u32> = mention
            .referents
            .iter()
            .filter_map(|r| if let Referent::Entity(e) = r { Some(*e) } else { None })
            .collect();
        entities.sort_by_key(|&e| {
            let entity = &codebook.entities[e as usize];
            (entity.country != country.as_deref().unwrap_or("-"), e)
        });
        mention.referents = entities
            .iter()
            .map(|&e| Referent::Entity(e))
            .chain(places.iter().map(|&p| Referent::Place(p)))
            .collect();
        let enclitic = tags[mention.head].reading().is_some_and(|r| r.features.enclitic);
        if mention.referents.is_empty() {
            memory.describe(context, mention, enclitic);
        }
        memory.note(context, mention);
    }
}

/// What the document has named so far.
#[derive(Default)]
struct Memory {
    /// Last named party.
    group: Option<u32>,
    /// Last named party introduced by each head word.
    by_head: FxHashMap<String, u32>,
    /// Last place of each type.
    place: FxHashMap<String, u32>,
}

impl Memory {
    /// Gives a description without a name the referent it picks up.
    fn describe(&self, context: &Context<'_>, mention: &mut Mention, enclitic: bool) {
        let Some(head) = mention.head_word.map(|h| &context.codebook.heads[h as usize]) else { return };
        let alone = mention.tokens.end <= mention.head + 2;
        let party = head.group_head || head.class.meets(Classes::OUTLET.with(Classes::ORGANISATION));
        if party && mention.definite && alone {
            let group = self.group.filter(|_| head.class.meets(Classes::GROUP));
            let referent = self.by_head.get(&head.lemma).copied().or(group);
            if let Some(entity) = referent {
                mention.referents.push(Referent::Entity(entity));
                mention.classes =
                    mention.classes.with(context.codebook.entities[entity as usize].kind.class());
            }
        } else if let Some(kind) = head.place_head.as_deref()
            && mention.definite
            && alone
        {
            if let Some(&place) = self.place.get(kind) {
                mention.referents.push(Referent::Place(place));
            }
        } else if enclitic
            && head.class.meets(Classes::ARMED)
            && let Some(entity) = self.group
        {
            mention.referents.push(Referent::Entity(entity));
        }
    }

    fn note(&mut self, context: &Context<'_>, mention: &Mention) {
        let codebook = context.codebook;
        if let Some(entity) = mention.entity() {
            let kind = codebook.entities[entity as usize].kind;
            if matches!(
                kind,
                EntityKind::Group | EntityKind::Force | EntityKind::Organisation | EntityKind::Outlet
            ) {
                if kind == EntityKind::Group {
                    self.group = Some(entity);
                }
                // The name may begin with the word that takes it up again: المرصد السوري … المرصد.
                let first = || {
                    context.readings(mention.head).iter().flat_map(|r| context.uses(r)).find_map(
                        |u| match u {
                            Use::Head(h) => Some(*h),
                            _ => None,
                        },
                    )
                };
                if let Some(head) = mention.head_word.or_else(first) {
                    self.by_head.insert(codebook.heads[head as usize].lemma.clone(), entity);
                }
            }
        }
        if let Some(place) = mention.place() {
            self.place.insert(codebook.places[place as usize].kind.clone(), place);
            if let Some(kind) =
                mention.head_word.and_then(|h| codebook.heads[h as usize].place_head.as_deref())
            {
                self.place.insert(kind.to_owned(), place);
            }
        }
    }
}
