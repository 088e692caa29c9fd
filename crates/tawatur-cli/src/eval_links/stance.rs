//! `tawatur eval-links --stance`: says of pairs of short reports whether they agree, and scores that against what readers said.

use std::{collections::BTreeMap, io::Write, path::Path, process::ExitCode};

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tawatur::{Reader, Worker, capture::Document};
use tawatur_engine::{
    event::{Dissent, Report, Stance, stance},
    link::Fact,
    row::ClaimRow,
};

use super::{Options, lines};
use crate::{book, read::LIKELY};

/// A pair as readers labelled it.
#[derive(Debug, Deserialize)]
struct Pair {
    s1: String,
    s2: String,
    stance: Label,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Label {
    Agree,
    Disagree,
    /// About something else: not scored.
    Other,
}

impl Label {
    fn stance(self) -> Option<Stance> {
        match self {
            Self::Agree => Some(Stance::Agree),
            Self::Disagree => Some(Stance::Disagree),
            Self::Other => None,
        }
    }
}

/// What a side yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Yield {
    /// Claims.
    Claims,
    /// Only such as are too unsure to be shown.
    Unsure,
    /// No word of it is taken for a trigger.
    Nothing,
}

/// Runs the command.
pub fn run(options: &Options, pairs: &Path) -> Result<ExitCode> {
    let pairs: Vec<Pair> = lines(pairs, options.half)?;
    let reader = Reader::new(book::open(options.codebook.as_deref())?);
    let mut worker = reader.worker();
    let mut score = Score::default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for pair in &pairs {
        let Some(gold) = pair.stance.stance() else { continue };
        let (first, one) = claims(&mut worker, "1", &pair.s1);
        let (second, other) = claims(&mut worker, "2", &pair.s2);
        let report = |text, facts| Report { text, facts };
        let (found, why) = stance(report(&pair.s1, &first), report(&pair.s2, &second));
        score.add(gold, found, [one, other], &why);
        if options.errors && gold != found && one == Yield::Claims && other == Yield::Claims {
            let why: Vec<String> = why.iter().map(ToString::to_string).collect();
            writeln!(out, "{} | {}", pair.s1, pair.s2)?;
            writeln!(
                out,
                "    readers: {gold:?}; {}",
                if why.is_empty() { "nothing found".into() } else { why.join("; ") }
            )?;
        }
    }
    let figures = score.figures();
    if options.json {
        serde_json::to_writer(&mut out, &figures)?;
        writeln!(out)?;
    } else {
        figures.write(&mut out)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn claims(worker: &mut Worker, name: &str, text: &str) -> (Vec<Fact>, Yield) {
    let read = worker.read(&Document::from_text(name, text)).claims;
    let made = if read.is_empty() { Yield::Nothing } else { Yield::Unsure };
    let facts: Vec<Fact> = read
        .into_iter()
        .filter(|claim| claim.score >= LIKELY)
        .map(|claim| ClaimRow { document: name.to_owned(), outlet: None, published: None, claim })
        .map(|row| Fact::new(&row, None, None))
        .collect();
    let made = if facts.is_empty() { made } else { Yield::Claims };
    (facts, made)
}

/// Pairs by what readers said (the row) and what is found (the column), agree first.
type Confusion = [[u32; 2]; 2];

#[derive(Debug, Default)]
struct Score {
    /// Of pairs in which both yield claims.
    covered: Confusion,
    /// Of all pairs.
    all: Confusion,
    /// Texts that yield no claim: none at all, and only unsure ones.
    silent: [u32; 2],
    /// By rule: pairs in which it was found, and those of them in which readers say that both agree. Covered pairs only.
    rules: BTreeMap<&'static str, [u32; 2]>,
}

impl Score {
    fn add(&mut self, gold: Stance, found: Stance, sides: [Yield; 2], why: &[Dissent]) {
        let at = |stance: Stance| usize::from(stance == Stance::Disagree);
        self.all[at(gold)][at(found)] += 1;
        for side in sides {
            self.silent[0] += u32::from(side == Yield::Nothing);
            self.silent[1] += u32::from(side == Yield::Unsure);
        }
        if sides == [Yield::Claims; 2] {
            self.covered[at(gold)][at(found)] += 1;
            let mut rules: Vec<&'static str> = why.iter().map(|dissent| dissent.rule).collect();
            rules.sort_unstable();
            rules.dedup();
            for rule in rules {
                let counts = self.rules.entry(rule).or_default();
                counts[0] += 1;
                counts[1] += u32::from(gold == Stance::Agree);
            }
        }
    }

    fn figures(&self) -> Figures {
        Figures {
            covered: Scored::of(self.covered),
            all: Scored::of(self.all),
            no_trigger: self.silent[0],
            unsure: self.silent[1],
            rules: self.rules.clone(),
        }
    }
}

#[derive(Debug, Serialize)]
struct Class {
    pairs: u32,
    precision: f64,
    recall: f64,
    f1: f64,
}

#[derive(Debug, Serialize)]
struct Scored {
    pairs: u32,
    macro_f1: f64,
    agree: Class,
    disagree: Class,
}

impl Scored {
    fn of(confusion: Confusion) -> Self {
        let class = |at: usize| {
            let right = f64::from(confusion[at][at]);
            let said: u32 = confusion[at].iter().sum();
            let found: u32 = confusion.iter().map(|row| row[at]).sum();
            Class {
                pairs: said,
                precision: right / f64::from(found.max(1)),
                recall: right / f64::from(said.max(1)),
                f1: 2.0 * right / f64::from((said + found).max(1)),
            }
        };
        let (agree, disagree) = (class(0), class(1));
        Self {
            pairs: agree.pairs + disagree.pairs,
            macro_f1: f64::midpoint(agree.f1, disagree.f1),
            agree,
            disagree,
        }
    }

    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        writeln!(out, "  macro-F1 {:.3}", self.macro_f1)?;
        for (name, class) in [("agree", &self.agree), ("disagree", &self.disagree)] {
            let Class { pairs, precision, recall, f1 } = class;
            writeln!(
                out,
                "  {name:<9} precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}  of {pairs}"
            )?;
        }
        Ok(())
    }
}

#[derive(Debug, Serialize)]
struct Figures {
    covered: Scored,
    all: Scored,
    /// Texts without any claim.
    no_trigger: u32,
    /// Texts with none but unsure claims.
    unsure: u32,
    rules: BTreeMap<&'static str, [u32; 2]>,
}

impl Figures {
    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let Self { covered, all, no_trigger, unsure, rules } = self;
        writeln!(
            out,
            "agree or disagree, {} of {} pairs in which both yield a claim",
            covered.pairs, all.pairs
        )?;
        covered.write(out)?;
        let rules: Vec<String> =
            rules.iter().map(|(rule, [found, wrong])| format!("{rule} {found} ({wrong} wrongly)")).collect();
        writeln!(out, "  found: {}", rules.join(", "))?;
        writeln!(out, "all {} pairs, by their words where there is no claim", all.pairs)?;
        all.write(out)?;
        let texts = 2 * all.pairs;
        writeln!(out, "of {texts} texts {no_trigger} have no trigger, {unsure} only claims below {LIKELY}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Confusion, Scored};

    #[test]
    fn macro_f1_is_the_mean_of_both_classes() {
        let confusion: Confusion = [[6, 2], [4, 8]];
        let scored = Scored::of(confusion);
        assert_eq!(scored.pairs, 20);
        assert!((scored.agree.f1 - 12.0 / 18.0).abs() < 1e-9);
        assert!((scored.disagree.f1 - 16.0 / 22.0).abs() < 1e-9);
        assert!((scored.macro_f1 - f64::midpoint(12.0 / 18.0, 16.0 / 22.0)).abs() < 1e-9);
    }
}
