//! Rows of the ledger by name.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{
    event::LinkRow,
    ledger::LedgerError,
    link::FactId,
    query::{Answer, Session},
    row::{ClaimRow, CopyRow, DocumentRow, Row as _, Table},
};

/// When documents were published: each of the days on which some were, and maybe more.
pub(super) type Days = BTreeSet<Option<Date>>;

/// Documents by their ids, published on some of the days: files of others are passed over unopened.
pub(super) fn documents(
    session: &Session,
    ids: &[String],
    days: &Days,
) -> Result<Vec<DocumentRow>, LedgerError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    session.put_names("asked", ids)?;
    let near = near("d.published", days.iter().copied());
    session.rows(&format!(
        "SELECT d.* FROM documents AS d LEFT SEMI JOIN asked ON d.id = asked.name WHERE {near}"
    ))
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

/// Days further apart than this are looked up apart.
const APART: i32 = 31;

/// A condition that days are among some, or near them: files and groups of rows of other years are passed over unread.
pub(super) fn near(column: &str, days: impl IntoIterator<Item = Option<Date>>) -> String {
    let days: Days = days.into_iter().collect();
    between(column, days.iter().copied().flatten().map(|day| (day, day)), days.contains(&None))
}

/// A condition that days are in some spans of days, or near them, or that there is none.
pub(super) fn between(column: &str, spans: impl IntoIterator<Item = (Date, Date)>, none: bool) -> String {
    let mut spans: Vec<(Date, Date)> = spans.into_iter().collect();
    spans.sort_unstable();
    let mut ranges: Vec<(Date, Date)> = Vec::new();
    for (from, to) in spans {
        match ranges.last_mut() {
            Some((_, last)) if (from - *last).get_days() <= APART => *last = to.max(*last),
            _ => ranges.push((from, to)),
        }
    }
    let mut any: Vec<String> = ranges
        .iter()
        .map(|(first, last)| format!("{column} BETWEEN DATE '{first}' AND DATE '{last}'"))
        .collect();
    any.extend(none.then(|| format!("{column} IS NULL")));
    if any.is_empty() { "false".to_owned() } else { format!("({})", any.join(" OR ")) }
}

/// The claims of documents that are likely enough.
pub(super) fn claims_of(
    session: &Session,
    documents: &[&DocumentRow],
    min_score: f64,
) -> Result<Claims, LedgerError> {
    if documents.is_empty() {
        return Ok(Claims(None));
    }
    let ids: Vec<&String> = documents.iter().map(|row| &row.id).collect();
    session.put_names("asked", &ids)?;
    let near = near("c.published", documents.iter().map(|row| row.published));
    let claims = session.ask(&format!(
        "SELECT c.* FROM claims AS c LEFT SEMI JOIN asked ON c.document = asked.name \
         WHERE c.score >= {min_score} AND {near}"
    ))?;
    Ok(Claims(Some(claims)))
}

/// Claims by their ids, of documents published on some days.
pub(super) fn claims(
    session: &Session,
    ids: &[FactId],
    days: impl IntoIterator<Item = Option<Date>>,
) -> Result<Claims, LedgerError> {
    if ids.is_empty() {
        return Ok(Claims(None));
    }
    let ids: Vec<String> = ids.iter().map(FactId::to_string).collect();
    session.put_names("asked", &ids)?;
    let near = near("c.published", days);
    let claims = session.ask(&format!(
        "SELECT c.* FROM claims AS c LEFT SEMI JOIN asked \
         ON concat(c.document, '/', c.claim) = asked.name WHERE {near}"
    ))?;
    Ok(Claims(Some(claims)))
}

/// The copies that documents, published on some of the days, take part in.
pub(super) fn copies_of(
    session: &Session,
    documents: &[String],
    days: &Days,
) -> Result<Vec<CopyRow>, LedgerError> {
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    session.put_names("asked", documents)?;
    let near = |column| near(column, days.iter().copied());
    session.rows(&format!(
        "SELECT c.* FROM copies AS c LEFT SEMI JOIN asked ON c.a = asked.name WHERE {} UNION ALL \
         SELECT c.* FROM copies AS c LEFT SEMI JOIN asked AS s ON c.b = s.name \
         LEFT ANTI JOIN asked AS t ON c.a = t.name WHERE {}",
        near("c.a_published"),
        near("c.b_published")
    ))
}

/// The links of which the first claim is one of these, or either. Why they are linked is left out.
pub(super) fn links_of(
    session: &Session,
    claims: &BTreeMap<FactId, Option<Date>>,
    either: bool,
) -> Result<Vec<LinkRow>, LedgerError> {
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<String> = claims.keys().map(FactId::to_string).collect();
    session.put_names("asked", &ids)?;
    let columns = LinkRow::ENDS.map(|column| format!("l.{column}")).join(", ");
    let mut found: Vec<LinkRow> = Vec::new();
    for end in ["first", "second"].into_iter().take(if either { 2 } else { 1 }) {
        found.extend(session.columns::<LinkRow>(
            Table::Links,
            &LinkRow::ENDS,
            &format!(
                "SELECT {columns} FROM links AS l LEFT SEMI JOIN asked \
                 ON concat(l.{end}_document, '/', l.{end}_claim) = asked.name WHERE {}",
                near(&format!("l.{end}_published"), claims.values().copied())
            ),
        )?);
    }
    Ok(found)
}
