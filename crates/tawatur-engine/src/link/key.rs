//! Keys under which two claims meet that are worth weighing.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};

use super::{
    fact::{Fact, Party},
    spot::Level,
    taxonomy,
};

/// Days of publication to both sides of which claims meet.
const NEIGHBOURS: i32 = 1;

/// In the place of a day, for claims that have none, so that they meet others of their kind.
const UNDATED: &str = "undated";

/// Stems rarer than this, in bits, make keys of their own.
const TELLING: u32 = 8;

/// A blocking key: two claims that have one in common are weighed. Its text says what it is made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    text: String,
    week: Option<i32>,
}

impl Key {
    /// The key as it is joined on.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The week that all claims under it have in common, in weeks since that of 1 January 1970; none where it is of no time.
    pub fn week(&self) -> Option<i32> {
        self.week
    }

    fn of_day(what: fmt::Arguments<'_>, day: Option<Date>) -> Self {
        match day {
            Some(day) => Self { text: format!("{what}|{day}"), week: Some(week(day)) },
            None => Self { text: format!("{what}|{UNDATED}"), week: None },
        }
    }

    fn of_week(what: fmt::Arguments<'_>, week: Option<i32>) -> Self {
        match week {
            Some(week) => Self { text: format!("{what}|week {week}"), week: Some(week) },
            None => Self { text: format!("{what}|{UNDATED}"), week: None },
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The keys of a claim, in order, each once.
///
/// Happening and place by day (each day and its neighbours, of the happening where it is said to the day, else of publication),
/// actor and target by week, rare words by day, quotation, and its document. A passage that two documents share is no key: pairs that meet in it
/// are handed in by whoever found the passage.
pub fn keys(fact: &Fact) -> Vec<Key> {
    let mut keys = BTreeSet::new();
    let days = days(fact);
    for group in taxonomy::groups(&fact.kind) {
        for place in places(fact) {
            for &day in &days {
                keys.insert(Key::of_day(format_args!("place|{group}|{place}"), day));
            }
        }
    }
    let weeks: BTreeSet<Option<i32>> = days.iter().map(|day| day.map(week)).collect();
    let parties = |parties: &[Party]| parties.iter().filter_map(Party::key).collect::<BTreeSet<_>>();
    let (actors, targets) = (parties(&fact.actors), parties(&fact.targets));
    for &week in &weeks {
        for actor in &actors {
            for target in &targets {
                keys.insert(Key::of_week(format_args!("pair|{actor}|{target}"), week));
            }
        }
    }
    for &day in &days {
        for group in taxonomy::groups(&fact.kind) {
            for party in actors.union(&targets) {
                keys.insert(Key::of_day(format_args!("party|{group}|{party}"), day));
            }
        }
        for stem in fact.told.iter().filter(|stem| stem.bits() >= TELLING) {
            keys.insert(Key::of_day(format_args!("word|{}|{}", fact.family(), stem.text()), day));
        }
    }
    // Claims of one document were published on one day.
    let text = format!("document|{}", fact.id.document);
    keys.insert(Key { text, week: fact.published.map(week) });
    if let Some(quotation) = fact.quotation {
        keys.insert(Key { text: format!("quotation|{quotation:016x}"), week: None });
    }
    keys.into_iter().collect()
}

impl Party {
    /// Under which two mentions of one party meet: its id, else its first word.
    fn key(&self) -> Option<String> {
        self.id.clone().or_else(|| self.words.first().cloned())
    }
}

/// The days that a claim is looked for under, and their neighbours. A happening of which the day is said is found under
/// that day by reports of any later one; and every claim under its day of publication, because days are misread.
fn days(fact: &Fact) -> BTreeSet<Option<Date>> {
    let mut days = BTreeSet::new();
    let mut around = |day: Date| {
        days.extend((-NEIGHBOURS..=NEIGHBOURS).filter_map(|by| day.checked_add(by.days()).ok()).map(Some));
    };
    if fact.when.days() == Some(1)
        && let Some(day) = fact.when.first
    {
        around(day);
    }
    if let Some(day) = fact.published {
        around(day);
    }
    if days.is_empty() {
        days.insert(None);
    }
    days
}

/// The week of a day, from Monday on: how many after that of 1 January 1970.
fn week(day: Date) -> i32 {
    // That day was a Thursday.
    let days = day.duration_since(date(1969, 12, 29)).as_hours() / 24;
    i32::try_from(days.div_euclid(7)).expect("calendars hold fewer weeks")
}

/// The places of a claim and what they lie in; a country only where nothing smaller is said.
fn places(fact: &Fact) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    for spot in &fact.places {
        places.extend(spot.id.clone());
        places.extend(spot.container.clone());
        if spot.id.is_none() && !spot.words.is_empty() {
            places.insert(spot.words.join(" "));
        }
        places.extend(spot.cells());
        if let (Some(country), Some(division)) = (&spot.country, &spot.division) {
            places.insert(format!("{country}/{division}"));
        }
    }
    if fact.places.iter().all(|spot| spot.level <= Level::Country) {
        places.extend(fact.places.iter().filter_map(|spot| spot.country.clone()));
    }
    places
}

/// Claims that met, and the keys that too many stood under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meeting {
    /// Pairs of places in the list of claims, the smaller first, in order, each once.
    pub pairs: Vec<(usize, usize)>,
    /// Keys that were dropped for all, with how many claims stood under each.
    pub dropped: Vec<(Key, usize)>,
}

/// Which claims meet: those that share a key under which no more than `cap` stand.
pub fn meet<F: Borrow<Fact>>(facts: &[F], cap: usize) -> Meeting {
    let mut under: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (at, fact) in facts.iter().enumerate() {
        for key in keys(fact.borrow()) {
            under.entry(key).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    let mut dropped = Vec::new();
    for (key, members) in under {
        if members.len() > cap {
            dropped.push((key, members.len()));
            continue;
        }
        for (at, &first) in members.iter().enumerate() {
            pairs.extend(members[at + 1..].iter().map(|&second| (first, second)));
        }
    }
    Meeting { pairs: pairs.into_iter().collect(), dropped }
}
