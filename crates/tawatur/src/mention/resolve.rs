//! What mentions refer to: entities, and definite descriptions of parties (التنظيم, عناصره) by what the document
//! named before. Places have their own module.

use rustc_hash::FxHashMap;

use super::{Context, Mention, Tag};
use crate::codebook::{Classes, EntityKind, Referent, Use};

/// Resolves all mentions of a document, in reading order; `country` is the one it is about.
pub fn resolve(context: &Context<'_>, country: Option<&str>, tags: &[Tag], mentions: &mut [Mention]) {
    let codebook = context.codebook;
    let mut memory = Memory::default();
    for mention in mentions {
        // Entities first, those of the document's country before others; places keep their order.
        mention.referents.sort_by_key(|r| match r {
            Referent::Entity(e) => (0, codebook.entities[*e as usize].country != country.unwrap_or("-"), *e),
            Referent::Place(_) => (1, false, 0),
        });
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
    }
}
