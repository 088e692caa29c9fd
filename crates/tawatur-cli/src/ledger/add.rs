//! `tawatur add`: documents into the ledger, with what they claim.

use std::{
    path::{self, PathBuf},
    process::ExitCode,
    sync::{Arc, OnceLock},
};

use anyhow::{Result, anyhow, bail};
use clap::Args;
use jiff::civil::Date;
use tawatur::{Reader, Worker, capture::Format};
use tawatur_engine::{
    intake::Item,
    ledger::{Capture, Captured, Known, Pushed, RawStore, Writer},
};

use super::Written;
use crate::{
    book,
    input::{self, Given, Input, Inputs},
    output::{self, Journey},
    parallel,
    read::guarded,
};

/// Capture documents into the ledger, and read them
///
/// Takes files and folders as `tawatur read` does. The bytes are kept as they are, and what was read of them goes into
/// the tables. What the ledger has is passed over; where other bytes stand at an address than before, they are kept as
/// its next version, beside the old. Documents go in by batches, and a batch is in as a whole or not at all: after
/// Ctrl-C, or when the machine goes down, the same command goes on where it stopped. A file that cannot be read is
/// named on standard error, the others still go in, and the exit status is 1.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur add article.txt
  tawatur add --outlet 'دفتر اليوم' --published 2024-05-10 article.html
  tawatur add --ledger evidence/ archive/ inbox/")]
pub struct Options {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Day of publication, against which "yesterday" is reckoned; overrides NAME.meta.json
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date)]
    published: Option<Date>,
    /// Outlet that published; overrides NAME.meta.json
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Another codebook: a folder of sources, or a file made by `tawatur codebook build`
    #[arg(long, value_name = "DIR|FILE")]
    codebook: Option<PathBuf>,
    /// How many threads to read with [default: all cores]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// How many documents go in at a time [default: 1024, or 8 MiB]
    #[arg(long, value_name = "N")]
    batch: Option<usize>,
    #[command(flatten)]
    ledger: Written,
}

/// What the threads share.
struct Desk {
    codebook: Option<PathBuf>,
    /// Made when the first new document comes: a run that finds nothing new needs none.
    reader: OnceLock<Result<Reader, String>>,
    known: Arc<Known>,
    raw: RawStore,
    given: Given,
}

/// What became of an input.
struct Outcome {
    bytes: u64,
    warnings: Vec<String>,
    /// None where the ledger has it.
    captured: Result<Option<Box<Captured>>>,
}

impl Desk {
    fn reader(&self) -> Result<&Reader> {
        let made = self.reader.get_or_init(|| {
            book::open(self.codebook.as_deref()).map(Reader::new).map_err(|error| format!("{error:#}"))
        });
        made.as_ref().map_err(|error| anyhow!("{error}"))
    }

    fn take(&self, worker: &mut Option<Worker>, input: Result<Input>) -> Outcome {
        let mut outcome = Outcome { bytes: 0, warnings: Vec::new(), captured: Ok(None) };
        outcome.captured = input.and_then(|input| {
            let item = item(&input, &self.given, &mut outcome.warnings);
            item.and_then(|item| {
                outcome.bytes = item.bytes.len() as u64;
                self.capture(worker, &item)
            })
            .map_err(|error| anyhow!("{}: {error:#}", input.label()))
        });
        outcome
    }

    fn capture(&self, worker: &mut Option<Worker>, item: &Item) -> Result<Option<Box<Captured>>> {
        let capture = Capture::new(item);
        if self.known.has(&capture) {
            return Ok(None);
        }
        let reader = self.reader()?;
        let document = input::document(&item.bytes, &item.hint, &reader.codebook().furniture)?;
        let worker = worker.get_or_insert_with(|| reader.worker());
        let (analysis, entities) = guarded(reader, worker, |worker| worker.read_and_name(&document))?;
        self.raw.put(&capture.raw, &item.bytes)?;
        let extraction = if item.hint.format == Some(Format::Html) { "html" } else { "text" };
        Ok(Some(Box::new(Captured::new(item, capture, &document, extraction, analysis.claims, entities))))
    }
}

/// An input with its bytes.
fn item(input: &Input, given: &Given, warnings: &mut Vec<String>) -> Result<Item> {
    let (bytes, hint) = input.load(given, warnings)?;
    let uri = match input {
        Input::Stdin => "-".to_owned(),
        Input::File(file) => path::absolute(file)?.display().to_string(),
    };
    let media_type = hint.format.map(|format| match format {
        Format::Html => "text/html".to_owned(),
        Format::Text => "text/plain".to_owned(),
    });
    Ok(Item { uri, name: input.name(), media_type, captured: None, hint, bytes })
}

/// What was done so far.
#[derive(Default)]
struct Tally {
    new: usize,
    versions: usize,
    unchanged: usize,
    errors: usize,
    claims: usize,
}

impl Tally {
    fn count(&mut self, pushed: Pushed) {
        match pushed {
            Pushed::New => self.new += 1,
            Pushed::Version => self.versions += 1,
            Pushed::Unchanged => self.unchanged += 1,
        }
    }

    fn say(&self) -> String {
        let mut parts = vec![format!("added {}", book::count(self.new + self.versions, "document"))];
        if self.versions > 0 {
            parts.push(format!("{} of them new versions", self.versions));
        }
        parts.push(format!("with {}", book::count(self.claims, "claim")));
        parts.push(format!("{} unchanged", self.unchanged));
        if self.errors > 0 {
            parts.push(format!("{} not read", self.errors));
        }
        parts.join(", ")
    }
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    let ledger = options.ledger.open()?;
    let mut writer = Writer::begin(&ledger, "add", options.ledger.wait)?;
    if let Some(documents) = options.batch {
        writer.at_a_time(documents);
    }
    let desk = Desk {
        codebook: options.codebook.clone(),
        reader: OnceLock::new(),
        known: writer.known(),
        raw: ledger.raw(),
        given: Given { published: options.published, outlet: options.outlet.clone() },
    };
    if options.codebook.is_some() {
        desk.reader()?;
    }
    let stopped = output::stop_on_interrupt()?;
    let paths: Vec<String> = options.paths.iter().map(|path| path.display().to_string()).collect();
    let note = paths.join(" ");
    let mut journey = Journey::new(Inputs::new(&options.paths));
    let mut tally = Tally::default();
    parallel::in_order(
        Inputs::new(&options.paths).take_while(|_| !stopped.is_set()),
        parallel::threads(options.threads),
        || None,
        |worker, input| desk.take(worker, input),
        |Outcome { bytes, warnings, captured }| {
            if let Some(Err(problem)) = desk.reader.get() {
                bail!("{problem}");
            }
            let mut failed = false;
            match captured {
                Ok(None) => tally.unchanged += 1,
                Ok(Some(captured)) => {
                    let claims = captured.claims();
                    let pushed = writer.push(*captured);
                    if pushed != Pushed::Unchanged {
                        tally.claims += claims;
                    }
                    tally.count(pushed);
                }
                Err(error) => {
                    tally.errors += 1;
                    failed = true;
                    journey.pause(|| output::complain(&[], Some(&error)));
                }
            }
            if !warnings.is_empty() {
                journey.pause(|| output::complain(&warnings, None));
            }
            journey.step(bytes, failed);
            if writer.is_full() {
                commit(&mut writer, &desk, &note)?;
            }
            Ok(())
        },
    )?;
    commit(&mut writer, &desk, &note)?;
    journey.end();
    let version = writer.ledger().commit().version;
    eprintln!("{} ({}); the ledger is at version {version}", tally.say(), journey.speed());
    if stopped.is_set() {
        eprintln!("stopped before the end: the same command goes on from here");
        return Ok(ExitCode::from(output::INTERRUPTED));
    }
    Ok(if tally.errors > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn commit(writer: &mut Writer, desk: &Desk, note: &str) -> Result<()> {
    if let Some(Ok(reader)) = desk.reader.get() {
        writer.reading_with(&reader.codebook().label());
    }
    writer.commit(Some(note.to_owned()))?;
    Ok(())
}
