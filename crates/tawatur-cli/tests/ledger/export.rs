//! `tawatur export` as it is used.

use std::fs;

use serde_json::Value;

use super::{Place, stderr, stdout};

/// Somebody who is not public.
const PRIVATE: &str = "سالم النهري";

/// A ledger with a report that names somebody private.
fn place() -> Place {
    let place = Place::new();
    let text = format!(
        "قال المواطن {PRIVATE} إن قذيفة سقطت على سوق الموصل أمس، وإن ثلاثة مدنيين قتلوا وأصيب سبعة.\n\nواتهم {PRIVATE} \
         مسلحين باعتقال شقيقه."
    );
    let file = place.file("report.txt", &text);
    place.ok(&["add", "--outlet", "دفتر اليوم", "--published", "2024-05-10", file.to_str().unwrap()]);
    place
}

/// What an export writes to standard output.
fn exported(place: &Place, args: &[&str]) -> Vec<u8> {
    let output = place.run(&[&["export"][..], args].concat());
    assert!(output.status.success(), "{args:?}\n{}", stderr(&output));
    output.stdout
}

#[test]
fn every_format_in_a_file_without_private_names() {
    let place = place();
    for (format, opens, is_text) in [
        ("csv", "claim,", true),
        ("xlsx", "PK", false),
        ("jsonl", "{\"", true),
        ("parquet", "PAR1", false),
        ("geojson", "{", true),
        ("acled", "", true),
        ("ucdp", "", true),
        ("plover", "", true),
        ("ftm", "{\"", true),
        ("prov", "{", true),
        ("webannotation", "{", true),
        ("brat", "", false),
        ("labelstudio", "[", true),
        ("bib", "@", true),
    ] {
        let file = place.folder.path().join(format!("out.{format}"));
        let out = exported(&place, &[format, "--min-score", "0", "--out", file.to_str().unwrap()]);
        let written = fs::read(&file).unwrap();
        assert!(out.is_empty() && written.len() > 40 && written.starts_with(opens.as_bytes()), "{format}");
        if is_text {
            let written = String::from_utf8(written).unwrap();
            assert!(!written.contains("نهري"), "{format}: {written}");
        }
    }
    let left = fs::read_dir(place.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().ends_with(".part")));
}

#[test]
fn a_raw_export_needs_a_reason_and_the_log_keeps_it() {
    let place = place();
    let refused = place.run(&["export", "jsonl", "--raw"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--reason"), "{}", stderr(&refused));
    let blank = place.run(&["export", "jsonl", "--raw", "--reason", "  "]);
    assert!(!blank.status.success() && blank.stdout.is_empty(), "{}", stderr(&blank));
    assert_eq!(place.lines(&["log"]).len(), 3, "nothing was logged yet");
    let reason = "for the court, case 12";
    let raw = exported(&place, &["jsonl", "--min-score", "0", "--raw", "--reason", reason]);
    assert!(String::from_utf8(raw).unwrap().contains(PRIVATE));
    let log = place.lines(&["log"]);
    let entry = log.iter().find(|entry| entry["command"] == "export").unwrap();
    assert_eq!(entry["note"], format!("raw jsonl: {reason}"));
    place.ok(&["verify"]);
}

#[test]
fn filters_choose_claims_and_options_shape_the_file() {
    let place = place();
    let count = |args: &[&str]| {
        let out = exported(&place, &[&["jsonl", "--min-score", "0"][..], args].concat());
        String::from_utf8(out).unwrap().lines().count()
    };
    let detentions = count(&["--type", "detention"]);
    assert!(detentions > 0 && detentions < count(&[]));
    assert_eq!(count(&["--place", "حلب"]), 0);
    let bom = exported(&place, &["csv", "--bom"]);
    assert!(bom.starts_with("\u{FEFF}".as_bytes()));
    let linked = exported(&place, &["csv", "--min-score", "0", "--desk", "http://127.0.0.1:8080"]);
    assert!(String::from_utf8(linked).unwrap().contains("http://127.0.0.1:8080/"));
    let config = stdout(&place.run(&["export", "labelstudio", "--config"]));
    assert!(config.contains("<View>"), "{config}");
}

#[test]
fn a_key_that_is_kept_gives_the_same_pseudonyms_again() {
    let place = place();
    let key = place.folder.path().join("key");
    let keyed = ["jsonl", "--min-score", "0", "--key", key.to_str().unwrap()];
    let first = exported(&place, &keyed);
    assert_eq!(fs::read_to_string(&key).unwrap().trim().len(), 64);
    assert_eq!(exported(&place, &keyed), first);
    assert_ne!(exported(&place, &["jsonl", "--min-score", "0"]), first);
    fs::write(&key, "no key").unwrap();
    let wrong = place.run(&[&["export"][..], &keyed].concat());
    assert!(!wrong.status.success() && stderr(&wrong).contains("key"), "{}", stderr(&wrong));
}

#[test]
fn what_an_export_cannot_do_is_said() {
    let place = place();
    let unknown = place.run(&["export", "shapefile"]);
    assert!(stderr(&unknown).contains("one of csv, xlsx, jsonl"), "{}", stderr(&unknown));
    let config = place.run(&["export", "csv", "--config"]);
    assert!(stderr(&config).contains("only labelstudio"), "{}", stderr(&config));
    let nowhere = place.run(&["export", "csv", "--out", "no/such/folder/a.csv"]);
    assert!(!nowhere.status.success() && stderr(&nowhere).contains("cannot write"), "{}", stderr(&nowhere));
    let none: Value = serde_json::from_slice(&exported(&place, &["geojson", "--place", "حلب"])).unwrap();
    assert_eq!(none["features"].as_array().unwrap().len(), 0);
}

#[test]
fn events_leave_in_formats_that_have_a_place_for_them() {
    let place = place();
    let events = place.lines(&["events"]).len();
    for (format, opens, is_text) in [
        ("csv", "event,", true),
        ("xlsx", "PK", false),
        ("jsonl", "{\"", true),
        ("parquet", "PAR1", false),
        ("geojson", "{", true),
        ("acled", "event_id_cnty,", true),
        ("ucdp", "id,", true),
        ("ftm", "{\"", true),
    ] {
        let file = place.folder.path().join(format!("out.{format}"));
        let output = place.run(&["export", format, "--events", "--out", file.to_str().unwrap()]);
        assert!(output.status.success() && stderr(&output).contains("redacted: "), "{}", stderr(&output));
        let written = fs::read(&file).unwrap();
        assert!(written.len() > 40 && written.starts_with(opens.as_bytes()), "{format}");
        if is_text {
            let written = String::from_utf8(written).unwrap();
            assert!(!written.contains("نهري"), "{format}: {written}");
        }
    }
    let lines = |args: &[&str]| {
        String::from_utf8(exported(&place, &[&["jsonl", "--events"][..], args].concat()))
            .unwrap()
            .lines()
            .count()
    };
    assert!(events > 1);
    assert_eq!(lines(&[]), events);
    assert_eq!(lines(&["--limit", "1"]), 1);
    assert!(lines(&["--type", "detention"]) < events);
    assert_eq!(lines(&["--place", "حلب"]) + lines(&["--min-origins", "5"]) + lines(&["--contradicted"]), 0);
    let key = place.folder.path().join("key");
    let keyed = ["csv", "--events", "--key", key.to_str().unwrap()];
    assert_eq!(exported(&place, &keyed), exported(&place, &keyed));
    let raw = exported(&place, &["jsonl", "--events", "--raw", "--reason", "case 12"]);
    assert!(String::from_utf8(raw).unwrap().contains(PRIVATE));
    assert!(place.lines(&["log"]).iter().any(|entry| entry["note"] == "raw jsonl of events: case 12"));
}

#[test]
fn flags_of_claims_and_of_events_are_told_apart() {
    let place = place();
    for (args, says) in [
        (&["plover", "--events"][..], "plover has no place for events; csv, xlsx"),
        (&["csv", "--events", "--target", "x"], "cannot be used with"),
        (&["csv", "--events", "--min-score", "0"], "cannot be used with"),
        (&["csv", "--min-origins", "2"], "--events"),
        (&["csv", "--contradicted"], "--events"),
    ] {
        let refused = place.run(&[&["export"][..], args].concat());
        assert!(
            !refused.status.success() && stderr(&refused).contains(says),
            "{args:?}: {}",
            stderr(&refused)
        );
    }
}
