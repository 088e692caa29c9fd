//! What leaves, in the formats of those who take it further.
//!
//! A format is a file here. Each takes [`Released`] records only, one after the other, and writes them as it goes where
//! the format lets it; none of them decides what may be shown, that is [`redact`](crate::redact)'s. A scheme that cannot
//! hold a claim leaves it out and counts it with the reason. `docs/exports.md` has the formats column by column.
//!
//! ```no_run
//! use tawatur_engine::{export::{Format, Options, export}, redact::{Key, Record, Redactor, Release}};
//! # fn of(reader: &tawatur::Reader, records: Vec<Record>) -> Result<(), Box<dyn std::error::Error>> {
//! let mut release = Release::redacted(Redactor::new(Key::random()?, reader));
//! let mut out = export(Format::Geojson, reader.codebook(), Options::default(), std::io::stdout())?;
//! for record in records {
//!     out.record(&release.release(record))?;
//! }
//! let tally = out.finish()?;
//! # Ok(())
//! # }
//! ```

mod acled;
mod bib;
pub(crate) mod brat;
mod country;
mod delimited;
mod event;
mod ftm;
mod geojson;
mod items;
mod jsonl;
pub(crate) mod labelstudio;
mod link;
mod parquet;
mod plover;
mod prov;
mod scheme;
mod table;
mod ucdp;
mod webannotation;
mod xlsx;

use std::{collections::BTreeMap, fmt, io::Write};

use serde::Serialize;
use tawatur::codebook::Codebook;

use crate::redact::{Record, Released};

pub use event::{EventExport, export_events};
pub use labelstudio::config as labelstudio_config;
pub use table::{Column, Kind};
pub(crate) use webannotation::fields as claim_fields;

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// One row a claim, for spreadsheets.
    Csv,
    /// A workbook of claims and documents.
    Xlsx,
    /// One claim a line, with every field.
    Jsonl,
    /// One row a claim, typed.
    Parquet,
    /// A map.
    Geojson,
    /// Columns of the Armed Conflict Location & Event Data project.
    Acled,
    /// Columns of the Uppsala Conflict Data Program's georeferenced event data.
    Ucdp,
    /// Event types of PLOVER, columns of POLECAT.
    Plover,
    /// `FollowTheMoney` entities, as Aleph reads them.
    Ftm,
    /// Provenance, PROV-O in JSON-LD.
    Prov,
    /// W3C Web Annotation.
    Webannotation,
    /// brat standoff, zipped.
    Brat,
    /// Tasks of Label Studio.
    Labelstudio,
    /// BibLaTeX, one entry a document.
    Bib,
}

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 14] = [
        Self::Csv,
        Self::Xlsx,
        Self::Jsonl,
        Self::Parquet,
        Self::Geojson,
        Self::Acled,
        Self::Ucdp,
        Self::Plover,
        Self::Ftm,
        Self::Prov,
        Self::Webannotation,
        Self::Brat,
        Self::Labelstudio,
        Self::Bib,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Geojson => "geojson",
            Self::Acled => "acled",
            Self::Ucdp => "ucdp",
            Self::Plover => "plover",
            Self::Ftm => "ftm",
            Self::Prov => "prov",
            Self::Webannotation => "webannotation",
            Self::Brat => "brat",
            Self::Labelstudio => "labelstudio",
            Self::Bib => "bib",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }

    /// What its files end in.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv | Self::Acled | Self::Ucdp => "csv",
            Self::Plover => "tsv",
            Self::Xlsx => "xlsx",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Geojson => "geojson",
            Self::Ftm => "ftm.json",
            Self::Prov | Self::Webannotation => "jsonld",
            Self::Brat => "zip",
            Self::Labelstudio => "json",
            Self::Bib => "bib",
        }
    }

    /// Whether its files are bytes that no terminal should show.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Xlsx | Self::Parquet | Self::Brat)
    }

    /// Those that have a place for events across documents.
    pub const OF_EVENTS: [Self; 8] = [
        Self::Csv,
        Self::Xlsx,
        Self::Jsonl,
        Self::Parquet,
        Self::Geojson,
        Self::Acled,
        Self::Ucdp,
        Self::Ftm,
    ];

    /// The columns of a format that is a table of events, each with what it holds.
    pub fn event_columns(self) -> Option<Vec<Column>> {
        event::columns(self)
    }

    /// The columns of a format that is a table of claims, each with what it holds.
    pub fn columns(self) -> Option<&'static [Column]> {
        match self {
            Self::Csv | Self::Xlsx | Self::Parquet | Self::Geojson => Some(table::COLUMNS),
            Self::Acled => Some(acled::COLUMNS),
            Self::Ucdp => Some(ucdp::COLUMNS),
            Self::Plover => Some(plover::COLUMNS),
            _ => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What the caller may choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether tables in text begin with a byte order mark, which Excel needs to see that they are UTF-8.
    pub bom: bool,
    /// Address of a desk whose pages claims link to; their source page where there is none.
    pub desk: Option<String>,
    /// What is said of the whole export where a format has room for it, as name and value.
    pub about: Vec<(String, String)>,
}

/// Why an export cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file cannot be written.
    #[error("cannot be written: {0}")]
    Write(#[from] std::io::Error),
    /// A row of a table in text cannot be written.
    #[error("a row cannot be written: {0}")]
    Row(#[from] ::csv::Error),
    /// JSON cannot be written.
    #[error("JSON cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// A workbook cannot be written.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A Parquet file cannot be written.
    #[error("the parquet file cannot be written: {0}")]
    Parquet(#[from] datafusion::parquet::errors::ParquetError),
    /// A table of columns cannot be made.
    #[error("the columns do not fit together: {0}")]
    Columns(#[from] datafusion::arrow::error::ArrowError),
    /// An archive cannot be written.
    #[error("the archive cannot be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// More rows than the format can hold.
    #[error("a worksheet holds no more than {0} rows; export csv or parquet, or fewer")]
    TooMany(u32),
    /// The format has no place for events.
    #[error("{0} has no place for events; {names} have", names = Format::OF_EVENTS.map(Format::name).join(", "))]
    NoEvents(Format),
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Documents of which something was written.
    pub documents: u64,
    /// Events written.
    pub events: u64,
    /// Claims written, or taken with the events that they tell of.
    pub claims: u64,
    /// Claims that the format or scheme has no place for, by the reason.
    pub left_out: BTreeMap<&'static str, u64>,
}

impl Tally {
    fn leave_out(&mut self, why: &'static str) {
        *self.left_out.entry(why).or_default() += 1;
    }
}

/// An export being written.
pub trait Export {
    /// Writes a document with its claims.
    ///
    /// # Errors
    /// [`ExportError`] when it cannot be written.
    fn record(&mut self, record: &Released<Record>) -> Result<(), ExportError>;

    /// Ends the file; what was not ended is no valid file.
    ///
    /// # Errors
    /// [`ExportError`] when the end cannot be written.
    fn finish(self: Box<Self>) -> Result<Tally, ExportError>;
}

/// What all formats know.
struct Context<'a> {
    codebook: &'a Codebook,
    options: Options,
}

/// Begins an export.
///
/// # Errors
/// [`ExportError`] when the beginning of the file cannot be written.
pub fn export<'a>(
    format: Format,
    codebook: &'a Codebook,
    options: Options,
    out: impl Write + Send + 'a,
) -> Result<Box<dyn Export + 'a>, ExportError> {
    let context = Context { codebook, options };
    Ok(match format {
        Format::Csv => Box::new(delimited::Delimited::new(context, out, b',', table::COLUMNS, |c, r, k| {
            Ok(table::row(c, r, k))
        })?),
        Format::Acled => Box::new(delimited::Delimited::new(context, out, b',', acled::COLUMNS, acled::row)?),
        Format::Ucdp => Box::new(delimited::Delimited::new(context, out, b',', ucdp::COLUMNS, ucdp::row)?),
        Format::Plover => {
            Box::new(delimited::Delimited::new(context, out, b'\t', plover::COLUMNS, plover::row)?)
        }
        Format::Xlsx => Box::new(xlsx::Xlsx::new(context, out)?),
        Format::Jsonl => Box::new(jsonl::Jsonl::new(context, out)),
        Format::Parquet => Box::new(parquet::Parquet::new(context, out)?),
        Format::Geojson => Box::new(geojson::Geojson::new(context, out)?),
        Format::Ftm => Box::new(ftm::Ftm::new(context, out)),
        Format::Prov => Box::new(prov::Prov::new(context, out)?),
        Format::Webannotation => Box::new(webannotation::WebAnnotation::new(context, out)?),
        Format::Brat => Box::new(brat::Brat::new(context, out)),
        Format::Labelstudio => Box::new(labelstudio::LabelStudio::new(context, out)?),
        Format::Bib => Box::new(bib::Bib::new(out)),
    })
}

#[cfg(test)]
mod tests;
