//! Which claims tell of the same happening: what matters of a claim, which pairs are worth weighing, and what speaks for
//! and against each.
//!
//! [`Fact`] is a claim made ready, [`keys`] the keys under which two claims meet, [`weigh`] says what a pair is worth.
//! Nothing here looks at more than the two claims before it, so that a pair is worth the same in any ledger.

mod fact;
mod figure;
mod inflected;
#[cfg(test)]
pub(crate) mod invented;
mod key;
mod nation;
mod opposite;
mod overlap;
mod passage;
mod points;
pub(crate) mod rarity;
mod spot;
mod standing;
mod stem;
mod taxonomy;
mod weigh;
mod when;
mod word;

pub use fact::{Certainty, Fact, FactId, Figure, Party, Relay, Tense};
pub(crate) use figure::{Agreement, agreement};
pub(crate) use inflected::{Inflected, inflected};
pub use key::{Key, Meeting, keys, meet};
pub(crate) use nation::{country, nations};
pub(crate) use opposite::{Of, is_undoing, opposed, undoes, undone};
pub use passage::SharedText;
pub(crate) use points::Tie;
pub use spot::{Level, Spot};
pub(crate) use standing::{FAR, Meeting as Parties};
pub use stem::{Stem, Stems};
pub use taxonomy::{Kinship, family, kinship, opposite};
pub use weigh::{Link, Reason, Strength, Veto, judge, veto, weigh};
pub use when::{Precision, When};
pub use word::stems;

#[cfg(test)]
mod tests;
