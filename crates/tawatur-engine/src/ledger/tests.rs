use std::{fs, path::Path};

use tempfile::TempDir;

use super::*;
use crate::{
    invented,
    query::{Filter, Session, Sort},
    row::{ClaimRow, Decision, DocumentRow, ReviewRow},
};

fn ledger() -> (TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::init(&folder.path().join("ledger")).unwrap();
    (folder, ledger)
}

/// Adds invented documents with these numbers, in one commit.
fn add(ledger: &Ledger, numbers: impl IntoIterator<Item = usize>) -> Vec<Pushed> {
    let mut writer = Writer::begin(ledger, "add", false).unwrap();
    let raw = ledger.raw();
    let pushed = numbers.into_iter().map(|number| {
        let item = invented::item(&format!("/invented/{number}.txt"), &invented::text(number));
        raw.put(&RawStore::key(&item.bytes), &item.bytes).unwrap();
        writer.push(invented::captured(&item))
    });
    let pushed = pushed.collect();
    writer.commit(None).unwrap();
    pushed
}

fn count(ledger: &Ledger, table: Table) -> u64 {
    let session = Session::open(&ledger.newest().unwrap()).unwrap();
    writer::count_of(&session, table).unwrap()
}

fn problems(ledger: &Ledger) -> Vec<String> {
    let mut problems = Vec::new();
    verify(&ledger.newest().unwrap(), |problem| problems.push(problem.to_string())).unwrap();
    problems
}

fn claims(ledger: &Ledger) -> Vec<ClaimRow> {
    let session = Session::open(&ledger.newest().unwrap()).unwrap();
    session.rows(&Filter::default().claims(Sort::Published)).unwrap()
}

#[test]
fn a_new_ledger_is_empty_and_well_and_made_only_once() {
    let (folder, ledger) = ledger();
    assert_eq!(problems(&ledger), [""; 0]);
    assert_eq!(ledger.commit().version, 0);
    assert!(matches!(Ledger::init(ledger.root()), Err(LedgerError::Exists(_))));
    let occupied = folder.path().join("other");
    fs::create_dir_all(&occupied).unwrap();
    fs::write(occupied.join("note.txt"), "x").unwrap();
    assert!(matches!(Ledger::init(&occupied), Err(LedgerError::Occupied(_))));
    assert!(matches!(Ledger::open(&occupied), Err(LedgerError::None(_))));
}

#[test]
fn an_init_that_was_ended_half_way_is_begun_again() {
    let (_folder, ledger) = ledger();
    fs::remove_file(ledger.root().join(SETTINGS)).unwrap();
    Ledger::init(ledger.root()).unwrap();
    assert_eq!(problems(&ledger), [""; 0]);
}

#[test]
fn documents_go_in_once_and_come_back_as_they_were() {
    let (_folder, ledger) = ledger();
    assert_eq!(add(&ledger, [1, 2, 1]), [Pushed::New, Pushed::New, Pushed::Unchanged]);
    assert_eq!(add(&ledger, [2, 3]), [Pushed::Unchanged, Pushed::New]);
    assert_eq!(add(&ledger, [1, 2, 3]), [Pushed::Unchanged; 3]);
    let ledger = ledger.newest().unwrap();
    assert_eq!(ledger.commit().version, 2);
    assert_eq!(count(&ledger, Table::Documents), 3);
    assert_eq!(problems(&ledger), [""; 0]);
    let session = Session::open(&ledger).unwrap();
    let rows: Vec<DocumentRow> = session.rows("SELECT * FROM documents ORDER BY uri").unwrap();
    for (row, number) in rows.iter().zip(1..) {
        assert_eq!(row.text, invented::text(number));
        assert_eq!(ledger.raw().get(&row.raw).unwrap(), row.text.as_bytes());
        assert_eq!((row.version, row.language.as_deref()), (1, Some("ar")));
    }
    for row in claims(&ledger) {
        let document = rows.iter().find(|document| document.id == row.document).unwrap();
        assert_eq!(row.claim, invented::claim(&document.name, &document.text));
    }
}

#[test]
fn what_is_known_is_told_before_anything_is_read() {
    let (_folder, ledger) = ledger();
    add(&ledger, [1]);
    let known = Writer::begin(&ledger, "add", false).unwrap().known();
    let (one, two) = (invented::text(1), invented::text(2));
    assert!(known.has(&Capture::new(&invented::item("/invented/1.txt", &one))));
    assert!(!known.has(&Capture::new(&invented::item("/elsewhere/1.txt", &one))));
    assert!(!known.has(&Capture::new(&invented::item("/invented/1.txt", &two))));
    let mut other = invented::item("/invented/1.txt", &one);
    other.hint.outlet = None;
    assert!(!known.has(&Capture::new(&other)));
}

#[test]
fn other_bytes_at_one_address_are_its_next_version() {
    let (_folder, ledger) = ledger();
    add(&ledger, [1]);
    let mut writer = Writer::begin(&ledger, "add", false).unwrap();
    for text in [invented::text(7), invented::text(8)] {
        let item = invented::item("/invented/1.txt", &text);
        ledger.raw().put(&RawStore::key(&item.bytes), &item.bytes).unwrap();
        assert_eq!(writer.push(invented::captured(&item)), Pushed::Version);
    }
    writer.commit(None).unwrap();
    drop(writer);
    let session = Session::open(&ledger.newest().unwrap()).unwrap();
    let rows: Vec<DocumentRow> = session.rows("SELECT * FROM documents ORDER BY version").unwrap();
    assert_eq!(rows.iter().map(|row| row.version).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(problems(&ledger), [""; 0]);
}

#[test]
fn older_versions_stay_as_they_were() {
    let (_folder, ledger) = ledger();
    add(&ledger, [1]);
    add(&ledger, [2, 3]);
    let session = Session::open(&ledger.at(1).unwrap()).unwrap();
    assert_eq!(writer::count_of(&session, Table::Claims).unwrap(), 1);
    assert_eq!(ledger.at(0).unwrap().commits().unwrap().len(), 1);
    let error = ledger.at(3).unwrap_err().to_string();
    assert!(error.contains("no version 3") && error.contains("0 to 2"), "{error}");
}

#[test]
fn a_second_writer_is_told_who_writes_and_readers_see_the_last_commit() {
    let (_folder, ledger) = ledger();
    let mut writer = Writer::begin(&ledger, "add", false).unwrap();
    let error = Writer::begin(&ledger, "compact", false).unwrap_err().to_string();
    assert!(error.contains("`tawatur add`") && error.contains("--wait"), "{error}");
    let item = invented::item("/invented/1.txt", &invented::text(1));
    ledger.raw().put(&RawStore::key(&item.bytes), &item.bytes).unwrap();
    writer.push(invented::captured(&item));
    assert_eq!(count(&ledger, Table::Documents), 0);
    writer.commit(None).unwrap();
    assert_eq!(count(&ledger, Table::Documents), 1);
    drop(writer);
    Writer::begin(&ledger, "compact", false).unwrap();
}

/// Takes the newest commit away: what a writer leaves that is ended after it wrote the tables and before the commit.
fn end_before_commit(ledger: &Ledger) {
    let version = ledger.newest().unwrap().commit().version;
    fs::remove_file(ledger.root().join(format!("commits/{version:020}.json"))).unwrap();
}

#[test]
fn tables_that_were_written_without_a_commit_do_not_count_and_are_written_again() {
    let (_folder, ledger) = ledger();
    add(&ledger, [1]);
    add(&ledger, [2, 3]);
    end_before_commit(&ledger);
    assert_eq!(count(&ledger, Table::Documents), 1);
    assert_eq!(problems(&ledger), [""; 0]);
    assert_eq!(add(&ledger, [1, 2, 3]), [Pushed::Unchanged, Pushed::New, Pushed::New]);
    assert_eq!(count(&ledger, Table::Documents), 3);
    assert_eq!(problems(&ledger), [""; 0]);
    // Only some of the tables were written.
    add(&ledger, [4]);
    end_before_commit(&ledger);
    for table in [Table::ChainHops, Table::Claims] {
        let last = fs::read_dir(ledger.root().join("tables").join(table.name()).join("_delta_log")).unwrap();
        let last = last
            .map(|entry| entry.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "json"))
            .max();
        fs::remove_file(last.unwrap()).unwrap();
    }
    assert_eq!(problems(&ledger), [""; 0]);
    assert_eq!(add(&ledger, [4, 5]), [Pushed::New; 2]);
    assert_eq!(problems(&ledger), [""; 0]);
}

#[test]
fn what_another_program_wrote_is_not_taken_back() {
    let (_folder, ledger) = ledger();
    let log = ledger.root().join("tables/reviews/_delta_log");
    fs::write(log.join("00000000000000000001.json"), r#"{"commitInfo":{"operation":"WRITE"}}"#).unwrap();
    assert!(matches!(Writer::begin(&ledger, "add", false), Err(LedgerError::Foreign(_))));
}

#[test]
fn compacting_keeps_rows_and_versions_and_clears_waste() {
    let (_folder, ledger) = ledger();
    for number in 1..=4 {
        add(&ledger, [number]);
    }
    add(&ledger, [5]);
    end_before_commit(&ledger);
    ledger.raw().put(&RawStore::key(b"waste"), b"waste").unwrap();
    let before = claims(&ledger);
    let done = Writer::begin(&ledger, "compact", false).unwrap().compact(false).unwrap();
    assert_eq!((done.merged, done.into, done.version), (12, 3, 5));
    // Four data files of the commit that was not, and two captures.
    assert!(done.cleared >= 5, "{done:?}");
    assert_eq!(claims(&ledger), before);
    assert_eq!(problems(&ledger), [""; 0]);
    let session = Session::open(&ledger.at(2).unwrap()).unwrap();
    assert_eq!(session.rows::<ClaimRow>("SELECT * FROM claims").unwrap().len(), 2);
    let done = Writer::begin(&ledger, "compact", false).unwrap().compact(true).unwrap();
    assert!(done.cleared >= 12, "{done:?}");
    assert_eq!(claims(&ledger), before);
    assert!(ledger.at(2).is_err());
    assert_eq!(problems(&ledger), [""; 0]);
    assert_eq!(add(&ledger, [4, 6]), [Pushed::Unchanged, Pushed::New]);
    let _ = Writer::begin(&ledger, "compact", false).unwrap().compact(false).unwrap();
    assert_eq!(problems(&ledger), [""; 0]);
    assert_eq!(count(&ledger, Table::Documents), 5);
}

#[test]
fn small_files_are_brought_together_while_writing() {
    let (_folder, ledger) = ledger();
    let files = || {
        let ledger = ledger.newest().unwrap();
        let delta = ledger.runtime().block_on(ledger.table(Table::Documents)).unwrap();
        tables::names(Table::Documents, &delta).unwrap().len()
    };
    let many = rewrite::MANY;
    for number in 1..many {
        add(&ledger, [number]);
    }
    let (before, version) = (files(), ledger.newest().unwrap().commit().version);
    assert_eq!((before, version), (many - 1, many as u64 - 1));
    add(&ledger, [many]);
    // Two commits: what came, and that it was brought together.
    assert_eq!((files(), ledger.newest().unwrap().commit().version), (1, many as u64 + 1));
    assert_eq!(count(&ledger, Table::Documents), many as u64);
    assert_eq!(problems(&ledger), [""; 0]);
    let session = Session::open(&ledger.at(2).unwrap()).unwrap();
    assert_eq!(session.rows::<ClaimRow>("SELECT * FROM claims").unwrap().len(), 2);
}

fn review(row: &ClaimRow, id: &str) -> ReviewRow {
    ReviewRow {
        review: id.to_owned(),
        claim: row.claim.claim.clone(),
        document: row.document.clone(),
        kind: row.claim.kind.clone(),
        trigger: row.claim.trigger.clone(),
        content: row.claim.content.clone(),
        decision: Decision::Accept,
        field: None,
        value: None,
        reviewer: "مراجع".to_owned(),
        time: now(),
        note: None,
    }
}

#[test]
fn reviews_stay_with_their_claims_when_they_are_read_anew_or_are_told_to_be_lost() {
    let (_folder, ledger) = ledger();
    add(&ledger, [1, 2, 3]);
    let old = claims(&ledger);
    let mut writer = Writer::begin(&ledger, "review", false).unwrap();
    let reviews: Vec<ReviewRow> = old.iter().zip(["a", "b", "c"]).map(|(row, id)| review(row, id)).collect();
    writer.append(&reviews, None).unwrap();
    drop(writer);
    let mut writer = Writer::begin(&ledger, "reread", false).unwrap();
    let session = Session::open(writer.ledger()).unwrap();
    let documents: Vec<DocumentRow> = session.rows("SELECT * FROM documents").unwrap();
    let mut rereading = writer.reread().unwrap();
    for document in &documents {
        let mut row = old.iter().find(|row| row.document == document.id).unwrap().claim.clone();
        // The first keeps its claim, the second has another with the same words, the third has none.
        if document.id == old[1].document {
            row.claim = "other".to_owned();
        }
        let claims = if document.id == old[2].document { vec![] } else { vec![row] };
        rereading.push(document, claims, Vec::new()).unwrap();
    }
    let done = rereading.finish(None).unwrap();
    drop(writer);
    assert_eq!((done.documents, done.before, done.claims), (3, 3, 2));
    assert_eq!((done.kept, done.anchored), (1, 1));
    assert_eq!(done.lost, [reviews[2].clone()]);
    assert_eq!(count(&ledger, Table::Claims), 2);
    assert_eq!(problems(&ledger), [""; 0]);
    let session = Session::open(&ledger.newest().unwrap()).unwrap();
    let moved: Vec<ReviewRow> = session.rows("SELECT * FROM reviews WHERE claim = 'other'").unwrap();
    assert_eq!((moved.len(), moved[0].reviewer.as_str()), (1, "مراجع"));
}

fn damaged(damage: impl Fn(&Path)) -> String {
    let (_folder, ledger) = ledger();
    add(&ledger, [1, 2]);
    damage(ledger.root());
    problems(&ledger).join("\n")
}

fn first_file(folder: &Path, extension: &str) -> std::path::PathBuf {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == extension));
    files.sort();
    files.remove(0)
}

#[test]
fn verify_tells_what_is_broken() {
    let raw = damaged(|root| {
        let folder = fs::read_dir(root.join("raw")).unwrap().next().unwrap().unwrap().path();
        fs::write(first_file(&folder, "zst"), zstd::bulk::compress(b"other", 3).unwrap()).unwrap();
    });
    assert!(raw.contains("has other bytes than it had"), "{raw}");
    let gone = damaged(|root| {
        let folder = fs::read_dir(root.join("raw")).unwrap().next().unwrap().unwrap().path();
        fs::remove_file(first_file(&folder, "zst")).unwrap();
    });
    assert!(gone.contains("is not there"), "{gone}");
    let file = damaged(|root| fs::remove_file(first_file(&root.join("tables/claims"), "parquet")).unwrap());
    assert!(file.contains("claims"), "{file}");
    let torn = damaged(|root| {
        let path = first_file(&root.join("tables/documents"), "parquet");
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    });
    assert!(torn.contains("documents"), "{torn}");
    let said = damaged(|root| {
        let path = root.join("commits/00000000000000000001.json");
        let text = fs::read_to_string(&path).unwrap().replace("\"documents\": 2", "\"documents\": 3");
        fs::write(&path, text).unwrap();
    });
    assert!(said.contains("has 2 rows, but its commits say 3"), "{said}");
}

#[test]
fn a_span_with_other_words_is_told() {
    let (_folder, ledger) = ledger();
    let item = invented::item("/invented/1.txt", &invented::text(1));
    let document = invented::document(&item);
    let mut claim = invented::claim(&document.name, &document.text);
    claim.actors[0].text = "غيرهم".to_owned();
    ledger.raw().put(&RawStore::key(&item.bytes), &item.bytes).unwrap();
    let mut writer = Writer::begin(&ledger, "add", false).unwrap();
    writer.push(Captured::new(&item, Capture::new(&item), &document, "text", vec![claim], Vec::new()));
    writer.commit(None).unwrap();
    let problems = problems(&ledger);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].contains("where other words stand"), "{problems:?}");
}

#[test]
fn the_ledger_is_found_by_name_only_where_there_is_one() {
    let (_folder, ledger) = ledger();
    assert_eq!(Ledger::find(Some(ledger.root())).unwrap(), ledger.root());
    assert!(matches!(Ledger::find(Some(Path::new("/nowhere"))), Err(LedgerError::None(_))));
}

#[test]
fn the_doctor_says_what_to_do() {
    let (_folder, ledger) = ledger();
    add(&ledger, [1]);
    let found = doctor(&ledger.newest().unwrap(), "invented@1").unwrap();
    let codebook = found.iter().find(|finding| finding.subject == "codebook").unwrap();
    assert!(!codebook.well && codebook.state.contains("tawatur reread"), "{codebook:?}");
    let found = doctor(&ledger.newest().unwrap(), "invented@0").unwrap();
    assert!(
        found.iter().filter(|finding| finding.subject != "tesseract").all(|finding| finding.well),
        "{found:?}"
    );
}
