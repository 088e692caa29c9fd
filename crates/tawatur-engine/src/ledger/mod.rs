//! The ledger: a folder of Delta tables and raw captures that people keep their evidence in.
//!
//! ```text
//! ledger.toml          the format, written last by `init`
//! commits/N.json       one a commit: the Delta version of every table, what was done, by which codebook
//! tables/NAME/         a Delta table each
//! raw/ab/cdef….zst     raw captures under their BLAKE3, compressed
//! lock                 held by whoever writes, with a word of who that is
//! ```
//!
//! *The invariant.* What the ledger holds is what its highest commit names: versions of tables, and raw captures that
//! rows of `documents` name. A writer holds the lock; takes back versions of tables that no commit names, which only a
//! writer that was ended can have left; writes raw captures, data files and log entries; has them on disk; and puts
//! the commit into place by a rename. So at every moment either the old commit is the highest and all it names is
//! there, or the new one is and all it names is there. Readers take no lock: they read the highest commit once and
//! open the versions it names, which nobody changes. Data files and captures that nothing names are waste that
//! `compact` clears away.

mod change;
mod commit;
mod compact;
mod doctor;
mod error;
mod lock;
mod raw;
mod reread;
mod rewrite;
mod tables;
mod verify;
mod writer;

use std::{
    collections::BTreeMap,
    env, fs,
    ops::Deref,
    path::{Path, PathBuf},
    sync::Arc,
};

use datafusion::execution::cache::{cache_manager::FileMetadataCache, default_cache::DefaultCache};
use deltalake::DeltaTable;
use jiff::{Timestamp, Unit};
use serde::{Deserialize, Serialize};
use tokio::runtime::{Builder, Runtime};

pub(crate) use change::{By, Change};
pub use commit::Commit;
pub use compact::Compacted;
pub use doctor::{Finding, doctor};
pub use error::LedgerError;
pub use raw::RawStore;
pub use reread::{Reread, Rereading};
pub(crate) use tables::properties as parquet_properties;
pub use verify::{Problem, Verified, verify};
pub use writer::{Capture, Captured, Known, Pushed, Writer};

use crate::row::Table;
use commit::Commits;
use error::at;
use lock::Lock;

/// The format of ledgers that this program writes.
const FORMAT: u32 = 7;

/// The environment variable that names the ledger.
pub const VARIABLE: &str = "TAWATUR_LEDGER";

/// The file that makes a folder a ledger.
const SETTINGS: &str = "ledger.toml";

/// What `ledger.toml` says.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Settings {
    format: u32,
    created: Timestamp,
}

/// An open ledger at one of its versions.
#[derive(Clone, Debug)]
pub struct Ledger {
    root: PathBuf,
    commit: Commit,
    runtime: Arc<Threads>,
    footers: Arc<FileMetadataCache>,
}

/// The threads that run plans and write tables.
#[derive(Debug)]
pub(crate) struct Threads(Option<Runtime>);

impl Deref for Threads {
    type Target = Runtime;

    fn deref(&self) -> &Runtime {
        self.0.as_ref().expect("they are there until they are dropped")
    }
}

impl Drop for Threads {
    /// A plan that was given up may be in the middle of something: nobody waits for it.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Ledger {
    /// Makes a new ledger in a folder that is empty or not there yet.
    ///
    /// # Errors
    /// When there is something in the folder, or it cannot be written.
    pub fn init(root: &Path) -> Result<Self, LedgerError> {
        if root.join(SETTINGS).exists() {
            return Err(LedgerError::Exists(root.to_owned()));
        }
        fs::create_dir_all(root).map_err(at(root))?;
        for entry in fs::read_dir(root).map_err(at(root))? {
            // What is ours is of an `init` that was ended half way.
            let name = entry.map_err(at(root))?.file_name();
            if !["tables", "raw", "commits", "lock", "ledger.tmp"].iter().any(|ours| name == *ours) {
                return Err(LedgerError::Occupied(root.to_owned()));
            }
        }
        let _lock = Lock::take(root, "init", false)?;
        if root.join(SETTINGS).exists() {
            return Err(LedgerError::Exists(root.to_owned()));
        }
        for ours in ["tables", "raw", "commits"] {
            let path = root.join(ours);
            if path.exists() {
                fs::remove_dir_all(&path).map_err(at(&path))?;
            }
        }
        let runtime = runtime()?;
        runtime.block_on(async {
            for table in Table::ALL {
                tables::create(root, table).await?;
            }
            Ok::<_, LedgerError>(())
        })?;
        let raw = root.join("raw");
        fs::create_dir_all(&raw).map_err(at(&raw))?;
        tables::sync(root)?;
        let created = now();
        let commit = Commit {
            version: 0,
            time: created,
            command: "init".to_owned(),
            note: None,
            codebook: None,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            tables: Table::ALL.into_iter().map(|table| (table.name().to_owned(), 0)).collect(),
            added: BTreeMap::new(),
            removed: BTreeMap::new(),
        };
        Commits::new(root).put(&commit)?;
        let settings = toml::to_string(&Settings { format: FORMAT, created }).map_err(|error| {
            LedgerError::Malformed { path: root.join(SETTINGS), problem: error.to_string() }
        })?;
        commit::replace(&root.join(SETTINGS), settings.as_bytes())?;
        Ok(Self { root: root.to_owned(), commit, runtime, footers: footers() })
    }

    /// The folder of the ledger that is meant: the one given, else the one that `TAWATUR_LEDGER` names, else the
    /// working folder or the nearest above it that is one.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(given: Option<&Path>) -> Result<PathBuf, LedgerError> {
        let named = given
            .map(Path::to_owned)
            .or_else(|| env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from));
        if let Some(root) = named {
            return if root.join(SETTINGS).is_file() { Ok(root) } else { Err(LedgerError::None(root)) };
        }
        let here = env::current_dir().map_err(at("."))?;
        let found = here.ancestors().find(|folder| folder.join(SETTINGS).is_file());
        found.map(Path::to_owned).ok_or(LedgerError::None(here))
    }

    /// Opens the ledger in a folder at its newest version.
    ///
    /// # Errors
    /// When there is none, or one of another format.
    pub fn open(root: &Path) -> Result<Self, LedgerError> {
        let path = root.join(SETTINGS);
        if !path.is_file() {
            return Err(LedgerError::None(root.to_owned()));
        }
        let text = fs::read_to_string(&path).map_err(at(&path))?;
        let settings: Settings = toml::from_str(&text)
            .map_err(|error| LedgerError::Malformed { path: path.clone(), problem: error.to_string() })?;
        if settings.format != FORMAT {
            return Err(LedgerError::Format { path, found: settings.format, known: FORMAT });
        }
        let commit = Commits::new(root).head()?;
        Ok(Self { root: root.to_owned(), commit, runtime: runtime()?, footers: footers() })
    }

    /// The ledger as it was after a commit.
    ///
    /// # Errors
    /// When there is no such version.
    pub fn at(&self, version: u64) -> Result<Self, LedgerError> {
        let commit = Commits::new(&self.root).get(version)?;
        Ok(Self { commit, ..self.clone() })
    }

    /// The ledger as it is now.
    ///
    /// # Errors
    /// When its newest commit cannot be read.
    pub fn newest(&self) -> Result<Self, LedgerError> {
        let commit = Commits::new(&self.root).head()?;
        Ok(Self { commit, ..self.clone() })
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The commit it stands at.
    pub fn commit(&self) -> &Commit {
        &self.commit
    }

    /// Its raw captures.
    pub fn raw(&self) -> RawStore {
        RawStore::new(&self.root)
    }

    /// Its commits up to the one it stands at, the oldest first.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn commits(&self) -> Result<Vec<Commit>, LedgerError> {
        Commits::new(&self.root).up_to(self.commit.version)
    }

    /// The Delta version of a table.
    fn table_version(&self, table: Table) -> Result<u64, LedgerError> {
        self.commit.tables.get(table.name()).copied().ok_or_else(|| LedgerError::Malformed {
            path: self.root.join("commits"),
            problem: format!("version {} names no table {}", self.commit.version, table.name()),
        })
    }

    /// A table as Delta has it.
    pub(crate) async fn table(&self, table: Table) -> Result<DeltaTable, LedgerError> {
        tables::open(&self.root, table, self.table_version(table)?).await
    }

    /// All tables as Delta has them.
    pub(crate) fn tables(&self) -> Result<BTreeMap<Table, DeltaTable>, LedgerError> {
        self.runtime.block_on(async {
            let opened = Table::ALL
                .map(|table| async move { Ok::<_, LedgerError>((table, self.table(table).await?)) });
            Ok(futures::future::try_join_all(opened).await?.into_iter().collect())
        })
    }

    /// What runs plans; it must live as long as a plan does.
    pub(crate) fn threads(&self) -> Arc<Threads> {
        Arc::clone(&self.runtime)
    }

    /// What is known of the footers of data files.
    pub(crate) fn footers(&self) -> Arc<FileMetadataCache> {
        Arc::clone(&self.footers)
    }

    /// What runs plans.
    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }
}

/// Now, to the microsecond, which is what tables keep.
fn now() -> Timestamp {
    Timestamp::now().round(Unit::Microsecond).unwrap_or_default()
}

/// Files that are read at a time: each has its thread, and each thread holds memory for a while.
const FILES_AT_A_TIME: usize = 16;

/// The most memory, in bytes, for what is known of data files: where their columns and pages stand, and what they are bounded by. Files
/// never change, so that it holds from one session to the next; opening a file anew costs more than most questions ask of it.
pub(crate) const FOOTERS: usize = 128 << 20;

fn footers() -> Arc<FileMetadataCache> {
    Arc::new(DefaultCache::new(FOOTERS).with_name("footers"))
}

fn runtime() -> Result<Arc<Threads>, LedgerError> {
    let runtime = Builder::new_multi_thread()
        .max_blocking_threads(FILES_AT_A_TIME)
        .enable_all()
        .build()
        .map_err(at("threads"))?;
    Ok(Arc::new(Threads(Some(runtime))))
}

#[cfg(test)]
mod tests;
