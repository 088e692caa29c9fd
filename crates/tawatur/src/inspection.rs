//! What the stages of language made of a text, token by token: for linguists and authors of codebooks who ask why a
//! claim was found, or was not.

use serde::Serialize;

use crate::claim::{degrees, record::CodePoints};
use crate::codebook::Codebook;
use crate::lexicon::{Features, Reading};
use crate::mention::{self, Context, Mention, NameMatch, Tag, Word, WordClass, place::Site};
use crate::text::{CodePointIndex, Quote, Text, Tokens};
use crate::value::{NumberKind, NumberValue, Precision, Qualifier, TimeKind, TimeValue, Values};

/// Everything below the claims.
#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    /// The tokens in order.
    pub tokens: Vec<InspectedToken>,
    /// Numbers with their bounds.
    pub numbers: Vec<InspectedNumber>,
    /// Dates and durations.
    pub times: Vec<InspectedTime>,
    /// Noun phrases.
    pub mentions: Vec<InspectedMention>,
    /// Quotations, each with who says it.
    pub quotations: Vec<InspectedQuotation>,
}

/// A token in its layers, with all it may be and what it was taken for.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedToken {
    /// Where it stands.
    pub span: CodePoints,
    /// As written.
    pub text: String,
    /// Without marks, tatweel and variant letters.
    pub clean: String,
    /// With alef, ya, ta marbuta and hamza seats unified.
    pub folded: String,
    /// Number of its sentence, from 0.
    pub sentence: usize,
    /// What it was taken for: verb, nominal, name, date, number, particle, mark.
    pub tag: &'static str,
    /// What it is in any text: verb, nominal, particle, number or mark.
    pub class: WordClass,
    /// Its clitics and stem, as Universal Dependencies cut them.
    pub segments: Vec<String>,
    /// The form under which a dictionary has it, or would have it.
    pub lemma: String,
    /// All readings of the lexicon, the chosen one first.
    pub readings: Vec<InspectedReading>,
}

/// One reading.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedReading {
    /// The form under which a dictionary has the word.
    pub lemma: String,
    /// What the form says.
    #[serde(flatten)]
    pub features: Features,
    /// Whether the codebook uses the lemma.
    pub used: bool,
}

/// A number.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedNumber {
    /// Where it stands.
    pub span: CodePoints,
    /// The words.
    pub text: String,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// The figure named.
    pub best: Option<f64>,
    /// How the words bound it.
    pub qualifier: Qualifier,
    /// What kind of number it is.
    pub kind: NumberKind,
    /// The counted noun.
    pub noun: Option<String>,
}

/// A date or duration.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedTime {
    /// Where it stands.
    pub span: CodePoints,
    /// The words.
    pub text: String,
    /// First day.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// How finely it is told.
    pub precision: Precision,
    /// Whether it is a date, a time of day or a length of time.
    pub kind: TimeKind,
    /// The rule that read it.
    pub rule: &'static str,
}

/// A noun phrase.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedMention {
    /// Where it stands.
    pub span: CodePoints,
    /// The words.
    pub text: String,
    /// Its semantic classes.
    pub classes: Vec<&'static str>,
    /// English name of the entity or place it refers to.
    pub referent: Option<String>,
    /// Whether it stands inside the annexation of another.
    pub inside: bool,
    /// Country of the state whose nisba it holds, ISO 3166-1 alpha-2.
    pub nisba: Option<String>,
    /// What is known of the place that it names.
    pub place: Option<InspectedPlace>,
}

/// The place of a noun phrase.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedPlace {
    /// English name of the row that holds, with the part that is meant.
    pub name: Option<String>,
    /// Id of that row.
    pub id: Option<String>,
    /// Its type, else the type that the type word says.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// ISO 3166-1 alpha-2; of a place without a row that of its container, else of the document.
    pub country: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// Degrees north and east.
    pub point: Option<[f64; 2]>,
    /// The words of a name that no list has.
    pub words: Option<String>,
    /// Which part or side is meant.
    pub parts: Vec<&'static str>,
    /// English name of the place that it is said to lie in.
    pub container: Option<String>,
    /// Rows that the name may mean, best first; those below zero do not hold.
    pub candidates: Vec<InspectedCandidate>,
}

/// One row of the gazetteer that a name may mean.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedCandidate {
    /// Its id.
    pub id: String,
    /// Its English name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// First-level division.
    pub admin1: String,
    /// Sum of the reasons.
    pub score: i32,
    /// What spoke for and against it, with its points.
    pub reasons: Vec<(&'static str, i32)>,
}

/// What stands between quotation marks.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedQuotation {
    /// Where it stands, without the marks.
    pub span: CodePoints,
    /// Its words.
    pub text: String,
    /// Who says it, nearest relay first; empty if nobody is found to.
    pub sources: Vec<InspectedSource>,
}

/// The words that name a source.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedSource {
    /// Where they stand.
    pub span: CodePoints,
    /// The words.
    pub text: String,
}

impl Inspection {
    /// `said` gives the words that name who says a quotation, nearest relay first.
    pub(crate) fn new(
        context: &Context<'_>,
        names: &[NameMatch],
        tags: &[Tag],
        mentions: &[Mention],
        values: &Values,
        said: &dyn Fn(&Quote) -> Vec<Tokens>,
    ) -> Self {
        let text = context.text;
        let index = CodePointIndex::new(text.doc());
        let words = |tokens: &Tokens| {
            let span = text.span(tokens);
            let at = |byte| index.of(text.doc(), byte);
            ([at(span.start()), at(span.end())], text.doc()[span.range()].to_owned())
        };
        let mut tokens = Vec::with_capacity(text.len());
        mention::words(context, names, tags, |at, word| {
            tokens.push(token(context, tags, at, word, words(&(at..at + 1))));
        });
        Self {
            tokens,
            numbers: values.numbers().iter().map(|n| number(text, n, words(&n.tokens))).collect(),
            times: values.dates().iter().map(|t| time(t, words(&t.tokens))).collect(),
            mentions: mentions.iter().map(|m| mention(context, m, &words)).collect(),
            quotations: text
                .quotes()
                .iter()
                .filter(|q| !q.inner.is_empty())
                .map(|q| {
                    let (span, text) = words(&q.inner);
                    let links = said(q);
                    let sources = links.iter().map(&words).map(|(span, text)| InspectedSource { span, text });
                    InspectedQuotation { span, text, sources: sources.collect() }
                })
                .collect(),
        }
    }
}

fn token(
    context: &Context<'_>,
    tags: &[Tag],
    at: usize,
    word: Word<'_>,
    (span, surface): (CodePoints, String),
) -> InspectedToken {
    let text = context.text;
    let clean = text.clean(at);
    let chosen = tags[at].reading();
    let mut readings: Vec<Reading> = context.readings(at).to_vec();
    readings.sort_by_key(|r| Some(*r) != chosen);
    let tag = match tags[at] {
        Tag::Verb(_) => "verb",
        Tag::Nominal(_) => "nominal",
        Tag::Name => "name",
        Tag::Date => "date",
        Tag::Number => "number",
        Tag::Particle(_) => "particle",
        Tag::Mark => "mark",
    };
    InspectedToken {
        span,
        text: surface,
        clean: clean.to_owned(),
        folded: text.folded(at).to_owned(),
        sentence: text.sentence_of(at),
        tag,
        class: word.class,
        segments: word.cuts.segments(clean).map(str::to_owned).collect(),
        lemma: word.lemma.into_owned(),
        readings: readings
            .iter()
            .map(|r| InspectedReading {
                lemma: context.codebook.lexicon.citation(r).to_owned(),
                features: r.features,
                used: !context.uses(r).is_empty(),
            })
            .collect(),
    }
}

fn number(text: &Text, value: &NumberValue, (span, words): (CodePoints, String)) -> InspectedNumber {
    InspectedNumber {
        span,
        text: words,
        low: value.low,
        high: value.high,
        best: value.best,
        qualifier: value.qualifier,
        kind: value.kind,
        noun: value.noun.map(|n| text.words(&(n..n + 1)).to_owned()),
    }
}

fn time(value: &TimeValue, (span, text): (CodePoints, String)) -> InspectedTime {
    InspectedTime {
        span,
        text,
        start: value.start.map(|d| d.to_string()),
        end: value.end.map(|d| d.to_string()),
        precision: value.precision,
        kind: value.kind,
        rule: value.rule,
    }
}

fn mention(
    context: &Context<'_>,
    mention: &Mention,
    words: &dyn Fn(&Tokens) -> (CodePoints, String),
) -> InspectedMention {
    let codebook = context.codebook;
    let (span, text) = words(&mention.tokens);
    let entity = mention.entity().map(|e| codebook.entities[e as usize].name.clone());
    let nisba = mention.nisba.map(|e| codebook.entities[e as usize].country.clone());
    let place = mention.site.as_deref().map(|site| place(codebook, site, words));
    InspectedMention {
        span,
        text,
        classes: mention.classes.names().collect(),
        referent: entity.or_else(|| place.as_ref().and_then(|p| p.name.clone())),
        inside: mention.inside.is_some(),
        nisba: nisba.filter(|c| !c.is_empty()),
        place,
    }
}

fn place(
    codebook: &Codebook,
    site: &Site,
    words: &dyn Fn(&Tokens) -> (CodePoints, String),
) -> InspectedPlace {
    let row = site.place().map(|p| &codebook.places[p as usize]);
    let container = site.container.map(|c| &codebook.places[c as usize]);
    let filled = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    InspectedPlace {
        name: row.map(|r| site.name_of(r)),
        id: row.map(|r| r.id.clone()),
        kind: site.kind_of(row).map(str::to_owned),
        country: filled(site.country_of(row)),
        admin1: filled(site.admin1_of(row, container)),
        point: row.and_then(|r| r.point).map(|(north, east)| [degrees(north), degrees(east)]),
        words: site.name.as_ref().filter(|_| row.is_none()).map(|name| words(name).1),
        parts: site.parts.clone(),
        container: container.map(|c| c.name.clone()),
        candidates: site
            .candidates
            .iter()
            .map(|c| {
                let row = &codebook.places[c.place as usize];
                InspectedCandidate {
                    id: row.id.clone(),
                    name: row.name.clone(),
                    kind: row.kind.clone(),
                    country: row.country.clone(),
                    admin1: row.admin1.clone(),
                    score: c.points,
                    reasons: c.reasons.iter().map(|(r, points)| (r.name(), *points)).collect(),
                }
            })
            .collect(),
    }
}
