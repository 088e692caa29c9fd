//! `tawatur codebook new-frame` from the outside.

#![expect(clippy::unwrap_used, reason = "a test that fails by a panic says what is wrong")]

mod invented;
mod program;

use std::{fs, path::Path, process::Output};

use program::{run, stderr, stdout};

const FOUND: &str = "[زحف] {actors|الضباط} عن {targets|الجيش}";
const NOT_FOUND: &str = "زحف الرمل عن الطريق";

fn new_frame(dir: &Path, more: &[&str]) -> Output {
    let args = ["codebook", "new-frame", "--dir", dir.to_str().unwrap()];
    run(args.iter().chain(more), b"")
}

/// What the frames' files hold.
fn frames(dir: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(dir.join("frames"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// The command fails and changes nothing; what it says.
fn refused(dir: &Path, more: &[&str]) -> String {
    let before = frames(dir);
    let output = new_frame(dir, more);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    assert_eq!(frames(dir), before);
    assert!(stdout(&output).is_empty());
    stderr(&output)
}

#[test]
fn a_frame_has_the_roles_of_its_type_and_its_cases_hold() {
    let dir = invented::codebook();
    let output = new_frame(
        dir.path(),
        &["defection.leave", "زحف I a-a = زحف", "هروب", "--case", FOUND, "--none", NOT_FOUND],
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let said = stdout(&output);
    let file = fs::read_to_string(dir.path().join("frames/defection.toml")).unwrap();
    assert!(said.starts_with(&file), "{said}");
    let frame = "\
# Roles as in 1 of 1 frame of defection.leave with verbs.
[[frame]]
id = \"defection.leave.quits_own_side\"
type = \"defection.leave\"
gloss = \"quits own side\"
verbs = [\"زحف I a-a = زحف\"]
nouns = [\"هروب\"]
roles = { subject = \"actors\", genitive = \"actors\", \"عن\" = \"targets\" }
";
    assert!(file.starts_with(frame), "{file}");
    assert!(said.contains("--filter defection.leave.quits_own_side\n"), "{said}");
    let book = dir.path().to_str().unwrap();
    let tested = run(["codebook", "test", book, "--filter", "defection.leave.quits_own_side"], b"");
    // The rules know no sand, so that the negative case fails: that is for the author to see.
    assert_eq!(stdout(&tested).lines().last(), Some("1 passed, 1 failed"), "{}", stdout(&tested));
}

#[test]
fn it_goes_below_the_frames_of_its_family_with_what_the_author_says() {
    let dir = invented::codebook();
    fs::rename(dir.path().join("frames/frames.toml"), dir.path().join("frames/violence.toml")).unwrap();
    let before = fs::read_to_string(dir.path().join("frames/violence.toml")).unwrap();
    let told = ["--gloss", "raids \"at night\"", "--id", "violence.attack.raid", "--object", "none"];
    let words = ["violence.attack", "غار IV = غارة", "--role", "على=targets"];
    let cases = ["--case", "[أغار] {actors|الضباط} على {targets|الجيش}", "--none", "غار الماء"];
    let args: Vec<&str> = words.iter().chain(&told).chain(&cases).copied().collect();
    let output = new_frame(dir.path(), &args);
    assert_eq!(output.status.code(), Some(1), "a root has three letters: غور");
    let args: Vec<&str> =
        args.into_iter().map(|a| if a.starts_with("غار IV") { "غور IV = غارة" } else { a }).collect();
    let output = new_frame(dir.path(), &args);
    assert!(output.status.success(), "{}", stderr(&output));
    let after = fs::read_to_string(dir.path().join("frames/violence.toml")).unwrap();
    let frame = after.strip_prefix(&before).unwrap();
    assert!(
        frame.starts_with("\n# Roles as in 1 of 1 frame of violence.attack with verbs, but for what"),
        "{frame}"
    );
    assert!(frame.contains("gloss = \"raids \\\"at night\\\"\""), "{frame}");
    assert!(
        frame.contains("roles = { subject = \"actors\", object = \"none\", \"على\" = \"targets\" }"),
        "{frame}"
    );
}

#[test]
fn sentences_are_the_authors_to_write() {
    let dir = invented::codebook();
    let said = refused(dir.path(), &["defection.leave", "هروب"]);
    assert!(said.contains("--case 'SENTENCE'") && said.contains("here actors, targets"), "{said}");
    assert!(said.contains("--none 'SENTENCE'"), "{said}");
    let said = refused(dir.path(), &["defection.leave", "هروب", "--case", FOUND]);
    assert!(!said.contains("--case 'SENTENCE'") && said.contains("--none 'SENTENCE'"), "{said}");
    let unmarked = ["defection.leave", "هروب", "--case", "هروب الضباط", "--none", NOT_FOUND];
    assert!(refused(dir.path(), &unmarked).contains("marks no [trigger]"));
}

#[test]
fn words_that_a_frame_of_the_type_has_are_refused_with_their_place() {
    let dir = invented::codebook();
    let cases = ["--case", FOUND, "--none", NOT_FOUND];
    let with = |words: &[&'static str]| words.iter().chain(&cases).copied().collect::<Vec<_>>();
    let said = refused(dir.path(), &with(&["defection.leave", "شقق VII = انشقاق"]));
    assert!(said.contains("frames.toml:5: defection.leave.split has `شقق VII`"), "{said}");
    // A verbal noun that a verb has is one of its words.
    let said = refused(dir.path(), &with(&["violence.attack", "مهاجمة ج مهاجمات"]));
    assert!(said.contains("violence.attack.attack has `مهاجمة`"), "{said}");
    // In another type it is only noted.
    let output = new_frame(dir.path(), &with(&["violence.attack", "شقق VII"]));
    assert!(stdout(&output).contains("note: ") && output.status.success(), "{}", stderr(&output));
}

#[test]
fn what_would_not_compile_is_not_written() {
    let dir = invented::codebook();
    let cases = ["--case", FOUND, "--none", NOT_FOUND];
    let with = |words: &[&'static str]| words.iter().chain(&cases).copied().collect::<Vec<_>>();
    let said = refused(dir.path(), &with(&["defection.leave", "زحف XX"]));
    assert!(said.contains("defection.toml:6: زحف XX: unknown form"), "{said}");
    let said = refused(dir.path(), &with(&["defection.leave", "زحف II", "--object", "victims"]));
    assert!(said.contains("victims: is no role"), "{said}");
    let said = refused(dir.path(), &with(&["defection.leave", "زحف II", "--id", "violence.attack.x"]));
    assert!(said.contains("does not start with its type"), "{said}");
    let said = refused(dir.path(), &with(&["defection.flee", "زحف II"]));
    assert!(
        said.contains("`defection.flee` is no type of this codebook; there are defection.leave"),
        "{said}"
    );
}

#[test]
fn a_verb_is_not_taken_for_a_noun() {
    let dir = invented::codebook();
    let said = refused(dir.path(), &["violence.attack", "انشق", "--case", FOUND, "--none", NOT_FOUND]);
    assert!(said.contains("is the dictionary form of the verb `شقق VII`: give that"), "{said}");
}
