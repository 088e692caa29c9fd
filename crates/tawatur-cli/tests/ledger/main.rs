//! The commands of a ledger from the outside.

#![cfg(feature = "ledger")]
#![expect(clippy::unwrap_used, reason = "a test that fails by a panic says what is wrong")]

mod across;
mod export;
mod intake;
#[path = "../program/place.rs"]
mod place;
#[path = "../program/mod.rs"]
mod program;
mod search;

use std::{fs, path::Path, process::Stdio, thread, time::Duration};

use place::Place;
use program::{command, run, stderr, stdout};
use serde_json::Value;

/// A small invented codebook, so that these tests do not depend on what the real one knows today.
const CODEBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/codebook");

impl Place {
    /// Takes files in with the small codebook; what it says.
    fn add(&self, paths: &[&Path]) -> String {
        let paths: Vec<&str> = paths.iter().map(|path| path.to_str().unwrap()).collect();
        let output = self.run(&[&["add", "--codebook", CODEBOOK][..], &paths].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        stderr(&output)
    }
}

fn text(number: usize) -> String {
    format!("قال ناشطون إن {} ضابطاً انشقوا عن الجيش في الموصل أمس. الخبر {number}.", number % 50 + 3)
}

#[test]
fn the_same_again_is_nothing_new_and_other_bytes_are_a_version() {
    let place = Place::new();
    let (one, two) = (place.file("1.txt", &text(1)), place.file("2.txt", &text(2)));
    assert!(place.add(&[&one, &two]).contains("added 2 documents"));
    let again = place.add(&[one.parent().unwrap()]);
    assert!(again.contains("nothing new") && again.contains("2 unchanged"), "{again}");
    assert!(again.contains("version 2"), "{again}");
    place.file("2.txt", &text(3));
    let version = place.add(&[&two]);
    assert!(version.contains("1 of them new versions"), "{version}");
    let documents = place.lines(&["documents", "--text"]);
    assert_eq!(documents.len(), 3);
    assert!(documents.iter().any(|d| d["version"] == 2 && d["text"] == text(3).as_str()));
    assert_eq!(place.lines(&["at", "1", "documents"]).len(), 2);
    assert_eq!(place.lines(&["documents", "--at", "0"]).len(), 0);
    assert_eq!(place.lines(&["log"]).len(), 5);
}

#[test]
fn new_documents_that_are_not_arabic_or_have_no_day_are_counted_with_a_query_that_finds_them() {
    let place = Place::new();
    let arabic = place.file("1.txt", &text(1));
    let said = place.add(&[&arabic]);
    assert!(said.contains("1 new document of no known day") && !said.contains("not in Arabic"), "{said}");
    let english = place.file("2.txt", "Residents said that shelling went on for two days.");
    place.file("2.meta.json", r#"{"published": "2024-05-10"}"#);
    let said = place.add(&[&arabic, &english]);
    assert!(said.contains("1 new document not in Arabic") && !said.contains("no known day"), "{said}");
    let query = said.lines().find_map(|line| line.split_once("tawatur sql ")).unwrap().1.trim_matches('"');
    let found = place.lines(&["sql", query]);
    assert!(found.len() == 1 && found[0]["name"].as_str().unwrap().starts_with('2'), "{found:?}");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_in() {
    let place = Place::new();
    let good = place.file("good.txt", &text(1));
    place.file("bad.txt", "%PDF-1.4 …");
    let output = place.run(&["add", "--codebook", CODEBOOK, good.parent().unwrap().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("bad.txt: damaged PDF") && said.contains("1 not read"), "{said}");
    assert_eq!(place.lines(&["documents"]).len(), 1);
}

#[test]
fn a_ledger_is_found_from_within_by_option_and_by_variable() {
    let place = Place::new();
    let file = place.file("1.txt", &text(1));
    place.add(&[&file]);
    let from = |args: &[&str], variable: Option<&Path>| {
        let mut command = command(args);
        command.current_dir(place.folder.path()).env_remove("TAWATUR_LEDGER").stdin(Stdio::null());
        if let Some(path) = variable {
            command.env("TAWATUR_LEDGER", path);
        }
        command.output().unwrap()
    };
    let lost = from(&["documents"], None);
    assert!(stderr(&lost).contains("there is no ledger") && !lost.status.success(), "{}", stderr(&lost));
    for output in
        [from(&["documents", "--ledger", "ledger"], None), from(&["documents"], Some(&place.ledger()))]
    {
        assert_eq!(stdout(&output).lines().count(), 1, "{}", stderr(&output));
    }
}

#[test]
fn listings_in_all_formats() {
    let place = Place::new();
    let files = [place.file("1.txt", &text(1)), place.file("2.txt", &text(2))];
    place.add(&[&files[0], &files[1]]);
    let table = place.ok(&["claims", "--format", "table", "--min-score", "0"]);
    assert!(table.starts_with("claim ") && table.contains("defection.leave"), "{table}");
    let csv = place.ok(&["claims", "--format", "csv", "--min-score", "0"]);
    let read = run(
        ["read", "--codebook", CODEBOOK, "--format", "csv", "--min-score", "0", files[0].to_str().unwrap()],
        b"",
    );
    assert!(stdout(&read).lines().all(|line| csv.contains(line)), "{csv}");
    let parquet = place.folder.path().join("claims.parquet");
    place.ok(&["claims", "--format", "parquet", "--out", parquet.to_str().unwrap()]);
    assert!(fs::read(parquet).unwrap().starts_with(b"PAR1"));
    assert_eq!(
        place.lines(&["claims", "--min-score", "0", "--place", "موصل", "--type", "defection"]).len(),
        2
    );
    assert_eq!(place.lines(&["claims", "--min-score", "0", "--place", "حلب"]).len(), 0);
    assert_eq!(place.lines(&["sources", "--min-score", "0"])[0]["claims"], 2);
    assert!(!place.lines(&["entities", "--format", "jsonl"]).is_empty());
    assert!(place.ok(&["log", "--format", "table"]).contains("init"));
    assert!(place.ok(&["documents", "--format", "table"]).contains("1.txt"));
}

#[test]
fn an_empty_listing_says_what_nothing_fits() {
    let place = Place::new();
    let file = place.file("1.txt", &text(1));
    place.add(&[&file]);
    let said = |args: &[&str]| {
        let output = place.run(args);
        (output.status.code(), stdout(&output), stderr(&output))
    };
    let (code, out, error) = said(&["claims", "--type", "defections", "--place", "الموصل"]);
    assert_eq!((code, out.as_str()), (Some(0), ""));
    assert!(error.contains("no claim has --type `defections` (there is `defection`)"), "{error}");
    assert!(!error.contains("--place"), "{error}");
    let (.., error) = said(&["events", "--place", "حلب", "--format", "jsonl"]);
    assert!(error.contains("no claim has --place `حلب`"), "{error}");
    let (.., error) = said(&["claims", "--type", "defection", "--min-score", "1"]);
    assert!(error.contains("no claim has --min-score `1`"), "{error}");
    let (code, _, error) = said(&["claims", "--from", "2024-06-01", "--to", "2024-05-01"]);
    assert!(code != Some(0) && error.contains("--from 2024-06-01 is after --to 2024-05-01"), "{error}");
    let (code, _, error) = said(&["at", "1", "add", "x"]);
    assert!(code != Some(0) && error.contains("`add` does not ask the ledger as it was"), "{error}");
    let (.., error) = said(&["claims", "--type", "defection", "--min-score", "0"]);
    assert_eq!(error, "");
}

#[test]
fn one_thing_with_all_that_belongs_to_it() {
    let place = Place::new();
    let file = place.file("1.txt", &text(1));
    place.add(&[&file]);
    let claim = &place.lines(&["claims", "--min-score", "0"])[0];
    let shown = place.ok(&["show", &claim["claim"].as_str().unwrap()[..8]]);
    assert!(shown.contains("⟦انشقوا⟧") && shown.contains("because") && shown.contains("1.txt"), "{shown}");
    let document = &place.lines(&["documents"])[0];
    let shown = place.ok(&["show", document["id"].as_str().unwrap(), "--json"]);
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["document"]["text"], text(1));
    let unknown = place.run(&["show", "0000000000000000000000000"]);
    assert!(stderr(&unknown).contains("nothing in the ledger"), "{}", stderr(&unknown));
}

#[test]
fn sql_says_what_it_will_not_do() {
    let place = Place::new();
    let refused = place.run(&["sql", "DELETE FROM claims"]);
    assert!(!refused.status.success() && stderr(&refused).contains("not supported"), "{}", stderr(&refused));
    let slow = "SELECT count(DISTINCT value % 7) FROM generate_series(1, 1000000000000)";
    let ended = place.run(&["sql", "--timeout", "0.2", slow]);
    assert!(stderr(&ended).contains("takes longer than 0.2 s"), "{}", stderr(&ended));
    assert!(
        place
            .ok(&["sql", "--explain", "--format", "table", "SELECT count(*) FROM claims"])
            .contains("logical_plan")
    );
}

#[test]
fn upkeep() {
    let place = Place::new();
    for number in 1..=3 {
        let file = place.file(&format!("{number}.txt"), &text(number));
        place.add(&[&file]);
    }
    let before = place.ok(&["claims", "--min-score", "0"]);
    place.ok(&["compact"]);
    assert_eq!(place.ok(&["claims", "--min-score", "0"]), before);
    place.ok(&["reread", "--codebook", CODEBOOK]);
    assert_eq!(place.ok(&["claims", "--min-score", "0"]), before);
    place.ok(&["verify"]);
    let doctor = place.run(&["doctor"]);
    assert!(stdout(&doctor).contains("tawatur reread"), "{}{}", stdout(&doctor), stderr(&doctor));
    let parquet = fs::read_dir(place.ledger().join("tables/documents")).unwrap();
    let parquet =
        parquet.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "parquet"));
    parquet.for_each(|path| fs::write(path, "torn").unwrap());
    let broken = place.run(&["verify"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(stdout(&broken).contains("documents"), "{}", stdout(&broken));
}

/// A number that differs from call to call.
fn chance(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// How many times `killed_at_random_moments` kills: few where all tests run, 300 for the bench.
fn kills() -> u64 {
    std::env::var("TAWATUR_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(12)
}

#[test]
fn killed_at_random_moments_a_ledger_loses_nothing_that_was_committed_and_has_nothing_twice() {
    let place = Place::new();
    let documents = 60;
    for number in 0..documents {
        place.file(&format!("{number}.txt"), &text(number));
    }
    let folder = place.folder.path().join("in").display().to_string();
    let add = ["add", "--codebook", CODEBOOK, "--batch", "5", &folder];
    let reread = ["reread", "--codebook", CODEBOOK];
    let start = |args: &[&str]| {
        let mut child = command(args);
        child.current_dir(place.ledger()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        child.spawn().unwrap()
    };
    let held = || {
        let rows = place.lines(&["sql", "SELECT count(*) AS n, count(DISTINCT uri) AS uris FROM documents"]);
        assert_eq!(rows[0]["n"], rows[0]["uris"]);
        rows[0]["n"].as_u64().unwrap()
    };
    let mut seed = 0x9E37_79B9_7F4A_7C15;
    let mut before = 0;
    for round in 0..kills() {
        let reviewer = format!("R{round}");
        let claims = "SELECT claim FROM claims ORDER BY claim, document LIMIT 40";
        let ids: Vec<String> = if before > 0 {
            let rows = place.lines(&["sql", claims]);
            rows.iter().map(|row| row["claim"].as_str().unwrap().to_owned()).collect()
        } else {
            Vec::new()
        };
        let mut review = vec!["review", "accept", "--reviewer", &reviewer, "--everywhere"];
        review.extend(ids.iter().map(String::as_str));
        let decided = || {
            let rows =
                place.lines(&["sql", "SELECT count(*) AS n, count(DISTINCT reviewer) AS r FROM reviews"]);
            (rows[0]["n"].as_u64().unwrap(), rows[0]["r"].as_u64().unwrap())
        };
        let (reviews, reviewers) = decided();
        // Once all documents are in, the other commands that write are killed, and new documents come now and then.
        if before >= documents as u64 + round {
            let number = 1000 + round as usize;
            place.file(&format!("{number}.txt"), &text(number));
        }
        let args: &[&str] = match chance(&mut seed) % 5 {
            0 if before > 0 => &reread,
            1 if before > 0 => &["compact"],
            2 if !ids.is_empty() => &review,
            _ => &add,
        };
        let mut child = start(args);
        thread::sleep(Duration::from_millis(chance(&mut seed) % 900));
        child.kill().unwrap();
        child.wait().unwrap();
        place.ok(&["verify"]);
        let now = held();
        assert!(now >= before, "{now} documents, {before} before");
        // All decisions of a command are there, or none.
        let (reviews_now, reviewers_now) = decided();
        assert!(reviews_now >= reviews && (reviews_now == reviews) == (reviewers_now == reviewers));
        if reviewers_now > reviewers {
            place.ok(&review);
            assert_eq!(decided(), (reviews_now, reviewers_now), "taken twice");
        }
        before = now;
    }
    place.ok(&add);
    let files = fs::read_dir(&folder).unwrap().count() as u64;
    assert_eq!(held(), files);
    place.ok(&["verify"]);
}
