//! How outlets and relays report, over many events: counts, and no score of truth.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use super::{EventClaimRow, EventRow, SourceRow, row::Relayed};

#[derive(Default)]
struct Record {
    events: BTreeSet<String>,
    claims: u32,
    copied: u32,
    alone: u32,
    first: u32,
    own_voice: u32,
    relays: BTreeMap<String, u32>,
    lowest: u32,
    middle: u32,
    highest: u32,
}

/// The record of every outlet (`outlet:NAME`) and relay of some events, by key. `claims` are the claims of these events, `chains` what
/// each of them calls its sources, by document and claim, the nearest to the reader first.
pub fn sources(events: &[EventRow], claims: &[EventClaimRow], chains: &Chains) -> Vec<SourceRow> {
    let mut records: BTreeMap<String, Record> = BTreeMap::new();
    let names = names(claims, chains);
    let name = |source: &str| {
        let said =
            names.get(source).map(|said| said.iter().max_by_key(|(name, times)| (**times, Reverse(**name))));
        let own = || source.split_once(':').map_or(source, |(_, name)| name);
        said.flatten().map_or_else(own, |(name, _)| name).to_owned()
    };
    let mut told: BTreeMap<&str, Vec<&EventClaimRow>> = BTreeMap::new();
    for claim in claims {
        told.entry(&claim.event).or_default().push(claim);
        for (at, source) in carriers(claim).iter().enumerate() {
            let record = records.entry(source.clone()).or_default();
            record.events.insert(claim.event.clone());
            record.claims += 1;
            record.copied += u32::from(claim.copy_of_claim.is_some());
            record.own_voice += u32::from(at == 0 && claim.origin.starts_with("voice:"));
            if let Some(from) = from(claim, at) {
                *record.relays.entry(from).or_default() += 1;
            }
        }
    }
    for event in events {
        let claims = told.get(event.event.as_str()).map(Vec::as_slice).unwrap_or_default();
        order(claims, &mut records);
        standing(event, claims, &mut records);
    }
    // A document of which nobody knows the outlet is none.
    for claim in claims.iter().filter(|claim| claim.outlet.is_none()) {
        records.remove(&format!("outlet:{}", claim.document));
    }
    records.into_iter().map(|(source, record)| record.row(source, name)).collect()
}

/// What claims call their sources, by document and claim.
pub type Chains = HashMap<(String, String), Vec<String>>;

/// What sources are called, and how often.
fn names<'n>(claims: &'n [EventClaimRow], chains: &'n Chains) -> HashMap<String, BTreeMap<&'n str, u32>> {
    let mut names: HashMap<String, BTreeMap<&str, u32>> = HashMap::new();
    for claim in claims {
        let Some(called) = chains.get(&(claim.document.clone(), claim.claim.clone())) else { continue };
        for (source, name) in claim.called(called) {
            *names.entry(of_any(source, claim)).or_default().entry(name).or_default() += 1;
        }
    }
    names
}

/// The key of a source without the document, which is part of it where nobody names the source.
fn of_any(source: &str, claim: &EventClaimRow) -> String {
    let of = source.strip_suffix(claim.document.as_str()).and_then(|source| source.strip_suffix('@'));
    of.unwrap_or(source).to_owned()
}

/// The outlet of a claim and the relays before it, the nearest to the reader first.
fn carriers(claim: &EventClaimRow) -> Vec<String> {
    let outlet = format!("outlet:{}", claim.outlet.as_deref().unwrap_or(&claim.document));
    [outlet].into_iter().chain(claim.relays.iter().rev().map(|relay| of_any(relay, claim))).collect()
}

/// Whom a carrier has a claim from.
fn from(claim: &EventClaimRow, at: usize) -> Option<String> {
    let relay = claim.relays.iter().rev().nth(at).map(|relay| of_any(relay, claim));
    relay.or_else(|| (!claim.origin.starts_with("voice:")).then(|| of_any(&claim.origin, claim)))
}

/// Who tells an event alone, and who told it on the first day when others did later.
fn order(claims: &[&EventClaimRow], records: &mut BTreeMap<String, Record>) {
    let outlets: BTreeSet<String> =
        claims.iter().filter_map(|claim| carriers(claim).into_iter().next()).collect();
    if let [outlet] = Vec::from_iter(&outlets).as_slice() {
        records.entry((*outlet).clone()).or_default().alone += 1;
        return;
    }
    let first = claims.iter().filter_map(|claim| claim.published).min();
    let early: BTreeSet<String> = claims
        .iter()
        .filter(|claim| first.is_some() && claim.published == first)
        .filter_map(|claim| carriers(claim).into_iter().next())
        .collect();
    if early.len() < outlets.len() {
        for outlet in early {
            records.entry(outlet).or_default().first += 1;
        }
    }
}

/// How the figures of outlets and relays sit in the range of an event, where figures differ.
fn standing(event: &EventRow, claims: &[&EventClaimRow], records: &mut BTreeMap<String, Record>) {
    for range in event.figures.iter().filter(|range| range.low < range.high) {
        for said in &range.said {
            let carried =
                claims.iter().find(|claim| claim.document == said.document && claim.claim == said.claim);
            for source in carried.map(|claim| carriers(claim)).unwrap_or_default() {
                let record = records.entry(source).or_default();
                let figure = said.best.or(said.low).or(said.high);
                if figure == range.low {
                    record.lowest += 1;
                } else if figure == range.high {
                    record.highest += 1;
                } else {
                    record.middle += 1;
                }
            }
        }
    }
}

impl Record {
    fn row(self, source: String, name: impl Fn(&str) -> String) -> SourceRow {
        let relayed = |(source, claims): (String, u32)| Relayed { name: name(&source), source, claims };
        let mut relays: Vec<Relayed> = self.relays.into_iter().map(relayed).collect();
        relays.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.source.cmp(&b.source)));
        SourceRow {
            name: name(&source),
            source,
            events: self.events.len() as u32,
            claims: self.claims,
            copied: self.copied,
            alone: self.alone,
            first: self.first,
            own_voice: self.own_voice,
            relays,
            lowest: self.lowest,
            middle: self.middle,
            highest: self.highest,
        }
    }
}
