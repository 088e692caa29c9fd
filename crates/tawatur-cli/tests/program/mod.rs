//! Runs the program as a user would.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

/// The program, not yet run.
pub fn command<A: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tawatur"));
    command.args(args).env_remove("NO_COLOR").env_remove("COLUMNS");
    command
}

/// Runs the program with `input` on standard input.
pub fn run<A: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = A>, input: &[u8]) -> Output {
    let mut child = command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that does not read its input closes the pipe: that is no failure of the test.
    let _ = child.stdin.take().expect("input is piped").write_all(input);
    child.wait_with_output().expect("the program ends")
}

/// Standard output as text.
pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

/// Standard error as text.
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}
