//! What people decide about claims: accepted, corrected or rejected, as a whole or in one field.
//!
//! A [`Desk`] takes decisions and makes rows of the table `reviews` of them, which is only ever added to; claims are never
//! changed. [`Standing`] is what a claim is by its reviews, [`corrected`] the claim as its reviewers hold it to be,
//! [`agreement`](agreement()) how far they agree. [`exchange`] brings decisions from one ledger or program to another.

mod agreement;
mod anchor;
mod desk;
pub mod exchange;
mod field;
mod standing;

pub use agreement::{Agreement, agreement, alpha};
pub use anchor::{Anchor, Quote, Unfit};
pub use desk::{Desk, Opinion};
pub use field::{Field, FieldError};
pub(crate) use standing::VIEW;
pub use standing::{Standing, corrected};

use crate::ledger::LedgerError;

/// Why a decision cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(Box<LedgerError>),
    /// The field cannot hold the value.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// A correction that does not say of what, or to what.
    #[error("a correction names a field and what it should be")]
    Incomplete,
    /// A value beside a decision that needs none.
    #[error("only a correction has a value")]
    Superfluous,
    /// The type is not one of the codebook.
    #[error("the codebook has no type {0}")]
    Type(String),
    /// The claim is not in the ledger.
    #[error("no claim in the ledger has an id that begins with {0}")]
    Unknown(String),
    /// Several claims have ids that begin so.
    #[error("{count} claims have ids that begin with {prefix}; write more of it")]
    Ambiguous {
        /// What was asked for.
        prefix: String,
        /// How many claims there are.
        count: usize,
    },
    /// Nobody is named who decides.
    #[error("nobody is named who decides")]
    Nobody,
    /// No random numbers for an id.
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
}

impl From<LedgerError> for ReviewError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(Box::new(error))
    }
}

#[cfg(test)]
mod tests;
