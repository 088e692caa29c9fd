//! Changes of several tables in one commit, where rows go as well as come.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use datafusion::{
    arrow::{
        array::RecordBatch,
        compute::{sort_to_indices, take_record_batch},
    },
    error::DataFusionError,
};

use super::{
    LedgerError, Writer,
    rewrite::{TABLE, in_order, rewritten, together},
    tables::{self, Entry, Files},
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
        /// The expressions, and where their rows stand.
        by: Vec<By>,
        /// The names.
        names: Vec<String>,
    },
}

/// By what rows are named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    expression: &'static str,
    /// A condition that holds of all rows that are meant: files of which it does not hold are passed over unread.
    within: String,
}

impl By {
    /// By an expression, where a condition holds.
    pub fn within(expression: &'static str, condition: String) -> Self {
        Self { expression, within: condition }
    }
}

impl Change {
    /// Rows that come in place of all there are.
    pub fn anew(table: Table, come: Vec<RecordBatch>) -> Self {
        Self { table, go: Going::All, come }
    }

    /// Rows that come, in place of those that are named if any are.
    pub fn instead(table: Table, by: &[By], names: Vec<String>, come: Vec<RecordBatch>) -> Self {
        let go = if names.is_empty() { Going::None } else { Going::Named { by: by.to_vec(), names } };
        Self { table, go, come }
    }

    fn count(&self) -> u64 {
        self.come.iter().map(|batch| batch.num_rows() as u64).sum()
    }
}

/// The names of rows that go, as plans call them.
const NAMES: &str = "going_names";
/// The column of [`TABLE`] that names the file of each row.
const FILE: &str = "going_file";

/// The files that have a row of which an expression is among the names.
fn files_plan(by: &By) -> String {
    let By { expression, within } = by;
    format!(
        "SELECT DISTINCT r.{FILE} FROM {NAMES} AS g RIGHT SEMI JOIN {TABLE} AS r ON g.name = {expression} WHERE {within}"
    )
}

/// The rows of which no expression is, in order.
fn kept_plan(by: &[By], table: Table) -> String {
    let rows = by.iter().fold(format!("SELECT * FROM {TABLE}"), |rows, By { expression, .. }| {
        format!("SELECT r.* FROM {NAMES} AS g RIGHT ANTI JOIN ({rows}) AS r ON g.name = {expression}")
    });
    rows + &in_order(table)
}

/// Rows in the order that files of the table have.
fn sorted(table: Table, batch: RecordBatch) -> Result<RecordBatch, DataFusionError> {
    let Some(column) = table.ordered().and_then(|column| batch.column_by_name(column)) else {
        return Ok(batch);
    };
    Ok(take_record_batch(&batch, &sort_to_indices(column, None, None)?)?)
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
            let mut again = tables::files(table, &self.tables[&table])?;
            again.retain(|file| left.contains(&file.name));
            let before: u64 = again.iter().map(|file| file.rows).sum();
            let (mut files, mut stayed) = (Vec::new(), 0);
            if let Going::Named { by, .. } = &change.go {
                for part in together(again) {
                    let delta = &self.tables[&table];
                    session.put_files(TABLE, delta, None, Some(&part))?;
                    let kept = session.stream(&kept_plan(by, table))?;
                    let (written, rows) = threads.block_on(rewritten(table, delta, kept))?;
                    files.extend(written);
                    stayed += rows;
                }
            }
            threads.block_on(async {
                let delta = self.tables.get_mut(&table).expect("all tables are open");
                // Not in one file with what stayed: what came last is what changes next, and would take the rest with it.
                let mut come = Files::new(table, delta)?;
                for batch in change.come.into_iter().filter(|batch| batch.num_rows() > 0) {
                    come.write(sorted(table, batch)?).await?;
                }
                files.extend(come.finish().await?);
                tables::enter(table, delta, Entry { files, left, commit: next, moved: false }).await
            })?;
            added.insert(table.name().to_owned(), more);
            if before > stayed {
                removed.insert(table.name().to_owned(), before - stayed);
            }
        }
        self.conclude_tidily(note, added, removed)
    }

    /// The files of a table that have rows that go.
    fn left(&self, session: &Session, table: Table, go: &Going) -> Result<BTreeSet<String>, LedgerError> {
        let delta = &self.tables[&table];
        match go {
            Going::None => Ok(BTreeSet::new()),
            Going::All => tables::names(table, delta),
            Going::Named { by, names: gone } => {
                session.put_names(NAMES, gone)?;
                session.put_files(TABLE, delta, Some(FILE), None)?;
                let mut left = BTreeSet::new();
                for by in by {
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
    use datafusion::arrow::{array::AsArray, datatypes::Int32Type};

    use super::*;
    use crate::{Ledger, ledger::writer::count_of, linkage::keyed};

    #[test]
    fn only_files_are_rewritten_of_which_a_row_goes() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::init(&folder.path().join("ledger")).unwrap();
        let mut writer = Writer::begin(&ledger, "test", false).unwrap();
        let mut step = |gone: &[&str], come: &[&str]| {
            let item = |name: &&str| keyed::Item {
                item: (*name).to_owned(),
                published: None,
                bucket: 1,
                keys: vec![1],
            };
            let items: Vec<keyed::Item> = come.iter().map(item).collect();
            let gone = gone.iter().map(|name| (*name).to_owned()).collect();
            let come = vec![keyed::batch(&items).unwrap()];
            let session = Session::open(writer.ledger()).unwrap();
            let change = Change::instead(
                Table::ClaimKeys,
                &[By::within("r.item", "r.published IS NULL".to_owned())],
                gone,
                come,
            );
            writer.change(&session, vec![change], None).unwrap();
            let session = Session::open(writer.ledger()).unwrap();
            let files = tables::names(Table::ClaimKeys, &writer.tables[&Table::ClaimKeys]).unwrap();
            let removed = writer.ledger().commit().removed.get("claim_keys").copied().unwrap_or_default();
            (files, count_of(&session, Table::ClaimKeys).unwrap(), removed)
        };
        let (one, ..) = step(&[], &["a", "b"]);
        let (two, rows, removed) = step(&[], &["c", "d"]);
        assert_eq!((one.len(), two.len(), rows, removed), (1, 2, 4, 0));
        let (three, rows, removed) = step(&["d"], &["d", "e"]);
        // The file of a and b, one of c, and one of what came.
        assert_eq!((three.len(), rows, removed), (3, 5, 1));
        assert_eq!(three.intersection(&two).count(), 1);
        assert!(three.is_superset(&one));
        let (four, rows, removed) = step(&["a", "b"], &[]);
        assert_eq!((four.len(), rows, removed), (2, 3, 2));
        assert_eq!(step(&["nobody"], &[]).0, four);
    }

    #[test]
    fn rows_come_in_the_order_of_their_bucket() {
        let items = [3, 1, 2].map(|bucket| keyed::Item {
            item: bucket.to_string(),
            published: None,
            bucket,
            keys: Vec::new(),
        });
        let batch = sorted(Table::ClaimKeys, keyed::batch(&items).unwrap()).unwrap();
        let buckets = batch.column_by_name("bucket").unwrap().as_primitive::<Int32Type>();
        assert_eq!(buckets.values(), &[1, 2, 3]);
    }

    #[test]
    fn plans_as_text() {
        let by = [
            By::within(
                "concat(r.first_document, '/', r.first_claim)",
                "r.first_published = DATE '2024-05-01'".to_owned(),
            ),
            By::within(
                "concat(r.second_document, '/', r.second_claim)",
                "r.second_published = DATE '2024-05-01'".to_owned(),
            ),
        ];
        let files = files_plan(&by[0]).replace(" FROM", "\nFROM").replace(" RIGHT", "\nRIGHT");
        insta::assert_snapshot!(files.replace(" WHERE", "\nWHERE"), @r"
        SELECT DISTINCT r.going_file
        FROM going_names AS g
        RIGHT SEMI JOIN rewritten AS r ON g.name = concat(r.first_document, '/', r.first_claim)
        WHERE r.first_published = DATE '2024-05-01'
        ");
        insta::assert_snapshot!(kept_plan(&by, Table::Links).replace(" FROM", "\nFROM").replace(" RIGHT", "\nRIGHT"), @r"
        SELECT r.*
        FROM going_names AS g
        RIGHT ANTI JOIN (SELECT r.*
        FROM going_names AS g
        RIGHT ANTI JOIN (SELECT *
        FROM rewritten) AS r ON g.name = concat(r.first_document, '/', r.first_claim)) AS r ON g.name = concat(r.second_document, '/', r.second_claim) ORDER BY first_published
        ");
    }
}
