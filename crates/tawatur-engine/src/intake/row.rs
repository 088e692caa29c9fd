//! Rows: one document a line of JSON, or a row of a table; which field of it is what.

use std::{borrow::Cow, io::BufRead, ops::ControlFlow};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde_json::{Map, Value};
use tawatur::capture::{self, Hint};

use super::{
    Item,
    error::Problem,
    limit::{self, Line, MAX_RECORD},
    walk::{Flow, Place, Walk},
};

/// What a column or field may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The text, plain or as HTML.
    Text,
    /// The title.
    Title,
    /// The day of publication.
    Date,
    /// The address it was published at.
    Url,
    /// The outlet.
    Outlet,
    /// Who signed it.
    Author,
    /// What the collector calls it.
    Id,
    /// When it was captured.
    Captured,
}

/// The fields by the names that `--map` knows them by, with what columns are called that hold them, likeliest first.
const FIELDS: &[(Field, &str, &[&str])] = &[
    (
        Field::Text,
        "text",
        &[
            "text",
            "body",
            "content",
            "article",
            "maintext",
            "full_text",
            "fulltext",
            "article_text",
            "message",
            "content_html",
            "content_text",
            "html",
            "description",
            "النص",
            "نص",
            "المحتوى",
            "الخبر",
            "نص الخبر",
        ],
    ),
    (Field::Title, "title", &["title", "headline", "subject", "العنوان", "عنوان"]),
    (
        Field::Date,
        "date",
        &[
            "date",
            "published",
            "published_at",
            "pubdate",
            "publish_date",
            "date_published",
            "datetime",
            "publication_date",
            "created_at",
            "timestamp",
            "التاريخ",
            "تاريخ",
            "تاريخ النشر",
        ],
    ),
    (Field::Url, "url", &["url", "link", "uri", "permalink", "href", "الرابط", "رابط"]),
    (
        Field::Outlet,
        "outlet",
        &[
            "outlet",
            "source",
            "publisher",
            "site",
            "site_name",
            "newspaper",
            "channel",
            "domain",
            "المصدر",
            "الصحيفة",
            "الموقع",
        ],
    ),
    (Field::Author, "author", &["author", "byline", "authors", "writer", "الكاتب", "المؤلف"]),
    (Field::Id, "id", &["id", "doc_id", "docid", "article_id", "_id", "guid"]),
    (
        Field::Captured,
        "captured",
        &["captured", "captured_at", "crawled", "crawled_at", "date_download", "fetched_at"],
    ),
];

/// Which columns of tables and fields of JSON hold what: as told, and for the rest by their usual names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping(Vec<(Field, String)>);

impl Mapping {
    /// Takes in `field=column`, as in `text=body`; a column of nested JSON is written `outer.inner`.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and what to write.
    pub fn add(&mut self, written: &str) -> Result<(), String> {
        let known = || FIELDS.iter().map(|(_, name, _)| *name).collect::<Vec<_>>().join(", ");
        let (field, column) = written
            .split_once('=')
            .ok_or_else(|| format!("`{written}`: write FIELD=COLUMN, as in text=body"))?;
        let (field, column) = (field.trim(), column.trim());
        let found = FIELDS.iter().find(|(_, name, _)| name.eq_ignore_ascii_case(field));
        let Some((field, name, _)) = found else {
            return Err(format!("`{field}` is no field; fields are {}", known()));
        };
        if column.is_empty() {
            return Err(format!("`{written}`: no column after the ="));
        }
        if self.0.iter().any(|(told, _)| told == field) {
            return Err(format!("`{name}` is mapped twice"));
        }
        self.0.push((*field, column.to_owned()));
        Ok(())
    }

    /// The names under which a field may stand, and whether the caller told it.
    pub(super) fn names(&self, field: Field) -> (Vec<&str>, bool) {
        if let Some((_, told)) = self.0.iter().find(|(known, _)| *known == field) {
            return (vec![told.as_str()], true);
        }
        let usual = FIELDS.iter().find(|(known, ..)| *known == field).map_or(&[][..], |(.., usual)| usual);
        (usual.to_vec(), false)
    }
}

/// One row, by field.
pub(super) struct Row<'a> {
    /// The text, as bytes in whatever encoding.
    pub text: Cow<'a, [u8]>,
    /// The other fields.
    pub field: &'a dyn Fn(Field) -> Option<String>,
    /// Where it stands.
    pub label: String,
    /// Its number, from one.
    pub number: u64,
    /// Its encoding, where that is known.
    pub charset: Option<&'static str>,
}

/// Hands out the document of a row.
pub(super) fn give(walk: &mut Walk<'_>, place: &Place, row: Row<'_>) -> Flow {
    let field = |field| (row.field)(field).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    let published = match field(Field::Date).map(|written| (day(&written), written)) {
        None => None,
        Some((Some(day), _)) => Some(day),
        Some((None, written)) => {
            let shown: String = written.chars().take(40).collect();
            let problem = format!("date: `{shown}` is no date that is known");
            walk.report(&row.label, Problem::Ignored(problem))?;
            None
        }
    };
    let url = field(Field::Url);
    let hint = Hint {
        published: published.or(place.hint.published),
        outlet: field(Field::Outlet).or_else(|| place.hint.outlet.clone()),
        title: field(Field::Title),
        byline: field(Field::Author),
        address: url.clone(),
        charset: row.charset.map(str::to_owned),
        ..Hint::default()
    };
    walk.give(Item {
        label: row.label,
        uri: url.unwrap_or_else(|| format!("{}#{}", place.uri, row.number)),
        name: field(Field::Id).unwrap_or_else(|| format!("{}#{}", place.stem(), row.number)),
        captured: field(Field::Captured).and_then(|written| written.parse().ok()),
        media_type: None,
        hint,
        bytes: row.text.into_owned(),
    })
}

/// The day that a column gives: in the notations of machines, in words, or as seconds or milliseconds since 1970.
fn day(written: &str) -> Option<Date> {
    capture::day(written).or_else(|| {
        let count: i64 = written.parse().ok()?;
        let seconds = match count {
            // From 2001 on; in milliseconds likewise.
            1_000_000_000..=9_999_999_999 => count,
            1_000_000_000_000..=9_999_999_999_999 => count / 1000,
            _ => return None,
        };
        Timestamp::from_second(seconds).ok().map(|at| at.to_zoned(TimeZone::UTC).date())
    })
}

/// Whether fields of these names are those of claims that this program wrote, which are no documents.
pub(super) fn are_claims(names: &[&str]) -> bool {
    ["claim", "type", "trigger", "polarity"].iter().all(|own| names.contains(own))
}

/// Says that nothing in rows of these fields is a text; one that nobody named may be about anything, and is not wrong.
pub(super) fn no_text(
    walk: &mut Walk<'_>,
    place: &Place,
    label: &str,
    what: &'static str,
    names: &[&str],
) -> Flow {
    let problem = if are_claims(names) {
        let advice = "not read again; name the documents that they are of";
        Problem::Unsupported { what: "claims of this program", advice }
    } else {
        Problem::NoTextField { what, found: listed(names) }
    };
    match problem {
        problem if place.named => walk.report(label, problem),
        Problem::Unsupported { .. } => Flow::Continue(()),
        problem => walk.report(label, Problem::Ignored(problem.to_string())),
    }
}

/// One document a line.
pub(super) fn json_lines(walk: &mut Walk<'_>, place: &Place, reader: &mut impl BufRead) -> Flow {
    let before = walk.given;
    let mut line = Vec::new();
    let mut number = 0;
    // The first line without a field for the text, and how many more there are: it may be true of millions.
    let mut textless = None;
    let mut others = 0_usize;
    loop {
        number += 1;
        let label = format!("{}#{number}", place.label);
        match limit::line(reader, &mut line, MAX_RECORD) {
            Ok(Line::End) => break,
            Ok(Line::Read) => {}
            Ok(Line::TooLong) => {
                walk.report(&label, Problem::TooLarge { what: "a line", limit: MAX_RECORD })?;
                continue;
            }
            Err(error) => return walk.report(&label, error),
        }
        let bytes = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        match json_line(walk, place, &label, number, bytes)? {
            Some(fields) if textless.is_none() => textless = Some((label, fields)),
            Some(_) => others += 1,
            None => {}
        }
    }
    let Some((label, fields)) = textless else { return Flow::Continue(()) };
    let names: Vec<&str> = fields.keys().map(String::as_str).collect();
    if walk.given == before {
        return no_text(walk, place, &label, "field", &names);
    }
    let label = if others > 0 { format!("{label} and {others} more") } else { label };
    walk.report(&label, Problem::NoTextField { what: "field", found: listed(&names) })
}

/// Hands out the document of a line; its fields, where none is for the text.
fn json_line(
    walk: &mut Walk<'_>,
    place: &Place,
    label: &str,
    number: u64,
    bytes: &[u8],
) -> ControlFlow<(), Option<Map<String, Value>>> {
    let damaged = |detail: String| Problem::Damaged { what: "line of JSON", detail };
    let fields = match serde_json::from_slice(bytes) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => {
            walk.report(label, damaged("not an object; write {\"text\": \"…\"}".to_owned()))?;
            return ControlFlow::Continue(None);
        }
        Err(error) => {
            walk.report(label, damaged(error.to_string()))?;
            return ControlFlow::Continue(None);
        }
    };
    let mapping = &walk.options.mapping;
    let field = |field| {
        let (names, told) = mapping.names(field);
        names.iter().find_map(|name| json_text(json_field(&fields, name, told)?))
    };
    let Some(text) = field(Field::Text) else { return ControlFlow::Continue(Some(fields)) };
    if text.trim().is_empty() {
        walk.report(label, damaged("no text in it".to_owned()))?;
    } else {
        let text = Cow::Owned(text.into_bytes());
        let label = label.to_owned();
        give(walk, place, Row { text, field: &field, label, number, charset: Some("utf-8") })?;
    }
    ControlFlow::Continue(None)
}

/// A field by its name, whatever its case; `outer.inner` where the caller wrote so.
fn json_field<'a>(fields: &'a Map<String, Value>, name: &str, nested: bool) -> Option<&'a Value> {
    let found = fields
        .get(name)
        .or_else(|| fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value));
    if found.is_some() || !nested {
        return found;
    }
    let (outer, inner) = name.split_once('.')?;
    json_field(fields.get(outer)?.as_object()?, inner, true)
}

/// What a value says: itself, the paragraphs of a list, the name of an object.
fn json_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(parts) => {
            let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
            (!parts.is_empty()).then(|| parts.join("\n\n"))
        }
        Value::Object(fields) => fields.get("name").and_then(Value::as_str).map(str::to_owned),
        Value::Null | Value::Bool(_) => None,
    }
}

/// Names for a message, not more than fit in one.
fn listed(names: &[&str]) -> String {
    let mut shown: Vec<String> = names.iter().take(13).map(|name| name.chars().take(30).collect()).collect();
    if shown.len() > 12 {
        "…".clone_into(&mut shown[12]);
    }
    if shown.is_empty() { "none".to_owned() } else { shown.join(", ") }
}
