//! How much it says that two texts share a word: common words say little.
//!
//! The table `codebooks/link/rarity.tsv` counts in how many articles of a sample of news a stem stands. It is part of the
//! program, so that a pair of claims is worth the same in any ledger.

use std::{collections::HashMap, sync::LazyLock};

/// Bits of a stem that the table does not have: it stands in fewer than one article in 256.
const RARE: u32 = 8;

static BITS: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    include_str!("../../../../codebooks/link/rarity.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(stem, bits)| Some((stem, bits.parse().ok()?)))
        .collect()
});

/// Bits that a stem is worth: 1 where every second article has it, 8 where fewer than one in 256 has.
pub(crate) fn bits(stem: &str) -> u32 {
    BITS.get(stem).copied().unwrap_or(RARE)
}
