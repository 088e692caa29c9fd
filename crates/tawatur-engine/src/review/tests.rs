use std::collections::BTreeMap;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::{
    Ledger,
    conflict::READER,
    invented,
    ledger::{RawStore, Writer},
    query::Session,
    redact::{Key, Release, Survey},
    review::exchange::Format,
    row::{ClaimRow, Decision, ReviewRow},
};

#[test]
fn alpha_is_that_of_the_worked_examples() {
    // Krippendorff (2011), example A: two observers, ten units, two values.
    let first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
    let second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
    let units: Vec<Vec<i32>> = first.iter().zip(second).map(|(&a, b)| vec![a, b]).collect();
    let found = alpha(&units).unwrap();
    assert!((found - 0.095).abs() < 0.0005, "{found}");
    // Example C: four observers, twelve units, five values, some missing.
    let rows = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ];
    let units: Vec<Vec<i32>> =
        (0..12).map(|unit| rows.iter().map(|row| row[unit]).filter(|&v| v > 0).collect()).collect();
    let found = alpha(&units).unwrap();
    assert!((found - 0.743).abs() < 0.0005, "{found}");
    assert_eq!(alpha(&[vec![1, 1], vec![1, 1]]), None);
    assert_eq!(alpha::<i32>(&[vec![1], vec![]]), None);
    assert_eq!(alpha(&[vec![1, 1], vec![2, 2]]), Some(1.0));
}

/// A ledger with three documents, each with one claim.
fn ledger() -> (TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::init(&folder.path().join("ledger")).unwrap();
    let mut writer = Writer::begin(&ledger, "add", false).unwrap();
    for number in 1..=3 {
        let item = invented::item(&format!("/invented/{number}.txt"), &invented::text(number));
        ledger.raw().put(&RawStore::key(&item.bytes), &item.bytes).unwrap();
        writer.push(invented::captured(&item));
    }
    writer.commit(None).unwrap();
    let ledger = writer.ledger().clone();
    (folder, ledger)
}

fn claims(session: &Session) -> Vec<ClaimRow> {
    session.rows("SELECT * FROM claims ORDER BY claim").unwrap()
}

fn opinion(decision: Decision, reviewer: &str, field: Option<Field>, value: Option<Value>) -> Opinion {
    Opinion { decision, field, value, reviewer: reviewer.to_owned(), time: None, note: None }
}

/// Takes decisions and commits them.
fn decide(ledger: &Ledger, opinions: &[(usize, Opinion)]) -> Ledger {
    let mut writer = Writer::begin(ledger, "review", false).unwrap();
    let session = Session::open(writer.ledger()).unwrap();
    let claims = claims(&session);
    let mut desk = Desk::open(&session, []).unwrap();
    for (claim, opinion) in opinions {
        desk.take(&claims[*claim], opinion.clone(), None).unwrap();
    }
    let rows = desk.into_rows();
    writer.append(&rows, None).unwrap();
    writer.ledger().clone()
}

/// The first is accepted and one field of it corrected, the second rejected, the third accepted by two and corrected by
/// one of them.
fn reviewed(ledger: &Ledger) -> Ledger {
    let actors = json!({ "text": "ناشط" });
    decide(
        ledger,
        &[
            (0, opinion(Decision::Accept, "مريم", None, None)),
            (0, opinion(Decision::Correct, "مريم", Some(Field::Actors), Some(actors))),
            (1, opinion(Decision::Reject, "سعاد", None, None)),
            (2, opinion(Decision::Accept, "مريم", None, None)),
            (2, opinion(Decision::Accept, "سعاد", None, None)),
            (2, opinion(Decision::Correct, "سعاد", Some(Field::Tense), Some(json!("present")))),
            (2, opinion(Decision::Reject, "سعاد", Some(Field::Places), None)),
        ],
    )
}

#[test]
fn the_newest_decision_on_each_thing_counts_in_rust_as_in_sql() {
    let (_folder, ledger) = ledger();
    let ledger = reviewed(&ledger);
    let session = Session::open(&ledger).unwrap();
    let standings = |session: &Session| -> BTreeMap<String, Standing> {
        session.standings().unwrap().into_iter().map(|((_, claim), standing)| (claim, standing)).collect()
    };
    let claims = claims(&session);
    let expected = [Standing::Corrected, Standing::Rejected, Standing::Corrected];
    for (row, expected) in claims.iter().zip(expected) {
        let reviews: Vec<ReviewRow> =
            session.rows(&format!("SELECT * FROM reviews WHERE claim = '{}'", row.claim.claim)).unwrap();
        assert_eq!(Standing::of(&reviews), expected);
        assert_eq!(standings(&session)[&row.claim.claim], expected);
    }
    let reviews: Vec<ReviewRow> = session.rows("SELECT * FROM reviews").unwrap();
    let ids: Vec<&str> = claims.iter().map(|row| row.claim.claim.as_str()).collect();
    let of = |at: usize| {
        let id = ids[at];
        reviews.iter().filter(move |review| review.claim == id)
    };
    let first = corrected(&claims[0].claim, of(0));
    assert_eq!((first.actors.len(), first.actors[0].text.as_str()), (1, "ناشط"));
    assert_eq!(first.actors[0].span, first.chain[0].span);
    let third = corrected(&claims[2].claim, of(2));
    assert_eq!((third.tense.as_str(), third.places.len()), ("present", 0));
    // Another reviewer has thought better of it.
    let ledger = decide(
        &ledger,
        &[
            (0, opinion(Decision::Accept, "سعاد", Some(Field::Actors), None)),
            (1, opinion(Decision::Accept, "مريم", None, None)),
        ],
    );
    let session = Session::open(&ledger).unwrap();
    let now: Vec<Standing> = standings(&session).into_values().collect();
    assert_eq!(now, [Standing::Accepted, Standing::Accepted, Standing::Corrected]);
}

#[test]
fn the_same_decision_again_is_none_and_what_no_claim_can_be_is_refused() {
    let (_folder, ledger) = ledger();
    let session = Session::open(&ledger).unwrap();
    let row = &claims(&session)[0];
    let mut desk = Desk::open(&session, ["violence.kill".to_owned()]).unwrap();
    let mut take = |decision, field, value| desk.take(row, opinion(decision, "مريم", field, value), None);
    assert!(take(Decision::Accept, None, None).unwrap());
    assert!(!take(Decision::Accept, None, None).unwrap());
    assert!(take(Decision::Reject, None, None).unwrap());
    assert!(take(Decision::Accept, None, None).unwrap());
    let correct = Decision::Correct;
    assert!(take(correct, Some(Field::Type), Some(json!("violence.kill"))).unwrap());
    assert!(take(correct, Some(Field::Actors), Some(json!({ "span": [10, 14] }))).unwrap());
    for (field, value) in [
        (Field::Type, json!("violence.nonsense")),
        (Field::Polarity, json!("maybe")),
        (Field::Actors, json!({ "text": "كلمات ليست هناك" })),
        (Field::Actors, json!({ "span": [3, 5000] })),
        (Field::Actors, json!({ "span": [5, 3] })),
        (Field::Actors, json!({ "span": [0, 3], "text": "غير" })),
        (Field::Actors, json!("الجيش")),
        (Field::Causes, json!({ "span": [0, 3] })),
        (Field::Time, Value::Array(vec![])),
        (Field::Trigger, Value::Null),
    ] {
        assert!(take(correct, Some(field), Some(value.clone())).is_err(), "{field:?} {value}");
    }
    assert!(matches!(take(correct, None, None), Err(ReviewError::Incomplete)));
    assert!(matches!(take(Decision::Reject, Some(Field::Tense), None), Err(ReviewError::Field(_))));
    assert!(matches!(
        desk.take(row, opinion(Decision::Accept, " ", None, None), None),
        Err(ReviewError::Nobody)
    ));
    assert!(matches!(desk.find("", None), Err(ReviewError::Unknown(_))));
}

/// Reviews as a file, raw or redacted.
fn written(ledger: &Ledger, format: Format, raw: bool) -> (TempDir, std::path::PathBuf) {
    let session = Session::open(ledger).unwrap();
    let ids = session.first_texts("SELECT DISTINCT document FROM reviews").unwrap();
    let dossiers = session.dossiers(&ids).unwrap();
    let mut release = if raw {
        Release::raw("a test", |_| Ok::<(), std::io::Error>(())).unwrap()
    } else {
        let mut survey = Survey::new(&READER);
        for dossier in &dossiers {
            survey.add_dossier(dossier);
        }
        Release::redacted(survey.redactor(Key::kept([9; 32])))
    };
    let released: Vec<_> = dossiers.into_iter().map(|dossier| release.release_dossier(dossier)).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reviews");
    let types = vec!["control.withdraw".to_owned()];
    let file = std::fs::File::create(&path).unwrap();
    exchange::write(format, &released, &types, file).unwrap();
    (folder, path)
}

/// Takes a file into a ledger; what became of it and the rows.
fn take_in(ledger: &Ledger, format: Format, path: &std::path::Path) -> (exchange::Imported, Vec<ReviewRow>) {
    let session = Session::open(ledger).unwrap();
    let mut desk = Desk::open(&session, []).unwrap();
    let contents = exchange::read(format, path, "أحد").unwrap();
    let done = exchange::take(&mut desk, contents).unwrap();
    (done, desk.into_rows())
}

#[test]
fn what_was_exported_and_comes_back_is_nothing_new() {
    let (_folder, ledger) = ledger();
    let ledger = reviewed(&ledger);
    for format in Format::ALL {
        for raw in [true, false] {
            let (_kept, path) = written(&ledger, format, raw);
            let (done, rows) = take_in(&ledger, format, &path);
            assert_eq!((rows.len(), done.unfit.len()), (0, 0), "{format:?} raw {raw}: {done:?} {rows:?}");
            assert_eq!(done.held, 7, "{format:?} raw {raw}");
        }
    }
}

#[test]
fn decisions_go_over_to_a_ledger_that_has_none() {
    let (_folder, ledger) = ledger();
    let decided = reviewed(&ledger);
    let mut all: Vec<ReviewRow> = Session::open(&decided).unwrap().rows("SELECT * FROM reviews").unwrap();
    all.sort_by(|a, b| a.review.cmp(&b.review));
    for format in Format::ALL {
        let (_kept, path) = written(&decided, format, true);
        let (done, mut rows) = take_in(&ledger.at(1).unwrap(), format, &path);
        rows.sort_by(|a, b| a.review.cmp(&b.review));
        assert_eq!(done.unfit, [], "{format:?}");
        assert_eq!(rows, all, "{format:?}");
    }
}

#[test]
fn what_a_tool_changed_becomes_a_decision() {
    let (_folder, ledger) = ledger();
    let ledger = reviewed(&ledger);
    // brat: the second claim is accepted after all, another actor marked in the first.
    let (kept, path) = written(&ledger, Format::Brat, true);
    let folder = kept.path().join("unpacked");
    zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap().extract(&folder).unwrap();
    for file in std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()) {
        let text = std::fs::read_to_string(&file).unwrap();
        if text.contains("Review E1 reject") {
            std::fs::write(&file, text.replace("Review E1 reject", "Review E1 accept")).unwrap();
        } else if text.contains("\"field\":\"actors\"") {
            let actor = text.lines().find(|line| line.contains("\tActor ")).unwrap();
            let source = text.lines().find(|line| line.contains("\tSource ")).unwrap();
            let id = actor.split('\t').next().unwrap();
            // The clause's own words again: مسلحين.
            let quantity = text.lines().find(|line| line.contains("\tQuantity ")).unwrap();
            let place = quantity.split('\t').nth(1).unwrap().replace("Quantity", "Actor");
            assert_ne!(source, actor);
            let marked = text.replace(actor, &format!("{id}\t{place}\tمسلحين"));
            std::fs::write(&file, marked).unwrap();
        }
    }
    let (done, rows) = take_in(&ledger, Format::Brat, &folder);
    assert_eq!((done.new, done.unfit.len()), (2, 0), "{done:?}");
    let decided: Vec<(Decision, Option<&str>, &str)> =
        rows.iter().map(|row| (row.decision, row.field.as_deref(), row.reviewer.as_str())).collect();
    assert!(decided.contains(&(Decision::Accept, None, "أحد")), "{decided:?}");
    assert!(decided.contains(&(Decision::Correct, Some("actors"), "أحد")), "{decided:?}");

    // Label Studio: somebody took a claim away and left the other.
    let (_kept, path) = written(&ledger, Format::Labelstudio, true);
    let mut tasks: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    tasks.retain(|task| task["data"]["reviewer"] == "مريم");
    for task in &mut tasks {
        task["data"]["reviews"] = json!([]);
        task["annotations"][0]["completed_by"] = json!({ "email": "third@example.net" });
        // As it was read.
        task["annotations"][0]["result"] = task["predictions"][0]["result"].clone();
    }
    tasks[0]["annotations"][0]["result"] = json!([]);
    std::fs::write(&path, serde_json::to_string(&tasks).unwrap()).unwrap();
    let (done, rows) = take_in(&ledger, Format::Labelstudio, &path);
    assert_eq!(done.unfit, []);
    assert!(rows.iter().all(|row| row.reviewer == "third@example.net"));
    assert!(rows.iter().any(|row| row.decision == Decision::Reject && row.field.is_none()));
    // Again it is nothing new.
    let mut writer = Writer::begin(&ledger, "review", false).unwrap();
    writer.append(&rows, None).unwrap();
    assert_eq!(take_in(writer.ledger(), Format::Labelstudio, &path).1, []);
}

#[test]
fn decisions_find_their_claims_by_quotation_and_what_fits_none_is_told() {
    let (folder, ledger) = ledger();
    let lines = [
        // Only an address and words, which stand elsewhere than said.
        json!({"uri": "/invented/2.txt", "trigger": {"text": "انسحبوا", "span": [0, 7]}, "decision": "accept"}),
        json!({"uri": "/invented/9.txt", "trigger": {"text": "انسحبوا"}, "decision": "accept"}),
        json!({"uri": "/invented/3.txt", "trigger": {"text": "تقدموا"}, "decision": "reject"}),
        json!({"uri": "/invented/3.txt", "trigger": {"text": "الخبر"}, "decision": "reject"}),
    ];
    let path = folder.path().join("decisions.jsonl");
    std::fs::write(&path, lines.map(|line| line.to_string()).join("\n")).unwrap();
    let (done, rows) = take_in(&ledger, Format::Jsonl, &path);
    assert_eq!((done.new, rows[0].trigger.text.as_str()), (1, "انسحبوا"));
    let why: Vec<&str> = done.unfit.iter().map(|(_, why)| why.as_str()).collect();
    assert_eq!(
        why,
        [
            "its document is not in the ledger",
            "its words do not stand in the document",
            "no claim has its words"
        ]
    );
    // Web annotations of a program that knows nothing of claims.
    let page = json!({"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "motivation": "assessing",
        "creator": {"name": "سعاد"}, "created": "2024-06-01T08:00:00Z", "body": {"type": "TextualBody", "value": "reject", "purpose": "assessing"},
        "target": {"source": "/invented/1.txt", "selector": {"type": "TextQuoteSelector", "exact": "مسلحين انسحبوا من بلدة الرملة", "prefix": "إن "}}});
    std::fs::write(&path, page.to_string()).unwrap();
    let (done, rows) = take_in(&ledger, Format::Webannotation, &path);
    assert_eq!((done.new, rows[0].reviewer.as_str(), rows[0].decision), (1, "سعاد", Decision::Reject));
}

#[test]
fn agreement_is_counted_field_by_field() {
    let (_folder, ledger) = ledger();
    let ledger = reviewed(&ledger);
    let session = Session::open(&ledger).unwrap();
    let reviews: Vec<ReviewRow> = session.rows("SELECT * FROM reviews").unwrap();
    let found = agreement(&claims(&session), &reviews);
    let of = |field: &str| found.iter().find(|row| row.field == field).unwrap();
    // Only the third claim has two reviewers: one accepts it, the other corrects it.
    assert_eq!((of("claim").units, of("claim").reviewers, of("claim").alpha), (1, 2, Some(0.0)));
    assert_eq!((of("actors").units, of("actors").alpha), (1, None));
    assert_eq!((of("tense").units, of("tense").alpha), (1, Some(0.0)));
    assert_eq!((of("all").units, of("all").values), (15, 30));
    assert!(of("all").alpha.is_some_and(|alpha| (0.7..0.9).contains(&alpha)), "{:?}", of("all"));
}
