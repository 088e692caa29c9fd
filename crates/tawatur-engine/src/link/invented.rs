//! Invented claims for tests.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::Fact;
use crate::row::ClaimRow;

/// A claim in the making.
#[derive(Clone)]
pub(crate) struct Invented {
    outlet: String,
    published: Option<Date>,
    claim: Value,
}

impl Invented {
    /// A claim of an outlet's document, which is called as the outlet is.
    pub(crate) fn new(outlet: &str, claim: &str, kind: &str) -> Self {
        let words = json!({"span": [0, 3], "text": "خبر"});
        let claim = json!({
            "claim": claim, "doc": outlet, "type": kind, "trigger": words, "content": words, "actors": [], "targets": [],
            "toward": [], "places": [], "time": null, "quantities": [], "causes": [], "polarity": "+",
            "certainty": "certain", "tense": "past", "chain": [], "score": 0.9, "rules": [], "codebook": "invented",
        });
        Self { outlet: outlet.to_owned(), published: None, claim }
    }

    pub(crate) fn published(mut self, day: Date) -> Self {
        self.published = Some(day);
        self
    }

    pub(crate) fn content(mut self, text: &str) -> Self {
        let first = text.split(' ').next().unwrap_or_default();
        self.claim["trigger"] = json!({"span": [0, first.chars().count()], "text": first});
        self.claim["content"] = json!({"span": [0, text.chars().count()], "text": text});
        self
    }

    /// Another word of the content as the trigger.
    pub(crate) fn trigger(mut self, word: &str) -> Self {
        let content = self.claim["content"]["text"].as_str().expect("the content is text");
        let (before, _) = content.split_once(word).expect("the word stands in the content");
        let start = before.chars().count();
        self.claim["trigger"] = json!({"span": [start, start + word.chars().count()], "text": word});
        self
    }

    pub(crate) fn place(mut self, name: &str, id: &str, lat: f64, lon: f64) -> Self {
        self.push("places", json!({
            "span": [0, 3], "text": name, "role": "in", "name": name, "country": "XX", "admin1": name, "lat": lat,
            "lon": lon, "id": id, "precision": "town",
        }));
        self
    }

    pub(crate) fn day(mut self, day: Date) -> Self {
        self.claim["time"] =
            json!({"span": [0, 3], "text": "day", "start": day, "end": day, "precision": "day"});
        self
    }

    /// What a field says stands far from the clause.
    pub(crate) fn elsewhere(mut self, field: &str) -> Self {
        self.claim[field]["span"] = json!([900, 903]);
        self
    }

    /// Somebody who is known by name does it.
    pub(crate) fn actor(mut self, id: &str, text: &str) -> Self {
        self.push("actors", json!({ "span": [0, 3], "text": text, "entity": id, "id": id }));
        self
    }

    pub(crate) fn killed(mut self, figure: f64) -> Self {
        self.push("quantities", json!({
            "span": [0, 3], "text": format!("{figure} قتيلا"), "of": "killed", "low": figure, "high": figure,
            "best": figure, "qualifier": "exact",
        }));
        self
    }

    pub(crate) fn hop(mut self, kind: &str, named: &str, entity: Option<&str>, text: &str) -> Self {
        self.push(
            "chain",
            json!({
                "span": [0, 3], "text": text, "kind": kind, "named": named, "entity": entity, "cue": null,
                "stance": "neutral",
            }),
        );
        self
    }

    pub(crate) fn denied(mut self) -> Self {
        self.claim["polarity"] = json!("-");
        self
    }

    pub(crate) fn fact(self) -> Fact {
        Fact::new(&self.row(), None, None)
    }

    /// The claim as it stands in a ledger.
    pub(crate) fn row(self) -> ClaimRow {
        ClaimRow {
            document: self.outlet.clone(),
            outlet: Some(self.outlet),
            published: self.published,
            claim: serde_json::from_value(self.claim).expect("an invented claim has all fields"),
        }
    }

    fn push(&mut self, field: &str, value: Value) {
        self.claim[field].as_array_mut().expect("the field is a list").push(value);
    }
}
