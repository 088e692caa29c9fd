//! Sentences read with the small invented codebook of `tests/data/codebook`, so that what is tested here does not
//! change with what the real one knows.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::civil::date;

use crate::capture::{Basis, Document};
use crate::claim::record::{Argument, Claim};
use crate::codebook::{Sources, cases, compile};
use crate::entity::EntityRecord;
use crate::inspection::Inspection;
use crate::reader::Reader;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/codebook")
}

static SOURCES: LazyLock<Sources> = LazyLock::new(|| Sources::load(&folder()).unwrap());

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(compile(&SOURCES).unwrap()));

/// A text published on Friday, 20 February 2015.
pub fn document(text: &str) -> Document {
    Document { published: Some((date(2015, 2, 20), Basis::Given)), ..Document::from_text("invented", text) }
}

/// The invented codebook with tables of weights: the name of each and its rows, a space before each weight.
pub fn weighing(tables: &[(&str, &[&str])]) -> Sources {
    let dir = tempfile::tempdir().unwrap();
    let copy = |from: &Path, to: &Path| {
        fs::create_dir_all(to).unwrap();
        for file in fs::read_dir(from).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()) {
            fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    };
    copy(&folder(), dir.path());
    for part in fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        copy(&part, &dir.path().join(part.file_name().unwrap()));
    }
    fs::create_dir_all(dir.path().join("weights")).unwrap();
    for (name, rows) in tables {
        let rows = rows.iter().map(|r| r.rsplit_once(' ').unwrap());
        let rows: Vec<String> = rows.map(|(feature, weight)| format!("{feature}\t{weight}")).collect();
        let rows = rows.join("\n");
        fs::write(
            dir.path().join("weights").join(name).with_extension("tsv"),
            format!("feature\tweight\n{rows}"),
        )
        .unwrap();
    }
    Sources::load(dir.path()).unwrap()
}

/// A reader by that codebook.
pub fn weighed(tables: &[(&str, &[&str])]) -> Reader {
    Reader::new(compile(&weighing(tables)).unwrap())
}

/// The claims of a document.
pub fn read_document(document: &Document) -> Vec<Claim> {
    READER.read(document).claims
}

/// What the stages of language find in a document.
pub fn inspect_document(document: &Document) -> Inspection {
    READER.worker().inspect(document, crate::value::Lean::default())
}

/// What they find in a text.
pub fn inspect(text: &str) -> Inspection {
    inspect_document(&Document::from_text("invented", text))
}

/// The claims of a text.
pub fn read(text: &str) -> Vec<Claim> {
    read_document(&document(text))
}

/// The entities of a text.
pub fn entities(text: &str) -> Vec<EntityRecord> {
    READER.worker().entities(&document(text))
}

/// The only claim of a text.
pub fn only(text: &str) -> Claim {
    let mut claims = read(text);
    assert_eq!(claims.len(), 1, "{text}: {claims:#?}");
    claims.remove(0)
}

/// The only claim of a type in a text.
pub fn of(kind: &str, text: &str) -> Claim {
    let mut claims = read(text);
    claims.retain(|c| c.kind == kind);
    assert_eq!(claims.len(), 1, "{kind} in {text}: {claims:#?}");
    claims.remove(0)
}

/// Types of claims, in order.
pub fn kinds(claims: &[Claim]) -> Vec<&str> {
    claims.iter().map(|c| c.kind.as_str()).collect()
}

/// The words of arguments.
pub fn words(arguments: &[Argument]) -> Vec<&str> {
    arguments.iter().map(|a| a.text.as_str()).collect()
}

#[test]
fn the_invented_codebook_holds_its_own_cases() {
    let failed: Vec<_> = cases::run(&SOURCES, &READER, |_| true)
        .into_iter()
        .filter(|outcome| outcome.verdict != cases::Verdict::Passed)
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
}
