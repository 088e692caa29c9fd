//! Tables of comma- or tab-separated values: a document a row, its columns named in the first.

use std::{
    borrow::Cow,
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
};

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs_io::DecodeReaderBytes;

use super::{
    error::Problem,
    limit::MAX_RECORD,
    row::{self, Field, Row},
    walk::{Flow, Place, Walk},
};

/// Ends with an error where more is read than one row may have, since an open quotation mark may make one row of the
/// whole rest.
struct Rows<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Rows<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.left.get().checked_sub(read as u64).ok_or_else(|| {
            io::Error::other(Problem::TooLarge {
                what: "a row (is a quotation mark left open?)",
                limit: MAX_RECORD,
            })
        })?;
        self.left.set(left);
        Ok(read)
    }
}

/// A document a row.
pub(super) fn read(walk: &mut Walk<'_>, place: &Place, reader: &mut impl BufRead, separator: u8) -> Flow {
    let separator = separator_of(reader, separator);
    let left = Rc::new(Cell::new(MAX_RECORD));
    // Spreadsheets write UTF-16 with a mark; that is decoded here. Other encodings are told row by row.
    let decoded = DecodeReaderBytes::new(reader);
    let mut rows = ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_reader(Rows { inner: decoded, left: left.clone() });
    let header: Vec<String> = match rows.byte_headers() {
        Ok(header) => header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect(),
        Err(error) => return walk.report(&place.label, problem(error)),
    };
    let column = |field| {
        let (names, _) = walk.options.mapping.names(field);
        names.iter().find_map(|name| header.iter().position(|head| head.eq_ignore_ascii_case(name)))
    };
    let columns =
        [Field::Title, Field::Date, Field::Url, Field::Outlet, Field::Author, Field::Id, Field::Captured]
            .map(|field| (field, column(field)));
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    let Some(text) = column(Field::Text).filter(|_| !row::are_claims(&names)) else {
        return row::no_text(walk, place, &place.label, "column", &names);
    };
    let mut record = ByteRecord::new();
    let mut number = 0;
    loop {
        number += 1;
        left.set(MAX_RECORD);
        let label = format!("{}#{number}", place.label);
        match rows.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Flow::Continue(()),
            // Where the row ends cannot be known.
            Err(error) => return walk.report(&label, problem(error)),
        }
        let Some(text) = record.get(text).filter(|text| !text.trim_ascii().is_empty()) else {
            let detail = "no text in it".to_owned();
            walk.report(&label, Problem::Damaged { what: "row", detail })?;
            continue;
        };
        let field = |field| {
            let (_, at) = columns.iter().find(|(known, _)| *known == field)?;
            record.get((*at)?).map(|value| String::from_utf8_lossy(value).into_owned())
        };
        let text = Cow::Borrowed(text);
        row::give(walk, place, Row { text, field: &field, label, number, charset: None })?;
    }
}

/// The separator: of those that spreadsheets write, the most frequent of the first line.
fn separator_of(reader: &mut impl BufRead, usual: u8) -> u8 {
    let head = reader.fill_buf().unwrap_or_default();
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |separator: u8| line.split(|b| *b == separator).count();
    // Spreadsheets set to Arabic write a semicolon, the comma being a decimal sign's neighbour.
    [usual, b';', b'\t', b','].into_iter().rev().max_by_key(|s| count(*s)).unwrap_or(usual)
}

fn problem(error: csv::Error) -> Problem {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        kind => Problem::Damaged { what: "table", detail: format!("{kind:?}") },
    }
}
