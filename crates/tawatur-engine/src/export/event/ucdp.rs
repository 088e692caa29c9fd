//! Columns of the UCDP Georeferenced Event Dataset, a row an event.
//!
//! UCDP has a best (most likely), a lowest and a highest reliable estimate. Which source is the more reliable is not judged
//! here, so `low` and `high` are those of all origins, each with what it says last, and `best` is what most of them say; all
//! figures are in `claim`.

use super::{
    super::{
        Context, link, scheme,
        scheme::Scheme,
        table::{Cell, Column},
        ucdp::{COLUMNS, Row, Spot},
    },
    acled::{ORIGINS, said},
    changed,
    side::{Sides, not_told},
    toll::Toll,
    words,
};
use crate::{link::Precision, query::event::Told};

/// What columns hold of an event, where it is something else than of a claim.
const HOLD: &[(&str, &str)] = &[
    ("id", "id of the event"),
    ("relid", "country, year and id of the event"),
    (
        "side_a",
        "the first actor of most claims of its type, else of most claims: usual English name, else the words",
    ),
    (
        "side_b",
        "the first target of most claims of its type, else of most claims, else the second actor; `Civilians` where one-sided",
    ),
    ("number_of_sources", "documents that tell of it"),
    ("source_article", "outlet, day and title of each document, its address"),
    ("source_office", "the outlets"),
    ("source_date", "first day of publication"),
    ("source_headline", "title of the document of the claim that tells most"),
    ("source_original", "its origins"),
    (
        "where_prec",
        "1 the place, 3 a part of a first-level division, 4 the division, 5 a wider area, 6 the country",
    ),
    ("where_description", "words of the places of all claims"),
    (
        "best",
        "of what each origin says last, the figure of most; of several the last published, then the lower",
    ),
    ("high", "the highest of what each origin says last"),
    ("low", "the lowest"),
    (
        "claim",
        "fit, event id, independent origins, claim ids, codebook, origins, all figures with source and claim, contradictions, words",
    ),
];

/// The columns.
pub fn columns() -> Vec<Column> {
    changed(COLUMNS, HOLD, &ORIGINS)
}

pub fn row(context: &Context<'_>, told: &Told) -> Result<Vec<Cell>, &'static str> {
    let event = &told.event;
    let mapping =
        scheme::code(context.codebook, &event.kind, Scheme::Ucdp).ok_or("no code in this scheme")?;
    if let Some(why) = not_told(told) {
        return Err(why);
    }
    let (first, last) = said(event).ok_or("no date")?;
    let deaths = Toll::of(&event.figures, "killed").ok_or("no figure of killed")?;
    let best = deaths.best().filter(|n| *n >= 1.0).ok_or("no figure of killed")?;
    let place = event.place.as_ref();
    let sides = Sides::of(told);
    let main = told.claims.iter().find(|telling| telling.row.claim == event.title_claim);
    let origins: Vec<String> = event.origins.iter().map(|origin| words::line(&origin.name)).collect();
    let row = Row {
        id: &event.event,
        violence: &mapping.code,
        sides: [sides.one, sides.two].map(|side| side.map(scheme::name).unwrap_or_default()),
        sources: i64::from(event.documents),
        article: articles(told),
        office: Cell::text(event.outlets.join("; ")),
        source_date: event.published_first,
        headline: main.and_then(|telling| telling.document.title.as_deref()),
        original: origins.join("; "),
        place: place.map(|p| Spot {
            precision: where_precision(&p.precision),
            name: Some(&p.name),
            division: p.admin1.as_deref(),
            country: p.country.as_deref(),
            point: p.lat.zip(p.lon),
        }),
        places: places(told),
        days: [first, last],
        precision: date_precision(event.precision, (last - first).get_days()),
        best,
        low: deaths.low(),
        high: deaths.high(),
        fit: scheme::fit(mapping),
        notes: words::notes(context.codebook, told, scheme::fit(mapping)),
    };
    let mut cells = row.cells(context);
    cells.extend([Cell::Integer(i64::from(event.origins_low)), Cell::Integer(i64::from(event.origins_high))]);
    Ok(cells)
}

/// The documents of an event, each once.
fn articles(told: &Told) -> String {
    let mut articles: Vec<String> = Vec::new();
    for telling in &told.claims {
        let document = &telling.document;
        let parts = [
            document.outlet.clone(),
            document.published.map(|day| day.to_string()),
            document.title.clone(),
            link::page(document).map(str::to_owned),
        ];
        let article = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        if !article.is_empty() && !articles.contains(&article) {
            articles.push(article);
        }
    }
    articles.join("; ")
}

/// The words of all places, each once.
fn places(told: &Told) -> String {
    let mut places: Vec<String> = Vec::new();
    for place in told.claims.iter().flat_map(|telling| &telling.claim.claim.places) {
        let words = words::line(&place.text);
        if !places.contains(&words) {
            places.push(words);
        }
    }
    places.join("; ")
}

/// `days` is how long after the first the last day is.
fn date_precision(precision: Precision, days: i32) -> i64 {
    match (precision, days) {
        (_, 0) => 1,
        (Precision::Day, 1..=5) => 2,
        (Precision::Day | Precision::Week, 0..=6) => 3,
        (_, 0..=30) => 4,
        _ => 5,
    }
}

fn where_precision(precision: &str) -> i64 {
    match precision {
        "site" | "town" => 1,
        "area" => 3,
        "division" => 4,
        "country" => 6,
        _ => 5,
    }
}
