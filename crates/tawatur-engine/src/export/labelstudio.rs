//! Tasks of Label Studio (JSON of version 1): a document is a task, its claims a prediction to correct.
//!
//! A claim's trigger is a region labelled with its type; the words of its fields are regions that relations tie to it,
//! and polarity, certainty and tense choices on the trigger. Positions are in code points, as Label Studio counts them.
//! [`config`] is the labelling interface that the tasks are made for.

use std::{collections::BTreeSet, fmt::Write as _, io::Write};

use serde_json::{Value, json};
use tawatur::{
    claim::record::{Claim, CodePoints},
    codebook::Codebook,
};

use super::{Context, Export, ExportError, Tally, items::Items, webannotation::fields};
use crate::redact::{Record, Released};

/// A list of tasks.
pub struct LabelStudio<'a, W> {
    context: Context<'a>,
    tasks: Items<W>,
    tally: Tally,
}

impl<'a, W: Write> LabelStudio<'a, W> {
    pub(super) fn new(context: Context<'a>, out: W) -> Result<Self, ExportError> {
        Ok(Self { context, tasks: Items::new(out, "[", "\n]\n")?, tally: Tally::default() })
    }
}

/// Choices on a trigger, and their values.
const CHOICES: &[(&str, &[&str])] = &[
    ("polarity", &["affirmed", "denied"]),
    ("certainty", &["certain", "probable", "possible", "unspecified"]),
    ("tense", &["past", "present", "future", "hypothetical"]),
];

/// Labels of the fields of claims.
const FIELDS: &[&str] = &[
    "actor",
    "target",
    "toward",
    "place-in",
    "place-from",
    "place-to",
    "time",
    "quantity",
    "cause",
    "source",
];

impl<W: Write> Export for LabelStudio<'_, W> {
    fn record(&mut self, record: &Released<Record>) -> Result<(), ExportError> {
        let Record { document, claims } = record.get();
        self.tally.documents += 1;
        let mut result: Vec<Value> = Vec::new();
        let mut regions = BTreeSet::new();
        let mut score = 0.0;
        for claim in claims {
            regions_of(claim, &mut regions, &mut result);
            score += claim.score;
            self.tally.claims += 1;
        }
        #[expect(clippy::cast_precision_loss, reason = "no document has 2^52 claims")]
        let score = if claims.is_empty() { 0.0 } else { score / claims.len() as f64 };
        let model = claims.first().map_or_else(|| self.context.codebook.label(), |c| c.codebook.clone());
        self.tasks.push(&json!({
            "data": {
                "text": document.text,
                "document": document.id,
                "name": document.name,
                "title": document.title,
                "outlet": document.outlet,
                "published": document.published.map(|d| d.to_string()),
            },
            "predictions": [{"model_version": model, "score": score, "result": result}],
        }))
    }

    fn finish(self: Box<Self>) -> Result<Tally, ExportError> {
        self.tasks.finish()?;
        Ok(self.tally)
    }
}

/// The regions and relations of a claim; `regions` are those that stand there already.
pub(crate) fn regions_of(claim: &Claim, regions: &mut BTreeSet<String>, result: &mut Vec<Value>) {
    let trigger = region_id(&claim.claim, claim.trigger.span);
    let value = |span: CodePoints, text: &str| json!({"start": span[0], "end": span[1], "text": text});
    let with = |mut value: Value, key: &str, label: &str| {
        value[key] = json!([label]);
        value
    };
    let at = value(claim.trigger.span, &claim.trigger.text);
    result.push(region(&trigger, "type", "labels", &with(at.clone(), "labels", &claim.kind)));
    let polarity = if claim.polarity == "-" { "denied" } else { "affirmed" };
    for ((name, _), chosen) in CHOICES.iter().zip([polarity, &claim.certainty, &claim.tense]) {
        result.push(region(&trigger, name, "choices", &with(at.clone(), "choices", chosen)));
    }
    let words = words_of(claim);
    for (field, span, _) in fields(claim).into_iter().filter(|(field, ..)| *field != "trigger") {
        let id = region_id(field, span);
        if regions.insert(id.clone()) {
            let text = words.iter().find(|(s, _)| *s == span).map_or("", |(_, text)| text);
            result.push(region(&id, "field", "labels", &with(value(span, text), "labels", field)));
        }
        result.push(json!({"type": "relation", "from_id": trigger, "to_id": id, "direction": "right", "labels": [field]}));
    }
}

/// The words of each field, by their span.
fn words_of(claim: &Claim) -> Vec<(CodePoints, &str)> {
    let arguments =
        claim.actors.iter().chain(&claim.targets).chain(&claim.toward).map(|a| (a.span, a.text.as_str()));
    let places = claim.places.iter().map(|p| (p.span, p.text.as_str()));
    let time = claim.time.iter().map(|t| (t.span, t.text.as_str()));
    let quantities = claim.quantities.iter().map(|q| (q.span, q.text.as_str()));
    let causes = claim.causes.iter().map(|c| (c.span, c.text.as_str()));
    let hops = claim.chain.iter().map(|h| (h.span, h.text.as_str()));
    arguments.chain(places).chain(time).chain(quantities).chain(causes).chain(hops).collect()
}

fn region(id: &str, from: &str, kind: &str, value: &Value) -> Value {
    json!({"id": id, "from_name": from, "to_name": "text", "type": kind, "value": value})
}

fn region_id(of: &str, span: CodePoints) -> String {
    format!("{of}-{}-{}", span[0], span[1])
}

/// The labelling interface, as its settings take it.
pub fn config(codebook: &Codebook) -> String {
    let mut out = String::from("<View>\n  <Labels name=\"type\" toName=\"text\" choice=\"single\">\n");
    for kind in &codebook.types {
        let _ = writeln!(out, "    <Label value=\"{}\" hint=\"{}\"/>", escaped(&kind.id), escaped(&kind.en));
    }
    out.push_str("  </Labels>\n  <Labels name=\"field\" toName=\"text\" choice=\"single\">\n");
    for field in FIELDS {
        let _ = writeln!(out, "    <Label value=\"{field}\"/>");
    }
    out.push_str("  </Labels>\n  <Relations>\n");
    for field in FIELDS {
        let _ = writeln!(out, "    <Relation value=\"{field}\"/>");
    }
    out.push_str("  </Relations>\n  <Text name=\"text\" value=\"$text\" granularity=\"word\"/>\n");
    for (name, values) in CHOICES {
        let _ =
            writeln!(out, "  <Choices name=\"{name}\" toName=\"text\" perRegion=\"true\" choice=\"single\">");
        for value in *values {
            let _ = writeln!(out, "    <Choice value=\"{value}\"/>");
        }
        out.push_str("  </Choices>\n");
    }
    out.push_str("</View>\n");
    out
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
