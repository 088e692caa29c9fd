//! The tutorial is true: the commands of its `console` blocks are run in their order, as a reader would, and what it shows of
//! their output is in their output. `…` stands for words and lines that are left out.

#![cfg(feature = "ledger")]
#![expect(clippy::unwrap_used, reason = "a test that fails by a panic says what is wrong")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// A command, and the lines that are shown below it.
struct Step {
    line: usize,
    command: String,
    shown: Vec<String>,
}

/// The steps of a page. A block that does not begin with `$ ` is an example only.
fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut console = false;
    for (at, line) in page.lines().enumerate() {
        match line.strip_prefix("$ ") {
            _ if line.starts_with("```") => console = line == "```console",
            Some(command) if console => {
                steps.push(Step { line: at + 1, command: command.to_owned(), shown: Vec::new() });
            }
            _ if console && !line.trim().is_empty() => steps.last_mut().unwrap().shown.push(line.to_owned()),
            _ => {}
        }
    }
    steps
}

/// On a terminal listings are tables and hits are pages; a test has no terminal and must ask for them.
fn as_on_a_terminal(command: &str) -> String {
    let name = command.strip_prefix("tawatur ").and_then(|rest| rest.split(' ').next()).unwrap_or_default();
    let sub = command.split(' ').nth(2).unwrap_or_default();
    let format = match name {
        "documents" | "claims" | "sources" | "entities" | "events" | "contradictions" | "copies"
        | "reporting" | "sql" | "log" => "table",
        "review" if matches!(sub, "next" | "list" | "agreement") => "table",
        "search" | "read" => "pretty",
        _ => return command.to_owned(),
    };
    let chosen = [" -f", " --format", " --out", " -o ", " >"].iter().any(|option| command.contains(option));
    if chosen { command.to_owned() } else { format!("{command} --format {format}") }
}

/// Runs a line in a shell where `tawatur` is the program under test.
fn shell(line: &str, folder: &Path) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_tawatur")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(folder).stdin(Stdio::null());
    command.env("PATH", path).env("COLUMNS", "100").env("TAWATUR_REVIEWER", "maryam");
    command.env_remove("TAWATUR_LEDGER").env_remove("NO_COLOR").output().unwrap()
}

/// Words of a line without the widths of columns.
fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the parts of a shown line between `…` stand in a line of the output, in their order.
fn stands_in(shown: &str, line: &str) -> bool {
    let mut rest = line;
    shown.split('…').map(str::trim).all(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

/// The id that a line of a listing begins with, and what follows it.
fn id(line: &str) -> Option<(&str, &str)> {
    line.split_once(' ').filter(|(id, _)| id.len() >= 8 && id.chars().all(|c| c.is_ascii_hexdigit()))
}

/// Ids that the page shows and those that the program gives in their place: those of documents and events are made of where
/// files lie, too.
#[derive(Default)]
struct Ids(Vec<(String, String)>);

impl Ids {
    fn put(&self, words: &str) -> String {
        self.0.iter().fold(words.to_owned(), |words, (shown, given)| words.replace(shown, given))
    }

    /// Whether a line of the output is as it is shown; an id at its beginning that is not known yet is learned.
    fn finds(&mut self, shown: &str, output: &[String]) -> bool {
        let shown = words(&self.put(shown));
        if output.iter().any(|line| stands_in(&shown, line)) {
            return true;
        }
        let Some((before, rest)) = id(&shown) else { return false };
        let given = output.iter().filter_map(|line| id(line)).find(|(_, line)| stands_in(rest, line));
        if let Some((given, _)) = given {
            self.0.push((before.to_owned(), given[..before.len().min(given.len())].to_owned()));
        }
        given.is_some()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
#[cfg(unix)]
fn the_readme_shows_claims_as_the_program_does() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(project.join("README.md")).unwrap();
    let mut lines = page.lines().skip_while(|line| !line.starts_with("    $ tawatur read"));
    let command = lines.next().unwrap().trim_start_matches("    $ ");
    let shown: Vec<&str> = lines.take_while(|line| line.is_empty() || line.starts_with("    ")).collect();
    // Where a line is broken hangs on how wide the terminal is.
    let said = shell(&as_on_a_terminal(command), &project);
    let said = words(&String::from_utf8(said.stdout).unwrap().replace('─', ""));
    let claims: Vec<String> =
        shown.split(|line| line.is_empty()).map(|claim| words(&claim.join(" "))).collect();
    assert_eq!(claims.iter().filter(|claim| !claim.is_empty()).count(), 4, "a head and three claims");
    for claim in claims {
        let claim = words(&claim.replace('─', ""));
        assert!(said.contains(&claim), "README.md shows\n{claim}\nwhere there is\n{said}");
    }
}

#[test]
#[cfg(unix)]
fn the_tutorial_can_be_followed_and_shows_what_one_sees() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(project.join("docs/tutorial.md")).unwrap();
    let home = TempDir::new().unwrap();
    copy(&project.join("samples"), &home.path().join("samples"));
    let mut folder: PathBuf = home.path().to_owned();
    let (mut ids, mut wrong) = (Ids::default(), Vec::new());
    let steps = steps(&page);
    assert!(steps.len() > 15, "{} steps", steps.len());
    for Step { line, command, shown } in &steps {
        if let Some(to) = command.strip_prefix("cd ") {
            folder = folder.join(to);
            continue;
        }
        let done = shell(&as_on_a_terminal(&ids.put(command)), &folder);
        let said = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        assert!(done.status.success(), "docs/tutorial.md:{line}: {command}\n{said}");
        let output: Vec<String> = said.lines().map(words).collect();
        let missing: Vec<&str> =
            shown.iter().map(String::as_str).filter(|shown| !ids.finds(shown, &output)).collect();
        if !missing.is_empty() {
            let missing = missing.join("\n");
            wrong.push(format!(
                "docs/tutorial.md:{line}: {command}\nshows\n{missing}\nwhere there is\n{said}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
