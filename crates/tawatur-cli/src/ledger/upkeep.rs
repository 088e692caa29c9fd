//! `tawatur verify`, `compact`, `reread` and `doctor`: keeping a ledger well.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::Args;
use tawatur::{Reader, Worker, capture::furniture, claim::record::Claim, entity::EntityRecord};
use tawatur_engine::{
    ledger::{self, Writer},
    linkage,
    query::Session,
    row::{DocumentRow, Row},
};

use super::{Where, Written, link};
use crate::{
    book,
    output::{self, Progress},
    parallel,
    read::guarded,
};

/// Check that the ledger is what it says
///
/// Holds every hash against its bytes, every span against its text, every table against the others and against the
/// commits. Prints what is broken, a line each; the exit status is 1 if anything is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur verify
  tawatur verify --ledger evidence/")]
pub struct Verify {
    #[command(flatten)]
    ledger: Where,
}

/// Checks the ledger.
pub fn verify(options: &Verify) -> Result<ExitCode> {
    let ledger = options.ledger.open()?;
    let mut broken = 0;
    let mut failed = None;
    let verified = ledger::verify(&ledger, |problem| {
        broken += 1;
        if let Err(error) = output::write_out(format!("{problem}\n").as_bytes()) {
            failed = Some(error);
        }
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    let rows: Vec<String> = verified.rows.iter().map(|(table, rows)| format!("{rows} {table}")).collect();
    eprintln!(
        "version {}: {}; {} raw captures, {} spans: {}",
        ledger.commit().version,
        rows.join(", "),
        verified.captures,
        verified.spans,
        if broken == 0 { "all is well".to_owned() } else { book::count(broken, "problem") },
    );
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Bring small files together and clear away waste
///
/// Each `add` writes files of its own; once there are many, they are brought together while adding, and here sooner. What a
/// program that was ended has left is cleared away. Older versions stay, and so do the files that they name, unless --forget
/// lets them go.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur compact
  tawatur compact --forget")]
pub struct Compact {
    /// Let older versions go: `at` will not find them any more
    #[arg(long)]
    forget: bool,
    #[command(flatten)]
    ledger: Written,
}

/// Compacts the ledger.
pub fn compact(options: &Compact) -> Result<ExitCode> {
    let ledger = options.ledger.open()?;
    let done = Writer::begin(&ledger, "compact", options.ledger.wait)?.compact(options.forget)?;
    eprintln!(
        "{} files went into {}; {} cleared away, {} bytes; the ledger is at version {}",
        done.merged, done.into, done.cleared, done.freed, done.version
    );
    Ok(ExitCode::SUCCESS)
}

/// Read the documents of the ledger anew
///
/// Makes claims, entities and chains from the documents as they were captured, with the codebook that the program has
/// now or the one that is named, in one commit; the old ones stay in older versions. Reviews stay with their claims: where
/// a claim has gone, with the one that has its type and words; reviews for which there is none are named on standard
/// error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur reread
  tawatur reread --codebook codebooks/conflict")]
pub struct Reread {
    /// Another codebook: a folder of sources, or a file made by `tawatur codebook build`
    #[arg(long, value_name = "DIR|FILE")]
    codebook: Option<PathBuf>,
    /// How many threads to read with [default: all cores]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    ledger: Written,
}

/// Reads everything anew.
pub fn reread(options: &Reread) -> Result<ExitCode> {
    let ledger = options.ledger.open()?;
    let reader = Reader::new(book::open(options.codebook.as_deref())?);
    let mut writer = Writer::begin(&ledger, "reread", options.ledger.wait)?;
    writer.reading_with(&reader.codebook().label());
    let session = Session::open(writer.ledger())?;
    let stopped = output::stop_on_interrupt()?;
    let mut progress = Progress::new("claims");
    let mut rereading = writer.reread()?;
    let documents = session.ask("SELECT * FROM documents")?.flat_map(|batch| {
        let rows = batch.and_then(|batch| Ok(DocumentRow::rows(&batch)?));
        let (rows, error) = match rows {
            Ok(rows) => (rows, None),
            Err(error) => (Vec::new(), Some(Err(anyhow::Error::from(error)))),
        };
        rows.into_iter().map(Ok).chain(error)
    });
    parallel::in_order(
        documents.take_while(|_| !stopped.is_set()),
        parallel::threads(options.threads),
        || reader.worker(),
        |worker, row: Result<DocumentRow>| row.and_then(|row| read(&reader, worker, row)),
        |read| {
            let (row, claims, entities) = read?;
            progress.step(claims.len());
            rereading.push(&row, claims, entities)?;
            Ok(())
        },
    )?;
    progress.end();
    if stopped.is_set() {
        eprintln!("stopped: the claims are as they were");
        return Ok(ExitCode::from(output::INTERRUPTED));
    }
    let done = rereading.finish(None)?;
    linkage::forget(&mut writer)?;
    link::up(&mut writer, &stopped, || Ok(reader.codebook()))?;
    for review in &done.lost {
        eprintln!(
            "tawatur: review {} of claim {} ({}) has no claim any more: {}",
            review.review, review.claim, review.kind, review.trigger.text
        );
    }
    eprintln!(
        "{} read anew: {} claims, {} before; {} reviews kept, {} went over to claims with the same words, {} lost; \
         the ledger is at version {}",
        book::count(done.documents, "document"),
        done.claims,
        done.before,
        done.kept,
        done.anchored,
        done.lost.len(),
        writer.ledger().commit().version,
    );
    Ok(if done.lost.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read(
    reader: &Reader,
    worker: &mut Worker,
    row: DocumentRow,
) -> Result<(DocumentRow, Vec<Claim>, Vec<EntityRecord>)> {
    let mut document = row.document();
    furniture::mark(&mut document, &reader.codebook().furniture);
    let (analysis, entities) = guarded(reader, worker, |worker| worker.read_and_name(&document))?;
    Ok((row, analysis.claims, entities))
}

/// Say how the ledger is, and what it lacks
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur doctor")]
pub struct Doctor {
    #[command(flatten)]
    ledger: Where,
}

/// Says how the ledger is.
pub fn doctor(options: &Doctor) -> Result<ExitCode> {
    let codebook = book::open(None)?;
    let found = ledger::doctor(&options.ledger.open()?, &codebook.label())?;
    let mut text = String::new();
    for finding in &found {
        let mark = if finding.well { "✓" } else { "!" };
        let line = format!("{mark} {:<14} {}\n", finding.subject, finding.state);
        text.push_str(&line);
    }
    output::write_out(text.as_bytes())?;
    Ok(if found.iter().all(|finding| finding.well) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
