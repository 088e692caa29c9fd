//! What the linked claims tell of: the tables `events`, `event_claims` and `contradictions`.
//!
//! Which events a part makes hangs on nothing outside of it, so only parts are told anew in which something changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::{
    Basis, copying,
    fetch::{self, Days},
    linking::{self, Facts, Linked, Pairs},
    passage,
    reach::{Reach, Told, reach},
};
use crate::{
    event::{self, ContradictionRow, Copied, Copies, EventClaimRow, EventRow, LinkRow},
    ledger::{By, Change, LedgerError},
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
    /// When the documents of their claims were published.
    days: Days,
    /// Events whose claims went into others.
    pub merged: usize,
    /// Events whose claims are in several now.
    pub split: usize,
}

/// Tells the parts anew in which claims or links changed.
pub(super) fn happen(
    session: &Session,
    basis: &Basis<'_>,
    texts: &copying::Copied,
    linked: &Linked,
    facts: &mut Facts,
) -> Result<Happened, LedgerError> {
    let mut changed: BTreeSet<FactId> = linked.dirty.clone();
    changed.extend(linked.rows.iter().map(LinkRow::claims).flat_map(|(first, second)| [first, second]));
    let day = |id: &FactId| facts.get(id).and_then(|fact| fact.published);
    let reached = reach(session, texts, linked, changed.iter().map(|id| (id.clone(), day(id))).collect())?;
    let Reach { claims: published, parts, links, before, twins } = reached;
    let parts = told_anew(&parts, &published, &before, &changed);

    let place: HashMap<&FactId, usize> =
        parts.iter().enumerate().flat_map(|(at, part)| part.claims.iter().map(move |id| (id, at))).collect();
    let days = published.values().copied().collect();
    linking::need(session, basis.threads, facts, place.keys().map(|&id| id.clone()), &days)?;
    let documents: BTreeSet<String> = place.keys().map(|id| id.document.clone()).collect();
    let pairs = linking::copies_touching(session, texts, &documents, &days)?;
    let mut inside: Vec<Inside> = vec![Inside::default(); parts.len()];
    // Of what joins one part to another nothing is told.
    let shared =
        |one: &FactId, other: &FactId| place.get(one).copied().filter(|part| place.get(other) == Some(part));
    for link in links {
        if let Some(part) = shared(&link.first, &link.second) {
            inside[part].0.push(link);
        }
    }
    for pair in copies_among(place.keys().copied(), facts, &pairs) {
        if let Some(part) = shared(&pair.copy, &pair.parent) {
            inside[part].1.push(pair);
        }
    }
    let twins: BTreeSet<FactId> =
        place.keys().filter(|id| twins.contains(&id.document)).map(|&id| id.clone()).collect();
    let work: Vec<(&Part<'_>, Inside)> = parts.iter().zip(inside).collect();
    let told =
        spread(&work, basis.threads, |(part, (links, copied))| tell(part, links, copied, &twins, facts));
    let mut happened = Happened::default();
    for (event, claims, contradictions) in told.into_iter().flatten() {
        happened.events.push(event);
        happened.claims.extend(claims);
        happened.contradictions.extend(contradictions);
    }
    happened.compare(before.iter().filter(|told| place.contains_key(&told.id())).collect());
    Ok(happened)
}

/// A part that is told anew.
struct Part<'n> {
    /// In order; the part goes by the first.
    claims: &'n [FactId],
    /// When the first and the last of its documents were published, of those of which it is known.
    since: Option<Date>,
    until: Option<Date>,
}

/// The parts that are not as they were, or in which a claim or link changed.
fn told_anew<'n>(
    parts: &'n [Vec<FactId>],
    published: &BTreeMap<FactId, Option<Date>>,
    before: &[Told],
    changed: &BTreeSet<FactId>,
) -> Vec<Part<'n>> {
    let told: HashMap<FactId, &str> = before.iter().map(|told| (told.id(), told.part.as_str())).collect();
    let mut sizes: HashMap<&str, usize> = HashMap::new();
    for told in before {
        *sizes.entry(&told.part).or_default() += 1;
    }
    let as_it_was = |claims: &[FactId]| {
        let name = linking::item(&claims[0]);
        sizes.get(name.as_str()) == Some(&claims.len())
            && claims.iter().all(|id| !changed.contains(id) && told.get(id).is_some_and(|part| *part == name))
    };
    let day = |id: &FactId| published.get(id).copied().flatten();
    parts
        .iter()
        .filter(|claims| !as_it_was(claims))
        .map(|claims| Part {
            claims,
            since: claims.iter().filter_map(day).min(),
            until: claims.iter().filter_map(day).max(),
        })
        .collect()
}

impl Happened {
    /// What became of the events that were there.
    fn compare(&mut self, before: Vec<&Told>) {
        let now: BTreeMap<FactId, &str> =
            self.claims.iter().map(|row| (claim(row), row.event.as_str())).collect();
        let mut went: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for told in &before {
            let into = now.get(&told.id()).copied();
            went.entry(&told.event).or_default().extend(into);
        }
        let mut came: BTreeMap<&str, usize> = BTreeMap::new();
        for into in went.values().flatten() {
            *came.entry(into).or_default() += 1;
        }
        self.split = went.values().filter(|into| into.len() > 1).count();
        self.merged = came.values().filter(|&&from| from > 1).count();
        self.days = before.iter().map(|told| told.published).collect();
        self.before = before.into_iter().map(|told| told.event.clone()).collect();
    }

    /// What becomes of the tables.
    pub(super) fn changes(&self) -> Result<Vec<Change>, LedgerError> {
        let among = |column| By::within("r.event", fetch::near(column, self.days.iter().copied()));
        let come = [
            (Table::Events, among("r.published_first"), EventRow::batch(&self.events)?),
            (Table::EventClaims, among("r.published"), EventClaimRow::batch(&self.claims)?),
            (
                Table::Contradictions,
                among("r.first_published"),
                ContradictionRow::batch(&self.contradictions)?,
            ),
        ];
        let before: Vec<String> = self.before.iter().cloned().collect();
        Ok(come.map(|(table, by, batch)| Change::instead(table, &[by], before.clone(), vec![batch])).to_vec())
    }
}

/// What is known between the claims of a part.
type Inside = (Vec<Link>, Vec<Copied>);

/// An event as the rows of the tables.
type Rows = (EventRow, Vec<EventClaimRow>, Vec<ContradictionRow>);

/// The events of a part.
fn tell(
    part: &Part<'_>,
    links: &[Link],
    copied: &[Copied],
    twins: &BTreeSet<FactId>,
    facts: &Facts,
) -> Vec<Rows> {
    let facts: BTreeMap<FactId, Fact> =
        part.claims.iter().filter_map(|id| Some((id.clone(), facts.get(id)?.clone()))).collect();
    let list: Vec<Fact> = facts.values().cloned().collect();
    let heads = Copies::new(copied);
    let name = linking::item(&part.claims[0]);
    event::tell_all(&event::cluster(&list, links, twins), &facts, &heads)
        .into_iter()
        .map(|told| {
            let claims = told.claims.into_iter().map(|row| EventClaimRow {
                part: name.clone(),
                since: part.since,
                until: part.until,
                ..row
            });
            (told.event, claims.collect(), told.contradictions)
        })
        .collect()
}

/// Which claims copy which, as far as both are among these.
fn copies_among<'n>(claims: impl Iterator<Item = &'n FactId>, facts: &Facts, copies: &Pairs) -> Vec<Copied> {
    let mut by: BTreeMap<&String, Vec<&FactId>> = BTreeMap::new();
    for id in claims {
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

fn claim(row: &EventClaimRow) -> FactId {
    FactId { document: row.document.clone(), claim: row.claim.clone() }
}
