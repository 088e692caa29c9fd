//! Rows of the ledger's tables as Rust values, one file a table: its columns, and the way there and back.

mod claim;
mod document;
mod entity;
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

pub use claim::ClaimRow;
pub use document::DocumentRow;
pub(crate) use document::digest;
pub use entity::{EntityMentionRow, EntityRow};
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
}

impl Table {
    /// All tables, in the order in which they are written.
    pub const ALL: [Self; 5] =
        [Self::Documents, Self::Claims, Self::Entities, Self::ChainHops, Self::Reviews];

    /// Those that can be made again from the documents.
    pub const DERIVED: [Self; 3] = [Self::Claims, Self::Entities, Self::ChainHops];

    /// Its name in SQL, and of its folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Claims => "claims",
            Self::Entities => "entities",
            Self::ChainHops => "chain_hops",
            Self::Reviews => "reviews",
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
        };
        Arc::new(Schema::new(columns))
    }

    /// The columns that files of the table keep their lowest and highest values of, so that a query can pass them by.
    pub fn indexed(self) -> &'static str {
        match self {
            Self::Documents => "id,outlet,published,added",
            Self::Claims => "document,type,outlet,published,score",
            Self::Entities | Self::ChainHops => "document,outlet,published",
            Self::Reviews => "claim,document,time",
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

/// Columns of a table as values. Engines hand words over in several layouts; here they are all one.
pub(crate) fn decode<T: DeserializeOwned>(
    table: Table,
    columns: Vec<Field>,
    batch: &RecordBatch,
) -> Result<Vec<T>, RowError> {
    let wrong = |problem: String| RowError { table: table.name(), problem };
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
        .collect::<Result<Vec<_>, _>>()
        .and_then(|arrays| RecordBatch::try_new(Arc::new(Schema::new(columns)), arrays))
        .map_err(|error| wrong(error.to_string()))?;
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
