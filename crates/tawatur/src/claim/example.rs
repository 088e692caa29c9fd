//! Examples: what was weighed, for those who learn weights from annotated text.

use serde::Serialize;

use super::record::{Argument, Place, Quantity, Time};

/// A candidate with its features, as a table of weights names them.
#[derive(Clone, Debug, Serialize)]
pub struct Example {
    /// Id of the claim.
    pub claim: String,
    /// The decision, as its table is called.
    pub decision: &'static str,
    /// The candidate as the record would have it; none for the claim itself.
    pub candidate: Candidate,
    /// Its features: `name=value|value`.
    pub features: Vec<String>,
}

/// What may be put into a slot.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Candidate {
    /// The claim itself.
    Claim,
    /// An actor or target.
    Party(Argument),
    /// A place.
    Place(Box<Place>),
    /// A time.
    Time(Time),
    /// A number.
    Quantity(Quantity),
}
