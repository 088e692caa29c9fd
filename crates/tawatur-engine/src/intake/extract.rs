//! What text is in an item, by whichever format it is in.

use std::panic::{self, AssertUnwindSafe};

use tawatur::capture::{self, Document, Format, FurniturePatterns, Hint, furniture};

use super::{
    Item, archive, docx, epub,
    error::{IntakeError, Problem},
    kind::{self, Kind},
    mhtml, ocr, pdf,
};

/// The document of an item, its furniture marked, and how its text was found: `text`, `html`, `mhtml`, `pdf`,
/// `pdf-visual` (letters that stood in the order of the eye put into that of reading), `docx`, `epub` or `ocr`.
///
/// # Errors
///
/// [`IntakeError`] where there is no text in it, or none that can be got at.
pub fn document(item: &Item, patterns: &FurniturePatterns) -> Result<(Document, &'static str), IntakeError> {
    // Parsers of formats this wide have faults; one costs the document that it shows with.
    let read = panic::catch_unwind(AssertUnwindSafe(|| read(item))).unwrap_or(Err(Problem::Fault));
    let (mut document, extraction) =
        read.map_err(|problem| IntakeError { place: item.label.clone(), problem })?;
    furniture::mark(&mut document, patterns);
    Ok((document, extraction))
}

fn read(item: &Item) -> Result<(Document, &'static str), Problem> {
    let hint = Hint { name: item.name.clone(), ..item.hint.clone() };
    let head = &item.bytes[..item.bytes.len().min(kind::HEAD)];
    let kind = match kind::of(head, &item.uri, item.media_type.as_deref()) {
        Kind::Zip => archive::document_of(&item.bytes)?,
        Kind::Text(found) => Kind::Text(hint.format.or(found)),
        kind => kind,
    };
    let extracted = |document: Document| capture::extracted(document, &hint).map_err(Problem::from);
    match kind {
        Kind::Pdf => {
            let (document, extraction) = pdf::read(&item.bytes)?;
            Ok((extracted(document)?, extraction))
        }
        Kind::Docx => Ok((extracted(docx::read(&item.bytes)?)?, "docx")),
        Kind::Epub => Ok((extracted(epub::read(&item.bytes)?)?, "epub")),
        Kind::Mhtml => Ok((mhtml::read(&item.bytes, &hint)?, "mhtml")),
        Kind::Image => {
            let text = ocr::read(&item.bytes)?;
            Ok((extracted(Document { text, ..Document::default() })?, "ocr"))
        }
        Kind::Other(what, advice) => Err(Problem::Unsupported { what, advice }),
        _ => {
            let (document, format) = capture::read_as(&item.bytes, &hint)?;
            Ok((document, if format == Format::Html { "html" } else { "text" }))
        }
    }
}
