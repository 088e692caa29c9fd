//! Invented documents and claims for tests.

use serde_json::{Value, json};
use tawatur::{capture::Document, claim::record::Claim};

use crate::{
    intake::Item,
    ledger::{Capture, Captured},
    row::DocumentRow,
};

/// An item of plain text.
pub fn item(uri: &str, text: &str) -> Item {
    let hint = tawatur::capture::Hint {
        outlet: Some("دفتر اليوم".to_owned()),
        published: Some(jiff::civil::date(2024, 5, 10)),
        ..tawatur::capture::Hint::named(uri)
    };
    Item {
        label: uri.to_owned(),
        uri: uri.to_owned(),
        name: uri.to_owned(),
        media_type: Some("text/plain".to_owned()),
        captured: None,
        hint,
        bytes: text.as_bytes().to_vec(),
    }
}

/// What capture makes of it.
pub fn document(item: &Item) -> Document {
    tawatur::capture::read(&item.bytes, &item.hint).unwrap()
}

/// The words of a text with their place.
fn words(text: &str, words: &str, more: &Value) -> Value {
    let at = text.find(words).unwrap();
    let start = text[..at].chars().count();
    let mut value = json!({ "span": [start, start + words.chars().count()], "text": words });
    value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    value
}

/// A claim in a text that says "قال ناشط إن مسلحين انسحبوا من بلدة الرملة أمس", with everything that a claim can have.
pub fn claim(name: &str, text: &str) -> Claim {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    serde_json::from_value(json!({
        "claim": format!("{}", &hash[..16]),
        "doc": name,
        "type": "control.withdraw",
        "trigger": words(text, "انسحبوا", &json!({})),
        "content": words(text, "مسلحين انسحبوا من بلدة الرملة أمس", &json!({})),
        "actors": [words(text, "مسلحين", &json!({ "entity": null, "id": null }))],
        "targets": [],
        "toward": [],
        "places": [words(text, "بلدة الرملة", &json!({
            "role": "from", "name": "Al-Ramla", "country": "SY", "admin1": "Homs", "lat": 34.5, "lon": 36.25,
            "id": "tw:ramla", "precision": "town", "parts": ["north"],
            "container": { "name": "Homs", "id": "tw:homs" },
            "candidates": [{ "id": "tw:ramla", "name": "Al-Ramla", "country": null, "score": -2 }],
        }))],
        "time": words(text, "أمس", &json!({ "start": "2024-05-09", "end": null, "precision": "day" })),
        "quantities": [words(text, "مسلحين", &json!({
            "of": "actors", "low": 2, "high": null, "best": 2.5, "qualifier": "vague",
        }))],
        "causes": [],
        "polarity": "+",
        "certainty": "certain",
        "tense": "past",
        "chain": [
            words(text, "ناشط", &json!({
                "kind": "activist", "named": "unnamed", "entity": null, "cue": "قال", "stance": "neutral",
            })),
        ],
        "score": 0.75,
        "rules": ["frame:control.withdraw"],
        "codebook": "invented@0",
    }))
    .unwrap()
}

/// A text with that claim in it, and a number to tell it from others.
pub fn text(number: usize) -> String {
    format!("الخبر {number}.\nقال ناشط إن مسلحين انسحبوا من بلدة الرملة أمس.")
}

/// What was read of an item: one claim.
pub fn captured(item: &Item) -> Captured {
    let document = document(item);
    let claims = vec![claim(&document.name, &document.text)];
    Captured::new(item, Capture::new(item), &document, "text", claims, Vec::new())
}

/// A row of `documents`.
pub fn row(number: usize) -> DocumentRow {
    captured(&item(&format!("/invented/{number}.txt"), &text(number))).document().clone()
}
