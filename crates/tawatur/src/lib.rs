//! Reads Arabic reporting about conflict into claims with their chains of sources.
//!
//! The modules stand in the order of the data's way: [`capture`] makes a [`Document`](capture::Document)
//! of bytes, [`text`] its layers and tokens, [`lexicon`] the readings of each token, [`mention`] and
//! [`value`] what it names, counts and dates, [`claim`] who did what to whom, [`chain`] according to whom.

pub mod capture;
pub mod chain;
pub mod claim;
pub mod codebook;
pub mod entity;
#[cfg(test)]
mod growth;
pub mod inspection;
#[cfg(test)]
mod invented;
pub mod lexicon;
pub mod mention;
mod reader;
mod term;
pub mod text;
pub mod value;

pub use reader::{Analysis, Reader, Worker};
pub use term::Term;
