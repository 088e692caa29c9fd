//! How many independent origins stand behind an event, as an interval.
//!
//! An origin is the last hop of a chain. Copied text counts once. Whoever is not named may be anybody of his kind, so unnamed
//! origins make the interval wide: at the least they are one, at the most each is another. An outlet that names nobody, or an
//! agency or channel as the last hop, has its news from somebody unknown: it adds nothing to the lower bound and one to the upper.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;

use super::{Copies, Role, grade};
use crate::link::{Fact, FactId, Relay, rarity::bits};

/// Whom a claim goes back to, as far as its document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Voice {
    /// Somebody is named or described.
    Source(Relay),
    /// The outlet tells it in its own voice.
    Own,
}

/// An origin of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What tells it from others: `entity:NAME`, `KIND:WORDS`, `KIND:WORDS@DOCUMENT` where nobody is named, or `voice:OUTLET`.
    pub key: String,
    /// Name or words.
    pub name: String,
    /// Kind of source.
    pub kind: String,
    /// named, role, collective or unnamed.
    pub named: String,
    /// Usual English name.
    pub entity: Option<String>,
    /// Stems of its words, sorted.
    pub words: Vec<String>,
    /// Whether somebody is known to have told it.
    pub resolved: bool,
    /// What it is in the event.
    pub role: Role,
    /// Claims that go back to it, copies left out, in order.
    pub claims: Vec<FactId>,
    /// Outlets that carry it, sorted.
    pub outlets: Vec<String>,
    /// Reliability of the source with the rules that gave it.
    pub source: grade::Grade<char>,
    /// Credibility of what it says with the rules that gave it.
    pub item: grade::Grade<u8>,
}

/// A path from an origin to a document's outlet, as keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// Origin first, then each relay, then the outlet.
    pub hops: Vec<String>,
}

/// A hop that all lines of an event go through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choke {
    /// Its key.
    pub hop: String,
    /// How many lines go through it.
    pub lines: usize,
}

/// Who stands behind an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Independence {
    /// So many origins are independent at the least.
    pub low: u32,
    /// So many may be at the most.
    pub high: u32,
    /// The origins by key.
    pub origins: Vec<Origin>,
    /// The lines, copies left out.
    pub lines: Vec<Line>,
    /// The hop that all lines go through, where there are two or more: the one nearest to the reader.
    pub choke: Option<Choke>,
    /// What would narrow the interval.
    pub settle: Vec<String>,
}

/// Counts who stands behind the claims of one event.
pub fn independence(facts: &[&Fact], copies: &Copies) -> Independence {
    let heads = heads(facts, copies);
    let explained = explained(&heads);
    let mut origins = origins(&heads, &explained);
    let relayed = relayed(&heads);
    let distinct = distinct(&origins, &relayed);
    let low = (distinct.len() as u32).max(u32::from(!origins.is_empty()));
    let high = (origins.len() as u32).max(low);
    let settle = settle(&origins, &distinct);
    let lines = lines(&heads, &explained);
    for origin in &mut origins {
        origin.role = Role::of(origin, facts);
        origin.source = grade::grade_source(origin);
    }
    let items: Vec<_> =
        origins.iter().map(|origin| grade::grade_item(origin, &origins, &distinct, facts)).collect();
    for (origin, item) in origins.iter_mut().zip(items) {
        origin.item = item;
    }
    Independence { low, high, choke: choke(&lines), origins, lines, settle }
}

/// How many origins claims go back to at the most.
pub(super) fn most(facts: &[&Fact], copies: &Copies) -> u32 {
    let heads = heads(facts, copies);
    origins(&heads, &explained(&heads)).len() as u32
}

/// Whom claims go back to, in the order of their keys.
fn origins(heads: &[&Fact], explained: &BTreeSet<&str>) -> Vec<Origin> {
    let mut origins: BTreeMap<String, Origin> = BTreeMap::new();
    for fact in heads {
        let found = Origin::of(fact);
        let origin = origins.entry(found.key.clone()).or_insert(found);
        origin.claims.push(fact.id.clone());
        origin.outlets.extend(fact.outlet.clone());
    }
    for origin in origins.values_mut() {
        origin.claims.sort_unstable();
        origin.outlets.sort_unstable();
        origin.outlets.dedup();
    }
    let mut origins: Vec<Origin> = origins.into_values().collect();
    origins.retain(|origin| {
        !(origin.is_voice() && origin.claims.iter().all(|id| explained.contains(id.document.as_str())))
    });
    origins
}

/// The claims that count: of copies of one claim one, the head where it is among them.
fn heads<'a>(facts: &[&'a Fact], copies: &Copies) -> Vec<&'a Fact> {
    let mut heads: BTreeMap<&FactId, &Fact> = BTreeMap::new();
    for fact in facts {
        let head = copies.head(&fact.id);
        let counted = heads.entry(head).or_insert(fact);
        if counted.id != *head && (fact.id == *head || fact.id < counted.id) {
            *counted = fact;
        }
    }
    let mut heads: Vec<&Fact> = heads.into_values().collect();
    heads.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    heads
}

/// Documents that name a source for what they tell of the event: what they say of it in their own voice beside that is no
/// further origin.
fn explained<'a>(heads: &[&'a Fact]) -> BTreeSet<&'a str> {
    heads.iter().filter(|fact| !fact.chain.is_empty()).map(|fact| fact.id.document.as_str()).collect()
}

impl Voice {
    /// Whom a claim goes back to.
    pub fn of(fact: &Fact) -> Self {
        fact.origin().map_or(Self::Own, |hop| Self::Source(hop.clone()))
    }
}

impl Origin {
    fn of(fact: &Fact) -> Self {
        let voice = Voice::of(fact);
        let (key, relay) = match voice {
            Voice::Own => {
                let outlet = fact.outlet.as_deref().unwrap_or(&fact.id.document);
                let relay = Relay {
                    kind: "outlet".to_owned(),
                    named: "named".to_owned(),
                    entity: None,
                    words: vec![outlet.to_owned()],
                    text: fact.voice.clone(),
                    stance: "neutral".to_owned(),
                };
                (format!("voice:{outlet}"), relay)
            }
            Voice::Source(relay) => (key(&relay, &fact.id.document), relay),
        };
        Self {
            key,
            name: relay.entity.clone().unwrap_or(relay.text),
            resolved: relay.kind != "outlet",
            kind: relay.kind,
            named: relay.named,
            entity: relay.entity,
            words: relay.words,
            role: Role::Unknown,
            claims: Vec::new(),
            outlets: Vec::new(),
            source: grade::Grade { grade: 'F', why: String::new() },
            item: grade::Grade { grade: 6, why: String::new() },
        }
    }

    /// Whether it is an outlet in its own voice.
    pub fn is_voice(&self) -> bool {
        self.key.starts_with("voice:")
    }

    /// Whether it is known by name.
    pub fn is_named(&self) -> bool {
        self.entity.is_some() || self.named == "named"
    }
}

/// What tells a source from others. Two documents' unnamed sources are two until somebody shows that they are one.
pub(super) fn key(relay: &Relay, document: &str) -> String {
    let words = relay.words.join(" ");
    match &relay.entity {
        Some(entity) if relay.named != "unnamed" => format!("entity:{entity}"),
        _ if relay.named == "named" || relay.named == "role" => format!("{}:{words}", relay.kind),
        _ => format!("{}:{words}@{document}", relay.kind),
    }
}

/// Who stands in a chain before another, with whom he relays: he has it from there, and is no origin of his own.
fn relayed(heads: &[&Fact]) -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    for fact in heads {
        let keys: Vec<String> = fact.chain.iter().map(|hop| key(hop, &fact.id.document)).collect();
        for (at, relay) in keys.iter().enumerate() {
            pairs.extend(keys[at + 1..].iter().map(|origin| (relay.clone(), origin.clone())));
        }
    }
    pairs
}

/// Keys of origins of which no two can be one: taken in the order of how well they are known, then by key.
fn distinct(origins: &[Origin], relayed: &BTreeSet<(String, String)>) -> BTreeSet<String> {
    let mut order: Vec<&Origin> = origins.iter().filter(|origin| origin.resolved).collect();
    order.sort_by_key(|origin| (origin.entity.is_none(), !origin.is_named(), origin.key.clone()));
    let mut taken: Vec<&Origin> = Vec::new();
    for origin in order {
        let apart = |other: &&Origin| {
            let tied = |a: &Origin, b: &Origin| relayed.contains(&(a.key.clone(), b.key.clone()));
            !may_be_one(origin, other) && !tied(origin, other) && !tied(other, origin)
        };
        if taken.iter().all(apart) {
            taken.push(origin);
        }
    }
    taken.into_iter().map(|origin| origin.key.clone()).collect()
}

/// Bits of a word that two sources of kinds that nobody confuses do not share by chance: "Palestinian" is said of witnesses and of the
/// presidency.
const TELLING: u32 = 5;

/// Whether two origins may be one and the same, or speak for the same body.
fn may_be_one(one: &Origin, other: &Origin) -> bool {
    let alike = classes_meet(&one.kind, &other.kind);
    let mut common = one.words.iter().filter(|stem| other.words.contains(stem));
    if common.any(|stem| alike || bits(stem) >= TELLING) {
        return true;
    }
    match (&one.entity, &other.entity) {
        (Some(a), Some(b)) => a == b,
        _ => alike,
    }
}

/// Kinds that one source may be called in two reports.
fn classes_meet(one: &str, other: &str) -> bool {
    const SPEAKERS: &[&str] = &["official", "armed_group", "person", "document"];
    const PEOPLE: &[&str] = &["witness", "activist", "defector", "person", "expert"];
    const WATCHERS: &[&str] = &["organisation", "activist", "expert", "document"];
    one == other
        || [one, other].contains(&"unknown")
        || [SPEAKERS, PEOPLE, WATCHERS].iter().any(|class| class.contains(&one) && class.contains(&other))
}

fn settle(origins: &[Origin], distinct: &BTreeSet<String>) -> Vec<String> {
    let mut settle = Vec::new();
    let names = |of: &dyn Fn(&&Origin) -> bool| -> Vec<&str> {
        origins.iter().filter(|origin| of(origin)).map(|origin| origin.name.as_str()).collect()
    };
    let voices = names(&|origin| origin.is_voice());
    if !voices.is_empty() {
        settle.push(format!("from whom {} has it", voices.join(", ")));
    }
    let outlets = names(&|origin| !origin.resolved && !origin.is_voice());
    if !outlets.is_empty() {
        settle.push(format!("who told {}", outlets.join(", ")));
    }
    for alike in alike(origins, distinct) {
        settle.push(match alike.as_slice() {
            [one, other] => format!("whether {one} is another than {other}"),
            _ => format!("which of {} are one", alike.join(", ")),
        });
    }
    settle
}

/// Origins of which it is not certain that they are others than the rest, with those that they may be: the names of each such set.
fn alike<'o>(origins: &'o [Origin], distinct: &BTreeSet<String>) -> Vec<Vec<&'o str>> {
    let resolved: Vec<&Origin> = origins.iter().filter(|origin| origin.resolved).collect();
    let mut sets = UnionFind::new(resolved.len());
    for (at, one) in resolved.iter().enumerate() {
        for (after, other) in resolved.iter().enumerate().skip(at + 1) {
            let certain = distinct.contains(&one.key) && distinct.contains(&other.key);
            if !certain && may_be_one(one, other) {
                sets.union(at, after);
            }
        }
    }
    let mut alike: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (at, origin) in resolved.iter().enumerate() {
        alike.entry(sets.find(at)).or_default().push(&origin.name);
    }
    let mut alike: Vec<_> = alike.into_values().filter(|names| names.len() > 1).collect();
    alike.sort_unstable();
    alike
}

fn lines(heads: &[&Fact], explained: &BTreeSet<&str>) -> Vec<Line> {
    let mut lines = BTreeSet::new();
    for fact in heads {
        if fact.chain.is_empty() && explained.contains(fact.id.document.as_str()) {
            continue;
        }
        let outlet = fact.outlet.as_deref().unwrap_or(&fact.id.document);
        let relays = fact.chain.iter().rev().map(|hop| key(hop, &fact.id.document));
        lines.insert(Line { hops: relays.chain([format!("outlet:{outlet}")]).collect() });
    }
    lines.into_iter().collect()
}

fn choke(lines: &[Line]) -> Option<Choke> {
    let (first, rest) = lines.split_first()?;
    if rest.is_empty() {
        return None;
    }
    first
        .hops
        .iter()
        .rev()
        .find(|hop| rest.iter().all(|line| line.hops.contains(hop)))
        .map(|hop| Choke { hop: hop.clone(), lines: lines.len() })
}
