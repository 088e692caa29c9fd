//! The codebook: what to look for, as data, compiled into one immutable artefact.
//!
//! [`Sources`] reads a folder, [`compile`] checks it and turns it into a [`Codebook`], which
//! [`Codebook::to_bytes`] stores and [`Codebook::from_bytes`] loads again. A reading program needs only the last.

mod artefact;
pub mod cases;
mod classes;
mod compile;
mod counting;
mod model;
mod names;
mod naming;
mod pattern;
mod role;
pub mod schema;
mod source;
mod weights;
mod words;

pub use artefact::Codebook;
pub use classes::Classes;
pub use compile::{SOURCE_KINDS, compile};
pub use counting::{CountedWords, Counting};
pub use model::*;
pub use naming::{NameHead, NameWords, NamedBy, NamedKind, PersonWord};
pub use pattern::{Pattern, PatternId, Patterns};
pub use role::{NameRole, NameRoles};
pub use source::{CodebookError, Problem, SourceFile, Sources};
pub(crate) use weights::value;
pub use weights::{Decision, Features, Linear, Value, Weights};
