//! Which documents of many are worth comparing: those that share a key.

use std::{
    num::NonZero,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use super::{compare::compare, copy::Copy, prepared::Prepared};

/// A key that more documents hold than this is furniture or a formula, and makes no candidates.
pub const DEFAULT_CAP: usize = 64;
/// Pairs that a thread takes at a time.
const BATCH: usize = 64;

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
    let next = AtomicUsize::new(0);
    let work = || {
        let mut copies = Vec::new();
        loop {
            let from = next.fetch_add(BATCH, Ordering::Relaxed);
            let Some(pairs) =
                found.pairs.get(from..found.pairs.len().min(from + BATCH)).filter(|p| !p.is_empty())
            else {
                return copies;
            };
            for &(one, two) in pairs {
                let copy = compare(&documents[one as usize], &documents[two as usize]);
                copies.extend(copy.map(|copy| ((one, two), copy)));
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut copies: Vec<((u32, u32), Copy)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    copies.sort_by_key(|&(pair, _)| pair);
    Copies { copies, compared: found.pairs.len(), dropped: found.dropped }
}
