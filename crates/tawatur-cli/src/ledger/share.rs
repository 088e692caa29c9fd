//! Answers that others may see: what is asked is asked of tables that redaction has gone over.

use anyhow::{Result, anyhow};
use clap::Args;
use tawatur::Reader;
use tawatur_engine::{
    Ledger,
    query::{Limits, Reach, Session, Shared},
    redact::Key,
};

use crate::book;

/// Whether others may see the answer.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub struct Share {
    /// For others to see: names of private people, and places and times of people at risk, are replaced as in an export,
    /// before anything is asked (docs/exports.md)
    #[arg(long)]
    pub share: bool,
}

impl Share {
    /// What to ask: the ledger, or of the documents whose ids a query gives what may leave of each.
    pub fn session(&self, ledger: &Ledger, documents: &str, limits: Limits) -> Result<Session> {
        self.reaching(ledger, documents, Reach::Documents, limits)
    }

    /// What to ask, what stands across the documents with it.
    pub fn across(&self, ledger: &Ledger, documents: &str, limits: Limits) -> Result<Session> {
        self.reaching(ledger, documents, Reach::Across, limits)
    }

    fn reaching(&self, ledger: &Ledger, documents: &str, reach: Reach, limits: Limits) -> Result<Session> {
        if self.share {
            Ok(shared(ledger, documents, reach, limits)?.into_session())
        } else {
            Ok(Session::limited(ledger, limits)?)
        }
    }
}

/// What may leave of the documents whose ids a query gives. Pseudonyms hold for this one answer.
pub fn shared(ledger: &Ledger, documents: &str, reach: Reach, limits: Limits) -> Result<Shared> {
    let reader = Reader::new(book::open(None)?);
    let key = Key::random().map_err(|error| anyhow!("no random key: {error}"))?;
    Ok(Shared::open(ledger, documents, reach, &reader, key, limits)?)
}
