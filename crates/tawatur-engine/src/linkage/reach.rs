//! How far a change reaches: the claims whose [`part`](super::part)s are made anew, and the links that these hang on.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde::Deserialize;

use super::{
    copying, fetch,
    linking::{self, Linked},
    part::{self, Joint},
};
use crate::{
    event::LinkRow,
    ledger::LedgerError,
    link::{FactId, Link},
    query::Session,
    row::Table,
};

/// A claim as it was told before: columns of `event_claims`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Told {
    pub event: String,
    pub part: String,
    document: String,
    claim: String,
    pub published: Option<Date>,
}

impl Told {
    const COLUMNS: [&str; 5] = ["event", "part", "document", "claim", "published"];

    pub(super) fn id(&self) -> FactId {
        FactId { document: self.document.clone(), claim: self.claim.clone() }
    }
}

/// A part as it was: columns of `event_claims`.
#[derive(Debug, Deserialize)]
struct Stood {
    part: String,
    since: Option<Date>,
    until: Option<Date>,
}

impl Stood {
    const COLUMNS: [&str; 3] = ["part", "since", "until"];
}

/// When claims were published, by their ids.
type Published = BTreeMap<FactId, Option<Date>>;

/// What a change reaches.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// The claims whose parts are made anew, with when they were published.
    pub claims: Published,
    /// Their parts as they are now, each with its claims in order.
    pub parts: Vec<Vec<FactId>>,
    /// All links among them, and more.
    pub links: Vec<Link>,
    /// These claims as they were told before, as far as they were.
    pub before: Vec<Told>,
    /// Documents of which others are twins, among those of the claims.
    pub twins: BTreeSet<String>,
}

/// Finds what changed claims reach, when links were made anew.
pub(super) fn reach(
    session: &Session,
    texts: &copying::Copied,
    linked: &Linked,
    changed: Published,
) -> Result<Reach, LedgerError> {
    let mut near = Near { claims: changed, ..Near::default() };
    near.links.extend(linked.rows.iter().map(|row| (row.claims(), row.ends())));
    let before = told_with(session, &near.claims)?;
    near.claims.extend(before.iter().map(|told| (told.id(), told.published)));
    near.told.extend(before.into_iter().map(|told| (told.id(), told)));
    let mut unasked = near.claims.clone();
    loop {
        near.note(linked, fetch::links_of(session, &unasked, true)?);
        let beside = told_with(session, &near.beside())?;
        let beside: BTreeMap<FactId, Told> = beside.into_iter().map(|told| (told.id(), told)).collect();
        let days = beside.iter().map(|(id, told)| (id.clone(), told.published)).collect();
        near.note(linked, fetch::links_of(session, &days, false)?);
        near.told.extend(beside);
        let told = near.told.iter().map(|(id, told)| (&id.document, told.published));
        let documents: BTreeMap<&String, Option<Date>> =
            near.claims.iter().map(|(id, &day)| (&id.document, day)).chain(told).collect();
        let twins = texts.twins_among(session, &documents)?;
        match near.parts(&twins) {
            Ok(parts) => {
                let before = near.told.into_iter().filter(|(id, _)| near.claims.contains_key(id));
                return Ok(Reach {
                    parts,
                    before: before.map(|(_, told)| told).collect(),
                    links: near.links.into_values().map(Link::from).collect(),
                    claims: near.claims,
                    twins,
                });
            }
            Err(reached) => {
                unasked = near
                    .told
                    .values()
                    .filter(|told| reached.contains(told.part.as_str()))
                    .map(|told| (told.id(), told.published))
                    .collect();
                near.claims.extend(unasked.clone());
            }
        }
    }
}

/// Claims whose parts are made anew, with all parts that are linked to them.
#[derive(Debug, Default)]
struct Near {
    claims: Published,
    told: BTreeMap<FactId, Told>,
    links: BTreeMap<(FactId, FactId), LinkRow>,
}

impl Near {
    /// Notes links that were there before, but for those that were made anew or are no more.
    fn note(&mut self, linked: &Linked, links: Vec<LinkRow>) {
        for ends in links {
            let (first, second) = ends.claims();
            if !linked.is_disturbed(&first) && !linked.is_disturbed(&second) {
                self.links.insert((first, second), ends);
            }
        }
    }

    /// Claims that links join to these, and of which no part is known yet.
    fn beside(&self) -> Published {
        let mut beside = Published::new();
        for (key, ends) in &self.links {
            for (one, other, day) in
                [(&key.0, &key.1, ends.second_published), (&key.1, &key.0, ends.first_published)]
            {
                let known = self.claims.contains_key(other) || self.told.contains_key(other);
                if self.claims.contains_key(one) && !known {
                    beside.insert(other.clone(), day);
                }
            }
        }
        beside
    }

    /// The parts, or the names of those that stand beside them and cannot stay.
    fn parts(&self, twins: &BTreeSet<String>) -> Result<Vec<Vec<FactId>>, BTreeSet<&str>> {
        let ids: BTreeSet<&FactId> = self.claims.keys().chain(self.told.keys()).collect();
        let ids: Vec<&FactId> = ids.into_iter().collect();
        let place: HashMap<&FactId, usize> = ids.iter().enumerate().map(|(at, &id)| (id, at)).collect();
        let names: BTreeSet<&str> = self.told.values().map(|told| told.part.as_str()).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let standing: Vec<Option<usize>> = ids
            .iter()
            .map(|&id| {
                let told = self.told.get(id).filter(|_| !self.claims.contains_key(id))?;
                names.binary_search(&told.part.as_str()).ok()
            })
            .collect();
        let joint = |((first, second), ends): (&(FactId, FactId), &LinkRow)| {
            let claims = [*place.get(first)?, *place.get(second)?];
            Some(Joint { claims, points: ends.points })
        };
        let joints: Vec<Joint> = self.links.iter().filter_map(joint).collect();
        let is_twin = |at: usize| twins.contains(&ids[at].document);
        match part::parts(&standing, &joints, is_twin, part::MOST) {
            Ok(parts) => {
                let claims = |part: Vec<usize>| part.into_iter().map(|at| ids[at].clone()).collect();
                Ok(parts.into_iter().map(claims).collect())
            }
            Err(reached) => Err(reached.into_iter().map(|part| names[part]).collect()),
        }
    }
}

/// All claims of the parts of some, as they were told before.
fn told_with(session: &Session, claims: &Published) -> Result<Vec<Told>, LedgerError> {
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    let items: Vec<String> = claims.keys().map(linking::item).collect();
    session.put_names("touched", &items)?;
    let columns = Stood::COLUMNS.map(|column| format!("t.{column}")).join(", ");
    let stood: Vec<Stood> = session.columns(
        Table::EventClaims,
        &Stood::COLUMNS,
        &format!(
            "SELECT DISTINCT {columns} FROM touched RIGHT SEMI JOIN event_claims AS t \
             ON touched.name = concat(t.document, '/', t.claim) WHERE {}",
            fetch::near("t.published", claims.values().copied())
        ),
    )?;
    let names: Vec<&String> = stood.iter().map(|stood| &stood.part).collect();
    session.put_names("parts", &names)?;
    let columns = Told::COLUMNS.map(|column| format!("e.{column}")).join(", ");
    let days = stood.iter().filter_map(|stood| stood.since.zip(stood.until));
    session.columns(
        Table::EventClaims,
        &Told::COLUMNS,
        &format!(
            "SELECT {columns} FROM parts AS p RIGHT SEMI JOIN event_claims AS e ON p.name = e.part WHERE {}",
            fetch::between("e.published", days, true)
        ),
    )
}
