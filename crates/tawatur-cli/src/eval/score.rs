//! The measures of the gold standard: pairs of claims, then slots of the pairs.
//!
//! The same algorithm as the standard's own `score.py`, tie order included, so that a figure said by one can be
//! checked by the other; `tests/eval.rs` holds the two together.

use super::gold::{Filler, HOPS, SLOTS, Scored, Span};

/// The tallies in the order of the report.
pub const TALLIES: [&str; 13] = [
    "claims",
    "family",
    "actors",
    "targets",
    "toward",
    "places",
    "time",
    "quantities",
    "causes",
    "hops",
    "chain",
    "origin",
    "record",
];
const CLAIMS: usize = 0;
const FAMILY: usize = 1;
const FIRST_SLOT: usize = 2;
const CHAIN: usize = 10;
const ORIGIN: usize = 11;
const RECORD: usize = 12;

/// The fields whose accuracy is taken over matched claims.
pub const ACCURACIES: [&str; 3] = ["polarity", "certainty", "tense"];

/// Right, invented and missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Right.
    pub tp: usize,
    /// Invented.
    pub fp: usize,
    /// Missed.
    pub fn_: usize,
}

impl Tally {
    fn add(&mut self, tp: usize, predicted: usize, gold: usize) {
        self.tp += tp;
        self.fp += predicted - tp;
        self.fn_ += gold - tp;
    }

    /// Precision, recall and F1.
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 claims")]
    pub fn rates(self) -> [f64; 3] {
        let rate = |of: usize| if of == 0 { 0.0 } else { self.tp as f64 / of as f64 };
        let (p, r) = (rate(self.tp + self.fp), rate(self.tp + self.fn_));
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        [p, r, f1]
    }
}

/// The score of one or more documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// One for each of [`TALLIES`].
    pub tallies: [Tally; 13],
    /// Right and all, for each of [`ACCURACIES`].
    pub accuracies: [(usize, usize); 3],
}

fn overlap(a: Span, b: Span) -> usize {
    a.1.min(b.1).saturating_sub(a.0.max(b.0))
}

fn overlaps(a: &Filler, b: &Filler) -> bool {
    overlap(a.span, b.span) > 0
}

#[expect(clippy::cast_precision_loss, reason = "documents are shorter than 2^52 code points")]
fn iou(a: Span, b: Span) -> f64 {
    let shared = overlap(a, b);
    if shared == 0 { 0.0 } else { shared as f64 / ((a.1 - a.0) + (b.1 - b.0) - shared) as f64 }
}

/// A name without case, article and punctuation.
fn fold(name: Option<&str>) -> String {
    let name = name.unwrap_or_default().to_lowercase().replace("al-", "").replace("al ", "");
    let words = name.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit()));
    words.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn filled(value: Option<&String>) -> Option<&str> {
    value.map(String::as_str).filter(|v| !v.is_empty())
}

/// Whether a predicted filler of a slot is the gold one.
pub fn same(slot: usize, gold: &Filler, predicted: &Filler) -> bool {
    match SLOTS[slot] {
        "places" => {
            let named = fold(gold.name.as_deref());
            gold.role == predicted.role
                && (!named.is_empty() && named == fold(predicted.name.as_deref())
                    || overlaps(gold, predicted)
                        && filled(gold.country.as_ref()) == filled(predicted.country.as_ref()))
        }
        "time" => gold.start == predicted.start && gold.end == predicted.end,
        "quantities" => {
            overlaps(gold, predicted)
                && (gold.low, gold.high, gold.best) == (predicted.low, predicted.high, predicted.best)
        }
        "causes" => gold.code == predicted.code || overlaps(gold, predicted),
        "hops" => overlaps(gold, predicted),
        _ => {
            overlaps(gold, predicted)
                || filled(gold.entity.as_ref()).is_some()
                    && fold(gold.entity.as_deref()) == fold(predicted.entity.as_deref())
        }
    }
}

fn chain_right(gold: &Scored, predicted: &Scored) -> bool {
    gold.chain().len() == predicted.chain().len()
        && gold.chain().iter().zip(predicted.chain()).all(|(g, p)| same(HOPS, g, p))
}

/// One-to-one pairs, best first: same type before same family, more trigger overlap before less.
pub fn pair(gold: &[Scored], predicted: &[Scored]) -> Vec<(usize, usize)> {
    let mut options = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in predicted.iter().enumerate() {
            if g.family() != p.family() {
                continue;
            }
            let (trigger, content) = (overlap(g.trigger, p.trigger) > 0, iou(g.content, p.content));
            if trigger || content >= 0.5 {
                options.push((g.kind == p.kind, trigger, chain_right(g, p), content, i, j));
            }
        }
    }
    options.sort_by(|a, b| {
        (b.0, b.1, b.2)
            .cmp(&(a.0, a.1, a.2))
            .then(b.3.total_cmp(&a.3))
            .then(a.4.abs_diff(a.5).cmp(&b.4.abs_diff(b.5)))
            .then((b.4, b.5).cmp(&(a.4, a.5)))
    });
    let (mut used_gold, mut used_predicted) = (vec![false; gold.len()], vec![false; predicted.len()]);
    let mut pairs = Vec::new();
    for (.., i, j) in options {
        if !used_gold[i] && !used_predicted[j] {
            (used_gold[i], used_predicted[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

/// For each gold filler, its predicted partner: the first one left that is the same.
pub fn match_slot(slot: usize, gold: &[Filler], predicted: &[Filler]) -> Vec<Option<usize>> {
    let mut used = vec![false; predicted.len()];
    let partner = |g: &Filler| {
        let found = predicted.iter().enumerate().position(|(k, p)| !used[k] && same(slot, g, p))?;
        used[found] = true;
        Some(found)
    };
    gold.iter().map(partner).collect()
}

impl Score {
    /// Adds a document.
    pub fn add(&mut self, gold: &[Scored], predicted: &[Scored]) {
        let pairs = pair(gold, predicted);
        let exact = pairs.iter().filter(|&&(i, j)| gold[i].kind == predicted[j].kind).count();
        self.tallies[CLAIMS].add(exact, predicted.len(), gold.len());
        self.tallies[FAMILY].add(pairs.len(), predicted.len(), gold.len());
        self.tallies[RECORD].add(exact, predicted.len(), gold.len());
        for slot in 0..SLOTS.len() {
            let hits = pairs
                .iter()
                .map(|&(i, j)| {
                    match_slot(slot, &gold[i].slots[slot], &predicted[j].slots[slot]).iter().flatten().count()
                })
                .sum();
            let all = |claims: &[Scored]| claims.iter().map(|c| c.slots[slot].len()).sum();
            for tally in [FIRST_SLOT + slot, RECORD] {
                self.tallies[tally].add(hits, all(predicted), all(gold));
            }
        }
        let mut partner = vec![None; gold.len()];
        for (i, j) in pairs {
            partner[i] = Some(&predicted[j]);
        }
        for (g, p) in gold.iter().zip(partner) {
            self.add_chain(g, p);
            if let Some(p) = p {
                for (at, (right, all)) in self.accuracies.iter_mut().enumerate() {
                    *right += usize::from(g.factuality[at] == p.factuality[at]);
                    *all += 1;
                }
            }
        }
    }

    fn add_chain(&mut self, gold: &Scored, predicted: Option<&Scored>) {
        let said = |claim: &Scored| !claim.chain().is_empty();
        if !said(gold) && !predicted.is_some_and(said) {
            return;
        }
        let whole = predicted.is_some_and(|p| chain_right(gold, p));
        let origin = predicted.is_some_and(|p| match (gold.chain().last(), p.chain().last()) {
            (Some(g), Some(p)) => same(HOPS, g, p),
            _ => false,
        });
        for (tally, right) in [(CHAIN, whole), (ORIGIN, origin)] {
            let tally = &mut self.tallies[tally];
            tally.tp += usize::from(right);
            tally.fp += usize::from(!right && predicted.is_some_and(said));
            tally.fn_ += usize::from(!right && said(gold));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_like_the_standard() {
        assert_eq!(fold(Some("Al-Qaeda in the  Islamic-Maghreb")), "qaeda in the islamic maghreb");
        assert_eq!(fold(Some("تنظيم")), "");
        assert_eq!(fold(None), "");
    }

    #[test]
    fn nothing_is_no_division_by_zero() {
        assert!(Tally::default().rates().iter().all(|rate| rate.total_cmp(&0.0).is_eq()));
    }

    #[test]
    fn a_better_pair_goes_first() {
        let claim = |kind: &str, at: usize| Scored {
            kind: kind.to_owned(),
            trigger: (at, at + 4),
            content: (at, at + 20),
            ..Scored::default()
        };
        let gold = [claim("violence.kill", 0), claim("violence.attack", 2)];
        let predicted = [claim("violence.attack", 2), claim("violence.attack", 2), claim("unrest.strike", 0)];
        assert_eq!(pair(&gold, &predicted), [(1, 1), (0, 0)]);
    }
}
