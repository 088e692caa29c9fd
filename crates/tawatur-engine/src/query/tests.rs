use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::{
    Ledger, invented,
    ledger::{RawStore, Writer},
    row::{ClaimRow, HopRow},
};

/// A ledger with these many invented documents, each with one claim.
fn ledger(documents: usize) -> (TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::init(&folder.path().join("ledger")).unwrap();
    let mut writer = Writer::begin(&ledger, "add", false).unwrap();
    for number in 0..documents {
        let item = invented::item(&format!("/invented/{number}.txt"), &invented::text(number));
        ledger.raw().put(&RawStore::key(&item.bytes), &item.bytes).unwrap();
        writer.push(invented::captured(&item));
    }
    writer.commit(None).unwrap();
    let ledger = writer.ledger().clone();
    (folder, ledger)
}

fn names(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

fn full() -> Filter {
    Filter {
        types: names(&["defection", "violence.shelling"]),
        places: names(&["حلب"]),
        actors: names(&["d'Or"]),
        sources: names(&["رويترز"]),
        outlets: names(&["دفتر اليوم"]),
        from: Some(jiff::civil::date(2024, 5, 1)),
        to: Some(jiff::civil::date(2024, 5, 31)),
        min_score: 0.2,
        limit: Some(10),
        ..Filter::default()
    }
}

#[test]
fn filters_as_sql() {
    insta::assert_snapshot!("claims", wrapped(&full().claims(Sort::Published)));
    insta::assert_snapshot!("documents", wrapped(&full().documents(false)));
    insta::assert_snapshot!("entities", wrapped(&Filter { names: names(&["أسامة"]), ..full() }.entities()));
    insta::assert_snapshot!("sources", wrapped(&full().sources()));
}

/// A line each for what stands between the great words of SQL.
fn wrapped(query: &str) -> String {
    [" FROM ", " WHERE ", " AND ", " GROUP BY ", " LIMIT ", " LEFT "]
        .iter()
        .fold(query.to_owned(), |text, word| text.replace(word, &format!("\n{}", &word[1..])))
}

#[test]
fn a_filter_becomes_a_plan_that_reads_what_it_needs() {
    let (_folder, ledger) = ledger(1);
    let session = Session::open(&ledger).unwrap();
    let query = Filter { places: names(&["الرملة"]), min_score: 0.2, ..Filter::default() }.claim_count();
    let plan = session.plan(&query).unwrap().into_optimized_plan().unwrap();
    insta::assert_snapshot!("plan", plan.display_indent());
}

#[test]
fn filters_find_what_they_say() {
    let (_folder, ledger) = ledger(3);
    let session = Session::open(&ledger).unwrap();
    let count = |filter: Filter| session.rows::<ClaimRow>(&filter.claims(Sort::Score)).unwrap().len();
    let all = Filter::default;
    assert_eq!(count(all()), 3);
    assert_eq!(count(Filter { limit: Some(2), ..all() }), 2);
    assert_eq!(count(Filter { min_score: 0.8, ..all() }), 0);
    assert_eq!(count(Filter { types: names(&["control"]), ..all() }), 3);
    assert_eq!(count(Filter { types: names(&["contro", "control.seize"]), ..all() }), 0);
    for place in ["رملة", "بلده الرملة", "al-ramla", "tw:ramla", "Homs", "SY", "Syria", "سورية"]
    {
        assert_eq!(count(Filter { places: names(&[place]), ..all() }), 3, "{place}");
    }
    // A capital stands for its state where that acts, and is a place of its own.
    for place in ["الرمل", "Iraq", "دمشق"] {
        assert_eq!(count(Filter { places: names(&[place]), ..all() }), 0, "{place}");
    }
    assert_eq!(count(Filter { actors: names(&["مسلحين"]), targets: names(&["مسلحين"]), ..all() }), 0);
    assert_eq!(count(Filter { sources: names(&["الناشط"]), outlets: names(&["دفتر"]), ..all() }), 3);
    // The event is of the ninth or later, its document of the tenth.
    let day = |day| Some(jiff::civil::date(2024, 5, day));
    assert_eq!(count(Filter { from: day(12), ..all() }), 3);
    assert_eq!(count(Filter { to: day(8), ..all() }), 0);
    assert_eq!(count(Filter { from: day(9), to: day(9), ..all() }), 3);
}

#[test]
fn listings_count() {
    let (_folder, ledger) = ledger(3);
    let session = Session::open(&ledger).unwrap();
    let lines = |query: &str| {
        let batches = session.batches(query).unwrap();
        batches.iter().flat_map(|batch| Rows::new(batch).unwrap().values().unwrap()).collect::<Vec<_>>()
    };
    let documents =
        lines(&Filter { places: names(&["الرملة"]), limit: Some(2), ..Filter::default() }.documents(true));
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0]["claims"], 1);
    assert_eq!(documents[0]["text"], invented::text(0));
    assert_eq!(documents[0]["outlet_basis"], "given");
    let sources = lines(&Filter::default().sources());
    assert_eq!(sources.len(), 1);
    assert_eq!(sources[0]["source"], "ناشط");
    assert_eq!(
        (&sources[0]["claims"], &sources[0]["origins"], &sources[0]["outlets"]),
        (&3.into(), &3.into(), &1.into())
    );
    assert!(lines(&Filter { types: names(&["violence"]), ..Filter::default() }.documents(false)).is_empty());
    assert!(lines(&Filter::default().entities()).is_empty());
}

#[test]
fn ids_may_be_shortened_as_long_as_they_are_one() {
    let (_folder, ledger) = ledger(40);
    let session = Session::open(&ledger).unwrap();
    let claims: Vec<ClaimRow> = session.rows(&Filter::default().claims(Sort::Published)).unwrap();
    let row = &claims[7];
    match show(&session, &row.document[..12]).unwrap() {
        Shown::Document(document, claims) => {
            assert_eq!((&document.id, claims.len()), (&row.document, 1));
        }
        other => panic!("{other:?}"),
    }
    match show(&session, &row.claim.claim).unwrap() {
        Shown::Claim(claims, reviews) => {
            assert_eq!((&claims[0].0, claims.len(), reviews.len()), (row, 1, 0));
        }
        other => panic!("{other:?}"),
    }
    let ambiguous = ('0'..='9').map(|c| show(&session, &c.to_string())).find(Result::is_err).unwrap();
    assert!(ambiguous.unwrap_err().to_string().contains("write more of it"));
    for unknown in ["", "zz", "'; --", "ffffffffffffffffffff"] {
        assert!(matches!(show(&session, unknown), Err(crate::LedgerError::Unknown(_))), "{unknown}");
    }
}

#[test]
fn sql_reads_and_does_nothing_else() {
    let (folder, ledger) = ledger(2);
    let session = Session::open(&ledger).unwrap();
    let file = folder.path().join("x.csv").display().to_string();
    std::fs::write(&file, "a\n1\n").unwrap();
    for query in [
        "CREATE TABLE t AS SELECT 1".to_owned(),
        "CREATE VIEW v AS SELECT 1".to_owned(),
        "DROP TABLE claims".to_owned(),
        "INSERT INTO claims SELECT * FROM claims".to_owned(),
        "DELETE FROM claims".to_owned(),
        "UPDATE claims SET score = 1".to_owned(),
        format!("COPY claims TO '{file}'"),
        format!("CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '{file}'"),
        format!("SELECT * FROM '{file}'"),
        format!("SELECT * FROM read_csv('{file}')"),
        "SET datafusion.execution.batch_size = 1".to_owned(),
        "SELECT 1; SELECT 2".to_owned(),
        "SELEC 1".to_owned(),
        "EXPLAIN ANALYZE DELETE FROM claims".to_owned(),
    ] {
        assert!(session.batches(&query).is_err(), "{query}");
    }
    for query in [
        "SELECT count(*) FROM claims",
        "SHOW TABLES",
        "DESCRIBE claims",
        "EXPLAIN SELECT 1",
        "WITH c AS (SELECT * FROM claims) SELECT \"type\", count(*) FROM c GROUP BY 1",
        "SELECT name, count(*) FROM claim_places GROUP BY name",
        "SELECT text FROM claim_actors UNION ALL SELECT text FROM claim_targets UNION ALL SELECT text FROM claim_toward",
        "SELECT sum(best) FROM claim_quantities UNION ALL SELECT count(code) FROM claim_causes",
        "SELECT fold(outlet), mentions(outlet, 'دفتر') FROM documents",
        "SELECT version, command, documents FROM commits",
    ] {
        if let Err(error) = session.batches(query) {
            panic!("{query}: {error}");
        }
    }
}

#[test]
fn an_answer_that_takes_too_long_is_ended() {
    let (_folder, ledger) = ledger(2);
    let limits = Limits { time: Duration::from_millis(300), ..Limits::default() };
    let session = Session::limited(&ledger, limits).unwrap();
    let endless = "SELECT count(DISTINCT value % 7) FROM generate_series(1, 1000000000000)";
    let error = session.batches(endless).unwrap_err();
    assert!(matches!(error, crate::LedgerError::TooLong { .. }), "{error}");
}

#[test]
fn an_answer_that_needs_too_much_memory_is_ended() {
    let (_folder, ledger) = ledger(2);
    let limits = Limits { memory: 1 << 20, ..Limits::default() };
    let session = Session::limited(&ledger, limits).unwrap();
    let large = "SELECT array_agg(value) FROM generate_series(1, 100000000)";
    assert!(session.batches(large).is_err());
}

#[test]
fn answers_go_out_as_lines_and_as_parquet() {
    let (_folder, ledger) = ledger(3);
    let session = Session::open(&ledger).unwrap();
    let answer = session.ask("SELECT * FROM chain_hops").unwrap();
    let mut sheet = Sheet::new(answer.schema()).unwrap();
    let mut bytes = Vec::new();
    for batch in answer {
        bytes.extend(sheet.add(&batch.unwrap()).unwrap());
    }
    bytes.extend(sheet.finish().unwrap());
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    let hops: Vec<HopRow> = session.rows("SELECT * FROM chain_hops").unwrap();
    assert_eq!(hops.len(), 3);
    let batch = &session.batches("SELECT document, entity FROM chain_hops LIMIT 1").unwrap()[0];
    let rows = Rows::new(batch).unwrap();
    assert_eq!(rows.len(), 1);
    assert!(rows.values().unwrap()[0]["entity"].is_null());
}
