//! From propositions to records: spans in code points, referents by name, every field with its words.

use super::example::{Candidate, Example};
use super::factuality::{Factuality, factuality};
use super::frame::{Filled, Proposition};
use super::judge::{self, Judge, Judged};
use super::merge::{Retelling, Told};
use super::record::{
    Argument, Cause, Claim, CodePoints, Container, Hop, Place, PlaceCandidate, Quantity, Time, Words,
};
use super::slot::{self, Slots};
use crate::capture::Document;
use crate::chain::{self, Attributions, Link};
use crate::codebook::{Decision, Role};
use crate::entity::Headed;
use crate::mention::place::Site;
use crate::text::{CodePointIndex, Tokens};

/// Writes the claims of one document.
pub struct RecordWriter<'a> {
    document: &'a Document,
    slots: &'a Slots<'a>,
    attributions: &'a Attributions,
    headed: &'a Headed<'a>,
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
        headed: &'a Headed<'a>,
    ) -> Self {
        Self {
            document,
            slots,
            attributions,
            headed,
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

    /// The words of a name or noun phrase, with the mark that closes what opens in them or opens what closes in them:
    /// تنظيم «داعش» and not تنظيم «داعش.
    fn phrase(&self, tokens: &Tokens) -> (CodePoints, String) {
        self.words(&self.slots.context.text.balanced(tokens))
    }

    fn argument(&self, mention: usize) -> Argument {
        let mention = &self.slots.mentions[mention];
        let (span, text) = self.phrase(&mention.tokens);
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
        let (span, text) = self.phrase(&mention.tokens);
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
        let (span, text) = self.phrase(&link.tokens);
        let (context, mentions) = (self.slots.context, self.slots.mentions);
        let entity = link.mention.and_then(|m| mentions[m].entity());
        let entity = entity.map(|e| context.codebook.entities[e as usize].name.clone());
        let named = chain::named_of_link(context, mentions, self.headed, link);
        Hop {
            span,
            text,
            kind: chain::kind_of_link(context, mentions, link).to_owned(),
            named: named.to_owned(),
            entity,
            cue: Some(self.words(&link.cue).1),
            stance: link.stance.clone(),
        }
    }

    /// What the rules make of a proposition; nothing of it is written yet.
    pub fn draft(&self, ruled: &'a Proposition) -> Draft<'a> {
        let slots = self.slots;
        let kind = self.kind(ruled);
        let filled = ruled.filled.clone();
        Draft {
            ruled,
            links: self.links(ruled, &filled),
            filled,
            facts: factuality(slots.context, slots.tags, slots.clauses, slots.cues, &ruled.trigger, kind),
            places: slot::places(slots, ruled),
            time: slot::time(slots, ruled),
            quantities: slot::quantities(slots, ruled),
            causes: slot::causes_of(slots, ruled),
            examples: Vec::new(),
        }
    }

    /// Decides by weights what the rules left open in a draft.
    pub fn decide(&self, judge: &Judge<'_>, draft: &mut Draft<'_>) {
        let ruled = draft.ruled;
        let links = std::mem::take(&mut draft.links);
        let standing = judge.standing(ruled, &links);
        if let Some(parties) = judge.roles(&standing) {
            draft.filled = judge::filled(ruled, &parties);
            for (decision, judged) in [Decision::Actor, Decision::Target].into_iter().zip(&parties) {
                self.note(draft, decision, judged, |&m| Candidate::Party(self.argument(m)));
            }
        }
        if let Some(judged) = judge.places(&standing, &draft.places) {
            let place = |&(m, role): &_| Candidate::Place(Box::new(self.place(m, role)));
            self.note(draft, Decision::Place, &judged, place);
            draft.places = taken(judged).collect();
        }
        if let Some(judged) = judge.time(&standing, draft.time) {
            self.note(draft, Decision::Time, &judged, |&t| Candidate::Time(self.time(t)));
            draft.time = taken(judged).next();
        }
        if let Some(judged) = judge.quantities(&standing, &draft.quantities) {
            let quantity = |(n, of): &(usize, String)| Candidate::Quantity(self.quantity(*n, of.clone()));
            self.note(draft, Decision::Quantity, &judged, quantity);
            draft.quantities = taken(judged).collect();
        }
        draft.links = self.links(ruled, &draft.filled);
    }

    /// How probable it is that a draft is a claim, by itself; its score where the codebook has weights for that.
    pub fn score(&self, judge: &Judge<'_>, draft: &mut Draft<'_>, retelling: Retelling) -> f64 {
        let standing = judge.standing(draft.ruled, &draft.links);
        let judged = judge.claim(&standing, draft, retelling);
        let probability = match &judged {
            Some(judged) if judge.weighs(Decision::Claim) => judged.probability,
            _ => draft.ruled.score,
        };
        self.note(draft, Decision::Claim, judged.as_slice(), |()| Candidate::Claim);
        f64::from(probability)
    }

    /// Keeps what was weighed for one claim, where the judge collects that.
    fn note<T>(
        &self,
        draft: &mut Draft<'_>,
        decision: Decision,
        judged: &[Judged<T>],
        candidate: impl Fn(&T) -> Candidate,
    ) {
        for j in judged.iter().filter(|j| !j.features.is_empty()) {
            draft.examples.push(Example {
                claim: self.id(draft.ruled, self.words(&draft.ruled.trigger.tokens).0),
                decision: decision.name(),
                candidate: candidate(&j.of),
                features: j.features.clone(),
            });
        }
    }

    /// The record of a draft, with the score of the rules.
    pub fn tell(&self, draft: &Draft<'_>) -> Told {
        let (slots, ruled, facts) = (self.slots, draft.ruled, &draft.facts);
        let context = slots.context;
        let frame = &context.codebook.frames[ruled.frame as usize];
        let (span, text) = self.words(&ruled.trigger.tokens);
        let mut fired = vec![format!("frame:{}", frame.id)];
        if ruled.passive {
            fired.push("passive".to_owned());
        }
        fired.extend(
            draft
                .filled
                .iter()
                .map(|f| format!("{}:{}:{}", f.role.name(), f.rule, slots.mentions[f.mention].tokens.start)),
        );
        fired.extend(facts.rules.iter().cloned());
        fired.extend(draft.links.iter().map(|l| format!("chain:{}", l.rule)));
        let arguments = |role| draft.in_role(role).map(|m| self.argument(m)).collect::<Vec<_>>();
        let (content_span, content_text) = self.words(&self.content(draft));
        let claim = Claim {
            claim: self.id(ruled, span),
            doc: self.document.name.clone(),
            trigger: Words { span, text },
            content: Words { span: content_span, text: content_text },
            actors: arguments(Role::Actors),
            targets: arguments(Role::Targets),
            toward: arguments(Role::Toward),
            places: draft.places.iter().map(|&(m, role)| self.place(m, role)).collect(),
            time: draft.time.map(|t| self.time(t)),
            quantities: draft.quantities.iter().map(|(n, of)| self.quantity(*n, of.clone())).collect(),
            causes: draft.causes.iter().map(|&c| self.cause(c)).collect(),
            polarity: facts.polarity().to_owned(),
            certainty: facts.certainty.clone(),
            tense: facts.tense.to_owned(),
            chain: draft.links.iter().map(|l| self.hop(l)).collect(),
            score: (f64::from(ruled.score) * 100.0).round() / 100.0,
            rules: fired,
            codebook: self.label.clone(),
            kind: self.kind(ruled).to_owned(),
        };
        Told { claim, sentence: context.text.sentence_of(ruled.trigger.at), ruled: ruled.by_rule() }
    }

    fn kind(&self, proposition: &Proposition) -> &'a str {
        &self.slots.context.codebook.types[proposition.kind as usize].id
    }

    /// The chain above a proposition whose roles are filled so. Who makes a statement is no source of it.
    fn links(&self, proposition: &Proposition, filled: &[Filled]) -> Vec<Link> {
        let speakers: Option<Vec<usize>> = self
            .kind(proposition)
            .starts_with("statement.")
            .then(|| filled.iter().filter(|f| f.role == Role::Actors).map(|f| f.mention).collect());
        let (text, mentions) = (self.slots.context.text, self.slots.mentions);
        chain::chain(text, mentions, self.attributions, proposition.trigger.at, speakers.as_deref())
    }

    /// Trigger and arguments of the clause, from the first to the last.
    fn content(&self, draft: &Draft<'_>) -> Tokens {
        let trigger = &draft.ruled.trigger;
        let mut content = trigger.tokens.clone();
        let clause = self.slots.clauses.of(trigger.at).tokens.clone();
        for filled in &draft.filled {
            let tokens = &self.slots.mentions[filled.mention].tokens;
            if clause.contains(&tokens.start) {
                content = content.start.min(tokens.start)..content.end.max(tokens.end);
            }
        }
        content
    }

    fn id(&self, proposition: &Proposition, span: CodePoints) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.section.hash.as_bytes());
        hasher.update(self.kind(proposition).as_bytes());
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
        let qualifier = value.qualifier.name();
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

/// A proposition with everything that is settled of it, before it is written: positions among the mentions, dates, numbers
/// and causes of the document.
pub struct Draft<'a> {
    /// The proposition as the rules filled it.
    pub ruled: &'a Proposition,
    /// Who fills its roles.
    pub filled: Vec<Filled>,
    /// The chain above it.
    pub links: Vec<Link>,
    /// How it is put.
    pub facts: Factuality,
    /// Its places, with their roles.
    pub places: Vec<(usize, Role)>,
    /// Its date.
    pub time: Option<usize>,
    /// Its numbers, each with what it counts.
    pub quantities: Vec<(usize, String)>,
    /// Its causes.
    pub causes: Vec<usize>,
    /// What was weighed for it, where the judge collects that.
    pub examples: Vec<Example>,
}

impl Draft<'_> {
    /// Mentions in a role.
    pub fn in_role(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.filled.iter().filter(move |f| f.role == role).map(|f| f.mention)
    }
}

fn taken<T>(judged: Vec<Judged<T>>) -> impl Iterator<Item = T> {
    judged.into_iter().filter(|j| j.taken).map(|j| j.of)
}

/// Coordinates are stored with four decimals (some ten metres), which survives single precision.
pub fn degrees(value: f32) -> f64 {
    (f64::from(value) * 10_000.0).round() / 10_000.0
}
