//! W3C Web Annotation: an annotation for each decision, whose motivation is `assessing` and whose target is the trigger by
//! quotation and position.

use std::io::Write;

use serde_json::{Value, json};
use tawatur::claim::record::CodePoints;

use super::{
    Anchor, Contents, Entry, ExchangeError, Item, Opinion,
    entry::{Quoted, entries},
    malformed,
};
use crate::{redact::Dossier, review::Quote, row::Decision};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// Writes a page of annotations.
pub fn write(dossiers: &[&Dossier], out: &mut impl Write) -> Result<(), ExchangeError> {
    let mut items = Vec::new();
    for dossier in dossiers {
        for entry in entries(dossier) {
            items.push(annotation(&dossier.document.uri, &entry)?);
        }
    }
    let page = json!({
        "@context": CONTEXT,
        "id": "urn:tawatur:reviews",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": items,
    });
    serde_json::to_writer(&mut *out, &page)?;
    out.write_all(b"\n")?;
    Ok(())
}

fn annotation(uri: &str, entry: &Entry) -> Result<Value, ExchangeError> {
    let Quoted { span, text, prefix, suffix } = entry.trigger.clone().unwrap_or_default();
    let [start, end] = span.unwrap_or_default();
    let document = format!("urn:tawatur:document:{}", entry.document.as_deref().unwrap_or_default());
    let page = uri.starts_with("http://") || uri.starts_with("https://");
    let mut body = vec![json!({
        "type": "TextualBody",
        "value": word(entry.decision),
        "format": "text/plain",
        "purpose": "assessing",
    })];
    if let Some(note) = &entry.note {
        body.push(json!({
            "type": "TextualBody", "value": note, "format": "text/plain", "purpose": "commenting",
        }));
    }
    body.push(json!({
        "type": "TextualBody",
        "value": serde_json::to_string(entry)?,
        "format": "application/json",
        "purpose": "describing",
    }));
    Ok(json!({
        "id": format!("urn:tawatur:review:{}", entry.review.as_deref().unwrap_or_default()),
        "type": "Annotation",
        "motivation": "assessing",
        "creator": {"type": "Person", "name": entry.reviewer},
        "created": entry.time.map(|time| time.to_string()),
        "body": body,
        "target": {
            "source": if page { uri } else { document.as_str() },
            "selector": [
                {"type": "TextQuoteSelector", "exact": text, "prefix": prefix, "suffix": suffix},
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        },
    }))
}

fn word(decision: Decision) -> &'static str {
    match decision {
        Decision::Accept => "accept",
        Decision::Correct => "correct",
        Decision::Reject => "reject",
    }
}

/// Reads a page, a collection with its pages inside, a list or a single annotation.
pub fn read(text: &str, reviewer: &str) -> Result<Contents, ExchangeError> {
    let whole: Value = serde_json::from_str(text).map_err(|error| malformed("annotations", &error))?;
    let mut contents = Contents::default();
    for (at, annotation) in annotations(&whole).into_iter().enumerate() {
        if !several(&annotation["motivation"]).iter().any(|m| **m == "assessing") {
            *contents.passed.entry("annotations that assess nothing").or_default() += 1;
            continue;
        }
        let place = || format!("annotation {}", at + 1);
        let bodies = several(&annotation["body"]);
        let of = |purpose: &str| {
            bodies.iter().find(|b| b["purpose"] == purpose).and_then(|b| b["value"].as_str().or(b.as_str()))
        };
        let said = of("assessing").or_else(|| bodies.iter().find_map(|body| body.as_str()));
        let said = match said.map(|word| word.trim().to_lowercase()).as_deref() {
            Some("accept" | "accepted") => Some(Decision::Accept),
            Some("reject" | "rejected") => Some(Decision::Reject),
            Some("correct" | "corrected") => Some(Decision::Correct),
            _ => None,
        };
        let entry = bodies
            .iter()
            .filter(|b| b["format"] == "application/json")
            .find_map(|body| serde_json::from_str::<Entry>(body["value"].as_str()?).ok());
        let item = match (entry, said) {
            (Some(entry), said) => {
                let before = entry.decision;
                let mut item = entry.item(reviewer).map_err(|problem| malformed(place(), &problem))?;
                if let Some(decision) = said.filter(|decision| *decision != before) {
                    // Somebody has thought better of it since.
                    (item.review, item.opinion.value, item.opinion.time) = (None, None, None);
                    item.opinion.decision = decision;
                    item.opinion.reviewer = creator(annotation).unwrap_or(item.opinion.reviewer);
                }
                item
            }
            (None, Some(decision)) => Item {
                review: None,
                anchor: anchor(&annotation["target"]),
                opinion: Opinion {
                    decision,
                    field: None,
                    value: None,
                    reviewer: creator(annotation).unwrap_or_else(|| reviewer.to_owned()),
                    time: annotation["created"].as_str().and_then(|time| time.parse().ok()),
                    note: of("commenting").map(str::to_owned),
                },
            },
            (None, None) => {
                *contents.passed.entry("annotations that say neither accept nor reject").or_default() += 1;
                continue;
            }
        };
        contents.items.push(item);
    }
    Ok(contents)
}

/// Annotations, wherever they stand in a document.
fn annotations(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(object) => match (object.get("items"), object.get("first")) {
            (Some(items), _) => several(items),
            (None, Some(first)) => annotations(first),
            (None, None) => vec![value],
        },
        _ => Vec::new(),
    }
}

/// What may stand alone or in a list.
fn several(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

fn creator(annotation: &Value) -> Option<String> {
    let creator = &annotation["creator"];
    let named = ["name", "nickname", "email", "id"].iter().find_map(|key| creator[*key].as_str());
    creator.as_str().or(named).map(str::to_owned)
}

/// What a target says of its words and of where they stand.
fn anchor(target: &Value) -> Anchor {
    let source = target["source"].as_str().or(target["source"]["id"].as_str()).or(target.as_str());
    let selectors = several(&target["selector"]);
    let of = |kind: &str| selectors.iter().find(|selector| selector["type"] == kind);
    let quote = of("TextQuoteSelector").map(|selector| {
        let words = |key: &str| selector[key].as_str().unwrap_or_default().to_owned();
        Quote { exact: words("exact"), prefix: words("prefix"), suffix: words("suffix") }
    });
    let span = of("TextPositionSelector").and_then(|selector| -> Option<CodePoints> {
        let at = |key: &str| selector[key].as_u64().and_then(|n| usize::try_from(n).ok());
        Some([at("start")?, at("end")?])
    });
    let document = source.and_then(|source| source.strip_prefix("urn:tawatur:document:"));
    Anchor {
        document: document.map(str::to_owned),
        uri: source.map(|source| source.split("#:~:").next().unwrap_or(source).to_owned()),
        quote,
        span,
        ..Anchor::default()
    }
}
