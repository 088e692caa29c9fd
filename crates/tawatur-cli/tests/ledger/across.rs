//! What stands across documents, as it is asked for.

use std::path::Path;

use serde_json::Value;

use crate::{Place, program::stderr};

/// A ledger of the samples that tell of one strike and of one camp.
fn place() -> Place {
    let place = Place::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let names = [
        "03-wire-airstrike.txt",
        "04-copied-airstrike.txt",
        "05-shelling-monitor.txt",
        "06-shelling-denial.txt",
        "07-toll-update.html",
    ];
    let paths: Vec<String> = names.iter().map(|name| samples.join(name).display().to_string()).collect();
    let arguments: Vec<&str> = ["add"].into_iter().chain(paths.iter().map(String::as_str)).collect();
    let added = place.run(&arguments);
    assert!(added.status.success() && stderr(&added).contains("linked 5 documents"), "{}", stderr(&added));
    place
}

#[test]
fn an_edited_copy_is_shown_with_its_words_and_what_was_changed() {
    let place = place();
    let pairs = place.lines(&["copies"]);
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    assert_eq!(pairs[0]["verdict"], "edited");
    assert!(!pairs[0]["passages"].as_array().unwrap().is_empty());
    let shown = place.ok(&["copies", "--passages", "--format", "table"]);
    assert!(shown.contains("changed:") && shown.contains("04-copied-airstrike"), "{shown}");
    assert_eq!(place.lines(&["copies", "--verdict", "passage"]).len(), 0);
    assert_eq!(place.lines(&["copies", "--to", "2024-01-01"]).len(), 0);
}

#[test]
fn an_event_is_listed_shown_and_explained() {
    let place = place();
    let events = place.lines(&["events", "--min-claims", "2", "--order", "claims"]);
    let most = &events[0];
    let id = most["event"].as_str().unwrap();
    assert!(
        most["claims"].as_u64().unwrap() >= 3
            && most["origins_low"].as_u64() <= most["origins_high"].as_u64()
    );
    let shown = place.ok(&["event", &id[..8]]);
    assert!(shown.contains("told by") && shown.contains("independent"), "{shown}");
    let json: Value = serde_json::from_str(&place.ok(&["event", id, "--json"])).unwrap();
    let claims = json["claims"].as_array().unwrap();
    assert_eq!(claims.len() as u64, most["claims"].as_u64().unwrap());
    // How a claim came in is what the pair says of itself.
    let joined = claims.iter().find(|claim| claim["as"]["via_claim"].is_string()).unwrap();
    let name = |document: &str, claim: &str| {
        format!("{}/{}", joined["as"][document].as_str().unwrap(), joined["as"][claim].as_str().unwrap())
    };
    let why =
        place.ok(&["why-linked", &name("document", "claim"), &name("via_document", "via_claim"), "--json"]);
    let why: Value = serde_json::from_str(&why).unwrap();
    assert_eq!(why["link"]["strength"], "strong", "{why}");
    assert!(!why["link"]["reasons"].as_array().unwrap().is_empty());
    let days = place.lines(&["events", "--days"]);
    let claims: u64 = days.iter().map(|day| day["claims"].as_u64().unwrap()).sum();
    let told: u64 = place.lines(&["events"]).iter().map(|event| event["claims"].as_u64().unwrap()).sum();
    assert_eq!(claims, told);
    assert_eq!(place.lines(&["events", "--from", "2030-01-01"]).len(), 0);
}

#[test]
fn sources_are_counted_by_how_they_report() {
    let place = place();
    let sources = place.lines(&["reporting"]);
    let count = |row: &Value, of: &str| row[of].as_u64().unwrap();
    for row in &sources {
        assert!(count(row, "copied") <= count(row, "claims"), "{row}");
        assert!(count(row, "alone") + count(row, "first") <= 2 * count(row, "events"), "{row}");
    }
    assert!(sources.iter().any(|row| count(row, "copied") > 0), "the edited copy: {sources:?}");
    assert_eq!(place.lines(&["reporting", "--limit", "1"]).len(), 1);
}

#[test]
fn a_denial_is_a_contradiction_and_a_rising_toll_is_none() {
    let place = place();
    let found = place.lines(&["contradictions"]);
    assert!(found.iter().any(|row| row["kind"] == "denial"), "{found:?}");
    assert!(found.iter().all(|row| row["kind"] != "update" && row["kind"] != "refinement"));
    let table = place.ok(&["contradictions", "--kind", "denial", "--format", "table"]);
    assert!(table.contains("polarity"), "{table}");
}

#[test]
fn links_are_made_when_they_were_put_off_and_anew_the_same() {
    let place = Place::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let path = |name: &str| samples.join(name).display().to_string();
    place.ok(&["add", "--no-link", &path("03-wire-airstrike.txt"), &path("04-copied-airstrike.txt")]);
    assert_eq!(place.lines(&["copies"]).len() + place.lines(&["events"]).len(), 0);
    place.ok(&["link"]);
    let events = place.lines(&["events"]);
    assert_eq!(place.lines(&["copies"]).len(), 1);
    place.ok(&["link", "--anew"]);
    assert_eq!(place.lines(&["events"]), events);
    place.ok(&["verify"]);
}
