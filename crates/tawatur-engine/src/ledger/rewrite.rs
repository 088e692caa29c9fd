//! Data files of a table written anew: those of which rows go, and small ones that are brought together.
//!
//! A data file never changes. Where a row goes, what else stands in its file is written to another; so files must not be large. Where
//! little comes at a time, files become many, and each must be opened to be asked; so they must not stay small. Files are brought together
//! a class of sizes at a time, as in a log-structured merge tree (O'Neil et al. 1996), so that a row is written anew as often as its class
//! rises and not each time that something comes.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::execution::SendableRecordBatchStream;
use deltalake::{DeltaTable, kernel::Add};
use futures::StreamExt;

use super::{
    Ledger, LedgerError,
    tables::{self, DataFile, Entry, FILE_SIZE, Files},
};
use crate::{query::Session, row::Table};

/// Rows of so many at the most stand in one file when files are rewritten. What changes is mostly what came of late, and whatever stands in
/// a file with it is written again with it: were the rest of all of them one file, that would grow with the ledger.
pub(super) const TOGETHER: u64 = 1 << 16;

/// So many files of a class are brought together while writing.
pub(super) const MANY: usize = 32;

/// The table that files are rewritten of, as plans call it.
pub(super) const TABLE: &str = "rewritten";

impl DataFile {
    /// Whether another file finds room beside it.
    fn is_small(&self) -> bool {
        self.rows <= TOGETHER / 2 && self.bytes <= FILE_SIZE / 2
    }

    /// Of one class are files of 1 to 31 rows, of 32 to 1023, and of more.
    fn class(&self) -> u32 {
        self.rows.max(1).ilog2() / MANY.ilog2()
    }
}

/// Files that are rewritten into one each.
pub(super) fn together(files: Vec<DataFile>) -> Vec<BTreeSet<String>> {
    let (mut parts, mut rows): (Vec<BTreeSet<String>>, u64) = (Vec::new(), 0);
    for file in files {
        match parts.last_mut() {
            Some(part) if rows + file.rows <= TOGETHER => {
                part.insert(file.name);
                rows += file.rows;
            }
            _ => {
                parts.push(BTreeSet::from([file.name]));
                rows = file.rows;
            }
        }
    }
    parts
}

/// The small files to be brought together: those of each class of which there are as many as said, in parts of several files.
fn gathered(files: Vec<DataFile>, many: Many) -> Vec<BTreeSet<String>> {
    let mut classes: BTreeMap<u32, Vec<DataFile>> = BTreeMap::new();
    for file in files.into_iter().filter(DataFile::is_small) {
        let class = if many == Many::Any { 0 } else { file.class() };
        classes.entry(class).or_default().push(file);
    }
    let due = classes.into_values().filter(|class| many == Many::Any || class.len() >= MANY);
    due.flat_map(together).filter(|part| part.len() > 1).collect()
}

/// How many small files are worth bringing together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Many {
    /// Two.
    Any,
    /// [`MANY`] of one class.
    OfAClass,
}

/// All rows of some files, in the order that files of the table have.
fn all_plan(table: Table) -> String {
    format!("SELECT * FROM {TABLE}{}", in_order(table))
}

/// The end of a plan that puts rows into the order that files of the table have.
pub(super) fn in_order(table: Table) -> String {
    table.ordered().map(|column| format!(" ORDER BY {column}")).unwrap_or_default()
}

/// Writes rows anew; gives the files and how many rows they have.
pub(super) async fn rewritten(
    table: Table,
    delta: &DeltaTable,
    mut rows: SendableRecordBatchStream,
) -> Result<(Vec<Add>, u64), LedgerError> {
    let (mut files, mut written, mut in_file) = (Vec::new(), 0, 0);
    let mut open = Files::new(table, delta)?;
    while let Some(batch) = rows.next().await {
        let batch = table.fit(&batch?)?;
        let more = batch.num_rows() as u64;
        if in_file + more > TOGETHER && in_file > 0 {
            files.extend(open.finish().await?);
            (open, in_file) = (Files::new(table, delta)?, 0);
        }
        open.write(batch).await?;
        in_file += more;
        written += more;
    }
    files.extend(open.finish().await?);
    Ok((files, written))
}

/// Brings small files of tables together, in the next version of each; how many went into how many.
pub(super) fn gather(
    ledger: &Ledger,
    open: &mut BTreeMap<Table, DeltaTable>,
    many: Many,
) -> Result<(u64, u64), LedgerError> {
    let mut waiting = Vec::new();
    for (&table, delta) in &*open {
        waiting.push((table, gathered(tables::files(table, delta)?, many)));
    }
    waiting.retain(|(_, parts)| !parts.is_empty());
    if waiting.is_empty() {
        return Ok((0, 0));
    }
    let session = Session::writing(ledger, open)?;
    let threads = ledger.threads();
    let (mut merged, mut into) = (0, 0);
    for (table, parts) in waiting {
        let delta = open.get_mut(&table).expect("all tables are open");
        let mut files = Vec::new();
        for part in &parts {
            session.put_files(TABLE, delta, None, Some(part))?;
            let rows = session.stream(&all_plan(table))?;
            files.extend(threads.block_on(rewritten(table, delta, rows))?.0);
        }
        let left: BTreeSet<String> = parts.into_iter().flatten().collect();
        merged += left.len() as u64;
        into += files.len() as u64;
        let entry = Entry { files, left, commit: ledger.commit().version + 1, moved: true };
        threads.block_on(tables::enter(table, delta, entry))?;
    }
    Ok((merged, into))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(sizes: &[(&str, u64)]) -> Vec<DataFile> {
        sizes
            .iter()
            .map(|&(name, rows)| DataFile { name: name.to_owned(), rows, bytes: rows * 100 })
            .collect()
    }

    fn names(parts: Vec<BTreeSet<String>>) -> Vec<String> {
        parts.into_iter().map(|part| part.into_iter().collect()).collect()
    }

    #[test]
    fn small_files_are_rewritten_into_one_and_large_ones_each_apart() {
        let files = files(&[
            ("a", 10),
            ("b", TOGETHER),
            ("c", 3 * TOGETHER),
            ("d", 20),
            ("e", TOGETHER - 20),
            ("f", 1),
        ]);
        assert_eq!(names(together(files)), ["a", "b", "c", "de", "f"]);
    }

    #[test]
    fn small_files_are_brought_together_once_there_are_many_of_a_class() {
        let few: Vec<DataFile> = files(&[("a", 10), ("b", 2000), ("c", TOGETHER), ("d", 10)]);
        assert_eq!(names(gathered(few.clone(), Many::OfAClass)), [""; 0]);
        assert_eq!(names(gathered(few, Many::Any)), ["abd"]);
        let many = |rows| (0..MANY as u64).map(move |n| DataFile { name: n.to_string(), rows, bytes: 1 });
        let large = DataFile { name: "large".to_owned(), rows: 2000, bytes: 1 };
        let parts = gathered(many(20).chain([large]).collect(), Many::OfAClass);
        assert_eq!(parts.iter().map(BTreeSet::len).collect::<Vec<_>>(), [MANY]);
        let parts = gathered(many(20_000).collect(), Many::OfAClass);
        assert!(parts.iter().rev().skip(1).all(|part| part.len() == 3), "{parts:?}");
    }

    #[test]
    fn what_was_brought_together_is_left_alone() {
        let all: Vec<DataFile> = (0..100)
            .map(|n| DataFile { name: format!("{n:02}"), rows: 1 + n * 611 % 32_000, bytes: 1 })
            .collect();
        let rows: BTreeMap<String, u64> = all.iter().map(|file| (file.name.clone(), file.rows)).collect();
        let after: Vec<DataFile> = gathered(all, Many::Any)
            .into_iter()
            .map(|part| DataFile {
                name: part.iter().cloned().collect(),
                rows: part.iter().map(|name| rows[name]).sum(),
                bytes: 1,
            })
            .collect();
        assert_eq!(after.iter().map(|file| file.rows).sum::<u64>(), rows.values().sum::<u64>());
        assert!(after.iter().all(|file| file.rows <= TOGETHER));
        assert_eq!(names(gathered(after, Many::Any)), [""; 0]);
    }

    #[test]
    fn plans_as_text() {
        insta::assert_snapshot!(all_plan(Table::Claims), @"SELECT * FROM rewritten");
        insta::assert_snapshot!(all_plan(Table::Links), @"SELECT * FROM rewritten ORDER BY first_published");
    }
}
