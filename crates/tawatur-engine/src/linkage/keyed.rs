//! Blocking: who is to be compared with whom, by keys that both have, as plans.
//!
//! Items (documents, claims) stand in a table with their keys. An item is compared with those that share a key with it.
//! A key that more items have than its cap tells nothing and would cost their square: it counts for none of them. So
//! an item that comes or goes can make a key count or cease to count for others; those are *disturbed* and are compared
//! anew. What is compared then depends on what the ledger holds alone, never on the order in which it came.

use std::collections::HashMap;

use datafusion::arrow::{
    array::{AsArray, RecordBatch},
    datatypes::{DataType, Field, Int64Type},
};
use serde::Serialize;

use crate::{
    ledger::LedgerError,
    query::Session,
    row::{RowError, Table, to_batch},
};

/// A table of items and their keys.
#[derive(Clone, Copy, Debug)]
pub struct Keyed {
    /// The table; it has the columns `item` and `keys`.
    pub table: Table,
    /// How many items may have a key before it counts for none.
    pub cap: usize,
}

/// An item and its keys, none of them twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its name in the table.
    pub item: String,
    /// Its keys.
    pub keys: Vec<i64>,
}

/// What a change of the items leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Items that stay as they are but must be compared anew, in order.
    pub disturbed: Vec<String>,
    /// Names of the items in pairs, in no order.
    pub names: Vec<String>,
    /// Pairs to compare, of items that come and of those that are disturbed, by their place in `names`: millions of them are
    /// in memory at a time.
    pub pairs: Vec<(u32, u32)>,
    /// Keys of these items that more items have than the cap.
    pub oversized: u64,
}

/// Items that come, as plans call them.
const COMING: &str = "coming_keys";
/// Names of items that go, as plans call them.
const GOING: &str = "going";
/// Items that are compared, as plans call them.
const DIRTY: &str = "dirty_keys";
/// Names that something is asked of.
const ASKED: &str = "asked";

impl Keyed {
    /// The items that stay whose keys come to count or cease to.
    pub(super) fn disturbed_plan(self) -> String {
        let Self { table, cap } = self;
        let table = table.name();
        format!(
            "WITH old AS (SELECT item, unnest(keys) AS key FROM {table}), \
             new AS (SELECT unnest(keys) AS key FROM {COMING}), \
             gone AS (SELECT old.key FROM old LEFT SEMI JOIN {GOING} ON old.item = {GOING}.name), \
             touched AS (SELECT key, sum(more) AS more FROM \
             (SELECT key, 1 AS more FROM new UNION ALL SELECT key, -1 AS more FROM gone) GROUP BY key), \
             held AS (SELECT old.item, old.key FROM old LEFT SEMI JOIN touched ON old.key = touched.key), \
             counted AS (SELECT key, count(*) AS before FROM held GROUP BY key), \
             turned AS (SELECT c.key FROM counted AS c JOIN touched AS t ON c.key = t.key \
             WHERE (c.before > {cap}) <> (c.before + t.more > {cap})) \
             SELECT DISTINCT stays.item FROM \
             (SELECT held.item, held.key FROM held LEFT ANTI JOIN {GOING} ON held.item = {GOING}.name) AS stays \
             LEFT SEMI JOIN turned ON stays.key = turned.key"
        )
    }

    /// Who has the keys of the items that are compared.
    fn held(self) -> String {
        let table = self.table.name();
        format!(
            "WITH dirty AS (SELECT item, unnest(keys) AS key FROM {DIRTY}), \
             every AS (SELECT item, unnest(keys) AS key FROM {table} LEFT ANTI JOIN {GOING} \
             ON {table}.item = {GOING}.name UNION ALL SELECT item, unnest(keys) AS key FROM {COMING}), \
             held AS (SELECT e.item, e.key FROM every AS e LEFT SEMI JOIN dirty AS d ON e.key = d.key)"
        )
    }

    /// The pairs to compare.
    pub(super) fn pairs_plan(self) -> String {
        let (held, cap) = (self.held(), self.cap);
        format!(
            "{held}, shared AS (SELECT key FROM held GROUP BY key HAVING count(*) BETWEEN 2 AND {cap}) \
             SELECT DISTINCT CASE WHEN d.item < h.item THEN d.item ELSE h.item END AS a, \
             CASE WHEN d.item < h.item THEN h.item ELSE d.item END AS b \
             FROM dirty AS d JOIN shared AS s ON d.key = s.key JOIN held AS h ON d.key = h.key \
             WHERE d.item <> h.item"
        )
    }

    /// The keys that do not count.
    pub(super) fn oversized_plan(self) -> String {
        let (held, cap) = (self.held(), self.cap);
        format!("{held} SELECT key FROM held GROUP BY key HAVING count(*) > {cap}")
    }

    /// Finds whom to compare with whom when items come and go. `again` names items that stay and are compared anew in
    /// any case.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn candidates(
        self,
        session: &Session,
        coming: &[Item],
        going: &[String],
        again: &[String],
    ) -> Result<Candidates, LedgerError> {
        session.put(COMING, batch(coming)?)?;
        session.put(GOING, names(going)?)?;
        let mut disturbed = session.first_texts(&self.disturbed_plan())?;
        disturbed.extend_from_slice(again);
        disturbed.sort_unstable();
        disturbed.dedup();
        let mut dirty = coming.to_vec();
        dirty.extend(self.of(session, &disturbed)?);
        session.put(DIRTY, batch(&dirty)?)?;
        let (mut pairs, mut names) = (Vec::new(), Names::default());
        for found in session.ask(&self.pairs_plan())? {
            let found = found?;
            let side = |at: usize| found.column(at).as_string::<i32>().iter().flatten();
            pairs.extend(side(0).zip(side(1)).map(|(a, b)| (names.place(a), names.place(b))));
        }
        let mut oversized = 0;
        for found in session.ask(&self.oversized_plan())? {
            oversized += found?.num_rows() as u64;
        }
        Ok(Candidates { disturbed, names: names.names, pairs, oversized })
    }

    /// Items of the table with their keys.
    fn of(self, session: &Session, items: &[String]) -> Result<Vec<Item>, LedgerError> {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        session.put(ASKED, names(items)?)?;
        let table = self.table.name();
        let query =
            format!("SELECT item, keys FROM {table} LEFT SEMI JOIN {ASKED} ON {table}.item = {ASKED}.name");
        let mut found = Vec::new();
        for batch in session.ask(&query)? {
            let batch = batch?;
            let lists = batch.column(1).as_list::<i32>();
            for (at, item) in batch.column(0).as_string::<i32>().iter().enumerate() {
                let keys = lists.value(at);
                let keys = keys.as_primitive::<Int64Type>().iter().flatten().collect();
                found.push(Item { item: item.unwrap_or_default().to_owned(), keys });
            }
        }
        Ok(found)
    }
}

/// Names, each kept once.
#[derive(Debug, Default)]
struct Names {
    places: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    fn place(&mut self, name: &str) -> u32 {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        let place =
            u32::try_from(self.names.len()).expect("a run takes in fewer than four thousand million items");
        self.places.insert(name.to_owned(), place);
        self.names.push(name.to_owned());
        place
    }
}

/// The columns of items with their keys.
pub fn columns() -> Vec<Field> {
    let key = Field::new("element", DataType::Int64, true);
    vec![Field::new("item", DataType::Utf8, false), Field::new("keys", DataType::List(key.into()), true)]
}

/// Items as columns.
pub fn batch(items: &[Item]) -> Result<RecordBatch, LedgerError> {
    Ok(to_batch(columns(), items).map_err(|error| RowError::new("keys", &error))?)
}

#[derive(Serialize)]
struct Name<'n> {
    name: &'n str,
}

/// Names as a table of one column, `name`.
pub fn names<S: AsRef<str>>(names: &[S]) -> Result<RecordBatch, LedgerError> {
    let rows: Vec<Name> = names.iter().map(|name| Name { name: name.as_ref() }).collect();
    let columns = vec![Field::new("name", DataType::Utf8, false)];
    Ok(to_batch(columns, &rows).map_err(|error| RowError::new("names", &error))?)
}
