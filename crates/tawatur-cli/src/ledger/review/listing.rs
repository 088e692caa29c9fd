//! What was decided, what is yet to be decided, and how far reviewers agree.

use std::{fmt::Write as _, process::ExitCode};

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use tawatur_engine::{
    query::{Limits, Session, Sort},
    review::{self, Standing},
    row::{ClaimRow, ReviewRow},
};

use super::reviewer;
use crate::{
    input,
    ledger::{
        Where,
        filters::OfClaims,
        list::write_claims,
        render::{self, Format, Screen, Written, aligned},
        share::Share,
    },
    output,
};

/// List claims that nobody has decided about, those first that the program is least sure of
///
/// Filters and formats are those of `tawatur claims`; 20 claims are listed unless --limit says otherwise.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur review next --limit 10
  tawatur review next --type violence --place حلب --format table
  tawatur review next --for maryam --min-score 0")]
pub struct Next {
    #[command(flatten)]
    filters: OfClaims,
    /// Claims that this reviewer has decided nothing about, whatever others did; without a name: you
    #[arg(long = "for", help_heading = "Filters", value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    reader: Option<String>,
    #[command(flatten)]
    ledger: Where,
    #[command(flatten)]
    written: Written,
}

/// How many claims are listed when nobody says.
const NEXT: usize = 20;

/// Lists what is to be decided.
pub fn next(options: &Next) -> Result<ExitCode> {
    let mut filter = options.filters.filter()?;
    filter.limit = filter.limit.or(Some(NEXT));
    match options.reader.as_deref() {
        Some(name) => filter.unseen_by = Some(reviewer(Some(name).filter(|name| !name.is_empty()))?),
        None => filter.reviewed = vec![Standing::None],
    }
    let session = Session::open(&options.ledger.open()?)?;
    if write_claims(&session, &filter, Sort::Uncertain, &options.written)? == 0 {
        eprintln!("nothing is left to be decided of what was asked for");
    }
    Ok(ExitCode::SUCCESS)
}

/// Which decisions.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Filters")]
pub struct Decisions {
    /// About this claim: its id, or how the id begins; may be repeated, like all of these
    #[arg(long, value_name = "ID")]
    claim: Vec<String>,
    /// About claims of this document: its id, or how the id begins
    #[arg(long, value_name = "ID")]
    document: Vec<String>,
    /// About claims of this type or family
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// accept, correct or reject
    #[arg(long, value_name = "DECISION", value_parser = ["accept", "correct", "reject"])]
    decision: Vec<String>,
    /// About this field; `claim` for decisions about the whole
    #[arg(long, value_name = "FIELD")]
    field: Vec<String>,
    /// By this reviewer
    #[arg(long = "by", value_name = "NAME")]
    by: Vec<String>,
    /// On this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date)]
    from: Option<Date>,
    /// On this day or before
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = input::date)]
    to: Option<Date>,
}

impl Decisions {
    /// The rows of `reviews` that fit, as a query for all columns without an order.
    pub fn query(&self) -> String {
        let literal = |words: &str| format!("'{}'", words.replace('\'', "''"));
        let any = |values: &[String], condition: &dyn Fn(&str) -> String| -> Option<String> {
            let all: Vec<String> = values.iter().map(|value| condition(value)).collect();
            (!all.is_empty()).then(|| format!("({})", all.join(" OR ")))
        };
        let conditions = [
            any(&self.claim, &|id| format!("starts_with(claim, {})", literal(id))),
            any(&self.document, &|id| format!("starts_with(document, {})", literal(id))),
            any(&self.types, &|kind| {
                let family = kind.trim_end_matches(['*', '.']);
                let below = literal(&format!("{family}."));
                format!("\"type\" = {} OR starts_with(\"type\", {below})", literal(family))
            }),
            any(&self.decision, &|decision| format!("decision = {}", literal(decision))),
            any(&self.field, &|field| match field {
                "claim" => "field IS NULL".to_owned(),
                field => format!("field = {}", literal(field)),
            }),
            any(&self.by, &|name| format!("reviewer = {}", literal(name))),
            self.from.map(|day| format!("CAST(\"time\" AS DATE) >= DATE '{day}'")),
            self.to.map(|day| format!("CAST(\"time\" AS DATE) <= DATE '{day}'")),
        ];
        let conditions: Vec<String> = conditions.into_iter().flatten().collect();
        let mut query = "SELECT * FROM reviews".to_owned();
        if !conditions.is_empty() {
            let _ = write!(query, " WHERE {}", conditions.join(" AND "));
        }
        query
    }
}

/// List the decisions that were made, the oldest first
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur review list --decision reject --from 2024-05-01
  tawatur review list --by maryam --format csv --out decisions.csv
  tawatur review list --claim 3f9c21")]
pub struct List {
    #[command(flatten)]
    decisions: Decisions,
    /// At most so many
    #[arg(long, help_heading = "Filters", value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    share: Share,
    #[command(flatten)]
    ledger: Where,
    #[command(flatten)]
    written: Written,
}

/// Lists decisions.
pub fn list(options: &List) -> Result<ExitCode> {
    let fitting = options.decisions.query();
    let documents = format!("SELECT document FROM ({fitting}) AS fitting");
    let session = options.share.session(&options.ledger.open()?, &documents, Limits::default())?;
    let columns = if options.written.format() == Format::Table {
        "\"time\", reviewer, left(claim, 8) AS claim, \"type\", \"trigger\"['text'] AS words, decision, field, value, note"
    } else {
        "review, claim, document, \"type\", \"trigger\", content, decision, field, value, reviewer, \"time\", note"
    };
    let limit = options.limit.map_or_else(String::new, |limit| format!(" LIMIT {limit}"));
    let query = format!(
        "SELECT {columns} FROM ({fitting}) AS decided ORDER BY decided.\"time\", decided.review{limit}"
    );
    render::write(session.ask(&query)?, &options.written)?;
    Ok(ExitCode::SUCCESS)
}

/// Measure how far reviewers agree: Krippendorff's α for nominal data
///
/// For claims as a whole (accept, correct, reject), for the value that each reviewer holds to be right in each field, and
/// over all of these. A unit is a claim, or a field of one, that two reviewers or more decided about.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  tawatur review agreement
  tawatur review agreement --type violence --format jsonl")]
pub struct Agreement {
    #[command(flatten)]
    decisions: Decisions,
    /// How to write it [default: table on a terminal, jsonl otherwise]
    #[arg(long, short, help_heading = "Output", value_parser = ["table", "jsonl"])]
    format: Option<String>,
    #[command(flatten)]
    ledger: Where,
}

/// Says how far reviewers agree.
pub fn agreement(options: &Agreement) -> Result<ExitCode> {
    let session = Session::open(&options.ledger.open()?)?;
    let fitting = options.decisions.query();
    let reviews: Vec<ReviewRow> = session.rows(&fitting)?;
    let claims: Vec<ClaimRow> = session.rows(&format!(
        "SELECT * FROM claims WHERE claim || document IN (SELECT claim || document FROM ({fitting}) AS fitting)"
    ))?;
    let found = review::agreement(&claims, &reviews);
    let table = match options.format.as_deref() {
        Some(format) => format == "table",
        None => Written::to_stdout(None).format() == Format::Table,
    };
    if !table {
        output::write_out(&output::lines(&found)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let columns = ["field", "units", "reviewers", "values", "alpha"].map(str::to_owned);
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|row| {
            vec![
                row.field.clone(),
                row.units.to_string(),
                row.reviewers.to_string(),
                row.values.to_string(),
                row.alpha.map_or_else(|| "–".to_owned(), |alpha| format!("{alpha:.3}")),
            ]
        })
        .collect();
    output::write_out(aligned(&columns, &rows, Screen::stdout()).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_asked_for_in_sql() {
        let decisions = Decisions {
            types: vec!["defection".to_owned()],
            field: vec!["claim".to_owned(), "actors".to_owned()],
            by: vec!["d'Or".to_owned()],
            ..Decisions::default()
        };
        assert_eq!(
            decisions.query(),
            "SELECT * FROM reviews WHERE (\"type\" = 'defection' OR starts_with(\"type\", 'defection.')) \
             AND (field IS NULL OR field = 'actors') AND (reviewer = 'd''Or')"
        );
        assert_eq!(Decisions::default().query(), "SELECT * FROM reviews");
    }
}
