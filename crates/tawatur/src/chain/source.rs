//! What kind of source a mention is, and how far it is named.

use super::Link;
use crate::codebook::{Classes, EntityKind, SOURCE_KINDS};
use crate::entity::Headed;
use crate::mention::{self, Context, Mention};

/// Kind and naming of a source, as the claim format has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// outlet, organisation, official, …
    pub kind: &'static str,
    /// named, role, collective or unnamed.
    pub named: &'static str,
}

/// Whether a mention can say something at all.
pub fn is_source(context: &Context<'_>, mention: &Mention) -> bool {
    let head = mention.head_word.map(|h| &context.codebook.heads[h as usize]);
    mention.classes.meets(Classes::ANY_ACTOR.with(Classes::MESSAGE))
        || head.is_some_and(|h| h.source.is_some())
        || mention.named && !mention.is_place()
}

fn known(kind: &str) -> &'static str {
    SOURCE_KINDS.iter().find(|k| **k == kind).copied().unwrap_or("person")
}

/// The kind of source a mention is: what its head says, else what it refers to, else a person.
fn kind_of(context: &Context<'_>, mentions: &[Mention], at: usize) -> &'static str {
    let mention = &mentions[at];
    let codebook = context.codebook;
    let entity = mention.entity().map(|e| &codebook.entities[e as usize]);
    let head = mention.head_word.map(|h| &codebook.heads[h as usize]);
    let by_entity = |e: &crate::codebook::Entity| known(e.source.as_deref().unwrap_or(e.kind.source()));
    if mention.named
        && let Some(entity) = entity
    {
        return by_entity(entity);
    }
    if let Some(source) = head.and_then(|h| h.source.as_deref()) {
        // A security or military source is an official one, though unnamed.
        let told = (source == "unknown").then(|| told_kind(context, mention)).flatten();
        return known(told.unwrap_or(source));
    }
    if let Some(entity) = entity {
        return by_entity(entity);
    }
    // A name no list has, with its office behind it: سعيد فلان مسؤول إعلام الحزب.
    let inner = mention::within(mentions, mention.tokens.clone())
        .map(|m| &mentions[m])
        .find_map(|m| m.head_word.and_then(|h| codebook.heads[h as usize].source.as_deref()));
    if let Some(source) = inner {
        return known(source);
    }
    let classes = mention.classes;
    if classes.meets(Classes::OUTLET) {
        "outlet"
    } else if classes.meets(Classes::GROUP) {
        "armed_group"
    } else if classes.meets(Classes::STATE.with(Classes::OFFICIAL).with(Classes::ARMED)) {
        "official"
    } else if classes.meets(Classes::ORGANISATION) {
        "organisation"
    } else if classes.meets(Classes::MESSAGE) {
        "document"
    } else if classes.meets(Classes::CIVILIAN) {
        "witness"
    } else {
        "person"
    }
}

/// The kind of source that a link of a chain names.
pub fn kind_of_link(context: &Context<'_>, mentions: &[Mention], link: &Link) -> &'static str {
    link.mention.map_or("unknown", |m| kind_of(context, mentions, m))
}

/// The kind that a word of a source tells: مصدر أمني is official.
fn told_kind<'a>(context: &Context<'a>, mention: &Mention) -> Option<&'a str> {
    let words = &context.codebook.source_words;
    words
        .iter()
        .find(|w| mention.tokens.clone().any(|t| context.facts(t).matches(&w.words)))
        .map(|w| w.code.as_str())
}

/// How far the source of a link is named: by itself, or by a name that stands in apposition to it, المتحدث باسم القوات فلان.
pub fn named_of_link(
    context: &Context<'_>,
    mentions: &[Mention],
    headed: &Headed<'_>,
    link: &Link,
) -> &'static str {
    let Some(at) = link.mention else { return "unnamed" };
    let named = named_of(context, mentions, headed, at);
    let person = mentions[at].classes.meets(Classes::PEOPLE) && !mentions[at].plural;
    let beside = mentions[at].tokens.end..link.tokens.end;
    let apposed = |m: &Mention| {
        let mut outer = m;
        while let Some(next) = outer.inside {
            outer = &mentions[next as usize];
        }
        m.named
            && m.classes.meets(Classes::PERSON)
            && outer.tokens.start >= beside.start
            && outer.prep.is_none()
            && !outer.adverbial
            && !outer.joined
    };
    if matches!(named, "role" | "unnamed")
        && person
        && mentions[mention::within(mentions, beside.clone())].iter().any(apposed)
    {
        return "named";
    }
    named
}

/// How far a source is named by its own words.
fn named_of(context: &Context<'_>, mentions: &[Mention], headed: &Headed<'_>, at: usize) -> &'static str {
    let mention = &mentions[at];
    let head = mention.head_word.map(|h| &context.codebook.heads[h as usize]);
    let entity = mention.entity().map(|e| context.codebook.entities[e as usize].kind);
    if mention.named
        || matches!(entity, Some(EntityKind::Outlet | EntityKind::Organisation | EntityKind::Group))
    {
        return "named";
    }
    match head {
        _ if mention.plural && head.is_none_or(|h| h.source.as_deref() != Some("unknown")) => "collective",
        Some(h) if h.source.as_deref() != Some("unknown") && h.title && mention.definite => "role",
        Some(_) if headed.names_body(mention.head) || headed.recalls_body(mention.head) => "named",
        None if mention.definite || mention.classes.is_empty() => "named",
        _ => "unnamed",
    }
}
