//! A captured document: its text and what is known about where it came from.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::{Doc, Span};

/// How something about the document is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Said by the caller, a metadata file, or the page's own metadata.
    Given,
    /// Worked out from the text.
    Inferred,
    /// Signed in the text.
    Byline,
}

/// A document text with its metadata.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Name of the document: the file's stem, `-` for standard input.
    pub name: String,
    /// The document text; for a text file the file's text as it stands.
    pub text: String,
    /// Title, where the format marks one.
    pub title: Option<String>,
    /// The outlet that published it, and how that is known.
    pub outlet: Option<(String, Basis)>,
    /// The day it was published, and how that is known.
    pub published: Option<(Date, Basis)>,
    /// Who signed it.
    pub byline: Option<String>,
    /// Name of the encoding it was decoded from, as the WHATWG standard spells it.
    pub encoding: &'static str,
    /// Passages that are page furniture, not reporting; marked, never cut.
    pub furniture: Vec<Span<Doc>>,
    /// What of the furniture is headlines that the page may have run together, with no mark between them.
    pub headlines: Vec<Span<Doc>>,
}

impl Document {
    /// A document of plain text with nothing known about it.
    pub fn from_text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), encoding: "UTF-8", ..Self::default() }
    }
}
