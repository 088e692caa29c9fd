//! A stored HTTP response: its headers, and its body as it was before it was sent.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::{Headers, damaged};
use crate::intake::{
    error::Problem,
    limit::{self, Budget, MAX_ITEM},
};

/// How much of a record is read to find the headers of its response.
pub(super) const MAX_HEAD: u64 = 64 << 10;

/// The most headers.
const MAX_HEADERS: usize = 256;

/// How often a body may have been encoded.
const MAX_ENCODINGS: usize = 3;

/// A response without its body.
#[derive(Debug)]
pub(super) struct Response {
    status: u16,
    pub(super) headers: Headers,
    /// Where the body begins.
    pub(super) body: usize,
}

impl Response {
    /// Reads the headers that a record opens with.
    pub(super) fn read(opening: &[u8]) -> Result<Self, &'static str> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let parsed = httparse::ParserConfig::default()
            .allow_obsolete_multiline_headers_in_responses(true)
            .allow_spaces_after_header_name_in_responses(true)
            .ignore_invalid_headers_in_responses(true)
            .parse_response(&mut response, opening);
        match parsed {
            Ok(httparse::Status::Complete(body)) => Ok(Self {
                status: response.code.unwrap_or_default(),
                headers: Headers(
                    response
                        .headers
                        .iter()
                        .map(|h| {
                            let value = String::from_utf8_lossy(h.value).trim().to_owned();
                            (h.name.to_ascii_lowercase(), value)
                        })
                        .collect(),
                ),
                body,
            }),
            Ok(httparse::Status::Partial) => Err("the headers of the response do not end"),
            Err(_) => Err("no HTTP response in it"),
        }
    }

    /// Whether it is a page, text or PDF document that the server had.
    pub(super) fn is_wanted(&self, opening: &[u8]) -> bool {
        if self.status != 200 {
            return false;
        }
        let label = self.headers.get("content-type").unwrap_or_default();
        let essence = label.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "text/html" | "application/xhtml+xml" | "text/plain" | "application/pdf" => true,
            // Servers that do not say, or say no more than that it is bytes.
            "" | "application/octet-stream" | "application/x-download" | "application/force-download" => {
                let body = opening[self.body..].trim_ascii_start();
                let head = body[..body.len().min(64)].to_ascii_lowercase();
                head.starts_with(b"%pdf-")
                    || head.starts_with(b"<!doctype html")
                    || head.starts_with(b"<html")
            }
            _ => false,
        }
    }

    /// The body of the whole record, transfer and content encodings undone.
    pub(super) fn decode(&self, block: &[u8], budget: &Budget) -> Result<Vec<u8>, Problem> {
        let body = &block[self.body..];
        let chunked =
            self.headers.get("transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
        // Crawlers that store the body joined leave the header as it was.
        let mut bytes = match chunked.then(|| join_chunks(body)).flatten() {
            Some(joined) => joined,
            None => body.to_vec(),
        };
        let encodings = self.headers.get("content-encoding").unwrap_or_default().to_ascii_lowercase();
        for encoding in encodings.split(',').map(str::trim).rev().take(MAX_ENCODINGS) {
            bytes = decode(encoding, bytes, budget)?;
        }
        Ok(bytes)
    }
}

fn decode(encoding: &str, bytes: Vec<u8>, budget: &Budget) -> Result<Vec<u8>, Problem> {
    let decoder: Box<dyn Read + '_> = match encoding {
        // Bodies that were stored decoded keep the header as well.
        "gzip" | "x-gzip" if bytes.starts_with(b"\x1F\x8B") => {
            Box::new(MultiGzDecoder::new(bytes.as_slice()))
        }
        // The standard has a zlib header here, and servers leave it out.
        "deflate" if is_zlib(&bytes) => Box::new(ZlibDecoder::new(bytes.as_slice())),
        "deflate" if !is_text(&bytes) => Box::new(DeflateDecoder::new(bytes.as_slice())),
        "zstd" if bytes.starts_with(b"\x28\xB5\x2F\xFD") => {
            Box::new(zstd::stream::read::Decoder::new(bytes.as_slice())?)
        }
        "br" if !is_text(&bytes) => {
            Box::new(brotli_decompressor::Decompressor::new(bytes.as_slice(), 1 << 14))
        }
        _ => return Ok(bytes),
    };
    match limit::all(budget.meter(decoder), MAX_ITEM, "a page") {
        Err(Problem::Unreadable(detail)) => Err(damaged(format!("{encoding}: {detail}"))),
        other => other,
    }
}

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..]
        if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31))
}

/// Whether bytes open like a page, so that nothing is to be decoded.
fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(512)];
    head.trim_ascii_start().starts_with(b"<") || head.iter().all(|b| !matches!(b, 0x00..=0x08 | 0x0E..=0x1F))
}

/// The chunks of a body; `None` where it is not made of chunks. A last chunk that is cut off is taken as far as it goes.
fn join_chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    loop {
        let line = body.iter().position(|b| *b == b'\n').filter(|at| *at <= 256)?;
        let size = body[..line].split(|b| *b == b';').next().unwrap_or_default().trim_ascii();
        let size = usize::from_str_radix(std::str::from_utf8(size).ok()?, 16).ok()?;
        body = &body[line + 1..];
        if size == 0 {
            return Some(joined);
        }
        let end = size.min(body.len());
        joined.extend_from_slice(&body[..end]);
        body = &body[end..];
        body = body.strip_prefix(b"\r").unwrap_or(body);
        body = body.strip_prefix(b"\n").unwrap_or(body);
        if body.is_empty() {
            return Some(joined);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(head: &str, body: &[u8]) -> Result<Vec<u8>, Problem> {
        let mut block = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").into_bytes();
        block.extend_from_slice(body);
        Response::read(&block).unwrap().decode(&block, &Budget::for_file(0))
    }

    #[test]
    fn chunks_are_joined_and_what_is_joined_already_is_left() {
        let head = "Transfer-Encoding: chunked";
        assert_eq!(body(head, b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n").unwrap(), b"abcde");
        assert_eq!(body(head, b"<p>abc</p>").unwrap(), b"<p>abc</p>");
        assert_eq!(body(head, b"ff\r\ncut").unwrap(), b"cut");
        assert_eq!(body(head, b"ffffffffffffffffff\r\nx").unwrap(), b"ffffffffffffffffff\r\nx");
    }

    #[test]
    fn encodings_are_undone() {
        let text = "قال شهود إن القصف توقف".as_bytes();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut gzip, text).unwrap();
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut zlib, text).unwrap();
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut raw, text).unwrap();
        assert_eq!(body("Content-Encoding: gzip", &gzip.finish().unwrap()).unwrap(), text);
        assert_eq!(body("Content-Encoding: deflate", &zlib.finish().unwrap()).unwrap(), text);
        assert_eq!(body("Content-Encoding: deflate", &raw.finish().unwrap()).unwrap(), text);
        assert_eq!(body("Content-Encoding: zstd", &zstd::encode_all(text, 1).unwrap()).unwrap(), text);
        assert_eq!(body("Content-Encoding: gzip", text).unwrap(), text);
    }

    #[test]
    fn only_pages_that_the_server_had_are_wanted() {
        let wanted = |head: &str| {
            let block = format!("{head}\r\n\r\n<html>");
            Response::read(block.as_bytes()).is_ok_and(|r| r.is_wanted(block.as_bytes()))
        };
        assert!(wanted("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1256"));
        assert!(wanted("HTTP/1.1 200 OK"));
        assert!(!wanted("HTTP/1.1 404 Not Found\r\nContent-Type: text/html"));
        assert!(!wanted("HTTP/1.1 200 OK\r\nContent-Type: image/png"));
    }
}
