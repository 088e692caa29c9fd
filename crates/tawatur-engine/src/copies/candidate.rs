//! Which documents of many are worth comparing: those that share a key.

use std::{num::NonZero, thread};

use super::{
    compare::compare,
    copy::Copy,
    prepared::{Prepared, Published},
};
use crate::spread::spread;

/// How many documents meet under a key. One that more hold is furniture or a formula.
pub const DEFAULT_CAP: usize = 64;

/// Pairs of documents that share a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// By position, the smaller first, in order, each once.
    pub pairs: Vec<(u32, u32)>,
    /// Keys that more documents hold than meet under them.
    pub oversized: usize,
}

/// Copies among many documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copies {
    /// Pairs that share a passage, by position, in order.
    pub copies: Vec<((u32, u32), Copy)>,
    /// Pairs that were compared.
    pub compared: usize,
    /// Keys that more documents hold than meet under them.
    pub oversized: usize,
}

/// The pairs of documents that share a key: of those that hold it the first `cap`, by day of publication, those without a day
/// last, and then as they stand.
pub fn candidates(documents: &[Prepared], cap: usize) -> Candidates {
    let mut postings: Vec<(u64, u32)> = documents
        .iter()
        .enumerate()
        .flat_map(|(at, document)| document.keys().iter().map(move |key| (key.hash, at as u32)))
        .collect();
    postings.sort_unstable();
    postings.dedup();
    let mut found = Candidates::default();
    for holders in postings.chunk_by(|x, y| x.0 == y.0) {
        let mut meet: Vec<u32> = holders.iter().map(|&(_, at)| at).collect();
        if meet.len() > cap {
            found.oversized += 1;
            let day = |at: u32| documents[at as usize].published.map(Published::day);
            meet.sort_by_key(|&at| (day(at).is_none(), day(at), at));
            meet.truncate(cap);
            meet.sort_unstable();
        }
        for (at, &one) in meet.iter().enumerate() {
            found.pairs.extend(meet[at + 1..].iter().map(|&two| (one, two)));
        }
    }
    found.pairs.sort_unstable();
    found.pairs.dedup();
    found
}

/// All copies among documents, compared on all cores.
pub fn copies_of(documents: &[Prepared], cap: usize) -> Copies {
    let found = candidates(documents, cap);
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let compared = spread(&found.pairs, threads, |&(one, two)| {
        let copy = compare(&documents[one as usize], &documents[two as usize])?;
        Some(((one, two), copy))
    });
    let copies = compared.into_iter().flatten().collect();
    Copies { copies, compared: found.pairs.len(), oversized: found.oversized }
}
