//! `tawatur entities`: whom and what documents name.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, IsTerminal},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;
use tawatur::{Reader, Worker, entity::EntityRecord, text};
use unicode_width::UnicodeWidthStr;

use crate::{
    book,
    input::{self, Complaint, Found},
    output::{self, Progress},
    parallel,
    read::read_one,
    table,
};

/// Show the persons, groups, organisations, outlets and places that documents name
///
/// Of each: its fullest name in the document, its class, its id where the codebook lists it, how often it is mentioned,
/// and what else it is called: a part of its name, an acronym, an alias, a description (التنظيم). Names that no list has
/// are found by the words they are made of, by a title, or by a noun that says what they name. Input is taken as by
/// `tawatur read`; without a PATH, those of the ledger are listed, where there is one.
#[derive(Debug, Args)]
#[command(after_help = format!("\
Examples:
  tawatur entities article.txt
  tawatur entities --together --format table archive/ | head -40
  tawatur entities --class person --class group --format csv archive/ > names.csv
  curl -s https://example.org/news.html | tawatur entities --format jsonl | jq .name{OF_LEDGER}"))]
pub struct Options {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to write them [default: pretty on a terminal, jsonl otherwise]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// One list over all documents, most frequent first: the same id, or the same name and class, is one entity
    #[arg(long)]
    together: bool,
    /// Only this class: person, group, force, organisation, outlet, official, state, place, facility; may be repeated
    #[arg(long, value_name = "CLASS", value_parser = CLASSES)]
    class: Vec<String>,
    /// Another codebook: a folder of sources, or a file made by `tawatur codebook build`
    #[arg(long, value_name = "DIR|FILE")]
    codebook: Option<PathBuf>,
    /// How many threads to read with [default: all cores]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[cfg(feature = "ledger")]
    #[command(flatten)]
    listing: crate::ledger::EntityListing,
}

/// An example that only a program with ledgers understands.
const OF_LEDGER: &str = if cfg!(feature = "ledger") {
    "\n  tawatur entities --class group --place حلب --limit 20"
} else {
    ""
};

const CLASSES: [&str; 9] =
    ["person", "group", "force", "organisation", "outlet", "official", "state", "place", "facility"];

/// How entities are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading: each with its mentions
    Pretty,
    /// One line an entity, in columns
    Table,
    /// One entity a line, every mention with its place in the text
    Jsonl,
    /// One row an entity, for spreadsheets
    Csv,
}

#[cfg(feature = "ledger")]
impl Format {
    /// How rows of a ledger are written.
    fn of_rows(self) -> crate::ledger::Rows {
        match self {
            Self::Pretty | Self::Table => crate::ledger::Rows::Table,
            Self::Jsonl => crate::ledger::Rows::Jsonl,
            Self::Csv => crate::ledger::Rows::Csv,
        }
    }
}

/// An entity of one document.
#[derive(Serialize)]
struct Named<'a> {
    doc: &'a str,
    #[serde(flatten)]
    entity: &'a EntityRecord,
}

/// An entity of several documents.
#[derive(Debug, Serialize)]
struct Joint {
    name: String,
    class: &'static str,
    id: Option<String>,
    name_en: Option<String>,
    country: Option<String>,
    evidence: &'static str,
    count: usize,
    documents: Vec<String>,
    aliases: Vec<String>,
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    let terminal = io::stdout().is_terminal();
    #[cfg(feature = "ledger")]
    if options.paths.is_empty() && options.listing.ledger.is_there() {
        return crate::ledger::entities(
            &options.listing,
            &options.class,
            options.format.map(Format::of_rows),
        );
    }
    if options.paths.is_empty() && io::stdin().is_terminal() {
        bail!("nothing to read: name files or folders, or pipe text in (see `tawatur entities --help`)");
    }
    let reader = Reader::new(book::open(options.codebook.as_deref())?);
    let format = options.format.unwrap_or(if terminal { Format::Pretty } else { Format::Jsonl });
    output::end_on_interrupt(output::INTERRUPTED)?;
    if format == Format::Csv {
        output::write_out(&header(options.together)?)?;
    }
    let work = |worker: &mut Worker, found: Found| -> Result<(String, Vec<EntityRecord>), Complaint> {
        let (document, mut entities) = read_one(&reader, worker, found, Worker::entities)?;
        entities.retain(|e| options.class.is_empty() || options.class.iter().any(|c| c == e.class));
        Ok((document.name, entities))
    };
    let mut progress = Progress::new("entities");
    let mut failed = false;
    let mut all: BTreeMap<String, Joint> = BTreeMap::new();
    parallel::in_order(
        input::items(&options.paths, &input::Options::default()),
        parallel::threads(options.threads),
        || reader.worker(),
        work,
        |read| {
            let (name, entities) = match read {
                Ok(read) => read,
                Err(complaint) => {
                    failed |= progress.pause(|| complaint.say());
                    return Ok(());
                }
            };
            if !options.together {
                progress.pause(|| output::write_out(&of_document(format, &name, &entities)?))?;
            }
            progress.step(entities.len());
            if options.together {
                for entity in entities {
                    join(&mut all, &name, entity);
                }
            }
            Ok(())
        },
    )?;
    progress.end();
    if options.together {
        let mut list: Vec<Joint> = all.into_values().collect();
        list.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        output::write_out(&of_all(format, &list)?)?;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Adds an entity of a document to those of all.
fn join(all: &mut BTreeMap<String, Joint>, doc: &str, entity: EntityRecord) {
    let key = entity.id.clone().unwrap_or_else(|| format!("{}\t{}", entity.class, text::fold(&entity.name)));
    let joint = all.entry(key).or_insert_with(|| Joint {
        name: entity.name.clone(),
        class: entity.class,
        id: entity.id.clone(),
        name_en: entity.name_en.clone(),
        country: entity.country.clone(),
        evidence: entity.evidence,
        count: 0,
        documents: Vec::new(),
        aliases: Vec::new(),
    });
    joint.count += entity.count;
    joint.documents.push(doc.to_owned());
    for alias in std::iter::once(entity.name).chain(entity.aliases) {
        if alias != joint.name && !joint.aliases.contains(&alias) {
            joint.aliases.push(alias);
        }
    }
}

fn of_document(format: Format, doc: &str, entities: &[EntityRecord]) -> Result<Vec<u8>> {
    Ok(match format {
        Format::Jsonl => {
            output::lines(entities.iter().map(|entity| Named { doc, entity }).collect::<Vec<_>>())?
        }
        Format::Csv => csv(entities.iter().map(|e| Row {
            doc: Some(doc),
            own: [
                Some(&e.name),
                Some(e.class),
                e.id.as_deref(),
                e.name_en.as_deref(),
                e.country.as_deref(),
                Some(e.evidence),
            ],
            count: e.count,
            documents: None,
            aliases: &e.aliases,
        }))?,
        Format::Table => columns(entities.iter().map(|e| {
            [
                doc.to_owned(),
                e.class.to_owned(),
                e.count.to_string(),
                e.name.clone(),
                known(e.id.as_deref(), e.name_en.as_deref()),
                e.aliases.join("، "),
            ]
        })),
        Format::Pretty => pretty(doc, entities).into_bytes(),
    })
}

fn of_all(format: Format, list: &[Joint]) -> Result<Vec<u8>> {
    Ok(match format {
        Format::Jsonl => output::lines(list)?,
        Format::Csv => csv(list.iter().map(|e| Row {
            doc: None,
            own: [
                Some(&e.name),
                Some(e.class),
                e.id.as_deref(),
                e.name_en.as_deref(),
                e.country.as_deref(),
                Some(e.evidence),
            ],
            count: e.count,
            documents: Some(e.documents.len()),
            aliases: &e.aliases,
        }))?,
        Format::Table | Format::Pretty => columns(list.iter().map(|e| {
            [
                e.count.to_string(),
                format!("in {}", e.documents.len()),
                e.class.to_owned(),
                e.name.clone(),
                known(e.id.as_deref(), e.name_en.as_deref()),
                e.aliases.iter().take(6).cloned().collect::<Vec<_>>().join("، "),
            ]
        })),
    })
}

/// What a row says of an entity, whether of one document or of all.
const OWN: [&str; 6] = ["name", "class", "id", "name_en", "country", "evidence"];

/// An entity as a row of a spreadsheet.
struct Row<'a> {
    /// The document, where it is of one.
    doc: Option<&'a str>,
    own: [Option<&'a str>; OWN.len()],
    count: usize,
    /// In how many documents, where it is of all.
    documents: Option<usize>,
    aliases: &'a [String],
}

fn csv<'a>(rows: impl Iterator<Item = Row<'a>>) -> Result<Vec<u8>> {
    let mut writer = table::writer();
    for row in rows {
        let counts: Vec<String> =
            [row.count].into_iter().chain(row.documents).map(|n| n.to_string()).collect();
        let aliases = row.aliases.join("; ");
        let cells = row
            .doc
            .into_iter()
            .chain(row.own.map(Option::unwrap_or_default))
            .chain(counts.iter().map(String::as_str))
            .chain([&*aliases]);
        writer.write_record(cells.map(table::harmless))?;
    }
    table::finish(writer)
}

/// The line of column names.
fn header(together: bool) -> Result<Vec<u8>> {
    let mut writer = table::writer();
    let before = (!together).then_some("doc");
    let documents = together.then_some("documents");
    writer
        .write_record(before.into_iter().chain(OWN).chain(["count"]).chain(documents).chain(["aliases"]))?;
    table::finish(writer)
}

fn known(id: Option<&str>, name: Option<&str>) -> String {
    match (name, id) {
        (Some(name), Some(id)) => format!("{name} [{id}]"),
        _ => "–".to_owned(),
    }
}

/// Lines in columns of even width.
fn columns<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let rows: Vec<_> = rows.collect();
    let width = |at: usize| rows.iter().map(|r| r[at].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(line, "{cell}{}  ", " ".repeat(width.saturating_sub(cell.width())));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.into_bytes()
}

/// A document's entities by class, each with how its mentions call it.
fn pretty(doc: &str, entities: &[EntityRecord]) -> String {
    let mut out = format!("── {doc}\n");
    for class in CLASSES {
        let of_class: Vec<&EntityRecord> = entities.iter().filter(|e| e.class == class).collect();
        if of_class.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{class}");
        for entity in of_class {
            let listed = known(entity.id.as_deref(), entity.name_en.as_deref());
            let by = if entity.id.is_some() { listed } else { format!("not listed; by {}", entity.evidence) };
            let _ = writeln!(out, "  {} ×{}  {by}", entity.name, entity.count);
            if !entity.aliases.is_empty() {
                let _ = writeln!(out, "      also {}", entity.aliases.join("، "));
            }
        }
    }
    out.push('\n');
    out
}
