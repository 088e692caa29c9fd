//! What the stages of language made of a text, token by token: for linguists and authors of codebooks who ask why a
//! claim was found, or was not.

use serde::Serialize;

use crate::claim::record::CodePoints;
use crate::lexicon::{Features, Reading};
use crate::mention::{self, Context, Mention, NameMatch, Tag, Word, WordClass};
use crate::text::{CodePointIndex, Text, Tokens};
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
}

impl Inspection {
    pub(crate) fn new(
        context: &Context<'_>,
        names: &[NameMatch],
        tags: &[Tag],
        mentions: &[Mention],
        values: &Values,
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
            mentions: mentions.iter().map(|m| mention(context, m, words(&m.tokens))).collect(),
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

fn mention(context: &Context<'_>, mention: &Mention, (span, text): (CodePoints, String)) -> InspectedMention {
    let entity = mention.entity().map(|e| context.codebook.entities[e as usize].name.clone());
    let place = || mention.place().map(|p| context.codebook.places[p as usize].name.clone());
    InspectedMention {
        span,
        text,
        classes: mention.classes.names().collect(),
        referent: entity.or_else(place),
        inside: mention.inside.is_some(),
    }
}
