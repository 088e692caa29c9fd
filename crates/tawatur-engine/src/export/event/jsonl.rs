//! One event a line, with its claims, its documents and where they differ.

use std::io::Write;

use serde::Serialize;

use super::{
    super::{Context, ExportError, Tally},
    EventExport, words,
};
use crate::{
    event::{ContradictionRow, EventRow, LinkRow},
    query::event::{Telling, Told},
    redact::Released,
};

/// JSON lines.
pub struct Jsonl<'a, W> {
    context: Context<'a>,
    out: W,
    tally: Tally,
}

#[derive(Serialize)]
struct Line<'t> {
    event: &'t EventRow,
    tell: String,
    claims: &'t [Telling],
    documents: Vec<Source<'t>>,
    links: &'t [LinkRow],
    contradictions: &'t [ContradictionRow],
}

#[derive(Serialize)]
struct Source<'t> {
    id: &'t str,
    uri: &'t str,
    outlet: Option<&'t str>,
    title: Option<&'t str>,
    published: Option<String>,
}

impl<'a, W: Write> Jsonl<'a, W> {
    pub fn new(context: Context<'a>, out: W) -> Self {
        Self { context, out, tally: Tally::default() }
    }
}

impl<W: Write> EventExport for Jsonl<'_, W> {
    fn event(&mut self, told: &Released<Told>) -> Result<(), ExportError> {
        let told = told.get();
        let mut documents: Vec<Source<'_>> = Vec::new();
        for Telling { document, .. } in &told.claims {
            if documents.iter().all(|source| source.id != document.id) {
                documents.push(Source {
                    id: &document.id,
                    uri: &document.uri,
                    outlet: document.outlet.as_deref(),
                    title: document.title.as_deref(),
                    published: document.published.map(|day| day.to_string()),
                });
            }
        }
        let Told { event, claims, contradictions, links } = told;
        let tell = words::tell(self.context.codebook, told);
        serde_json::to_writer(
            &mut self.out,
            &Line { event, tell, claims, documents, links, contradictions },
        )?;
        self.out.write_all(b"\n")?;
        self.tally.events += 1;
        self.tally.claims += claims.len() as u64;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Tally, ExportError> {
        self.out.flush()?;
        Ok(self.tally)
    }
}
