//! Parts: the claims of which events are told together.
//!
//! Links join claims over any number of others: in a war told day after day what they join has no end, and what a new claim changes must
//! not cost the whole of it. So links are taken best first (Kruskal 1956), and one that would make a part of more than [`MOST`] claims is
//! passed over.
//!
//! *Why this is local.* Some claims of a part are never more than all of them, so of the links within a part none was ever passed over: how
//! a part grew hangs on these alone. And whatever is parted so that the links within each part hold it together, and each link between two was
//! rightly passed over (the two, as far as better links had joined them by then, had more than [`MOST`] claims together), is parted as all
//! links part it. So where some claims change, their parts are made anew beside those that are linked to them: where these can stand
//! as they were, everything beyond them stands too; where one cannot, it is made anew as well.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use petgraph::unionfind::UnionFind;

/// Claims of a part, those that are twins of others not counted.
pub(super) const MOST: usize = 1000;

/// A link of two claims, by their place in the order of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Joint {
    pub claims: [usize; 2],
    pub points: i32,
}

/// Parts that stand and cannot stay as they are.
pub(super) type Reached = BTreeSet<usize>;

/// The parts of some claims, each with its claims in order. `standing` names the part of those claims whose part stands, of which all are
/// there with the links between them; between two parts that stand, no link matters. Twins go with the claim that they are linked to best,
/// and have no voice.
pub(super) fn parts(
    standing: &[Option<usize>],
    joints: &[Joint],
    is_twin: impl Fn(usize) -> bool,
    most: usize,
) -> Result<Vec<Vec<usize>>, Reached> {
    let claims = standing.len();
    let mut best_first: Vec<&Joint> = joints.iter().collect();
    best_first.sort_unstable_by_key(|joint| (Reverse(joint.points), joint.claims));
    let mut sets = UnionFind::new(claims);
    let mut size = vec![1; claims];
    let mut heads: Vec<Option<usize>> = vec![None; claims];
    let mut reached = Reached::new();
    for &&Joint { claims: [one, other], .. } in &best_first {
        let (twin, head) = match (is_twin(one), is_twin(other)) {
            (false, false) => {
                let (a, b) = (sets.find(one), sets.find(other));
                let together = size[a] + size[b];
                if a == b || together > most {
                    continue;
                }
                match (standing[one], standing[other]) {
                    (Some(part), Some(another)) if part != another => {}
                    (None, None) | (Some(_), Some(_)) => {
                        sets.union(a, b);
                        size[sets.find(a)] = together;
                    }
                    (Some(part), None) | (None, Some(part)) => {
                        reached.insert(part);
                    }
                }
                continue;
            }
            (true, false) => (one, other),
            (false, true) => (other, one),
            (true, true) => continue,
        };
        if standing[twin].is_none() && heads[twin].is_none() {
            heads[twin] = Some(head);
            reached.extend(standing[head]);
        }
    }
    if !reached.is_empty() {
        return Err(reached);
    }
    for (twin, head) in heads.into_iter().enumerate() {
        if let Some(head) = head {
            sets.union(twin, head);
        }
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (claim, set) in sets.into_labeling().into_iter().enumerate() {
        if standing[claim].is_none() {
            parts.entry(set).or_default().push(claim);
        }
    }
    let mut parts: Vec<Vec<usize>> = parts.into_values().collect();
    parts.sort_unstable();
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn joint(one: usize, other: usize, points: i32) -> Joint {
        Joint { claims: [one, other], points }
    }

    fn parts_of(claims: usize, joints: &[Joint], twins: &[usize], most: usize) -> Vec<Vec<usize>> {
        parts(&vec![None; claims], joints, |at| twins.contains(&at), most).unwrap()
    }

    #[test]
    fn what_links_join_is_a_part_as_long_as_it_is_not_too_large() {
        let chain = [joint(0, 1, 30), joint(1, 2, 16), joint(2, 3, 25), joint(3, 4, 20)];
        assert_eq!(parts_of(6, &chain, &[], 5), [vec![0, 1, 2, 3, 4], vec![5]]);
        assert_eq!(parts_of(5, &chain, &[], 3), [vec![0, 1], vec![2, 3, 4]]);
        let mut turned = chain;
        turned.reverse();
        assert_eq!(parts_of(5, &turned, &[], 3), [vec![0, 1], vec![2, 3, 4]]);
    }

    #[test]
    fn twins_follow_the_claim_that_they_are_linked_to_best_and_take_no_room() {
        let joints = [joint(0, 1, 30), joint(0, 2, 60), joint(1, 2, 20), joint(0, 3, 60), joint(4, 3, 61)];
        assert_eq!(parts_of(5, &joints, &[2, 3], 2), [vec![0, 1, 2], vec![3, 4]]);
    }

    #[test]
    fn a_part_that_stands_is_reached_by_a_link_that_would_have_joined_it() {
        let joints = [joint(0, 1, 30), joint(1, 2, 20)];
        let standing = [Some(7), Some(7), None];
        assert_eq!(parts(&standing, &joints, |_| false, 3), Err(Reached::from([7])));
        assert_eq!(parts(&standing, &joints, |_| false, 2), Ok(vec![vec![2]]));
        // Better than what holds the part together: the first of it takes the other's place.
        let joints = [joint(0, 1, 30), joint(1, 2, 40)];
        assert_eq!(parts(&standing, &joints, |_| false, 2), Err(Reached::from([7])));
        // A twin goes where its best link leads.
        assert_eq!(parts(&standing, &joints, |at| at == 2, 2), Err(Reached::from([7])));
    }

    /// Parts of claims of which some changed, made anew as far as the change reaches.
    fn made_anew(
        claims: usize,
        joints: &[Joint],
        twins: &[usize],
        before: &[Vec<usize>],
        changed: &BTreeSet<usize>,
        most: usize,
    ) -> (Vec<Vec<usize>>, usize) {
        let mut anew: BTreeSet<usize> =
            (0..before.len()).filter(|&part| before[part].iter().any(|at| changed.contains(at))).collect();
        loop {
            let standing =
                |at: usize| before.iter().position(|part| part.contains(&at)).filter(|p| !anew.contains(p));
            let inner = |at: usize| standing(at).is_none();
            let beside: BTreeSet<usize> = joints
                .iter()
                .filter(|joint| joint.claims.iter().any(|&at| inner(at)))
                .flat_map(|joint| joint.claims)
                .filter_map(standing)
                .collect();
            let known: Vec<usize> =
                (0..claims).filter(|&at| standing(at).is_none_or(|part| beside.contains(&part))).collect();
            let place = |at: usize| known.binary_search(&at).ok();
            let among: Vec<Joint> = joints
                .iter()
                .filter_map(|j| Some(joint(place(j.claims[0])?, place(j.claims[1])?, j.points)))
                .collect();
            let stands: Vec<Option<usize>> = known.iter().map(|&at| standing(at)).collect();
            match parts(&stands, &among, |at| twins.contains(&known[at]), most) {
                Err(reached) => anew.extend(reached),
                Ok(parts) => {
                    let made: Vec<Vec<usize>> = parts
                        .into_iter()
                        .map(|part| part.into_iter().map(|at| known[at]).collect())
                        .collect();
                    let stay = before.iter().enumerate().filter(|(part, _)| !anew.contains(part));
                    let mut all: Vec<Vec<usize>> =
                        made.into_iter().chain(stay.map(|(_, part)| part.clone())).collect();
                    all.sort_unstable();
                    return (all, anew.len());
                }
            }
        }
    }

    proptest! {
        /// Links that come and go change parts as far as they reach, and nothing beyond.
        #[test]
        fn parts_that_are_made_anew_are_those_of_all_links(
            links in proptest::collection::btree_map((0..24_usize, 0..24_usize), (0..6_i32, 0..3_u8), 0..60),
            twins in proptest::collection::vec(0..24_usize, 0..4),
            most in 1..7_usize,
        ) {
            let links: Vec<(Joint, u8)> = links
                .into_iter()
                .filter(|((one, other), _)| one < other)
                .map(|((one, other), (points, when))| (joint(one, other, points), when))
                .collect();
            // Of three kinds: those that stay, that come and that go. Claims from 20 on come too.
            let at = |before: bool| -> Vec<Joint> {
                let there = |(joint, when): &&(Joint, u8)| match when {
                    0 => !before || joint.claims[1] < 20,
                    1 => !before,
                    _ => before && joint.claims[1] < 20,
                };
                links.iter().filter(there).map(|(joint, _)| *joint).collect()
            };
            let (before, after) = (at(true), at(false));
            let old = parts_of(20, &before, &twins, most);
            let mut changed: BTreeSet<usize> = (20..24).collect();
            changed.extend(before.iter().chain(&after).filter(|j| before.contains(j) != after.contains(j)).flat_map(|j| j.claims));
            let (made, _) = made_anew(24, &after, &twins, &old, &changed, most);
            prop_assert_eq!(made, parts_of(24, &after, &twins, most));
        }
    }
}
