//! `tawatur show`: one document, claim or entity, with all that belongs to it.

use std::{
    collections::BTreeSet,
    io::{self, IsTerminal},
    process::ExitCode,
};

use anyhow::Result;
use clap::Args;
use tawatur::Reader;
use tawatur_engine::{
    Ledger,
    query::{Limits, Reach, Session, Shown, show},
    review::Standing,
    row::{ClaimRow, DocumentRow, EntityRow, ReviewRow},
};

use super::{
    Where,
    render::{Screen, aligned},
    share::{Share, shared},
};
use crate::{
    book, output,
    pretty::{self, Colours, Page},
    read,
};

/// Show a document, a claim or an entity
///
/// A document with its claims, a claim with its words, its chain and the rules behind it, an entity with its mentions.
/// Of an id the beginning is enough, as long as nothing else begins so.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur show 3f9c21
  tawatur show 3f9c21 --json
  tawatur show 3f9c21 --share
  tawatur show p-david-cameron")]
pub struct Options {
    /// Id of a document, a claim or an entity, or how it begins; or the codebook's id of an entity
    #[arg(value_name = "ID")]
    id: String,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Of a document, leave out claims with a lower score (0 to 1)
    #[arg(long, value_name = "X", default_value_t = read::LIKELY, value_parser = read::share)]
    min_score: f64,
    #[command(flatten)]
    colours: Colours,
    #[command(flatten)]
    share: Share,
    #[command(flatten)]
    ledger: Where,
}

/// What an id stands for; for others to see, the same after redaction.
fn find(options: &Options, ledger: &Ledger, session: &Session) -> Result<Shown> {
    let shown = show(session, &options.id)?;
    if !options.share.share {
        return Ok(shown);
    }
    let (id, documents): (&str, Vec<&str>) = match &shown {
        Shown::Document(document, _) => (&document.id, vec![&document.id]),
        Shown::Claim(claims, _) => {
            let first = claims.first().map_or("", |(row, _)| &row.claim.claim);
            (first, claims.iter().map(|(row, _)| row.document.as_str()).collect())
        }
        Shown::Entity(entities) => {
            let own = entities.first().filter(|entity| entity.entity.starts_with(&options.id));
            let id = own.map_or(options.id.as_str(), |entity| &entity.entity);
            (id, entities.iter().map(|entity| entity.document.as_str()).collect())
        }
    };
    // Ids of documents are hexadecimal digits.
    let list: Vec<String> = documents.iter().map(|id| format!("'{id}'")).collect();
    let query = format!("SELECT id FROM documents WHERE id IN ({})", list.join(", "));
    Ok(shared(ledger, &query, Reach::Documents, Limits::default())?.show(id)?)
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    let ledger = options.ledger.open()?;
    let session = Session::open(&ledger)?;
    let shown = find(options, &ledger, &session)?;
    let page = |explain| Page::new(options.colours, io::stdout().is_terminal(), explain);
    let text = match shown {
        Shown::Document(document, mut claims) => {
            claims.retain(|row| row.claim.score >= options.min_score);
            if options.json {
                json(&serde_json::json!({ "document": document, "claims": claims }))
            } else {
                facts(&document) + &laid_out(&page(false), &document, &claims)?
            }
        }
        Shown::Claim(claims, reviews) => {
            if options.json {
                let claims: Vec<&ClaimRow> = claims.iter().map(|(claim, _)| claim).collect();
                json(&serde_json::json!({
                    "claims": claims,
                    "reviewed": Standing::of(&reviews),
                    "reviews": reviews,
                }))
            } else {
                let mut text = String::new();
                for (claim, document) in &claims {
                    text += &facts(document);
                    text += &laid_out(&page(true), document, std::slice::from_ref(claim))?;
                }
                text + &format!("reviewed: {}\n", Standing::of(&reviews)) + &decisions(&reviews)
            }
        }
        Shown::Entity(entities) => {
            if options.json {
                json(&serde_json::json!({ "entities": entities }))
            } else {
                named(&entities)
            }
        }
    };
    output::write_out(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn json(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// What is known of a document.
fn facts(document: &DocumentRow) -> String {
    let facts = [
        ("id", document.id.clone()),
        ("address", document.uri.clone()),
        ("version", document.version.to_string()),
        ("title", document.title.clone().unwrap_or_default()),
        ("captured", document.captured.to_string()),
        ("made by", format!("{} of {}", document.extraction, document.media_type)),
        ("raw", document.raw.clone()),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    facts.map(|(name, value)| format!("{name:<9} {value}\n")).collect::<Vec<_>>().concat() + "\n"
}

/// Claims as `read` lays them out.
fn laid_out(page: &Page, document: &DocumentRow, claims: &[ClaimRow]) -> Result<String> {
    // Only the names of types and rules are asked of it.
    let reader = Reader::new(book::open(None)?);
    let claims: Vec<_> = claims.iter().map(|row| row.claim.clone()).collect();
    Ok(pretty::document(page, &reader, &document.document(), &claims))
}

fn decisions(reviews: &[ReviewRow]) -> String {
    if reviews.is_empty() {
        return String::new();
    }
    let columns = ["time", "reviewer", "decision", "field", "value", "note"].map(str::to_owned);
    let rows: Vec<Vec<String>> = reviews
        .iter()
        .map(|review| {
            vec![
                review.time.to_string(),
                review.reviewer.clone(),
                format!("{:?}", review.decision).to_lowercase(),
                review.field.clone().unwrap_or_default(),
                review.value.clone().unwrap_or_default(),
                review.note.clone().unwrap_or_default(),
            ]
        })
        .collect();
    aligned(&columns, &rows, Screen::stdout())
}

/// An entity in the documents that name it.
fn named(entities: &[EntityRow]) -> String {
    let Some(first) = entities.first() else { return String::new() };
    let names: BTreeSet<&str> = entities
        .iter()
        .flat_map(|e| std::iter::once(e.name.as_str()).chain(e.aliases.iter().map(String::as_str)))
        .collect();
    let known = [first.id.as_deref(), first.name_en.as_deref(), first.country.as_deref()];
    let known: Vec<&str> = known.into_iter().flatten().collect();
    let head = format!(
        "{} ({}) {}\n{} in {}\nnames: {}\n\n",
        first.name,
        first.class,
        known.join(", "),
        book::count(entities.iter().map(|e| e.count as usize).sum(), "mention"),
        book::count(entities.len(), "document"),
        names.into_iter().collect::<Vec<_>>().join("؛ "),
    );
    let columns = ["document", "published", "outlet", "mentions", "as"].map(str::to_owned);
    let rows: Vec<Vec<String>> = entities
        .iter()
        .map(|e| {
            vec![
                e.document.chars().take(8).collect(),
                e.published.map_or_else(String::new, |day| day.to_string()),
                e.outlet.clone().unwrap_or_default(),
                e.count.to_string(),
                e.name.clone(),
            ]
        })
        .collect();
    head + &aligned(&columns, &rows, Screen::stdout())
}
