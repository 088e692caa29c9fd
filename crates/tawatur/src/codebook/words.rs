//! The words of frames, cues and heads: each verb, noun and adjective becomes a lemma with all its forms, each
//! phrase a sequence of elements. A lemma that several entries list is generated once and has all their uses.

use std::ops::Range;

use rustc_hash::FxHashMap;
use toml::Spanned;

use super::{
    compile::{Class, Compiler},
    model::{Element, Phrase, Use},
    pattern::Pattern,
    source::{SourceFile, Table},
};
use crate::lexicon::{
    LemmaId, Rank,
    inflect::{Emit, Noun, Verb},
};

/// A verb's notation without its verbal nouns: what tells it from other verbs.
fn identity(notation: &str) -> String {
    let head = notation.split_once('=').map_or(notation, |(head, _)| head);
    head.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Compiler {
    /// Adds the verbs, nouns, adjectives and phrases of an entry.
    pub(super) fn words(&mut self, file: &SourceFile, words: [&[Spanned<String>]; 4], usage: Use) {
        let [verbs, nouns, adjectives, phrases] = words;
        for verb in verbs {
            if let Some(lemma) = self.verb(file, &verb.span(), verb.get_ref()) {
                self.used(lemma, usage);
            }
        }
        for noun in nouns {
            self.noun(file, noun, false, usage);
        }
        for adjective in adjectives {
            self.noun(file, adjective, true, usage);
        }
        for phrase in phrases {
            self.phrase(file, phrase, usage);
        }
    }

    /// The number of a lemma; its forms are generated the first time it is asked for.
    fn lemma(
        &mut self,
        (class, identity): (Class, &str),
        key: String,
        headword: &str,
        forms: impl FnOnce(&mut Emit),
    ) -> LemmaId {
        if let Some(&id) = self.lemmas.get(&key) {
            return id;
        }
        let id = self.builder.lemma(headword);
        self.known.entry((class, identity.to_owned())).or_default().push(id);
        self.lemmas.insert(key, id);
        self.uses.push(Vec::new());
        forms(&mut |form, features, headword| self.builder.form(id, form, features, headword));
        id
    }

    fn verb_lemma(&mut self, notation: &str, verb: &Verb) -> LemmaId {
        let key = format!("v {notation}");
        self.lemma((Class::Verb, &identity(notation)), key, &verb.lemma(), |emit| verb.forms(emit))
    }

    fn noun_lemma(&mut self, notation: &str, noun: &Noun) -> LemmaId {
        let (class, letter) = if noun.is_adjective() { (Class::Adjective, 'a') } else { (Class::Noun, 'n') };
        for plural in noun.plurals() {
            self.plurals.insert((class, noun.lemma().to_owned(), plural.clone()));
        }
        let key = format!("{letter} {notation}");
        self.lemma((class, noun.lemma()), key, &noun.citation(), |emit| noun.forms(emit))
    }

    fn used(&mut self, lemma: LemmaId, usage: Use) {
        // In such texts what the codebook looks for is common.
        self.builder.rank(lemma, Rank::Sought);
        let uses = &mut self.uses[lemma as usize];
        if !uses.contains(&usage) {
            uses.push(usage);
        }
    }

    fn verb(&mut self, file: &SourceFile, at: &Range<usize>, notation: &str) -> Option<LemmaId> {
        match Verb::parse(notation.trim()) {
            Ok(verb) => Some(self.verb_lemma(notation.trim(), &verb)),
            Err(error) => {
                self.problem_at(file, at, notation, &error.to_string());
                None
            }
        }
    }

    /// Adds a noun's or adjective's forms; the lemma's headword is returned.
    pub(super) fn noun(
        &mut self,
        file: &SourceFile,
        written: &Spanned<String>,
        adjective: bool,
        usage: Use,
    ) -> Option<String> {
        let notation = written.get_ref().trim();
        let parsed = if adjective { Noun::parse_adjective(notation) } else { Noun::parse(notation) };
        match parsed {
            Ok(noun) => {
                let id = self.noun_lemma(notation, &noun);
                self.used(id, usage);
                Some(noun.lemma().to_owned())
            }
            Err(error) => {
                self.problem(file, written, &error.to_string());
                None
            }
        }
    }

    /// Adds the nisba of a state.
    pub(super) fn nisba(&mut self, nisba: &str, entity: u32) -> Result<(), String> {
        let noun = Noun::parse_adjective(nisba).map_err(|e| e.to_string())?;
        let id = self.noun_lemma(nisba, &noun);
        self.used(id, Use::Nisba(entity));
        Ok(())
    }

    /// Adds the general lexicon: words without a use, so that they are known for what they are. What the codebook
    /// lists elsewhere is generated from there, and only takes the rank from here.
    pub(super) fn general(&mut self, tables: &[Table]) {
        for table in tables {
            self.problems.extend(table.missing(&["part", "lemma"]));
            for row in &table.rows {
                let notation = table.cell(row, "lemma");
                let rank = Rank::parse(table.cell(row, "rank"))
                    .ok_or_else(|| "has a rank that is none of common, rare".to_owned());
                let added = match table.cell(row, "part") {
                    "verb" => Verb::parse(notation).map_err(|e| e.to_string()).map(|verb| {
                        let identity = identity(notation);
                        if !self.known.contains_key(&(Class::Verb, identity.clone())) {
                            self.verb_lemma(notation, &verb);
                        }
                        (Class::Verb, identity)
                    }),
                    "noun" => Noun::parse(notation)
                        .map_err(|e| e.to_string())
                        .map(|noun| self.general_noun(Class::Noun, notation, &noun)),
                    "adjective" => Noun::parse_adjective(notation)
                        .map_err(|e| e.to_string())
                        .map(|noun| self.general_noun(Class::Adjective, notation, &noun)),
                    other => Err(format!("`{other}` is none of verb, noun, adjective")),
                };
                match added.and_then(|lemma| Ok((lemma, rank?))) {
                    Ok((lemma, rank)) => {
                        for &id in self.known.get(&lemma).into_iter().flatten() {
                            if rank == Rank::Common || self.uses[id as usize].is_empty() {
                                self.builder.rank(id, rank);
                            }
                        }
                    }
                    Err(problem) => self.problems.push(table.problem(row, notation, problem)),
                }
            }
        }
    }

    /// Homographs are told by their plurals: عامل with عمال is another noun than عامل with عوامل.
    fn general_noun(&mut self, class: Class, notation: &str, noun: &Noun) -> (Class, String) {
        let lemma = (class, noun.lemma().to_owned());
        let listed = self.known.contains_key(&lemma)
            && noun.plurals().iter().all(|p| self.plurals.contains(&(class, lemma.1.clone(), p.clone())));
        if !listed {
            self.noun_lemma(notation, noun);
        }
        lemma
    }

    fn phrase(&mut self, file: &SourceFile, written: &Spanned<String>, usage: Use) {
        let mut elements = Vec::new();
        let mut rest = written.get_ref().trim();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('{') {
                let Some((notation, after)) = after.split_once('}') else {
                    self.problem(file, written, "has a `{` without its `}`");
                    return;
                };
                let Some(lemma) = self.verb(file, &written.span(), notation) else { return };
                elements.push(Element::Verb(lemma));
                rest = after.trim_start();
            } else {
                let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
                elements.push(match word {
                    "~" => Element::Gap,
                    word => Element::Word(self.phrase_words.add(Pattern::parse(word))),
                });
                rest = after.trim_start();
            }
        }
        if elements.first().is_none_or(|e| *e == Element::Gap) || elements.last() == Some(&Element::Gap) {
            self.problem(file, written, "may not begin or end with a gap");
            return;
        }
        let number = self.phrases.len() as u16;
        if let Some(Element::Verb(lemma)) = elements.first() {
            self.used(*lemma, Use::Phrase(number));
        }
        self.phrases.push(Phrase { elements, usage });
    }

    pub(super) fn phrase_starts(&self) -> Vec<(String, Vec<u16>)> {
        let mut starts: FxHashMap<String, Vec<u16>> = FxHashMap::default();
        for (at, phrase) in self.phrases.iter().enumerate() {
            if let Some(Element::Word(word)) = phrase.elements.first() {
                starts.entry(self.phrase_words.of(*word).folded.clone()).or_default().push(at as u16);
            }
        }
        let mut starts: Vec<_> = starts.into_iter().collect();
        starts.sort();
        starts
    }
}
