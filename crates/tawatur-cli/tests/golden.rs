//! What is read of the samples, kept in `samples/golden`: any change of behaviour shows here as a difference that
//! somebody looks at. `make golden` takes over what is read now.

mod program;

use std::{
    fs,
    path::{Path, PathBuf},
};

use program::{run, stderr, stdout};
use similar::TextDiff;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

/// Whether to take over what is read now.
fn refresh() -> bool {
    std::env::var_os("TAWATUR_GOLDEN").is_some_and(|v| v == "refresh")
}

/// Compares with the golden file, or replaces it; the difference is returned.
fn compare(name: &str, now: &str, readable: impl Fn(&str) -> String) -> Option<String> {
    let path = samples().join("golden").join(name);
    if refresh() {
        fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("the folder can be made");
        fs::write(&path, now).expect("the file can be written");
        return None;
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    (golden != now).then(|| {
        let (golden, now) = (readable(&golden), readable(now));
        let difference = TextDiff::from_lines(&golden, &now).unified_diff().context_radius(4).to_string();
        format!("samples/golden/{name} (- golden, + now)\n{difference}")
    })
}

fn held(differences: &[String]) {
    assert!(
        differences.is_empty(),
        "{}\n{} differ. If this is what you meant, `make golden` takes it over.",
        differences.join("\n"),
        differences.len()
    );
}

/// The codebook's hash changes with every word in it; the claims mostly do not.
fn without_hash(line: &str) -> String {
    let mut claim: serde_json::Value = serde_json::from_str(line).expect("a claim is JSON");
    claim["codebook"] = "conflict".into();
    claim.to_string()
}

fn laid_out(lines: &str) -> String {
    let claim = |line: &str| serde_json::from_str::<serde_json::Value>(line).map(|c| format!("{c:#}\n"));
    lines.lines().map(|line| claim(line).unwrap_or_else(|_| format!("{line}\n"))).collect()
}

#[test]
fn claims_of_the_samples() {
    let mut files: Vec<PathBuf> = fs::read_dir(samples())
        .expect("the samples are there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt" || e == "html"))
        .collect();
    files.sort();
    let mut differences = Vec::new();
    for file in files {
        let output = run(["read".as_ref(), "--format".as_ref(), "jsonl".as_ref(), file.as_os_str()], b"");
        assert!(output.status.success(), "{}", stderr(&output));
        let now: String = stdout(&output).lines().map(|line| without_hash(line) + "\n").collect();
        let name = file.file_stem().expect("a sample has a name").to_string_lossy();
        differences.extend(compare(&format!("{name}.jsonl"), &now, laid_out));
    }
    held(&differences);
}

#[test]
fn page_of_the_samples() {
    let output = program::command(["read", "--format", "pretty"])
        .arg(samples())
        .env("COLUMNS", "80")
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", stderr(&output));
    // Not .txt, or it would itself be read as a sample.
    held(&compare("pretty.out", &stdout(&output), str::to_owned).into_iter().collect::<Vec<_>>());
}
