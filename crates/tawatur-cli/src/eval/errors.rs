//! What was missed, invented and wrong, document by document, for whoever works on the rules.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use clap::builder::PossibleValuesParser;

use super::{
    gold::{Filler, Gold, SLOTS, Scored},
    score::{ACCURACIES, match_slot, pair},
};

/// How much of a clause is shown.
const CLAUSE: usize = 110;

/// The measures that `--errors` knows.
pub fn measures() -> PossibleValuesParser {
    ["all", "claims"].into_iter().chain(SLOTS).chain(ACCURACIES).collect::<Vec<_>>().into()
}

/// Counts of errors by type of claim.
#[derive(Debug, Default)]
pub struct Summary {
    /// Gold, found, invented.
    types: BTreeMap<String, [usize; 3]>,
    confused: BTreeMap<(String, String), usize>,
    /// Wrong, missing, extra.
    slots: BTreeMap<&'static str, [usize; 3]>,
    /// Right, wrong.
    frames: BTreeMap<String, [usize; 2]>,
}

/// Lists the errors of one document.
pub fn list(
    out: &mut impl Write,
    document: &Gold,
    predicted: &[Scored],
    measures: &[String],
    summary: &mut Summary,
) -> io::Result<()> {
    let asked = |name: &str| measures.iter().any(|m| m == "all" || m == name);
    let mut lines = Lines { out, document: &document.name, headed: false };
    let gold = &document.claims;
    let mut pairs = pair(gold, predicted);
    // In the order of the text, not of how well they match.
    pairs.sort_by_key(|&(i, _)| gold[i].trigger);
    if asked("claims") {
        claims(&mut lines, gold, predicted, &pairs, summary)?;
    }
    for (slot, name) in SLOTS.into_iter().enumerate().filter(|(_, name)| asked(name)) {
        for &(i, j) in &pairs {
            fillers(&mut lines, slot, name, &gold[i], &predicted[j], summary)?;
        }
    }
    for (at, name) in ACCURACIES.into_iter().enumerate().filter(|(_, name)| asked(name)) {
        for &(i, j) in &pairs {
            let (g, p) = (&gold[i].factuality[at], &predicted[j].factuality[at]);
            if g != p {
                let word = |v: &Option<String>| v.clone().unwrap_or_else(|| "null".to_owned());
                lines.write(
                    name,
                    "wrong",
                    &format!("{}  gold {}  said {}", claim(&gold[i]), word(g), word(p)),
                )?;
                summary.slots.entry(name).or_default()[0] += 1;
            }
        }
    }
    Ok(())
}

fn claims(
    lines: &mut Lines<'_, impl Write>,
    gold: &[Scored],
    predicted: &[Scored],
    pairs: &[(usize, usize)],
    summary: &mut Summary,
) -> io::Result<()> {
    let mut found = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        summary.types.entry(g.kind.clone()).or_default()[0] += 1;
        match pairs.iter().find(|&&(other, _)| other == i).map(|&(_, j)| &predicted[j]) {
            None => found.push((g.trigger, "missed", format!("{}  {}", claim(g), clause(g)))),
            Some(p) if p.kind != g.kind => {
                *summary.confused.entry((g.kind.clone(), p.kind.clone())).or_default() += 1;
                summary.invented(p);
                found.push((g.trigger, "type", format!("{}  said {}  {}", claim(g), claim(p), clause(g))));
            }
            Some(p) => {
                summary.types.entry(g.kind.clone()).or_default()[1] += 1;
                summary.frames.entry(p.id.clone()).or_default()[0] += 1;
            }
        }
    }
    for (j, p) in predicted.iter().enumerate() {
        if !pairs.iter().any(|&(_, other)| other == j) {
            summary.invented(p);
            found.push((p.trigger, "invented", format!("{}  {}", claim(p), clause(p))));
        }
    }
    found.sort();
    found.iter().try_for_each(|(_, what, line)| lines.write("claims", what, line))
}

fn fillers(
    lines: &mut Lines<'_, impl Write>,
    slot: usize,
    name: &'static str,
    gold: &Scored,
    predicted: &Scored,
    summary: &mut Summary,
) -> io::Result<()> {
    let (all_gold, all_predicted) = (&gold.slots[slot], &predicted.slots[slot]);
    let partners = match_slot(slot, all_gold, all_predicted);
    let mut missed = all_gold.iter().zip(&partners).filter(|(_, p)| p.is_none()).map(|(g, _)| g);
    let mut extra =
        all_predicted.iter().enumerate().filter(|(k, _)| !partners.contains(&Some(*k))).map(|(_, p)| p);
    let counts = summary.slots.entry(name).or_default();
    let at = format!("{}  by {}", claim(gold), predicted.id);
    loop {
        match (missed.next(), extra.next()) {
            (None, None) => return Ok(()),
            (Some(g), Some(p)) => {
                counts[0] += 1;
                lines.write(name, "wrong", &format!("{at}  gold {}  said {}", filler(g), filler(p)))?;
            }
            (Some(g), None) => {
                counts[1] += 1;
                lines.write(name, "missing", &format!("{at}  gold {}", filler(g)))?;
            }
            (None, Some(p)) => {
                counts[2] += 1;
                lines.write(name, "extra", &format!("{at}  said {}", filler(p)))?;
            }
        }
    }
}

/// Lines under the name of their document, which is written before the first of them.
struct Lines<'a, W> {
    out: &'a mut W,
    document: &'a str,
    headed: bool,
}

impl<W: Write> Lines<'_, W> {
    fn write(&mut self, measure: &str, what: &str, line: &str) -> io::Result<()> {
        if !self.headed {
            writeln!(self.out, "{}", self.document)?;
            self.headed = true;
        }
        writeln!(self.out, "  {measure:<10} {what:<8} {line}")
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn claim(claim: &Scored) -> String {
    format!("{} {} ⟦{}⟧", claim.id, claim.kind, one_line(&claim.trigger_text))
}

fn clause(claim: &Scored) -> String {
    let words = one_line(&claim.content_text);
    if words.chars().count() > CLAUSE {
        format!("{}…", words.chars().take(CLAUSE).collect::<String>())
    } else {
        words
    }
}

fn filler(filler: &Filler) -> String {
    let number = |n: Option<f64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
    let mut notes: Vec<String> = [&filler.role, &filler.entity, &filler.name, &filler.country, &filler.code]
        .into_iter()
        .flatten()
        .filter(|note| *note != "in")
        .cloned()
        .collect();
    if filler.start.is_some() || filler.end.is_some() {
        let day = |d: &Option<String>| d.clone().unwrap_or_else(|| "?".to_owned());
        notes.push(format!("{}..{}", day(&filler.start), day(&filler.end)));
    }
    if filler.low.is_some() || filler.high.is_some() || filler.best.is_some() {
        notes.push(format!("{}..{} best {}", number(filler.low), number(filler.high), number(filler.best)));
    }
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    format!("«{}»{notes}", one_line(&filler.text))
}

impl Summary {
    fn invented(&mut self, claim: &Scored) {
        self.types.entry(claim.kind.clone()).or_default()[2] += 1;
        self.frames.entry(claim.id.clone()).or_default()[1] += 1;
    }

    /// Writes the counts, the most frequent errors first.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.types.is_empty() {
            writeln!(out, "\n{:<28} {:>5} {:>6} {:>7} {:>9}", "type", "gold", "found", "missed", "invented")?;
            let mut types: Vec<_> = self.types.iter().collect();
            types.sort_by_key(|(_, [gold, found, invented])| std::cmp::Reverse(gold - found + invented));
            for (kind, [gold, found, invented]) in types {
                let missed = gold - found;
                writeln!(out, "{kind:<28} {gold:>5} {found:>6} {missed:>7} {invented:>9}")?;
            }
        }
        if !self.confused.is_empty() {
            writeln!(out, "\n{:<28} {:<28} {:>5}", "gold type", "said instead", "times")?;
            let mut confused: Vec<_> = self.confused.iter().collect();
            confused.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
            for ((gold, said), times) in confused {
                writeln!(out, "{gold:<28} {said:<28} {times:>5}")?;
            }
        }
        let mut frames: Vec<_> = self.frames.iter().filter(|(_, [_, wrong])| *wrong > 0).collect();
        if !frames.is_empty() {
            writeln!(out, "\n{:<40} {:>5} {:>6}", "frame", "right", "wrong")?;
            frames.sort_by_key(|(_, [_, wrong])| std::cmp::Reverse(*wrong));
            for (frame, [right, wrong]) in frames {
                writeln!(out, "{frame:<40} {right:>5} {wrong:>6}")?;
            }
        }
        if !self.slots.is_empty() {
            writeln!(out, "\n{:<12} {:>6} {:>8} {:>6}", "in pairs", "wrong", "missing", "extra")?;
            for (slot, [wrong, missing, extra]) in &self.slots {
                writeln!(out, "{slot:<12} {wrong:>6} {missing:>8} {extra:>6}")?;
            }
        }
        writeln!(out)
    }
}
