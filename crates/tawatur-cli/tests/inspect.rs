//! `tawatur inspect` from the outside.

mod program;

use std::fs;

use program::{run, stderr, stdout};
use serde_json::Value;

const CODEBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/codebook");

#[test]
fn tokens_have_their_segments_and_readings() {
    let output =
        run(["inspect", "--codebook", CODEBOOK, "--format", "json", "وانشقوا عنه أمس"], "".as_bytes());
    assert!(output.status.success(), "{}", stderr(&output));
    let seen: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(seen["tokens"][0]["segments"], serde_json::json!(["و", "انشقوا"]));
    assert_eq!(seen["tokens"][0]["readings"][0]["lemma"], "انشق");
    assert_eq!(seen["tokens"][1]["segments"], serde_json::json!(["عن", "ه"]));
    assert_eq!(seen["tokens"][2]["tag"], "date");
}

#[test]
fn dates_are_placed_against_the_day_that_is_given() {
    let text = "انشقوا أمس".as_bytes();
    let given = run(["inspect", "--codebook", CODEBOOK, "--published", "2015-02-20"], text);
    assert!(stdout(&given).contains("2015-02-19 to 2015-02-19"), "{}", stdout(&given));
    let open = run(["inspect", "--codebook", CODEBOOK, "-"], text);
    assert!(!stdout(&open).contains("2015"), "{}", stdout(&open));
}

#[test]
fn each_line_may_be_a_text_that_tells_plans() {
    let args = ["inspect", "--codebook", CODEBOOK, "--lines", "--ahead", "--format", "json"];
    let output = run(args.into_iter().chain(["--published", "2015-02-20"]), "الأحد\nفي 3 مدن\n".as_bytes());
    let seen: Vec<Value> = stdout(&output).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0]["times"][0]["start"], "2015-02-22");
    assert_eq!(seen[0]["times"][0]["kind"], "date");
    assert_eq!(
        (&seen[1]["numbers"][0]["kind"], &seen[1]["numbers"][0]["noun"]),
        (&"cardinal".into(), &"مدن".into())
    );
}

#[test]
fn a_quotation_names_who_says_it() {
    let text = "قال ناشطون \"إن الضباط انشقوا عن الجيش\". نشر \"كتاب في تاريخ الزراعة\"".as_bytes();
    let output = run(["inspect", "--codebook", CODEBOOK, "--format", "json"], text);
    let seen: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let said = &seen["quotations"];
    assert_eq!(said[0]["sources"][0]["text"], "ناشطون");
    assert_eq!(said[1]["sources"], serde_json::json!([]));
}

#[test]
fn unlisted_words_are_counted_over_files() {
    let dir = tempfile::TempDir::new().unwrap();
    fs::write(dir.path().join("a.txt"), "زقزوق انشقوا زقزوق").unwrap();
    fs::write(dir.path().join("b.txt"), "زقزوق، برطوش").unwrap();
    let path = dir.path().to_str().unwrap();
    let output = run(["inspect", "--codebook", CODEBOOK, "--unlisted", path], b"");
    let lines = stdout(&output);
    assert_eq!(
        lines.lines().map(|l| l.split('\t').take(2).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>(),
        ["3 زقزوق", "1 برطوش"]
    );
    assert!(stderr(&output).contains("5 words, 20.0 %"), "{}", stderr(&output));
}
