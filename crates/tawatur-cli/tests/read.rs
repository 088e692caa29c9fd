//! `tawatur read` from the outside: inputs, formats, exit statuses.

#![expect(clippy::unwrap_used, reason = "a test that fails by a panic says what is wrong")]

mod program;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use program::{command, run, stderr, stdout};
use serde_json::Value;
use tempfile::TempDir;

/// A small invented codebook, so that these tests do not depend on what the real one knows today.
const CODEBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/codebook");

const TEXT: &str = "قال ناشطون إن 12 ضابطاً انشقوا عن الجيش في الموصل أمس.";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, content) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    dir
}

fn read(args: &[&str], input: &str) -> Vec<Value> {
    let output = run([&["read", "--codebook", CODEBOOK], args].concat(), input.as_bytes());
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn standard_input_with_and_without_a_dash() {
    let claims = read(&[], TEXT);
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0]["doc"], "-");
    assert_eq!(claims[0]["type"], "defection.leave");
    assert_eq!(claims, read(&["-"], TEXT));
}

#[test]
fn spans_repeat_their_words_in_code_points() {
    let claim = &read(&["--published", "2015-02-20"], TEXT)[0];
    let chars: Vec<char> = TEXT.chars().collect();
    for field in
        [&claim["trigger"], &claim["content"], &claim["actors"][0], &claim["chain"][0], &claim["time"]]
    {
        let at = |i: usize| usize::try_from(field["span"][i].as_u64().unwrap()).unwrap();
        assert_eq!(chars[at(0)..at(1)].iter().collect::<String>(), field["text"].as_str().unwrap());
    }
    assert_eq!(claim["time"]["start"], "2015-02-19");
}

#[test]
fn the_file_beside_a_document_and_the_options_over_it() {
    let dir = folder(&[
        ("a.txt", TEXT.as_bytes()),
        ("a.meta.json", br#"{"published": "2015-02-20T08:00:00Z", "outlet": "X", "url": null}"#),
    ]);
    let path = dir.path().to_str().unwrap();
    assert_eq!(read(&[path], "")[0]["time"]["start"], "2015-02-19");
    assert_eq!(read(&["--published", "2016-03-01", path], "")[0]["time"]["start"], "2016-02-29");
}

#[test]
fn a_wrong_file_beside_a_document_is_a_warning() {
    for (meta, said) in [
        (r#"{"published": "20.2.2015"}"#, "published: `20.2.2015` is no date; write YYYY-MM-DD"),
        (r#"{"published": 2015}"#, "published: 2015 is no text"),
        (r#"{"outlet": ["X"]}"#, "outlet: [\"X\"] is no text"),
        (r#"{"outlet": "#, "not JSON"),
        ("[]", "not a JSON object"),
    ] {
        let dir = folder(&[("a.txt", TEXT.as_bytes()), ("a.meta.json", meta.as_bytes())]);
        let output = run(["read", "--codebook", CODEBOOK, dir.path().to_str().unwrap()], b"");
        let messages = stderr(&output);
        assert!(messages.contains("a.meta.json: ") && messages.contains(said), "{messages}");
        assert!(output.status.success());
        assert_eq!(stdout(&output).lines().count(), 1);
    }
}

#[test]
fn folders_are_read_in_order_and_only_what_is_text() {
    let dir = folder(&[
        ("b.txt", TEXT.as_bytes()),
        ("a/z.htm", format!("<p>{TEXT}</p>").as_bytes()),
        ("a/y.TXT", TEXT.as_bytes()),
        (".hidden.txt", TEXT.as_bytes()),
        (".git/x.txt", TEXT.as_bytes()),
        ("notes.md", TEXT.as_bytes()),
    ]);
    let claims = read(&[dir.path().to_str().unwrap()], "");
    let names: Vec<&str> = claims.iter().map(|c| c["doc"].as_str().unwrap()).collect();
    assert_eq!(names, ["y", "z", "b"]);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_out() {
    let dir = folder(&[
        ("good.txt", TEXT.as_bytes()),
        ("none/readme.md", b"x"),
        ("empty.txt", b" \n"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"),
    ]);
    let at = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let paths = [at("missing.txt"), at("none"), at("empty.txt"), at("picture.txt"), at("good.txt")];
    let output =
        run(["read", "--codebook", CODEBOOK].into_iter().chain(paths.iter().map(String::as_str)), b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output).lines().count(), 1);
    let messages = stderr(&output);
    let lines: Vec<&str> = messages.lines().collect();
    assert_eq!(lines.len(), 4, "{messages}");
    for (line, path) in lines.iter().zip(&paths) {
        assert!(line.starts_with(&format!("tawatur: {path}: ")), "{line}");
    }
    assert!(lines[1].contains("holds nothing that is read"), "{}", lines[1]);
    assert!(lines[2].contains("empty"), "{}", lines[2]);
    let picture = if cfg!(feature = "ledger") { "picture" } else { "looks like a PNG" };
    assert!(lines[3].contains(picture), "{}", lines[3]);
}

#[test]
fn wrong_options_are_refused() {
    for args in [
        &["read", "--published", "yesterday"][..],
        &["read", "--format", "xml"],
        &["read", "--min-score", "high"],
        &["read", "--codebook", "no/such/codebook"],
    ] {
        let output = run(args, TEXT.as_bytes());
        assert!(!output.status.success(), "{args:?}");
        assert!(!stderr(&output).is_empty() && output.stdout.is_empty());
    }
}

#[test]
fn rows_hold_every_column_and_no_formula() {
    let text = "هاجم \"=ضباط الجيش الموصل.\n+انشق ضباط عن الجيش";
    let output =
        run(["read", "--codebook", CODEBOOK, "--format", "csv", "--outlet", "=cmd()"], text.as_bytes());
    let mut rows = csv::Reader::from_reader(output.stdout.as_slice());
    let columns = rows.headers().unwrap().clone();
    assert_eq!(columns.get(0), Some("doc"));
    let mut seen = 0;
    for row in rows.records() {
        let row = row.unwrap();
        assert_eq!(row.len(), columns.len());
        for (column, cell) in columns.iter().zip(&row) {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{column}: {cell}");
        }
        let chain = columns.iter().position(|c| c == "chain").unwrap();
        assert_eq!(&row[chain], "'=cmd()");
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn a_page_for_reading() {
    let args = [
        "read",
        "--codebook",
        CODEBOOK,
        "--format",
        "pretty",
        "--published",
        "2015-02-20",
        "--outlet",
        "سكاي",
    ];
    let page = stdout(&run(args, TEXT.as_bytes()));
    for words in [
        "- · سكاي · 2015-02-20 · 1 claim",
        "12 ضابطاً ⟦انشقوا⟧ عن الجيش",
        "to whom    الجيش",
        "where      in الموصل (Mosul, Nineveh, IQ)",
        "when       أمس (2015-02-19)",
        "chain      ناشطون [activist] → سكاي [outlet]",
    ] {
        assert!(page.contains(words), "no `{words}` in\n{page}");
    }
    assert!(!page.contains('\u{1b}') && !page.contains('\u{2067}'), "a pipe gets plain text");
    let coloured = stdout(&run([&args[..], &["--color", "always"]].concat(), TEXT.as_bytes()));
    assert!(coloured.contains('\u{1b}') && !coloured.contains('⟦'));
}

#[test]
fn reasons_are_told() {
    let args = ["read", "--codebook", CODEBOOK, "--format", "pretty", "--explain"];
    let page = stdout(&run(args, TEXT.as_bytes())).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("frame defection.leave.split"), "{page}");
    assert!(page.contains("lemma انشق"), "{page}");
    assert!(page.contains("cue say"), "{page}");
}

#[test]
fn claims_below_the_least_score_stay_out() {
    assert!(read(&["--min-score", "1"], TEXT).is_empty());
    assert_eq!(read(&["--min-score", "0.1"], TEXT).len(), 1);
}

#[test]
fn neither_threads_nor_the_order_of_files_change_a_byte() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut files: Vec<PathBuf> = fs::read_dir(&samples)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt" || e == "html"))
        .collect();
    files.sort();
    let alone: Vec<Vec<u8>> =
        files.iter().map(|file| run(["read".as_ref(), file.as_os_str()], b"").stdout).collect();
    assert!(alone.iter().any(|output| !output.is_empty()));
    for threads in ["1", "2", "7"] {
        for _ in 0..2 {
            let output =
                run(["read".as_ref(), "--threads".as_ref(), threads.as_ref(), samples.as_os_str()], b"");
            assert!(output.stdout == alone.concat(), "with {threads} threads");
        }
    }
    let backwards = ["read".as_ref()].into_iter().chain(files.iter().rev().map(|f| f.as_os_str()));
    let expected: Vec<u8> = alone.iter().rev().flatten().copied().collect();
    assert!(run(backwards, b"").stdout == expected, "in reverse order");
}

#[test]
fn more_documents_than_fit_the_window() {
    let names: Vec<String> = (0..150).map(|i| format!("{i:03}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), TEXT.as_bytes())).collect();
    let dir = folder(&files);
    let claims = read(&["--threads", "3", dir.path().to_str().unwrap()], "");
    let documents: Vec<String> =
        claims.iter().map(|c| format!("{}.txt", c["doc"].as_str().unwrap())).collect();
    assert_eq!(documents, names);
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let dir = folder(&[("a.txt", TEXT.repeat(2000).as_bytes()), ("b.txt", TEXT.as_bytes())]);
    let mut child = command(["read", "--codebook", CODEBOOK, dir.path().to_str().unwrap()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}

#[test]
fn a_compiled_codebook_reads_like_its_sources() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("invented.tawatur");
    let output = run(["codebook", "build", CODEBOOK, "-o", file.to_str().unwrap()], b"");
    assert!(output.status.success(), "{}", stderr(&output));
    let compiled = run(["read", "--codebook", file.to_str().unwrap()], TEXT.as_bytes());
    assert_eq!(stdout(&compiled), stdout(&run(["read", "--codebook", CODEBOOK], TEXT.as_bytes())));
    fs::write(&file, b"TAWATUR\0damaged").unwrap();
    let output = run(["read", "--codebook", file.to_str().unwrap()], TEXT.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("build it again"), "{}", stderr(&output));
}
