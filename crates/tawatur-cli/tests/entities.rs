//! `tawatur entities` from the outside.

mod program;

use std::fs;

use program::{run, stderr, stdout};
use serde_json::Value;

const CODEBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/codebook");

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|l| serde_json::from_str(l).expect("each line is an object")).collect()
}

#[test]
fn entities_of_a_document_go_out_as_json_lines_with_their_mentions() {
    let text = "وصل سامر الدرازي إلى القصر. وقال الدرازي إنه تعب.";
    let output = run(["entities", "--codebook", CODEBOOK, "--format", "jsonl", "-"], text.as_bytes());
    assert!(output.status.success(), "{}", stderr(&output));
    let found = lines(&stdout(&output));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["name"], "سامر الدرازي");
    assert_eq!(found[0]["class"], "person");
    assert_eq!(found[0]["id"], Value::Null);
    assert_eq!(found[0]["mentions"][0]["span"], serde_json::json!([4, 16]));
    assert_eq!(found[0]["mentions"][1]["how"], "short");
}

#[test]
fn together_the_same_name_of_several_documents_is_one_line() {
    let dir = tempfile::TempDir::new().unwrap();
    fs::write(dir.path().join("a.txt"), "وصل سامر الدرازي.").unwrap();
    fs::write(dir.path().join("b.txt"), "عاد سامر الدرازي.").unwrap();
    let path = dir.path().to_str().unwrap();
    let output =
        run(["entities", "--codebook", CODEBOOK, "--format", "jsonl", "--together", path], "".as_bytes());
    let found = lines(&stdout(&output));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["documents"], serde_json::json!(["a", "b"]));
    assert_eq!(found[0]["count"], 2);
}

#[test]
fn a_class_that_is_asked_for_leaves_the_others_out() {
    let text = "وصل سامر الدرازي إلى مدينة قرقوش.".as_bytes();
    let places = run(["entities", "--codebook", CODEBOOK, "--format", "csv", "--class", "place"], text);
    let rows = stdout(&places);
    assert!(rows.starts_with("doc,name,class,"), "{rows}");
    assert!(rows.contains("قرقوش") && !rows.contains("سامر"), "{rows}");
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_go_out() {
    let dir = tempfile::TempDir::new().unwrap();
    let good = dir.path().join("a.txt");
    fs::write(&good, "وصل سامر الدرازي.").unwrap();
    let missing = dir.path().join("missing.txt");
    let output = run(
        [
            "entities",
            "--codebook",
            CODEBOOK,
            "--format",
            "table",
            missing.to_str().unwrap(),
            good.to_str().unwrap(),
        ],
        "".as_bytes(),
    );
    assert!(!output.status.success());
    assert!(stderr(&output).contains("missing.txt"), "{}", stderr(&output));
    assert!(stdout(&output).contains("سامر الدرازي"), "{}", stdout(&output));
}
