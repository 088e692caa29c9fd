//! Formats and hostile input from outside: files in, items and messages out. All reports and people are invented.

mod archive;
mod damage;
mod document;
mod feed;
mod row;
mod walk;
mod warc;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use tawatur::capture::Document;
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

const REPORT: &str =
    "قال الناشط سالم النهري إن عشرين مسلحاً انسحبوا من بلدة العين أمس الخميس، وإن الأهالي عادوا إلى بيوتهم.";

fn page(title: &str) -> String {
    format!(
        "<!doctype html><html><head><meta charset=utf-8><title>{title}</title></head><body><article><h1>{title}</h1>\
         <p>{REPORT}</p></article></body></html>"
    )
}

/// Files in a folder of their own.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

fn taken_with(path: &Path, options: &Options) -> (Vec<Item>, Vec<IntakeError>) {
    let (mut taken, mut errors) = (Vec::new(), Vec::new());
    for found in items(&[path.to_owned()], options) {
        match found {
            Ok(item) => taken.push(item),
            Err(error) => errors.push(error),
        }
    }
    (taken, errors)
}

fn taken(path: &Path) -> (Vec<Item>, Vec<IntakeError>) {
    taken_with(path, &Options::default())
}

/// The items of a file in which nothing is wrong.
fn all(path: &Path) -> Vec<Item> {
    let (taken, errors) = taken(path);
    assert!(errors.is_empty(), "{errors:?}");
    taken
}

fn read(item: &Item) -> (Document, &'static str) {
    document(item, &tawatur::capture::FurniturePatterns::default()).unwrap()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        // As it stands: the writer refuses the names that readers have to bear.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn record(kind: &str, uri: &str, length: Option<usize>, block: &[u8]) -> Vec<u8> {
    let length = length.unwrap_or(block.len());
    let mut record = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2015-02-20T10:11:12Z\r\n\
         Content-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    record.extend_from_slice(block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn response(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}").into_bytes()
}

fn crawl() -> Vec<Vec<u8>> {
    vec![
        record("warcinfo", "", None, b"software: test"),
        record("response", "https://example.org/2015/02/19/a", None, &response(&page("خبر أول"))),
        record("request", "https://example.org/b", None, b"GET / HTTP/1.1\r\n\r\n"),
        record("response", "https://example.org/b", None, &response(&page("خبر ثان"))),
    ]
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://w\" xmlns:mc=\"http://mc\"><w:body>{body}\
         </w:body></w:document>"
    );
    zipped(&[
        ("word/document.xml", document.as_bytes()),
        (
            "word/footnotes.xml",
            "<w:footnotes xmlns:w='http://w'><w:p><w:r><w:t>مصدر طبي</w:t></w:r></w:p></w:footnotes>"
                .as_bytes(),
        ),
    ])
}
