//! `tawatur events`, `event`, `contradictions`: what the documents tell of together.

mod page;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde_json::json;
use tawatur_engine::{
    event::{ContradictionRow, Difference, EventRow, SourceRow},
    query::{self, EventSort, Limits, Reach, Session, event as one},
    row::Row,
};

use super::{
    Where,
    filters::OfEvents,
    nothing,
    render::{self, Format, Written},
    share::{Share, shared},
};
use crate::output;

/// List how outlets and relays report, over all events
///
/// Of each: events and claims; how many of its claims stand in copied text; events that nobody else tells of, and those of which it
/// told on an earlier day than others; claims in its own voice; where its figures lie when figures differ; and whom it
/// relays. Counts only: whether a source can be believed is not in them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur reporting --limit 20
  tawatur reporting --type violence --from 2024-05-01 --format csv")]
pub struct Reporting {
    #[command(flatten)]
    filters: OfEvents,
    #[command(flatten)]
    share: Share,
    #[command(flatten)]
    ledger: Where,
    #[command(flatten)]
    written: Written,
}

/// Lists how sources report.
pub fn reporting(options: &Reporting) -> Result<ExitCode> {
    let filter = options.filters.filter()?;
    let session = options.share.across(&options.ledger.open()?, &filter.documents(), Limits::default())?;
    let sources = query::reporting(&session, &filter)?;
    if options.written.format() != Format::Table {
        render::write(query::sources(&session, &sources)?, &options.written)?;
        return Ok(ExitCode::SUCCESS);
    }
    let columns = [
        "source",
        "kind",
        "events",
        "claims",
        "copied",
        "alone",
        "first",
        "own voice",
        "lowest",
        "middle",
        "highest",
        "relays",
    ];
    let rows: Vec<Vec<String>> = sources.iter().map(reported).collect();
    render::lay_out(&columns, &rows, &options.written)?;
    Ok(ExitCode::SUCCESS)
}

/// What a table shows of a source.
fn reported(source: &SourceRow) -> Vec<String> {
    let kind = source.source.split_once(':').map_or("", |(kind, _)| kind);
    let relays: Vec<String> =
        source.relays.iter().map(|relayed| format!("{} ({})", relayed.name, relayed.claims)).collect();
    let counts = [
        source.events,
        source.claims,
        source.copied,
        source.alone,
        source.first,
        source.own_voice,
        source.lowest,
        source.middle,
        source.highest,
    ];
    // A key says of a party that stands in a list only that it does.
    let kind = if kind == "entity" { "named" } else { kind };
    let head = [source.name.clone(), kind.to_owned()].into_iter();
    head.chain(counts.map(|count| count.to_string())).chain([relays.join("; ")]).collect()
}

/// In what order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Order {
    /// By day
    #[default]
    Day,
    /// Those with most independent origins first
    Origins,
    /// Those with most claims first
    Claims,
}

/// List the events that the ledger's documents tell of
///
/// An event is what claims of any number of documents are taken to tell of together; it can be wrong, and every link behind
/// it says why it is there (`tawatur why-linked`). Origins are given as an interval: so many are independent at the
/// least, and so many may be at the most. Figures are given as lowest–best–highest.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur events --order origins --limit 20
  tawatur events --type violence --place حلب --from 2024-05-01 --min-claims 2
  tawatur events --contradicted --format csv --out contradicted.csv
  tawatur events --share --format csv --out for-others.csv
  tawatur events --days --from 2024-05-01")]
pub struct Events {
    #[command(flatten)]
    filters: OfEvents,
    /// In what order
    #[arg(long, help_heading = "Output", value_enum, default_value_t)]
    order: Order,
    /// A row for each day: how many events, claims, lines and origins
    #[arg(long, help_heading = "Output", conflicts_with = "order")]
    days: bool,
    #[command(flatten)]
    share: Share,
    #[command(flatten)]
    ledger: Where,
    #[command(flatten)]
    written: Written,
}

/// Lists events.
pub fn events(options: &Events) -> Result<ExitCode> {
    let filter = options.filters.filter()?;
    let ledger = options.ledger.open()?;
    let session = options.share.across(&ledger, &filter.documents(), Limits::default())?;
    let say = |found| nothing::say(found == 0, &ledger, &options.filters.apart());
    if options.days {
        say(render::write(session.ask(&filter.days())?, &options.written)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let query = filter.events(match options.order {
        Order::Day => EventSort::Day,
        Order::Origins => EventSort::Origins,
        Order::Claims => EventSort::Claims,
    });
    if options.written.format() != Format::Table {
        say(render::write(session.ask(&query)?, &options.written)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = session.rows::<EventRow>(&query)?.iter().map(line).collect();
    let columns = [
        "event",
        "day",
        "type",
        "where",
        "told as",
        "claims",
        "outlets",
        "origins",
        "figures",
        "contradictions",
    ];
    render::lay_out(&columns, &rows, &options.written)?;
    say(rows.len())?;
    Ok(ExitCode::SUCCESS)
}

/// What a table shows of an event.
fn line(event: &EventRow) -> Vec<String> {
    vec![
        event.event.chars().take(8).collect(),
        day(event),
        event.kind.clone(),
        event.place.as_ref().map(|place| place.name.clone()).unwrap_or_default(),
        event.title.clone(),
        event.claims.to_string(),
        event.outlets.len().to_string(),
        interval(event.origins_low, event.origins_high),
        event.figures.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        if event.contradictions > 0 { event.contradictions.to_string() } else { String::new() },
    ]
}

fn interval(low: u32, high: u32) -> String {
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

/// When it happened, else in brackets when it was told first.
fn day(event: &EventRow) -> String {
    match (event.first, event.last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (None, None) => event.published_first.map_or_else(String::new, |day| format!("({day})")),
        (first, last) => {
            let side = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
            format!("{}..{}", side(first), side(last))
        }
    }
}

/// Show an event: who tells of it, according to whom, and where they contradict each other
///
/// Claims stand below the origin that they go back to, with the relays between, copies marked as such. Origins have the role
/// that they play in the event, and grades on the Admiralty scale with the rules that they come by.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur event 3f9c21
  tawatur event 3f9c21 --json
  tawatur event 3f9c21 --share")]
pub struct Event {
    /// Id of the event, or how it begins
    #[arg(value_name = "ID")]
    id: String,
    /// As JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    share: Share,
    #[command(flatten)]
    ledger: Where,
}

/// What an id stands for; for others to see, the same after redaction.
fn find(options: &Event) -> Result<one::Told> {
    let ledger = options.ledger.open()?;
    let session = Session::open(&ledger)?;
    if !options.share.share {
        return Ok(one::told(&session, &options.id)?);
    }
    let id = one::identify(&session, &options.id)?;
    // Ids are hexadecimal digits.
    let documents = format!("SELECT document FROM event_claims WHERE event = '{id}'");
    Ok(shared(&ledger, &documents, Reach::Across, Limits::default())?.told(&id)?)
}

/// Shows an event.
pub fn event(options: &Event) -> Result<ExitCode> {
    let told = find(options)?;
    let text = if options.json {
        let one::Told { event, claims, contradictions, .. } = &told;
        let value = json!({ "event": event, "claims": claims, "contradictions": contradictions });
        format!("{value:#}\n")
    } else {
        page::page(&told)?
    };
    output::write_out(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// List where the claims of events gainsay one another
///
/// figures, dates, places, denial, outcome (opposite words), correction (an outlet, later, of itself) and copyedit (a figure changed in text that was
/// taken over) are contradictions; update (a toll that rises) and refinement (a place in a place) are not, and are shown
/// with --all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur contradictions --type violence --from 2024-05-01
  tawatur contradictions --kind copyedit
  tawatur contradictions --all --format jsonl")]
pub struct Contradictions {
    /// Of this kind: figures, dates, places, denial, outcome, correction, copyedit, update, refinement; may be repeated
    #[arg(long, help_heading = "Filters", value_name = "KIND", value_parser = Difference::ALL.map(Difference::name))]
    kind: Vec<String>,
    /// Updates and refinements too
    #[arg(long, help_heading = "Filters", conflicts_with = "kind")]
    all: bool,
    #[command(flatten)]
    filters: OfEvents,
    #[command(flatten)]
    share: Share,
    #[command(flatten)]
    ledger: Where,
    #[command(flatten)]
    written: Written,
}

/// Lists contradictions.
pub fn contradictions(options: &Contradictions) -> Result<ExitCode> {
    let filter = options.filters.filter()?;
    let ledger = options.ledger.open()?;
    let session = options.share.across(&ledger, &filter.documents(), Limits::default())?;
    let kinds: Vec<String> = match (&options.kind, options.all) {
        (kinds, _) if !kinds.is_empty() => kinds.clone(),
        (_, true) => Vec::new(),
        _ => Difference::ALL
            .into_iter()
            .filter(|kind| kind.contradicts())
            .map(|kind| kind.name().to_owned())
            .collect(),
    };
    let query = filter.contradictions(&kinds);
    let say = |found| nothing::say(found == 0, &ledger, &options.filters.apart());
    if options.written.format() != Format::Table {
        say(render::write(session.ask(&query)?, &options.written)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut rows = Vec::new();
    for batch in session.ask(&query)? {
        for row in ContradictionRow::rows(&batch?)? {
            let ContradictionRow { event, kind, field, first_says, second_says, reason, .. } = row;
            let event = event.chars().take(8).collect();
            rows.push(vec![event, kind.name().to_owned(), field, first_says, second_says, reason]);
        }
    }
    let columns = ["event", "kind", "in", "one says", "the other says", "why"];
    render::lay_out(&columns, &rows, &options.written)?;
    say(rows.len())?;
    Ok(ExitCode::SUCCESS)
}
