//! Why two claims are linked, or are not.

use super::{
    fetch,
    linking::{Facts, id, keys, need},
    passage::shared,
};
use crate::{
    ledger::LedgerError,
    link::{FactId, Link, weigh},
    query::{Session, literal},
    row::ClaimRow,
};

/// A pair of claims, weighed.
#[derive(Clone, Debug)]
pub struct Why {
    /// The two, the smaller id first.
    pub claims: [ClaimRow; 2],
    /// The events that they are in.
    pub events: [Option<String>; 2],
    /// What the pair is worth, and why.
    pub link: Link,
    /// Whether they have a key or a passage in common, so that they were weighed when they came in.
    pub met: bool,
}

/// Weighs two claims, each named by its id, or by document and id with a stroke between them, or by how these begin.
///
/// # Errors
/// When there is no such claim or several, or a table cannot be read.
pub fn why(session: &Session, one: &str, other: &str) -> Result<Why, LedgerError> {
    let mut claims = [claim(session, one)?, claim(session, other)?];
    claims.sort_by_key(id);
    let mut facts = Facts::default();
    let ids = claims.each_ref().map(id);
    let days = claims.iter().map(|row| row.published).collect();
    need(session, super::threads(), &mut facts, ids.clone(), &days)?;
    let [a, b] = ids.each_ref().map(|id| &facts[id]);
    let documents = [ids[0].document.clone(), ids[1].document.clone()];
    let copies = fetch::copies_of(session, &documents, &days)?;
    let copy = copies.iter().find(|row| row.a == documents[0] && row.b == documents[1]);
    let passage = copy.and_then(|copy| shared(copy, a, b));
    let link = weigh(a, b, passage);
    let held = keys(a);
    let met = passage.is_some() || !keys(b).is_disjoint(&held);
    let events = [event(session, &ids[0])?, event(session, &ids[1])?];
    Ok(Why { claims, events, link, met })
}

/// The claim that is named.
fn claim(session: &Session, name: &str) -> Result<ClaimRow, LedgerError> {
    let condition = match name.split_once('/') {
        Some((document, claim)) => {
            format!("starts_with(document, {}) AND starts_with(claim, {})", literal(document), literal(claim))
        }
        None => format!("starts_with(claim, {})", literal(name)),
    };
    let mut found: Vec<ClaimRow> =
        session.rows(&format!("SELECT * FROM claims WHERE {condition} ORDER BY document, claim LIMIT 20"))?;
    match found.len() {
        0 => Err(LedgerError::Unknown(name.to_owned())),
        1 => Ok(found.remove(0)),
        count => Err(LedgerError::Ambiguous { prefix: name.to_owned(), count }),
    }
}

/// The event that a claim is in.
fn event(session: &Session, claim: &FactId) -> Result<Option<String>, LedgerError> {
    let found = session.first_texts(&format!(
        "SELECT event FROM event_claims WHERE document = '{}' AND claim = '{}'",
        claim.document, claim.claim
    ))?;
    Ok(found.into_iter().next())
}
