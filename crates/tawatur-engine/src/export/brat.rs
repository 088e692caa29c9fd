//! brat standoff (version 1.3), zipped: a text and its annotations for each document, and the configuration that brat
//! needs to show them.
//!
//! A claim is an event of its type at its trigger; the words of its fields are text-bound annotations and its arguments.
//! Its polarity, certainty and tense are attributes, what else is known a note.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io::{Seek, Write},
};

use tawatur::claim::record::{Claim, CodePoints};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Context, Export, ExportError, Tally, webannotation::fields};
use crate::redact::{Record, Released};

/// An archive of texts and annotations.
pub struct Brat<'a, W> {
    context: Context<'a>,
    out: W,
    zip: ZipWriter<std::io::Cursor<Vec<u8>>>,
    names: BTreeSet<String>,
    tally: Tally,
}

impl<'a, W: Write> Brat<'a, W> {
    pub(super) fn new(context: Context<'a>, out: W) -> Self {
        let zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        Self { context, out, zip, names: BTreeSet::new(), tally: Tally::default() }
    }
}

impl<W: Write> Export for Brat<'_, W> {
    fn record(&mut self, record: &Released<Record>) -> Result<(), ExportError> {
        let Record { document, claims } = record.get();
        self.tally.documents += 1;
        self.tally.claims += claims.len() as u64;
        let base = file_name(&document.name, &document.id);
        // Two documents may have one name.
        let name = if self.names.contains(&base) { format!("{base}-{}", document.id) } else { base };
        add(&mut self.zip, &format!("{name}.txt"), &document.text)?;
        add(&mut self.zip, &format!("{name}.ann"), &annotations(&document.text, claims))?;
        self.names.insert(name);
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Tally, ExportError> {
        let types: Vec<String> = self.context.codebook.types.iter().map(|t| label(&t.id)).collect();
        add(&mut self.zip, "annotation.conf", &configuration(&types))?;
        add(
            &mut self.zip,
            "visual.conf",
            "[labels]\n\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken\nARC_DEFAULT\tcolor:black, arrowHead:triangle-5\n",
        )?;
        self.out.write_all(&self.zip.finish()?.into_inner())?;
        self.out.flush()?;
        Ok(self.tally)
    }
}

/// Adds a file to an archive.
pub(crate) fn add<W: Write + Seek>(
    zip: &mut ZipWriter<W>,
    name: &str,
    text: &str,
) -> Result<(), ExportError> {
    // The same export is the same bytes: no time is written.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    zip.start_file(name, options)?;
    zip.write_all(text.as_bytes())?;
    Ok(())
}

/// A name of a file, without what would make it a path.
pub(crate) fn file_name(name: &str, id: &str) -> String {
    let safe: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' })
        .take(80)
        .collect();
    if safe.trim_matches('-').is_empty() { id.to_owned() } else { safe }
}

/// A type as brat takes it: letters, digits, hyphens and low lines.
pub(crate) fn label(kind: &str) -> String {
    kind.replace('.', "_")
}

/// Roles of arguments, by the fields of a claim.
const ROLES: &[(&str, &str)] = &[
    ("actor", "Actor"),
    ("target", "Target"),
    ("toward", "Toward"),
    ("place-in", "PlaceIn"),
    ("place-from", "PlaceFrom"),
    ("place-to", "PlaceTo"),
    ("time", "Time"),
    ("quantity", "Quantity"),
    ("cause", "Cause"),
    ("source", "Source"),
];

fn role(field: &str) -> &'static str {
    ROLES.iter().find(|(f, _)| *f == field).map_or("Other", |(_, role)| role)
}

/// The field of words with this role, as [`fields`] names it.
pub(crate) fn role_of(role: &str) -> Option<&'static str> {
    ROLES.iter().find(|(_, known)| *known == role).map(|(field, _)| *field)
}

/// The lines of a document's annotations.
pub fn annotations(text: &str, claims: &[Claim]) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut bound: BTreeMap<(CodePoints, String), usize> = BTreeMap::new();
    let (mut attributes, mut notes) = (0, 0);
    for (number, claim) in claims.iter().enumerate() {
        let event = number + 1;
        let mut line = String::new();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut said = Vec::new();
        for (field, span, note) in fields(claim) {
            let kind = if field == "trigger" { label(&claim.kind) } else { role(field).to_owned() };
            let next = bound.len() + 1;
            let id = *bound.entry((span, kind.clone())).or_insert_with(|| {
                // A line break ends an annotation, so words over several lines are several pieces.
                let pieces = pieces(&letters, span);
                let ranges: Vec<String> = pieces.iter().map(|p| format!("{} {}", p[0], p[1])).collect();
                let words: Vec<String> =
                    pieces.iter().map(|p| letters[p[0]..p[1]].iter().collect()).collect();
                let _ = writeln!(out, "T{next}\t{kind} {}\t{}", ranges.join(";"), words.join(" "));
                next
            });
            if field == "trigger" {
                let _ = write!(line, "E{event}\t{kind}:T{id}");
            } else {
                let count = counts.entry(role(field)).or_default();
                *count += 1;
                let nth = if *count == 1 { String::new() } else { count.to_string() };
                let _ = write!(line, " {}{nth}:T{id}", role(field));
                said.push(format!("{}{nth}={}", role(field), one_line(&note)));
            }
        }
        let _ = writeln!(out, "{line}");
        let polarity = if claim.polarity == "-" { "denied" } else { "affirmed" };
        for (name, value) in
            [("Polarity", polarity), ("Certainty", claim.certainty.as_str()), ("Tense", claim.tense.as_str())]
        {
            attributes += 1;
            let _ = writeln!(out, "A{attributes}\t{name} E{event} {value}");
        }
        notes += 1;
        let _ = writeln!(
            out,
            "#{notes}\tAnnotatorNotes E{event}\tclaim={} score={} codebook={} {}",
            claim.claim,
            claim.score,
            claim.codebook,
            said.join(" ")
        );
    }
    out
}

/// A span without its line breaks and the spaces at them.
fn pieces(letters: &[char], span: CodePoints) -> Vec<CodePoints> {
    let mut pieces = Vec::new();
    let mut start = span[0];
    for at in span[0]..=span[1] {
        if at == span[1] || matches!(letters[at], '\n' | '\r') {
            let mut piece = [start, at];
            while piece[0] < piece[1] && letters[piece[0]].is_whitespace() {
                piece[0] += 1;
            }
            while piece[1] > piece[0] && letters[piece[1] - 1].is_whitespace() {
                piece[1] -= 1;
            }
            if piece[0] < piece[1] {
                pieces.push(piece);
            }
            start = at + 1;
        }
    }
    if pieces.is_empty() { vec![span] } else { pieces }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What brat must know of types, roles and attributes; the attributes stand last.
pub(crate) fn configuration(types: &[String]) -> String {
    let mut out = String::from("[entities]\n");
    for (_, role) in ROLES {
        let _ = writeln!(out, "{role}");
    }
    out.push_str("\n[relations]\n\n[events]\n");
    let roles: Vec<String> = ROLES.iter().map(|(_, role)| format!("{role}*:{role}")).collect();
    for kind in types {
        let _ = writeln!(out, "{kind}\t{}", roles.join(", "));
    }
    out.push_str("\n[attributes]\n");
    out.push_str("Polarity\tArg:<EVENT>, Value:affirmed|denied\n");
    out.push_str("Certainty\tArg:<EVENT>, Value:certain|probable|possible|unspecified\n");
    out.push_str("Tense\tArg:<EVENT>, Value:past|present|future|hypothetical\n");
    out
}
