//! Checks a codebook's sources against themselves and turns them into the compiled codebook.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use toml::Spanned;

use super::{
    artefact::Codebook,
    classes::Classes,
    counting::{CountedWords, Counting},
    model::{CodedWords, Cue, CueKind, Frame, HeadWord, Parts, Phrase, Position, Prep, Role, TypeInfo, Use},
    names::{self, PLACE_TYPES},
    naming,
    pattern::{Pattern, PatternId, Patterns},
    schema::{CaseEntry, CauseCode, CountedFile, CueEntry, FrameEntry, WordEntry},
    source::{CodebookError, Problem, SourceFile, Sources},
    weights::Weights,
};
use crate::capture::FurniturePatterns;
use crate::lexicon::{Builder, LemmaId};

/// How often a match is a claim when the frame does not say.
const DEFAULT_WEIGHT: f32 = 0.7;

/// The kinds of source a word, cue or entity may name.
pub const SOURCE_KINDS: &[&str] = &[
    "outlet",
    "organisation",
    "official",
    "armed_group",
    "defector",
    "witness",
    "activist",
    "expert",
    "document",
    "person",
    "unknown",
];

/// Attitudes of one who relays, the default first.
const STANCES: &[&str] = &["neutral", "affirming", "doubting"];

/// Certainties that a hedge leaves.
const CERTAINTIES: &[&str] = &["possible", "probable"];

/// Compiles `sources`.
///
/// # Errors
/// [`CodebookError::Wrong`] with everything that is wrong, not only the first thing.
pub fn compile(sources: &Sources) -> Result<Codebook, CodebookError> {
    let mut compiler = Compiler::default();
    let types = compiler.types(sources);
    let mut frames = Vec::new();
    for (file, content) in &sources.frames {
        for entry in &content.frames {
            if let Some(frame) = compiler.frame(file, entry, &types, frames.len() as u16) {
                frames.push(frame);
            }
        }
    }
    let (mut cues, mut cause_words) = (Vec::new(), Vec::new());
    let (mut source_words, mut ties) = (Vec::new(), Vec::new());
    for (file, content) in &sources.cues {
        for entry in &content.cues {
            if let Some(cue) = compiler.cue(file, entry, cues.len() as u16) {
                cues.push(cue);
            }
        }
        cause_words.extend(content.cause_codes.iter().map(|c| compiler.coded(c)));
        source_words.extend(content.source_codes.iter().map(|c| compiler.coded(c)));
        ties.extend(content.ties.iter().map(|c| compiler.coded(c)));
    }
    let mut heads = Vec::new();
    for (file, content) in &sources.words {
        for entry in &content.words {
            if let Some(head) = compiler.head(file, entry, heads.len() as u16) {
                heads.push(head);
            }
        }
    }
    let named = names::collect(sources, &mut compiler)?;
    let of_names = naming::collect(sources, &mut compiler);
    compiler.general(&sources.lemmas);
    let furniture = compiler.furniture(sources.furniture.as_ref());
    let weights = Weights::collect(&sources.weights, &mut compiler.problems);
    let counting = compiler.counting(&sources.counted.0, &sources.counted.1);
    if !compiler.problems.is_empty() {
        return Err(CodebookError::Wrong(compiler.problems));
    }
    for (list, length) in [
        ("types", types.len()),
        ("frames", frames.len()),
        ("cues", cues.len()),
        ("heads", heads.len()),
        ("phrases", compiler.phrases.len()),
        ("words of phrases", compiler.phrase_words.len()),
    ] {
        // They are numbered in 16 bits.
        if length > usize::from(u16::MAX) {
            return Err(CodebookError::Build(format!("{length} {list}, more than {}", u16::MAX)));
        }
    }
    let phrase_starts = compiler.phrase_starts();
    let name_words = names::words(&named.map);
    let lexicon = compiler
        .builder
        .build(name_words.iter().map(String::as_str))
        .map_err(|e| CodebookError::Build(e.to_string()))?;
    Ok(Codebook {
        name: sources.manifest.name.clone(),
        hash: sources.hash.clone(),
        types,
        frames,
        cues,
        heads,
        phrases: compiler.phrases,
        phrase_words: compiler.phrase_words,
        phrase_starts,
        uses: compiler.uses,
        entities: named.entities,
        places: named.places,
        countries: named.countries,
        referents: named.referents,
        merged: named.merged,
        patterns: compiler.patterns,
        cause_words,
        source_words,
        ties,
        counting,
        weights,
        credits: sources.credits.folded(),
        furniture_source: sources.furniture.as_ref().map_or_else(String::new, |f| f.text.clone()),
        furniture,
        lexicon,
        name_words: of_names,
        names: named.map,
    })
}

/// A value without the place where it was written.
fn text(value: Option<&Spanned<String>>) -> Option<String> {
    value.map(|v| v.get_ref().clone())
}

/// Which inflection a lemma has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Verb,
    Noun,
    Adjective,
}

#[derive(Default)]
pub(super) struct Compiler {
    pub(super) problems: Vec<Problem>,
    pub(super) builder: Builder,
    pub(super) lemmas: FxHashMap<String, LemmaId>,
    /// Lemmas by class and what tells them from others: of verbs root and form, of nouns the headword.
    pub(super) known: FxHashMap<(Class, String), Vec<LemmaId>>,
    /// Class, headword and plural of all nouns with plurals of their own.
    pub(super) plurals: FxHashSet<(Class, String, String)>,
    pub(super) uses: Vec<Vec<Use>>,
    pub(super) phrases: Vec<Phrase>,
    pub(super) phrase_words: Patterns,
    patterns: Patterns,
    ids: FxHashSet<String>,
}

impl Compiler {
    pub(super) fn problem(&mut self, file: &SourceFile, at: &Spanned<String>, problem: &str) {
        self.problems.push(file.problem(&at.span(), at.get_ref(), problem));
    }

    pub(super) fn problem_at(&mut self, file: &SourceFile, at: &Range<usize>, key: &str, problem: &str) {
        self.problems.push(file.problem(at, key, problem));
    }

    fn types(&mut self, sources: &Sources) -> Vec<TypeInfo> {
        let mut types: Vec<TypeInfo> = Vec::new();
        for (file, content) in &sources.types {
            for entry in &content.types {
                if types.iter().any(|t| t.id == *entry.id.get_ref()) {
                    self.problem(file, &entry.id, "is defined twice");
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
                    kinship: entry.kinship.clone(),
                });
            }
        }
        types
    }

    fn furniture(&mut self, source: Option<&SourceFile>) -> FurniturePatterns {
        let Some(file) = source else { return FurniturePatterns::default() };
        FurniturePatterns::parse(&file.text).unwrap_or_else(|error| {
            self.problems.push(file.problem(&(0..0), "furniture", error.to_string()));
            FurniturePatterns::default()
        })
    }

    fn source_kind(&mut self, file: &SourceFile, source: Option<&Spanned<String>>) {
        self.one_of(file, source, SOURCE_KINDS, "is no kind of source");
    }

    /// A value, where it is given, must be one of a list.
    fn one_of(
        &mut self,
        file: &SourceFile,
        value: Option<&Spanned<String>>,
        allowed: &[&str],
        problem: &str,
    ) {
        if let Some(value) = value
            && !allowed.contains(&value.get_ref().as_str())
        {
            self.problem(file, value, &format!("{problem}; one of {}", allowed.join(", ")));
        }
    }

    fn coded(&mut self, entry: &CauseCode) -> CodedWords {
        CodedWords { code: entry.code.clone(), words: self.patterns_of(&entry.words) }
    }

    /// What tells what numbers count.
    fn counting(&mut self, file: &SourceFile, content: &CountedFile) -> Counting {
        let mut all = Counting {
            parts: self.patterns_of(&content.parts),
            tallies: self.patterns_of(&content.tallies),
            ..Counting::default()
        };
        for entry in &content.counted {
            if !entry.acts.is_empty() {
                self.cases(file, &entry.code, &entry.cases);
            }
            let mut acts = Vec::new();
            for act in &entry.acts {
                let (word, prep) = match act.get_ref().split_once(' ') {
                    Some((word, prep)) => (word, Some(Prep::named(prep))),
                    None => (act.get_ref().as_str(), None),
                };
                if prep == Some(None) {
                    self.problem(file, act, "is more than a word and its preposition");
                }
                acts.push((self.patterns.add(Pattern::parse(word)), prep.flatten()));
            }
            all.words.push(CountedWords {
                code: entry.code.get_ref().clone(),
                words: self.patterns_of(&entry.words),
                acts,
                after: self.patterns_of(&entry.after),
            });
        }
        all
    }

    fn patterns_of(&mut self, words: &[String]) -> Vec<PatternId> {
        words.iter().map(|w| self.patterns.add(Pattern::parse(w))).collect()
    }

    fn unique(&mut self, file: &SourceFile, id: &Spanned<String>) {
        if !self.ids.insert(id.get_ref().clone()) {
            self.problem(file, id, "is used by another entry");
        }
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
        for case in cases {
            let mut given = [&case.text, &case.none, &case.gap].into_iter().flatten();
            if let (Some(_), Some(second)) = (given.next(), given.next()) {
                self.problem(file, second, "is a second sentence in one case; write a case for each");
            }
        }
        if !cases.iter().any(|c| c.text.is_some()) {
            self.problem(file, id, "has no positive case (`text`)");
        }
        if !cases.iter().any(|c| c.none.is_some()) {
            self.problem(file, id, "has no negative case (`none`)");
        }
    }

    fn frame(
        &mut self,
        file: &SourceFile,
        entry: &FrameEntry,
        types: &[TypeInfo],
        number: u16,
    ) -> Option<Frame> {
        self.unique(file, &entry.id);
        self.cases(file, &entry.id, &entry.cases);
        if !entry.id.get_ref().starts_with(entry.kind.get_ref().as_str()) {
            self.problem(file, &entry.id, "does not start with its type");
        }
        let Some(kind) = types.iter().position(|t| t.id == *entry.kind.get_ref()) else {
            self.problem(file, &entry.kind, "is no type of this codebook");
            return None;
        };
        if entry.weight.is_some_and(|w| !(0.0..=1.0).contains(&w)) {
            self.problem(file, &entry.id, "has a weight that is not from 0 to 1");
        }
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
            let mut patterns =
                || words.iter().map(|w| self.patterns.add(Pattern::parse(w.get_ref()))).collect();
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
        self.words(file, [&entry.verbs, &entry.nouns, &entry.adjectives, &entry.phrases], Use::Frame(number));
        if entry.verbs.is_empty()
            && entry.nouns.is_empty()
            && entry.adjectives.is_empty()
            && entry.phrases.is_empty()
        {
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
            weight: entry.weight.unwrap_or(DEFAULT_WEIGHT),
        })
    }

    fn head(&mut self, file: &SourceFile, entry: &WordEntry, number: u16) -> Option<HeadWord> {
        let lemma = match (&entry.noun, &entry.adjective) {
            (Some(noun), None) => self.noun(file, noun, false, Use::Head(number)),
            (None, Some(adjective)) => self.noun(file, adjective, true, Use::Head(number)),
            _ => {
                self.problem(file, &entry.class, "needs either `noun` or `adjective`");
                None
            }
        };
        self.source_kind(file, entry.source.as_ref());
        self.one_of(file, entry.place_head.as_ref(), PLACE_TYPES, "is no type of place");
        if entry.any_name && entry.place_head.is_none() {
            self.problem(file, &entry.class, "has `any_name` without `place_head`");
        }
        let Some(class) = Classes::named(entry.class.get_ref()) else {
            self.problem(file, &entry.class, "is no class");
            return None;
        };
        Some(HeadWord {
            lemma: lemma?,
            class,
            source: text(entry.source.as_ref()),
            title: entry.title,
            group_head: entry.group_head,
            place_head: text(entry.place_head.as_ref()),
            any_name: entry.any_name,
        })
    }

    fn cue(&mut self, file: &SourceFile, entry: &CueEntry, number: u16) -> Option<Cue> {
        self.unique(file, &entry.id);
        self.cases(file, &entry.id, &entry.cases);
        self.source_kind(file, entry.source.as_ref());
        self.one_of(file, entry.stance.as_ref(), STANCES, "is no stance");
        self.one_of(file, entry.certainty.as_ref(), CERTAINTIES, "is no certainty that a hedge leaves");
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
        self.words(file, [&entry.verbs, &entry.nouns, &entry.adjectives, &entry.phrases], Use::Cue(number));
        Some(Cue {
            id: entry.id.get_ref().clone(),
            kind,
            parts,
            stance: text(entry.stance.as_ref()).unwrap_or_else(|| STANCES[0].to_owned()),
            certainty: text(entry.certainty.as_ref()),
            code: entry.code.clone(),
            carries: entry.carries,
            content: entry.content,
            cites: entry.cites,
            nominal: entry.nominal,
            speaker,
            source: text(entry.source.as_ref()),
        })
    }
}
