//! Decisions from elsewhere, and to elsewhere.

use std::{
    fs::File,
    io::{self, BufWriter, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use tawatur::Reader;
use tawatur_engine::{
    ledger::Writer,
    query::Session,
    redact::{Key, Release, Survey},
    review::{Desk, exchange, exchange::Format},
    row::ReviewRow,
};

use super::{listing::Decisions, reviewer};
use crate::{
    book,
    ledger::{Where, Written, export},
};

fn format(name: &str) -> Result<Format, String> {
    Format::named(name).ok_or_else(|| format!("one of {}", Format::ALL.map(Format::name).join(", ")))
}

/// Take over decisions that were made elsewhere
///
/// jsonl, brat (an archive, or a folder of NAME.txt and NAME.ann), labelstudio (its JSON export), webannotation. A decision is
/// for the claim with its id, else for the one whose words are those that were quoted, where they were quoted. What fits no
/// claim is named on standard error, and the exit status is 1. What the ledger has is passed over.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur review import tasks.json --format labelstudio --reviewer maryam
  tawatur review import annotations/ --format brat")]
pub struct Import {
    /// The file; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// jsonl, brat, labelstudio or webannotation
    #[arg(long, short, value_name = "FORMAT", value_parser = format)]
    format: Format,
    /// Who decided what the file ascribes to nobody [default: what `TAWATUR_REVIEWER` names, else who is signed in]
    #[arg(long, value_name = "NAME")]
    reviewer: Option<String>,
    #[command(flatten)]
    ledger: Written,
}

/// Takes over decisions.
pub fn import(options: &Import) -> Result<ExitCode> {
    let reviewer = reviewer(options.reviewer.as_deref())?;
    let file = options.file.display().to_string();
    let contents = exchange::read(options.format, &options.file, &reviewer).with_context(|| file.clone())?;
    let ledger = options.ledger.open()?;
    let mut writer = Writer::begin(&ledger, "review", options.ledger.wait)?;
    let session = Session::open(writer.ledger())?;
    let types = book::open(None)?.types.into_iter().map(|kind| kind.id);
    let mut desk = Desk::open(&session, types)?;
    let done = exchange::take(&mut desk, contents)?;
    let rows = desk.into_rows();
    if !rows.is_empty() {
        writer.append(&rows, Some(format!("import {file}")))?;
    }
    for (what, why) in &done.unfit {
        eprintln!("tawatur: {what}: {why}");
    }
    for (why, count) in &done.passed {
        eprintln!("tawatur: passed over: {count} {why}");
    }
    eprintln!(
        "{} new, {} held before, {} without a claim; the ledger is at version {}",
        book::count(done.new, "decision"),
        done.held,
        done.unfit.len(),
        writer.ledger().commit().version
    );
    Ok(if done.unfit.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Write decisions with their claims, for other programs and other reviewers
///
/// jsonl, brat, labelstudio, webannotation. Redacted like every export, the reviewers' names too, unless --raw is said with
/// a reason: who is to go on reviewing needs the words as they are.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur review export --format labelstudio --raw --reason 'second reader' --out tasks.json
  tawatur review export --by maryam --out decisions.jsonl")]
pub struct Export {
    #[command(flatten)]
    decisions: Decisions,
    /// jsonl, brat, labelstudio or webannotation
    #[arg(long, short, help_heading = "Output", value_name = "FORMAT", value_parser = format, default_value = "jsonl")]
    format: Format,
    /// Write to this file and not to standard output
    #[arg(long, short, help_heading = "Output", value_name = "FILE")]
    out: Option<PathBuf>,
    /// Keep the key of the pseudonyms in this file, or use the one that is there
    #[arg(long, help_heading = "Redaction", value_name = "FILE", conflicts_with = "raw")]
    key: Option<PathBuf>,
    /// Leave names, places and times as they are; needs a reason, which the ledger's log keeps
    #[arg(long, help_heading = "Redaction", requires = "reason")]
    raw: bool,
    /// Why it has to be raw
    #[arg(long, help_heading = "Redaction", value_name = "TEXT", requires = "raw")]
    reason: Option<String>,
    #[command(flatten)]
    ledger: Where,
}

/// Writes decisions.
pub fn export(options: &Export) -> Result<ExitCode> {
    if options.format == Format::Brat && options.out.is_none() && io::stdout().is_terminal() {
        bail!("an archive is no text for a terminal; write it to a file with --out");
    }
    let reader = Reader::new(book::open(None)?);
    let ledger = options.ledger.open()?;
    let session = Session::open(&ledger)?;
    let mut reviews: Vec<ReviewRow> = session.rows(&options.decisions.query())?;
    reviews.sort_by(|a, b| (a.time, &a.review).cmp(&(b.time, &b.review)));
    let mut ids: Vec<String> = reviews.iter().map(|review| review.document.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut dossiers = session.dossiers(&ids)?;
    for dossier in &mut dossiers {
        dossier.reviews =
            reviews.iter().filter(|review| review.document == dossier.document.id).cloned().collect();
    }
    let mut release = if options.raw {
        let log = |reason: &str| {
            let note = format!("raw reviews, {}: {reason}", options.format.name());
            Writer::begin(&ledger, "export", false)?.note(note).map(|_| ())
        };
        Release::raw(options.reason.as_deref().unwrap_or_default(), log)?
    } else {
        let mut survey = Survey::new(&reader);
        for dossier in &dossiers {
            survey.add_dossier(dossier);
        }
        let key = match &options.key {
            Some(path) => export::kept(path)?,
            None => Key::random().map_err(|error| anyhow!("no random key: {error}"))?,
        };
        Release::redacted(survey.redactor(key))
    };
    let released: Vec<_> = dossiers.into_iter().map(|dossier| release.release_dossier(dossier)).collect();
    let types: Vec<String> = reader.codebook().types.iter().map(|kind| kind.id.clone()).collect();
    let out: Box<dyn Write> = match &options.out {
        None => Box::new(io::stdout().lock()),
        Some(path) => {
            Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?)
        }
    };
    let written = exchange::write(options.format, &released, &types, BufWriter::new(out))?;
    eprintln!(
        "{} about claims of {}, {}",
        book::count(written, "decision"),
        book::count(released.len(), "document"),
        if options.raw { "raw" } else { "redacted" }
    );
    Ok(ExitCode::SUCCESS)
}
