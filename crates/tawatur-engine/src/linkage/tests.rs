use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use proptest::{prelude::*, test_runner::TestRunner};
use tempfile::TempDir;

use super::*;
use crate::{
    Ledger,
    conflict::READER,
    intake::{self, Item as Input},
    ledger::{By, Capture, Captured, RawStore, verify},
    query::{EventFilter, EventSort, Rows},
};

/// The samples, once as they are and once in another outlet, so that there are twins.
fn samples() -> Vec<Input> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let found = intake::items(&[folder], &intake::Options::default());
    let mut inputs: Vec<Input> = found.filter_map(Result::ok).collect();
    inputs.retain(|item| !item.uri.contains("golden") && !item.uri.ends_with("README.md"));
    assert_eq!(inputs.len(), 14, "the samples");
    // Those that tell of one thing.
    inputs.retain(|item| {
        ["01", "03", "04", "05", "06", "07", "10", "13"].iter().any(|n| item.name.starts_with(n))
    });
    let again: Vec<Input> = inputs
        .iter()
        .take(5)
        .map(|item| {
            let mut item = item.clone();
            item.uri = format!("{}-again", item.uri);
            item.hint.outlet = Some("مرآة الأخبار".to_owned());
            item
        })
        .collect();
    inputs.extend(again);
    inputs
}

/// What is read of an input.
pub fn captured(item: &Input) -> Captured {
    let (document, extraction) = intake::document(item, &READER.codebook().furniture).unwrap();
    let (analysis, entities) = READER.worker().read_and_name(&document);
    Captured::new(item, Capture::new(item), &document, extraction, analysis.claims, entities)
}

/// Takes in all that waits.
fn bring_up(writer: &mut Writer, each: impl FnMut(Progress) -> bool) -> Linkage {
    let waiting = waiting(&Session::open(writer.ledger()).unwrap()).unwrap();
    link(writer, &Basis::new(READER.codebook(), 0.18), &waiting, each).unwrap()
}

/// A ledger to which inputs are added in steps, and linked after each.
pub fn ledger(steps: &[Vec<(&Input, &Captured)>]) -> (TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::init(&folder.path().join("ledger")).unwrap();
    for step in steps {
        let mut writer = Writer::begin(&ledger, "add", false).unwrap();
        for (item, captured) in step {
            ledger.raw().put(&RawStore::key(&item.bytes), &item.bytes).unwrap();
            writer.push((*captured).clone());
        }
        writer.commit(None).unwrap();
        bring_up(&mut writer, |_| true);
    }
    let ledger = ledger.newest().unwrap();
    (folder, ledger)
}

/// The tables of linkage, row by row in the order of their words.
fn tables(ledger: &Ledger) -> BTreeMap<&'static str, Vec<String>> {
    let session = Session::open(ledger).unwrap();
    let rows = |table: Table| {
        let mut rows: Vec<String> = Vec::new();
        for batch in session.ask(&format!("SELECT * FROM {}", table.name())).unwrap() {
            let lines = Rows::new(&batch.unwrap()).unwrap();
            rows.extend(String::from_utf8_lossy(lines.lines()).lines().map(str::to_owned));
        }
        rows.sort_unstable();
        (table.name(), rows)
    };
    Table::LINKED.map(rows).into_iter().collect()
}

#[test]
fn tables_are_the_same_shuffled_one_by_one_in_steps_and_all_at_once() {
    let inputs = samples();
    let read: Vec<Captured> = inputs.iter().map(captured).collect();
    let all: Vec<(&Input, &Captured)> = inputs.iter().zip(&read).collect();
    let (_folder, whole) = ledger(std::slice::from_ref(&all));
    let expected = tables(&whole);
    assert!(expected["copies"].len() > 5, "twins and the edited copy: {:?}", expected["copies"]);
    assert!(expected["links"].len() >= 10 && !expected["contradictions"].is_empty());
    let one_by_one: Vec<_> = all.iter().rev().map(|&pair| vec![pair]).collect();
    let shuffled: Vec<_> = (0..all.len()).map(|at| all[at * 7 % all.len()]).collect();
    let fours: Vec<_> = shuffled.chunks(4).map(<[_]>::to_vec).collect();
    for steps in [one_by_one, fours] {
        let (_folder, grown) = ledger(&steps);
        for (table, rows) in tables(&grown) {
            assert_eq!(rows, expected[table], "{table}");
        }
        let mut problems = Vec::new();
        verify(&grown, |problem| problems.push(problem.to_string())).unwrap();
        assert_eq!(problems, [""; 0]);
    }
}

#[test]
fn what_is_forgotten_is_found_again() {
    let inputs = samples();
    let read: Vec<Captured> = inputs.iter().map(captured).collect();
    let (_folder, held) = ledger(&[inputs.iter().zip(&read).collect()]);
    let expected = tables(&held);
    let mut writer = Writer::begin(&held, "link", false).unwrap();
    forget(&mut writer).unwrap();
    assert!(tables(&held.newest().unwrap()).values().all(Vec::is_empty));
    bring_up(&mut writer, |_| true);
    assert_eq!(tables(&held.newest().unwrap()), expected);
}

#[test]
fn told_to_stop_it_leaves_the_ledger_as_it_was() {
    let inputs = samples();
    let read: Vec<Captured> = inputs.iter().take(2).map(captured).collect();
    let (_folder, held) = ledger(&[]);
    let mut writer = Writer::begin(&held, "add", false).unwrap();
    for (item, captured) in inputs.iter().zip(&read) {
        held.raw().put(&RawStore::key(&item.bytes), &item.bytes).unwrap();
        writer.push(captured.clone());
    }
    writer.commit(None).unwrap();
    let before = writer.ledger().commit().version;
    let done = bring_up(&mut writer, |at| at.doing != "telling events");
    assert_eq!((done, writer.ledger().commit().version), (Linkage::default(), before));
}

/// The candidates of items in memory, as the words of [`Keyed`] have it.
fn expected(items: &BTreeMap<String, Item>, cap: usize) -> Vec<(String, String)> {
    let mut held: BTreeMap<i64, Vec<&Item>> = BTreeMap::new();
    for item in items.values() {
        for key in &item.keys {
            held.entry(*key).or_default().push(item);
        }
    }
    let mut pairs = Vec::new();
    for mut holders in held.into_values() {
        holders.sort_by_key(|item| (item.published.is_none(), item.published, &item.item));
        holders.truncate(cap);
        holders.sort_by_key(|item| &item.item);
        for (at, one) in holders.iter().enumerate() {
            pairs.extend(holders[at + 1..].iter().map(|two| (one.item.clone(), two.item.clone())));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

#[test]
fn candidates_of_steps_are_those_of_all_items_at_once() {
    let keys = prop::collection::btree_set(0_i64..6, 0..4);
    // A day or none, and whether the item goes at the step after.
    let item = (keys, prop::option::of(1_i8..9), any::<bool>());
    let steps = prop::collection::vec(prop::collection::vec(item, 1..5), 1..4);
    let mut runner = TestRunner::new(ProptestConfig { cases: 16, ..ProptestConfig::default() });
    let keyed = Keyed { table: Table::ClaimKeys, cap: 3, dated: true };
    let outcome = runner.run(&steps, |steps| {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::init(&folder.path().join("ledger")).unwrap();
        let mut writer = Writer::begin(&ledger, "test", false).unwrap();
        let mut all: BTreeMap<String, Item> = BTreeMap::new();
        let mut held: BTreeSet<(String, String)> = BTreeSet::new();
        let mut leave: Vec<String> = Vec::new();
        let mut count = 0;
        for step in steps {
            let session = Session::open(writer.ledger()).unwrap();
            let mut coming = Vec::new();
            let going = std::mem::take(&mut leave);
            let days: Vec<_> = going.iter().filter_map(|item| Some(all.get(item)?.published)).collect();
            all.retain(|item, _| !going.contains(item));
            for (keys, day, leaves) in step {
                count += 1;
                let published = day.map(|day| jiff::civil::date(2024, 1, day));
                let item = Item {
                    item: format!("i{count:02}"),
                    published,
                    bucket: 7,
                    keys: keys.into_iter().collect(),
                };
                leave.extend(leaves.then(|| item.item.clone()));
                all.insert(item.item.clone(), item.clone());
                coming.push(item);
            }
            let found = keyed.candidates(&session, &coming, &going, days).unwrap();
            let stays = |item: &String| !found.disturbed.contains(item) && !going.contains(item);
            held.retain(|(a, b)| stays(a) && stays(b));
            let name = |place: u32| found.names[place as usize].clone();
            held.extend(found.pairs.iter().map(|&(a, b)| (name(a).min(name(b)), name(a).max(name(b)))));
            let come = vec![keyed::batch(&coming).unwrap()];
            let change =
                Change::instead(Table::ClaimKeys, &[By::within("r.item", "true".to_owned())], going, come);
            writer.change(&session, vec![change], None).unwrap();
            let held: Vec<_> = held.iter().cloned().collect();
            prop_assert_eq!(held, expected(&all, keyed.cap));
        }
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn who_comes_last_puts_nobody_off() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::init(&folder.path().join("ledger")).unwrap();
    let mut writer = Writer::begin(&ledger, "test", false).unwrap();
    let keyed = Keyed { table: Table::ClaimKeys, cap: 2, dated: true };
    let of = |day: i8| Item {
        item: format!("day {day}"),
        published: Some(jiff::civil::date(2024, 1, day)),
        bucket: 1,
        keys: vec![5],
    };
    let held = [of(3), of(4), of(5)];
    let session = Session::open(writer.ledger()).unwrap();
    let come = vec![keyed::batch(&held).unwrap()];
    let change = Change::instead(Table::ClaimKeys, &[], Vec::new(), come);
    writer.change(&session, vec![change], None).unwrap();
    let session = Session::open(writer.ledger()).unwrap();
    let later = keyed.candidates(&session, &[of(6)], &[], []).unwrap();
    assert!(later.disturbed.is_empty() && later.pairs.is_empty(), "{later:?}");
    assert_eq!(later.oversized, 1);
    let earlier = keyed.candidates(&session, &[of(1)], &[], []).unwrap();
    assert_eq!(earlier.disturbed, ["day 4"]);
    let left = keyed.candidates(&session, &[], &["day 3".to_owned()], [of(3).published]).unwrap();
    assert_eq!(left.disturbed, ["day 5"]);
}

#[test]
fn plans_as_text() {
    let buckets = [2300, 2301].into();
    insta::assert_snapshot!("held", linking::KEYED.held_plan(&buckets).replace(", ", ",\n"));
    let filter = EventFilter { types: vec!["violence".to_owned()], min_origins: 2, ..EventFilter::default() };
    insta::assert_snapshot!("events", filter.events(EventSort::Origins).replace(" AND ", "\nAND "));
    insta::assert_snapshot!("days", filter.days().replace(", ", ",\n"));
}
