//! What the document as a whole says about where it plays, and which names are no places there.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Candidate;
use super::weigh::{Before, Ordinary, around, ordinary, type_word};
use crate::codebook::{Codebook, EntityKind, NameRole, PlaceEntry, Referent, Use};
use crate::mention::{Clitic, Context, Evidence, NameMatch};
use crate::text::Gap;

/// A name counts at most so often, and a hamlet once: a text about one town is not settled by repeating it.
const OFTEN: i32 = 4;
/// Share of the evidence, in percent, from which a country is what the document is about.
pub(super) const MAIN: i32 = 30;
/// A name that no list has takes at most so many words.
const WORDS: usize = 3;

/// ISO 3166-1 alpha-2.
pub(super) type Code = [u8; 2];

pub(super) fn code(country: &str) -> Option<Code> {
    country.as_bytes().try_into().ok()
}

/// The countries and divisions that a document speaks of.
#[derive(Debug, Default)]
pub struct Scene {
    pub(super) countries: FxHashMap<Code, i32>,
    pub(super) total: i32,
    /// What each name added to which country.
    pub(super) own: FxHashMap<u32, (Code, i32)>,
    /// The names that lie in a division, by its row.
    pub(super) divisions: FxHashMap<u32, Vec<u32>>,
    /// Names that some place in the text says to be places.
    pub(super) established: FxHashSet<u32>,
}

impl Scene {
    /// Forgets the last document and counts what the names of this one and the adjectives of states say.
    pub fn rebuild(&mut self, context: &Context<'_>, names: &[NameMatch]) {
        let codebook = context.codebook;
        self.clear();
        for name in names {
            let Some(number) = name.list else { continue };
            let referents = name.referents(context);
            let Some(country) = only_country(codebook, referents).and_then(code) else { continue };
            let mut limit = 1;
            for referent in referents {
                limit = limit.max(match referent {
                    Referent::Entity(_) => OFTEN,
                    Referent::Place(p) => standing(&codebook.places[*p as usize]),
                });
            }
            match ordinary(context, name) {
                Ordinary::Listed | Ordinary::Cut => continue,
                Ordinary::Derived if limit < OFTEN => continue,
                _ => {}
            }
            let (_, count) = self.own.entry(number).or_insert((country, 0));
            if *count < limit {
                *count += 1;
                *self.countries.entry(country).or_default() += 1;
                self.total += 1;
            }
            for referent in referents {
                if let Referent::Place(p) = referent
                    && let Some(division) = division(codebook, *p)
                {
                    let lists = self.divisions.entry(division).or_default();
                    if !lists.contains(&number) {
                        lists.push(number);
                    }
                }
            }
        }
        self.adjectives(context);
    }

    fn clear(&mut self) {
        self.countries.clear();
        self.total = 0;
        self.own.clear();
        self.divisions.clear();
        self.established.clear();
    }

    /// السوري, العراقية: a nisba speaks of its state as a name does.
    fn adjectives(&mut self, context: &Context<'_>) {
        let mut counts: FxHashMap<u32, i32> = FxHashMap::default();
        for at in 0..context.text.len() {
            let state = context.readings(at).iter().filter(|r| r.slip == 0).find_map(|r| {
                context.uses(r).iter().find_map(|u| match u {
                    Use::Nisba(state) => Some(*state),
                    _ => None,
                })
            });
            let Some(state) = state else { continue };
            let Some(country) = code(&context.codebook.entities[state as usize].country) else { continue };
            let count = counts.entry(state).or_default();
            if *count < OFTEN {
                *count += 1;
                *self.countries.entry(country).or_default() += 1;
                self.total += 1;
            }
        }
    }

    /// The country that the document is about, if one stands out.
    pub fn country(&self) -> Option<&str> {
        let (country, n) =
            self.countries.iter().max_by_key(|&(country, n)| (*n, std::cmp::Reverse(*country)))?;
        (n * 100 >= MAIN * self.total).then(|| std::str::from_utf8(country).ok())?
    }
}

/// The first-level division that a row is or lies in.
pub(super) fn division(codebook: &Codebook, place: u32) -> Option<u32> {
    let row = &codebook.places[place as usize];
    if row.kind == "admin1" {
        return Some(place);
    }
    row.within.filter(|&w| codebook.places[w as usize].kind == "admin1")
}

/// The one country that all referents lie in. What is published or said abroad says nothing of where.
fn only_country<'a>(codebook: &'a Codebook, referents: &[Referent]) -> Option<&'a str> {
    let mut countries = referents.iter().map(|r| match r {
        Referent::Entity(e) => {
            let entity = &codebook.entities[*e as usize];
            if entity.kind == EntityKind::Outlet { "" } else { entity.country.as_str() }
        }
        Referent::Place(p) => codebook.places[*p as usize].country.as_str(),
    });
    let first = countries.next().filter(|c| !c.is_empty())?;
    countries.all(|c| c == first).then_some(first)
}

/// How often a row may count for its country.
fn standing(row: &PlaceEntry) -> i32 {
    match row.kind.as_str() {
        "country" | "admin1" | "region" => OFTEN,
        "town" if row.population >= 100_000 => OFTEN,
        "village" => 1,
        _ => 2,
    }
}

/// Drops names of places that are ordinary words here, and adds names that a type word introduces though no list has
/// them: قرية تل الزعفران.
pub fn sift(context: &Context<'_>, scene: &mut Scene, names: &mut Vec<NameMatch>) {
    let codebook = context.codebook;
    for (index, name) in names.iter().enumerate() {
        let around = around(context, names, index);
        let asked = around.type_word.is_some() || around.before == Before::Locative;
        if asked
            && scene.ranked(codebook, name.referents(context), &around).first().is_some_and(Candidate::holds)
        {
            scene.established.extend(name.list);
        }
    }
    let mut holds = (0..names.len())
        .map(|index| {
            let referents = names[index].referents(context);
            // مسقط رأسه is a birthplace. مدينة تل رفعت has a longer name than the one listed.
            let (last, next) = (names[index].tokens.end - 1, names[index].tokens.end);
            let goes_on = next < context.text.len()
                && context.text.tokens()[next].gap == Gap::Space
                && context.text.is_word(next)
                && (context.has_role(last, NameRole::Opener)
                    && !names.iter().any(|n| n.tokens.start == next)
                    || context.text.folded(last).ends_with("مسقط")
                        && context.text.folded(next).starts_with("راس"));
            if goes_on && context.particle(next).is_none() {
                return false;
            }
            if names[index].tokens.len() > 1 || !referents.iter().all(|r| matches!(r, Referent::Place(_))) {
                return true;
            }
            let around = around(context, names, index);
            around.ordinary == Ordinary::No
                || scene.ranked(codebook, referents, &around).first().is_some_and(Candidate::holds)
        })
        .collect::<Vec<_>>()
        .into_iter();
    names.retain(|_| holds.next().unwrap_or(true));
    introduced(context, names);
}

/// Names that no list has, after a type word.
fn introduced(context: &Context<'_>, names: &mut Vec<NameMatch>) {
    let text = context.text;
    let mut covered = vec![false; text.len()];
    for name in names.iter() {
        covered[name.tokens.clone()].fill(true);
    }
    let bare = |at: usize| {
        at < text.len()
            && !covered[at]
            && text.is_word(at)
            && text.folded(at).chars().count() > 1
            && text.tokens()[at].gap == Gap::Space
            && context.particle(at).is_none()
            && !["وال", "بال", "لل", "فال", "كال"].iter().any(|c| text.folded(at).starts_with(c))
    };
    let unknown = |at: usize| bare(at) && context.readings(at).is_empty();
    let known = names.len();
    for at in 0..text.len() {
        let after_name = names.last().filter(|_| names.len() > known).is_some_and(|n| n.tokens.end > at);
        if covered[at] || after_name || !text.is_word(at) {
            continue;
        }
        let Some(kind) = type_word(context, at) else { continue };
        // Sites to read and bodies have their names in quotation marks too: موقع "المرفأ".
        let quote = kind != "facility" && text.is_punct(at + 1) && text.clean(at + 1) == "\"";
        let start = if quote { at + 2 } else { at + 1 };
        let first = bare(start) || quote && start < text.len() && !covered[start] && text.is_word(start);
        if !first {
            continue;
        }
        let opener = context.has_role(start, NameRole::Opener) && bare(start + 1);
        if !opener && !context.readings(start).is_empty() {
            continue;
        }
        let mut end = start + 1 + usize::from(opener);
        while end - start < WORDS && unknown(end) {
            end += 1;
        }
        names.push(NameMatch {
            tokens: start..end,
            list: None,
            clitic: Clitic::default(),
            evidence: Evidence::Head,
        });
    }
    if names.len() > known {
        names.sort_by_key(|n| n.tokens.start);
    }
}
