//! Decisions on their way to other programs and back.
//!
//! Each format has the decisions as its own tools show and change them, and beside that each decision as an [`Entry`], so
//! that nothing is lost on the way: what was exported and comes back unchanged is nothing new. What a tool changed is
//! held against the claim as it stands, field by field.

mod brat;
mod entry;
mod labelstudio;
mod marked;
mod webannotation;

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    path::Path,
};

pub use entry::Entry;
use entry::entries;
use marked::Marked;

use super::{Anchor, Desk, Opinion, ReviewError, Unfit};
use crate::redact::{Dossier, Released};

/// A format of decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One decision a line.
    Jsonl,
    /// brat standoff, zipped.
    Brat,
    /// Tasks of Label Studio with annotations.
    Labelstudio,
    /// W3C Web Annotation.
    Webannotation,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Jsonl, Self::Brat, Self::Labelstudio, Self::Webannotation];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Brat => "brat",
            Self::Labelstudio => "labelstudio",
            Self::Webannotation => "webannotation",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// Why decisions cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] io::Error),
    /// It is not in its format.
    #[error("{place}: {problem}")]
    Malformed {
        /// Where in the file.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// An archive cannot be read or written.
    #[error("the archive: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// JSON cannot be written.
    #[error("JSON cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// A decision cannot be taken.
    #[error(transparent)]
    Review(#[from] ReviewError),
}

/// Something that somebody else decided, with what is known of its claim.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id, where it has one.
    pub review: Option<String>,
    /// Which claim it is about.
    pub anchor: Anchor,
    /// What was decided.
    pub opinion: Opinion,
}

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// Decisions.
    items: Vec<Item>,
    /// Claims as a tool has them.
    marked: Vec<Marked>,
    /// What is passed over, by the reason.
    passed: BTreeMap<&'static str, usize>,
}

/// What became of the decisions of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New ones.
    pub new: usize,
    /// Those that the ledger has.
    pub held: usize,
    /// Those that fit no claim: what was decided, about which words, and why it does not fit.
    pub unfit: Vec<(String, String)>,
    /// What is passed over, by the reason.
    pub passed: BTreeMap<&'static str, usize>,
}

/// Reads the decisions of a file. `reviewer` has decided what the file itself ascribes to nobody.
///
/// # Errors
/// When the file cannot be read or is not in this format.
pub fn read(format: Format, path: &Path, reviewer: &str) -> Result<Contents, ExchangeError> {
    if format == Format::Brat {
        return brat::read(path, reviewer);
    }
    let mut text = String::new();
    if path.as_os_str() == "-" {
        io::stdin().lock().read_to_string(&mut text)?;
    } else {
        text = std::fs::read_to_string(path)?;
    }
    let text = text.trim_start_matches('\u{FEFF}');
    match format {
        Format::Jsonl => entry::read(text, reviewer),
        Format::Labelstudio => labelstudio::read(text, reviewer),
        Format::Webannotation => webannotation::read(text, reviewer),
        Format::Brat => unreachable!("read above"),
    }
}

/// Takes the decisions of a file.
///
/// # Errors
/// When a table cannot be read.
pub fn take(desk: &mut Desk<'_>, contents: Contents) -> Result<Imported, ExchangeError> {
    let mut done = Imported { passed: contents.passed, ..Imported::default() };
    for item in contents.items {
        let said = || {
            let field = item.opinion.field.map_or("", super::Field::name);
            let words = item.anchor.quote.as_ref().map_or("", |quote| quote.exact.as_str());
            format!("{:?} {field} {words}", item.opinion.decision).to_lowercase()
        };
        if item.review.as_deref().is_some_and(|id| desk.holds(id)) {
            done.held += 1;
            continue;
        }
        match desk.anchor(&item.anchor).map_err(ReviewError::from)? {
            Err(why) => done.unfit.push((said(), why.to_string())),
            Ok(row) => match desk.take(&row, item.opinion.clone(), item.review.as_deref()) {
                Ok(true) => done.new += 1,
                Ok(false) => done.held += 1,
                Err(error @ ReviewError::Ledger(_)) => return Err(error.into()),
                Err(error) => done.unfit.push((said(), error.to_string())),
            },
        }
    }
    for marked in contents.marked {
        marked.take(desk, &mut done)?;
    }
    Ok(done)
}

/// Writes the decisions of documents.
///
/// # Errors
/// When they cannot be written.
pub fn write(
    format: Format,
    dossiers: &[Released<Dossier>],
    types: &[String],
    mut out: impl Write,
) -> Result<usize, ExchangeError> {
    let dossiers: Vec<&Dossier> = dossiers.iter().map(Released::get).collect();
    match format {
        Format::Jsonl => {
            for entry in dossiers.iter().flat_map(|dossier| entries(dossier)) {
                serde_json::to_writer(&mut out, &entry)?;
                out.write_all(b"\n")?;
            }
        }
        Format::Brat => brat::write(&dossiers, types, &mut out)?,
        Format::Labelstudio => labelstudio::write(&dossiers, &mut out)?,
        Format::Webannotation => webannotation::write(&dossiers, &mut out)?,
    }
    out.flush()?;
    Ok(dossiers.iter().map(|dossier| dossier.reviews.len()).sum())
}

fn malformed(place: impl Into<String>, problem: &impl ToString) -> ExchangeError {
    ExchangeError::Malformed { place: place.into(), problem: problem.to_string() }
}

/// Why a marked claim does not fit.
fn unfit(done: &mut Imported, what: &str, why: Unfit) {
    done.unfit.push((what.to_owned(), why.to_string()));
}
