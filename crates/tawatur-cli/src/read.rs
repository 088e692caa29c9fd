//! `tawatur read`: documents in, claims out.

use std::{
    io::{self, IsTerminal},
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Result, anyhow, bail};
use clap::{Args, ValueEnum};
use tawatur::{Reader, Worker, capture::Document};

use crate::{
    book,
    input::{self, Complaint, Found, Given},
    output::{self, Progress},
    parallel,
    pretty::{self, Colours, Page},
    table,
};

/// Claims below this score are left out unless asked for: more than four of five of them are none. Of all thresholds one
/// between 0.15 and 0.25 serves annotated documents best; the lower end leaves more to the reader.
pub const LIKELY: f64 = 0.18;

/// A number from 0 to 1.
pub fn share(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|x| (0.0..=1.0).contains(x)).ok_or_else(|| "not a number from 0 to 1".to_owned())
}

/// What reading takes wherever it is done.
#[derive(Debug, Args)]
pub struct Reading {
    /// Leave out claims with a lower score (0 to 1); 0 shows everything that may be one
    #[arg(long, value_name = "X", default_value_t = LIKELY, value_parser = share)]
    pub min_score: f64,
    /// Another codebook: a folder of sources, or a file made by `tawatur codebook build`
    #[arg(long, value_name = "DIR|FILE")]
    pub codebook: Option<PathBuf>,
    /// How many threads to read with [default: all cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

/// Read documents into claims
///
/// Reads
#[cfg_attr(
    feature = "ledger",
    doc = "text, web pages (html, mhtml), pdf, docx, epub, feeds (rss, atom), tables (jsonl, csv, tsv), web archives
(warc, wacz), and zip, tar, gz and zst of these;"
)]
#[cfg_attr(
    not(feature = "ledger"),
    doc = "text (.txt) and saved pages (.html, .htm, .xhtml), and nothing else, since this program was built without the
feature `ledger`;"
)]
/// folders with everything below them, sorted by path; `-`, or no path at all, is standard input. NAME.meta.json beside
/// NAME.txt may hold {"published": "YYYY-MM-DD", "outlet": "NAME"}. A file that cannot be read is named on standard
/// error, the others still go out, and the exit status is 1.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur read article.txt
  tawatur read --published 2015-02-20 --outlet 'سكاي نيوز عربية' article.txt
  tawatur read archive/ > claims.jsonl
  tawatur read --format csv archive/ > claims.csv
  curl -s https://example.org/news.html | tawatur read --explain --format pretty")]
pub struct Options {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    given: Given,
    /// How to write claims [default: pretty on a terminal, jsonl otherwise]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Say for each claim which word, frame, cue and rule made each field
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    colours: Colours,
}

/// How claims are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Pretty,
    /// One claim a line, every field with its place in the text
    Jsonl,
    /// One row a claim, for spreadsheets
    Csv,
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    let terminal = io::stdout().is_terminal();
    if options.paths.is_empty() && io::stdin().is_terminal() {
        bail!("nothing to read: name files or folders, or pipe text in (see `tawatur read --help`)");
    }
    let reader = Reader::new(book::open(options.reading.codebook.as_deref())?);
    let format = options.format.unwrap_or(if terminal { Format::Pretty } else { Format::Jsonl });
    let page = Page::new(options.colours, terminal, options.explain);
    let taken = options.given.options()?;
    output::end_on_interrupt(output::INTERRUPTED)?;
    if format == Format::Csv {
        output::write_out(&table::header(&[])?)?;
    }
    // What goes to standard output, and how many claims it has.
    let work = |worker: &mut Worker, found: Found| -> Result<(Vec<u8>, usize), Complaint> {
        let (document, mut claims) =
            read_one(&reader, worker, found, |worker, document| worker.read(document).claims)?;
        claims.retain(|claim| claim.score >= options.reading.min_score);
        let output = match format {
            Format::Jsonl => output::lines(&claims),
            Format::Csv => table::rows(&claims, document.outlet.as_ref().map(|(name, _)| name.as_str()), &[]),
            Format::Pretty => Ok(pretty::document(&page, &reader, &document, &claims).into_bytes()),
        };
        Ok((output.map_err(|error| Complaint::lost(&document.name, &error))?, claims.len()))
    };
    let mut progress = Progress::new("claims");
    let mut failed = false;
    parallel::in_order(
        input::items(&options.paths, &taken),
        parallel::threads(options.reading.threads),
        || reader.worker(),
        work,
        |read| {
            match read {
                Ok((output, claims)) => {
                    progress.pause(|| output::write_out(&output))?;
                    progress.step(claims);
                }
                Err(complaint) => failed |= progress.pause(|| complaint.say()),
            }
            Ok(())
        },
    )?;
    progress.end();
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Reads the document of an item with a worker, and what `read` makes of it. One that breaks a rule of the library
/// costs itself only.
pub fn read_one<T>(
    reader: &Reader,
    worker: &mut Worker,
    found: Found,
    read: impl FnOnce(&mut Worker, &Document) -> T,
) -> Result<(Document, T), Complaint> {
    let item = found?;
    let (document, _) = input::document(&item, &reader.codebook().furniture)?;
    let made = guarded(reader, worker, |worker| read(worker, &document))
        .map_err(|error| Complaint::lost(&item.label, &error))?;
    Ok((document, made))
}

/// Reads with a worker, which is replaced where it breaks a rule of its own.
pub fn guarded<T>(reader: &Reader, worker: &mut Worker, read: impl FnOnce(&mut Worker) -> T) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(|| read(worker))).map_err(|_| {
        *worker = reader.worker();
        anyhow!("cannot be analysed: this is a fault of the program; please report it with the text")
    })
}
