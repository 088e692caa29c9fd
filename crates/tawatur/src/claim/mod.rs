//! Claims: frames of the codebook matched in the clauses of the text, their roles filled, their
//! factuality, time, places, quantities and causes settled.
//!
//! The way is straight: `clause` cuts sentences and lists predicates, `trigger` finds the words that
//! express a type, `argument` finds what stands in each grammatical position, `frame` picks the frame whose
//! conditions hold and fills its roles, `slot` and `factuality` settle the rest; `judge` decides by learned weights over
//! `feature`s what the rules leave open.

mod argument;
mod clause;
mod count;
mod example;
mod factuality;
mod feature;
mod frame;
mod judge;
mod merge;
mod position;
pub mod record;
mod slot;
mod trigger;
mod uncovered;
pub mod wording;
mod write;

pub use argument::{Argument, Arguments};
pub use clause::{Clauses, Opener, clauses};
pub use count::{Counted, counted};
pub use example::{Candidate, Example};
pub use frame::{Filled, Proposition, Unmet, propositions};
pub use judge::{Judge, among_rivals};
pub use merge::{Retelling, Told, merge, retellings};
pub use slot::{Because, Slots, causes};
pub use trigger::{Trigger, cues, triggers, within};
pub use uncovered::{Predicate, Signs, Surroundings, Uncovered};
pub use write::{Draft, RecordWriter, Section, degrees};

#[cfg(test)]
mod tests;
