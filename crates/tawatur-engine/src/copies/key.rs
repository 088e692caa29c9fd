//! Winnowed n-grams: few hashes of a text, chosen so that two texts which share a long enough run share one of them.
//!
//! Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document fingerprinting" (SIGMOD 2003): of every
//! [`WINDOW`] n-grams in a row the one of the smallest hash is kept. A run of `GRAM + WINDOW - 1` letters holds a whole
//! window, and what is chosen in it depends on nothing outside of it.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// Letters of an n-gram, weak ones not counted: four words.
const GRAM: usize = 14;
/// N-grams of which one is kept.
const WINDOW: usize = 47;

/// Letters of a shared run that is sure to share a key, weak ones not counted: 90 letters of the folded layer in the middle of
/// news text, 102 and less in 99 of 100 places.
pub const SHARED_LETTERS: usize = GRAM + WINDOW - 1;

/// The base of the polynomial hash: odd, with its bits well spread.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// One winnowed n-gram of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// Hash of its letters, the same on every machine.
    pub hash: u64,
    /// Where it begins, in code points of the document text.
    pub at: u32,
}

/// Spreads the bits of a number (the finaliser of `SplitMix64`).
pub(super) fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

/// The keys of a run of letters, each with its place. A text too short for an n-gram has one key for all of it; one
/// too short for a window has one.
pub(super) fn winnow(letters: &[(char, u32)]) -> Vec<Key> {
    let code = |at: usize| u64::from(u32::from(letters[at].0));
    if letters.is_empty() {
        return Vec::new();
    }
    if letters.len() < GRAM {
        let sum = (0..letters.len()).fold(0_u64, |sum, at| sum.wrapping_mul(BASE).wrapping_add(code(at)));
        return vec![Key { hash: mix(sum), at: letters[0].1 }];
    }
    let leaving = (1..GRAM).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut sum = 0_u64;
    let mut keys: Vec<Key> = Vec::with_capacity(2 * letters.len() / WINDOW + 2);
    // N-grams of the window that may still become its smallest: hashes rise from the front.
    let mut window: VecDeque<(u64, usize)> = VecDeque::with_capacity(WINDOW);
    let mut kept = None;
    let grams = letters.len() - GRAM + 1;
    for end in 0..letters.len() {
        sum = sum.wrapping_mul(BASE).wrapping_add(code(end));
        let Some(gram) = (end + 1).checked_sub(GRAM) else { continue };
        let hash = mix(sum);
        sum = sum.wrapping_sub(code(gram).wrapping_mul(leaving));
        // Of equal ones the last: a run of one letter, or of a repeated word, then leaves few.
        while window.back().is_some_and(|&(last, _)| last >= hash) {
            window.pop_back();
        }
        window.push_back((hash, gram));
        while window.front().is_some_and(|&(_, at)| at + WINDOW <= gram) {
            window.pop_front();
        }
        let full = gram + 1 >= WINDOW || gram + 1 == grams;
        if full
            && let Some(&(hash, at)) = window.front()
            && kept != Some(at)
        {
            keys.push(Key { hash, at: letters[at].1 });
            kept = Some(at);
        }
    }
    keys
}
