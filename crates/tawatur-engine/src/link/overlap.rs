//! What two claims have in common of the words of one field.

use super::stem::{Stem, Stems};

/// The rules of a field of words.
pub(super) struct Overlap {
    /// What is compared, in words.
    pub what: &'static str,
    /// By how many bits are shared, as [`graded`] counts.
    pub much: [&'static str; 6],
    /// By how much is shared of what there is, as [`share`] counts.
    pub share: [&'static str; 5],
}

macro_rules! overlap {
    ($field:literal, $what:literal) => {
        Overlap {
            what: $what,
            much: [
                concat!($field, ".none"),
                concat!($field, ".little"),
                concat!($field, ".some"),
                concat!($field, ".much"),
                concat!($field, ".most"),
                concat!($field, ".all"),
            ],
            share: [
                concat!($field, ".share.none"),
                concat!($field, ".share.third"),
                concat!($field, ".share.half"),
                concat!($field, ".share.most"),
                concat!($field, ".share.all"),
            ],
        }
    };
}

pub(super) const CLAUSE: Overlap = overlap!("clause", "the clauses");
pub(super) const TOLD: Overlap = overlap!("told", "the claims");
pub(super) const PARTIES: Overlap = overlap!("parties", "the parties");
pub(super) const AROUND: Overlap = overlap!("around", "what stands around them");
pub(super) const TITLE: Overlap = overlap!("title", "the titles");

/// How much it is that two texts share, in bits.
pub(super) fn graded(both: u32) -> usize {
    match both {
        0 => 0,
        1..=5 => 1,
        6..=13 => 2,
        14..=27 => 3,
        28..=55 => 4,
        _ => 5,
    }
}

/// How much is shared of what there is.
pub(super) fn share(both: u32, all: u32) -> usize {
    match (both * 100).checked_div(all).unwrap_or_default() {
        0..=19 => 0,
        20..=39 => 1,
        40..=64 => 2,
        65..=89 => 3,
        _ => 4,
    }
}

/// The words that both have, as a finding says it.
pub(super) fn heard(what: &str, first: &Stems, second: &Stems) -> String {
    let mut common: Vec<String> = first.common(second).map(Stem::text).collect();
    common.sort_unstable();
    if common.is_empty() {
        format!("{what} share no word")
    } else {
        format!("{what} share {}", common.join(" "))
    }
}
