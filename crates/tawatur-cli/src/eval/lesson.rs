//! Lessons: what was weighed for the claims of annotated documents, each candidate with the answer of the annotation.

use std::{
    io::{self, Write},
    path::Path,
};

use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};
use tawatur::Reader;

use super::{
    gold::{self, Filler, SLOTS, Span},
    score::{pair, same},
};
use crate::input;

/// The slot that a decision fills; none for the claim itself.
fn slot(decision: &str) -> Option<usize> {
    let name = match decision {
        "actor" => "actors",
        "target" => "targets",
        "place" => "places",
        "time" => "time",
        "quantity" => "quantities",
        _ => return None,
    };
    SLOTS.iter().position(|s| *s == name)
}

/// One candidate of one claim.
#[derive(Debug, Serialize)]
struct Lesson<'a> {
    doc: &'a str,
    claim: &'a str,
    decision: &'a str,
    /// Where the claim's trigger stands, in code points.
    trigger: Span,
    /// The claim's type.
    #[serde(rename = "type")]
    kind: &'a str,
    /// Where the candidate stands, in code points; null for the claim itself.
    span: Value,
    /// Which filler of the annotated slot it is, counted from 0; for the claim itself 0 when it is right; null when wrong.
    answer: Option<usize>,
    /// How many fillers the annotated slot has.
    wanted: usize,
    features: &'a [String],
}

/// Writes the candidates of all claims that the annotation of `dir` has too, one a line; of the others only whether they
/// are claims.
pub fn write(reader: &Reader, dir: &Path) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut worker = reader.worker();
    for document in gold::gold(dir)? {
        let (text, _) = input::document(&input::file(&document.text)?, &reader.codebook().furniture)?;
        let (analysis, examples) = worker.examples(&text);
        let predicted = analysis.claims.iter().map(gold::prediction).collect::<Result<Vec<_>>>()?;
        let pairs = pair(&document.claims, &predicted);
        for example in &examples {
            let Some(at) = analysis.claims.iter().position(|c| c.claim == example.claim) else { continue };
            let partner = pairs.iter().find(|&&(_, j)| j == at).map(|&(i, _)| &document.claims[i]);
            let candidate = json!(example.candidate);
            let (answer, wanted) = match (slot(example.decision), partner) {
                (None, partner) => {
                    (partner.filter(|g| g.kind == predicted[at].kind).map(|_| 0), document.claims.len())
                }
                (Some(_), None) => continue,
                (Some(slot), Some(gold)) => {
                    let filler: Filler = gold::candidate(&candidate)?;
                    (gold.slots[slot].iter().position(|g| same(slot, g, &filler)), gold.slots[slot].len())
                }
            };
            let span = candidate.get("span").cloned().unwrap_or(Value::Null);
            let features = &example.features;
            let lesson = Lesson {
                doc: &document.name,
                claim: &example.claim,
                decision: example.decision,
                trigger: predicted[at].trigger,
                kind: &predicted[at].kind,
                span,
                answer,
                wanted,
                features,
            };
            serde_json::to_writer(&mut out, &lesson)?;
            writeln!(out)?;
        }
    }
    Ok(out.flush()?)
}
