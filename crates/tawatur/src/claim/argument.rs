//! Arguments: which mention stands in which grammatical position of a verb or a verbal noun.

use super::clause::{Clauses, Opener};
use super::trigger::{Trigger, within as cues_within};
use crate::codebook::{Classes, CueKind, Prep};
use crate::lexicon::{Number, Part, Particle, State};
use crate::mention::{self, Context, Mention, Tag};

/// How far from its governor an argument may stand, in tokens.
const REACH: usize = 18;

/// A coordination is looked for among so many mentions after its first member.
const COORDINATION: usize = 24;

/// The arguments of one predicate; numbers are positions among the document's mentions.
#[derive(Clone, Debug, Default)]
pub struct Argument {
    /// A topic before the verb in its clause, or the antecedent of its relative.
    pub topic: Option<usize>,
    /// Phrases without a preposition after it, in order.
    pub bare: Vec<usize>,
    /// The subject of the verb before, for one whose own subject is dropped.
    pub inherited: Option<usize>,
    /// Whether a pronoun is attached.
    pub pronoun: bool,
    /// What that pronoun, or a dropped subject, most likely stands for.
    pub antecedent: Option<usize>,
    /// Phrases after prepositions.
    pub preps: Vec<(Prep, usize)>,
    /// What is annexed to a noun.
    pub genitive: Option<usize>,
    /// Whether the phrase's own noun stands before its verb (غارات شنها, هجوم استهدف): the verb tells of that noun,
    /// which is its object where a pronoun is attached and else its subject.
    pub of_own_noun: bool,
    /// Subject of the light or modal verb that governs a verbal noun.
    pub governor: Option<usize>,
}

/// Finds arguments; remembers the subjects of verbs seen before.
pub struct Arguments<'a> {
    context: &'a Context<'a>,
    tags: &'a [Tag],
    mentions: &'a [Mention],
    clauses: &'a Clauses,
    /// Subject of each verb token, for those that have one.
    subjects: Vec<Option<u32>>,
}

impl<'a> Arguments<'a> {
    /// Works through all verbs of the text once, so that dropped subjects can be carried over.
    pub fn new(
        context: &'a Context<'a>,
        tags: &'a [Tag],
        mentions: &'a [Mention],
        clauses: &'a Clauses,
    ) -> Self {
        let mut all = Self { context, tags, mentions, clauses, subjects: vec![None; tags.len()] };
        for (at, tag) in tags.iter().enumerate() {
            if tag.is_verb() {
                let argument = all.of_verb(at);
                all.subjects[at] = all.subject(&argument, at).map(|m| m as u32);
            }
        }
        all
    }

    /// The mention that is the subject of a verb token.
    pub fn subject_of(&self, verb: usize) -> Option<usize> {
        self.subjects.get(verb).copied().flatten().map(|m| m as usize)
    }

    /// Positions of the mentions that begin in a token range.
    fn within(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        mention::within(self.mentions, start..end)
    }

    fn free(&self, m: usize) -> bool {
        let mention = &self.mentions[m];
        mention.prep.is_none() && !mention.adverbial && mention.inside.is_none()
    }

    /// The subject by position alone, before any frame has its say.
    fn subject(&self, argument: &Argument, verb: usize) -> Option<usize> {
        let plural = self.tags[verb]
            .reading()
            .is_some_and(|r| matches!(r.features.number, Some(Number::Plural | Number::Dual)));
        if plural {
            return argument.topic.or(argument.inherited).or(argument.antecedent);
        }
        argument.topic.or_else(|| argument.bare.first().copied()).or(argument.inherited)
    }

    /// Arguments of the verb at a token.
    pub fn of_verb(&self, at: usize) -> Argument {
        let clause = self.clauses.of(at);
        let end = clause.tokens.end;
        let stop = (at + 1..end).find(|&i| self.tags[i].is_verb() && !self.aside(i)).unwrap_or(end);
        let mut argument = Argument {
            pronoun: self.tags[at].reading().is_some_and(|r| r.features.enclitic),
            ..Argument::default()
        };
        for m in self.within(at + 1, stop.min(at + REACH)) {
            if self.free(m) && !self.mentions[m].joined && argument.bare.len() < 3 {
                argument.bare.push(m);
            }
        }
        self.prepositions(at, end, &mut argument);
        let earlier_verb = (clause.tokens.start..at).rev().find(|&i| self.tags[i].is_verb());
        let from = earlier_verb.map_or(clause.tokens.start, |v| v + 1);
        argument.topic = if earlier_verb.is_none() {
            self.within(from, at).find(|&m| self.free(m) && self.mentions[m].tokens.end <= at)
        } else {
            None
        };
        if argument.topic.is_none() && clause.opener == Opener::Relative {
            argument.topic = self.antecedent_of_relative(clause.tokens.start);
        }
        if let Some(verb) = earlier_verb {
            argument.inherited = self.subject_of(verb);
        } else if matches!(
            clause.opener,
            Opener::Conjunction | Opener::That | Opener::Subordinator | Opener::Sentence | Opener::Mark
        ) {
            argument.inherited = self.previous_subject(clause.tokens.start, clause.opener);
        }
        argument.antecedent = self.antecedent(at);
        argument
    }

    /// Whether a verb stands in an aside, which parts no verb from its arguments: على ما يبدو, كما قال.
    fn aside(&self, verb: usize) -> bool {
        let clean = |back: usize| verb.checked_sub(back).map_or("", |i| self.context.text.clean(i));
        clean(1) == "ما" && matches!(clean(2), "على" | "بحسب" | "حسب" | "وفق")
    }

    /// The subject of the nearest verb before `start`: of the same sentence, or, for a sentence that
    /// opens with a verb of its own, of the one before.
    fn previous_subject(&self, start: usize, opener: Opener) -> Option<usize> {
        let sentence = self.context.text.sentence_of(start.min(self.tags.len() - 1));
        let first = if opener == Opener::Sentence { sentence.saturating_sub(1) } else { sentence };
        let limit = self.context.text.sentences()[first].tokens.start;
        self.topic_before(limit, start).or_else(|| {
            (limit..start).rev().filter(|&i| self.tags[i].is_verb()).find_map(|i| self.subject_of(i))
        })
    }

    /// The topic of a clause without a verb, which an aside parts from its verb: أن قائد السرية، ويلقب بكذا، رفض.
    fn topic_before(&self, limit: usize, start: usize) -> Option<usize> {
        let clause = self.clauses.index_of(start);
        let before = &self.clauses.list()[clause.checked_sub(2)?];
        let comma = |i: usize| self.tags[i] == Tag::Mark && matches!(self.context.text.clean(i), "،" | ",");
        let interrupted = before.tokens.start >= limit
            && before.opener == Opener::That
            && comma(before.tokens.end - 1)
            && comma(start - 1)
            && !before.tokens.clone().any(|i| self.tags[i].is_verb());
        if !interrupted {
            return None;
        }
        self.within(before.tokens.start, before.tokens.end).find(|&m| self.free(m))
    }

    /// The phrase a relative clause hangs on: the one that ends right before it; of nested ones the
    /// outermost that agrees.
    fn antecedent_of_relative(&self, relative: usize) -> Option<usize> {
        let plural = matches!(self.context.text.folded(relative), "الذين" | "اللواتي" | "اللاتي" | "والذين");
        let mut candidates = self
            .within(relative.saturating_sub(REACH), relative)
            .filter(|&m| {
                let end = self.mentions[m].tokens.end;
                end <= relative && (end..relative).all(|i| self.tags[i] == Tag::Mark)
            })
            .rev();
        let nearest = candidates.next()?;
        if !plural || self.mentions[nearest].plural {
            let outer = self.mentions[nearest].inside.map(|m| m as usize);
            return match outer {
                Some(outer) if plural && self.mentions[outer].plural => Some(outer),
                _ => Some(nearest),
            };
        }
        candidates.find(|&m| self.mentions[m].plural).or(Some(nearest))
    }

    /// What a pronoun at a token most likely stands for: the last party named before it in this
    /// sentence or the one before, the sentence's first one when there are several.
    fn antecedent(&self, at: usize) -> Option<usize> {
        let text = self.context.text;
        let sentence = text.sentence_of(at);
        let start = text.sentences()[sentence].tokens.start;
        let before = text.sentences()[sentence.saturating_sub(1)].tokens.start;
        let party = |m: &usize| {
            self.mentions[*m].classes.meets(Classes::ANY_ACTOR) && self.mentions[*m].tokens.end <= at
        };
        self.within(start, at).rev().find(party).or_else(|| self.within(before, start).rev().find(party))
    }

    /// The armed party most likely meant where a verbal noun names no doer: the last one named in the
    /// sentence or the one before.
    pub fn party(&self, at: usize) -> Option<usize> {
        let text = self.context.text;
        let sentence = text.sentence_of(at);
        let start = text.sentences()[sentence].tokens.start;
        let before = text.sentences()[sentence.saturating_sub(1)].tokens.start;
        let party = |m: &usize| {
            let mention = &self.mentions[*m];
            mention.classes.meets(Classes::GROUP.with(Classes::ARMED)) && mention.tokens.end <= at
        };
        self.within(start, at).rev().find(party).or_else(|| self.within(before, start).rev().find(party))
    }

    fn prepositions(&self, at: usize, end: usize, argument: &mut Argument) {
        for m in self.within(at + 1, end.min(at + REACH)) {
            let mention = &self.mentions[m];
            if mention.inside.is_some() {
                continue;
            }
            if let Some((prep, _)) = mention.prep {
                argument.preps.push((prep, m));
            }
        }
    }

    /// Arguments of a verb that leads a phrase (أطلقوا سراح الراهبة): what the phrase itself spans is none of
    /// them, and what is annexed to its last word is.
    pub fn of_phrase(&self, trigger: &Trigger) -> Argument {
        let mut argument = self.of_verb(trigger.at);
        let own = |m: usize| {
            let head = self.mentions[m].head;
            head != trigger.at && trigger.owns(head)
        };
        let last = trigger.tokens.end - 1;
        let possessed = self.tags[last].reading().is_some_and(|r| r.features.enclitic);
        argument.genitive = self.within(trigger.tokens.end, trigger.tokens.end + 2).find(|&m| {
            let mention = &self.mentions[m];
            mention.inside.is_some_and(|o| self.mentions[o as usize].head == last)
                || mention.tokens.start == trigger.tokens.end && mention.prep.is_none_or(|(_, t)| t <= last)
        });
        argument.genitive = argument.genitive.filter(|_| !possessed);
        argument.of_own_noun = (trigger.tokens.start..trigger.at)
            .any(|t| trigger.owns(t) && matches!(self.tags[t], Tag::Nominal(_)))
            && self.tags[trigger.at].is_verb();
        argument.topic = argument.topic.filter(|&m| !own(m) && !trigger.owns(self.mentions[m].head));
        argument.bare.retain(|&m| !own(m));
        argument.preps.retain(|&(_, m)| !own(m));
        if argument.pronoun && trigger.tokens.len() > 1 {
            argument.pronoun = self.tags[trigger.at].reading().is_some_and(|r| r.features.enclitic);
        }
        argument
    }

    /// Arguments of the noun at a token.
    pub fn of_noun(&self, trigger: &Trigger, cues: &[Trigger]) -> Argument {
        let at = trigger.at;
        let clause = self.clauses.of(at);
        let after = trigger.tokens.end;
        let end = clause.tokens.end;
        let stop = (after..end).find(|&i| self.tags[i].is_verb()).unwrap_or(end);
        let mut argument = Argument::default();
        let reading = trigger.reading.or_else(|| self.tags[at].reading());
        argument.pronoun = reading.is_some_and(|r| r.features.enclitic);
        let definite = reading.is_some_and(|r| r.features.state == Some(State::Definite));
        let mut own_end = after;
        if !argument.pronoun && (!definite || trigger.phrase) {
            // The annexed phrase follows at once; where an adjective follows, nothing is annexed.
            let genitive = self.within(after, stop.min(after + 3)).find(|&m| {
                let mention = &self.mentions[m];
                mention.prep.is_none()
                    && !mention.adverbial
                    && !mention.joined
                    && (mention.tokens.start == after || self.opening_mark(after, mention.tokens.start))
            });
            if let Some(m) = genitive {
                own_end = self.mentions[m].tokens.end;
                argument.genitive = Some(m);
            }
        }
        if argument.genitive.is_none() && !argument.pronoun {
            argument.genitive = self.genitive_by_li(at, after, stop);
        }
        for m in self.within(own_end, stop.min(after + REACH)) {
            let mention = &self.mentions[m];
            if mention.prep.is_none() && !mention.adverbial && !mention.joined && argument.bare.len() < 2
                // What is nested in the phrase that the noun itself heads is its own.
                && mention.inside.is_none_or(|o| self.mentions[o as usize].head == at)
            {
                argument.bare.push(m);
            }
        }
        self.prepositions(after.saturating_sub(1), stop, &mut argument);
        argument.antecedent = self.antecedent(at);
        argument.governor = self.governor(at, cues);
        argument
    }

    /// ل stands for annexation where the noun is modified or definite: هروب جماعي لعناصر, الاستهداف المتكرر للمدنيين.
    fn genitive_by_li(&self, at: usize, after: usize, stop: usize) -> Option<usize> {
        let own = self
            .within(at, at + 1)
            .map(|m| &self.mentions[m])
            .find(|m| m.head == at)
            .map_or(after, |m| m.tokens.end.max(after));
        self.within(after, stop.min(own + 1)).find(|&m| {
            let mention = &self.mentions[m];
            mention.tokens.start <= own
                && mention.prep.is_some_and(|(p, t)| p == Prep::Li && t == mention.tokens.start)
        })
    }

    fn opening_mark(&self, from: usize, to: usize) -> bool {
        to > from && (from..to).all(|i| self.tags[i] == Tag::Mark && self.context.text.clean(i) == "\"")
    }

    /// The subject of the verb that hands it to the verbal noun at `at`: a light or modal verb before it.
    fn governor(&self, at: usize, cues: &[Trigger]) -> Option<usize> {
        let clause = self.clauses.of(at);
        let light = cues_within(cues, clause.tokens.start..at).iter().rfind(|c| {
            c.at < at
                && c.uses.iter().any(|&u| {
                    matches!(
                        self.context.codebook.cues[u as usize].kind,
                        CueKind::Begin | CueKind::Fail | CueKind::Plan
                    )
                })
        })?;
        if self.tags[light.at].is_verb() {
            return self.subject_of(light.at);
        }
        None
    }

    /// The members of the coordination that a mention opens, itself first.
    pub fn coordinated(&self, first: usize) -> Vec<usize> {
        let mut members = vec![first];
        let mut end = self.mentions[first].tokens.end;
        for m in first + 1..self.mentions.len().min(first + COORDINATION) {
            let mention = &self.mentions[m];
            if mention.tokens.start < end {
                continue;
            }
            let between = end..mention.tokens.start;
            let adjacent = between.len() <= 1
                && between.clone().all(|i| {
                    self.tags[i] == Tag::Mark && matches!(self.context.text.clean(i), "،" | "," | "\"")
                        || self.context.text.clean(i) == "و"
                });
            let same =
                mention.prep.is_none() || mention.prep.map(|p| p.0) == self.mentions[first].prep.map(|p| p.0);
            if !(mention.joined && adjacent && same) {
                break;
            }
            let alike = mention.classes.meets(self.mentions[first].classes)
                || mention.classes.meets(Classes::ANY_ACTOR)
                    && self.mentions[first].classes.meets(Classes::ANY_ACTOR)
                || mention.classes.is_empty()
                || self.mentions[first].classes.is_empty();
            if !alike {
                break;
            }
            members.push(m);
            end = mention.tokens.end;
        }
        members
    }

    /// Whether a phrase shows the accusative of an indefinite noun, which no subject has: رفض أمراً.
    pub fn accusative(&self, m: usize) -> bool {
        let mention = &self.mentions[m];
        !mention.named
            && self.context.text.surface(mention.head).contains('\u{064B}') // FATHATAN
            && mention.tokens.start == mention.head
    }

    /// Whether a perfect after its topic lacks an object, and may be passive: ثلاثة جنود قتلوا.
    pub fn lacks_object(&self, at: usize, argument: &Argument) -> bool {
        let passive =
            self.context.readings(at).iter().any(|r| r.features.part == Part::Perfect && r.features.passive);
        passive && argument.topic.is_some() && argument.bare.is_empty() && !argument.pronoun
    }

    /// Whether the verb at a token can only be passive, or its arguments say so: no topic, one phrase
    /// after it, and a preposition that tells the means.
    pub fn passive(&self, at: usize, argument: &Argument) -> bool {
        // That another verb spelled alike may be passive says nothing of this one.
        let lemma = self.tags[at].reading().map(|r| r.lemma);
        let verbs = || {
            let readings = self.context.readings(at).iter();
            readings.filter(|r| r.features.part.is_verb() && lemma.is_none_or(|lemma| r.lemma == lemma))
        };
        let active = verbs().any(|r| !r.features.passive);
        let passive = verbs().any(|r| r.features.passive);
        if passive && !active {
            return true;
        }
        let marked = self.context.text.surface(at).chars().take(3).any(|c| c == '\u{064F}')
            && self.tags[at].reading().is_some_and(|r| r.features.part == Part::Perfect);
        if passive && marked {
            return true;
        }
        // A verb with a content clause has said its object: أعلن المتحدث أن.
        let clause = self.clauses.of(at).tokens.end;
        let content =
            !argument.bare.is_empty() && self.tags.get(clause) == Some(&Tag::Particle(Particle::That));
        let Some(&bare) = argument.bare.first() else {
            return passive && argument.topic.is_none() && !argument.pronoun;
        };
        let reading = self.tags[at].reading();
        // A plural verb has its subject before it, so what follows is its object: وأعدموا خمسة جنود.
        let plural =
            reading.is_some_and(|r| matches!(r.features.number, Some(Number::Plural | Number::Dual)));
        // وقصفت البلدة, after one who acts.
        let goes_on = reading.is_some_and(|r| r.proclitics.conjunction())
            && argument.inherited.is_some_and(|m| self.mentions[m].classes.meets(Classes::ANY_ACTOR))
            && !self.mentions[bare].classes.is_empty()
            && !self.mentions[bare].classes.meets(Classes::ANY_ACTOR);
        passive
            && argument.topic.is_none()
            && argument.bare.len() < 2
            && !argument.pronoun
            && !content
            && !plural
            && !goes_on
            && !self.accusative(bare)
    }
}
