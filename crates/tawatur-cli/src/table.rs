//! Claims as rows for spreadsheets: flat columns, lists joined by `; `.

use anyhow::{Context, Result};
use tawatur::claim::record::{Argument, Cause, Claim, Hop, Place, Quantity};

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
        // Words, since a lone sign would be taken for the start of a formula.
        if claim.polarity == "-" { "denied" } else { "affirmed" }.to_owned(),
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

/// Words on one line.
fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn join<T>(list: &[T], cell: impl Fn(&T) -> String) -> String {
    list.iter().map(cell).collect::<Vec<_>>().join("; ")
}

fn with_note(words: &str, note: &str) -> String {
    if note.is_empty() { line(words) } else { format!("{} ({note})", line(words)) }
}

fn argument(argument: &Argument) -> String {
    with_note(&argument.text, argument.entity.as_deref().unwrap_or_default())
}

fn place(place: &Place) -> String {
    let known = [Some(place.role.as_str()), place.name.as_deref(), place.country.as_deref()];
    with_note(&place.text, &known.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn quantity(quantity: &Quantity) -> String {
    let side = |side: Option<f64>| side.map_or_else(String::new, |n| n.to_string());
    let bounds = match (quantity.low, quantity.high) {
        (None, None) => quantity.best.map_or_else(String::new, |best| format!(": {best}")),
        (low, high) if low == high => format!(": {}", side(low)),
        (low, high) => format!(": {}..{}", side(low), side(high)),
    };
    with_note(&quantity.text, &format!("{}, {}{bounds}", quantity.of, quantity.qualifier))
}

fn cause(cause: &Cause) -> String {
    with_note(&cause.text, &cause.code)
}

/// Origin first, the document's own outlet last.
fn chain(claim: &Claim, outlet: Option<&str>) -> String {
    let hop = |hop: &Hop| line(hop.entity.as_deref().unwrap_or(&hop.text));
    claim.chain.iter().rev().map(hop).chain(outlet.map(line)).collect::<Vec<_>>().join(" → ")
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
