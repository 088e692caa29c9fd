//! A folder with a ledger in it, and files to take in beside it.

use std::{
    fs,
    path::PathBuf,
    process::{Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{command, run, stderr, stdout};

/// The folder; it goes when this goes.
pub struct Place {
    pub folder: TempDir,
}

impl Place {
    /// A folder with a new ledger in it.
    pub fn new() -> Self {
        let place = Self { folder: TempDir::new().unwrap() };
        let made = run(["init", place.ledger().to_str().unwrap()], b"");
        assert!(made.status.success(), "{}", stderr(&made));
        place
    }

    pub fn ledger(&self) -> PathBuf {
        self.folder.path().join("ledger")
    }

    /// A file to take in.
    pub fn file(&self, name: &str, text: &(impl AsRef<[u8]> + ?Sized)) -> PathBuf {
        let path = self.folder.path().join("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Runs a command in the ledger.
    pub fn run(&self, args: &[&str]) -> Output {
        let mut command = command(args);
        command.current_dir(self.ledger()).env_remove("TAWATUR_LEDGER").stdin(Stdio::null());
        command.env("TAWATUR_REVIEWER", "مريم").env("COLUMNS", "100");
        command.output().unwrap()
    }

    /// Runs a command that must succeed; what it writes.
    pub fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}\n{}{}", stdout(&output), stderr(&output));
        stdout(&output)
    }

    /// The JSON lines that a command writes.
    pub fn lines(&self, args: &[&str]) -> Vec<Value> {
        self.ok(args).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
