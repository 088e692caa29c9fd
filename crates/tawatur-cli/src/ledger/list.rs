//! `tawatur documents`, `claims`, `entities`, `sources`: what the ledger holds.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use serde::Serialize;
use tawatur::claim::record::{Argument, Claim};
use tawatur_engine::{
    query::{Filter, Limits, Session, Sort},
    review::Standing,
    row::{ClaimRow, Row},
};

use super::{
    Where,
    filters::OfClaims,
    nothing,
    render::{self, Format, Written, aligned},
    share::Share,
};
use crate::{input, output, read, table};

/// Which of them, of which ledger, and how and where they are written.
#[derive(Clone, Debug, Args)]
struct Listing {
    #[command(flatten)]
    filters: OfClaims,
    #[command(flatten)]
    share: Share,
    #[command(flatten)]
    ledger: Where,
    #[command(flatten)]
    written: Written,
}

impl Listing {
    /// What to ask; a query gives the ids of the documents that are asked about.
    fn session(&self, documents: &str) -> Result<Session> {
        self.share.session(&self.ledger.open()?, documents, Limits::default())
    }

    fn filter(&self) -> Result<Filter> {
        self.filters.filter()
    }

    /// Says why there is nothing, where there is nothing.
    fn say(&self, found: usize) -> Result<()> {
        nothing::say(found == 0, &self.ledger.open()?, &self.filters.apart())
    }
}

/// List the documents of the ledger
///
/// Each with what is known of it and how many claims it makes. Filters for claims list the documents that make such a
/// claim. Names are compared folded: hamza seats, ta marbuta, the article and attached prepositions make no difference.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur documents --limit 20
  tawatur documents --type violence --place حلب --from 2024-05-01
  tawatur documents --outlet 'دفتر اليوم' --text --format jsonl > texts.jsonl")]
pub struct Documents {
    #[command(flatten)]
    listing: Listing,
    /// With their text
    #[arg(long, help_heading = "Output")]
    text: bool,
}

/// List the claims of the ledger
///
/// Formats jsonl and csv are those of `tawatur read`, with `reviewed` behind all else where something was decided; a table shows who did what to whom, where and according to whom,
/// and Parquet has all columns of the table `claims`. Names are compared folded: hamza seats, ta marbuta, the article
/// and attached prepositions make no difference.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur claims --type defection --limit 20
  tawatur claims --actor 'الجيش' --place الموصل --from 2024-05-01 --to 2024-05-31
  tawatur claims --source رويترز --best --format csv > claims.csv
  tawatur claims --min-score 0 --format parquet --out claims.parquet
  tawatur claims --reviewed accepted --reviewed corrected
  tawatur claims --type detention --share --format csv > to-give-away.csv")]
pub struct Claims {
    #[command(flatten)]
    listing: Listing,
    /// The likeliest first
    #[arg(long, help_heading = "Output")]
    best: bool,
    /// By what was decided about them (see `tawatur review`); may be repeated
    #[arg(long, help_heading = "Filters", value_name = "accepted|corrected|rejected|none", value_parser = standing)]
    reviewed: Vec<Standing>,
}

/// List the sources that the claims of the ledger come through
///
/// Of each: in how many chains it stands, of how many claims it is the origin, and in how many documents and outlets.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur sources --limit 30
  tawatur sources --type violence --place حلب")]
pub struct Sources {
    #[command(flatten)]
    listing: Listing,
}

/// Which entities of the ledger.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Of the ledger, without PATH")]
pub struct EntityListing {
    /// This name, in any spelling, or this id of the codebook; may be repeated
    #[arg(long, value_name = "NAME", conflicts_with = "paths")]
    name: Vec<String>,
    /// In documents that this outlet published
    #[arg(long, value_name = "NAME", conflicts_with = "paths")]
    outlet: Vec<String>,
    /// In documents with a claim of this type or family
    #[arg(long = "type", value_name = "TYPE", conflicts_with = "paths")]
    types: Vec<String>,
    /// In documents with a claim at this place
    #[arg(long, value_name = "NAME", conflicts_with = "paths")]
    place: Vec<String>,
    /// In documents published on this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date, conflicts_with = "paths")]
    from: Option<Date>,
    /// In documents published on this day or before
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date, conflicts_with = "paths")]
    to: Option<Date>,
    /// At most so many
    #[arg(long, value_name = "N", conflicts_with = "paths")]
    limit: Option<usize>,
    /// Names of private people are replaced as in an export, for others to see
    #[arg(long, conflicts_with = "paths")]
    share: bool,
    #[command(flatten)]
    pub ledger: Where,
}

/// Lists documents.
pub fn documents(options: &Documents) -> Result<ExitCode> {
    let filter = options.listing.filter()?;
    let query = filter.documents(options.text);
    let session = options.listing.session(&ids(&filter))?;
    if options.listing.written.format() != Format::Table {
        options.listing.say(list(&session, &query, &options.listing.written)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    // Those columns that tell documents apart; all are in the other formats.
    let shown = format!(
        "SELECT left(id, 8) AS id, published, outlet, claims, version, coalesce(title, name) AS title, uri FROM ({query})"
    );
    options.listing.say(list(&session, &shown, &options.listing.written)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Lists sources.
pub fn sources(options: &Sources) -> Result<ExitCode> {
    let filter = options.listing.filter()?;
    let documents = of_claims(&Filter { limit: None, ..filter.clone() });
    let session = options.listing.session(&documents)?;
    options.listing.say(list(&session, &filter.sources(), &options.listing.written)?)?;
    Ok(ExitCode::SUCCESS)
}

/// The ids of documents that fit.
fn ids(filter: &Filter) -> String {
    format!("SELECT id FROM ({}) AS fitting", filter.documents(false))
}

/// The ids of the documents of claims that fit.
fn of_claims(filter: &Filter) -> String {
    format!("SELECT document FROM ({}) AS fitting", filter.claims(Sort::Published))
}

/// A standing by its name.
fn standing(name: &str) -> Result<Standing, String> {
    let names = Standing::ALL.map(Standing::name).join(", ");
    Standing::named(name).ok_or_else(|| format!("one of {names}"))
}

/// Lists entities.
pub fn entities(options: &EntityListing, classes: &[String], format: Option<Format>) -> Result<ExitCode> {
    let filter = Filter {
        names: options.name.clone(),
        outlets: options.outlet.clone(),
        types: options.types.clone(),
        places: options.place.clone(),
        from: options.from,
        to: options.to,
        limit: options.limit,
        classes: classes.to_vec(),
        min_score: read::LIKELY,
        ..Filter::default()
    };
    // All documents that may name one: what stands together in a row is of several.
    let documents = ids(&Filter { names: Vec::new(), classes: Vec::new(), limit: None, ..filter.clone() });
    let share = Share { share: options.share };
    let session = share.session(&options.ledger.open()?, &documents, Limits::default())?;
    list(&session, &filter.entities(), &Written::to_stdout(format))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes what answers a query; how many rows it has.
fn list(session: &Session, query: &str, written: &Written) -> Result<usize> {
    render::write(session.ask(query)?, written)
}

/// Lists claims.
pub fn claims(options: &Claims) -> Result<ExitCode> {
    let sort = if options.best { Sort::Score } else { Sort::Published };
    let filter = Filter { reviewed: options.reviewed.clone(), ..options.listing.filter()? };
    let session = options.listing.session(&of_claims(&filter))?;
    options.listing.say(write_claims(&session, &filter, sort, &options.listing.written)?)?;
    Ok(ExitCode::SUCCESS)
}

/// A claim of which something was decided, as JSON.
#[derive(Serialize)]
struct Reviewed<'c> {
    #[serde(flatten)]
    claim: &'c Claim,
    reviewed: Standing,
}

/// Writes the claims that fit, each with what it is by its reviews; how many they are.
pub fn write_claims(session: &Session, filter: &Filter, sort: Sort, written: &Written) -> Result<usize> {
    let format = written.format();
    if format == Format::Parquet {
        return list(session, &filter.claims_reviewed(sort), written);
    }
    let standings = session.standings()?;
    let standing = |row: &ClaimRow| {
        standings.get(&(row.document.clone(), row.claim.claim.clone())).copied().unwrap_or_default()
    };
    let mut sink = written.sink()?;
    if format == Format::Csv {
        sink.put(&table::header(&["reviewed"])?)?;
    }
    let (mut rows, mut count) = (Vec::new(), 0);
    for batch in session.ask(&filter.claims(sort))? {
        let claims = ClaimRow::rows(&batch?)?;
        count += claims.len();
        match format {
            Format::Jsonl => {
                for row in &claims {
                    sink.put(&match standing(row) {
                        Standing::None => output::lines([&row.claim])?,
                        reviewed => output::lines([Reviewed { claim: &row.claim, reviewed }])?,
                    })?;
                }
            }
            Format::Csv => {
                for row in &claims {
                    let more = [standing(row).name()];
                    sink.put(&table::rows([&row.claim], row.outlet.as_deref(), &more)?)?;
                }
            }
            Format::Table | Format::Parquet => {
                rows.extend(claims.iter().map(|row| line(row, standing(row))));
            }
        }
    }
    if format == Format::Table {
        let columns = [
            "claim",
            "day",
            "type",
            "who",
            "to whom",
            "where",
            "according to",
            "outlet",
            "score",
            "reviewed",
        ];
        sink.put(aligned(&columns.map(str::to_owned), &rows, written.screen()).as_bytes())?;
    }
    sink.end()?;
    Ok(count)
}

/// What a table shows of a claim.
fn line(row: &ClaimRow, standing: Standing) -> Vec<String> {
    let ClaimRow { outlet, published, claim, .. } = row;
    let names = |list: &[Argument]| join(list.iter().map(|a| a.entity.as_deref().unwrap_or(&a.text)));
    vec![
        claim.claim.chars().take(8).collect(),
        day(claim, *published),
        if claim.polarity == "-" { format!("not {}", claim.kind) } else { claim.kind.clone() },
        names(&claim.actors),
        names(&claim.targets),
        join(claim.places.iter().map(|p| p.name.as_deref().unwrap_or(&p.text))),
        claim
            .chain
            .last()
            .map_or_else(String::new, |hop| hop.entity.clone().unwrap_or_else(|| hop.text.clone())),
        outlet.clone().unwrap_or_default(),
        format!("{:.2}", claim.score),
        if standing == Standing::None { String::new() } else { standing.name().to_owned() },
    ]
}

/// When it happened, else in brackets when it was told.
fn day(claim: &Claim, published: Option<Date>) -> String {
    let time = claim.time.as_ref();
    match time.map(|t| (t.start.as_deref(), t.end.as_deref())) {
        Some((Some(start), Some(end))) if start == end => start.to_owned(),
        Some((start, end)) if start.is_some() || end.is_some() => {
            format!("{}..{}", start.unwrap_or_default(), end.unwrap_or_default())
        }
        _ => published.map_or_else(String::new, |day| format!("({day})")),
    }
}

fn join<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.collect::<Vec<_>>().join("; ")
}
