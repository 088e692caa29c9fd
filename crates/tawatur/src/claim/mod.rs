//! Claims: frames of the codebook matched in the clauses of the text, their roles filled, their
//! factuality, time, places, quantities and causes settled.
//!
//! The way is straight: `clause` cuts sentences and lists predicates, `trigger` finds the words that
//! express a type, `argument` finds what stands in each grammatical position, `frame` picks the frame whose
//! conditions hold and fills its roles, `slot` and `factuality` settle the rest.

mod argument;
mod clause;
mod factuality;
mod frame;
mod merge;
pub mod record;
mod slot;
mod trigger;
mod write;

pub use argument::{Argument, Arguments};
pub use clause::{Clauses, Opener, clauses};
pub use frame::{Filled, Proposition, propositions};
pub use merge::{Told, merge};
pub use slot::{Because, Slots, causes};
pub use trigger::{Trigger, cues, triggers, within};
pub use write::{RecordWriter, Section, degrees};

#[cfg(test)]
mod tests;
