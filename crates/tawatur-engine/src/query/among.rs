//! What the ledger says across some of its documents, and of no others.

use std::collections::HashMap;

use super::Session;
use crate::{
    event::{EventClaimRow, EventRow},
    ledger::LedgerError,
    redact::Across,
};

/// Rows of which every document is one of these: events with all their claims, links, copies.
pub fn among(session: &Session, documents: &[String]) -> Result<Across, LedgerError> {
    session.put_names("among", documents)?;
    let claims: Vec<EventClaimRow> = session.rows(
        "SELECT e.* FROM event_claims AS e LEFT SEMI JOIN among AS d ON e.document = d.name \
         ORDER BY event, published, document, claim",
    )?;
    let mut count: HashMap<&str, u32> = HashMap::new();
    for row in &claims {
        *count.entry(&row.event).or_default() += 1;
    }
    let mut events: Vec<EventRow> = session.rows(
        "SELECT t.* FROM events AS t LEFT SEMI JOIN \
         (SELECT e.event FROM event_claims AS e LEFT SEMI JOIN among AS d ON e.document = d.name) AS asked \
         ON t.event = asked.event ORDER BY t.event",
    )?;
    // An event that others tell of too would be another event without them.
    events.retain(|event| count.get(event.event.as_str()) == Some(&event.claims));
    let links = session.rows(
        "SELECT l.* FROM links AS l LEFT SEMI JOIN among AS a ON l.first_document = a.name \
         LEFT SEMI JOIN among AS b ON l.second_document = b.name \
         ORDER BY first_document, first_claim, second_document, second_claim",
    )?;
    let copies = session.rows(
        "SELECT c.* FROM copies AS c LEFT SEMI JOIN among AS a ON c.a = a.name \
         LEFT SEMI JOIN among AS b ON c.b = b.name ORDER BY c.a, c.b",
    )?;
    Ok(Across { events, claims, contradictions: Vec::new(), links, copies })
}
