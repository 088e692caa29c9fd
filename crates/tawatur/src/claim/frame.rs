//! Frames: which one a trigger means here, and who fills its roles.

use super::argument::Arguments;
use super::clause::Clauses;
use super::position::Positions;
use super::trigger::Trigger;
use crate::codebook::{Classes, Frame, PatternId, Position, Role};
use crate::mention::{Context, Mention};
use crate::text::Tokens;

/// A mention in a role, and the rule that put it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The role.
    pub role: Role,
    /// Position among the mentions.
    pub mention: usize,
    /// Which position it was found in.
    pub rule: &'static str,
}

/// A trigger with its frame and roles: a claim before time, place, number, cause and source are settled.
#[derive(Clone, Debug)]
pub struct Proposition {
    /// What triggered it.
    pub trigger: Trigger,
    /// Position among the codebook's frames.
    pub frame: u16,
    /// Its type: that of its frame, or one of the same kinship.
    pub kind: u16,
    /// Its roles.
    pub filled: Vec<Filled>,
    /// Whether the verb is passive.
    pub passive: bool,
    /// Product of the frame's weight and what was found and missed, 0 to 1.
    pub score: f32,
    /// Which of its frame's conditions does not hold.
    pub unmet: Option<Unmet>,
    /// How many frames of other types suit its trigger better.
    pub rank: usize,
}

/// Why a frame does not suit a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// A position that must be filled is not.
    Missing,
    /// What fills a position is of no class that is asked for.
    Class,
    /// None of the words that must stand in the clause does.
    Word,
    /// A word stands in the clause that must not.
    Excluded,
}

impl Unmet {
    /// The reason as features name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Class => "class",
            Self::Word => "word",
            Self::Excluded => "excluded",
        }
    }
}

impl Proposition {
    /// Whether the rules take it for a claim.
    pub fn by_rule(&self) -> bool {
        self.rank == 0 && self.unmet.is_none()
    }

    /// Mentions in a role, in the order found.
    pub fn in_role(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.filled.iter().filter(move |f| f.role == role).map(|f| f.mention)
    }
}

/// Turns triggers into propositions: one a trigger, by the frame whose conditions fit best; where `open`, one for every
/// type that the trigger may express, the best first, those whose conditions do not hold included.
pub fn propositions(
    context: &Context<'_>,
    mentions: &[Mention],
    clauses: &Clauses,
    arguments: &Arguments<'_>,
    triggers: &[Trigger],
    cues: &[Trigger],
    open: bool,
) -> Vec<Proposition> {
    let matcher = Matcher { context, mentions, clauses, arguments };
    triggers.iter().flat_map(|t| matcher.all(t, cues, open)).collect()
}

/// Matches triggers with frames in one text.
pub struct Matcher<'a> {
    context: &'a Context<'a>,
    pub(super) mentions: &'a [Mention],
    pub(super) clauses: &'a Clauses,
    pub(super) arguments: &'a Arguments<'a>,
}

impl Matcher<'_> {
    fn all(&self, trigger: &Trigger, cues: &[Trigger], open: bool) -> Vec<Proposition> {
        let verb = trigger.reading.is_some_and(|r| r.features.part.is_verb());
        let argument = match (verb, trigger.phrase) {
            (true, true) => self.arguments.of_phrase(trigger),
            (true, false) => self.arguments.of_verb(trigger.at),
            (false, _) => self.arguments.of_noun(trigger, cues),
        };
        let mut found: Vec<(usize, Proposition)> = Vec::new();
        for &number in &trigger.uses {
            let frame = &self.context.codebook.frames[number as usize];
            let positions = if verb {
                self.verb(trigger, frame, &argument)
            } else {
                self.noun(trigger, frame, &argument)
            };
            let (met, doubt, unmet) = self.conditions(trigger, frame, &positions);
            if unmet.is_some() && !open {
                continue;
            }
            let mut filled = self.fill(trigger, frame, &positions);
            self.unsaid_actor(trigger, frame, &positions, &mut filled);
            let people = filled.iter().any(|f| matches!(f.role, Role::Actors | Role::Targets | Role::Toward));
            let score = frame.weight * doubt * if people { 1.0 } else { 0.8 };
            let rank = met + usize::from(trigger.phrase);
            let passive = positions.passive;
            let trigger = trigger.clone();
            found.push((
                rank,
                Proposition {
                    trigger,
                    frame: number,
                    kind: frame.kind,
                    filled,
                    passive,
                    score,
                    unmet,
                    rank: 0,
                },
            ));
        }
        // The sort is stable: of frames that suit alike the one listed first goes first.
        found.sort_by(|(a_rank, a), (b_rank, b)| {
            (a.unmet.is_some(), b_rank).cmp(&(b.unmet.is_some(), a_rank)).then(b.score.total_cmp(&a.score))
        });
        let mut best: Vec<Proposition> = Vec::new();
        for (_, p) in found {
            if best.is_empty() || open && best.iter().all(|b| b.kind != p.kind) {
                best.push(Proposition { rank: best.len(), ..p });
            }
        }
        if open {
            self.kin(&mut best);
        }
        best
    }

    /// Adds what the best proposition would be with another type of its kinship.
    fn kin(&self, best: &mut Vec<Proposition>) {
        let types = &self.context.codebook.types;
        let Some(first) = best.first().filter(|p| p.unmet.is_none()).cloned() else { return };
        let Some(kinship) = &types[first.kind as usize].kinship else { return };
        for (kind, other) in (0..).zip(types) {
            if other.kinship.as_ref() == Some(kinship) && best.iter().all(|b| b.kind != kind) {
                best.push(Proposition { kind, rank: best.len(), ..first.clone() });
            }
        }
    }

    /// Whether a frame's conditions hold: how many were met, a factor for those nobody can tell, and what is not met.
    fn conditions(
        &self,
        trigger: &Trigger,
        frame: &Frame,
        positions: &Positions,
    ) -> (usize, f32, Option<Unmet>) {
        let (mut met, mut doubt, mut unmet) = (0, 1.0, None);
        for &(position, classes) in &frame.needs {
            let direct = frame.role(position);
            // In the passive and after a verbal noun the same filler stands elsewhere.
            let mut fillers = positions.at(position).collect::<Vec<_>>();
            if fillers.is_empty() {
                fillers = positions
                    .list
                    .iter()
                    .filter(|(p, _, _)| {
                        *p != position
                            && direct.is_some()
                            && frame.role(*p) == direct
                            && *p != Position::Subject
                    })
                    .map(|&(_, m, _)| m)
                    .collect();
            }
            if fillers.iter().any(|&m| self.mentions[m].classes.meets(classes)) {
                met += 1;
            } else if fillers.is_empty() {
                match position {
                    // A verbal noun need not name its subject, nor a passive its agent.
                    Position::Subject => doubt *= 0.8,
                    Position::Object | Position::Genitive if !trigger.phrase && nominal(trigger) => {
                        doubt *= 0.7;
                    }
                    _ => unmet = Some(Unmet::Missing),
                }
            } else if fillers
                .iter()
                .any(|&m| self.mentions[m].classes.is_empty() && self.could_be(m, classes))
            {
                doubt *= 0.75;
            } else {
                unmet = Some(Unmet::Class);
            }
        }
        let clause = self.clauses.of(trigger.at).tokens.clone();
        if !frame.any.is_empty() {
            if self.any_word(&clause, &frame.any) {
                met += 1;
            } else {
                unmet = Some(Unmet::Word);
            }
        }
        if !frame.none.is_empty() && self.any_word(&clause, &frame.none) {
            unmet = Some(Unmet::Excluded);
        }
        (met, doubt, unmet)
    }

    /// Whether an unlisted phrase may be of a class: names of persons and groups no list has.
    fn could_be(&self, mention: usize, classes: Classes) -> bool {
        let m = &self.mentions[mention];
        classes.meets(Classes::ANY_ACTOR) && (m.named || m.plural)
    }

    fn any_word(&self, clause: &Tokens, patterns: &[PatternId]) -> bool {
        clause.clone().any(|at| self.context.facts(at).matches(patterns))
    }

    fn fill(&self, trigger: &Trigger, frame: &Frame, positions: &Positions) -> Vec<Filled> {
        let mut filled: Vec<Filled> = Vec::new();
        let mut taken: Vec<Position> = Vec::new();
        for &(position, m, rule) in &positions.list {
            // One argument a position: the nearest.
            if taken.contains(&position) {
                continue;
            }
            let Some(role) = frame.role(position) else { continue };
            let need = Self::need(frame, position);
            if let Position::After(_) = position
                && !self.meets(m, need)
            {
                continue;
            }
            let role = match role {
                Role::Either => Role::Targets,
                other => other,
            };
            if !self.role_fits(role, m, trigger) {
                continue;
            }
            taken.push(position);
            if role == Role::None || filled.iter().any(|f| f.mention == m) {
                continue;
            }
            for member in self.arguments.coordinated(m) {
                filled.push(Filled { role, mention: member, rule });
            }
        }
        filled
    }

    /// Nobody stands in the actor's position: the party spoken of last is meant, as a reader would take it.
    fn unsaid_actor(
        &self,
        trigger: &Trigger,
        frame: &Frame,
        positions: &Positions,
        filled: &mut Vec<Filled>,
    ) {
        let acts = frame
            .roles
            .iter()
            .any(|(p, r)| *r == Role::Actors && matches!(p, Position::Subject | Position::Genitive));
        if !acts || positions.passive || filled.iter().any(|f| f.role == Role::Actors) {
            return;
        }
        if let Some(m) = self.arguments.party(trigger.at).filter(|&m| !filled.iter().any(|f| f.mention == m))
        {
            filled.push(Filled { role: Role::Actors, mention: m, rule: "party spoken of last" });
        }
    }

    /// A role takes only what can stand in it: no pure place acts or joins, no person is a place.
    fn role_fits(&self, role: Role, m: usize, trigger: &Trigger) -> bool {
        let mention = &self.mentions[m];
        if trigger.owns(mention.head) && mention.head != trigger.at {
            return false;
        }
        match role {
            Role::Actors | Role::Toward => {
                mention.classes.is_empty()
                    || mention.classes.meets(
                        Classes::ANY_ACTOR
                            .with(Classes::VEHICLE)
                            .with(Classes::WEAPON)
                            .with(Classes::MESSAGE)
                            .with(Classes::FACILITY),
                    )
                    || mention.classes.meets(Classes::ABSTRACT)
            }
            Role::PlaceIn | Role::PlaceFrom | Role::PlaceTo => {
                mention.is_place() || mention.place().is_some() || mention.classes.meets(Classes::FACILITY)
            }
            _ => true,
        }
    }
}

fn nominal(trigger: &Trigger) -> bool {
    trigger.reading.is_none_or(|r| r.features.part.is_nominal())
}
