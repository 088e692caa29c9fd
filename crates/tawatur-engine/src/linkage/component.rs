//! Claims that links join: *components*, and the *parts* of which each is told by itself.
//!
//! A component is whatever links join over any number of claims. In a war told day after day it grows without an end, and what a new
//! claim changes must not cost the whole of it. So a component is told in parts. Links are taken best first, and one that would make
//! a part of more than [`MOST`] claims is passed over. Parts hang on the links of their component alone.

use std::cmp::Reverse;

use petgraph::unionfind::UnionFind;

/// Claims of a part, those that are twins of others not counted.
pub(super) const MOST: usize = 1000;

/// A link of two claims, by their place in the order of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Joint {
    pub claims: [usize; 2],
    pub points: i32,
}

/// The component of each of some claims: its first claim by a rank.
pub(super) fn components<R: Ord>(claims: usize, joints: &[Joint], rank: impl Fn(usize) -> R) -> Vec<usize> {
    let mut sets = UnionFind::new(claims);
    for joint in joints {
        sets.union(joint.claims[0], joint.claims[1]);
    }
    firsts(sets.into_labeling(), rank)
}

/// The part of each of some claims: its first claim. Twins go with the claim that they are linked to best, and have no voice.
pub(super) fn parts(
    claims: usize,
    joints: &[Joint],
    is_twin: impl Fn(usize) -> bool,
    most: usize,
) -> Vec<usize> {
    let mut best_first: Vec<&Joint> = joints.iter().collect();
    best_first.sort_unstable_by_key(|joint| (Reverse(joint.points), joint.claims));
    let mut sets = UnionFind::new(claims);
    let mut size = vec![1; claims];
    let mut heads: Vec<Option<usize>> = vec![None; claims];
    for &&Joint { claims: [one, other], .. } in &best_first {
        match (is_twin(one), is_twin(other)) {
            (false, false) => {
                let (a, b) = (sets.find(one), sets.find(other));
                let together = size[a] + size[b];
                if a != b && together <= most {
                    sets.union(a, b);
                    size[sets.find(a)] = together;
                }
            }
            (true, false) => heads[one] = heads[one].or(Some(other)),
            (false, true) => heads[other] = heads[other].or(Some(one)),
            (true, true) => {}
        }
    }
    for (twin, head) in heads.into_iter().enumerate() {
        if let Some(head) = head {
            sets.union(twin, head);
        }
    }
    firsts(sets.into_labeling(), |at| at)
}

/// Sets named by their first members by a rank.
fn firsts<R: Ord>(labels: Vec<usize>, rank: impl Fn(usize) -> R) -> Vec<usize> {
    // Labels are members themselves.
    let mut first: Vec<usize> = (0..labels.len()).collect();
    for (at, &label) in labels.iter().enumerate() {
        if rank(at) < rank(first[label]) {
            first[label] = at;
        }
    }
    labels.into_iter().map(|label| first[label]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joint(one: usize, other: usize, points: i32) -> Joint {
        Joint { claims: [one, other], points }
    }

    #[test]
    fn a_component_is_what_links_join_over_any_number_of_claims() {
        let joints = [joint(0, 2, 20), joint(2, 4, 15), joint(3, 5, 40)];
        assert_eq!(components(6, &joints, |at| at), [0, 1, 0, 3, 0, 3]);
        assert_eq!(components(6, &joints, |at| (at != 4, at)), [4, 1, 4, 3, 4, 3]);
    }

    #[test]
    fn a_component_that_is_too_large_is_parted_at_its_weakest_links() {
        let chain = [joint(0, 1, 30), joint(1, 2, 16), joint(2, 3, 25), joint(3, 4, 20)];
        assert_eq!(parts(5, &chain, |_| false, 5), [0; 5]);
        assert_eq!(parts(5, &chain, |_| false, 3), [0, 0, 2, 2, 2]);
        let mut turned = chain;
        turned.reverse();
        assert_eq!(parts(5, &turned, |_| false, 3), [0, 0, 2, 2, 2]);
    }

    #[test]
    fn twins_follow_the_claim_that_they_are_linked_to_best_and_take_no_room() {
        let joints = [joint(0, 1, 30), joint(0, 2, 60), joint(1, 2, 20), joint(0, 3, 60), joint(4, 3, 61)];
        let is_twin = |at| at == 2 || at == 3;
        assert_eq!(parts(5, &joints, is_twin, 2), [0, 0, 0, 3, 3]);
    }
}
