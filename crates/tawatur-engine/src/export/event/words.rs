//! What is known of an event, in words.

use jiff::civil::Date;
use tawatur::codebook::Codebook;

use super::super::scheme;
use crate::{
    event::{ContradictionRow, EventRow, OriginRow, Said},
    query::event::Told,
};

/// The days of an event; none where no claim says any.
pub fn days(event: &EventRow) -> Option<String> {
    let day = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
    match (event.first, event.last) {
        _ if !event.precision.is_said() => None,
        (None, None) => None,
        (first, last) if first == last => Some(day(first)),
        (first, last) => Some(format!("{} to {}", day(first), day(last))),
    }
}

/// An interval without what is the same.
pub fn interval(low: u32, high: u32) -> String {
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

/// The figures of an event, each as lowest–best–highest.
pub fn figures(event: &EventRow) -> String {
    event.figures.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Who says which figure, with the claim.
pub fn said(event: &EventRow) -> String {
    let name = |said: &Said| {
        let origin = event.origins.iter().find(|origin| origin.key == said.origin);
        origin.map_or(said.origin.as_str(), |origin| origin.name.as_str()).to_owned()
    };
    let all = event
        .figures
        .iter()
        .flat_map(|range| range.said.iter().map(|said| figure(&range.of, said, &name(said))));
    all.collect::<Vec<_>>().join("; ")
}

fn figure(of: &str, said: &Said, origin: &str) -> String {
    let outlet = said.outlet.as_deref().unwrap_or("?");
    let day = said.published.map(|day| format!(" {day}")).unwrap_or_default();
    format!("{of}: {} — {}, {outlet}{day} [{}]", line(&said.text), line(origin), said.claim)
}

/// Where two claims of an event differ.
pub fn difference(row: &ContradictionRow) -> String {
    let ContradictionRow { kind, field, first_says, first_claim, second_says, second_claim, .. } = row;
    let kind = kind.name();
    format!(
        "{kind} in {field}: {} [{first_claim}] | {} [{second_claim}]",
        line(first_says),
        line(second_says)
    )
}

/// Where the claims of an event contradict each other.
pub fn contradictions(told: &Told) -> String {
    let found = told.contradictions.iter().filter(|row| row.kind.contradicts()).map(difference);
    found.collect::<Vec<_>>().join("; ")
}

/// An origin with its kind, role and grades.
pub fn origin(origin: &OriginRow) -> String {
    let OriginRow { name, kind, role, source_grade, item_grade, .. } = origin;
    format!("{} ({kind}, {role}, {source_grade}{item_grade})", line(name))
}

/// The origins of an event.
pub fn origins(event: &EventRow) -> String {
    event.origins.iter().map(origin).collect::<Vec<_>>().join("; ")
}

/// The ids of the claims of an event.
pub fn claims(told: &Told) -> String {
    told.claims.iter().map(|telling| telling.row.claim.as_str()).collect::<Vec<_>>().join("; ")
}

/// The ids of its documents.
pub fn documents(told: &Told) -> Vec<&str> {
    let mut ids: Vec<&str> = told.claims.iter().map(|telling| telling.document.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// An event in a few sentences.
pub fn tell(codebook: &Codebook, told: &Told) -> String {
    let event = &told.event;
    let kind = scheme::type_of(codebook, &event.kind).map_or(event.kind.as_str(), |t| t.en.as_str());
    let place = event.place.as_ref().map(|place| format!(", {}", line(&place.name))).unwrap_or_default();
    let days = days(event).map_or_else(|| ", day not said".to_owned(), |days| format!(", {days}"));
    let many = |count: u32, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let copies = if event.copies > 0 { format!(" ({} copied)", event.copies) } else { String::new() };
    let denied = if event.denied > 0 { format!("; {} of them deny it", event.denied) } else { String::new() };
    let origins = interval(event.origins_low, event.origins_high);
    let mut text = format!(
        "{kind}{place}{days}. {}{copies} in {} of {}{denied}; independent origins: {origins}.",
        many(event.claims, "claim"),
        many(event.documents, "document"),
        many(event.outlets.len() as u32, "outlet"),
    );
    for (head, words) in [("Figures", figures(event)), ("Contradictions", contradictions(told))] {
        if !words.is_empty() {
            text.extend([" ", head, ": ", &words, "."]);
        }
    }
    text
}

/// What a row of another project's table has beside its columns.
pub fn notes(codebook: &Codebook, told: &Told, fit: &str) -> String {
    let event = &told.event;
    let codebook =
        told.claims.first().map_or_else(|| codebook.label(), |telling| telling.claim.claim.codebook.clone());
    let mut parts = vec![
        format!("fit={fit}"),
        format!("event={}", event.event),
        format!("type={}", event.kind),
        format!("origins={}", interval(event.origins_low, event.origins_high)),
        format!("claims={}", claims(told).replace("; ", ",")),
        format!("codebook={codebook}"),
        format!("according to: {}", origins(event)),
    ];
    for (head, words) in [("figures", said(event)), ("contradictions", contradictions(told))] {
        if !words.is_empty() {
            parts.push(format!("{head}: {words}"));
        }
    }
    parts.push(format!("words: {}", line(&event.title)));
    parts.join("; ")
}

/// Words on one line.
pub fn line(words: &str) -> String {
    tawatur::claim::wording::line(words)
}
