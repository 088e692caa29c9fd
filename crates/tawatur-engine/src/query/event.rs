//! Events with all that belongs to them.

use std::{collections::HashMap, sync::Arc};

use serde::Serialize;

use super::{Session, filter::literal};
use crate::{
    event::{ContradictionRow, EventClaimRow, EventRow, LinkRow},
    ledger::LedgerError,
    review::Standing,
    row::{ClaimRow, DocumentRow},
};

/// An event, who tells of it, and where they differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The event.
    pub event: EventRow,
    /// Its claims, by day of publication.
    pub claims: Vec<Telling>,
    /// Where they differ.
    pub contradictions: Vec<ContradictionRow>,
    /// Which of them are linked to which.
    pub links: Vec<LinkRow>,
}

/// A claim of an event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Telling {
    /// How it came in.
    #[serde(rename = "as")]
    pub row: EventClaimRow,
    /// The claim.
    pub claim: ClaimRow,
    /// The document that makes it.
    #[serde(skip)]
    pub document: Arc<DocumentRow>,
    /// What reviews have it as; events are told of claims as they were read.
    #[serde(skip_serializing_if = "Standing::is_undecided")]
    pub reviewed: Standing,
}

/// How many ids are looked at to say that a prefix is ambiguous.
const LOOKED_AT: usize = 20;

/// So many events are put together at a time.
const PIECE: usize = 512;

/// The whole id of the event that an id, or the beginning of one, stands for.
///
/// # Errors
/// When there is none or several, or the table cannot be read.
pub fn identify(session: &Session, id: &str) -> Result<String, LedgerError> {
    let mut found = session.first_texts(&format!(
        "SELECT event FROM events WHERE starts_with(event, {}) ORDER BY event LIMIT {LOOKED_AT}",
        literal(id)
    ))?;
    match found.len() {
        0 => Err(LedgerError::Unknown(id.to_owned())),
        1 => Ok(found.remove(0)),
        count => Err(LedgerError::Ambiguous { prefix: id.to_owned(), count }),
    }
}

/// The event that an id, or the beginning of one, stands for.
///
/// # Errors
/// When there is none or several, or a table cannot be read.
pub fn told(session: &Session, id: &str) -> Result<Told, LedgerError> {
    let whole = identify(session, id)?;
    let events = session.rows(&format!("SELECT * FROM events WHERE event = {}", literal(&whole)))?;
    together(session, events, &session.standings()?)?.pop().ok_or(LedgerError::Unknown(whole))
}

/// The events that a query gives, all columns, in its order; `each` gets them one by one.
///
/// # Errors
/// When a table cannot be read, and what `each` gives.
pub fn each<E: From<LedgerError>>(
    session: &Session,
    query: &str,
    mut each: impl FnMut(Told) -> Result<(), E>,
) -> Result<(), E> {
    let events: Vec<EventRow> = session.rows(query)?;
    let mut events = events.into_iter().peekable();
    let standings = session.standings()?;
    while events.peek().is_some() {
        for told in together(session, events.by_ref().take(PIECE).collect(), &standings)? {
            each(told)?;
        }
    }
    Ok(())
}

/// Events with what belongs to each. `standings` are what claims are by their reviews.
fn together(
    session: &Session,
    events: Vec<EventRow>,
    standings: &HashMap<(String, String), Standing>,
) -> Result<Vec<Told>, LedgerError> {
    let ids: Vec<&str> = events.iter().map(|event| event.event.as_str()).collect();
    session.put_names("asked_events", &ids)?;
    let mut rows: HashMap<String, Vec<EventClaimRow>> = HashMap::new();
    for row in session.rows::<EventClaimRow>(&format!(
        "SELECT t.* FROM event_claims AS t {OF_ASKED} ORDER BY published, document, claim"
    ))? {
        rows.entry(row.event.clone()).or_default().push(row);
    }
    let mut contradictions: HashMap<String, Vec<ContradictionRow>> = HashMap::new();
    for row in session.rows::<ContradictionRow>(&format!(
        "SELECT t.* FROM contradictions AS t {OF_ASKED} \
         ORDER BY kind, field, first_document, first_claim, second_document, second_claim"
    ))? {
        contradictions.entry(row.event.clone()).or_default().push(row);
    }
    let told = || rows.values().flatten();
    let keys: Vec<String> = told().map(|row| format!("{}/{}", row.document, row.claim)).collect();
    session.put_names("asked_claims", &keys)?;
    let claims: Vec<ClaimRow> = session.rows(
        "SELECT c.* FROM claims AS c LEFT SEMI JOIN asked_claims AS a ON concat(c.document, '/', c.claim) = a.name",
    )?;
    let mut claims: HashMap<(String, String), ClaimRow> =
        claims.into_iter().map(|row| ((row.document.clone(), row.claim.claim.clone()), row)).collect();
    let mut linked: HashMap<String, Vec<LinkRow>> = HashMap::new();
    let event_of: HashMap<(&str, &str), &str> =
        told().map(|row| ((row.document.as_str(), row.claim.as_str()), row.event.as_str())).collect();
    for row in session.rows::<LinkRow>(
        "SELECT l.* FROM links AS l \
         LEFT SEMI JOIN asked_claims AS a ON concat(l.first_document, '/', l.first_claim) = a.name \
         LEFT SEMI JOIN asked_claims AS b ON concat(l.second_document, '/', l.second_claim) = b.name \
         ORDER BY first_document, first_claim, second_document, second_claim",
    )? {
        let first = event_of.get(&(row.first_document.as_str(), row.first_claim.as_str()));
        let second = event_of.get(&(row.second_document.as_str(), row.second_claim.as_str()));
        // A link from one event into another is of neither.
        if let Some(event) = first.filter(|event| Some(*event) == second) {
            linked.entry((*event).to_owned()).or_default().push(row);
        }
    }
    let mut ids: Vec<&str> = told().map(|row| row.document.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    session.put_names("asked_documents", &ids)?;
    let documents: Vec<DocumentRow> = session
        .rows("SELECT d.* FROM documents AS d LEFT SEMI JOIN asked_documents AS a ON d.id = a.name")?;
    let documents: HashMap<String, Arc<DocumentRow>> =
        documents.into_iter().map(|row| (row.id.clone(), Arc::new(row))).collect();
    let mut telling = |row: EventClaimRow| {
        let key = (row.document.clone(), row.claim.clone());
        let claim = claims.remove(&key)?;
        let document = Arc::clone(documents.get(&row.document)?);
        let reviewed = standings.get(&key).copied().unwrap_or_default();
        Some(Telling { row, claim, document, reviewed })
    };
    Ok(events
        .into_iter()
        .map(|event| Told {
            claims: rows
                .remove(&event.event)
                .unwrap_or_default()
                .into_iter()
                .filter_map(&mut telling)
                .collect(),
            contradictions: contradictions.remove(&event.event).unwrap_or_default(),
            links: linked.remove(&event.event).unwrap_or_default(),
            event,
        })
        .collect())
}

/// Rows of the events that are asked for.
const OF_ASKED: &str = "LEFT SEMI JOIN asked_events AS a ON t.event = a.name";
