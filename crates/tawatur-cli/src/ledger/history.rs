//! `tawatur init`, `log` and `at`: the ledger through time.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Result, bail};
use clap::{Args, CommandFactory, Parser};
use tawatur_engine::{Ledger, ledger::Commit, query::Session};

use super::{
    Where,
    render::{self, Format, Written},
};
use crate::{Program, dispatch};

/// Make a new ledger
///
/// A folder with tables that anything reads that reads Delta or Parquet, and with the raw captures. The program finds
/// it from within; from elsewhere, name it with --ledger or in `TAWATUR_LEDGER`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur init evidence
  tawatur init .")]
pub struct Init {
    /// A folder that is empty or not there yet
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// Makes a ledger.
pub fn init(options: &Init) -> Result<ExitCode> {
    Ledger::init(&options.dir)?;
    let dir = options.dir.display();
    eprintln!("made a ledger in {dir}; add documents with `tawatur add --ledger {dir} PATH…`");
    Ok(ExitCode::SUCCESS)
}

/// List what was done to the ledger
///
/// Each line is a commit: what was done as a whole, with which codebook, and how many rows went into which table. The
/// ledger can be asked as it was after any of them: `tawatur at VERSION …`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur log
  tawatur log --format jsonl | jq .codebook")]
pub struct Log {
    #[command(flatten)]
    ledger: Where,
    #[command(flatten)]
    written: Written,
}

/// Lists commits.
pub fn log(options: &Log) -> Result<ExitCode> {
    let ledger = options.ledger.open()?;
    if options.written.format() != Format::Table {
        let session = Session::open(&ledger)?;
        render::write(session.ask("SELECT * FROM commits ORDER BY version DESC")?, &options.written)?;
        return Ok(ExitCode::SUCCESS);
    }
    let columns = ["version", "time", "command", "rows", "codebook", "note"];
    let rows: Vec<Vec<String>> = ledger.commits()?.iter().rev().map(line).collect();
    render::lay_out(&columns, &rows, &options.written)?;
    Ok(ExitCode::SUCCESS)
}

fn line(commit: &Commit) -> Vec<String> {
    let count = |(table, rows): (&String, &u64)| format!("{rows} {}", table.replace('_', " "));
    let mut rows: Vec<String> = commit.added.iter().map(count).collect();
    rows.extend(commit.removed.iter().map(|removed| format!("{} removed", count(removed))));
    let time = commit.time.strftime("%Y-%m-%d %H:%M:%S").to_string();
    vec![
        commit.version.to_string(),
        time,
        commit.command.clone(),
        rows.join(", "),
        commit.codebook.clone().unwrap_or_default(),
        commit.note.clone().unwrap_or_default(),
    ]
}

/// Ask the ledger as it was after a commit
///
/// The rest of the line is a command that reads the ledger, with its options.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur at 3 claims --type defection
  tawatur at 0 sql 'SELECT count(*) FROM documents'")]
pub struct At {
    /// Number of the commit (see `tawatur log`)
    #[arg(value_name = "VERSION")]
    commit: u64,
    /// The command
    #[arg(value_name = "COMMAND", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<String>,
}

/// Runs a command on an older version.
pub fn at(options: &At) -> Result<ExitCode> {
    let (command, rest) = options.command.split_first().expect("clap asks for one");
    let program = Program::command();
    let reads = |command: &clap::Command| command.get_arguments().any(|argument| argument.get_id() == "at");
    if program.find_subcommand(command).is_some_and(|command| !reads(command)) {
        let those = program.get_subcommands().filter(|command| reads(command));
        let those = those.map(clap::Command::get_name).collect::<Vec<_>>().join(", ");
        bail!("`{command}` does not ask the ledger as it was; these do: {those}");
    }
    let version = options.commit.to_string();
    let words = ["tawatur", command, "--at", &version].into_iter().chain(rest.iter().map(String::as_str));
    dispatch(&Program::parse_from(words).command)
}
