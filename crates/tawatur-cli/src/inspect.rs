//! `tawatur inspect`: what the language layer makes of words, for those who write codebooks.

use std::{
    collections::HashMap,
    fmt::Write as _,
    io::{self, Read, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use tawatur::{
    Reader,
    capture::{Basis, Document, furniture},
    inspection::{InspectedReading, InspectedToken, Inspection},
    value::Lean,
};
use unicode_width::UnicodeWidthStr;

use crate::{
    book,
    input::{self, Complaint},
};

/// Show tokens, segments, readings, numbers, dates, noun phrases and quotations of a text
///
/// The text is given as words, or comes from standard input. Of each token: the tag it was given in its clause, its
/// clitics parted by +, and the readings that the lexicon has for it, the chosen one first. A word of the lexicon
/// that the codebook uses is marked *.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur inspect 'وبالمدينة قُتل نحو 30 مدنياً أمس'
  tawatur inspect --published 2015-02-20 < sentence.txt
  tawatur inspect --format json 'انشق القائد' | jq .tokens
  tawatur inspect --unlisted archive/ | head -50")]
pub struct Options {
    /// The text; `-`, or none, is standard input. With --unlisted: files and folders
    words: Vec<String>,
    /// Day against which "yesterday" is reckoned
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date)]
    published: Option<Date>,
    /// Take dates without a year, and bare weekdays, as plans tell them: what comes next
    #[arg(long)]
    ahead: bool,
    /// Each line is a text of its own
    #[arg(long)]
    lines: bool,
    /// How to write it
    #[arg(long, short, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// List the words of these files that neither the lexicon nor a list of names has, most frequent first, each
    /// with its count and one place where it stands
    #[arg(long, conflicts_with_all = ["published", "ahead", "lines", "format"])]
    unlisted: bool,
    /// Another codebook: a folder of sources, or a file made by `tawatur codebook build`
    #[arg(long, value_name = "DIR|FILE")]
    codebook: Option<PathBuf>,
}

/// How the inspection is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Table,
    /// All of it, as one JSON object a text
    Json,
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode> {
    let reader = Reader::new(book::open(options.codebook.as_deref())?);
    let mut worker = reader.worker();
    let mut out = io::stdout().lock();
    if options.unlisted {
        return unlisted(options, &reader, &mut out);
    }
    let text = match options.words.as_slice() {
        [] => piped()?,
        [dash] if dash == "-" => piped()?,
        words => words.join(" "),
    };
    let lean = if options.ahead { Lean::Future } else { Lean::Past };
    let texts: Vec<&str> = if options.lines { text.lines().collect() } else { vec![&text] };
    for text in texts {
        let mut document = Document::from_text("-", text);
        document.published = options.published.map(|day| (day, Basis::Given));
        furniture::mark(&mut document, &reader.codebook().furniture);
        let inspection = worker.inspect(&document, lean);
        match options.format {
            Format::Json => {
                serde_json::to_writer(&mut out, &inspection)?;
                out.write_all(b"\n")?;
            }
            Format::Table => out.write_all(table(&inspection).as_bytes())?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn piped() -> Result<String> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).context("standard input is not UTF-8 text")?;
    Ok(text)
}

fn table(inspection: &Inspection) -> String {
    let mut out = String::new();
    let mut sentence = 0;
    for token in &inspection.tokens {
        if token.sentence != sentence {
            sentence = token.sentence;
            out.push('\n');
        }
        let readings: Vec<String> = token.readings.iter().take(3).map(reading).collect();
        let line = format!(
            "{} {} {} {}",
            padded(&token.text, 18),
            padded(token.tag, 9),
            padded(&token.segments.join("+"), 18),
            readings.join(" | ")
        );
        out.push_str(line.trim_end());
        out.push('\n');
    }
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let _ = writeln!(out, "\n{title}");
            for line in &lines {
                let _ = writeln!(out, "  {}", line.trim_end());
            }
        }
    };
    let side = |side: Option<f64>| side.map_or_else(|| "…".to_owned(), |n| n.to_string());
    section(
        "numbers",
        inspection
            .numbers
            .iter()
            .map(|n| {
                let bounds = format!("{} to {}, named {}", side(n.low), side(n.high), side(n.best));
                format!("{} {} ({:?})", padded(&n.text, 28), bounds, n.qualifier)
            })
            .collect(),
    );
    section(
        "dates",
        inspection
            .times
            .iter()
            .map(|t| {
                let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "…".to_owned());
                let rule = t.rule;
                format!("{} {} to {} ({rule})", padded(&t.text, 28), day(&t.start), day(&t.end))
            })
            .collect(),
    );
    section(
        "noun phrases",
        inspection
            .mentions
            .iter()
            .map(|m| {
                let indent = if m.inside { "  " } else { "" };
                let name = m.referent.as_deref().unwrap_or("");
                format!("{indent}{} {} {name}", padded(&m.text, 28), m.classes.join(", "))
            })
            .collect(),
    );
    section(
        "quotations",
        inspection
            .quotations
            .iter()
            .map(|q| {
                let sources: Vec<&str> = q.sources.iter().map(|s| s.text.as_str()).collect();
                format!("{} {}", padded(&q.text, 28), sources.join(" ← "))
            })
            .collect(),
    );
    out
}

/// The words with blanks up to a width in columns.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn reading(reading: &InspectedReading) -> String {
    let f = &reading.features;
    let words = [
        Some(format!("{:?}", f.part)),
        f.person.map(|p| format!("{p:?}")),
        f.gender.map(|g| format!("{g:?}")),
        f.number.map(|n| format!("{n:?}")),
        f.state.map(|s| format!("{s:?}")),
        f.passive.then(|| "passive".to_owned()),
        f.enclitic.then(|| "pronoun".to_owned()),
    ];
    let said = words.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
    format!("{}{} {said}", reading.lemma, if reading.used { "*" } else { "" })
}

/// Words no list has, counted over files.
fn unlisted(options: &Options, reader: &Reader, out: &mut impl Write) -> Result<ExitCode> {
    let mut worker = reader.worker();
    let paths: Vec<PathBuf> = options.words.iter().map(PathBuf::from).collect();
    let (mut words, mut known) = (0_usize, 0_usize);
    let mut seen: HashMap<String, (usize, String)> = HashMap::new();
    let mut code = ExitCode::SUCCESS;
    for found in input::items(&paths, &input::Options::default()) {
        let document = match found.and_then(|item| input::document(&item, &reader.codebook().furniture)) {
            Ok((document, _)) => document,
            Err(error) => {
                if Complaint::from(error).say() {
                    code = ExitCode::FAILURE;
                }
                continue;
            }
        };
        let Inspection { tokens, numbers, .. } = worker.inspect(&document, Lean::Past);
        let mut figures = numbers.iter().map(|n| n.span).peekable();
        for (at, token) in tokens.iter().enumerate() {
            if matches!(token.tag, "mark" | "number" | "date") {
                continue;
            }
            while figures.next_if(|f| f[1] <= token.span[0]).is_some() {}
            let figure = figures.peek().is_some_and(|f| f[0] <= token.span[0]);
            words += 1;
            if figure || matches!(token.tag, "name" | "particle") || !token.readings.is_empty() {
                known += 1;
                continue;
            }
            let around = || beside(&tokens, at);
            seen.entry(token.folded.clone()).or_insert_with(|| (0, around())).0 += 1;
        }
    }
    let mut list: Vec<_> = seen.into_iter().collect();
    list.sort_by(|(a, (m, _)), (b, (n, _))| n.cmp(m).then_with(|| a.cmp(b)));
    for (word, (count, place)) in list {
        writeln!(out, "{count}\t{word}\t{place}")?;
    }
    out.flush()?;
    #[expect(clippy::cast_precision_loss, reason = "a percentage for reading")]
    let share = 100.0 * known as f64 / words.max(1) as f64;
    eprintln!("{words} words, {share:.1} % of them in the lexicon, a list of names, or function words");
    Ok(code)
}

fn beside(tokens: &[InspectedToken], at: usize) -> String {
    let around = &tokens[at.saturating_sub(3)..(at + 4).min(tokens.len())];
    around.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ")
}
