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
    Features, LemmaId,
    inflect::{Noun, Verb},
};

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
        class: Class,
        key: String,
        headword: &str,
        forms: impl FnOnce(&mut dyn FnMut(&str, Features)),
    ) -> LemmaId {
        if let Some(&id) = self.lemmas.get(&key) {
            return id;
        }
        let id = self.builder.lemma(headword);
        self.headwords.insert((class, headword.to_owned()));
        self.lemmas.insert(key, id);
        self.uses.push(Vec::new());
        forms(&mut |form, features| self.builder.form(id, form, features));
        id
    }

    fn used(&mut self, lemma: LemmaId, usage: Use) {
        let uses = &mut self.uses[lemma as usize];
        if !uses.contains(&usage) {
            uses.push(usage);
        }
    }

    fn verb(&mut self, file: &SourceFile, at: &Range<usize>, notation: &str) -> Option<LemmaId> {
        match Verb::parse(notation.trim()) {
            Ok(verb) => {
                let key = format!("v {}", notation.trim());
                Some(self.lemma(Class::Verb, key, &verb.lemma(), |emit| verb.forms(emit)))
            }
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
                let key = format!("{} {notation}", if adjective { "a" } else { "n" });
                let headword = noun.lemma().to_owned();
                let class = if adjective { Class::Adjective } else { Class::Noun };
                let id = self.lemma(class, key, &headword, |emit| noun.forms(emit));
                self.used(id, usage);
                Some(headword)
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
        let id = self.lemma(Class::Adjective, format!("a {nisba}"), noun.lemma(), |emit| noun.forms(emit));
        self.used(id, Use::Nisba(entity));
        Ok(())
    }

    /// Adds the general lexicon: words without a use, so that they are known for what they are. What the codebook
    /// lists elsewhere is generated from there.
    pub(super) fn general(&mut self, tables: &[Table]) {
        for table in tables {
            self.problems.extend(table.missing(&["part", "lemma"]));
            for row in &table.rows {
                let notation = table.cell(row, "lemma");
                let added = match table.cell(row, "part") {
                    "verb" => Verb::parse(notation).map_err(|e| e.to_string()).map(|verb| {
                        let headword = verb.lemma();
                        if !self.headwords.contains(&(Class::Verb, headword.clone())) {
                            let key = format!("v {notation}");
                            self.lemma(Class::Verb, key, &headword, |emit| verb.forms(emit));
                        }
                    }),
                    "noun" => Noun::parse(notation)
                        .map_err(|e| e.to_string())
                        .map(|noun| self.general_noun(Class::Noun, &format!("n {notation}"), &noun)),
                    "adjective" => Noun::parse_adjective(notation)
                        .map_err(|e| e.to_string())
                        .map(|noun| self.general_noun(Class::Adjective, &format!("a {notation}"), &noun)),
                    other => Err(format!("`{other}` is none of verb, noun, adjective")),
                };
                if let Err(problem) = added {
                    self.problems.push(table.problem(row, notation, problem));
                }
            }
        }
    }

    fn general_noun(&mut self, class: Class, key: &str, noun: &Noun) {
        if !self.headwords.contains(&(class, noun.lemma().to_owned())) {
            self.lemma(class, key.to_owned(), noun.lemma(), |emit| noun.forms(emit));
        }
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
                elements.push(if word == "~" { Element::Gap } else { Element::Word(Pattern::parse(word)) });
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
            if let Some(Element::Word(pattern)) = phrase.elements.first() {
                starts.entry(pattern.folded.clone()).or_default().push(at as u16);
            }
        }
        let mut starts: Vec<_> = starts.into_iter().collect();
        starts.sort();
        starts
    }
}
