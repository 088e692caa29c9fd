//! The ledger as others may see it: the same tables, made of what redaction lets leave.
//!
//! Whatever is asked of them, by any query, is asked of names that are replaced and places that are coarse. So a filter
//! finds nobody by a name that the answer would not show.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use tawatur::Reader;

use super::{Limits, Session, Shown, filter::literal, show};
use crate::{
    ledger::{Commit, Ledger, LedgerError},
    redact::{Dossier, Key, Redactor, Release, Released, Survey},
    row::{ClaimRow, DocumentRow, EntityRow, HopRow, ReviewRow, Row, Table},
};

/// So many documents are taken at a time.
const PIECE: usize = 128;

/// Some documents of a ledger, with everything that is kept of them, redacted.
pub struct Shared {
    session: Session,
    redactor: Redactor,
    /// The id that each document has here.
    documents: HashMap<String, String>,
}

impl Session {
    /// Documents with everything that the ledger keeps of them, in the order of their ids.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn dossiers(&self, documents: &[String]) -> Result<Vec<Dossier>, LedgerError> {
        let list: Vec<String> = documents.iter().map(|id| literal(id)).collect();
        if list.is_empty() {
            return Ok(Vec::new());
        }
        let list = list.join(", ");
        let mut claims: HashMap<String, Vec<_>> = HashMap::new();
        let order = "\"trigger\"['span'][1], claim";
        for row in self.rows::<ClaimRow>(&format!(
            "SELECT * FROM claims WHERE document IN ({list}) ORDER BY document, {order}"
        ))? {
            claims.entry(row.document).or_default().push(row.claim);
        }
        let mut entities: HashMap<String, Vec<EntityRow>> = HashMap::new();
        for row in self.rows::<EntityRow>(&format!(
            "SELECT * FROM entities WHERE document IN ({list}) ORDER BY entity"
        ))? {
            entities.entry(row.document.clone()).or_default().push(row);
        }
        let mut reviews: HashMap<String, Vec<ReviewRow>> = HashMap::new();
        for row in self.rows::<ReviewRow>(&format!(
            "SELECT * FROM reviews WHERE document IN ({list}) ORDER BY \"time\", review"
        ))? {
            reviews.entry(row.document.clone()).or_default().push(row);
        }
        let documents: Vec<DocumentRow> =
            self.rows(&format!("SELECT * FROM documents WHERE id IN ({list}) ORDER BY id"))?;
        Ok(documents
            .into_iter()
            .map(|document| Dossier {
                claims: claims.remove(&document.id).unwrap_or_default(),
                entities: entities.remove(&document.id).unwrap_or_default(),
                reviews: reviews.remove(&document.id).unwrap_or_default(),
                document,
            })
            .collect())
    }
}

impl Shared {
    /// The documents whose ids a query gives in its first column, and what is kept of them, redacted with this key.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn open(
        ledger: &Ledger,
        documents: &str,
        reader: &Reader,
        key: Key,
        limits: Limits,
    ) -> Result<Self, LedgerError> {
        let session = Session::open(ledger)?;
        let mut ids = session.first_texts(documents)?;
        ids.sort_unstable();
        ids.dedup();
        let pieces: Vec<&[String]> = ids.chunks(PIECE).collect();
        let mut survey = Survey::new(reader);
        let surveys = in_parallel(
            &pieces,
            || Survey::new(reader),
            |survey, piece| {
                for dossier in session.dossiers(piece)? {
                    survey.add_dossier(&dossier);
                }
                Ok(())
            },
        )?;
        for (found, _) in surveys {
            survey.merge(found);
        }
        let redactor = survey.redactor(key);
        let released = in_parallel(
            &pieces,
            || Release::redacted(redactor.twin()),
            |release, piece| {
                let dossiers = session.dossiers(piece)?;
                Ok(dossiers
                    .into_iter()
                    .map(|dossier| (dossier.document.id.clone(), release.release_dossier(dossier)))
                    .collect::<Vec<(String, Released<Dossier>)>>())
            },
        )?;
        let mut pieces: Vec<_> = released.into_iter().flat_map(|(_, done)| done).collect();
        pieces.sort_by_key(|(at, _)| *at);
        let mut tables: Vec<(Table, Vec<_>)> = Table::ALL.map(|table| (table, Vec::new())).into();
        let mut known = HashMap::new();
        for (_, piece) in pieces {
            let (mut rows, mut claims, mut hops) = (Vec::new(), Vec::new(), Vec::new());
            let (mut entities, mut reviews) = (Vec::new(), Vec::new());
            for (id, released) in piece {
                let dossier = released.into_inner();
                known.insert(id, dossier.document.id.clone());
                for claim in dossier.claims {
                    let row = ClaimRow::new(&dossier.document, claim);
                    hops.extend(row.hops());
                    claims.push(row);
                }
                entities.extend(dossier.entities);
                reviews.extend(dossier.reviews);
                rows.push(dossier.document);
            }
            for (table, batches) in &mut tables {
                batches.push(match table {
                    Table::Documents => DocumentRow::batch(&rows)?,
                    Table::Claims => ClaimRow::batch(&claims)?,
                    Table::Entities => EntityRow::batch(&entities)?,
                    Table::ChainHops => HopRow::batch(&hops)?,
                    Table::Reviews => ReviewRow::batch(&reviews)?,
                    // What stands across documents would lead back to those that were not asked for.
                    Table::Fingerprints
                    | Table::Copies
                    | Table::ClaimKeys
                    | Table::Links
                    | Table::Events
                    | Table::EventClaims
                    | Table::Contradictions => continue,
                });
            }
        }
        // Notes have paths in them, and reasons.
        let commits: Vec<Commit> =
            ledger.commits()?.into_iter().map(|commit| Commit { note: None, ..commit }).collect();
        let session = Session::over(ledger, tables, &commits, limits)?;
        Ok(Self { session, redactor, documents: known })
    }

    /// What can be asked of them.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What can be asked of them, to keep.
    pub fn into_session(self) -> Session {
        self.session
    }

    /// What an id of the ledger, written out in full, stands for here.
    ///
    /// # Errors
    /// As [`show`].
    pub fn show(&self, id: &str) -> Result<Shown, LedgerError> {
        match show(&self.session, id) {
            Err(LedgerError::Unknown(_)) => show(&self.session, &self.redactor.id(id)),
            shown => shown,
        }
    }

    /// A document by the id that it has in the ledger.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn document(&self, id: &str) -> Result<Option<DocumentRow>, LedgerError> {
        let Some(here) = self.documents.get(id) else { return Ok(None) };
        let found = self.session.rows(&format!("SELECT * FROM documents WHERE id = {}", literal(here)))?;
        Ok(found.into_iter().next())
    }
}

/// A worker, with what it made of which piece.
type Done<W, R> = (W, Vec<(usize, R)>);

/// Works on pieces with a worker a thread; the workers, each with what it made of which piece.
fn in_parallel<T: Sync, W: Send, R: Send>(
    pieces: &[T],
    worker: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, &T) -> Result<R, LedgerError> + Sync,
) -> Result<Vec<Done<W, R>>, LedgerError> {
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(None));
    let threads = thread::available_parallelism().map_or(1, usize::from).min(pieces.len());
    let done = thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut worker = worker();
                    let mut done = Vec::new();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(piece) = pieces.get(at) else { return (worker, done) };
                        match work(&mut worker, piece) {
                            Ok(made) => done.push((at, made)),
                            Err(error) => {
                                *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                                next.store(pieces.len(), Ordering::Relaxed);
                            }
                        }
                    }
                })
            })
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(done),
    }
}
