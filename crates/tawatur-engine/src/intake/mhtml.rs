//! MHTML: a page as browsers save it, in one file with its pictures, in the format of mail.

use jiff::Timestamp;
use mail_parser::{
    Encoding, Message, MessageParser, MessagePart, MimeHeaders,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};
use tawatur::capture::{self, Document, Format, Hint};

use super::error::Problem;

/// How much is looked at for the headers.
const MAX_HEAD: usize = 64 << 10;

/// Where and when a page was saved, as the headers say.
#[derive(Debug, Default)]
pub(super) struct Saved {
    pub address: Option<String>,
    pub at: Option<Timestamp>,
}

/// Reads the headers only.
pub(super) fn saved(bytes: &[u8]) -> Saved {
    let head = &bytes[..bytes.len().min(MAX_HEAD)];
    let end = head.windows(2).position(|w| w == b"\n\n");
    let end = end.or_else(|| head.windows(4).position(|w| w == b"\r\n\r\n")).unwrap_or(head.len());
    let Some(message) = MessageParser::new().parse_headers(&head[..end]) else { return Saved::default() };
    Saved {
        // Firefox and Internet Explorer give the address with the part only.
        address: message
            .header_raw("Snapshot-Content-Location")
            .map(|written| written.split_whitespace().collect::<String>())
            .filter(|address| address.contains("://")),
        at: message.date().and_then(|date| Timestamp::from_second(date.to_timestamp()).ok()),
    }
}

/// The page in it.
pub(super) fn read(bytes: &[u8], hint: &Hint) -> Result<Document, Problem> {
    let damaged = |detail: &str| Problem::Damaged { what: "MHTML page", detail: detail.to_owned() };
    let message = MessageParser::new().parse(bytes).ok_or_else(|| damaged("no headers"))?;
    let part = page(&message).ok_or_else(|| damaged("no page in it"))?;
    let body = bytes
        .get(part.raw_body_offset() as usize..part.raw_end_offset() as usize)
        .ok_or_else(|| damaged("a part ends after the file"))?;
    // The parts as they stand: a page without a declared encoding is decoded as pages are, not as mail is.
    let decoded = match part.encoding {
        Encoding::None => None,
        Encoding::QuotedPrintable => quoted_printable_decode(body),
        Encoding::Base64 => base64_decode(body),
    };
    let content_type = part.content_type();
    let hint = Hint {
        format: Some(Format::Html),
        charset: content_type
            .and_then(|t| t.attribute("charset"))
            .map(str::to_owned)
            .or_else(|| hint.charset.clone()),
        address: hint
            .address
            .clone()
            .or_else(|| part.content_location().map(str::to_owned))
            .or_else(|| saved(bytes).address),
        ..hint.clone()
    };
    Ok(capture::read(decoded.as_deref().unwrap_or(body), &hint)?)
}

/// The part that is the page: the first that is HTML; frames and advertisements follow it.
fn page<'a, 'm>(message: &'a Message<'m>) -> Option<&'a MessagePart<'m>> {
    message.parts.iter().find(|part| {
        part.content_type().is_some_and(|t| {
            let subtype = t.subtype().unwrap_or_default();
            t.ctype().eq_ignore_ascii_case("text") && subtype.eq_ignore_ascii_case("html")
                || subtype.eq_ignore_ascii_case("xhtml+xml")
        })
    })
}
