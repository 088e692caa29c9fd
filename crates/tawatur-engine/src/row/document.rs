//! A captured document as the ledger keeps it.

use datafusion::arrow::datatypes::Field;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use tawatur::{
    capture::{Basis, Document},
    claim::record::CodePoints,
};

use super::{
    Row, Table,
    schema::{DAY, NUMBER, TEXT, list, moment, optional, required},
};

/// One version of a document: a row of the table `documents`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentRow {
    /// Which row this is: see [`DocumentRow::identify`].
    pub id: String,
    /// What claims call it: the file's stem, or what the archive or feed calls it.
    pub name: String,
    /// Where it was found: an address, or path and member (`archive.zip!/a/b.html`).
    pub uri: String,
    /// Which version of what stands at this address, counted from 1.
    pub version: u32,
    /// Who published it.
    pub outlet: Option<String>,
    /// How the outlet is known.
    pub outlet_basis: Option<Basis>,
    /// Title, where the format marks one.
    pub title: Option<String>,
    /// Who signed it.
    pub byline: Option<String>,
    /// The day of publication.
    pub published: Option<Date>,
    /// How the day is known.
    pub published_basis: Option<Basis>,
    /// When the bytes were captured: what the archive says, else when they were added.
    pub captured: Timestamp,
    /// When the ledger took them in.
    pub added: Timestamp,
    /// BCP 47 tag, where it is known or plain from the letters.
    pub language: Option<String>,
    /// Media type of the raw bytes.
    pub media_type: String,
    /// How the text was made of the bytes: `text`, `html`, `pdf`, `docx`, `ocr`, …
    pub extraction: String,
    /// BLAKE3 of the raw bytes, 64 hexadecimal digits: the key of the raw store.
    pub raw: String,
    /// What was captured, with what the caller said of it: the same again is nothing new.
    pub capture: String,
    /// BLAKE3 of the document text, 32 hexadecimal digits: the same in exact copies.
    pub hash: String,
    /// The document text; spans count in its code points.
    pub text: String,
    /// Passages that are page furniture, as they were marked when it was added.
    pub furniture: Vec<CodePoints>,
}

impl DocumentRow {
    /// The id of a document: 32 hexadecimal digits of BLAKE3 over text, address, outlet and day.
    ///
    /// Claims depend on all of them ("yesterday" on the day, the chain on the outlet), and one text at two addresses
    /// is two documents, one of them a copy.
    pub fn identify(text: &str, uri: &str, outlet: Option<&str>, published: Option<Date>) -> String {
        let published = published.map(|day| day.to_string());
        digest(&[text, uri, outlet.unwrap_or_default(), published.as_deref().unwrap_or_default()])
    }

    /// The document as capture made it, without its furniture, which is marked by the codebook that reads it.
    pub fn document(&self) -> Document {
        Document {
            name: self.name.clone(),
            text: self.text.clone(),
            title: self.title.clone(),
            outlet: self.outlet.clone().zip(self.outlet_basis),
            published: self.published.zip(self.published_basis),
            byline: self.byline.clone(),
            encoding: "UTF-8",
            ..Document::default()
        }
    }

    /// The hash of a document text.
    pub fn hash(text: &str) -> String {
        blake3::hash(text.as_bytes()).to_hex()[..DIGITS].to_owned()
    }
}

impl Row for DocumentRow {
    const TABLE: Table = Table::Documents;

    fn columns() -> Vec<Field> {
        vec![
            required("id", TEXT),
            required("name", TEXT),
            required("uri", TEXT),
            required("version", NUMBER),
            optional("outlet", TEXT),
            optional("outlet_basis", TEXT),
            optional("title", TEXT),
            optional("byline", TEXT),
            optional("published", DAY),
            optional("published_basis", TEXT),
            required("captured", moment()),
            required("added", moment()),
            optional("language", TEXT),
            required("media_type", TEXT),
            required("extraction", TEXT),
            required("raw", TEXT),
            required("capture", TEXT),
            required("hash", TEXT),
            required("text", TEXT),
            optional("furniture", list(list(NUMBER))),
        ]
    }
}

/// Hexadecimal digits of ids.
const DIGITS: usize = 32;

/// A hash of several texts, none of which can pass for the end of another.
pub(crate) fn digest(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..DIGITS].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_at_two_addresses_or_of_two_days_is_two_documents() {
        let day = jiff::civil::date(2024, 5, 1);
        let ids = [
            DocumentRow::identify("نص", "a", None, None),
            DocumentRow::identify("نص", "b", None, None),
            DocumentRow::identify("نص", "a", Some("b"), None),
            DocumentRow::identify("نص", "a", None, Some(day)),
            DocumentRow::identify("نصa", "", None, None),
        ];
        for (at, id) in ids.iter().enumerate() {
            assert_eq!(id.len(), DIGITS);
            assert!(!ids[..at].contains(id));
        }
        assert_eq!(DocumentRow::identify("نص", "a", None, None), ids[0]);
    }
}
