//! One claim a line, with every field as `docs/claims.md` has it, and its document beside it without the text.

use std::io::Write;

use serde::Serialize;
use tawatur::claim::record::Claim;

use super::{Context, Export, ExportError, Tally, link};
use crate::redact::{Record, Released};

/// JSON lines.
pub struct Jsonl<'a, W> {
    context: Context<'a>,
    out: W,
    tally: Tally,
}

#[derive(Serialize)]
struct Line<'r> {
    #[serde(flatten)]
    claim: &'r Claim,
    document: Source<'r>,
    permalink: Option<String>,
}

#[derive(Serialize)]
struct Source<'r> {
    id: &'r str,
    uri: &'r str,
    version: u32,
    outlet: Option<&'r str>,
    title: Option<&'r str>,
    byline: Option<&'r str>,
    published: Option<String>,
    captured: String,
    language: Option<&'r str>,
    media_type: &'r str,
}

impl<'a, W: Write> Jsonl<'a, W> {
    pub fn new(context: Context<'a>, out: W) -> Self {
        Self { context, out, tally: Tally::default() }
    }
}

impl<W: Write> Export for Jsonl<'_, W> {
    fn record(&mut self, record: &Released<Record>) -> Result<(), ExportError> {
        let Record { document, claims } = record.get();
        self.tally.documents += 1;
        for claim in claims {
            let line = Line {
                claim,
                document: Source {
                    id: &document.id,
                    uri: &document.uri,
                    version: document.version,
                    outlet: document.outlet.as_deref(),
                    title: document.title.as_deref(),
                    byline: document.byline.as_deref(),
                    published: document.published.map(|d| d.to_string()),
                    captured: document.captured.to_string(),
                    language: document.language.as_deref(),
                    media_type: &document.media_type,
                },
                permalink: link::permalink(&self.context.options, document, claim),
            };
            serde_json::to_writer(&mut self.out, &line)?;
            self.out.write_all(b"\n")?;
            self.tally.claims += 1;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Tally, ExportError> {
        self.out.flush()?;
        Ok(self.tally)
    }
}
