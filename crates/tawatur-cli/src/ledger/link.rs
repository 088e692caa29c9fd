//! `tawatur link`: what documents say of one another.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use tawatur::codebook::Codebook;
use tawatur_engine::{
    ledger::Writer,
    linkage::{self, Basis, Linkage, Waiting},
    query::Session,
};

use super::Written;
use crate::{
    book,
    output::{self, Doing, Stopped},
    read,
};

/// Find copies and events across the documents of the ledger
///
/// `tawatur add` does this for what it adds; this goes on where that was stopped, and with --anew does it once more for
/// all documents. Nothing is asked of the documents but what the ledger has of them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur link
  tawatur link --anew")]
pub struct Options {
    /// Forget the copies, links and events there are, and find them anew
    #[arg(long)]
    anew: bool,
    #[command(flatten)]
    ledger: Written,
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    let ledger = options.ledger.open()?;
    let codebook = book::open(None)?;
    let mut writer = Writer::begin(&ledger, "link", options.ledger.wait)?;
    if options.anew {
        linkage::forget(&mut writer)?;
    }
    let stopped = output::stop_on_interrupt()?;
    let waiting = linkage::waiting(&Session::open(writer.ledger())?)?;
    let done = link(&mut writer, &codebook, &waiting, &stopped)?;
    eprintln!("{}; the ledger is at version {}", say(&done), writer.ledger().commit().version);
    if stopped.is_set() {
        eprintln!("stopped before the end: the same command goes on from here");
        return Ok(ExitCode::from(output::INTERRUPTED));
    }
    Ok(ExitCode::SUCCESS)
}

/// Brings links up to what the ledger holds, where something waits, and says so. The codebook is asked for only then.
pub fn up<'c>(
    writer: &mut Writer,
    stopped: &Stopped,
    codebook: impl FnOnce() -> Result<&'c Codebook>,
) -> Result<()> {
    let waiting = linkage::waiting(&Session::open(writer.ledger())?)?;
    if waiting.is_empty() {
        return Ok(());
    }
    let done = link(writer, codebook()?, &waiting, stopped)?;
    eprintln!("{}; the ledger is at version {}", say(&done), writer.ledger().commit().version);
    Ok(())
}

/// Takes in the documents that wait.
fn link(writer: &mut Writer, codebook: &Codebook, waiting: &[Waiting], stopped: &Stopped) -> Result<Linkage> {
    let doing = Doing::new();
    let done = linkage::link(writer, &Basis::new(codebook, read::LIKELY), waiting, |at| {
        doing.say(format!("{} of {} linked, {}", at.documents, book::count(at.of, "document"), at.doing));
        !stopped.is_set()
    });
    doing.end();
    Ok(done?)
}

/// What was done, in words.
fn say(done: &Linkage) -> String {
    format!(
        "linked {}: {} share text, {} between claims, {} told",
        book::count(done.documents, "document"),
        book::count(done.copies, "pair"),
        book::count(done.links, "link"),
        book::count(done.events, "event"),
    )
}
