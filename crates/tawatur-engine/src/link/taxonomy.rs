//! How the types of two claims stand to each other, as `codebooks/link/taxonomy.toml` has it.

use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Taxonomy {
    kin: Vec<Vec<String>>,
    opposite: Vec<[String; 2]>,
    speech: Vec<String>,
    standing: Vec<String>,
}

static TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../codebooks/link/taxonomy.toml"))
        .expect("the file is built in, and a test reads it")
});

/// How two types stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kinship {
    /// One type.
    Same,
    /// Types under which one happening is told.
    Kin,
    /// Types of one family.
    Family,
    /// Types that have nothing to do with each other.
    Other,
    /// Types that undo each other.
    Opposite,
}

/// What a type belongs to: the part before the dot.
pub fn family(kind: &str) -> &str {
    kind.split_once('.').map_or(kind, |(family, _)| family)
}

/// How two types stand to each other.
pub fn kinship(first: &str, second: &str) -> Kinship {
    let has = |types: &[String]| types.iter().any(|t| t == first) && types.iter().any(|t| t == second);
    if first == second {
        Kinship::Same
    } else if opposite(first, second) {
        Kinship::Opposite
    } else if TAXONOMY.kin.iter().any(|types| has(types)) {
        Kinship::Kin
    } else if family(first) == family(second) {
        Kinship::Family
    } else {
        Kinship::Other
    }
}

/// Whether two types undo each other.
pub fn opposite(first: &str, second: &str) -> bool {
    TAXONOMY.opposite.iter().any(|[a, b]| (a == first && b == second) || (a == second && b == first))
}

/// Whether the saying is the happening.
pub(crate) fn is_speech(kind: &str) -> bool {
    TAXONOMY.speech.iter().any(|name| name == family(kind))
}

/// Whether a state or a sum is told, and not one happening.
pub(crate) fn is_standing(kind: &str) -> bool {
    TAXONOMY.standing.iter().any(|name| name == family(kind))
}

/// The kinds of happening that a type may be told as, for keys: numbers of the groups it stands in, or its family.
pub(super) fn groups(kind: &str) -> Vec<String> {
    let groups: Vec<String> = TAXONOMY
        .kin
        .iter()
        .enumerate()
        .filter(|(_, types)| types.iter().any(|t| t == kind))
        .map(|(at, _)| format!("k{at}"))
        .collect();
    [groups, vec![family(kind).to_owned()]].concat()
}
