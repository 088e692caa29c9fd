//! Columns of ACLED, a row an event.
//!
//! ACLED has one figure of fatalities: where reports differ, the most conservative, with the dispute in the notes ("Uses and
//! limitations of ACLED data", 2024). So the lowest of what the origins say last is taken, and all are in `notes`.

use tawatur::claim::record::Argument;

use super::{
    super::{
        Context,
        acled::{COLUMNS, disorder, inter, parts},
        country, scheme,
        scheme::Scheme,
        table::{Cell, Column, integer},
    },
    changed,
    side::{Sides, not_told},
    toll::Toll,
    words,
};
use crate::{
    event::{EventRow, PlaceOf},
    link::Precision,
    query::event::Told,
};

/// What columns hold of an event, where it is something else than of a claim.
const HOLD: &[(&str, &str)] = &[
    ("event_id_cnty", "ISO alpha-3 code of the country, a hyphen, id of the event"),
    ("event_date", "first day of the event"),
    (
        "actor1",
        "the first actor of most claims of its type, else of most claims: usual English name, else the words",
    ),
    ("assoc_actor_1", "other actors of its claims"),
    ("actor2", "the first target of most claims of its type, else of most claims, else the second actor"),
    ("assoc_actor_2", "other targets of its claims"),
    ("source", "its origins, then the outlets"),
    (
        "notes",
        "fit, event id, independent origins, claim ids, codebook, origins, all figures with source and claim, contradictions, words",
    ),
    (
        "fatalities",
        "killed: of what each origin says last the lowest, as ACLED has it; empty, not 0, where no figure is given",
    ),
    ("tags", "the type that most claims have"),
    ("timestamp", "when the last of its documents was captured, seconds since 1970"),
];

/// The columns.
pub fn columns() -> Vec<Column> {
    changed(COLUMNS, HOLD, &ORIGINS)
}

/// Columns behind all others.
pub const ORIGINS: [Column; 2] = [
    integer("origins_low", "so many origins are independent at the least"),
    integer("origins_high", "so many at the most"),
];

/// First and last day, where both are said.
pub fn said(event: &EventRow) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    event.first.zip(event.last).filter(|_| event.precision.is_said())
}

pub fn row(context: &Context<'_>, told: &Told) -> Result<Vec<Cell>, &'static str> {
    let event = &told.event;
    let mapping =
        scheme::code(context.codebook, &event.kind, Scheme::Acled).ok_or("no code in this scheme")?;
    if let Some(why) = not_told(told) {
        return Err(why);
    }
    let (first, _) = said(event).ok_or("no date")?;
    let (kind, sub) = parts(&mapping.code);
    let place = event.place.as_ref();
    let code = place.and_then(|p| p.country.as_deref());
    let sides = Sides::of(told);
    let inter = |side: Option<&Argument>, second: bool| side.and_then(|a| inter(context, kind, a, second));
    let (inter1, inter2) = (inter(sides.one, false), inter(sides.two, true));
    let side = |side: Option<&Argument>| Cell::text(side.map(scheme::name).unwrap_or_default());
    let sources =
        event.origins.iter().map(|origin| words::line(&origin.name)).chain(event.outlets.iter().cloned());
    let captured = told.claims.iter().map(|telling| telling.document.captured).max();
    let id = format!("{}-{}", code.and_then(country::alpha3).unwrap_or("UNK"), event.event);
    Ok(vec![
        Cell::Text(id),
        Cell::Day(first),
        Cell::Integer(i64::from(first.year())),
        Cell::Integer(time_precision(event.precision)),
        Cell::text(disorder(kind, sub)),
        Cell::text(kind),
        Cell::text(sub),
        side(sides.one),
        Cell::text(sides.beside_one.join("; ")),
        Cell::maybe(inter1),
        side(sides.two),
        Cell::text(sides.beside_two.join("; ")),
        Cell::maybe(inter2),
        inter1.zip(inter2).map_or(Cell::Empty, |(a, b)| Cell::Text(format!("{a}-{b}"))),
        if kind == "Violence against civilians" { Cell::text("Civilian targeting") } else { Cell::Empty },
        code.and_then(country::number).map_or(Cell::Empty, Cell::Integer),
        Cell::Empty,
        Cell::maybe(code.map(|c| country::name(context.codebook, c).unwrap_or(c))),
        Cell::maybe(place.and_then(|p| p.admin1.as_deref())),
        Cell::Empty,
        Cell::Empty,
        Cell::text(place.map(|p| words::line(&p.name)).unwrap_or_default()),
        place.and_then(|p| p.lat).map_or(Cell::Empty, Cell::Number),
        place.and_then(|p| p.lon).map_or(Cell::Empty, Cell::Number),
        place.map_or(Cell::Empty, |p| Cell::Integer(geo_precision(p))),
        Cell::text(sources.collect::<Vec<_>>().join("; ")),
        Cell::Empty,
        Cell::Text(words::notes(context.codebook, told, scheme::fit(mapping))),
        Cell::figure(Toll::of(&event.figures, "killed").and_then(|toll| toll.careful())),
        Cell::text(&event.kind),
        captured.map_or(Cell::Empty, |moment| Cell::Text(moment.as_second().to_string())),
        Cell::text(scheme::fit(mapping)),
        Cell::Integer(i64::from(event.origins_low)),
        Cell::Integer(i64::from(event.origins_high)),
    ])
}

fn time_precision(precision: Precision) -> i64 {
    match precision {
        Precision::Day => 1,
        Precision::Week => 2,
        _ => 3,
    }
}

fn geo_precision(place: &PlaceOf) -> i64 {
    match place.precision.as_str() {
        "site" | "town" => 1,
        "area" => 2,
        _ => 3,
    }
}
