//! What a text says of where it comes from: names of outlets and agencies in it, and the formulas around them.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use tawatur::{
    claim::record::CodePoints,
    codebook::{Codebook, EntityKind},
    text::{CodePointIndex, Gap, Text, TokenKind, Tokens, fold},
};

use super::word::without_conjunction;

/// How many words may stand between a cue and the name that it credits: نقلت عن وكالة.
const REACH: usize = 4;
/// The longest line at the end of a text that is a signature, in words.
const SIGNATURE: usize = 8;
/// Words of the first paragraph in which a dateline stands: "عبدالله البرقاوي- سبق- الرياض:".
const DATELINE: usize = 8;

/// How a text names an outlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// In the dateline or as the last line.
    Signed,
    /// As who told something: after نقلت, بحسب, المصدر.
    Told,
    /// In passing.
    Named,
}

/// An outlet or agency that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// Which one, of [`Credits`].
    pub outlet: u32,
    /// How it is named.
    pub standing: Standing,
    /// Where the name stands, in code points of the document text.
    pub span: CodePoints,
}

#[derive(Debug)]
struct Outlet {
    name: String,
    agency: bool,
}

/// A name of an outlet after its first word.
#[derive(Debug)]
struct Name {
    rest: Vec<String>,
    outlet: u32,
    /// Only in quotation marks: «الحياة» is a newspaper, الحياة is life.
    quoted: bool,
}

/// Names of outlets and agencies, and the words that credit them, as a codebook has them.
#[derive(Debug, Default)]
pub struct Credits {
    outlets: Vec<Outlet>,
    /// By first word, folded, longest first.
    names: HashMap<String, Vec<Name>>,
    /// Whole names, Arabic and English, without spaces and marks: what metadata call an outlet.
    whole: HashMap<String, u32>,
    /// Words before a name that make it a credit, folded.
    cues: HashSet<String>,
    /// Formulas by first word, folded, longest first.
    formulas: HashMap<String, Vec<Vec<String>>>,
}

impl Credits {
    /// The outlets of a codebook and its `credits.toml`.
    pub fn new(codebook: &Codebook) -> Self {
        let words = &codebook.credits;
        let mut credits = Self::default();
        for (name, entity) in codebook.names_of(EntityKind::Outlet) {
            // Lists may have one outlet twice.
            let called = &codebook.entities[entity as usize].name;
            let outlet = *credits.whole.entry(squeezed(called)).or_insert_with(|| {
                credits.outlets.push(Outlet { name: called.clone(), agency: false });
                credits.outlets.len() as u32 - 1
            });
            credits.name(&name, outlet, false);
            credits.whole.entry(squeezed(&name)).or_insert(outlet);
            if let Some((head, rest)) = name.split_once(' ') {
                if words.agency_heads.iter().any(|h| h == head) {
                    credits.outlets[outlet as usize].agency = true;
                }
                if words.heads.iter().any(|h| h == head) {
                    credits.name(rest, outlet, true);
                }
            }
        }
        for names in credits.names.values_mut() {
            names.sort_by(|a, b| {
                (b.rest.len(), a.quoted, a.outlet, &a.rest).cmp(&(a.rest.len(), b.quoted, b.outlet, &b.rest))
            });
        }
        credits.cues = words.cues.iter().cloned().collect();
        for formula in &words.formulas {
            let mut formula = formula.split(' ').map(str::to_owned);
            let Some(first) = formula.next() else { continue };
            credits.formulas.entry(first).or_default().push(formula.collect());
        }
        for formulas in credits.formulas.values_mut() {
            formulas.sort_by_key(|f| std::cmp::Reverse(f.len()));
        }
        credits
    }

    fn name(&mut self, name: &str, outlet: u32, quoted: bool) {
        let mut words = name.split(' ').map(str::to_owned);
        let Some(first) = words.next() else { return };
        self.names.entry(first).or_default().push(Name { rest: words.collect(), outlet, quoted });
    }

    /// The usual English name of an outlet.
    pub fn outlet(&self, outlet: u32) -> &str {
        &self.outlets[outlet as usize].name
    }

    /// Whether an outlet is an agency, which others print under their own names.
    pub fn is_agency(&self, outlet: u32) -> bool {
        self.outlets[outlet as usize].agency
    }

    /// The outlet that metadata call so.
    pub(super) fn called(&self, name: &str) -> Option<u32> {
        self.whole.get(&squeezed(name)).copied()
    }

    /// What a text credits, in order, and the tokens of formulas, which show nothing of where it comes from.
    pub(super) fn find(&self, text: &Text, points: &CodePointIndex) -> (Vec<Credit>, Vec<Tokens>) {
        let (mut credits, mut formulas) = (Vec::new(), Vec::new());
        let signature = signature(text);
        let dateline = dateline(text);
        let mut at = 0;
        while at < text.len() {
            if text.tokens()[at].kind == TokenKind::Punct {
                at += 1;
                continue;
            }
            if let Some(end) = self.formula(text, at) {
                formulas.push(at..end);
            }
            let Some((name, end)) = self.named(text, at) else {
                at += 1;
                continue;
            };
            let cue = (at.saturating_sub(REACH)..at)
                .rev()
                .take_while(|&t| !ends_clause(text, t))
                .find(|&t| self.cues.contains(without_conjunction(text.folded(t))));
            let standing = if at >= signature || dateline.contains(&at) {
                Standing::Signed
            } else if cue.is_some() {
                Standing::Told
            } else {
                Standing::Named
            };
            formulas.push(cue.unwrap_or(at)..end);
            let span = text.span(&(at..end));
            let span = [points.of(text.doc(), span.start()), points.of(text.doc(), span.end())];
            credits.push(Credit { outlet: name.outlet, standing, span });
            at = end;
        }
        (credits, formulas)
    }

    /// The longest name of an outlet that begins with token `at`, what is attached before it aside.
    fn named(&self, text: &Text, at: usize) -> Option<(&Name, usize)> {
        let first = text.folded(at);
        let bare = without_conjunction(first);
        let quoted = at > 0 && text.clean(at - 1) == "\"";
        let direct = [first, bare].into_iter().find_map(|w| self.names.get(w));
        // لوكالة; للأناضول hides an article.
        let attached = || {
            let stem = bare.strip_prefix(['ل', 'ب', 'ك'])?;
            let article = stem.starts_with('ل').then(|| format!("ا{stem}"));
            self.names.get(stem).or_else(|| self.names.get(&article?)).filter(|_| stem.chars().count() > 3)
        };
        direct.or_else(attached)?.iter().find_map(|name| {
            if name.quoted && !quoted {
                return None;
            }
            let end = follow(text, at + 1, &name.rest)?;
            (!name.quoted || end < text.len() && text.clean(end) == "\"").then_some((name, end))
        })
    }

    fn formula(&self, text: &Text, at: usize) -> Option<usize> {
        let bare = without_conjunction(text.folded(at));
        self.formulas.get(bare)?.iter().find_map(|rest| follow(text, at + 1, rest))
    }
}

/// A name as metadata write it in one way or another: `France 24`, `france24`, `Al-Riyadh`.
fn squeezed(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The end of `rest` where the tokens from `at` on are its words, one mark between two of them aside.
fn follow(text: &Text, mut at: usize, rest: &[String]) -> Option<usize> {
    for word in rest {
        if text.is_punct(at) {
            at += 1;
        }
        if at >= text.len() || text.folded(at) != word {
            return None;
        }
        at += 1;
    }
    Some(at)
}

fn ends_clause(text: &Text, at: usize) -> bool {
    matches!(text.clean(at), "." | "؟" | "!" | "؛") || text.tokens()[at].gap >= Gap::Line
}

/// The first token of the last line, where it is short enough for a signature.
fn signature(text: &Text) -> usize {
    let start = text.tokens().iter().rposition(|t| t.gap >= Gap::Line).unwrap_or(0);
    let words = (start..text.len()).filter(|&t| !text.is_punct(t)).count();
    if start > 0 && words <= SIGNATURE { start } else { text.len() }
}

/// The opening of the first paragraph after the title, up to the mark that closes a dateline.
fn dateline(text: &Text) -> Tokens {
    let start = text.tokens().iter().skip(1).position(|t| t.gap >= Gap::Line).map_or(0, |at| at + 1);
    let close = (start..text.len().min(start + 2 * DATELINE)).rfind(|&t| {
        matches!(text.clean(t), "-" | ":" | "/")
            && (start..t).filter(|&w| !text.is_punct(w)).count() <= DATELINE
    });
    close.map_or(start..start, |end| start..end)
}
