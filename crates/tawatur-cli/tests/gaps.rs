//! `tawatur codebook gaps` from the outside.

#![expect(clippy::unwrap_used, reason = "a test that fails by a panic says what is wrong")]

mod invented;
mod program;

use std::fs;

use program::{run, stderr, stdout};
use serde_json::Value;
use tempfile::TempDir;

/// The invented codebook with two verbs more that are only known as verbs, and two texts.
fn given() -> TempDir {
    let dir = invented::codebook();
    let book = dir.path();
    fs::create_dir_all(book.join("lemmas")).unwrap();
    fs::write(book.join("lemmas/verbs.tsv"), "part\tlemma\nverb\tحرق I a-i = حرق\nverb\tلمع I a-a = لمعان\n")
        .unwrap();
    let texts = dir.path().join("texts");
    fs::create_dir_all(&texts).unwrap();
    fs::write(
        texts.join("a.txt"),
        "حرق الضباط الحقول في الموصل يوم 3 أيار 2015. هاجم الضباط الجيش. تلمع النجوم.\n",
    )
    .unwrap();
    fs::write(
        texts.join("b.txt"),
        "حرق الضباط ثلاثة حقول. قال ضباط إن حقولا حرقت. لمع البرق، ولمع الماء، ولمع النحاس.\n",
    )
    .unwrap();
    dir
}

fn gaps(dir: &TempDir, more: &[&str]) -> std::process::Output {
    let (texts, book) = (dir.path().join("texts"), dir.path());
    let args = ["codebook", "gaps", texts.to_str().unwrap(), "--codebook", book.to_str().unwrap()];
    run(args.iter().chain(more), b"")
}

#[test]
fn words_that_stand_as_events_do_come_before_frequent_ones() {
    let dir = given();
    let output = gaps(&dir, &["--format", "jsonl", "--threads", "1"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let found: Vec<Value> = stdout(&output).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let lemmas: Vec<&str> = found.iter().map(|g| g["lemma"].as_str().unwrap()).collect();
    // هاجم has a frame, and قال is a cue.
    assert_eq!(lemmas, ["حرق", "لمع"]);
    let burn = &found[0];
    assert_eq!((&burn["part"], &burn["documents"], &burn["times"]), (&"verb".into(), &2.into(), &3.into()));
    assert_eq!((&burn["place"], &burn["date"], &burn["number"]), (&1.into(), &1.into(), &1.into()));
    assert_eq!(burn["party"], 2);
    assert_eq!(found[1]["times"], 4);
    assert!(
        stderr(&output).contains("2 words without a frame in 2 documents; 2 listed"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn examples_name_file_and_sentence_one_a_document_the_most_event_like_first() {
    let dir = given();
    let output = gaps(&dir, &["--top", "1", "--examples", "2"]);
    let table = stdout(&output);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 4, "{table}");
    assert!(lines[1].ends_with("verb  حرق"), "{table}");
    assert!(lines[2].ends_with("a.txt: [حرق] الضباط الحقول في الموصل يوم 3 أيار 2015."), "{table}");
    assert!(lines[3].ends_with("b.txt: [حرق] الضباط ثلاثة حقول."), "{table}");
}

#[test]
fn a_path_that_cannot_be_read_is_named_and_the_rest_is_counted() {
    let dir = given();
    let output = gaps(&dir, &["nowhere", "--examples", "0"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("nowhere: cannot be read"), "{}", stderr(&output));
    assert!(stdout(&output).contains("حرق"), "{}", stdout(&output));
}
