//! `tawatur eval`: reads annotated documents as `tawatur read` would and scores what it finds.

mod errors;
mod gold;
pub mod lesson;
mod reliability;
mod report;
#[cfg(feature = "ledger")]
mod reviewed;
mod score;

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use clap::Args;
use tawatur::Reader;

use crate::{
    book, input, parallel,
    read::{Reading, read_one},
};
use gold::{Gold, Scored};
use reliability::Reliability;
use score::Score;

/// Score what is read against annotated documents
///
/// The folder holds NAME.txt, NAME.json (the annotation) and NAME.meta.json (outlet, date) for every document. A
/// claim is right when its type is and its trigger overlaps the gold one; slots are counted over pairs of claims,
/// and a claim that was missed or invented counts all its slots as missed or invented. The table at the end says what
/// scores are worth: claims of any score, whatever --min-score leaves out of the figures, by their score, with the share
/// that is right. The expected calibration error is how far the two lie apart on average.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur eval gold/
  tawatur eval gold/ --errors=claims,actors
  tawatur eval gold/ --predictions claims.jsonl --json
  tawatur eval --reviews evidence/
  tawatur eval --reviews evidence/ --codebook codebooks/conflict --errors")]
pub struct Options {
    /// Folder of annotated documents
    #[arg(value_name = "GOLD_DIR")]
    #[cfg_attr(feature = "ledger", arg(required_unless_present = "reviews"))]
    #[cfg_attr(not(feature = "ledger"), arg(required = true))]
    gold: Option<PathBuf>,
    /// Score the reviewed claims of this ledger instead, or with --codebook what is read in their place now: what was
    /// accepted or corrected is right as its reviewers have it, what was rejected is wrong
    #[cfg(feature = "ledger")]
    #[arg(long, value_name = "LEDGER", conflicts_with_all = ["gold", "predictions"])]
    reviews: Option<PathBuf>,
    /// Score these claims (as written by `tawatur read --format jsonl`) instead of reading
    #[arg(long, value_name = "FILE.jsonl")]
    predictions: Option<PathBuf>,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
    /// Print the figures of each document too
    #[arg(long)]
    per_document: bool,
    /// List what was missed, invented and wrong; of these measures only, when some are named
    #[arg(
        long,
        value_name = "MEASURE,…",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "all",
        value_delimiter = ',',
        value_parser = errors::measures()
    )]
    errors: Option<Vec<String>>,
    #[command(flatten)]
    reading: Reading,
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    #[cfg(feature = "ledger")]
    if let Some(ledger) = &options.reviews {
        let (documents, predicted, counts) = reviewed::reviewed(ledger, options.reading.codebook.as_deref())?;
        return score(options, &documents, predicted, |out, report| match report {
            Some(report) => {
                report["reviewed"] = serde_json::json!(counts);
                Ok(())
            }
            None => counts.write(out),
        });
    }
    let documents = gold::gold(options.gold.as_deref().unwrap_or(Path::new(".")))?;
    let predicted = match &options.predictions {
        Some(path) => gold::predictions(path)?,
        None => predict(&options.reading, &documents)?,
    };
    score(options, &documents, predicted, |_, _| Ok(()))
}

/// Scores predictions; `also` adds to the figures: to the JSON that it is given, else to the text.
fn score(
    options: &Options,
    documents: &[Gold],
    mut predicted: BTreeMap<String, Vec<Scored>>,
    also: impl Fn(&mut dyn Write, Option<&mut serde_json::Value>) -> io::Result<()>,
) -> Result<ExitCode> {
    let none = Vec::new();
    let mut reliability = Reliability::default();
    for document in documents {
        reliability.add(&document.claims, predicted.get(&document.name).unwrap_or(&none));
    }
    if options.predictions.is_none() {
        let likely = |claim: &Scored| claim.score.is_none_or(|score| score >= options.reading.min_score);
        for claims in predicted.values_mut() {
            claims.retain(likely);
        }
    }
    let mut all = Score::default();
    let mut each = Vec::new();
    for document in documents {
        let predicted = predicted.get(&document.name).unwrap_or(&none);
        let mut one = Score::default();
        one.add(&document.claims, predicted);
        all.add(&document.claims, predicted);
        each.push((document.name.as_str(), one));
    }
    if !options.per_document {
        each.clear();
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    if let Some(measures) = &options.errors {
        let mut summary = errors::Summary::default();
        for document in documents {
            let predicted = predicted.get(&document.name).unwrap_or(&none);
            errors::list(&mut out, document, predicted, measures, &mut summary)?;
        }
        summary.write(&mut out)?;
    }
    if options.json {
        let mut report = report::json(&all, &each, &reliability);
        also(&mut out, Some(&mut report))?;
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
    } else {
        report::table(&mut out, &all, &each, &reliability)?;
        also(&mut out, None)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Reads the texts of the annotated documents: all that may be a claim, whatever its score.
fn predict(reading: &Reading, documents: &[Gold]) -> Result<BTreeMap<String, Vec<Scored>>> {
    let reader = Reader::new(book::open(reading.codebook.as_deref())?);
    let mut by_document = BTreeMap::new();
    parallel::in_order(
        documents.iter(),
        parallel::threads(reading.threads),
        || reader.worker(),
        |worker, gold: &Gold| {
            let read = input::file(&gold.text).and_then(|item| {
                Ok(read_one(&reader, worker, Ok(item), |worker, document| worker.read(document).claims)?)
            });
            (gold, read)
        },
        |(gold, read)| {
            let (_, claims) = read?;
            let claims = claims.iter().map(gold::prediction).collect::<Result<_>>()?;
            by_document.insert(gold.name.clone(), claims);
            Ok(())
        },
    )?;
    Ok(by_document)
}
