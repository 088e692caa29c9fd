//! `tawatur read`: documents in, claims out.

use std::{
    io::{self, IsTerminal},
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Result, anyhow, bail};
use clap::{Args, ColorChoice, ValueEnum};
use jiff::civil::Date;
use tawatur::{Reader, Worker, capture::Document, claim::record::Claim};

use crate::{
    book,
    input::{self, Given, Input, Inputs},
    output::{self, Progress},
    parallel,
    pretty::{self, Page},
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
/// Reads text (.txt) and saved pages (.html, .htm, .xhtml); folders with everything below them, sorted by path;
/// `-`, or no path at all, is standard input. NAME.meta.json beside NAME.txt may hold {"published": "YYYY-MM-DD",
/// "outlet": "NAME"}. A file that cannot be read is named on standard error, the others still go out, and the
/// exit status is 1.
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
    /// Day of publication, against which "yesterday" is reckoned; overrides NAME.meta.json
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date)]
    published: Option<Date>,
    /// Outlet that published; overrides NAME.meta.json
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// How to write claims [default: pretty on a terminal, jsonl otherwise]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Say for each claim which word, frame, cue and rule made each field
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    reading: Reading,
    /// Colours in pretty output; auto: on a terminal, unless the environment sets `NO_COLOR`
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
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

/// What became of one input.
struct Outcome {
    /// What goes to standard output.
    output: Vec<u8>,
    claims: usize,
    warnings: Vec<String>,
    error: Option<anyhow::Error>,
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    let terminal = io::stdout().is_terminal();
    if options.paths.is_empty() && io::stdin().is_terminal() {
        bail!("nothing to read: name files or folders, or pipe text in (see `tawatur read --help`)");
    }
    let reader = Reader::new(book::open(options.reading.codebook.as_deref())?);
    let format = options.format.unwrap_or(if terminal { Format::Pretty } else { Format::Jsonl });
    let page = Page::new(options.color, terminal, options.explain);
    let given = Given { published: options.published, outlet: options.outlet.clone() };
    output::end_on_interrupt(output::INTERRUPTED)?;
    if format == Format::Csv {
        output::write_out(&table::header(&[])?)?;
    }
    let work = |worker: &mut Worker, input: Result<Input>| -> Outcome {
        let mut outcome = Outcome { output: Vec::new(), claims: 0, warnings: Vec::new(), error: None };
        let read = input.and_then(|input| {
            read_one(&reader, worker, &input, &given, &mut outcome.warnings)
                .map_err(|e| anyhow!("{}: {e:#}", input.label()))
        });
        let rendered = read.and_then(|(document, mut claims)| {
            claims.retain(|claim| claim.score >= options.reading.min_score);
            outcome.claims = claims.len();
            match format {
                Format::Jsonl => output::lines(&claims),
                Format::Csv => {
                    table::rows(&claims, document.outlet.as_ref().map(|(name, _)| name.as_str()), &[])
                }
                Format::Pretty => Ok(pretty::document(&page, &reader, &document, &claims).into_bytes()),
            }
        });
        match rendered {
            Ok(output) => outcome.output = output,
            Err(error) => outcome.error = Some(error),
        }
        outcome
    };
    let mut progress = Progress::new("claims");
    let mut failed = false;
    parallel::in_order(
        Inputs::new(&options.paths),
        parallel::threads(options.reading.threads),
        || reader.worker(),
        work,
        |outcome| {
            progress.pause(|| -> Result<()> {
                failed |= output::complain(&outcome.warnings, outcome.error.as_ref());
                output::write_out(&outcome.output)
            })?;
            progress.step(outcome.claims);
            Ok(())
        },
    )?;
    progress.end();
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Reads one input with a worker. One document that breaks a rule of the library costs that document only.
pub fn read_one(
    reader: &Reader,
    worker: &mut Worker,
    input: &Input,
    given: &Given,
    warnings: &mut Vec<String>,
) -> Result<(Document, Vec<Claim>)> {
    let document = input.open(given, &reader.codebook().furniture, warnings)?;
    let analysis = guarded(reader, worker, |worker| worker.read(&document))?;
    Ok((document, analysis.claims))
}

/// Reads with a worker, which is replaced where it breaks a rule of its own.
pub fn guarded<T>(reader: &Reader, worker: &mut Worker, read: impl FnOnce(&mut Worker) -> T) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(|| read(worker))).map_err(|_| {
        *worker = reader.worker();
        anyhow!("cannot be analysed: this is a fault of the program; please report it with the text")
    })
}
