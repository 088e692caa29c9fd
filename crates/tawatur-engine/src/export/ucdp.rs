//! Columns of the UCDP Georeferenced Event Dataset, version 24.1 (49 columns), and `fit` and `claim` after them.
//!
//! UCDP counts events with at least one death, so claims that give no figure of killed are left out. Ids of conflicts,
//! dyads, sides and states are UCDP's own and stay empty.

use jiff::civil::Date;
use tawatur::claim::{
    record::{Claim, Place, Time},
    wording,
};

use super::{
    Context, country, link, scheme,
    scheme::Scheme,
    table::{self, Cell, Column, day, integer, number, text},
};
use crate::redact::Record;

pub const COLUMNS: &[Column] = &[
    text("id", "id of the claim"),
    text("relid", "country, year and id of the claim"),
    integer("year", "of the first day"),
    text("active_year", "empty"),
    text("code_status", "`Check`: coded by a program"),
    integer("type_of_violence", "1 state-based, 2 non-state, 3 one-sided, from the codebook's mapping"),
    text("conflict_dset_id", "empty"),
    text("conflict_new_id", "empty"),
    text("conflict_name", "empty"),
    text("dyad_dset_id", "empty"),
    text("dyad_new_id", "empty"),
    text("dyad_name", "both sides, joined by a hyphen"),
    text("side_a_dset_id", "empty"),
    text("side_a_new_id", "empty"),
    text("side_a", "first actor: usual English name, else the words"),
    text("side_b_dset_id", "empty"),
    text("side_b_new_id", "empty"),
    text("side_b", "first target, else second actor; `Civilians` where one-sided"),
    integer("number_of_sources", "1: a row is a claim"),
    text("source_article", "outlet, day and title of the document, its address"),
    text("source_office", "outlet"),
    day("source_date", "day of publication"),
    text("source_headline", "title"),
    text("source_original", "words of the origin"),
    integer(
        "where_prec",
        "1 the place, 2 a part or the surroundings, 4 its first-level division, 5 a wider area, 6 the country",
    ),
    text("where_coordinates", "usual English name of the place"),
    text("where_description", "words of all places"),
    text("adm_1", "first-level division"),
    text("adm_2", "empty"),
    number("latitude", "degrees north"),
    number("longitude", "degrees east"),
    text("geom_wkt", "the point as well-known text"),
    integer("priogrid_gid", "cell of PRIO-GRID"),
    text("country", "English name"),
    text("country_id", "empty"),
    text("region", "empty"),
    integer("event_clarity", "1, or 2 where the time is longer than a week"),
    integer("date_prec", "1 the day, 2 up to six days, 3 the week, 4 the month, 5 longer"),
    day("date_start", "first day"),
    day("date_end", "last day"),
    text("deaths_a", "empty: no text says it in general"),
    text("deaths_b", "empty"),
    integer("deaths_civilians", "the best estimate where one-sided"),
    integer("deaths_unknown", "the best estimate otherwise"),
    integer("best", "the figure said, else the lower bound"),
    integer("high", "upper bound, else the best estimate"),
    integer("low", "lower bound, else the best estimate"),
    text("gwnoa", "empty"),
    text("gwnob", "empty"),
    text("fit", "how well the type of violence fits: exact or approx"),
    text("claim", "fit, claim id, type, certainty, score, codebook, according to whom, words"),
];

pub fn row(context: &Context<'_>, record: &Record, claim: &Claim) -> Result<Vec<Cell>, &'static str> {
    let mapping =
        scheme::code(context.codebook, &claim.kind, Scheme::Ucdp).ok_or("no code in this scheme")?;
    if let Some(why) = scheme::not_told(claim) {
        return Err(why);
    }
    let time = claim.time.as_ref();
    let (first, last) = scheme::days(time).ok_or("no date")?;
    let killed = table::counted(claim, "killed").ok_or("no figure of killed")?;
    let best = killed.best.or(killed.low).filter(|n| *n >= 1.0).ok_or("no figure of killed")?;
    let document = &record.document;
    let place = table::principal(claim);
    let (one, two) = scheme::sides(claim);
    let article = [
        document.outlet.clone(),
        document.published.map(|d| d.to_string()),
        document.title.clone(),
        link::page(document).map(str::to_owned),
    ];
    let row = Row {
        id: &claim.claim,
        violence: &mapping.code,
        sides: [one, two].map(|side| side.map(scheme::name).unwrap_or_default()),
        sources: 1,
        article: article.into_iter().flatten().collect::<Vec<_>>().join(", "),
        office: Cell::maybe(document.outlet.as_deref()),
        source_date: document.published,
        headline: document.title.as_deref(),
        original: claim.chain.last().map(|h| wording::line(&h.text)).unwrap_or_default(),
        place: place.map(|p| Spot {
            precision: where_precision(p),
            name: p.name.as_deref(),
            division: p.admin1.as_deref(),
            country: p.country.as_deref(),
            point: p.lat.zip(p.lon),
        }),
        places: wording::join(&claim.places, |p| wording::line(&p.text)),
        days: [first, last],
        precision: time.map_or(5, |t| date_precision(t, (last - first).get_days())),
        best,
        low: killed.low,
        high: killed.high,
        fit: scheme::fit(mapping),
        notes: scheme::notes(record, claim, mapping),
    };
    Ok(row.cells(context))
}

/// What a row says of a claim or an event.
pub(super) struct Row<'a> {
    pub id: &'a str,
    /// The code of the mapping.
    pub violence: &'a str,
    /// Who acts, and to whom.
    pub sides: [String; 2],
    pub sources: i64,
    pub article: String,
    pub office: Cell,
    pub source_date: Option<Date>,
    pub headline: Option<&'a str>,
    pub original: String,
    pub place: Option<Spot<'a>>,
    /// Words of all places.
    pub places: String,
    pub days: [Date; 2],
    pub precision: i64,
    /// Killed, as are `low` and `high`.
    pub best: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub fit: &'a str,
    pub notes: String,
}

/// A place as columns have it.
pub(super) struct Spot<'a> {
    pub precision: i64,
    pub name: Option<&'a str>,
    pub division: Option<&'a str>,
    pub country: Option<&'a str>,
    pub point: Option<(f64, f64)>,
}

impl Row<'_> {
    /// The cells of [`COLUMNS`].
    pub(super) fn cells(self, context: &Context<'_>) -> Vec<Cell> {
        let one_sided = self.violence == "one-sided";
        let violence = match self.violence {
            "state-based" => 1,
            "non-state" => 2,
            _ => 3,
        };
        let [side_a, side_b] = self.sides;
        let side_b = if one_sided { "Civilians".to_owned() } else { side_b };
        let dyad = if side_a.is_empty() || side_b.is_empty() {
            String::new()
        } else {
            format!("{side_a} - {side_b}")
        };
        let place = self.place.as_ref();
        let code = place.and_then(|p| p.country);
        let point = place.and_then(|p| p.point);
        let [first, last] = self.days;
        let best = self.best;
        let empty = || Cell::Empty;
        vec![
            Cell::text(self.id),
            Cell::Text(format!(
                "{}-{}-{}",
                code.and_then(country::alpha3).unwrap_or("UNK"),
                first.year(),
                self.id
            )),
            Cell::Integer(i64::from(first.year())),
            empty(),
            Cell::text("Check"),
            Cell::Integer(violence),
            empty(),
            empty(),
            empty(),
            empty(),
            empty(),
            Cell::text(dyad),
            empty(),
            empty(),
            Cell::text(side_a),
            empty(),
            empty(),
            Cell::text(side_b),
            Cell::Integer(self.sources),
            Cell::text(self.article),
            self.office,
            self.source_date.map_or(Cell::Empty, Cell::Day),
            Cell::maybe(self.headline),
            Cell::text(self.original),
            place.map_or(Cell::Empty, |p| Cell::Integer(p.precision)),
            Cell::maybe(place.and_then(|p| p.name)),
            Cell::text(self.places),
            Cell::maybe(place.and_then(|p| p.division)),
            empty(),
            point.map_or(Cell::Empty, |(lat, _)| Cell::Number(lat)),
            point.map_or(Cell::Empty, |(_, lon)| Cell::Number(lon)),
            point.map_or(Cell::Empty, |(lat, lon)| Cell::Text(format!("POINT ({lon} {lat})"))),
            point.map_or(Cell::Empty, |(lat, lon)| Cell::Integer(cell_of(lat, lon))),
            Cell::maybe(code.map(|c| country::name(context.codebook, c).unwrap_or(c))),
            empty(),
            empty(),
            Cell::Integer(if self.precision <= 3 { 1 } else { 2 }),
            Cell::Integer(self.precision),
            Cell::Day(first),
            Cell::Day(last),
            empty(),
            empty(),
            if one_sided { Cell::figure(Some(best)) } else { Cell::Empty },
            if one_sided { Cell::Empty } else { Cell::figure(Some(best)) },
            Cell::figure(Some(best)),
            Cell::figure(Some(self.high.unwrap_or(best).max(best))),
            Cell::figure(Some(self.low.unwrap_or(best).min(best))),
            empty(),
            empty(),
            Cell::text(self.fit),
            Cell::Text(self.notes),
        ]
    }
}

/// `days` is how long after the first the last day is.
fn date_precision(time: &Time, days: i32) -> i64 {
    match (time.precision.as_str(), days) {
        (_, 0) => 1,
        ("day", 1..=5) => 2,
        ("day" | "week", 0..=6) => 3,
        (_, 0..=30) => 4,
        _ => 5,
    }
}

fn where_precision(place: &Place) -> i64 {
    match place.precision.as_deref() {
        Some("country") => 6,
        _ if scheme::is_division(place) => 4,
        Some("region" | "sea") | None => 5,
        _ if !place.parts.is_empty() => 2,
        _ => 1,
    }
}

/// PRIO-GRID counts cells of half a degree from 180° W, 90° S, row by row, from 1.
pub fn cell_of(lat: f64, lon: f64) -> i64 {
    let index = |degrees: f64, cells: i64| ((degrees * 2.0).floor() as i64).clamp(0, cells - 1);
    index(lat + 90.0, 360) * 720 + index(lon + 180.0, 720) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_those_of_prio_grid() {
        // First and last cell, and the one that Damascus lies in: row 247 (33.5° N), column 433 (36° E).
        assert_eq!(cell_of(-89.9, -179.9), 1);
        assert_eq!(cell_of(89.9, 179.9), 259_200);
        assert_eq!(cell_of(33.51, 36.29), 247 * 720 + 433);
    }
}
