//! The ledger: captured documents and the claims read of them, kept as Delta tables that any tool can read.
//!
//! Modules stand in the order of the data's way: [`intake`] finds documents in files and archives, [`ledger`] keeps raw
//! bytes and tables, [`query`] asks them, [`search`] finds words. Across documents, [`copies`] says which texts are taken
//! from which, [`link`] which claims tell of one happening, [`event`] who stands behind it, and [`linkage`] brings their
//! tables up. [`redact`] takes out who must not be found, and [`export`] writes what leaves. [`row`] is what the tables
//! hold, as Rust values.

#[cfg(test)]
mod conflict;
pub mod copies;
pub mod event;
pub mod export;
pub mod intake;
#[cfg(test)]
mod invented;
pub mod ledger;
pub mod link;
pub mod linkage;
pub mod query;
pub mod redact;
pub mod review;
pub mod row;
pub mod search;
mod spread;

pub use ledger::{Ledger, LedgerError};
