//! The commands that keep a ledger and ask it.

mod add;
mod copies;
mod event;
mod export;
mod filters;
mod history;
mod journey;
mod link;
mod list;
mod nothing;
mod render;
mod review;
mod search;
mod share;
mod show;
mod sql;
mod upkeep;

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Args, Subcommand};
use tawatur_engine::Ledger;

pub use list::{EntityListing, entities};
pub use render::Format as Rows;

/// Which ledger, and which of its versions.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Ledger")]
pub struct Where {
    /// Folder of the ledger [default: what `TAWATUR_LEDGER` names, else the working folder or the nearest above it]
    #[arg(long, value_name = "DIR")]
    pub ledger: Option<PathBuf>,
    /// The ledger as it was after this commit (see `tawatur log`)
    #[arg(long, value_name = "VERSION")]
    pub at: Option<u64>,
}

impl Where {
    /// Opens it.
    fn open(&self) -> Result<Ledger> {
        let ledger = Ledger::open(&Ledger::find(self.ledger.as_deref())?)?;
        Ok(match self.at {
            Some(version) => ledger.at(version)?,
            None => ledger,
        })
    }

    /// Whether there is one.
    pub fn is_there(&self) -> bool {
        self.ledger.is_some() || Ledger::find(None).is_ok()
    }
}

/// Which ledger to write.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Ledger")]
struct Written {
    /// Folder of the ledger [default: what `TAWATUR_LEDGER` names, else the working folder or the nearest above it]
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    /// Where somebody else is writing, wait until they are done
    #[arg(long)]
    wait: bool,
}

impl Written {
    fn open(&self) -> Result<Ledger> {
        Ok(Ledger::open(&Ledger::find(self.ledger.as_deref())?)?)
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Init(history::Init),
    Add(add::Options),
    Documents(list::Documents),
    Claims(list::Claims),
    Sources(list::Sources),
    Search(search::Options),
    Show(show::Options),
    Sql(sql::Options),
    Export(export::Options),
    Review(review::Options),
    Log(history::Log),
    At(history::At),
    Verify(upkeep::Verify),
    Compact(upkeep::Compact),
    Reread(upkeep::Reread),
    Link(link::Options),
    Events(event::Events),
    Event(event::Event),
    Copies(copies::Options),
    Contradictions(event::Contradictions),
    Reporting(event::Reporting),
    WhyLinked(copies::Why),
    Doctor(upkeep::Doctor),
}

/// Runs one of them.
pub fn run(command: &Command) -> Result<ExitCode> {
    match command {
        Command::Init(options) => history::init(options),
        Command::Add(options) => add::run(options),
        Command::Documents(options) => list::documents(options),
        Command::Claims(options) => list::claims(options),
        Command::Sources(options) => list::sources(options),
        Command::Search(options) => search::run(options),
        Command::Show(options) => show::run(options),
        Command::Sql(options) => sql::run(options),
        Command::Export(options) => export::run(options),
        Command::Review(options) => review::run(options),
        Command::Log(options) => history::log(options),
        Command::At(options) => history::at(options),
        Command::Verify(options) => upkeep::verify(options),
        Command::Compact(options) => upkeep::compact(options),
        Command::Reread(options) => upkeep::reread(options),
        Command::Link(options) => link::run(options),
        Command::Events(options) => event::events(options),
        Command::Event(options) => event::event(options),
        Command::Copies(options) => copies::run(options),
        Command::Contradictions(options) => event::contradictions(options),
        Command::Reporting(options) => event::reporting(options),
        Command::WhyLinked(options) => copies::why(options),
        Command::Doctor(options) => upkeep::doctor(options),
    }
}
