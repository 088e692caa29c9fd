//! One thing of the ledger with all that belongs to it.

use super::{Session, filter::literal};
use crate::{
    ledger::LedgerError,
    row::{ClaimRow, DocumentRow, EntityRow, ReviewRow},
};

/// What an id stands for.
#[derive(Clone, Debug)]
pub enum Shown {
    /// A document with its claims.
    Document(Box<DocumentRow>, Vec<ClaimRow>),
    /// A claim in each document with its text, and what was decided about it.
    Claim(Vec<(ClaimRow, DocumentRow)>, Vec<ReviewRow>),
    /// An entity in each document that names it.
    Entity(Vec<EntityRow>),
}

/// How many ids are looked at to say that a prefix is ambiguous.
const LOOKED_AT: usize = 20;

/// How many documents of an entity are shown.
const DOCUMENTS: usize = 1000;

/// What an id, or the beginning of one, stands for: of a document, a claim, an entity of a document, or an entity of
/// the codebook.
///
/// # Errors
/// When nothing has such an id, several things do, or a table cannot be read.
pub fn show(session: &Session, id: &str) -> Result<Shown, LedgerError> {
    let begins = |column: &str| format!("starts_with({column}, {})", literal(id));
    if !id.is_empty() && id.chars().all(|c| c.is_ascii_hexdigit()) {
        let documents: Vec<DocumentRow> = session
            .rows(&format!("SELECT * FROM documents WHERE {} ORDER BY id LIMIT {LOOKED_AT}", begins("id")))?;
        let claims: Vec<ClaimRow> = session.rows(&format!(
            "SELECT * FROM claims WHERE {} ORDER BY claim LIMIT {LOOKED_AT}",
            begins("claim")
        ))?;
        let entities: Vec<EntityRow> = session.rows(&format!(
            "SELECT * FROM entities WHERE {} ORDER BY entity LIMIT {LOOKED_AT}",
            begins("entity")
        ))?;
        let mut found: Vec<&str> = documents.iter().map(|d| d.id.as_str()).collect();
        found.extend(claims.iter().map(|c| c.claim.claim.as_str()));
        found.extend(entities.iter().map(|e| e.entity.as_str()));
        found.sort_unstable();
        found.dedup();
        if found.len() > 1 {
            return Err(LedgerError::Ambiguous { prefix: id.to_owned(), count: found.len() });
        }
        if let Some(document) = documents.into_iter().next() {
            let of = literal(&document.id);
            let order = "\"trigger\"['span'][1], claim";
            let claims =
                session.rows(&format!("SELECT * FROM claims WHERE document = {of} ORDER BY {order}"))?;
            return Ok(Shown::Document(Box::new(document), claims));
        }
        if !claims.is_empty() {
            return claim(session, claims);
        }
        if !entities.is_empty() {
            return Ok(Shown::Entity(entities));
        }
    }
    let entities: Vec<EntityRow> = session.rows(&format!(
        "SELECT * FROM entities WHERE id = {} ORDER BY published, document LIMIT {DOCUMENTS}",
        literal(id)
    ))?;
    if entities.is_empty() { Err(LedgerError::Unknown(id.to_owned())) } else { Ok(Shown::Entity(entities)) }
}

fn claim(session: &Session, claims: Vec<ClaimRow>) -> Result<Shown, LedgerError> {
    let id = literal(&claims[0].claim.claim);
    let reviews = session.rows(&format!("SELECT * FROM reviews WHERE claim = {id} ORDER BY \"time\""))?;
    let mut shown = Vec::new();
    for claim in claims {
        let of = literal(&claim.document);
        let documents: Vec<DocumentRow> =
            session.rows(&format!("SELECT * FROM documents WHERE id = {of}"))?;
        shown.extend(documents.into_iter().map(|document| (claim.clone(), document)));
    }
    Ok(Shown::Claim(shown, reviews))
}
