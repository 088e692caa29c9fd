//! Words looked up in documents, whatever is attached to them and however they are spelled.
//!
//! The index is derived from the table of documents and can be thrown away: it says itself which version of the ledger
//! and which codebook it was made from. A document is found by its words as written (folded), by what is left of them without
//! clitics, and by their lemmas; the analysis is that of the reading library, so that a search finds what reading finds.

mod fields;
mod follow;
mod matching;
mod plan;
mod query;
mod snippet;

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    thread,
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tantivy::{
    DocAddress, Index, IndexReader, IndexWriter, ReloadPolicy, Score, Searcher, TantivyDocument, Term,
    collector::{Count, TopDocs},
    directory::MmapDirectory,
    schema::Value,
};
use tawatur::{Reader, Worker};

use crate::{LedgerError, row::DocumentRow};
use fields::Fields;
pub use query::{Query, QueryError};
pub use snippet::Snippet;

/// Why an index cannot be made, opened or asked.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The folder of the index cannot be made or emptied.
    #[error("{}: the search index cannot be written: {error}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The index itself fails; since it is derived, its folder may be deleted.
    #[error("{}: the search index fails ({error}); delete this folder, and the next search makes it anew", path.display())]
    Index {
        /// The folder.
        path: PathBuf,
        /// What the index says.
        error: tantivy::TantivyError,
    },
    /// Somebody else is bringing the index up to date.
    #[error("{}: another search is bringing the index up to date; try again when it is done", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// The documents of the ledger cannot be read.
    #[error(transparent)]
    Ledger(Box<LedgerError>),
}

impl SearchError {
    /// An error of the ledger.
    fn ledger(error: LedgerError) -> Self {
        Self::Ledger(Box::new(error))
    }
}

/// What an index was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Version of the layout of the index.
    format: u32,
    /// Version of the ledger whose documents it holds.
    pub ledger: u64,
    /// Name and hash of the codebook whose lexicon gave the lemmas.
    pub codebook: String,
}

/// The layout of the index; another one is thrown away.
const FORMAT: u32 = 1;

impl Basis {
    /// An index made from this version of the ledger with this codebook.
    pub fn new(ledger: u64, codebook: impl Into<String>) -> Self {
        Self { format: FORMAT, ledger, codebook: codebook.into() }
    }

    /// Whether documents can be added to an index with basis `self` to bring it to `other`.
    pub fn leads_to(&self, other: &Self) -> bool {
        self.format == other.format && self.codebook == other.codebook && self.ledger <= other.ledger
    }
}

/// What of a document can be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Id of the document.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<Date>,
    /// Its text.
    pub text: String,
}

impl From<DocumentRow> for Entry {
    fn from(row: DocumentRow) -> Self {
        let DocumentRow { id, name, title, outlet, published, text, .. } = row;
        Self { id, name, title, outlet, published, text }
    }
}

/// What to look for and how much of it to give.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// First day of publication.
    pub from: Option<Date>,
    /// Last day of publication.
    pub to: Option<Date>,
    /// Words that the outlet's name must hold, folded when compared.
    pub outlet: Option<String>,
    /// How many documents to leave out at the front.
    pub skip: usize,
    /// How many documents to give.
    pub limit: usize,
    /// The newest first, and not the best.
    pub newest: bool,
}

/// A document that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Id of the document.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<Date>,
    /// How well it fits; comparable within one search only.
    pub score: f32,
    /// Where the words stand.
    pub snippets: Vec<Snippet>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// How many documents fit.
    pub total: usize,
    /// Those that were asked for, best first.
    pub hits: Vec<Hit>,
}

/// An index over the documents of a ledger.
pub struct SearchIndex {
    folder: PathBuf,
    index: Index,
    reader: IndexReader,
    fields: Fields,
}

/// Bytes of memory that each indexing thread may fill before it writes a segment.
const HEAP: usize = 48 << 20;

impl SearchIndex {
    /// Opens the index in this folder, made if there is none. An index of another layout is emptied.
    ///
    /// # Errors
    ///
    /// [`SearchError`] when the folder cannot be written or what lies there is no index.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        let in_folder = |error| SearchError::Folder { path: folder.to_owned(), error };
        std::fs::create_dir_all(folder).map_err(in_folder)?;
        match Self::open_once(folder) {
            Err(SearchError::Index { error: tantivy::TantivyError::SchemaError(_), .. }) => {
                std::fs::remove_dir_all(folder).map_err(in_folder)?;
                std::fs::create_dir_all(folder).map_err(in_folder)?;
                Self::open_once(folder)
            }
            other => other,
        }
    }

    fn open_once(folder: &Path) -> Result<Self, SearchError> {
        let failed = |error| SearchError::Index { path: folder.to_owned(), error };
        let directory = MmapDirectory::open(folder).map_err(|e| failed(e.into()))?;
        let (schema, fields) = Fields::schema();
        let index = Index::open_or_create(directory, schema).map_err(failed)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        Ok(Self { folder: folder.to_owned(), index, reader, fields })
    }

    fn failed(&self) -> impl Fn(tantivy::TantivyError) -> SearchError + Sync + use<> {
        let path = self.folder.clone();
        move |error| match error {
            tantivy::TantivyError::LockFailure(..) => SearchError::Busy { path: path.clone() },
            error => SearchError::Index { path: path.clone(), error },
        }
    }

    /// What it was made from; `None` for an empty one.
    ///
    /// # Errors
    ///
    /// [`SearchError`] when its own record cannot be read.
    pub fn basis(&self) -> Result<Option<Basis>, SearchError> {
        let meta = self.index.load_metas().map_err(self.failed())?;
        Ok(meta.payload.and_then(|payload| serde_json::from_str(&payload).ok()))
    }

    /// How many documents it holds.
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it holds the document of this id.
    ///
    /// # Errors
    ///
    /// [`SearchError`] when the index cannot be read.
    pub fn holds(&self, id: &str) -> Result<bool, SearchError> {
        let term = Term::from_field_text(self.fields.id, id);
        Ok(self.reader.searcher().doc_freq(&term).map_err(self.failed())? > 0)
    }

    /// Takes documents in, on several threads, and commits them at once together with what they were made from. With
    /// `afresh`, all that it held before goes. A document that it holds already is put in its place.
    ///
    /// # Errors
    ///
    /// The first error that `documents` yields, or a [`SearchError`]; then nothing was changed.
    ///
    /// # Panics
    ///
    /// When a thread of it did.
    pub fn take_in<E: From<SearchError> + Send>(
        &mut self,
        reader: &Reader,
        documents: impl Iterator<Item = Result<Entry, E>> + Send,
        basis: &Basis,
        afresh: bool,
        threads: usize,
    ) -> Result<(), E> {
        let failed = self.failed();
        let threads = threads.max(1);
        let mut writer: IndexWriter =
            self.index.writer_with_num_threads(threads, HEAP * threads).map_err(&failed)?;
        if afresh {
            writer.delete_all_documents().map_err(&failed)?;
        }
        let documents = Mutex::new(documents);
        let fields = &self.fields;
        let add = |worker: &mut Worker| -> Result<(), E> {
            loop {
                let next = documents.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some(entry) = next else { return Ok(()) };
                let entry = entry?;
                if !afresh {
                    writer.delete_term(Term::from_field_text(fields.id, &entry.id));
                }
                writer.add_document(fields.document(worker, entry)).map_err(|e| E::from(failed(e)))?;
            }
        };
        let outcome = thread::scope(|scope| {
            let running: Vec<_> = (0..threads).map(|_| scope.spawn(|| add(&mut reader.worker()))).collect();
            running.into_iter().try_for_each(|thread| match thread.join() {
                Ok(outcome) => outcome,
                Err(panic) => std::panic::resume_unwind(panic),
            })
        });
        if let Err(error) = outcome {
            // What was added is forgotten with the writer; the index stays as it was committed last.
            let _ = writer.rollback();
            return Err(error);
        }
        let payload = serde_json::to_string(basis).expect("a number and strings serialise");
        let mut prepared = writer.prepare_commit().map_err(&failed)?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(&failed)?;
        writer.wait_merging_threads().map_err(&failed)?;
        self.reader.reload().map_err(&failed)?;
        Ok(())
    }

    /// Documents that fit a query.
    ///
    /// # Errors
    ///
    /// [`SearchError`] when the index cannot be read.
    pub fn search(&self, worker: &mut Worker, query: &Query, search: &Search) -> Result<Found, SearchError> {
        let failed = self.failed();
        let searcher = self.reader.searcher();
        let wanted = matching::Wanted::new(worker, query);
        let plan = plan::plan(&self.fields, &wanted, search, &mut *worker);
        let top = TopDocs::with_limit(search.limit.max(1)).and_offset(search.skip);
        let (total, addresses) = if search.newest {
            let order = top.order_by_fast_field::<i64>(fields::PUBLISHED, tantivy::Order::Desc);
            let (total, found) = searcher.search(&plan, &(Count, order)).map_err(&failed)?;
            (total, found.into_iter().map(|(_, at)| (0.0, at)).collect::<Vec<(Score, DocAddress)>>())
        } else {
            searcher.search(&plan, &(Count, top.order_by_score())).map_err(&failed)?
        };
        let mut hits = Vec::with_capacity(addresses.len());
        if search.limit > 0 {
            for (score, at) in addresses {
                hits.push(self.hit(&searcher, worker, &wanted, score, at).map_err(&failed)?);
            }
        }
        Ok(Found { total, hits })
    }

    fn hit(
        &self,
        searcher: &Searcher,
        worker: &mut Worker,
        wanted: &matching::Wanted,
        score: Score,
        at: DocAddress,
    ) -> tantivy::Result<Hit> {
        let document: TantivyDocument = searcher.doc(at)?;
        let words = |field| document.get_first(field).and_then(|v| v.as_str()).map(str::to_owned);
        let text = words(self.fields.text).unwrap_or_default();
        Ok(Hit {
            id: words(self.fields.id).unwrap_or_default(),
            name: words(self.fields.name).unwrap_or_default(),
            title: words(self.fields.title),
            outlet: words(self.fields.outlet),
            published: words(self.fields.day).and_then(|d| d.parse().ok()),
            score,
            snippets: snippet::snippets(worker, &text, wanted),
        })
    }
}

/// The passages of a text that hold words of a query, as a hit would have them.
pub fn passages(worker: &mut Worker, query: &Query, text: &str) -> Vec<Snippet> {
    let wanted = matching::Wanted::new(worker, query);
    snippet::snippets(worker, text, &wanted)
}

#[cfg(test)]
mod tests;
