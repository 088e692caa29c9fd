//! The fields of a claim in words, a cell a field: for tables.

use super::record::{Argument, Cause, Claim, Hop, Place, Quantity};

/// Words on one line.
pub fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A list in one cell.
pub fn join<T>(list: &[T], cell: impl Fn(&T) -> String) -> String {
    list.iter().map(cell).collect::<Vec<_>>().join("; ")
}

fn with_note(words: &str, note: &str) -> String {
    if note.is_empty() { line(words) } else { format!("{} ({note})", line(words)) }
}

/// Who takes part, with the usual English name in brackets.
pub fn argument(argument: &Argument) -> String {
    with_note(&argument.text, argument.entity.as_deref().unwrap_or_default())
}

/// A place, in brackets its role, usual English name and country.
pub fn place(place: &Place) -> String {
    let known = [Some(place.role.as_str()), place.name.as_deref(), place.country.as_deref()];
    with_note(&place.text, &known.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// A number, in brackets what is counted, the qualifier and the bounds.
pub fn quantity(quantity: &Quantity) -> String {
    let side = |side: Option<f64>| side.map_or_else(String::new, |n| n.to_string());
    let bounds = match (quantity.low, quantity.high) {
        (None, None) => quantity.best.map_or_else(String::new, |best| format!(": {best}")),
        (low, high) if low == high => format!(": {}", side(low)),
        (low, high) => format!(": {}..{}", side(low), side(high)),
    };
    with_note(&quantity.text, &format!("{}, {}{bounds}", quantity.of, quantity.qualifier))
}

/// A cause with its code in brackets.
pub fn cause(cause: &Cause) -> String {
    with_note(&cause.text, &cause.code)
}

/// Whether the source says that it happened; in a word, since a lone sign would be taken for the start of a formula.
pub fn polarity(claim: &Claim) -> &'static str {
    if claim.polarity == "-" { "denied" } else { "affirmed" }
}

/// According to whom: origin first, the document's own outlet last.
pub fn chain(claim: &Claim, outlet: Option<&str>) -> String {
    let hop = |hop: &Hop| line(hop.entity.as_deref().unwrap_or(&hop.text));
    claim.chain.iter().rev().map(hop).chain(outlet.map(line)).collect::<Vec<_>>().join(" → ")
}
