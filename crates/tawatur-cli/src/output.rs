//! Standard output that an interrupt never cuts in two, and the line on standard error that says how far we are.

use std::{
    io::{self, Write},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

/// Held while standard output is written, so that an interrupt never cuts a line in two.
static WRITING: Mutex<()> = Mutex::new(());

/// Writes bytes to standard output and flushes it.
pub fn write_out(output: &[u8]) -> Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut stdout = io::stdout().lock();
    stdout.write_all(output).and_then(|()| stdout.flush()).context("cannot write to standard output")
}

/// One JSON value a line.
pub fn lines<T: Serialize>(values: impl IntoIterator<Item = T>) -> Result<Vec<u8>> {
    let mut output = Vec::new();
    for value in values {
        serde_json::to_writer(&mut output, &value).context("a record does not serialise")?;
        output.push(b'\n');
    }
    Ok(output)
}

/// The exit status of a program that Ctrl-C ended before it was done.
pub const INTERRUPTED: u8 = 130;

/// Ends the program on Ctrl-C, with this exit status, as soon as no document is half written.
pub fn end_on_interrupt(status: u8) -> Result<()> {
    let status = i32::from(status);
    ctrlc::set_handler(move || {
        // A reader that has stopped reading must not keep us alive for ever.
        for _ in 0..20 {
            if let Ok(_writing) = WRITING.try_lock() {
                std::process::exit(status);
            }
            thread::sleep(Duration::from_millis(100));
        }
        std::process::exit(status);
    })
    .context("cannot watch for Ctrl-C")
}

/// Whether Ctrl-C was pressed.
#[derive(Clone, Debug)]
pub struct Stopped(Arc<AtomicBool>);

impl Stopped {
    /// Whether to come to an end.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Lets a command that has counted something say what, when Ctrl-C comes; a second one ends the program at once.
pub fn stop_on_interrupt() -> Result<Stopped> {
    let stopped = Stopped(Arc::default());
    let set = stopped.clone();
    ctrlc::set_handler(move || {
        if set.0.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(INTERRUPTED));
        }
    })
    .context("cannot watch for Ctrl-C")?;
    Ok(stopped)
}

/// A line on standard error that says what is being done, where that is a terminal.
pub struct Doing(ProgressBar);

impl Doing {
    /// Nothing yet.
    pub fn new() -> Self {
        let style = ProgressStyle::with_template("{spinner} {msg}, {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// This now.
    pub fn say(&self, what: String) {
        self.0.set_message(what);
    }

    /// Takes the line away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}

/// A line on standard error that says how far we are; nothing where that is no terminal or all is over soon.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    found: usize,
}

impl Progress {
    /// Runs shorter than this need no progress.
    pub const PATIENCE: Duration = Duration::from_millis(500);

    /// Counts documents and what is found in them, named in the plural.
    pub fn new(found: &str) -> Self {
        let style = ProgressStyle::with_template(&format!(
            "{{spinner}} {{pos}} documents, {{msg}} {found}, {{elapsed}}, {{per_sec}}"
        ))
        .unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style);
        Self { bar, started: Instant::now(), found: 0 }
    }

    /// Does something that writes to the terminal while the line is out of the way.
    pub fn pause<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }

    /// One document more, with what was found in it.
    pub fn step(&mut self, found: usize) {
        self.found += found;
        self.bar.inc(1);
        self.bar.set_message(self.found.to_string());
        if self.bar.is_hidden() && self.started.elapsed() > Self::PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Takes the line away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
