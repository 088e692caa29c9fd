//! Rows of the ledger's tables as Rust values, one file a table: its columns, and the way there and back.

mod claim;
mod copy;
mod document;
mod entity;
mod event;
mod fingerprint;
mod hop;
mod review;
mod schema;

use std::sync::Arc;

use datafusion::arrow::{
    array::RecordBatch,
    compute::cast,
    datatypes::{Field, Schema, SchemaRef},
    error::ArrowError,
    json::{ReaderBuilder, WriterBuilder, writer::JsonArray},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    event::{ContradictionRow, EventClaimRow, EventRow, LinkRow},
    linkage::keyed,
};

pub use claim::ClaimRow;
pub use copy::{ChangeRow, CopyRow, EvidenceRow, FigureEditRow, FigureRow, PassageRow};
pub use document::DocumentRow;
pub(crate) use document::digest;
pub use entity::{EntityMentionRow, EntityRow};
pub use fingerprint::FingerprintRow;
pub use hop::HopRow;

pub use review::{Decision, ReviewRow};

/// A table of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Captured documents.
    Documents,
    /// What they claim.
    Claims,
    /// What they name.
    Entities,
    /// According to whom, hop by hop.
    ChainHops,
    /// What people decided about claims.
    Reviews,
    /// By what runs of letters copies of a document are found.
    Fingerprints,
    /// Which documents have text of one another.
    Copies,
    /// By what claims about one happening are found.
    ClaimKeys,
    /// Which claims are taken to be about one happening, and why.
    Links,
    /// Happenings, as far as claims tell of them.
    Events,
    /// Which claims tell of which.
    EventClaims,
    /// Where the claims of an event gainsay one another.
    Contradictions,
}

impl Table {
    /// All tables, in the order in which they are written.
    pub const ALL: [Self; 12] = [
        Self::Documents,
        Self::Claims,
        Self::Entities,
        Self::ChainHops,
        Self::Reviews,
        Self::Fingerprints,
        Self::Copies,
        Self::ClaimKeys,
        Self::Links,
        Self::Events,
        Self::EventClaims,
        Self::Contradictions,
    ];

    /// Those that are read of the documents, one by one.
    pub const DERIVED: [Self; 3] = [Self::Claims, Self::Entities, Self::ChainHops];

    /// Those that are made of all documents together.
    pub const LINKED: [Self; 7] = [
        Self::Fingerprints,
        Self::Copies,
        Self::ClaimKeys,
        Self::Links,
        Self::Events,
        Self::EventClaims,
        Self::Contradictions,
    ];

    /// Its name in SQL, and of its folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Claims => "claims",
            Self::Entities => "entities",
            Self::ChainHops => "chain_hops",
            Self::Reviews => "reviews",
            Self::Fingerprints => "fingerprints",
            Self::Copies => "copies",
            Self::ClaimKeys => "claim_keys",
            Self::Links => "links",
            Self::Events => "events",
            Self::EventClaims => "event_claims",
            Self::Contradictions => "contradictions",
        }
    }

    /// Its columns.
    pub fn schema(self) -> SchemaRef {
        let columns = match self {
            Self::Documents => DocumentRow::columns(),
            Self::Claims => ClaimRow::columns(),
            Self::Entities => EntityRow::columns(),
            Self::ChainHops => HopRow::columns(),
            Self::Reviews => ReviewRow::columns(),
            Self::Fingerprints => FingerprintRow::columns(),
            Self::ClaimKeys => keyed::columns(),
            Self::Copies => CopyRow::columns(),
            Self::Links => LinkRow::columns(),
            Self::Events => EventRow::columns(),
            Self::EventClaims => EventClaimRow::columns(),
            Self::Contradictions => ContradictionRow::columns(),
        };
        Arc::new(Schema::new(columns))
    }

    /// A batch with the table's columns as the table has them.
    ///
    /// # Errors
    /// When a column is missing or does not fit.
    pub(crate) fn fit(self, batch: &RecordBatch) -> Result<RecordBatch, RowError> {
        let columns = self.schema().fields().iter().map(|field| field.as_ref().clone()).collect();
        fit(columns, batch).map_err(|error| RowError::new(self.name(), &error))
    }

    /// The columns that files of the table keep their lowest and highest values of, so that a query can pass them by.
    pub fn indexed(self) -> &'static str {
        match self {
            Self::Documents => "id,outlet,published,added",
            Self::Claims => "document,type,outlet,published,score",
            Self::Entities | Self::ChainHops => "document,outlet,published",
            Self::Reviews => "claim,document,time",
            Self::Fingerprints => "item,published",
            Self::ClaimKeys => "item,published,bucket",
            Self::Copies => "a,a_published,b,b_published",
            Self::Links => "first_document,first_published,second_document,second_published",
            Self::Events => "event,type,first,published_first",
            Self::EventClaims => "event,claim,document,published",
            Self::Contradictions => "event,kind,first_published",
        }
    }

    /// The column by which rows of what stands across documents are in order in each file, so that a question about some days
    /// passes over the others unread.
    pub(crate) fn ordered(self) -> Option<&'static str> {
        match self {
            Self::Fingerprints | Self::EventClaims => Some("published"),
            Self::ClaimKeys => Some("bucket"),
            Self::Copies => Some("a_published"),
            Self::Links | Self::Contradictions => Some("first_published"),
            Self::Events => Some("published_first"),
            Self::Documents | Self::Claims | Self::Entities | Self::ChainHops | Self::Reviews => None,
        }
    }
}

/// Rows that do not fit their table, or a table that does not fit its rows.
#[derive(Debug, thiserror::Error)]
#[error("table {table}: {problem}")]
pub struct RowError {
    table: &'static str,
    problem: String,
}

impl RowError {
    pub(crate) fn new(table: &'static str, problem: &impl ToString) -> Self {
        Self { table, problem: problem.to_string() }
    }
}

/// A row of a table.
pub trait Row: Sized + Serialize + DeserializeOwned {
    /// The table it stands in.
    const TABLE: Table;

    /// The columns of the table.
    fn columns() -> Vec<Field>;

    /// Rows as columns.
    ///
    /// # Errors
    /// When a value does not fit its column.
    fn batch(rows: &[Self]) -> Result<RecordBatch, RowError> {
        encode(Self::TABLE, Self::columns(), rows)
    }

    /// Columns as rows; columns that the table does not have are passed over.
    ///
    /// # Errors
    /// When a column is missing or does not fit.
    fn rows(batch: &RecordBatch) -> Result<Vec<Self>, RowError> {
        decode(Self::TABLE, Self::columns(), batch)
    }
}

/// Values as the columns of a table.
fn encode<T: Serialize>(table: Table, columns: Vec<Field>, rows: &[T]) -> Result<RecordBatch, RowError> {
    to_batch(columns, rows).map_err(|error| RowError::new(table.name(), &error))
}

/// Values as columns.
pub(crate) fn to_batch<T: Serialize>(columns: Vec<Field>, rows: &[T]) -> Result<RecordBatch, ArrowError> {
    let schema: SchemaRef = Arc::new(Schema::new(columns));
    let mut decoder =
        ReaderBuilder::new(Arc::clone(&schema)).with_batch_size(rows.len().max(1)).build_decoder()?;
    decoder.serialize(rows)?;
    Ok(decoder.flush()?.unwrap_or_else(|| RecordBatch::new_empty(schema)))
}

/// Columns of a batch as a table has them. Engines hand words over in several layouts; a table has one.
fn fit(columns: Vec<Field>, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let arrays = columns
        .iter()
        .map(|field| {
            let array = batch
                .column_by_name(field.name())
                .ok_or_else(|| ArrowError::SchemaError(format!("there is no column {}", field.name())))?;
            if array.data_type() == field.data_type() {
                Ok(Arc::clone(array))
            } else {
                cast(array, field.data_type())
            }
        })
        .collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(Arc::new(Schema::new(columns)), arrays)
}

/// Columns of a table as values.
pub(crate) fn decode<T: DeserializeOwned>(
    table: Table,
    columns: Vec<Field>,
    batch: &RecordBatch,
) -> Result<Vec<T>, RowError> {
    let wrong = |problem: String| RowError { table: table.name(), problem };
    let arrays = fit(columns, batch).map_err(|error| wrong(error.to_string()))?;
    from_batch(&arrays).map_err(|error| wrong(error.to_string()))
}

/// Columns as values, by way of JSON, which has names for all that tables hold.
fn from_batch<T: DeserializeOwned>(batch: &RecordBatch) -> Result<Vec<T>, Box<dyn std::error::Error>> {
    let mut writer = WriterBuilder::new().with_explicit_nulls(true).build::<_, JsonArray>(Vec::new());
    writer.write(batch)?;
    writer.finish()?;
    let json = writer.into_inner();
    Ok(if json.is_empty() { Vec::new() } else { serde_json::from_slice(&json)? })
}

#[cfg(test)]
mod tests;
