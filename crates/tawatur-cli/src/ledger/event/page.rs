//! An event as a page: who tells of it, by origin, and where they differ.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write,
};

use anyhow::Result;
use jiff::civil::Date;
use tawatur_engine::{
    event::{ContradictionRow, Joined, OriginRow},
    query::event as one,
    review::Standing,
};

use super::{day, interval};
use crate::{book, pretty};

/// An event for reading.
pub fn page(told: &one::Told) -> Result<String> {
    let event = &told.event;
    let names = Names::of_event(told);
    let mut out = String::new();
    writeln!(out, "{}  {}  {}", event.event, event.kind, day(event))?;
    writeln!(out, "{}", event.title)?;
    if let Some(place) = &event.place {
        let within = [place.admin1.as_deref(), place.country.as_deref()];
        let within: Vec<&str> = within.into_iter().flatten().filter(|name| *name != place.name).collect();
        writeln!(
            out,
            "where    {} ({})",
            place.name,
            [&[place.precision.as_str()], within.as_slice()].concat().join(", ")
        )?;
    }
    let unknown = told.claims.iter().any(|claim| claim.row.outlet.is_none());
    let unknown = if unknown { ", some of no known outlet" } else { "" };
    let copies = if event.copies > 0 { format!(", {} of them copied", event.copies) } else { String::new() };
    writeln!(
        out,
        "told by  {}{copies} in {} of {}{unknown}; {} from origin to reader",
        book::count(event.claims as usize, "claim"),
        book::count(event.documents as usize, "document"),
        book::count(event.outlets.len(), "outlet"),
        book::count(event.lines as usize, "line"),
    )?;
    let reviewed = |standing| told.claims.iter().filter(|claim| claim.reviewed == standing).count();
    let (rejected, corrected) = (reviewed(Standing::Rejected), reviewed(Standing::Corrected));
    if rejected + corrected > 0 {
        writeln!(
            out,
            "reviews  {rejected} of the claims rejected, {corrected} corrected; what stands here is of all as they were read"
        )?;
    }
    writeln!(out, "origins  {} independent", interval(event.origins_low, event.origins_high))?;
    for way in &event.settle {
        writeln!(out, "         to settle: {way}")?;
    }
    if !event.kin.is_empty() {
        let kin: Vec<&str> = event.kin.iter().map(|id| id.get(..8).unwrap_or(id)).collect();
        writeln!(out, "         to settle: whether it is one with {}", kin.join(", "))?;
    }
    if let Some(choke) = &event.choke {
        writeln!(out, "         all lines go through {}", names.of(choke))?;
    }
    for figure in &event.figures {
        writeln!(out, "figures  {figure}")?;
        for said in &figure.said {
            let carried = carried(said.outlet.as_deref(), said.published);
            let carried = carried.map(|by| format!(", {by}")).unwrap_or_default();
            writeln!(out, "         {} — {}{carried}", said.text, names.of(&said.origin))?;
        }
    }
    let mut by_origin: BTreeMap<&str, Vec<&one::Telling>> = BTreeMap::new();
    for claim in &told.claims {
        by_origin.entry(&claim.row.origin).or_default().push(claim);
    }
    for origin in &event.origins {
        writeln!(out)?;
        heading(&mut out, origin, names.of(&origin.key))?;
        for claim in by_origin.remove(origin.key.as_str()).unwrap_or_default() {
            below(&mut out, claim, &names)?;
        }
    }
    for (origin, claims) in by_origin {
        // What is told by a copy alone has an origin that is not counted, too.
        let how = if origin.starts_with(VOICE) {
            " in its own voice, beside the sources that it names"
        } else {
            ""
        };
        writeln!(out, "\n{}{how}", names.of(origin))?;
        for claim in claims {
            below(&mut out, claim, &names)?;
        }
    }
    if !told.contradictions.is_empty() {
        writeln!(out, "\nWhere they differ")?;
    }
    for difference in &told.contradictions {
        let ContradictionRow { kind, field, first_says, second_says, reason, .. } = difference;
        let field = if field == "polarity" { String::new() } else { format!(" in {field}") };
        writeln!(out, "  {}{field}: {first_says} | {second_says}\n    {reason}", kind.name())?;
    }
    Ok(out)
}

/// How keys of outlets begin that name nobody for what they say.
const VOICE: &str = "voice:";

/// What sources are called, by their keys.
struct Names<'t>(HashMap<&'t str, &'t str>);

impl<'t> Names<'t> {
    fn of_event(told: &'t one::Told) -> Self {
        let mut names: HashMap<&str, &str> =
            told.event.origins.iter().map(|origin| (origin.key.as_str(), origin.name.as_str())).collect();
        for one::Telling { row, claim, document, .. } in &told.claims {
            for (source, hop) in row.called(&claim.claim.chain) {
                names.entry(source).or_insert(hop.entity.as_ref().unwrap_or(&hop.text).as_str());
            }
            // Whose outlet is not known goes by the document's title, or else its name.
            let own = [Some(&row.origin), told.event.choke.as_ref()].into_iter().flatten();
            for key in own.filter(|key| key.split_once(':').is_some_and(|(_, of)| of == row.document)) {
                names.insert(key, document.title.as_ref().unwrap_or(&document.name));
            }
        }
        Self(names)
    }

    /// An outlet's name stands in its key.
    fn of(&self, source: &'t str) -> &'t str {
        let own = || source.split_once(':').map_or(source, |(_, name)| name);
        self.0.get(source).copied().unwrap_or_else(own)
    }
}

fn heading(out: &mut String, origin: &OriginRow, name: &str) -> Result<()> {
    let role =
        if origin.role.to_string() == origin.kind { String::new() } else { format!("; {}", origin.role) };
    writeln!(
        out,
        "{name} ({}, {}{role}){}",
        origin.kind,
        origin.named,
        if origin.resolved { "" } else { ": who told is not known" },
    )?;
    writeln!(
        out,
        "  {}{}  {}; {}",
        origin.source_grade, origin.item_grade, origin.source_why, origin.item_why
    )?;
    Ok(())
}

fn below<'t>(out: &mut String, telling: &'t one::Telling, names: &Names<'t>) -> Result<()> {
    let one::Telling { row, claim, document, reviewed } = telling;
    let title = document.title.as_deref().unwrap_or(&document.name);
    let carried = carried(row.outlet.as_deref(), row.published);
    let carried = carried.map(|by| format!("{by}, ")).unwrap_or_default();
    let mut how = vec![
        match row.joined {
            Joined::First => "the first of it",
            Joined::Strong => "linked",
            Joined::Weak => "linked weakly",
        }
        .to_owned(),
    ];
    if !row.relays.is_empty() {
        let relays: Vec<&str> = row.relays.iter().map(|relay| names.of(relay)).collect();
        how.push(format!("by way of {}", relays.join(" → ")));
    }
    if let Some(of) = &row.copy_of_document {
        how.push(format!("copied, as in {}", of.chars().take(8).collect::<String>()));
    }
    if !reviewed.is_undecided() {
        how.push(format!("{reviewed} in review"));
    }
    let id: String = row.claim.chars().take(8).collect();
    let document: String = row.document.chars().take(8).collect();
    let content = claim.claim.content.text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Without them a denial reads like what it denies.
    let status = pretty::status(&claim.claim);
    let status = if status.is_empty() { status } else { format!("({status}) ") };
    writeln!(out, "  · {status}{content}")?;
    writeln!(out, "    {carried}{title} [{document}/{id}]; {}", how.join("; "))?;
    Ok(())
}

/// Who carries something and since when, as far as it is known.
fn carried(outlet: Option<&str>, published: Option<Date>) -> Option<String> {
    match (outlet, published) {
        (Some(outlet), Some(day)) => Some(format!("{outlet} {day}")),
        (Some(outlet), None) => Some(outlet.to_owned()),
        (None, day) => day.map(|day| day.to_string()),
    }
}
