//! Which documents of many are worth comparing: those that share a key.

use std::{num::NonZero, thread};

use super::{compare::compare, copy::Copy, prepared::Prepared};
use crate::spread::spread;

/// A key that more documents hold than this is furniture or a formula, and makes no candidates.
pub const DEFAULT_CAP: usize = 64;

/// Pairs of documents that share a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// By position, the smaller first, in order, each once.
    pub pairs: Vec<(u32, u32)>,
    /// Keys that were left out because too many documents hold them.
    pub dropped: usize,
}

/// Copies among many documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copies {
    /// Pairs that share a passage, by position, in order.
    pub copies: Vec<((u32, u32), Copy)>,
    /// Pairs that were compared.
    pub compared: usize,
    /// Keys that were left out because too many documents hold them.
    pub dropped: usize,
}

/// The pairs of documents that share a key which no more than `cap` of them hold.
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
        if holders.len() > cap {
            found.dropped += 1;
            continue;
        }
        for (at, &(_, one)) in holders.iter().enumerate() {
            found.pairs.extend(holders[at + 1..].iter().map(|&(_, two)| (one, two)));
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
    Copies { copies, compared: found.pairs.len(), dropped: found.dropped }
}
