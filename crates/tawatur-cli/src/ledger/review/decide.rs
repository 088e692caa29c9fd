//! Decisions of whoever runs the program.

use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use serde_json::{Value, json};
use tawatur::claim::record::CodePoints;
use tawatur_engine::{
    ledger::Writer,
    query::Session,
    review::{Desk, Field, Opinion},
    row::Decision,
};

use super::reviewer;
use crate::{book, ledger::Written};

/// About which claims, by whom, why.
#[derive(Debug, Args)]
struct About {
    /// Ids of claims, or how they begin
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Of a claim that several documents make in the same words, the one in this document: its id, or how that begins
    #[arg(long, value_name = "ID")]
    document: Option<String>,
    /// Of a claim that several documents make in the same words, those in all of them
    #[arg(long, conflicts_with = "document")]
    everywhere: bool,
    /// Who decides [default: what `TAWATUR_REVIEWER` names, else who is signed in]
    #[arg(long, value_name = "NAME")]
    reviewer: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    ledger: Written,
}

/// Accept claims, or one field of them: the document says it as it was read
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur review accept 3f9c21 77ab02
  tawatur review accept 3f9c21 --field actors
  tawatur review accept 3f9c21 --everywhere --note 'seen in both papers'")]
pub struct Accept {
    /// Only this field: type, trigger, content, actors, targets, toward, places, time, quantities, causes, polarity,
    /// certainty, tense, chain
    #[arg(long, value_name = "FIELD", value_parser = field)]
    field: Option<Field>,
    #[command(flatten)]
    about: About,
}

/// Correct one field of a claim: the document says something else there
///
/// The value is JSON as the claim format has it (docs/claims.md); of a list all members, or one. Words need no span, and
/// spans no words: what is missing is looked up in the document. What is left out is unknown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur review correct 3f9c21 --field actors --span 14:22 --note 'the officers, not the ministry'
  tawatur review correct 3f9c21 --field polarity --value denied
  tawatur review correct 3f9c21 --field quantities --value '{\"text\": \"58\", \"of\": \"actors\", \"low\": 58, \"high\": 58, \"best\": 58, \"qualifier\": \"exact\"}'")]
pub struct Correct {
    /// Which field: type, trigger, content, actors, targets, toward, places, time, quantities, causes, polarity,
    /// certainty, tense, chain
    #[arg(long, value_name = "FIELD", value_parser = field)]
    field: Field,
    /// What it should be
    #[arg(
        long,
        value_name = "JSON",
        required_unless_present = "spans",
        conflicts_with = "spans",
        allow_hyphen_values = true
    )]
    value: Option<String>,
    /// Where the words of it stand in the document, in code points; may be repeated
    #[arg(long = "span", value_name = "START:END", value_parser = span)]
    spans: Vec<CodePoints>,
    #[command(flatten)]
    about: About,
}

/// Reject claims, or one field of them: the document does not say it
///
/// With --field the claim stays, and the field should be empty.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur review reject 3f9c21 --note 'a film, no event'
  tawatur review reject 3f9c21 --field places")]
pub struct Reject {
    /// Only this field
    #[arg(long, value_name = "FIELD", value_parser = field)]
    field: Option<Field>,
    #[command(flatten)]
    about: About,
}

fn field(name: &str) -> Result<Field, String> {
    let names = Field::ALL.map(Field::name).join(", ");
    Field::named(name).ok_or_else(|| format!("a claim has no field {name}; one of {names}"))
}

fn span(text: &str) -> Result<CodePoints, String> {
    let span = text.split_once(':').and_then(|(start, end)| Some([start.parse().ok()?, end.parse().ok()?]));
    span.filter(|span: &CodePoints| span[0] < span[1]).ok_or_else(|| "two numbers, as in 14:22".to_owned())
}

/// Accepts.
pub fn accept(options: &Accept) -> Result<ExitCode> {
    decide(&options.about, Decision::Accept, options.field, None)
}

/// Corrects.
pub fn correct(options: &Correct) -> Result<ExitCode> {
    let value = match (&options.value, &options.spans[..]) {
        (Some(words), _) => options.field.parse(words)?,
        (None, [span]) => options.field.at(*span),
        (None, spans) => Value::Array(spans.iter().map(|span| json!({ "span": span })).collect()),
    };
    decide(&options.about, Decision::Correct, Some(options.field), Some(&value))
}

/// Rejects.
pub fn reject(options: &Reject) -> Result<ExitCode> {
    decide(&options.about, Decision::Reject, options.field, None)
}

fn decide(
    about: &About,
    decision: Decision,
    field: Option<Field>,
    value: Option<&Value>,
) -> Result<ExitCode> {
    let reviewer = reviewer(about.reviewer.as_deref())?;
    let ledger = about.ledger.open()?;
    let mut writer = Writer::begin(&ledger, "review", about.ledger.wait)?;
    let session = Session::open(writer.ledger())?;
    let types = book::open(None)?.types.into_iter().map(|kind| kind.id);
    let mut desk = Desk::open(&session, types)?;
    let (mut new, mut held) = (0, 0);
    for id in &about.ids {
        let rows = desk.find(id, about.document.as_deref())?;
        if rows.len() > 1 && !about.everywhere {
            let documents: Vec<&str> =
                rows.iter().map(|row| row.document.get(..12).unwrap_or(&row.document)).collect();
            bail!(
                "claim {id} stands in {} with the same words ({}): name one with --document, or say --everywhere",
                book::count(rows.len(), "document"),
                documents.join(", ")
            );
        }
        for row in rows {
            let opinion = Opinion {
                decision,
                field,
                value: value.cloned(),
                reviewer: reviewer.clone(),
                time: None,
                note: about.note.clone(),
            };
            let taken = desk.take(&row, opinion, None).map_err(|error| anyhow!(error));
            if taken.with_context(|| format!("claim {}", row.claim.claim))? {
                new += 1;
            } else {
                held += 1;
            }
        }
    }
    let rows = desk.into_rows();
    if !rows.is_empty() {
        let what = match decision {
            Decision::Accept => "accept",
            Decision::Correct => "correct",
            Decision::Reject => "reject",
        };
        writer.append(&rows, Some(format!("{what} {}", about.ids.join(" "))))?;
    }
    eprintln!(
        "{} by {reviewer}{}; the ledger is at version {}",
        book::count(new, "decision"),
        if held > 0 { format!(", {held} taken before") } else { String::new() },
        writer.ledger().commit().version
    );
    Ok(ExitCode::SUCCESS)
}
