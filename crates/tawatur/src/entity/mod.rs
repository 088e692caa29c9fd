//! Entities of a document: who and what it names, each with all its mentions.
//!
//! Names come from [`mention`](crate::mention) — what the codebook lists, and persons by the words of their names — and
//! from nouns that open a name (`headed`). What is named again by a part of its name, an acronym, an alias or a
//! description is one entity (`coreference`); two documents never share one here.

mod coreference;
mod headed;
mod record;

use rustc_hash::FxHashMap;

pub use record::{EntityMention, EntityRecord};

use crate::codebook::{EntityKind, NameRole, NamedBy, NamedKind, Prep, Referent, Use};
use crate::lexicon::Particle;
use crate::mention::{Context, Evidence, Mention, NameMatch, Tag, entities_named};
use crate::text::Tokens;
pub use headed::Headed;

/// How a mention refers to its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// By its name.
    Name,
    /// By a part of its name.
    Short,
    /// By letters or a short form given in parentheses.
    Acronym,
    /// By another name that the text gives it.
    Alias,
    /// By what it is: التنظيم, زعيم التنظيم.
    Epithet,
}

impl How {
    /// As records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Short => "short",
            Self::Acronym => "acronym",
            Self::Alias => "alias",
            Self::Epithet => "epithet",
        }
    }
}

/// One naming of an entity.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// The whole phrase, the noun that says what is named included.
    pub tokens: Tokens,
    /// The name proper.
    pub name: Tokens,
    /// Letters attached before the phrase.
    pub skip: usize,
    /// Letters attached before the name.
    pub name_skip: usize,
    /// What it names.
    pub kind: NamedKind,
    /// What of the codebook it names.
    pub referent: Option<Referent>,
    /// The noun that opened it, by its number among the codebook's.
    pub head: Option<u16>,
    /// What shows it to be a name.
    pub evidence: Evidence,
    /// How it refers.
    pub how: How,
}

/// Everything the document names, grouped by what is named.
pub(crate) fn entities(
    context: &Context<'_>,
    tags: &[Tag],
    names: &[NameMatch],
    mentions: &[Mention],
) -> Vec<EntityRecord> {
    let found = named(context, tags, names, mentions);
    let groups = coreference::groups(context, tags, mentions, found);
    record::records(context, groups)
}

/// All names, in order and without overlaps: the longer of two wins.
fn named(context: &Context<'_>, tags: &[Tag], names: &[NameMatch], mentions: &[Mention]) -> Vec<Named> {
    let heads: FxHashMap<usize, &Mention> = mentions.iter().map(|m| (m.head, m)).collect();
    let mut all: Vec<Named> = names
        .iter()
        .filter(|n| tags[n.tokens.start] == Tag::Name)
        .filter_map(|n| listed(context, tags, n, heads.get(&n.tokens.start).copied()))
        .collect();
    let finder = Headed::new(context, tags, names);
    all.extend((0..tags.len()).filter_map(|at| finder.at(at)));
    all.extend((0..tags.len()).filter_map(|at| credit(context, at)));
    all.extend(names.iter().filter_map(|name| within_description(context, name)));
    // Of two that overlap the longer stands; the name inside lends what it refers to where only the head is left out.
    // What describes gives way to what it holds: الأمين العام للحزب.
    all.sort_by_key(|n| {
        (
            n.how == How::Epithet,
            std::cmp::Reverse(n.tokens.len()),
            n.evidence == Evidence::List,
            n.tokens.start,
        )
    });
    let mut taken = vec![false; tags.len()];
    let mut kept: Vec<Named> = Vec::new();
    for named in all {
        if named.how == How::Epithet && !taken[named.tokens.start] {
            kept.push(named);
            continue;
        }
        if named.tokens.clone().any(|t| taken[t]) {
            if let Some(outer) = kept.iter_mut().find(|k| k.name == named.name)
                && outer.referent.is_none()
                && fits(outer.kind, named.kind)
            {
                outer.referent = named.referent;
            }
            continue;
        }
        taken[named.tokens.clone()].fill(true);
        kept.push(named);
    }
    kept.sort_by_key(|n| n.tokens.start);
    kept
}

/// An agency credited in parentheses: (الفرنسية).
fn credit(context: &Context<'_>, at: usize) -> Option<Named> {
    let text = context.text;
    let marks = at > 0
        && text.is_punct(at - 1)
        && text.clean(at - 1) == "("
        && text.is_punct(at + 1)
        && matches!(text.clean(at + 1), ")" | "-");
    (marks && context.has_role(at, NameRole::Credit)).then(|| Named {
        tokens: at..at + 1,
        name: at..at + 1,
        skip: 0,
        name_skip: 0,
        kind: NamedKind::Entity(EntityKind::Outlet),
        referent: None,
        head: None,
        evidence: Evidence::Position,
        how: How::Name,
    })
}

/// The listed name at the end of a listed description of a person: الأمين العام لحزب, رئيس منظمة.
fn within_description(context: &Context<'_>, name: &NameMatch) -> Option<Named> {
    let text = context.text;
    let person = |r: &Referent| matches!(r, Referent::Entity(e) if context.codebook.entities[*e as usize].kind == EntityKind::Person);
    if name.tokens.len() < 2 || !name.referents(context).iter().all(person) {
        return None;
    }
    (name.tokens.start + 1..name.tokens.end).find_map(|start| {
        let words: Vec<&str> = (start..name.tokens.end).map(|t| text.clean(t)).collect();
        let whole = words.join(" ");
        let bare = whole.strip_prefix("لل").map(|rest| format!("ال{rest}"));
        let bare = bare.or_else(|| whole.strip_prefix('ل').map(str::to_owned));
        let found = |key: &str| entities_named(context.codebook, key).iter().copied().find(|r| !person(r));
        let (referent, skip) = match found(&whole) {
            Some(referent) => (referent, 0),
            None => (found(&bare?)?, 1),
        };
        let Referent::Entity(e) = referent else { return None };
        let kind = context.codebook.entities[e as usize].kind;
        let party = matches!(
            kind,
            EntityKind::Group | EntityKind::Organisation | EntityKind::Outlet | EntityKind::Force
        );
        party.then(|| Named {
            tokens: start..name.tokens.end,
            name: start..name.tokens.end,
            skip,
            name_skip: skip,
            kind: NamedKind::Entity(kind),
            referent: Some(referent),
            head: context.facts(start).head.map(|h| h.number),
            evidence: Evidence::List,
            how: How::Name,
        })
    })
}

/// Whether what a head says and what a list says of a name go together.
pub(crate) fn fits(outer: NamedKind, inner: NamedKind) -> bool {
    let place =
        |k| matches!(k, NamedKind::Place | NamedKind::Facility | NamedKind::Entity(EntityKind::State));
    let person = |k| matches!(k, NamedKind::Person);
    place(outer) == place(inner) && person(outer) == person(inner)
}

/// A name of the codebook, or a person's.
fn listed(context: &Context<'_>, tags: &[Tag], name: &NameMatch, mention: Option<&Mention>) -> Option<Named> {
    let own = name.referents(context);
    let referent = mention
        .and_then(|m| m.referents.first())
        .filter(|r| own.contains(r))
        .or_else(|| own.first())
        .copied();
    let kind = match referent {
        None if name.evidence == Evidence::Head => NamedKind::Place,
        None if name.list.is_none() => NamedKind::Person,
        None => return None,
        Some(Referent::Place(_)) => NamedKind::Place,
        Some(Referent::Entity(e)) => match context.codebook.entities[e as usize].kind {
            EntityKind::Person => NamedKind::Person,
            kind => NamedKind::Entity(kind),
        },
    };
    if matches!(referent, Some(Referent::Place(_))) && doubtful(context, tags, name) {
        return None;
    }
    let skip = headed::skip(name.clitic);
    let head = context.facts(name.tokens.start).head;
    let (proper, how) = proper(context, name, kind);
    Some(Named {
        tokens: name.tokens.clone(),
        name_skip: if proper.start == name.tokens.start { skip } else { 0 },
        name: proper,
        skip,
        kind,
        referent,
        head: head.map(|h| h.number),
        evidence: name.evidence,
        how,
    })
}

/// The name proper of a listed name: without titles and nouns that only say what is named (الشيخ, صحيفة, مدينة). What
/// has nothing else (الرئيس السوري, السلطات الفرنسية) describes.
fn proper(context: &Context<'_>, name: &NameMatch, kind: NamedKind) -> (Tokens, How) {
    let all = name.tokens.clone();
    if name.evidence != Evidence::List {
        return (all, How::Name);
    }
    let ordinary = |at: usize| context.readings(at).iter().any(|r| r.slip == 0);
    let person = kind == NamedKind::Person;
    if person {
        let title = |at: usize| {
            context.facts(at).head.is_some_and(|h| {
                context.codebook.name_words.of(h.number).kind == NamedKind::Person
                    && (h.article || at > all.start || !ordinary(at) || all.len() > 1)
            })
        };
        let mut start = all.start;
        // خليفة and سلطان are titles and given names.
        let given = |t: usize| t > all.start && context.facts(t).person.is_some_and(|(w, _)| w.given);
        while start < all.end && title(start) && !given(start) {
            start += 1;
        }
        // الرئيس الفلسطيني فلان: an adjective of the title before a given name.
        let names_follow =
            |t: usize| (t + 1..all.end).any(|n| context.facts(n).person.is_some_and(|(w, _)| w.given));
        while start > all.start
            && start < all.end
            && context.begins_with_article(start)
            && ordinary(start)
            && names_follow(start)
        {
            start += 1;
        }
        if start > all.start {
            let describes =
                (start..all.end).all(|t| ordinary(t) && context.facts(t).person.is_none_or(|(w, _)| w.word));
            return if start == all.end || describes {
                (all, How::Epithet)
            } else {
                (start..all.end, How::Name)
            };
        }
        return (all, How::Name);
    }
    let first = context.text.folded(all.start);
    let first =
        if name.clitic.conjunction { first.strip_prefix(['و', 'ف']).unwrap_or(first) } else { first };
    let nisba = |t: usize| {
        let folded = context.text.folded(t);
        folded.ends_with('ي') || folded.ends_with("يه")
    };
    // كوري جنوبي, الكورية الجنوبية
    if kind == NamedKind::Entity(EntityKind::State) && all.len() == 2 && all.clone().all(nisba) {
        return (all, How::Epithet);
    }
    if all.len() > 1 && context.codebook.name_words.roles(first).has(NameRole::Collective) {
        return (all, How::Epithet);
    }
    let outside = context.facts(all.start).head.is_some_and(|h| {
        let head = context.codebook.name_words.of(h.number);
        // مكتب التحقيقات is named by what it does; وكالة رويترز is رويترز.
        let common = all.len() > 1 && context.begins_with_article(all.start + 1) && ordinary(all.start + 1);
        let place = head.kind == NamedKind::Place || head.by == NamedBy::Noun;
        !head.inside && !h.article && head.kind != NamedKind::Person && (place || !common)
    });
    // حزب الله اللبناني, ريال مدريد الإسباني: the nisba after a name that is whole without it.
    let last = all.end - 1;
    let shorter: Vec<&str> = (all.start..last).map(|t| context.text.clean(t)).collect();
    let shorter = shorter.join(" ");
    let shorter = shorter.strip_prefix('و').unwrap_or(&shorter);
    if all.len() > 1
        && context.begins_with_article(last)
        && nisba(last)
        && context.readings(last).iter().any(|r| context.uses(r).iter().any(|u| matches!(u, Use::Nisba(_))))
        // In جبهة التوافق العراقية it goes on with the definite phrase.
        && !(context.begins_with_article(last - 1) && context.text.folded(last - 1) != "الله")
        && !entities_named(context.codebook, shorter).is_empty()
        && matches!(kind, NamedKind::Entity(EntityKind::Group | EntityKind::Organisation | EntityKind::Outlet))
    {
        let start = if outside && last > all.start + 1 { all.start + 1 } else { all.start };
        return (start..last, How::Name);
    }
    let outside = outside || first.trim_start_matches(['ل', 'ب']) == "دول";
    if outside && all.len() > 1 { (all.start + 1..all.end, How::Name) } else { (all, How::Name) }
}

/// Whether a listed place of one word is sooner the ordinary word that it also is (القدم, الطبقة): a small place whose
/// name the lexicon reads as well, where nothing before it asks for a place.
fn doubtful(context: &Context<'_>, tags: &[Tag], name: &NameMatch) -> bool {
    let at = name.tokens.start;
    if name.tokens.len() > 1 {
        return false;
    }
    let read = context.readings(at).iter().any(|r| r.slip == 0);
    let small = name.referents(context).iter().all(|r| match r {
        Referent::Place(p) => {
            let place = &context.codebook.places[*p as usize];
            !matches!(place.kind.as_str(), "country" | "admin1" | "region" | "sea")
                && place.population < 300_000
        }
        Referent::Entity(_) => false,
    });
    let asked = name.clitic.preposition == Some(Prep::Bi)
        && !context.readings(at).iter().any(|r| r.slip == 0 && r.proclitics.0 == 0)
        || at > 0
            && (matches!(tags[at - 1], Tag::Particle(Particle::Prep(Prep::Fi | Prep::Min | Prep::Ila)))
                || context.facts(at - 1).head.is_some_and(|h| {
                    !h.article && context.codebook.name_words.of(h.number).kind == NamedKind::Place
                }));
    read && small && !asked
}

#[cfg(test)]
mod tests;
