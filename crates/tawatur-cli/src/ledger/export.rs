//! `tawatur export`: what leaves the ledger, through redaction, in the formats of others.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, BufWriter, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use tawatur::Reader;
use tawatur_engine::{
    Ledger,
    export::{self, Export, ExportError, Format, Tally},
    ledger::Writer,
    query::{EventSort, Limits, Reach, Session, Shared, Sort},
    redact::{Counts, Key, Record, Release, Survey},
    review::{Standing, corrected},
    row::{ClaimRow, DocumentRow, ReviewRow, Row},
};

use super::{Where, filters::OfEither, nothing};
use crate::book;

/// Write claims, or events, in a format of others, without the names of private people
///
/// Formats: csv, xlsx, jsonl, parquet, geojson, acled, ucdp, plover, ftm (Follow the Money), prov (PROV-O), webannotation,
/// brat, labelstudio, bib. Names of private people become pseudonyms that hold for this export only, and what is told of
/// people at risk has no finer place than a division and no finer time than a month; docs/exports.md says what this does
/// and what it cannot do. What the format has no place for is counted on standard error.
///
/// Claims are as their reviews have them: what was rejected is left out, what was corrected is put in. Events are told of all claims as
/// they were read.
///
/// With --events a row is an event that any number of documents tell of: figures stay lowest–best–highest with who says which,
/// origins an interval, contradictions side by side. Where one claim of an event is about somebody at risk, all of it is coarse.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur export csv --type defection --bom --out defections.csv
  tawatur export geojson --place حلب --from 2024-05-01 --out map.geojson
  tawatur export ftm --out entities.ftm.json
  tawatur export geojson --events --type violence --min-origins 2 --out events.geojson
  tawatur export ucdp --events --from 2024-05-01 --out events.csv
  tawatur export labelstudio --config > interface.xml
  tawatur export jsonl --raw --reason 'our own archive, not to be given away' --out all.jsonl")]
pub struct Options {
    /// Which format
    #[arg(value_name = "FORMAT", value_parser = format)]
    format: Format,
    #[command(flatten)]
    filters: OfEither,
    /// Events across documents and not claims: csv, xlsx, jsonl, parquet, geojson, acled, ucdp, ftm
    #[arg(long)]
    events: bool,
    /// Write to this file and not to standard output
    #[arg(long, short, help_heading = "Output", value_name = "FILE")]
    out: Option<PathBuf>,
    /// Begin tables in text with a byte order mark, by which Excel knows that they are UTF-8
    #[arg(long, help_heading = "Output")]
    bom: bool,
    /// Address of a desk that claims link to, and not to the pages they are of
    #[arg(long, help_heading = "Output", value_name = "ADDRESS")]
    desk: Option<String>,
    #[command(flatten)]
    redaction: Redaction,
    /// Only print the labelling interface that tasks of labelstudio are made for
    #[arg(long, help_heading = "Output")]
    config: bool,
    #[command(flatten)]
    ledger: Where,
}

/// Whether names leave.
#[derive(Debug, Args)]
#[command(next_help_heading = "Redaction")]
struct Redaction {
    /// Keep the key of the pseudonyms in this file, or use the one that is there: the same names in the next export
    #[arg(long, value_name = "FILE", conflicts_with = "raw")]
    key: Option<PathBuf>,
    /// Leave names, places and times as they are; needs a reason, which the ledger's log keeps
    #[arg(long, requires = "reason")]
    raw: bool,
    /// Why it has to be raw
    #[arg(long, value_name = "TEXT", requires = "raw")]
    reason: Option<String>,
    /// Codebook that says who is public: a folder of sources, or a file made by `tawatur codebook build`
    #[arg(long, value_name = "DIR|FILE")]
    codebook: Option<PathBuf>,
}

fn format(name: &str) -> Result<Format, String> {
    Format::named(name)
        .ok_or_else(|| format!("`{name}` is no format; one of {}", Format::ALL.map(Format::name).join(", ")))
}

/// Exports.
pub fn run(options: &Options) -> Result<ExitCode> {
    let reader = Reader::new(book::open(options.redaction.codebook.as_deref())?);
    if options.config {
        if options.format != Format::Labelstudio {
            bail!("only labelstudio has a labelling interface");
        }
        io::stdout().lock().write_all(export::labelstudio_config(reader.codebook()).as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    if options.out.is_none() && options.format.is_binary() && io::stdout().is_terminal() {
        bail!("{} is no text for a terminal; write it to a file with --out", options.format);
    }
    if options.events && !Format::OF_EVENTS.contains(&options.format) {
        return Err(ExportError::NoEvents(options.format).into());
    }
    let ledger = options.ledger.open()?;
    if options.events { events(options, &reader, &ledger) } else { claims(options, &reader, &ledger) }
}

/// Exports claims.
fn claims(options: &Options, reader: &Reader, ledger: &Ledger) -> Result<ExitCode> {
    let session = Session::open(ledger)?;
    let mut filter = options.filters.claims()?;
    let mut reviews = Reviews::new();
    if !options.filters.as_read() {
        filter.reviewed = Standing::ALL.into_iter().filter(|s| *s != Standing::Rejected).collect();
        reviews = session.reviews()?;
    }
    let query = filter.claims(Sort::Published);
    let mut release = match raw(options, ledger)? {
        Some(release) => release,
        None => redacted(options, reader, &session, &query, &reviews)?,
    };
    let settings = settings(options, reader, ledger);
    let tally = to(options, |out| {
        write(
            export::export(options.format, reader.codebook(), settings, out)?,
            &session,
            &query,
            &reviews,
            &mut release,
        )
    })?;
    eprintln!("{} claims of {} documents", tally.claims, tally.documents);
    nothing::say(tally.claims == 0, ledger, &options.filters.apart())?;
    report(&tally, release.counts());
    Ok(ExitCode::SUCCESS)
}

/// Exports events, told of what may leave of their documents.
fn events(options: &Options, reader: &Reader, ledger: &Ledger) -> Result<ExitCode> {
    let filter = options.filters.events()?;
    let shared = if let Some(release) = raw(options, ledger)? {
        let reason = release.reason().context("a raw export has a reason")?;
        Shared::raw(ledger, reason, Limits::default())?
    } else {
        let (documents, key) = (filter.documents(), key(options)?);
        Shared::open(ledger, &documents, Reach::Across, reader, key, Limits::default())?
    };
    let settings = settings(options, reader, ledger);
    let query = filter.events(EventSort::Day);
    let tally = to(options, |out| {
        let mut out = export::export_events(options.format, reader.codebook(), settings, out)?;
        shared.events(&query, |told| Ok::<(), anyhow::Error>(out.event(&told)?))?;
        Ok(out.finish()?)
    })?;
    eprintln!("{} events, told by {} claims", tally.events, tally.claims);
    nothing::say(tally.events == 0, ledger, &options.filters.apart())?;
    report(&tally, shared.counts());
    Ok(ExitCode::SUCCESS)
}

/// What the export says of itself.
fn settings(options: &Options, reader: &Reader, ledger: &Ledger) -> export::Options {
    let about = vec![
        ("program".to_owned(), concat!("tawatur ", env!("CARGO_PKG_VERSION")).to_owned()),
        ("ledger version".to_owned(), ledger.commit().version.to_string()),
        ("release".to_owned(), if options.redaction.raw { "raw" } else { "redacted" }.to_owned()),
        ("codebook".to_owned(), reader.codebook().label()),
    ];
    export::Options { bom: options.bom, desk: options.desk.clone(), about }
}

/// Writes to where it is to go: a file is put into place when it is whole. What is there and no file, a device or a pipe, is written to;
/// of a link, the file that it leads to is replaced.
fn to(options: &Options, write: impl FnOnce(Box<dyn Write + Send>) -> Result<Tally>) -> Result<Tally> {
    let Some(path) = &options.out else { return write(Box::new(BufWriter::new(io::stdout()))) };
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.clone());
    if fs::metadata(path).is_ok_and(|known| !known.is_file()) {
        let file = File::options().write(true).open(path);
        return write(Box::new(BufWriter::new(
            file.with_context(|| format!("cannot write {}", path.display()))?,
        )));
    }
    let part = part(path);
    let file = File::create(&part).with_context(|| format!("cannot write {}", part.display()))?;
    let tally = write(Box::new(BufWriter::new(file)))?;
    fs::rename(&part, path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(tally)
}

fn part(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Raw, where that was asked for, once the reason is in the log.
fn raw(options: &Options, ledger: &Ledger) -> Result<Option<Release>> {
    if !options.redaction.raw {
        return Ok(None);
    }
    let reason = options.redaction.reason.as_deref().unwrap_or_default();
    let what = if options.events { " of events" } else { "" };
    let log = |reason: &str| {
        let note = format!("raw {}{what}: {reason}", options.format);
        Writer::begin(ledger, "export", false)?.note(note).map(|_| ())
    };
    Ok(Some(Release::raw(reason, log)?))
}

/// Redacted, after a look at everybody it names.
fn redacted(
    options: &Options,
    reader: &Reader,
    session: &Session,
    query: &str,
    reviews: &Reviews,
) -> Result<Release> {
    let mut survey = Survey::new(reader);
    records(session, query, reviews, |record| {
        survey.add(&record);
        Ok(())
    })?;
    Ok(Release::redacted(survey.redactor(key(options)?)))
}

/// The key of the pseudonyms: one that is kept, or one that is thrown away.
fn key(options: &Options) -> Result<Key> {
    match &options.redaction.key {
        Some(path) => kept(path),
        None => Key::random().map_err(|e| anyhow!("no random key: {e}")),
    }
}

/// The key in a file, which is made where there is none: 64 hexadecimal digits.
pub fn kept(path: &Path) -> Result<Key> {
    match fs::read_to_string(path) {
        Ok(text) => {
            let digits = text.trim();
            let byte =
                |at: usize| digits.get(2 * at..2 * at + 2).and_then(|d| u8::from_str_radix(d, 16).ok());
            let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
            let bytes: Option<[u8; 32]> = bytes.and_then(|b| b.try_into().ok());
            match bytes.filter(|_| digits.len() == 64) {
                Some(bytes) => Ok(Key::kept(bytes)),
                None => bail!("{} is no key: 64 hexadecimal digits", path.display()),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = Key::random().map_err(|e| anyhow!("no random key: {e}"))?;
            let digits: Vec<String> = key.bytes().iter().map(|b| format!("{b:02x}")).collect();
            fs::write(path, format!("{}\n", digits.concat()))
                .with_context(|| format!("cannot write {}", path.display()))?;
            Ok(key)
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

fn write(
    mut out: Box<dyn Export + '_>,
    session: &Session,
    query: &str,
    reviews: &Reviews,
    release: &mut Release,
) -> Result<Tally> {
    records(session, query, reviews, |record| Ok(out.record(&release.release(record))?))?;
    Ok(out.finish()?)
}

/// What was decided about claims, by document and claim.
type Reviews = HashMap<(String, String), Vec<ReviewRow>>;

/// The claims of a query with their documents, as their reviews have them. The claims of a document follow each other.
fn records(
    session: &Session,
    query: &str,
    reviews: &Reviews,
    mut each: impl FnMut(Record) -> Result<()>,
) -> Result<()> {
    let mut open: Vec<ClaimRow> = Vec::new();
    for batch in session.ask(query)? {
        let mut rows = std::mem::take(&mut open);
        rows.extend(ClaimRow::rows(&batch?)?.into_iter().map(|mut row| {
            if let Some(reviews) = reviews.get(&(row.document.clone(), row.claim.claim.clone())) {
                row.claim = corrected(&row.claim, reviews);
            }
            row
        }));
        // The last document may go on in the next batch.
        let last = rows.last().map(|row| row.document.clone());
        let whole = rows.iter().position(|row| Some(&row.document) == last.as_ref()).unwrap_or(rows.len());
        open = rows.split_off(whole);
        join(session, rows, &mut each)?;
    }
    join(session, open, &mut each)
}

fn join(session: &Session, rows: Vec<ClaimRow>, each: &mut impl FnMut(Record) -> Result<()>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut ids: Vec<&str> = rows.iter().map(|row| row.document.as_str()).collect();
    ids.dedup();
    let list: Vec<String> = ids.iter().map(|id| format!("'{}'", id.replace('\'', "''"))).collect();
    let question = format!("SELECT * FROM documents WHERE id IN ({})", list.join(", "));
    let mut documents: HashMap<String, DocumentRow> =
        session.rows::<DocumentRow>(&question)?.into_iter().map(|row| (row.id.clone(), row)).collect();
    let mut rows = rows.into_iter().peekable();
    while let Some(first) = rows.next() {
        let id = first.document.clone();
        let mut claims = vec![first.claim];
        while let Some(next) = rows.next_if(|row| row.document == id) {
            claims.push(next.claim);
        }
        let document = documents
            .remove(&id)
            .with_context(|| format!("the ledger has claims of a document {id} that it lacks"))?;
        each(Record { document, claims })?;
    }
    Ok(())
}

/// Says what was left out and what was redacted; nothing was where there are no counts.
fn report(tally: &Tally, counts: Option<&Counts>) {
    for (why, count) in &tally.left_out {
        eprintln!("  left out: {count} ({why})");
    }
    let Some(counts) = counts else {
        eprintln!("raw: names, places and times are as they were read; the ledger's log has the reason");
        return;
    };
    eprintln!(
        "redacted: {} pseudonyms in {} documents, {} claims made coarser, {} left out because their words do not stand in their text",
        counts.persons, counts.changed, counts.coarsened, counts.unanchored
    );
}
