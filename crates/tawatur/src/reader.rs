//! The way of one document from text to claims.
//!
//! A [`Reader`] is the compiled codebook and is shared by all threads; a [`Worker`] holds the buffers of one.

mod own_outlet;

use std::sync::Arc;

use jiff::civil::Date;

use crate::capture::Document;
use crate::chain;
use crate::claim::{
    self, Arguments, Clauses, Draft, Example, Judge, RecordWriter, Retelling, Section, Slots, Surroundings,
    Told, Trigger, Uncovered, record::Claim,
};
use crate::codebook::{Codebook, Decision};
use crate::entity::{self, EntityRecord, Headed};
use crate::inspection::Inspection;
use crate::lexicon::{Analyser, parted};
use crate::mention::{self, Context, Forms, Mention, NameMatch, Tag, Word, WordClass, place};
use crate::term::Term;
use crate::text::{Doc, Gap, Quote, Span, Text, Tokens};
use crate::value::{Lean, Values};

use own_outlet::OwnOutlet;

/// The compiled codebook, ready to read with.
#[derive(Clone, Debug)]
pub struct Reader {
    codebook: Arc<Codebook>,
}

impl Reader {
    /// A reader with this codebook.
    pub fn new(codebook: Codebook) -> Self {
        Self { codebook: Arc::new(codebook) }
    }

    /// The codebook it reads with.
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// A worker for one thread.
    pub fn worker(&self) -> Worker {
        Worker::empty(Arc::clone(&self.codebook))
    }

    /// Reads one document; [`Worker::read`] reuses its buffers for many.
    pub fn read(&self, document: &Document) -> Analysis {
        self.worker().read(document)
    }
}

/// Everything found in a document.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// Its claims, in the order of their triggers.
    pub claims: Vec<Claim>,
}

/// Reads documents one after the other, reusing its buffers.
#[derive(Debug)]
pub struct Worker {
    codebook: Arc<Codebook>,
    words: Words,
    names: Vec<NameMatch>,
    scene: place::Scene,
    tags: Vec<Tag>,
    values: Values,
    mentions: Vec<Mention>,
}

impl Worker {
    fn empty(codebook: Arc<Codebook>) -> Self {
        Self {
            codebook,
            words: Words::default(),
            names: Vec::new(),
            scene: place::Scene::default(),
            tags: Vec::new(),
            values: Values::default(),
            mentions: Vec::new(),
        }
    }

    /// Reads one document; a very long one section by section.
    pub fn read(&mut self, document: &Document) -> Analysis {
        self.read_with(document, None, None)
    }

    /// Reads one document and keeps what was weighed for each claim, to learn weights from.
    pub fn examples(&mut self, document: &Document) -> (Analysis, Vec<Example>) {
        let mut examples = Vec::new();
        (self.read_with(document, Some(&mut examples), None), examples)
    }

    /// Reads one document and names its entities too, for little more than reading alone.
    pub fn read_and_name(&mut self, document: &Document) -> (Analysis, Vec<EntityRecord>) {
        let mut entities = Vec::new();
        (self.read_with(document, None, Some(&mut entities)), entities)
    }

    fn read_with(
        &mut self,
        document: &Document,
        mut examples: Option<&mut Vec<Example>>,
        mut entities: Option<&mut Vec<EntityRecord>>,
    ) -> Analysis {
        let hash = blake3::hash(document.text.as_bytes());
        let mut claims = Vec::new();
        let (mut start, mut code_points) = (0, 0);
        for text in sections(&document.text, SECTION) {
            let section = Section { start, code_points, hash };
            self.section(document, text, section, &mut claims, examples.as_deref_mut());
            if let Some(entities) = entities.as_deref_mut() {
                self.name(code_points, entities);
            }
            start += text.len();
            code_points += text.chars().count();
        }
        Analysis { claims }
    }

    /// Takes a text through the stages of language up to the tags: layers, readings, values, names.
    fn tag(&mut self, text: &str, headlines: &[Span<Doc>], published: Option<Date>, lean: Lean) {
        self.words.read(&self.codebook, text, headlines);
        self.values.read_leaning(&self.words.text, published, lean);
        let context = self.words.context(&self.codebook);
        mention::names(&context, &mut self.names);
        let dates: Vec<Tokens> = self.values.dates().iter().map(|t| t.tokens.clone()).collect();
        self.names.retain(|n| {
            let next = dates.partition_point(|d| d.end <= n.tokens.start);
            // A place may be named after a day: منطقة 17 تموز.
            dates
                .get(next)
                .is_none_or(|d| d.start >= n.tokens.end || d.start > n.tokens.start && d.end <= n.tokens.end)
        });
        self.scene.rebuild(&context, &self.names);
        place::sift(&context, &mut self.scene, &mut self.names);
        mention::tag(&context, &self.names, &dates, &mut self.tags);
        mention::persons(&context, &mut self.tags, &mut self.names);
    }

    /// Takes the section of a document that begins at byte `start` through all stages of language, mentions included.
    fn prepare(&mut self, document: &Document, start: usize, text: &str, lean: Lean) {
        let inside = |at: usize| at.clamp(start, start + text.len()) - start;
        let headlines: Vec<Span<Doc>> = document
            .headlines
            .iter()
            .map(|h| Span::new(inside(h.start()), inside(h.end())))
            .filter(|h| !h.is_empty())
            .collect();
        self.tag(text, &headlines, document.published.map(|(date, _)| date), lean);
        let context = self.words.context(&self.codebook);
        mention::mentions(&context, &self.tags, &self.names, self.values.numbers(), &mut self.mentions);
        place::settle(&context, &self.scene, &self.names, &self.tags, &mut self.mentions);
        place::recall(&context, &self.scene, &self.tags, &mut self.mentions);
        mention::resolve(&context, self.scene.country(), &self.tags, &mut self.mentions);
    }

    /// The entities that a document names, in the order of their first mentions; those of a very long one section by
    /// section.
    pub fn entities(&mut self, document: &Document) -> Vec<EntityRecord> {
        let mut records = Vec::new();
        let (mut start, mut code_points) = (0, 0);
        for text in sections(&document.text, SECTION) {
            self.prepare(document, start, text, Lean::default());
            self.name(code_points, &mut records);
            start += text.len();
            code_points += text.chars().count();
        }
        records
    }

    /// Adds the entities of the section that was prepared, before which so many code points stand.
    fn name(&self, code_points: usize, records: &mut Vec<EntityRecord>) {
        let context = self.words.context(&self.codebook);
        let mut found = entity::entities(&context, &self.tags, &self.names, &self.mentions);
        for mention in found.iter_mut().flat_map(|e| &mut e.mentions) {
            for at in mention.span.iter_mut().chain(&mut mention.name) {
                *at += code_points;
            }
        }
        records.extend(found);
    }

    /// What the stages of language find in a document, for those who want to see why; dates lean that way.
    pub fn inspect(&mut self, document: &Document, lean: Lean) -> Inspection {
        self.prepare(document, 0, &document.text, lean);
        let context = self.words.context(&self.codebook);
        let (tags, mentions) = (self.tags.as_slice(), self.mentions.as_slice());
        let clauses = claim::clauses(&context, tags);
        let cues = claim::cues(&context, tags);
        let arguments = Arguments::new(&context, tags, mentions, &clauses);
        let attributions = self.attributions(document, &context, &clauses, &arguments, &cues);
        let said = |quote: &Quote| {
            let chain = chain::chain(context.text, mentions, &attributions, quote.inner.start, None);
            // A saying told of in the quotation has its own content.
            let outside = chain.into_iter().filter(|link| !quote.inner.contains(&link.cue.start));
            outside.map(|link| link.tokens).collect()
        };
        Inspection::new(&context, &self.names, tags, mentions, &self.values, &said)
    }

    /// The verbs and verbal nouns in the reporting of a document that no frame and no cue takes up, for those who look
    /// for what a codebook lacks.
    pub fn uncovered(&mut self, document: &Document) -> Vec<Uncovered> {
        let mut found = Vec::new();
        let mut start = 0;
        for text in sections(&document.text, SECTION) {
            self.prepare(document, start, text, Lean::Past);
            let context = self.words.context(&self.codebook);
            let (tags, mentions) = (self.tags.as_slice(), self.mentions.as_slice());
            let clauses = claim::clauses(&context, tags);
            let arguments = Arguments::new(&context, tags, mentions, &clauses);
            let (triggers, cues) = (claim::triggers(&context, tags), claim::cues(&context, tags));
            let surroundings = Surroundings {
                context: &context,
                tags,
                mentions,
                clauses: &clauses,
                arguments: &arguments,
                values: &self.values,
                taken: [&triggers, &cues],
            };
            found.extend(surroundings.uncovered(|at| reported(&context, document, start, at)));
            start += text.len();
        }
        found
    }

    /// Gives each token of a text to `each`, cut into its clitics and with its lemma, in their order.
    pub fn segment(&mut self, text: &str, mut each: impl FnMut(&str, &Word<'_>)) {
        for section in sections(text, SECTION) {
            self.tag(section, &[], None, Lean::Past);
            let context = self.words.context(&self.codebook);
            mention::words(&context, &self.names, &self.tags, |at, word| each(context.text.clean(at), &word));
        }
    }

    /// Who vouches for which words of the text at hand; the document's own outlet is nobody's source.
    fn attributions(
        &self,
        document: &Document,
        context: &Context<'_>,
        clauses: &Clauses,
        arguments: &Arguments<'_>,
        cues: &[Trigger],
    ) -> chain::Attributions {
        let outlet = OwnOutlet::new(&self.codebook, document);
        let own = |mention: &Mention| outlet.is(context, mention);
        let found = chain::attributions(context, &self.tags, &self.mentions, clauses, arguments, cues, own);
        chain::Attributions::new(context.text, found)
    }

    /// Gives what each word or number of a text is looked up by to `each`, in their order.
    pub fn terms(&mut self, text: &str, mut each: impl FnMut(&Term<'_>)) {
        let mut start = 0;
        for section in sections(text, SECTION) {
            self.tag(section, &[], None, Lean::Past);
            let context = self.words.context(&self.codebook);
            mention::words(&context, &self.names, &self.tags, |at, word| {
                if word.class != WordClass::Mark {
                    each(&Term::new(&context, at, start, &word));
                }
            });
            start += section.len();
        }
    }

    fn section(
        &mut self,
        document: &Document,
        text: &str,
        section: Section,
        claims: &mut Vec<Claim>,
        examples: Option<&mut Vec<Example>>,
    ) {
        self.prepare(document, section.start, text, Lean::Past);
        let context = self.words.context(&self.codebook);
        let (tags, mentions) = (self.tags.as_slice(), self.mentions.as_slice());
        let clauses = claim::clauses(&context, tags);
        let cues = claim::cues(&context, tags);
        let triggers: Vec<Trigger> = claim::triggers(&context, tags)
            .into_iter()
            .filter(|t| reported(&context, document, section.start, t.at))
            .collect();
        let arguments = Arguments::new(&context, tags, mentions, &clauses);
        let attributions = self.attributions(document, &context, &clauses, &arguments, &cues);
        let weighed = self.codebook.weights.of(Decision::Claim).is_some();
        let open = weighed || examples.is_some();
        let given_causes = claim::causes(&context, tags, &clauses, &cues);
        let propositions =
            claim::propositions(&context, mentions, &clauses, &arguments, &triggers, &cues, open);
        let counted = claim::counted(&context, tags, mentions, &clauses, self.values.numbers());
        let slots = Slots {
            context: &context,
            tags,
            mentions,
            clauses: &clauses,
            numbers: self.values.numbers(),
            counted: &counted,
            times: self.values.dates(),
            causes: &given_causes,
            cues: &cues,
        };
        let headed = Headed::new(&context, tags, &self.names);
        let writer = RecordWriter::new(document, section, &slots, &attributions, &headed);
        let judge = Judge::new(&slots, &arguments, &propositions, examples.is_some());
        let mut drafts: Vec<Draft> = Vec::with_capacity(propositions.len());
        for p in &propositions {
            let mut draft = writer.draft(p);
            // Most of what the rules refuse is no claim by a first look, and its slots need no decision.
            let unlikely = weighed
                && examples.is_none()
                && !p.by_rule()
                && writer.score(&judge, &mut draft, Retelling::Once) < THOUGHT_OF / 2.0;
            if !unlikely {
                writer.decide(&judge, &mut draft);
                drafts.push(draft);
            }
        }
        let mut all: Vec<Told> = drafts.iter().map(|d| writer.tell(d)).collect();
        let retellings = claim::retellings(&all);
        let mut scores: Vec<f64> =
            drafts.iter_mut().zip(retellings).map(|(d, r)| writer.score(&judge, d, r)).collect();
        if weighed {
            let mut first = 0;
            for rivals in drafts.chunk_by(|a, b| a.ruled.trigger.tokens == b.ruled.trigger.tokens) {
                claim::among_rivals(&mut scores[first..first + rivals.len()]);
                first += rivals.len();
            }
        }
        for (told, score) in all.iter_mut().zip(scores) {
            told.claim.score = (score * 100.0).round() / 100.0;
        }
        let mut told: Vec<Told> = Vec::new();
        let (mut seen, mut others) = (Vec::new(), Vec::new());
        for (draft, one) in drafts.into_iter().zip(all) {
            seen.extend(draft.examples);
            let rival = told.last_mut().filter(|t| t.claim.trigger.span == one.claim.trigger.span);
            if !weighed && !one.ruled {
                others.push(one.claim);
            } else if let Some(rival) = rival {
                if one.claim.score > rival.claim.score {
                    *rival = one;
                }
            } else if one.ruled || one.claim.score >= THOUGHT_OF {
                told.push(one);
            }
        }
        let mut merged = claim::merge(told, open);
        if let Some(examples) = examples {
            merged.extend(others);
            // What was weighed for a claim that went into another is no lesson.
            examples.extend(seen.into_iter().filter(|e| merged.iter().any(|c| c.claim == e.claim)));
        }
        claims.extend(merged);
    }
}

/// What the rules refuse is thought of as a claim from this probability on.
const THOUGHT_OF: f64 = 0.15;

/// A text with what is known of the form of each token.
#[derive(Debug, Default)]
struct Words {
    text: Text,
    analyser: Analyser,
    forms: Vec<u32>,
    facts: Forms,
}

impl Words {
    fn read(&mut self, codebook: &Codebook, text: &str, headlines: &[Span<Doc>]) {
        let is_name = |word: &str| mention::is_name(codebook, word);
        self.text.rebuild_with(text, headlines, &mut |word| parted(&codebook.lexicon, word, is_name));
        self.analyser.trim();
        self.forms.clear();
        for at in 0..self.text.len() {
            self.forms.push(self.analyser.analyse(&codebook.lexicon, self.text.clean(at)));
        }
        self.facts.follow(codebook, &self.analyser);
    }

    fn context<'a>(&'a self, codebook: &'a Codebook) -> Context<'a> {
        Context {
            codebook,
            text: &self.text,
            analyser: &self.analyser,
            forms: &self.forms,
            facts: &self.facts,
        }
    }
}

/// Bytes of text that are read at one time. What is kept of a text while it is read takes some 150 times its
/// room, so this bounds memory; hardly any article has a hundredth of it.
const SECTION: usize = 2 << 20;

/// The text in sections of at most so many bytes: cut, where it is too long for one, after a line, else after a
/// sentence, else between words.
fn sections(text: &str, longest: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let mut first = true;
    std::iter::from_fn(move || {
        if rest.is_empty() && !first {
            return None;
        }
        first = false;
        let mut end = rest.len();
        if end > longest {
            end = rest.floor_char_boundary(longest);
            let half = rest.ceil_char_boundary(longest / 2).min(end);
            let window = &rest[half..end];
            let after = |mark: &str| window.rfind(mark).map(|at| half + at + mark.len());
            end = after("\n").or_else(|| after(". ")).or_else(|| after(" ")).unwrap_or(end);
        }
        let (section, left) = rest.split_at(end);
        rest = left;
        Some(section)
    })
}

/// Whether a token stands in reporting: not in page furniture and not in the headline, whose claims the
/// body tells again. `start` is where the section begins.
fn reported(context: &Context<'_>, document: &Document, start: usize, at: usize) -> bool {
    let span = context.text.tokens()[at].doc;
    let span = Span::new(start + span.start(), start + span.end());
    if document.furniture.iter().any(|f| f.overlaps(&span)) {
        return false;
    }
    let sentences = context.text.sentences();
    let first = sentences.first().map_or(0, |s| s.tokens.end);
    let headline = start == 0
        && at < first
        && sentences.len() > 2
        && context.text.tokens().get(first).is_some_and(|t| t.gap >= Gap::Line)
        && first < 25
        && !context.text.is_punct(first - 1);
    !headline
}

#[cfg(test)]
mod tests;
