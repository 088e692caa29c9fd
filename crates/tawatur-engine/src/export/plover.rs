//! Event types and modes of PLOVER (codebook of 2023) in the columns of POLECAT, its data set on Dataverse (39 columns,
//! parted by tabs), and `Fit` and `Claim` after them.

use tawatur::{
    claim::{
        record::{Argument, Claim},
        wording,
    },
    codebook::EntityKind,
};

use super::{
    Context, country, scheme,
    scheme::Scheme,
    table::{self, Cell, Column, day, number, text},
};
use crate::redact::Record;

pub const COLUMNS: &[Column] = &[
    text("Event ID", "id of the claim"),
    day("Event Date", "first day on which it may have happened"),
    text("Event Type", "from the codebook's mapping"),
    text("Event Mode", "from the codebook's mapping, where it has one"),
    text("Intensity", "empty"),
    text("Quad Code", "follows from the event type"),
    text("Contexts", "empty"),
    text("Actor Name", "first actor: usual English name"),
    text("Actor Country", "its country, ISO alpha-3"),
    text("Actor COW", "empty"),
    text(
        "Primary Actor Sector",
        "GOV for states and officials, MIL for forces, where the codebook lists them",
    ),
    text("Actor Sectors", "the same"),
    text("Actor Title", "empty"),
    text("Actor Name Raw", "its words"),
    text("Wikipedia Actor ID", "empty"),
    text("Recipient Name", "first target, else second actor: usual English name"),
    text("Recipient Country", "its country, ISO alpha-3"),
    text("Recipient COW", "empty"),
    text("Primary Recipient Sector", "like the actor's"),
    text("Recipient Sectors", "the same"),
    text("Recipient Title", "empty"),
    text("Recipient Name Raw", "its words"),
    text("Wikipedia Recipient ID", "empty"),
    text("Placename", "usual English name of the place"),
    text("City", "the same where the place is a town, village, district or camp"),
    text("District", "empty"),
    text("Province", "first-level division"),
    text("Country", "ISO alpha-3"),
    number("Latitude", "degrees north"),
    number("Longitude", "degrees east"),
    text("GeoNames ID", "where the gazetteer has the place from GeoNames"),
    text("Raw Placename", "its words"),
    text("Feature Type", "what the point stands for"),
    text("Source", "outlet"),
    day("Publication Date", "day of publication"),
    text("Story People", "empty"),
    text("Story Organizations", "empty"),
    text("Story Locations", "words of all places"),
    text("Language", "language of the document"),
    text("Version", "name and hash of the codebook"),
    text("Fit", "how well the type fits: exact or approx"),
    text("Claim", "fit, claim id, type, certainty, score, codebook, according to whom, words"),
];

pub fn row(context: &Context<'_>, record: &Record, claim: &Claim) -> Result<Vec<Cell>, &'static str> {
    let mapping =
        scheme::code(context.codebook, &claim.kind, Scheme::Plover).ok_or("no code in this scheme")?;
    if let Some(why) = scheme::not_told(claim) {
        return Err(why);
    }
    let (first, _) = scheme::days(claim.time.as_ref()).ok_or("no date")?;
    let (event, mode) = mapping.code.split_once('/').unwrap_or((&mapping.code, ""));
    let place = table::principal(claim);
    let document = &record.document;
    let alpha3 = |code: Option<&str>| Cell::maybe(code.and_then(country::alpha3));
    let (one, two) = scheme::sides(claim);
    let mut cells = vec![
        Cell::text(&claim.claim),
        Cell::Day(first),
        Cell::text(event),
        Cell::text(mode),
        Cell::Empty,
        Cell::text(quad(event)),
        Cell::Empty,
    ];
    for side in [one, two] {
        let sector = side.and_then(|a| sector(context, a));
        cells.extend([
            Cell::maybe(side.and_then(|a| a.entity.as_deref())),
            alpha3(side.and_then(|a| scheme::country(context.codebook, a))),
            Cell::Empty,
            Cell::maybe(sector),
            Cell::maybe(sector),
            Cell::Empty,
            Cell::text(side.map(|a| wording::line(&a.text)).unwrap_or_default()),
            Cell::Empty,
        ]);
    }
    let name = place.and_then(|p| p.name.as_deref());
    let precision = place.and_then(|p| p.precision.as_deref());
    let city = matches!(precision, Some("town" | "village" | "district" | "camp"));
    cells.extend([
        Cell::maybe(name),
        Cell::maybe(name.filter(|_| city)),
        Cell::Empty,
        Cell::maybe(place.and_then(|p| p.admin1.as_deref())),
        alpha3(place.and_then(|p| p.country.as_deref())),
        place.and_then(|p| p.lat).map_or(Cell::Empty, Cell::Number),
        place.and_then(|p| p.lon).map_or(Cell::Empty, Cell::Number),
        Cell::maybe(place.and_then(|p| p.id.as_deref()).and_then(|id| id.strip_prefix("geonames:"))),
        Cell::text(place.map(|p| wording::line(&p.text)).unwrap_or_default()),
        Cell::maybe(precision),
        Cell::maybe(document.outlet.as_deref()),
        document.published.map_or(Cell::Empty, Cell::Day),
        Cell::Empty,
        Cell::Empty,
        Cell::text(wording::join(&claim.places, |p| wording::line(&p.text))),
        Cell::maybe(document.language.as_deref()),
        Cell::text(&claim.codebook),
        Cell::text(scheme::fit(mapping)),
        Cell::Text(scheme::notes(record, claim, mapping)),
    ]);
    Ok(cells)
}

/// Verbal or material, cooperation or conflict; empty for a type that PLOVER no longer has.
fn quad(event: &str) -> &'static str {
    match event {
        "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" => "VERBAL COOPERATION",
        "COOPERATE" | "AID" | "RETREAT" => "MATERIAL COOPERATION",
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => "VERBAL CONFLICT",
        "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => "MATERIAL CONFLICT",
        _ => "",
    }
}

fn sector(context: &Context<'_>, side: &Argument) -> Option<&'static str> {
    match scheme::kind(context.codebook, side)? {
        EntityKind::State | EntityKind::Official => Some("GOV"),
        EntityKind::Force => Some("MIL"),
        EntityKind::Outlet => Some("JRN"),
        _ => None,
    }
}
