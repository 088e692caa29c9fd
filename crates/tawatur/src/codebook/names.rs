//! Entities and places: their tables, and the finite-state map from their names to them.

use std::{collections::BTreeMap, str::FromStr};

use fst::{Streamer as _, raw::Fst};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    compile::{Compiler, SOURCE_KINDS},
    model::{Entity, EntityKind, Merged, PlaceEntry, Referent},
    source::{CodebookError, Row, Sources, Table},
};
use crate::text::{Text, fold, fold_char};

const ENTITY_COLUMNS: &[&str] = &["id", "kind", "name_en", "names_ar", "country", "source"];
const PLACE_COLUMNS: &[&str] =
    &["id", "name_en", "names_ar", "country", "admin1", "lat", "lon", "type", "population"];

/// The types of places.
pub(super) const PLACE_TYPES: &[&str] = &[
    "country", "region", "admin1", "admin2", "town", "village", "district", "camp", "crossing", "airport",
    "mountain", "river", "facility", "sea",
];

/// Shorter names are not spelled in a second way: too many words are like them.
const LONG: usize = 5;

/// States in whose names غ is no g: Arab ones, and neighbours that have the sound.
const OWN_GHAYN: &[&str] = &[
    "TR", "IR", "AF", "PK", "IQ", "SY", "YE", "LY", "LB", "EG", "PS", "JO", "SA", "SD", "SO", "DJ", "MR",
    "DZ", "TN", "MA", "KW", "AE", "QA", "BH", "OM",
];

/// Entities, places and the map of their names.
pub(super) struct Named {
    pub entities: Vec<Entity>,
    pub places: Vec<PlaceEntry>,
    pub countries: Vec<(String, u32)>,
    pub referents: Vec<Vec<Referent>>,
    pub merged: Vec<Merged>,
    pub map: Vec<u8>,
}

/// Folded name → clean spellings → what each stands for.
type Spellings = FxHashMap<String, BTreeMap<String, Vec<Referent>>>;

pub(super) fn collect(sources: &Sources, compiler: &mut Compiler) -> Result<Named, CodebookError> {
    let mut names: FxHashMap<String, Vec<Referent>> = FxHashMap::default();
    let mut written = Spellings::default();
    let mut entities = Vec::new();
    let mut ids: FxHashSet<String> = FxHashSet::default();
    for table in &sources.entities {
        compiler.problems.extend(table.missing(ENTITY_COLUMNS));
        for row in &table.rows {
            let Some(entity) = entity(table, row, compiler) else { continue };
            if !ids.insert(entity.id.clone()) {
                compiler.problems.push(table.problem(row, "id", "is used by another entity"));
            }
            let number = entities.len() as u32;
            for (alias, clean) in aliases(table.cell(row, "names_ar")) {
                written
                    .entry(alias.clone())
                    .or_default()
                    .entry(clean)
                    .or_default()
                    .push(Referent::Entity(number));
                for spelling in spellings(&alias) {
                    add(&mut names, spelling, Referent::Entity(number));
                }
            }
            for nisba in table.cell(row, "nisba").split('|').map(str::trim).filter(|n| !n.is_empty()) {
                if nisba.contains(' ') {
                    for spelling in agreeing(nisba) {
                        add(&mut names, spelling, Referent::Entity(number));
                    }
                } else if let Err(error) = compiler.nisba(nisba, number) {
                    compiler.problems.push(table.problem(row, "nisba", error));
                }
            }
            entities.push(entity);
        }
    }
    let mut places: Vec<PlaceEntry> = Vec::new();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let mut capitals: Vec<(u32, &Table, &Row)> = Vec::new();
    // curated.tsv is read before geonames.tsv, so that its rows stand in for those with the same id.
    for table in &sources.places {
        compiler.problems.extend(table.missing(PLACE_COLUMNS));
        for row in &table.rows {
            let place = place(table, row, compiler);
            if !seen.insert(place.id.clone()) {
                continue;
            }
            let number = places.len() as u32;
            for (alias, clean) in aliases(table.cell(row, "names_ar")) {
                // The g of other languages is غ or, in Egypt, ج: بيونغ يانغ, بيونج يانج.
                let long = alias.chars().count() >= LONG;
                if alias.contains('غ') && long && !OWN_GHAYN.contains(&place.country.as_str()) {
                    add(&mut names, alias.replace('غ', "ج"), Referent::Place(number));
                }
                written
                    .entry(alias.clone())
                    .or_default()
                    .entry(clean)
                    .or_default()
                    .push(Referent::Place(number));
                add(&mut names, alias, Referent::Place(number));
            }
            if !table.cell(row, "capital").is_empty() {
                capitals.push((number, table, row));
            }
            places.push(place);
        }
    }
    let countries = divisions(&mut places);
    let by_id: FxHashMap<String, u32> = places.iter().zip(0..).map(|(p, n)| (p.id.clone(), n)).collect();
    for (country, table, row) in capitals {
        let id = table.cell(row, "capital");
        places[country as usize].capital = by_id.get(id).copied();
        if !by_id.contains_key(id) {
            compiler.problems.push(table.problem(row, "capital", format!("`{id}` is no place")));
        }
    }
    let mut sorted: Vec<(String, Vec<Referent>)> = names.into_iter().collect();
    sorted.sort();
    let build = |e: fst::Error| CodebookError::Build(e.to_string());
    let mut map = fst::raw::Builder::memory();
    let mut referents = Vec::with_capacity(sorted.len());
    let mut merged = Vec::new();
    for (at, (name, mut list)) in sorted.into_iter().enumerate() {
        map.insert(name.as_bytes(), at as u64).map_err(build)?;
        list.sort_unstable();
        list.dedup();
        merged.extend(written.remove(&name).and_then(|spellings| merge(at as u32, &spellings)));
        referents.push(list);
    }
    Ok(Named { entities, places, countries, referents, merged, map: map.into_inner().map_err(build)? })
}

/// A name that folding makes of several, of which one stands for nothing that another stands for.
fn merge(list: u32, spellings: &BTreeMap<String, Vec<Referent>>) -> Option<Merged> {
    let apart = |a: &[Referent], b: &[Referent]| !a.iter().any(|r| b.contains(r));
    let each: Vec<&Vec<Referent>> = spellings.values().collect();
    let differ = each.iter().enumerate().any(|(i, a)| each[i + 1..].iter().any(|b| apart(a, b)));
    if !differ {
        return None;
    }
    let may_mean = |written: &str| {
        let mut all: Vec<Referent> =
            spellings.iter().filter(|(s, _)| may_be(written, s)).flat_map(|(_, r)| r).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let each = spellings.keys().map(|written| (written.clone(), may_mean(written))).collect();
    Some(Merged { list, spellings: each })
}

/// Whether what is written may be meant for a spelling that folds alike: a bare letter is often written for one with hamza or
/// dots (عنابه for عنابة), hardly ever the other way round.
fn may_be(written: &str, spelling: &str) -> bool {
    written.chars().zip(spelling.chars()).all(|(w, s)| w == s || w == fold_char(w))
}

/// The words that all names are made of.
pub(super) fn words(map: &[u8]) -> FxHashSet<String> {
    let mut words = FxHashSet::default();
    if let Ok(map) = Fst::new(map) {
        let mut names = map.stream();
        while let Some((name, _)) = names.next() {
            let name = String::from_utf8_lossy(name);
            words.extend(name.split(' ').map(str::to_owned));
        }
    }
    words
}

fn entity(table: &Table, row: &Row, compiler: &mut Compiler) -> Option<Entity> {
    let written = table.cell(row, "kind");
    let Some(kind) = EntityKind::named(written) else {
        compiler.problems.push(table.problem(row, "kind", format!("`{written}` is no kind of entity")));
        return None;
    };
    let source = table.cell(row, "source");
    if !source.is_empty() && !SOURCE_KINDS.contains(&source) {
        compiler.problems.push(table.problem(row, "source", format!("`{source}` is no kind of source")));
    }
    Some(Entity {
        id: table.cell(row, "id").to_owned(),
        kind,
        name: table.cell(row, "name_en").to_owned(),
        country: table.cell(row, "country").to_owned(),
        source: (!source.is_empty()).then(|| source.to_owned()),
    })
}

fn place(table: &Table, row: &Row, compiler: &mut Compiler) -> PlaceEntry {
    let kind = table.cell(row, "type");
    if !PLACE_TYPES.contains(&kind) {
        compiler.problems.push(table.problem(row, "type", format!("`{kind}` is no type of place")));
    }
    if kind == "admin1" && table.cell(row, "admin1").is_empty() {
        compiler.problems.push(table.problem(row, "admin1", "is empty, so nothing lies in this division"));
    }
    let lat = number::<f32>(table, row, "lat", compiler);
    let lon = number::<f32>(table, row, "lon", compiler);
    PlaceEntry {
        id: table.cell(row, "id").to_owned(),
        name: table.cell(row, "name_en").to_owned(),
        country: table.cell(row, "country").to_owned(),
        admin1: table.cell(row, "admin1").to_owned(),
        point: lat.zip(lon),
        kind: kind.to_owned(),
        population: number(table, row, "population", compiler).unwrap_or(0),
        within: None,
        capital: None,
    }
}

/// Puts each place into its division or country; the countries with their positions, sorted by code.
fn divisions(places: &mut [PlaceEntry]) -> Vec<(String, u32)> {
    let mut countries: Vec<(String, u32)> = Vec::new();
    let mut divisions: FxHashMap<(String, String), u32> = FxHashMap::default();
    for (place, number) in places.iter().zip(0..) {
        match place.kind.as_str() {
            "country" => countries.push((place.country.clone(), number)),
            "admin1" => {
                divisions.entry((place.country.clone(), place.admin1.clone())).or_insert(number);
            }
            _ => {}
        }
    }
    countries.sort();
    for (place, number) in places.iter_mut().zip(0..) {
        let division = divisions.get(&(place.country.clone(), place.admin1.clone())).copied();
        let country = || {
            let at = countries.binary_search_by(|(code, _)| code.cmp(&place.country)).ok()?;
            Some(countries[at].1)
        };
        place.within = division.filter(|d| *d != number).or_else(country).filter(|w| *w != number);
    }
    countries
}

/// A cell that holds a number or nothing.
fn number<T: FromStr>(table: &Table, row: &Row, column: &str, compiler: &mut Compiler) -> Option<T> {
    let written = table.cell(row, column);
    if written.is_empty() {
        return None;
    }
    let parsed = written.parse().ok();
    if parsed.is_none() {
        compiler.problems.push(table.problem(row, column, format!("`{written}` is no number")));
    }
    parsed
}

fn add(names: &mut FxHashMap<String, Vec<Referent>>, name: String, referent: Referent) {
    if name.chars().count() > 1 {
        names.entry(name).or_default().push(referent);
    }
}

/// The names of a cell as the map has them: the words of each, folded, marks left out, joined by a space; and the same
/// not folded.
fn aliases(cell: &str) -> impl Iterator<Item = (String, String)> + '_ {
    cell.split('|').filter(|a| !a.trim().is_empty()).map(|alias| {
        let text = Text::new(alias.trim());
        let words = || (0..text.len()).filter(|&i| !text.is_punct(i));
        let join = |words: Vec<&str>| words.join(" ");
        (join(words().map(|i| text.folded(i)).collect()), join(words().map(|i| text.clean(i)).collect()))
    })
}

/// A name with its oblique plural: المتمردون الحوثيون is also written المتمردين الحوثيين.
fn spellings(alias: &str) -> Vec<String> {
    let mut all = vec![alias.to_owned()];
    let oblique: Vec<String> = alias
        .split(' ')
        .map(|word| match word.strip_suffix(&fold("ون")) {
            Some(stem) if stem.chars().count() > 3 => format!("{stem}ين"),
            _ => word.to_owned(),
        })
        .collect();
    let oblique = oblique.join(" ");
    if oblique != alias {
        all.push(oblique);
    }
    all
}

/// A nisba of two words (كوري شمالي) as a name: both words take the article and the feminine together.
fn agreeing(nisba: &str) -> Vec<String> {
    let each = |f: &dyn Fn(&str) -> String| nisba.split(' ').map(f).collect::<Vec<_>>().join(" ");
    [
        each(&|w| w.to_owned()),
        each(&|w| format!("ال{w}")),
        each(&|w| format!("{w}ة")),
        each(&|w| format!("ال{w}ة")),
    ]
    .iter()
    .map(|spelling| fold(spelling))
    .collect()
}
