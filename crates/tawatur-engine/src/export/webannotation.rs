//! W3C Web Annotation (Data Model and Vocabulary, Recommendations of 23 February 2017), one page of annotations.
//!
//! A claim is one annotation of its clause, and one of the words of each of its fields that names the claim it belongs
//! to. Words are found by quotation, with what stands before and after, and by position in code points of the document
//! text.

use std::io::Write;

use serde_json::{Value, json};
use tawatur::claim::record::{Claim, CodePoints};

use super::{Context, Export, ExportError, Tally, items::Items, link};
use crate::redact::{Record, Released};

const BEGINNING: &str = r#"{"@context":["http://www.w3.org/ns/anno.jsonld",{"tawatur":"urn:tawatur:term:","role":"tawatur:role","claim":{"@id":"tawatur:claim","@type":"@id"}}],
"id":"urn:tawatur:annotations","type":"AnnotationPage","startIndex":0,"items":["#;

/// So many code points before and after a quotation say which one it is.
const AROUND: usize = 32;

/// A page of annotations.
pub struct WebAnnotation<'a, W> {
    context: Context<'a>,
    items: Items<W>,
    tally: Tally,
}

impl<'a, W: Write> WebAnnotation<'a, W> {
    pub fn new(context: Context<'a>, out: W) -> Result<Self, ExportError> {
        Ok(Self { context, items: Items::new(out, BEGINNING, "\n]}\n")?, tally: Tally::default() })
    }
}

impl<W: Write> Export for WebAnnotation<'_, W> {
    fn record(&mut self, record: &Released<Record>) -> Result<(), ExportError> {
        let Record { document, claims } = record.get();
        self.tally.documents += 1;
        let letters: Vec<char> = document.text.chars().collect();
        let source = link::page(document)
            .map_or_else(|| link::document(&self.context.options, document), str::to_owned);
        for claim in claims {
            let id = link::claim(&self.context.options, claim);
            self.items.push(&json!({
                "id": id,
                "type": "Annotation",
                "motivation": "classifying",
                "generator": {"id": "urn:tawatur:program", "type": "Software", "name": concat!("tawatur ", env!("CARGO_PKG_VERSION"))},
                "body": [
                    {"type": "SpecificResource", "source": link::term("type", &claim.kind), "purpose": "classifying"},
                    {"type": "TextualBody", "value": serde_json::to_string(claim)?, "format": "application/json", "purpose": "describing"},
                ],
                "target": target(&source, &letters, claim.content.span),
            }))?;
            for (role, span, note) in fields(claim) {
                self.items.push(&json!({
                    "id": format!("{id}#{role}-{}-{}", span[0], span[1]),
                    "type": "Annotation",
                    "motivation": "identifying",
                    "role": role,
                    "claim": id,
                    "body": {"type": "TextualBody", "value": note, "format": "text/plain", "purpose": "tagging"},
                    "target": target(&source, &letters, span),
                }))?;
            }
            self.tally.claims += 1;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Tally, ExportError> {
        self.items.finish()?;
        Ok(self.tally)
    }
}

/// The words of a claim's fields: role, span, and what is known of them.
pub fn fields(claim: &Claim) -> Vec<(&'static str, CodePoints, String)> {
    let mut fields = vec![("trigger", claim.trigger.span, claim.kind.clone())];
    for (role, list) in [("actor", &claim.actors), ("target", &claim.targets), ("toward", &claim.toward)] {
        fields
            .extend(list.iter().map(|a| (role, a.span, a.entity.clone().unwrap_or_else(|| role.to_owned()))));
    }
    for place in &claim.places {
        let role = match place.role.as_str() {
            "from" => "place-from",
            "to" => "place-to",
            _ => "place-in",
        };
        fields.push((role, place.span, place.name.clone().unwrap_or_else(|| role.to_owned())));
    }
    if let Some(time) = &claim.time {
        let day = |day: &Option<String>| day.clone().unwrap_or_default();
        fields.push((
            "time",
            time.span,
            format!("{}/{} {}", day(&time.start), day(&time.end), time.precision),
        ));
    }
    for quantity in &claim.quantities {
        let best = quantity.best.or(quantity.low).map_or_else(String::new, |n| format!(" {n}"));
        fields.push(("quantity", quantity.span, format!("{} {}{best}", quantity.of, quantity.qualifier)));
    }
    fields.extend(claim.causes.iter().map(|c| ("cause", c.span, c.code.clone())));
    fields.extend(claim.chain.iter().map(|h| ("source", h.span, h.kind.clone())));
    fields
}

fn target(source: &str, letters: &[char], span: CodePoints) -> Value {
    let slice = |from: usize, to: usize| -> String {
        letters[from.min(letters.len())..to.min(letters.len())].iter().collect()
    };
    json!({
        "source": source,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": slice(span[0], span[1]),
                "prefix": slice(span[0].saturating_sub(AROUND), span[0]),
                "suffix": slice(span[1], span[1] + AROUND),
            },
            {"type": "TextPositionSelector", "start": span[0], "end": span[1]},
        ],
    })
}
