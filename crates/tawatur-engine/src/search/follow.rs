//! The index of a ledger, brought up to what the ledger holds.

use std::{collections::HashSet, path::PathBuf};

use tawatur::Reader;

use super::{Basis, Entry, SearchError, SearchIndex};
use crate::{
    Ledger, LedgerError,
    query::Session,
    row::{DocumentRow, Row},
};

/// Where below the ledger's folder its index lies.
const FOLDER: &str = "search";

/// As many documents as are asked for by name; of more, the whole table is read.
const BY_NAME: usize = 2000;

impl SearchIndex {
    /// The folder of a ledger's index.
    pub fn folder(ledger: &Ledger) -> PathBuf {
        ledger.root().join(FOLDER)
    }

    /// Opens the index of a ledger and takes in what the ledger holds and it does not; all of it, where the index was made
    /// with another codebook or layout. `each` is told how many documents are taken in so far, and of how many.
    ///
    /// # Errors
    ///
    /// [`SearchError`] when ledger or index cannot be read, or the index cannot be written.
    pub fn follow(
        ledger: &Ledger,
        reader: &Reader,
        threads: usize,
        mut each: impl FnMut(usize, usize) + Send,
    ) -> Result<Self, SearchError> {
        let mut index = Self::open(&Self::folder(ledger))?;
        let basis = Basis::new(ledger.commit().version, reader.codebook().label());
        let before = index.basis()?;
        if before.as_ref() == Some(&basis) {
            return Ok(index);
        }
        let afresh = !before.is_some_and(|before| before.leads_to(&basis));
        let session = Session::open(ledger).map_err(SearchError::ledger)?;
        let mut missing = HashSet::new();
        for id in session.first_texts("SELECT id FROM documents").map_err(SearchError::ledger)? {
            if afresh || !index.holds(&id)? {
                missing.insert(id);
            }
        }
        let wanted = missing.len();
        let query = if !afresh && wanted <= BY_NAME {
            // Ids are hexadecimal digits.
            let names: Vec<String> = missing.iter().map(|id| format!("'{id}'")).collect();
            format!(
                "SELECT * FROM documents WHERE id IN ({})",
                if names.is_empty() { "''".to_owned() } else { names.join(", ") }
            )
        } else {
            "SELECT * FROM documents".to_owned()
        };
        let mut taken = 0;
        let entries = session
            .ask(&query)
            .map_err(SearchError::ledger)?
            .map(|batch| batch.and_then(|batch| DocumentRow::rows(&batch).map_err(LedgerError::from)))
            .flat_map(|rows| match rows {
                Ok(rows) => rows.into_iter().map(|row| Ok(Entry::from(row))).collect::<Vec<_>>(),
                Err(error) => vec![Err(SearchError::ledger(error))],
            })
            .filter(|entry| entry.as_ref().map_or(true, |entry| missing.contains(&entry.id)))
            .inspect(|_| {
                taken += 1;
                each(taken, wanted);
            });
        index.take_in(reader, entries, &basis, afresh, threads)?;
        Ok(index)
    }
}
