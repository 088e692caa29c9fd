//! Claims grouped into happenings by their links.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap},
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::link::{Fact, FactId, Kinship, Link, Strength, Tie, judge, kinship, veto};

/// How a claim came into its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Joined {
    /// It is the event's earliest claim, which names it.
    First,
    /// By a strong link.
    Strong,
    /// By a weak link: it may belong here.
    Weak,
}

impl Joined {
    /// As records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Strong => "strong",
            Self::Weak => "weak",
        }
    }
}

/// A claim of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Which claim.
    pub id: FactId,
    /// How it came in.
    pub joined: Joined,
    /// The claim of the event that it is linked to best, and the points of that link.
    pub via: Option<(FactId, i32)>,
}

/// Claims that are taken to tell of one happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// Id: a hash of its earliest claim by day of publication, document and claim; it stays as the event grows, unless an
    /// earlier claim comes in.
    pub id: String,
    /// Its claims, the earliest first.
    pub members: Vec<Member>,
    /// Other clusters that may tell of the same: a link joins one of their claims to one of its own, and was too weak or not enough
    /// to bring all of them together. Their ids, in order.
    pub kin: Vec<String>,
}

/// Groups claims by their links, the earliest group first. Any order of claims and links gives the same.
///
/// The two groups are joined first of which the claims are linked best on the whole: every pair between them counts, whether it
/// has a link or not, so that one link between two large groups does not join them. They need one strong link between them, and
/// vetoes may stand between few of their claims. A claim that is left alone is attached by its weak links, to one group and
/// without joining any. Every claim is in one group, if only its own. Links of claims that are not among `facts` are passed over.
///
/// `twins` are claims of exact copies of another document. They have no voice in what is joined, and go where the claim goes that
/// they are linked to most strongly: a text does not tell of more or other things by standing in many places.
pub fn cluster(facts: &[Fact], links: &[Link], twins: &BTreeSet<FactId>) -> Vec<Cluster> {
    let mut order: Vec<&Fact> = facts.iter().collect();
    order.sort_by(|a, b| rank(a).cmp(&rank(b)));
    order.dedup_by(|a, b| a.id == b.id);
    let mut groups = Groups::new(&order, links, twins);
    groups.join();
    groups.attach();
    groups.follow();
    groups.clusters()
}

/// The order of claims within an event and of events: by day of publication, those without a day last.
fn rank(fact: &Fact) -> (bool, Option<Date>, &FactId) {
    (fact.published.is_none(), fact.published, &fact.id)
}

/// Claims of reports published more days apart tell one happening too seldom to be weighed where nothing links them.
const NEIGHBOURS: i32 = 1;

/// What stands between two groups.
#[derive(Clone, Copy, Default)]
struct Between {
    /// Points of all pairs.
    points: i64,
    /// Whether one of them is strong.
    strong: bool,
}

/// Two groups that might be joined: the best first, among equals those of the earliest claims.
type Candidate = (i64, Reverse<(usize, usize)>, (u32, u32));

/// Groups by their earliest claim. A group that was joined to an earlier one is empty.
struct Groups<'a> {
    facts: &'a [&'a Fact],
    links: BTreeMap<(usize, usize), &'a Link>,
    /// The links of each claim: to which other, and its points.
    around: Vec<Vec<(usize, i32)>>,
    members: Vec<Vec<usize>>,
    between: Vec<BTreeMap<usize, Between>>,
    /// How often a group has grown: what was computed before is stale.
    grown: Vec<u32>,
    weak: Vec<bool>,
    /// The claim that a twin goes with.
    heads: BTreeMap<usize, usize>,
    tie: Tie,
}

impl<'a> Groups<'a> {
    fn new(facts: &'a [&'a Fact], links: &'a [Link], twins: &BTreeSet<FactId>) -> Self {
        let at: BTreeMap<&FactId, usize> =
            facts.iter().enumerate().map(|(at, fact)| (&fact.id, at)).collect();
        let mut pairs = BTreeMap::new();
        for link in links {
            if let Some((&one, &other)) = at.get(&link.first).zip(at.get(&link.second))
                && one != other
            {
                pairs.insert((one.min(other), one.max(other)), link);
            }
        }
        let mut around = vec![Vec::new(); facts.len()];
        let mut heads: BTreeMap<usize, (i32, Reverse<usize>)> = BTreeMap::new();
        let is_twin = |at: usize| twins.contains(&facts[at].id);
        for (&(one, other), link) in &pairs {
            around[one].push((other, link.points));
            around[other].push((one, link.points));
            for (twin, head) in [(one, other), (other, one)] {
                if link.strength == Strength::Strong && is_twin(twin) && !is_twin(head) {
                    let found = (link.points, Reverse(head));
                    heads.entry(twin).and_modify(|best| *best = found.max(*best)).or_insert(found);
                }
            }
        }
        let heads: BTreeMap<usize, usize> =
            heads.into_iter().map(|(twin, (_, Reverse(head)))| (twin, head)).collect();
        let alone = |at: usize| if heads.contains_key(&at) { Vec::new() } else { vec![at] };
        let mut groups = Self {
            facts,
            members: (0..facts.len()).map(alone).collect(),
            around,
            between: vec![BTreeMap::new(); facts.len()],
            grown: vec![0; facts.len()],
            weak: vec![false; facts.len()],
            tie: Tie::known(),
            links: pairs,
            heads,
        };
        for (&(one, other), link) in &groups.links {
            if groups.heads.contains_key(&one) || groups.heads.contains_key(&other) {
                continue;
            }
            let known = Between { points: i64::from(link.points), strong: link.strength == Strength::Strong };
            groups.between[one].insert(other, known);
            groups.between[other].insert(one, known);
        }
        groups
    }

    /// Points of two groups on the whole, in hundredths.
    fn mean(&self, one: usize, other: usize, known: Between) -> i64 {
        let all = i64::try_from(self.members[one].len() * self.members[other].len()).unwrap_or(i64::MAX);
        known.points * 100 / all
    }

    /// What stands between two groups of which no claims are linked.
    fn unlinked(&self, one: usize, other: usize) -> Between {
        let pairs = self.members[one].iter().flat_map(|&a| self.members[other].iter().map(move |&b| (a, b)));
        Between { points: pairs.map(|(a, b)| i64::from(self.points(a, b))).sum(), strong: false }
    }

    /// Points of two claims. Those of other kinds, or published far from each other, have nothing for them that would be worth looking at.
    fn points(&self, a: usize, b: usize) -> i32 {
        let (one, other) = (self.facts[a], self.facts[b]);
        let days =
            one.published.zip(other.published).map_or(0, |(one, other)| (one - other).get_days().abs());
        if days > NEIGHBOURS || kinship(&one.kind, &other.kind) == Kinship::Other {
            self.tie.unweighed
        } else {
            judge(one, other, None).points
        }
    }

    fn candidate(&self, one: usize, other: usize, known: Between) -> Option<Candidate> {
        let mean = self.mean(one, other, known);
        let (low, high) = (one.min(other), one.max(other));
        (known.strong && mean >= i64::from(self.tie.mean) * 100)
            .then(|| (mean, Reverse((low, high)), (self.grown[low], self.grown[high])))
    }

    fn join(&mut self) {
        let mut heap: BinaryHeap<Candidate> = BinaryHeap::new();
        for one in 0..self.facts.len() {
            let later = self.between[one].range(one + 1..);
            heap.extend(later.filter_map(|(&other, &known)| self.candidate(one, other, known)));
        }
        while let Some((_, Reverse((low, high)), grown)) = heap.pop() {
            let fresh = grown == (self.grown[low], self.grown[high]);
            if !fresh || self.members[high].is_empty() || self.vetoed(low, high) {
                continue;
            }
            self.merge(low, high);
            let around = self.between[low].iter();
            heap.extend(around.filter_map(|(&other, &known)| self.candidate(low, other, known)));
        }
    }

    fn vetoed(&self, one: usize, other: usize) -> bool {
        self.apart(one, other) * 100 > self.tie.veto * self.members[one].len() * self.members[other].len()
    }

    /// Between how many claims of two groups a veto stands.
    fn apart(&self, one: usize, other: usize) -> usize {
        let apart = |a: usize, b: usize| usize::from(veto(self.facts[a], self.facts[b]).is_some());
        self.members[one]
            .iter()
            .map(|&a| self.members[other].iter().map(|&b| apart(a, b)).sum::<usize>())
            .sum()
    }

    fn merge(&mut self, low: usize, high: usize) {
        let near_high = std::mem::take(&mut self.between[high]);
        let mut near = std::mem::take(&mut self.between[low]);
        near.remove(&high);
        for (&other, known) in &mut near {
            let more = near_high.get(&other).copied().unwrap_or_else(|| self.unlinked(high, other));
            known.points += more.points;
            known.strong |= more.strong;
        }
        for (other, mut known) in near_high.into_iter().filter(|(other, _)| *other != low) {
            self.between[other].remove(&high);
            near.entry(other).or_insert_with(|| {
                known.points += self.unlinked(low, other).points;
                known
            });
        }
        for (&other, &known) in &near {
            self.between[other].insert(low, known);
        }
        self.between[low] = near;
        let moved = std::mem::take(&mut self.members[high]);
        self.members[low].extend(moved);
        self.grown[low] += 1;
        self.grown[high] += 1;
    }

    /// Claims left alone go to the group that they are linked to best; all are looked at before any is moved.
    fn attach(&mut self) {
        let alone: Vec<usize> = (0..self.facts.len()).filter(|&at| self.members[at].len() == 1).collect();
        let found: Vec<(usize, usize)> = alone.iter().filter_map(|&at| Some((at, self.best(at)?))).collect();
        for (claim, group) in found {
            self.members[claim].clear();
            self.members[group].push(claim);
            self.weak[claim] = true;
        }
    }

    fn best(&self, claim: usize) -> Option<usize> {
        self.between[claim]
            .iter()
            .filter(|(group, _)| self.members[**group].len() > 1)
            .map(|(&group, &known)| (self.mean(claim, group, known), Reverse(group)))
            .filter(|(mean, Reverse(group))| {
                *mean >= i64::from(self.tie.attach) * 100 && !self.vetoed(claim, *group)
            })
            .max()
            .map(|(_, Reverse(group))| group)
    }

    /// Twins go where those go whose copies they are.
    fn follow(&mut self) {
        let group_of = self.group_of();
        for (&twin, &head) in &self.heads {
            self.members[group_of[head]].push(twin);
        }
    }

    /// The group of each claim that is in one.
    fn group_of(&self) -> Vec<usize> {
        let mut group_of = vec![0; self.facts.len()];
        for (group, members) in self.members.iter().enumerate() {
            for &at in members {
                group_of[at] = group;
            }
        }
        group_of
    }

    fn clusters(self) -> Vec<Cluster> {
        let group_of = self.group_of();
        let kin = self.kin(&group_of);
        let mut groups: Vec<(usize, Vec<usize>)> = self.members.iter().cloned().enumerate().collect();
        for (_, members) in &mut groups {
            members.sort_unstable();
        }
        groups.sort_unstable_by_key(|(_, members)| members.first().copied());
        let ids: BTreeMap<usize, String> = groups
            .iter()
            .filter_map(|(group, members)| Some((*group, identify(self.facts[*members.first()?]))))
            .collect();
        let clusters = groups.iter().filter_map(|(group, members)| {
            let told = members.iter().map(|&at| self.member(at, members, &group_of)).collect();
            let mut kin: Vec<String> =
                kin.get(group).into_iter().flatten().map(|kin| ids[kin].clone()).collect();
            kin.sort_unstable();
            Some(Cluster { id: ids.get(group)?.clone(), members: told, kin })
        });
        clusters.collect()
    }

    /// The groups that links, strong or weak, join to each and that are others all the same, unless vetoes stand between most of their claims.
    fn kin(&self, group_of: &[usize]) -> BTreeMap<usize, BTreeSet<usize>> {
        let linked = self.links.iter().filter(|(_, link)| link.strength != Strength::None);
        let pairs: BTreeSet<(usize, usize)> = linked
            .map(|(&(one, other), _)| (group_of[one], group_of[other]))
            .filter(|(one, other)| one != other)
            .map(|(one, other)| (one.min(other), one.max(other)))
            .collect();
        let mut kin: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let may_be = |&(one, other): &(usize, usize)| {
            2 * self.apart(one, other) <= self.members[one].len() * self.members[other].len()
        };
        for (one, other) in pairs.into_iter().filter(may_be) {
            kin.entry(one).or_default().insert(other);
            kin.entry(other).or_default().insert(one);
        }
        kin
    }

    fn member(&self, at: usize, members: &[usize], group_of: &[usize]) -> Member {
        let via = self.around[at]
            .iter()
            .filter(|(other, _)| group_of[*other] == group_of[at])
            .map(|&(other, points)| (points, Reverse(other)))
            .max();
        let joined = match members.first() {
            Some(&first) if first == at => Joined::First,
            _ if self.weak[at] => Joined::Weak,
            _ => Joined::Strong,
        };
        Member {
            id: self.facts[at].id.clone(),
            joined,
            via: via.map(|(points, Reverse(other))| (self.facts[other].id.clone(), points)),
        }
    }
}

/// The id of the event of which this is the earliest claim: 16 hexadecimal digits.
fn identify(fact: &Fact) -> String {
    let day = fact.published.map(|day| day.to_string()).unwrap_or_default();
    let hash = blake3::hash(format!("{day}\n{}\n{}", fact.id.document, fact.id.claim).as_bytes());
    hash.to_hex().chars().take(16).collect()
}
