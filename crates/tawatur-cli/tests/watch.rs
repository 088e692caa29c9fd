//! `tawatur codebook test --watch`: the cases run again whenever a file changes.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails by a panic says what is wrong")]

mod invented;
mod program;

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

/// A running watch with its lines; ended when the test is, however it ends.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn new(dir: &Path) -> Self {
        let args = ["codebook".as_ref(), "test".as_ref(), dir.as_os_str(), "--watch".as_ref()];
        let mut child = program::command(args).stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (send, lines) = channel();
        thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Self { child, lines }
    }

    /// The lines up to one that ends so.
    fn until(&self, end: &str) -> Vec<String> {
        let mut seen = Vec::new();
        loop {
            let line = self
                .lines
                .recv_timeout(Duration::from_mins(1))
                .unwrap_or_else(|_| panic!("no line ends in `{end}`: {seen:?}"));
            seen.push(line);
            if seen.last().is_some_and(|line| line.ends_with(end)) {
                return seen;
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It has ended where the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn cases_run_again_when_a_file_changes_and_a_half_written_file_ends_nothing() {
    let dir = invented::codebook();
    let frames = dir.path().join("frames/frames.toml");
    let sound = fs::read_to_string(&frames).unwrap();
    let mut watch = Watch::new(dir.path());
    let first = watch.until("passed, 0 failed");
    let time: Vec<&str> = first[0].split(':').collect();
    assert!(time.len() == 3 && time.iter().all(|part| part.len() == 2), "{first:?}");

    fs::write(&frames, sound.replace("none = \"نام الجيش\"", "none = \"هاجم الضباط الجيش\"")).unwrap();
    let failing = watch.until("passed, 1 failed");
    assert!(
        failing.iter().any(|line| line.contains("expected nothing of violence.attack.attack")),
        "{failing:?}"
    );

    fs::write(&frames, &sound[..sound.len() - 4]).unwrap();
    let broken = watch.until(&format!("problem in {}", dir.path().display()));
    assert!(broken.iter().any(|line| line.contains("frames.toml:")), "{broken:?}");

    fs::write(&frames, &sound).unwrap();
    watch.until("passed, 0 failed");

    let interrupt = Command::new("kill").args(["-INT", &watch.child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    assert_eq!(watch.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_folder_that_is_not_there_is_not_waited_for() {
    let output = program::run(["codebook", "test", "nowhere", "--watch"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(program::stderr(&output).contains("there is no folder nowhere"));
    assert!(program::stdout(&output).is_empty());
}
