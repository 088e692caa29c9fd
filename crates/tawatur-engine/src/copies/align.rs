//! Words of two texts aligned: the runs of a chain, what stands between them, and what of that is a passage.

use super::{anchor::Run, prepared::Prepared};

/// Words before and after a chain that may still belong to it.
const MARGIN: u32 = 8;
/// What a word without a counterpart costs where a passage is cut; a shared word brings its weight.
const PENALTY: i64 = 2;
/// How far a passage may fall below its best before it ends there: eight words without a counterpart.
const DROP: i64 = 16;
/// What the shared words of a passage weigh at least: some eight words.
pub(super) const LEAST: i64 = 30;

/// Words of two texts that are the same, one on either side, or two where a space is missing on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// First word in either text.
    pub(super) at: [u32; 2],
    /// How many words: 1 and 1, 1 and 2, or 2 and 1.
    pub(super) len: [u32; 2],
}

impl Pair {
    fn one(a: u32, b: u32) -> Self {
        Self { at: [a, b], len: [1, 1] }
    }

    pub(super) fn end(&self, side: usize) -> u32 {
        self.at[side] + self.len[side]
    }
}

/// Which words of two texts are taken.
#[derive(Debug)]
pub(super) struct Taken([Vec<bool>; 2]);

impl Taken {
    pub(super) fn none(docs: [&Prepared; 2]) -> Self {
        Self(docs.map(|d| vec![false; d.words.len()]))
    }

    fn is_free(&self, side: usize, at: u32) -> bool {
        !self.0[side][at as usize]
    }

    fn take(&mut self, pair: &Pair) {
        for side in 0..2 {
            for at in pair.at[side]..pair.end(side) {
                self.0[side][at as usize] = true;
            }
        }
    }
}

/// The passages of a chain, as aligned words in order, and marks their words as taken.
pub(super) fn passages(docs: [&Prepared; 2], chain: &[Run], taken: &mut Taken) -> Vec<Vec<Pair>> {
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return Vec::new() };
    let ends = [0, 1].map(|s| docs[s].words.len() as u32);
    let mut pairs = Vec::new();
    // What is free before the chain and after it, as far as another passage.
    let mut from = first.at;
    for (side, from) in from.iter_mut().enumerate() {
        let stop = from.saturating_sub(MARGIN);
        while *from > stop && taken.is_free(side, *from - 1) {
            *from -= 1;
        }
    }
    for run in chain {
        fill(docs, from, run.at, taken, &mut pairs);
        pairs.extend((0..run.len).map(|k| Pair::one(run.at[0] + k, run.at[1] + k)));
        from = [run.end(0), run.end(1)];
    }
    let mut to = from;
    for (side, to) in to.iter_mut().enumerate() {
        let stop = (last.end(side) + MARGIN).min(ends[side]);
        while *to < stop && taken.is_free(side, *to) {
            *to += 1;
        }
    }
    fill(docs, from, to, taken, &mut pairs);
    let passages = cut(docs[0], &pairs);
    passages.iter().flatten().for_each(|pair| taken.take(pair));
    passages
}

/// Aligns the words between two places: those that are the same, in order, so that they weigh most and little stands
/// between them.
fn fill(docs: [&Prepared; 2], from: [u32; 2], to: [u32; 2], taken: &Taken, pairs: &mut Vec<Pair>) {
    let (rows, columns) = ((to[0] - from[0]) as usize, (to[1] - from[1]) as usize);
    if rows == 0 || columns == 0 {
        return;
    }
    let width = columns + 1;
    // Score and step of each cell; a step is how many words of either text it takes, and whether they are the same.
    let mut score = vec![0_i32; (rows + 1) * width];
    let mut step = vec![(0_u8, 0_u8, false); (rows + 1) * width];
    for i in 0..=rows {
        for j in 0..=columns {
            let mut best = (0, (0, 0, false));
            let mut offer = |value: i32, taken: (u8, u8, bool)| {
                if taken_more(best, value, taken) {
                    best = (value, taken);
                }
            };
            if i > 0 {
                offer(score[(i - 1) * width + j] - 1, (1, 0, false));
            }
            if j > 0 {
                offer(score[i * width + j - 1] - 1, (0, 1, false));
            }
            if i > 0 && j > 0 {
                let (a, b) = (from[0] + i as u32 - 1, from[1] + j as u32 - 1);
                let before = score[(i - 1) * width + j - 1];
                let free = taken.is_free(0, a) && taken.is_free(1, b);
                match free.then(|| like(docs, a, b)).flatten() {
                    Some(weight) => offer(before + weight + 1, (1, 1, true)),
                    None => offer(before - 1, (1, 1, false)),
                }
                let joined = |a: (u32, u32), b: (u32, u32)| {
                    docs[0].skeletons(a.0 as usize, a.1 as usize)
                        == docs[1].skeletons(b.0 as usize, b.1 as usize)
                };
                let weight =
                    i32::from(docs[0].words[a as usize].weight.max(docs[1].words[b as usize].weight));
                if free && i > 1 && taken.is_free(0, a - 1) && joined((a - 1, a + 1), (b, b + 1)) {
                    offer(score[(i - 2) * width + j - 1] + weight + 1, (2, 1, true));
                }
                if free && j > 1 && taken.is_free(1, b - 1) && joined((a, a + 1), (b - 1, b + 1)) {
                    offer(score[(i - 1) * width + j - 2] + weight + 1, (1, 2, true));
                }
            }
            (score[i * width + j], step[i * width + j]) = best;
        }
    }
    let start = pairs.len();
    let (mut i, mut j) = (rows, columns);
    while i > 0 || j > 0 {
        let (a, b, same) = step[i * width + j];
        (i, j) = (i - usize::from(a), j - usize::from(b));
        if same {
            pairs.push(Pair {
                at: [from[0] + i as u32, from[1] + j as u32],
                len: [u32::from(a), u32::from(b)],
            });
        }
    }
    pairs[start..].reverse();
}

/// Whether an offer is better than the best so far: the first one always is.
fn taken_more(best: (i32, (u8, u8, bool)), value: i32, taken: (u8, u8, bool)) -> bool {
    best.1 == (0, 0, false) || (value, taken.2) > (best.0, best.1.2)
}

/// What a word of either text weighs where the two are one word, spelled alike or not.
fn like(docs: [&Prepared; 2], a: u32, b: u32) -> Option<i32> {
    let (one, two) = (&docs[0].words[a as usize], &docs[1].words[b as usize]);
    let weight = i32::from(one.weight.min(two.weight));
    if one.hash == two.hash {
        return Some(weight);
    }
    if one.weight.abs_diff(two.weight) > 2 {
        return None;
    }
    let skeletons =
        [docs[0].skeletons(a as usize, a as usize + 1), docs[1].skeletons(b as usize, b as usize + 1)];
    if skeletons.iter().any(|s| s.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let [one, two] = skeletons.map(stem);
    // One difference leaves the first letter or the last as it is.
    let ends = |s: &str| (s.chars().next(), s.chars().next_back());
    let ((first, last), (first_two, last_two)) = (ends(one), ends(two));
    if first != first_two && last != last_two {
        return None;
    }
    (one == two && !one.is_empty() || respelled(one, two)).then_some(weight - 1)
}

/// A skeleton without the preposition and the article before it: U+0628 BEH, U+0644 LAM, U+0643 KAF.
fn stem(skeleton: &str) -> &str {
    let long = |s: &&str| s.chars().nth(1).is_some();
    let bare = skeleton.strip_prefix(['ب', 'ك']).filter(long).unwrap_or(skeleton);
    let bare = bare.strip_prefix('ل').filter(long).unwrap_or(bare);
    bare.strip_prefix('ل').filter(long).unwrap_or(bare)
}

/// Whether two skeletons of four letters and more differ in one: written otherwise, left out, or changed about with the
/// next.
fn respelled(one: &str, two: &str) -> bool {
    let (mut short, mut long): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    if short.len() < 4 || long.len() - short.len() > 1 {
        return false;
    }
    let front = short.iter().zip(&long).take_while(|(x, y)| x == y).count();
    let back =
        short[front..].iter().rev().zip(long[front..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (left_short, left_long) = (&short[front..short.len() - back], &long[front..long.len() - back]);
    match (left_short, left_long) {
        ([] | [_], [_]) => true,
        ([x, y], [z, w]) => x == w && y == z,
        _ => false,
    }
}

/// Cuts aligned words into passages: where too many words stand between two of them the passage ends, and what weighs
/// too little is none.
fn cut(doc: &Prepared, pairs: &[Pair]) -> Vec<Vec<Pair>> {
    let weight = |pair: &Pair| super::anchor::weight(&doc.words, pair.at[0], pair.len[0]);
    let mut passages = Vec::new();
    let mut start = 0;
    while start < pairs.len() {
        let (mut score, mut best, mut end) = (0, 0, start);
        let mut at = start;
        while at < pairs.len() {
            if at > start {
                let gap = (0..2).map(|s| pairs[at].at[s] - pairs[at - 1].end(s)).max().unwrap_or(0);
                score -= PENALTY * i64::from(gap);
                if score < 0 || best - score > DROP {
                    break;
                }
            }
            score += weight(&pairs[at]);
            if score >= best {
                (best, end) = (score, at + 1);
            }
            at += 1;
        }
        let end = end.max(start + 1);
        if best >= LEAST {
            passages.push(pairs[start..end].to_vec());
        }
        start = end;
    }
    passages
}
