//! The ledger: captured documents and the claims read of them, kept as Delta tables that any tool can read.
//!
//! Modules stand in the order of the data's way: [`intake`] finds documents in files and archives, [`ledger`] keeps raw
//! bytes and tables, [`copies`] says which texts are taken from others, [`link`] which claims tell of one happening and
//! [`event`] who stands behind it, [`query`] asks the tables, [`search`] finds words, [`redact`] takes out who must not be
//! found, and [`export`] writes what leaves. [`row`] is what the tables hold, as Rust values.

pub mod copies;
pub mod event;
pub mod export;
pub mod intake;
#[cfg(test)]
mod invented;
pub mod ledger;
pub mod link;
pub mod query;
pub mod redact;
pub mod row;
pub mod search;

pub use ledger::{Ledger, LedgerError};
