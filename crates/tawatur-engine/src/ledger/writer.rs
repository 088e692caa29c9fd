//! Writing a ledger: captures in, commits out.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use datafusion::arrow::{array::AsArray, datatypes::Int64Type};
use deltalake::DeltaTable;
use serde::Deserialize;
use tawatur::{
    capture::{Basis, Document},
    claim::record::Claim,
    entity::EntityRecord,
    text::CodePointIndex,
};

use super::{
    Commit, Commits, Ledger, LedgerError, Lock, RawStore, now,
    tables::{self, Entry, Files},
};
use crate::{
    intake::Item,
    query::Session,
    row::{ClaimRow, DocumentRow, EntityRow, HopRow, Row, Table, decode, digest},
};

/// A batch is committed when its raw bytes are this many …
const BATCH_BYTES: usize = 8 << 20;
/// … or its documents this many.
const BATCH_DOCUMENTS: usize = 1024;

/// What a ledger holds already, asked before anything is read. Hashes, 16 bytes each, so that millions fit.
#[derive(Clone, Debug, Default)]
pub struct Known {
    captures: HashSet<u128>,
    documents: HashSet<u128>,
    versions: HashMap<u128, u32>,
}

impl Known {
    /// Whether these bytes were captured at this address before, with the same said of them.
    pub fn has(&self, capture: &Capture) -> bool {
        self.captures.contains(&number(&capture.id))
    }
}

/// The first 128 bits of a hexadecimal hash.
fn number(hash: &str) -> u128 {
    hash.get(..32).and_then(|digits| u128::from_str_radix(digits, 16).ok()).unwrap_or_default()
}

fn address(uri: &str) -> u128 {
    number(&digest(&[uri]))
}

/// An item's identity, made of its bytes alone and of what the caller said.
#[derive(Clone, Debug)]
pub struct Capture {
    /// Hash of the bytes.
    pub raw: String,
    /// Hash of bytes, address and what was said of outlet and day.
    pub id: String,
}

impl Capture {
    /// The identity of an item.
    pub fn new(item: &Item) -> Self {
        let raw = RawStore::key(&item.bytes);
        let day = item.hint.published.map(|day| day.to_string());
        let outlet = item.hint.outlet.as_deref().unwrap_or_default();
        let id = digest(&[&raw, &item.uri, outlet, day.as_deref().unwrap_or_default()]);
        Self { raw, id }
    }
}

/// An item that was read: all that a commit has of it.
#[derive(Clone, Debug)]
pub struct Captured {
    document: DocumentRow,
    claims: Vec<ClaimRow>,
    entities: Vec<EntityRow>,
    bytes: usize,
}

impl Captured {
    /// Puts together what was read of an item. `extraction` says how the text was made of the bytes.
    pub fn new(
        item: &Item,
        capture: Capture,
        document: &Document,
        extraction: &str,
        claims: Vec<Claim>,
        entities: Vec<EntityRecord>,
    ) -> Self {
        let row = row(item, capture, document, extraction);
        Self {
            claims: claims.into_iter().map(|claim| ClaimRow::new(&row, claim)).collect(),
            entities: entities.into_iter().map(|record| EntityRow::new(&row, record)).collect(),
            document: row,
            bytes: item.bytes.len(),
        }
    }
}

impl Captured {
    /// How many claims it makes.
    pub fn claims(&self) -> usize {
        self.claims.len()
    }

    /// Its row of `documents`.
    pub fn document(&self) -> &DocumentRow {
        &self.document
    }
}

fn row(item: &Item, capture: Capture, document: &Document, extraction: &str) -> DocumentRow {
    let (outlet, outlet_basis) = document.outlet.clone().unzip();
    let (published, published_basis): (_, Option<Basis>) = document.published.unzip();
    let index = CodePointIndex::new(&document.text);
    let of = |byte: usize| index.of(&document.text, byte);
    let added = now();
    DocumentRow {
        id: DocumentRow::identify(&document.text, &item.uri, outlet.as_deref(), published),
        name: document.name.clone(),
        uri: item.uri.clone(),
        version: 0,
        outlet,
        outlet_basis,
        title: document.title.clone(),
        byline: document.byline.clone(),
        published,
        published_basis,
        captured: item.captured.and_then(|t| t.round(jiff::Unit::Microsecond).ok()).unwrap_or(added),
        added,
        language: language(&document.text),
        media_type: item.media_type.clone().unwrap_or_else(|| "application/octet-stream".to_owned()),
        extraction: extraction.to_owned(),
        raw: capture.raw,
        capture: capture.id,
        hash: DocumentRow::hash(&document.text),
        furniture: document.furniture.iter().map(|f| [of(f.start()), of(f.end())]).collect(),
        text: document.text.clone(),
    }
}

/// `ar` where most letters are Arabic and none is of those that other languages added to the script.
fn language(text: &str) -> Option<String> {
    let (mut letters, mut arabic, mut others) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        match c {
            // Letters of Persian, Urdu, Kurdish and Pashto: پ چ ژ گ ک ی ے ہ ھ ڕ ێ ۆ ڵ ټ ډ ړ ښ
            '\u{067E}' | '\u{0686}' | '\u{0698}' | '\u{06AF}' | '\u{06A9}' | '\u{06CC}' | '\u{06D2}'
            | '\u{06C1}' | '\u{06BE}' | '\u{0695}' | '\u{06CE}' | '\u{06C6}' | '\u{06B5}' | '\u{067C}'
            | '\u{0689}' | '\u{0693}' | '\u{069A}' => others += 1,
            '\u{0620}'..='\u{06FF}' => arabic += 1,
            _ => {}
        }
    }
    // Some papers type Persian kaf and ya in Arabic, so a few are no other language.
    (arabic * 2 > letters && others * 20 < arabic).then(|| "ar".to_owned())
}

/// What became of something that was handed to the writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// It is new.
    New,
    /// It is the next version of what stands at its address.
    Version,
    /// The same text stands at the same address already.
    Unchanged,
}

#[derive(Default)]
struct Batch {
    documents: Vec<DocumentRow>,
    claims: Vec<ClaimRow>,
    entities: Vec<EntityRow>,
    bytes: usize,
}

/// The one who writes a ledger, as long as it lives.
pub struct Writer {
    pub(super) ledger: Ledger,
    command: String,
    codebook: Option<String>,
    pub(super) tables: BTreeMap<Table, DeltaTable>,
    known: Arc<Known>,
    /// What came in since `known` was handed out.
    since: Known,
    batch: Batch,
    documents_at_a_time: usize,
    _lock: Lock,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("ledger", &self.ledger)
            .field("command", &self.command)
            .finish_non_exhaustive()
    }
}

impl Writer {
    /// Begins to write a ledger for a command: takes the lock, waiting for it if asked to, and takes back what a
    /// writer that was ended has left.
    ///
    /// # Errors
    /// When somebody else writes, or a table cannot be opened.
    pub fn begin(ledger: &Ledger, command: &str, wait: bool) -> Result<Self, LedgerError> {
        let lock = Lock::take(ledger.root(), command, wait)?;
        let ledger = ledger.newest()?;
        for table in Table::ALL {
            tables::take_back(ledger.root(), table, ledger.table_version(table)?)?;
        }
        let tables = ledger.tables()?;
        let known = Arc::new(known(&Session::writing(&ledger, &tables)?)?);
        Ok(Self {
            ledger,
            command: command.to_owned(),
            codebook: None,
            tables,
            known,
            since: Known::default(),
            batch: Batch::default(),
            documents_at_a_time: BATCH_DOCUMENTS,
            _lock: lock,
        })
    }

    /// What the ledger held when writing began.
    pub fn known(&self) -> Arc<Known> {
        Arc::clone(&self.known)
    }

    /// The ledger as of the last commit.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// A session over the ledger as of the last commit.
    ///
    /// # Errors
    /// When a table cannot be asked.
    pub(crate) fn session(&self) -> Result<Session, LedgerError> {
        Session::writing(&self.ledger, &self.tables)
    }

    /// Says which codebook the claims are read with.
    pub fn reading_with(&mut self, codebook: &str) {
        self.codebook = Some(codebook.to_owned());
    }

    /// Says how many documents go in at a time, at most.
    pub fn at_a_time(&mut self, documents: usize) {
        self.documents_at_a_time = documents.max(1);
    }

    /// Takes in what was read of an item; its raw bytes are stored by then.
    pub fn push(&mut self, captured: Captured) -> Pushed {
        let Captured { mut document, claims, entities, bytes } = captured;
        let (id, capture, uri) = (number(&document.id), number(&document.capture), address(&document.uri));
        if self.known.documents.contains(&id) || !self.since.documents.insert(id) {
            return Pushed::Unchanged;
        }
        self.since.captures.insert(capture);
        let before = self.since.versions.get(&uri).or_else(|| self.known.versions.get(&uri)).copied();
        document.version = before.unwrap_or_default() + 1;
        self.since.versions.insert(uri, document.version);
        let pushed = if document.version == 1 { Pushed::New } else { Pushed::Version };
        self.batch.documents.push(document);
        self.batch.claims.extend(claims);
        self.batch.entities.extend(entities);
        self.batch.bytes += bytes;
        pushed
    }

    /// Whether there is enough for a commit.
    pub fn is_full(&self) -> bool {
        self.batch.bytes >= BATCH_BYTES || self.batch.documents.len() >= self.documents_at_a_time
    }

    /// Commits what came in since the last commit; the new version, or none where nothing came in.
    ///
    /// # Errors
    /// When it cannot be written; the ledger is as it was then, and the batch is lost.
    ///
    /// # Panics
    /// When an invariant of the ledger is broken.
    pub fn commit(&mut self, note: Option<String>) -> Result<Option<u64>, LedgerError> {
        let Batch { documents, claims, entities, bytes: _ } = std::mem::take(&mut self.batch);
        if documents.is_empty() {
            return Ok(None);
        }
        let hops: Vec<HopRow> = claims.iter().flat_map(ClaimRow::hops).collect();
        let rows = vec![
            (Table::Documents, documents.len(), DocumentRow::batch(&documents)?),
            (Table::Claims, claims.len(), ClaimRow::batch(&claims)?),
            (Table::Entities, entities.len(), EntityRow::batch(&entities)?),
            (Table::ChainHops, hops.len(), HopRow::batch(&hops)?),
        ];
        let next = self.ledger.commit.version + 1;
        let mut added = BTreeMap::new();
        let runtime = Arc::clone(&self.ledger.runtime);
        runtime.block_on(async {
            let mut written = Vec::new();
            for (table, count, batch) in rows.into_iter().filter(|(_, count, _)| *count > 0) {
                let mut files = Files::new(table, &self.tables[&table])?;
                written.push(async move {
                    files.write(batch).await?;
                    Ok::<_, LedgerError>((table, count, files.finish().await?))
                });
            }
            for (table, count, files) in futures::future::try_join_all(written).await? {
                let delta = self.tables.get_mut(&table).expect("all tables are open");
                tables::enter(table, delta, Entry::beside(files, next)).await?;
                added.insert(table.name().to_owned(), count as u64);
            }
            Ok::<_, LedgerError>(())
        })?;
        self.conclude_tidily(note, added, BTreeMap::new()).map(Some)
    }

    /// Adds rows to a table, in a commit of their own.
    ///
    /// # Errors
    /// When they cannot be written; the ledger is as it was then.
    ///
    /// # Panics
    /// When an invariant of the ledger is broken.
    pub fn append<R: Row>(&mut self, rows: &[R], note: Option<String>) -> Result<u64, LedgerError> {
        let batch = R::batch(rows)?;
        let next = self.ledger.commit.version + 1;
        let runtime = Arc::clone(&self.ledger.runtime);
        runtime.block_on(async {
            let delta = self.tables.get_mut(&R::TABLE).expect("all tables are open");
            let mut files = Files::new(R::TABLE, delta)?;
            files.write(batch).await?;
            tables::enter(R::TABLE, delta, Entry::beside(files.finish().await?, next)).await
        })?;
        let added = BTreeMap::from([(R::TABLE.name().to_owned(), rows.len() as u64)]);
        self.conclude_tidily(note, added, BTreeMap::new())
    }

    /// Writes down that something was done with what the ledger holds, in a commit that changes no table.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn note(&mut self, note: String) -> Result<u64, LedgerError> {
        self.conclude(Some(note), BTreeMap::new(), BTreeMap::new())
    }

    /// Has all on disk and puts the commit into place.
    pub(super) fn conclude(
        &mut self,
        note: Option<String>,
        added: BTreeMap<String, u64>,
        removed: BTreeMap<String, u64>,
    ) -> Result<u64, LedgerError> {
        let mut versions = BTreeMap::new();
        for (&table, delta) in &self.tables {
            versions.insert(table.name().to_owned(), tables::version(table, delta)?);
        }
        let commit = Commit {
            version: self.ledger.commit.version + 1,
            time: now(),
            command: self.command.clone(),
            note,
            codebook: self.codebook.clone(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            tables: versions,
            added,
            removed,
        };
        tables::sync(self.ledger.root())?;
        Commits::new(self.ledger.root()).put(&commit)?;
        self.ledger.commit = commit;
        let runtime = Arc::clone(&self.ledger.runtime);
        runtime.block_on(async {
            for (&table, delta) in &self.tables {
                // The commit stands; a log that is not summed up is read in full.
                let _ = tables::sum_up(table, delta).await;
            }
        });
        Ok(self.ledger.commit.version)
    }
}

/// The columns of `documents` that say what is held.
#[derive(Deserialize)]
struct Held {
    capture: String,
    id: String,
    uri: String,
    version: u32,
}

/// Reads what a ledger holds.
fn known(session: &Session) -> Result<Known, LedgerError> {
    let columns: Vec<_> = DocumentRow::columns()
        .into_iter()
        .filter(|column| ["capture", "id", "uri", "version"].contains(&column.name().as_str()))
        .collect();
    let mut known = Known::default();
    for batch in session.ask("SELECT capture, id, uri, version FROM documents")? {
        for held in decode::<Held>(Table::Documents, columns.clone(), &batch?)? {
            known.captures.insert(number(&held.capture));
            known.documents.insert(number(&held.id));
            let version = known.versions.entry(address(&held.uri)).or_default();
            *version = held.version.max(*version);
        }
    }
    Ok(known)
}

/// How many rows a table has.
pub(super) fn count_of(session: &Session, table: Table) -> Result<u64, LedgerError> {
    let batches = session.batches(&format!("SELECT count(*) FROM {}", table.name()))?;
    let counts =
        batches.iter().flat_map(|batch| batch.column(0).as_primitive::<Int64Type>().iter().flatten());
    Ok(counts.map(i64::unsigned_abs).sum())
}
