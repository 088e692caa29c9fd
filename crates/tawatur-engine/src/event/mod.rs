//! Happenings: clusters of claims, the origins behind each, and where they contradict each other.
//!
//! [`cluster`] groups claims by their links, [`independence`] counts who stands behind a group, [`contradictions`] holds
//! what its claims say against each other, [`tell`] puts all of it into the rows of the tables, and [`sources`] says of outlets
//! and relays how they report. An event is derived and never a verdict: every row says by what it came about.

mod cluster;
mod contradiction;
mod copied;
mod figure;
mod grade;
mod independence;
mod outcome;
mod role;
mod row;
mod source;
mod stance;
mod tell;

pub use cluster::{Cluster, Joined, Member, cluster};
pub use contradiction::{Contradiction, Difference, contradictions};
pub use copied::{Copied, Copies};
pub use figure::{FigureRange, Said, figures};
pub use grade::{Grade, grade_item, grade_source};
pub use independence::{Choke, Independence, Line, Origin, Voice, independence};
pub use role::Role;
pub use row::{ContradictionRow, EventClaimRow, EventRow, LinkRow, OriginRow, PlaceOf, SourceRow};
pub use source::{Chains, sources};
pub use stance::{Dissent, Report, Stance, stance};
pub use tell::{Told, tell, tell_all};

#[cfg(test)]
mod tests;
