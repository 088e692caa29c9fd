//! One row an event: the columns that `csv`, `xlsx`, `parquet` and the properties of `geojson` share.

use tawatur::claim::wording;

use super::{
    super::{
        Context, scheme,
        table::{Cell, Column, counted, day, integer, number, principal, text},
    },
    words,
};
use crate::{
    event::PlaceOf,
    query::event::{Telling, Told},
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    text("event", "id of the event"),
    text("type", "the type that most of its claims have"),
    text("type_en", "the type in English"),
    text("type_ar", "the type in Arabic"),
    text("title", "the clause of the claim that tells most"),
    text("tell", "what is known of it, in words"),
    day("first", "first day; empty where no claim says any"),
    day("last", "last day"),
    text("precision", "day, week, month, season, year, vague or unsaid"),
    text("place", "usual English name of the place that most claims name, else its words"),
    text("country", "its country, ISO 3166-1 alpha-2"),
    text("admin1", "its first-level division"),
    number("lat", "degrees north"),
    number("lon", "degrees east"),
    text("place_precision", "region, country, division, area, town or site"),
    text("place_id", "its id in the gazetteer"),
    day("published_first", "first day of publication"),
    day("published_last", "last day of publication"),
    integer("claims", "how many claims tell of it"),
    integer("copies", "how many of them stand in copied text"),
    integer("denied", "how many of them deny it"),
    integer("documents", "in how many documents"),
    text("outlets", "who published these"),
    integer("origins_low", "so many origins are independent at the least"),
    integer("origins_high", "so many at the most"),
    text("origins", "the origins, in brackets kind, role and grades"),
    text("settle", "what would narrow the interval"),
    text("choke", "a relay that all lines go through"),
    number("killed_low", "the lowest figure of killed that anybody says"),
    number("killed_best", "the figure that most origins say"),
    number("killed_high", "the highest"),
    number("injured_low", "the lowest figure of injured"),
    number("injured_best", "the figure that most origins say"),
    number("injured_high", "the highest"),
    text("figures", "all figures, as lowest–best–highest"),
    text("said", "who says which figure, in square brackets the claim"),
    integer("contradictions", "how many, updates and refinements left out"),
    text("differ", "where claims contradict each other, in square brackets the claims"),
    text("acled", "code of the type in ACLED, in brackets how well it fits"),
    text("plover", "code in PLOVER, likewise"),
    text("cameo", "code in CAMEO, likewise"),
    text("ucdp", "code in UCDP, likewise"),
    text("claim_ids", "ids of its claims, the earliest first"),
    text("document_ids", "ids of its documents"),
    text("codebook", "name and hash of the codebook"),
];

/// The row of an event, a cell a column; every event has one.
pub fn row(context: &Context<'_>, told: &Told) -> Vec<Cell> {
    let event = &told.event;
    let info = scheme::type_of(context.codebook, &event.kind);
    let place = event.place.as_ref();
    let of = |field: fn(&PlaceOf) -> Option<&str>| Cell::maybe(place.and_then(field));
    let said = |day: Option<jiff::civil::Date>| {
        day.filter(|_| event.precision.is_said()).map_or(Cell::Empty, Cell::Day)
    };
    let day = |day: Option<jiff::civil::Date>| day.map_or(Cell::Empty, Cell::Day);
    let count = |count: u32| Cell::Integer(i64::from(count));
    let range = |of: &str| {
        let range = event.figures.iter().find(|range| range.of == of);
        [range.and_then(|r| r.low), range.and_then(|r| r.best), range.and_then(|r| r.high)].map(Cell::figure)
    };
    let code = |scheme| Cell::text(scheme::code_and_fit(context.codebook, &event.kind, scheme));
    let [killed_low, killed_best, killed_high] = range("killed");
    let [injured_low, injured_best, injured_high] = range("injured");
    let codebook = told.claims.first().map(|telling| telling.claim.claim.codebook.as_str());
    vec![
        Cell::text(&event.event),
        Cell::text(&event.kind),
        Cell::maybe(info.map(|t| t.en.as_str())),
        Cell::maybe(info.map(|t| t.ar.as_str())),
        Cell::text(words::line(&event.title)),
        Cell::text(words::tell(context.codebook, told)),
        said(event.first),
        said(event.last),
        Cell::text(event.precision.to_string()),
        Cell::text(place.map(|p| words::line(&p.name)).unwrap_or_default()),
        of(|p| p.country.as_deref()),
        of(|p| p.admin1.as_deref()),
        place.and_then(|p| p.lat).map_or(Cell::Empty, Cell::Number),
        place.and_then(|p| p.lon).map_or(Cell::Empty, Cell::Number),
        of(|p| Some(&p.precision)),
        of(|p| p.id.as_deref()),
        day(event.published_first),
        day(event.published_last),
        count(event.claims),
        count(event.copies),
        count(event.denied),
        count(event.documents),
        Cell::text(event.outlets.join("; ")),
        count(event.origins_low),
        count(event.origins_high),
        Cell::text(words::origins(event)),
        Cell::text(event.settle.join("; ")),
        Cell::maybe(event.choke.as_deref()),
        killed_low,
        killed_best,
        killed_high,
        injured_low,
        injured_best,
        injured_high,
        Cell::text(words::figures(event)),
        Cell::text(words::said(event)),
        count(event.contradictions),
        Cell::text(words::contradictions(told)),
        code(scheme::Scheme::Acled),
        code(scheme::Scheme::Plover),
        code(scheme::Scheme::Cameo),
        code(scheme::Scheme::Ucdp),
        Cell::text(words::claims(told)),
        Cell::text(words::documents(told).join("; ")),
        Cell::maybe(codebook),
    ]
}

/// The columns of the worksheet of claims.
pub const CLAIMS: &[Column] = &[
    text("event", "id of the event"),
    text("claim", "id of the claim"),
    text("document", "id of the document"),
    text("outlet", "who published the document"),
    day("published", "day of publication"),
    text("title", "title of the document"),
    text("type", "type of the claim"),
    text("content", "the clause that states it"),
    text("place", "usual English name of the place, else its words"),
    day("time_start", "first day on which it may have happened"),
    day("time_end", "last day"),
    number("killed", "the figure said of killed"),
    number("injured", "the figure said of injured"),
    text("polarity", "`affirmed` or `denied`"),
    text("chain", "according to whom: origin first, the document's own outlet last"),
    text("joined", "first, strong or weak: how it came into the event"),
    number("points", "points of the link by which it did"),
    text("copy_of", "the claim that it is a copy of"),
];

/// The row of a claim of an event.
pub fn claim(telling: &Telling) -> Vec<Cell> {
    let Telling { row, claim, document, .. } = telling;
    let claim = &claim.claim;
    let time = claim.time.as_ref();
    let place = principal(claim).map(|p| p.name.clone().unwrap_or_else(|| words::line(&p.text)));
    let figure = |of| Cell::figure(counted(claim, of).and_then(|q| q.best.or(q.low)));
    vec![
        Cell::text(&row.event),
        Cell::text(&claim.claim),
        Cell::text(&document.id),
        Cell::maybe(document.outlet.as_deref()),
        document.published.map_or(Cell::Empty, Cell::Day),
        Cell::maybe(document.title.as_deref()),
        Cell::text(&claim.kind),
        Cell::text(words::line(&claim.content.text)),
        Cell::maybe(place.as_deref()),
        Cell::day(time.and_then(|t| t.start.as_ref())),
        Cell::day(time.and_then(|t| t.end.as_ref())),
        figure("killed"),
        figure("injured"),
        Cell::text(wording::polarity(claim)),
        Cell::text(wording::chain(claim, document.outlet.as_deref())),
        Cell::text(row.joined.name()),
        row.points.map_or(Cell::Empty, |points| Cell::Integer(i64::from(points))),
        Cell::maybe(row.copy_of_claim.as_deref()),
    ]
}
