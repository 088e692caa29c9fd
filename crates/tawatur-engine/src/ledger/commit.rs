//! The commits of a ledger: one file each, which names the version of every table.
//!
//! Delta has transactions over one table; a change of the ledger writes several. What holds them together is a file
//! `commits/N.json` that is put into place by one rename after all tables are written and on disk. The commit with the
//! highest number is the ledger; versions of tables that no commit names do not exist for its readers.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::error::{LedgerError, at};

/// A change of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// Its number, from 0.
    pub version: u64,
    /// When it was made.
    pub time: Timestamp,
    /// The command that made it: `init`, `add`, …
    pub command: String,
    /// What the command was told, and what it has to say.
    pub note: Option<String>,
    /// The codebook it read with.
    pub codebook: Option<String>,
    /// The version of the program.
    pub program: String,
    /// The Delta version of each table.
    pub tables: BTreeMap<String, u64>,
    /// How many rows it added to each table.
    pub added: BTreeMap<String, u64>,
    /// How many rows it took out of each table: rows that are made again by `reread`.
    #[serde(default)]
    pub removed: BTreeMap<String, u64>,
}

/// The folder of commits.
#[derive(Clone, Debug)]
pub(super) struct Commits {
    folder: PathBuf,
}

impl Commits {
    pub(super) fn new(root: &Path) -> Self {
        Self { folder: root.join("commits") }
    }

    /// The numbers of the commits, in order.
    pub(super) fn versions(&self) -> Result<Vec<u64>, LedgerError> {
        let mut versions = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(at(&self.folder))? {
            let name = entry.map_err(at(&self.folder))?.file_name();
            versions.extend(
                name.to_str().and_then(|n| n.strip_suffix(".json")).and_then(|n| n.parse::<u64>().ok()),
            );
        }
        versions.sort_unstable();
        Ok(versions)
    }

    /// The newest commit.
    pub(super) fn head(&self) -> Result<Commit, LedgerError> {
        let last = self.versions()?.pop().ok_or_else(|| LedgerError::Malformed {
            path: self.folder.clone(),
            problem: "holds no commit".to_owned(),
        })?;
        self.read(last)
    }

    /// A commit by its number.
    pub(super) fn get(&self, version: u64) -> Result<Commit, LedgerError> {
        let versions = self.versions()?;
        if versions.binary_search(&version).is_err() {
            let (first, last) = (versions.first().copied(), versions.last().copied());
            return Err(LedgerError::Version {
                version,
                first: first.unwrap_or_default(),
                last: last.unwrap_or_default(),
            });
        }
        self.read(version)
    }

    /// The commits up to a number, in order.
    pub(super) fn up_to(&self, version: u64) -> Result<Vec<Commit>, LedgerError> {
        self.versions()?.into_iter().filter(|&v| v <= version).map(|v| self.read(v)).collect()
    }

    fn path(&self, version: u64) -> PathBuf {
        self.folder.join(format!("{version:020}.json"))
    }

    fn read(&self, version: u64) -> Result<Commit, LedgerError> {
        let path = self.path(version);
        let text = fs::read_to_string(&path).map_err(at(&path))?;
        let commit: Commit = serde_json::from_str(&text)
            .map_err(|error| LedgerError::Malformed { path: path.clone(), problem: error.to_string() })?;
        if commit.version != version {
            let problem = format!("says that it is version {}", commit.version);
            return Err(LedgerError::Malformed { path, problem });
        }
        Ok(commit)
    }

    /// Puts a commit into place: the one moment at which a change of the ledger happens. Whatever it names must be on
    /// disk by now.
    pub(super) fn put(&self, commit: &Commit) -> Result<(), LedgerError> {
        fs::create_dir_all(&self.folder).map_err(at(&self.folder))?;
        let text = serde_json::to_vec_pretty(commit).expect("a commit has no keys but strings");
        replace(&self.path(commit.version), &text)
    }

    /// Takes away commits before a version.
    pub(super) fn forget_before(&self, version: u64) -> Result<(), LedgerError> {
        for old in self.versions()?.into_iter().filter(|&v| v < version) {
            let path = self.path(old);
            fs::remove_file(&path).map_err(at(&path))?;
        }
        Ok(())
    }
}

/// Writes a file so that it is there whole, and on disk, or as it was before.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), LedgerError> {
    let temporary = path.with_extension("tmp");
    let mut file = File::create(&temporary).map_err(at(&temporary))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(at(&temporary))?;
    fs::rename(&temporary, path).map_err(at(path))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    sync_folder(folder)
}

/// Has the names in a folder on disk.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> Result<(), LedgerError> {
    File::open(folder).and_then(|file| file.sync_all()).map_err(at(folder))
}

/// Has the names in a folder on disk: elsewhere that is done with the file.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> Result<(), LedgerError> {
    Ok(())
}
