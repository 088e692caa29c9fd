//! The line on standard error that says how far a long way is gone: how fast, what failed, and how long it will take.

use std::{thread, time::Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use tawatur_engine::intake::Passed;

use crate::output::Progress;

/// While nobody knows how long the way is.
const WITHOUT_END: &str = "{spinner} {msg}, {bytes}, {bytes_per_sec}";
/// Once it is known.
const WITH_END: &str = "{spinner} {msg} {bar:20} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";

/// A way through documents. Bytes are those of the input: of an archive its own, not what it expands to.
pub struct Journey {
    bar: ProgressBar,
    started: Instant,
    passed: Passed,
    documents: u64,
    errors: u64,
}

#[expect(clippy::cast_precision_loss, reason = "a rate is for reading")]
impl Journey {
    /// A way of which so much is passed, and whose length is found out beside it.
    pub fn new(passed: Passed, length: impl FnOnce() -> Option<u64> + Send + 'static) -> Self {
        let style = |template| {
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
        };
        let bar =
            ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style(WITHOUT_END));
        let known = bar.clone();
        // It may end long after all is read, or with the program: nothing waits for it.
        thread::spawn(move || {
            if let Some(bytes) = length() {
                known.set_length(bytes);
                known.set_style(style(WITH_END));
            }
        });
        Self { bar, started: Instant::now(), passed, documents: 0, errors: 0 }
    }

    /// Does something that writes to the terminal while the line is out of the way.
    pub fn pause<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }

    /// One document more, or one that could not be read.
    pub fn step(&mut self, failed: bool) {
        self.errors += u64::from(failed);
        self.documents += u64::from(!failed);
        self.bar.set_position(self.passed.bytes());
        let errors = if self.errors == 0 { String::new() } else { format!(", {} not read", self.errors) };
        let rate = self.documents as f64 / self.started.elapsed().as_secs_f64();
        self.bar.set_message(format!("{} documents{errors}, {rate:.0}/s", self.documents));
        if self.bar.is_hidden() && self.started.elapsed() > Progress::PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Takes the line away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    /// How long it took, and how fast it was.
    pub fn speed(&self) -> String {
        let seconds = self.started.elapsed().as_secs_f64();
        let (documents, bytes) =
            (self.documents as f64 / seconds, self.passed.bytes() as f64 / seconds / 1e6);
        format!("{seconds:.1} s, {documents:.0} documents/s, {bytes:.2} MB/s")
    }

    /// How far it went.
    pub fn distance(&self) -> String {
        let passed = HumanBytes(self.passed.bytes());
        self.bar
            .length()
            .map_or_else(|| passed.to_string(), |length| format!("{passed} of {}", HumanBytes(length)))
    }
}
