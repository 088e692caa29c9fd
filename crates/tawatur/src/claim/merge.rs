//! One happening, one claim: casualties go to the act that caused them, and an act told again through the
//! same chain is kept once, at its fullest mention.

use super::record::{Argument, Claim, Place, Quantity};

/// A claim with the sentence that tells it.
#[derive(Debug)]
pub struct Told {
    /// The claim.
    pub claim: Claim,
    /// Position of its sentence.
    pub sentence: usize,
    /// Whether the rules take it for a claim; what they refuse may still be one by its weights.
    pub ruled: bool,
}

/// Whether a document tells a claim twice, as far as the rules can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retelling {
    /// It is told once.
    Once,
    /// It was told before, more fully or as fully.
    Lesser,
    /// It was told before, less fully.
    Fuller,
    /// It is told first here and again later.
    First,
}

impl Retelling {
    /// As features name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Lesser => "lesser",
            Self::Fuller => "fuller",
            Self::First => "first",
        }
    }
}

/// For each claim of a document whether it is told twice.
pub fn retellings(told: &[Told]) -> Vec<Retelling> {
    let mut all = vec![Retelling::Once; told.len()];
    for i in 0..told.len() {
        for j in i + 1..told.len().min(i + RETOLD) {
            let (first, again) = (&told[i], &told[j]);
            if !(first.ruled || again.ruled) || !same(&first.claim, &again.claim) {
                continue;
            }
            if again.ruled && all[i] == Retelling::Once {
                all[i] = Retelling::First;
            }
            if first.ruled && all[j] == Retelling::Once {
                let fuller = fullness(&again.claim) > fullness(&first.claim);
                all[j] = if fuller { Retelling::Fuller } else { Retelling::Lesser };
            }
        }
    }
    all
}

/// Acts that kill and wound.
fn deadly(kind: &str) -> bool {
    matches!(
        kind,
        "violence.attack"
            | "violence.bombing"
            | "violence.airstrike"
            | "violence.shelling"
            | "violence.clash"
            | "violence.execution"
            | "violence.assassination"
            | "purge.execute"
    )
}

fn casualty(kind: &str) -> bool {
    matches!(kind, "violence.kill" | "violence.injure")
}

/// Merges the claims of one document; order is kept. Where the score of a claim says whether it was told before, what is
/// told twice stays, with that score.
pub fn merge(mut told: Vec<Told>, scored: bool) -> Vec<Claim> {
    absorb_casualties(&mut told);
    if !scored {
        drop_repetitions(&mut told);
    }
    told.into_iter().map(|t| t.claim).collect()
}

/// An act is looked for among so many claims on either side of its casualties.
const NEIGHBOURS: usize = 16;
/// A retelling is looked for among so many claims after the first; articles hold fewer, and a file of many
/// articles is not compared with itself from end to end.
const RETOLD: usize = 256;

/// How many sentences apart an act and its casualties may be told.
const CASUALTY_REACH: usize = 1;

fn absorb_casualties(told: &mut Vec<Told>) {
    let mut absorbed = vec![false; told.len()];
    for at in 0..told.len() {
        if !casualty(&told[at].claim.kind) {
            continue;
        }
        let (sentence, start) = (told[at].sentence, told[at].claim.trigger.span[0]);
        let act = (at.saturating_sub(NEIGHBOURS)..told.len().min(at + NEIGHBOURS))
            .filter(|&i| deadly(&told[i].claim.kind))
            .filter(|&i| {
                told[i].sentence.abs_diff(sentence) <= CASUALTY_REACH && told[i].sentence <= sentence
            })
            .min_by_key(|&i| (sentence - told[i].sentence, told[i].claim.trigger.span[0].abs_diff(start)));
        let Some(act) = act.filter(|&a| fits(&told[a].claim, &told[at].claim)) else { continue };
        absorbed[at] = true;
        let harm = told[at].claim.clone();
        let of = if harm.kind == "violence.injure" { "injured" } else { "killed" };
        let target = &mut told[act].claim;
        for quantity in harm.quantities {
            let of = if quantity.of == "targets" { of } else { &quantity.of };
            let quantity = Quantity { of: of.to_owned(), ..quantity.clone() };
            if !target.quantities.iter().any(|q| q.span == quantity.span) {
                target.quantities.push(quantity);
            }
        }
        if target.targets.is_empty() {
            target.targets = harm.targets;
        }
        if target.places.is_empty() {
            target.places = harm.places;
        }
        if target.time.is_none() {
            target.time = harm.time;
        }
        target.rules.push(format!("casualties:{}", harm.trigger.text));
    }
    retain(told, |i| !absorbed[i]);
}

/// Whether a casualty may belong to an act: through the same origin, or in the outlet's own voice both, and not on a place or day of its own.
fn fits(act: &Claim, harm: &Claim) -> bool {
    let origin = |c: &Claim| c.chain.last().map(|h| h.entity.clone().unwrap_or_else(|| h.text.clone()));
    origin(act) == origin(harm) && agree(act, harm)
}

fn drop_repetitions(told: &mut Vec<Told>) {
    let mut keep = vec![true; told.len()];
    for i in 0..told.len() {
        for j in i + 1..told.len().min(i + RETOLD) {
            if !keep[i] || !keep[j] || !same(&told[i].claim, &told[j].claim) {
                continue;
            }
            let (fuller, lesser) =
                if fullness(&told[j].claim) > fullness(&told[i].claim) { (j, i) } else { (i, j) };
            keep[lesser] = false;
            let rule = format!("retold:{}", told[lesser].claim.trigger.span[0]);
            told[fuller].claim.rules.push(rule);
        }
    }
    retain(told, |i| keep[i]);
}

/// Keeps the claims at the positions that are wanted, in one pass.
fn retain(told: &mut Vec<Told>, wanted: impl Fn(usize) -> bool) {
    let mut at = 0;
    told.retain(|_| {
        at += 1;
        wanted(at - 1)
    });
}

fn fullness(claim: &Claim) -> usize {
    claim.actors.len()
        + claim.targets.len()
        + claim.toward.len()
        + claim.places.len()
        + claim.quantities.len()
        + claim.causes.len()
        + usize::from(claim.time.is_some())
}

/// Whether two claims tell the same: one type, polarity and chain, and nothing in one that the other gainsays.
fn same(a: &Claim, b: &Claim) -> bool {
    let chain = |c: &Claim| {
        c.chain.iter().map(|h| h.entity.clone().unwrap_or_else(|| h.text.clone())).collect::<Vec<_>>()
    };
    a.kind == b.kind
        && a.polarity == b.polarity
        && chain(a) == chain(b)
        && agree(a, b)
        && (shares(&a.actors, &b.actors) || shares(&a.targets, &b.targets) || bare(a) || bare(b))
        && compatible(&a.actors, &b.actors)
        && compatible(&a.targets, &b.targets)
}

/// Nothing but a word: no one, no number.
fn bare(claim: &Claim) -> bool {
    claim.actors.is_empty()
        && claim.targets.is_empty()
        && claim.quantities.is_empty()
        && claim.toward.is_empty()
}

fn key(argument: &Argument) -> &str {
    argument.id.as_deref().unwrap_or(&argument.text)
}

fn shares(a: &[Argument], b: &[Argument]) -> bool {
    a.iter().any(|x| b.iter().any(|y| key(x) == key(y)))
}

fn compatible(a: &[Argument], b: &[Argument]) -> bool {
    a.is_empty() || b.is_empty() || shares(a, b)
}

/// Neither places, nor days, nor figures apart.
fn agree(a: &Claim, b: &Claim) -> bool {
    let places = |c: &Claim| c.places.iter().filter_map(|p: &Place| p.id.clone()).collect::<Vec<_>>();
    let (pa, pb) = (places(a), places(b));
    let same_place = pa.is_empty() || pb.is_empty() || pa.iter().any(|p| pb.contains(p));
    let same_time = match (&a.time, &b.time) {
        (Some(x), Some(y)) => x.start == y.start && x.end == y.end,
        _ => true,
    };
    // A claim may give a total and its parts (14, four children among them): one figure in common will do.
    let figure = |q: &Quantity| (q.low, q.high, q.best);
    let same_figures = a.quantities.iter().all(|x| {
        let mut others = b.quantities.iter().filter(|y| y.of == x.of).peekable();
        let own = || a.quantities.iter().filter(|z| z.of == x.of);
        others.peek().is_none() || others.any(|y| own().any(|z| figure(z) == figure(y)))
    });
    same_place && same_time && same_figures
}
