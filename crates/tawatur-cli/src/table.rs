//! Claims as rows for spreadsheets: flat columns, lists joined by `; `.

use anyhow::{Context, Result};
use tawatur::claim::{
    record::Claim,
    wording::{argument, cause, chain, join, line, place, polarity, quantity},
};

const COLUMNS: &[&str] = &[
    "doc",
    "type",
    "trigger",
    "content",
    "actors",
    "targets",
    "toward",
    "places",
    "time_start",
    "time_end",
    "time_precision",
    "time_words",
    "quantities",
    "causes",
    "polarity",
    "certainty",
    "tense",
    "chain",
    "score",
    "claim",
];

/// The line of column names, with more of them behind.
pub fn header(more: &[&str]) -> Result<Vec<u8>> {
    let mut writer = writer();
    writer.write_record(COLUMNS.iter().chain(more))?;
    finish(writer)
}

/// One row a claim of documents of an outlet, with more cells behind.
pub fn rows<'c>(
    claims: impl IntoIterator<Item = &'c Claim>,
    outlet: Option<&str>,
    more: &[&str],
) -> Result<Vec<u8>> {
    let mut writer = writer();
    for claim in claims {
        let cells = row(claim, outlet);
        writer.write_record(cells.iter().map(String::as_str).chain(more.iter().copied()).map(harmless))?;
    }
    finish(writer)
}

/// A writer of rows.
pub fn writer() -> csv::Writer<Vec<u8>> {
    csv::Writer::from_writer(Vec::new())
}

/// The rows written.
///
/// # Errors
/// When a row could not be written.
pub fn finish(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>> {
    writer.into_inner().context("a row cannot be written")
}

fn row(claim: &Claim, outlet: Option<&str>) -> Vec<String> {
    let time = claim.time.as_ref();
    let day = |day: Option<&String>| day.cloned().unwrap_or_default();
    vec![
        claim.doc.clone(),
        claim.kind.clone(),
        line(&claim.trigger.text),
        line(&claim.content.text),
        join(&claim.actors, argument),
        join(&claim.targets, argument),
        join(&claim.toward, argument),
        join(&claim.places, place),
        day(time.and_then(|t| t.start.as_ref())),
        day(time.and_then(|t| t.end.as_ref())),
        time.map_or_else(String::new, |t| t.precision.clone()),
        time.map_or_else(String::new, |t| line(&t.text)),
        join(&claim.quantities, quantity),
        join(&claim.causes, cause),
        polarity(claim).to_owned(),
        claim.certainty.clone(),
        claim.tense.clone(),
        chain(claim, outlet),
        claim.score.to_string(),
        claim.claim.clone(),
    ]
}

/// A spreadsheet takes a cell that begins with one of these for a formula and runs it.
pub fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_are_neutralised() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        assert_eq!(harmless("قال = نعم"), "قال = نعم");
    }
}
