//! Tasks of Label Studio: a document and a reviewer each, the claims as they were read as a prediction, and as an
//! annotation what he left of them.
//!
//! Who submits an annotation has gone through all claims that its prediction shows: one that is gone is rejected, one
//! that is as it was is accepted.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
};

use jiff::Timestamp;
use serde_json::{Value, json};
use tawatur::claim::record::{Claim, CodePoints};

use super::{
    Anchor, Contents, Entry, ExchangeError,
    entry::entry,
    malformed,
    marked::{Marked, Verdict},
};
use crate::{
    export::labelstudio::regions_of,
    redact::Dossier,
    review::{Quote, Standing, corrected},
    row::{DocumentRow, ReviewRow},
};

/// Writes the tasks.
pub fn write(dossiers: &[&Dossier], out: &mut impl Write) -> Result<(), ExchangeError> {
    let mut tasks = Vec::new();
    for dossier in dossiers {
        let letters: Vec<char> = dossier.document.text.chars().collect();
        let mut by_reviewer: BTreeMap<&str, Vec<&ReviewRow>> = BTreeMap::new();
        for review in &dossier.reviews {
            by_reviewer.entry(&review.reviewer).or_default().push(review);
        }
        for (reviewer, reviews) in by_reviewer {
            let of = |claim: &Claim| -> Vec<&ReviewRow> {
                reviews.iter().copied().filter(|review| review.claim == claim.claim).collect()
            };
            let shown: Vec<&Claim> = dossier.claims.iter().filter(|claim| !of(claim).is_empty()).collect();
            let kept: Vec<Claim> = shown
                .iter()
                .filter(|claim| Standing::of(of(claim)) != Standing::Rejected)
                .map(|claim| corrected(claim, of(claim)))
                .collect();
            let entries: Vec<Entry> = reviews.iter().map(|review| entry(dossier, review, &letters)).collect();
            tasks.push(json!({
                "data": {
                    "text": dossier.document.text,
                    "document": dossier.document.id,
                    "name": dossier.document.name,
                    "title": dossier.document.title,
                    "outlet": dossier.document.outlet,
                    "published": dossier.document.published.map(|day| day.to_string()),
                    "reviewer": reviewer,
                    "reviews": entries,
                },
                "predictions": [{
                    "model_version": shown.first().map_or("", |claim| claim.codebook.as_str()),
                    "result": regions(shown.into_iter()),
                }],
                "annotations": [{
                    "created_at": reviews.iter().map(|review| review.time).max().map(|time| time.to_string()),
                    "result": regions(kept.iter()),
                }],
            }));
        }
    }
    serde_json::to_writer(&mut *out, &tasks)?;
    out.write_all(b"\n")?;
    Ok(())
}

fn regions<'c>(claims: impl Iterator<Item = &'c Claim>) -> Vec<Value> {
    let (mut result, mut seen) = (Vec::new(), BTreeSet::new());
    for claim in claims {
        regions_of(claim, &mut seen, &mut result);
    }
    result
}

/// Reads tasks, as Label Studio exports them.
pub fn read(text: &str, reviewer: &str) -> Result<Contents, ExchangeError> {
    let tasks: Vec<Value> = serde_json::from_str(text).map_err(|error| malformed("tasks", &error))?;
    let mut contents = Contents::default();
    for (at, task) in tasks.iter().enumerate() {
        let wrong = |problem: &str| malformed(format!("task {}", at + 1), &problem);
        let data = &task["data"];
        let entries: Vec<Entry> = match &data["reviews"] {
            Value::Null => Vec::new(),
            entries => serde_json::from_value(entries.clone()).map_err(|error| wrong(&error.to_string()))?,
        };
        for entry in entries {
            contents.items.push(entry.item(reviewer).map_err(|problem| wrong(&problem))?);
        }
        let annotations = list(&task["annotations"]);
        let whole: Vec<&Value> = annotations.iter().filter(|a| a["was_cancelled"] != json!(true)).collect();
        if whole.is_empty() {
            *contents.passed.entry("tasks that nobody annotated").or_default() += 1;
        }
        let shown: Vec<Shown> =
            list(&task["predictions"]).iter().flat_map(|p| shown(list(&p["result"]))).collect();
        for annotation in whole {
            let person = annotation["completed_by"]["email"].as_str().or(data["reviewer"].as_str());
            let moment = annotation["updated_at"].as_str().or(annotation["created_at"].as_str());
            let other = annotation["completed_by"]["email"].is_string();
            let by = By {
                reviewer: person.unwrap_or(reviewer),
                review: data["reviews"][0]["review"].as_str().filter(|_| !other),
                time: moment.and_then(|moment| moment.parse().ok()),
                data,
            };
            take(&by, list(&annotation["result"]), &shown, &mut contents);
        }
    }
    Ok(contents)
}

/// Whose annotation it is, and of what.
struct By<'t> {
    reviewer: &'t str,
    review: Option<&'t str>,
    time: Option<Timestamp>,
    data: &'t Value,
}

/// A region that is the trigger of a claim.
struct Shown {
    id: String,
    kind: String,
    span: CodePoints,
    text: String,
}

impl Shown {
    /// The claim's id, which the export begins the region's with.
    fn claim(&self) -> Option<&str> {
        let mut parts = self.id.rsplitn(3, '-');
        let (_, _) = (parts.next()?, parts.next()?);
        parts.next()
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn span(region: &Value) -> Option<CodePoints> {
    let at = |key: &str| region["value"][key].as_u64().and_then(|n| usize::try_from(n).ok());
    Some([at("start")?, at("end")?])
}

fn shown(result: &[Value]) -> Vec<Shown> {
    result
        .iter()
        .filter(|region| region["from_name"] == "type")
        .filter_map(|region| {
            Some(Shown {
                id: region["id"].as_str()?.to_owned(),
                kind: region["value"]["labels"][0].as_str()?.to_owned(),
                span: span(region)?,
                text: region["value"]["text"].as_str().unwrap_or_default().to_owned(),
            })
        })
        .collect()
}

fn take(by: &By<'_>, result: &[Value], shown_before: &[Shown], contents: &mut Contents) {
    let now = shown(result);
    let spans: BTreeMap<&str, CodePoints> = result
        .iter()
        .filter(|region| region["from_name"] == "field")
        .filter_map(|region| Some((region["id"].as_str()?, span(region)?)))
        .collect();
    for trigger in &now {
        if trigger.claim().is_none() {
            *contents
                .passed
                .entry("claims that were not read, which no decision can be about")
                .or_default() += 1;
            continue;
        }
        let mut marked = by.marked(trigger, Verdict::Present);
        for relation in result.iter().filter(|r| r["type"] == "relation" && r["from_id"] == trigger.id) {
            let to = relation["to_id"].as_str().and_then(|id| spans.get(id));
            if let (Some(role), Some(&span)) = (relation["labels"][0].as_str(), to) {
                marked.words.insert((role.to_owned(), span));
            }
        }
        for field in ["polarity", "certainty", "tense"] {
            let choice = result.iter().find(|r| r["id"] == trigger.id && r["from_name"] == field);
            if let Some(chosen) = choice.and_then(|choice| choice["value"]["choices"][0].as_str()) {
                marked.factuality.insert(field, chosen.to_owned());
            }
        }
        contents.marked.push(marked);
    }
    let gone = shown_before
        .iter()
        .filter(|before| before.claim().is_some() && !now.iter().any(|t| t.claim() == before.claim()));
    contents.marked.extend(gone.map(|before| by.marked(before, Verdict::Absent)));
}

impl By<'_> {
    fn marked(&self, trigger: &Shown, verdict: Verdict) -> Marked {
        let said = |key: &str| self.data[key].as_str().map(str::to_owned);
        Marked {
            anchor: Anchor {
                claim: trigger.claim().map(str::to_owned),
                document: said("document"),
                name: said("name"),
                hash: self.data["text"].as_str().map(DocumentRow::hash),
                quote: Some(Quote { exact: trigger.text.clone(), ..Quote::default() }),
                span: Some(trigger.span),
                ..Anchor::default()
            },
            kind: trigger.kind.clone(),
            trigger: trigger.span,
            words: BTreeSet::new(),
            factuality: BTreeMap::new(),
            verdict,
            reviewer: self.reviewer.to_owned(),
            review: self.review.map(str::to_owned),
            time: self.time,
        }
    }
}
