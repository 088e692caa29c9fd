//! Which states the words of a text name, by name or by adjective.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use tawatur::text;

use super::{inflected::Inflected, word::stem};

/// The states, one a row: id, kind, name, Arabic names, country, source, notes, adjectives.
fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    let table = include_str!("../../../../codebooks/conflict/entities/states.tsv");
    let rows = table.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row.get(1) == Some(&"state"))
}

/// The two letters of a state that goes by a name, Arabic or English. A capital that stands for its state is a place of its own.
pub(crate) fn country(name: &str) -> Option<&'static str> {
    let folded = |name: &str| text::fold(name).to_lowercase();
    let name = folded(name);
    let is_named = |row: &Vec<&str>| {
        let names = [2, 3].iter().filter_map(|&column| row.get(column)).flat_map(|names| names.split('|'));
        !row.get(6).is_some_and(|notes| notes.starts_with("metonym"))
            && names.map(folded).any(|one| one == name)
    };
    rows().find(is_named)?.get(4).copied().filter(|code| !code.is_empty())
}

/// Id by stem. Names of several words are left out: what they are made of is said of many states.
static STATES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    rows()
        .flat_map(|row| {
            let names = [3, 7].into_iter().filter_map(|column| row.get(column).copied().map(str::to_owned));
            let id = row[0];
            names
                .flat_map(|names| names.split('|').map(str::to_owned).collect::<Vec<_>>())
                .filter(|name| !name.is_empty() && !name.contains(' '))
                .map(move |name| (stem(&text::fold(&name)), id))
                .collect::<Vec<_>>()
        })
        .collect()
});

/// The states that words name.
pub(crate) fn nations(words: &[Inflected]) -> BTreeSet<&'static str> {
    words.iter().flat_map(|word| &word.stems).filter_map(|stem| STATES.get(stem).copied()).collect()
}
