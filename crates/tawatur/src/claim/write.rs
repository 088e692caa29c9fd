//! From propositions to records: spans in code points, referents by name, every field with its words.

use super::example::{Candidate, Example};
use super::factuality::factuality;
use super::frame::Proposition;
use super::judge::{self, Judge, Judged};
use super::merge::{Retelling, Told};
use super::record::{
    Argument, Cause, Claim, CodePoints, Container, Hop, Place, PlaceCandidate, Quantity, Time, Words,
};
use super::slot::{self, Slots};
use crate::capture::Document;
use crate::chain::{self, Attributions, Link};
use crate::codebook::{Decision, Role};
use crate::mention::place::Site;
use crate::text::{CodePointIndex, Tokens};
use crate::value::Qualifier;

/// Writes the claims of one document.
pub struct RecordWriter<'a> {
    document: &'a Document,
    slots: &'a Slots<'a>,
    attributions: &'a Attributions,
    index: CodePointIndex,
    label: String,
    section: Section,
}

/// The stretch of a document that is read at one time: all of it, unless it is very long.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Where it begins, in bytes of the document text.
    pub start: usize,
    /// Where it begins, in code points of the document text.
    pub code_points: usize,
    /// Of the whole document text.
    pub hash: blake3::Hash,
}

impl<'a> RecordWriter<'a> {
    /// A writer over the stages' results.
    pub fn new(
        document: &'a Document,
        section: Section,
        slots: &'a Slots<'a>,
        attributions: &'a Attributions,
    ) -> Self {
        Self {
            document,
            slots,
            attributions,
            index: CodePointIndex::new(slots.context.text.doc()),
            label: slots.context.codebook.label(),
            section,
        }
    }

    fn words(&self, tokens: &Tokens) -> (CodePoints, String) {
        let span = self.slots.context.text.span(tokens);
        let text = self.slots.context.text.doc();
        let at = |byte| self.section.code_points + self.index.of(text, byte);
        ([at(span.start()), at(span.end())], text[span.range()].to_owned())
    }

    fn argument(&self, mention: usize) -> Argument {
        let mention = &self.slots.mentions[mention];
        let (span, text) = self.words(&mention.tokens);
        let codebook = self.slots.context.codebook;
        let entity = mention.entity().or(mention.nisba).map(|e| &codebook.entities[e as usize]);
        let place = mention.place().map(|p| &codebook.places[p as usize]);
        let (entity, id) = match (entity, place) {
            (Some(e), _) => (Some(e.name.clone()), Some(e.id.clone())),
            (None, Some(p)) => (Some(p.name.clone()), Some(p.id.clone())),
            (None, None) => (None, None),
        };
        Argument { span, text, entity, id }
    }

    fn place(&self, mention: usize, role: Role) -> Place {
        let mention = &self.slots.mentions[mention];
        let (span, text) = self.words(&mention.tokens);
        let codebook = self.slots.context.codebook;
        let row = mention.place().map(|p| &codebook.places[p as usize]);
        let unknown = Site::default();
        let site = mention.site.as_deref().unwrap_or(&unknown);
        let container = site.container.map(|c| &codebook.places[c as usize]);
        let filled = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        let role = match role {
            Role::PlaceFrom => "from",
            Role::PlaceTo => "to",
            _ => "in",
        };
        Place {
            span,
            text,
            role: role.to_owned(),
            name: row.map(|r| site.name_of(r)),
            country: filled(site.country_of(row)),
            admin1: filled(site.admin1_of(row, container)),
            lat: row.and_then(|r| r.point).map(|p| degrees(p.0)),
            lon: row.and_then(|r| r.point).map(|p| degrees(p.1)),
            id: row.and_then(|r| filled(&r.id)),
            precision: site.kind_of(row).map(str::to_owned),
            parts: site.parts.iter().map(|&p| p.to_owned()).collect(),
            container: container.map(|c| Container { name: c.name.clone(), id: c.id.clone() }),
            candidates: site
                .candidates
                .iter()
                .filter(|c| c.holds())
                .map(|c| {
                    let row = &codebook.places[c.place as usize];
                    PlaceCandidate {
                        id: row.id.clone(),
                        name: row.name.clone(),
                        country: filled(&row.country),
                        score: c.points,
                    }
                })
                .collect(),
        }
    }

    fn hop(&self, link: &Link) -> Hop {
        let (span, text) = self.words(&link.tokens);
        let (context, mentions) = (self.slots.context, self.slots.mentions);
        let (kind, named, entity) = match link.mention {
            Some(m) => (
                chain::kind_of(context, mentions, m),
                chain::named_of(context, mentions, m),
                mentions[m].entity().map(|e| context.codebook.entities[e as usize].name.clone()),
            ),
            None => ("unknown", "unnamed", None),
        };
        Hop {
            span,
            text,
            kind: kind.to_owned(),
            named: named.to_owned(),
            entity,
            cue: Some(self.words(&link.cue).1),
            stance: link.stance.clone(),
        }
    }

    /// The record of one proposition, its slots decided by weights or left as the rules have them; whether it is a claim is
    /// not asked yet.
    pub fn draft(&self, judge: &Judge<'_>, ruled: &Proposition, decide: bool) -> Draft {
        let slots = self.slots;
        let context = slots.context;
        let frame = &context.codebook.frames[ruled.frame as usize];
        let kind = context.codebook.types[ruled.kind as usize].id.clone();
        let trigger = &ruled.trigger;
        let (span, text) = self.words(&trigger.tokens);
        let mut lesson = Lesson { claim: self.id(&kind, span), examples: Vec::new() };
        let facts = factuality(context, slots.tags, slots.clauses, slots.cues, trigger, &kind);
        // Who makes a statement is no source of it.
        let links = |of: &Proposition| {
            let speakers: Option<Vec<usize>> =
                kind.starts_with("statement.").then(|| of.in_role(Role::Actors).collect());
            chain::chain(context.text, slots.mentions, self.attributions, trigger.at, speakers.as_deref())
        };
        let ruled_links = links(ruled);
        let standing = judge.standing(ruled, &ruled_links);
        let parties = if decide { judge.roles(&standing) } else { None };
        let decided = parties.as_ref().map(|p| judge::filled(ruled, p));
        let filled = decided.unwrap_or_else(|| ruled.filled.clone());
        let decided = Proposition { filled, ..ruled.clone() };
        let proposition = &decided;
        for (decision, judged) in
            [Decision::Actor, Decision::Target].into_iter().zip(parties.iter().flatten())
        {
            lesson.note(decision, judged, |&m| Candidate::Party(self.argument(m)));
        }
        let links = links(proposition);
        let places = slot::places(slots, ruled);
        let judged = if decide { judge.places(&standing, &places) } else { None };
        let places = judged.map_or(places, |judged| {
            lesson
                .note(Decision::Place, &judged, |&(m, role)| Candidate::Place(Box::new(self.place(m, role))));
            taken(judged).collect()
        });
        let time = slot::time(slots, ruled);
        let judged = if decide { judge.time(&standing, time) } else { None };
        let time = judged.map_or(time, |judged| {
            lesson.note(Decision::Time, &judged, |&t| Candidate::Time(self.time(t)));
            taken(judged).next()
        });
        let quantities = slot::quantities(slots, ruled);
        let judged = if decide { judge.quantities(&standing, &quantities) } else { None };
        let quantities = judged.map_or(quantities, |judged| {
            lesson.note(Decision::Quantity, &judged, |(n, of)| {
                Candidate::Quantity(self.quantity(*n, of.clone()))
            });
            taken(judged).collect()
        });
        let mut fired = vec![format!("frame:{}", frame.id)];
        if proposition.passive {
            fired.push("passive".to_owned());
        }
        fired.extend(
            proposition
                .filled
                .iter()
                .map(|f| format!("{}:{}:{}", f.role.name(), f.rule, slots.mentions[f.mention].tokens.start)),
        );
        fired.extend(facts.rules);
        fired.extend(links.iter().map(|l| format!("chain:{}", l.rule)));
        let arguments = |role| proposition.in_role(role).map(|m| self.argument(m)).collect::<Vec<_>>();
        let (content_span, content_text) = self.words(&self.content(proposition));
        let claim = Claim {
            claim: lesson.claim.clone(),
            doc: self.document.name.clone(),
            trigger: Words { span, text },
            content: Words { span: content_span, text: content_text },
            actors: arguments(Role::Actors),
            targets: arguments(Role::Targets),
            toward: arguments(Role::Toward),
            places: places.into_iter().map(|(m, role)| self.place(m, role)).collect(),
            time: time.map(|t| self.time(t)),
            quantities: quantities.into_iter().map(|(n, of)| self.quantity(n, of)).collect(),
            causes: slot::causes_of(slots, ruled).into_iter().map(|c| self.cause(c)).collect(),
            polarity: if facts.negated { "-" } else { "+" }.to_owned(),
            certainty: facts.certainty,
            tense: facts.tense.to_owned(),
            chain: links.iter().map(|l| self.hop(l)).collect(),
            score: (f64::from(proposition.score) * 100.0).round() / 100.0,
            rules: fired,
            codebook: self.label.clone(),
            kind,
        };
        let sentence = context.text.sentence_of(trigger.at);
        let ruled = ruled.by_rule();
        Draft { told: Told { claim, sentence, ruled }, decided, links, examples: lesson.examples }
    }

    /// Trigger and arguments of the clause, from the first to the last.
    fn content(&self, proposition: &Proposition) -> Tokens {
        let mut content = proposition.trigger.tokens.clone();
        let clause = self.slots.clauses.of(proposition.trigger.at).tokens.clone();
        for filled in &proposition.filled {
            let tokens = &self.slots.mentions[filled.mention].tokens;
            if clause.contains(&tokens.start) {
                content = content.start.min(tokens.start)..content.end.max(tokens.end);
            }
        }
        content
    }

    fn id(&self, kind: &str, span: CodePoints) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.section.hash.as_bytes());
        hasher.update(kind.as_bytes());
        hasher.update(&(span[0] as u64).to_le_bytes());
        hasher.update(&(span[1] as u64).to_le_bytes());
        hasher.finalize().to_hex()[..16].to_owned()
    }

    fn time(&self, at: usize) -> Time {
        let value = &self.slots.times[at];
        let (span, text) = self.words(&value.tokens);
        Time {
            span,
            text,
            start: value.start.map(|d| d.to_string()),
            end: value.end.map(|d| d.to_string()),
            precision: value.precision.name().to_owned(),
        }
    }

    fn quantity(&self, at: usize, of: String) -> Quantity {
        let value = &self.slots.numbers[at];
        let (span, text) = self.words(&value.tokens);
        let qualifier = match value.qualifier {
            Qualifier::Exact => "exact",
            Qualifier::About => "about",
            Qualifier::MoreThan => "more_than",
            Qualifier::LessThan => "less_than",
            Qualifier::AtLeast => "at_least",
            Qualifier::AtMost => "at_most",
            Qualifier::Range => "range",
            Qualifier::Vague => "vague",
        };
        Quantity {
            span,
            text,
            of,
            low: value.low,
            high: value.high,
            best: value.best,
            qualifier: qualifier.to_owned(),
        }
    }

    fn cause(&self, at: usize) -> Cause {
        let because = &self.slots.causes[at];
        let (span, text) = self.words(&because.tokens);
        Cause { span, text, code: because.code.clone() }
    }
}

/// A claim before it is asked whether it is one.
pub struct Draft {
    /// Its record, with the score of the rules.
    pub told: Told,
    /// Who fills its roles.
    decided: Proposition,
    links: Vec<Link>,
    /// What was weighed for it, where the judge collects that.
    pub examples: Vec<Example>,
}

impl Draft {
    /// Asks whether it is a claim; the probability becomes its score.
    pub fn judge(&mut self, judge: &Judge<'_>, ruled: &Proposition, retelling: Retelling) {
        let standing = judge.standing(ruled, &self.links);
        let claim = &mut self.told.claim;
        let Some(judged) = judge.claim(&standing, &self.decided, claim, retelling) else { return };
        if judge.weighs(Decision::Claim) {
            claim.score = (f64::from(judged.probability) * 100.0).round() / 100.0;
        }
        let mut lesson = Lesson { claim: claim.claim.clone(), examples: Vec::new() };
        lesson.note(Decision::Claim, &[judged], |()| Candidate::Claim);
        self.examples.extend(lesson.examples);
    }
}

/// What was weighed for one claim.
struct Lesson {
    claim: String,
    examples: Vec<Example>,
}

impl Lesson {
    fn note<T>(&mut self, decision: Decision, judged: &[Judged<T>], candidate: impl Fn(&T) -> Candidate) {
        for j in judged.iter().filter(|j| !j.features.is_empty()) {
            self.examples.push(Example {
                claim: self.claim.clone(),
                decision: decision.name(),
                candidate: candidate(&j.of),
                features: j.features.clone(),
            });
        }
    }
}

fn taken<T>(judged: Vec<Judged<T>>) -> impl Iterator<Item = T> {
    judged.into_iter().filter(|j| j.taken).map(|j| j.of)
}

/// Coordinates are stored with four decimals (some ten metres), which survives single precision.
pub fn degrees(value: f32) -> f64 {
    (f64::from(value) * 10_000.0).round() / 10_000.0
}
