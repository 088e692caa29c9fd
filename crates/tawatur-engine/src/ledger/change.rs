//! Changes of several tables in one commit, where rows go as well as come.

use std::{collections::BTreeMap, sync::Arc};

use datafusion::arrow::array::RecordBatch;
use futures::StreamExt;

use super::{
    LedgerError, Writer,
    tables::{self, Files},
    writer::count_of,
};
use crate::{query::Session, row::Table};

/// What becomes of a table.
#[derive(Clone, Debug)]
pub struct Change {
    /// The table.
    pub table: Table,
    /// A query for the rows that stay, with all columns of the table; none where all stay.
    pub kept: Option<String>,
    /// Rows that come.
    pub come: Vec<RecordBatch>,
}

impl Change {
    /// Rows that come, beside all there are.
    pub fn more(table: Table, come: Vec<RecordBatch>) -> Self {
        Self { table, kept: None, come }
    }

    /// Rows that come in place of all there are.
    pub fn anew(table: Table, come: Vec<RecordBatch>) -> Self {
        Self { table, kept: Some(format!("SELECT * FROM {} WHERE false", table.name())), come }
    }

    fn count(&self) -> u64 {
        self.come.iter().map(|batch| batch.num_rows() as u64).sum()
    }
}

impl Writer {
    /// Carries out changes in one commit; tables that nothing changes in keep their version. The session is of the
    /// ledger as it stands.
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
            if more == 0 && change.kept.is_none() {
                continue;
            }
            let before = if change.kept.is_some() { count_of(session, table)? } else { 0 };
            let kept = change.kept.as_deref().map(|query| session.stream(query)).transpose()?;
            let anew = kept.is_some();
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
                tables::enter(table, delta, files.finish().await?, anew, next).await?;
                Ok::<_, LedgerError>(stayed)
            })?;
            added.insert(table.name().to_owned(), more);
            if before > stayed {
                removed.insert(table.name().to_owned(), before - stayed);
            }
        }
        self.conclude(note, added, removed)
    }
}
