//! `tawatur documents`, `claims`, `entities`, `sources`: what the ledger holds.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use tawatur::claim::record::{Argument, Claim};
use tawatur_engine::{
    query::{Filter, Session, Sort},
    row::{ClaimRow, Row},
};

use super::{
    Where,
    render::{self, Format, Isolate, Written, aligned},
};
use crate::{input, output, read, table};

/// Which of them.
#[derive(Clone, Debug, Args)]
pub struct Filters {
    /// Claims of this type or family: `defection.leave`, `defection`; may be repeated, like all of these
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// Claims at this place: its name in Arabic or English, its country or division, or its id
    #[arg(long, value_name = "NAME")]
    place: Vec<String>,
    /// Claims of what this actor does
    #[arg(long, value_name = "NAME")]
    actor: Vec<String>,
    /// Claims of what is done to this one
    #[arg(long, value_name = "NAME")]
    target: Vec<String>,
    /// Claims with this source anywhere in their chain
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Published by this outlet
    #[arg(long, value_name = "NAME")]
    outlet: Vec<String>,
    /// In this document: its id, or how the id begins
    #[arg(long, value_name = "ID")]
    document: Vec<String>,
    /// Not before this day: of the event, or of publication where no event is listed or its day is not known
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date)]
    from: Option<Date>,
    /// Not after this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date)]
    to: Option<Date>,
    /// Leave out claims with a lower score (0 to 1)
    #[arg(long, value_name = "X", default_value_t = read::LIKELY, value_parser = read::share)]
    min_score: f64,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

impl Filters {
    /// As the engine has them.
    pub fn filter(&self) -> Filter {
        Filter {
            types: self.types.clone(),
            places: self.place.clone(),
            actors: self.actor.clone(),
            targets: self.target.clone(),
            sources: self.source.clone(),
            outlets: self.outlet.clone(),
            names: Vec::new(),
            classes: Vec::new(),
            from: self.from,
            to: self.to,
            min_score: self.min_score,
            documents: self.document.clone(),
            limit: self.limit,
        }
    }
}

/// Which of them, of which ledger, and how and where they are written.
#[derive(Clone, Debug, Args)]
struct Listing {
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    ledger: Where,
    #[command(flatten)]
    written: Written,
}

impl Listing {
    fn session(&self) -> Result<Session> {
        Ok(Session::open(&self.ledger.open()?)?)
    }

    fn filter(&self) -> Filter {
        self.filters.filter()
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
    #[arg(long)]
    text: bool,
}

/// List the claims of the ledger
///
/// Formats jsonl and csv are those of `tawatur read`; a table shows who did what to whom, where and according to whom,
/// and Parquet has all columns of the table `claims`. Names are compared folded: hamza seats, ta marbuta, the article
/// and attached prepositions make no difference.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur claims --type defection --limit 20
  tawatur claims --actor 'الجيش' --place الموصل --from 2024-05-01 --to 2024-05-31
  tawatur claims --source رويترز --best --format csv > claims.csv
  tawatur claims --min-score 0 --format parquet --out claims.parquet")]
pub struct Claims {
    #[command(flatten)]
    listing: Listing,
    /// The likeliest first
    #[arg(long)]
    best: bool,
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
pub struct EntityListing {
    /// Of the ledger's: this name, in any spelling, or this id of the codebook; may be repeated
    #[arg(long, value_name = "NAME", conflicts_with = "paths")]
    name: Vec<String>,
    /// Of the ledger's: in documents that this outlet published
    #[arg(long, value_name = "NAME", conflicts_with = "paths")]
    outlet: Vec<String>,
    /// Of the ledger's: in documents with a claim of this type or family
    #[arg(long = "type", value_name = "TYPE", conflicts_with = "paths")]
    types: Vec<String>,
    /// Of the ledger's: in documents with a claim at this place
    #[arg(long, value_name = "NAME", conflicts_with = "paths")]
    place: Vec<String>,
    /// Of the ledger's: in documents published on this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date, conflicts_with = "paths")]
    from: Option<Date>,
    /// Of the ledger's: in documents published on this day or before
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date, conflicts_with = "paths")]
    to: Option<Date>,
    /// Of the ledger's: at most so many
    #[arg(long, value_name = "N", conflicts_with = "paths")]
    limit: Option<usize>,
    #[command(flatten)]
    pub ledger: Where,
}

/// Lists documents.
pub fn documents(options: &Documents) -> Result<ExitCode> {
    let query = options.listing.filter().documents(options.text);
    let session = options.listing.session()?;
    if options.listing.written.format() != Format::Table {
        return list(&session, &query, &options.listing.written);
    }
    // Those columns that tell documents apart; all are in the other formats.
    let shown = format!(
        "SELECT left(id, 8) AS id, published, outlet, claims, version, coalesce(title, name) AS title, uri FROM ({query})"
    );
    list(&session, &shown, &options.listing.written)
}

/// Lists sources.
pub fn sources(options: &Sources) -> Result<ExitCode> {
    let session = options.listing.session()?;
    list(&session, &options.listing.filter().sources(), &options.listing.written)
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
    let session = Session::open(&options.ledger.open()?)?;
    list(&session, &filter.entities(), &Written::to_stdout(format))
}

fn list(session: &Session, query: &str, written: &Written) -> Result<ExitCode> {
    render::write(session.ask(query)?, written)?;
    Ok(ExitCode::SUCCESS)
}

/// Lists claims.
pub fn claims(options: &Claims) -> Result<ExitCode> {
    let sort = if options.best { Sort::Score } else { Sort::Published };
    let query = options.listing.filter().claims(sort);
    let session = options.listing.session()?;
    let format = options.listing.written.format();
    if format == Format::Parquet {
        return list(&session, &query, &options.listing.written);
    }
    let mut sink = options.listing.written.sink()?;
    if format == Format::Csv {
        sink.put(&table::header()?)?;
    }
    let mut rows = Vec::new();
    for batch in session.ask(&query)? {
        let claims = ClaimRow::rows(&batch?)?;
        match format {
            Format::Jsonl => sink.put(&output::lines(claims.iter().map(|row| &row.claim))?)?,
            Format::Csv => {
                for row in &claims {
                    sink.put(&table::rows([&row.claim], row.outlet.as_deref())?)?;
                }
            }
            Format::Table | Format::Parquet => rows.extend(claims.iter().map(line)),
        }
    }
    if format == Format::Table {
        let columns = ["claim", "day", "type", "who", "to whom", "where", "according to", "outlet", "score"];
        sink.put(aligned(&columns.map(str::to_owned), &rows, Isolate::on_terminal()).as_bytes())?;
    }
    sink.end()?;
    Ok(ExitCode::SUCCESS)
}

/// What a table shows of a claim.
fn line(row: &ClaimRow) -> Vec<String> {
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
