//! The program `tawatur`: reads Arabic reporting about conflict into claims with their chains of sources.
//!
//! The library does the reading; here are files, folders and pipes on one side and terminals, JSON lines and
//! tables on the other.

mod book;
mod codebook;
mod entities;
mod eval;
#[cfg(feature = "ledger")]
mod eval_links;
mod input;
mod inspect;
#[cfg(feature = "ledger")]
mod ledger;
mod output;
#[cfg(all(test, feature = "ledger"))]
mod pages;
mod parallel;
mod pretty;
mod read;
mod table;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

/// Work on many threads, step after step, leaves the system's allocator with twice the memory that is in use; this one gives it
/// back.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Reads Arabic reporting about conflict into claims with their chains of sources
#[derive(Debug, Parser)]
#[command(name = "tawatur", version, propagate_version = true, disable_help_subcommand = true)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Read(read::Options),
    Entities(entities::Options),
    Eval(eval::Options),
    #[cfg(feature = "ledger")]
    EvalLinks(eval_links::Options),
    Inspect(inspect::Options),
    Codebook(codebook::Options),
    #[cfg(feature = "ledger")]
    #[command(flatten)]
    Ledger(ledger::Command),
}

/// Runs a command.
fn dispatch(command: &Command) -> Result<ExitCode> {
    match command {
        Command::Read(options) => read::run(options),
        Command::Entities(options) => entities::run(options),
        Command::Eval(options) => eval::run(options),
        #[cfg(feature = "ledger")]
        Command::EvalLinks(options) => eval_links::run(options),
        Command::Inspect(options) => inspect::run(options),
        Command::Codebook(options) => codebook::run(options),
        #[cfg(feature = "ledger")]
        Command::Ledger(command) => ledger::run(command),
    }
}

fn main() -> ExitCode {
    match dispatch(&Program::parse().command) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tawatur: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whoever read our output has seen enough: that is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |cause: &(dyn std::error::Error + 'static)| {
        let plain = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        // What was to be written as JSON hides what kept it from that.
        plain.or_else(|| cause.downcast_ref::<serde_json::Error>()?.io_error_kind())
    };
    error.chain().filter_map(kind).any(|kind| kind == std::io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// The arguments of an example: what the shell would make of its words, up to a pipe or a redirection.
    fn arguments(example: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut quoted = false;
        for c in example.chars() {
            match c {
                '\'' => quoted = !quoted,
                ' ' if !quoted => words.push(String::new()),
                '|' | '>' if !quoted => break,
                _ => words.last_mut().expect("starts with one").push(c),
            }
        }
        words.retain(|w| !w.is_empty());
        words
    }

    fn examples(command: &clap::Command, found: &mut Vec<String>) {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        found.extend(help.lines().filter_map(|line| line.find("tawatur ").map(|at| line[at..].to_owned())));
        command.get_subcommands().for_each(|sub| examples(sub, found));
    }

    #[test]
    fn the_command_line_is_sound() {
        Program::command().debug_assert();
    }

    #[test]
    fn every_example_of_the_help_parses() {
        let mut found = Vec::new();
        examples(&Program::command(), &mut found);
        assert!(found.len() >= 10, "{found:?}");
        for example in found {
            if let Err(error) = Program::try_parse_from(arguments(&example)) {
                panic!("{example}\n{error}");
            }
        }
    }
}
