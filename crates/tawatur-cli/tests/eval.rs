//! `tawatur eval`: its figures are those of the gold standard's own scorer.

#![expect(clippy::unwrap_used, reason = "a test that fails by a panic says what is wrong")]

mod program;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use program::{run, stderr, stdout};
use serde_json::Value;
use tempfile::TempDir;

/// A small invented codebook, so that these tests do not depend on what the real one knows today.
const CODEBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/codebook");

/// A file or folder of these tests.
fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// The shared gold standard, where this checkout stands beside it.
fn shared() -> Option<PathBuf> {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    let scorer = gold.join("score.py").is_file();
    let python = Command::new("python3").arg("--version").output().is_ok_and(|o| o.status.success());
    if !scorer {
        eprintln!("skipped: no ../shared/gold beside this checkout");
    } else if !python {
        eprintln!("skipped: no python3");
    }
    (scorer && python).then_some(gold)
}

fn ours(gold: &Path, predictions: &Path, json: bool) -> String {
    let paths = [gold.as_os_str(), "--predictions".as_ref(), predictions.as_os_str()];
    let output =
        run(["eval".as_ref()].into_iter().chain(paths).chain(json.then_some("--json".as_ref())), b"");
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

/// The figures without the table of reliability, which the standard's scorer has not.
fn figures(table: &str) -> String {
    table.split_once("\nscore ").map_or_else(|| table.to_owned(), |(figures, _)| figures.to_owned())
}

fn theirs(scorer: &Path, gold: &Path, predictions: &Path, json: bool) -> String {
    let output = Command::new("python3")
        .arg(scorer)
        .args([gold, predictions])
        .args(json.then_some("--json"))
        .output()
        .expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("figures are text")
}

fn held_equal(scorer: &Path, gold: &Path, predictions: &Path) {
    assert_eq!(figures(&ours(gold, predictions, false)), theirs(scorer, gold, predictions, false));
    let parse = |text: String| {
        let mut figures: Value = serde_json::from_str(&text).unwrap();
        figures.as_object_mut().unwrap().remove("reliability");
        figures
    };
    assert_eq!(parse(ours(gold, predictions, true)), parse(theirs(scorer, gold, predictions, true)));
}

#[test]
fn figures_are_those_of_the_standard() {
    let Some(shared) = shared() else { return };
    let (scorer, dev) = (shared.join("score.py"), shared.join("dev"));
    let dir = TempDir::new().unwrap();
    let predictions = dir.path().join("claims.jsonl");
    let output = run(["read".as_ref(), dev.as_os_str()], b"");
    assert!(output.status.success(), "{}", stderr(&output));
    fs::write(&predictions, &output.stdout).unwrap();
    held_equal(&scorer, &dev, &predictions);
    // What is read here is what `read` wrote.
    let read_here = run(["eval".as_ref(), dev.as_os_str()], b"");
    assert_eq!(figures(&stdout(&read_here)), figures(&ours(&dev, &predictions, false)));
    // Rounding and ties of a small set, and a set with nothing in it.
    held_equal(&scorer, &data("gold"), &data("gold.predictions.jsonl"));
    fs::write(&predictions, "").unwrap();
    held_equal(&scorer, &dev, &predictions);
    // Every second claim, which moves pairs and ties about.
    let every_second: Vec<&[u8]> = output.stdout.split_inclusive(|&b| b == b'\n').step_by(2).collect();
    fs::write(&predictions, every_second.concat()).unwrap();
    held_equal(&scorer, &dev, &predictions);
}

#[test]
fn an_invented_set_scored_by_hand() {
    let figures: Value =
        serde_json::from_str(&ours(&data("gold"), &data("gold.predictions.jsonl"), true)).unwrap();
    let row = |name: &str, precision: f64, recall: f64, gold: u64| {
        let row = &figures[name];
        assert_eq!(
            (&row["precision"], &row["recall"], &row["gold"]),
            (&precision.into(), &recall.into(), &gold.into()),
            "{name}"
        );
    };
    // Four claims said, three gold; the clash is said to be an attack: right family, wrong type.
    row("claims", 0.5, 0.6667, 3);
    row("family", 0.75, 1.0, 3);
    row("actors", 1.0, 0.6667, 3);
    // Found by name though the words are elsewhere.
    row("targets", 1.0, 0.5, 2);
    row("places", 0.5, 1.0, 1);
    row("time", 0.0, 0.0, 1);
    row("quantities", 1.0, 1.0, 1);
    row("causes", 1.0, 1.0, 1);
    row("hops", 0.3333, 1.0, 1);
    row("chain", 0.0, 0.0, 1);
    assert_eq!(figures["polarity"]["accuracy"], 0.6667);
    assert_eq!(figures["certainty"]["accuracy"], 0.6667);
    assert_eq!(figures["tense"]["accuracy"], 0.6667);
}

#[test]
fn scores_are_judged_whatever_the_threshold_leaves_out() {
    let gold = data("gold");
    let eval = |least: &str| {
        let args = [gold.as_os_str(), "--codebook".as_ref(), CODEBOOK.as_ref(), "--json".as_ref()];
        let threshold = ["--min-score".as_ref(), least.as_ref()];
        let output = run(["eval".as_ref()].into_iter().chain(args).chain(threshold), b"");
        assert!(output.status.success(), "{}", stderr(&output));
        serde_json::from_str::<Value>(&stdout(&output)).unwrap()
    };
    let (all, none) = (eval("0"), eval("1"));
    assert_eq!(all["reliability"], none["reliability"]);
    assert_ne!(all["claims"], none["claims"]);
    let bins = all["reliability"]["bins"].as_array().unwrap();
    assert_eq!(bins.len(), 10);
    let counted: u64 = bins.iter().map(|b| b["claims"].as_u64().unwrap()).sum();
    assert_eq!(all["reliability"]["claims"], counted);
    // Claims that somebody else made may have no score, and then there is nothing to judge.
    let theirs = ours(&gold, &data("gold.predictions.jsonl"), false);
    assert!(!theirs.contains("calibration"), "{theirs}");
}

#[test]
fn errors_are_listed_by_document_and_measure() {
    let gold = data("gold");
    let predictions = data("gold.predictions.jsonl");
    let list = |errors: &str| {
        let args = [
            "eval".as_ref(),
            gold.as_os_str(),
            "--predictions".as_ref(),
            predictions.as_os_str(),
            errors.as_ref(),
        ];
        let output = run(args, b"");
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    let all = list("--errors");
    assert!(all.starts_with("one\n"), "{all}");
    assert!(all.contains("claims     type     c3 violence.clash ⟦وهاجم⟧"), "{all}");
    assert!(all.contains("claims     invented  unrest.strike"), "{all}");
    assert!(all.contains("time       wrong    c1 defection.leave"), "{all}");
    assert!(all.contains("gold certain  said probable"), "{all}");
    let some = list("--errors=actors,tense");
    assert!(some.contains("actors     missing") && some.contains("tense      wrong"), "{some}");
    assert!(!some.contains("  claims     ") && !some.contains("  time  "), "{some}");
}

#[test]
fn documents_are_read_as_by_read() {
    let gold = data("gold");
    let output = run(
        [
            "eval".as_ref(),
            gold.as_os_str(),
            "--codebook".as_ref(),
            CODEBOOK.as_ref(),
            "--per-document".as_ref(),
        ],
        b"",
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let table = stdout(&output);
    assert!(table.starts_with("one  claims f1 "), "{table}");
    // The day comes from the file beside the text.
    assert!(table.contains("time       precision 1.000"), "{table}");
}

#[test]
fn lessons_are_what_was_weighed_with_the_answers_of_the_annotation() {
    let gold = data("gold");
    let output = run(
        ["codebook".as_ref(), "lessons".as_ref(), gold.as_os_str(), "--codebook".as_ref(), CODEBOOK.as_ref()],
        b"",
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let lessons: Vec<Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let text: Vec<char> = fs::read_to_string(gold.join("one.txt")).unwrap().chars().collect();
    let words = |lesson: &Value| {
        let at = |i: usize| usize::try_from(lesson["span"][i].as_u64().unwrap()).unwrap();
        text[at(0)..at(1)].iter().collect::<String>()
    };
    let of = |decision: &'static str| lessons.iter().filter(move |l| l["decision"] == decision);
    let right = |decision| of(decision).filter(|l| !l["answer"].is_null()).map(words).collect::<Vec<_>>();
    assert_eq!(right("actor"), ["12 ضابطاً", "الجيش المدينة", "الضباط"]);
    assert_eq!(right("time"), ["أمس"]);
    assert_eq!(right("quantity"), ["12 ضابطاً"]);
    // Of the claim itself no words stand for it; the clash that is told as an attack is none of its type.
    let claims: Vec<_> = of("claim").map(|l| (l["span"].is_null(), l["answer"].is_null())).collect();
    assert_eq!(claims, [(true, false), (true, true), (true, false)]);
    // Claims that rule each other out stand at one trigger, each with its type.
    let all = |l: &Value| l["trigger"].as_array().is_some_and(|t| t.len() == 2) && l["type"].is_string();
    assert!(lessons.iter().all(all));
    // Features are written as tables of weights have them.
    let features = |l: &Value| l["features"].as_array().cloned().unwrap();
    assert!(lessons.iter().all(|l| features(l).iter().all(|f| f.as_str().unwrap().contains('='))));
}

#[test]
fn what_is_wrong_with_gold_is_named() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().to_str().unwrap();
    let output = run(["eval", path], b"");
    assert!(stderr(&output).contains("no gold annotations in"), "{}", stderr(&output));
    fs::write(dir.path().join("a.txt"), "نص").unwrap();
    let claim =
        r#"{"claims": [{"id": "c7", "type": "t", "trigger": {"q": "غائب"}, "content": {"q": "نص"}}]}"#;
    fs::write(dir.path().join("a.json"), claim).unwrap();
    let output = run(["eval", path], b"");
    assert_eq!(output.status.code(), Some(1));
    let message = stderr(&output);
    assert!(message.contains("a.json: claim c7: trigger: not in the text: غائب"), "{message}");
}
