//! Small files brought together, waste cleared away.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    path::{Path, PathBuf},
};

use deltalake::protocol::checkpoints;

use super::{
    Commits, LedgerError, Writer,
    error::at,
    rewrite::{self, Many},
    tables::{self, of},
};

/// What compacting did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Small files that went into larger ones.
    pub merged: u64,
    /// The larger ones.
    pub into: u64,
    /// Files that nothing named.
    pub cleared: u64,
    /// Their bytes.
    pub freed: u64,
    /// The version of the ledger now.
    pub version: u64,
}

impl Writer {
    /// Brings small files together in a commit of its own, and clears away what nothing names: what a writer that was
    /// ended has left. With `forget`, older versions are let go too, and the files that only they name.
    ///
    /// # Errors
    /// When a table cannot be rewritten; the ledger is as it was.
    pub fn compact(&mut self, forget: bool) -> Result<Compacted, LedgerError> {
        let mut done = Compacted::default();
        (done.merged, done.into) = self.gather(Many::Any)?;
        if forget {
            self.forget()?;
        }
        self.clear(forget, &mut done)?;
        done.version = self.ledger.commit.version;
        Ok(done)
    }

    /// Brings small files together, in a commit of its own; how many went into how many.
    fn gather(&mut self, many: Many) -> Result<(u64, u64), LedgerError> {
        let (merged, into) = rewrite::gather(&self.ledger, &mut self.tables, many)?;
        if merged > 0 {
            let note = format!("{merged} files into {into}");
            self.conclude(Some(note), BTreeMap::new(), BTreeMap::new())?;
        }
        Ok((merged, into))
    }

    /// Puts a commit into place, and brings small files together where there are many by now; the newest version.
    pub(super) fn conclude_tidily(
        &mut self,
        note: Option<String>,
        added: BTreeMap<String, u64>,
        removed: BTreeMap<String, u64>,
    ) -> Result<u64, LedgerError> {
        self.conclude(note, added, removed)?;
        self.gather(Many::OfAClass)?;
        Ok(self.ledger.commit.version)
    }

    /// Lets go of all versions before the present one.
    fn forget(&self) -> Result<(), LedgerError> {
        // The commits go first: without them nothing asks for what is taken away next.
        Commits::new(self.ledger.root()).forget_before(self.ledger.commit.version)?;
        for (&table, delta) in &self.tables {
            let version = tables::version(table, delta)?;
            if version == 0 {
                continue;
            }
            self.ledger.runtime.block_on(checkpoints::create_checkpoint(delta, None)).map_err(of(table))?;
            tables::forget_log_before(self.ledger.root(), table, version)?;
        }
        Ok(())
    }

    /// Clears away data files that no log names, with `forget` those that the newest version does not; and captures that
    /// no document names.
    fn clear(&self, forget: bool, done: &mut Compacted) -> Result<(), LedgerError> {
        for (&table, delta) in &self.tables {
            let root = self.ledger.root();
            let version = tables::version(table, delta)?;
            let ever = if forget { Vec::new() } else { tables::named_files(root, table, version)? };
            let mut named: HashSet<PathBuf> = ever.into_iter().map(PathBuf::from).collect();
            let state = delta.snapshot().map_err(of(table))?;
            named.extend(state.log_data().iter().map(|file| PathBuf::from(file.path().as_ref())));
            let folder = tables::folder(root, table);
            for entry in fs::read_dir(&folder).map_err(at(&folder))? {
                let path = entry.map_err(at(&folder))?.path();
                let name = path.file_name().map(PathBuf::from).unwrap_or_default();
                if path.is_file() && !named.contains(&name) {
                    remove(&path, done)?;
                }
            }
        }
        let session = self.session()?;
        let held: HashSet<String> =
            session.first_texts("SELECT DISTINCT raw FROM documents")?.into_iter().collect();
        let mut waste = Vec::new();
        self.ledger.raw().keys(|key, path| {
            if key.is_none_or(|key| !held.contains(&key)) {
                waste.push(path.to_owned());
            }
        })?;
        waste.iter().try_for_each(|path| remove(path, done))
    }
}

fn remove(path: &Path, done: &mut Compacted) -> Result<(), LedgerError> {
    done.freed += fs::metadata(path).map_or(0, |known| known.len());
    done.cleared += 1;
    fs::remove_file(path).map_err(at(path))
}
