//! What can go wrong with a ledger.

use std::{io, path::PathBuf};

use datafusion::error::DataFusionError;
use deltalake::DeltaTableError;

use crate::row::RowError;

/// Why a ledger could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is none in a folder and those above it.
    #[error(
        "there is no ledger in {} or a folder above it; make one with `tawatur init DIR`, or name it with --ledger DIR",
        .0.display()
    )]
    None(PathBuf),
    /// The folder for a new one holds something.
    #[error("{}: there is something in it already; name a new or an empty folder", .0.display())]
    Occupied(PathBuf),
    /// There is one already.
    #[error("{}: is a ledger already", .0.display())]
    Exists(PathBuf),
    /// It was made by another version of the program.
    #[error("{}: format {found} is not known to this program, which writes format {known}; use a newer program", path.display())]
    Format {
        /// Its settings.
        path: PathBuf,
        /// The format it says.
        found: u32,
        /// The format written here.
        known: u32,
    },
    /// Its settings or one of its commits cannot be understood.
    #[error("{}: {problem}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Somebody else is writing.
    #[error("the ledger is being written by {holder}; wait until it is done, or say --wait")]
    Locked {
        /// Who, as they said when they began.
        holder: String,
    },
    /// There is no such version.
    #[error("there is no version {version}; the ledger has versions {first} to {last}")]
    Version {
        /// The version asked for.
        version: u64,
        /// The oldest that is kept.
        first: u64,
        /// The newest.
        last: u64,
    },
    /// Another program has written to one of the tables.
    #[error(
        "{}: was written by another program than this one; take its version back before you go on", .0.display()
    )]
    Foreign(PathBuf),
    /// The raw store does not have these bytes, or not as they were.
    #[error("raw capture {key}: {problem}")]
    Raw {
        /// The hash of the bytes.
        key: String,
        /// What is wrong.
        problem: String,
    },
    /// A file of the ledger cannot be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// A table cannot be read or written.
    #[error("table {table}: {error}")]
    Table {
        /// The table.
        table: &'static str,
        /// Why.
        #[source]
        error: Box<DeltaTableError>,
    },
    /// Rows and table do not fit.
    #[error(transparent)]
    Row(#[from] RowError),
    /// A question took longer than it may.
    #[error("the answer takes longer than {seconds} s; ask for less, or raise --timeout")]
    TooLong {
        /// How long it may take.
        seconds: f64,
    },
    /// Nothing has this id.
    #[error("nothing in the ledger has an id that begins with {0}")]
    Unknown(String),
    /// Several things have ids that begin so.
    #[error("{count} ids begin with {prefix}; write more of it")]
    Ambiguous {
        /// What was asked for.
        prefix: String,
        /// How many there are, as far as was counted.
        count: usize,
    },
    /// A plan cannot be made or run.
    #[error("{0}")]
    Plan(Box<DataFusionError>),
}

impl From<DataFusionError> for LedgerError {
    fn from(error: DataFusionError) -> Self {
        Self::Plan(Box::new(error))
    }
}

/// Puts the path to an error of the file system.
pub(super) fn at(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> LedgerError {
    move |error| LedgerError::Io { path: path.into(), error }
}
