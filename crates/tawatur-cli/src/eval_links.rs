//! `tawatur eval-links`: compares pairs of texts and scores what is said of them against what readers said; with `--events`,
//! groups claims into events; with `--stance`, says of short reports whether they agree.

mod events;
mod stance;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs::{self, File},
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use tawatur::{capture::Document, codebook::Codebook};
use tawatur_engine::copies::{Copy, Credits, DEFAULT_CAP, Prepared, Verdict, candidates, compare, copies_of};

use crate::{book, input, parallel};

/// Score which texts are found to be copies against pairs that readers labelled
///
/// The folder holds NAME.txt and NAME.meta.json (outlet, date) for every text. A pair is a line of JSON: {"a": NAME, "b":
/// NAME, "label": copy, edited, event or different, "figures": whether the two give different figures}. What counts is
/// whether one of the two is a copy or an edited copy of the other.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur eval-links texts/ --pairs pairs.jsonl
  tawatur eval-links texts/ --pairs pairs.jsonl --half odd --errors
  tawatur eval-links texts/ --events days.jsonl --claims claims.jsonl --half even
  tawatur eval-links --stance pairs.jsonl --half odd --errors
  tawatur eval-links texts/ --all --json")]
pub struct Options {
    /// Folder of texts
    #[arg(value_name = "TEXTS_DIR", required_unless_present = "stance")]
    texts: Option<PathBuf>,
    /// The labelled pairs
    #[arg(long, value_name = "FILE.jsonl", required_unless_present_any = ["all", "events", "stance"])]
    pairs: Option<PathBuf>,
    /// Labelled event-days: score which claims are taken to tell one happening, and how many origins stand behind each
    #[arg(long, value_name = "FILE.jsonl", requires = "claims", conflicts_with_all = ["pairs", "all"])]
    events: Option<PathBuf>,
    /// The claims of these days, as `tawatur read --format jsonl` gives them
    #[arg(long, value_name = "FILE.jsonl", requires = "events")]
    claims: Option<PathBuf>,
    /// Labelled pairs of short reports: score which of them are found to agree and which to contradict each other. A pair is
    /// {"s1": TEXT, "s2": TEXT, "stance": agree, disagree or other}; other is left out
    #[arg(long, value_name = "FILE.jsonl", conflicts_with_all = ["pairs", "all", "events", "texts"])]
    stance: Option<PathBuf>,
    /// Only lines of this parity, counted from 1
    #[arg(long, value_name = "HALF")]
    half: Option<Half>,
    /// Compare all texts of the folder that may share a passage, and say how long that takes
    #[arg(long)]
    all: bool,
    /// List the pairs that were taken for copies and are none, and those that were missed; of short reports those of which
    /// another thing is said than readers say
    #[arg(long)]
    errors: bool,
    /// Write what is found of each pair, or of each day all pairs of its claims and how they are grouped, to this file, as lines of
    /// JSON
    #[arg(long, value_name = "FILE.jsonl")]
    found: Option<PathBuf>,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
    /// Codebook folder or compiled file [default: the built-in one]
    #[arg(long, value_name = "PATH")]
    codebook: Option<PathBuf>,
}

impl Options {
    fn texts(&self) -> Result<&Path> {
        self.texts.as_deref().context("name the folder of texts")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Half {
    Odd,
    Even,
}

/// What readers said of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Label {
    Copy,
    Edited,
    Event,
    Different,
}

impl Label {
    fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Edited => "edited",
            Self::Event => "event",
            Self::Different => "different",
        }
    }
}

#[derive(Debug, Deserialize)]
struct Pair {
    a: String,
    b: String,
    label: Label,
    #[serde(default)]
    figures: bool,
}

/// What is found of a pair.
#[derive(Debug, Serialize)]
struct Found<'a> {
    a: &'a str,
    b: &'a str,
    copy: Option<&'a Copy>,
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    if let Some((events, claims)) = options.events.as_deref().zip(options.claims.as_deref()) {
        return events::run(options, events, claims);
    }
    if let Some(pairs) = options.stance.as_deref() {
        return stance::run(options, pairs);
    }
    let pairs: Vec<Pair> =
        options.pairs.as_deref().map(|path| lines(path, options.half)).transpose()?.unwrap_or_default();
    let texts = options.texts()?;
    let names = if options.all { all_names(texts)? } else { named(&pairs) };
    let codebook = book::open(options.codebook.as_deref())?;
    let credits = Credits::new(&codebook);
    let start = Instant::now();
    let documents = read(texts, &names, &codebook)?;
    let reading = start.elapsed();
    let start = Instant::now();
    let prepared = prepare(&documents, &credits)?;
    let preparing = start.elapsed();
    let place: HashMap<&str, usize> =
        names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let keyed: BTreeSet<(u32, u32)> = candidates(&prepared, DEFAULT_CAP).pairs.into_iter().collect();
    let mut found = options
        .found
        .as_deref()
        .map(|path| File::create(path).with_context(|| format!("cannot write {}", path.display())))
        .transpose()?
        .map(io::BufWriter::new);
    let mut score = Score::default();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for pair in &pairs {
        let (a, b) = (place[pair.a.as_str()], place[pair.b.as_str()]);
        let candidate = keyed.contains(&(a.min(b) as u32, a.max(b) as u32));
        let copy = candidate.then(|| compare(&prepared[a], &prepared[b])).flatten();
        if let Some(file) = &mut found {
            serde_json::to_writer(&mut *file, &Found { a: &pair.a, b: &pair.b, copy: copy.as_ref() })?;
            writeln!(file)?;
        }
        if score.add(pair, candidate, copy.as_ref()).is_err() && options.errors {
            error(&mut out, pair, candidate, copy.as_ref())?;
        }
    }
    if let Some(mut file) = found {
        file.flush()?;
    }
    let mut report = Report { pairs: (!pairs.is_empty()).then(|| score.figures()), all: None };
    if options.all {
        let start = Instant::now();
        let found = copies_of(&prepared, DEFAULT_CAP);
        report.all = Some(All {
            texts: prepared.len(),
            keys: prepared.iter().map(|p| p.keys().len() as u32).map(f64::from).sum::<f64>()
                / f64::from(prepared.len().max(1) as u32),
            dropped_keys: found.oversized,
            compared: found.compared,
            sharing: found.copies.len(),
            copies: found.copies.iter().filter(|(_, copy)| copy.is_copy()).count(),
            reading: seconds(reading),
            preparing: seconds(preparing),
            comparing: seconds(start.elapsed()),
        });
    }
    if options.json {
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
    } else {
        report.write(&mut out, &score)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The pairs of a file, a line each.
fn lines<T: serde::de::DeserializeOwned>(path: &Path, half: Option<Half>) -> Result<Vec<T>> {
    let file = File::open(path).with_context(|| format!("cannot read the pairs {}", path.display()))?;
    let mut pairs = Vec::new();
    for (at, line) in BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| path.display().to_string())?;
        let parity = if at % 2 == 0 { Half::Odd } else { Half::Even };
        if line.trim().is_empty() || half.is_some_and(|half| half != parity) {
            continue;
        }
        pairs.push(serde_json::from_str(&line).with_context(|| format!("{}:{}", path.display(), at + 1))?);
    }
    Ok(pairs)
}

/// All texts of a folder, by name.
fn all_names(folder: &Path) -> Result<Vec<String>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.with_context(|| folder.display().to_string())?.file_name();
        names.extend(name.to_str().and_then(|n| n.strip_suffix(".txt")).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// The texts that pairs name.
fn named(pairs: &[Pair]) -> Vec<String> {
    let names: BTreeSet<&String> = pairs.iter().flat_map(|pair| [&pair.a, &pair.b]).collect();
    names.into_iter().cloned().collect()
}

/// The documents of these names, their furniture marked.
fn read(folder: &Path, names: &[String], codebook: &Codebook) -> Result<Vec<Document>> {
    let mut documents = Vec::with_capacity(names.len());
    parallel::in_order(
        names.iter(),
        parallel::threads(None),
        || (),
        |(), name: &String| {
            let item = input::file(&folder.join(format!("{name}.txt")))?;
            Ok(input::document(&item, &codebook.furniture)?.0)
        },
        |document: Result<Document>| {
            documents.push(document?);
            Ok(())
        },
    )?;
    Ok(documents)
}

fn prepare(documents: &[Document], credits: &Credits) -> Result<Vec<Prepared>> {
    let mut prepared = Vec::with_capacity(documents.len());
    parallel::in_order(
        documents.iter(),
        parallel::threads(None),
        || (),
        |(), document| Prepared::of(document, credits),
        |document| {
            prepared.push(document);
            Ok(())
        },
    )?;
    Ok(prepared)
}

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}

/// A pair of which something else was said than readers said.
struct Wrong;

#[derive(Debug, Default)]
struct Score {
    /// Copies found, invented, missed.
    counts: [u32; 3],
    /// By what readers said and what was found.
    confusion: BTreeMap<(Label, &'static str), usize>,
    /// Copies of readers that share no key.
    unkeyed: usize,
    /// Copies of which both, only readers, only the program say that figures differ.
    figures: [usize; 3],
}

impl Score {
    fn add(&mut self, pair: &Pair, candidate: bool, copy: Option<&Copy>) -> Result<(), Wrong> {
        let gold = pair.label <= Label::Edited;
        let found = copy.is_some_and(Copy::is_copy);
        let verdict = copy.map_or("none", |copy| copy.verdict.name());
        *self.confusion.entry((pair.label, verdict)).or_default() += 1;
        self.unkeyed += usize::from(gold && !candidate);
        if gold && found {
            let differ = copy.is_some_and(|copy| !copy.figures.is_empty());
            match (pair.figures, differ) {
                (true, true) => self.figures[0] += 1,
                (true, false) => self.figures[1] += 1,
                (false, true) => self.figures[2] += 1,
                (false, false) => {}
            }
        }
        match (gold, found) {
            (true, true) => self.counts[0] += 1,
            (false, true) => self.counts[1] += 1,
            (true, false) => self.counts[2] += 1,
            (false, false) => {}
        }
        if gold == found { Ok(()) } else { Err(Wrong) }
    }

    fn figures(&self) -> Figures {
        let [right, invented, missed] = self.counts.map(f64::from);
        Figures {
            pairs: self.confusion.values().sum(),
            precision: right / (right + invented).max(1.0),
            recall: right / (right + missed).max(1.0),
            f1: 2.0 * right / (2.0 * right + invented + missed).max(1.0),
            unkeyed: self.unkeyed,
            differ: self.figures,
        }
    }
}

#[derive(Debug, Serialize)]
struct Figures {
    pairs: usize,
    precision: f64,
    recall: f64,
    f1: f64,
    /// Copies of readers that share no key, and so were not compared.
    unkeyed: usize,
    /// Copies of which both, only readers, only the program say that figures differ.
    differ: [usize; 3],
}

/// All texts of a folder compared.
#[derive(Debug, Serialize)]
struct All {
    texts: usize,
    /// Keys of a text, on average.
    keys: f64,
    dropped_keys: usize,
    compared: usize,
    sharing: usize,
    copies: usize,
    /// Seconds in which files were read and their furniture marked, which a ledger keeps.
    reading: f64,
    /// Seconds in which documents were made ready.
    preparing: f64,
    /// Seconds, finding candidates included.
    comparing: f64,
}

#[derive(Debug, Serialize)]
struct Report {
    #[serde(skip_serializing_if = "Option::is_none")]
    pairs: Option<Figures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<All>,
}

impl Report {
    fn write(&self, out: &mut impl Write, score: &Score) -> io::Result<()> {
        if let Some(f) = &self.pairs {
            writeln!(out, "copy or edited copy, {} pairs", f.pairs)?;
            writeln!(out, "  precision {:.3}  recall {:.3}  F1 {:.3}", f.precision, f.recall, f.f1)?;
            writeln!(out, "  not compared, for want of a common key: {}", f.unkeyed)?;
            let [both, missed, only] = f.differ;
            writeln!(
                out,
                "  figures differ: {both} as readers say, {missed} missed, {only} found by the program only"
            )?;
            let verdicts = [Verdict::Copy.name(), Verdict::Edited.name(), Verdict::Passage.name(), "none"];
            writeln!(
                out,
                "  {:<10} {:>8} {:>8} {:>8} {:>8}",
                "", verdicts[0], verdicts[1], verdicts[2], verdicts[3]
            )?;
            for label in [Label::Copy, Label::Edited, Label::Event, Label::Different] {
                write!(out, "  {:<10}", label.name())?;
                for verdict in verdicts {
                    write!(out, " {:>8}", score.confusion.get(&(label, verdict)).copied().unwrap_or(0))?;
                }
                writeln!(out)?;
            }
        }
        if let Some(all) = &self.all {
            writeln!(out, "{} texts, {:.1} keys each", all.texts, all.keys)?;
            writeln!(
                out,
                "  {} pairs compared, {} share a passage, {} are copies or edited copies; {} keys left out",
                all.compared, all.sharing, all.copies, all.dropped_keys
            )?;
            writeln!(
                out,
                "  read in {:.2} s, prepared in {:.2} s, compared in {:.2} s",
                all.reading, all.preparing, all.comparing
            )?;
        }
        Ok(())
    }
}

fn error(out: &mut impl Write, pair: &Pair, candidate: bool, copy: Option<&Copy>) -> io::Result<()> {
    write!(out, "{} {} {}: ", pair.a, pair.b, pair.label.name())?;
    let Some(copy) = copy else {
        return writeln!(out, "{}", if candidate { "no passage in common" } else { "no key in common" });
    };
    let letters: Vec<u32> = copy.passages.iter().map(|p| p.letters).collect();
    writeln!(
        out,
        "{}, shares {:.2} and {:.2}, likeness {:.2}, letters of passages {letters:?}",
        copy.verdict.name(),
        copy.share[0],
        copy.share[1],
        copy.likeness
    )
}
