//! One cluster as the rows of the tables.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Cluster, ContradictionRow, Copies, EventClaimRow, EventRow, Independence, OriginRow, PlaceOf,
    contradictions, figures,
    independence::{self, independence, key},
};
use crate::link::{Fact, FactId, Level, Precision, Spot, family};

/// Everything that is derived of one event.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its row in `events`.
    pub event: EventRow,
    /// Its rows in `event_claims`.
    pub claims: Vec<EventClaimRow>,
    /// Its rows in `contradictions`.
    pub contradictions: Vec<ContradictionRow>,
}

/// The rows of clusters in their order, those left out of which no claim is among `facts`.
pub fn tell_all(clusters: &[Cluster], facts: &BTreeMap<FactId, Fact>, copies: &Copies) -> Vec<Told> {
    let of: BTreeMap<&str, &Cluster> =
        clusters.iter().map(|cluster| (cluster.id.as_str(), cluster)).collect();
    let telling = |cluster: &Cluster| {
        let mut told = tell(cluster, facts, copies)?;
        if cluster.kin.is_empty() {
            return Some(told);
        }
        // Whether its kin tell of the same is open, and so is whether their origins stand behind it.
        let kin = cluster.kin.iter().filter_map(|kin| of.get(kin.as_str()));
        let together: Vec<&Fact> =
            members(cluster, facts).chain(kin.flat_map(|kin| members(kin, facts))).collect();
        told.event.origins_high = told.event.origins_high.max(independence::most(&together, copies));
        Some(told)
    };
    clusters.iter().filter_map(telling).collect()
}

fn members<'f>(cluster: &'f Cluster, facts: &'f BTreeMap<FactId, Fact>) -> impl Iterator<Item = &'f Fact> {
    cluster.members.iter().filter_map(|member| facts.get(&member.id))
}

/// The rows of one cluster, its kin apart; none where no claim of it is among `facts`.
pub fn tell(cluster: &Cluster, facts: &BTreeMap<FactId, Fact>, copies: &Copies) -> Option<Told> {
    let told: Vec<&Fact> = members(cluster, facts).collect();
    let kind = kind(&told);
    let weight = |fact: &Fact| weight(fact, &kind);
    let main = told.iter().copied().max_by(|a, b| weight(a).cmp(&weight(b)).then_with(|| b.id.cmp(&a.id)))?;
    let independence = independence(&told, copies);
    let contradictions: Vec<ContradictionRow> =
        contradictions(&told, copies).into_iter().map(|found| found.row(&cluster.id)).collect();
    let documents: BTreeSet<&str> = told.iter().map(|fact| fact.id.document.as_str()).collect();
    let outlets: BTreeSet<&String> = told.iter().filter_map(|fact| fact.outlet.as_ref()).collect();
    let (first, last, precision) = days(&told);
    let published = || told.iter().filter_map(|fact| fact.published);
    let event = EventRow {
        event: cluster.id.clone(),
        family: family(&kind).to_owned(),
        kind,
        title: main.content.clone(),
        title_document: main.id.document.clone(),
        title_claim: main.id.claim.clone(),
        place: place(&told),
        first,
        last,
        precision,
        published_first: published().min(),
        published_last: published().max(),
        claims: told.len() as u32,
        copies: told.iter().filter(|fact| copies.is_copy(&fact.id)).count() as u32,
        denied: told.iter().filter(|fact| !fact.affirmed).count() as u32,
        documents: documents.len() as u32,
        outlets: outlets.into_iter().cloned().collect(),
        lines: independence.lines.len() as u32,
        origins_low: independence.low,
        origins_high: independence.high,
        origins: origins(&independence),
        settle: independence.settle,
        kin: cluster.kin.clone(),
        choke: independence.choke.map(|choke| choke.hop),
        figures: figures(&told, copies),
        contradictions: contradictions.iter().filter(|row| row.kind.contradicts()).count() as u32,
    };
    Some(Told { claims: claims(cluster, facts, copies), event, contradictions })
}

/// How well a claim stands for an event of a type: that it happened, is of that type (what an event is told by may also be the wounds
/// that it left), how many of its fields are filled, and how much its words tell.
fn weight(fact: &Fact, kind: &str) -> (bool, bool, u32, u32) {
    let bits = fact.words.bits();
    let filled = [
        !fact.actors.is_empty(),
        !fact.targets.is_empty(),
        !fact.places.is_empty(),
        !fact.figures.is_empty(),
    ];
    (
        fact.affirmed,
        fact.kind == kind,
        filled.into_iter().filter(|filled| *filled).count() as u32,
        bits.min(120),
    )
}

/// The type that most claims have; of several the first by name.
fn kind(told: &[&Fact]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for fact in told {
        *counts.entry(&fact.kind).or_default() += 1;
    }
    let most = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)));
    most.map(|(kind, _)| kind.to_owned()).unwrap_or_default()
}

/// The days of an event: those that most claims say, at the finest precision that any has.
fn days(told: &[&Fact]) -> (Option<jiff::civil::Date>, Option<jiff::civil::Date>, Precision) {
    let finest = told.iter().map(|fact| fact.when.precision).min().unwrap_or(Precision::Unsaid);
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for fact in told.iter().filter(|fact| fact.when.precision == finest) {
        *counts.entry((fact.when.first, fact.when.last)).or_default() += 1;
    }
    let most = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    most.map_or((None, None, finest), |((first, last), _)| (first, last, finest))
}

/// The place that most claims name, itself or by a place in it; of several the smallest.
fn place(told: &[&Fact]) -> Option<PlaceOf> {
    let spots: Vec<&Spot> = told.iter().flat_map(|fact| &fact.places).collect();
    let support = |spot: &Spot| spots.iter().filter(|other| spot.same(other)).count();
    let finest = |spot: &Spot| spot.level.min(Level::Town);
    let best = spots.iter().max_by(|a, b| {
        let rank = |spot: &Spot| (support(spot) * 3 >= spots.len(), finest(spot), support(spot), spot.level);
        rank(a).cmp(&rank(b)).then_with(|| (&b.id, &b.text).cmp(&(&a.id, &a.text)))
    })?;
    Some(PlaceOf {
        name: best.name.clone().unwrap_or_else(|| best.text.clone()),
        id: best.id.clone(),
        country: best.country.clone(),
        admin1: best.division.clone(),
        lat: best.lat,
        lon: best.lon,
        precision: best.level.to_string(),
        claims: told
            .iter()
            .filter(|fact| fact.places.iter().any(|spot| best.same(spot) || best.contains(spot)))
            .count() as u32,
    })
}

fn origins(independence: &Independence) -> Vec<OriginRow> {
    let row = |origin: &super::Origin| OriginRow {
        key: origin.key.clone(),
        name: origin.name.clone(),
        kind: origin.kind.clone(),
        named: origin.named.clone(),
        role: origin.role,
        resolved: origin.resolved,
        claims: origin.claims.len() as u32,
        outlets: origin.outlets.clone(),
        source_grade: origin.source.grade.to_string(),
        source_why: origin.source.why.clone(),
        item_grade: origin.item.grade,
        item_why: origin.item.why.clone(),
    };
    independence.origins.iter().map(row).collect()
}

fn claims(cluster: &Cluster, facts: &BTreeMap<FactId, Fact>, copies: &Copies) -> Vec<EventClaimRow> {
    let row = |member: &super::Member| {
        let fact = facts.get(&member.id)?;
        let document = &fact.id.document;
        let own = || format!("voice:{}", fact.outlet.as_deref().unwrap_or(document));
        let head = Some(copies.head(&fact.id)).filter(|head| **head != fact.id).cloned();
        let via = member.via.clone();
        Some(EventClaimRow {
            event: cluster.id.clone(),
            // Whoever parts the claims knows it.
            part: String::new(),
            since: None,
            until: None,
            document: document.clone(),
            claim: fact.id.claim.clone(),
            outlet: fact.outlet.clone(),
            published: fact.published,
            joined: member.joined,
            points: via.as_ref().map(|(_, points)| *points),
            via_document: via.as_ref().map(|(id, _)| id.document.clone()),
            via_claim: via.map(|(id, _)| id.claim),
            origin: fact.origin().map_or_else(own, |hop| key(hop, document)),
            relays: fact.chain.iter().rev().skip(1).map(|hop| key(hop, document)).collect(),
            copy_of_document: head.as_ref().map(|head| head.document.clone()),
            copy_of_claim: head.map(|head| head.claim),
        })
    };
    cluster.members.iter().filter_map(row).collect()
}

impl super::Contradiction {
    fn row(self, event: &str) -> ContradictionRow {
        ContradictionRow {
            event: event.to_owned(),
            kind: self.kind,
            field: self.field,
            first_document: self.first.document,
            first_claim: self.first.claim,
            first_published: self.published[0],
            first_says: self.first_says,
            second_document: self.second.document,
            second_claim: self.second.claim,
            second_published: self.published[1],
            second_says: self.second_says,
            reason: self.reason,
        }
    }
}
