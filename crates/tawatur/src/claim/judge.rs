//! What the rules leave open, decided by learned weights: who fills a role, where and when it happened, whether it is a
//! claim at all.
//!
//! The rules of [`frame`](super::frame) and [`slot`](super::slot) propose; here every candidate in reach, proposed or
//! not, is weighed by what is seen of it (`feature`). A decision that the codebook has no weights for stays as the
//! rules left it.

use super::argument::Arguments;
use super::count;
use super::feature::{Ground, Kin, Standing};
use super::frame::{Filled, Proposition};
use super::merge::Retelling;
use super::slot::{self, Slots, locates};
use super::write::Draft;
use crate::chain::Link;
use crate::codebook::{Classes, Decision, Features, Prep, Role, Weights};
use crate::mention::{self, Mention};
use crate::text::Tokens;
use crate::value::TimeKind;

/// A candidate is looked for so many tokens around the trigger, within its sentence …
const WINDOW: usize = 45;
/// … and places and dates so many sentences around it, at most so many tokens off.
const AROUND: usize = 8;
const PLACES_BACK: usize = 2;
const DATES_BACK: usize = 4;
const FAR: usize = 250;
/// A role takes at most so many.
const MOST: usize = 4;

/// What is decided of parties, with their roles.
const PARTIES: [(Decision, Role); 2] = [(Decision::Actor, Role::Actors), (Decision::Target, Role::Targets)];

/// A candidate with its probability, and its features where somebody wants to learn from them.
#[derive(Clone, Debug)]
pub struct Judged<T> {
    /// The candidate.
    pub of: T,
    /// How probable it is, 0 to 1.
    pub probability: f32,
    /// Whether it is taken.
    pub taken: bool,
    /// The names of its features, when they are collected.
    pub features: Vec<String>,
}

/// Weighs the candidates of one document.
pub struct Judge<'a> {
    slots: &'a Slots<'a>,
    ground: Ground<'a>,
    /// Whether features are collected.
    learning: bool,
}

impl<'a> Judge<'a> {
    /// A judge over the stages' results; `learning` collects the features of every candidate.
    pub fn new(
        slots: &'a Slots<'a>,
        arguments: &'a Arguments<'a>,
        propositions: &'a [Proposition],
        learning: bool,
    ) -> Self {
        Self { slots, ground: Ground::new(slots, arguments, propositions), learning }
    }

    fn weigh<T>(&self, decision: Decision, of: T, ruled: bool, say: impl Fn(&mut Features<'_>)) -> Judged<T> {
        self.weigh_on(None, decision, of, ruled, say)
    }

    /// Weighs what has some features summed already.
    fn weigh_on<T>(
        &self,
        sum: Option<f32>,
        decision: Decision,
        of: T,
        ruled: bool,
        say: impl Fn(&mut Features<'_>),
    ) -> Judged<T> {
        let features = if self.learning { Features::names(&say) } else { Vec::new() };
        let (probability, taken) = match self.weights().of(decision) {
            Some(linear) => {
                let probability = match sum {
                    Some(sum) => linear.probability_from(sum, say),
                    None => linear.probability(say),
                };
                (probability, probability >= linear.threshold)
            }
            None => (f32::from(u8::from(ruled)), ruled),
        };
        Judged { of, probability, taken, features }
    }

    fn weights(&self) -> &'a Weights {
        &self.slots.context.codebook.weights
    }

    fn idle(&self, decision: Decision) -> bool {
        !self.learning && !self.weighs(decision)
    }

    /// The trigger of a proposition as features see it.
    pub fn standing(&self, proposition: &'a Proposition, links: &'a [Link]) -> Standing<'a> {
        self.ground.standing(proposition, links)
    }

    /// Who fills the roles of actor and target; what the rules put into other roles stays.
    pub fn roles(&self, standing: &Standing<'_>) -> Option<[Vec<Judged<usize>>; 2]> {
        if self.idle(Decision::Actor) && self.idle(Decision::Target) {
            return None;
        }
        let candidates = self.parties(standing);
        let mut judged = [Vec::with_capacity(candidates.len()), Vec::with_capacity(candidates.len())];
        for m in candidates {
            let party = self.ground.party(standing, m);
            // In collecting names, each role has all of its own.
            let shared = (!self.learning && party.unruled())
                .then(|| self.weights().of_parties(|f| self.ground.role(standing, Role::Actors, &party, f)))
                .flatten();
            for (at, (decision, role)) in PARTIES.into_iter().enumerate() {
                let ruled = standing.proposition.in_role(role).any(|f| f == m);
                let sum = shared.map(|sums| sums[at]);
                judged[at].push(self.weigh_on(sum, decision, m, ruled, |f| {
                    if sum.is_none() {
                        self.ground.role(standing, role, &party, f);
                    }
                    self.ground.role_vacant(standing, role, &party, f);
                    if !f.hopeless() {
                        self.ground.role_further(standing, role, &party, f);
                    }
                }));
            }
        }
        let further = PARTIES.map(|(decision, _)| self.weights().of(decision).map_or(0.0, |l| l.further));
        self.settle(&mut judged, &further, |&m| m, Mention::entity);
        Some(judged)
    }

    /// Of mentions that overlap the likeliest stays, in whatever role: nobody does it to himself, and whose name holds
    /// another's (كتائب السراج) is one party. Of those in one role that refer to the same the likeliest stays, too. It
    /// needs to be taken, others to be as likely as `further` of the role, and a role has no more than a few.
    fn settle<T>(
        &self,
        roles: &mut [Vec<Judged<T>>],
        further: &[f32],
        mention: impl Fn(&T) -> usize,
        referent: impl Fn(&Mention) -> Option<u32>,
    ) {
        let taken = |(role, judged): (usize, &Vec<Judged<T>>)| -> Vec<(usize, usize)> {
            (0..judged.len()).filter(|&i| judged[i].taken).map(|i| (role, i)).collect()
        };
        let mut order: Vec<(usize, usize)> = roles.iter().enumerate().flat_map(taken).collect();
        order.sort_by(|a, b| roles[b.0][b.1].probability.total_cmp(&roles[a.0][a.1].probability));
        let mut kept: Vec<(usize, &Mention)> = Vec::new();
        for (role, i) in order {
            let judged = &mut roles[role][i];
            let m = &self.slots.mentions[mention(&judged.of)];
            let free = |&(of, k): &(usize, &Mention)| {
                let apart = k.tokens.end <= m.tokens.start || m.tokens.end <= k.tokens.start;
                apart && (of != role || referent(m).is_none() || referent(k) != referent(m))
            };
            let beside = kept.iter().filter(|(of, _)| *of == role).count();
            let enough = beside == 0 || judged.probability >= further[role];
            judged.taken = enough && beside < MOST && kept.iter().all(free);
            if judged.taken {
                kept.push((role, m));
            }
        }
    }

    /// Mentions that may take part: those around the trigger, parties of the sentence before, and whom the rules name.
    fn parties(&self, standing: &Standing<'_>) -> Vec<usize> {
        let (at, text) = (standing.at(), self.slots.context.text);
        let mentions = self.slots.mentions;
        let sentence = text.sentences()[standing.sentence].tokens.clone();
        let near = sentence.start.max(at.saturating_sub(WINDOW))..sentence.end.min(at + WINDOW);
        let mut found: Vec<usize> = Vec::new();
        if standing.sentence > 0 {
            let before = text.sentences()[standing.sentence - 1].tokens.clone();
            let before = before.start.max(sentence.start.saturating_sub(WINDOW))..before.end;
            found.extend(
                mention::within(mentions, before).filter(|&m| {
                    mentions[m].classes.meets(Classes::ANY_ACTOR) && mentions[m].inside.is_none()
                }),
            );
        }
        found.extend(mention::within(mentions, near).filter(|&m| {
            let head = mentions[m].head;
            head == at || !standing.proposition.trigger.owns(head)
        }));
        for f in &standing.proposition.filled {
            if matches!(f.role, Role::Actors | Role::Targets) && !found.contains(&f.mention) {
                found.push(f.mention);
            }
        }
        found.sort_unstable();
        found
    }

    /// Sentences around a claim, in which the same act may be told again with its place and date.
    fn around(&self, standing: &Standing<'_>) -> Tokens {
        let sentences = self.slots.context.text.sentences();
        let first = standing.sentence.saturating_sub(AROUND);
        let last = (standing.sentence + AROUND).min(sentences.len() - 1);
        let (from, to) = (sentences[first].tokens.start, sentences[last].tokens.end);
        from.max(standing.at().saturating_sub(FAR))..to.min(standing.at() + FAR)
    }

    /// Whether what stands at a token may say where or when: it stands in the sentence or in one of so many before it, or
    /// beside another claim of the type.
    fn told_there(&self, standing: &Standing<'_>, token: usize, back: usize) -> bool {
        let sentence = self.slots.clauses.of(token).sentence;
        (standing.sentence.saturating_sub(back)..=standing.sentence).contains(&sentence)
            || matches!(self.ground.kin(standing, token), Kin::TypeInClause | Kin::Type)
    }

    /// Where it happened: places of the sentence and of those before, with their roles. `ruled` are those of the rules.
    pub fn places(
        &self,
        standing: &Standing<'_>,
        ruled: &[(usize, Role)],
    ) -> Option<Vec<Judged<(usize, Role)>>> {
        if self.idle(Decision::Place) {
            return None;
        }
        let mentions = self.slots.mentions;
        let motion = |m: usize| match mentions[m].prep.map(|p| p.0) {
            Some(Prep::Ila) => Some(Role::PlaceTo),
            Some(Prep::Min) => Some(Role::PlaceFrom),
            _ => None,
        };
        let mut candidates: Vec<(usize, Role)> = mention::within(mentions, self.around(standing))
            .filter(|&m| locates(&mentions[m]) && self.told_there(standing, mentions[m].head, PLACES_BACK))
            .flat_map(|m| [Some((m, Role::PlaceIn)), motion(m).map(|role| (m, role))])
            .flatten()
            .filter(|c| !ruled.contains(c))
            .collect();
        candidates.extend(ruled);
        let mut judged: Vec<Judged<(usize, Role)>> = candidates
            .into_iter()
            .map(|(m, role)| {
                let rule = ruled.contains(&(m, role));
                self.weigh(Decision::Place, (m, role), rule, |f| {
                    self.ground.place(standing, (m, role), ruled, f);
                })
            })
            .collect();
        // One place is said once: its likeliest mention stands for it.
        judged.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        let further = self.weights().of(Decision::Place).map_or(0.0, |l| l.further);
        let mut judged = [judged];
        self.settle(&mut judged, &[further], |&(m, _)| m, Mention::place);
        let [judged] = judged;
        Some(judged)
    }

    /// When it happened: dates of the sentence and of those around it; the likeliest is taken.
    pub fn time(&self, standing: &Standing<'_>, ruled: Option<usize>) -> Option<Vec<Judged<usize>>> {
        if self.idle(Decision::Time) {
            return None;
        }
        let times = self.slots.times;
        let around = self.around(standing);
        let first = times.partition_point(|t| t.tokens.start < around.start);
        let mut judged: Vec<Judged<usize>> = (first..times.len())
            .take_while(|&t| times[t].tokens.start < around.end)
            .filter(|&t| times[t].kind == TimeKind::Date)
            .filter(|&t| self.told_there(standing, times[t].tokens.start, DATES_BACK))
            .map(|t| {
                self.weigh(Decision::Time, t, ruled == Some(t), |f| {
                    self.ground.time(standing, t, ruled, f);
                })
            })
            .collect();
        let best = (0..judged.len())
            .filter(|&i| judged[i].taken)
            .max_by(|&a, &b| judged[a].probability.total_cmp(&judged[b].probability));
        for (i, j) in judged.iter_mut().enumerate() {
            j.taken = best == Some(i);
        }
        Some(judged)
    }

    /// How many: numbers of the sentence, each with what it counts as the rules or the claim's kind have it.
    pub fn quantities(
        &self,
        standing: &Standing<'_>,
        ruled: &[(usize, String)],
    ) -> Option<Vec<Judged<(usize, String)>>> {
        if self.idle(Decision::Quantity) {
            return None;
        }
        let here = self.slots.context.text.sentences()[standing.sentence].tokens.clone();
        let numbers = self.slots.numbers;
        let first = numbers.partition_point(|n| n.tokens.start < here.start);
        let found = (first..numbers.len())
            .take_while(|&n| numbers[n].tokens.start < here.end)
            .filter(|&n| {
                count::counts(&numbers[n]) && numbers[n].tokens.start.abs_diff(standing.at()) < WINDOW
            })
            .map(|n| {
                let rule = ruled.iter().find(|(r, _)| *r == n);
                let of = rule.map(|(_, of)| of.clone());
                let of = of.or_else(|| slot::of_number(self.slots, standing.proposition, n));
                let counted = of.clone().unwrap_or_else(|| "other".to_owned());
                let of = of.unwrap_or_else(|| slot::of_rest(self.slots, standing.proposition, n).to_owned());
                self.weigh(Decision::Quantity, (n, of), rule.is_some(), |f| {
                    self.ground.quantity(standing, n, rule.is_some(), &counted, f);
                })
            });
        Some(found.collect())
    }

    /// Whether it is a claim; the probability is the score. None where the codebook has no weights for that.
    pub fn claim(
        &self,
        standing: &Standing<'_>,
        draft: &Draft<'_>,
        retelling: Retelling,
    ) -> Option<Judged<()>> {
        if self.idle(Decision::Claim) {
            return None;
        }
        Some(self.weigh(Decision::Claim, (), true, |f| {
            self.ground.claim(standing, draft, retelling, f);
        }))
    }

    /// Whether the codebook has weights for a decision.
    pub fn weighs(&self, decision: Decision) -> bool {
        self.weights().of(decision).is_some()
    }
}

/// Of the types that one trigger may express at most one is told there: the probabilities of its propositions, each weighed
/// by itself, as those of a choice among them and none.
pub fn among_rivals(probabilities: &mut [f64]) {
    let odds = |p: f64| p / (1.0 - p).max(f64::EPSILON);
    let all: f64 = probabilities.iter().copied().map(odds).sum();
    for p in probabilities {
        *p = odds(*p) / (1.0 + all);
    }
}

/// The roles that were decided, as a proposition holds them: what the rules put there keeps its rule.
pub fn filled(proposition: &Proposition, judged: &[Vec<Judged<usize>>; 2]) -> Vec<Filled> {
    let mut all: Vec<Filled> = Vec::new();
    for (role, judged) in [Role::Actors, Role::Targets].into_iter().zip(judged) {
        for j in judged.iter().filter(|j| j.taken) {
            let ruled = proposition.filled.iter().find(|f| f.role == role && f.mention == j.of);
            all.push(Filled { role, mention: j.of, rule: ruled.map_or("weighed", |f| f.rule) });
        }
    }
    all.extend(
        proposition.filled.iter().filter(|f| !matches!(f.role, Role::Actors | Role::Targets)).cloned(),
    );
    all
}
