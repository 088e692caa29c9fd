//! The program `tawatur`: reads Arabic reporting about conflict into claims with their chains of sources.
//!
//! The library does the reading; here are files, folders and pipes on one side and terminals, JSON lines and
//! tables on the other.

mod book;
mod codebook;
mod eval;
mod input;
mod parallel;
mod pretty;
mod read;
mod table;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    Eval(eval::Options),
    Codebook(codebook::Options),
}

fn main() -> ExitCode {
    let outcome = match Program::parse().command {
        Command::Read(options) => read::run(&options),
        Command::Eval(options) => eval::run(&options),
        Command::Codebook(options) => codebook::run(&options),
    };
    match outcome {
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
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
