//! A decision as one JSON object, with all that finds its claim again: one a line is the format `jsonl`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tawatur::claim::record::CodePoints;

use super::{Anchor, Contents, ExchangeError, Item, Opinion, malformed};
use crate::{
    redact::Dossier,
    review::{Field, Quote},
    row::{Decision, ReviewRow},
};

/// So many code points before and after words say which ones they are.
const AROUND: usize = 32;

/// Words with their place and what stands around them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quoted {
    /// Where they stand, in code points.
    pub span: Option<CodePoints>,
    /// The words.
    pub text: String,
    /// What stands before them.
    pub prefix: String,
    /// What stands after them.
    pub suffix: String,
}

/// A decision on its way. Only `decision` must be there, and enough to find the claim.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Its id.
    #[serde(default)]
    pub review: Option<String>,
    /// The claim's id.
    #[serde(default)]
    pub claim: Option<String>,
    /// The document's id.
    #[serde(default)]
    pub document: Option<String>,
    /// The document's name.
    #[serde(default)]
    pub doc: Option<String>,
    /// The document's address.
    #[serde(default)]
    pub uri: Option<String>,
    /// The claim's type.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// The words that express the event.
    #[serde(default)]
    pub trigger: Option<Quoted>,
    /// The clause.
    #[serde(default)]
    pub content: Option<Quoted>,
    /// What is decided.
    pub decision: Decision,
    /// About which field.
    #[serde(default)]
    pub field: Option<String>,
    /// What it should be.
    #[serde(default)]
    pub value: Option<Value>,
    /// Who decides.
    #[serde(default)]
    pub reviewer: Option<String>,
    /// When.
    #[serde(default)]
    pub time: Option<Timestamp>,
    /// Why.
    #[serde(default)]
    pub note: Option<String>,
}

/// The decisions about the claims of a document.
pub fn entries(dossier: &Dossier) -> impl Iterator<Item = Entry> + '_ {
    let letters: Vec<char> = dossier.document.text.chars().collect();
    dossier.reviews.iter().map(move |review| entry(dossier, review, &letters))
}

/// One of them.
pub fn entry(dossier: &Dossier, review: &ReviewRow, letters: &[char]) -> Entry {
    let slice = |from: usize, to: usize| -> String {
        letters[from.min(letters.len())..to.clamp(from.min(letters.len()), letters.len())].iter().collect()
    };
    let span = review.trigger.span;
    Entry {
        review: Some(review.review.clone()),
        claim: Some(review.claim.clone()),
        document: Some(review.document.clone()),
        doc: Some(dossier.document.name.clone()),
        uri: Some(dossier.document.uri.clone()),
        kind: Some(review.kind.clone()),
        trigger: Some(Quoted {
            span: Some(span),
            text: review.trigger.text.clone(),
            prefix: slice(span[0].saturating_sub(AROUND), span[0]),
            suffix: slice(span[1], span[1] + AROUND),
        }),
        content: Some(Quoted {
            span: Some(review.content.span),
            text: review.content.text.clone(),
            ..Quoted::default()
        }),
        decision: review.decision,
        field: review.field.clone(),
        value: review.value.as_deref().and_then(|value| serde_json::from_str(value).ok()),
        reviewer: Some(review.reviewer.clone()),
        time: Some(review.time),
        note: review.note.clone(),
    }
}

impl Entry {
    /// The decision that it is.
    ///
    /// # Errors
    /// When a claim has no field of that name.
    pub fn item(self, reviewer: &str) -> Result<Item, String> {
        let field = match &self.field {
            None => None,
            Some(name) => Some(Field::named(name).ok_or_else(|| format!("a claim has no field {name}"))?),
        };
        let words = self.trigger.or(self.content);
        Ok(Item {
            review: self.review,
            anchor: Anchor {
                claim: self.claim,
                document: self.document,
                uri: self.uri,
                name: self.doc,
                hash: None,
                kind: self.kind,
                span: words.as_ref().and_then(|words| words.span),
                quote: words.filter(|words| !words.text.is_empty()).map(|words| Quote {
                    exact: words.text,
                    prefix: words.prefix,
                    suffix: words.suffix,
                }),
            },
            opinion: Opinion {
                decision: self.decision,
                field,
                value: self.value,
                reviewer: self.reviewer.unwrap_or_else(|| reviewer.to_owned()),
                time: self.time,
                note: self.note,
            },
        })
    }
}

/// Decisions, one a line.
pub fn read(text: &str, reviewer: &str) -> Result<Contents, ExchangeError> {
    let mut contents = Contents::default();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = || format!("line {}", at + 1);
        let entry: Entry = serde_json::from_str(line).map_err(|error| malformed(place(), &error))?;
        contents.items.push(entry.item(reviewer).map_err(|problem| malformed(place(), &problem))?);
    }
    Ok(contents)
}
