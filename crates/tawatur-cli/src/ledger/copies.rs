//! `tawatur copies` and `why-linked`: which texts and claims belong together, and why.

use std::{fmt::Write, process::ExitCode};

use anyhow::{Result, bail};
use clap::Args;
use jiff::civil::Date;
use serde_json::json;
use tawatur_engine::{
    linkage,
    query::{CopyFilter, Limits, Reach, Session},
    row::{CopyRow, DocumentRow, Row},
};

use super::{
    Where,
    filters::Published,
    render::{self, Format, Screen, Written, aligned},
    share::{Share, shared},
};
use crate::{input, output};

/// List which documents have text of one another
///
/// A pair is a `copy` (one text, heading, spelling, a cut end aside), `edited` (a good part of one was taken over, and something
/// was done to it) or shares a `passage`. The route says how the text went: by an agency's wire, from outlet to outlet,
/// within one outlet (own), or from a source that neither names (common).
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur copies --verdict copy --verdict edited --limit 30
  tawatur copies --figures
  tawatur copies --document 3f9c21 --passages
  tawatur copies --outlet 'دفتر اليوم' --format csv")]
pub struct Options {
    /// `copy`, `edited` or `passage`; may be repeated
    #[arg(long, help_heading = "Filters", value_name = "VERDICT", value_parser = ["copy", "edited", "passage"])]
    verdict: Vec<String>,
    /// `wire`, `outlet`, `own` or `common`; may be repeated
    #[arg(long, help_heading = "Filters", value_name = "ROUTE", value_parser = ["wire", "outlet", "own", "common"])]
    route: Vec<String>,
    /// The later of the two published on this day or later
    #[arg(long, help_heading = "Filters", value_name = "YYYY-MM-DD", value_parser = input::date)]
    from: Option<Date>,
    /// The earlier of the two published on this day or before
    #[arg(long, help_heading = "Filters", value_name = "YYYY-MM-DD", value_parser = input::date)]
    to: Option<Date>,
    /// In which figures differ
    #[arg(long, help_heading = "Filters")]
    figures: bool,
    /// With the words of the passages, and what was changed in them
    #[arg(long, help_heading = "Output")]
    passages: bool,
    #[command(flatten)]
    published: Published,
    #[command(flatten)]
    share: Share,
    #[command(flatten)]
    ledger: Where,
    #[command(flatten)]
    written: Written,
}

/// Lists copies.
pub fn run(options: &Options) -> Result<ExitCode> {
    let filter = CopyFilter {
        verdicts: options.verdict.clone(),
        routes: options.route.clone(),
        from: options.from,
        to: options.to,
        figures: options.figures,
        ..options.published.copies()
    };
    let session = options.share.across(&options.ledger.open()?, &filter.documents(), Limits::default())?;
    let query = filter.copies();
    if options.passages {
        return passages(&session, &query, options);
    }
    if options.written.format() != Format::Table {
        say(render::write(session.ask(&query)?, &options.written)?);
        return Ok(ExitCode::SUCCESS);
    }
    let shown = format!(
        "SELECT verdict, left(a, 8) AS a, a_outlet, a_published, a_title, round(a_share * 100) AS \"a %\", \
         left(b, 8) AS b, b_outlet, b_published, b_title, round(b_share * 100) AS \"b %\", \
         cardinality(figures) AS figures, route, left(original, 8) AS original, rule FROM ({query})"
    );
    say(render::write(session.ask(&shown)?, &options.written)?);
    Ok(ExitCode::SUCCESS)
}

/// Says that there is no pair, where there is none.
fn say(found: usize) {
    if found == 0 {
        eprintln!("no two documents that share text fit");
    }
}

/// Shows pairs with their words.
fn passages(session: &Session, query: &str, options: &Options) -> Result<ExitCode> {
    if matches!(options.written.format, Some(Format::Csv | Format::Parquet)) {
        bail!("--passages is for reading, or as jsonl: leave --format away, or take jsonl or table");
    }
    let json = options.written.format == Some(Format::Jsonl);
    let mut sink = options.written.sink()?;
    let mut found = 0;
    for batch in session.ask(query)? {
        for row in CopyRow::rows(&batch?)? {
            found += 1;
            let [a, b] = documents(session, &row)?;
            let piece = if json { lines(&row, &a, &b) } else { page(&row, &a, &b)? };
            sink.put(piece.as_bytes())?;
        }
    }
    sink.end()?;
    say(found);
    Ok(ExitCode::SUCCESS)
}

fn documents(session: &Session, row: &CopyRow) -> Result<[DocumentRow; 2]> {
    let mut rows: Vec<DocumentRow> =
        session.rows(&format!("SELECT * FROM documents WHERE id IN ('{}', '{}')", row.a, row.b))?;
    rows.sort_by(|x, y| x.id.cmp(&y.id));
    match <[DocumentRow; 2]>::try_from(rows) {
        Ok(rows) => Ok(rows),
        Err(_) => bail!("the ledger lacks {} or {}: `tawatur verify` says more", row.a, row.b),
    }
}

/// The words of a span on one line.
fn words(document: &DocumentRow, span: [usize; 2]) -> String {
    let words: String = document.text.chars().skip(span[0]).take(span[1].saturating_sub(span[0])).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lines(row: &CopyRow, a: &DocumentRow, b: &DocumentRow) -> String {
    let passages: Vec<_> = row
        .passages
        .iter()
        .map(|p| json!({ "a": { "span": p.a, "text": words(a, p.a) }, "b": { "span": p.b, "text": words(b, p.b) } }))
        .collect();
    let changes: Vec<_> = row
        .changes
        .iter()
        .map(|c| json!({ "passage": c.passage, "a": words(a, c.a), "b": words(b, c.b) }))
        .collect();
    let mut value = json!(row);
    value["passages"] = json!(passages);
    value["changes"] = json!(changes);
    format!("{value}\n")
}

fn page(row: &CopyRow, a: &DocumentRow, b: &DocumentRow) -> Result<String> {
    let mut out = String::new();
    let name = |document: &DocumentRow| {
        let outlet = document.outlet.as_deref().unwrap_or("?");
        let day = document.published.map(|day| day.to_string()).unwrap_or_default();
        let id: String = document.id.chars().take(8).collect();
        format!("{id} {outlet} {day} {}", document.title.as_deref().unwrap_or(&document.name))
    };
    writeln!(out, "{} ({})", row.verdict, row.kind)?;
    writeln!(out, "  a {} ({:.0} %)", name(a), row.a_share * 100.0)?;
    writeln!(out, "  b {} ({:.0} %)", name(b), row.b_share * 100.0)?;
    let from = match &row.original {
        Some(id) if *id == row.a => "a was there first",
        Some(_) => "b was there first",
        None => "nothing shows which was first",
    };
    let agency = row.origin.as_ref().map(|agency| format!(", agency {agency}")).unwrap_or_default();
    writeln!(out, "  {from} (rule {}, route {}{agency})", row.rule, row.route)?;
    for (at, passage) in row.passages.iter().enumerate() {
        writeln!(out, "  {} letters: {}", passage.letters, words(a, passage.a))?;
        for figure in row.figures.iter().filter(|f| f.passage as usize == at) {
            writeln!(out, "    figure: {} | {}", figure.a.text, figure.b.text)?;
        }
        for change in row.changes.iter().filter(|c| c.passage as usize == at) {
            writeln!(out, "    changed: {} | {}", words(a, change.a), words(b, change.b))?;
        }
    }
    out.push('\n');
    Ok(out)
}

/// Say why two claims are linked, or why not
///
/// Weighs the two anew and prints every finding with its points: type, place, time, who, how many, words, passages that
/// both documents have. Strong links make an event, weak ones attach a claim to one or make two events kin, and a veto stands
/// against both.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur why-linked 3f9c21 77ab03
  tawatur why-linked 8d1e02ac/3f9c21 41c09d55/3f9c21 --json
  tawatur why-linked 3f9c21 77ab03 --share")]
pub struct Why {
    /// Id of a claim, or how it begins; where exact copies have claims of one id, document/claim
    #[arg(value_name = "CLAIM")]
    one: String,
    /// Id of the other
    #[arg(value_name = "CLAIM")]
    other: String,
    /// As JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    share: Share,
    #[command(flatten)]
    ledger: Where,
}

/// What a pair is worth; for others to see, with the words that may leave.
fn weighed(options: &Why) -> Result<linkage::Why> {
    let ledger = options.ledger.open()?;
    let why = linkage::why(&Session::open(&ledger)?, &options.one, &options.other)?;
    if !options.share.share {
        return Ok(why);
    }
    // What others say of their events may make the two coarse. Ids are hexadecimal digits.
    let list = |ids: Vec<&str>| ids.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    let own = list(why.claims.iter().map(|claim| claim.document.as_str()).collect());
    let events = list(why.events.iter().flatten().map(String::as_str).collect());
    let own = format!("SELECT id FROM documents WHERE id IN ({own})");
    let documents = if events.is_empty() {
        own
    } else {
        format!("{own} UNION SELECT document FROM event_claims WHERE event IN ({events})")
    };
    let shared = shared(&ledger, &documents, Reach::Across, Limits::default())?;
    match shared.why(&why)? {
        Some(why) => Ok(why),
        None => bail!("the words of one of the two do not stand in its document, so it does not leave"),
    }
}

/// Explains a pair.
pub fn why(options: &Why) -> Result<ExitCode> {
    let why = weighed(options)?;
    let text = if options.json {
        format!("{:#}\n", json!({ "link": why.link, "events": why.events, "claims": why.claims }))
    } else {
        let mut out = String::new();
        for (claim, event) in why.claims.iter().zip(&why.events) {
            let outlet = claim.outlet.as_deref().unwrap_or("?");
            let day = claim.published.map(|day| day.to_string()).unwrap_or_default();
            let event = event.as_deref().map_or("in no event".to_owned(), |id| format!("in event {id}"));
            writeln!(out, "{} {} — {outlet} {day}, {event}", claim.claim.claim, claim.claim.kind)?;
            writeln!(out, "  {}", claim.claim.content.text.split_whitespace().collect::<Vec<_>>().join(" "))?;
        }
        let rows: Vec<Vec<String>> = why
            .link
            .reasons
            .iter()
            .map(|reason| vec![format!("{:+}", reason.points), reason.rule.to_owned(), reason.words.clone()])
            .collect();
        out.push('\n');
        out += &aligned(&["points", "rule", "what was seen"].map(str::to_owned), &rows, Screen::stdout());
        let veto = why.link.veto.map(|veto| format!("; veto: {}", veto.words())).unwrap_or_default();
        writeln!(out, "\n{:+} points in all: {} link{veto}", why.link.points, why.link.strength.name())?;
        if why.met {
            writeln!(out, "the two share a key, or a passage: they were weighed")?;
        } else {
            writeln!(out, "the two share no key and no passage, so they were never weighed before")?;
        }
        out
    };
    output::write_out(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
