//! Scanned pages, through Tesseract where it is installed, with its Arabic model.

use std::{
    io::{ErrorKind, Read, Write},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::error::Problem;

/// The most text of one page.
const MAX_TEXT: u64 = 4 << 20;
/// How long one page may take.
const PATIENCE: Duration = Duration::from_mins(3);

const INSTALL: &str = "install Tesseract with its Arabic model (Debian: `apt install tesseract-ocr tesseract-ocr-ara`; macOS: `brew \
     install tesseract tesseract-lang`)";

/// Whether Tesseract is there and knows Arabic.
///
/// # Errors
///
/// What is missing, and how to get it.
pub fn ready() -> Result<(), Problem> {
    let missing = |what: &str| Err(Problem::Ocr(format!("{what}; {INSTALL}")));
    match Command::new("tesseract").arg("--list-langs").stdin(Stdio::null()).output() {
        Ok(found) if String::from_utf8_lossy(&found.stdout).lines().any(|language| language == "ara") => {
            Ok(())
        }
        Ok(_) => missing("Tesseract has no Arabic model"),
        Err(error) if error.kind() == ErrorKind::NotFound => missing("Tesseract is not installed"),
        Err(error) => Err(Problem::Ocr(format!("Tesseract does not start: {error}"))),
    }
}

/// The text of a picture.
pub(super) fn read(bytes: &[u8]) -> Result<String, Problem> {
    let failed = |detail: &str| Problem::Ocr(format!("tesseract fails on this picture: {detail}"));
    // Its own threads would be many, since each of ours runs one.
    let spawned = Command::new("tesseract")
        .args(["-", "-", "-l", "ara", "--psm", "3"])
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(Problem::Ocr(format!(
                "a picture of a page, and tesseract is not installed; {INSTALL}"
            )));
        }
        Err(error) => return Err(failed(&error.to_string())),
    };
    let (mut input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (text, complaint) = thread::scope(|scope| {
        // One thread a pipe, or a full one would stop the others.
        scope.spawn(move || {
            if let Some(input) = &mut input {
                // It may end before it has read all.
                let _ = input.write_all(bytes);
            }
        });
        let complaint = scope.spawn(move || all(errors));
        let text = scope.spawn(move || all(output));
        wait(&mut child);
        (text.join().unwrap_or_default(), complaint.join().unwrap_or_default())
    });
    match child.wait() {
        Ok(status) if status.success() => Ok(paragraphs(&text)),
        _ if complaint.contains("loading language 'ara'") || complaint.contains("ara.traineddata") => {
            let problem = format!("a picture of a page, and Tesseract has no Arabic model; {INSTALL}");
            Err(Problem::Ocr(problem))
        }
        _ => Err(failed(complaint.lines().next().unwrap_or("it was stopped after three minutes"))),
    }
}

/// Waits, but not for ever.
fn wait(child: &mut Child) {
    let end = Instant::now() + PATIENCE;
    while let Ok(None) = child.try_wait() {
        if Instant::now() > end {
            // It may have ended just now.
            let _ = child.kill();
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Lines joined to the paragraphs that blank lines part.
fn paragraphs(text: &str) -> String {
    let text = text.replace(['\r', '\u{000C}'], "");
    let joined = text.split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    joined.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn all(pipe: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // What came before an error is all that there is.
        let _ = pipe.take(MAX_TEXT).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
