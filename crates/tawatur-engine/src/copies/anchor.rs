//! Runs of words that two texts share, found through runs of three, and chained where they stand in the same order.

use std::cmp::Ordering;

use super::{key::mix, word::Word};

/// Words of a run that is looked up.
const RUN: usize = 3;
/// What the words of such a run must weigh together: "من في هذا" shows nothing.
const RUN_WEIGHT: u16 = 6;
/// A run that stands this often in both texts together (times in one by times in the other) leads nowhere.
const REPEATED: usize = 16;
/// The widest gap in a chain, in words of either text.
const GAP: u32 = 60;
/// How many runs before one are tried as its predecessor in a chain.
const LOOK_BACK: usize = 200;
/// How many chains two texts can have: passages in another order, each of several runs.
const CHAINS: usize = 64;

/// A run of three words of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Gram {
    hash: u32,
    at: u32,
}

/// The runs of three words of a text, in the order of their hashes; those that are formula throughout left out.
pub(super) fn grams(words: &[Word]) -> Vec<Gram> {
    let mut grams: Vec<Gram> = words
        .windows(RUN)
        .enumerate()
        .filter(|(_, w)| {
            w.iter().any(|w| !w.formula) && w.iter().map(|w| w.weight).sum::<u16>() >= RUN_WEIGHT
        })
        .map(|(at, w)| {
            let hash = w.iter().fold(0, |sum, word| mix(sum ^ u64::from(word.hash)));
            Gram { hash: hash as u32, at: at as u32 }
        })
        .collect();
    grams.sort_unstable();
    grams
}

/// A run of words that stands in both texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Its first word in either text.
    pub(super) at: [u32; 2],
    /// Its length in words.
    pub(super) len: u32,
}

impl Run {
    pub(super) fn end(&self, side: usize) -> u32 {
        self.at[side] + self.len
    }

    fn after(self, words: u32) -> Self {
        Self { at: self.at.map(|at| at + words), len: self.len - words }
    }

    fn diagonal(&self) -> i64 {
        i64::from(self.at[0]) - i64::from(self.at[1])
    }
}

/// The runs that two texts share, as long as they go, in the order of the first; and the Jaccard index of their runs of
/// three words.
pub(super) fn shared(a: &[Gram], b: &[Gram]) -> (Vec<Run>, f64) {
    let mut hits: Vec<Run> = Vec::new();
    let (mut common, mut all) = (0_u32, 0_u32);
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        all += 1;
        match a[i].hash.cmp(&b[j].hash) {
            Ordering::Less => i = same(a, i),
            Ordering::Greater => j = same(b, j),
            Ordering::Equal => {
                common += 1;
                let (to_i, to_j) = (same(a, i), same(b, j));
                if (to_i - i) * (to_j - j) <= REPEATED {
                    for one in &a[i..to_i] {
                        hits.extend(
                            b[j..to_j].iter().map(|two| Run { at: [one.at, two.at], len: RUN as u32 }),
                        );
                    }
                }
                (i, j) = (to_i, to_j);
            }
        }
    }
    for (grams, mut at) in [(a, i), (b, j)] {
        while at < grams.len() {
            all += 1;
            at = same(grams, at);
        }
    }
    hits.sort_unstable_by_key(|hit| (hit.diagonal(), hit.at[0]));
    let mut runs: Vec<Run> = Vec::with_capacity(hits.len() / 4 + 1);
    for hit in hits {
        match runs.last_mut() {
            Some(run) if run.diagonal() == hit.diagonal() && hit.at[0] <= run.end(0) => {
                run.len = hit.end(0) - run.at[0];
            }
            _ => runs.push(hit),
        }
    }
    runs.sort_unstable_by_key(|run| run.at);
    (runs, f64::from(common) / f64::from(all.max(1)))
}

/// One past the grams that are the same as the one at `at`.
fn same(grams: &[Gram], at: usize) -> usize {
    at + grams[at..].iter().take_while(|g| g.hash == grams[at].hash).count()
}

/// What the words of a range weigh.
pub(super) fn weight(words: &[Word], from: u32, len: u32) -> i64 {
    words[from as usize..(from + len) as usize].iter().map(|w| i64::from(w.weight)).sum()
}

/// Parts runs into chains of the same order in both texts, best first, each of at least `least` weight; no word is in
/// two of them.
pub(super) fn chains(mut runs: Vec<Run>, words: &[Word], least: i64) -> Vec<Vec<Run>> {
    let mut chains = Vec::new();
    while chains.len() < CHAINS {
        let Some(chain) = best(&runs, words, least) else { break };
        runs = rest(&runs, &chain);
        chains.push(chain);
    }
    chains
}

/// The best chain of runs that are in the order of the first text.
fn best(runs: &[Run], words: &[Word], least: i64) -> Option<Vec<Run>> {
    let mut scores: Vec<(i64, Option<usize>)> = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let own = weight(words, run.at[0], run.len);
        let from = at.saturating_sub(LOOK_BACK);
        let before = (from..at).filter_map(|p| {
            let (overlap, gap) = link(&runs[p], run)?;
            let lost = weight(words, run.at[0], overlap);
            let score = scores[p].0 - lost - gap;
            (score > 0).then_some((score, p))
        });
        // Of equal ones the nearest.
        scores.push(before.max().map_or((own, None), |(score, p)| (own + score, Some(p))));
    }
    let (mut at, &(score, _)) =
        scores.iter().enumerate().max_by_key(|&(at, &(score, _))| (score, std::cmp::Reverse(at)))?;
    if score < least {
        return None;
    }
    let mut chain = vec![runs[at]];
    while let Some(before) = scores[at].1 {
        chain.push(runs[before]);
        at = before;
    }
    chain.reverse();
    // A run that is cut begins later than it did, maybe later than the next, and ends where it did.
    for at in 1..chain.len() {
        chain[at] = chain[at].after(overlap(&chain[at - 1], &chain[at]));
    }
    Some(chain)
}

/// How many words of a run overlap with the one before it in a chain, and what the gap between them costs; none where
/// the two cannot follow each other.
fn link(before: &Run, run: &Run) -> Option<(u32, i64)> {
    if before.at[0] >= run.at[0] || before.at[1] >= run.at[1] {
        return None;
    }
    let overlap = overlap(before, run);
    if overlap >= run.len {
        return None;
    }
    let gaps = [0, 1].map(|s| run.at[s] + overlap - before.end(s));
    let wide = gaps[0].max(gaps[1]);
    (wide <= GAP).then_some((overlap, i64::from(wide)))
}

/// How many words at the beginning of a run are in the one before it, in either text.
fn overlap(before: &Run, run: &Run) -> u32 {
    (0..2).map(|s| before.end(s).saturating_sub(run.at[s])).max().unwrap_or(0)
}

/// What is left of runs without the words of a chain in either text.
fn rest(runs: &[Run], chain: &[Run]) -> Vec<Run> {
    let mut left: Vec<Run> = runs.to_vec();
    for side in 0..2 {
        left = left.into_iter().flat_map(|run| outside(run, chain, side)).collect();
    }
    left.sort_unstable_by_key(|run| run.at);
    left
}

/// The parts of a run, of three words at least, that no run of a chain touches in one text.
fn outside(run: Run, chain: &[Run], side: usize) -> Vec<Run> {
    let mut parts = Vec::new();
    let mut from = run.at[side];
    let first = chain.partition_point(|taken| taken.end(side) <= from);
    let mut push = |from: u32, to: u32| {
        if to >= from + RUN as u32 {
            parts.push(Run { len: to - from, ..run.after(from - run.at[side]) });
        }
    };
    for taken in chain[first..].iter().take_while(|taken| taken.at[side] < run.end(side)) {
        push(from, taken.at[side].max(from));
        from = taken.end(side).min(run.end(side));
    }
    push(from, run.end(side));
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(count: usize) -> Vec<Word> {
        (0..count as u32)
            .map(|at| Word {
                hash: at,
                at,
                start: at,
                end: at + 1,
                letters: 4,
                weight: 4,
                formula: false,
                quoted: false,
            })
            .collect()
    }

    fn in_order(chain: &[Run]) -> bool {
        chain.iter().all(|run| run.len > 0)
            && chain.windows(2).all(|w| (0..2).all(|side| w[0].end(side) <= w[1].at[side]))
    }

    #[test]
    fn a_run_that_was_cut_and_begins_later_than_the_next_leaves_it_its_own_words() {
        let run = |a, b, len| Run { at: [a, b], len };
        let runs = vec![run(0, 0, 10), run(5, 6, 7), run(9, 12, 20)];
        let chains = chains(runs, &words(40), 1);
        assert_eq!(chains[0], [run(0, 0, 10), run(10, 11, 2), run(12, 15, 17)]);
    }

    proptest! {
        #[test]
        fn chains_are_in_order_in_both_texts_and_share_no_word(
            runs in proptest::collection::vec((0..40_u32, 0..40_u32, 3..15_u32), 0..12),
        ) {
            let mut runs: Vec<Run> = runs.into_iter().map(|(a, b, len)| Run { at: [a, b], len }).collect();
            runs.sort_unstable_by_key(|run| run.at);
            let chains = chains(runs, &words(60), 1);
            for chain in &chains {
                prop_assert!(in_order(chain), "{:?}", chain);
            }
            for side in 0..2 {
                let mut all: Vec<[u32; 2]> =
                    chains.iter().flatten().map(|run| [run.at[side], run.end(side)]).collect();
                all.sort_unstable();
                prop_assert!(all.windows(2).all(|w| w[0][1] <= w[1][0]), "{:?}", all);
            }
        }
    }
}
