//! brat standoff, as the export writes it, with what was decided: an attribute `Review` of each event, and each decision as
//! a note of the kind `Review` whose words are an entry in JSON.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    io::{Cursor, Read, Write},
    path::Path,
};

use tawatur::claim::record::{Claim, CodePoints};
use zip::{ZipArchive, ZipWriter};

use super::{
    Anchor, Contents, Entry, ExchangeError,
    entry::entry,
    malformed,
    marked::{Marked, Verdict},
};
use crate::{
    export::brat::{self, add, configuration, file_name, label, role_of},
    redact::Dossier,
    review::{Quote, corrected},
    row::{Decision, DocumentRow, ReviewRow},
};

/// A file of an archive is read up to so many bytes.
const MOST: u64 = 64 << 20;

/// Writes the archive.
pub fn write(dossiers: &[&Dossier], types: &[String], out: &mut impl Write) -> Result<(), ExchangeError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut names = BTreeSet::new();
    let put = |zip: &mut ZipWriter<_>, name: &str, text: &str| {
        add(zip, name, text).map_err(|error| malformed(name, &error))
    };
    for dossier in dossiers {
        let base = file_name(&dossier.document.name, &dossier.document.id);
        let name = if names.contains(&base) { format!("{base}-{}", dossier.document.id) } else { base };
        put(&mut zip, &format!("{name}.txt"), &dossier.document.text)?;
        put(&mut zip, &format!("{name}.ann"), &annotations(dossier)?)?;
        names.insert(name);
    }
    let types: Vec<String> = types.iter().map(|kind| label(kind)).collect();
    let conf = configuration(&types) + "Review\tArg:<EVENT>, Value:accept|reject\n";
    put(&mut zip, "annotation.conf", &conf)?;
    out.write_all(&zip.finish()?.into_inner())?;
    Ok(())
}

fn annotations(dossier: &Dossier) -> Result<String, ExchangeError> {
    let of = |claim: &Claim| -> Vec<&ReviewRow> {
        dossier.reviews.iter().filter(|review| review.claim == claim.claim).collect()
    };
    let claims: Vec<Claim> = dossier
        .claims
        .iter()
        .filter(|claim| !of(claim).is_empty())
        .map(|claim| corrected(claim, of(claim)))
        .collect();
    let mut out = brat::annotations(&dossier.document.text, &claims);
    let letters: Vec<char> = dossier.document.text.chars().collect();
    // The export numbers three attributes and a note for each event.
    let (mut attributes, mut notes) = (claims.len() * 3, claims.len());
    for (at, claim) in claims.iter().enumerate() {
        let reviews = of(claim);
        let newest = reviews
            .iter()
            .filter(|review| review.field.is_none())
            .max_by_key(|review| (review.time, &review.review));
        if let Some(review) = newest {
            attributes += 1;
            let decision = if review.decision == Decision::Reject { "reject" } else { "accept" };
            let _ = writeln!(out, "A{attributes}\tReview E{} {decision}", at + 1);
        }
        for review in reviews {
            notes += 1;
            let entry = serde_json::to_string(&entry(dossier, review, &letters))?;
            let _ = writeln!(out, "#{notes}\tReview E{}\t{entry}", at + 1);
        }
    }
    Ok(out)
}

/// Reads an archive, or a folder of `NAME.txt` and `NAME.ann`.
pub fn read(path: &Path, reviewer: &str) -> Result<Contents, ExchangeError> {
    let mut files: BTreeMap<String, [Option<String>; 2]> = BTreeMap::new();
    let mut hold = |name: &str, text: &mut dyn Read| -> Result<(), ExchangeError> {
        let Some((stem, ending)) = name.rsplit_once('.') else { return Ok(()) };
        let Some(at) = ["txt", "ann"].iter().position(|known| *known == ending) else { return Ok(()) };
        let mut held = String::new();
        text.take(MOST).read_to_string(&mut held)?;
        files.entry(stem.to_owned()).or_default()[at] = Some(held);
        Ok(())
    };
    if path.is_dir() {
        for file in fs::read_dir(path)? {
            let file = file?.path();
            if file.is_file() {
                hold(&file.file_name().unwrap_or_default().to_string_lossy(), &mut fs::File::open(&file)?)?;
            }
        }
    } else {
        let mut archive = ZipArchive::new(Cursor::new(fs::read(path)?))?;
        for at in 0..archive.len() {
            let mut file = archive.by_index(at)?;
            let name = file.name()?.into_owned();
            hold(&name, &mut file)?;
        }
    }
    let mut contents = Contents::default();
    for (name, file) in files {
        match file {
            [Some(text), Some(annotations)] => {
                document(&name, &text, &annotations, reviewer, &mut contents)?;
            }
            _ => *contents.passed.entry("files without their text or annotations").or_default() += 1,
        }
    }
    Ok(contents)
}

/// An event, as its lines have it.
#[derive(Default)]
struct Event {
    kind: String,
    trigger: String,
    arguments: Vec<(String, String)>,
    attributes: BTreeMap<String, String>,
    claim: Option<String>,
}

fn document(
    name: &str,
    text: &str,
    annotations: &str,
    reviewer: &str,
    contents: &mut Contents,
) -> Result<(), ExchangeError> {
    let letters: Vec<char> = text.chars().collect();
    let mut bound: BTreeMap<&str, CodePoints> = BTreeMap::new();
    let mut events: BTreeMap<&str, Event> = BTreeMap::new();
    let mut entries: Vec<Entry> = Vec::new();
    for (at, line) in annotations.lines().enumerate() {
        let wrong = |problem: &str| malformed(format!("{name}.ann:{}", at + 1), &problem);
        let mut parts = line.splitn(3, '\t');
        let (id, what) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        match id.chars().next() {
            Some('T') => {
                let span = span(what).filter(|span| span[0] < span[1] && span[1] <= letters.len());
                bound.insert(id, span.ok_or_else(|| wrong("no span of the text"))?);
            }
            Some('E') => {
                let event = events.entry(id).or_default();
                for (nth, part) in what.split(' ').filter(|part| !part.is_empty()).enumerate() {
                    let (role, of) = part.split_once(':').ok_or_else(|| wrong("no event"))?;
                    if nth == 0 {
                        (event.kind, event.trigger) = (role.to_owned(), of.to_owned());
                    } else {
                        let role = role.trim_end_matches(|c: char| c.is_ascii_digit());
                        event.arguments.push((role.to_owned(), of.to_owned()));
                    }
                }
            }
            Some('A' | 'M') => {
                let mut words = what.split(' ');
                if let (Some(of), Some(event), Some(value)) = (words.next(), words.next(), words.next()) {
                    let event = events.entry(event).or_default();
                    event.attributes.insert(of.to_owned(), value.to_owned());
                }
            }
            Some('#') => {
                let note = parts.next().unwrap_or_default();
                match what.split_once(' ') {
                    Some(("Review", _)) => {
                        entries.push(serde_json::from_str(note).map_err(|error| wrong(&error.to_string()))?);
                    }
                    Some((_, event)) => {
                        let claim = note.split(' ').find_map(|word| word.strip_prefix("claim="));
                        events.entry(event).or_default().claim = claim.map(str::to_owned);
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }
    let known =
        |claim: Option<&String>| entries.iter().find(|e| claim.is_some() && e.claim.as_ref() == claim);
    for event in events.into_values() {
        let Some(&trigger) = bound.get(event.trigger.as_str()) else { continue };
        let entry = known(event.claim.as_ref());
        let (document, review) =
            entry.map(|entry| (entry.document.clone(), entry.review.clone())).unwrap_or_default();
        let mut marked = Marked {
            anchor: Anchor {
                document,
                claim: event.claim,
                name: Some(name.to_owned()),
                hash: Some(DocumentRow::hash(text)),
                quote: Some(Quote {
                    exact: letters[trigger[0]..trigger[1]].iter().collect(),
                    ..Quote::default()
                }),
                span: Some(trigger),
                ..Anchor::default()
            },
            kind: event.kind,
            trigger,
            words: BTreeSet::new(),
            factuality: BTreeMap::new(),
            verdict: match event.attributes.get("Review").map(String::as_str) {
                Some("accept") => Verdict::Said(Decision::Accept),
                Some("reject") => Verdict::Said(Decision::Reject),
                _ => Verdict::Unsaid,
            },
            reviewer: reviewer.to_owned(),
            review,
            time: None,
        };
        for (role, of) in event.arguments {
            if let (Some(role), Some(&span)) = (role_of(&role), bound.get(of.as_str())) {
                marked.words.insert((role.to_owned(), span));
            }
        }
        for (attribute, field) in [("Polarity", "polarity"), ("Certainty", "certainty"), ("Tense", "tense")] {
            if let Some(value) = event.attributes.get(attribute) {
                marked.factuality.insert(field, value.clone());
            }
        }
        contents.marked.push(marked);
    }
    for entry in entries {
        let item = entry.item(reviewer).map_err(|problem| malformed(format!("{name}.ann"), &problem))?;
        contents.items.push(item);
    }
    Ok(())
}

/// From the first piece of an annotation to its last.
fn span(what: &str) -> Option<CodePoints> {
    let (_, pieces) = what.split_once(' ')?;
    let start = pieces.split(' ').next()?.parse().ok()?;
    let end = pieces.rsplit(' ').next()?.parse().ok()?;
    Some([start, end])
}
