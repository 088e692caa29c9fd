//! Provenance of claims: PROV-O (W3C Recommendation of 30 April 2013) in JSON-LD 1.1, with its context inside.
//!
//! A claim was quoted from its document, which is attributed to its outlet. A chain of sources is a chain of
//! statements, each quoted from the next and attributed to who made it; the origin is quoted from nobody. That the
//! program read the document, by which codebook, is an activity.

use std::{collections::BTreeSet, io::Write};

use serde_json::{Value, json};
use tawatur::claim::{
    record::{Claim, Hop},
    wording,
};

use super::{Context, Export, ExportError, Tally, items::Items, link};
use crate::{
    redact::{Record, Released},
    row::DocumentRow,
};

const BEGINNING: &str = r#"{"@context":{
"prov":"http://www.w3.org/ns/prov#","xsd":"http://www.w3.org/2001/XMLSchema#","rdfs":"http://www.w3.org/2000/01/rdf-schema#",
"dcterms":"http://purl.org/dc/terms/","tawatur":"urn:tawatur:term:",
"label":"rdfs:label","title":"dcterms:title","date":{"@id":"dcterms:issued","@type":"xsd:date"},
"value":"prov:value","time":{"@id":"prov:generatedAtTime","@type":"xsd:dateTime"},
"attributedTo":{"@id":"prov:wasAttributedTo","@type":"@id"},"quotedFrom":{"@id":"prov:wasQuotedFrom","@type":"@id"},
"generatedBy":{"@id":"prov:wasGeneratedBy","@type":"@id"},"used":{"@id":"prov:used","@type":"@id"},
"associatedWith":{"@id":"prov:wasAssociatedWith","@type":"@id"},"source":{"@id":"dcterms:source","@type":"@id"},
"type":"tawatur:type","polarity":"tawatur:polarity","certainty":"tawatur:certainty","tense":"tawatur:tense",
"score":"tawatur:score","kind":"tawatur:kind","named":"tawatur:named","cue":"tawatur:cue","stance":"tawatur:stance"
},"@graph":["#;

/// A graph.
pub struct Prov<'a, W> {
    context: Context<'a>,
    graph: Items<W>,
    tally: Tally,
    /// Agents and activities that were written.
    known: BTreeSet<String>,
}

impl<'a, W: Write> Prov<'a, W> {
    pub fn new(context: Context<'a>, out: W) -> Result<Self, ExportError> {
        let mut graph = Items::new(out, BEGINNING, "\n]}\n")?;
        graph.push(&json!({
            "@id": PROGRAM,
            "@type": ["prov:Agent", "prov:SoftwareAgent"],
            "label": concat!("tawatur ", env!("CARGO_PKG_VERSION")),
        }))?;
        Ok(Self { context, graph, tally: Tally::default(), known: BTreeSet::new() })
    }

    /// An agent by its name, written the first time it is met.
    fn agent(&mut self, name: &str, kind: &str) -> Result<String, ExportError> {
        let id = link::term("agent", name);
        if self.known.insert(id.clone()) {
            let class = match kind {
                "outlet" | "organisation" | "armed_group" => "prov:Organization",
                "person" | "expert" | "activist" | "witness" | "defector" => "prov:Person",
                _ => "prov:Agent",
            };
            self.graph.push(&json!({"@id": id, "@type": ["prov:Agent", class], "label": name}))?;
        }
        Ok(id)
    }

    /// The agent of a hop: by name where it has one; "a source" in one document is nobody else's source.
    fn hop_agent(&mut self, hop: &Hop, statement: &str) -> Result<String, ExportError> {
        if hop.named == "named" {
            let words = wording::line(&hop.text);
            return self.agent(hop.entity.as_deref().unwrap_or(&words), &hop.kind);
        }
        let id = format!("{statement}:agent");
        self.graph.push(&json!({"@id": id, "@type": "prov:Agent", "label": wording::line(&hop.text)}))?;
        Ok(id)
    }

    fn document(&mut self, document: &DocumentRow) -> Result<String, ExportError> {
        let id = link::document(&self.context.options, document);
        let outlet = match &document.outlet {
            Some(name) => Some(self.agent(name, "outlet")?),
            None => None,
        };
        self.graph.push(&bare(json!({
            "@id": id,
            "@type": "prov:Entity",
            "title": document.title,
            "label": document.name,
            "date": document.published.map(|d| d.to_string()),
            "source": link::page(document),
            "attributedTo": outlet,
        })))?;
        Ok(id)
    }

    fn claim(&mut self, claim: &Claim, document: &str) -> Result<(), ExportError> {
        let reading = format!("{document}:reading:{}", claim.codebook);
        if self.known.insert(reading.clone()) {
            self.graph.push(&json!({
                "@id": reading,
                "@type": "prov:Activity",
                "label": format!("read with codebook {}", claim.codebook),
                "used": [document, link::term("codebook", &claim.codebook)],
                "associatedWith": PROGRAM,
            }))?;
        }
        let id = link::claim(&self.context.options, claim);
        // What the document relays comes from its nearest source, that one's from the next.
        let mut statement = (!claim.chain.is_empty()).then(|| format!("{id}:hop:1"));
        let sources: Vec<&str> = [Some(document), statement.as_deref()].into_iter().flatten().collect();
        self.graph.push(&bare(json!({
            "@id": id,
            "@type": "prov:Entity",
            "value": wording::line(&claim.content.text),
            "type": claim.kind,
            "polarity": claim.polarity,
            "certainty": claim.certainty,
            "tense": claim.tense,
            "score": claim.score,
            "generatedBy": reading,
            "quotedFrom": sources,
        })))?;
        for (at, hop) in claim.chain.iter().enumerate() {
            let Some(this) = statement.take() else { break };
            let agent = self.hop_agent(hop, &this)?;
            statement = (at + 1 < claim.chain.len()).then(|| format!("{id}:hop:{}", at + 2));
            self.graph.push(&bare(json!({
                "@id": this,
                "@type": "prov:Entity",
                "label": format!("what {} said", wording::line(&hop.text)),
                "kind": hop.kind,
                "named": hop.named,
                "cue": hop.cue,
                "stance": hop.stance,
                "attributedTo": agent,
                "quotedFrom": statement,
            })))?;
        }
        Ok(())
    }
}

const PROGRAM: &str = "urn:tawatur:program";

impl<W: Write> Export for Prov<'_, W> {
    fn record(&mut self, record: &Released<Record>) -> Result<(), ExportError> {
        let record = record.get();
        let document = self.document(&record.document)?;
        self.tally.documents += 1;
        for claim in &record.claims {
            self.claim(claim, &document)?;
            self.tally.claims += 1;
        }
        self.known.retain(|id| !id.contains(":reading:"));
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Tally, ExportError> {
        self.graph.finish()?;
        Ok(self.tally)
    }
}

/// A node without what is not known.
fn bare(mut node: Value) -> Value {
    if let Some(fields) = node.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    node
}
