//! The words of a query as terms: what a document must hold, and where it holds it.

use tawatur::Worker;

use super::query::{Query, Scope};

/// One word of a query with all that it may be looked up by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// As written, folded.
    pub folded: String,
    /// Its lemma, and its stem when it is spelled otherwise.
    pub forms: Vec<String>,
    /// Lemmas that it may also have.
    pub others: Vec<String>,
}

impl Sought {
    /// Whether a term of a text is this word in some form.
    pub fn is(&self, term: &tawatur::Term<'_>) -> bool {
        term.folded == self.folded
            || [&self.forms, &self.others].into_iter().flatten().any(|f| *f == term.lemma || *f == term.stem)
    }
}

/// A query whose words are terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A word in whatever form.
    Word(Scope, Sought),
    /// Folded words in this order.
    Exact(Scope, Vec<String>),
    /// Folded beginning of a word.
    Begin(Scope, String),
    /// All of them.
    All(Vec<Wanted>),
    /// One of them.
    Any(Vec<Wanted>),
    /// Not that.
    Not(Box<Wanted>),
}

impl Wanted {
    /// The terms of a query.
    pub fn new(worker: &mut Worker, query: &Query) -> Self {
        match query {
            Query::Words(scope, words) => {
                let mut all = Vec::new();
                worker.terms(words, |term| {
                    let mut forms = vec![term.lemma.clone()];
                    if term.stem != term.lemma {
                        forms.push(term.stem.clone());
                    }
                    all.push(Sought { folded: term.folded.to_owned(), forms, others: term.others.clone() });
                });
                if let ([sought], Some(respelled)) = (all.as_mut_slice(), respelled(words)) {
                    worker.terms(&respelled, |term| {
                        for form in [&term.lemma, &term.stem] {
                            if !sought.forms.contains(form) && !sought.others.contains(form) {
                                sought.others.push(form.clone());
                            }
                        }
                    });
                }
                let mut all: Vec<Self> = all.into_iter().map(|sought| Self::Word(*scope, sought)).collect();
                if all.len() == 1 { all.remove(0) } else { Self::All(all) }
            }
            Query::Exact(scope, words) => Self::Exact(*scope, folded(worker, words)),
            Query::Begin(scope, words) => {
                let mut words = folded(worker, words);
                match words.pop() {
                    Some(begin) if words.is_empty() => Self::Begin(*scope, begin),
                    Some(last) => {
                        words.push(last);
                        Self::Exact(*scope, words)
                    }
                    None => Self::All(Vec::new()),
                }
            }
            Query::All(parts) => Self::All(parts.iter().map(|p| Self::new(worker, p)).collect()),
            Query::Any(parts) => Self::Any(parts.iter().map(|p| Self::new(worker, p)).collect()),
            Query::Not(part) => Self::Not(Box::new(Self::new(worker, part))),
        }
    }

    /// What of it can be shown in a text: everything but what must not be there, and what is sought elsewhere.
    pub fn shown(&self) -> Vec<&Self> {
        match self {
            Self::Word(scope, _) | Self::Exact(scope, _) | Self::Begin(scope, _) => {
                if *scope == Scope::Outlet { Vec::new() } else { vec![self] }
            }
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::shown).collect(),
            Self::Not(_) => Vec::new(),
        }
    }
}

/// A word with its last letter as others write it. Folding makes the two one, but their analyses differ: طائره is "his bird",
/// or an aeroplane.
fn respelled(word: &str) -> Option<String> {
    let (last, other) = [
        ('ه', 'ة'), // U+0647 HEH, U+0629 TEH MARBUTA
        ('ي', 'ى'), // U+064A YEH, U+0649 ALEF MAKSURA
        ('ى', 'ي'),
    ]
    .into_iter()
    .find(|(last, _)| word.ends_with(*last))?;
    Some(format!("{}{other}", word.strip_suffix(last)?))
}

fn folded(worker: &mut Worker, words: &str) -> Vec<String> {
    let mut all = Vec::new();
    worker.terms(words, |term| all.push(term.folded.to_owned()));
    all
}
