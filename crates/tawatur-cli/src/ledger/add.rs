//! `tawatur add`: documents into the ledger, with what they claim.

use std::{
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, OnceLock},
};

use anyhow::{Result, anyhow, bail};
use clap::Args;
use tawatur::{Reader, Worker, capture::Document};
use tawatur_engine::{
    intake::{self, Item},
    ledger::{Capture, Captured, Known, Pushed, RawStore, Writer},
};

use super::{Written, journey::Journey, link};
use crate::{
    book,
    input::{Complaint, Found, Given},
    output, parallel,
    read::guarded,
};

/// Capture documents into the ledger, and read them
///
/// Takes what `tawatur read` takes: text, web pages, pdf, docx, epub, feeds, tables, web archives, and archives of these.
/// The bytes are kept as they are, and what was read of them goes into the tables. What the ledger has is passed over;
/// where another text stands at an address than before, it is kept as its next version, beside the old. Documents go in by
/// batches, and a batch is in as a whole or not at all: after Ctrl-C, or when the machine goes down, the same command
/// goes on where it stopped. A file that cannot be read is named on standard error, the others still go in, and the exit
/// status is 1.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur add article.txt
  tawatur add --outlet 'دفتر اليوم' --published 2024-05-10 article.html
  tawatur add crawl.warc.gz articles.zip feed.xml
  tawatur add --map text=body --map date=day posts.csv
  tawatur add --ledger evidence/ archive/ inbox/")]
pub struct Options {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    given: Given,
    /// Another codebook: a folder of sources, or a file made by `tawatur codebook build`
    #[arg(long, value_name = "DIR|FILE")]
    codebook: Option<PathBuf>,
    /// How many threads to read with [default: all cores]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// How many documents go in at a time [default: 1024, or 8 MiB]
    #[arg(long, value_name = "N")]
    batch: Option<usize>,
    /// Do not look for copies and events yet: `tawatur link` does it later
    #[arg(long)]
    no_link: bool,
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
}

/// What was read of an item; none where the ledger has it.
type Taken = Option<Box<Captured>>;

impl Desk {
    fn reader(&self) -> Result<&Reader> {
        let made = self.reader.get_or_init(|| {
            book::open(self.codebook.as_deref()).map(Reader::new).map_err(|error| format!("{error:#}"))
        });
        made.as_ref().map_err(|error| anyhow!("{error}"))
    }

    fn take(&self, worker: &mut Option<Worker>, found: Found) -> Result<(String, Taken), Complaint> {
        let item = found?;
        let capture = Capture::new(&item);
        if self.known.has(&capture) {
            return Ok((item.label, None));
        }
        let lost = |error: &anyhow::Error| Complaint::lost(&item.label, error);
        let reader = self.reader().map_err(|error| lost(&error))?;
        let (document, extraction) = intake::document(&item, &reader.codebook().furniture)?;
        let captured = self.capture(worker, reader, &item, capture, &document, extraction);
        Ok((item.label.clone(), Some(captured.map_err(|error| lost(&error))?)))
    }

    fn capture(
        &self,
        worker: &mut Option<Worker>,
        reader: &Reader,
        item: &Item,
        capture: Capture,
        document: &Document,
        extraction: &str,
    ) -> Result<Box<Captured>> {
        let worker = worker.get_or_insert_with(|| reader.worker());
        let (analysis, entities) = guarded(reader, worker, |worker| worker.read_and_name(document))?;
        self.raw.put(&capture.raw, &item.bytes)?;
        Ok(Box::new(Captured::new(item, capture, document, extraction, analysis.claims, entities)))
    }
}

/// What was done so far.
#[derive(Default)]
struct Tally {
    new: usize,
    versions: usize,
    unchanged: usize,
    errors: usize,
    claims: usize,
    /// New ones that are not in Arabic.
    foreign: usize,
    /// New ones whose day of publication is not known.
    undated: usize,
}

impl Tally {
    /// Hands to the writer what was read of an item.
    fn take(&mut self, writer: &mut Writer, captured: Taken) {
        let (claims, foreign, undated) = captured.as_ref().map_or((0, false, false), |captured| {
            let document = captured.document();
            (captured.claims(), document.language.is_none(), document.published.is_none())
        });
        match captured.map_or(Pushed::Unchanged, |captured| writer.push(*captured)) {
            Pushed::New => self.new += 1,
            Pushed::Version => self.versions += 1,
            Pushed::Unchanged => {
                self.unchanged += 1;
                return;
            }
        }
        self.claims += claims;
        self.foreign += usize::from(foreign);
        self.undated += usize::from(undated);
    }

    fn say(&self) -> String {
        let mut parts = Vec::new();
        match self.new + self.versions {
            0 => parts.push("nothing new".to_owned()),
            added => parts.push(format!("added {}", book::count(added, "document"))),
        }
        if self.versions > 0 {
            parts.push(format!("{} of them new versions", self.versions));
        }
        if self.claims > 0 {
            parts.push(format!("with {}", book::count(self.claims, "claim")));
        }
        parts.push(format!("{} unchanged", self.unchanged));
        if self.errors > 0 {
            parts.push(format!("{} not read", self.errors));
        }
        parts.join(", ")
    }

    /// What whoever added them may not know of the new ones, and would look for in vain later.
    fn remarks(&self) -> impl Iterator<Item = String> {
        let of = |count: usize, lack: &str, column: &str| {
            (count > 0).then(|| {
                let count = book::count(count, "new document");
                format!(
                    "{count} {lack}: tawatur sql \"SELECT id, name FROM documents WHERE {column} IS NULL\""
                )
            })
        };
        [
            of(self.foreign, "not in Arabic, of which hardly anything is read", "language"),
            of(
                self.undated,
                "of no known day, in which \"yesterday\" gets no date (--published)",
                "published",
            ),
        ]
        .into_iter()
        .flatten()
    }
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    let taken = options.given.options()?;
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
    };
    if options.codebook.is_some() {
        desk.reader()?;
    }
    let stopped = output::stop_on_interrupt()?;
    let paths: Vec<String> = options.paths.iter().map(|path| path.display().to_string()).collect();
    let note = paths.join(" ");
    let items = intake::items(&options.paths, &taken);
    let mut journey = {
        let paths = options.paths.clone();
        Journey::new(items.passed(), move || intake::size(&paths, &taken))
    };
    let mut tally = Tally::default();
    let mut last = None;
    parallel::in_order(
        items.take_while(|_| !stopped.is_set()),
        parallel::threads(options.threads),
        || None,
        |worker, found| desk.take(worker, found),
        |taken| {
            if let Some(Err(problem)) = desk.reader.get() {
                bail!("{problem}");
            }
            match taken {
                Ok((label, captured)) => {
                    last = Some(label);
                    tally.take(&mut writer, captured);
                    journey.step(false);
                }
                Err(complaint) => {
                    if journey.pause(|| complaint.say()) {
                        tally.errors += 1;
                        journey.step(true);
                    }
                }
            }
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
    for remark in tally.remarks() {
        eprintln!("{remark}");
    }
    if !stopped.is_set() && !options.no_link {
        link::up(&mut writer, &stopped, || Ok(desk.reader()?.codebook()))?;
    }
    if stopped.is_set() {
        let at = last.map_or_else(String::new, |label| format!(", after {label}"));
        eprintln!("stopped at {}{at}; the same command goes on from here", journey.distance());
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
