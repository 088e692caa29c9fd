//! `tawatur search`: words looked up in the documents of the ledger.

use std::{
    io::{self, IsTerminal},
    ops::Range,
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::Result;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;
use tawatur::Reader;
use tawatur_engine::{
    Ledger,
    query::{Limits, Reach},
    search::{self, Found, Query, Search, SearchIndex, Snippet},
};

use super::share::{Share, shared};
use crate::{
    book, input, output, parallel,
    pretty::{
        Colours, Page,
        layout::{Emphasis, Line},
    },
};

/// Where passages begin.
const INDENT: usize = 3;

/// Search the documents of the ledger
///
/// Words are found whatever is attached to them and however they are spelled: مدرسة finds والمدارس, ادلب finds إدلب. Words side
/// by side must all be there, "words in quotes" as they stand and in this order; -word must not be there, مدر* finds what begins so,
/// A OR B one of the two; title: and outlet: look there. The index is kept in the ledger's folder and brought up to date by
/// the first search after something was added; it can be deleted at any time. docs/search.md has more.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur search 'انشقاق الموصل'
  tawatur search '\"وقف إطلاق النار\" -هدنة' --from 2024-05-01
  tawatur search 'title:قصف OR غارة' --outlet 'دفتر اليوم' --limit 50
  tawatur search 'مدارس' --format jsonl | jq -r .id")]
pub struct Options {
    /// What to look for
    #[arg(value_name = "QUERY")]
    query: String,
    /// Published on this day or later
    #[arg(long, help_heading = "Filters", value_name = "YYYY-MM-DD", value_parser = input::date)]
    from: Option<Date>,
    /// Published on this day or before
    #[arg(long, help_heading = "Filters", value_name = "YYYY-MM-DD", value_parser = input::date)]
    to: Option<Date>,
    /// Published by an outlet with these words in its name
    #[arg(long, help_heading = "Filters", value_name = "NAME")]
    outlet: Option<String>,
    /// The newest first, and not the best
    #[arg(long, help_heading = "Output")]
    newest: bool,
    /// At most so many documents
    #[arg(long, help_heading = "Output", value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Leave out so many at the front
    #[arg(long, help_heading = "Output", value_name = "N", default_value_t = 0)]
    skip: usize,
    /// How to write them [default: pretty on a terminal, jsonl otherwise]
    #[arg(long, short, help_heading = "Output", value_enum)]
    format: Option<Format>,
    /// Folder of the ledger [default: what `TAWATUR_LEDGER` names, else the working folder or the nearest above it]
    #[arg(long, help_heading = "Ledger", value_name = "DIR")]
    ledger: Option<PathBuf>,
    #[command(flatten)]
    colours: Colours,
    #[command(flatten)]
    share: Share,
}

/// How hits are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Pretty,
    /// One document a line, with the places of the words in its text
    Jsonl,
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    let query = Query::parse(&options.query)?;
    let ledger = Ledger::open(&Ledger::find(options.ledger.as_deref())?)?;
    let reader = Reader::new(book::open(None)?);
    let progress = Indexing::new();
    let threads = parallel::threads(None);
    let index = SearchIndex::follow(&ledger, &reader, threads, |done, of| progress.step(done, of))?;
    progress.end();
    let search = Search {
        from: options.from,
        to: options.to,
        outlet: options.outlet.clone(),
        skip: options.skip,
        limit: options.limit,
        newest: options.newest,
    };
    let mut found = index.search(&mut reader.worker(), &query, &search)?;
    if options.share.share {
        redact(&mut found, &query, &ledger, &reader)?;
    }
    let terminal = io::stdout().is_terminal();
    let format = options.format.unwrap_or(if terminal { Format::Pretty } else { Format::Jsonl });
    match format {
        Format::Jsonl => output::write_out(&output::lines(&found.hits)?)?,
        Format::Pretty => {
            let page = Page::new(options.colours, terminal, false);
            output::write_out(pretty(&page, &found, options.skip).as_bytes())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Hits as others may see them: passages are those of the redacted text, so that words of a name show nothing.
fn redact(found: &mut Found, query: &Query, ledger: &Ledger, reader: &Reader) -> Result<()> {
    // Ids of documents are hexadecimal digits.
    let ids: Vec<String> = found.hits.iter().map(|hit| format!("'{}'", hit.id)).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let documents = format!("SELECT id FROM documents WHERE id IN ({})", ids.join(", "));
    let shared = shared(ledger, &documents, Reach::Documents, Limits::default())?;
    let mut worker = reader.worker();
    let mut hits = Vec::with_capacity(found.hits.len());
    for mut hit in std::mem::take(&mut found.hits) {
        let Some(document) = shared.document(&hit.id)? else { continue };
        hit.snippets = search::passages(&mut worker, query, &document.text);
        (hit.id, hit.name) = (document.id, document.name);
        (hit.title, hit.outlet) = (document.title, document.outlet);
        hits.push(hit);
    }
    found.hits = hits;
    Ok(())
}

/// Hits for reading: what the document is, and the passages with the words marked.
fn pretty(page: &Page, found: &Found, skipped: usize) -> String {
    let mut out = String::new();
    for hit in &found.hits {
        let mut head = Line::new(page, 0, INDENT);
        head.isolated(hit.title.as_deref().unwrap_or(&hit.name));
        let published = hit.published.map_or_else(|| "date unknown".to_owned(), |day| day.to_string());
        let id: String = hit.id.chars().take(8).collect();
        for part in [hit.outlet.as_deref().unwrap_or("outlet unknown"), &published, &id] {
            head.words("·", Emphasis::Faint);
            head.isolated(part);
        }
        head.write(&mut out);
        for snippet in &hit.snippets {
            passage(page, snippet, &mut out);
        }
        out.push('\n');
    }
    let last = skipped + found.hits.len();
    let end = match (found.total, found.hits.is_empty()) {
        (0, _) => "nothing found\n".to_owned(),
        (total, true) => format!("{}, none after {skipped}\n", book::count(total, "document")),
        (total, false) if last < total => format!(
            "{} to {last} of {}; more with --skip {last}\n",
            skipped + 1,
            book::count(total, "document")
        ),
        (total, false) => format!("{}\n", book::count(total, "document")),
    };
    out + &end
}

fn passage(page: &Page, snippet: &Snippet, out: &mut String) {
    let letters: Vec<char> = snippet.text.chars().collect();
    let [from, _] = snippet.span;
    let part = |range: Range<usize>| letters.get(range).unwrap_or_default().iter().collect::<String>();
    let mut line = Line::new(page, INDENT, INDENT);
    let mut at = 0;
    for [start, end] in snippet.marks.iter().map(|mark| mark.map(|place| place.saturating_sub(from))) {
        // Two words of the query may be found in one of the text.
        if start < at {
            continue;
        }
        line.more(&part(at..start), Emphasis::None);
        line.trigger(&part(start..end));
        at = end;
    }
    line.more(&part(at..letters.len()), Emphasis::None);
    line.right_to_left().write(out);
}

/// The line on standard error that says how far the index is.
struct Indexing {
    bar: ProgressBar,
    started: Instant,
}

impl Indexing {
    fn new() -> Self {
        let style = ProgressStyle::with_template(
            "{spinner} indexing {pos} of {len} documents, {per_sec}, {eta} left",
        )
        .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style);
        Self { bar, started: Instant::now() }
    }

    fn step(&self, done: usize, of: usize) {
        self.bar.set_length(of as u64);
        self.bar.set_position(done as u64);
        // What is over soon needs no progress.
        if self.bar.is_hidden() && self.started.elapsed() > Duration::from_millis(500) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}
