//! Columns of ACLED as its codebook of 2024 has them (31 columns of the data export), and `fit` after them.
//!
//! ACLED codes events, and this writes claims: the same event told twice is two rows. What ACLED codes by hand from
//! knowledge that no text has (actors' types beyond what the codebook lists, `admin2`, `region`) is left empty.

use tawatur::{
    claim::{
        record::{Argument, Claim, Place, Time},
        wording,
    },
    codebook::EntityKind,
};

use super::{
    Context, country, scheme,
    scheme::Scheme,
    table::{self, Cell, Column, day, integer, number, text},
};
use crate::redact::Record;

pub const COLUMNS: &[Column] = &[
    text("event_id_cnty", "ISO alpha-3 code of the country, a hyphen, id of the claim"),
    day("event_date", "first day on which it may have happened"),
    integer("year", "its year"),
    integer("time_precision", "1 the day, 2 the week, 3 the month"),
    text("disorder_type", "follows from event and sub-event type"),
    text("event_type", "from the codebook's mapping"),
    text("sub_event_type", "from the codebook's mapping"),
    text("actor1", "first actor: usual English name, else the words"),
    text("assoc_actor_1", "the other actors"),
    text("inter1", "State forces, Civilians, Protesters or Rioters where that is plain, else empty"),
    text("actor2", "first target, else second actor"),
    text("assoc_actor_2", "the other targets"),
    text("inter2", "like `inter1`"),
    text("interaction", "both, joined by a hyphen, where both are known"),
    text("civilian_targeting", "`Civilian targeting` where the event type is violence against civilians"),
    integer("iso", "ISO 3166-1 numeric code"),
    text("region", "empty"),
    text("country", "English name"),
    text("admin1", "first-level division"),
    text("admin2", "empty"),
    text("admin3", "empty"),
    text("location", "usual English name of the place, else its words"),
    number("latitude", "degrees north"),
    number("longitude", "degrees east"),
    integer("geo_precision", "1 the place, 2 a part or the surroundings of it, 3 its division or country"),
    text("source", "sources of the chain, origin first, and the outlet"),
    text("source_scale", "empty"),
    text("notes", "fit, claim id, type, certainty, score, codebook, according to whom, words"),
    integer(
        "fatalities",
        "killed: the figure said, else the lower bound; empty, not 0, where no figure is given",
    ),
    text("tags", "the type of the codebook"),
    text("timestamp", "when the document was captured, seconds since 1970"),
    text("fit", "how well the sub-event type fits: exact or approx"),
];

pub fn row(context: &Context<'_>, record: &Record, claim: &Claim) -> Result<Vec<Cell>, &'static str> {
    let mapping =
        scheme::code(context.codebook, &claim.kind, Scheme::Acled).ok_or("no code in this scheme")?;
    if let Some(why) = scheme::not_told(claim) {
        return Err(why);
    }
    let time = claim.time.as_ref();
    let (first, _) = scheme::days(time).ok_or("no date")?;
    let (event, sub) = parts(&mapping.code);
    let place = table::principal(claim);
    let code = place.and_then(|p| p.country.as_deref());
    let (one, two) = scheme::sides(claim);
    let inter = |side: Option<&Argument>, second: bool| side.and_then(|a| inter(context, event, a, second));
    let (inter1, inter2) = (inter(one, false), inter(two, true));
    let shown = [one, two];
    let others = |list: &[Argument]| {
        Cell::text(scheme::others(list, &shown).into_iter().map(scheme::name).collect::<Vec<_>>().join("; "))
    };
    let document = &record.document;
    let killed = table::counted(claim, "killed");
    let id = format!("{}-{}", code.and_then(country::alpha3).unwrap_or("UNK"), claim.claim);
    Ok(vec![
        Cell::Text(id),
        Cell::Day(first),
        Cell::Integer(i64::from(first.year())),
        Cell::Integer(time.map_or(3, time_precision)),
        Cell::text(disorder(event, sub)),
        Cell::text(event),
        Cell::text(sub),
        Cell::text(one.map(scheme::name).unwrap_or_default()),
        others(&claim.actors),
        Cell::maybe(inter1),
        Cell::text(two.map(scheme::name).unwrap_or_default()),
        others(&claim.targets),
        Cell::maybe(inter2),
        inter1.zip(inter2).map_or(Cell::Empty, |(a, b)| Cell::Text(format!("{a}-{b}"))),
        if event == "Violence against civilians" { Cell::text("Civilian targeting") } else { Cell::Empty },
        code.and_then(country::number).map_or(Cell::Empty, Cell::Integer),
        Cell::Empty,
        Cell::maybe(code.map(|c| country::name(context.codebook, c).unwrap_or(c))),
        Cell::maybe(place.and_then(|p| p.admin1.as_deref())),
        Cell::Empty,
        Cell::Empty,
        Cell::text(
            place.map(|p| p.name.clone().unwrap_or_else(|| wording::line(&p.text))).unwrap_or_default(),
        ),
        place.and_then(|p| p.lat).map_or(Cell::Empty, Cell::Number),
        place.and_then(|p| p.lon).map_or(Cell::Empty, Cell::Number),
        place.map_or(Cell::Empty, |p| Cell::Integer(geo_precision(p))),
        Cell::text(wording::chain(claim, document.outlet.as_deref()).replace(" → ", "; ")),
        Cell::Empty,
        Cell::Text(scheme::notes(record, claim, mapping)),
        Cell::figure(killed.and_then(|q| q.best.or(q.low))),
        Cell::text(&claim.kind),
        Cell::Text(document.captured.as_second().to_string()),
        Cell::text(scheme::fit(mapping)),
    ])
}

/// Event and sub-event type of a code; the former may have a stroke in it.
pub fn parts(code: &str) -> (&str, &str) {
    const STROKE: &str = "Explosions/Remote violence";
    match code.strip_prefix(STROKE) {
        Some(sub) => (STROKE, sub.trim_start_matches('/')),
        None => code.split_once('/').unwrap_or((code, "")),
    }
}

pub fn disorder(event: &str, sub: &str) -> &'static str {
    match (event, sub) {
        ("Strategic developments", _) => "Strategic developments",
        ("Protests", "Excessive force against protesters") => "Political violence; Demonstrations",
        ("Protests", _) | ("Riots", "Violent demonstration") => "Demonstrations",
        _ => "Political violence",
    }
}

pub fn inter(context: &Context<'_>, event: &str, side: &Argument, second: bool) -> Option<&'static str> {
    match (event, scheme::kind(context.codebook, side)) {
        (_, Some(EntityKind::State | EntityKind::Force | EntityKind::Official)) => Some("State forces"),
        ("Violence against civilians", None) if second => Some("Civilians"),
        ("Protests", None) if !second => Some("Protesters"),
        ("Riots", None) if !second => Some("Rioters"),
        _ => None,
    }
}

fn time_precision(time: &Time) -> i64 {
    match time.precision.as_str() {
        "day" => 1,
        "week" => 2,
        _ => 3,
    }
}

fn geo_precision(place: &Place) -> i64 {
    match place.precision.as_deref() {
        Some("admin1" | "country" | "admin2" | "region" | "sea") | None => 3,
        _ if !place.parts.is_empty() => 2,
        _ => 1,
    }
}
