//! Web archives: the pages and PDF documents among the responses that a crawler stored, with address and time of capture.
//!
//! Our own reader, since the crates there are read whole records into memory or are no longer kept. A record is a block of
//! headers and as many bytes as they say; where they lie, what follows does not open like a record, which is said, and
//! reading goes on at the next line that does (in gzip, at the next member). Of a record only so much is held as one
//! document may have.

mod digest;
mod http;

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;
use jiff::Timestamp;
use tawatur::capture::{Format, Hint};

pub(super) use digest::{Digesting, package_digests};

use super::{
    Item,
    error::Problem,
    limit::{self, Line, MAX_ITEM},
    walk::{Flow, Place, Walk},
};

/// The most bytes of one header line, and the most lines.
const MAX_LINE: u64 = 64 << 10;
const MAX_HEADERS: usize = 256;

/// Headers by name in lower case; names of WARC and HTTP alike.
#[derive(Debug, Default)]
struct Headers(Vec<(String, String)>);

impl Headers {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn damaged(detail: impl Into<String>) -> Problem {
    Problem::Damaged { what: "WARC record", detail: detail.into() }
}

/// A web archive that is not compressed, or whose compression is undone.
pub(super) fn plain(walk: &mut Walk<'_>, place: &Place, reader: &mut impl BufRead) -> Flow {
    let mut records = Records { walk, place, number: 0 };
    records.all(reader)
}

/// A web archive in gzip, of which each member is mostly one record.
pub(super) fn gzip(walk: &mut Walk<'_>, place: &Place, reader: &mut impl BufRead) -> Flow {
    let budget = walk.budget.clone();
    let mut records = Records { walk, place, number: 0 };
    while reader.fill_buf().is_ok_and(|rest| !rest.is_empty()) && !budget.is_spent() {
        let before = records.number;
        let mut member = BufReader::with_capacity(1 << 16, budget.meter(GzDecoder::new(&mut *reader)));
        records.all(&mut member)?;
        // To the end of the member, or what follows would not be found.
        let Err(error) = io::copy(&mut member, &mut io::sink()) else { continue };
        drop(member);
        if before == records.number {
            records.number += 1;
            records.report(problem_of(error))?;
        }
        if !next_member(reader) {
            break;
        }
    }
    Flow::Continue(())
}

/// Goes on to where the next member of a gzip file seems to begin.
fn next_member(reader: &mut impl BufRead) -> bool {
    const MAGIC: &[u8] = b"\x1F\x8B\x08";
    // Not the one that failed.
    let first = reader.fill_buf().is_ok_and(|rest| !rest.is_empty());
    reader.consume(usize::from(first));
    while let Ok(rest) = reader.fill_buf() {
        if rest.is_empty() {
            return false;
        }
        if let Some(at) = rest.windows(MAGIC.len()).position(|w| w == MAGIC) {
            reader.consume(at);
            return true;
        }
        // Where a buffer ends within the three bytes, that member is passed over.
        let length = rest.len();
        reader.consume(length);
    }
    false
}

fn problem_of(error: io::Error) -> Problem {
    match Problem::from(error) {
        Problem::Unreadable(detail) => damaged(detail),
        problem => problem,
    }
}

struct Records<'w, 'o> {
    walk: &'w mut Walk<'o>,
    place: &'w Place,
    number: usize,
}

impl Records<'_, '_> {
    fn label(&self) -> String {
        format!("{}#{}", self.place.label, self.number)
    }

    fn report(&mut self, problem: impl Into<Problem>) -> Flow {
        self.walk.report(&self.label(), problem)
    }

    /// All records up to the end.
    fn all(&mut self, reader: &mut impl BufRead) -> Flow {
        let mut line = Vec::new();
        // Whether what stands here was said to be no record.
        let mut lost = false;
        loop {
            match limit::line(reader, &mut line, MAX_LINE) {
                Ok(Line::End) => return Flow::Continue(()),
                Ok(Line::Read) if line.trim_ascii().is_empty() => continue,
                Ok(Line::Read) if line.starts_with(b"WARC/") => {}
                Ok(Line::Read | Line::TooLong) => {
                    if !lost {
                        lost = true;
                        self.number += 1;
                        self.report(damaged(
                            "no record begins where one should (a wrong Content-Length before it?); looking for the next",
                        ))?;
                    }
                    continue;
                }
                Err(error) => {
                    self.number += 1;
                    return self.report(problem_of(error));
                }
            }
            lost = false;
            self.number += 1;
            let headers = match headers(reader, &mut line) {
                Ok(headers) => headers,
                Err(problem) => {
                    self.report(problem)?;
                    continue;
                }
            };
            let Some(length) = headers.get("content-length").and_then(|n| n.parse::<u64>().ok()) else {
                self.report(damaged("no Content-Length"))?;
                continue;
            };
            let mut block = reader.by_ref().take(length);
            self.record(&headers, length, &mut block)?;
            if let Err(error) = io::copy(&mut block, &mut io::sink()) {
                return self.report(problem_of(error));
            }
        }
    }

    /// One record; of its block anything may be left unread.
    fn record(&mut self, headers: &Headers, length: u64, block: &mut io::Take<impl BufRead>) -> Flow {
        if headers.get("warc-type").map(str::to_ascii_lowercase).as_deref() != Some("response") {
            return Flow::Continue(());
        }
        let uri = headers.get("warc-target-uri").unwrap_or_default();
        let uri = uri.trim_start_matches('<').trim_end_matches('>').trim().to_owned();
        if !(uri.starts_with("http://") || uri.starts_with("https://")) {
            return Flow::Continue(());
        }
        let mut opening = Vec::new();
        if let Err(error) = block.by_ref().take(http::MAX_HEAD).read_to_end(&mut opening) {
            return self.report(problem_of(error));
        }
        let response = match http::Response::read(&opening) {
            Ok(response) => response,
            Err(detail) => return self.report(damaged(format!("{uri}: {detail}"))),
        };
        if !response.is_wanted(&opening) {
            return Flow::Continue(());
        }
        if length > MAX_ITEM {
            return self.report(Problem::TooLarge { what: "a record", limit: MAX_ITEM });
        }
        if let Err(error) = block.read_to_end(&mut opening) {
            return self.report(problem_of(error));
        }
        if (opening.len() as u64) < length {
            let detail = format!("{uri}: says it has {length} bytes, and has {}", opening.len());
            return self.report(damaged(detail));
        }
        if let Err(detail) = digest::check(headers, &opening, response.body) {
            return self.report(damaged(format!("{uri}: {detail}")));
        }
        let item = self.item(headers, &uri, &response, &opening);
        match item {
            Ok(item) => self.walk.give(item),
            Err(problem) => self.report(problem),
        }
    }

    fn item(
        &self,
        headers: &Headers,
        uri: &str,
        response: &http::Response,
        block: &[u8],
    ) -> Result<Item, Problem> {
        let bytes = response.decode(block, &self.walk.budget)?;
        let media_type = response.headers.get("content-type").map(str::to_owned);
        let label = media_type.as_deref().unwrap_or_default();
        let parameter = |p: &str| {
            let (key, value) = p.split_once('=')?;
            key.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_owned())
        };
        Ok(Item {
            label: format!("{}: {uri}", self.label()),
            uri: uri.to_owned(),
            name: uri.to_owned(),
            captured: headers.get("warc-date").and_then(|at| at.parse::<Timestamp>().ok()),
            hint: Hint {
                format: Format::from_label(label),
                charset: label.split(';').skip(1).find_map(parameter),
                address: Some(uri.to_owned()),
                ..self.place.hint.clone()
            },
            media_type,
            bytes,
        })
    }
}

/// Header lines up to the empty one.
fn headers(reader: &mut impl BufRead, line: &mut Vec<u8>) -> Result<Headers, Problem> {
    let mut headers = Headers::default();
    loop {
        match limit::line(reader, line, MAX_LINE)? {
            Line::End => return Err(damaged("ends within its headers")),
            Line::TooLong => return Err(damaged("a header line is too long")),
            Line::Read if line.is_empty() => return Ok(headers),
            Line::Read => {}
        }
        if headers.0.len() >= MAX_HEADERS {
            return Err(damaged("too many headers"));
        }
        let text = String::from_utf8_lossy(line);
        // A line that goes on from the one before it.
        if text.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.0.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((key, value)) = text.split_once(':') {
            headers.0.push((key.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
}
