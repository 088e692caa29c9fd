//! Feeds: RSS, Atom and JSON Feed, a document an entry.

use std::io::BufRead;

use chrono::{DateTime, Utc};
use feed_rs::{model::Entry, parser};
use jiff::civil::Date;
use tawatur::capture::{self, Format, Hint};

use super::{
    Item,
    error::Problem,
    limit::{self, MAX_RECORD},
    walk::{Flow, Place, Walk},
};

/// The entries of a feed.
pub(super) fn read(walk: &mut Walk<'_>, place: &Place, reader: &mut impl BufRead) -> Flow {
    let bytes = match limit::all(reader, MAX_RECORD, "a feed") {
        Ok(bytes) => bytes,
        Err(problem) => return walk.report(&place.label, problem),
    };
    let parser = parser::Builder::new().timestamp_parser(own_clock).build();
    let feed = match parser.parse(bytes.as_slice()) {
        Ok(feed) => feed,
        Err(error) => {
            return walk.report(&place.label, Problem::Damaged { what: "feed", detail: error.to_string() });
        }
    };
    let outlet = feed.title.map(|title| title.content.trim().to_owned()).filter(|title| !title.is_empty());
    for (at, entry) in feed.entries.into_iter().enumerate() {
        let label = format!("{}#{}", place.label, at + 1);
        if let Some(item) = item(place, outlet.as_deref(), entry, at) {
            walk.give(Item { label, ..item })?;
        } else {
            let detail = "neither content nor summary".to_owned();
            walk.report(&label, Problem::Damaged { what: "entry", detail })?;
        }
    }
    Flow::Continue(())
}

fn item(place: &Place, outlet: Option<&str>, entry: Entry, at: usize) -> Option<Item> {
    let content = entry.content.and_then(|content| {
        let media_type = content.content_type.to_string();
        Some((content.body.filter(|body| !body.trim().is_empty())?, media_type))
    });
    let summary = || entry.summary.map(|text| (text.content, text.content_type.to_string()));
    let (body, media_type) = content.or_else(summary).filter(|(body, _)| !body.trim().is_empty())?;
    // Feeds escape their pages, and what they call plain text is mostly one.
    let page = body.contains("</") || body.contains("/>") || body.contains("<br");
    let format = if page { Format::Html } else { Format::Text };
    let url = entry.links.into_iter().map(|link| link.href).find(|href| href.contains("://"));
    let published = entry.published.or(entry.updated).and_then(day);
    Some(Item {
        uri: url.clone().unwrap_or_else(|| format!("{}#{}", place.uri, at + 1)),
        name: format!("{}#{}", place.stem(), at + 1),
        media_type: Some(if page { "text/html".to_owned() } else { media_type }),
        hint: Hint {
            format: Some(format),
            charset: Some("utf-8".to_owned()),
            title: entry.title.map(|title| title.content.trim().to_owned()).filter(|t| !t.is_empty()),
            byline: entry
                .authors
                .into_iter()
                .filter_map(|author| author.name)
                .find(|name| !name.trim().is_empty()),
            outlet: place.hint.outlet.clone().or_else(|| outlet.map(str::to_owned)),
            published: published.or(place.hint.published),
            address: url,
            ..Hint::default()
        },
        bytes: body.into_bytes(),
        ..Item::default()
    })
}

/// The time of an entry, of which only the day is asked: the day by the clock of the paper, not by that of Greenwich,
/// so that what came out after midnight in Baghdad is of that day. The parser keeps points in time and no clocks, so
/// it gets noon of the day.
fn own_clock(written: &str) -> Option<DateTime<Utc>> {
    let day = capture::day(written)?;
    let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    DateTime::from_timestamp(noon.timestamp().as_second(), 0)
}

fn day(noon: DateTime<Utc>) -> Option<Date> {
    let at = jiff::Timestamp::from_second(noon.timestamp()).ok()?;
    Some(at.to_zoned(jiff::tz::TimeZone::UTC).date())
}
