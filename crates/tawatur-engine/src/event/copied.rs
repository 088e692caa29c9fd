//! Claims in copied text: which claim is the copy of which.

use std::collections::{BTreeMap, BTreeSet};

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
        let mut groups = Groups::default();
        let mut below: BTreeSet<&FactId> = BTreeSet::new();
        for pair in copied {
            groups.join(&pair.copy, &pair.parent);
            if pair.directed {
                below.insert(&pair.copy);
            }
        }
        let mut head: BTreeMap<FactId, FactId> = BTreeMap::new();
        for members in groups.members().into_values() {
            let top = members.iter().find(|id| !below.contains(*id)).or(members.first());
            if let Some(top) = top.cloned() {
                head.extend(members.iter().map(|id| (id.clone(), top.clone())));
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

/// Disjoint sets over claims; the root of a set is its smallest member.
#[derive(Default)]
struct Groups {
    parent: BTreeMap<FactId, FactId>,
}

impl Groups {
    fn root(&self, id: &FactId) -> FactId {
        let mut at = id;
        while let Some(up) = self.parent.get(at).filter(|up| *up != at) {
            at = up;
        }
        at.clone()
    }

    fn join(&mut self, one: &FactId, other: &FactId) {
        let (one_root, other_root) = (self.root(one), self.root(other));
        let (low, high) =
            if one_root <= other_root { (one_root, other_root) } else { (other_root, one_root) };
        for id in [one, other] {
            self.parent.entry(id.clone()).or_insert_with(|| low.clone());
        }
        self.parent.insert(low.clone(), low.clone());
        self.parent.insert(high, low);
    }

    fn members(&self) -> BTreeMap<FactId, BTreeSet<FactId>> {
        let mut members: BTreeMap<FactId, BTreeSet<FactId>> = BTreeMap::new();
        for id in self.parent.keys() {
            members.entry(self.root(id)).or_default().insert(id.clone());
        }
        members
    }
}
