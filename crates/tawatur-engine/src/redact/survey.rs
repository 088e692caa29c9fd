//! The first pass over the documents of an export.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use tawatur::{
    Reader, Worker,
    claim::record::{Claim, CodePoints},
    lexicon::Analyser,
};

use super::{
    Counts, Dossier, Record,
    name::{self, Names},
    person::{Finder, Standing},
    pseudonym::Key,
    redactor::{Redactor, everybody},
};
use crate::row::{CopyRow, DocumentRow};

/// First pass: who is named in the documents of an export and is private.
#[derive(Debug)]
pub struct Survey {
    reader: Reader,
    worker: Worker,
    analyser: Analyser,
    /// Words of each private name → key of its fullest form.
    private: BTreeMap<Vec<String>, String>,
    /// Clauses of claims about people at risk: document → spans in code points.
    clauses: BTreeMap<String, Vec<CodePoints>>,
    risks: Risks,
}

/// What other documents show to be about somebody at risk.
#[derive(Clone, Debug, Default)]
pub struct Risks {
    /// Ids of claims. Claims of one id in several documents have the same words.
    pub claims: BTreeSet<String>,
    /// Clauses that were copied: document → spans in code points.
    pub clauses: BTreeMap<String, Vec<CodePoints>>,
}

impl Survey {
    /// A survey of nothing yet.
    pub fn new(reader: &Reader) -> Self {
        Self {
            reader: reader.clone(),
            worker: reader.worker(),
            analyser: Analyser::default(),
            private: BTreeMap::new(),
            clauses: BTreeMap::new(),
            risks: Risks::default(),
        }
    }

    /// Takes in a document of the export.
    pub fn add(&mut self, record: &Record) {
        self.look(&record.document, &record.claims);
    }

    /// Takes in a document with everything that the ledger keeps of it.
    pub fn add_dossier(&mut self, dossier: &Dossier) {
        self.look(&dossier.document, &dossier.claims);
    }

    fn look(&mut self, document: &DocumentRow, claims: &[Claim]) {
        self.analyser.trim();
        let mut finder = Finder {
            codebook: self.reader.codebook(),
            worker: &mut self.worker,
            analyser: &mut self.analyser,
        };
        let people = everybody(&mut finder, document, claims);
        let sentences = people.sentences_at_risk(&document.text);
        for claim in claims.iter().filter(|claim| finder.is_at_risk(claim, &sentences)) {
            self.risks.claims.insert(claim.claim.clone());
            self.clauses.entry(document.id.clone()).or_default().push(claim.content.span);
        }
        for person in people.persons.iter().filter(|p| p.standing != Standing::Public) {
            for words in &person.names {
                let forms = [Some(words.clone()), name::short(words)];
                for form in forms.into_iter().flatten().filter(|w| w.len() > 1) {
                    self.note(form, &person.key);
                }
            }
        }
    }

    /// Takes in what another survey found, such as another thread's; the order makes no difference.
    pub fn merge(&mut self, other: Self) {
        for (words, key) in other.private {
            self.note(words, &key);
        }
        self.risks.claims.extend(other.risks.claims);
        for (document, clauses) in other.clauses {
            self.clauses.entry(document).or_default().extend(clauses);
        }
    }

    /// Says of a claim about somebody at risk that what was copied of it is about him too, though the copy may not show it.
    pub fn copied(&mut self, copies: &[CopyRow]) {
        let mut found: Vec<(String, CodePoints)> = Vec::new();
        for row in copies {
            for passage in &row.passages {
                let sides = [(&row.a, passage.a, &row.b, passage.b), (&row.b, passage.b, &row.a, passage.a)];
                for (from, stands, to, there) in sides {
                    let clauses = self.clauses.get(from).map(Vec::as_slice).unwrap_or_default();
                    let inside = clauses.iter().filter(|c| c[0] < stands[1] && stands[0] < c[1]);
                    found.extend(inside.map(|clause| (to.clone(), counterpart(*clause, stands, there))));
                }
            }
        }
        for (document, clause) in found {
            self.risks.clauses.entry(document).or_default().push(clause);
        }
    }

    /// Says which claims tell of one happening, each by its id: where one is about somebody at risk, what the others tell of place
    /// and time would give him away.
    pub fn together(&mut self, claims: &[&str]) {
        if claims.iter().any(|claim| self.risks.claims.contains(*claim)) {
            self.risks.claims.extend(claims.iter().map(|claim| (*claim).to_owned()));
        }
    }

    /// Of two persons who share a name the first by the alphabet gives the pseudonym, whatever came first.
    fn note(&mut self, words: Vec<String>, key: &str) {
        let known = self.private.entry(words).or_insert_with(|| key.to_owned());
        if key < known.as_str() {
            key.clone_into(known);
        }
    }

    /// Ends the survey.
    pub fn redactor(self, key: Key) -> Redactor {
        let mut names = Names::default();
        for (words, person) in &self.private {
            names.add(words, &key.person(person));
        }
        Redactor {
            key,
            everywhere: Arc::new(names),
            risks: Arc::new(self.risks),
            reader: self.reader,
            worker: self.worker,
            analyser: self.analyser,
            counts: Counts::default(),
        }
    }
}

/// Where a clause of a passage lies in the other text that has the passage: as far from its start, or from its end, whatever was
/// put in or left out between.
fn counterpart(clause: CodePoints, passage: CodePoints, there: CodePoints) -> CodePoints {
    let from_start = |at: usize| (there[0] + at.saturating_sub(passage[0])).min(there[1]);
    let from_end = |at: usize| there[1].saturating_sub(passage[1].saturating_sub(at)).max(there[0]);
    [from_start(clause[0]).min(from_end(clause[0])), from_start(clause[1]).max(from_end(clause[1]))]
}
