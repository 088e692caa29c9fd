//! Linkage across documents: what the rows of one document say of those of others.
//!
//! [`link`] takes documents that were captured and read since the last time, and brings the tables up that are made of
//! all documents together: `fingerprints` and `copies`, `claim_keys` and `links`, `events`, `event_claims` and
//! `contradictions`. What is said of a pair is decided in [`copies`](crate::copies) and [`link`](crate::link), what is
//! said of an event in [`event`](crate::event); here is whom to ask, as plans over keys, and what to write.
//!
//! *The invariant.* The tables hang on what the ledger holds alone, not on the order in which it came or on how much of it
//! at a time: a [`Keyed`] plan finds whose candidates changed, pairs are judged by the two alone, and events by the part that they lie in.

mod copying;
mod fetch;
mod happening;
pub(crate) mod keyed;
mod linking;
mod part;
pub(crate) mod passage;
mod reach;
mod why;

use std::{fmt::Write as _, thread};

use jiff::civil::Date;
use serde::Deserialize;
use tawatur::codebook::Codebook;

pub use keyed::{Item, Keyed};
pub use why::{Why, why};

use crate::{
    copies::Credits,
    ledger::{Change, LedgerError, Writer},
    query::Session,
    row::Table,
};
use linking::Facts;

/// Documents that are taken in at a time: what they need is in memory together.
const AT_A_TIME: usize = 1024;

/// What linkage works with.
#[derive(Debug)]
pub struct Basis<'c> {
    credits: Credits,
    codebook: &'c Codebook,
    /// Claims with a lower score tell of nothing.
    min_score: f64,
    threads: usize,
}

impl<'c> Basis<'c> {
    /// With a codebook, for claims that are likely enough, on all cores.
    pub fn new(codebook: &'c Codebook, min_score: f64) -> Self {
        Self { credits: Credits::new(codebook), codebook, min_score, threads: threads() }
    }
}

/// As many as there are cores.
fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// How far linkage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Documents that were taken in.
    pub documents: usize,
    /// Of how many.
    pub of: usize,
    /// What is done with the next ones.
    pub doing: &'static str,
}

/// What linkage did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Linkage {
    /// Documents taken in.
    pub documents: usize,
    /// Pairs of documents that were compared.
    pub compared: usize,
    /// Pairs of documents that were found to share text, now or anew.
    pub copies: usize,
    /// Pairs of claims that were weighed.
    pub weighed: usize,
    /// Pairs of claims that were linked, now or anew.
    pub links: usize,
    /// Events told, now or anew.
    pub events: usize,
    /// Events that others went into.
    pub merged: usize,
    /// Events that came apart.
    pub split: usize,
    /// Keys of documents that tell nothing, because too many have them.
    pub document_keys: u64,
    /// Keys of claims that tell nothing.
    pub claim_keys: u64,
}

/// A document that waits to be taken in: columns of `documents`.
#[derive(Clone, Debug, Deserialize)]
pub struct Waiting {
    id: String,
    published: Option<Date>,
}

/// The documents that wait to be taken in, the earliest published first, so that none puts off what came before it.
///
/// # Errors
/// When the ledger cannot be read.
pub fn waiting(session: &Session) -> Result<Vec<Waiting>, LedgerError> {
    session.columns(
        Table::Documents,
        &["id", "published"],
        "SELECT d.id, d.published FROM documents AS d LEFT ANTI JOIN fingerprints AS f ON d.id = f.item \
         ORDER BY d.published NULLS LAST, d.id",
    )
}

/// Takes in documents that wait, in a commit for a thousand of them or so. `each` is told how far it is; when
/// it says false, what is not committed by then is left for the next time.
///
/// # Errors
/// When the ledger cannot be read or written; what is committed by then stays.
pub fn link(
    writer: &mut Writer,
    basis: &Basis<'_>,
    waiting: &[Waiting],
    mut each: impl FnMut(Progress) -> bool,
) -> Result<Linkage, LedgerError> {
    let mut done = Linkage::default();
    writer.reading_with(&basis.codebook.label());
    // A last step of a few documents would cost as much as a whole one has to.
    let steps = waiting.len().div_ceil(AT_A_TIME).max(1);
    for some in waiting.chunks(waiting.len().div_ceil(steps).max(1)) {
        let at = |doing| Progress { documents: done.documents, of: waiting.len(), doing };
        let Some(step) = take_in(writer, basis, some, |doing| each(at(doing)))? else { return Ok(done) };
        done.add(&step);
    }
    Ok(done)
}

/// Begins from nothing: the tables of linkage are emptied, in a commit of their own, and every document waits.
///
/// # Errors
/// When the ledger cannot be written.
pub fn forget(writer: &mut Writer) -> Result<(), LedgerError> {
    let session = writer.session()?;
    if session.first_texts("SELECT item FROM fingerprints LIMIT 1")?.is_empty() {
        return Ok(());
    }
    let changes = Table::LINKED.map(|table| Change::anew(table, Vec::new())).to_vec();
    writer.change(&session, changes, Some("links are to be made anew".to_owned()))?;
    Ok(())
}

/// Takes in some documents, in one commit; none where it was told to stop.
fn take_in(
    writer: &mut Writer,
    basis: &Basis<'_>,
    some: &[Waiting],
    mut each: impl FnMut(&'static str) -> bool,
) -> Result<Option<Linkage>, LedgerError> {
    let session = writer.session()?;
    if !each("comparing texts") {
        return Ok(None);
    }
    let ids: Vec<String> = some.iter().map(|document| document.id.clone()).collect();
    let coming = fetch::documents(&session, &ids, &some.iter().map(|document| document.published).collect())?;
    let copied = copying::copy(&session, basis, &coming)?;
    if !each("weighing claims") {
        return Ok(None);
    }
    let mut facts = Facts::default();
    let linked = linking::link(&session, basis, &coming, &copied, &mut facts)?;
    if !each("telling events") {
        return Ok(None);
    }
    let happened = happening::happen(&session, basis, &copied, &linked, &mut facts)?;
    if !each("writing tables") {
        return Ok(None);
    }
    let step = Linkage {
        documents: coming.len(),
        compared: copied.compared,
        copies: copied.rows.len(),
        weighed: linked.weighed,
        links: linked.rows.len(),
        events: happened.events.len(),
        merged: happened.merged,
        split: happened.split,
        document_keys: copied.oversized,
        claim_keys: linked.oversized,
    };
    let changes = [copied.changes()?, linked.changes()?, happened.changes()?].concat();
    writer.change(&session, changes, Some(step.note()))?;
    Ok(Some(step))
}

impl Linkage {
    fn add(&mut self, step: &Self) {
        self.documents += step.documents;
        self.compared += step.compared;
        self.copies += step.copies;
        self.weighed += step.weighed;
        self.links += step.links;
        self.events += step.events;
        self.merged += step.merged;
        self.split += step.split;
        self.document_keys = step.document_keys;
        self.claim_keys = step.claim_keys;
    }

    /// In words, for the commit.
    fn note(&self) -> String {
        let mut note = format!(
            "{} documents linked: {} copies of {} pairs, {} links of {} pairs, {} events",
            self.documents, self.copies, self.compared, self.links, self.weighed, self.events
        );
        for (count, what) in [
            (self.merged as u64, "events took in others"),
            (self.split as u64, "events came apart"),
            (self.document_keys, "keys of documents are too common"),
            (self.claim_keys, "keys of claims are too common"),
        ] {
            if count > 0 {
                let _ = write!(note, ", {count} {what}");
            }
        }
        note
    }
}

#[cfg(test)]
pub(crate) mod tests;
