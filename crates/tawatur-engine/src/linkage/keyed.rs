//! Blocking: who is to be compared with whom, by keys that both have, as plans.
//!
//! Items (documents, claims) stand in a table with their keys. An item is compared with those that share a key with it.
//! A key that very many items have would cost their square and tells little: under it only the first of them meet, by day of
//! publication, as many as its cap says. What is compared then depends on what the ledger holds alone, never on the order in which
//! it came. What is newer than all that is there puts nobody off; an older item that comes late, or an item that goes, can
//! put another beyond the cap or let it in: that one is *disturbed* and compared anew.
//!
//! Keys that hold for some weeks only stand in rows by that *bucket*, so that those of other years are passed over unread.
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
        datatypes::{DataType, Date32Type, Field, Int64Type},
    },
    error::DataFusionError,
};
use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use serde::{Deserialize, Serialize};

use super::fetch::{self, Days};
use crate::{
    ledger::LedgerError,
    query::Session,
    row::{RowError, Table, to_batch},
};

/// A table of items and their keys.
#[derive(Clone, Copy, Debug)]
pub struct Keyed {
    /// The table; it has the columns `item`, `published` and `keys`.
    pub table: Table,
    /// How many items meet under a key.
    pub cap: usize,
    /// Whether its rows stand by bucket.
    pub dated: bool,
}

/// An item and those of its keys that stand in one bucket, none of them twice. An item of several buckets has several rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its name in the table.
    pub item: String,
    /// The day it was published: the earliest meet first.
    pub published: Option<Date>,
    /// Weeks since 1970 in which its keys hold; the least number there is where they are of no time.
    #[serde(default = "always")]
    pub bucket: i32,
    /// Its keys.
    pub keys: Vec<i64>,
}

/// The bucket of keys that are of no time.
pub const ALWAYS: i32 = i32::MIN;

fn always() -> i32 {
    ALWAYS
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
    /// When those of `disturbed` and `names` were published.
    pub days: Days,
    /// Keys of these items that more items have than the cap.
    pub oversized: u64,
}

/// Keys of which the holders are asked, as plans call them.
const KEYS: &str = "asked_keys";
/// Names that something is asked of.
const ASKED: &str = "asked";

/// Items by how early they were published, those without a day last; among equals by name.
type Rank<'n> = (bool, Option<Date>, &'n str);

impl Keyed {
    /// Which items of the table have some keys, of some buckets.
    pub(super) fn held_plan(self, buckets: &BTreeSet<i32>) -> String {
        let table = self.table.name();
        let within = if self.dated {
            let buckets: Vec<String> = buckets.iter().map(i32::to_string).collect();
            format!(" WHERE bucket IN ({})", buckets.join(", "))
        } else {
            String::new()
        };
        format!(
            "SELECT e.name, e.published, e.key FROM {KEYS} AS k RIGHT SEMI JOIN \
             (SELECT arrow_cast(item, 'Utf8View') AS name, published, unnest(keys) AS key FROM {table}{within}) AS e \
             ON k.key = e.key"
        )
    }

    /// Finds whom to compare with whom when items come and go. Those that go were published on some of the days given.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn candidates(
        self,
        session: &Session,
        coming: &[Item],
        going: &[String],
        days: impl IntoIterator<Item = Option<Date>>,
    ) -> Result<Candidates, LedgerError> {
        let gone = self.of(session, going, days)?;
        let mut held = Held {
            names: Names::default(),
            stay: Vec::new(),
            going: going.iter().map(String::as_str).collect(),
        };
        let changed = Keys::of(coming.iter().chain(&gone));
        self.holders(session, &changed, &mut held)?;
        let come = held.entries(coming);
        let went = held.entries(&gone);
        let turned = turned(&mut held, &come, &went, self.cap);
        let mut disturbed: Vec<String> =
            turned.iter().map(|&place| held.names.name(place).to_owned()).collect();
        disturbed.sort_unstable();
        let mut days: Days = turned.iter().map(|&place| held.names.published(place)).collect();
        let more = Keys::of(&self.of(session, &disturbed, days.iter().copied())?).without(&changed);
        self.holders(session, &more, &mut held)?;
        let dirty: HashSet<u32> = turned.into_iter().chain(come.iter().map(|&(_, place)| place)).collect();
        let Held { names, stay, .. } = held;
        let entries = stay.into_iter().chain(come).collect();
        let (mut pairs, oversized) = pairs(entries, &names, &dirty, self.cap);
        days.extend(pairs.iter().flat_map(|&(one, two)| [one, two]).map(|place| names.published(place)));
        let names = names.among(&mut pairs);
        Ok(Candidates { disturbed, names, pairs, days, oversized })
    }

    /// Notes each item that stays and has one of some keys.
    fn holders(self, session: &Session, keys: &Keys, held: &mut Held<'_>) -> Result<(), LedgerError> {
        if keys.keys.is_empty() {
            return Ok(());
        }
        let asked: ArrayRef = Arc::new(keys.keys.iter().copied().collect::<Int64Array>());
        session.put(KEYS, RecordBatch::try_from_iter([("key", asked)]).map_err(DataFusionError::from)?)?;
        for found in session.ask(&self.held_plan(&keys.buckets))? {
            let found = found?;
            let items = found.column(0).as_string_view().iter().flatten();
            let days = found.column(1).as_primitive::<Date32Type>().iter();
            let keys = found.column(2).as_primitive::<Int64Type>().iter().flatten();
            for ((item, day), key) in items.zip(days).zip(keys) {
                held.note(item, day.and_then(day_of), key);
            }
        }
        Ok(())
    }

    /// Items of the table with their keys; they were published on some of the days given.
    fn of(
        self,
        session: &Session,
        items: &[String],
        days: impl IntoIterator<Item = Option<Date>>,
    ) -> Result<Vec<Item>, LedgerError> {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        session.put_names(ASKED, items)?;
        let table = self.table.name();
        let columns = if self.dated { "item, published, bucket, keys" } else { "item, published, keys" };
        session.columns(
            self.table,
            &columns.split(", ").collect::<Vec<_>>(),
            &format!(
                "SELECT {columns} FROM {table} LEFT SEMI JOIN {ASKED} ON {table}.item = {ASKED}.name WHERE {}",
                fetch::near("published", days)
            ),
        )
    }
}

/// Keys that are asked for, and the buckets that they stand in.
#[derive(Default)]
struct Keys {
    keys: BTreeSet<i64>,
    buckets: BTreeSet<i32>,
}

impl Keys {
    fn of<'i>(items: impl IntoIterator<Item = &'i Item>) -> Self {
        let mut keys = Self::default();
        for item in items {
            keys.keys.extend(&item.keys);
            keys.buckets.insert(item.bucket);
        }
        keys
    }

    fn without(mut self, others: &Self) -> Self {
        self.keys.retain(|key| !others.keys.contains(key));
        self
    }
}

/// Who has which key, by place among the names.
type Entry = (i64, u32);

/// The items that stay, as far as they were asked for.
struct Held<'g> {
    names: Names,
    stay: Vec<Entry>,
    going: HashSet<&'g str>,
}

impl Held<'_> {
    fn note(&mut self, item: &str, published: Option<Date>, key: i64) {
        if !self.going.contains(item) {
            let place = self.names.place(item, published);
            self.stay.push((key, place));
        }
    }

    fn entries(&mut self, items: &[Item]) -> Vec<Entry> {
        let mut entries = Vec::new();
        for item in items {
            let place = self.names.place(&item.item, item.published);
            entries.extend(item.keys.iter().map(|&key| (key, place)));
        }
        entries
    }
}

/// A day as Arrow counts it, since 1970.
fn day_of(days: i32) -> Option<Date> {
    date(1970, 1, 1).checked_add(i64::from(days).days()).ok()
}

/// The items that stay and, under some key, come within the cap or fall beyond it.
fn turned(held: &mut Held<'_>, come: &[Entry], went: &[Entry], cap: usize) -> BTreeSet<u32> {
    held.stay.sort_unstable();
    let by_key = |entries: &[Entry]| {
        let mut by: HashMap<i64, Vec<u32>> = HashMap::new();
        for &(key, place) in entries {
            by.entry(key).or_default().push(place);
        }
        by
    };
    let (come, went) = (by_key(come), by_key(went));
    let mut turned = BTreeSet::new();
    for stay in held.stay.chunk_by(|a, b| a.0 == b.0) {
        let key = stay[0].0;
        let others = |by: &'_ HashMap<i64, Vec<u32>>| by.get(&key).map_or(0, Vec::len);
        // Most keys are far from their cap.
        if stay.len() + others(&come).max(others(&went)) <= cap {
            continue;
        }
        let first = |others: &HashMap<i64, Vec<u32>>| {
            let stay = stay.iter().map(|&(_, place)| place);
            held.names.first(stay.chain(others.get(&key).into_iter().flatten().copied()).collect(), cap)
        };
        let stays = |place: &&u32| stay.binary_search(&(key, **place)).is_ok();
        turned.extend(first(&went).symmetric_difference(&first(&come)).filter(stays));
    }
    turned
}

/// Pairs of items of which one at least is dirty and that meet under a key; and how many keys have more than `cap` items.
fn pairs(mut held: Vec<Entry>, names: &Names, dirty: &HashSet<u32>, cap: usize) -> (Vec<(u32, u32)>, u64) {
    held.sort_unstable();
    let (mut pairs, mut once, mut oversized) = (Vec::new(), 0, 0);
    for holders in held.chunk_by(|a, b| a.0 == b.0) {
        let mut meet: Vec<u32> = holders.iter().map(|&(_, place)| place).collect();
        if meet.len() > cap {
            oversized += 1;
            meet = names.first(meet, cap).into_iter().collect();
        }
        for (at, one) in meet.iter().enumerate() {
            let compared = dirty.contains(one);
            let others = meet[at + 1..].iter().filter(|two| compared || dirty.contains(*two));
            pairs.extend(others.map(|two| (*one, *two)));
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

/// Names, each kept once, with the day of publication of what they name.
#[derive(Debug, Default)]
struct Names {
    places: HashMap<String, u32>,
    names: Vec<(String, Option<Date>)>,
}

impl Names {
    fn place(&mut self, name: &str, published: Option<Date>) -> u32 {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        let place =
            u32::try_from(self.names.len()).expect("a run takes in fewer than four thousand million items");
        self.places.insert(name.to_owned(), place);
        self.names.push((name.to_owned(), published));
        place
    }

    fn name(&self, place: u32) -> &str {
        &self.names[place as usize].0
    }

    fn published(&self, place: u32) -> Option<Date> {
        self.names[place as usize].1
    }

    fn rank(&self, place: u32) -> Rank<'_> {
        let (name, published) = &self.names[place as usize];
        (published.is_none(), *published, name)
    }

    /// Of some, those that come first, `cap` at most.
    fn first(&self, mut places: Vec<u32>, cap: usize) -> BTreeSet<u32> {
        if places.len() > cap {
            places.sort_unstable_by(|&a, &b| self.rank(a).cmp(&self.rank(b)));
            places.truncate(cap);
        }
        places.into_iter().collect()
    }

    /// The names that stand in pairs, which then go by their place among these.
    fn among(mut self, pairs: &mut [(u32, u32)]) -> Vec<String> {
        let mut place_of: HashMap<u32, u32> = HashMap::new();
        let mut names = Vec::new();
        let mut moved = |old: u32| {
            *place_of.entry(old).or_insert_with(|| {
                names.push(std::mem::take(&mut self.names[old as usize].0));
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
    vec![
        Field::new("item", DataType::Utf8, false),
        Field::new("published", DataType::Date32, true),
        Field::new("bucket", DataType::Int32, false),
        Field::new("keys", DataType::List(key.into()), true),
    ]
}

/// Items as columns, one bucket after the other.
pub fn batch(items: &[Item]) -> Result<RecordBatch, LedgerError> {
    let mut items: Vec<&Item> = items.iter().collect();
    items.sort_by_key(|item| item.bucket);
    Ok(to_batch(columns(), &items).map_err(|error| RowError::new("keys", &error))?)
}
