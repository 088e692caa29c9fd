//! Blocking: who is to be compared with whom, by keys that both have, as plans.
//!
//! Items (documents, claims) stand in a table with their keys. An item is compared with those that share a key with it.
//! A key that more items have than its cap tells nothing and would cost their square: it counts for none of them. So
//! an item that comes or goes can make a key count or cease to count for others; those are *disturbed* and are compared
//! anew. What is compared then depends on what the ledger holds alone, never on the order in which it came.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use datafusion::{
    arrow::{
        array::{ArrayRef, AsArray, Int64Array, RecordBatch, UInt64Array},
        datatypes::{DataType, Field, Int64Type},
    },
    error::DataFusionError,
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

/// Keys of items that come, each with how many have it, as plans call them.
const COMING: &str = "coming_keys";
/// Names of items that go, as plans call them.
const GOING: &str = "going";
/// Keys of items that are compared, as plans call them.
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
             gone AS (SELECT old.key FROM old LEFT SEMI JOIN {GOING} ON old.item = {GOING}.name), \
             touched AS (SELECT key, sum(more) AS more FROM \
             (SELECT key, CAST(more AS BIGINT) AS more FROM {COMING} UNION ALL SELECT key, -1 AS more FROM gone) GROUP BY key), \
             held AS (SELECT old.item, old.key FROM old LEFT SEMI JOIN touched ON old.key = touched.key), \
             counted AS (SELECT key, count(*) AS before FROM held GROUP BY key), \
             turned AS (SELECT c.key FROM counted AS c JOIN touched AS t ON c.key = t.key \
             WHERE (c.before > {cap}) <> (c.before + t.more > {cap})) \
             SELECT DISTINCT stays.item FROM \
             (SELECT held.item, held.key FROM held LEFT ANTI JOIN {GOING} ON held.item = {GOING}.name) AS stays \
             LEFT SEMI JOIN turned ON stays.key = turned.key"
        )
    }

    /// Which items that stay have the keys of those that are compared.
    pub(super) fn held_plan(self) -> String {
        let table = self.table.name();
        format!(
            "SELECT e.item, e.key FROM \
             (SELECT item, unnest(keys) AS key FROM {table} LEFT ANTI JOIN {GOING} ON {table}.item = {GOING}.name) AS e \
             LEFT SEMI JOIN {DIRTY} AS d ON e.key = d.key"
        )
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
        session.put(COMING, counted(coming)?)?;
        session.put(GOING, names(going)?)?;
        let mut disturbed = session.first_texts(&self.disturbed_plan())?;
        disturbed.extend_from_slice(again);
        disturbed.sort_unstable();
        disturbed.dedup();
        let stay = self.of(session, &disturbed)?;
        let compared = || coming.iter().chain(&stay);
        session.put(DIRTY, counted(compared())?)?;
        let mut names = Names::default();
        let mut held: Vec<(i64, u32)> = Vec::new();
        for item in coming {
            let place = names.place(&item.item);
            held.extend(item.keys.iter().map(|&key| (key, place)));
        }
        for found in session.ask(&self.held_plan())? {
            let found = found?;
            let items = found.column(0).as_string::<i32>().iter().flatten();
            let keys = found.column(1).as_primitive::<Int64Type>().iter().flatten();
            held.extend(items.zip(keys).map(|(item, key)| (key, names.place(item))));
        }
        let dirty = compared().filter_map(|item| names.places.get(&item.item).copied()).collect();
        let (mut pairs, oversized) = pairs(held, &dirty, self.cap);
        let names = names.among(&mut pairs);
        Ok(Candidates { disturbed, names, pairs, oversized })
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

/// Pairs of items of which one at least is dirty and that share a key under which no more than `cap` stand; and how many keys have
/// more.
fn pairs(mut held: Vec<(i64, u32)>, dirty: &HashSet<u32>, cap: usize) -> (Vec<(u32, u32)>, u64) {
    held.sort_unstable();
    let (mut pairs, mut once, mut oversized) = (Vec::new(), 0, 0);
    for holders in held.chunk_by(|a, b| a.0 == b.0) {
        if holders.len() > cap {
            oversized += 1;
            continue;
        }
        for (at, &(_, one)) in holders.iter().enumerate() {
            let compared = dirty.contains(&one);
            let others = holders[at + 1..].iter().map(|&(_, two)| two);
            pairs.extend(others.filter(|two| compared || dirty.contains(two)).map(|two| (one, two)));
        }
        // Two that share one key share many: those found again are dropped before they are too many to hold.
        if pairs.len() > 2 * once + SPARE {
            once = distinct(&mut pairs);
        }
    }
    distinct(&mut pairs);
    (pairs, oversized)
}

/// Pairs that may be there twice.
const SPARE: usize = 1 << 20;

/// Drops what is there twice, and says how many are left.
fn distinct(pairs: &mut Vec<(u32, u32)>) -> usize {
    pairs.sort_unstable();
    pairs.dedup();
    pairs.len()
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

    /// The names that stand in pairs, which then go by their place among these.
    fn among(mut self, pairs: &mut [(u32, u32)]) -> Vec<String> {
        let mut place_of: HashMap<u32, u32> = HashMap::new();
        let mut names = Vec::new();
        let mut moved = |old: u32| {
            *place_of.entry(old).or_insert_with(|| {
                names.push(std::mem::take(&mut self.names[old as usize]));
                u32::try_from(names.len() - 1).expect("as many at most as there were")
            })
        };
        for (one, two) in pairs {
            (*one, *two) = (moved(*one), moved(*two));
        }
        names
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

/// The keys of items, each once, with how many have it.
fn counted<'i>(items: impl IntoIterator<Item = &'i Item>) -> Result<RecordBatch, LedgerError> {
    let mut keys: Vec<i64> = items.into_iter().flat_map(|item| item.keys.iter().copied()).collect();
    keys.sort_unstable();
    let (keys, more): (Vec<i64>, Vec<u64>) =
        keys.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u64)).unzip();
    let columns: [(_, ArrayRef); 2] =
        [("key", Arc::new(Int64Array::from(keys))), ("more", Arc::new(UInt64Array::from(more)))];
    Ok(RecordBatch::try_from_iter(columns).map_err(DataFusionError::from)?)
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
