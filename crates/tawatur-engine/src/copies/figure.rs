//! Figures of a text, and those that differ between two texts that are otherwise the same.

use std::{collections::BTreeMap, ops::Range};

use jiff::civil::Date;
use tawatur::{
    claim::record::CodePoints,
    text::{CodePointIndex, Text, Tokens},
    value::{NumberKind, TimeKind, Values},
};

use super::{
    align::Pair,
    copy::{Figure, Quantity},
    prepared::Prepared,
};

/// A figure of a text with the words that tell it.
#[derive(Debug)]
pub(super) struct Told {
    /// Its words, by position among those of the document.
    pub(super) words: Range<u32>,
    pub(super) figure: Figure,
}

/// The figures of a document: numbers that are no names, and dates. Those in the furniture are left out.
pub(super) fn told(document: &Prepared) -> Vec<Told> {
    let text = Text::new(&document.text);
    let points = CodePointIndex::new(&document.text);
    let mut values = Values::default();
    values.read(&text, document.published.map(super::Published::day));
    let numbers = values
        .numbers()
        .iter()
        .filter(|n| !n.in_date && !matches!(n.kind, NumberKind::Label | NumberKind::YearLike))
        .map(|n| {
            let value = Quantity::Number { low: n.low, high: n.high, best: n.best, qualifier: n.qualifier };
            (&n.tokens, value)
        });
    let dates = values
        .dates()
        .iter()
        .filter(|d| d.kind == TimeKind::Date && (d.start.is_some() || d.end.is_some()))
        .map(|d| (&d.tokens, Quantity::Time { start: d.start, end: d.end }));
    let figure = |(tokens, value): (&Tokens, Quantity)| {
        let span = text.span(tokens);
        let span = [points.of(text.doc(), span.start()), points.of(text.doc(), span.end())];
        let words = within(document, span);
        (!words.is_empty())
            .then(|| Told { words, figure: Figure { span, text: text.words(tokens).to_owned(), value } })
    };
    let mut told: Vec<Told> = numbers.chain(dates).filter_map(figure).collect();
    told.sort_by_key(|t| (t.words.start, t.words.end));
    told
}

/// The words of a document that stand in a span.
fn within(document: &Prepared, span: CodePoints) -> Range<u32> {
    let first = document.words.partition_point(|w| (w.start as usize) < span[0]);
    let end = document.words.partition_point(|w| (w.start as usize) < span[1]);
    first as u32..end as u32
}

/// The figures of a passage that differ, by position among those of either text: such as stand in the place of each
/// other, are told in other words and say something else.
pub(super) fn differing(docs: [&Prepared; 2], passage: &[Pair]) -> Vec<[usize; 2]> {
    let told = docs.map(Prepared::figures);
    let at = |side: usize, word: u32| -> Vec<usize> {
        let figures: &[Told] = told[side];
        // Figures are short: those that begin some words before may reach here.
        let from = figures.partition_point(|t| t.words.start + 16 < word);
        let to = figures.partition_point(|t| t.words.start <= word);
        (from..to).filter(|&f| figures[f].words.contains(&word)).collect()
    };
    let mut together: BTreeMap<[usize; 2], u32> = BTreeMap::new();
    for [a, b] in side_by_side(passage) {
        for one in at(0, a) {
            for two in at(1, b) {
                *together.entry([one, two]).or_default() += 1;
            }
        }
    }
    // Most words together first; each figure has one counterpart.
    let mut order: Vec<([usize; 2], u32)> = together.into_iter().collect();
    order.sort_by_key(|&([one, two], words)| (std::cmp::Reverse(words), one + two, one));
    let mut used: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    let mut differing = Vec::new();
    for ([one, two], _) in order {
        if used[0].contains(&one) || used[1].contains(&two) {
            continue;
        }
        let (x, y) = (&told[0][one], &told[1][two]);
        if std::mem::discriminant(&x.figure.value) != std::mem::discriminant(&y.figure.value) {
            continue;
        }
        used[0].push(one);
        used[1].push(two);
        let spelled = [(docs[0], x), (docs[1], y)]
            .map(|(doc, t)| doc.skeletons(t.words.start as usize, t.words.end as usize));
        if spelled[0] != spelled[1] && differ(&x.figure.value, &y.figure.value) {
            differing.push([one, two]);
        }
    }
    differing.sort_unstable();
    differing
}

/// Words of the two texts that stand in the same place: those that are the same, and of others between them the first
/// beside the first.
fn side_by_side(passage: &[Pair]) -> Vec<[u32; 2]> {
    let mut beside = Vec::new();
    let mut before: Option<&Pair> = None;
    for pair in passage {
        if let Some(before) = before {
            let gap = [0, 1].map(|s| pair.at[s] - before.end(s));
            beside.extend((0..gap[0].min(gap[1])).map(|k| [before.end(0) + k, before.end(1) + k]));
        }
        for k in 0..pair.len[0].max(pair.len[1]) {
            beside.push([0, 1].map(|s| pair.at[s] + k.min(pair.len[s] - 1)));
        }
        before = Some(pair);
    }
    beside
}

/// Whether two figures say something else: other numbers, be they as exact as they will, or days apart. What is a day
/// apart is told by one outlet in the evening and by the other for the morning (اليوم, أمس), and a part of a time is no
/// other time.
fn differ(one: &Quantity, two: &Quantity) -> bool {
    let other = |x: f64, y: f64| (x - y).abs() > 1e-9 * x.abs().max(y.abs());
    let apart = |end: Option<Date>, start: Option<Date>| {
        end.zip(start).is_some_and(|(end, start)| end.until(start).is_ok_and(|gap| gap.get_days() > 1))
    };
    match (one, two) {
        (
            &Quantity::Number { low, high, best, .. },
            &Quantity::Number { low: low_two, high: high_two, best: best_two, .. },
        ) => match (best, best_two) {
            (Some(best), Some(best_two)) => other(best, best_two),
            // One is a range or vague: it says something else where it leaves no room for the other.
            _ => [(high.or(best), low_two.or(best_two)), (high_two.or(best_two), low.or(best))]
                .into_iter()
                .any(|(high, low)| high.zip(low).is_some_and(|(high, low)| high < low && other(high, low))),
        },
        (&Quantity::Time { start, end }, &Quantity::Time { start: start_two, end: end_two }) => {
            apart(end, start_two) || apart(end_two, start)
        }
        _ => false,
    }
}
