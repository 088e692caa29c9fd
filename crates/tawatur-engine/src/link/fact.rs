//! A claim made ready for comparison: folded, bounded in time, its words without clitics.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tawatur::claim::record::{self, Argument, Claim, Hop, Quantity, Words};

use super::{
    spot::Spot,
    stem::{Stem, Stems},
    taxonomy,
    when::When,
    word,
};
use crate::row::ClaimRow;

/// Words of the document taken in before and after a clause, in code points.
const AROUND: usize = 240;

/// What a report is about stands in its first words, in code points.
const LEAD: usize = 400;

/// A quotation of fewer words is a name or a catchword.
const QUOTED: usize = 6;

/// Which claim of which document: exact copies have claims of one id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FactId {
    /// The document's id.
    pub document: String,
    /// The claim's id.
    pub claim: String,
}

impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.document, self.claim)
    }
}

/// How sure the source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Plainly stated.
    Certain,
    /// Likely.
    Probable,
    /// May be.
    Possible,
    /// Asked or supposed.
    Unspecified,
}

/// When it happens, seen from the day of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tense {
    /// It happened.
    Past,
    /// It is going on.
    Present,
    /// It is to come.
    Future,
    /// Planned, wished or supposed.
    Hypothetical,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Id in the codebook.
    pub id: Option<String>,
    /// Usual English name.
    pub entity: Option<String>,
    /// Words of the head phrase, stemmed, in order.
    pub words: Vec<String>,
    /// The head phrase as written.
    pub text: String,
}

/// A number about the claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What is counted: killed, injured, actors …
    pub of: String,
    /// Stems of the phrase without its number: of which kind the counted are.
    pub noun: Vec<String>,
    /// Inclusive lower bound.
    pub low: Option<f64>,
    /// Inclusive upper bound.
    pub high: Option<f64>,
    /// The figure said.
    pub best: Option<f64>,
    /// exact, about, `more_than` …
    pub qualifier: String,
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: [usize; 2],
}

/// A hop of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relay {
    /// outlet, organisation, official, `armed_group`, defector, witness …
    pub kind: String,
    /// named, role, collective or unnamed.
    pub named: String,
    /// Usual English name.
    pub entity: Option<String>,
    /// Stems of the words that name it, sorted.
    pub words: Vec<String>,
    /// The words themselves.
    pub text: String,
    /// neutral, affirming or doubting.
    pub stance: String,
}

/// What matters of a claim when it is held against another.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Which claim.
    pub id: FactId,
    /// The document's outlet.
    pub outlet: Option<String>,
    /// What a reader calls whoever speaks where no source is named: the document's outlet, else its title, else its id.
    pub voice: String,
    /// The document's day of publication.
    pub published: Option<Date>,
    /// Type of the codebook.
    pub kind: String,
    /// Where the trigger stands, in code points of the document text.
    pub trigger_span: [usize; 2],
    /// Where the clause stands.
    pub content_span: [usize; 2],
    /// The clause as written.
    pub content: String,
    /// Stems of the trigger.
    pub trigger: Vec<String>,
    /// Whether the trigger is a noun with the article, which takes up what was told before.
    pub definite: bool,
    /// Where.
    pub places: Vec<Spot>,
    /// When, bounded by the day of publication.
    pub when: When,
    /// Who does it.
    pub actors: Vec<Party>,
    /// Who undergoes it.
    pub targets: Vec<Party>,
    /// Ids of those who take part and are known by name, in whatever role, sorted.
    pub named: Vec<String>,
    /// How many.
    pub figures: Vec<Figure>,
    /// Stems of the clause, without function words.
    pub words: Stems,
    /// Stems of all that the claim says, its parties, places and figures with it.
    pub told: Stems,
    /// Stems of who takes part, in whatever role.
    pub parties: Stems,
    /// Stems of all that the claim says and of what stands around its clause; none where nothing does.
    pub around: Stems,
    /// Stems of the document's title.
    pub title: Stems,
    /// Bits of what the claim says that stand in its document's title; none where there is no title.
    pub headline: Option<u32>,
    /// Whether the claim stands in the first words of its document.
    pub lead: bool,
    /// Hash of the words of the longest quotation in the clause, where it has six words or more.
    pub quotation: Option<u64>,
    /// Whether the source says that it happened; false when it is denied.
    pub affirmed: bool,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Seen from publication.
    pub tense: Tense,
    /// Nearest relay first, origin last.
    pub chain: Vec<Relay>,
    /// How sure the program is, 0 to 1.
    pub score: f64,
}

impl Fact {
    /// A claim of a document: `title` and `text` are the document's, where they are at hand; they add words and decide nothing alone.
    pub fn new(row: &ClaimRow, title: Option<&str>, text: Option<&str>) -> Self {
        let claim = &row.claim;
        let words: Stems = word::stems(&claim.content.text).into_iter().collect();
        let told = told(claim);
        let around = text.map(|text| surroundings(text, &claim.content)).unwrap_or_default();
        let outside = around.common(&words).count() < around.iter().count();
        let actors: Vec<Party> = claim.actors.iter().map(Party::new).collect();
        let targets: Vec<Party> = claim.targets.iter().map(Party::new).collect();
        let tense = tense(&claim.tense);
        let voice = match (&row.outlet, title) {
            (Some(outlet), _) => outlet.clone(),
            (None, Some(title)) => format!("«{title}»"),
            (None, None) => row.document.clone(),
        };
        let title: Stems = title.map(word::stems).unwrap_or_default().iter().collect();
        Self {
            id: FactId { document: row.document.clone(), claim: claim.claim.clone() },
            outlet: row.outlet.clone(),
            voice,
            published: row.published,
            kind: claim.kind.clone(),
            trigger_span: claim.trigger.span,
            content_span: claim.content.span,
            content: claim.content.text.clone(),
            trigger: word::stems(&claim.trigger.text),
            definite: word::is_definite(&claim.trigger.text),
            places: claim.places.iter().map(|place| Spot::new(place, claim.content.span)).collect(),
            when: When::new(claim.time.as_ref(), tense, row.published, claim.content.span),
            named: sorted(actors.iter().chain(&targets).filter_map(|party| party.id.clone()).collect()),
            parties: actors.iter().chain(&targets).flat_map(|party| &party.words).collect(),
            actors,
            targets,
            figures: figures(claim),
            around: if outside { told.with(&around) } else { Stems::default() },
            headline: (!title.is_empty()).then(|| title.common(&told).map(Stem::bits).sum()),
            lead: claim.trigger.span[0] < LEAD,
            told,
            title,
            quotation: quotation(&claim.content.text),
            affirmed: claim.polarity != "-",
            certainty: certainty(&claim.certainty),
            tense,
            chain: claim.chain.iter().map(Relay::new).collect(),
            score: claim.score,
            words,
        }
    }

    /// What its type belongs to: the part before the dot.
    pub fn family(&self) -> &str {
        taxonomy::family(&self.kind)
    }

    /// Its origin, as far as the document says: the last hop.
    pub fn origin(&self) -> Option<&Relay> {
        self.chain.last()
    }
}

impl Party {
    fn new(argument: &Argument) -> Self {
        Self {
            id: argument.id.clone(),
            entity: argument.entity.clone(),
            words: word::stems(&argument.text),
            text: argument.text.clone(),
        }
    }
}

impl Relay {
    fn new(hop: &Hop) -> Self {
        Self {
            kind: hop.kind.clone(),
            named: hop.named.clone(),
            entity: hop.entity.clone(),
            words: sorted(word::stems(&hop.text)),
            text: hop.text.clone(),
            stance: hop.stance.clone(),
        }
    }
}

/// Numbers of dates and lists stand in clauses too; what counts nothing says nothing about the happening, unless it has a noun.
fn figures(claim: &Claim) -> Vec<Figure> {
    claim
        .quantities
        .iter()
        .filter(|quantity| quantity.low.is_some() || quantity.high.is_some() || quantity.best.is_some())
        .map(Figure::new)
        .collect()
}

impl Figure {
    fn new(quantity: &Quantity) -> Self {
        let record::Quantity { span, of, low, high, best, qualifier, text } = quantity.clone();
        let noun = word::stems(&text).into_iter().filter(|stem| !word::is_number(stem)).collect();
        Self { of, noun, low, high, best, qualifier, text, span }
    }
}

/// Words of all fields: a clause may be one word, and its parties and place stand elsewhere.
fn told(claim: &Claim) -> Stems {
    let parties = claim.actors.iter().chain(&claim.targets).chain(&claim.toward).map(|party| &party.text);
    let places = claim.places.iter().map(|place| &place.text);
    let figures = claim.quantities.iter().map(|quantity| &quantity.text);
    let fields =
        [&claim.content.text, &claim.trigger.text].into_iter().chain(parties).chain(places).chain(figures);
    fields.flat_map(|text| word::stems(text)).collect()
}

fn sorted(mut stems: Vec<String>) -> Vec<String> {
    stems.sort_unstable();
    stems.dedup();
    stems
}

fn certainty(name: &str) -> Certainty {
    match name {
        "certain" => Certainty::Certain,
        "probable" => Certainty::Probable,
        "possible" => Certainty::Possible,
        _ => Certainty::Unspecified,
    }
}

fn tense(name: &str) -> Tense {
    match name {
        "present" => Tense::Present,
        "future" => Tense::Future,
        "hypothetical" => Tense::Hypothetical,
        _ => Tense::Past,
    }
}

/// Stems of a clause and of the words before and after it.
fn surroundings(text: &str, clause: &Words) -> Stems {
    let [start, end] = clause.span;
    let from = start.saturating_sub(AROUND);
    let take: String = text.chars().skip(from).take(end.saturating_sub(from) + AROUND).collect();
    word::stems(&take).iter().collect()
}

/// The longest quotation of a clause as a hash of its stems.
fn quotation(clause: &str) -> Option<u64> {
    let clean = tawatur::text::clean(clause);
    clean
        .split('"')
        .skip(1)
        .step_by(2)
        .map(word::stems)
        .filter(|stems| stems.len() >= QUOTED)
        .max_by_key(Vec::len)
        .map(|stems| word::hash(&stems))
}
