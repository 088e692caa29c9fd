//! Blocking: who is to be compared with whom, by keys that both have, as plans.
//!
//! Items (documents, claims) stand in a table with their keys. An item is compared with those that share a key with it.
//! A key that more items have than its cap tells nothing and would cost their square: it counts for none of them. So
//! an item that comes or goes can make a key count or cease to count for others; those are *disturbed* and are compared
//! anew. What is compared then depends on what the ledger holds alone, never on the order in which it came.
//!
//! In plans here and beside, the small side of a join stands on its left: that side is held in memory, and how large the other
//! is after keys are unnested no planner knows.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use datafusion::{
    arrow::{
        array::{ArrayRef, AsArray, Int64Array, RecordBatch},
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

/// Keys of which the holders are asked, as plans call them.
const KEYS: &str = "asked_keys";
/// Names that something is asked of.
const ASKED: &str = "asked";

impl Keyed {
    /// Which items of the table have some keys.
    pub(super) fn held_plan(self) -> String {
        let table = self.table.name();
        format!(
            "SELECT e.item, e.key FROM {KEYS} AS k RIGHT SEMI JOIN \
             (SELECT item, unnest(keys) AS key FROM {table}) AS e ON k.key = e.key"
        )
    }

    /// Finds whom to compare with whom when items come and go.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn candidates(
        self,
        session: &Session,
        coming: &[Item],
        going: &[String],
    ) -> Result<Candidates, LedgerError> {
        let mut names = Names::default();
        let mut held: Vec<(i64, u32)> = Vec::new();
        let gone = self.of(session, going)?;
        let changed: BTreeSet<i64> =
            coming.iter().chain(&gone).flat_map(|item| &item.keys).copied().collect();
        let going: HashSet<&str> = going.iter().map(String::as_str).collect();
        self.holders(session, &changed, &going, |item, key| held.push((key, names.place(item))))?;
        let turned = turned(&mut held, coming, &gone, self.cap);
        let mut disturbed: Vec<String> =
            turned.iter().map(|&place| names.names[place as usize].clone()).collect();
        disturbed.sort_unstable();
        let stay = self.of(session, &disturbed)?;
        let more: BTreeSet<i64> =
            stay.iter().flat_map(|item| &item.keys).copied().filter(|key| !changed.contains(key)).collect();
        self.holders(session, &more, &going, |item, key| held.push((key, names.place(item))))?;
        let mut dirty: HashSet<u32> = turned.into_iter().collect();
        for item in coming {
            let place = names.place(&item.item);
            dirty.insert(place);
            held.extend(item.keys.iter().map(|&key| (key, place)));
        }
        let (mut pairs, oversized) = pairs(held, &dirty, self.cap);
        let names = names.among(&mut pairs);
        Ok(Candidates { disturbed, names, pairs, oversized })
    }

    /// Tells each item that stays and has one of some keys.
    fn holders(
        self,
        session: &Session,
        keys: &BTreeSet<i64>,
        going: &HashSet<&str>,
        mut each: impl FnMut(&str, i64),
    ) -> Result<(), LedgerError> {
        if keys.is_empty() {
            return Ok(());
        }
        let keys: ArrayRef = Arc::new(keys.iter().copied().collect::<Int64Array>());
        session.put(KEYS, RecordBatch::try_from_iter([("key", keys)]).map_err(DataFusionError::from)?)?;
        for found in session.ask(&self.held_plan())? {
            let found = found?;
            let items = found.column(0).as_string::<i32>().iter().flatten();
            let keys = found.column(1).as_primitive::<Int64Type>().iter().flatten();
            items.zip(keys).filter(|(item, _)| !going.contains(item)).for_each(|(item, key)| each(item, key));
        }
        Ok(())
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

/// The items that stay and have a key that comes to count or ceases to.
fn turned(held: &mut [(i64, u32)], coming: &[Item], gone: &[Item], cap: usize) -> BTreeSet<u32> {
    let count = |items: &[Item]| {
        let mut count: HashMap<i64, usize> = HashMap::new();
        items.iter().flat_map(|item| &item.keys).for_each(|&key| *count.entry(key).or_default() += 1);
        count
    };
    let (more, less) = (count(coming), count(gone));
    let of = |count: &HashMap<i64, usize>, key: i64| count.get(&key).copied().unwrap_or_default();
    held.sort_unstable();
    let turns = held.chunk_by(|a, b| a.0 == b.0).filter(|holders| {
        let (key, stay) = (holders[0].0, holders.len());
        (stay + of(&less, key) > cap) != (stay + of(&more, key) > cap)
    });
    turns.flatten().map(|&(_, item)| item).collect()
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
