//! Entities as they are written for others: spans in code points of the document text.

use serde::Serialize;

use super::Named;
use super::coreference::Group;
use crate::claim::record::CodePoints;
use crate::codebook::Referent;
use crate::mention::Context;
use crate::text::CodePointIndex;

/// An entity of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntityRecord {
    /// The fullest form of its name in the document.
    pub name: String,
    /// person, group, force, organisation, outlet, official, state, place or facility.
    pub class: &'static str,
    /// Id in the codebook; null when no list has it.
    pub id: Option<String>,
    /// English name in the codebook.
    pub name_en: Option<String>,
    /// Country in the codebook, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// What shows that it is a name: list, name, title, head or position.
    pub evidence: &'static str,
    /// How often it is mentioned.
    pub count: usize,
    /// What else the document calls it, in order of appearance.
    pub aliases: Vec<String>,
    /// Its mentions in order.
    pub mentions: Vec<EntityMention>,
}

/// A mention of an entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntityMention {
    /// Where the phrase stands: the noun that says what is named included, what is attached before it left out.
    pub span: CodePoints,
    /// Its words.
    pub text: String,
    /// Where the name proper stands.
    pub name: CodePoints,
    /// name, short, acronym, alias or epithet.
    pub how: &'static str,
}

/// The records of the groups, in the order of their first mentions.
pub(super) fn records(context: &Context<'_>, groups: Vec<Group>) -> Vec<EntityRecord> {
    let index = CodePointIndex::new(context.text.doc());
    groups.into_iter().map(|group| record(context, &index, group)).collect()
}

fn record(context: &Context<'_>, index: &CodePointIndex, group: Group) -> EntityRecord {
    let Group { mut mentions, referent, kind, evidence } = group;
    mentions.sort_by_key(|m| m.tokens.start);
    mentions.dedup_by_key(|m| m.tokens.start);
    let text = context.text;
    let words = |named: &Named| {
        let span = text.span_after(&named.name, named.name_skip);
        let said = text.doc()[span.range()].split_whitespace().collect::<Vec<_>>().join(" ");
        // للجيش is ل and الجيش: the article has lost its alef.
        let hidden = named.name_skip > 0
            && text.folded(named.name.start).trim_start_matches(['و', 'ف']).starts_with("لل");
        if hidden { format!("ا{said}") } else { said }
    };
    let fullest = mentions
        .iter()
        .filter(|m| m.how == super::How::Name)
        .chain(mentions.first())
        .max_by_key(|m| (m.how == super::How::Name, m.name.len(), std::cmp::Reverse(m.tokens.start)))
        .map(&words)
        .unwrap_or_default();
    let mut aliases: Vec<String> = Vec::new();
    for mention in &mentions {
        let said = words(mention);
        if said != fullest && !aliases.contains(&said) {
            aliases.push(said);
        }
    }
    let (id, name_en, country) = match referent {
        None => (None, None, None),
        Some(Referent::Entity(e)) => {
            let entity = &context.codebook.entities[e as usize];
            (Some(entity.id.clone()), Some(entity.name.clone()), Some(entity.country.clone()))
        }
        Some(Referent::Place(p)) => {
            let place = &context.codebook.places[p as usize];
            (Some(place.id.clone()), Some(place.name.clone()), Some(place.country.clone()))
        }
    };
    EntityRecord {
        name: fullest,
        class: kind.name(),
        id,
        name_en,
        country: country.filter(|c| !c.is_empty()),
        evidence: evidence.name(),
        count: mentions.len(),
        aliases,
        mentions: mentions
            .iter()
            .map(|m| {
                let (span, name) =
                    (text.span_after(&m.tokens, m.skip), text.span_after(&m.name, m.name_skip));
                let at = |byte| index.of(text.doc(), byte);
                EntityMention {
                    span: [at(span.start()), at(span.end())],
                    text: text.doc()[span.range()].to_owned(),
                    name: [at(name.start()), at(name.end())],
                    how: m.how.name(),
                }
            })
            .collect(),
    }
}
