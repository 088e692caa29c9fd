//! Columns in words that Delta knows: what a table's schema is put together of.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, TimeUnit};

/// A column that every row fills.
pub(super) fn required(name: &str, of: DataType) -> Field {
    Field::new(name, of, false)
}

/// A column that may be null.
pub(super) fn optional(name: &str, of: DataType) -> Field {
    Field::new(name, of, true)
}

/// Words.
pub(super) const TEXT: DataType = DataType::Utf8;
/// A count or position.
pub(super) const NUMBER: DataType = DataType::Int32;
/// A measure.
pub(super) const FIGURE: DataType = DataType::Float64;
/// A day.
pub(super) const DAY: DataType = DataType::Date32;

/// A moment: microseconds since 1970 in UTC, as Delta has it.
pub(super) fn moment() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// Several of a kind. Delta's readers call their member `element`.
pub(super) fn list(of: DataType) -> DataType {
    DataType::List(Arc::new(optional("element", of)))
}

/// Fields that belong together.
pub(super) fn record(fields: Vec<Field>) -> DataType {
    DataType::Struct(fields.into())
}

/// `[start, end)` in code points of the document text.
pub(super) fn span() -> Field {
    spans("span")
}

/// The same under another name.
pub(super) fn spans(name: &str) -> Field {
    optional(name, list(NUMBER))
}

/// Several columns of words that may be null.
pub(super) fn texts<const N: usize>(names: [&str; N]) -> Vec<Field> {
    names.into_iter().map(|name| optional(name, TEXT)).collect()
}

/// Words with their place, and what is said of them.
pub(super) fn words(more: Vec<Field>) -> DataType {
    record([vec![span(), optional("text", TEXT)], more].concat())
}
