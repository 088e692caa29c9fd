//! What is seen of a candidate: the features that learned weights count.
//!
//! Features name grammar and meaning (position, preposition, class, distance, clause), and words only where they carry
//! the decision: the trigger's lemma and its neighbours. Numbers are put into few steps.

mod claim;
mod party;
mod slot;

use rustc_hash::{FxHashMap, FxHashSet};

use super::argument::Arguments;
use super::frame::Proposition;
use super::slot::Slots;
use crate::chain::Link;
use crate::codebook::{Classes, Frame, Role};
use crate::lexicon::Part;
use crate::mention::Mention;
use crate::text::Tokens;

/// A count in few steps.
fn few(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=4 => "3-4",
        5..=8 => "5-8",
        9..=16 => "9-16",
        _ => "17+",
    }
}

/// A share, 0 to 1, in few steps of its tenths.
fn tenths(share: f32) -> &'static str {
    few((1..=10_u8).take_while(|&n| f32::from(n) <= share * 10.0).count())
}

fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

/// The part of a type before its dot.
fn family(kind: &str) -> &str {
    kind.split('.').next().unwrap_or(kind)
}

/// What kind of word a trigger is.
fn part(proposition: &Proposition) -> &'static str {
    if proposition.passive {
        return "passive";
    }
    match proposition.trigger.reading.map(|r| r.features.part) {
        Some(Part::Perfect) => "perfect",
        Some(p) if p.is_verb() => "imperfect",
        Some(Part::VerbalNoun) => "verbal noun",
        Some(Part::ActiveParticiple) => "active participle",
        Some(Part::PassiveParticiple) => "passive participle",
        Some(Part::Adjective) => "adjective",
        Some(_) => "noun",
        None => "words",
    }
}

/// A trigger as features see it.
pub struct Standing<'a> {
    /// What was triggered, as the rules filled it.
    pub proposition: &'a Proposition,
    /// Its frame.
    pub frame: &'a Frame,
    /// Its type.
    pub kind: &'a str,
    /// The type up to its dot.
    family: &'a str,
    /// Verb, noun or participle.
    part: &'static str,
    /// Position of its sentence.
    pub sentence: usize,
    clause: usize,
    /// The chain above it.
    links: &'a [Link],
    /// Whether the rules found somebody for actor and target.
    vacant: [bool; 2],
}

impl Standing<'_> {
    /// The trigger's governing token.
    pub fn at(&self) -> usize {
        self.proposition.trigger.at
    }
}

/// What the features of one document are read from.
pub struct Ground<'a> {
    slots: &'a Slots<'a>,
    arguments: &'a Arguments<'a>,
    /// Verbs before each token.
    verbs: Vec<u32>,
    /// Sentences with the mentions that are subjects of their verbs.
    subjects: FxHashSet<(usize, usize)>,
    /// Whether each token stands in a quotation.
    quoted: Vec<bool>,
    /// Places of the lead.
    lead: Vec<u32>,
    /// What the rules take for claims, in the order of their triggers.
    told: Vec<&'a Proposition>,
    /// Triggers of each type.
    of_kind: FxHashMap<u16, Vec<usize>>,
    /// Triggers of each lemma.
    of_lemma: FxHashMap<&'a str, Vec<usize>>,
}

impl<'a> Ground<'a> {
    /// Over the stages' results.
    pub fn new(slots: &'a Slots<'a>, arguments: &'a Arguments<'a>, propositions: &'a [Proposition]) -> Self {
        let mut verbs = Vec::with_capacity(slots.tags.len() + 1);
        let mut count = 0;
        verbs.push(0);
        for tag in slots.tags {
            count += u32::from(tag.is_verb());
            verbs.push(count);
        }
        let text = slots.context.text;
        let subjects = (0..slots.tags.len())
            .filter(|&t| slots.tags[t].is_verb())
            .filter_map(|t| Some((text.sentence_of(t), arguments.subject_of(t)?)))
            .collect();
        let mut quoted = vec![false; slots.tags.len()];
        for quote in text.quotes() {
            quoted[quote.inner.clone()].fill(true);
        }
        let sentences = text.sentences();
        let lead =
            sentences.get(..2.min(sentences.len())).map_or(0, |s| s.last().map_or(0, |s| s.tokens.end));
        let lead =
            slots.mentions.iter().take_while(|m| m.tokens.start < lead).filter_map(Mention::place).collect();
        let told: Vec<&Proposition> = propositions.iter().filter(|p| p.by_rule()).collect();
        let codebook = slots.context.codebook;
        let (mut of_kind, mut of_lemma) = (FxHashMap::default(), FxHashMap::default());
        for p in &told {
            let kind: &mut Vec<usize> = of_kind.entry(p.kind).or_default();
            kind.push(p.trigger.at);
            if let Some(reading) = p.trigger.reading {
                let lemma: &mut Vec<usize> = of_lemma.entry(codebook.lexicon.citation(&reading)).or_default();
                lemma.push(p.trigger.at);
            }
        }
        Self { slots, arguments, verbs, subjects, quoted, lead, told, of_kind, of_lemma }
    }

    /// The standing of a proposition.
    pub fn standing(&self, proposition: &'a Proposition, links: &'a [Link]) -> Standing<'a> {
        let slots = self.slots;
        let codebook = slots.context.codebook;
        let frame = &codebook.frames[proposition.frame as usize];
        let kind = codebook.types[proposition.kind as usize].id.as_str();
        let at = proposition.trigger.at;
        Standing {
            proposition,
            frame,
            kind,
            family: family(kind),
            part: part(proposition),
            sentence: slots.context.text.sentence_of(at),
            clause: slots.clauses.index_of(at),
            links,
            vacant: [Role::Actors, Role::Targets].map(|r| proposition.in_role(r).next().is_none()),
        }
    }

    pub(super) fn verbs_between(&self, a: usize, b: usize) -> usize {
        let (from, to) = (a.min(b) + 1, a.max(b));
        if from >= to { 0 } else { (self.verbs[to] - self.verbs[from]) as usize }
    }

    pub(super) fn scope(&self, standing: &Standing<'_>, token: usize) -> &'static str {
        if self.slots.clauses.index_of(token) == standing.clause {
            return "clause";
        }
        match standing.sentence.checked_sub(self.slots.context.text.sentence_of(token)) {
            Some(0) => "sentence",
            Some(1) => "one back",
            Some(2) => "two back",
            Some(_) => "far back",
            None => "after",
        }
    }

    /// What the rules take for claims in a sentence.
    fn told_in(&self, sentence: usize) -> &[&'a Proposition] {
        let tokens = &self.slots.context.text.sentences()[sentence].tokens;
        let first = self.told.partition_point(|p| p.trigger.at < tokens.start);
        let last = self.told.partition_point(|p| p.trigger.at < tokens.end);
        &self.told[first..last.max(first)]
    }

    /// Whether what stands at a token elsewhere belongs to a claim of the same type or family.
    pub(super) fn kin(&self, standing: &Standing<'_>, token: usize) -> &'static str {
        let sentence = self.slots.context.text.sentence_of(token);
        if sentence == standing.sentence {
            return "own sentence";
        }
        let types = &self.slots.context.codebook.types;
        let mut best = "none";
        for p in self.told_in(sentence) {
            let kind = types[p.kind as usize].id.as_str();
            let clause = self.slots.clauses.index_of(p.trigger.at) == self.slots.clauses.index_of(token);
            if kind == standing.kind {
                if clause {
                    return "type, clause";
                }
                best = "type";
            } else if best == "none" && family(kind) == standing.family {
                best = "family";
            }
        }
        best
    }

    pub(super) fn side(standing: &Standing<'_>, tokens: &Tokens) -> &'static str {
        let at = standing.at();
        if tokens.contains(&at) {
            "around"
        } else if tokens.start > at {
            "after"
        } else {
            "before"
        }
    }

    pub(super) fn prep(mention: &Mention) -> &'static str {
        match mention.prep {
            Some((prep, _)) => prep.label(),
            None if mention.adverbial => "adverb",
            None if mention.joined => "joined",
            None => "-",
        }
    }

    /// What the phrase that a mention is nested in has to do with the trigger.
    pub(super) fn nested(&self, standing: &Standing<'_>, mention: &Mention) -> &'static str {
        let Some(outer) = mention.inside else { return "-" };
        let outer = &self.slots.mentions[outer as usize];
        if outer.head == standing.at() {
            "trigger"
        } else if standing
            .proposition
            .filled
            .iter()
            .any(|f| self.slots.mentions[f.mention].head == outer.head)
        {
            "argument"
        } else if outer.classes.meets(Classes::ANY_ACTOR) {
            "party"
        } else {
            "other"
        }
    }

    /// Classes of a mention, one feature each; of an unlisted phrase "none".
    pub(super) fn classes(mention: &Mention, mut each: impl FnMut(&'static str)) {
        if mention.classes.is_empty() {
            each("none");
        }
        mention.classes.names().for_each(&mut each);
    }
}
