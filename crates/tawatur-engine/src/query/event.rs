//! One event with all that belongs to it.

use std::collections::HashMap;

use datafusion::arrow::array::AsArray;

use super::{Session, filter::literal};
use crate::{
    event::{ContradictionRow, EventClaimRow, EventRow},
    ledger::LedgerError,
    row::ClaimRow,
};

/// An event, who tells of it, and where they differ.
#[derive(Clone, Debug)]
pub struct Told {
    /// The event.
    pub event: EventRow,
    /// Its claims, each with how it came in and what its document is called, by day of publication.
    pub claims: Vec<(EventClaimRow, ClaimRow, String)>,
    /// Where they differ.
    pub contradictions: Vec<ContradictionRow>,
}

/// How many ids are looked at to say that a prefix is ambiguous.
const LOOKED_AT: usize = 20;

/// The event that an id, or the beginning of one, stands for.
///
/// # Errors
/// When there is none or several, or a table cannot be read.
pub fn told(session: &Session, id: &str) -> Result<Told, LedgerError> {
    let found: Vec<EventRow> = session.rows(&format!(
        "SELECT * FROM events WHERE starts_with(event, {}) ORDER BY event LIMIT {LOOKED_AT}",
        literal(id)
    ))?;
    if found.len() > 1 {
        return Err(LedgerError::Ambiguous { prefix: id.to_owned(), count: found.len() });
    }
    let event = found.into_iter().next().ok_or_else(|| LedgerError::Unknown(id.to_owned()))?;
    let of = literal(&event.event);
    let rows: Vec<EventClaimRow> = session.rows(&format!(
        "SELECT * FROM event_claims WHERE event = {of} ORDER BY published, document, claim"
    ))?;
    let members = format!("(SELECT document, claim FROM event_claims WHERE event = {of}) AS m");
    let claims: Vec<ClaimRow> = session.rows(&format!(
        "SELECT c.* FROM claims AS c LEFT SEMI JOIN {members} ON c.document = m.document AND c.claim = m.claim"
    ))?;
    let mut claims: HashMap<(String, String), ClaimRow> =
        claims.into_iter().map(|row| ((row.document.clone(), row.claim.claim.clone()), row)).collect();
    let mut titles: HashMap<String, String> = HashMap::new();
    for batch in session.ask(&format!(
        "SELECT d.id, coalesce(d.title, d.name) FROM documents AS d LEFT SEMI JOIN {members} ON d.id = m.document"
    ))? {
        let batch = batch?;
        let column = |at: usize| batch.column(at).as_string::<i32>().iter().flatten().map(str::to_owned);
        titles.extend(column(0).zip(column(1)));
    }
    let contradictions = session.rows(&format!(
        "SELECT * FROM contradictions WHERE event = {of} \
         ORDER BY kind, field, first_document, first_claim, second_document, second_claim"
    ))?;
    let claims = rows
        .into_iter()
        .filter_map(|row| {
            let claim = claims.remove(&(row.document.clone(), row.claim.clone()))?;
            let title = titles.get(&row.document).cloned().unwrap_or_default();
            Some((row, claim, title))
        })
        .collect();
    Ok(Told { event, claims, contradictions })
}
