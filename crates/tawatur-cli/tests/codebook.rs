//! `tawatur codebook` from the outside.

#![expect(clippy::unwrap_used, reason = "a test that fails by a panic says what is wrong")]

mod invented;
mod program;

use std::fs;

use invented::CODEBOOK;
use program::{run, stderr, stdout};
use tempfile::TempDir;

/// A copy of the invented codebook with one file changed.
fn changed(file: &str, change: impl FnOnce(String) -> String) -> TempDir {
    let dir = invented::codebook();
    let path = dir.path().join(file);
    fs::write(&path, change(fs::read_to_string(&path).unwrap())).unwrap();
    dir
}

#[test]
fn a_sound_codebook_is_summed_up() {
    let output = run(["codebook", "check", CODEBOOK], b"");
    assert!(output.status.success(), "{}", stderr(&output));
    let line = stdout(&output);
    assert!(line.starts_with("invented@") && line.contains(": 2 types, 2 frames, 1 cue, 3 words"), "{line}");
}

#[test]
fn every_problem_is_named_with_its_place() {
    let dir = changed("frames/frames.toml", |text| {
        text.replace("type = \"violence.attack\"", "type = \"violence.attac\"").replace("شقق VII", "شقق XX")
    });
    let output = run(["codebook", "check", dir.path().to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(1));
    let lines = stdout(&output);
    let file = dir.path().join("frames/frames.toml");
    assert!(lines.contains(&format!("{}:5: شقق XX: ", file.display())), "{lines}");
    assert!(lines.contains(&format!("{}:17: violence.attac: is no type", file.display())), "{lines}");
}

#[test]
fn words_beside_names_have_a_role_that_there_is_and_only_once() {
    let dir = changed("names/words.tsv", |text| {
        text + "الراحل\tunheard\nالجديده\tpassing\n\tgeneric\nكل يوم\tgeneric\nالجديد\tvague\n"
    });
    let output = run(["codebook", "check", dir.path().to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(1));
    let lines = stdout(&output);
    let file = dir.path().join("names/words.tsv");
    for problem in [
        "3: role: `unheard` is no role; one of passing, ",
        "4: word: `الجديده` is listed twice as passing",
        "5: word: `` is not one word",
        "6: word: `كل يوم` is not one word",
    ] {
        assert!(lines.contains(&format!("{}:{problem}", file.display())), "{problem}: {lines}");
    }
    assert!(!lines.contains("words.tsv:7"), "{lines}");
}

#[test]
fn only_words_before_names_of_places_say_that_these_may_be_any_words() {
    let dir = changed("words/words.toml", |text| {
        text + "\n[[word]]\nnoun = \"لوح\"\nclass = \"abstract\"\nany_name = true\n"
    });
    let output = run(["codebook", "check", dir.path().to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("has `any_name` without `place_head`"), "{}", stdout(&output));
}

#[test]
fn a_weight_is_a_share() {
    let dir = changed("frames/frames.toml", |text| {
        text.replacen("[[frame.case]]", "weight = 9.0\n[[frame.case]]", 1)
    });
    let output = run(["codebook", "check", dir.path().to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("has a weight that is not from 0 to 1"), "{}", stdout(&output));
}

#[test]
fn weights_belong_to_a_decision_and_are_numbers() {
    let dir = changed("codebook.toml", |text| text);
    let weights = dir.path().join("weights");
    fs::create_dir_all(&weights).unwrap();
    let write = |name: &str, rows: &str| {
        fs::write(weights.join(name), format!("feature\tweight\n{rows}")).unwrap();
    };
    write("actor.tsv", "# learned\nbias\t-1\nrule=object\tmuch\nrule=object\t2\n");
    write("actors.tsv", "bias\t1\n");
    let book = dir.path().to_str().unwrap();
    let output = run(["codebook", "check", book], b"");
    assert_eq!(output.status.code(), Some(1));
    let lines = stdout(&output);
    for problem in [
        "actor.tsv:4: rule=object: its weight is no number",
        "actor.tsv:5: rule=object: is weighed twice",
        "actors.tsv:1: actors: is no decision; known are claim, actor, ",
    ] {
        assert!(lines.contains(problem), "{problem}: {lines}");
    }
}

#[test]
fn cases_are_run_by_the_rules_alone() {
    let dir = changed("codebook.toml", |text| text);
    let weights = dir.path().join("weights");
    fs::create_dir_all(&weights).unwrap();
    // Nobody would ever act.
    fs::write(weights.join("actor.tsv"), "feature\tweight\nbias\t-9\n").unwrap();
    let book = dir.path().to_str().unwrap();
    let claims =
        stdout(&run(["read", "--codebook", book, "--format", "jsonl"], "هاجم الضباط الجيش.".as_bytes()));
    assert!(claims.contains("\"actors\":[]"), "{claims}");
    let output = run(["codebook", "test", book], b"");
    assert_eq!(stdout(&output).lines().last(), Some("6 passed, 0 failed"));
}

#[test]
fn the_general_lexicon_makes_words_known_and_names_its_faults() {
    let dir = changed("codebook.toml", |text| text);
    let lemmas = dir.path().join("lemmas");
    fs::create_dir_all(&lemmas).unwrap();
    fs::write(lemmas.join("nouns.tsv"), "part\tlemma\nnoun\tزورق ج زوارق\n").unwrap();
    let book = dir.path().to_str().unwrap();
    let seen = run(["inspect", "--codebook", book, "بالزوارق"], b"");
    assert!(stdout(&seen).contains("ب+الزوارق"), "{}", stdout(&seen));
    assert!(stdout(&seen).contains("زورق noun plural definite"), "{}", stdout(&seen));
    fs::write(lemmas.join("nouns.tsv"), "part\tlemma\nthing\tزورق\n").unwrap();
    let output = run(["codebook", "check", book], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("nouns.tsv:2: زورق: `thing` is none of"), "{}", stdout(&output));
}

#[test]
fn cases_that_hold() {
    let output = run(["codebook", "test", CODEBOOK], b"");
    let lines = stdout(&output);
    assert!(output.status.success(), "{lines}");
    assert_eq!(lines.lines().last(), Some("6 passed, 0 failed"));
    let output = run(["codebook", "test", CODEBOOK, "--filter", "defection."], b"");
    assert_eq!(stdout(&output).lines().last(), Some("2 passed, 0 failed"));
    assert_eq!(run(["codebook", "test", CODEBOOK, "--filter", "nothing"], b"").status.code(), Some(1));
}

#[test]
fn cases_that_fail_say_what_was_found() {
    let dir = changed("frames/frames.toml", |text| {
        text.replace("none = \"نام الجيش\"", "none = \"هاجم الضباط الجيش\"")
            .replace("عن {targets|الجيش}\"", "{targets|عن} الجيش\"")
            .replace("gap = \"{actors|ضباط} [ولوا الأدبار]\"", "gap = \"{actors|ضباط} [انشقوا]\"")
    });
    let output = run(["codebook", "test", dir.path().to_str().unwrap()], b"");
    let lines = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{lines}");
    assert!(lines.contains("expected targets «عن», found «الجيش»"), "{lines}");
    assert!(
        lines.contains("expected nothing of violence.attack.attack, found violence.attack at [هاجم]"),
        "{lines}"
    );
    assert!(lines.contains("gap closed"), "{lines}");
    assert_eq!(lines.lines().last(), Some("4 passed, 2 failed"));
}

#[test]
fn types_and_words_are_shown() {
    let shown = |what: &str| {
        let output = run(["codebook", "show", "--codebook", CODEBOOK, what], b"");
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    assert!(shown("defection").contains("defection.leave.split"));
    assert!(shown("defection.leave").contains("lemmas: انشق"));
    assert!(shown("وانشقوا").contains("frame defection.leave.split"));
    assert!(shown("الموصل").contains("names Mosul"));
    let output = run(["codebook", "show", "--codebook", CODEBOOK, "nothing"], b"");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn without_a_folder_the_error_says_what_to_do() {
    let elsewhere = TempDir::new().unwrap();
    let output = program::command(["codebook", "check"]).current_dir(elsewhere.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("name the codebook's folder"), "{}", stderr(&output));
}
