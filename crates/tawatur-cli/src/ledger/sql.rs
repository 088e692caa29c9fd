//! `tawatur sql`: any question.

use std::{
    io::{self, Read},
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context, Result};
use clap::Args;
use tawatur_engine::query::Limits;

use super::{
    Where,
    render::{self, Written},
    share::Share,
};

/// Ask the ledger in SQL
///
/// Tables: documents, claims, entities, `chain_hops`, reviews, commits; copies, links, events, `event_claims`,
/// contradictions; `claim_reviews` says what each claim is by its reviews; views with one row a member of a claim's list:
/// `claim_actors`, `claim_targets`, `claim_toward`, `claim_places`, `claim_quantities`, `claim_causes`. `fold(text)` makes
/// spellings alike, `mentions(value, 'name')` looks for a name in words or in the records of a list. SHOW TABLES and
/// DESCRIBE claims say more, docs/ledger.md and docs/events.md what the columns hold. Nothing can be changed, and nothing
/// read but the ledger.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur sql 'SELECT type, count(*) AS claims FROM claims WHERE score >= 0.2 GROUP BY type ORDER BY claims DESC'
  tawatur sql 'SELECT name, count(*) FROM claim_places GROUP BY name ORDER BY 2 DESC LIMIT 20'
  tawatur sql --format csv 'SELECT * FROM commits' > commits.csv
  tawatur sql --share 'SELECT text, count(*) FROM claim_actors GROUP BY text' > actors.jsonl
  tawatur sql --explain 'SELECT count(*) FROM claims'")]
pub struct Options {
    /// The query; `-` is standard input
    #[arg(value_name = "QUERY")]
    query: String,
    /// Show the plan and not the answer
    #[arg(long)]
    explain: bool,
    /// How long it may take, in seconds
    #[arg(long, value_name = "S", default_value_t = 60.0, value_parser = seconds)]
    timeout: f64,
    /// How much memory it may take, in MiB; sorting and grouping go to disk where they need more
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    memory: usize,
    #[command(flatten)]
    share: Share,
    #[command(flatten)]
    ledger: Where,
    #[command(flatten)]
    written: Written,
}

fn seconds(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|s| (0.0..1e9).contains(s)).ok_or_else(|| "not a number of seconds".to_owned())
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    let query = if options.query == "-" {
        let mut query = String::new();
        io::stdin().lock().read_to_string(&mut query).context("the query cannot be read")?;
        query
    } else {
        options.query.clone()
    };
    let limits = Limits { memory: options.memory << 20, time: Duration::from_secs_f64(options.timeout) };
    // What it will ask of is not known before it is asked: of everything.
    let session = options.share.across(&options.ledger.open()?, "SELECT id FROM documents", limits)?;
    let query = if options.explain { format!("EXPLAIN {query}") } else { query };
    render::write(session.ask(&query)?, &options.written)?;
    Ok(ExitCode::SUCCESS)
}
