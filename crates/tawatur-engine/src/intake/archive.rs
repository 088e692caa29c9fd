//! Zip, tar, gzip and zstd: readers of crates, with bounds around them.

use std::io::{BufRead, Cursor, Read, Seek};

use flate2::bufread::MultiGzDecoder;
use tawatur::capture::beside;
use zip::{ZipArchive, result::ZipError};

use super::{
    Item,
    error::Problem,
    kind::{self, Kind},
    limit::{self, MAX_ITEM, MAX_RECORD},
    walk::{Flow, Place, Walk},
    warc,
};

/// How much of the metadata beside a document is read.
const MAX_BESIDE: u64 = 1 << 20;

#[expect(clippy::needless_pass_by_value, reason = "errors are handed over by `map_err`")]
fn damaged(what: &'static str, error: impl ToString) -> Problem {
    Problem::Damaged { what, detail: error.to_string() }
}

fn zip_problem(error: ZipError) -> Problem {
    match error {
        ZipError::Io(error) => error.into(),
        ZipError::UnsupportedArchive(detail) if detail == ZipError::PASSWORD_REQUIRED => Problem::Encrypted,
        error => damaged("zip archive", error),
    }
}

/// A zip archive, which may be a document or an e-book.
pub(super) fn zip(walk: &mut Walk<'_>, place: &Place, mut reader: impl Read + Seek) -> Flow {
    if let Err(error) = reader.rewind() {
        return walk.report(&place.label, error);
    }
    let mut archive = match ZipArchive::new(reader) {
        Ok(archive) => archive,
        Err(error) => return walk.report(&place.label, zip_problem(error)),
    };
    if let Some(kind) = document_kind(&archive) {
        return whole(walk, place, kind, archive);
    }
    if place.depth >= limit::MAX_DEPTH {
        return walk.report(&place.label, Problem::TooDeep { limit: limit::MAX_DEPTH });
    }
    let web_archive = archive.index_for_name("datapackage.json").is_some()
        && archive.file_names_raw().any(|name| name.starts_with(b"archive/"));
    let digests = if web_archive { warc::package_digests(&mut archive, &walk.budget) } else { Vec::new() };
    let before = walk.given;
    let mut problems = 0_usize;
    for at in 0..archive.len() {
        // Names are in whatever encoding; those that cannot be decoded are still told apart.
        let name = match archive.name_for_index(at) {
            Some(Ok(name)) => name.into_owned(),
            _ => format!("{at}"),
        };
        let wanted = !name.ends_with('/')
            && if web_archive {
                name.starts_with("archive/")
            } else {
                kind::is_wanted(&name, walk.options.pictures)
            };
        if !wanted {
            continue;
        }
        let mut member = place.member(&name);
        beside_member(walk, &mut archive, &name, &mut member)?;
        let file = match archive.by_index(at) {
            Ok(file) => file,
            Err(error) => {
                problems += 1;
                walk.report(&member.label, zip_problem(error))?;
                continue;
            }
        };
        let reader = walk.budget.meter(file);
        match digests.iter().find(|(path, _)| *path == name) {
            Some((_, digest)) => {
                let mut reader = warc::Digesting::new(reader, digest);
                walk.open(&member, &mut reader)?;
                if let Err(problem) = reader.check() {
                    walk.report(&member.label, problem)?;
                }
            }
            None => walk.open(&member, reader)?,
        }
        if walk.budget.is_spent() {
            return Flow::Continue(());
        }
    }
    if walk.given == before && problems == 0 && place.named {
        return walk.report(&place.label, Problem::Barren { read: kind::READ });
    }
    Flow::Continue(())
}

/// Outlet and date from the file beside a member.
fn beside_member<R: Read + Seek>(
    walk: &mut Walk<'_>,
    archive: &mut ZipArchive<R>,
    name: &str,
    member: &mut Place,
) -> Flow {
    let name = beside::name(name);
    let Ok(file) = archive.by_name(&name) else { return Flow::Continue(()) };
    let mut warnings = Vec::new();
    match limit::all(walk.budget.meter(file), MAX_BESIDE, "metadata") {
        Ok(bytes) => {
            let found = beside::read(&bytes, |problem| warnings.push(problem));
            (member.hint.published, member.hint.outlet) = (found.published, found.outlet);
        }
        Err(problem) => warnings.push(problem.to_string()),
    }
    for warning in warnings {
        walk.report(&format!("{} beside {}", name, member.label), Problem::Ignored(warning))?;
    }
    Flow::Continue(())
}

/// What document a zip archive is, if it is one.
fn document_kind<R: Read + Seek>(archive: &ZipArchive<R>) -> Option<Kind> {
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("word/document.xml") {
        return Some(Kind::Docx);
    }
    if has("META-INF/container.xml") && !has("content.xml") {
        return Some(Kind::Epub);
    }
    if has("xl/workbook.xml") {
        return Some(Kind::Other("a spreadsheet", "not read; save its sheet as CSV"));
    }
    if has("ppt/presentation.xml") {
        return Some(Kind::Other("a presentation", "not read; save it as PDF"));
    }
    let open_document = has("content.xml") && has("META-INF/manifest.xml");
    open_document.then_some(Kind::Other("an OpenDocument file", "not read; save it as DOCX or PDF"))
}

/// What document the bytes of a zip archive are.
pub(super) fn document_of(bytes: &[u8]) -> Result<Kind, Problem> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(zip_problem)?;
    let none = Kind::Other("a zip archive", "holds no document of its own");
    Ok(document_kind(&archive).unwrap_or(none))
}

/// A document that is a zip archive: its bytes as they stand.
fn whole<R: Read + Seek>(walk: &mut Walk<'_>, place: &Place, kind: Kind, archive: ZipArchive<R>) -> Flow {
    let media_type = match kind {
        Kind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Kind::Epub => "application/epub+zip",
        Kind::Other(what, advice) => {
            return walk.report(&place.label, Problem::Unsupported { what, advice });
        }
        _ => return Flow::Continue(()),
    };
    let mut reader = archive.into_inner();
    let read =
        reader.rewind().map_err(Problem::from).and_then(|()| limit::all(reader, MAX_ITEM, "a document"));
    match read {
        Ok(bytes) => walk.give(Item {
            label: place.label.clone(),
            uri: place.uri.clone(),
            name: place.stem().to_owned(),
            media_type: Some(media_type.to_owned()),
            hint: place.hint.clone(),
            bytes,
            ..Item::default()
        }),
        Err(problem) => walk.report(&place.label, problem),
    }
}

/// A tar archive.
pub(super) fn tar(walk: &mut Walk<'_>, place: &Place, reader: &mut impl BufRead) -> Flow {
    let mut archive = tar::Archive::new(reader);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return walk.report(&place.label, damaged("tar archive", error)),
    };
    let before = walk.given;
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            // What follows cannot be found any more.
            Err(error) => {
                return walk.report(
                    &place.label,
                    match Problem::from(error) {
                        Problem::Unreadable(detail) => damaged("tar archive", detail),
                        problem => problem,
                    },
                );
            }
        };
        // Links have no bytes of their own, and are not followed.
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if kind::is_wanted(&name, walk.options.pictures) {
            walk.open(&place.member(&name), entry)?;
        }
    }
    if walk.given == before && place.named {
        return walk.report(&place.label, Problem::Barren { read: kind::READ });
    }
    Flow::Continue(())
}

/// Something compressed by gzip. A web archive is read record by record, since each is compressed on its own and
/// where one is damaged the next can be found.
pub(super) fn gzip(walk: &mut Walk<'_>, place: &Place, reader: &mut impl BufRead) -> Flow {
    let place = unpacked(place);
    if place.file_name.to_ascii_lowercase().ends_with(".warc") {
        return warc::gzip(walk, &place, reader);
    }
    let reader = walk.budget.meter(MultiGzDecoder::new(reader));
    walk.open(&place, reader)
}

/// Something compressed by zstd.
pub(super) fn zstd(walk: &mut Walk<'_>, place: &Place, reader: &mut impl BufRead) -> Flow {
    let place = unpacked(place);
    let dictionary = match zstd_dictionary(walk, reader) {
        Ok(dictionary) => dictionary,
        Err(problem) => return walk.report(&place.label, problem),
    };
    let decoder =
        zstd::stream::read::Decoder::with_dictionary(reader, &dictionary).and_then(|mut decoder| {
            // More than 128 MiB to look back would have to be kept.
            decoder.window_log_max(27)?;
            Ok(decoder)
        });
    match decoder {
        Ok(decoder) => {
            let reader = walk.budget.meter(decoder);
            walk.open(&place, reader)
        }
        Err(error) => walk.report(&place.label, error),
    }
}

/// The dictionary that a web archive in zstd opens with, in a frame that decoders skip. It may be compressed itself.
fn zstd_dictionary(walk: &Walk<'_>, reader: &mut impl BufRead) -> Result<Vec<u8>, Problem> {
    if !reader.fill_buf()?.starts_with(b"\x5D\x2A\x4D\x18") {
        return Ok(Vec::new());
    }
    let mut header = [0; 8];
    reader.read_exact(&mut header)?;
    let length = u64::from(u32::from_le_bytes([header[4], header[5], header[6], header[7]]));
    if length > MAX_RECORD {
        return Err(Problem::TooLarge { what: "a dictionary", limit: MAX_RECORD });
    }
    let frame = limit::all(reader.by_ref().take(length), MAX_RECORD, "a dictionary")?;
    if !frame.starts_with(b"\x28\xB5\x2F\xFD") {
        return Ok(frame);
    }
    let decoder = zstd::stream::read::Decoder::new(frame.as_slice())?;
    limit::all(walk.budget.meter(decoder), MAX_RECORD, "a dictionary")
}

/// The place of what is compressed: the same, under the name that it had.
fn unpacked(place: &Place) -> Place {
    Place { file_name: kind::inside(&place.file_name), depth: place.depth + 1, ..place.clone() }
}
