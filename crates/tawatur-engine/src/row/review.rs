//! What somebody decided about a claim.

use datafusion::arrow::datatypes::Field;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tawatur::claim::record::Words;

use super::{
    Row, Table,
    schema::{TEXT, moment, optional, required, words},
};

/// What a reviewer says of a claim or of one of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It is as it was read.
    Accept,
    /// It is something else, which the review says.
    Correct,
    /// The document does not say so.
    Reject,
}

/// A row of the table `reviews`, which is only ever added to: of two decisions of one reviewer on one thing the later
/// counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewRow {
    /// Which row this is.
    pub review: String,
    /// The claim as it was when it was reviewed.
    pub claim: String,
    /// The document.
    pub document: String,
    /// The type of the claim.
    #[serde(rename = "type")]
    pub kind: String,
    /// The word that expresses the event: by it the claim is found again when it is read anew.
    pub trigger: Words,
    /// The clause that states it.
    pub content: Words,
    /// What was decided.
    pub decision: Decision,
    /// The field that the decision is about; the whole claim when null.
    pub field: Option<String>,
    /// What a corrected field should be, as JSON of the claim format.
    pub value: Option<String>,
    /// Who decided.
    pub reviewer: String,
    /// When.
    pub time: Timestamp,
    /// Why.
    pub note: Option<String>,
}

impl Row for ReviewRow {
    const TABLE: Table = Table::Reviews;

    fn columns() -> Vec<Field> {
        vec![
            required("review", TEXT),
            required("claim", TEXT),
            required("document", TEXT),
            required("type", TEXT),
            optional("trigger", words(vec![])),
            optional("content", words(vec![])),
            required("decision", TEXT),
            optional("field", TEXT),
            optional("value", TEXT),
            required("reviewer", TEXT),
            required("time", moment()),
            optional("note", TEXT),
        ]
    }
}
