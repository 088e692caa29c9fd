//! `tawatur codebook gaps`: which verbs and verbal nouns of a body of texts no frame covers.

use std::{collections::HashMap, fmt::Write, path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde::Serialize;
use tawatur::{
    Reader, Worker,
    claim::{Predicate, Uncovered},
};

use crate::{
    book::{self, count},
    input::{self, Complaint, Found},
    output::{self, Progress},
    parallel,
    read::read_one,
};

/// What is read, and how what is found is shown.
#[derive(Debug, Args)]
pub struct Options {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// How many words to list
    #[arg(long, value_name = "N", default_value_t = 50)]
    top: usize,
    /// How many sentences to show of each, of different documents, the most event-like first
    #[arg(long, value_name = "K", default_value_t = 2)]
    examples: usize,
    /// How to write it
    #[arg(long, short, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Another codebook: a folder of sources, or a compiled file
    #[arg(long, value_name = "DIR|FILE")]
    codebook: Option<PathBuf>,
    /// How many threads to read with [default: all cores]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// How the list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading; examples stand below their word
    Table,
    /// One JSON object a word
    Jsonl,
}

/// A word that no frame covers, as it is written.
#[derive(Debug, Serialize)]
struct Gap<'a> {
    lemma: &'a str,
    part: Predicate,
    rank: f64,
    #[serde(flatten)]
    count: &'a Count,
}

/// Where a word stood and how.
#[derive(Debug, Default, Serialize)]
struct Count {
    /// How many documents have it.
    documents: usize,
    /// How often it stands.
    times: usize,
    /// How often with a party as subject or object …
    party: usize,
    /// … with a place in its clause …
    place: usize,
    /// … with a date …
    date: usize,
    /// … with a number.
    number: usize,
    examples: Vec<Example>,
}

/// A sentence, the word in brackets as cases have it.
#[derive(Debug, Serialize)]
struct Example {
    file: String,
    sentence: String,
    #[serde(skip)]
    marks: usize,
}

impl Count {
    /// Documents times the mean of what speaks for an event, 0 to 4: a word in many documents that never stands with a
    /// party, place, date or number is a word of discussion.
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 words")]
    fn rank(&self) -> f64 {
        let marks = self.party + self.place + self.date + self.number;
        self.documents as f64 * marks as f64 / self.times.max(1) as f64
    }

    fn add(&mut self, file: &str, found: &Uncovered, examples: usize) {
        let signs = found.signs;
        self.times += 1;
        self.party += usize::from(signs.party);
        self.place += usize::from(signs.place);
        self.date += usize::from(signs.date);
        self.number += usize::from(signs.number);
        let marks = signs.count();
        if let Some(own) = self.examples.iter_mut().find(|e| e.file == file) {
            if marks > own.marks {
                *own = Example::new(file, found);
            }
        } else if self.examples.len() < examples {
            self.examples.push(Example::new(file, found));
        } else if let Some(last) = self.examples.last_mut().filter(|last| marks > last.marks) {
            *last = Example::new(file, found);
        }
        self.examples.sort_by_key(|e| std::cmp::Reverse(e.marks));
    }
}

impl Example {
    fn new(file: &str, found: &Uncovered) -> Self {
        let sentence = format!("{}[{}]{}", found.before, found.word, found.after);
        let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { file: file.to_owned(), sentence, marks: found.signs.count() }
    }
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    let reader = Reader::new(book::open(options.codebook.as_deref())?);
    let stopped = output::stop_on_interrupt()?;
    let work = |worker: &mut Worker, found: Found| -> Result<(String, Vec<Uncovered>), Complaint> {
        let file = found.as_ref().map_or_else(|_| String::new(), |item| item.label.clone());
        let read = read_one(&reader, worker, found, Worker::uncovered);
        read.map(|(_, found)| (file, found))
    };
    let mut counts: HashMap<(String, Predicate), Count> = HashMap::new();
    let (mut documents, mut failed) = (0, false);
    let mut progress = Progress::new("words without a frame");
    parallel::in_order(
        input::items(&options.paths, &input::Options::default()).take_while(|_| !stopped.is_set()),
        parallel::threads(options.threads),
        || reader.worker(),
        work,
        |read| {
            let (file, found) = match read {
                Ok(read) => read,
                Err(complaint) => {
                    failed |= progress.pause(|| complaint.say());
                    return Ok(());
                }
            };
            documents += 1;
            let mut seen: Vec<(&str, Predicate)> = Vec::new();
            for one in &found {
                let count = counts.entry((one.lemma.clone(), one.part)).or_default();
                if !seen.contains(&(one.lemma.as_str(), one.part)) {
                    seen.push((&one.lemma, one.part));
                    count.documents += 1;
                }
                count.add(&file, one, options.examples);
            }
            progress.step(found.len());
            Ok(())
        },
    )?;
    progress.end();
    let gaps = ranked(&counts, options.top);
    match options.format {
        Format::Table => output::write_out(table(&gaps).as_bytes())?,
        Format::Jsonl => output::write_out(&output::lines(&gaps)?)?,
    }
    let words = count(counts.len(), "word");
    let documents = count(documents, "document");
    let until = if stopped.is_set() { ", interrupted" } else { "" };
    eprintln!("{words} without a frame in {documents}{until}; {} listed", gaps.len());
    Ok(match (stopped.is_set(), failed) {
        (true, _) => ExitCode::from(output::INTERRUPTED),
        (_, true) => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    })
}

/// The first of all words by rank.
fn ranked(counts: &HashMap<(String, Predicate), Count>, top: usize) -> Vec<Gap<'_>> {
    let mut gaps: Vec<Gap<'_>> = counts
        .iter()
        .map(|((lemma, part), count)| Gap { lemma, part: *part, rank: count.rank(), count })
        .collect();
    gaps.sort_by(|a, b| b.rank.total_cmp(&a.rank).then_with(|| (a.lemma, a.part).cmp(&(b.lemma, b.part))));
    gaps.truncate(top);
    gaps
}

/// One line a word, its examples below it.
fn table(gaps: &[Gap<'_>]) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    if !gaps.is_empty() {
        let _ = writeln!(out, "documents  times  party  place   date  number  part  word");
    }
    for Gap { lemma, part, count, .. } in gaps {
        let Count { documents, times, party, place, date, number, examples } = count;
        let part = match part {
            Predicate::Verb => "verb",
            Predicate::VerbalNoun => "noun",
        };
        let _ = writeln!(
            out,
            "{documents:>9}  {times:>5}  {party:>5}  {place:>5}  {date:>5}  {number:>6}  {part}  {lemma}"
        );
        for example in examples {
            let _ = writeln!(out, "    {}: {}", example.file, cut(&example.sentence));
        }
    }
    out
}

/// How much of a sentence is shown on either side of its word, in letters.
const AROUND: usize = 120;

/// The sentence around the word in brackets, cut between words.
fn cut(sentence: &str) -> String {
    let (before, rest) = sentence.split_once('[').unwrap_or(("", sentence));
    let (word, after) = rest.split_once(']').unwrap_or((rest, ""));
    let (mut left, mut right) = (before, after);
    while left.chars().count() > AROUND {
        left = left.split_once(' ').map_or("", |(_, rest)| rest);
    }
    while right.chars().count() > AROUND {
        right = right.rsplit_once(' ').map_or("", |(rest, _)| rest);
    }
    let mark = |whole: &str, shown: &str| if whole == shown { "" } else { "…" };
    format!("{}{left}[{word}]{right}{}", mark(before, left), mark(after, right))
}
