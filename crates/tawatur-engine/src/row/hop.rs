//! A hop of a claim's chain as a row of its own.

use datafusion::arrow::datatypes::{DataType, Field};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tawatur::claim::record::Hop;

use super::{
    Row, Table,
    schema::{DAY, NUMBER, TEXT, optional, required, span, texts},
};

/// A row of the table `chain_hops`: one relay between the reader and the origin of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HopRow {
    /// The claim.
    pub claim: String,
    /// The document it stands in.
    pub document: String,
    /// The document's outlet, which is no hop.
    pub outlet: Option<String>,
    /// The document's day of publication.
    pub published: Option<Date>,
    /// Where it stands in the chain: 1 is nearest to the reader.
    pub position: u32,
    /// Whether it is the last, from whom the claim comes.
    pub origin: bool,
    /// The relay.
    #[serde(flatten)]
    pub hop: Hop,
}

impl Row for HopRow {
    const TABLE: Table = Table::ChainHops;

    fn columns() -> Vec<Field> {
        let head = vec![
            required("claim", TEXT),
            required("document", TEXT),
            optional("outlet", TEXT),
            optional("published", DAY),
            required("position", NUMBER),
            required("origin", DataType::Boolean),
            span(),
        ];
        [head, texts(["text", "kind", "named", "entity", "cue", "stance"])].concat()
    }
}
