//! `tawatur review`: claims accepted, corrected and rejected.

mod decide;
mod exchange;
mod listing;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};

/// Accept, correct or reject claims
///
/// Decisions go into the table `reviews`, which is only ever added to; claims stay as they were read. Of several decisions on
/// one thing the newest counts. docs/review.md has more.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur review next --limit 10
  tawatur review accept 3f9c21 77ab02
  tawatur review correct 3f9c21 --field actors --span 14:22
  tawatur review reject 3f9c21 --note 'a film, no event'
  tawatur review list --format table
  tawatur review agreement")]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Accept(decide::Accept),
    Correct(decide::Correct),
    Reject(decide::Reject),
    Next(listing::Next),
    List(listing::List),
    Import(exchange::Import),
    Export(exchange::Export),
    Agreement(listing::Agreement),
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    match &options.what {
        What::Accept(options) => decide::accept(options),
        What::Correct(options) => decide::correct(options),
        What::Reject(options) => decide::reject(options),
        What::Next(options) => listing::next(options),
        What::List(options) => listing::list(options),
        What::Import(options) => exchange::import(options),
        What::Export(options) => exchange::export(options),
        What::Agreement(options) => listing::agreement(options),
    }
}

/// The environment variable that names who reviews.
const REVIEWER: &str = "TAWATUR_REVIEWER";

/// Who reviews: whom the option names, else the environment, else who is signed in.
fn reviewer(given: Option<&str>) -> Result<String> {
    let said = |name: &str| std::env::var(name).ok();
    let named = given.map(str::to_owned).or_else(|| said(REVIEWER));
    let named = named.or_else(|| ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(said));
    match named.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()) {
        Some(name) => Ok(name),
        None => bail!("nobody is named who reviews: say --reviewer NAME, or set {REVIEWER}"),
    }
}
