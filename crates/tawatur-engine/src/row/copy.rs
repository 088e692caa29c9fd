//! Two documents that have text of one another.

use datafusion::arrow::datatypes::{DataType, Field};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tawatur::claim::record::CodePoints;

use super::{
    Row, Table,
    schema::{DAY, FIGURE, NUMBER, TEXT, list, optional, record, required, spans, texts},
};
use crate::copies::{self, Quantity, Side};

/// A row of the table `copies`: a pair of documents, the one with the smaller id first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CopyRow {
    /// The first document.
    pub a: String,
    /// The second document.
    pub b: String,
    /// When the first was published.
    pub a_published: Option<Date>,
    /// When the second was.
    pub b_published: Option<Date>,
    /// What they are to each other: `copy`, `edited`, or that they share a `passage`.
    pub verdict: String,
    /// How much of them is the same: `exact`, `near`, `passage`.
    pub kind: String,
    /// Shared runs of three words by all such runs of the two.
    pub jaccard: f64,
    /// How much of the first stands in the second, in letters.
    pub a_share: f64,
    /// How much of the second stands in the first.
    pub b_share: f64,
    /// How much of the letters inside of the passages is the same.
    pub likeness: f64,
    /// The way the passages went: `wire`, `outlet`, `own`, `common`.
    pub route: String,
    /// The document that was there first, where something shows it.
    pub original: Option<String>,
    /// What shows it: see [`copies::Rule`].
    pub rule: String,
    /// The agency that both took from.
    pub origin: Option<String>,
    /// The words that show it.
    pub evidence: Vec<EvidenceRow>,
    /// The shared passages, in the order of the first document.
    pub passages: Vec<PassageRow>,
    /// Figures that differ inside of passages.
    pub figures: Vec<FigureEditRow>,
    /// Other words that differ inside of passages.
    pub changes: Vec<ChangeRow>,
}

/// Words of one of the two documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// The document.
    pub document: String,
    /// Where they stand in it.
    pub span: CodePoints,
}

/// A passage that stands in both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageRow {
    /// Where it stands in the first.
    pub a: CodePoints,
    /// Where it stands in the second.
    pub b: CodePoints,
    /// Letters that are the same.
    pub letters: u32,
    /// Words that are not.
    pub replaced: u32,
}

/// A figure that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureEditRow {
    /// In which passage, counted from 0.
    pub passage: u32,
    /// What the first says.
    pub a: FigureRow,
    /// What the second says.
    pub b: FigureRow,
}

/// A number or a day as a text has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FigureRow {
    /// Where it stands.
    pub span: CodePoints,
    /// Its words.
    pub text: String,
    /// Inclusive lower bound of a number.
    pub low: Option<f64>,
    /// Inclusive upper bound.
    pub high: Option<f64>,
    /// The one figure that the words name.
    pub best: Option<f64>,
    /// How the words bound it.
    pub qualifier: Option<String>,
    /// First day of a time.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
}

/// Words that differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRow {
    /// In which passage, counted from 0.
    pub passage: u32,
    /// Where they stand in the first.
    pub a: CodePoints,
    /// Where they stand in the second.
    pub b: CodePoints,
}

impl CopyRow {
    /// What was found of two documents, with when they were published; the first of them has the smaller id.
    pub fn new([a, b]: [&str; 2], published: [Option<Date>; 2], copy: copies::Copy) -> Self {
        debug_assert!(a < b, "the smaller id first");
        let of = |side: Side| if side == Side::A { a.to_owned() } else { b.to_owned() };
        let figure = |figure: copies::Figure| {
            let row = FigureRow { span: figure.span, text: figure.text, ..FigureRow::default() };
            match figure.value {
                Quantity::Number { low, high, best, qualifier } => {
                    FigureRow { low, high, best, qualifier: Some(qualifier.name().to_owned()), ..row }
                }
                Quantity::Time { start, end } => FigureRow { start, end, ..row },
            }
        };
        Self {
            a: a.to_owned(),
            b: b.to_owned(),
            a_published: published[0],
            b_published: published[1],
            verdict: copy.verdict.name().to_owned(),
            kind: copy.kind.name().to_owned(),
            jaccard: copy.jaccard,
            a_share: copy.share[0],
            b_share: copy.share[1],
            likeness: copy.likeness,
            route: copy.route.name().to_owned(),
            original: copy.direction.from.map(of),
            rule: copy.direction.rule.name().to_owned(),
            origin: copy.direction.origin,
            evidence: copy
                .direction
                .evidence
                .into_iter()
                .map(|(side, span)| EvidenceRow { document: of(side), span })
                .collect(),
            passages: copy
                .passages
                .into_iter()
                .map(|p| PassageRow {
                    a: p.spans[0],
                    b: p.spans[1],
                    letters: p.letters,
                    replaced: p.replaced,
                })
                .collect(),
            figures: copy
                .figures
                .into_iter()
                .map(|edit| {
                    let [a, b] = edit.figures;
                    FigureEditRow { passage: edit.passage, a: figure(a), b: figure(b) }
                })
                .collect(),
            changes: copy
                .changes
                .into_iter()
                .map(|change| ChangeRow { passage: change.passage, a: change.spans[0], b: change.spans[1] })
                .collect(),
        }
    }

    /// Whether one is a copy or an edited copy of the other, and not only shares a passage with it.
    pub fn is_copy(&self) -> bool {
        self.verdict != copies::Verdict::Passage.name()
    }
}

impl Row for CopyRow {
    const TABLE: Table = Table::Copies;

    fn columns() -> Vec<Field> {
        let figure = || {
            record(
                [
                    vec![spans("span")],
                    texts(["text"]),
                    vec![optional("low", FIGURE), optional("high", FIGURE), optional("best", FIGURE)],
                    texts(["qualifier"]),
                    vec![optional("start", DAY), optional("end", DAY)],
                ]
                .concat(),
            )
        };
        let evidence = record(vec![optional("document", TEXT), spans("span")]);
        let passage =
            record(vec![spans("a"), spans("b"), optional("letters", NUMBER), optional("replaced", NUMBER)]);
        let edit =
            record(vec![optional("passage", NUMBER), optional("a", figure()), optional("b", figure())]);
        let change = record(vec![optional("passage", NUMBER), spans("a"), spans("b")]);
        let ratio = |name: &str| required(name, DataType::Float64);
        vec![
            required("a", TEXT),
            required("b", TEXT),
            optional("a_published", DAY),
            optional("b_published", DAY),
            required("verdict", TEXT),
            required("kind", TEXT),
            ratio("jaccard"),
            ratio("a_share"),
            ratio("b_share"),
            ratio("likeness"),
            required("route", TEXT),
            optional("original", TEXT),
            required("rule", TEXT),
            optional("origin", TEXT),
            optional("evidence", list(evidence)),
            optional("passages", list(passage)),
            optional("figures", list(edit)),
            optional("changes", list(change)),
        ]
    }
}
