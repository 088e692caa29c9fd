//! Changes of several tables in one commit, where rows go as well as come.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use datafusion::arrow::array::RecordBatch;
use futures::StreamExt;

use super::{
    LedgerError, Writer,
    tables::{self, Files},
};
use crate::{query::Session, row::Table};

/// What becomes of a table.
#[derive(Clone, Debug)]
pub struct Change {
    /// The table.
    pub table: Table,
    /// Rows that go.
    pub go: Going,
    /// Rows that come.
    pub come: Vec<RecordBatch>,
}

/// Which rows of a table go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Going {
    /// None.
    None,
    /// All there are.
    All,
    /// Those of which one of some expressions over the columns of the table, which stands there as `r`, is one of some names.
    Named {
        /// The expressions.
        by: &'static [&'static str],
        /// The names.
        names: Vec<String>,
    },
}

impl Change {
    /// Rows that come in place of all there are.
    pub fn anew(table: Table, come: Vec<RecordBatch>) -> Self {
        Self { table, go: Going::All, come }
    }

    /// Rows that come, in place of those that are named if any are.
    pub fn instead(
        table: Table,
        by: &'static [&'static str],
        names: Vec<String>,
        come: Vec<RecordBatch>,
    ) -> Self {
        let go = if names.is_empty() { Going::None } else { Going::Named { by, names } };
        Self { table, go, come }
    }

    fn count(&self) -> u64 {
        self.come.iter().map(|batch| batch.num_rows() as u64).sum()
    }
}

/// The names of rows that go, as plans call them.
const NAMES: &str = "going_names";
/// The table that they go from, with the file of each row.
const TABLE: &str = "going_from";
/// The column that names the file.
const FILE: &str = "going_file";

/// The files that have a row of which an expression is among the names.
fn files_plan(by: &str) -> String {
    format!("SELECT DISTINCT r.{FILE} FROM {NAMES} AS g RIGHT SEMI JOIN {TABLE} AS r ON g.name = {by}")
}

/// The rows of which no expression is.
fn kept_plan(by: &[&str]) -> String {
    by.iter().fold(format!("SELECT * FROM {TABLE}"), |rows, by| {
        format!("SELECT r.* FROM {NAMES} AS g RIGHT ANTI JOIN ({rows}) AS r ON g.name = {by}")
    })
}

impl Writer {
    /// Carries out changes in one commit; tables that nothing changes in keep their version, and files of which no row goes
    /// stay as they are. The session is of the ledger as it stands.
    ///
    /// # Errors
    /// When they cannot be written; the ledger is as it was then.
    ///
    /// # Panics
    /// When an invariant of the ledger is broken.
    pub(crate) fn change(
        &mut self,
        session: &Session,
        changes: Vec<Change>,
        note: Option<String>,
    ) -> Result<u64, LedgerError> {
        let next = self.ledger.commit().version + 1;
        let (mut added, mut removed) = (BTreeMap::new(), BTreeMap::new());
        let threads = Arc::clone(&self.ledger.threads());
        for change in changes {
            let (table, more) = (change.table, change.count());
            let left = self.left(session, table, &change.go)?;
            if more == 0 && left.is_empty() {
                continue;
            }
            let before = tables::rows_in(table, &self.tables[&table], &left)?;
            let kept = match &change.go {
                Going::Named { by, .. } if !left.is_empty() => {
                    session.put_files(TABLE, &self.tables[&table], None, Some(&left))?;
                    Some(session.stream(&kept_plan(by))?)
                }
                _ => None,
            };
            let stayed = threads.block_on(async {
                let delta = self.tables.get_mut(&table).expect("all tables are open");
                let mut files = Files::new(table, delta)?;
                let mut stayed = 0;
                if let Some(mut kept) = kept {
                    while let Some(batch) = kept.next().await {
                        let batch = table.fit(&batch?)?;
                        stayed += batch.num_rows() as u64;
                        files.write(batch).await?;
                    }
                }
                for batch in change.come {
                    if batch.num_rows() > 0 {
                        files.write(batch).await?;
                    }
                }
                tables::enter(table, delta, files.finish().await?, &left, next).await?;
                Ok::<_, LedgerError>(stayed)
            })?;
            added.insert(table.name().to_owned(), more);
            if before > stayed {
                removed.insert(table.name().to_owned(), before - stayed);
            }
        }
        self.conclude(note, added, removed)
    }

    /// The files of a table that have rows that go.
    fn left(&self, session: &Session, table: Table, go: &Going) -> Result<BTreeSet<String>, LedgerError> {
        let delta = &self.tables[&table];
        match go {
            Going::None => Ok(BTreeSet::new()),
            Going::All => tables::files(table, delta),
            Going::Named { by, names: gone } => {
                session.put_names(NAMES, gone)?;
                session.put_files(TABLE, delta, Some(FILE), None)?;
                let mut left = BTreeSet::new();
                for by in *by {
                    let found = session.first_texts(&files_plan(by))?;
                    // Tables are not parted into folders: the file's name is its path.
                    left.extend(found.iter().filter_map(|path| Some(path.rsplit('/').next()?.to_owned())));
                }
                Ok(left)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_as_text() {
        let by = [
            "concat(r.first_document, '/', r.first_claim)",
            "concat(r.second_document, '/', r.second_claim)",
        ];
        insta::assert_snapshot!(files_plan(by[0]).replace(" FROM", "\nFROM").replace(" RIGHT", "\nRIGHT"), @r"
        SELECT DISTINCT r.going_file
        FROM going_names AS g
        RIGHT SEMI JOIN going_from AS r ON g.name = concat(r.first_document, '/', r.first_claim)
        ");
        insta::assert_snapshot!(kept_plan(&by).replace(" FROM", "\nFROM").replace(" RIGHT", "\nRIGHT"), @r"
        SELECT r.*
        FROM going_names AS g
        RIGHT ANTI JOIN (SELECT r.*
        FROM going_names AS g
        RIGHT ANTI JOIN (SELECT *
        FROM going_from) AS r ON g.name = concat(r.first_document, '/', r.first_claim)) AS r ON g.name = concat(r.second_document, '/', r.second_claim)
        ");
    }
}
