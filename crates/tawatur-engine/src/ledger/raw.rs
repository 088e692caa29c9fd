//! Raw captures: the bytes as they came, stored once under their hash and compressed.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read, Write},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use super::error::{LedgerError, at};

/// How hard zstd tries: more costs more time than it saves room on articles.
const LEVEL: i32 = 3;

/// The most bytes that a capture may unpack to.
const LARGEST: u64 = 2 << 30;

/// The store of raw captures of a ledger; shared by all threads.
#[derive(Clone, Debug)]
pub struct RawStore {
    folder: PathBuf,
}

impl RawStore {
    pub(super) fn new(root: &Path) -> Self {
        Self { folder: root.join("raw") }
    }

    /// The key of bytes: their BLAKE3, 64 hexadecimal digits.
    pub fn key(bytes: &[u8]) -> String {
        blake3::hash(bytes).to_hex().to_string()
    }

    /// Where a capture lies: `raw/ab/cdef….zst`.
    pub fn path(&self, key: &str) -> PathBuf {
        let (folder, rest) = key.split_at_checked(2).unwrap_or(("", key));
        self.folder.join(folder).join(format!("{rest}.zst"))
    }

    /// Stores bytes under their key, whole or not at all. Until the next commit they are in the file system but need
    /// not be on disk, and whether they are is not asked before: what lies there is looked at, not believed.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn put(&self, key: &str, bytes: &[u8]) -> Result<(), LedgerError> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let path = self.path(key);
        if path.exists() && self.get(key).is_ok() {
            return Ok(());
        }
        let packed = zstd::bulk::compress(bytes, LEVEL).map_err(at(&path))?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let temporary = self.folder.join(format!("{}-{number}.tmp", process::id()));
        let write = || File::create(&temporary).and_then(|mut file| file.write_all(&packed));
        match write() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(&self.folder).and_then(|()| write()).map_err(at(&temporary))?;
            }
            other => other.map_err(at(&temporary))?,
        }
        match fs::rename(&temporary, &path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let folder = path.parent().unwrap_or(&self.folder);
                fs::create_dir_all(folder).map_err(at(folder))?;
                fs::rename(&temporary, &path).map_err(at(&path))
            }
            other => other.map_err(at(&path)),
        }
    }

    /// The bytes of a key.
    ///
    /// # Errors
    /// When there are none, or others than there were.
    pub fn get(&self, key: &str) -> Result<Vec<u8>, LedgerError> {
        let wrong = |problem: String| LedgerError::Raw { key: key.to_owned(), problem };
        let path = self.path(key);
        let packed = File::open(&path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => wrong("is not there".to_owned()),
            _ => wrong(error.to_string()),
        })?;
        let mut bytes = Vec::new();
        let unpack = |bytes: &mut Vec<u8>| -> io::Result<()> {
            zstd::Decoder::new(packed)?.take(LARGEST).read_to_end(bytes)?;
            Ok(())
        };
        unpack(&mut bytes).map_err(|error| wrong(format!("cannot be unpacked: {error}")))?;
        if Self::key(&bytes) == key {
            Ok(bytes)
        } else {
            Err(wrong("has other bytes than it had".to_owned()))
        }
    }

    /// All keys that lie in the store, with what lies there and is no capture.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub(super) fn keys(&self, mut each: impl FnMut(Option<String>, &Path)) -> Result<(), LedgerError> {
        if !self.folder.exists() {
            return Ok(());
        }
        for entry in fs::read_dir(&self.folder).map_err(at(&self.folder))? {
            let folder = entry.map_err(at(&self.folder))?.path();
            if !folder.is_dir() {
                each(None, &folder);
                continue;
            }
            let prefix = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            for entry in fs::read_dir(&folder).map_err(at(&folder))? {
                let path = entry.map_err(at(&folder))?.path();
                let rest = path.file_name().and_then(|n| n.to_str()).and_then(|n| n.strip_suffix(".zst"));
                let key = rest.map(|rest| format!("{prefix}{rest}")).filter(|key| key.len() == 64);
                each(key, &path);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_as_they_went_in_and_are_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = RawStore::new(folder.path());
        for bytes in [b"".to_vec(), "نص قصير".into(), vec![0; 100_000]] {
            let bytes = bytes.as_slice();
            let key = RawStore::key(bytes);
            store.put(&key, bytes).unwrap();
            store.put(&key, bytes).unwrap();
            assert_eq!(store.get(&key).unwrap(), bytes);
        }
        let mut found = Vec::new();
        store.keys(|key, _| found.push(key.unwrap())).unwrap();
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn what_was_torn_or_tampered_with_is_told_and_mended_when_it_comes_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = RawStore::new(folder.path());
        let key = RawStore::key(b"one");
        assert!(store.get(&key).unwrap_err().to_string().contains("is not there"));
        store.put(&key, b"one").unwrap();
        for torn in [b"".as_slice(), &zstd::bulk::compress(b"two", LEVEL).unwrap(), b"junk"] {
            fs::write(store.path(&key), torn).unwrap();
            assert!(store.get(&key).is_err());
            store.put(&key, b"one").unwrap();
            assert_eq!(store.get(&key).unwrap(), b"one");
        }
    }
}
