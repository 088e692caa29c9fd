//! Claims for reading: a paragraph each, grouped by document, in the width of the terminal.
//!
//! The words of a document are shown as text and never trusted: control characters, which could move the cursor
//! or turn the reading direction of what follows, are left out.

mod explain;
pub mod layout;

use clap::{Args, ColorChoice};
use tawatur::{
    Reader,
    capture::Document,
    claim::record::{Argument, Cause, Claim, Hop, Place, Quantity, Time},
};

use crate::book;
use layout::{Emphasis, Line};

/// Width when nothing says how wide the terminal is.
const WIDTH: usize = 80;
/// Longer lines are hard to read.
const WIDEST: usize = 100;
/// Narrower than this, nothing sensible can be laid out.
const NARROWEST: usize = 40;
/// Where the words of a claim begin.
const INDENT: usize = 3;
/// Where the fillers of the roles begin.
const COLUMN: usize = 14;

/// Whether pages are coloured.
#[derive(Clone, Copy, Debug, Args)]
pub struct Colours {
    /// Colours in pretty output; auto: on a terminal, unless the environment sets `NO_COLOR`
    #[arg(long, help_heading = "Output", value_enum, default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
}

/// How a page is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Emphasis by escape codes, not by marks.
    colour: bool,
    /// Right-to-left words are isolated, so that a terminal that knows of directions keeps them in place.
    isolate: bool,
    width: usize,
    explain: bool,
}

impl Page {
    /// The layout for standard output.
    pub fn new(colours: Colours, terminal: bool, explain: bool) -> Self {
        let plain = set("NO_COLOR").is_some() || set("TERM").is_some_and(|t| t == "dumb");
        let colour = match colours.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && !plain,
        };
        let width = self::width(terminal).unwrap_or(WIDTH);
        Self { colour, isolate: terminal, width: width.clamp(NARROWEST, WIDEST), explain }
    }
}

/// A variable of the environment that is not empty.
fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// How many letters fit beside each other: as `COLUMNS` says, else as the terminal does, where there is one.
pub fn width(terminal: bool) -> Option<usize> {
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    set("COLUMNS").and_then(|columns| columns.parse().ok()).or_else(|| terminal.then(measured).flatten())
}

/// One document with its claims.
pub fn document(page: &Page, reader: &Reader, document: &Document, claims: &[Claim]) -> String {
    let mut out = String::new();
    let mut head = Line::new(page, 0, 0);
    head.words(&document.name, Emphasis::Title);
    let outlet = document.outlet.as_ref().map_or("outlet unknown", |(name, _)| name);
    let published = document.published.map_or_else(|| "date unknown".to_owned(), |(day, _)| day.to_string());
    let claims_said =
        if claims.is_empty() { "no claims".to_owned() } else { book::count(claims.len(), "claim") };
    for part in [outlet, &published, &claims_said] {
        head.words("·", Emphasis::Faint);
        head.words(part, Emphasis::None);
    }
    head.write(&mut out);
    out.push_str(&"─".repeat(page.width));
    out.push('\n');
    for (at, claim) in claims.iter().enumerate() {
        out.push('\n');
        self::claim(page, reader, document, claim, at + 1, &mut out);
    }
    out.push_str("\n\n");
    out
}

fn claim(page: &Page, reader: &Reader, document: &Document, claim: &Claim, number: usize, out: &mut String) {
    let gloss = reader.codebook().types.iter().find(|t| t.id == claim.kind).map_or("", |t| t.en.as_str());
    let mut head = Line::new(page, 0, INDENT);
    head.words(&format!("{number}."), Emphasis::Faint);
    head.words(gloss, Emphasis::Strong);
    head.words(&format!("({})", claim.kind), Emphasis::Faint);
    head.right(&format!("{:.2}", claim.score));
    head.write(out);
    clause(page, claim, out);
    let mut row = |label: &str, fillers: Vec<Phrase>| {
        if fillers.is_empty() {
            return;
        }
        let mut line = Line::new(page, INDENT, COLUMN);
        line.label(label);
        for (at, filler) in fillers.iter().enumerate() {
            if at > 0 {
                line.glue(";");
            }
            filler.put(&mut line);
        }
        line.write(out);
    };
    row("who", claim.actors.iter().map(argument).collect());
    row("to whom", claim.targets.iter().map(argument).collect());
    row("toward", claim.toward.iter().map(argument).collect());
    row("where", claim.places.iter().map(place).collect());
    row("when", claim.time.iter().map(time).collect());
    row("how many", claim.quantities.iter().map(quantity).collect());
    row("why", claim.causes.iter().map(cause).collect());
    let status = Some(status(claim)).filter(|status| !status.is_empty());
    row("status", status.into_iter().map(|before| Phrase { before, ..Phrase::default() }).collect());
    chain(page, claim, document, out);
    if page.explain {
        for reason in explain::reasons(reader, claim) {
            let mut line = Line::new(page, INDENT, COLUMN);
            line.label("because");
            line.words(&reason, Emphasis::Faint);
            line.write(out);
        }
    }
}

/// The clause, with its trigger marked; a trigger outside of it goes before.
fn clause(page: &Page, claim: &Claim, out: &mut String) {
    let mut line = Line::new(page, INDENT, INDENT);
    let ([start, end], [from, to]) = (claim.trigger.span, claim.content.span);
    if from <= start && end <= to {
        let content: Vec<char> = claim.content.text.chars().collect();
        let part =
            |range: std::ops::Range<usize>| content.get(range).unwrap_or_default().iter().collect::<String>();
        line.more(&part(0..start - from), Emphasis::None);
        line.trigger(&part(start - from..end - from));
        line.more(&part(end - from..to - from), Emphasis::None);
    } else {
        line.trigger(&claim.trigger.text);
        line.words("—", Emphasis::Faint);
        line.words(&claim.content.text, Emphasis::None);
    }
    line.right_to_left().write(out);
}

/// Who said it first, who relayed it, and the outlet that we have it from.
fn chain(page: &Page, claim: &Claim, document: &Document, out: &mut String) {
    let mut line = Line::new(page, INDENT, COLUMN);
    line.label("chain");
    for hop in claim.chain.iter().rev() {
        self::hop(hop).put(&mut line);
        line.words("→", Emphasis::Faint);
    }
    let (outlet, known) = match &document.outlet {
        Some((name, _)) => (name.as_str(), "outlet"),
        None => ("this document", "outlet unknown"),
    };
    let voice = if claim.chain.is_empty() { ", in its own voice" } else { "" };
    Phrase { words: outlet.to_owned(), note: format!("[{known}{voice}]"), ..Phrase::default() }
        .put(&mut line);
    line.write(out);
}

/// Words of the document with what is known of them.
#[derive(Default)]
struct Phrase {
    before: String,
    words: String,
    note: String,
}

impl Phrase {
    fn put(&self, line: &mut Line<'_>) {
        line.words(&self.before, Emphasis::None);
        line.isolated(&self.words);
        line.words(&self.note, Emphasis::Faint);
    }
}

fn in_brackets<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let parts: Vec<&str> = parts.into_iter().flatten().filter(|p| !p.is_empty()).collect();
    if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) }
}

fn argument(argument: &Argument) -> Phrase {
    Phrase {
        words: argument.text.clone(),
        note: in_brackets([argument.entity.as_deref()]),
        ..Phrase::default()
    }
}

fn place(place: &Place) -> Phrase {
    // The capital of a unit of the same name needs to be said once.
    let unit = place.admin1.as_deref().filter(|unit| Some(*unit) != place.name.as_deref());
    Phrase {
        before: place.role.clone(),
        words: place.text.clone(),
        note: in_brackets([place.name.as_deref(), unit, place.country.as_deref()]),
    }
}

fn time(time: &Time) -> Phrase {
    let days = match (time.start.as_deref(), time.end.as_deref()) {
        (Some(start), Some(end)) if start == end => start.to_owned(),
        (Some(start), Some(end)) => format!("{start} to {end}"),
        (Some(start), None) => format!("since {start}"),
        (None, Some(end)) => format!("until {end}"),
        (None, None) => "date unknown".to_owned(),
    };
    let precision = Some(time.precision.as_str()).filter(|p| *p != "day");
    Phrase {
        words: time.text.clone(),
        note: in_brackets([Some(days.as_str()), precision]),
        ..Phrase::default()
    }
}

fn quantity(quantity: &Quantity) -> Phrase {
    let bounds = match (quantity.low, quantity.high) {
        (Some(low), Some(high)) if low.total_cmp(&high).is_eq() => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("{low} or more"),
        (None, Some(high)) => format!("{high} or fewer"),
        // "نحو 70" names a figure and no bound.
        (None, None) => quantity.best.map_or_else(|| "number open".to_owned(), |best| best.to_string()),
    };
    let qualifier = Some(quantity.qualifier.replace('_', " ")).filter(|q| q != "exact" && q != "range");
    Phrase {
        words: quantity.text.clone(),
        note: in_brackets([Some(quantity.of.as_str()), Some(bounds.as_str()), qualifier.as_deref()]),
        ..Phrase::default()
    }
}

fn cause(cause: &Cause) -> Phrase {
    let code = Some(cause.code.replace('_', " ")).filter(|c| c != "other");
    Phrase { words: cause.text.clone(), note: in_brackets([code.as_deref()]), ..Phrase::default() }
}

fn hop(hop: &Hop) -> Phrase {
    let mut note = hop.kind.replace('_', " ");
    if hop.named == "unnamed" && hop.kind != "unknown" {
        note.push_str(", unnamed");
    }
    if hop.stance != "neutral" {
        note = format!("{note}, {}", hop.stance);
    }
    let name = in_brackets([hop.entity.as_deref()]);
    let note = format!("{name} [{note}]");
    Phrase { words: hop.text.clone(), note, ..Phrase::default() }
}

/// What is out of the ordinary, in a few words: a plain statement of something past says nothing here.
pub fn status(claim: &Claim) -> String {
    let mut said = Vec::new();
    if claim.polarity == "-" {
        said.push("did not happen");
    }
    if claim.certainty != "certain" {
        said.push(claim.certainty.as_str());
    }
    if claim.tense != "past" {
        said.push(claim.tense.as_str());
    }
    said.join("; ")
}
