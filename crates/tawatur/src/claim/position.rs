//! Positions: which mention is subject, object or genitive of a trigger, as far as order, agreement and the classes that
//! a frame asks for can tell.

use super::argument::Argument;
use super::clause::Opener;
use super::frame::Matcher;
use super::trigger::Trigger;
use crate::codebook::{Classes, Frame, Position, Prep, Role};
use crate::lexicon::{Number, Part};
use crate::mention;

/// No phrase is looked for that begins more tokens before the word it holds.
const PHRASE: usize = 24;

/// How each position of a predicate is filled.
pub struct Positions {
    /// Position, mention, and the rule that put it there, the likeliest first.
    pub list: Vec<(Position, usize, &'static str)>,
    /// Whether a verb is passive.
    pub passive: bool,
}

impl Positions {
    /// The mentions in a position.
    pub fn at(&self, position: Position) -> impl Iterator<Item = usize> + '_ {
        self.list.iter().filter(move |(p, _, _)| *p == position).map(|&(_, m, _)| m)
    }
}

impl Matcher<'_> {
    pub(super) fn need(frame: &Frame, position: Position) -> Option<Classes> {
        frame.needs.iter().find(|(p, _)| *p == position).map(|&(_, c)| c)
    }

    pub(super) fn meets(&self, mention: usize, classes: Option<Classes>) -> bool {
        classes.is_none_or(|c| self.mentions[mention].classes.meets(c))
    }

    /// Subject and object of a finite verb, by order, agreement, and the classes the frame asks for.
    pub(super) fn verb(&self, trigger: &Trigger, frame: &Frame, argument: &Argument) -> Positions {
        use Position::{Object, Subject};
        let takes_object = frame.role(Object).is_some();
        let mut list = Vec::new();
        let harmed = !trigger.phrase
            && (frame.role(Subject), frame.role(Object)) == (Some(Role::Actors), Some(Role::Targets))
            && !argument.preps.iter().any(|&(p, _)| frame.role(Position::After(p)).is_some())
            && argument.topic.is_some_and(|m| self.mentions[m].classes.meets(Classes::PEOPLE))
            && self.arguments.lacks_object(trigger.at, argument);
        let passive = takes_object
            && (harmed || self.arguments.passive(trigger.at, argument))
            && !self.can_only_act(frame, argument);
        let number = trigger.reading.and_then(|r| r.features.number);
        let dropped = matches!(number, Some(Number::Plural | Number::Dual)) && argument.topic.is_none();
        let bare = |i: usize| argument.bare.get(i).copied();
        let actor = |m: usize| self.mentions[m].classes.meets(Classes::ANY_ACTOR);
        if argument.of_own_noun {
            if let Some(first) = bare(0) {
                let (position, rule) =
                    if argument.pronoun { (Subject, "subject after verb") } else { (Object, "object") };
                list.push((position, first, rule));
            }
        } else if passive {
            if let Some(m) = argument.topic.or(bare(0)).or(argument.inherited) {
                list.push((Object, m, "passive subject"));
            }
        } else {
            let need = Self::need(frame, Subject);
            let mut next = 0;
            // الناشطون الذين اعتقلهم الجنود: the pronoun is the antecedent, the subject follows.
            let relative = argument.pronoun
                && takes_object
                && self.clauses.of(trigger.at).opener == Opener::Relative
                && bare(0).is_some_and(|m| actor(m) || self.mentions[m].classes.is_empty());
            let resumed = argument.topic.filter(|_| relative).zip(bare(0));
            if let Some((topic, first)) = resumed {
                list.push((Subject, first, "subject after verb"));
                list.push((Object, topic, "antecedent"));
                next = 1;
            } else if let Some(topic) = argument
                .topic
                .filter(|&m| self.meets(m, need) || bare(0).is_none_or(|b| !self.meets(b, need)))
            {
                list.push((Subject, topic, "topic"));
            } else if dropped {
                if let Some(m) = argument.inherited.or(argument.antecedent) {
                    list.push((Subject, m, "dropped subject"));
                }
            } else if let Some(first) = bare(0) {
                let second = bare(1);
                // One phrase only and it is no actor: it is the object of a dropped subject.
                let object_only = (takes_object
                    && (!self.meets(first, need)
                        || !actor(first) && !self.mentions[first].classes.is_empty())
                    && second.is_none())
                    || self.arguments.accusative(first) && argument.inherited.is_some();
                if object_only {
                    if let Some(m) = argument.inherited {
                        list.push((Subject, m, "carried subject"));
                    }
                } else {
                    list.push((Subject, first, "subject after verb"));
                    next = 1;
                }
            } else if let Some(m) = argument.inherited.or(argument.antecedent) {
                list.push((Subject, m, "dropped subject"));
            }
            if takes_object {
                if resumed.is_some() {
                    // Both places are taken.
                } else if argument.pronoun {
                    if let Some(m) = argument.antecedent.or(argument.topic) {
                        list.push((Object, m, "object pronoun"));
                    }
                } else if let Some(m) = bare(next) {
                    list.push((Object, m, "object"));
                }
            }
        }
        if let Some(m) = argument.genitive {
            list.push((Position::Genitive, m, "annexed to the phrase"));
            if !list.iter().any(|(p, _, _)| *p == Object) && !passive {
                list.push((Object, m, "annexed to the phrase"));
            }
        }
        list.extend(after_prepositions(argument));
        Positions { list, passive }
    }

    /// Whether the one phrase beside a verb can be its subject and not its object, by the classes the frame asks for.
    fn can_only_act(&self, frame: &Frame, argument: &Argument) -> bool {
        let needs = |position| Self::need(frame, position);
        let Some(&only) = argument.bare.first() else { return false };
        match (needs(Position::Subject), needs(Position::Object)) {
            (subject, Some(object)) => {
                self.meets(only, subject.or(Some(Classes::ANY_ACTOR))) && !self.meets(only, Some(object))
            }
            _ => false,
        }
    }

    /// Positions around a verbal noun, noun or participle.
    pub(super) fn noun(&self, trigger: &Trigger, frame: &Frame, argument: &Argument) -> Positions {
        use Position::{Genitive, Object, Subject};
        let mut list = Vec::new();
        let part = trigger.reading.map(|r| r.features.part);
        let direct = frame.roles.iter().find(|(p, _)| *p == Genitive).map(|&(_, r)| r);
        if matches!(part, Some(Part::ActiveParticiple | Part::PassiveParticiple | Part::Adjective)) {
            self.participle(trigger, part == Some(Part::PassiveParticiple), argument, &mut list);
        } else {
            let annexed = argument.genitive.or(if argument.pronoun { argument.antecedent } else { None });
            if let Some(m) = annexed {
                let rule = if argument.pronoun { "possessive pronoun" } else { "genitive" };
                let as_subject = match direct {
                    Some(Role::SubjectRole) => true,
                    Some(Role::ObjectRole) => false,
                    _ => self.acts(m, argument),
                };
                if let Some(Role::SubjectRole | Role::ObjectRole | Role::Either) = direct {
                    list.push((if as_subject { Subject } else { Object }, m, rule));
                }
                list.push((Genitive, m, rule));
            }
            if let Some(&m) = argument.bare.first()
                && frame.role(Object).is_some()
            {
                list.push((Object, m, "accusative after verbal noun"));
            }
            if let Some(m) = argument.governor
                && !list.iter().any(|(p, f, _)| *p == Subject || *f == m)
            {
                list.push((Subject, m, "subject of the governing verb"));
            }
        }
        list.extend(after_prepositions(argument));
        Positions { list, passive: false }
    }

    /// An active participle's subject is the phrase it heads or modifies; a passive one's is its object.
    fn participle(
        &self,
        trigger: &Trigger,
        passive: bool,
        argument: &Argument,
        list: &mut Vec<(Position, usize, &'static str)>,
    ) {
        let at = trigger.at;
        let host = mention::within(self.mentions, at.saturating_sub(PHRASE)..at + 1)
            .filter(|&m| self.mentions[m].tokens.contains(&at))
            .min_by_key(|&m| self.mentions[m].tokens.len());
        let position = if passive { Position::Object } else { Position::Subject };
        if let Some(m) = host.and_then(|host| self.predicated(host, at)) {
            list.push((position, m, "subject of the predicate"));
        } else if let Some(m) = host {
            let itself = self.mentions[m].head == at;
            list.push((position, m, if itself { "participle as noun" } else { "noun with its participle" }));
        } else if let Some(m) = argument.antecedent {
            list.push((position, m, "participle of the phrase before"));
        }
        if let Some(m) = argument.genitive.or(argument.bare.first().copied())
            && !passive
        {
            list.push((Position::Object, m, "object of participle"));
        }
    }

    /// What an indefinite participle says something of: the definite phrase right before it (السكان ناقمون).
    fn predicated(&self, host: usize, at: usize) -> Option<usize> {
        let host = &self.mentions[host];
        if host.head != at || host.tokens.start != at || host.definite || host.prep.is_some() {
            return None;
        }
        let clause = self.clauses.of(at).tokens.start;
        mention::within(self.mentions, clause..at).rev().find(|&m| {
            let before = &self.mentions[m];
            before.tokens.end == at
                && before.definite
                && before.inside.is_none()
                && before.prep.is_none()
                && !before.adverbial
        })
    }

    /// Whether the phrase annexed to an ambiguous verbal noun (قصف الطائرات / قصف المدينة) is its doer.
    fn acts(&self, m: usize, argument: &Argument) -> bool {
        let classes = self.mentions[m].classes;
        let object_follows = !argument.bare.is_empty()
            || argument.preps.iter().any(|&(p, o)| {
                p == Prep::Li && self.mentions[o].tokens.start <= self.mentions[m].tokens.end + 2
            });
        object_follows && classes.meets(Classes::ANY_ACTOR.with(Classes::VEHICLE))
    }
}

fn after_prepositions(argument: &Argument) -> impl Iterator<Item = (Position, usize, &'static str)> {
    argument.preps.iter().map(|&(prep, m)| (Position::After(prep), m, "after preposition"))
}
