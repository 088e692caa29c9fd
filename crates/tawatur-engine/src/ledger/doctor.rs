//! What somebody should know who wonders what is wrong, without reading everything.

use std::{fs, path::Path, process::Command};

use super::{Ledger, LedgerError, lock::Lock, tables, writer::count_of};
use crate::{query::Session, row::Table};

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub subject: &'static str,
    /// How it is, and what to do where it is not well.
    pub state: String,
    /// Whether it is well.
    pub well: bool,
}

/// More data files than these in a table are worth bringing together.
const MANY_FILES: usize = 64;

/// Looks at a ledger and at what else the program needs. `codebook` is the label of the codebook it reads with now.
///
/// # Errors
/// When the ledger cannot be opened.
pub fn doctor(ledger: &Ledger, codebook: &str) -> Result<Vec<Finding>, LedgerError> {
    let mut found = Vec::new();
    let mut find = |subject, well, state: String| found.push(Finding { subject, state, well });
    let commit = ledger.commit();
    find(
        "ledger",
        true,
        format!("{}, version {} of {}", ledger.root().display(), commit.version, commit.time),
    );
    match Lock::holder(ledger.root()) {
        None => find("writer", true, "nobody is writing".to_owned()),
        Some(holder) => find("writer", true, format!("is being written by {holder}")),
    }
    let session = Session::open(ledger)?;
    for table in Table::ALL {
        let rows = count_of(&session, table)?;
        let delta = ledger.runtime().block_on(ledger.table(table))?;
        let files = delta.snapshot().map_err(tables::of(table))?.log_data().num_files();
        let size = size(&tables::folder(ledger.root(), table));
        let many = files > MANY_FILES;
        let advice = if many { "; many files make questions slow: run `tawatur compact`" } else { "" };
        find(table.name(), !many, format!("{rows} rows in {files} files, {}{advice}", bytes(size)));
        if tables::is_ahead(ledger.root(), table, ledger.table_version(table)?)?
            && Lock::holder(ledger.root()).is_none()
        {
            let state = "has versions that no commit names: a writer was ended; the next one takes them back"
                .to_owned();
            find(table.name(), true, state);
        }
    }
    find("raw captures", true, bytes(size(&ledger.root().join("raw"))));
    let others = session.first_texts(&format!(
        "SELECT codebook FROM claims WHERE codebook <> '{}' GROUP BY codebook ORDER BY count(*) DESC",
        codebook.replace('\'', "''")
    ))?;
    if others.is_empty() {
        find("codebook", true, format!("all claims were read with {codebook}"));
    } else {
        let state = format!(
            "claims were read with {}, the program has {codebook}: `tawatur reread` reads them anew",
            others.join(", ")
        );
        find("codebook", false, state);
    }
    find_tesseract(&mut find);
    Ok(found)
}

/// Page images are read by Tesseract, where it is installed.
fn find_tesseract(find: &mut impl FnMut(&'static str, bool, String)) {
    let listed = Command::new("tesseract").arg("--list-langs").output();
    match listed {
        Err(_) => find("tesseract", true, "not installed: page images cannot be read".to_owned()),
        Ok(listed) => {
            let said = String::from_utf8_lossy(&listed.stdout);
            let arabic = said.lines().any(|line| line.trim() == "ara");
            let state = if arabic { "has the Arabic model" } else { "lacks the Arabic model `ara`" };
            find("tesseract", arabic, state.to_owned());
        }
    }
}

/// Bytes of all files below a folder.
fn size(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(known) if known.is_dir() => size(&entry.path()),
            Ok(known) => known.len(),
            Err(_) => 0,
        })
        .sum()
}

/// A size for reading.
fn bytes(size: u64) -> String {
    match size {
        0..10_000 => format!("{size} bytes"),
        10_000..10_000_000 => format!("{} KB", size / 1000),
        _ => format!("{} MB", size / 1_000_000),
    }
}
