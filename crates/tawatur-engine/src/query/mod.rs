//! Questions to a ledger, as plans of `DataFusion` over its Delta tables at one version.
//!
//! A [`Session`] has the tables under their names, `commits`, a view for each list that a claim holds
//! (`claim_actors`, `claim_places`, …), and our functions: `fold(text)` and `mentions(value, name)`. It reads and never
//! writes: plans that define, change or copy are refused, and nothing outside of the ledger has a name in it.

mod across;
mod among;
pub mod event;
mod filter;
mod function;
mod session;
mod shared;
mod show;
mod written;

pub use across::{CopyFilter, EventFilter, EventSort, reporting, sources};
pub(crate) use among::among;
pub(crate) use filter::literal;
pub use filter::{Filter, Sort};
pub use function::fold;
pub use session::{Answer, Limits, Session};
pub use shared::{Reach, Shared};
pub use show::{Shown, show};
pub use written::{Rows, Sheet};

#[cfg(test)]
mod tests;
