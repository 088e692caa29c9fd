//! The ledger as others may see it: the same tables, made of what redaction lets leave.
//!
//! Whatever is asked of them, by any query, is asked of names that are replaced and places that are coarse. So a filter
//! finds nobody by a name that the answer would not show.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use datafusion::arrow::array::RecordBatch;
use tawatur::Reader;

use super::{
    Limits, Session, Shown, among,
    event::{self, Told},
    filter::literal,
    show,
};
use crate::{
    event::{ContradictionRow, EventClaimRow, EventRow, LinkRow},
    ledger::{Commit, Ledger, LedgerError},
    link::{Fact, FactId},
    linkage::Why,
    redact::{
        Across, Counts, Dossier, Key, Left, Reason, Redactor, Release, Released, Retelling, Spoken, Survey,
        Trace, reworded,
    },
    row::{ClaimRow, CopyRow, DocumentRow, EntityRow, HopRow, ReviewRow, Row, Table},
};

/// So many documents are taken at a time.
const PIECE: usize = 128;

/// Some documents of a ledger, with everything that is kept of them, as it may leave.
pub struct Shared {
    session: Session,
    /// None where it leaves raw.
    redacted: Option<Redacted>,
}

/// What redaction did.
struct Redacted {
    redactor: Redactor,
    /// The id that each document has here.
    documents: HashMap<String, String>,
    /// What is left of each for what stands across documents; empty where that was not asked for.
    left: BTreeMap<String, Left>,
    counts: Counts,
}

/// How far an answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Each document for itself: the tables across documents are empty.
    Documents,
    /// Across the documents too: copies, links, events of which all claims are in these documents. Where one claim of an event is
    /// about somebody at risk, all are coarse.
    Across,
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
        reach: Reach,
        reader: &Reader,
        key: Key,
        limits: Limits,
    ) -> Result<Self, LedgerError> {
        let session = Session::open(ledger)?;
        let mut ids = session.first_texts(documents)?;
        ids.sort_unstable();
        ids.dedup();
        let across = match reach {
            Reach::Documents => Across::default(),
            Reach::Across => among(&session, &ids)?,
        };
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
        survey.copied(&across.copies);
        for claims in across.claims.chunk_by(|one, other| one.event == other.event) {
            survey.together(&claims.iter().map(|row| row.claim.as_str()).collect::<Vec<_>>());
        }
        let redactor = survey.redactor(key);
        let released = in_parallel(
            &pieces,
            || Release::redacted(redactor.twin()),
            |release, piece| {
                let dossiers = session.dossiers(piece)?;
                Ok(dossiers
                    .into_iter()
                    .map(|dossier| (dossier.document.id.clone(), release.release_traced(dossier)))
                    .collect::<Vec<_>>())
            },
        )?;
        let mut counts = Counts::default();
        let mut pieces = Vec::new();
        for (release, done) in released {
            counts.add(release.counts().unwrap_or(&Counts::default()));
            pieces.extend(done);
        }
        pieces.sort_by_key(|(at, _)| *at);
        let mut redacted = Redacted { redactor, documents: HashMap::new(), left: BTreeMap::new(), counts };
        let mut tables: Vec<(Table, Vec<_>)> = Table::ALL.map(|table| (table, Vec::new())).into();
        let spoken = across.spoken();
        for (_, piece) in pieces {
            redacted.put(piece, &spoken, reach, &mut tables)?;
        }
        let told = Retelling::new(&redacted.left, &redacted.redactor).tell(across).into_inner();
        for (table, batches) in &mut tables {
            batches.push(match table {
                Table::Copies => CopyRow::batch(&told.copies)?,
                Table::Links => LinkRow::batch(&told.links)?,
                Table::Events => EventRow::batch(&told.events)?,
                Table::EventClaims => EventClaimRow::batch(&told.claims)?,
                Table::Contradictions => ContradictionRow::batch(&told.contradictions)?,
                // Keys are hashes of what was replaced, which could be found by trying.
                _ => continue,
            });
        }
        // Notes have paths in them, and reasons.
        let commits: Vec<Commit> =
            ledger.commits()?.into_iter().map(|commit| Commit { note: None, ..commit }).collect();
        let session = Session::over(ledger, tables, &commits, limits)?;
        Ok(Self { session, redacted: Some(redacted) })
    }

    /// The whole ledger as it is, for a reason that was logged.
    ///
    /// # Errors
    /// When a table cannot be opened.
    pub fn raw(ledger: &Ledger, _: &Reason, limits: Limits) -> Result<Self, LedgerError> {
        Ok(Self { session: Session::limited(ledger, limits)?, redacted: None })
    }

    /// What can be asked of them.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What can be asked of them, to keep.
    pub fn into_session(self) -> Session {
        self.session
    }

    /// What redaction did; none where it leaves raw.
    pub fn counts(&self) -> Option<&Counts> {
        self.redacted.as_ref().map(|redacted| &redacted.counts)
    }

    /// What an id is called where what it names was changed.
    fn renamed(&self, id: &str) -> String {
        self.redacted.as_ref().map_or_else(|| id.to_owned(), |redacted| redacted.redactor.id(id))
    }

    /// What an id of the ledger, written out in full, stands for here.
    ///
    /// # Errors
    /// As [`show`].
    pub fn show(&self, id: &str) -> Result<Shown, LedgerError> {
        match show(&self.session, id) {
            Err(LedgerError::Unknown(_)) => show(&self.session, &self.renamed(id)),
            shown => shown,
        }
    }

    /// The event that an id of the ledger, written out in full, stands for here.
    ///
    /// # Errors
    /// As [`event::told`].
    pub fn told(&self, id: &str) -> Result<Told, LedgerError> {
        match event::told(&self.session, id) {
            Err(LedgerError::Unknown(_)) => event::told(&self.session, &self.renamed(id)),
            told => told,
        }
    }

    /// The events that a query gives, all columns, in its order, one by one.
    ///
    /// # Errors
    /// When a table cannot be read, and what `each` gives.
    pub fn events<E: From<LedgerError>>(
        &self,
        query: &str,
        mut each: impl FnMut(Released<Told>) -> Result<(), E>,
    ) -> Result<(), E> {
        event::each(&self.session, query, |told| each(Released::of_released(told)))
    }

    /// Why two claims of the ledger are linked, as others may see it; none where one of the two did not leave.
    ///
    /// # Errors
    /// When the claims cannot be read.
    pub fn why(&self, why: &Why) -> Result<Option<Why>, LedgerError> {
        let Some(redacted) = &self.redacted else { return Ok(Some(why.clone())) };
        let retelling = Retelling::new(&redacted.left, &redacted.redactor);
        let (mut claims, mut facts) = (Vec::new(), Vec::new());
        for claim in &why.claims {
            let FactId { document: id, claim } = retelling.named(&claim.document, &claim.claim.claim);
            let of = format!("document = {} AND claim = {}", literal(&id), literal(&claim));
            let found: Vec<ClaimRow> = self.session.rows(&format!("SELECT * FROM claims WHERE {of}"))?;
            let document: Vec<DocumentRow> =
                self.session.rows(&format!("SELECT * FROM documents WHERE id = {}", literal(&id)))?;
            let (Some(row), Some(document)) = (found.into_iter().next(), document.first()) else {
                return Ok(None);
            };
            facts.push(Fact::new(&row, document.title.as_deref(), Some(&document.text)));
            claims.push(row);
        }
        let link = reworded(&why.link, &facts[0], &facts[1]);
        let mut events = Vec::new();
        for claim in &claims {
            let found = self.session.first_texts(&format!(
                "SELECT event FROM event_claims WHERE document = {} AND claim = {}",
                literal(&claim.document),
                literal(&claim.claim.claim)
            ))?;
            events.push(found.into_iter().next());
        }
        let (Ok(claims), Ok(events)) = (claims.try_into(), events.try_into()) else { return Ok(None) };
        Ok(Some(Why { claims, events, link, met: why.met }))
    }

    /// A document by the id that it has in the ledger.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn document(&self, id: &str) -> Result<Option<DocumentRow>, LedgerError> {
        let here = match &self.redacted {
            Some(redacted) => redacted.documents.get(id).map(String::as_str),
            None => Some(id),
        };
        let Some(here) = here else { return Ok(None) };
        let found = self.session.rows(&format!("SELECT * FROM documents WHERE id = {}", literal(here)))?;
        Ok(found.into_iter().next())
    }
}

impl Redacted {
    /// Takes in documents that were released, each with the id that it has in the ledger, as rows of the tables.
    fn put(
        &mut self,
        piece: Vec<(String, (Released<Dossier>, Trace))>,
        spoken: &Spoken,
        reach: Reach,
        tables: &mut [(Table, Vec<RecordBatch>)],
    ) -> Result<(), LedgerError> {
        let (mut rows, mut claims, mut hops) = (Vec::new(), Vec::new(), Vec::new());
        let (mut entities, mut reviews) = (Vec::new(), Vec::new());
        for (id, (released, trace)) in piece {
            if reach == Reach::Across {
                self.left.insert(id.clone(), Left::new(&id, &released, trace, spoken));
            }
            let dossier = released.into_inner();
            self.documents.insert(id, dossier.document.id.clone());
            for claim in dossier.claims {
                let row = ClaimRow::new(&dossier.document, claim);
                hops.extend(row.hops());
                claims.push(row);
            }
            entities.extend(dossier.entities);
            reviews.extend(dossier.reviews);
            rows.push(dossier.document);
        }
        for (table, batches) in tables {
            batches.push(match table {
                Table::Documents => DocumentRow::batch(&rows)?,
                Table::Claims => ClaimRow::batch(&claims)?,
                Table::Entities => EntityRow::batch(&entities)?,
                Table::ChainHops => HopRow::batch(&hops)?,
                Table::Reviews => ReviewRow::batch(&reviews)?,
                _ => continue,
            });
        }
        Ok(())
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
