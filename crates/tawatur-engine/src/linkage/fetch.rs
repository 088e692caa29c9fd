//! Rows of the ledger by name.

use super::keyed::names;
use crate::{
    event::LinkRow,
    ledger::LedgerError,
    link::FactId,
    query::{Answer, Session},
    row::{ClaimRow, CopyRow, DocumentRow, Row as _},
};

/// Documents by their ids.
pub(super) fn documents(session: &Session, ids: &[String]) -> Result<Vec<DocumentRow>, LedgerError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    session.put("asked", names(ids)?)?;
    session.rows("SELECT d.* FROM documents AS d LEFT SEMI JOIN asked ON d.id = asked.name")
}

/// Claims, some at a time.
pub(super) struct Claims(Option<Answer>);

impl Iterator for Claims {
    type Item = Result<Vec<ClaimRow>, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = self.0.as_mut()?.next()?;
        Some(batch.and_then(|batch| Ok(ClaimRow::rows(&batch)?)))
    }
}

/// The claims of documents that are likely enough.
pub(super) fn claims_of(
    session: &Session,
    documents: &[String],
    min_score: f64,
) -> Result<Claims, LedgerError> {
    if documents.is_empty() {
        return Ok(Claims(None));
    }
    session.put("asked", names(documents)?)?;
    let claims = session.ask(&format!(
        "SELECT c.* FROM claims AS c LEFT SEMI JOIN asked ON c.document = asked.name WHERE c.score >= {min_score}"
    ))?;
    Ok(Claims(Some(claims)))
}

/// Claims by their ids.
pub(super) fn claims(session: &Session, ids: &[FactId]) -> Result<Claims, LedgerError> {
    if ids.is_empty() {
        return Ok(Claims(None));
    }
    let ids: Vec<String> = ids.iter().map(FactId::to_string).collect();
    session.put("asked", names(&ids)?)?;
    let claims = session.ask(
        "SELECT c.* FROM claims AS c LEFT SEMI JOIN asked \
         ON concat(c.document, '/', c.claim) = asked.name",
    )?;
    Ok(Claims(Some(claims)))
}

/// The copies that documents take part in.
pub(super) fn copies_of(session: &Session, documents: &[String]) -> Result<Vec<CopyRow>, LedgerError> {
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    session.put("asked", names(documents)?)?;
    session.rows(
        "SELECT c.* FROM copies AS c LEFT SEMI JOIN asked ON c.a = asked.name UNION ALL \
         SELECT c.* FROM copies AS c LEFT SEMI JOIN asked AS s ON c.b = s.name \
         LEFT ANTI JOIN asked AS t ON c.a = t.name",
    )
}

/// The links whose first claim is one of these.
pub(super) fn links_of(session: &Session, claims: &[FactId]) -> Result<Vec<LinkRow>, LedgerError> {
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = claims.iter().map(FactId::to_string).collect();
    session.put("asked", names(&ids)?)?;
    session.rows(
        "SELECT l.* FROM links AS l LEFT SEMI JOIN asked ON concat(l.first_document, '/', l.first_claim) = asked.name",
    )
}
