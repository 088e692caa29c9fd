//! What is seen of a candidate: the features that learned weights count.
//!
//! Features name grammar and meaning (position, preposition, class, distance, clause), and words only where they carry
//! the decision: the trigger's lemma and its neighbours. Numbers are put into few steps.

mod beside;
mod claim;
mod party;
mod slot;

use rustc_hash::{FxHashMap, FxHashSet};

use super::argument::Arguments;
use super::frame::Proposition;
use super::slot::Slots;
use crate::chain::Link;
use crate::codebook::{Classes, Frame, Role, Value, value};
use crate::lexicon::Part;
use crate::mention::Mention;
use crate::text::Tokens;

/// A count in few steps.
fn few(n: usize) -> Value<'static> {
    match n {
        0 => value!("0"),
        1 => value!("1"),
        2 => value!("2"),
        3..=4 => value!("3-4"),
        5..=8 => value!("5-8"),
        9..=16 => value!("9-16"),
        _ => value!("17+"),
    }
}

/// A share, 0 to 1, in few steps of its tenths.
fn tenths(share: f32) -> Value<'static> {
    few((1..=10_u8).take_while(|&n| f32::from(n) <= share * 10.0).count())
}

fn yes(is: bool) -> Value<'static> {
    if is { value!("yes") } else { value!("no") }
}

/// Nothing to name.
const NONE: Value<'static> = value!("-");

/// The part of a type before its dot.
fn family(kind: &str) -> &str {
    kind.split('.').next().unwrap_or(kind)
}

/// What kind of word a trigger is.
fn part(proposition: &Proposition) -> Value<'static> {
    if proposition.passive {
        return value!("passive");
    }
    match proposition.trigger.reading.map(|r| r.features.part) {
        Some(Part::Perfect) => value!("perfect"),
        Some(p) if p.is_verb() => value!("imperfect"),
        Some(Part::VerbalNoun) => value!("verbal noun"),
        Some(Part::ActiveParticiple) => value!("active participle"),
        Some(Part::PassiveParticiple) => value!("passive participle"),
        Some(Part::Adjective) => value!("adjective"),
        Some(_) => value!("noun"),
        None => value!("words"),
    }
}

/// A trigger as features see it.
pub struct Standing<'a> {
    /// What was triggered, as the rules filled it.
    pub proposition: &'a Proposition,
    frame: &'a Frame,
    frame_id: Value<'a>,
    /// Its type.
    kind: Value<'a>,
    /// The type up to its dot.
    family: Value<'a>,
    /// Verb, noun or participle.
    part: Value<'static>,
    /// Position of its sentence.
    pub sentence: usize,
    clause: usize,
    /// The chain above it.
    links: &'a [Link],
    /// Whether the rules found nobody for actor and target.
    vacant: [bool; 2],
}

impl Standing<'_> {
    /// The trigger's governing token.
    pub fn at(&self) -> usize {
        self.proposition.trigger.at
    }
}

/// What the rules take for a claim, with its type and the type up to its dot.
struct Ruled<'a> {
    proposition: &'a Proposition,
    kind: Value<'a>,
    family: Value<'a>,
}

/// What is seen of a mention by itself.
struct Look<'a> {
    /// Its head as folded.
    head: Value<'a>,
    /// What governs it.
    prep: Value<'static>,
}

/// What the features of one document are read from.
pub struct Ground<'a> {
    slots: &'a Slots<'a>,
    arguments: &'a Arguments<'a>,
    /// Verbs before each token.
    verbs: Vec<u32>,
    /// Where the verbs stand.
    verbs_at: Vec<usize>,
    /// Sentences with the mentions that are subjects of their verbs.
    subjects: FxHashSet<(usize, usize)>,
    /// Whether each token stands in a quotation.
    quoted: Vec<bool>,
    /// Places of the lead.
    lead: Vec<u32>,
    /// What the rules take for claims, in the order of their triggers.
    told: Vec<Ruled<'a>>,
    /// How many of them stand before each sentence.
    told_before: Vec<usize>,
    /// What is seen of each mention, whatever it is weighed for.
    looks: Vec<Look<'a>>,
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
        let verbs_at: Vec<usize> = (0..slots.tags.len()).filter(|&t| slots.tags[t].is_verb()).collect();
        let subjects =
            verbs_at.iter().filter_map(|&t| Some((text.sentence_of(t), arguments.subject_of(t)?))).collect();
        let mut quoted = vec![false; slots.tags.len()];
        for quote in text.quotes() {
            quoted[quote.inner.clone()].fill(true);
        }
        let sentences = text.sentences();
        let lead =
            sentences.get(..2.min(sentences.len())).map_or(0, |s| s.last().map_or(0, |s| s.tokens.end));
        let lead =
            slots.mentions.iter().take_while(|m| m.tokens.start < lead).filter_map(Mention::place).collect();
        let codebook = slots.context.codebook;
        let (mut of_kind, mut of_lemma) = (FxHashMap::default(), FxHashMap::default());
        let mut told = Vec::new();
        for p in propositions.iter().filter(|p| p.by_rule()) {
            let kind: &mut Vec<usize> = of_kind.entry(p.kind).or_default();
            kind.push(p.trigger.at);
            if let Some(reading) = p.trigger.reading {
                let lemma: &mut Vec<usize> = of_lemma.entry(codebook.lexicon.citation(&reading)).or_default();
                lemma.push(p.trigger.at);
            }
            let kind = codebook.types[p.kind as usize].id.as_str();
            told.push(Ruled { proposition: p, kind: Value::new(kind), family: Value::new(family(kind)) });
        }
        let told_before = std::iter::once(0).chain(
            text.sentences()
                .iter()
                .map(|s| told.partition_point(|p: &Ruled<'_>| p.proposition.trigger.at < s.tokens.end)),
        );
        let told_before = told_before.collect();
        let looks =
            slots.mentions.iter().map(|m| Look { head: Value::new(text.folded(m.head)), prep: prep(m) });
        let looks = looks.collect();
        Self {
            slots,
            arguments,
            verbs,
            verbs_at,
            subjects,
            quoted,
            lead,
            told,
            told_before,
            looks,
            of_kind,
            of_lemma,
        }
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
            frame_id: Value::new(&frame.id),
            kind: Value::new(kind),
            family: Value::new(family(kind)),
            part: part(proposition),
            sentence: slots.clauses.of(at).sentence,
            clause: slots.clauses.index_of(at),
            links,
            vacant: [Role::Actors, Role::Targets].map(|r| proposition.in_role(r).next().is_none()),
        }
    }

    pub(super) fn verbs_between(&self, a: usize, b: usize) -> usize {
        let (from, to) = (a.min(b) + 1, a.max(b));
        if from >= to { 0 } else { (self.verbs[to] - self.verbs[from]) as usize }
    }

    fn scope(&self, standing: &Standing<'_>, token: usize) -> Value<'static> {
        if self.slots.clauses.index_of(token) == standing.clause {
            return value!("clause");
        }
        match standing.sentence.checked_sub(self.slots.clauses.of(token).sentence) {
            Some(0) => value!("sentence"),
            Some(1) => value!("one back"),
            Some(2) => value!("two back"),
            Some(_) => value!("far back"),
            None => value!("after"),
        }
    }

    /// What the rules take for claims in a sentence.
    fn told_in(&self, sentence: usize) -> &[Ruled<'a>] {
        let (first, last) = (self.told_before[sentence], self.told_before[sentence + 1]);
        &self.told[first..last.max(first)]
    }

    /// Whether what stands at a token elsewhere belongs to a claim of the same type or family.
    pub fn kin(&self, standing: &Standing<'_>, token: usize) -> Kin {
        let clauses = self.slots.clauses;
        let sentence = clauses.of(token).sentence;
        if sentence == standing.sentence {
            return Kin::OwnSentence;
        }
        let mut best = Kin::None;
        for p in self.told_in(sentence) {
            if p.kind == standing.kind {
                if clauses.index_of(p.proposition.trigger.at) == clauses.index_of(token) {
                    return Kin::TypeInClause;
                }
                best = Kin::Type;
            } else if best == Kin::None && p.family == standing.family {
                best = Kin::Family;
            }
        }
        best
    }

    fn side(standing: &Standing<'_>, tokens: &Tokens) -> Value<'static> {
        let at = standing.at();
        if tokens.contains(&at) {
            value!("around")
        } else if tokens.start > at {
            value!("after")
        } else {
            value!("before")
        }
    }

    /// What the phrase that a mention is nested in has to do with the trigger.
    fn nested(&self, standing: &Standing<'_>, mention: &Mention) -> Value<'static> {
        let Some(outer) = mention.inside else { return NONE };
        let outer = &self.slots.mentions[outer as usize];
        if outer.head == standing.at() {
            value!("trigger")
        } else if standing
            .proposition
            .filled
            .iter()
            .any(|f| self.slots.mentions[f.mention].head == outer.head)
        {
            value!("argument")
        } else if outer.classes.meets(Classes::ANY_ACTOR) {
            value!("party")
        } else {
            value!("other")
        }
    }
}

/// What a token elsewhere has to do with claims of the same type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kin {
    /// It stands in the sentence of the trigger itself.
    OwnSentence,
    /// In the clause of another claim of the type.
    TypeInClause,
    /// In the sentence of one.
    Type,
    /// In the sentence of a claim of the family.
    Family,
    /// In none of these.
    None,
}

impl Kin {
    fn value(self) -> Value<'static> {
        match self {
            Self::OwnSentence => value!("own sentence"),
            Self::TypeInClause => value!("type, clause"),
            Self::Type => value!("type"),
            Self::Family => value!("family"),
            Self::None => value!("none"),
        }
    }
}

/// What governs a mention.
fn prep(mention: &Mention) -> Value<'static> {
    match mention.prep {
        Some((prep, _)) => Value::new(prep.label()),
        None if mention.adverbial => value!("adverb"),
        None if mention.joined => value!("joined"),
        None => NONE,
    }
}

/// Classes of a mention, one feature each; of an unlisted phrase "none".
fn classes(mention: &Mention, mut each: impl FnMut(Value<'static>)) {
    if mention.classes.is_empty() {
        each(value!("none"));
    }
    mention.classes.values().for_each(&mut each);
}
