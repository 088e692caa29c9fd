//! What the linked claims tell of: the tables `events`, `event_claims` and `contradictions`.
//!
//! Claims that links join, over any number of them, are a *component*. Which events it makes hangs on nothing outside of
//! it, so only components are told anew in which something changed.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Basis, copying, fetch,
    keyed::names,
    linking::{self, Facts, Linked, Pairs},
    passage,
};
use crate::{
    event::{self, ContradictionRow, Copied, Copies, EventClaimRow, EventRow, LinkRow},
    ledger::{Change, LedgerError},
    link::{Fact, FactId, Link},
    query::Session,
    row::{Row, Table},
    spread::spread,
};

/// Events told anew.
#[derive(Debug, Default)]
pub(super) struct Happened {
    pub events: Vec<EventRow>,
    claims: Vec<EventClaimRow>,
    contradictions: Vec<ContradictionRow>,
    /// Events that were there before and are told anew or are no more.
    before: BTreeSet<String>,
    /// Claims that were there before and are told anew.
    told: Vec<String>,
    /// Events whose claims went into others.
    pub merged: usize,
    /// Events whose claims are in several now.
    pub split: usize,
}

/// Tells the components anew in which claims changed.
pub(super) fn happen(
    session: &Session,
    basis: &Basis<'_>,
    texts: &copying::Copied,
    linked: &Linked,
    facts: &mut Facts,
) -> Result<Happened, LedgerError> {
    let mut nodes: BTreeSet<FactId> = linked.dirty.clone();
    nodes.extend(linked.rows.iter().flat_map(|row| [first(row), second(row)]));
    let before = components(session, &nodes)?;
    nodes.extend(before.iter().map(claim));
    let ids: Vec<FactId> = nodes.iter().cloned().collect();
    let old = fetch::links_of(session, &ids)?;
    let mut links: Vec<Link> = old
        .iter()
        .map(link)
        .filter(|link| !linked.is_disturbed(&link.first) && !linked.is_disturbed(&link.second))
        .collect();
    links.extend(linked.rows.iter().map(link));
    linking::need(session, basis.threads, facts, ids.iter().cloned())?;
    let documents: BTreeSet<String> = nodes.iter().map(|id| id.document.clone()).collect();
    let pairs = linking::copies_touching(session, texts, &documents)?;
    let copied = copies_among(&nodes, facts, &pairs);
    let twins = texts.twins_among(session, &documents)?;
    let twins: BTreeSet<FactId> = nodes.iter().filter(|id| twins.contains(&id.document)).cloned().collect();
    let mut happened = Happened::default();
    let parts = parts(&nodes, &links);
    let part_of: BTreeMap<&FactId, usize> =
        parts.iter().enumerate().flat_map(|(at, part)| part.iter().map(move |id| (id, at))).collect();
    let mut inside: Vec<Inside> = vec![Inside::default(); parts.len()];
    for link in links {
        if let Some(&part) = part_of.get(&link.first) {
            inside[part].0.push(link);
        }
    }
    for pair in copied {
        // Claims may stand in one passage and yet be told apart.
        let (copy, parent) = (part_of.get(&pair.copy), part_of.get(&pair.parent));
        if let (Some(&part), true) = (copy, copy == parent) {
            inside[part].1.push(pair);
        }
    }
    let work: Vec<(&Vec<FactId>, Inside)> = parts.iter().zip(inside).collect();
    let told =
        spread(&work, basis.threads, |(part, (links, copied))| tell(part, links, copied, &twins, facts));
    for (event, claims, contradictions) in told.into_iter().flatten() {
        happened.events.push(event);
        happened.claims.extend(claims);
        happened.contradictions.extend(contradictions);
    }
    happened.compare(&before);
    Ok(happened)
}

impl Happened {
    /// What became of the events that were there.
    fn compare(&mut self, before: &[EventClaimRow]) {
        let now: BTreeMap<FactId, &str> =
            self.claims.iter().map(|row| (claim(row), row.event.as_str())).collect();
        let mut went: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in before {
            let into = now.get(&claim(row)).copied();
            went.entry(&row.event).or_default().extend(into);
        }
        let mut came: BTreeMap<&str, usize> = BTreeMap::new();
        for into in went.values().flatten() {
            *came.entry(into).or_default() += 1;
        }
        self.split = went.values().filter(|into| into.len() > 1).count();
        self.merged = came.values().filter(|&&from| from > 1).count();
        self.before = before.iter().map(|row| row.event.clone()).collect();
        self.told = before.iter().map(|row| linking::item(&claim(row))).collect();
    }

    /// What becomes of the tables.
    pub(super) fn changes(&self, session: &Session) -> Result<Vec<Change>, LedgerError> {
        let come = [
            (Table::Events, EventRow::batch(&self.events)?),
            (Table::EventClaims, EventClaimRow::batch(&self.claims)?),
            (Table::Contradictions, ContradictionRow::batch(&self.contradictions)?),
        ];
        let before: Vec<&String> = self.before.iter().collect();
        session.put("events_before", names(&before)?)?;
        Ok(come
            .into_iter()
            .map(|(table, batch)| {
                let name = table.name();
                let kept = format!(
                    "SELECT t.* FROM {name} AS t LEFT ANTI JOIN events_before AS b ON t.event = b.name"
                );
                let kept = (!self.before.is_empty()).then_some(kept);
                Change { table, kept, come: vec![batch] }
            })
            .collect())
    }
}

/// What is known between the claims of a component.
type Inside = (Vec<Link>, Vec<Copied>);

/// An event as the rows of the tables.
type Rows = (EventRow, Vec<EventClaimRow>, Vec<ContradictionRow>);

/// The events of a component.
fn tell(
    part: &[FactId],
    links: &[Link],
    copied: &[Copied],
    twins: &BTreeSet<FactId>,
    facts: &Facts,
) -> Vec<Rows> {
    let facts: BTreeMap<FactId, Fact> =
        part.iter().filter_map(|id| Some((id.clone(), facts.get(id)?.clone()))).collect();
    let list: Vec<Fact> = facts.values().cloned().collect();
    let heads = Copies::new(copied);
    let component = part.first().map(linking::item).unwrap_or_default();
    event::cluster(&list, links, twins)
        .iter()
        .filter_map(|cluster| event::tell(cluster, &facts, &heads))
        .map(|told| {
            let claims =
                told.claims.into_iter().map(|row| EventClaimRow { component: component.clone(), ..row });
            (told.event, claims.collect(), told.contradictions)
        })
        .collect()
}

/// A row as the link that it was made of.
fn link(row: &LinkRow) -> Link {
    Link {
        first: first(row),
        second: second(row),
        points: row.points,
        strength: row.strength,
        veto: row.veto,
        // Why does not matter to how groups are joined.
        reasons: Vec::new(),
    }
}

/// The rows of all claims of the components of some.
fn components(session: &Session, claims: &BTreeSet<FactId>) -> Result<Vec<EventClaimRow>, LedgerError> {
    let items: Vec<String> = claims.iter().map(linking::item).collect();
    session.put("touched", names(&items)?)?;
    session.rows(
        "SELECT e.* FROM (SELECT DISTINCT t.component FROM touched RIGHT SEMI JOIN event_claims AS t \
         ON touched.name = concat(t.document, '/', t.claim)) AS c \
         RIGHT SEMI JOIN event_claims AS e ON c.component = e.component",
    )
}

/// Which claims copy which, as far as both are among these.
fn copies_among(nodes: &BTreeSet<FactId>, facts: &Facts, copies: &Pairs) -> Vec<Copied> {
    let mut by: BTreeMap<&String, Vec<&FactId>> = BTreeMap::new();
    for id in nodes {
        by.entry(&id.document).or_default().push(id);
    }
    let mut found = Vec::new();
    for ((a, b), row) in copies {
        let of = |document| by.get(document).map(Vec::as_slice).unwrap_or_default();
        for one in of(a) {
            for two in of(b) {
                let (Some(one), Some(two)) = (facts.get(one), facts.get(two)) else { continue };
                found.extend(
                    passage::shared(row, one, two).and_then(|shared| passage::copied(row, one, two, shared)),
                );
            }
        }
    }
    found.sort_unstable();
    found
}

/// Claims parted into those that links join.
fn parts(nodes: &BTreeSet<FactId>, links: &[Link]) -> Vec<Vec<FactId>> {
    let place: BTreeMap<&FactId, usize> = nodes.iter().enumerate().map(|(at, id)| (id, at)).collect();
    let mut root: Vec<usize> = (0..nodes.len()).collect();
    for link in links {
        let (Some(&a), Some(&b)) = (place.get(&link.first), place.get(&link.second)) else { continue };
        let (a, b) = (find(&mut root, a), find(&mut root, b));
        root[a.max(b)] = a.min(b);
    }
    let mut parts: BTreeMap<usize, Vec<FactId>> = BTreeMap::new();
    for (at, id) in nodes.iter().enumerate() {
        parts.entry(find(&mut root, at)).or_default().push(id.clone());
    }
    parts.into_values().collect()
}

fn find(root: &mut [usize], at: usize) -> usize {
    let mut top = at;
    while root[top] != top {
        top = root[top];
    }
    let mut at = at;
    while root[at] != top {
        at = std::mem::replace(&mut root[at], top);
    }
    top
}

fn first(row: &LinkRow) -> FactId {
    FactId { document: row.first_document.clone(), claim: row.first_claim.clone() }
}

fn second(row: &LinkRow) -> FactId {
    FactId { document: row.second_document.clone(), claim: row.second_claim.clone() }
}

fn claim(row: &EventClaimRow) -> FactId {
    FactId { document: row.document.clone(), claim: row.claim.clone() }
}
