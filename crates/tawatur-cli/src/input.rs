//! What to read: files, folders, archives and standard input, taken in by the engine. A program without it takes text
//! and web pages only, through `plain`, which has the same functions.

#[cfg(not(feature = "ledger"))]
mod plain;

use std::{fmt, path::Path};

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
#[cfg(not(feature = "ledger"))]
use plain as intake;
pub use tawatur::capture::beside::date;
#[cfg(feature = "ledger")]
use tawatur_engine::intake;

pub use intake::{IntakeError, Item, Options, document, items};

/// An item, or what is wrong where there should be one.
pub type Found = Result<Item, IntakeError>;

/// What the caller says of all that is read.
#[derive(Clone, Debug, Default, Args)]
pub struct Given {
    /// Day of publication, against which "yesterday" is reckoned; overrides what files and pages say
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    published: Option<Date>,
    /// Outlet that published; overrides what files and pages say
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Which column of tables, or field of JSON, holds what: text, title, date, url, outlet, author, id or captured;
    /// may be repeated [default: by their usual names]
    #[cfg(feature = "ledger")]
    #[arg(long = "map", value_name = "FIELD=COLUMN")]
    columns: Vec<String>,
    /// Take pictures in folders and archives for scanned pages, and read them with Tesseract, which has to be installed
    #[cfg(feature = "ledger")]
    #[arg(long)]
    ocr: bool,
}

impl Given {
    /// How to take in.
    ///
    /// # Errors
    /// When a column is mapped wrongly, or pictures are to be read and nothing is there that reads them.
    pub fn options(&self) -> Result<Options> {
        let (published, outlet) = (self.published, self.outlet.clone());
        #[cfg(feature = "ledger")]
        {
            let mut options = Options { published, outlet, pictures: self.ocr, ..Options::default() };
            for column in &self.columns {
                options.mapping.add(column).map_err(|problem| anyhow::anyhow!("--map {problem}"))?;
            }
            if self.ocr {
                intake::ocr_ready()?;
            }
            Ok(options)
        }
        #[cfg(not(feature = "ledger"))]
        Ok(Options { published, outlet })
    }
}

/// The one document in a file; what is odd about what stands beside it is said at once.
pub fn file(path: &Path) -> Result<Item> {
    for found in items(&[path.to_owned()], &Options::default()) {
        match found.map_err(Complaint::from) {
            Ok(item) => return Ok(item),
            Err(odd) if odd.is_warning => {
                odd.say();
            }
            Err(lost) => return Err(lost.into()),
        }
    }
    anyhow::bail!("{}: holds no document", path.display())
}

/// Why something was not read, or what was odd about it.
#[derive(Debug)]
pub struct Complaint {
    words: String,
    is_warning: bool,
}

impl Complaint {
    /// A document was not read.
    pub fn lost(label: &str, problem: &anyhow::Error) -> Self {
        Self { words: format!("{label}: {problem:#}"), is_warning: false }
    }

    /// Says it on standard error; whether a document was not read because of it.
    pub fn say(&self) -> bool {
        eprintln!("tawatur: {self}");
        !self.is_warning
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for Complaint {}

impl From<IntakeError> for Complaint {
    fn from(error: IntakeError) -> Self {
        Self { is_warning: error.is_warning(), words: error.to_string() }
    }
}
