//! One writer at a time: a lock of the operating system, which goes with the process that holds it.

use std::{
    fs::{self, File, TryLockError},
    io::{Seek, Write},
    path::Path,
    process,
};

use jiff::Timestamp;

use super::error::{LedgerError, at};

/// The right to write a ledger, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Who holds the lock, if anybody does.
    pub(super) fn holder(root: &Path) -> Option<String> {
        match Self::probe(root) {
            Err(LedgerError::Locked { holder }) => Some(holder),
            _ => None,
        }
    }

    /// Takes and releases the lock without a word.
    fn probe(root: &Path) -> Result<(), LedgerError> {
        let path = root.join("lock");
        let file = File::options().read(true).write(true).open(&path).map_err(at(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(()),
            Err(TryLockError::WouldBlock) => Err(held(&path)),
            Err(TryLockError::Error(error)) => Err(at(&path)(error)),
        }
    }

    /// Takes the lock for a command; where somebody has it, waits for it or says who.
    pub(super) fn take(root: &Path, command: &str, wait: bool) -> Result<Self, LedgerError> {
        let path = root.join("lock");
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(at(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) if wait => file.lock().map_err(at(&path))?,
            Err(TryLockError::WouldBlock) => return Err(held(&path)),
            Err(TryLockError::Error(error)) => return Err(at(&path)(error)),
        }
        let now = Timestamp::now().round(jiff::Unit::Second).unwrap_or_default();
        let said = format!("`tawatur {command}`, process {}, since {now}\n", process::id());
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(said.as_bytes()))
            .map_err(at(&path))?;
        Ok(Self { _file: file })
    }
}

/// That somebody else has the lock.
fn held(path: &Path) -> LedgerError {
    let said = fs::read_to_string(path).unwrap_or_default();
    let holder = said.lines().next().filter(|line| !line.is_empty()).unwrap_or("another process");
    LedgerError::Locked { holder: holder.to_owned() }
}
