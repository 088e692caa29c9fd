//! The figures of a score, as a table and as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{
    reliability::Reliability,
    score::{ACCURACIES, Score, TALLIES},
};

/// Four decimals, as the standard's own scorer rounds.
pub fn rounded(value: f64) -> f64 {
    format!("{value:.4}").parse().unwrap_or(value)
}

#[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 claims")]
fn accuracy((right, all): (usize, usize)) -> f64 {
    rounded(right as f64 / all as f64)
}

/// All measures of a score.
fn measures(score: &Score) -> Map<String, Value> {
    let mut report = Map::new();
    for (name, tally) in TALLIES.iter().zip(score.tallies) {
        let [precision, recall, f1] = tally.rates().map(rounded);
        let row = json!({"precision": precision, "recall": recall, "f1": f1, "gold": tally.tp + tally.fn_});
        report.insert((*name).to_owned(), row);
    }
    for (name, counts) in ACCURACIES.iter().zip(score.accuracies).filter(|(_, (_, all))| *all > 0) {
        report.insert((*name).to_owned(), json!({"accuracy": accuracy(counts), "gold": counts.1}));
    }
    report
}

/// The figures by measure; those of each document under `documents`, when there are any, and what scores are worth
/// under `reliability`.
pub fn json(all: &Score, each: &[(&str, Score)], reliability: &Reliability) -> Value {
    let mut report = measures(all);
    if let Some(reliability) = reliability.report() {
        report.insert("reliability".to_owned(), json!(reliability));
    }
    if !each.is_empty() {
        let documents =
            each.iter().map(|(name, score)| ((*name).to_owned(), Value::Object(measures(score)))).collect();
        report.insert("documents".to_owned(), Value::Object(documents));
    }
    Value::Object(report)
}

/// One line a measure; before them one line a document, when there are any, and after them what scores are worth.
pub fn table(
    out: &mut impl Write,
    all: &Score,
    each: &[(&str, Score)],
    reliability: &Reliability,
) -> io::Result<()> {
    let width = each.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    for (name, score) in each {
        write!(out, "{name:<width$}")?;
        for (at, measure) in TALLIES.iter().enumerate() {
            if matches!(*measure, "claims" | "record" | "chain") {
                let tally = score.tallies[at];
                let [_, _, f1] = tally.rates().map(rounded);
                write!(out, "  {measure} f1 {f1:.3} gold {:<3}", tally.tp + tally.fn_)?;
            }
        }
        writeln!(out)?;
    }
    if !each.is_empty() {
        writeln!(out)?;
    }
    for (name, tally) in TALLIES.iter().zip(all.tallies) {
        let [precision, recall, f1] = tally.rates().map(rounded);
        let gold = tally.tp + tally.fn_;
        writeln!(out, "{name:<11}precision {precision:.3}  recall {recall:.3}  f1 {f1:.3}  gold {gold}")?;
    }
    for (name, counts) in ACCURACIES.iter().zip(all.accuracies).filter(|(_, (_, all))| *all > 0) {
        writeln!(out, "{name:<11}accuracy {:.3}  gold {}", accuracy(counts), counts.1)?;
    }
    reliability.report().map_or(Ok(()), |r| r.write(out))
}
