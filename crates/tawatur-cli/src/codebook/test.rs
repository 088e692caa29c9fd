//! `tawatur codebook test`: runs the cases of a codebook, once or whenever its files change.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result, bail};
use jiff::Zoned;
use tawatur::{
    Reader,
    codebook::{
        Codebook, CodebookError, Sources, Weights,
        cases::{self, Outcome, Verdict},
    },
};

use crate::{
    book::{self, count},
    output,
};

/// How often the files are looked at while nothing changes: a change is answered before one has looked up.
const GLANCE: Duration = Duration::from_millis(300);

/// Runs the cases of the frames and cues whose id starts with `filter`, by the rules alone.
pub fn outcomes(dir: &Path, sources: &Sources, mut codebook: Codebook, filter: &str) -> Result<Vec<Outcome>> {
    // Cases say what frames and cues do; what weights make of that is measured on annotated documents.
    codebook.weights = Weights::default();
    let outcomes = cases::run(sources, &Reader::new(codebook), |id| id.starts_with(filter));
    if outcomes.is_empty() {
        bail!("no frame or cue of {} has an id that starts with `{filter}`", dir.display());
    }
    Ok(outcomes)
}

/// What did not come out as the cases say, then the count; and whether all that must work does.
pub fn report(outcomes: &[Outcome]) -> (String, bool) {
    let (mut passed, mut failed, mut gaps) = (0, 0, 0);
    let mut out = String::new();
    for outcome in outcomes {
        let place = format!("{}:{}: {}", outcome.file.display(), outcome.line, outcome.id);
        let text = &outcome.text;
        // Writing to a string does not fail.
        let _ = match &outcome.verdict {
            Verdict::Passed => {
                passed += 1;
                Ok(())
            }
            Verdict::GapOpen => {
                gaps += 1;
                Ok(())
            }
            Verdict::GapClosed => {
                writeln!(out, "{place}: gap closed: {text}\n    it works now: make it `text`")
            }
            Verdict::Failed(reason) => {
                failed += 1;
                writeln!(out, "{place}: {text}\n    {reason}")
            }
        };
    }
    if gaps > 0 {
        let _ = writeln!(out, "{} still open", count(gaps, "known gap"));
    }
    let _ = writeln!(out, "{passed} passed, {failed} failed");
    (out, failed == 0)
}

/// Runs the cases again whenever a file of the folder changes, until Ctrl-C.
pub fn watch(dir: &Path, filter: &str) -> Result<ExitCode> {
    if !dir.is_dir() {
        bail!("there is no folder {}", dir.display());
    }
    output::end_on_interrupt(0)?;
    loop {
        // Taken first: what changes while the cases run is run again.
        let seen = state(dir);
        let time = Zoned::now().strftime("%H:%M:%S");
        // A file that its author has only half written is told of, and no reason to end.
        let found = run(dir, filter).unwrap_or_else(|error| format!("{error:#}\n"));
        output::write_out(format!("{time}\n{found}").as_bytes())?;
        while state(dir) == seen {
            thread::sleep(GLANCE);
        }
    }
}

/// One run: problems where the folder does not compile, else what the cases say.
fn run(dir: &Path, filter: &str) -> Result<String> {
    match book::compile(dir) {
        Ok((sources, codebook)) => Ok(report(&outcomes(dir, &sources, codebook, filter)?).0),
        Err(CodebookError::Wrong(problems)) => {
            let lines = problems.iter().fold(String::new(), |lines, problem| format!("{lines}{problem}\n"));
            Ok(format!("{lines}{} in {}\n", count(problems.len(), "problem"), dir.display()))
        }
        Err(error) => Err(error).context("cannot run the cases"),
    }
}

/// What tells whether a file was written again.
type State = Vec<(PathBuf, Option<SystemTime>, u64)>;

/// Every file of a codebook below a folder with its time and size; what vanishes while one looks is left out.
fn state(dir: &Path) -> State {
    let mut files = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            match entry.file_type() {
                // Links to folders are not followed, or a loop of them would never end.
                Ok(kind) if kind.is_dir() => open.push(path),
                // Editors keep files of their own beside those that they write.
                _ if !path.extension().is_some_and(|e| e == "toml" || e == "tsv") => {}
                _ => {
                    if let Ok(about) = fs::metadata(&path) {
                        files.push((path, about.modified().ok(), about.len()));
                    }
                }
            }
        }
    }
    files.sort();
    files
}
