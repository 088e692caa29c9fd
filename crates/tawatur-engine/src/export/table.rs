//! One row a claim: the columns that `csv`, `xlsx`, `parquet` and the properties of `geojson` share.

use std::fmt;

use jiff::civil::Date;
use tawatur::claim::{
    record::{Claim, Place, Quantity},
    wording::{self, argument, cause, chain, join, line, polarity, quantity},
};

use super::{Context, link, scheme};
use crate::redact::Record;

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its cells are.
    pub kind: Kind,
    /// What it holds.
    pub holds: &'static str,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A day.
    Day,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A day.
    Day(Date),
}

impl Cell {
    /// Words; empty ones are nothing.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::Empty } else { Self::Text(words) }
    }

    /// Words, where there are any.
    pub fn maybe(words: Option<&str>) -> Self {
        words.map_or(Self::Empty, Self::text)
    }

    /// A figure: whole where it is.
    pub fn figure(value: Option<f64>) -> Self {
        match value {
            // Every integer up to 2^53 is exact in an f64.
            Some(v) if v.fract() == 0.0 && v.abs() < 9e15 => Self::Integer(v as i64),
            Some(v) => Self::Number(v),
            None => Self::Empty,
        }
    }

    /// A day written `YYYY-MM-DD`.
    pub fn day(written: Option<&String>) -> Self {
        written.and_then(|d| d.parse().ok()).map_or(Self::Empty, Self::Day)
    }
}

/// As a table in text has it.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(words) => f.write_str(words),
            Self::Integer(number) => number.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Day(day) => day.fmt(f),
        }
    }
}

/// A column of words.
pub const fn text(name: &'static str, holds: &'static str) -> Column {
    Column { name, kind: Kind::Text, holds }
}

/// A column of whole numbers.
pub const fn integer(name: &'static str, holds: &'static str) -> Column {
    Column { name, kind: Kind::Integer, holds }
}

/// A column of numbers.
pub const fn number(name: &'static str, holds: &'static str) -> Column {
    Column { name, kind: Kind::Number, holds }
}

/// A column of days.
pub const fn day(name: &'static str, holds: &'static str) -> Column {
    Column { name, kind: Kind::Day, holds }
}

/// The columns.
pub const COLUMNS: &[Column] = &[
    text("claim", "id of the claim"),
    text("doc", "name of the document"),
    text("document", "id of the document"),
    text("outlet", "who published the document"),
    day("published", "day of publication"),
    text("type", "type of the claim"),
    text("type_en", "the type in English"),
    text("type_ar", "the type in Arabic"),
    text("trigger", "the words that express the event"),
    text("content", "the clause that states it"),
    text("actors", "who does it: words, in brackets the usual English name"),
    text("targets", "who undergoes it"),
    text("toward", "whom somebody joined, pledged to or fled to"),
    text("place", "words of the first place in which it happened, else of the first place"),
    text("place_role", "`in`, `from` or `to`"),
    text("place_name", "that place's usual English name"),
    text("country", "its country, ISO 3166-1 alpha-2"),
    text("admin1", "its first-level division"),
    number("lat", "degrees north"),
    number("lon", "degrees east"),
    text("place_precision", "what the point stands for"),
    text("place_id", "its id in the gazetteer"),
    text("places", "all places: words, in brackets role, name and country"),
    day("time_start", "first day on which it may have happened"),
    day("time_end", "last day"),
    text("time_precision", "day, week, month, season, year or vague"),
    text("time_words", "the words that say when"),
    number("killed_low", "at least so many killed"),
    number("killed_high", "at most so many"),
    number("killed_best", "the figure said"),
    number("injured_low", "at least so many injured"),
    number("injured_high", "at most so many"),
    number("injured_best", "the figure said"),
    text("quantities", "all figures: words, in brackets what is counted, qualifier and bounds"),
    text("causes", "the causes given, in brackets their codes"),
    text("polarity", "`affirmed` or `denied`"),
    text("certainty", "how sure the source is"),
    text("tense", "past, present, future or hypothetical, seen from the day of publication"),
    text("chain", "according to whom: origin first, the document's own outlet last"),
    text(
        "origin",
        "words of the origin, the last source of the chain; empty where the document speaks in its own voice",
    ),
    text("origin_kind", "what kind of source the origin is"),
    number("score", "how sure the program is, 0 to 1"),
    text("acled", "code in ACLED, in brackets how well it fits"),
    text("plover", "code in PLOVER, likewise"),
    text("cameo", "code in CAMEO, likewise"),
    text("ucdp", "code in UCDP, likewise"),
    text("uri", "where the document was found"),
    text("permalink", "the claim at the desk, else its words in the page it is of"),
    text("codebook", "name and hash of the codebook"),
];

/// The row of a claim, a cell a column; every claim has one.
pub fn row(context: &Context<'_>, record: &Record, claim: &Claim) -> Vec<Cell> {
    let document = &record.document;
    let info = scheme::type_of(context.codebook, &claim.kind);
    let place = principal(claim);
    let of = |field: fn(&Place) -> Option<&str>| Cell::maybe(place.and_then(field));
    let time = claim.time.as_ref();
    let origin = claim.chain.last();
    let [killed, injured] = ["killed", "injured"].map(|of| counted(claim, of));
    let code = |scheme| Cell::text(scheme::code_and_fit(context.codebook, &claim.kind, scheme));
    vec![
        Cell::text(&claim.claim),
        Cell::text(&claim.doc),
        Cell::text(&document.id),
        Cell::maybe(document.outlet.as_deref()),
        document.published.map_or(Cell::Empty, Cell::Day),
        Cell::text(&claim.kind),
        Cell::maybe(info.map(|t| t.en.as_str())),
        Cell::maybe(info.map(|t| t.ar.as_str())),
        Cell::text(line(&claim.trigger.text)),
        Cell::text(line(&claim.content.text)),
        Cell::text(join(&claim.actors, argument)),
        Cell::text(join(&claim.targets, argument)),
        Cell::text(join(&claim.toward, argument)),
        Cell::text(place.map(|p| line(&p.text)).unwrap_or_default()),
        of(|p| Some(&p.role)),
        of(|p| p.name.as_deref()),
        of(|p| p.country.as_deref()),
        of(|p| p.admin1.as_deref()),
        place.and_then(|p| p.lat).map_or(Cell::Empty, Cell::Number),
        place.and_then(|p| p.lon).map_or(Cell::Empty, Cell::Number),
        of(|p| p.precision.as_deref()),
        of(|p| p.id.as_deref()),
        Cell::text(join(&claim.places, wording::place)),
        Cell::day(time.and_then(|t| t.start.as_ref())),
        Cell::day(time.and_then(|t| t.end.as_ref())),
        Cell::maybe(time.map(|t| t.precision.as_str())),
        Cell::text(time.map(|t| line(&t.text)).unwrap_or_default()),
        Cell::figure(killed.and_then(|q| q.low)),
        Cell::figure(killed.and_then(|q| q.high)),
        Cell::figure(killed.and_then(|q| q.best)),
        Cell::figure(injured.and_then(|q| q.low)),
        Cell::figure(injured.and_then(|q| q.high)),
        Cell::figure(injured.and_then(|q| q.best)),
        Cell::text(join(&claim.quantities, quantity)),
        Cell::text(join(&claim.causes, cause)),
        Cell::text(polarity(claim)),
        Cell::text(&claim.certainty),
        Cell::text(&claim.tense),
        Cell::text(chain(claim, document.outlet.as_deref())),
        Cell::text(origin.map(|h| line(&h.text)).unwrap_or_default()),
        Cell::maybe(origin.map(|h| h.kind.as_str())),
        Cell::Number(claim.score),
        code(scheme::Scheme::Acled),
        code(scheme::Scheme::Plover),
        code(scheme::Scheme::Cameo),
        code(scheme::Scheme::Ucdp),
        Cell::text(&document.uri),
        Cell::maybe(link::permalink(&context.options, document, claim).as_deref()),
        Cell::text(&claim.codebook),
    ]
}

/// The place that a row with room for one has: the first in which it happened, else the first.
pub fn principal(claim: &Claim) -> Option<&Place> {
    claim.places.iter().find(|p| p.role == "in").or_else(|| claim.places.first())
}

/// The first figure of what is counted.
pub fn counted<'c>(claim: &'c Claim, of: &str) -> Option<&'c Quantity> {
    claim.quantities.iter().find(|q| q.of == of)
}
