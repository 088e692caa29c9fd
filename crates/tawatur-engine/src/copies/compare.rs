//! Two texts compared.

use super::{
    align::{LEAST, Pair, Taken, passages},
    anchor::{chains, shared},
    copy::{Change, Copy, FigureEdit, Kind, Passage, Verdict},
    direction::{Shared, direction},
    figure::differing,
    prepared::Prepared,
    word::{Word, counted},
};

/// How much of both texts is the same where they are near copies.
const NEAR: f64 = 0.85;
/// How much of the shorter text stands in the longer where it is a copy of it, heading and byline aside.
const COPIED: f64 = 0.85;
/// How much of its passage is then the same.
const UNCHANGED: f64 = 0.94;
/// How much of the shorter text stands in the longer where it was taken over and worked on: what readers call a third of
/// it, word for word or nearly so, has words in it that differ.
const TAKEN_OVER: f64 = 0.23;
/// Letters that count as taken over whatever the rest is.
const MUCH: u32 = 400;
/// Letters of them in one passage at least: a paragraph of two sentences.
const PARAGRAPH: u32 = 220;
/// How much of both texts lies within passages where they are one form, filled in differently.
const FORM: f64 = 0.85;
/// How many of its words then have another in their place: names, days, charges.
const FILLED: f64 = 0.085;

/// The passages that two texts share, or none. Whichever of the two comes first, the same is found.
pub fn compare(a: &Prepared, b: &Prepared) -> Option<Copy> {
    if b.order() < a.order() { aligned([b, a]).map(Copy::mirrored) } else { aligned([a, b]) }
}

fn aligned(docs: [&Prepared; 2]) -> Option<Copy> {
    let [a, b] = docs;
    let exact = !a.words.is_empty() && a.skeletons == b.skeletons;
    let (runs, jaccard) = shared(&a.grams, &b.grams);
    let mut taken = Taken::none(docs);
    let mut found: Vec<Vec<Pair>> = Vec::new();
    for chain in chains(runs, &a.words, LEAST / 2) {
        found.extend(passages(docs, &chain, &mut taken));
    }
    found.sort_by_key(|passage| passage[0].at);
    if found.is_empty() {
        return None;
    }
    let mut letters = [0_u32; 2];
    let (mut within, mut passages) = ([0_u32; 2], Vec::with_capacity(found.len()));
    let (mut figures, mut changes) = (Vec::new(), Vec::new());
    for (number, passage) in found.iter().enumerate() {
        let same = [0, 1].map(|side| shared_letters(docs[side], passage, side));
        let whole = [0, 1].map(|side| all_letters(docs[side], passage, side));
        for side in 0..2 {
            letters[side] += same[side];
            within[side] += whole[side];
        }
        let edits: Vec<FigureEdit> = differing(docs, passage)
            .into_iter()
            .map(|[one, two]| FigureEdit {
                passage: number as u32,
                figures: [a.figures()[one].figure.clone(), b.figures()[two].figure.clone()],
            })
            .collect();
        let replacements = changed(docs, passage, number as u32, &edits);
        let replaced = passage.windows(2).map(|w| gap(&w[0], &w[1]).into_iter().max().unwrap_or(0)).sum();
        let (first, last) = (&passage[0], &passage[passage.len() - 1]);
        let spans = [0, 1].map(|side| {
            let words = &docs[side].words;
            [words[first.at[side] as usize].span()[0], words[last.end(side) as usize - 1].span()[1]]
        });
        let quoted = [0, 1].map(|side| quoted_letters(docs[side], passage, side));
        passages.push(Passage {
            spans,
            letters: same[0].min(same[1]),
            quoted: quoted[0].min(quoted[1]),
            replaced,
        });
        figures.extend(edits);
        changes.extend(replacements);
    }
    let share = [0, 1].map(|side| ratio(letters[side], docs[side].letters));
    let likeness = ratio(letters[0] + letters[1], within[0] + within[1]);
    let kind = if exact {
        Kind::Exact
    } else if share[0].min(share[1]) >= NEAR {
        Kind::Near
    } else {
        Kind::Passage
    };
    let whole = [0, 1].map(|side| ratio(within[side], docs[side].letters));
    let verdict = if whole[0].min(whole[1]) >= FORM && filled(&found) >= FILLED {
        Verdict::Passage
    } else {
        verdict(share, likeness, &passages, figures.is_empty())
    };
    let (direction, route) = direction(Shared { docs, passages: &passages, share });
    Some(Copy { kind, passages, jaccard, share, likeness, figures, changes, verdict, direction, route })
}

fn verdict(share: [f64; 2], likeness: f64, passages: &[Passage], same_figures: bool) -> Verdict {
    let shorter = share[0].max(share[1]);
    let longest = passages.iter().map(|p| p.letters).max().unwrap_or(0);
    let letters: u32 = passages.iter().map(|p| p.letters).sum();
    if shorter >= COPIED && likeness >= UNCHANGED && passages.len() == 1 && same_figures {
        Verdict::Copy
    } else if shorter >= TAKEN_OVER || longest >= PARAGRAPH && letters >= MUCH {
        Verdict::Edited
    } else {
        Verdict::Passage
    }
}

/// How many words of passages have others in their place.
fn filled(found: &[Vec<Pair>]) -> f64 {
    let replaced = |w: &[Pair]| gap(&w[0], &w[1]).into_iter().min().unwrap_or(0);
    let others: u32 = found.iter().flat_map(|p| p.windows(2)).map(replaced).sum();
    ratio(others, others + found.iter().map(|p| p.len() as u32).sum::<u32>())
}

fn ratio(part: u32, whole: u32) -> f64 {
    (f64::from(part) / f64::from(whole.max(1))).min(1.0)
}

/// Words between two aligned ones, in either text.
fn gap(before: &Pair, after: &Pair) -> [u32; 2] {
    [0, 1].map(|side| after.at[side] - before.end(side))
}

/// The letters of the aligned words of a passage.
fn shared_letters(doc: &Prepared, passage: &[Pair], side: usize) -> u32 {
    aligned_words(doc, passage, side).filter(|w| !w.formula).map(|w| u32::from(w.letters)).sum()
}

/// The aligned words of a passage in one text.
fn aligned_words<'a>(doc: &'a Prepared, passage: &'a [Pair], side: usize) -> impl Iterator<Item = &'a Word> {
    passage.iter().flat_map(move |pair| &doc.words[pair.at[side] as usize..pair.end(side) as usize])
}

/// The letters of aligned words that stand in quotation marks.
fn quoted_letters(doc: &Prepared, passage: &[Pair], side: usize) -> u32 {
    aligned_words(doc, passage, side).filter(|w| w.quoted && !w.formula).map(|w| u32::from(w.letters)).sum()
}

/// The letters of a passage from its first word to its last.
fn all_letters(doc: &Prepared, passage: &[Pair], side: usize) -> u32 {
    let (first, last) = (&passage[0], &passage[passage.len() - 1]);
    counted(&doc.words[first.at[side] as usize..last.end(side) as usize])
}

/// Words of a passage that differ, those of figures that differ aside.
fn changed(docs: [&Prepared; 2], passage: &[Pair], number: u32, edits: &[FigureEdit]) -> Vec<Change> {
    let between = |before: &Pair, after: &Pair| {
        (gap(before, after) != [0, 0]).then(|| {
            [0, 1].map(|side| {
                let words = &docs[side].words[before.end(side) as usize..after.at[side] as usize];
                let end = docs[side].words[before.end(side) as usize - 1].end as usize;
                match (words.first(), words.last()) {
                    (Some(first), Some(last)) => [first.start as usize, last.end as usize],
                    _ => [end, end],
                }
            })
        })
    };
    let of_figure = |spans: &[[usize; 2]; 2]| {
        edits.iter().any(|edit| {
            (0..2).all(|s| edit.figures[s].span[0] <= spans[s][0] && spans[s][1] <= edit.figures[s].span[1])
        })
    };
    passage
        .windows(2)
        .filter_map(|w| between(&w[0], &w[1]))
        .filter(|spans| !of_figure(spans))
        .map(|spans| Change { passage: number, spans })
        .collect()
}
