//! What may leave the ledger: the one door that every export goes through.
//!
//! Unknown people are private people. [`Redactor`] gives them pseudonyms that hold for one export, in every text, span,
//! address and file name, and makes place and time coarser where somebody is at risk; `docs/exports.md` says what it
//! does and what it cannot do. A [`Release`] is how something leaves, redacted or, for a reason that has been logged,
//! raw; only it makes [`Released`] values, and exports take nothing else.
//!
//! Two passes: [`Survey`] learns who is named in all documents of an export, so that a name shown to be private in one
//! is replaced in all of them, and [`Redactor`] then takes one after the other.

mod across;
mod address;
mod beside;
mod claim;
mod edit;
mod latin;
mod name;
mod person;
mod pseudonym;
mod redactor;
mod survey;
mod unlisted;
mod verb;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
};

use serde::Serialize;
use tawatur::claim::record::Claim;

use crate::row::{DocumentRow, EntityRow, ReviewRow};

pub(crate) use across::reworded;
pub use across::{Across, Left, Retelling, Spoken};
pub use edit::Shift;
pub use person::Standing;
pub use pseudonym::{Key, PERSON, WITHHELD};
pub use redactor::Redactor;
pub use survey::Survey;

/// A document with the claims read of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// The document.
    pub document: DocumentRow,
    /// Its claims.
    pub claims: Vec<Claim>,
}

/// A document with everything that the ledger keeps of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dossier {
    /// The document.
    pub document: DocumentRow,
    /// Its claims.
    pub claims: Vec<Claim>,
    /// Whom and what it names.
    pub entities: Vec<EntityRow>,
    /// What was decided about its claims.
    pub reviews: Vec<ReviewRow>,
}

/// Something that may leave. Only [`Release::release`] makes one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Released<T>(T);

impl<T> Released<T> {
    /// What may leave.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// What may leave, to keep.
    pub fn into_inner(self) -> T {
        self.0
    }

    /// What was put together of nothing but what was released before.
    pub(crate) fn of_released(whole: T) -> Self {
        Self(whole)
    }
}

/// What became of a document on its way out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Its claims: what each is called in the ledger, and what it is called now. What did not leave is not in it.
    pub claims: BTreeMap<String, String>,
    /// Which of them, by their new ids, were made coarser.
    pub coarse: BTreeSet<String>,
    /// Where the words of the text went.
    pub shift: Shift,
}

impl Trace {
    /// Takes in a claim that left.
    fn left(&mut self, was: &str, is: &str, coarse: bool) {
        self.claims.insert(was.to_owned(), is.to_owned());
        if coarse {
            self.coarse.insert(is.to_owned());
        }
    }

    fn unchanged(claims: &[Claim]) -> Self {
        let claims = claims.iter().map(|claim| (claim.claim.clone(), claim.claim.clone())).collect();
        Self { claims, ..Self::default() }
    }
}

/// Why something leaves raw: not blank, and logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// The reason as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why something cannot leave raw.
#[derive(Debug, thiserror::Error)]
pub enum RawError {
    /// No reason.
    #[error("a raw export needs a reason, which is written into the ledger's log")]
    NoReason,
    /// The log cannot be written.
    #[error("the reason for a raw export cannot be logged, so nothing is exported: {0}")]
    Unlogged(Box<dyn Error + Send + Sync>),
}

/// How something leaves.
#[derive(Debug)]
pub struct Release(Way);

#[derive(Debug)]
enum Way {
    Redacted(Box<Redactor>),
    Raw(Reason),
}

impl Release {
    /// Redacted: the way everything leaves unless somebody says otherwise.
    pub fn redacted(redactor: Redactor) -> Self {
        Self(Way::Redacted(Box::new(redactor)))
    }

    /// Raw, for a reason; `log` writes it down, and nothing leaves when it cannot.
    ///
    /// # Errors
    /// [`RawError`] when the reason is blank or cannot be logged.
    pub fn raw<E: Into<Box<dyn Error + Send + Sync>>>(
        reason: &str,
        log: impl FnOnce(&str) -> Result<(), E>,
    ) -> Result<Self, RawError> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(RawError::NoReason);
        }
        log(reason).map_err(|e| RawError::Unlogged(e.into()))?;
        Ok(Self(Way::Raw(Reason(reason.to_owned()))))
    }

    /// The reason why it leaves raw; `None` when it is redacted.
    pub fn reason(&self) -> Option<&Reason> {
        match &self.0 {
            Way::Redacted(_) => None,
            Way::Raw(reason) => Some(reason),
        }
    }

    /// What was done so far; `None` when nothing is redacted.
    pub fn counts(&self) -> Option<&Counts> {
        match &self.0 {
            Way::Redacted(redactor) => Some(redactor.counts()),
            Way::Raw(_) => None,
        }
    }

    /// Lets a document leave with everything that the ledger keeps of it.
    pub fn release_dossier(&mut self, dossier: Dossier) -> Released<Dossier> {
        self.release_traced(dossier).0
    }

    /// Lets a document leave with everything that the ledger keeps of it, and says what became of it.
    pub fn release_traced(&mut self, dossier: Dossier) -> (Released<Dossier>, Trace) {
        match &mut self.0 {
            Way::Redacted(redactor) => {
                let (dossier, trace) = redactor.redact_dossier(dossier);
                (Released(dossier), trace)
            }
            Way::Raw(_) => {
                let trace = Trace::unchanged(&dossier.claims);
                (Released(dossier), trace)
            }
        }
    }

    /// Lets a record leave.
    pub fn release(&mut self, record: Record) -> Released<Record> {
        Released(match &mut self.0 {
            Way::Redacted(redactor) => redactor.redact(record),
            Way::Raw(_) => record,
        })
    }
}

/// What redaction did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Documents that left.
    pub documents: u64,
    /// Documents in which something was replaced.
    pub changed: u64,
    /// Claims that left.
    pub claims: u64,
    /// Claims left out because their words do not stand in the text of their document.
    pub unanchored: u64,
    /// Claims made coarser in place and time.
    pub coarsened: u64,
    /// Persons who got a pseudonym, counted in each document.
    pub persons: u64,
}

impl Counts {
    /// Takes in what another did, such as another thread.
    pub fn add(&mut self, other: &Self) {
        self.documents += other.documents;
        self.changed += other.changed;
        self.claims += other.claims;
        self.unanchored += other.unanchored;
        self.coarsened += other.coarsened;
        self.persons += other.persons;
    }
}

#[cfg(test)]
pub(crate) mod tests;
