//! By what copies of a document are found.

use datafusion::arrow::datatypes::{DataType, Field};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Row, Table,
    schema::{TEXT, list, optional, required},
};

/// A row of the table `fingerprints`: a document that was compared with all others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FingerprintRow {
    /// The document.
    pub item: String,
    /// The day it was published.
    pub published: Option<Date>,
    /// Hash of all its letters, as signed: documents with one hash are twins.
    pub whole: i64,
    /// Of twins, the one with the smallest id stands for all; the others name it here, and have no keys.
    pub twin: Option<String>,
    /// Hashes of runs of letters: documents that have one in common are compared.
    pub keys: Vec<i64>,
}

impl Row for FingerprintRow {
    const TABLE: Table = Table::Fingerprints;

    fn columns() -> Vec<Field> {
        vec![
            required("item", TEXT),
            optional("published", DataType::Date32),
            required("whole", DataType::Int64),
            optional("twin", TEXT),
            optional("keys", list(DataType::Int64)),
        ]
    }
}
