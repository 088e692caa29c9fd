//! Checks a codebook's sources against themselves and turns them into the compiled codebook.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use toml::Spanned;

use super::{
    artefact::Codebook,
    model::{
        CodedWords, Classes, Cue, CueKind, Element, Frame, HeadWord, Parts, Phrase, Position, Prep, Role,
        TypeInfo, Use,
    },
    names,
    pattern::{Pattern, Patterns},
    schema::{CaseEntry, CauseCode, CueEntry, FrameEntry},
    source::{CodebookError, Problem, SourceFile, Sources},
};
use crate::capture::FurniturePatterns;
use crate::lexicon::{
    Builder, Features, LemmaId, Part,
    inflect::{Noun, Verb},
};

/// How often a match is a claim when the frame does not say.
const DEFAULT_WEIGHT: f32 = 0.7;

/// The kinds of source a word, cue or entity may name.
pub(super) const SOURCE_KINDS: &[&str] = &[
    "outlet", "organisation", "official", "armed_group", "defector", "witness", "activist", "expert", "document",
    "person", "unknown",
];

/// Compiles `sources`.
///
/// # Errors
/// [`CodebookError::Wrong`] with everything that is wrong, not only the first thing.
pub fn compile(sources: &Sources) -> Result<Codebook, CodebookError> {
    let mut compiler = Compiler::default();
    let mut types = Vec::new();
    for (file, content) in &sources.types {
        for entry in &content.types {
            if types.iter().any(|t: &TypeInfo| t.id == *entry.id.get_ref()) {
                compiler.problem(file, &entry.id, "is defined twice");
            }
            types.push(TypeInfo {
                id: entry.id.get_ref().clone(),
                en: entry.en.clone(),
                ar: entry.ar.clone(),
                mappings: [
                    entry.acled.clone(),
                    entry.plover.clone(),
                    entry.cameo.clone(),
                    entry.ucdp.clone(),
                ],
            });
        }
    }
    let mut frames = Vec::new();
    for (file, content) in &sources.frames {
        for entry in &content.frames {
            if let Some(frame) = compiler.frame(file, entry, &types, frames.len() as u16) {
                frames.push(frame);
            }
        }
    }
    let (mut cues, mut cause_words) = (Vec::new(), Vec::new());
    for (file, content) in &sources.cues {
        for entry in &content.cues {
            if let Some(cue) = compiler.cue(file, entry, cues.len() as u16) {
                cues.push(cue);
            }
        }
        cause_words.extend(content.cause_codes.iter().map(|c| compiler.coded(c)));
    }
    let mut heads = Vec::new();
    for (file, content) in &sources.words {
        for entry in &content.words {
            let usage = Use::Head(heads.len() as u16);
            let notation = match (&entry.noun, &entry.adjective) {
                (Some(noun), None) => compiler.noun(file, noun, false, usage),
                (None, Some(adjective)) => compiler.noun(file, adjective, true, usage),
                _ => {
                    compiler.problem(file, &entry.class, "needs either `noun` or `adjective`");
                    continue;
                }
            };
            let Some(class) = Classes::named(entry.class.get_ref()) else {
                compiler.problem(file, &entry.class, "is no class");
                continue;
            };
            compiler.source_kind(file, entry.source.as_ref());
            heads.push(HeadWord {
                lemma: notation.unwrap_or_default(),
                class,
                source: entry.source.as_ref().map(|s| s.get_ref().clone()),
                title: entry.title,
                group_head: entry.group_head,
                place_head: entry.place_head.clone(),
            });
        }
    }
    let named = names::collect(sources, &mut compiler)?;
    let furniture = match &sources.furniture {
        None => FurniturePatterns::default(),
        Some(file) => FurniturePatterns::parse(&file.text).unwrap_or_else(|error| {
            compiler.problems.push(file.problem(&(0..0), "furniture", error.to_string()));
            FurniturePatterns::default()
        }),
    };
    let counted_words = sources.counted.counted.iter().map(|c| compiler.coded(c)).collect();
    if !compiler.problems.is_empty() {
        return Err(CodebookError::Wrong(compiler.problems));
    }
    let phrase_starts = compiler.phrase_starts();
    let lexicon = compiler.builder.build().map_err(|e| CodebookError::Build(e.to_string()))?;
    Ok(Codebook {
        name: sources.manifest.name.clone(),
        hash: sources.hash.clone(),
        types,
        frames,
        cues,
        heads,
        phrases: compiler.phrases,
        phrase_starts,
        uses: compiler.uses,
        entities: named.entities,
        places: named.places,
        referents: named.referents,
        patterns: compiler.patterns,
        cause_words,
        counted_words,
        furniture_source: sources.furniture.as_ref().map_or_else(String::new, |f| f.text.clone()),
        furniture,
        lexicon,
        names: named.map,
    })
}

#[derive(Default)]
pub(super) struct Compiler {
    pub(super) problems: Vec<Problem>,
    builder: Builder,
    lemmas: FxHashMap<String, LemmaId>,
    uses: Vec<Vec<Use>>,
    phrases: Vec<Phrase>,
    patterns: Patterns,
    ids: FxHashSet<String>,
}

impl Compiler {
    fn problem(&mut self, file: &SourceFile, at: &Spanned<String>, problem: &str) {
        self.problems.push(file.problem(&at.span(), at.get_ref(), problem));
    }

    fn problem_at(&mut self, file: &SourceFile, at: &Range<usize>, key: &str, problem: &str) {
        self.problems.push(file.problem(at, key, problem));
    }

    fn source_kind(&mut self, file: &SourceFile, source: Option<&Spanned<String>>) {
        if let Some(source) = source
            && !SOURCE_KINDS.contains(&source.get_ref().as_str())
        {
            self.problem(file, source, "is no kind of source");
        }
    }

    fn coded(&mut self, entry: &CauseCode) -> CodedWords {
        let words = entry.words.iter().map(|w| self.patterns.add(Pattern::parse(w))).collect();
        CodedWords { code: entry.code.clone(), words }
    }

    fn unique(&mut self, file: &SourceFile, id: &Spanned<String>) {
        if !self.ids.insert(id.get_ref().clone()) {
            self.problem(file, id, "is used by another entry");
        }
    }

    /// The number of a lemma; its forms are generated the first time it is asked for.
    fn lemma(&mut self, key: String, headword: &str, forms: impl FnOnce(&mut dyn FnMut(&str, Features))) -> LemmaId {
        if let Some(&id) = self.lemmas.get(&key) {
            return id;
        }
        let id = self.builder.lemma(headword);
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
                Some(self.lemma(key, &verb.lemma(), |emit| verb.forms(emit)))
            }
            Err(error) => {
                self.problem_at(file, at, notation, &error.to_string());
                None
            }
        }
    }

    /// Adds a noun's or adjective's forms; the lemma's headword is returned.
    fn noun(&mut self, file: &SourceFile, written: &Spanned<String>, adjective: bool, usage: Use) -> Option<String> {
        let notation = written.get_ref().trim();
        let parsed = if adjective { Noun::parse_adjective(notation) } else { Noun::parse(notation) };
        match parsed {
            Ok(noun) => {
                let key = format!("{} {notation}", if adjective { "a" } else { "n" });
                let headword = noun.lemma().to_owned();
                let id = self.lemma(key, &headword, |emit| noun.forms(emit));
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
        let id = self.lemma(format!("a {nisba}"), &noun.lemma().to_owned(), |emit| noun.forms(emit));
        self.used(id, Use::Nisba(entity));
        Ok(())
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

    fn phrase_starts(&self) -> Vec<(String, Vec<u16>)> {
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

    fn parts(&mut self, file: &SourceFile, parts: Option<&Vec<Spanned<String>>>) -> Parts {
        let Some(listed) = parts else {
            return Parts { verb: true, noun: true, active: false, passive: false };
        };
        let mut parts = Parts { verb: false, noun: false, active: false, passive: false };
        for part in listed {
            match part.get_ref().as_str() {
                "verb" => parts.verb = true,
                "noun" => parts.noun = true,
                "active" => parts.active = true,
                "passive" => parts.passive = true,
                _ => self.problem(file, part, "is none of verb, noun, active, passive"),
            }
        }
        parts
    }

    fn position(key: &str) -> Option<Position> {
        Some(match key {
            "subject" => Position::Subject,
            "object" => Position::Object,
            "genitive" => Position::Genitive,
            prep => Position::After(Prep::named(prep)?),
        })
    }

    fn cases(&mut self, file: &SourceFile, id: &Spanned<String>, cases: &[CaseEntry]) {
        if !cases.iter().any(|c| c.text.is_some()) {
            self.problem(file, id, "has no positive case (`text`)");
        }
        if !cases.iter().any(|c| c.none.is_some()) {
            self.problem(file, id, "has no negative case (`none`)");
        }
    }

    fn frame(&mut self, file: &SourceFile, entry: &FrameEntry, types: &[TypeInfo], number: u16) -> Option<Frame> {
        self.unique(file, &entry.id);
        self.cases(file, &entry.id, &entry.cases);
        if !entry.id.get_ref().starts_with(entry.kind.get_ref().as_str()) {
            self.problem(file, &entry.id, "does not start with its type");
        }
        let Some(kind) = types.iter().position(|t| t.id == *entry.kind.get_ref()) else {
            self.problem(file, &entry.kind, "is no type of this codebook");
            return None;
        };
        let parts = self.parts(file, entry.parts.as_ref());
        let mut roles = Vec::new();
        for (key, role) in &entry.roles {
            match (Self::position(key), Role::named(role.get_ref())) {
                (Some(position), Some(role)) => roles.push((position, role)),
                (None, _) => self.problem_at(file, &role.span(), key, "is no grammatical position"),
                (_, None) => self.problem(file, role, "is no role"),
            }
        }
        let (mut needs, mut any, mut none) = (Vec::new(), Vec::new(), Vec::new());
        for (key, words) in &entry.when {
            let mut patterns = || words.iter().map(|w| self.patterns.add(Pattern::parse(w.get_ref()))).collect();
            match key.as_str() {
                "any" => any = patterns(),
                "none" => none = patterns(),
                key => {
                    let Some(position) = Self::position(key) else {
                        let at = words.first().map_or(0..0, Spanned::span);
                        self.problem_at(file, &at, key, "is no grammatical position, nor any or none");
                        continue;
                    };
                    let mut classes = Classes::default();
                    for word in words {
                        match Classes::named(word.get_ref()) {
                            Some(class) => classes = classes.with(class),
                            None => self.problem(file, word, "is no class"),
                        }
                    }
                    needs.push((position, classes));
                }
            }
        }
        let usage = Use::Frame(number);
        for verb in &entry.verbs {
            if let Some(lemma) = self.verb(file, &verb.span(), verb.get_ref()) {
                self.used(lemma, usage);
            }
        }
        for noun in &entry.nouns {
            self.noun(file, noun, false, usage);
        }
        for adjective in &entry.adjectives {
            self.noun(file, adjective, true, usage);
        }
        for phrase in &entry.phrases {
            self.phrase(file, phrase, usage);
        }
        if entry.verbs.is_empty() && entry.nouns.is_empty() && entry.adjectives.is_empty() && entry.phrases.is_empty() {
            self.problem(file, &entry.id, "has no words");
        }
        Some(Frame {
            id: entry.id.get_ref().clone(),
            kind: kind as u16,
            gloss: entry.gloss.clone(),
            parts,
            roles,
            needs,
            any,
            none,
            motion: entry.motion,
            weight: entry.weight.unwrap_or(DEFAULT_WEIGHT).clamp(0.0, 1.0),
        })
    }

    fn cue(&mut self, file: &SourceFile, entry: &CueEntry, number: u16) -> Option<Cue> {
        self.unique(file, &entry.id);
        self.cases(file, &entry.id, &entry.cases);
        self.source_kind(file, entry.source.as_ref());
        let Some(kind) = CueKind::named(entry.kind.get_ref()) else {
            self.problem(file, &entry.kind, "is no kind of cue");
            return None;
        };
        let parts = self.parts(file, entry.parts.as_ref());
        let mut speaker = Classes::default();
        for class in &entry.speaker {
            match Classes::named(class.get_ref()) {
                Some(class) => speaker = speaker.with(class),
                None => self.problem(file, class, "is no class"),
            }
        }
        let usage = Use::Cue(number);
        for verb in &entry.verbs {
            if let Some(lemma) = self.verb(file, &verb.span(), verb.get_ref()) {
                self.used(lemma, usage);
            }
        }
        for noun in &entry.nouns {
            self.noun(file, noun, false, usage);
        }
        for adjective in &entry.adjectives {
            self.noun(file, adjective, true, usage);
        }
        for phrase in &entry.phrases {
            self.phrase(file, phrase, usage);
        }
        Some(Cue {
            id: entry.id.get_ref().clone(),
            kind,
            parts,
            stance: entry.stance.clone().unwrap_or_else(|| "neutral".to_owned()),
            certainty: entry.certainty.clone(),
            code: entry.code.clone(),
            carries: entry.carries,
            speaker,
            source: entry.source.as_ref().map(|s| s.get_ref().clone()),
        })
    }
}

impl Parts {
    /// Whether a form of this part of the paradigm counts. Plain nouns and adjectives always do: they are
    /// listed one by one.
    pub fn take(self, part: Part) -> bool {
        match part {
            Part::VerbalNoun => self.noun,
            Part::ActiveParticiple => self.active,
            Part::PassiveParticiple => self.passive,
            Part::Noun | Part::Adjective | Part::Particle => true,
            _ => self.verb,
        }
    }
}
