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
    export::{self, Export, Format, Tally},
    ledger::Writer,
    query::{Session, Sort},
    redact::{Key, Record, Release, Survey},
    row::{ClaimRow, DocumentRow, Row},
};

use super::{Where, filters::OfClaims};
use crate::book;

/// Write claims in a format of others, without the names of private people
///
/// Formats: csv, xlsx, jsonl, parquet, geojson, acled, ucdp, plover, ftm (Follow the Money), prov (PROV-O), webannotation,
/// brat, labelstudio, bib. Names of private people become pseudonyms that hold for this export only, and what is told of
/// people at risk has no finer place than a division and no finer time than a month; docs/exports.md says what this does
/// and what it cannot do. What the format has no place for is counted on standard error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur export csv --type defection --bom --out defections.csv
  tawatur export geojson --place حلب --from 2024-05-01 --out map.geojson
  tawatur export ftm --out entities.ftm.json
  tawatur export labelstudio --config > interface.xml
  tawatur export jsonl --raw --reason 'our own archive, not to be given away' --out all.jsonl")]
pub struct Options {
    /// Which format
    #[arg(value_name = "FORMAT", value_parser = format)]
    format: Format,
    #[command(flatten)]
    filters: OfClaims,
    /// Write to this file and not to standard output
    #[arg(long, short, help_heading = "Output", value_name = "FILE")]
    out: Option<PathBuf>,
    /// Begin tables in text with a byte order mark, by which Excel knows that they are UTF-8
    #[arg(long, help_heading = "Output")]
    bom: bool,
    /// Address of a desk that claims link to, and not to the pages they are of
    #[arg(long, help_heading = "Output", value_name = "ADDRESS")]
    desk: Option<String>,
    /// Keep the key of the pseudonyms in this file, or use the one that is there: the same names in the next export
    #[arg(long, help_heading = "Redaction", value_name = "FILE", conflicts_with = "raw")]
    key: Option<PathBuf>,
    /// Leave names, places and times as they are; needs a reason, which the ledger's log keeps
    #[arg(long, help_heading = "Redaction", requires = "reason")]
    raw: bool,
    /// Why it has to be raw
    #[arg(long, help_heading = "Redaction", value_name = "TEXT", requires = "raw")]
    reason: Option<String>,
    /// Only print the labelling interface that tasks of labelstudio are made for
    #[arg(long, help_heading = "Output")]
    config: bool,
    /// Codebook that says who is public: a folder of sources, or a file made by `tawatur codebook build`
    #[arg(long, help_heading = "Redaction", value_name = "DIR|FILE")]
    codebook: Option<PathBuf>,
    #[command(flatten)]
    ledger: Where,
}

fn format(name: &str) -> Result<Format, String> {
    Format::named(name)
        .ok_or_else(|| format!("`{name}` is no format; one of {}", Format::ALL.map(Format::name).join(", ")))
}

/// Exports.
pub fn run(options: &Options) -> Result<ExitCode> {
    let reader = Reader::new(book::open(options.codebook.as_deref())?);
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
    let ledger = options.ledger.open()?;
    let session = Session::open(&ledger)?;
    let query = options.filters.filter().claims(Sort::Published);
    let mut release = release(options, &reader, &ledger, &session, &query)?;
    let about = vec![
        ("program".to_owned(), concat!("tawatur ", env!("CARGO_PKG_VERSION")).to_owned()),
        ("ledger version".to_owned(), ledger.commit().version.to_string()),
        ("release".to_owned(), if release.reason().is_some() { "raw" } else { "redacted" }.to_owned()),
        ("codebook".to_owned(), reader.codebook().label()),
    ];
    let settings = export::Options { bom: options.bom, desk: options.desk.clone(), about };
    let begin = |out: Box<dyn Write + Send>| export::export(options.format, reader.codebook(), settings, out);
    let tally = match &options.out {
        None => write(begin(Box::new(BufWriter::new(io::stdout())))?, &session, &query, &mut release)?,
        Some(path) => {
            // Put into place when it is whole.
            let part = part(path);
            let file = File::create(&part).with_context(|| format!("cannot write {}", part.display()))?;
            let tally = write(begin(Box::new(BufWriter::new(file)))?, &session, &query, &mut release)?;
            fs::rename(&part, path).with_context(|| format!("cannot write {}", path.display()))?;
            tally
        }
    };
    report(&tally, &release);
    Ok(ExitCode::SUCCESS)
}

fn part(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// How it leaves: raw, once the reason is in the log; else redacted, after a look at everybody it names.
fn release(
    options: &Options,
    reader: &Reader,
    ledger: &Ledger,
    session: &Session,
    query: &str,
) -> Result<Release> {
    if options.raw {
        let reason = options.reason.as_deref().unwrap_or_default();
        let log = |reason: &str| {
            let note = format!("raw {}: {reason}", options.format);
            Writer::begin(ledger, "export", false)?.note(note).map(|_| ())
        };
        return Ok(Release::raw(reason, log)?);
    }
    let mut survey = Survey::new(reader);
    records(session, query, |record| {
        survey.add(&record);
        Ok(())
    })?;
    let key = match &options.key {
        Some(path) => kept(path)?,
        None => Key::random().map_err(|e| anyhow!("no random key: {e}"))?,
    };
    Ok(Release::redacted(survey.redactor(key)))
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
    release: &mut Release,
) -> Result<Tally> {
    records(session, query, |record| Ok(out.record(&release.release(record))?))?;
    Ok(out.finish()?)
}

/// The claims of a query with their documents. The claims of a document follow each other.
fn records(session: &Session, query: &str, mut each: impl FnMut(Record) -> Result<()>) -> Result<()> {
    let mut open: Vec<ClaimRow> = Vec::new();
    for batch in session.ask(query)? {
        let mut rows = std::mem::take(&mut open);
        rows.extend(ClaimRow::rows(&batch?)?);
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

fn report(tally: &Tally, release: &Release) {
    eprintln!("{} claims of {} documents", tally.claims, tally.documents);
    for (why, count) in &tally.left_out {
        eprintln!("  left out: {count} ({why})");
    }
    match (release.counts(), release.reason()) {
        (Some(counts), _) => eprintln!(
            "redacted: {} pseudonyms in {} documents, {} claims made coarser, {} left out because their words do not stand in their text",
            counts.persons, counts.changed, counts.coarsened, counts.unanchored
        ),
        (None, Some(_)) => {
            eprintln!("raw: names, places and times are as they were read; the ledger's log has the reason");
        }
        (None, None) => {}
    }
}
