//! Polarity, certainty and tense of a proposition: what negations, hedges and modal words in its clause
//! leave of it, and what its verb's form says.

use super::clause::{Clauses, Opener};
use super::trigger::{Trigger, within};
use crate::codebook::{Cue, CueKind};
use crate::lexicon::{Part, Particle, Proclitics, Reading};
use crate::mention::{Context, Tag};
use crate::text::Tokens;

/// How a proposition is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factuality {
    /// Whether the source says that it did not happen.
    pub negated: bool,
    /// certain, probable, possible or unspecified.
    pub certainty: String,
    /// past, present, future or hypothetical.
    pub tense: &'static str,
    /// Cues that decided it.
    pub rules: Vec<String>,
}

impl Factuality {
    /// The polarity as records write it.
    pub fn polarity(&self) -> &'static str {
        if self.negated { "-" } else { "+" }
    }
}

/// How far after a trigger "only" may stand: لم يهاجم المسلحون الثكنة فقط.
const ONLY: usize = 6;
/// How far before a verb its negation may stand.
const VERB_NEGATION: usize = 3;
/// How far before a noun: "عدم وقوع أي اشتباك".
const NOUN_NEGATION: usize = 3;

/// Types whose nouns tell a state that lasts, not an act that is over.
fn lasts(kind: &str) -> bool {
    kind.starts_with("condition")
        || kind.starts_with("rift")
        || matches!(
            kind,
            "control.hold"
                | "control.siege"
                | "estimate.strength"
                | "conduct.corruption"
                | "conduct.discriminate"
        )
}

/// Settles the factuality of a trigger.
pub fn factuality(
    context: &Context<'_>,
    tags: &[Tag],
    clauses: &Clauses,
    cues: &[Trigger],
    trigger: &Trigger,
    kind: &str,
) -> Factuality {
    let at = trigger.at;
    let clause = clauses.of(at);
    let reading = trigger.reading;
    let verb = reading.is_some_and(|r| r.features.part.is_verb());
    let mut rules = Vec::new();
    let governing = governing_clause(clauses, at);
    let from = governing.as_ref().map_or(clause.tokens.start, |g| g.start);
    let cues = within(cues, from..clause.tokens.end);
    let in_clause = |c: &&Trigger| clause.tokens.contains(&c.at) && c.at != at;
    let reach = if verb { VERB_NEGATION } else { NOUN_NEGATION };
    let negation = cues.iter().filter(in_clause).find(|c| {
        c.at < at && at - (c.tokens.end - 1).min(at) <= reach && negates(context, tags, c, at, reading)
    });
    // "لم يكن مجرد" and "ليس فقط" do not deny.
    let only = (at..(at + ONLY).min(tags.len())).any(|i| matches!(context.text.clean(i), "فقط" | "فحسب"));
    // نفى المتحدث أن المسلحين هاجموا: what is denied did not happen, says the source.
    // نفى المتحدث حدوث أي انشقاق: so with the noun that a denial takes as its object.
    // A verb with a pronoun tells of the noun before it: "نفى في بيان تلقته الوكالة حدوث …".
    let before = || {
        let mut verbs = (clause.tokens.start..at).rev().filter(|&i| tags[i].is_verb());
        verbs.find(|&i| !tags[i].reading().is_some_and(|r| r.features.enclitic))
    };
    let of_object = may_be_object(context, reading, at).then(before).flatten();
    let of_clause =
        governing.as_ref().filter(|_| verb).and_then(|g| g.clone().rev().find(|&i| tags[i].is_verb()));
    let denied = [of_object, of_clause].into_iter().flatten().find_map(|i| denial(context, cues, i));
    if let Some(cue) = denied {
        rules.push(format!("negation:{}", cue.id));
    }
    let negated = negation.is_some() && !only;
    if let Some(cue) = negation.filter(|_| negated) {
        rules.push(format!("negation:{}", cue_id(context, cue)));
    }
    let mut certainty = "certain".to_owned();
    let governs = |c: &&Trigger| in_clause(c) || governing.as_ref().is_some_and(|g| g.contains(&c.at));
    for cue in cues.iter().filter(governs) {
        if let Some(hedge) = cue.cue(context, CueKind::Hedge)
            // A phrase may follow what it hedges: استهدف على ما يبدو.
            && (cue.at < at || cue.phrase)
            // قد before a perfect affirms, before an imperfect doubts.
            && !(matches!(context.text.folded(cue.at).trim_start_matches(['و', 'ف']), "قد" | "لقد")
                && cue_verb_is_perfect(tags, cue.at))
        {
            certainty = hedge.certainty.clone().unwrap_or_else(|| "possible".to_owned());
            rules.push(format!("hedge:{}", hedge.id));
        }
    }
    let modal = cues.iter().find(|c| {
        let governs = c.at < at
            && (clause.tokens.contains(&c.at) || governing.as_ref().is_some_and(|g| g.contains(&c.at)));
        governs
            && [CueKind::Plan, CueKind::Order, CueKind::Threat, CueKind::Condition, CueKind::Fail]
                .into_iter()
                .any(|k| c.cue(context, k).is_some())
            && at - c.at < 8
    });
    let mut tense = tense_of(context, tags, clauses, reading, at, kind);
    if let Some(modal) = modal {
        tense = "hypothetical";
        rules.push(format!("modal:{}", cue_id(context, modal)));
        if modal.cue(context, CueKind::Condition).is_some() {
            "unspecified".clone_into(&mut certainty);
        }
    }
    let negated = negated ^ denied.is_some();
    Factuality { negated, certainty, tense, rules }
}

fn cue_id(context: &Context<'_>, cue: &Trigger) -> String {
    cue.uses.first().map_or_else(String::new, |&u| context.codebook.cues[u as usize].id.clone())
}

/// Whether a trigger can be what a verb before it in its clause denies: a noun that is no participle ("نفى ذلك محذرا من هجوم"), or what is
/// read as a verb and can be a verbal noun, for a clause has one verb: "نفت الوزارة قصف المستشفى".
fn may_be_object(context: &Context<'_>, reading: Option<Reading>, at: usize) -> bool {
    match reading {
        Some(r) if r.features.part.is_verb() => {
            !r.proclitics.conjunction()
                && context.readings(at).iter().any(|r| r.features.part == Part::VerbalNoun)
        }
        Some(r) => !matches!(r.features.part, Part::ActiveParticiple | Part::PassiveParticiple),
        None => true,
    }
}

/// The cue of a verb that denies what its content clause says, or what its object names. Who does not deny affirms nothing either.
fn denial<'c>(context: &Context<'c>, cues: &[Trigger], at: usize) -> Option<&'c Cue> {
    let negates = |c: &&Trigger| c.cue(context, CueKind::Negation).is_some();
    if cues.iter().filter(negates).any(|c| c.tokens.end == at) {
        return None;
    }
    cues.iter().filter(|c| c.at == at && !c.phrase).find_map(|c| c.cue(context, CueKind::Negation))
}

fn cue_verb_is_perfect(tags: &[Tag], at: usize) -> bool {
    tags.get(at + 1).and_then(Tag::reading).is_some_and(|r| r.features.part == Part::Perfect)
}

/// Whether a cue is a negation that reaches the trigger: nothing but function words stands between. What a verb denies it governs.
fn negates(context: &Context<'_>, tags: &[Tag], cue: &Trigger, at: usize, reading: Option<Reading>) -> bool {
    let Some(nominal) = cue.cue(context, CueKind::Negation).map(|negation| negation.nominal) else {
        return false;
    };
    if tags[cue.at].is_verb() && !cue.phrase {
        return false;
    }
    let verb = reading.is_some_and(|r| r.features.part.is_verb());
    // What has a preposition of its own is not what there is none of: "طائرات من دون طيار لاستهداف مقاتلين".
    if nominal && reading.is_some_and(|r| r.proclitics.preposition()) {
        return false;
    }
    // غير, عدم and دون deny nouns; لم, لن, لا verbs.
    if verb && nominal && !(cue.at + 1..at).any(|i| tags[i] == Tag::Particle(Particle::That)) {
        return false;
    }
    let clean = context.text.clean(cue.at).trim_start_matches(['و', 'ف']);
    if !verb && !nominal && !matches!(clean, "لا" | "ليس" | "ليست") {
        return false;
    }
    (cue.tokens.end.min(at)..at).all(|i| !tags[i].is_verb())
}

/// The clause whose verb governs the infinitive clause that holds `at`.
fn governing_clause(clauses: &Clauses, at: usize) -> Option<Tokens> {
    let index = clauses.index_of(at);
    let clause = &clauses.list()[index];
    (clause.opener == Opener::That && index > 0 && clauses.list()[index - 1].sentence == clause.sentence)
        .then(|| clauses.list()[index - 1].tokens.clone())
}

fn tense_of(
    context: &Context<'_>,
    tags: &[Tag],
    clauses: &Clauses,
    reading: Option<Reading>,
    at: usize,
    kind: &str,
) -> &'static str {
    let verbal = |r: Reading, t: usize| {
        let before = t.checked_sub(1).map_or("", |b| context.text.clean(b));
        if r.features.part == Part::Perfect {
            "past"
        } else if r.proclitics.has(Proclitics::SA) || matches!(before, "سوف" | "لن" | "ولن" | "وسوف")
        {
            "future"
        } else if matches!(before, "لم" | "ولم" | "فلم") || past_auxiliary(context, t) {
            "past"
        } else {
            "present"
        }
    };
    match reading {
        Some(r) if r.features.part.is_verb() => verbal(r, at),
        _ => {
            let clause = clauses.of(at);
            let governing = (clause.tokens.start..at).rev().chain(at + 1..clause.tokens.end).find_map(|i| {
                match tags[i] {
                    Tag::Verb(Some(r)) => Some(verbal(r, i)),
                    _ => None,
                }
            });
            match governing {
                Some("future") => "future",
                _ if lasts(kind) => "present",
                Some("present") => "present",
                _ => "past",
            }
        }
    }
}

/// كان before an imperfect puts it in the past.
fn past_auxiliary(context: &Context<'_>, at: usize) -> bool {
    (at.saturating_sub(4)..at).any(|i| {
        matches!(context.text.clean(i).trim_start_matches(['و', 'ف']), "كان" | "كانت" | "كانوا" | "كنا")
    })
}
