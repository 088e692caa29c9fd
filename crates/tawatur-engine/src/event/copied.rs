//! Claims in copied text: which claim is the copy of which.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;
use serde::{Deserialize, Serialize};

use crate::link::FactId;

/// A claim that stands in a passage which another document has too, with the same claim in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Copied {
    /// The claim in the copy; of two where no direction is known, the greater.
    pub copy: FactId,
    /// The claim in the text that was copied.
    pub parent: FactId,
    /// Whether it is known which is the copy.
    pub directed: bool,
    /// Whether figures or words inside of the passage were changed.
    pub edited: bool,
}

/// Copies brought together: every claim has one head, that it counts with.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    head: BTreeMap<FactId, FactId>,
    edited: BTreeSet<(FactId, FactId)>,
}

impl Copies {
    /// Groups of claims that copy each other. The head of a group is the one claim that copies none in it, the smallest
    /// where there are several or none.
    pub fn new(copied: &[Copied]) -> Self {
        let claims: BTreeSet<&FactId> = copied.iter().flat_map(|pair| [&pair.copy, &pair.parent]).collect();
        let place: BTreeMap<&FactId, usize> = claims.iter().zip(0..).map(|(&id, at)| (id, at)).collect();
        let mut sets = UnionFind::new(claims.len());
        for pair in copied {
            sets.union(place[&pair.copy], place[&pair.parent]);
        }
        // In the order of ids.
        let mut groups: BTreeMap<usize, Vec<&FactId>> = BTreeMap::new();
        for (id, group) in claims.into_iter().zip(sets.into_labeling()) {
            groups.entry(group).or_default().push(id);
        }
        let below: BTreeSet<&FactId> =
            copied.iter().filter(|pair| pair.directed).map(|pair| &pair.copy).collect();
        let mut head: BTreeMap<FactId, FactId> = BTreeMap::new();
        for members in groups.into_values() {
            let top = members.iter().find(|id| !below.contains(*id)).or(members.first());
            if let Some(&top) = top {
                head.extend(members.iter().map(|&id| (id.clone(), top.clone())));
            }
        }
        let edited =
            copied.iter().filter(|pair| pair.edited).map(|pair| ordered(&pair.copy, &pair.parent)).collect();
        Self { head, edited }
    }

    /// The claim that this one counts with: itself where it copies none.
    pub fn head<'a>(&'a self, id: &'a FactId) -> &'a FactId {
        self.head.get(id).unwrap_or(id)
    }

    /// Whether a claim is the copy of another.
    pub fn is_copy(&self, id: &FactId) -> bool {
        self.head(id) != id
    }

    /// Whether one of two claims was made of the other, with changes.
    pub fn edited(&self, one: &FactId, other: &FactId) -> bool {
        self.edited.contains(&ordered(one, other))
    }
}

fn ordered(one: &FactId, other: &FactId) -> (FactId, FactId) {
    if one <= other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) }
}
