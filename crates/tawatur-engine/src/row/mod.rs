//! Rows of the ledger's tables as Rust values, one file a table.

mod document;

pub use document::DocumentRow;
