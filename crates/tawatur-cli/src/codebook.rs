//! `tawatur codebook`: what authors of a codebook need, and nothing else of Rust.

mod gaps;
mod new_frame;
mod show;
mod test;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use tawatur::{
    Reader,
    codebook::{Codebook, CodebookError, Merged, Referent, Sources},
};

use crate::{
    book::{self, count},
    eval::lesson,
    output,
};

/// Check, test, build and look into codebooks
///
/// A codebook is a folder of TOML and TSV files that says what to look for; docs/codebook.md describes it. DIR is
/// codebooks/conflict below the current folder when it is left out.
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Name everything wrong with a codebook, each as `FILE:LINE: KEY: PROBLEM`
    #[command(after_help = "Example:\n  tawatur codebook check codebooks/conflict")]
    Check {
        /// Folder of the codebook [default: codebooks/conflict]
        dir: Option<PathBuf>,
    },
    /// Run the cases of its frames and cues, by its rules alone: learned weights are set aside
    #[command(after_help = "\
Examples:
  tawatur codebook test
  tawatur codebook test codebooks/conflict --filter defection.leave
  tawatur codebook test --watch --filter defection.leave")]
    Test {
        /// Folder of the codebook [default: codebooks/conflict]
        dir: Option<PathBuf>,
        /// Only frames and cues whose id starts with this
        #[arg(long, value_name = "ID", default_value = "")]
        filter: String,
        /// Run them again whenever a file of the folder changes, until Ctrl-C
        #[arg(long)]
        watch: bool,
    },
    /// Compile it into one file, for `tawatur read --codebook FILE`
    #[command(after_help = "Example:\n  tawatur codebook build codebooks/conflict -o conflict.tawatur")]
    Build {
        /// Folder of the codebook [default: codebooks/conflict]
        dir: Option<PathBuf>,
        /// File to write
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
    },
    /// Write what is weighed for the claims of annotated documents, with the right answers, one candidate a line
    ///
    /// `gold/learn.py` learns the weights of the codebook from these lines.
    #[command(
        after_help = "Example:\n  tawatur codebook lessons gold/ --codebook codebooks/conflict > lessons.jsonl"
    )]
    Lessons {
        /// Folder of annotated documents: NAME.txt, NAME.json, NAME.meta.json
        #[arg(value_name = "GOLD_DIR")]
        gold: PathBuf,
        /// Another codebook: a folder of sources, or a compiled file
        #[arg(long, value_name = "DIR|FILE")]
        codebook: Option<PathBuf>,
    },
    /// Count the verbs and verbal nouns of texts that no frame covers
    ///
    /// Finite verbs and verbal nouns that neither a frame nor a cue takes up, by lemma. First come those that many
    /// documents have and that stand as events do: with a party as subject or object, and a place, a date or a number
    /// in the clause. Words that the lexicon lacks are listed by `tawatur inspect --unlisted`. Ctrl-C ends the reading
    /// and lists what was counted.
    #[command(after_help = "\
Examples:
  tawatur codebook gaps archive/ --top 100
  tawatur codebook gaps archive/ --codebook codebooks/conflict --examples 5
  tawatur codebook gaps archive/ --format jsonl > gaps.jsonl")]
    Gaps(gaps::Options),
    /// Add a frame for words of a type, to go on with
    ///
    /// Appends a frame to frames/FAMILY.toml, with the roles that most frames of the type have and the sentences that
    /// you give. Words that a frame of the type has already are refused, and so is a frame with which the codebook
    /// would not compile; the file stays as it was then.
    #[command(after_help = "\
Examples:
  tawatur codebook new-frame defection.leave 'شقق VII' --case '[انشق] {actors|جنود} عن {targets|الكتيبة}' --none 'شق العمال طريقا'
  tawatur codebook new-frame violence.attack 'غارة' 'قصف I a-i = قصف' --gloss 'strikes from the air' --role على=targets --case '[قصفت] {actors|طائرة} {targets|الجسر}' --none 'القصف لعبة'
  tawatur codebook new-frame unrest.protest 'هتف I a-i = هتاف' --dir codebooks/conflict --object none --case '[هتف] {actors|عمال}' --none 'هاتف العامل أخاه'")]
    NewFrame(new_frame::Options),
    /// Show the frames of a type, or every use of a word
    #[command(after_help = "\
Examples:
  tawatur codebook show defection.leave
  tawatur codebook show انشقوا")]
    Show {
        /// A type, the part of types before the dot, the id of a frame or cue, or a word in any form
        #[arg(value_name = "TYPE|WORD")]
        what: String,
        /// Another codebook: a folder of sources, or a compiled file
        #[arg(long, value_name = "DIR|FILE")]
        codebook: Option<PathBuf>,
    },
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    match &options.command {
        Command::Check { dir } => with_compiled(dir.as_deref(), |_, sources, codebook| {
            for name in &codebook.merged {
                println!("{}", merged(name, &codebook));
            }
            println!("{}", summary(sources, &codebook));
            Ok(ExitCode::SUCCESS)
        }),
        Command::Test { dir, filter, watch: true } => test::watch(&book::folder(dir.as_deref())?, filter),
        Command::Test { dir, filter, watch: false } => {
            with_compiled(dir.as_deref(), |dir, sources, codebook| {
                let (report, sound) = test::report(&test::outcomes(dir, sources, codebook, filter)?);
                output::write_out(report.as_bytes())?;
                Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
            })
        }
        Command::Build { dir, output } => with_compiled(dir.as_deref(), |_, sources, codebook| {
            fs::write(output, codebook.to_bytes()?)
                .with_context(|| format!("cannot write {}", output.display()))?;
            println!("{} → {}", summary(sources, &codebook), output.display());
            Ok(ExitCode::SUCCESS)
        }),
        Command::Lessons { gold, codebook } => {
            lesson::write(&Reader::new(book::open(codebook.as_deref())?), gold)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Gaps(options) => gaps::run(options),
        Command::NewFrame(options) => new_frame::run(options),
        Command::Show { what, codebook } => {
            print!("{}", show::show(&book::open(codebook.as_deref())?, what)?);
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// A note on names that are one in folded text.
fn merged(name: &Merged, codebook: &Codebook) -> String {
    let id = |referent: &Referent| match *referent {
        Referent::Entity(at) => codebook.entities[at as usize].id.as_str(),
        Referent::Place(at) => codebook.places[at as usize].id.as_str(),
    };
    let spelling = |(spelling, referents): &(String, Vec<Referent>)| {
        format!("{spelling} ({})", referents.iter().map(id).collect::<Vec<_>>().join(", "))
    };
    let spellings: Vec<String> = name.spellings.iter().map(spelling).collect();
    format!("note: folding merges {}", spellings.join(" and "))
}

/// Goes on with a folder that compiles; of one that does not, prints every problem.
fn with_compiled(
    dir: Option<&Path>,
    go_on: impl FnOnce(&Path, &Sources, Codebook) -> Result<ExitCode>,
) -> Result<ExitCode> {
    let dir = book::folder(dir)?;
    match book::compile(&dir) {
        Ok((sources, codebook)) => go_on(&dir, &sources, codebook),
        Err(CodebookError::Wrong(problems)) => {
            for problem in &problems {
                println!("{problem}");
            }
            println!("{} in {}", count(problems.len(), "problem"), dir.display());
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(error.into()),
    }
}

fn summary(sources: &Sources, codebook: &Codebook) -> String {
    let frames = sources.frames.iter().flat_map(|(_, file)| &file.frames).map(|f| f.cases.len());
    let cues = sources.cues.iter().flat_map(|(_, file)| &file.cues).map(|c| c.cases.len());
    let parts = [
        count(codebook.types.len(), "type"),
        count(codebook.frames.len(), "frame"),
        count(codebook.cues.len(), "cue"),
        count(codebook.heads.len(), "word"),
        count(codebook.phrases.len(), "phrase"),
        count(codebook.entities.len(), "entity"),
        count(codebook.places.len(), "place"),
        count(codebook.lexicon.len(), "lemma"),
        count(codebook.lexicon.forms(), "form"),
        count(frames.chain(cues).sum(), "case"),
    ];
    format!("{}: {}", codebook.label(), parts.join(", "))
}
